"""`load_lesson`: read a lesson's folder, check everything, and compare the text with the record."""

from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from helpers.compare.checks import check_assertions, check_verdicts
from helpers.errors import LessonError, Problem
from helpers.files import PROJECT
from helpers.lesson.checks import check_quotes, check_references, check_tables
from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson, derive_events, mark_single_sourced
from helpers.lesson.package import TABLES, read_resources, read_study_text
from helpers.lesson.reading import read_text
from helpers.lesson.sources import CITED, read_citations, read_sources, source_table
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.text import locate, sentences


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
    resources, problems = read_resources(folder / "datapackage.json")
    text, unreadable = read_study_text(folder / "text.txt")
    raw_sources, broken = read_sources(folder / "sources.json")
    citations, missing = read_citations(folder / "citations.json")
    if problems:  # how the tables must look is not known: whether they can be read is
        lost = [problem for name in TABLES for problem in read_text(folder / f"{name}.csv")[1]]
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
    rows["events"].attrs["sides"] = ("Havana", "Moscow", "Washington", "others")
    parts = sentences(text)
    ends = [start + len(quote) for start, quote in zip(starts, claims["quote"], strict=True)]
    numbers = [int(parts.loc[parts["start"] <= max(start, 0), "number"].max()) for start in starts]
    lesson = Lesson(
        text=text,
        sentences=parts,
        events=derive_events(mark_single_sourced(rows["events"], raw_sources)),
        instruments=rows["instruments"],
        claims=claims.assign(sentence=numbers, start=starts, end=ends),
        assertions=rows["assertions"],
        disputes=rows["disputes"],
        sources=source_table(raw_sources, citations),
        citations=citations,
        folder=folder,
    )
    if problems := _check(lesson, tables):
        raise LessonError(problems)
    loaded = replace(
        lesson,
        claims=lesson.claims.assign(why=[fill(why, lesson) for why in lesson.claims["why"]]),
        disputes=lesson.disputes.assign(
            cited=[short_notes(cell, lesson) for cell in lesson.disputes["sources"]]
        ),
    )
    loaded.derived.update(lesson.derived)  # the reasons and notes filled in change no contradiction
    return loaded


def _check(lesson: Lesson, tables: dict[str, TableReader]) -> list[Problem]:
    """Return what is wrong in the lesson as a whole: its tables first, then what the text asserts.

    Verdicts are compared only where nothing else is wrong.
    """
    check_tables(lesson, tables)
    check_assertions(tables)
    if not any(table.problems for table in tables.values()):
        check_verdicts(lesson, tables["claims"])
    return [problem for table in tables.values() for problem in table.problems]
