"""The title at the head of a page, and legend and notes at its foot."""

from helpers.timeline.plan.fonts import SMALL
from helpers.timeline.plan.page import PagePlan
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.canvas import Canvas
from helpers.timeline.render.marks import Shape, draw_shape
from helpers.timeline.saving import figure_of

#: Kinds whose sample in the legend is as small as a dot.
SMALL_SAMPLES = ("square", "exact day", "exact time", "beyond")


def draw_head(canvas: Canvas, page: PagePlan) -> None:
    """Write the title and the lines under it, and the number of the page at its foot."""
    figure = figure_of(canvas.ax)
    width, height = (inches * 72 for inches in figure.get_size_inches())
    y = height - 0.9 * canvas.size
    for line in page.head:
        y -= line.height * canvas.size
        figure.text(
            page.margin / width,
            y / height,
            line.text,
            color=canvas.colours["ink" if line.is_title else "text"],
            va="baseline",
            parse_math=False,
            fontproperties=canvas.font(line.scale, True, False),
        )
    if label := page.plan.content.page_label:
        figure.text(
            1 - page.margin / width,
            1.0 * canvas.size / height,
            label,
            ha="right",
            color=canvas.colours["quiet"],
            fontproperties=canvas.font(SMALL, False, False),
        )


def draw_foot(canvas: Canvas, plan: Plan) -> None:
    """Draw legend and notes under the bands."""
    size, colour = canvas.size, canvas.colours["quiet"]
    y = plan.end + 1.2 * size
    for row in plan.foot.legend:
        for entry in row:
            _draw_sample(canvas, entry.kind, entry.x, y)
            canvas.text(entry.x + 2.9 * size, y + 0.31 * size, entry.name, colour, scale=SMALL)
        y += 1.9 * size
    for line in plan.foot.lines:
        canvas.text(0, y + 0.3 * size, line, colour, scale=SMALL)
        y += 1.5 * size


def _draw_sample(canvas: Canvas, kind: str, x: float, y: float) -> None:
    """Draw the sample of a kind in the legend."""
    size, colour = canvas.size, canvas.colours["record"]
    width = canvas.dot_size if kind in SMALL_SAMPLES else 2.2 * size
    start = x + (2.4 * size - width) / 2
    if kind == "tick":
        middle = x + 1.2 * size
        tick = [(middle, y - 0.35 * size), (middle, y + 0.35 * size)]
        canvas.line("legend tick", tick, colour, 1.0)
    elif kind == "beyond":
        canvas.arrowhead("legend beyond", start + width, start, y, colour)
    else:
        shape = Shape(kind, start, start + width, y, open_right=kind == "open")
        draw_shape(canvas, "legend", shape)
