"""The lesson: every table, checked and joined to what follows from it."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.dates import DateError, HistoricalDate, parse_date
from helpers.errors import Told
from helpers.tables import Problem, TableReader, ids, nearest, read_bytes
from helpers.text import fill, locate, sentences, short_notes

PROJECT = Path(__file__).resolve().parent.parent
#: The text under study, byte for byte.
TEXT_SHA256 = "81a868e2759737f2db5595b8f91bc1e2f984fd7a0acf14b14f57c9d142345e42"
TABLES = ("events", "instruments", "claims", "assertions", "disputes")
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
#: So many problems are printed; `LessonError.problems` has all of them.
SHOWN = 100


def work_folder() -> Path:
    """Return the folder of the student's own work; ``LESSON_WORK`` names another one."""
    return Path(os.environ.get("LESSON_WORK") or PROJECT / "my-work")


class LessonError(Told):
    """The lesson's data can't be used: its `problems`, in the order of files and lines."""

    WHAT = "The lesson's data has"

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems = problems
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"{self.WHAT} {count}:", *(f"  {problem}" for problem in problems[:SHOWN])]
        if len(problems) > SHOWN:
            lines.append(f"  … and {len(problems) - SHOWN} more. Correct these first.")
        super().__init__("\n".join(lines))


@dataclass(frozen=True)
class Lesson:
    """All tables of the lesson.

    Attributes
    ----------
    text : str
        The text under study.
    sentences : DataFrame
        `number`, `paragraph`, `text`, `start`, `end`.
    events : DataFrame
        The columns of ``events.csv`` as str, sorted by date, and `earliest`, `latest` (datetime64,
        NaT where open), `date_words`, `date_kind` (str), `single_sourced` (bool: all its sources
        have the same maker).
    instruments, assertions, disputes : DataFrame
        The columns of their files as str; for each position in a dispute also its short citations,
        `cited`.
    claims : DataFrame
        The columns of ``claims.csv`` (reasons filled from the data) and `sentence`, `start`, `end`
        (int).
    sources : DataFrame
        `id`, `title`, `author`, `url`, the sourcing columns, and the rendered `note`, `short`,
        `bibliography`.
    citations : dict
        Source id to its rendered `note`, `short` and `bibliography`.
    folder : Path
        Where the files were read.
    """

    text: str
    sentences: pd.DataFrame
    events: pd.DataFrame
    instruments: pd.DataFrame
    claims: pd.DataFrame
    assertions: pd.DataFrame
    disputes: pd.DataFrame
    sources: pd.DataFrame
    citations: dict[str, dict[str, str]]
    folder: Path

    def event(self, name: str) -> "pd.Series[Any]":
        """Return the row of an event; the id of an instrument stands for the event that dates it.

        Raises
        ------
        KeyError
            If there is no such id.
        """
        dated_by = dict(zip(self.instruments["id"], self.instruments["event"], strict=True))
        return _row(self.events, dated_by.get(name, name))

    def claim(self, name: str) -> "pd.Series[Any]":
        """Return the row of a claim (KeyError if there is none)."""
        return _row(self.claims, name)

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument (KeyError if there is none)."""
        return parse_date(self.event(name)["date"])

    def with_date(self, event: str, date: str) -> "Lesson":
        """Return a copy in which one event has another date: *what if we are wrong?*

        The reasons of the claims stay as they are.

        Parameters
        ----------
        event : str
            The id of an event.
        date : str
            In EDTF.

        Raises
        ------
        KeyError, DateError
            If there is no such event, or the date can't be read.
        """
        parse_date(date)
        _row(self.events, event)
        events = self.events.copy()
        events.loc[events["id"] == event, "date"] = date
        return replace(self, events=derive_events(events))


def _row(table: pd.DataFrame, name: str) -> "pd.Series[Any]":
    names = table[
        "id"
    ].tolist()  # to look through a list is three times as fast as to compare a column
    if name not in names:
        raise KeyError(name)
    row: pd.Series[Any] = table.iloc[names.index(name)]
    return row


def derive_events(events: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the dates: bounds, words and kind of each, and the order of the rows."""
    dates = events["date"].map(parse_date)
    derived = events.assign(
        earliest=pd.to_datetime(dates.map(lambda date: date.earliest)),
        latest=pd.to_datetime(dates.map(lambda date: date.latest)),
        date_words=[date.in_words() for date in dates],
        date_kind=[date.kind for date in dates],
    )
    return derived.sort_values(
        ["earliest", "latest", "time", "id"], na_position="first", ignore_index=True
    )


