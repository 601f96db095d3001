"""The one reader of text, JSON and YAML: a file's content, or every reason why it can't be used.

Whatever the format, the same is checked: encoding, size, nesting, fields that occur twice, and
characters that can't be seen or can't be written out again.
"""

import json
import math
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import ODD_CHARACTERS, Problem
from helpers.lesson.letters import foreign_words, misread, mixed_alphabets
from helpers.lesson.sealing import unseal

#: More than twenty times the largest file of the shipped lesson.
MAX_BYTES = 5_000_000

#: How deep lists and mappings may be nested.
MAX_DEPTH = 30

#: So many problems of one file are collected; with that many, the rest doesn't help anybody.
MAX_PROBLEMS = 200

#: The key under which each mapping of a YAML file carries the line on which it begins.
LINE = "__line__"

SAVE_AS_UTF8 = (
    "Save it as “CSV UTF-8 (comma delimited)”; "
    "in LibreOffice choose the character set UTF-8 and the comma."
)

#: Where a value is in a file: names of fields and numbers of list entries, from the outside in.
Place = tuple[str | int, ...]


class _FileError(Exception):
    """A file that can't be used; carries the one `Problem` that says why."""

    def __init__(self, path: Path, line: int, message: str, fix: str, value: str = "") -> None:
        self.problem = Problem(path.name, line, "", value, message, fix)


# Text


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """Return a file's text, or the reason why it can't be read as text."""
    try:
        return _decoded(path, _bytes(path)), []
    except _FileError as error:
        return "", [error.problem]


def _bytes(path: Path) -> bytes:
    """Return the content of an ordinary file of an acceptable size."""
    back = f"Put {path.name} back into the folder {path.parent.name}."
    try:
        if path.is_symlink():
            raise _FileError(path, 0, "This is a link to another file.", back)
        if path.is_dir():
            raise _FileError(path, 0, "This is a folder, not a file.", back)
        if not path.exists():
            raise _FileError(path, 0, "The file is missing.", back)
        if not path.is_file():
            raise _FileError(path, 0, "This is not an ordinary file.", back)
        if path.stat().st_size > MAX_BYTES:
            message = f"The file has more than {MAX_BYTES // 1_000_000} MB."
            raise _FileError(path, 0, message, f"It can’t be part of a lesson. {back}")
        data = unseal(path.read_bytes())
    except ValueError:
        raise _FileError(path, 0, "The file is damaged.", "Unpack the lesson again.") from None
    except OSError as error:
        message = f"The file can’t be read: {error.strerror}."
        fix = "Check who may read it, and whether another program has it open."
        raise _FileError(path, 0, message, fix) from None
    data = data.removeprefix(BOM_UTF8)  # which Excel writes before its “CSV UTF-8”
    if not data.strip():
        raise _FileError(path, 0, "The file is empty.", back)
    return data


