"""`load_lesson`: read a lesson's folder, check everything, and compare the text with the record."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.compare.checks import check_assertions, check_verdicts
from helpers.errors import LessonError, Problem
from helpers.files import lesson_folder
from helpers.lesson.annotations import check_sentences
from helpers.lesson.calendars import GREGORIAN
from helpers.lesson.checks import check_misread, check_quotes, check_references, check_tables
from helpers.lesson.citations import short_notes
from helpers.lesson.edtf import in_calendar
from helpers.lesson.model import Lesson, derive_events, mark_single_sourced
from helpers.lesson.old_names import with_new_columns
from helpers.lesson.package import (
    CLAIM_TEMPLATES,
    FILE,
    OPTIONAL_COLUMNS,
    REQUIRED_COLUMNS,
    TABLES,
    VOCABULARY,
    Package,
    read_package,
    read_study_text,
    with_vocabulary,
)
from helpers.lesson.reading import read_text
from helpers.lesson.relative import check_relative_dates
from helpers.lesson.sources import CITED, read_citations, read_sources, source_table
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.text import locate, sentences, unmarked
from helpers.lesson.vocabulary import Vocabulary, read_vocabulary

#: The files that a lesson has besides its tables.
OTHER_FILES = ("text.txt", "sources.json", "citations.json")

Stamp = tuple[tuple[str, int, int], ...]


def load_lesson(folder: Path | str | None = None) -> Lesson:
    """Read a lesson and check everything.

    All files are checked before any is used. Each call returns a copy, so changing a table does not
    affect later calls.

    Parameters
    ----------
    folder : path, optional
        Where the lesson's files are; if not given, the folder in the environment variable
        ``LESSON_FOLDER``, otherwise the collection's own ``data``.

    Returns
    -------
    Lesson
        All tables, sorted and joined.

    Raises
    ------
    LessonError
        If anything is wrong; it names every problem with file, line, column, value and fix.

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
    place = lesson_folder(folder)
    return deepcopy(_load_once(place, file_stamp(place, lesson_files(place))))


def lesson_files(folder: Path) -> list[str]:
    """Return the names of the files that a lesson's Data Package names."""
    package, problems = _package(folder, file_stamp(folder, [FILE]))
    usual = [FILE, VOCABULARY, *(f"{name}.csv" for name in TABLES), *OTHER_FILES]
    return usual if problems else package.files()


def file_stamp(folder: Path, names: Iterable[str]) -> Stamp:
    """Return name, time and size of files, which change when a file does; zeros if missing."""
    stamp = []
    for name in names:
        try:
            status = (folder / name).lstat()
            stamp.append((name, status.st_mtime_ns, status.st_size))
        except OSError:
            stamp.append((name, 0, 0))
    return tuple(stamp)


@lru_cache(maxsize=2)
def _package(folder: Path, stamp: Stamp) -> tuple[Package, list[Problem]]:
    """Read the Data Package again only when it has changed."""
    return read_package(folder / FILE)


@lru_cache(maxsize=2)
def _load_once(folder: Path, stamp: Stamp) -> Lesson:
    """Read the folder again only when a file in it has changed."""
    package, problems = _package(folder, stamp[:1])
    vocabulary, more = read_vocabulary(folder / VOCABULARY)
    if problems or vocabulary is None:
        raise LessonError([*problems, *more, *_unreadable_files(folder)])
    return _read(folder, package, vocabulary)


def _unreadable_files(folder: Path) -> list[Problem]:
    """Return why files can't be read, for a lesson whose tables are not known."""
    names = [f"{name}.csv" for name in TABLES] + list(OTHER_FILES)
    return [problem for name in names for problem in read_text(folder / name)[1]]


