"""The teacher's own file ``marks.xlsx``: it is filled in by hand and never overwritten.

Its sheet *Students* has a row for each student, and *Texts* one for each text to mark. New rows are
added at the end, and a text that a student changed is replaced; nothing else is touched, and the
file as it was is kept under a dated name.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from helpers.classroom.collect import Student
from helpers.classroom.folder import MARKS
from helpers.classroom.names import same_name
from helpers.errors import UserError
from helpers.exercises.loading import Exercise
from helpers.exporting import EXCEL_CELL_LENGTH, harmless_text
from helpers.rewriting.writing import Writing

#: The columns of the sheet of students; the teacher fills in those after the code.
STUDENTS: Final = (
    *("Student", "Code", "First name", "Last name", "Email address", "ID number", "Login ID"),
    *("Section", "Mark", "Comment"),
)

#: The first and the last columns of the sheet of texts; those of the rubric are between them.
TEXTS: Final = ("Student", "Code", "Task", "Question", "Text", "Level")

#: What the new text is called in the column *Task*.
REWRITING: Final = "new-text"

#: A code is also the name of a file.
_CODE = re.compile(r"[A-Za-z0-9-]{1,20}")

_WIDTHS: Final = {"Question": 40, "Text": 80, "Comment": 50, "Student": 28}


@dataclass
class Marks:
    """What the teacher has entered.

    `students` has the columns of each student by name; `texts` those of each text, by the student’s
    name and the task.
    """

    students: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def codes(self) -> dict[str, str]:
        """Return the codes that students have."""
        rows = self.students.items()
        return {name: code for name, row in rows if _CODE.fullmatch(code := row.get("Code", ""))}


def read_marks(folder: Path) -> Marks:
    """Read what the teacher has entered so far.

    Parameters
    ----------
    folder : Path
        The folder of the class.

    Returns
    -------
    Marks
        Empty if there is no file yet.

    Raises
    ------
    UserError
        If the file can't be read: then nothing may be written over it.
    """
    path = folder / MARKS
    if not (path.exists() or path.is_symlink()):
        return Marks()
    book = _open(path)
    marks = Marks()
    for row in _rows(book["Students"]):
        marks.students[_key(row)] = row
    for row in _rows(book["Texts"]):
        marks.texts[_key(row), row.get("Task", "")] = row
    return marks


def _open(path: Path) -> Any:
    from openpyxl import load_workbook

    if path.is_symlink():
        raise UserError(f"{MARKS} is a link. Put the file itself into the folder.")
    try:
        book = load_workbook(path)
    except Exception as error:  # a damaged workbook can raise anything
        raise UserError(
            f"{MARKS} can’t be read ({type(error).__name__}), so nothing was written. Close it in "
            "other programs, or give it another name and run this again: then a new one is made."
        ) from None
    for name, needed in (("Students", STUDENTS[:2]), ("Texts", TEXTS[:5])):
        sheet = book[name] if name in book.sheetnames else None
        heads = {str(cell.value) for cell in sheet[1]} if sheet else set()
        if missing := [head for head in needed if head not in heads]:
            raise UserError(
                f"{MARKS}, sheet {name}: the column {missing[0]} is missing, so nothing was "
                "written. Give it its name again, or rename the file."
            )
    return book


def _rows(sheet: Any) -> list[dict[str, str]]:
    """Return the rows of a sheet as texts, by the headings of their columns."""
    values = list(sheet.iter_rows(values_only=True))
    heads = [str(head or "") for head in values[0]] if values else []
    return [
        {head: _text(value) for head, value in zip(heads, row, strict=False) if head}
        for row in values[1:]
        if any(value is not None for value in row)
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()


def _key(row: dict[str, str]) -> str:
    return same_name(row.get("Student", "").removeprefix("'"))


def texts_of(student: Student, exercises: dict[str, Exercise]) -> dict[str, tuple[str, str]]:
    """Return the texts of a student to mark: for each task its question and the text."""
    found = {
        name: (one.question, student.text(name))
        for name, one in exercises.items()
        if is_marked(one) and student.text(name)
    }
    if student.rewriting.strip():
        found[REWRITING] = ("The new text", student.rewriting)
    return found


def is_marked(exercise: Exercise) -> bool:
    """Whether a teacher marks the answers to an exercise: those about the lesson are no work."""
    return exercise.kind == "write" and not exercise.about_lesson


def write_marks(
    folder: Path, students: list[Student], exercises: dict[str, Exercise], writing: Writing
) -> str:
    """Add what is new to the teacher's file, and return a sentence that says what happened.

    Parameters
    ----------
    folder : Path
        The folder of the class.
    students : list of Student
        All students.
    exercises : dict
        All exercises of the lesson.
    writing : Writing
        Its rubric becomes columns.
    """
    path = folder / MARKS
    exists = path.exists()
    book = _open(path) if exists else _new_book(writing)
    people = [
        {"Student": one.name, "Code": one.code, "First name": first, "Last name": last}
        for one in students
        for first, last in [_first_and_last(one.name)]
    ]
    texts = [
        {"Student": one.name, "Code": one.code, "Task": task, "Question": asked, "Text": text}
        for one in students
        for task, (asked, text) in texts_of(one, exercises).items()
    ]
    changed = _add(book["Students"], people, ())
    changed += _add(book["Texts"], texts, ("Task",))
    if exists and not changed:
        return f"{MARKS} is as you left it."
    kept = _save(book, path)
    return f"{MARKS} has {changed} new or changed rows." + (f" {kept}" if kept else "")


def _first_and_last(name: str) -> tuple[str, str]:
    if "," in name:
        last, _, first = name.partition(",")
        return first.strip(), last.strip()
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def _new_book(writing: Writing) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Students"
    texts = [*TEXTS, *(one.name.capitalize() for one in writing.rubric), "Comment"]
    for name, heads in (("Students", list(STUDENTS)), ("Texts", texts)):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        sheet.append(heads)
        _dress(sheet, heads)
    return book


def _dress(sheet: Any, heads: list[str]) -> None:
    """Make a sheet readable: bold headings that stay in sight, and wide columns for texts."""
    from openpyxl.styles import Font

    sheet.freeze_panes = "B2"
    for cell, head in zip(sheet[1], heads, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(head, 14)


def _add(sheet: Any, rows: list[dict[str, str]], more_keys: tuple[str, ...]) -> int:
    """Add the rows that a sheet does not have, and replace texts that differ; count them."""
    from openpyxl.styles import Alignment

    heads = [str(cell.value or "") for cell in sheet[1]]
    known = {}
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        values = dict(zip(heads, map(_text, row), strict=False))
        known[_key(values), *(values.get(name, "") for name in more_keys)] = number
    changed = 0
    for row in rows:
        key = (_key(row), *(row.get(name, "") for name in more_keys))
        cells = {name: harmless_text(text, EXCEL_CELL_LENGTH) for name, text in row.items()}
        number = known.get(key, sheet.max_row + 1)
        if key not in known:
            sheet.append([cells.get(head, "") for head in heads])
            changed += 1
        if "Text" in cells:
            cell = sheet.cell(number, heads.index("Text") + 1)
            changed += _text(cell.value) != cells["Text"].strip()
            cell.value = cells["Text"]
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return changed


def _save(book: Any, path: Path) -> str:
    """Save the workbook fully or not at all; keep the one that was there under a dated name."""
    half = path.with_name(f".half-{uuid4().hex}-{path.name}")
    old = path.with_stem(f"{path.stem} until {datetime.now():%Y-%m-%d %H.%M.%S.%f}")
    kept = ""
    try:
        book.save(half)
        if path.exists():
            path.rename(old)
            kept = f"The one before is kept as “{old.name}”."
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        if old.exists() and not path.exists():
            old.rename(path)
        raise UserError(
            f"{path.name} can’t be written ({error.strerror or error}). Close it in other "
            "programs and run this again. Nothing in it was changed."
        ) from None
    return kept
