"""Links: lines from the text's mark to the record's date, and guides down to the event."""

from typing import Any

from helpers.timeline.model import NO_CONTRADICTION, Link, Mark
from helpers.timeline.plan.labels import end_names
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.canvas import Canvas
from helpers.timeline.render.marks import draw_mark

#: Line styles by certainty.
STYLES: dict[str, Any] = {
    "certainly": "-",
    "possibly": (0, (4, 2)),
    "cannot be told": (0, (1, 2)),
    NO_CONTRADICTION: "-",
}


def draw_link(canvas: Canvas, mark: Mark, link: Link, y: float) -> None:
    """Draw the record's end of a link, the names of its ends, and the line between the marks."""
    draw_mark(canvas, "record", link.date.kind, *link.bounds, y)
    if not mark.date:
        return
    for name in end_names(mark, link, canvas.scale):
        colour = canvas.colours["text"]
        below = y + 0.35 * canvas.size
        canvas.text(name.x, below, name.text, colour, bold=mark.reversed, name=mark.id)
    start, end = canvas.scale.mark_edges(mark), canvas.scale.link_edges(link)
    if start[1] < end[0]:
        _draw_line(canvas, mark, link, start[1], end[0], y)
    elif end[1] < start[0]:
        _draw_line(canvas, mark, link, start[0], end[1], y)


def _draw_line(canvas: Canvas, mark: Mark, link: Link, start: float, end: float, y: float) -> None:
    """Draw the line of a link, with an arrowhead at the text's mark where it is about order."""
    colour = canvas.colours["text"]
    if mark.reversed:
        gid, width, head = "link reversed", 2.6, 1.4
    else:
        gid, width, head = f"link {link.certainty}", 1.3, 1.0
    length = canvas.dot_size * head * (1 if end > start else -1) if link.has_arrow else 0.0
    style = STYLES.get(link.certainty, "-")
    canvas.line(gid, [(start + length * 0.8, y), (end, y)], colour, width, style)
    canvas.reserve(min(start, end), y - 1, max(start, end), y + 1)
    if link.has_arrow:
        canvas.arrowhead("link arrow", start, start + length, y, colour)


def draw_guides(canvas: Canvas, plan: Plan) -> None:
    """Draw dotted lines from each link's end down to its event, with gaps around text."""
    rows = {
        item.mark.id: plan.y(band, item.mark_row)
        for band in reversed(plan.bands)
        if band.band.story == "record"
        for item in band.items
    }
    for event, x, y in _link_ends(plan):
        if event in rows:
            top = y + canvas.dot_size / 2
            colour = canvas.colours["record"]
            canvas.upright("guide", x, top, rows[event], colour, 0.9, (0, (1, 1.6)))


def _link_ends(plan: Plan) -> list[tuple[str, float, float]]:
    """Return the event and the position of the record's end of each link that is in the frame."""
    ends = []
    for band in plan.bands:
        for item in band.items:
            for number, link in enumerate(item.mark.links):
                if not plan.scale.beyond(*link.bounds):
                    left, right = plan.scale.link_edges(link)
                    y = plan.y(band, item.mark_row) + number * plan.row
                    ends.append((link.event, (left + right) / 2, y))
    return ends
