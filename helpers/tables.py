"""Read a table and say all that is wrong with it, in words that name file, line, column, value and cure.

What a table must look like stands in ``data/datapackage.json`` (Frictionless Data Package, Table
Schema), and only there. Beside the standard's constraints our fields use: ``list`` (values
separated by ``; ``), ``members`` (what a list may hold), ``reference`` (where ids must exist),
``locators`` (``id [place in the source]``), ``maxWords`` and ``notation`` (``edtf`` or ``time``).
"""

import csv
import difflib
import io
import re
import unicodedata
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.dates import DateError, parse_date, parse_time

MOST_BYTES = 20_000_000
SEPARATOR = "; "
#: Control characters, invisible ones, and the mark of a letter that was lost.
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]"
)
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
    (_ODD.search, "An invisible or damaged character stands in the cell.", "Type the text anew."),
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
_UTF8 = "Save it as “CSV UTF-8 (comma delimited)”; in LibreOffice choose the character set UTF-8 and the comma."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file, and what to do about it.

    `line` is as an editor counts, 0 if the whole file is meant; `column` and `value` are empty if
    no single cell is meant.
    """

    file: str
    line: int
    column: str
    value: str
    what: str
    cure: str

    def __str__(self) -> str:
        line, column = (
            self.line and f", line {self.line}",
            self.column and f", column {self.column}",
        )
        value = self.value if len(self.value) <= 60 else self.value[:57] + "…"
        said = f" “{_visible(value)}”" if value else ""
        return f"{self.file}{line or ''}{column}:{said} {self.what} {self.cure}"


def _visible(value: str) -> str:
    return (
        _ODD.sub(lambda match: f"<U+{ord(match[0]):04X}>", value)
        .replace("\n", "⏎")
        .replace("\t", "⇥")
    )


def split(cell: str) -> list[str]:
    """Return the values of a list cell."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def ids(cell: str) -> list[str]:
    """Return the ids of a list cell, without the locators in brackets."""
    return [value.partition(" [")[0] for value in split(cell)]


def folded(text: str) -> str:
    """Return letters, digits and blanks of a text alone, without capitals and accents."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum() or letter.isspace())


def nearest(value: str, known: Iterable[str]) -> str:
    """Return a hint at the closest known value, or nothing."""
    close = difflib.get_close_matches(value, known)
    return f" Did you mean “{close[0]}”?" if close else ""


def read_bytes(path: Path) -> tuple[str, list[Problem]]:
    """Return a file's text, or the reason why it can't be read as text."""

    def fail(line: int, what: str, cure: str) -> tuple[str, list[Problem]]:
        return "", [Problem(path.name, line, "", "", what, cure)]

    back = f"Put {path.name} back into the folder {path.parent.name}."
    utf8 = _UTF8 if path.suffix == ".csv" else "Save it with the encoding UTF-8 in a text editor."
    try:
        if path.is_symlink():
            return fail(0, "A link to another place stands here instead of the file.", back)
        if not path.is_file():
            return fail(
                0,
                "Here is a folder, not a file." if path.is_dir() else "The file is missing.",
                back,
            )
        if path.stat().st_size > MOST_BYTES:
            return fail(
                0,
                f"The file has more than {MOST_BYTES // 1_000_000} MB.",
                f"It can't be the lesson's. {back}",
            )
        data = path.read_bytes().removeprefix(BOM_UTF8)  # which Excel writes before its “CSV UTF-8”
    except OSError as error:
        return fail(
            0,
            f"The file can't be read: {error.strerror}.",
            "Look who may read it, and who has it open.",
        )
    if not data.strip():
        return fail(0, "The file is empty.", back)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(b"\x00") > len(data) / 3:
        return fail(1, "The file is in UTF-16.", utf8)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return fail(0, "This is a spreadsheet file, not a text file.", utf8)
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        return fail(
            line, "A NUL byte stands in the file: it is damaged.", "Put the file back from a copy."
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line, byte = data[: error.start].count(b"\n") + 1, data[error.start]
        letter = bytes([byte]).decode("cp1252", "replace")
        return fail(
            line, f"A letter is not in UTF-8 (byte 0x{byte:02x}, perhaps “{letter}”).", utf8
        )


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
        text, self.problems = read_bytes(folder / self.name)
        names = [field["name"] for field in self.fields]
        records = self._records(text, names) if text else []
        self.rows = pd.DataFrame(records, columns=names, dtype=str)
        for field in self.fields:
            self._check(field)

    def add(self, row: int, column: str, what: str, cure: str, value: str | None = None) -> None:
        """Note a problem of one cell; the value is looked up if it is not given."""
        cell = str(self.rows[column].iloc[row]) if value is None else value
        self.problems.append(Problem(self.name, self.lines[row], column, cell, what, cure))

    def _records(self, text: str, names: list[str]) -> list[list[str]]:
        csv.field_size_limit(MOST_BYTES)
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

    def _row(self, line: int, value: str, what: str, cure: str) -> None:
        self.problems.append(Problem(self.name, line, "", value, what, cure))

    def _header(self, header: list[str], names: list[str], text: str) -> Problem:
        first = text.splitlines()[0]
        cure = f"The header must be: {','.join(names)}"
        for mark, word in ((";", "semicolons"), ("\t", "tabs")):
            if first.count(mark) >= len(names) - 1:
                cure = f"Use commas. {_UTF8} Excel takes the list separator of the system's region: set that to a comma."
                return Problem(self.name, 1, "", first, f"The cells are separated by {word}.", cure)
        missing = [name for name in names if name not in header]
        extra = [name or "(no name)" for name in (Counter(header) - Counter(names)).elements()]
        if missing or extra:
            hint = nearest(extra[0], missing) if extra else ""
            what = f"The header is changed: missing {', '.join(missing) or 'nothing'}; too many {', '.join(extra) or 'nothing'}.{hint}"
        else:
            what = "The columns are in another order."
        return Problem(self.name, 1, "", ",".join(extra), what, cure)

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
                cure = "Use lower-case letters, digits and hyphens, and begin with a letter."
                self.add(row, name, "This is not written as an id.", cure)
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
        what, cure = (
            f"This value is not known.{nearest(value, known)}",
            f"Use one of: {', '.join(known)}.",
        )
        self.add(row, name, what, cure, value)

    def _content(self, row: int, field: dict[str, Any], value: str) -> None:
        name = field["name"]
        if field.get("notation") == "edtf":
            try:
                parse_date(value)
            except DateError as error:
                what, cure = error.what, error.cure
                if "can be read" in what and _SPREADSHEET_DATE.fullmatch(value):
                    what = "A spreadsheet has rewritten the date."
                    cure = "Write it as 1960-02-13 and format the column as text."
                self.add(row, name, what, cure)
        elif field.get("notation") == "time":
            try:
                parse_time(pd.Timestamp(1962, 10, 22).date(), value)
            except DateError as error:
                self.add(row, name, error.what, error.cure)
        elif field.get("list"):
            parts = value.split(SEPARATOR)
            if any(not part or part != part.strip() or ";" in part for part in parts):
                cure = "Put “; ” (semicolon and blank) between two values, and nothing at the ends."
                self.add(row, name, "The list is not written well.", cure)
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
        for damaged, what, cure in _DAMAGES:
            if damaged(value):
                self.add(row, name, what, cure)
                return True
        return False
