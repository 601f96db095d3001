"""Read the workbook: ``lesson.xlsx``, or a folder ``sheets`` with a CSV file for each sheet."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from helpers.authoring.problems import SheetProblem, WorkbookError
from helpers.authoring.restore import Restored, restore
from helpers.authoring.sheets import READ_ME, SHEETS, Sheet
from helpers.lesson.reading import read_text
from helpers.lesson.wording import did_you_mean

WORKBOOK = "lesson.xlsx"
CSV_FOLDER = "sheets"

#: More rows than anybody types.
MAX_ROWS = 5000

#: How large the parts of a workbook may be when they are unpacked.
MAX_UNPACKED = 100_000_000


@dataclass(frozen=True)
class RawCell:
    """What a file contains at one place: a value, and how the spreadsheet shows it."""

    value: Any
    number_format: str = "General"


#: The cells of a sheet, row by row, and the ranges that are merged.
Grid = tuple[list[list[RawCell]], list[str]]


@dataclass
class Row:
    """A row with anything in it: its number in the sheet, and the text of each column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Table:
    """A sheet as it was read: its rows, and the letter of each column."""

    sheet: Sheet
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def cell(self, row: Row, column: str) -> str:
        """Return the address of a cell, such as ``C4``; of the row if there is no such column."""
        return f"{self.letters.get(column, 'A')}{row.number}"

    def problem(
        self, row: Row, column: str, message: str, fix: str, value: str | None = None
    ) -> SheetProblem:
        """Return a problem of one cell; the value is that of the cell if it is not given."""
        shown = row[column] if value is None else value
        return SheetProblem(self.sheet.name, self.cell(row, column), shown, message, fix)


@dataclass
class Workbook:
    """All sheets by name, what the teacher should look at, and what is wrong."""

    tables: dict[str, Table]
    notes: list[str]
    problems: list[SheetProblem]


def workbook_path(folder: Path) -> Path:
    """Return where the workbook of a lesson is: the file, or the folder with CSV files.

    Raises
    ------
    WorkbookError
        If there is neither or both, or a file of another kind in its place.
    """
    book, tables = folder / WORKBOOK, folder / CSV_FOLDER
    if book.is_file() and tables.is_dir():
        message = f"There are both {WORKBOOK} and the folder {CSV_FOLDER}."
        raise _refuse(message, "Keep the one that you work in, and move the other one away.")
    if tables.is_dir():
        return tables
    if not book.is_file():
        others = [path.name for path in folder.glob("*.*") if path.suffix in (".xls", ".ods")]
        message = f"There is no {WORKBOOK} in the folder {folder.name}."
        fix = "Put it back."
        if others:
            fix = f"Open {others[0]} and save it as {WORKBOOK} (Excel 2007–365, .xlsx)."
        raise _refuse(message, fix)
    return book


def _refuse(message: str, fix: str) -> WorkbookError:
    return WorkbookError([SheetProblem("", "", "", message, fix)])


def read_workbook(folder: Path) -> Workbook:
    """Read all sheets of a lesson's workbook; a `WorkbookError` if it can't be opened."""
    path = workbook_path(folder)
    found = Workbook({}, [], [])
    grids = _grids_of_csv(path, found) if path.is_dir() else _grids_of_book(path)
    named = {name.strip().lower(): grid for name, grid in grids.items()}
    for sheet in SHEETS:
        found.tables[sheet.name] = table = Table(sheet)
        if sheet.name in named:
            _read_table(table, named[sheet.name], found)
        elif not sheet.optional:
            fix = f"Add it, with the columns {_headers(sheet)}.{_renamed(sheet.name, named)}"
            problem = SheetProblem(sheet.name, "", "", "This sheet is missing.", fix)
            found.problems.append(problem)
    unknown = sorted(set(named) - {sheet.name for sheet in SHEETS} - {READ_ME})
    found.notes += [
        f"Sheet {name}: it is not part of a lesson, so it is not read." for name in unknown
    ]
    return found


def _headers(sheet: Sheet) -> str:
    return ", ".join(column.name for column in sheet.columns if column.required)


def _renamed(name: str, named: dict[str, Grid]) -> str:
    others = sorted(set(named) - {sheet.name for sheet in SHEETS} - {READ_ME})
    if not others:
        return ""
    return f"{did_you_mean(name, others)} The workbook also has: {', '.join(others)}."


# Excel and LibreOffice


def _grids_of_book(path: Path) -> dict[str, Grid]:
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise _refuse("The workbook is too large.", "Take out pictures and other sheets.")
        typed = load_workbook(path)
        results = load_workbook(path, data_only=True) if _has_formulas(typed) else typed
    except PermissionError:
        raise _refuse(
            f"{path.name} can’t be opened.", "Close it in the other program and try again."
        ) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        message = f"{path.name} can’t be read as a workbook ({type(error).__name__})."
        fix = (
            "Open it in Excel or LibreOffice and save it again as Excel 2007–365 (.xlsx), without "
            "a password."
        )
        raise _refuse(message, fix) from None
    return {sheet.title: _grid(sheet, results[sheet.title]) for sheet in typed.worksheets}


