"""The lesson: every table, checked and joined to what follows from it."""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.dates import HistoricalDate, parse_date
from helpers.tables import Problem, TableReader, ids, read_bytes
from helpers.text import fill, locate, sentences

PROJECT = Path(__file__).resolve().parent.parent
#: The text under study, byte for byte.
TEXT_SHA256 = "81a868e2759737f2db5595b8f91bc1e2f984fd7a0acf14b14f57c9d142345e42"
TABLES = ("events", "instruments", "claims", "assertions", "disputes")
#: What every source must say about itself, under ``custom``.
SOURCING = ("kind", "level", "made_by", "made_on", "made_for", "side", "seen")


def work_folder() -> Path:
    """Return the folder of the student's own work; ``LESSON_WORK`` names another one."""
    return Path(os.environ.get("LESSON_WORK") or PROJECT / "my-work")


class LessonError(ValueError):
    """The lesson's data can't be used.

    Attributes
    ----------
    problems : list of Problem
        Everything that is wrong, in the order of files and lines.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"The lesson's data has {count}:", *(f"  {problem}" for problem in problems)]))

    def _render_traceback_(self) -> list[str]:
        """Let Jupyter show the message and no traceback."""
        return str(self).splitlines()


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
        The columns of ``events.csv`` as str, sorted by date, and `earliest`, `latest` (datetime64, NaT where open),
        `date_words`, `date_kind` (str), `single_sourced` (bool).
    instruments, assertions, disputes : DataFrame
        The columns of their files as str.
    claims : DataFrame
        The columns of ``claims.csv`` (reasons filled from the data) and `sentence`, `start`, `end` (int).
    sources : DataFrame
        `id`, `title`, `author`, `url`, the sourcing columns, and the rendered `note`, `short`, `bibliography`.
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
        dated = self.instruments.loc[self.instruments["id"] == name, "event"]
        return _row(self.events, dated.iloc[0] if len(dated) else name)

    def claim(self, name: str) -> "pd.Series[Any]":
        """Return the row of a claim (KeyError if there is none)."""
        return _row(self.claims, name)

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument (KeyError if there is none)."""
        return parse_date(self.event(name)["date"])

    def with_date(self, event: str, date: str) -> "Lesson":
        """Return a copy in which one event has another date: *what if we are wrong?*

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
    rows = table[table["id"] == name]
    if rows.empty:
        raise KeyError(name)
    return rows.iloc[0]


def derive_events(events: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the cells: bounds, words and kind of each date, and whether there is one source only."""
    dates = [parse_date(text) for text in events["date"]]
    derived = events.assign(
        earliest=pd.to_datetime([date.earliest for date in dates]),
        latest=pd.to_datetime([date.latest for date in dates]),
        date_words=[date.in_words() for date in dates],
        date_kind=[date.kind for date in dates],
        single_sourced=[len(set(ids(cell))) < 2 for cell in events["sources"]],
    )
    return derived.sort_values(["earliest", "latest", "time", "id"], na_position="first", ignore_index=True)


