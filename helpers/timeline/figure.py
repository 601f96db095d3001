"""The figure: two stories on one axis of time, and links where they clash."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.compare.contradictions import contradictions_of
from helpers.compare.placement import claims_in_time
from helpers.display.figures import figure_html
from helpers.display.html import Page
from helpers.display.style import COLOURS
from helpers.errors import UserError
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson
from helpers.timeline import describe
from helpers.timeline.canvas import figure_of, fixed_style
from helpers.timeline.model import SIZES, Band, Timeline
from helpers.timeline.plan import Plan, TooSmall
from helpers.timeline.read import (
    LANES,
    Mark,
    bounds,
    by_hours,
    extent,
    lane_order,
    read_claims,
    read_events,
)
from helpers.timeline.render import Painter

SMALLEST = 0.58  # so far the type may shrink on a page of fixed height: six lanes and the text then fit on a slide

#: What a file would say about when and with what it was made; without it the bytes are the same
#: every time.
NO_METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class TimelineFigure(Figure):
    """A figure that is saved with the same bytes every time, and with text as text in SVG and PDF."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save the figure as `matplotlib.figure.Figure.savefig` does, with every setting fixed that changes its bytes."""
        kind = str(
            kwargs.get("format")
            or (Path(fname).suffix[1:] if isinstance(fname, str | Path) else "png")
        ).lower()
        if kind == "png":  # no larger than with the default, and written in half the time
            kwargs.setdefault("pil_kwargs", {"compress_level": 3})
        kwargs["metadata"] = {**NO_METADATA.get(kind, {}), **(kwargs.get("metadata") or {})}
        with fixed_style():
            super().savefig(fname, **kwargs)


class TimelineAxes(Axes):
    """Axes that speak: in a notebook they show themselves as an image with words."""

    timeline: Timeline

    def __repr__(self) -> str:
        return describe.short(self.timeline) if hasattr(self, "timeline") else super().__repr__()

    def _repr_html_(self) -> str:
        told = describe.text_description(self.timeline)
        with fixed_style():
            html = figure_html(
                figure_of(self), describe.short(self.timeline), told.html, self.timeline.title
            )
        return Page(html, told.text)._repr_html_()


def plot_timeline(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None = None,
    contradictions: pd.DataFrame | None = None,
    *,
    lanes: str | None = None,
    ax: Axes | None = None,
    size: str = "notebook",
    theme: str | None = None,
    title: str | None = None,
    span: str | None = None,
) -> Axes:
    """Draw events, and the claims of a text beside them, on one axis of time.

    What the text tells stands above the axis, the record below. What has no room for words is a
    stroke, and is counted.

    Parameters
    ----------
    events : DataFrame or Lesson
        Rows with at least the columns `date` (EDTF) and `title`, such as ``lesson.events`` or a
        part of it. A lesson is drawn whole: its events, the claims that have a place in time, and
        all contradictions.
    claims : DataFrame, str or iterable of str, optional
        Claims with `id`, `title` and `date` (empty if the text gives none), as from
        `claims_in_time`; with a lesson, the ids of the claims to draw, or one id.
    contradictions : DataFrame, optional
        As from `helpers.find_contradictions`; each becomes a link from the claim to the record.
    lanes : {"side", "category", "place", "actors"}, optional
        Divide the record into lanes; an event of two sides stands in both and is counted once.
    ax : matplotlib.axes.Axes, optional
        Where to draw; if not given, a figure is made.
    size : {"notebook", "projector", "a4", "letter", "poster"}
        Format of the figure that is made, and size of the type.
    theme : {"light", "dark", "print"}, optional
        Colours; black and white for paper sizes, else light.
    title : str, optional
        The heading of the figure.
    span : str, optional
        A date or interval in EDTF: only what may lie in it is drawn.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: x is in days as matplotlib counts them, y in points from the top.
        `describe_timeline` puts it into words.

    Raises
    ------
    ValueError
        If a column is missing, a date can't be read, or `lanes`, `size` or `theme` is not one of
        those named.

    See Also
    --------
    describe_timeline : The same in words.
    export : Save a timeline as a file.
    browse : Choose what is drawn without code.

    Examples
    --------
    >>> import pandas as pd
    >>> mine = pd.DataFrame({"date": ["1960-02-13", "1961-04~"], "title": ["Accords signed", "A landing"]})
    >>> plot_timeline(mine)
    Timeline of 2 events, February 1960 to May 1961.
    """
    check(lanes, size, theme)
    line = timeline(events, claims, contradictions, lanes, span, title)
    if ax is None:
        return page(line, size, theme)
    line.title, line.own_title = str(title or ""), False
    figure = figure_of(ax)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    box, points = ax.get_window_extent(), 72 / figure.dpi
    place = Plan(line, SIZES[size][2], box.width * points)
    place.plan(box.height * points, grow=False)
    Painter(place, ax, COLOURS[theme or "light"]).paint()
    if line.title:
        ax.set_title(line.title, loc="left", parse_math=False, wrap=True)
    ax.timeline = line  # type: ignore[attr-defined]
    return ax


