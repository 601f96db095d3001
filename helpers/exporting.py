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
from helpers.lesson.cells import split
from helpers.lesson.citations import cite, short_notes
from helpers.lesson.model import Lesson

#: What a spreadsheet would run as a formula, also in wide letters and after blanks (OWASP, “CSV
#: Injection”).
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

#: Control characters and halves of letters, which a file can't hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: So many fit into a cell of Excel.
MOST_LETTERS = 32_767

#: What means something in Markdown, and what does so at the beginning of a line only.
_MARKDOWN, _FIRST = re.compile(r"[\\`*_\[\]<>{}#|~$&!^@:]"), re.compile(r"([-+]|\d+[.)])(?=\s|$)")


def export(lesson: Lesson, what: str, timeline: Any = None) -> Page:
    """Save something as a file in your folder ``my-work``; a file of that name that was there is kept under a dated name.

    Each file is made anew from the data, the same bytes from the same data.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    what : str
        ``"chronology.csv"``, ``"chronology.xlsx"`` or ``"chronology.md"`` (with notes);
        ``"sources.json"`` (CSL-JSON), ``"sources.bib"`` or ``"sources.ris"``; ``"lesson.zip"``, all
        data as a Frictionless Data Package; ``"timeline.json"`` for TimelineJS 3;
        ``"timeline.png"``, ``"timeline.svg"`` or ``"timeline.pdf"``.
    timeline : Axes or list of Axes, optional
        For a picture: what `plot_timeline` returned, or for a PDF the pages of `timeline_pages`.
        Without it the whole is drawn, in the PDF on as many A4 pages as it takes.

    Returns
    -------
    Page
        The sentence that says where the file is, or why it could not be saved.

    Raises
    ------
    ValueError
        If `what` is none of these.

    See Also
    --------
    my_work : Save your answers.
    plot_timeline : Draw the timeline that is to be saved.

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
    return paragraph(save_as(what, lambda half: WRITERS[what](lesson, half, timeline)))


def chronology(lesson: Lesson) -> pd.DataFrame:
    """Return the events with their short citations in place of the ids of sources."""
    events = lesson.events.drop(columns=["earliest", "latest", "date_kind", "single_sourced"])
    return events.assign(sources=[short_notes(cell, lesson) for cell in events["sources"]])


def harmless(table: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """Return a table in which no text is run by a spreadsheet: what looks like a formula gets an apostrophe before it.

    At `most` so many characters of a text are kept; three dots say where it was cut.
    """

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = _UNWRITABLE.sub("\ufffd", value)
        text = f"'{text}" if _FORMULA.match(text) else text
        return text if most is None or len(text) <= most else text[: most - 1] + "…"

    return table.map(cell)


def markdown(lesson: Lesson) -> str:
    """Return the chronology as Markdown with a note for every source."""
    lines, notes, year = ["# Chronology", ""], list[str](), ""
    events: Iterable[Any] = lesson.events.itertuples()
    for event in events:
        begins = (
            "The beginning is not known" if pd.isna(event.earliest) else str(event.earliest.year)
        )
        if begins != year:
            year = begins
            lines += [f"## {year}", ""]
        marks = ""
        for source in split(str(event.sources)):
            notes.append(f"[^{len(notes) + 1}]: {_plain(cite(lesson, source))}")
            marks += f"[^{len(notes)}]"
        lines += [
            f"**{event.date_words}**, {_plain(event.place)}. {_plain(event.title)}. {_plain(event.summary)}{marks}",
            "",
        ]
        if event.disputed:
            lines += [f"*Disputed:* {_plain(event.disputed)}", ""]
    return "\n".join([*lines, *notes, ""])


def _plain(text: Any) -> str:
    """Return text that Markdown shows as it is, in one line."""
    words = _MARKDOWN.sub(r"\\\g<0>", " ".join(_UNWRITABLE.sub("\ufffd", str(text)).split()))
    first = _FIRST.match(words)
    return f"{words[: first.end() - 1]}\\{words[first.end() - 1 :]}" if first else words


def _csv(lesson: Lesson, path: Path, _: Any) -> None:
    # The mark at the beginning lets Excel read the accents.
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
            harmless(table, MOST_LETTERS).to_excel(
                writer, sheet_name=name, index=False, freeze_panes=(1, 0)
            )


def _markdown(lesson: Lesson, path: Path, _: Any) -> None:
    path.write_text(markdown(lesson), encoding="utf-8", newline="\n")


def _copy(lesson: Lesson, path: Path, _: Any) -> None:
    shutil.copyfile(lesson.folder / path.name, path)


def _package(lesson: Lesson, path: Path, _: Any) -> None:
    package = json.loads((lesson.folder / "datapackage.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ["datapackage.json", *(resource["path"] for resource in package["resources"])]:
            file.writestr(
                zipfile.ZipInfo(name), (lesson.folder / name).read_bytes(), zipfile.ZIP_DEFLATED
            )


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

    path.write_text(
        json.dumps(timelinejs(lesson), ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
        newline="\n",
    )


#: File name to the function that writes it.
WRITERS = {
    "chronology.csv": _csv,
    "chronology.xlsx": _excel,
    "chronology.md": _markdown,
    "sources.json": _copy,
    "sources.bib": _copy,
    "sources.ris": _copy,
    "lesson.zip": _package,
    "timeline.png": _picture,
    "timeline.svg": _picture,
    "timeline.pdf": _picture,
    "timeline.json": _timelinejs,
}