def load_lesson(folder: Path | str | None = None) -> Lesson:
    """Read and check everything.

    Parameters
    ----------
    folder : path, optional
        Where the data files are; the collection's own ``data`` if not given.

    Returns
    -------
    Lesson

    Raises
    ------
    LessonError
        If anything is wrong; it names every problem with file, line, column, value and cure.
    """
    place = Path(folder).resolve() if folder is not None else PROJECT / "data"
    stamp = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(place.glob("*.*")))
    lesson = _load_once(place, stamp)
    # Copies, so that what a student does to a table does not come back with the next call.
    frames = {name: table.copy() for name, table in vars(lesson).items() if isinstance(table, pd.DataFrame)}
    return replace(lesson, **frames)  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def _load_once(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Lesson:
    """Read the folder again only when a file in it has changed."""
    from helpers.checks import check_lesson, check_references

    package, problems = _json(folder / "datapackage.json")
    if problems:
        raise LessonError(problems)
    resources = {resource["name"]: resource for resource in package["resources"]}
    tables = {name: TableReader(folder, resources[name]) for name in TABLES}
    text, unreadable = _text(folder / "text.txt")
    raw_sources, broken = _sources(folder / "sources.json")
    citations, missing = _json(folder / "citations.json")
    check_references(tables, {source["id"] for source in raw_sources})
    problems = [*unreadable, *(problem for table in tables.values() for problem in table.problems), *broken, *missing]
    if problems:
        raise LessonError(problems)
    rows = {name: table.rows for name, table in tables.items()}
    claims = rows["claims"]
    parts = sentences(text)
    starts = locate(text, list(claims["quote"]))
    ends = [start + len(quote) for start, quote in zip(starts, claims["quote"], strict=True)]
    numbers = [int(parts.loc[parts["start"] <= max(start, 0), "number"].max()) for start in starts]
    lesson = Lesson(
        text=text, sentences=parts, events=derive_events(rows["events"]), instruments=rows["instruments"],
        claims=claims.assign(sentence=numbers, start=starts, end=ends), assertions=rows["assertions"],
        disputes=rows["disputes"], sources=_source_table(raw_sources, citations), citations=citations, folder=folder,
    )  # fmt: skip
    problems = check_lesson(lesson, tables)
    if problems:
        raise LessonError(problems)
    return replace(lesson, claims=lesson.claims.assign(why=[fill(why, lesson) for why in lesson.claims["why"]]))


def _text(path: Path) -> tuple[str, list[Problem]]:
    text, problems = read_bytes(path)
    if not problems and hashlib.sha256(path.read_bytes()).hexdigest() != TEXT_SHA256:
        problems = [Problem(path.name, 0, "", "", "The text under study has been changed.", "Put the original back: it is quoted byte for byte.")]
    return text, problems


def _json(path: Path) -> tuple[Any, list[Problem]]:
    text, problems = read_bytes(path)
    if problems:
        return {}, problems
    try:
        return json.loads(text), []
    except json.JSONDecodeError as error:
        cure = "Look just before this place for a missing comma, quotation mark or bracket."
        return {}, [Problem(path.name, error.lineno, "", "", f"This is not JSON: {error.msg}.", cure)]


def _sources(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    items, problems = _json(path)
    if problems:
        return [], problems
    if not isinstance(items, list) or not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in items):
        return [], [Problem(path.name, 0, "", "", "This is no list of sources with ids.", "Write CSL-JSON: a list of items, each with an id.")]
    lines = path.read_text(encoding="utf-8").splitlines()
    known: set[str] = set()
    for item in items:
        name = item["id"]
        line = next((number for number, words in enumerate(lines, 1) if f'"id": "{name}"' in words), 0)
        lacking = [field for field in ("type", "title") if not item.get(field)]
        lacking += [f"custom.{field}" for field in SOURCING if not (item.get("custom") or {}).get(field)]
        if lacking:
            problems.append(Problem(path.name, line, "", name, f"The source lacks {', '.join(lacking)}.", "Fill them in: a reader must be able to judge it."))
        if name in known:
            problems.append(Problem(path.name, line, "id", name, "This id stands twice.", "Give each source its own id."))
        known.add(name)
    return items, problems


def _source_table(items: list[dict[str, Any]], citations: dict[str, dict[str, str]]) -> pd.DataFrame:
    columns = ["id", "title", "author", "url", *SOURCING, "note", "short", "bibliography"]
    rows = [
        {
            "id": item["id"], "title": item["title"], "url": item.get("URL", ""),
            "author": "; ".join(name.get("literal") or f"{name.get('given', '')} {name.get('family', '')}".strip()
                                for name in item.get("author", [])),
            **{field: item["custom"][field] for field in SOURCING},
            **citations.get(item["id"], {"note": "", "short": "", "bibliography": ""}),
        }
        for item in items
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns, dtype=str)
