"""Read a table and report everything that is wrong with it: file, line, column, value and fix.

What a table must look like is described in the lesson's ``datapackage.json`` (Frictionless Data
Package, Table Schema), and only there. Besides the standard's constraints, our fields use: ``list``
(values separated by ``; ``), ``vocabulary`` (the list of ``vocabulary.yaml`` that names the allowed
values), ``reference`` (where ids must exist), ``locators`` (``id [place in the source]``),
``maxWords`` and ``notation`` (``edtf`` or ``time``).
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import LessonError, Problem
from helpers.lesson.cell_checks import Fault, cell_damage, cell_faults
from helpers.lesson.reading import MAX_BYTES, MAX_PROBLEMS, SAVE_AS_UTF8, read_text
from helpers.lesson.wording import did_you_mean, with_count

#: So often the same may be wrong in one column, or with the number of cells of a row, before it is
#: reported only once: then it has one cause.
MANY = 10


class TableReader:
    """Reads one table as its resource (`path` and `schema`) in the Data Package describes it.

    It has the `rows`, all cells as str; the `lines` of the file on which they begin; the ids of
    lines that have too few or too many cells, which are `lost` and not among the rows; and the
    `problems`. With `MAX_PROBLEMS` of them it raises a `LessonError` instead of looking further.
    """

    def __init__(self, folder: Path, resource: dict[str, Any]) -> None:
        self.name: str = resource["path"]
        self.fields: list[dict[str, Any]] = resource["schema"]["fields"]
        self.lines: list[int] = []
        self.lost: set[str] = set()
        self.problems: list[Problem] = []
        text, problems = read_text(folder / self.name)
        self.problems += problems
        names = [field["name"] for field in self.fields]
        records = self._records(text, names) if text else []
        self.rows = pd.DataFrame(records, columns=names, dtype=str)
        for field in self.fields:
            self._check_column(field)

    @classmethod
    def left_out(cls, name: str, columns: Sequence[str]) -> "TableReader":
        """Return a table that the lesson does not have: no rows, no problems."""
        table = cls.__new__(cls)
        table.name, table.fields = f"{name}.csv", []
        table.lines, table.lost, table.problems = [], set(), []
        table.rows = pd.DataFrame(columns=list(columns), dtype=str)
        return table

    @property
    def unreadable(self) -> bool:
        """Whether problems have left no rows, so that it isn't known which ids the file has."""
        return bool(self.problems) and self.rows.empty

    def add(self, row: int, column: str, message: str, fix: str, value: str | None = None) -> None:
        """Note a problem of one cell; the value is looked up if it is not given."""
        cell = str(self.rows[column].iloc[row]) if value is None else value
        self._note(Problem(self.name, self.lines[row], column, cell, message, fix))

    def _note(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            message = f"The table has {MAX_PROBLEMS} problems or more."
            fix = "Correct these first, or replace the file with a copy."
            raise LessonError([Problem(self.name, 0, "", "", message, fix), *self.problems])

    def _records(self, text: str, names: list[str]) -> list[list[str]]:
        """Return the rows that have as many cells as the header."""
        csv.field_size_limit(MAX_BYTES)
        reader = csv.reader(io.StringIO(text, newline=None), strict=True)
        records: list[list[str]] = []
        odd: list[tuple[int, list[str]]] = []
        line = 1
        try:
            header = next(reader)
            if header != names:
                self._note(header_problem(self.name, header, names, text))
                return []
            line = reader.line_num + 1
            for record in reader:
                if len(record) == len(names) and any(record):
                    records.append(record)
                    self.lines.append(line)
                else:
                    odd.append((line, record))
                line = reader.line_num + 1
        except csv.Error:
            message = "A quotation mark is opened and not closed, or is inside a cell."
            fix = 'Close it; write a quotation mark inside a cell twice ("").'
            self._note(Problem(self.name, line, "", "", message, fix))
            return []
        self._note_odd_rows(odd, len(names))
        if not records and not self.problems:
            message = "The table has a header and no rows."
            self._note(Problem(self.name, 1, "", "", message, "Put the rows back."))
        return records

    def _note_odd_rows(self, rows: list[tuple[int, list[str]]], wanted: int) -> None:
        """Note the empty rows, and those with too few or too many cells: one problem per cause."""
        causes: dict[int, list[tuple[int, list[str]]]] = {}
        for line, record in rows:
            cells = len(record) if any(record) else 0
            causes.setdefault(cells, []).append((line, record))
            if cells:
                self.lost.add(record[0])
        for cells, (first, *others) in causes.items():
            if len(others) < MANY:
                for line, record in (first, *others):
                    self._note(odd_row_problem(self.name, line, record, wanted))
            elif not cells:
                message = f"This line and {with_count(len(others), 'other')} are empty."
                fix = "Delete them all. In a spreadsheet, delete whole rows, not only their cells."
                self._note(Problem(self.name, first[0], "", "", message, fix))
            else:
                message = (
                    f"This line and {with_count(len(others), 'other')} have {cells} cells, "
                    f"the header has {wanted}."
                )
                fix = "Was a column added or removed? Undo that, or put the file back."
                self._note(Problem(self.name, first[0], "", first[1][0], message, fix))

    def _check_column(self, field: dict[str, Any]) -> None:
        """Note what is wrong with each cell of a column, and which ids appear twice."""
        found: dict[str, list[tuple[int, str, Fault]]] = {}
        for row, value, (message, fix) in self._column_faults(field):
            cause = message.partition(":")[0]
            found.setdefault(cause, []).append((row, value, (message, fix)))
        for first, *others in found.values():
            if len(others) < MANY:
                for row, value, fault in (first, *others):
                    self.add(row, field["name"], *fault, value)
            else:
                row, value, (message, fix) = first
                lines = ", ".join(str(self.lines[row]) for row, *_ in others[:MANY])
                message += f" The same is wrong in {len(others)} more rows: lines {lines} …"
                self.add(row, field["name"], message, fix, value)

    def _column_faults(self, field: dict[str, Any]) -> Iterator[tuple[int, str, Fault]]:
        """Yield the row, the value and what is wrong with it."""
        constraints = field.get("constraints", {})
        seen: dict[str, int] = {}
        for row, value in enumerate(self.rows[field["name"]]):
            if not value:
                if constraints.get("required"):
                    fix = f"It must contain: {field['description']}"
                    yield row, value, ("The cell is empty.", fix)
            elif damage := cell_damage(value):
                yield row, value, damage
            else:
                yield from ((row, part, fault) for part, fault in cell_faults(field, value))
                first = seen.setdefault(value, row)
                if constraints.get("unique") and first != row:
                    message = f"This id is already in line {self.lines[first]}."
                    yield row, value, (message, "Give each row its own id.")


def odd_row_problem(file: str, line: int, record: list[str], wanted: int) -> Problem:
    """Return what is wrong with a row that is empty or has too few or too many cells."""
    if not any(record):
        return Problem(file, line, "", "", "The line is empty.", "Delete it.")
    message = f"The line has {len(record)} cells, the header has {wanted}."
    fix = "Put quotation marks around a text with a comma, or move the cells back."
    return Problem(file, line, "", record[0], message, fix)


def header_problem(file: str, header: list[str], names: list[str], text: str) -> Problem:
    """Return why the first line of a table is not its header."""
    first = text.partition("\n")[0]
    if first.lower().strip().startswith("sep="):
        message = "A spreadsheet’s note on its separator comes before the header."
        return Problem(file, 1, "", first.strip(), message, "Delete the first line.")
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if first.count(mark) >= len(names) - 1:
            message = f"The cells are separated by {word}."
            fix = (
                f"Use commas. {SAVE_AS_UTF8} Excel takes the list separator of the system’s "
                "region: set that to a comma."
            )
            return Problem(file, 1, "", first, message, fix)
    missing = [name for name in names if name not in header]
    extra = [name or "(no name)" for name in (Counter(header) - Counter(names)).elements()]
    parts = ["The header row does not match."]
    if missing:
        parts.append(f"Missing column: {', '.join(missing)}.")
    if extra:
        parts.append(f"Unexpected column: {', '.join(extra[:20])}.")
        parts.append(did_you_mean(extra[0], missing).strip())
    if not missing and not extra:
        parts = ["The columns are in a different order."]
    fix = f"The header must be: {','.join(names)}"
    message = " ".join(filter(None, parts))
    return Problem(file, 1, "", ",".join(extra), message, fix)
