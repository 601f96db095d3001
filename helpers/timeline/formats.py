"""Timelines as files: PNG, SVG and PDF that are the same bytes every time, and JSON for TimelineJS 3."""

import re
from datetime import date
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from helpers.compare.contradictions import claims_touched, contradictions_of
from helpers.display.html import list_html
from helpers.errors import UserError
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.model import Lesson
from helpers.timeline.canvas import figure_of, fixed_style
from helpers.timeline.describe import short
from helpers.timeline.figure import NO_METADATA
from helpers.timeline.layout import FAMILY, HINTING, text_width

SHARP = 200  # pixels per inch of a saved PNG

_TEXT = re.compile(
    rf"(<text style=\"[^\"]*?font-size: ([\d.]+)px; font-family: )'{FAMILY}'([^\"]*\"[^>]*)>([^<]*)<"
)


def save(timeline: "Axes | list[Axes]", path: Path) -> None:
    """Save a timeline, or the pages of `timeline_pages`; the end of the file's name (png, svg or pdf) says how.

    A ValueError if this is no timeline, or if there are several pages and the file is no PDF.
    """
    pages, kind = timeline if isinstance(timeline, list) else [timeline], path.suffix[1:]
    if not pages or any(not hasattr(ax, "timeline") for ax in pages):
        raise UserError(
            "This is no timeline. Give export(...) what plot_timeline(...) returned: my_timeline = plot_timeline(...)."
        )
    if len(pages) > 1 and kind != "pdf":
        raise UserError(
            f"These are {len(pages)} pages. Only a PDF holds several: export(lesson, 'timeline.pdf', pages)."
        )
    figures, words = [figure_of(ax) for ax in pages], short(pages[0].timeline)  # type: ignore[attr-defined]
    if kind == "svg":
        path.write_text(svg(figures[0], words), encoding="utf-8", newline="\n")
        return
    said: dict[str, Any] = {**NO_METADATA[kind], "Title": words}
    with fixed_style():
        if kind == "pdf":
            with PdfPages(path, metadata=said) as file:
                for figure in figures:
                    file.savefig(figure)
        else:
            figures[0].savefig(path, format=kind, dpi=SHARP, metadata=said)


def svg(figure: Figure, words: str) -> str:
    """Return a figure as SVG: its text stays text, and keeps its width where the font is another one.

    A screen reader reads the words in place of the drawing.
    """
    buffer = BytesIO()
    with fixed_style():
        figure.savefig(buffer, format="svg", metadata={**NO_METADATA["svg"], "Title": words})
    drawn = (
        buffer.getvalue()
        .decode("utf-8")
        .replace("<svg ", f'<svg role="img" aria-label="{escape(words)}" ', 1)
    )
    return _TEXT.sub(_with_width, drawn)


def _with_width(text: re.Match[str]) -> str:
    """Give a text its width: a reader without the font gets another one, squeezed or stretched, and no overlap."""
    head, size, rest, words = text.groups()
    wide = (
        text_width(unescape(words), float(size), "weight: 700" in head, "style: italic" in head)
        / HINTING
    )
    return f'{head}\'{FAMILY}\', Verdana, sans-serif{rest} textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs">{words}<'


def timelinejs(lesson: Lesson) -> dict[str, Any]:
    """Return the chronology as data for TimelineJS 3.

    A title slide has the contradictions; each event has a slide: dates as exact as they are known,
    and in words; the summary; the claims of the text that it bears on; its sources as credit.

    TimelineJS takes words as HTML, so all of ours are escaped. It does so after cleaning, twice for
    dates and groups, and makes links of what looks like an address without looking what else stands
    in it: hence `autolink` off.
    """
    touched = claims_touched(lesson)
    clashes = [
        f"{clash.claim}: {clash.explanation}" for clash in contradictions_of(lesson).itertuples()
    ]
    intro = f"{len(lesson.events)} events as the record shows them. Where the text under study contradicts it:"
    return {
        "scale": "human",
        "title": {
            "unique_id": "title",
            "autolink": False,
            "text": {
                "headline": "The record, and the story of the text",
                "text": f"<p>{escape(intro)}</p>{list_html(clashes)}",
            },
        },
        "events": [
            _slide(lesson, event, touched.get(str(event.id), []))
            for event in lesson.events.itertuples()
        ],
    }


def _slide(lesson: Lesson, event: Any, touched: list[str]) -> dict[str, Any]:
    when, sides = parse_date(event.date), split(event.sides)
    clock = (
        f", {'about ' if event.time.endswith('~') else ''}{event.time[:5]} local time"
        if event.time
        else ""
    )
    notes = [escape(cite(lesson, one)) for one in split(event.sources)]
    text = f"<p>{escape(event.summary)}</p><p>{escape(event.place)}. {escape(event.actors)}.</p>"
    text += f"<p><b>Disputed:</b> {escape(event.disputed)}</p>" if event.disputed else ""
    text += f"<p><b>What it means for the text</b></p>{list_html(touched)}" if touched else ""
    return {
        "unique_id": event.id,
        "autolink": False,
        "group": escape(escape(sides[0] if len(sides) == 1 else "several sides")),
        **_dates(when),
        "display_date": when.in_words() + clock,
        "text": {"headline": escape(event.title), "text": text},
        "media": {
            "url": "<blockquote>How do we know?</blockquote>",
            "credit": "<br>".join(notes),
            "caption": "One source only was found." if event.single_sourced else "",
        },
    }


def _dates(when: HistoricalDate) -> dict[str, Any]:
    """Return start and end with no more parts than are known; a month or a year is drawn over its whole length."""
    start, end = when.text.split("/") if "/" in when.text else (when.text, "")
    first, last = when.earliest, when.latest
    known = start if first else end
    # TimelineJS drops an end whose parts are those of the start, as it takes "July" and "31 July"
    # to be the same day. The start's own words keep it.
    begin = {**_parts(first or last, known), "display_date": parse_date(known).in_words()}
    return (
        {"start_date": begin}
        if not (first and last) or first == last
        else {"start_date": begin, "end_date": _parts(last)}
    )


def _parts(day: date | None, known: str = "YYYY-MM-DD") -> dict[str, int]:
    """Return year, month and day as far as the date in EDTF knows them."""
    assert day is not None  # a date has at least one end
    count = sum(part.strip("~?%").isalnum() and "XX" not in part for part in known.split("-"))
    return dict(zip(("year", "month", "day")[:count], (day.year, day.month, day.day), strict=False))
