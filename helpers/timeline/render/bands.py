"""Bands: their headings, labelled marks with their links, and groups of unlabelled ticks."""

from helpers.lesson.wording import with_count
from helpers.timeline.model import Band, Mark
from helpers.timeline.plan.bands import BandPlan, Group
from helpers.timeline.plan.fonts import LINE, SMALL, printable, text_width, wrap
from helpers.timeline.plan.labels import drawn_edges
from helpers.timeline.plan.packing import Item
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.canvas import Canvas
from helpers.timeline.render.links import draw_link
from helpers.timeline.render.marks import DASHES, MOMENTS, draw_mark


def draw_band(canvas: Canvas, plan: Plan, band: BandPlan) -> None:
    """Draw a band with everything in it."""
    if band.band.name:
        _draw_heading(canvas, band)
    if band.band.story == "text":
        _draw_background(canvas, plan, band)
    if not band.band.marks:
        message = f"Nothing to draw: no {_noun(band.band)} in this selection."
        y = plan.y(band, 0) + 0.35 * canvas.size
        canvas.text(0, y, message, canvas.colours["quiet"])
    for item in band.items:
        _draw_item(canvas, plan, band, item)
    for group in band.groups:
        _draw_group(canvas, plan, band, group)


def _noun(band: Band) -> str:
    return "claim" if band.story == "text" else "event"


def _draw_heading(canvas: Canvas, band: BandPlan) -> None:
    """Write the name of a band, and how many claims or events it has."""
    size, width = canvas.size, 0.6 * canvas.scale.width
    y = band.top - 0.55 * size
    name = wrap(printable(band.band.name), width, size, 1, bold=True)[0][0]
    canvas.text(0, y, name, canvas.colours[band.band.story], bold=True)
    count = with_count(len(band.band.marks), _noun(band.band))
    x = text_width(name, size, bold=True) + 0.6 * size
    canvas.text(x, y, count, canvas.colours["quiet"], scale=SMALL)


def _draw_background(canvas: Canvas, plan: Plan, band: BandPlan) -> None:
    size, right = canvas.size, canvas.scale.width + canvas.size
    top, end = band.top - 1.9 * size, band.top + band.rows * plan.row + 0.4 * size
    corners = [(-size, top), (right, top), (right, end), (-size, end)]
    canvas.area("wash", corners, canvas.colours["text-wash"])


def _draw_item(canvas: Canvas, plan: Plan, band: BandPlan, item: Item) -> None:
    """Draw a mark with its label and its links."""
    _draw_label(canvas, plan, band, item)
    mark, y = item.mark, plan.y(band, item.mark_row)
    if mark.date:
        draw_mark(canvas, mark.story, mark.kind, mark.left, mark.right, y)
    for number, link in enumerate(mark.links):
        draw_link(canvas, mark, link, y + number * plan.row)


def _draw_label(canvas: Canvas, plan: Plan, band: BandPlan, item: Item) -> None:
    """Write the label of a mark: its tag, its title, and its contradictions."""
    label, mark, ink = item.label, item.mark, canvas.colours["ink"]
    italic = mark.story == "text"
    line_height = LINE * canvas.size
    y = plan.y(band, item.row) + 0.35 * canvas.size
    if item.side == "above":  # close to its own mark, not to the one above
        lines = len(label.lines) + len(label.contradictions)
        y += label.rows * plan.row - (lines * LINE + 0.2) * canvas.size
    if label.tag:
        colour = canvas.colours[mark.story]
        canvas.text(item.label_x, y, label.tag, colour, bold=True, name=mark.id)
    x = item.label_x + label.tag_width
    canvas.text(x, y, label.lines[0], ink, italic=italic, name=mark.id)
    if rest := label.lines[1:]:
        below = y + line_height
        canvas.text(item.label_x, below, "\n".join(rest), ink, italic=italic, name=mark.id)
    if label.contradictions:
        below = y + len(label.lines) * LINE * canvas.size
        colour = canvas.colours["text"] if mark.reversed else ink
        text = "\n".join(label.contradictions)
        canvas.text(item.label_x, below, text, colour, bold=True, name=mark.id)


def _draw_group(canvas: Canvas, plan: Plan, band: BandPlan, group: Group) -> None:
    """Draw an unlabelled tick for each mark of a group, their bracket, and their number."""
    colour, size = canvas.colours["quiet"], canvas.size
    y = plan.group_y(band)
    for mark in group.marks:
        _draw_tick(canvas, band.band.story, mark, y)
    left, right = group.left - 1.5, group.right + 1.5
    foot = y + 0.25 * size
    canvas.line("group", [(left, y), (left, foot), (right, foot), (right, y)], colour, 1.0)
    canvas.reserve(left, y - 0.75 * size, right, y + 0.3 * size)
    canvas.text(group.label_x, y + 1.35 * size, group.label, colour)


def _draw_tick(canvas: Canvas, story: str, mark: Mark, y: float) -> None:
    """Draw an unlabelled tick: upright where the day is known, otherwise over all possible days."""
    size, scale = canvas.size, canvas.scale
    left, right = scale.mark_edges(mark) if mark.date else drawn_edges(mark, scale)
    gid, colour = f"{story} tick {mark.kind}", canvas.colours[story]
    if mark.kind in (*MOMENTS, "hour unknown"):
        x = (left + right) / 2
        canvas.line(gid, [(x, y - 0.75 * size), (x, y - 0.1 * size)], colour, 1.0)
    else:
        middle = y - 0.25 * size
        style = DASHES.get(mark.kind, "-")
        canvas.line(gid, [(left, middle), (right, middle)], colour, 1.0, style)
