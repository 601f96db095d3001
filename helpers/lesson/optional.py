"""Read a file that a lesson may have or not: every entry is checked, and its templates are filled.

What an entry looks like is in ``helpers/lesson/schemas``: a JSON Schema for each YAML file, a Table
Schema for each table. Besides the standards' own keywords these use ``reference`` (where an id must
exist), ``locators`` (an id may be followed by a place in square brackets), ``template`` (references
are filled from the data), ``notation`` (a date in EDTF) and ``number``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import LessonError, Problem, UserError
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.reading import read_text, read_yaml
from helpers.lesson.schema import SchemaError
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.validation import (
    FOLDER,
    problem_of,
    schema_problems,
    stored_schema,
    without_lines,
)
from helpers.lesson.wording import did_you_mean

#: Where a value is: numbers of entries and names of fields, from the outside in.
Place = tuple[str | int, ...]


def read_entries(lesson: Lesson, name: str) -> Any:
    """Return what a YAML file of the lesson contains, with tuples for lists.

    Parameters
    ----------
    lesson : Lesson
        Its folder holds the file, and its tables the ids that the file may name.
    name : str
        The name of the file and of its schema, without the ending.

    Raises
    ------
    UserError
        If the lesson has no such file.
    LessonError
        If anything is wrong with it.
    """
    path = existing(lesson.folder / f"{name}.yaml")
    schema = stored_schema(name)
    value, problems = _parsed(path, path.stat().st_mtime_ns, name)
    if not problems:
        known = _Known(lesson)
        errors = [
            SchemaError(where, text, message, fix)
            for where, text, keywords in _texts(value, schema, schema)
            for message, fix in _faults(text, keywords, known)
        ]
        problems = _problems(path, value, errors)
    if problems:
        raise LessonError(problems)
    return _filled(value, schema, schema, lesson)


def read_table(lesson: Lesson, name: str) -> pd.DataFrame:
    """Return a table of the lesson; numbers are float, missing where the cell is empty.

    Parameters and errors are those of `read_entries`.
    """
    path = existing(lesson.folder / f"{name}.csv")
    table = TableReader(path.parent, _table_schema(name))
    known = _Known(lesson)
    for field in table.fields:
        for row, cell in enumerate(table.rows[field["name"]]):
            for text in split(cell) if field.get("list") else filter(None, [cell]):
                for message, fix in _faults(text, field, known):
                    table.add(row, field["name"], message, fix, text)
    if table.problems:
        raise LessonError(table.problems)
    rows = table.rows.copy()
    for field in table.fields:
        column = field["name"]
        if field.get("template"):
            rows[column] = [fill(cell, lesson) for cell in rows[column]]
        if field.get("number"):
            rows[column] = pd.to_numeric(rows[column])
    return rows


def existing(path: Path) -> Path:
    """Return the path if there is such a file; a UserError says that the lesson lacks it."""
    if not path.is_file():
        raise UserError(
            f"This lesson has no {path.name}, so there is nothing to show here. "
            "docs/data.md says how to add it."
        )
    return path


@lru_cache
def _table_schema(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.table.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@lru_cache(maxsize=32)
def _parsed(path: Path, stamp: int, name: str) -> tuple[Any, list[Problem]]:
    """Read a file again only when it has changed, and compare it with its schema."""
    value, problems = read_yaml(path)
    problems = problems or schema_problems(path, value, stored_schema(name), "entry")
    if problems:
        return None, problems
    value = without_lines(value)
    return value, _problems(path, value, _repeated(value))


def _problems(path: Path, value: Any, errors: Sequence[SchemaError]) -> list[Problem]:
    text = read_text(path)[0] if errors else ""
    return [problem_of(path.name, text, value, error, "entry") for error in errors]


def _repeated(value: Any) -> list[SchemaError]:
    """Return an error for each entry whose id, word, claim or level another one has already."""
    seen: set[str] = set()
    errors = []
    for number, entry in enumerate(value if isinstance(value, list) else ()):
        field = next(name for name in ("id", "word", "claim", "level") if name in entry)
        name = entry[field]
        if name in seen:
            message, fix = "appears in more than one entry.", "Give each entry its own."
            errors.append(SchemaError((number, field), name, message, fix))
        seen.add(name)
    return errors


class _Known:
    """The ids that a file may refer to, looked up once."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self._ids: dict[str, set[str]] = {"sources": set(lesson.citations)}

    def __getitem__(self, table: str) -> set[str]:
        if table not in self._ids:
            rows = getattr(self.lesson, table, None)
            if rows is None:
                rows = read_table(self.lesson, table)
            self._ids[table] = set(rows["id"])
        return self._ids[table]


def _texts(
    value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], where: Place = ()
) -> Iterator[tuple[Place, str, Mapping[str, Any]]]:
    """Yield every text with its place and the schema that it follows."""
    schema = _resolved(schema, root)
    if isinstance(value, str):
        yield where, value, schema
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(part, schema.get("items", {}), root, (*where, number))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield (*where, name), name, schema.get("propertyNames", {})
            yield from _texts(part, _field(schema, name), root, (*where, name))


def _filled(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], lesson: Lesson) -> Any:
    """Return a value with its templates filled, and with tuples for lists."""
    schema = _resolved(schema, root)
    if isinstance(value, list):
        return tuple(_filled(part, schema.get("items", {}), root, lesson) for part in value)
    if isinstance(value, dict):
        return {
            name: _filled(part, _field(schema, name), root, lesson) for name, part in value.items()
        }
    return fill(value, lesson) if schema.get("template") else value


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    definition: Mapping[str, Any] = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return definition


def _field(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {}).get(name, {})
    return found


def _faults(text: str, keywords: Mapping[str, Any], known: _Known) -> Iterator[tuple[str, str]]:
    """Yield message and fix for everything in a text that its keywords do not allow."""
    for table in keywords.get("reference", ()):
        name = text.partition(" [")[0] if keywords.get("locators") else text
        if name not in known[table]:
            hint = did_you_mean(name, known[table])
            yield f"is not in {table}.{hint}", "Correct it, or add what it names."
    if keywords.get("notation") == "edtf" and text:
        try:
            parse_date(text)
        except DateError as error:
            yield error.message, error.fix
    if keywords.get("number") and not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text):
        yield "is not a number.", f"Write {keywords['description']}."
    if keywords.get("template"):
        try:
            fill(text, known.lesson)
        except (DateError, ValueError) as error:
            yield str(error), "Correct the reference."