def timeline(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None,
    contradictions: pd.DataFrame | None,
    lanes: str | None,
    span: str | None,
    title: str | None = None,
) -> Timeline:
    """Read what a figure shows; the parameters are those of `plot_timeline`."""
    limits = parse_date(span) if span else None
    if not isinstance(events, pd.DataFrame | Lesson):
        raise UserError(
            f"This is a {type(events).__name__}. Give a table of events, such as events.head(), or the lesson."
        )
    if isinstance(events, Lesson):
        lesson = events
        events, claims = lesson.events, claims_in_time(lesson, claims)  # type: ignore[arg-type]
        contradictions = contradictions_of(lesson)
    elif claims is not None and not isinstance(claims, pd.DataFrame):
        raise UserError("Ids of claims need a lesson: plot_timeline(lesson, claims=[...]).")
    record, outside = read_events(events, lanes, limits)
    told = (
        []
        if claims is None and contradictions is None
        else read_claims(
            claims,
            contradictions,
            {str(n): str(d) for n, d in zip(events["id"], events["date"], strict=True)}
            if "id" in events
            else {},
        )
    )
    low, high = bounds(limits) if limits else (-math.inf, math.inf)
    placed = [mark for mark in told if mark.date or mark.links]
    in_span = (
        [mark for mark in placed if any(x < high and y > low for x, y in _places(mark))]
        if limits
        else placed
    )
    first, last = extent([*record, *in_span])
    low, high = (
        (low if math.isfinite(low) else min(first, high)),
        (high if math.isfinite(high) else max(last, low)),
    )
    zone = ""
    if high - low <= 16:
        record, zone = by_hours(record, events)
    if not math.isfinite(high - low):
        low, high = 0.0, 0.0
    bands = [Band("The text claims", "text", in_span)] if told else []
    names = lane_order(record) if lanes else []
    bands += [
        Band(name, "record", [mark for mark in record if name in mark.lanes]) for name in names
    ]
    if not names:
        bands.append(Band("The record shows" if told else "", "record", record))
    unplaced = [mark for mark in told if not (mark.date or mark.links)]
    line = Timeline(
        "",
        title is None,
        low,
        high,
        bands,
        unplaced,
        outside,
        zone,
        lanes,
        claims_outside=len(placed) - len(in_span),
    )
    line.title = str(title) if title is not None else describe.title(line)
    return line


def page(line: Timeline, size: str, theme: str | None) -> TimelineAxes:
    """Draw a timeline on a page of its own.

    The type shrinks if a page of fixed height can't hold its lanes; `TooSmall` if even the smallest
    does not fit.
    """
    place, head, margin = planned(line, size)
    width, height = place.width + 2 * margin, place.height + head + margin
    colours = COLOURS[theme or ("print" if size in ("a4", "letter") else "light")]
    with fixed_style(plain=True):
        figure = TimelineFigure(
            figsize=(width / 72, height / 72), dpi=100, facecolor=colours["page"]
        )
        ax = TimelineAxes(
            figure, (margin / width, margin / height, place.width / width, place.height / height)
        )
        figure.add_axes(ax)
        painter = Painter(place, ax, colours)
        painter.paint()
        painter.head(margin)
    ax.timeline = line
    return ax


def planned(line: Timeline, size: str) -> tuple[Plan, float, float]:
    """Plan a page: where everything goes, and the heights of the head and of the margin."""
    width, height, points = SIZES[size]
    for factor in (1.0, 0.9, 0.8, 0.7, 0.6, SMALLEST):
        margin = 2.2 * points * factor
        place = Plan(line, points * factor, width * 72 - 2 * margin)
        head = place.head_height()
        try:
            place.plan(height * 72 - head - margin, grow=size == "notebook")
        except TooSmall:
            if factor == SMALLEST:
                raise
            continue
        if not any(
            mark.reversed for band in line.bands for group in band.groups for mark in group.marks
        ):
            break  # what the text is wrong about most plainly has its words
    return place, head, margin


def _places(mark: Mark) -> list[tuple[float, float]]:
    return [(mark.left, mark.right), *(bounds(link.date) for link in mark.links)]


def check(lanes: str | None, size: str, theme: str | None) -> None:
    """Say what can be chosen if a choice is none of it."""
    for name, value, allowed in (
        ("lanes", lanes, [*LANES, None]),
        ("size", size, [*SIZES]),
        ("theme", theme, [*COLOURS, None]),
    ):
        if value not in allowed:
            raise UserError(
                f"{name}={value!r} is not possible. Choose one of {', '.join(map(repr, allowed))}."
            )
