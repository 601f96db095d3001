"""The Data Package and the vocabulary of an imported lesson: both follow from what occurs in it."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from helpers.authoring.convert import Record
from helpers.lesson.calendars import GREGORIAN, JULIAN, LONG_YEAR, year_text
from helpers.lesson.cells import split
from helpers.lesson.date_words import GREGORIAN_FROM
from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.package import REQUIRED_COLUMNS

#: What each column of a table contains, in the terms of a Data Package.
COLUMNS = Path(__file__).parent / "columns.json"

#: Lists of the vocabulary that must have at least one value.
_AT_LEAST = {"sides": "all", "categories": "event", "terms": "agreement"}

Records = list[Record]


def columns() -> dict[str, Any]:
    """Return the title and the columns of each table that a lesson can have."""
    found: dict[str, Any] = json.loads(COLUMNS.read_text(encoding="utf-8"))
    return found


def used_columns(name: str, records: Records) -> list[dict[str, Any]]:
    """Return the columns of a table that must be there, or that have a value in any row."""
    return [
        field
        for field in columns()[name]["fields"]
        if field["name"] in REQUIRED_COLUMNS[name]
        or any(record.get(field["name"]) for record in records)
    ]


def data_package(name: str, text: str, tables: dict[str, Records]) -> dict[str, Any]:
    """Return the Data Package of a lesson."""
    described = columns()
    data = text.encode("utf-8")
    return {
        "profile": "data-package",
        "name": name,
        "title": text.partition("\n")[0],
        "resources": [
            *(
                _resource(table, described[table]["title"], used_columns(table, records))
                for table, records in tables.items()
            ),
            _file("sources", "The works and documents cited, in CSL-JSON", "sources.json"),
            _file("citations", "The notes and the bibliography", "citations.json"),
            {
                **_file("text", "The text under study, quoted for criticism", "text.txt"),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
            },
            _file("vocabulary", "The values that belong to this text", "vocabulary.yaml"),
        ],
    }


def _file(name: str, title: str, path: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "path": path,
        "format": path.rpartition(".")[2],
        "encoding": "utf-8",
    }


def _resource(name: str, title: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **_file(name, title, f"{name}.csv"),
        "profile": "tabular-data-resource",
        "mediatype": "text/csv",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [{"name": field["name"], "type": "string", **field} for field in fields],
            "primaryKey": "id",
        },
    }


def vocabulary(text: str, events: Records, sources: Record) -> dict[str, Any]:
    """Return the vocabulary of a lesson: title, and what occurs in its tables.

    `sources` has the kinds and sides of the sources, each as the cell of a list.
    """
    occurring = {
        name: _values(event.get(column, "") for event in events) or [usual]
        for (name, usual), column in zip(
            _AT_LEAST.items(), ("sides", "category", "terms"), strict=True
        )
    }
    dates = [parse_date(event["date"]) for event in events if event.get("date")]
    return {
        "title": text.partition("\n")[0],
        "calendar": _calendar(dates),
        "sides": occurring["sides"],
        "source_sides": split(sources["side"]) or ["other"],
        "source_kinds": split(sources["kind"]) or ["source"],
        "categories": occurring["categories"],
        "terms": occurring["terms"],
        **(_dates(dates) if dates else {}),
    }


def _calendar(dates: list[HistoricalDate]) -> str:
    """Return the calendar that the sources of a lesson use: the Julian one if it ends before 1582.

    A teacher who knows better changes it in ``vocabulary.yaml``.
    """
    ends = [date.latest for date in dates]
    return JULIAN if ends and all(end and end < GREGORIAN_FROM for end in ends) else GREGORIAN


def _values(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for cell in cells for value in split(cell)))


def _dates(dates: list[HistoricalDate]) -> dict[str, Any]:
    """Return examples of dates of the lesson’s time, and the day with which a menu begins.

    An example must not be the date of an event, which an exercise may ask for.
    """
    ends = [end for date in dates for end in (date.earliest, date.latest) if end]
    first, last = min(ends), max(ends)
    middle = (last - first) // 2
    days = (first.plus(middle + step) for step in range(len(ends) + 1))
    day = next(day for day in days if day not in ends)
    whole = f"{year_text(first.year)}/{year_text(last.year)}"
    return {
        "date_examples": {
            "words": parse_date(f"{day}").in_words(),
            "day": f"{day}",
            "month": f"{year_text(day.year)}-{day.month:02d}"
            if abs(day.year) < LONG_YEAR
            else f"{day}",
            "interval": whole if first.year < last.year else f"{day}",
        },
        "spans": [],
        "known_on": f"{last}",
    }


def merged(mine: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return a vocabulary that a teacher has changed, with the values that have come since.

    Her title, examples and order stay as they are; values that no longer occur stay, too.
    """
    return {
        **found,
        **mine,
        **{
            name: [*mine[name], *(one for one in value if one not in mine[name])]
            for name, value in found.items()
            if isinstance(value, list) and isinstance(mine.get(name), list) and name != "spans"
        },
    }


def vocabulary_yaml(value: dict[str, Any]) -> str:
    """Return the text of ``vocabulary.yaml``."""
    head = (
        "# Written by the import, from what occurs in the workbook. You may change it: the next\n"
        "# import keeps what you have written, and only adds new values.\n"
    )
    return head + yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