def _mark_single(events: pd.DataFrame, sources: list[dict[str, Any]]) -> pd.DataFrame:
    """Mark the events that rest on one maker of sources: two papers of one hand are no second opinion."""
    maker = {source["id"]: source["custom"]["made_by"].partition(";")[0] for source in sources}
    return events.assign(
        single_sourced=[len({maker[one] for one in ids(cell)}) < 2 for cell in events["sources"]]
    )


def load_lesson(folder: Path | str | None = None) -> Lesson:
    """Read and check everything.

    Nothing is used before everything has been checked. What you do to a table stays with you: each
    call returns a copy.

    Parameters
    ----------
    folder : path, optional
        Where the data files are; the collection's own ``data`` if not given.

    Returns
    -------
    Lesson
        All tables, sorted and joined.

    Raises
    ------
    LessonError
        If anything is wrong; it names every problem with file, line, column, value and cure.

    See Also
    --------
    find_contradictions : Compute what does not fit.
    show_table : Show a table or a part of it.

    Examples
    --------
    >>> from helpers import load_lesson
    >>> load_lesson().text[:39]
    'Agreement between Castro and Khrushchev'
    """
    place = Path(folder).resolve() if folder is not None else PROJECT / "data"
    stamp = tuple(
        (path.name, path.lstat().st_mtime_ns, path.lstat().st_size)
        for path in sorted(place.glob("*.*"))
    )
    return deepcopy(
        _load_once(place, stamp)
    )  # what a student does to a table does not come back with the next call


