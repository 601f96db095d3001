"""Save the chronology, the sources, the data or a timeline as a file in the student's folder."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.display.html import Page, paragraph
from helpers.errors import UserError
from helpers.files import save_as
from helpers.lesson.annotations import annotations
from helpers.lesson.cells import split
from helpers.lesson.citations import cite, short_notes
from helpers.lesson.date_words import year_in_words
from helpers.lesson.model import Lesson
from helpers.lesson.sealing import unseal

#: The beginning of a cell that a spreadsheet would run as a formula, also in wide letters and after
#: spaces (OWASP, “CSV Injection”).
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

#: Everything between a word and a sign that begins a formula; it may contain a `_SEPARATOR`.
_BEFORE_FORMULA = re.compile(r"""(?<![\s";])[\s";]+(?=[=+\-@＝＋－＠])""")

#: Where Excel begins a new cell if the list separator of the system is a semicolon: quotation marks
#: do not protect the text then.
_SEPARATOR = re.compile(r"[;\t\r\n]")

#: Control characters and halves of letters, which a file can't contain.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: The most characters that a cell of Excel can contain.
EXCEL_CELL_LENGTH = 32_767

#: The characters that mean something in Markdown.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>{}#|~$&!^@:]")

#: What means something only at the beginning of a line: a list.
_MARKDOWN_LIST = re.compile(r"([-+]|\d+[.)])(?=\s|$)")


def export(lesson: Lesson, what: str, timeline: Any = None) -> Page:
    """Save something as a file in your folder ``my-work``.

    An older file of that name is kept under a dated name. Each file is made from the data: the same
    data give the same bytes.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    what : str
        ``"chronology.csv"``, ``"chronology.xlsx"`` or ``"chronology.md"`` (with notes);
        ``"claims.jsonld"``, the claims as W3C Web Annotations; ``"sources.json"`` (CSL-JSON),
        ``"sources.bib"`` or ``"sources.ris"``; ``"lesson.zip"``, all data as a Frictionless Data
        Package; ``"timeline.json"`` for TimelineJS 3; ``"timeline.png"``, ``"timeline.svg"`` or
        ``"timeline.pdf"``.
    timeline : Axes or list of Axes, optional
        For a picture: what `plot_timeline` returned, or for a PDF the pages of `timeline_pages`.
        Without it the complete timeline is drawn, in the PDF on as many A4 pages as it takes.

    Returns
    -------
    Page
        A sentence that says where the file is, or why it could not be saved.

    Raises
    ------
    ValueError
        If `what` is none of these.

    See Also
    --------
    my_work : Save your answers.
    plot_timeline : Draw the timeline to save.

    Examples
    --------
    >>> from helpers import export, load_lesson
    >>> export(load_lesson(), "sources.bib")
    Saved: sources.bib, in your folder my-work. ...
    """
    if what not in WRITERS:
        raise UserError(
            f"There is nothing called {what!r} to save. Choose one of: {', '.join(WRITERS)}."
        )
    return paragraph(save_as(what, lambda path: WRITERS[what](lesson, path, timeline)))


def chronology(lesson: Lesson) -> pd.DataFrame:
    """Return the events with their short citations in place of the ids of sources."""
    events = lesson.events.drop(columns=["earliest", "latest", "date_kind", "single_sourced"])
    return events.assign(sources=[short_notes(cell, lesson) for cell in events["sources"]])


def harmless(table: pd.DataFrame, max_length: int | None = None) -> pd.DataFrame:
    """Return a table in which a spreadsheet runs no text as a formula: an apostrophe prevents it.

    Text is cut at `max_length` characters, and ends in three dots then.
    """

    def cell(value: Any) -> Any:
        return harmless_text(value, max_length) if isinstance(value, str) else value

    return table.map(cell)


def harmless_text(value: str, max_length: int | None = None) -> str:
    """Return a text that a spreadsheet does not run as a formula (see `harmless`)."""
    text = _BEFORE_FORMULA.sub(_after_separator, _UNWRITABLE.sub("\ufffd", value))
    if _FORMULA.match(text):
        text = f"'{text}"
    return text if max_length is None or len(text) <= max_length else text[: max_length - 1] + "…"


def _after_separator(before: re.Match[str]) -> str:
    """Put an apostrophe after the last separator before a formula, if there is any separator."""
    ends = [separator.end() for separator in _SEPARATOR.finditer(before[0])]
    return f"{before[0][: ends[-1]]}'{before[0][ends[-1] :]}" if ends else before[0]


def markdown(lesson: Lesson) -> str:
    """Return the chronology as Markdown with a note for every source."""
    lines, notes, year = ["# Chronology", ""], list[str](), ""
    events: Iterable[Any] = lesson.events.itertuples()
    for event in events:
        first = event.latest if pd.isna(event.earliest) else event.earliest  # as they are sorted
        if year_in_words(first.year) != year:
            year = year_in_words(first.year)
            lines += [f"## {year}", ""]
        marks = ""
        for source in split(str(event.sources)):
            notes.append(f"[^{len(notes) + 1}]: {_plain(cite(lesson, source))}")
            marks += f"[^{len(notes)}]"
        place, title, summary = map(_plain, (event.place, event.title, event.summary))
        lines += [f"**{event.date_words}**, {place}. {title}. {summary}{marks}", ""]
        if event.disputed:
            lines += [f"*Disputed:* {_plain(event.disputed)}", ""]
    return "\n".join([*lines, *notes, ""])


def _plain(value: Any) -> str:
    """Return text in one line that Markdown shows as it is."""
    line = " ".join(_UNWRITABLE.sub("\ufffd", str(value)).split())
    text = _MARKDOWN.sub(r"\\\g<0>", line)
    item = _MARKDOWN_LIST.match(text)
    return f"{text[: item.end() - 1]}\\{text[item.end() - 1 :]}" if item else text


def _csv(lesson: Lesson, path: Path, _: Any) -> None:
    # The byte order mark lets Excel read the accents.
    harmless(chronology(lesson)).to_csv(
        path, index=False, lineterminator="\r\n", encoding="utf-8-sig"
    )


def _excel(lesson: Lesson, path: Path, _: Any) -> None:
    tables = {
        "chronology": chronology(lesson),
        "claims": lesson.claims.drop(columns=["start", "end"]),
        "sources": lesson.sources,
    }
    with path.open("wb") as file, pd.ExcelWriter(file, engine="openpyxl") as writer:
        for name, table in tables.items():
            harmless(table, EXCEL_CELL_LENGTH).to_excel(
                writer, sheet_name=name, index=False, freeze_panes=(1, 0)
            )


def _markdown(lesson: Lesson, path: Path, _: Any) -> None:
    path.write_text(markdown(lesson), encoding="utf-8", newline="\n")


def _copy(lesson: Lesson, path: Path, _: Any) -> None:
    original = lesson.folder / path.name
    if not original.is_file():
        raise UserError(f"This lesson has no file {path.name}. `start.py build` makes it.")
    shutil.copyfile(original, path)


def _package(lesson: Lesson, path: Path, _: Any) -> None:
    package = json.loads((lesson.folder / "datapackage.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ["datapackage.json", *(resource["path"] for resource in package["resources"])]:
            data = unseal((lesson.folder / name).read_bytes())
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _picture(lesson: Lesson, path: Path, timeline: Any) -> None:
    from helpers.timeline.figure import plot_timeline
    from helpers.timeline.formats import save
    from helpers.timeline.pages import timeline_pages

    if timeline is None:
        timeline = (
            timeline_pages(lesson, size="a4") if path.suffix == ".pdf" else plot_timeline(lesson)
        )
    save(timeline, path)


def _timelinejs(lesson: Lesson, path: Path, _: Any) -> None:
    from helpers.timeline.timelinejs import timelinejs

    _json(timelinejs(lesson), path)


def _annotations(lesson: Lesson, path: Path, _: Any) -> None:
    _json(annotations(lesson), path)


def _json(value: Any, path: Path) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(_UNWRITABLE.sub("\ufffd", text) + "\n", encoding="utf-8", newline="\n")


#: File name to the function that writes it.
WRITERS = {
    "chronology.csv": _csv,
    "chronology.xlsx": _excel,
    "chronology.md": _markdown,
    "claims.jsonld": _annotations,
    "sources.json": _copy,
    "sources.bib": _copy,
    "sources.ris": _copy,
    "lesson.zip": _package,
    "timeline.png": _picture,
    "timeline.svg": _picture,
    "timeline.pdf": _picture,
    "timeline.json": _timelinejs,
}
