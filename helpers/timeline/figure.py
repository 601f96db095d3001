"""`plot_timeline`: read the tables, plan the timeline, and draw it on a page or on given Axes."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes

from helpers.display.figures import figure_html
from helpers.display.html import Page
from helpers.display.style import COLOURS
from helpers.errors import UserError
from helpers.lesson.model import Lesson
from helpers.timeline.describe import short_description, text_description
from helpers.timeline.model import SIZES, Content
from helpers.timeline.plan.page import plan_page
from helpers.timeline.plan.scale import Scale
from helpers.timeline.plan.timeline import Plan, plan_timeline
from helpers.timeline.read.content import read_content
from helpers.timeline.read.lanes import LANES
from helpers.timeline.render.timeline import render, render_page
from helpers.timeline.saving import TimelineFigure, figure_of, fixed_style

#: Sizes that are printed on paper, in black and white.
PAPER = ("a4", "letter")


class TimelineAxes(Axes):
    """Axes that a notebook shows as an image with its text description."""

    timeline: Plan

    def __repr__(self) -> str:
        if hasattr(self, "timeline"):
            return short_description(self.timeline)
        return super().__repr__()

    def _repr_html_(self) -> str:
        short, description = short_description(self.timeline), text_description(self.timeline)
        with fixed_style():
            html = figure_html(
                figure_of(self), short, description.html, title=self.timeline.content.title
            )
        return Page(html, description.text)._repr_html_()


def plot_timeline(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None = None,
    contradictions: pd.DataFrame | None = None,
    *,
    only: Iterable[str] | None = None,
    lanes: str | None = None,
    ax: Axes | None = None,
    size: str = "notebook",
    theme: str | None = None,
    title: str | None = None,
    span: str | None = None,
) -> Axes:
    """Draw events, and the claims of a text beside them, on one axis of time.

    The text’s claims are above the axis, the record is below it. Events without room for a label
    are drawn as ticks, and counted.

    Parameters
    ----------
    events : DataFrame or Lesson
        Rows with at least the columns `date` (EDTF) and `title`, such as ``lesson.events`` or a
        part of it. Of a lesson everything is drawn: its events, the claims that can be dated, and
        all contradictions.
    claims : DataFrame, str or iterable of str, optional
        Claims with `id`, `title` and `date` (empty if the text gives none), as from
        `claims_in_time`; with a lesson, the ids of the claims to draw, or one id.
    contradictions : DataFrame, optional
        As from `helpers.find_contradictions`; each becomes a link from the claim to the record.
    only : iterable of str, optional
        Ids of the events to draw; contradictions are those of the complete record.
    lanes : {"side", "category", "place", "actors"}, optional
        Divide the record into lanes. An event of two sides appears in both and is counted once.
        The fullest lane comes first, but sides are in the lesson’s order: that of
        ``lesson.events.attrs["sides"]``, which a part of the table keeps.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    size : {"notebook", "screen", "projector", "a4", "letter", "poster"}
        Format of the new figure, and size of the type; a figure for the screen fits on one of
        1366 × 768 points.
    theme : {"light", "dark", "print"}, optional
        Colours; black and white for paper sizes, else light.
    title : str, optional
        The heading of the figure.
    span : str, optional
        A date or interval in EDTF: only what may have happened in it is drawn.

    Returns
    -------
    matplotlib.axes.Axes
        The axes: x is in days as matplotlib counts them, y in points from the top. Its attribute
        `timeline` is the plan of everything drawn; `describe_timeline` puts it into words.

    Raises
    ------
    ValueError
        If a column is missing, a date can't be read, or `lanes`, `size` or `theme` is not one of
        those named.

    See Also
    --------
    describe_timeline : The text description.
    export : Save a timeline as a file.
    browse : Choose what is drawn without code.

    Examples
    --------
    >>> import pandas as pd
    >>> dates, titles = ["1960-02-13", "1961-04~"], ["Accords signed", "A landing"]
    >>> mine = pd.DataFrame({"date": dates, "title": titles})
    >>> plot_timeline(mine)
    Timeline of 2 events, February 1960 to May 1961.
    """
    check_choices(lanes, size, theme)
    content = read_content(
        events, claims, contradictions, only=only, lanes=lanes, span=span, title=title
    )
    if ax is None:
        return draw_page(content, size, theme)
    return _draw_on(ax, replace(content, title=str(title or ""), default_title=False), size, theme)


def check_choices(lanes: str | None, size: str, theme: str | None) -> None:
    """Raise an error that names the possible choices if one of these is not possible."""
    for name, value, allowed in (
        ("lanes", lanes, [*LANES, None]),
        ("size", size, [*SIZES]),
        ("theme", theme, [*COLOURS, None]),
    ):
        if value not in allowed:
            raise UserError(
                f"{name}={value!r} is not possible. Choose one of {', '.join(map(repr, allowed))}."
            )


def draw_page(content: Content, size: str, theme: str | None) -> TimelineAxes:
    """Draw a timeline on a page of its own."""
    page = plan_page(content, size)
    plan, margin = page.plan, page.margin
    width, height = page.width, page.height
    colours = COLOURS[theme or ("print" if size in PAPER else "light")]
    with fixed_style(plain=True):
        figure = TimelineFigure(
            figsize=(width / 72, height / 72), dpi=100, facecolor=colours["page"]
        )
        box = (margin / width, margin / height, plan.scale.width / width, plan.height / height)
        ax = TimelineAxes(figure, box)
        figure.add_axes(ax)
        render_page(page, ax, colours)
    ax.timeline = plan
    return ax


def _draw_on(ax: Axes, content: Content, size: str, theme: str | None) -> Axes:
    """Draw a timeline on the caller's Axes, within the height that they have."""
    figure = figure_of(ax)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    box, points = ax.get_window_extent(), 72 / figure.dpi
    scale = Scale.of(content, box.width * points, SIZES[size][2])
    plan = plan_timeline(content, scale, box.height * points)
    render(plan, ax, COLOURS[theme or "light"])
    if content.title:
        ax.set_title(content.title, loc="left", parse_math=False, wrap=True)
    ax.timeline = plan  # type: ignore[attr-defined]
    return ax
