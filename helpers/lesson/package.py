"""The Data Package: what `datapackage.json` says about each table and about the text under study."""

import hashlib
import re
from pathlib import Path
from typing import Any

from helpers.errors import Problem
from helpers.lesson.reading import read_json, read_text
from helpers.lesson.sources import _texts

#: The text under study, byte for byte.
TEXT_SHA256 = "81a868e2759737f2db5595b8f91bc1e2f984fd7a0acf14b14f57c9d142345e42"

TABLES = ("events", "instruments", "claims", "assertions", "disputes")


def read_study_text(path: Path) -> tuple[str, list[Problem]]:
    """Return the text under study, or the reason why it can't be used."""
    text, problems = read_text(path)
    if not problems and hashlib.sha256(path.read_bytes()).hexdigest() != TEXT_SHA256:
        fix = "Put the original back: it is quoted byte for byte."
        problems = [Problem(path.name, 0, "", "", "The text under study has been changed.", fix)]
    return text, problems


def read_resources(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the Data Package says of each table, by its name."""
    package, problems = read_json(path)
    if problems:
        return {}, problems
    try:
        resources = {resource["name"]: resource for resource in package["resources"]}
        fields = {name: resources[name]["schema"]["fields"] for name in TABLES}
        complete = all(
            resources[name]["path"] == f"{name}.csv"
            and fields[name][0]["name"] == "id"
            and all(map(_is_field, fields[name]))
            for name in TABLES
        )
    except (AttributeError, LookupError, TypeError, re.error):
        complete = False
    if complete:
        return resources, []
    message = f"This does not describe the tables {', '.join(TABLES)} with their fields."
    return {}, [Problem(path.name, 0, "", "", message, "Put the file back from a copy.")]


def _is_field(field: dict[str, Any]) -> bool:
    """Whether all that a field says of itself is of the kind that `TableReader` needs."""
    said = {**field, **field.get("constraints", {})}
    lists = [said.get(key, []) for key in ("members", "enum")]
    re.compile(said.get("pattern", ""))
    return (
        _texts(said, ["name", "description"])
        and all(isinstance(said.get(key, 1), int) for key in ("maxLength", "maxWords"))
        and all(
            isinstance(one, list) and all(isinstance(word, str) for word in one) for one in lists
        )
        and {*TABLES, "sources"}.issuperset(said.get("reference", []))
    )
