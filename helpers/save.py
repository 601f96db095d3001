"""Save the chronology, the bibliography, the data or a timeline as a file in the student's folder."""

import shutil
import zipfile
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.lesson import Lesson, work_folder
from helpers.page import Page
from helpers.tables import split
from helpers.views import cite

#: What goes into the Data Package, beside the tables that it describes.
PACKAGE = ["datapackage.json", "text.txt", "events.csv", "instruments.csv", "claims.csv", "assertions.csv", "disputes.csv", "sources.json"]


def export(lesson: Lesson, what: str, timeline: Any = None) -> Page:
    """Save something as a file in your folder ``my-work``; an older file of that name is kept under a dated name.

    Parameters
    ----------
    lesson : Lesson
    what : str
        ``"chronology.csv"``, ``"chronology.xlsx"`` or ``"chronology.md"`` (with notes); ``"sources.json"`` (CSL-JSON),
        ``"sources.bib"`` or ``"sources.ris"``; ``"lesson.zip"``, all data as a Frictionless Data Package;
        ``"timeline.json"`` for TimelineJS 3; ``"timeline.png"``, ``"timeline.svg"`` or ``"timeline.pdf"``.
    timeline : Axes, optional
        For a picture: what `plot_timeline` returned. Without it the whole timeline is drawn.

    Returns
    -------
    Page
        The sentence that says where the file is.

    Raises
    ------
    ValueError
        If `what` is none of these.
    """
    if what not in WRITERS:
        raise ValueError(f"There is nothing called {what!r} to save. Choose one of: {', '.join(WRITERS)}.")
    folder = work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / what
    half = folder / f".half-{what}"
    WRITERS[what](lesson, half, timeline)
    if path.exists():
        now = datetime.now().astimezone()
        path.rename(path.with_stem(f"{path.stem} until {now:%Y-%m-%d %H.%M.%S.%f}"))
    half.replace(path)
    words = f"Saved: {what}, in your folder {folder.name}. An older file of this name is kept under a dated name."
    return Page(f"<p>{escape(words)}</p>", words)


def chronology(lesson: Lesson) -> pd.DataFrame:
    """Return the events with their short citations in place of the ids of sources."""
    events = lesson.events.drop(columns=["earliest", "latest", "date_kind", "single_sourced"])
    notes = events["sources"].map(lambda cell: "; ".join(cite(lesson, one, "short").rstrip(".") for one in split(cell)))
    return events.assign(sources=notes)


def markdown(lesson: Lesson) -> str:
    """Return the chronology as Markdown with a note for every source."""
    lines, notes, year = ["# Chronology", ""], list[str](), ""
    for event in lesson.events.itertuples():
        if f"{event.earliest:%Y}" != year:
            year = f"{event.earliest:%Y}"
            lines += [f"## {year}", ""]
        marks = ""
        for source in split(str(event.sources)):
            notes.append(f"[^{len(notes) + 1}]: {_plain(cite(lesson, source))}")
            marks += f"[^{len(notes)}]"
        lines += [f"**{event.date_words}**, {_plain(event.place)}. {_plain(event.title)}. {_plain(event.summary)}{marks}", ""]
        if event.disputed:
            lines += [f"*Disputed:* {_plain(event.disputed)}", ""]
    return "\n".join([*lines, *notes, ""])


def _plain(text: Any) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>" else sign for sign in str(text))


def _csv(lesson: Lesson, path: Path, _: Any) -> None:
    chronology(lesson).to_csv(path, index=False, lineterminator="\n")


def _excel(lesson: Lesson, path: Path, _: Any) -> None:
    tables = {"chronology": chronology(lesson), "claims": lesson.claims.drop(columns=["start", "end"]), "sources": lesson.sources}
    with path.open("wb") as file, pd.ExcelWriter(file, engine="openpyxl") as writer:
        for name, table in tables.items():
            table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))


def _markdown(lesson: Lesson, path: Path, _: Any) -> None:
    path.write_text(markdown(lesson), encoding="utf-8", newline="\n")


def _copy(lesson: Lesson, path: Path, _: Any) -> None:
    shutil.copyfile(lesson.folder / path.name.removeprefix(".half-"), path)


def _package(lesson: Lesson, path: Path, _: Any) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in PACKAGE:
            package.writestr(zipfile.ZipInfo(name), (lesson.folder / name).read_bytes(), zipfile.ZIP_DEFLATED)


def _picture(lesson: Lesson, path: Path, timeline: Any) -> None:
    from helpers.timeline import plot_timeline
    from helpers.timeline.export import save

    save(plot_timeline(lesson) if timeline is None else timeline, path)


def _timelinejs(lesson: Lesson, path: Path, _: Any) -> None:
    import json

    from helpers.timeline.export import timelinejs

    path.write_text(json.dumps(timelinejs(lesson), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


#: File name to the function that writes it.
WRITERS = {
    "chronology.csv": _csv, "chronology.xlsx": _excel, "chronology.md": _markdown,
    "sources.json": _copy, "sources.bib": _copy, "sources.ris": _copy, "lesson.zip": _package,
    "timeline.png": _picture, "timeline.svg": _picture, "timeline.pdf": _picture, "timeline.json": _timelinejs,
}  # fmt: skip
