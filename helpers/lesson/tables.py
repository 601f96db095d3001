"""Read a table and say all that is wrong with it, in words that name file, line, column, value and cure.

What a table must look like stands in ``data/datapackage.json`` (Frictionless Data Package, Table
Schema), and only there. Beside the standard's constraints our fields use: ``list`` (values
separated by ``; ``), ``members`` (what a list may hold), ``reference`` (where ids must exist),
``locators`` (``id [place in the source]``), ``maxWords`` and ``notation`` (``edtf`` or ``time``).
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.errors import ODD_CHARACTERS, Problem
from helpers.lesson.cells import SEPARATOR
from helpers.lesson.dates import DateError, parse_date, parse_time
from helpers.lesson.reading import MAX_BYTES, SAVE_AS_UTF8, read_text
from helpers.lesson.wording import did_you_mean

#: What UTF-8 looks like when it was read as cp1252: “Ãº” for “ú”, “â€™” for “’”.
_MISREAD = re.compile(r"[ÃÂ][\x80-\xbf]|â€")

#: 13/02/1960, 13.2.60, 13-Feb-60, Feb-60, 1960/02/13, 1960-02-13 00:00:00, 21959.
_SPREADSHEET_DATE = re.compile(
    r"(?:[0-9]{1,2}[./-])?(?:[0-9]{1,2}|[^\W\d_]{3,5}\.?)[./-][0-9]{2,4}(?: [0-9:]+)?"
    r"|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}(?: [0-9:]+)?|[0-9]{5}"
)

#: What a spreadsheet writes in place of a value that it can't compute or show.
_ERROR = re.compile(r"#(?:[A-Z]+[?!]|N/A|DIV/0!|#+)")

#: What a spreadsheet or a paste does to a cell: how it is seen, what it is, and the cure.
_DAMAGES: list[tuple[Callable[[str], Any], str, str]] = [
    (
        lambda cell: cell != cell.strip(),
        "There are blanks before or after the text.",
        "Delete them.",
    ),
    (
        lambda cell: "\n" in cell,
        "A line break stands inside the cell.",
        "Write the text in one line.",
    ),
    (
        ODD_CHARACTERS.search,
        "An invisible or damaged character stands in the cell.",
        "Type the text anew.",
    ),
    (
        _MISREAD.search,
        "Letters were read in a wrong character set.",
        "Put the file back from a copy.",
    ),
    (
        lambda cell: not unicodedata.is_normalized("NFC", cell),
        "A letter and its accent are stored apart: it can't be found.",
        "Type the text anew.",
    ),
    (
        re.compile(r"[=+@]|-(?!\s)").match,
        "The cell begins like a formula, which a spreadsheet would run.",
        "Begin with a letter or a digit.",
    ),
    (
        _ERROR.fullmatch,
        "A spreadsheet's error stands here instead of the text.",
        "Type the text anew.",
    ),
]

_LOCATED = re.compile(r"([^\[\]]+?)(?: \[([^\[\]]+)\])?")


class TableReader:
    """Reads one table as its resource (`path` and `schema`) in the Data Package describes it.

    It has the `rows`, all cells as str; the `lines` of the file on which they begin; the ids of
    lines that have too few or too many cells, which are `lost` and not among the rows; and the
    `problems`.
    """

    def __init__(self, folder: Path, resource: dict[str, Any]) -> None:
        self.name: str = resource["path"]
        self.fields: list[dict[str, Any]] = resource["schema"]["fields"]
        self.lines: list[int] = []
        self.lost: set[str] = set()
        text, self.problems = read_text(folder / self.name)
        names = [field["name"] for field in self.fields]
        records = self._records(text, names) if text else []
        self.rows = pd.DataFrame(records, columns=names, dtype=str)
        for field in self.fields:
            self._check(field)

    @property
    def unreadable(self) -> bool:
        """Whether problems have left no rows, so that it isn't known which ids the file has."""
        return bool(self.problems) and self.rows.empty

    @classmethod
    def left_out(cls, name: str, columns: Sequence[str]) -> "TableReader":
        """Return a table that the lesson does not have: no rows, no problems."""
        table = cls.__new__(cls)
        table.name, table.fields = f"{name}.csv", []
        table.lines, table.lost, table.problems = [], set(), []
        table.rows = pd.DataFrame(columns=list(columns), dtype=str)
        return table

    def add(self, row: int, column: str, message: str, fix: str, value: str | None = None) -> None:
        """Note a problem of one cell; the value is looked up if it is not given."""
        cell = str(self.rows[column].iloc[row]) if value is None else value
        self.problems.append(Problem(self.name, self.lines[row], column, cell, message, fix))

    def _records(self, text: str, names: list[str]) -> list[list[str]]:
        csv.field_size_limit(MAX_BYTES)
        reader = csv.reader(io.StringIO(text, newline=None), strict=True)
        records: list[list[str]] = []
        line = 1
        try:
            header = next(reader)
            if header != names:
                self.problems.append(self._header(header, names, text))
                return []
            line = reader.line_num + 1
            for record in reader:
                if not any(record):
                    self._row(line, "", "The line is empty.", "Delete it.")
                elif len(record) != len(names):
                    self.lost.add(record[0])
                    self._row(
                        line,
                        record[0],
                        f"The line has {len(record)} cells, the header has {len(names)}.",
                        "A text with a comma needs quotation marks around it; a cell may have been shifted.",
                    )
                else:
                    records.append(record)
                    self.lines.append(line)
                line = reader.line_num + 1
        except csv.Error:
            self._row(
                line,
                "",
                "A quotation mark is opened and not closed, or stands inside a cell.",
                'Close it; write a quotation mark inside a cell twice ("").',
            )
            return []
        if not records and not self.problems:
            self._row(1, "", "The table has a header and no rows.", "Put the rows back.")
        return records

    def _row(self, line: int, value: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self.name, line, "", value, message, fix))

    def _header(self, header: list[str], names: list[str], text: str) -> Problem:
        first = text.splitlines()[0]
        fix = f"The header must be: {','.join(names)}"
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if first.count(mark) >= len(names) - 1:
                fix = f"Use commas. {SAVE_AS_UTF8} Excel takes the list separator of the system's region: set that to a comma."
                return Problem(self.name, 1, "", first, f"The cells are separated by {word}.", fix)
        missing = [name for name in names if name not in header]
        extra = [name or "(no name)" for name in (Counter(header) - Counter(names)).elements()]
        if missing or extra:
            hint = did_you_mean(extra[0], missing) if extra else ""
            message = f"The header is changed: missing {', '.join(missing) or 'nothing'}; too many {', '.join(extra) or 'nothing'}.{hint}"
        else:
            message = "The columns are in another order."
        return Problem(self.name, 1, "", ",".join(extra), message, fix)

    def _check(self, field: dict[str, Any]) -> None:
        name, constraints = field["name"], field.get("constraints", {})
        pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None
        seen: dict[str, int] = {}
        for row, value in enumerate(self.rows[name]):
            if value == "":
                if constraints.get("required"):
                    self.add(
                        row, name, "The cell is empty.", f"It must hold: {field['description']}"
                    )
                continue
            if self._damaged(row, name, value):
                continue
            if pattern and not pattern.fullmatch(value):
                fix = "Use lower-case letters, digits and hyphens, and begin with a letter."
                self.add(row, name, "This is not written as an id.", fix)
            if "enum" in constraints and value not in constraints["enum"]:
                self._unknown(row, name, value, constraints["enum"])
            if len(value) > constraints.get("maxLength", len(value)):
                most = constraints["maxLength"]
                self.add(
                    row,
                    name,
                    f"This has {len(value)} characters.",
                    f"At most {most} are allowed: shorten it.",
                )
            if len(value.split()) > field.get("maxWords", len(value)):
                most = field["maxWords"]
                self.add(
                    row,
                    name,
                    f"This has {len(value.split())} words.",
                    f"At most {most} are allowed: shorten it.",
                )
            if constraints.get("unique"):
                if value in seen:
                    line = self.lines[seen[value]]
                    self.add(
                        row,
                        name,
                        f"This id stands in line {line} already.",
                        "Give each row its own id.",
                    )
                seen.setdefault(value, row)
            self._content(row, field, value)

    def _unknown(self, row: int, name: str, value: str, known: list[str]) -> None:
        message, fix = (
            f"This value is not known.{did_you_mean(value, known)}",
            f"Use one of: {', '.join(known)}.",
        )
        self.add(row, name, message, fix, value)

    def _content(self, row: int, field: dict[str, Any], value: str) -> None:
        name = field["name"]
        if field.get("notation") == "edtf":
            try:
                parse_date(value)
            except DateError as error:
                message, fix = error.message, error.fix
                if "can be read" in message and _SPREADSHEET_DATE.fullmatch(value):
                    message = "A spreadsheet has rewritten the date."
                    fix = "Write it as 1960-02-13 and format the column as text."
                self.add(row, name, message, fix)
        elif field.get("notation") == "time":
            try:
                parse_time(pd.Timestamp(1962, 10, 22).date(), value)
            except DateError as error:
                self.add(row, name, error.message, error.fix)
        elif field.get("list"):
            parts = value.split(SEPARATOR)
            if any(not part or part != part.strip() or ";" in part for part in parts):
                fix = "Put “; ” (semicolon and blank) between two values, and nothing at the ends."
                self.add(row, name, "The list is not written well.", fix)
            values = [part.partition(" [")[0] for part in parts] if field.get("locators") else parts
            if any(not _LOCATED.fullmatch(part) for part in parts) and field.get("locators"):
                self.add(
                    row,
                    name,
                    "A place in a source is not written well.",
                    "Write source_id [doc. 456]; other_id [p. 7].",
                )
            for twice in sorted({one for one in values if values.count(one) > 1}):
                self.add(
                    row, name, "The same value stands twice in one cell.", "Delete one.", twice
                )
            for part in values:
                if "members" in field and part not in field["members"]:
                    self._unknown(row, name, part, field["members"])

    def _damaged(self, row: int, name: str, value: str) -> bool:
        """Note what a spreadsheet or a paste did to the cell; True if looking further makes no sense."""
        for damaged, message, fix in _DAMAGES:
            if damaged(value):
                self.add(row, name, message, fix)
                return True
        return False
