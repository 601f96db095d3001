"""The sources: read from CSL-JSON, checked, and joined to their stored citations."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import Problem
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.reading import read_json, read_text
from helpers.lesson.wording import did_you_mean

#: What every source must say about itself, under ``custom``.
SOURCING = ("kind", "level", "made_by", "made_on", "made_for", "side", "seen")

#: What some of these may hold.
SOURCING_VALUES = {
    "kind": (
        "diplomatic record",
        "intelligence report",
        "law or treaty",
        "letter",
        "speech",
        "newspaper",
        "memoir",
        "scholarship",
        "reference work",
    ),
    "level": ("primary", "secondary", "reference"),
    "side": ("Havana", "Moscow", "Washington", "others", "scholars"),
    "seen": ("whole", "passage", "listing"),
}

#: Fields of a source that hold names, and that hold dates.
NAMES, DAYS = ("author", "editor", "translator", "recipient", "interviewer"), ("issued", "accessed")

#: What is stored of each source's citation.
CITED = ("note", "short", "bibliography")


def _texts(item: dict[str, Any], fields: Iterable[str]) -> bool:
    """Whether all fields hold words."""
    return all(isinstance(item.get(field), str) and item[field].strip() for field in fields)


def read_citations(path: Path) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Return the stored citations by the id of their source, or what is wrong with the file."""
    items, problems = read_json(path)
    if problems:
        return {}, problems
    if isinstance(items, dict) and all(
        isinstance(one, dict) and _texts(one, CITED) for one in items.values()
    ):
        return items, []
    fix = "Write them anew: python3 start.py build"
    return {}, [Problem(path.name, 0, "", "", f"Not every citation has {', '.join(CITED)}.", fix)]


def read_sources(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the sources as CSL-JSON items, and all that is wrong with them."""
    items, problems = read_json(path)
    if problems:
        return [], problems
    well = isinstance(items, list) and all(
        isinstance(one, dict) and _texts(one, ["id"]) for one in items
    )
    if not well or not items:
        fix = "Write CSL-JSON: a list of items, each with an id."
        return [], [Problem(path.name, 0, "", "", "This is no list of sources with ids.", fix)]
    lines = read_text(path)[0].splitlines()

    def fault(name: str, column: str, message: str, fix: str, nth: int = 0) -> None:
        found = [number for number, words in enumerate(lines, 1) if f'"id": "{name}"' in words]
        problems.append(
            Problem(path.name, found[nth] if nth < len(found) else 0, column, name, message, fix)
        )

    known: set[str] = set()
    for item in items:
        name, custom = item["id"], item.get("custom")
        lacking = [field for field in ("type", "title") if not _texts(item, [field])]
        lacking += [f for f in SOURCING if not isinstance(custom, dict) or not _texts(custom, [f])]
        if lacking:
            message = f"The source lacks {', '.join(lacking)}."
            fault(
                name,
                lacking[0],
                message,
                "Fill in what is lacking, as text: a reader must be able to judge it.",
            )
        else:
            for field, allowed in SOURCING_VALUES.items():
                if custom[field] not in allowed:
                    message = f"The value “{custom[field]}” is not known.{did_you_mean(custom[field], allowed)}"
                    fault(name, field, message, f"Use one of: {', '.join(allowed)}.")
            if not _is_date(custom["made_on"]):
                fault(
                    name,
                    "made_on",
                    f"“{custom['made_on']}” is no date.",
                    "Write it as 1960-02-13, or write: not known.",
                )
        for field, value in item.items():
            good, fix = (
                field in ("custom", "type", "title") or isinstance(value, str | int),
                "words in quotation marks",
            )
            if field == "id":
                good, fix = (
                    bool(re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name)),
                    "small letters and figures, joined by _",
                )
            elif field in NAMES:
                good, fix = (
                    isinstance(value, list) and all(map(_is_name, value)),
                    '[{"family": "…", "given": "…"}]',
                )
            elif field in DAYS:
                good, fix = _is_day(value), '{"date-parts": [[1960, 9, 26]]}'
            if not good:
                fault(name, field, f"The field {field} is not written well.", f"Write {fix}.")
        if "URL" in item and not re.fullmatch(r"https?://[^\s\"'<>]+", str(item["URL"])):
            fault(
                name,
                "URL",
                "This is no address of a web page.",
                "Begin with https:// and leave no blanks.",
            )
        if name in known:
            fault(name, "id", "This id stands twice.", "Give each source its own id.", 1)
        known.add(name)
    return items, problems


def _is_date(text: str) -> bool:
    try:
        return text == "not known" or bool(parse_date(text))
    except DateError:
        return False


def _is_day(value: Any) -> bool:
    """Whether this is a CSL date: one day, month or year, or two of them for a span."""
    days = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(days, list) or len(days) not in (1, 2):
        return False
    return all(
        isinstance(day, list) and len(day) in (1, 2, 3) and all(type(part) is int for part in day)
        for day in days
    )


def _is_name(name: Any) -> bool:
    return isinstance(name, dict) and all(isinstance(part, str) for part in name.values())


def source_table(items: list[dict[str, Any]], citations: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the sources as a table, one row each, with their stored citations."""
    rows = [
        {
            **item,
            **item["custom"],
            **citations[item["id"]],
            "url": item.get("URL", ""),
            "author": "; ".join(map(_author, item.get("author", []))),
        }
        for item in items
    ]
    return pd.DataFrame(rows, columns=["id", "title", "author", "url", *SOURCING, *CITED])


def _author(name: dict[str, str]) -> str:
    return name.get("literal") or " ".join(
        name[part] for part in ("given", "family") if part in name
    )
