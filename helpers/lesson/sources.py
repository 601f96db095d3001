"""The sources: read from CSL-JSON, checked, and joined to their stored citations."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import Problem
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.letters import LOST_LETTER, has_lost_letter
from helpers.lesson.old_names import SOURCE_FIELDS, with_new_fields
from helpers.lesson.reading import as_typed, line_of, read_json, read_text, texts_in
from helpers.lesson.validation import schema_problems, stored_schema, without_references
from helpers.lesson.vocabulary import Vocabulary

#: What every source says about itself, under ``custom``.
SOURCING = ("kind", "level", "made_by", "made_on", "made_for", "side", "extent_read")

#: What a source on the web may say about its address: a stored copy of it, and when it was opened.
WEB = ("archived", "checked")

#: What is stored of each source's citation.
CITED = ("note", "short", "bibliography")


def read_citations(path: Path) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return the stored citations by the id of their source, or what is wrong with the file."""
    items, problems = read_json(path)
    if problems:
        return {}, problems
    if isinstance(items, dict) and all(map(_is_citation, items.values())):
        return items, []
    message = f"A citation does not have the texts {', '.join(CITED)}."
    return {}, [Problem(path.name, 0, "", "", message, "Write them again: python3 start.py build")]


def _is_citation(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(name), str) and value[name].strip() for name in CITED
    )


def read_sources(path: Path, vocabulary: Vocabulary) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the sources as CSL-JSON items, or everything that is wrong with them."""
    items, problems = read_json(path)
    items = with_new_fields(items, SOURCE_FIELDS)
    problems = problems or schema_problems(path, items, _schema(vocabulary), "source")
    problems = problems or [*_repeated_ids(path, items), *_wrong_values(path, items)]
    return ([], problems) if problems else (items, [])


def _schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the stored schema with the kinds and sides of this lesson."""
    schema = deepcopy(stored_schema("sources"))
    sourcing = schema["$defs"]["sourcing"]["properties"]
    sourcing["kind"] = {"enum": list(vocabulary.source_kinds)}
    sourcing["side"] = {"enum": list(vocabulary.source_sides)}
    return without_references(schema)


def _repeated_ids(path: Path, items: list[dict[str, Any]]) -> Iterator[Problem]:
    known: set[str] = set()
    for number, item in enumerate(items):
        name = str(item["id"])
        if name in known:
            line = line_of(read_text(path)[0], [number, "id"])
            message = "This id appears twice."
            yield Problem(path.name, line, "id", name, message, "Give each source its own id.")
        known.add(name)


def _wrong_values(path: Path, items: list[dict[str, Any]]) -> Iterator[Problem]:
    """Yield the days that do not exist, and the texts in which letters were lost."""
    text, _ = read_text(path)
    for number, item in enumerate(items):
        for field, value in item.items():
            fault = _wrong_value(field, value)
            if fault:
                dated = isinstance(value, dict) and "date-parts" in value
                place: tuple[str | int, ...] = (number, field)
                shown = json.dumps(value["date-parts"]) if dated else as_typed(text, place)
                line = line_of(text, place)
                yield Problem(path.name, line, field, shown, *fault, f"source {item['id']}")


def _wrong_value(field: str, value: Any) -> tuple[str, str] | None:
    if isinstance(value, dict) and "date-parts" in value:
        return _impossible_date(value["date-parts"])
    lost = field != "URL" and any(has_lost_letter(one, asks=True) for one in texts_in(value))
    return LOST_LETTER if lost else None


def _impossible_date(parts: list[list[int]]) -> tuple[str, str] | None:
    """Return what is wrong with a date of one or two days, months or years, or None."""
    try:
        days = [_edtf(*part) for part in parts]
        parse_date("/".join(days))
    except DateError as error:
        return error.message, error.fix
    return None


def _edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    if not 1000 <= year <= 9999:
        raise DateError(f"{year} is not a year in four digits.", "Write year, month and day.")
    return "-".join(
        [str(year), *(f"{number:02d}" for number in (month, day) if number is not None)]
    )


def source_table(items: list[dict[str, Any]], citations: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the sources as a table, one row each, with their stored citations."""
    rows = [
        {
            **item,
            **item["custom"],
            **citations[item["id"]],
            "url": item.get("URL", ""),
            **{name: item["custom"].get(name, "") for name in WEB},
            "author": "; ".join(map(_author, item.get("author", []))),
        }
        for item in items
    ]
    return pd.DataFrame(rows, columns=["id", "title", "author", "url", *WEB, *SOURCING, *CITED])


def _author(name: dict[str, str]) -> str:
    return name.get("literal") or " ".join(
        name[part] for part in ("given", "family") if part in name
    )
