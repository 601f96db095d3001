"""The Data Package of a lesson: which files it has, what its tables look like, and its text."""

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import Problem
from helpers.lesson.reading import line_of, read_json, read_text
from helpers.lesson.validation import schema_problems, stored_schema
from helpers.lesson.vocabulary import Vocabulary

FILE = "datapackage.json"
VOCABULARY = "vocabulary.yaml"

#: The tables, and the columns that each must have, in any order after ``id``.
REQUIRED_COLUMNS = {
    "events": ("id", "date", "title", "summary", "sources"),
    "instruments": ("id", "name", "event", "parties", "signers", "terms"),
    "claims": ("id", "quote", "claim", "kind", "verdict", "certainty", "why"),
    "assertions": ("id", "claim", "relation", "subject", "object", "value"),
    "disputes": ("id", "question", "position", "holders", "evidence", "sources"),
}

#: Columns that a lesson may leave out: then they are empty.
OPTIONAL_COLUMNS = {
    "events": (
        *("time", "date_of", "actors", "present", "sides", "place"),
        *("category", "terms", "made_public", "known_to", "disputed"),
    ),
    "instruments": ("public", "not_read", "note"),
    "claims": ("about", "also", "also_why", "events", "sources"),
    "assertions": (),
    "disputes": (),
}

#: Columns of claims whose texts refer to the data in braces.
CLAIM_TEMPLATES = ("why", "also_why")

TABLES = tuple(REQUIRED_COLUMNS)

#: Tables that a lesson may leave out: then they have no rows.
OPTIONAL_TABLES = ("instruments", "assertions", "disputes")


@dataclass(frozen=True)
class Package:
    """What ``datapackage.json`` says: the id of the lesson, and its resources by name."""

    name: str
    resources: dict[str, dict[str, Any]]

    def files(self) -> list[str]:
        """Return the names of all files of the lesson, its description and vocabulary first."""
        paths = [str(resource["path"]) for resource in self.resources.values()]
        return list(dict.fromkeys([FILE, VOCABULARY, *paths]))


def read_package(path: Path) -> tuple[Package, list[Problem]]:
    """Return the Data Package of a lesson, without resources if anything is wrong with it."""
    value, problems = read_json(path)
    problems = problems or schema_problems(path, value, stored_schema("datapackage"))
    problems = problems or list(_table_problems(path, value))
    if problems:
        return Package("", {}), problems
    resources = {str(resource["name"]): resource for resource in value["resources"]}
    return Package(value["name"], resources), []


def _table_problems(path: Path, package: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the tables, in a package that fits its schema."""
    text, _ = read_text(path)
    found: dict[str, int] = {}

    def problem(place: list[str | int], value: str, message: str, fix: str) -> Problem:
        return Problem(path.name, line_of(text, place), "resources", value, message, fix)

    for number, resource in enumerate(package["resources"]):
        name = resource["name"]
        place: list[str | int] = ["resources", number, "name"]
        if name in found:
            yield problem(place, name, "This name appears twice.", "Describe each file once.")
        found[name] = number
        if name in TABLES:
            yield from _column_problems(path, text, number, resource)
    for name in TABLES:
        if name not in found and name not in OPTIONAL_TABLES:
            message, fix = f"The table {name} is not described.", "Add it to the resources."
            yield problem(["resources"], "", message, fix)


def _column_problems(
    path: Path, text: str, number: int, resource: dict[str, Any]
) -> Iterator[Problem]:
    """Yield what is wrong with the columns of one table."""
    table = resource["name"]
    where: list[str | int] = ["resources", number]

    def problem(place: list[str | int], field: str, message: str, fix: str) -> Problem:
        line = line_of(text, [*where, *place])
        return Problem(path.name, line, field, "", message, fix, f"resource {table}")

    if resource["path"] != f"{table}.csv":
        message = f"The path of the table {table} is not {table}.csv."
        yield problem(["path"], "path", message, f"Call the file {table}.csv.")
    fields = resource.get("schema", {}).get("fields", [])
    names = [field["name"] for field in fields]
    for place, name in enumerate(names):
        if name in names[:place]:
            message = f"The column {name} is described twice."
            yield problem(["schema", "fields", place], "fields", message, "Delete one of the two.")
    missing = [name for name in REQUIRED_COLUMNS[table] if name not in names]
    if missing:
        message = f"These columns are not described: {', '.join(missing)}."
        yield problem(["schema"], "fields", message, "Describe them, or copy the table’s schema.")
    elif names[0] != "id":
        yield problem(["schema"], "fields", "The first column is not id.", "Put id first.")


def with_vocabulary(resource: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a table's resource in which each field has what the lesson says about it.

    These are the values that it allows, or the calendar of its dates.
    """
    resource = deepcopy(resource)
    for field in resource["schema"]["fields"]:
        if field.get("notation") == "edtf":
            field["calendar"] = vocabulary.calendar
        if "vocabulary" in field:
            allowed = list(getattr(vocabulary, field["vocabulary"]))
            if field.get("list"):
                field["members"] = allowed
            else:
                field.setdefault("constraints", {})["enum"] = allowed
    return resource


def read_study_text(path: Path, resource: dict[str, Any]) -> tuple[str, list[Problem]]:
    """Return the text under study, or why it can't be used, such as a checksum that differs."""
    text, problems = read_text(path)
    if problems or "hash" not in resource:
        return text, problems
    data = path.read_bytes()
    actual = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if (actual, len(data)) == (resource["hash"], resource.get("bytes", len(data))):
        return text, []
    message = "The text under study has been changed."
    fix = (
        "Put the original back, because it is quoted byte for byte. If the change is intended, "
        f"write hash {actual} and bytes {len(data)} in {FILE}."
    )
    return text, [Problem(path.name, 0, "", "", message, fix)]
