"""Check the content of a JSON or YAML file against a stored schema."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.errors import Problem
from helpers.lesson.reading import LINE, as_typed, line_of, read_text
from helpers.lesson.schema import SchemaError, schema_errors

FOLDER = Path(__file__).with_name("schemas")


@lru_cache
def stored_schema(name: str) -> dict[str, Any]:
    """Return a schema of the folder ``schemas`` by its name; do not change what you get."""
    text = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def without_references(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its definitions in place of the references to them.

    Values are compared with it in half the time. No definition may refer to itself.
    """

    def resolved(node: Any) -> Any:
        if isinstance(node, list):
            return [resolved(part) for part in node]
        if not isinstance(node, dict):
            return node
        own = {key: resolved(part) for key, part in node.items() if key != "$ref"}
        if "$ref" not in node:
            return own
        return resolved(schema["$defs"][node["$ref"].removeprefix("#/$defs/")]) | own

    return {key: resolved(part) for key, part in schema.items() if key != "$defs"}


def schema_problems(
    path: Path, value: Any, schema: dict[str, Any], entry: str = ""
) -> list[Problem]:
    """Return a problem for each place where a file's value does not fit a schema.

    Parameters
    ----------
    path : Path
        The file; it is read again if there are problems, to find their lines.
    value
        What `read_json` or `read_yaml` returned.
    schema : dict
        A JSON Schema.
    entry : str, optional
        What an item of the outermost list is called, such as ``"source"``: problems name its id.

    Returns
    -------
    list of Problem
        In the order of the file.
    """
    plain = without_lines(value)
    errors = schema_errors(plain, schema)
    text = read_text(path)[0] if errors else ""
    problems = [problem_of(path.name, text, plain, error, entry) for error in errors]
    return sorted(problems, key=lambda problem: problem.line)


def without_lines(value: Any) -> Any:
    """Return a value of `read_yaml` without the lines of its mappings."""
    if isinstance(value, dict):
        return {key: without_lines(part) for key, part in value.items() if key != LINE}
    if isinstance(value, list):
        return [without_lines(part) for part in value]
    return value


def problem_of(file: str, text: str, value: Any, error: SchemaError, entry: str = "") -> Problem:
    """Return an error of a value with its line in the text of the file."""
    name = _entry_name(value, error.path, entry)
    field = _dotted(error.path[1:] if name else error.path)
    if isinstance(error.value, str):
        shown = error.value
    else:
        shown = _short(error.value) and (as_typed(text, error.path) or _short(error.value))
    line = line_of(text, error.path)
    return Problem(file, line, field, shown, error.message, error.fix, name)


def _entry_name(value: Any, path: tuple[str | int, ...], entry: str) -> str:
    """Return what the entry with a problem is called, such as ``source treaty_1960``."""
    if not entry or not path or not isinstance(value, list):
        return ""
    item = value[int(path[0])]
    name = item.get("id") if isinstance(item, dict) else None
    return f"{entry} {name}" if isinstance(name, str) else f"{entry} number {int(path[0]) + 1}"


def _dotted(path: tuple[str | int, ...]) -> str:
    """Return a place as people write it, such as ``author[1].family``: entries count from 1."""
    written = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")


def _short(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)[:60]
