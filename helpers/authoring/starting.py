"""Begin a lesson: a folder with a workbook that contains one claim, two events, and notes."""

import csv
import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.authoring.sheets import READ_ME, SHEETS, Column, Sheet
from helpers.authoring.spreadsheet import CSV_FOLDER, WORKBOOK
from helpers.errors import UserError

#: So many rows of each sheet get menus, notes and the format for text.
ROWS = 300

_HEADER = PatternFill("solid", fgColor="FFE3ECF5")

#: Names that Windows keeps for itself.
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
}

_READ_ME = (
    "This workbook is your lesson. It contains a small invented example: one claim and two events.",
    "Replace the example with your own text, sheet by sheet: text, events, sources, claims, says, "
    "exercises. Then import it, build the notebooks and open them. The commands are on the page "
    "docs/your-own-text.md.",
    "Click on a cell to read what belongs there. A small arrow beside a cell opens a menu.",
    "All cells are formatted as text, so that the program does not change your dates. When you "
    "paste from elsewhere, paste only the text (Ctrl+Shift+V).",
    "You may change the order of columns and rows. You may add the columns that are listed below: "
    "write the name into the first row of its sheet. You may also add the sheets agreements and "
    "disputes.",
)


def check_name(name: str, taken: list[str]) -> str:
    """Return the name of a new lesson.

    Raises
    ------
    UserError
        If it can't be the name of a folder on every system, or means something else already.
    """
    if not re.fullmatch("[a-z][a-z0-9-]{0,39}", name) or name in _RESERVED:
        raise UserError(
            f"“{name}” can’t be the name of a lesson. Use lower-case letters, digits and hyphens, "
            "with a letter first, such as battle-of-lenn."
        )
    if name in taken:
        raise UserError(f"“{name}” is a command already. Choose another name, such as {name}-text.")
    return name


def start_lesson(folder: Path, *, as_csv: bool = False) -> None:
    """Make the folder of a new lesson, with the example in its workbook.

    Parameters
    ----------
    folder : Path
        It must not exist yet.
    as_csv : bool
        Whether to write CSV files instead of a workbook.

    Raises
    ------
    UserError
        If the folder exists.
    """
    if folder.exists() or folder.is_symlink():
        raise UserError(
            f"The folder {folder.parent.name}/{folder.name} exists already, and nothing in it was "
            "changed. Choose another name, or move the folder away."
        )
    folder.mkdir(parents=True)
    if as_csv:
        _write_csv(folder / CSV_FOLDER)
    else:
        example_workbook().save(folder / WORKBOOK)


def _write_csv(folder: Path) -> None:
    folder.mkdir()
    for sheet in new_sheets():
        path = folder / f"{sheet.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark for Excel
            csv.writer(file).writerows([[one.name for one in shown(sheet)], *sheet.example])


def new_sheets() -> list[Sheet]:
    """Return the sheets that a new workbook has."""
    return [sheet for sheet in SHEETS if not sheet.extra]


def shown(sheet: Sheet) -> list[Column]:
    """Return the columns that a new workbook has."""
    return [column for column in sheet.columns if not column.extra]


def example_workbook() -> Workbook:
    """Return a workbook with notes, menus and the example."""
    book = Workbook()
    page = book.active
    page.title = READ_ME
    _explain(page)
    for sheet in new_sheets():
        _fill(book.create_sheet(sheet.name), sheet)
    book.active = 1
    return book


def _explain(page: Any) -> None:
    page.column_dimensions["A"].width = 18
    page.column_dimensions["B"].width = 18
    page.column_dimensions["C"].width = 90
    for text in _READ_ME:
        page.append([text])
        page.merge_cells(start_row=page.max_row, start_column=1, end_row=page.max_row, end_column=3)
        page.cell(page.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[page.max_row].height = 32
    page.append([])
    page.append(["Sheet", "Column", "What it contains"])
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
    for sheet in SHEETS:
        for column in sheet.columns:
            page.append([sheet.name, column.name, _note(column)])
            page.row_dimensions[page.max_row].height = _height(_note(column), 90)
            for cell in page[page.max_row]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _height(text: str, width: int) -> int:
    """Return the height of a row, in points, for a text in a column of so many characters."""
    return 16 * (1 + len(text) // width)


def _note(column: Column) -> str:
    kind = "Needed. " if column.required else "May be added. " if column.extra else ""
    return kind + column.note + (f" One of: {', '.join(column.menu)}." if column.menu else "")


def _fill(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for place, column in enumerate(shown(sheet), 1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        header = page.cell(1, place, column.name)
        header.font, header.fill = Font(bold=True), _HEADER
        header.comment = Comment(_note(column), "lesson", width=320, height=140)
        for row in range(2, ROWS + 2):
            cell = page.cell(row, place)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        _help(page, column, f"{letter}2:{letter}{ROWS + 1}")
    for number, values in enumerate(sheet.example, 2):
        heights = [16]
        for place, value in enumerate(values, 1):
            page.cell(number, place, value or None)
            heights.append(_height(value, shown(sheet)[place - 1].width))
        page.row_dimensions[number].height = max(heights)


def _help(page: Any, column: Column, cells: str) -> None:
    """Show a note beside each selected cell, and a menu where the values are known."""
    menu = f'"{",".join(column.menu)}"' if column.menu else _cells_of(column.menu_from)
    help_ = DataValidation(
        type="list" if menu else None,
        formula1=menu or None,
        allow_blank=True,
        showErrorMessage=bool(column.menu),
        errorTitle="Not in the menu",
        error="Choose a value from the menu.",
        showInputMessage=True,
        promptTitle=column.name,
        prompt=column.note,
    )
    help_.add(cells)
    page.add_data_validation(help_)


def _cells_of(column: str) -> str:
    """Return where the cells of a column are, such as ``events!$B$2:$B$501``; "" for none."""
    if not column:
        return ""
    name, _, header = column.partition(".")
    sheet = next(one for one in SHEETS if one.name == name)
    letter = get_column_letter([one.name for one in shown(sheet)].index(header) + 1)
    return f"{name}!${letter}$2:${letter}${ROWS + 1}"
