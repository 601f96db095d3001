"""What is wrong with a workbook: sheet, cell, value and fix."""

from dataclasses import dataclass

from helpers.errors import LessonError, visible


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing that is wrong with a workbook, and what to do about it.

    `sheet` is empty if the workbook as a whole is meant, `cell` if the whole sheet is, and `value`
    if no single value is.
    """

    sheet: str
    cell: str
    value: str
    message: str
    fix: str

    def __str__(self) -> str:
        sheet = f"Sheet {self.sheet}" if self.sheet else "The workbook"
        cell = f", cell {self.cell}" if self.cell else ""
        value = self.value if len(self.value) <= 60 else self.value[:57] + "…"
        quoted = f" “{value}”" if value else ""
        return visible(f"{sheet}{cell}:{quoted} {self.message} {self.fix}".rstrip())


class WorkbookError(LessonError):
    """The workbook can't be imported; the message names every problem with sheet and cell."""

    WHAT = "The workbook has"