@lru_cache(maxsize=2)
def _load_once(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Lesson:
    """Read the folder again only when a file in it has changed."""
    from helpers.checks import check_lesson, check_quotes, check_references

    resources, problems = _resources(folder / "datapackage.json")
    text, unreadable = _text(folder / "text.txt")
    raw_sources, broken = _sources(folder / "sources.json")
    citations, missing = _citations(folder / "citations.json")
    if problems:  # how the tables must look is not known: whether they can be read is
        lost = [problem for name in TABLES for problem in read_bytes(folder / f"{name}.csv")[1]]
        raise LessonError([*problems, *unreadable, *lost, *broken, *missing])
    tables = {name: TableReader(folder, resources[name]) for name in TABLES}
    check_references(tables, {source["id"] for source in raw_sources})
    starts = locate(text, list(tables["claims"].rows["quote"]))
    if not unreadable:
        check_quotes(text, starts, tables["claims"])
    problems = [
        *unreadable,
        *(problem for table in tables.values() for problem in table.problems),
        *broken,
        *missing,
    ]
    if problems:
        raise LessonError(problems)
    # Until the build has written its citation, a new source is cited by its title.
    citations = {
        one["id"]: citations.get(one["id"]) or dict.fromkeys(CITED, one["title"])
        for one in raw_sources
    }
    rows = {name: table.rows for name, table in tables.items()}
    claims = rows["claims"]
    parts = sentences(text)
    ends = [start + len(quote) for start, quote in zip(starts, claims["quote"], strict=True)]
    numbers = [int(parts.loc[parts["start"] <= max(start, 0), "number"].max()) for start in starts]
    lesson = Lesson(
        text=text,
        sentences=parts,
        events=derive_events(_mark_single(rows["events"], raw_sources)),
        instruments=rows["instruments"],
        claims=claims.assign(sentence=numbers, start=starts, end=ends),
        assertions=rows["assertions"],
        disputes=rows["disputes"],
        sources=_source_table(raw_sources, citations),
        citations=citations,
        folder=folder,
    )
    problems = check_lesson(lesson, tables)
    if problems:
        raise LessonError(problems)
    return replace(
        lesson,
        claims=lesson.claims.assign(why=[fill(why, lesson) for why in lesson.claims["why"]]),
        disputes=lesson.disputes.assign(
            cited=[short_notes(cell, lesson) for cell in lesson.disputes["sources"]]
        ),
    )


def _text(path: Path) -> tuple[str, list[Problem]]:
    text, problems = read_bytes(path)
    if not problems and hashlib.sha256(path.read_bytes()).hexdigest() != TEXT_SHA256:
        cure = "Put the original back: it is quoted byte for byte."
        problems = [Problem(path.name, 0, "", "", "The text under study has been changed.", cure)]
    return text, problems


def _json(path: Path) -> tuple[Any, list[Problem]]:
    text, problems = read_bytes(path)
    if problems:
        return {}, problems
    try:
        return json.loads(text), []
    except (ValueError, RecursionError) as error:
        line, what = (
            getattr(error, "lineno", 0),
            getattr(error, "msg", "a number is too long, or brackets too deep"),
        )
        cure = "Look just before this place for a missing comma, quotation mark or bracket."
        return {}, [Problem(path.name, line, "", "", f"This is not JSON: {what}.", cure)]


def _resources(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the Data Package says of each table, by its name."""
    package, problems = _json(path)
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
    what = f"This does not describe the tables {', '.join(TABLES)} with their fields."
    return {}, [Problem(path.name, 0, "", "", what, "Put the file back from a copy.")]


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


def _citations(path: Path) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    items, problems = _json(path)
    if problems:
        return {}, problems
    if isinstance(items, dict) and all(
        isinstance(one, dict) and _texts(one, CITED) for one in items.values()
    ):
        return items, []
    cure = "Write them anew: python3 start.py build"
    return {}, [Problem(path.name, 0, "", "", f"Not every citation has {', '.join(CITED)}.", cure)]


def _texts(item: dict[str, Any], fields: Iterable[str]) -> bool:
    """Whether all fields hold words."""
    return all(isinstance(item.get(field), str) and item[field].strip() for field in fields)


def _sources(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    items, problems = _json(path)
    if problems:
        return [], problems
    well = isinstance(items, list) and all(
        isinstance(one, dict) and _texts(one, ["id"]) for one in items
    )
    if not well or not items:
        cure = "Write CSL-JSON: a list of items, each with an id."
        return [], [Problem(path.name, 0, "", "", "This is no list of sources with ids.", cure)]
    lines = read_bytes(path)[0].splitlines()

    def fault(name: str, column: str, what: str, cure: str, nth: int = 0) -> None:
        found = [number for number, words in enumerate(lines, 1) if f'"id": "{name}"' in words]
        problems.append(
            Problem(path.name, found[nth] if nth < len(found) else 0, column, name, what, cure)
        )

    known: set[str] = set()
    for item in items:
        name, custom = item["id"], item.get("custom")
        lacking = [field for field in ("type", "title") if not _texts(item, [field])]
        lacking += [f for f in SOURCING if not isinstance(custom, dict) or not _texts(custom, [f])]
        if lacking:
            what = f"The source lacks {', '.join(lacking)}."
            fault(
                name,
                lacking[0],
                what,
                "Fill in what is lacking, as text: a reader must be able to judge it.",
            )
        else:
            for field, allowed in SOURCING_VALUES.items():
                if custom[field] not in allowed:
                    what = f"The value “{custom[field]}” is not known.{nearest(custom[field], allowed)}"
                    fault(name, field, what, f"Use one of: {', '.join(allowed)}.")
            if not _is_date(custom["made_on"]):
                fault(
                    name,
                    "made_on",
                    f"“{custom['made_on']}” is no date.",
                    "Write it as 1960-02-13, or write: not known.",
                )
        for field, value in item.items():
            good, cure = (
                field in ("custom", "type", "title") or isinstance(value, str | int),
                "words in quotation marks",
            )
            if field == "id":
                good, cure = (
                    bool(re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name)),
                    "small letters and figures, joined by _",
                )
            elif field in NAMES:
                good, cure = (
                    isinstance(value, list) and all(map(_is_name, value)),
                    '[{"family": "…", "given": "…"}]',
                )
            elif field in DAYS:
                good, cure = _is_day(value), '{"date-parts": [[1960, 9, 26]]}'
            if not good:
                fault(name, field, f"The field {field} is not written well.", f"Write {cure}.")
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


def _source_table(
    items: list[dict[str, Any]], citations: dict[str, dict[str, str]]
) -> pd.DataFrame:
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
