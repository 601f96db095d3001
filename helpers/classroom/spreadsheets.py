"""The report as a workbook, and the marks as CSV files for learning platforms.

Moodle lets a teacher say which column is which (docs.moodle.org, “Grade import”). Canvas wants its
own columns in a fixed order (`lib/gradebook_importer.rb` of instructure/canvas-lms). For Google
Classroom we have found no description of an import of marks; its file is for copying by hand.
`docs/teach.md` says more.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from helpers.classroom.attempts import CHOICES
from helpers.classroom.collect import Note
from helpers.classroom.folder import visible
from helpers.classroom.marking import Marks
from helpers.classroom.misconceptions import Misconception
from helpers.classroom.names import same_name
from helpers.classroom.report import Report
from helpers.classroom.tables import ClaimRow, ExerciseRow, StudentRow
from helpers.exporting import EXCEL_CELL_LENGTH, harmless

#: What the column of points is called in a gradebook.
ITEM: Final = "Can we believe this text"


def workbook(report: Report) -> bytes:
    """Return all tables of the report as a workbook for Excel."""
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        for name, table in _sheets(report):
            safe = harmless(table, EXCEL_CELL_LENGTH)
            safe.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 1))
            for place, column in enumerate(safe.columns):
                cell = writer.sheets[name].cell(1, place + 1)
                longest = max([len(str(column)), *(len(str(one)) for one in safe[column][:200])])
                width = min(max(longest + 2, 8), 60)
                writer.sheets[name].column_dimensions[cell.column_letter].width = width
    return buffer.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, pd.DataFrame]]:
    sheets: dict[str, Iterable[dict[str, Any]]] = {
        "Students": (_student(report, row) for row in report.students),
        "Misconceptions": map(_misconception, report.misconceptions),
        "Claims": map(_claim, report.claims),
        "Exercises": map(_exercise, report.exercises),
        "Texts": (
            {"Student": report.label(student), "Task": task.question, "Text": text}
            for task in report.tasks
            for student, text in task.answers
        ),
        "What was unclear": (
            {"Notebook": notebook, "Student": name, "What was unclear": text}
            for notebook, rows in report.unclear
            for text, names in rows
            for name in names
        ),
        "Files": map(_file, report.notes),
    }
    for name, rows in sheets.items():
        yield name, pd.DataFrame(list(rows))


def _misconception(one: Misconception) -> dict[str, Any]:
    return {
        "Exercise": one.exercise.question,
        "Notebook": one.exercise.notebook,
        "What students said": one.answer,
        "At first": one.first,
        "In the end": one.last,
        "Of": one.answered,
        "Claims": ", ".join(one.claims),
    }


def _claim(one: ClaimRow) -> dict[str, Any]:
    return {
        "Claim": one.claim,
        "Sentence": one.sentence,
        "Words": one.quote,
        "Ours": one.ours,
        "Also": one.also,
        "Judged": one.judged,
        "As ours at first": one.first,
        "In the end": one.last,
        "Other first verdicts": "; ".join(f"{verdict}: {count}" for verdict, count in one.others),
    }


def _exercise(one: ExerciseRow) -> dict[str, Any]:
    return {
        "Exercise": one.exercise.question,
        "Id": one.exercise.id,
        "Notebook": one.exercise.notebook,
        "Kind": one.exercise.kind,
        "Counts": "yes" if one.counts else "no",
        "Answered": one.answered,
        **{f"Right, {choice}, %": value for choice, value in one.percent.items()},
        "Attempts": one.attempts,
        "Minutes": round(one.minutes, 1),
        "With hints": one.hints,
        "Solution opened": one.solutions,
    }


def _file(one: Note) -> dict[str, Any]:
    return {
        "File": one.file,
        "Student": one.student,
        "Status": one.status,
        "What happened": one.sentence,
    }


def _student(report: Report, row: StudentRow) -> dict[str, Any]:
    return {
        "Student": report.label(row.student),
        "Answered": row.answered,
        **{f"Points, {choice}": row.points[choice] for choice in CHOICES},
        "Of": row.of,
        "Sure": row.sure,
        "Sure and wrong": row.sure_wrong,
        "Hints": row.hints,
        "Solutions": row.solutions,
        "Minutes": None if row.student.only_results else round(row.minutes),
        "Texts": None if row.student.only_results else row.texts,
    }


def gradebooks(report: Report, marks: Marks) -> dict[str, bytes]:
    """Return the CSV files for learning platforms by their names."""
    rows = [(row, marks.students.get(same_name(row.student.name), {})) for row in report.students]
    return {
        "moodle.csv": _csv([_moodle(report, row, own) for row, own in rows]),
        "canvas.csv": _csv([_canvas_total(report), *(_canvas(report, *one) for one in rows)]),
        "google-classroom.csv": _csv([_google(report, row, own) for row, own in rows]),
    }


def _csv(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as CSV in UTF-8, in which no text is run as a formula."""
    table = harmless(pd.DataFrame(rows))
    return table.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _name(row: StudentRow, own: dict[str, str]) -> tuple[str, str]:
    return own.get("First name", ""), own.get("Last name", "") or visible(row.student.name)


def _moodle(report: Report, row: StudentRow, own: dict[str, str]) -> dict[str, Any]:
    first, last = _name(row, own)
    return {
        "First name": first,
        "Last name": last,
        "ID number": own.get("ID number", ""),
        "Email address": own.get("Email address", ""),
        ITEM: row.points[report.choice],
        f"{ITEM} (mark)": own.get("Mark", ""),
        f"{ITEM} (feedback)": own.get("Comment", ""),
    }


def _canvas(report: Report, row: StudentRow, own: dict[str, str]) -> dict[str, Any]:
    first, last = _name(row, own)
    return {
        "Student": f"{last}, {first}" if first else last,
        "ID": "",
        "SIS User ID": own.get("ID number", ""),
        "SIS Login ID": own.get("Login ID", ""),
        "Section": own.get("Section", ""),
        ITEM: row.points[report.choice],
    }


def _canvas_total(report: Report) -> dict[str, Any]:
    """Return the second row of Canvas, which says how many points are possible."""
    blank = dict.fromkeys(("ID", "SIS User ID", "SIS Login ID", "Section"), "")
    return {"Student": "Points Possible", **blank, ITEM: len(report.counting)}


def _google(report: Report, row: StudentRow, own: dict[str, str]) -> dict[str, Any]:
    first, last = _name(row, own)
    return {
        "Last name": last,
        "First name": first,
        "Email address": own.get("Email address", ""),
        ITEM: row.points[report.choice],
        "Mark": own.get("Mark", ""),
    }