def _decoded(path: Path, data: bytes) -> str:
    table = path.suffix == ".csv"
    utf8 = SAVE_AS_UTF8 if table else "Save it with the encoding UTF-8 in a text editor."
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(b"\x00") > len(data) / 3:
        raise _FileError(path, 1, "The file is in UTF-16.", utf8)
    _check_kind(path, data, utf8)
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        message = "The file contains a NUL byte: it is damaged."
        raise _FileError(path, line, message, "Replace the file with a copy.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, byte = data[: error.start].count(b"\n") + 1, data[error.start]
        letter = bytes([byte]).decode("cp1252", "replace")
        message = f"A letter is not in UTF-8 (byte 0x{byte:02x}, perhaps “{letter}”)."
        raise _FileError(path, line, message, utf8) from None


def _check_kind(path: Path, data: bytes, utf8: str) -> None:
    """Refuse a file of another kind that has the name of a text file."""
    start = data[:200].lstrip().lower()
    if start[:4] in (b"pk\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise _FileError(path, 0, "This is a spreadsheet file, not a text file.", utf8)
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<meta")):
        message = "This is a web page, perhaps one on which you sign in, and not the file itself."
        fix = "Sign in to the website, download the file again and look at it before you copy it."
        raise _FileError(path, 0, message, fix)
    if start.startswith((b"{\\rtf", b"%pdf")):
        message = "This is a document of a word processor, not a text file."
        raise _FileError(path, 0, message, utf8)


@lru_cache(maxsize=50_000)  # names of fields, names of people and so on come up again and again
def text_damage(text: str) -> tuple[str, str] | None:
    """Return what is wrong with the characters of a value, as message and fix, or None."""
    if ODD_CHARACTERS.search(text):
        return "This contains an invisible or damaged character.", "Type the text again."
    if letters := misread(text):
        found, meant = letters
        message = f"Some letters were read in the wrong character set: “{found}”"
        message += f", which was “{meant}” before." if meant else "."
        return message, "Replace the file with a copy, and open it as UTF-8."
    if not unicodedata.is_normalized("NFC", text):
        message = "A letter and its accent are stored separately, so a search will miss this word."
        return message, "Type the text again."
    if mixed := next(filter(None, map(mixed_alphabets, foreign_words(text))), ""):
        return mixed, "Type the word again in one alphabet."
    return None


# JSON


def read_json(path: Path) -> tuple[Any, list[Problem]]:
    """Return what a JSON file contains (None if it can't be used), and what is wrong with it."""
    try:
        text = _decoded(path, _bytes(path))
        _check_brackets(path, text)
        value = _parse_json(path, text)
    except _FileError as error:
        return None, [error.problem]
    problems = _value_problems(path, text, value)
    return (None if problems else value), problems


_BRACKETS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)


def _check_brackets(path: Path, text: str) -> None:
    """Refuse deep nesting before the parser, which calls itself for each level, meets it."""
    depth, quoted = 0, False
    for token in _BRACKETS.finditer(text):
        if token[0] == '"':
            quoted = not quoted
        elif not quoted and token[0] in "[{":
            depth += 1
        elif not quoted and token[0] in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise _too_deep(path, text.count("\n", 0, token.start()) + 1)


def _too_deep(path: Path, line: int) -> _FileError:
    message = f"Lists and mappings are nested more than {MAX_DEPTH} levels deep."
    return _FileError(path, line, message, "Check the brackets and the indentation.")


class _RepeatedField(ValueError):
    """A field that occurs twice in one mapping; its name is the message."""


def _parse_json(path: Path, text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            raise _RepeatedField(_first_repeated([name for name, _ in pairs]))
        return mapping

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is not a number")

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except _RepeatedField as error:
        raise _repeated(path, _line_of_repeated(text, str(error)), str(error)) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        what = getattr(error, "msg", "it contains a number that can’t be used")
        fix = "Look just before this place for a missing comma, quotation mark or bracket."
        raise _FileError(path, line, f"This is not valid JSON: {what}.", fix) from None


def _first_repeated(names: Sequence[str]) -> str:
    seen: set[str] = set()
    return next(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def _repeated(path: Path, line: int, name: str) -> _FileError:
    fix = "Delete one of the two, or correct its name."
    return _FileError(path, line, "This field appears twice in one entry.", fix, name)


def _line_of_repeated(text: str, name: str) -> int:
    """Return the line on which a field of this name appears for the second time in its mapping."""
    for node in _nodes(_composed(text)):
        if isinstance(node, yaml.MappingNode):
            keys = [key for key, _ in node.value if key.value == name]
            if len(keys) > 1:
                return int(keys[1].start_mark.line) + 1
    return 0


# YAML

#: libyaml's parser is eight times as fast; where it is missing, the one in Python reads the same.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2 as people expect it: no dates or merged mappings, and `yes` and `12:30` are text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?[0-9]+\.[0-9]+$", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    result: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    if len(result) < len(node.value):
        name = _first_repeated([key.value for key, _ in node.value])
        keys = [key for key, _ in node.value if key.value == name]
        raise _RepeatedField(name, keys[1].start_mark.line + 1)
    return result | {LINE: node.start_mark.line + 1}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> tuple[Any, list[Problem]]:
    """Return what a YAML file contains (None if it can't be used), and what is wrong with it.

    Each mapping carries the line on which it begins under the key `LINE`.
    """
    try:
        text = _decoded(path, _bytes(path))
        value = _parse_yaml(path, text)
    except _FileError as error:
        return None, [error.problem]
    problems = _value_problems(path, text, value)
    return (None if problems else value), problems


def _parse_yaml(path: Path, text: str) -> Any:
    try:
        _check_events(path, text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except _RepeatedField as error:
        raise _repeated(path, error.args[1], error.args[0]) from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        last = text.count("\n") + 1  # a problem at the very end is caused by what was opened before
        line = next((mark.line + 1 for mark in marks if mark and mark.line + 1 < last), 1)
        what = getattr(error, "problem", None) or "a part of it can’t be read"
        if "nesting depth" in what:  # libyaml's own limit
            raise _too_deep(path, line) from None
        fix = "Check the indentation, the colons and the quotation marks."
        raise _FileError(path, line, f"This is not valid YAML: {what}.", fix) from None


def _check_events(path: Path, text: str) -> None:
    """Refuse repeated parts, which can fill any memory, tags, which build objects, and depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            message = f"The part {event.anchor} is repeated by a reference."
            raise _FileError(path, line, message, "Write it out.")
        if tag := getattr(event, "tag", None):
            message = f"The tag {tag} must not be used here."
            raise _FileError(path, line, message, "Delete it.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep(path, line)


# What JSON and YAML have in common


def _value_problems(path: Path, text: str, value: Any) -> list[Problem]:
    """Return the problems with the names, texts and numbers of a file, at most `MAX_PROBLEMS`."""
    problems = []
    for where, damage in _damages(value):
        line, field, shown = line_of(text, where), _dotted(where), _at(value, where)
        problems.append(Problem(path.name, line, field, shown, *damage))
        if len(problems) == MAX_PROBLEMS:
            break
    return problems or _comment_problems(path, text)


def _damages(value: Any, where: Place = ()) -> Iterator[tuple[Place, tuple[str, str]]]:
    """Yield each place with a name, text or number that can't be used, and what is wrong there."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key != LINE:
                yield from _key_damages(key, (*where, key))
                yield from _damages(part, (*where, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _damages(part, (*where, number))
    elif isinstance(value, str):
        if damage := text_damage(value):
            yield where, damage
    elif isinstance(value, float) and not math.isfinite(value):
        yield where, ("This number is too large.", "Correct it.")


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts in a value of a JSON file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def _key_damages(key: Any, where: Place) -> Iterator[tuple[Place, tuple[str, str]]]:
    if not isinstance(key, str):
        yield where, ("This name of a field is not a text.", "Correct the name.")
    elif damage := text_damage(key):
        yield where, damage


def _comment_problems(path: Path, text: str) -> list[Problem]:
    """Return a problem for an odd character outside all values: in a comment, or between them."""
    found = ODD_CHARACTERS.search(text)
    if not found:
        return []
    line = text.count("\n", 0, found.start()) + 1
    message = "The line contains an invisible or damaged character."
    return [Problem(path.name, line, "", "", message, "Type the line again.")]


def _at(value: Any, where: Place) -> str:
    for part in where:
        value = value[part]
    return value if isinstance(value, str) else str(where[-1])


def _dotted(where: Place) -> str:
    """Return the place of a value as people write it, without the numbers of entries in a list."""
    return ".".join(str(part) for part in where if not isinstance(part, int))


def line_of(text: str, where: Sequence[str | int]) -> int:
    """Return the line of a value in a JSON or YAML text, or of what contains it; 0 if unknown."""
    *_, node = _nodes_on_the_way(text, where)
    return int(node.start_mark.line) + 1 if node else 0


def as_typed(text: str, where: Sequence[str | int]) -> str:
    """Return a single value of a JSON or YAML text as it is written there; empty if unknown."""
    nodes = list(_nodes_on_the_way(text, where))
    single = len(nodes) == len(where) + 1 and isinstance(nodes[-1], yaml.ScalarNode)
    return str(nodes[-1].value) if single else ""


def _nodes_on_the_way(text: str, where: Sequence[str | int]) -> Iterator[Any]:
    """Yield the node of a whole text and those on the way to a place in it, as far as there are."""
    node = _composed(text)
    yield node
    for part in where:
        node = _child(node, part)
        if node is None:
            return
        yield node


#: What JSON may contain and YAML may not: half a character, written as an escape.
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


@lru_cache(maxsize=2)
def _composed(text: str) -> Any:
    """Return the nodes of a JSON or YAML text with their lines; JSON is, nearly, a part of YAML."""
    plain = ODD_CHARACTERS.sub("?", _HALF_CHARACTER.sub("?", text))
    try:
        return yaml.compose(plain, Loader=_Base)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None


def _nodes(node: Any) -> Iterator[Any]:
    """Yield a node and all nodes in it."""
    if node is None:
        return
    yield node
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _nodes(value)
