"""Draw a whole plan, part by part."""

from matplotlib.axes import Axes

from helpers.timeline.plan.page import PagePlan
from helpers.timeline.plan.scale import ORIGIN
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.axis import draw_axis
from helpers.timeline.render.bands import draw_band
from helpers.timeline.render.canvas import Canvas
from helpers.timeline.render.head_and_foot import draw_foot, draw_head
from helpers.timeline.render.links import draw_guides
from helpers.timeline.render.overview import draw_chapters, draw_locator


def render(plan: Plan, ax: Axes, colours: dict[str, str]) -> Canvas:
    """Draw a plan on Axes, in the colours of a theme."""
    _prepare(ax, plan)
    canvas = Canvas(ax, plan.scale, colours)
    if plan.content.outside:
        draw_locator(canvas, plan)
    for band in plan.bands:
        draw_band(canvas, plan, band)
    if plan.content.chapters:
        draw_chapters(canvas, plan)
    draw_axis(canvas, plan)
    draw_guides(canvas, plan)
    draw_foot(canvas, plan)
    canvas.flush()
    return canvas


def render_page(page: PagePlan, ax: Axes, colours: dict[str, str]) -> None:
    """Draw a plan on Axes that have a page of their own, with its head."""
    canvas = render(page.plan, ax, colours)
    draw_head(canvas, page)


def _prepare(ax: Axes, plan: Plan) -> None:
    """Set the limits of the Axes, and hide all but the axis of time."""
    ax.set_xlim(plan.scale.low + ORIGIN, plan.scale.high + ORIGIN)
    ax.set_ylim(plan.height, 0)
    ax.xaxis_date()
    ax.yaxis.set_visible(False)
    ax.patch.set_visible(False)
    for name, spine in ax.spines.items():
        spine.set_visible(name == "bottom")
