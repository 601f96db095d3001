"""The sources of a lesson: from the sheet, or from a CSL-JSON file that Zotero has exported."""

import re
from pathlib import Path
from typing import Any

from helpers.authoring.convert import Converter, Record, StoredTable
from helpers.authoring.names import Names
from helpers.authoring.problems import SheetProblem
from helpers.authoring.spreadsheet import Row, Table
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.reading import read_json
from helpers.lesson.validation import stored_schema
from helpers.lesson.wording import normalise

#: Files of a lesson in JSON that are no export.
OWN_FILES = ("sources.json", "citations.json", "datapackage.json", "last-build.json")

#: What a source says about itself where the sheet is silent.
DEFAULTS = {
    "kind": "source",
    "level": "secondary",
    "made_by": "not known",
    "made_on": "not known",
    "made_for": "not known",
    "side": "other",
    "extent_read": "passage",
}

Item = dict[str, Any]


def sources(converter: Converter, folder: Path) -> tuple[StoredTable, list[Item]]:
    """Return the rows of the sheet with their ids, and the sources as CSL-JSON."""
    table = converter.tables["sources"]
    exported, problems = read_exports(folder)
    converter.problems += problems
    stored, items = StoredTable(table), []
    taken = {row["id"] for row in table.rows}
    for row in table.rows:
        item = _item(converter, table, row)
        item = _enriched(item, exported.get(_key(item["title"]), {}))
        author = _first_author(item)
        label = f"{author} {_year(item)}" if author else item["title"]
        name = converter.own_id(row, label, taken, "source", "_")
        stored.add(row, {"id": name})
        items.append({"id": name, **item})
    return stored, items


def names_of(items: list[Item]) -> Names:
    """Return the sources, to be named by author, title and year."""
    labels = {item["id"]: f"{_authors(item)} {item['title']} {_year(item)}" for item in items}
    return Names(labels, "source", "sources")


def _item(converter: Converter, table: Table, row: Row) -> Item:
    title = converter.one_line(row, "title")
    authors = [_name(author) for author in converter.parts(row, "author")]
    date = converter.date(table, row, "year")
    item: Item = {"type": "document", "title": title}
    if authors:
        item["author"] = authors
    custom = {
        "kind": row["kind"],
        "level": row["level"].lower(),
        "made_by": _authors(item),
        "made_on": date,
        "made_for": converter.one_line(row, "made for"),
        "side": converter.one_line(row, "side"),
        "extent_read": row["read"].lower(),
    }
    if issued := _issued(date):
        item["issued"] = issued
    found = converter.one_line(row, "where it was found")
    if found.lower().startswith(("https://", "http://")):
        item["URL"] = found
    elif found:
        item["source"] = found
    item["custom"] = {name: value or DEFAULTS[name] for name, value in custom.items()}
    return item


def _name(author: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in author.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": author}


def _issued(date: str) -> dict[str, Any] | None:
    """Return a date in CSL-JSON, which has no words for doubt: only years, months and days."""
    try:
        known = parse_date(date)
    except DateError:
        return None
    first, last = known.earliest, known.latest
    if first is None or last is None or first.year < 1000:
        return None
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", date):
        return {"date-parts": [[int(part) for part in date.split("-")]]}
    years = [[first.year]] if first.year == last.year else [[first.year], [last.year]]
    return {"date-parts": years}


# Zotero


def read_exports(folder: Path) -> tuple[dict[str, Item], list[SheetProblem]]:
    """Return the items of all exports in a folder by title, and what is wrong with the files."""
    found: dict[str, Item] = {}
    problems = []
    for path in sorted(folder.glob("*.json")):
        if path.name in OWN_FILES or path.name.startswith("."):
            continue
        value, wrong = read_json(path)
        if wrong:
            message = f"{path.name}: {wrong[0].message}"
            problems.append(SheetProblem("sources", "", "", message, wrong[0].fix))
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict) and isinstance(item.get("title"), str):
                found[_key(item["title"])] = item
    return found, problems


def _key(title: str) -> str:
    return " ".join(normalise(title).split())


def _enriched(item: Item, exported: Item) -> Item:
    """Return a source with what an export knows of it; the sheet wins where it says something."""
    schema = stored_schema("sources")["$defs"]["source"]["properties"]
    known = {
        name: value
        for name, value in exported.items()
        if name in schema and name not in ("id", "custom", "abstract") and _is_usable(value)
    }
    joined = {**item, **{name: value for name, value in known.items() if name not in item}}
    joined["type"] = known.get("type", item["type"])
    if "author" not in item and "author" in known:
        joined["custom"] = {**item["custom"], "made_by": _authors(joined)}
    if item["custom"]["made_on"] == "not known" and (year := _year(joined)):
        joined["custom"] = {**joined["custom"], "made_on": year}
    return joined


def _is_usable(value: Any) -> bool:
    """Whether a value of an export can be stored: a text, a number, names, or a date in numbers."""
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list):  # Zotero writes some numbers as texts
            value["date-parts"] = [[int(one) for one in part] for part in parts if part]
            value.pop("season", None)
        return isinstance(parts, list) and set(value) <= {"date-parts", "circa"}
    return bool(value)


# Citations


def citations(items: list[Item]) -> dict[str, dict[str, str]]:
    """Return a first note, a short note and a line for the bibliography of each source."""
    return {item["id"]: _citation(item) for item in items}


def _citation(item: Item) -> dict[str, str]:
    author, year = _authors(item), _year(item)
    where = [
        str(item[field]) for field in ("container-title", "publisher", "source") if field in item
    ]
    address = [item["URL"]] if "URL" in item else []
    dated = f"{item['title']} ({year})" if year else item["title"]
    note = ", ".join(filter(None, [author, dated, *where, *address]))
    short = ", ".join(filter(None, [_first_author(item), dated]))
    entry = ". ".join(filter(None, [author, item["title"], *where, year, *address]))
    return {"bibliography": _stopped(entry), "note": _stopped(note), "short": _stopped(short)}


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _authors(item: Item) -> str:
    return "; ".join(
        name.get("literal") or " ".join(filter(None, [name.get("given"), name.get("family")]))
        for name in item.get("author", [])
    )


def _first_author(item: Item) -> str:
    names = item.get("author") or [{}]
    return str(names[0].get("family") or names[0].get("literal") or "")


def _year(item: Item) -> str:
    parts = item.get("issued", {}).get("date-parts") or [[""]]
    if parts[0][0]:
        return "–".join(str(part[0]) for part in parts)
    made_on = item["custom"]["made_on"]
    return parse_date(made_on).in_words() if made_on != DEFAULTS["made_on"] else ""


def vocabulary_of(items: list[Item]) -> Record:
    """Return nothing else than the kinds and sides that occur, each joined by “; ”."""
    return {
        field: "; ".join(dict.fromkeys(item["custom"][field] for item in items))
        for field in ("kind", "side")
    }
