"""What a file that was handed in contains: lines of a journal, or one line of results.

Pages for people (HTML, Word, Markdown) end with a line for this program (see `record`); nothing
else in them is read. Nothing from a file is executed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from helpers.classroom.folder import MOST_BYTES, File
from helpers.errors import UserError
from helpers.exercises import export_line, record
from helpers.exercises.export_line import Results, read_line
from helpers.exercises.lines import parse_line
from helpers.exercises.record import read_record
from helpers.lesson.wording import with_count

Line = dict[str, Any]

#: So many lines of one journal are read, and so many rows of one table.
MOST_LINES: Final = 20_000

_RECORD = re.compile(rf"{record.NAME}\.[0-9]{{1,4}}\.[0-9a-f]{{16}}\.[A-Za-z0-9_-]*")
_RESULTS = re.compile(rf"{export_line.NAME}\.[0-9]{{1,4}}\.[0-9a-f]{{16}}\.[A-Za-z0-9_-]*")
_TAG = re.compile(r"<[^<>]*>")

_NAMES: Final = {
    "jsonl": "a journal",
    "html": "a web page",
    "htm": "a web page",
    "docx": "a Word document",
    "md": "a page in Markdown",
    "txt": "a text",
    "csv": "a table of answers to a form",
    "tsv": "a table of answers to a form",
}

#: What to do about files of other kinds.
_OTHERS: Final = {
    "pdf": "A PDF can’t be read by a program. Ask for my-work.html.",
    "xlsx": "This is a workbook. Save it as CSV (File, Save as) and put that file here.",
    "xls": "This is a workbook. Save it as CSV (File, Save as) and put that file here.",
    "ods": "This is a workbook. Save it as CSV (File, Save as) and put that file here.",
    "ipynb": "This is a notebook, and answers are not saved in it. Ask for my-work.html.",
    "doc": "This is an old Word document. Ask for my-work.docx or my-work.html.",
    "rar": "Only ZIP files are opened. Unpack it, and put the files here.",
    "7z": "Only ZIP files are opened. Unpack it, and put the files here.",
}


@dataclass
class HandIn:
    """What one file, or one row of a form, contains: lines, or results without any texts.

    `name` is the student's if the file itself says it. `remarks` are sentences for the teacher.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    results: Results | None = None
    name: str = ""
    remarks: list[str] = field(default_factory=list)


def read_file(file: File) -> list[HandIn]:
    """Return what a file contains; a `UserError` says why nothing in it can be used."""
    kind = PurePosixPath(file.place[-1]).suffix[1:].casefold()
    if kind not in _NAMES:
        raise UserError(_OTHERS.get(kind, "This is not a kind of file in which work is handed in."))
    if not file.data.strip(b"\0 \t\r\n"):
        raise UserError("This file is empty.")
    if kind == "jsonl":
        return [_journal(file.data)]
    text = _word_text(file.data) if kind == "docx" else decode(file.data)
    found = list(_form(text, "\t" if kind == "tsv" else "")) if kind in ("csv", "tsv") else []
    found = found or list(_lines_in(text, _NAMES[kind]))
    if not found:
        raise UserError(_nothing_found(kind))
    return found


def _nothing_found(kind: str) -> str:
    if kind in ("csv", "tsv", "txt"):
        return (
            f"It contains no line of results. Such a line begins with “{export_line.NAME}.”, and "
            'the student gets it with my_work("export-line").'
        )
    return (
        "It does not contain the line that a program can read, so it was made by an older version "
        "or changed. You can still read it yourself, or ask for a new one."
    )