def _has_formulas(book: Any) -> bool:
    return any(
        cell.data_type == "f" for sheet in book.worksheets for row in _cells(sheet) for cell in row
    )


def _grid(typed: Any, results: Any) -> Grid:
    """Return the results of formulas; where none is stored, the formula itself."""
    rows = []
    for sources, values in zip(_cells(typed), _cells(results), strict=True):
        rows.append(
            [
                RawCell(source.value if value.value is None else value.value, source.number_format)
                for source, value in zip(sources, values, strict=True)
            ]
        )
    return rows, [str(area) for area in typed.merged_cells.ranges]


def _cells(sheet: Any) -> Iterator[Any]:
    return sheet.iter_rows(max_row=min(sheet.max_row, MAX_ROWS + 1)) if sheet.max_row else iter(())


# CSV


def _grids_of_csv(folder: Path, found: Workbook) -> dict[str, Grid]:
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        texts[path.stem], problems = read_text(path)
        found.problems += [
            SheetProblem(path.stem, "", "", one.message, one.fix) for one in problems
        ]
    headers = {name: text.partition("\n")[0] for name, text in texts.items()}
    usual = _delimiter("".join(headers.values()), ",")
    return {
        name: _grid_of_csv(name, text, _delimiter(headers[name], usual), found)
        for name, text in texts.items()
    }


def _delimiter(header: str, usual: str) -> str:
    """Return what separates the cells: in many languages Excel writes semicolons.

    A header of one column has none, so its table has the usual one.
    """
    counts = {one: header.count(one) for one in ",;\t"}
    return max(counts, key=lambda one: counts[one]) if any(counts.values()) else usual


def _grid_of_csv(name: str, text: str, delimiter: str, found: Workbook) -> Grid:
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    try:
        return [[RawCell(cell) for cell in row] for row in rows], []
    except csv.Error as error:
        fix = "Open the file in the spreadsheet program and save it again as CSV UTF-8."
        problem = SheetProblem(name, "", "", f"This is not a table: {error}.", fix)
        found.problems.append(problem)
        return [], []


# Both


def _read_table(table: Table, grid: Grid, found: Workbook) -> None:
    rows, merged = grid
    name = table.sheet.name
    found.problems += [
        SheetProblem(name, area, "", "These cells are merged.", "Unmerge them and fill each cell.")
        for area in merged
    ]
    if len(rows) > MAX_ROWS:
        message = f"The sheet has more than {MAX_ROWS} rows."
        fix = "Delete the empty rows below the last one."
        found.problems.append(SheetProblem(name, "", "", message, fix))
        return
    if not rows or not _read_header(table, rows[0], found):
        return
    for number, cells in enumerate(rows[1:], 2):
        row = _read_row(table, number, cells, found)
        if any(row.cells.values()):
            table.rows.append(row)
    if not table.rows and not table.sheet.optional:
        message = "There is no row below the header."
        found.problems.append(SheetProblem(name, "A2", "", message, "Fill in at least one row."))


def _read_header(table: Table, cells: list[RawCell], found: Workbook) -> bool:
    """Find the columns, in any order; return whether all that are required are there."""
    sheet = table.sheet
    known = {column.name for column in sheet.columns}
    for place, cell in enumerate(cells, 1):
        name = " ".join(restore(cell.value).text.lower().split())
        if name in table.letters:
            message, fix = "There are two columns of this name.", "Rename or delete one of them."
            address = f"{get_column_letter(place)}1"
            found.problems.append(SheetProblem(sheet.name, address, name, message, fix))
        elif name in known:
            table.letters[name] = get_column_letter(place)
        elif name:
            hint = did_you_mean(name, known)
            found.notes.append(
                f"Sheet {sheet.name}, column {get_column_letter(place)}: “{name}” is not the name "
                f"of a column, so it is not read.{hint}"
            )
    missing = [one.name for one in sheet.columns if one.required and one.name not in table.letters]
    for name in missing:
        message = f"The column {name} is missing."
        fix = f"Write “{name}” into the first row, above its cells."
        found.problems.append(SheetProblem(sheet.name, "row 1", "", message, fix))
    return not missing


def _read_row(table: Table, number: int, cells: list[RawCell], found: Workbook) -> Row:
    row = Row(number, {})
    places = {letter: name for name, letter in table.letters.items()}
    for place, cell in enumerate(cells, 1):
        name = places.get(get_column_letter(place))
        if not name:
            continue
        restored = restore(cell.value, cell.number_format, is_date=table.sheet.column(name).is_date)
        row.cells[name] = restored.text
        _note(table, row, name, restored, found)
    return row


def _note(table: Table, row: Row, column: str, restored: Restored, found: Workbook) -> None:
    if restored.fault:
        found.problems.append(table.problem(row, column, *restored.fault))
    elif restored.note:
        found.notes.append(
            f"Sheet {table.sheet.name}, cell {table.cell(row, column)}: {restored.note}"
        )
