"""Claims and sources as a figure: which source supports, contradicts or partly supports a claim."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.display.figures import figure_html
from helpers.display.html import Page, displayable, list_html
from helpers.display.sheet import sheet
from helpers.display.stances import STANCES, stance_rows
from helpers.display.style import COLOURS
from helpers.lesson.date_words import year_in_words
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

#: At most so many sources have a column, so that their names can be read.
MAX_COLUMNS = 30

#: How each stance is drawn; shape and not only colour tells them apart (WCAG 1.4.1).
MARKERS = {
    "supports": {"marker": "o", "color": "record", "fillstyle": "full"},
    "partly": {"marker": "o", "color": "record", "fillstyle": "left"},
    "contradicts": {"marker": "X", "color": "text", "fillstyle": "full"},
}

#: The same as signs in front of words.
SIGNS = {"supports": "●", "partly": "◐", "contradicts": "✕"}

#: In inches: the figure and its margins, a row, and the size of the type in points.
WIDTH, LEFT, TOP, BOTTOM, RIGHT, ROW = 8.6, 3.15, 2.75, 0.85, 0.2, 0.38
POINTS = 9.0

#: So many letters of a claim fit into a line beside the matrix, and of a source above it.
CLAIM_LETTERS, SOURCE_LETTERS = 44, 36


@dataclass(frozen=True)
class _Plan:
    """What the figure shows: rows of claims, columns of sources, and where they meet."""

    rows: pd.DataFrame
    claims: list[str]
    sources: list[str]
    labels: dict[str, str]
    sides: dict[str, str]
    quotes: dict[str, str]

    @property
    def hidden(self) -> "pd.Series[int]":
        """For each claim, how many sources speak of it that have no column."""
        outside = self.rows[~self.rows["source"].isin(self.sources)]
        return outside["claim"].value_counts().reindex(self.claims, fill_value=0)


def show_matrix(lesson: Lesson) -> Page:
    """Show which source supports or contradicts which claim, as a figure.

    Each row is a claim in the order of the text, each column a source; columns of one side are
    together. An empty place means that the source is silent. Claims without any source and sources
    without any claim are left out.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``stances.csv``.

    Returns
    -------
    Page
        The figure with its description; printed, one line for each claim.

    Raises
    ------
    ValueError
        If the lesson has no stances.

    See Also
    --------
    browse : Sort and filter the same rows with ``browse(lesson, "claims")``.

    Examples
    --------
    >>> from helpers import load_lesson, show_matrix
    >>> show_matrix(load_lesson())
    Claims and sources: ...
    """
    plan = _plan(lesson)
    summary, lines = _summary(plan), _lines(plan)
    figure = _figure(plan)
    html = figure_html(figure, summary, list_html([summary, *lines]), "Claims and sources")
    return sheet(html, "\n".join([summary, *lines]))


def _plan(lesson: Lesson) -> _Plan:
    rows = stance_rows(lesson)
    sources = lesson.sources[lesson.sources["id"].isin(_chosen(rows))]
    sides = lesson.vocabulary.source_sides
    order = sorted(
        sources.itertuples(),
        key=lambda source: (sides.index(source.side), str(source.made_on), source.id),
    )
    return _Plan(
        rows,
        list(dict.fromkeys(rows["claim"])),
        [str(source.id) for source in order],
        _labels(order),
        {str(source.id): str(source.side) for source in order},
        dict(zip(rows["claim"], rows["quote"], strict=True)),
    )


def _chosen(rows: pd.DataFrame) -> set[str]:
    """Return the sources that get a column: those that speak of most claims.

    A claim counts for less the more sources already speak of it, so that no row stays empty for
    lack of room.
    """
    claims: dict[str, list[str]] = {}
    for source, claim in zip(rows["source"], rows["claim"], strict=True):
        claims.setdefault(str(source), []).append(str(claim))
    chosen: dict[str, None] = {}
    marks = dict.fromkeys(rows["claim"], 0)
    while claims and len(chosen) < MAX_COLUMNS:
        best = max(claims, key=lambda source: sum(1 / (1 + marks[one]) for one in claims[source]))
        for claim in claims.pop(best):
            marks[claim] += 1
        chosen[best] = None
    return set(chosen)


def _labels(sources: Sequence[Any]) -> dict[str, str]:
    """Return author or title of each source with its year, or with its date where years repeat."""
    labels = {str(source.id): _label(source, precise=False) for source in sources}
    repeated = Counter(labels.values())
    return {
        str(source.id): _label(source, precise=repeated[labels[str(source.id)]] > 1)
        for source in sources
    }


def _label(source: Any, precise: bool) -> str:
    author, quoted, _ = str(source.short).partition(", “")
    name = (author if quoted else author.strip("“”.")).removesuffix(".")
    try:
        made = parse_date(source.made_on)
    except DateError:
        return _shortened(name, SOURCE_LETTERS)
    date = made.in_words() if precise else year_in_words(made.sort_key[0].year)
    return f"{_shortened(name, SOURCE_LETTERS - len(date) - 2)}, {date}"


def _shortened(name: str, letters: int) -> str:
    """Cut a name at a comma, or after the last word for which there is room."""
    if len(name) <= letters:
        return name
    before = name[:letters].rpartition(", ")[0]
    return before or textwrap.shorten(name, letters, placeholder="…")


def _summary(plan: _Plan) -> str:
    """Return what the figure shows in one or two sentences."""
    total = plan.rows["source"].nunique()
    shown = len(plan.sources)
    counts = plan.rows["stance"].value_counts()
    marks = [f"“{name}”: {counts.get(stance, 0)}" for stance, name in STANCES.items()]
    text = (
        f"Claims and sources: {with_count(len(plan.claims), 'claim')}, "
        f"{with_count(total, 'source')}; {', '.join(marks)}."
    )
    if shown < total:
        text += (
            f" There is room for {shown} of the sources, chosen among those that speak of most "
            "claims. The last column counts the others."
        )
    return text


def _lines(plan: _Plan) -> list[str]:
    """Return one line for each claim: which of the sources in the figure say what about it."""
    hidden = plan.hidden
    lines = []
    for claim in plan.claims:
        rows = plan.rows[(plan.rows["claim"] == claim) & plan.rows["source"].isin(plan.sources)]
        parts = []
        for stance, name in STANCES.items():
            found = rows.loc[rows["stance"] == stance, "source"]
            labels = [f"{plan.labels[source]} ({plan.sides[source]})" for source in found]
            parts += [f"{SIGNS[stance]} {name}: {'; '.join(labels)}"] if labels else []
        parts += [with_count(int(hidden[claim]), "more source")] if hidden[claim] else []
        lines.append(f"“{plan.quotes[claim]}”: {'. '.join(parts)}.")
    return lines


def _figure(plan: _Plan) -> Figure:
    height = TOP + BOTTOM + ROW * len(plan.claims)
    figure = Figure(figsize=(WIDTH, height), facecolor=COLOURS["light"]["page"])
    box = (
        LEFT / WIDTH,
        BOTTOM / height,
        (WIDTH - LEFT - RIGHT) / WIDTH,
        ROW * len(plan.claims) / height,
    )
    ax = figure.add_axes(box)
    extra = bool(plan.hidden.any())
    columns = len(plan.sources) + extra
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(len(plan.claims) - 0.5, -0.5))
    _draw_grid(ax, plan)
    _draw_stances(ax, plan)
    _draw_sides(ax, plan)
    if extra:
        _draw_hidden(ax, plan)
    _draw_legend(figure)
    return figure


def _draw_grid(ax: Axes, plan: _Plan) -> None:
    colours = COLOURS["light"]
    labels = [displayable(plan.labels[source]) for source in plan.sources]
    claims = [_wrapped(displayable(plan.quotes[claim])) for claim in plan.claims]
    style: dict[str, Any] = {"fontsize": POINTS, "color": colours["ink"], "parse_math": False}
    ax.set_xticks(range(len(labels)), labels, rotation=90, **style)
    ax.set_yticks(range(len(claims)), claims, linespacing=1.05, **style)
    ax.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    for row in range(len(claims) + 1):
        ax.axhline(row - 0.5, color=colours["line"], linewidth=0.7, zorder=0)
    for column in range(len(labels) + 1):
        ax.axvline(column - 0.5, color=colours["line"], linewidth=0.4, zorder=0)


def _wrapped(quote: str) -> str:
    lines = textwrap.wrap(quote, CLAIM_LETTERS)
    rest = textwrap.shorten(" ".join(lines[1:]), CLAIM_LETTERS, placeholder="…")
    return "\n".join(lines if len(lines) < 3 else [lines[0], rest])


def _draw_stances(ax: Axes, plan: _Plan) -> None:
    across = {source: place for place, source in enumerate(plan.sources)}
    down = {claim: place for place, claim in enumerate(plan.claims)}
    for row in plan.rows.itertuples():
        if row.source in across:
            place = across[str(row.source)], down[str(row.claim)]
            ax.plot(*place, **_marker(str(row.stance)))


def _marker(stance: str) -> dict[str, Any]:
    marker = MARKERS[stance]
    colour = COLOURS["light"][marker["color"]]
    return {
        **marker,
        "color": colour,
        "markerfacecoloralt": COLOURS["light"]["page"],
        "markersize": 9,
        "linestyle": "none",
        "clip_on": False,
    }


def _draw_sides(ax: Axes, plan: _Plan) -> None:
    """Write each side below its columns, upright where it is too wide, and divide the sides."""
    sides = [plan.sides[source] for source in plan.sources]
    bottom = len(plan.claims) - 0.5
    inches = (WIDTH - LEFT - RIGHT) / (ax.get_xlim()[1] + 0.5)
    for side in dict.fromkeys(sides):
        first = sides.index(side)
        last = first + sides.count(side) - 1
        narrow = (last - first + 1) * inches < len(side) * POINTS * 0.0085
        _divide(ax, (first - 0.5, last + 0.5), bottom)
        ax.text(
            (first + last) / 2,
            bottom + 0.2,
            side,
            ha="center",
            va="top",
            rotation=90 if narrow else 0,
            fontsize=POINTS,
            fontweight="bold",
            color=COLOURS["light"]["ink"],
            parse_math=False,
        )


def _divide(ax: Axes, places: Sequence[float], bottom: float) -> None:
    for place in places:
        ax.plot(
            [place, place],
            [-0.5, bottom],
            color=COLOURS["light"]["quiet"],
            linewidth=1.1,
            clip_on=False,
        )


def _draw_hidden(ax: Axes, plan: _Plan) -> None:
    """Count the sources without a column in a last column."""
    place = len(plan.sources)
    style: dict[str, Any] = {"fontsize": POINTS, "color": COLOURS["light"]["ink"]}
    ax.set_xticks(
        [*ax.get_xticks(), place],
        [*(label.get_text() for label in ax.get_xticklabels()), "number of other sources"],
        parse_math=False,
    )
    for row, count in enumerate(plan.hidden):
        ax.text(place + 0.15, row, f"+{count}" if count else "", ha="center", va="center", **style)


def _draw_legend(figure: Figure) -> None:
    handles = [Line2D([], [], label=name, **_marker(stance)) for stance, name in STANCES.items()]
    figure.legend(
        handles=handles,
        title="What the source does to the claim\n(an empty place: it is silent)",
        loc="upper left",
        bbox_to_anchor=(0.005, 0.995),
        frameon=False,
        fontsize=POINTS,
        title_fontsize=POINTS,
        alignment="left",
        labelcolor=COLOURS["light"]["ink"],
    )
