"""The axis of time: ticks, the names of larger units, and faint upright lines."""

import re

from helpers.lesson.dates import MONTHS, shorten_months
from helpers.timeline.plan.fonts import FAMILY, text_width
from helpers.timeline.plan.scale import ORIGIN
from helpers.timeline.plan.ticks import Tick
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.canvas import Canvas

_FINAL_YEAR = re.compile(r" (?:AD )?[0-9,]+(?: BC)?$")


def draw_axis(canvas: Canvas, plan: Plan) -> None:
    """Draw the real axis of the Axes between text and record."""
    _draw_ticks(canvas, plan)
    _draw_context(canvas, plan)
    for tick in plan.ticks.context or plan.ticks.ticks:
        x = plan.scale.x(tick.moment)
        if x > 2:
            canvas.upright("grid", x, plan.top, plan.end, canvas.colours["line"], 0.7, "-")


def _draw_ticks(canvas: Canvas, plan: Plan) -> None:
    ax, ink, size, y = canvas.ax, canvas.colours["ink"], canvas.size, plan.axis_y
    ax.spines["bottom"].set_position(("data", y))
    ax.spines["bottom"].set(color=ink, linewidth=1.4)
    ticks = plan.ticks.ticks
    ax.set_xticks([tick.moment + ORIGIN for tick in ticks], [tick.label for tick in ticks])
    ax.tick_params(
        axis="x",
        length=0.45 * size,
        width=1.0,
        pad=0.2 * size,
        color=ink,
        labelcolor=ink,
        labelsize=size,
        labelfontfamily=FAMILY,
    )
    for tick in ticks:
        x, half = plan.scale.x(tick.moment), text_width(tick.label, size) / 2
        canvas.reserve(x - half, y, x + half, y + 1.9 * size)


def _draw_context(canvas: Canvas, plan: Plan) -> None:
    """Write the larger units under the ticks, as far as there is room."""
    size, context = canvas.size, plan.ticks.context
    starts = [plan.scale.x(tick.moment) for tick in context]
    ends = [*starts[1:], plan.scale.width + 0.8 * size]
    for tick, start, end in zip(context, starts, ends, strict=False):
        room = end - start - 1 - 0.8 * size
        for label in _shorter_and_shorter(tick):
            if text_width(label, size, bold=True) <= room:
                y = plan.axis_y + 3.0 * size
                canvas.text(start + 1, y, label, canvas.colours["ink"], bold=True)
                break


def _shorter_and_shorter(tick: Tick) -> list[str]:
    """Return “October 1962”, “October”, “Oct”: the label of a tick, shorter each time."""
    without_year = _FINAL_YEAR.sub("", tick.label)
    if not any(name in without_year for name in MONTHS[1:]):
        return [tick.label]  # a year
    return [tick.label, without_year, shorten_months(without_year), without_year.split()[0]]
