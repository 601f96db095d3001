"""Write the table of all sheets and columns of the workbook into the page for authors."""

import re

from helpers.authoring.sheets import SHEETS, Column, Sheet
from helpers.files import PROJECT

PAGE = PROJECT / "docs" / "your-own-text.md"

_PLACE = re.compile(r"(?<=<!-- sheets -->\n).*?(?=<!-- /sheets -->)", re.DOTALL)


def tables() -> str:
    """Return a heading, a line on the sheet and a table of its columns, for each sheet."""
    return "\n".join(map(_table, SHEETS))


def _table(sheet: Sheet) -> str:
    lines = [f"### The sheet {sheet.name}", ""]
    if sheet.extra:
        lines += ["You may add this sheet: write its name and the headers yourself.", ""]
    elif sheet.optional:
        lines += ["This sheet may be empty.", ""]
    lines += ["| Column | | What it contains |", "|---|---|---|"]
    lines += [
        f"| {column.name} | {_need(column, sheet)} | {_note(column)} |" for column in sheet.columns
    ]
    return "\n".join([*lines, ""])


def _need(column: Column, sheet: Sheet) -> str:
    if column.required:
        return "needed"
    return "may be added" if column.extra and not sheet.extra else ""


def _note(column: Column) -> str:
    menu = f" One of: {', '.join(column.menu)}." if column.menu else ""
    return f"{column.note}{menu}".replace("|", "\\|")


def write() -> str:
    """Write the tables between their marks and return the line that says how it went."""
    before = PAGE.read_text(encoding="utf-8")
    after = _PLACE.sub(lambda _: tables(), before)
    PAGE.write_text(after, encoding="utf-8", newline="\n")
    return f"{PAGE.relative_to(PROJECT)}: {'as before' if after == before else 'changed'}"