def _read(folder: Path, package: Package, vocabulary: Vocabulary) -> Lesson:
    """Read and check the files of a lesson whose description and vocabulary are right."""
    described = package.resources.get("text", {})
    marked, unreadable = read_study_text(folder / "text.txt", described)
    text, parts = unmarked(marked), sentences(marked)
    sources, broken = read_sources(folder / "sources.json", vocabulary)
    citations, missing = _citations(folder, package)
    tables = {name: _table(folder, name, package, vocabulary) for name in TABLES}
    check_misread(tables.values(), sources)
    check_references(tables, {source["id"] for source in sources})
    starts = locate(text, list(tables["claims"].rows["quote"]))
    if not unreadable:
        check_quotes(text, starts, tables["claims"])
        check_sentences(parts, described, starts, tables["claims"])
    found = [problem for table in tables.values() for problem in table.problems]
    problems = [*unreadable, *found, *broken, *missing]
    if problems:
        raise LessonError(problems)
    check_relative_dates(tables["events"])
    if tables["events"].problems:
        raise LessonError(tables["events"].problems)
    # Until the build has written its citation, a new source is cited by its title.
    for source in sources:
        citations.setdefault(source["id"], dict.fromkeys(CITED, source["title"]))
    rows = {name: table.rows for name, table in tables.items()}
    # Each part of the table keeps them.
    rows["events"].attrs |= {"sides": vocabulary.sides, "calendar": vocabulary.calendar}
    lesson = Lesson(
        text=text,
        sentences=parts,
        events=derive_events(mark_single_sourced(rows["events"], sources)),
        instruments=rows["instruments"],
        claims=_located(rows["claims"], parts, starts),
        assertions=rows["assertions"],
        disputes=rows["disputes"],
        sources=source_table(sources, citations),
        citations=citations,
        folder=folder,
        name=package.name,
        vocabulary=vocabulary,
    )
    if problems := _check(lesson, tables):
        raise LessonError(problems)
    return _filled(lesson)


def _citations(folder: Path, package: Package) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    if "citations" not in package.resources:
        return {}, []
    return read_citations(folder / "citations.json")


def _table(folder: Path, name: str, package: Package, vocabulary: Vocabulary) -> TableReader:
    """Read a table; what the lesson leaves out, the table or some columns, is empty."""
    if name in package.resources:
        table = TableReader(folder, with_vocabulary(package.resources[name], vocabulary))
    else:
        table = TableReader.left_out(name, REQUIRED_COLUMNS[name])
    table.rows = with_new_columns(table.rows)
    absent = [column for column in OPTIONAL_COLUMNS[name] if column not in table.rows]
    empty = pd.Series("", index=table.rows.index, dtype=str)
    table.rows = table.rows.assign(**dict.fromkeys(absent, empty))
    if vocabulary.calendar != GREGORIAN:
        table.rows = _with_calendar(table, vocabulary.calendar)
    return table


def _with_calendar(table: TableReader, calendar: str) -> pd.DataFrame:
    """Return the rows of a table with the mark of the lesson's calendar on each date."""
    rows = table.rows.copy()
    columns = [field["name"] for field in table.fields if field.get("notation") == "edtf"]
    for column in columns:
        rows[column] = [in_calendar(date, calendar) for date in rows[column]]
    if "relation" in rows:
        dated = rows["relation"] == "dated"
        rows.loc[dated, "value"] = [
            in_calendar(date, calendar) for date in rows.loc[dated, "value"]
        ]
    return rows


def _located(claims: pd.DataFrame, parts: pd.DataFrame, starts: list[int]) -> pd.DataFrame:
    """Add to each claim where its quotation is in the text."""
    ends = [start + len(quote) for start, quote in zip(starts, claims["quote"], strict=True)]
    numbers = [int(parts.loc[parts["start"] <= max(start, 0), "number"].max()) for start in starts]
    return claims.assign(sentence=numbers, start=starts, end=ends)


def _filled(lesson: Lesson) -> Lesson:
    """Fill the reasons from the data, and add the short citations of the disputes."""
    cited: list[Any] = [short_notes(cell, lesson) for cell in lesson.disputes["sources"]]
    filled = replace(
        lesson,
        claims=lesson.claims.assign(
            **{
                name: [fill(text, lesson) for text in lesson.claims[name]]
                for name in CLAIM_TEMPLATES
            }
        ),
        disputes=lesson.disputes.assign(cited=pd.Series(cited, dtype=str)),
    )
    filled.derived.update(lesson.derived)  # what is filled in changes no contradiction
    return filled


def _check(lesson: Lesson, tables: dict[str, TableReader]) -> list[Problem]:
    """Return what is wrong in the lesson as a whole: its tables first, then what the text asserts.

    Verdicts are compared only where nothing else is wrong.
    """
    check_tables(lesson, tables)
    check_assertions(tables, lesson.vocabulary.terms)
    if not any(table.problems for table in tables.values()):
        check_verdicts(lesson, tables["claims"])
    return [problem for table in tables.values() for problem in table.problems]
