"""Import a workbook: read it, convert it, check the whole lesson, and only then write its files."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.authoring.bibliography import citations, names_of, sources, vocabulary_of
from helpers.authoring.convert import Converter, Record, StoredTable, guess_kinds
from helpers.authoring.described import (
    data_package,
    merged,
    used_columns,
    vocabulary,
    vocabulary_yaml,
)
from helpers.authoring.exercise_rows import ExerciseRows, exercises_yaml
from helpers.authoring.generated import Generated, workbook_hash
from helpers.authoring.names import Names
from helpers.authoring.problems import SheetProblem, WorkbookError
from helpers.authoring.sheets import SHEETS
from helpers.authoring.spreadsheet import read_workbook, workbook_path
from helpers.errors import LessonError, Problem
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.lesson.reading import read_yaml
from helpers.lesson.text import unmarked
from helpers.lesson.validation import without_lines
from helpers.lesson.wording import with_count
from helpers.load import load_lesson

#: Exercises of other kinds, which a teacher writes in YAML.
BY_HAND = "more-exercises.yaml"

#: Stored files as the messages of the program name them, and what a teacher knows instead.
_NAMES = {
    "events.csv": "the sheet events",
    "claims.csv": "the sheet claims",
    "assertions.csv": "the sheet says",
    "sources.json": "the sheet sources",
    "instruments.csv": "the sheet agreements",
    "disputes.csv": "the sheet disputes",
    "docs/data.md for the relations": "the note of the column relation",
    "id of the events": "title of an event",
    "none of the claim’s assertions is certain to contradict": (
        "no row of this claim in the sheet says is certain to contradict"
    ),
    "an assertion may contradict": "a row in the sheet says may contradict",
    "Correct the verdict, the assertion or the date: one is wrong.": (
        "Correct the verdict, a date, or the row of this claim in the sheet says: one is wrong."
    ),
}

_ENTRY = re.compile(r"exercises\.yaml, line (\d+), (?:exercise (\S+?), )?(.*)", re.DOTALL)


@dataclass(frozen=True)
class Imported:
    """What an import has found: numbers for the teacher, and what she should look at."""

    summary: str
    notes: list[str]


@dataclass
class _Lesson:
    """A converted lesson: the texts of its files, and from which rows they are made."""

    files: dict[str, str]
    tables: dict[str, StoredTable]
    exercises: ExerciseRows
    summary: str


def import_workbook(folder: Path, *, write: bool = True) -> Imported:
    """Convert the workbook of a lesson into the lesson's files.

    Parameters
    ----------
    folder : Path
        The lesson's folder, with the workbook.
    write : bool
        Whether to write the files; otherwise the workbook is only checked.

    Returns
    -------
    Imported

    Raises
    ------
    WorkbookError
        If anything is wrong; it names every problem with sheet, cell, value and fix. Then nothing
        is written.
    """
    workbook = read_workbook(folder)
    if _has_missing_sheets(workbook.problems):
        raise WorkbookError(workbook.problems)
    converter = Converter(workbook)
    generated = Generated(folder)
    lesson = _convert(converter, folder, generated)
    problems = list(dict.fromkeys([*workbook.problems, *converter.problems]))
    problems = problems or _check(lesson, folder)
    if problems:
        raise WorkbookError(_in_order(problems))
    notes = [*workbook.notes, *converter.notes]
    if write:
        notes += generated.write(lesson.files, _made_from(folder))
    return Imported(lesson.summary, notes)


def is_current(folder: Path) -> bool:
    """Whether the files of a lesson are there, and were made from its workbook as it is now."""
    known = Generated(folder).known
    there = all((folder / name).is_file() for name in known if name != "workbook")
    return there and known.get("workbook") == _made_from(folder)


def _made_from(folder: Path) -> str:
    """Return a checksum of all that a teacher writes: the workbook, and exercises in YAML."""
    return workbook_hash(workbook_path(folder), _by_hand(folder))


def _has_missing_sheets(problems: Iterable[SheetProblem]) -> bool:
    """Whether a sheet or a column is missing, so that every row would seem to be wrong."""
    return any(not problem.cell or problem.cell in ("row 1", "A2") for problem in problems)


def _in_order(problems: Iterable[SheetProblem]) -> list[SheetProblem]:
    """Return problems in the order of the workbook: by sheet, row and column."""
    sheets = ["", *(sheet.name for sheet in SHEETS)]

    def place(problem: SheetProblem) -> tuple[int, int, str]:
        row = re.search(r"\d+", problem.cell)
        return sheets.index(problem.sheet), int(row[0]) if row else 0, problem.cell

    return sorted(problems, key=place)


def _convert(converter: Converter, folder: Path, generated: Generated) -> _Lesson:
    text = converter.text()
    source_rows, items = sources(converter, folder)
    cited = names_of(items)
    events = converter.events(cited)
    titles = Names({one["id"]: one["title"] for one in events.records}, "event", "events")
    claims = converter.claims(unmarked(text), titles, cited)
    quotes = Names({one["id"]: one["quote"] for one in claims.records}, "claim", "claims")
    agreements = converter.agreements(titles)
    acts = {one["id"]: one["name"] for one in agreements.records}
    says = converter.says(quotes, Names(titles.labels | acts, "event", "events"))
    guess_kinds(claims, says)
    exercises = ExerciseRows(converter, titles)
    tables = {"events": events, "claims": claims}
    others = {
        "assertions": says,
        "instruments": agreements,
        "disputes": converter.disputes(cited),
    }
    tables |= {name: table for name, table in others.items() if table.records}
    records = {name: table.records for name, table in tables.items()}
    words = vocabulary(text, [*events.records, *agreements.records], vocabulary_of(items))
    files = {
        "text.txt": text,
        **{f"{name}.csv": _csv(name, rows) for name, rows in records.items()},
        "sources.json": _json(items),
        "citations.json": _json(citations(items)),
        "datapackage.json": _json(data_package(folder.name, text, records)),
        "vocabulary.yaml": _vocabulary(folder, generated, words),
        "exercises.yaml": exercises_yaml(exercises.entries, _by_hand(folder)),
    }
    counts = {"event": events.records, "claim": claims.records, "source": items}
    counts["exercise"] = exercises.entries
    summary = ", ".join(with_count(len(rows), noun) for noun, rows in counts.items())
    files = {name: content for name, content in files.items() if content}
    return _Lesson(files, {**tables, "sources": source_rows}, exercises, summary)


def _by_hand(folder: Path) -> str:
    path = folder / BY_HAND
    return path.read_text(encoding="utf-8-sig") if path.is_file() else ""


def _vocabulary(folder: Path, generated: Generated, words: dict[str, Any]) -> str:
    """Return the vocabulary; what a teacher has changed in it stays."""
    path = folder / "vocabulary.yaml"
    if not generated.is_changed(path.name):
        return vocabulary_yaml(words)
    mine, problems = read_yaml(path)
    if problems or not isinstance(mine, dict):
        return path.read_text(encoding="utf-8")  # the check says what is wrong with it
    plain = without_lines(mine)
    joined = merged(plain, words)
    return path.read_text(encoding="utf-8") if joined == plain else vocabulary_yaml(joined)


def _csv(name: str, records: list[Record]) -> str:
    fields = [field["name"] for field in used_columns(name, records)]
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# Checking the lesson that the workbook makes


def _check(lesson: _Lesson, folder: Path) -> list[SheetProblem]:
    """Load the converted lesson as a notebook would, and say what is wrong in terms of sheets."""
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(scratch, folder.name)
        trial.mkdir()
        for name, text in lesson.files.items():
            (trial / name).write_bytes(text.encode("utf-8"))
        try:
            loaded = load_lesson(trial)
            verdict_exercises(load_exercises(loaded), loaded)
        except LessonError as error:
            return [_in_sheet(problem, lesson) for problem in error.problems]
    return []


def _in_sheet(problem: Any, lesson: _Lesson) -> SheetProblem:
    """Return a problem of a stored file as one of the workbook."""
    if isinstance(problem, Problem):
        message, fix = _renamed(problem.message), _renamed(problem.fix)
        table = lesson.tables.get(problem.file.partition(".")[0])
        if table and problem.file.endswith(".csv") and problem.line > 1:
            row = table.rows[problem.line - 2]
            column = table.column_of(problem.column)
            return table.table.problem(row, column, _sentence(message, problem), fix, problem.value)
        if table and problem.file == "sources.json":
            return _in_sources(problem, table, message, fix)
        where = f"{problem.file}: {_sentence(message, problem)}"
        return SheetProblem("", "", problem.value, where, fix)
    return _in_exercises(str(problem), lesson)


def _sentence(message: str, problem: Problem) -> str:
    """Return a message that continues after the name of a field as a sentence of its own."""
    return f"This {problem.column} {message}" if message[:1].islower() else message


def _in_sources(problem: Problem, table: StoredTable, message: str, fix: str) -> SheetProblem:
    name = problem.entry.removeprefix("source ")
    ids = [record["id"] for record in table.records]
    if name not in ids:
        return SheetProblem("sources", "", problem.value, message, fix)
    field = problem.column.removeprefix("custom.")
    row = table.rows[ids.index(name)]
    return table.table.problem(
        row, table.column_of(field), _sentence(message, problem), fix, problem.value
    )


def _in_exercises(problem: str, lesson: _Lesson) -> SheetProblem:
    found = _ENTRY.match(problem)
    if found and (row := lesson.exercises.rows.get(found[2] or "")):
        return lesson.exercises.table.problem(row, "kind", _renamed(found[3]), "")
    return SheetProblem("exercises", "", "", _renamed(problem), f"Look in {BY_HAND}, too.")


def _renamed(text: str) -> str:
    for stored, known in _NAMES.items():
        text = text.replace(stored, known)
    return text
