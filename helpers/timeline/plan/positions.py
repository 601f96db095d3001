"""The positions of events in the picture, for whatever points to them."""

from collections import defaultdict

from helpers.timeline.plan.timeline import Plan


def event_positions(plan: Plan) -> dict[str, list[tuple[float, float]]]:
    """Return the middles of the marks of each event in the record, as x and y of the Axes."""
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for band in plan.bands:
        if band.band.story != "record":
            continue
        marks = [(item.mark, plan.y(band, item.mark_row)) for item in band.items]
        ticks_y = plan.group_y(band) - 0.4 * plan.scale.size
        marks += [(mark, ticks_y) for group in band.groups for mark in group.marks]
        for mark, y in marks:
            left, right = plan.scale.mark_edges(mark)
            found[mark.id].append((plan.scale.axes_x((left + right) / 2), y))
    return dict(found)