def decode(data: bytes) -> str:
    """Return the text of a file, whatever program saved it; unreadable letters are replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if data[1:2] == b"\0" or data[:1] == b"\0":  # UTF-16 without its mark
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _journal(data: bytes) -> HandIn:
    if b"\0" in data[:4] or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        data = decode(data).encode(errors="replace")
    found, unreadable = HandIn("a journal"), 0
    parts = [part for part in data.splitlines() if part.strip()]
    for part in parts[:MOST_LINES]:
        if line := parse_line(part):
            found.lines.append(line)
        else:
            unreadable += 1
    if len(parts) > MOST_LINES:
        found.remarks.append(f"Only the first {MOST_LINES} lines are read.")
    if not found.lines:
        raise UserError("None of its lines is a line of a journal. Ask for the file again.")
    if unreadable:
        one = "One line is" if unreadable == 1 else f"{unreadable} lines are"
        found.remarks.append(f"{one} damaged and left out; the others are all used.")
    return found


def _word_text(data: bytes) -> str:
    """Return the text of a Word document: what is left without its tags."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            archive.open("word/document.xml") as part,
        ):
            xml = part.read(MOST_BYTES + 1)
    except Exception:  # a damaged archive can raise anything
        raise UserError("This Word document is damaged. Ask for it again.") from None
    if len(xml) > MOST_BYTES:
        raise UserError("This Word document unpacks to far more than a student can have written.")
    return _TAG.sub("", xml.decode("utf-8", errors="replace"))


def _lines_in(text: str, kind: str) -> Iterator[HandIn]:
    """Yield what the lines for this program contain; a record contains more than results do."""
    problems: list[UserError] = []
    for match in list(_RECORD.finditer(text))[:MOST_LINES]:
        try:
            yield HandIn(kind, read_record(match[0]))
            return
        except UserError as error:
            problems.append(error)
    if problems:
        raise UserError(
            "Its last part is missing or was changed, so nothing in it can be trusted. "
            "Ask for it again."
        )
    places = [match.start() for match in _RESULTS.finditer(text)][:MOST_LINES]
    for place, end in zip(places, [*places[1:], len(text)], strict=False):
        before = text[max(place - 200, 0) : place].rpartition("\n")[2]
        name = before.strip(" \t:;,\"'–-") if len(places) > 1 else ""
        yield HandIn("a line of results", results=_results(text[place:end]), name=name)


def _results(text: str) -> Results:
    """Read a line of results that may be broken up, or may have other words after it."""
    first = _RESULTS.match(text)
    try:
        return read_line(first[0] if first else text)
    except UserError:
        return read_line(text)


def _form(text: str, delimiter: str) -> Iterator[HandIn]:
    """Yield a hand-in for each row of a form's answers that contains a line of results."""
    if export_line.NAME not in text:
        return
    head = text.partition("\n")[0]
    comma = delimiter or max(",;\t", key=head.count)
    csv.field_size_limit(MOST_BYTES)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=comma))
    except csv.Error:
        raise UserError("This table is damaged. Export it from the form again.") from None
    header = [cell.strip().casefold() for cell in rows[0]]
    for number, row in enumerate(rows[:MOST_LINES], 1):
        cells = [cell for cell in row if cell.strip().startswith(f"{export_line.NAME}.")]
        for cell in cells[-1:]:
            name = _name_in_row(header, row) or f"row {number}"
            try:
                yield HandIn(f"row {number} of a form", results=_results(cell.strip()), name=name)
            except UserError as error:
                yield HandIn(f"row {number} of a form", name=name, remarks=[str(error)])


#: The headings under which a form has a name, the best first.
_NAME_HEADINGS: Final = (
    "name",
    "your name",
    "full name",
    "student",
    "student name",
    "display name",
)


def _name_in_row(header: list[str], row: list[str]) -> str:
    cells = {head: cell.strip() for head, cell in zip(header, row, strict=False)}
    first, last = (
        next((cells[head] for head in cells if head.replace("_", " ").startswith(word)), "")
        for word in ("first name", "last name")
    )
    whole = next((cells[head] for head in _NAME_HEADINGS if cells.get(head)), "")
    mail = next((cells[head] for head in cells if "mail" in head and cells[head]), "")
    return whole or f"{first} {last}".strip() or mail


def describe(found: HandIn, used: int, kept: int) -> str:
    """Say what of a hand-in is used: `kept` of the `used` lines that it contains."""
    if found.results:
        return f"Accepted: {found.kind}, {with_count(found.results.answers, 'answer')}, no texts."
    more = f" ({with_count(used - kept, 'line')} not used)" if kept < used else ""
    return f"Accepted: {found.kind}, {with_count(kept, 'line')}{more}."
