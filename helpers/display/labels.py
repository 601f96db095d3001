"""Names beside points of a figure, placed so that they cover neither each other nor the points."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

#: Distances of a label from its point that are tried, and the directions, in points of type.
RADII, DIRECTIONS = (7, 13, 20, 30, 42, 56, 72), 16

#: Half of the free square around each point, and the free space around each label.
MARKER, GAP = 5.0, 1.5


@dataclass(frozen=True)
class Style:
    """The type of the labels; a line leads from a distant label to its point, a halo frees it."""

    points: float
    colour: str
    line: str
    halo: str


def place_labels(ax: Axes, labels: Sequence[tuple[float, float, str]], style: Style) -> list[Bbox]:
    """Write a label beside each point (x, y, label), and return where the labels are.

    Each label goes to the nearest free place; if none is free, to the one that is tried last.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    canvas: Any = FigureCanvasAgg(figure)
    scale = figure.dpi / 72
    spots = [tuple(ax.transData.transform((x, y))) for x, y, _ in labels]
    taken = [_around(spot, MARKER * scale) for spot in spots]
    boxes: list[Bbox] = []
    for (x, y, label), spot in zip(labels, spots, strict=True):
        text = ax.text(x, y, label, fontsize=style.points, color=style.colour, parse_math=False)
        text.set(path_effects=[withStroke(linewidth=2.5, foreground=style.halo)], zorder=4)
        size = text.get_window_extent(canvas.get_renderer())
        box, distant = _free(spot, (size.width, size.height), ax.get_window_extent(), taken, scale)
        text.set(position=ax.transData.inverted().transform(box.min), va="bottom", ha="left")
        if distant:
            ends = ax.transData.inverted().transform([spot, _edge(box, spot)])
            ax.plot(*ends.T, color=style.line, linewidth=0.8, zorder=2)
        taken.append(box)
        boxes.append(box)
    return boxes


def _free(
    spot: Sequence[float],
    size: tuple[float, float],
    frame: Bbox,
    taken: Sequence[Bbox],
    scale: float,
) -> tuple[Bbox, bool]:
    """Return the first free box around a spot, and whether it is far enough for a line."""
    width, height = size
    box = Bbox.from_bounds(spot[0], spot[1], width, height)
    for radius in RADII:
        for step in range(DIRECTIONS):
            angle = 2 * pi * step / DIRECTIONS
            across, up = cos(angle), sin(angle)
            left = spot[0] + radius * scale * across - width * (1 - across) / 2
            low = spot[1] + radius * scale * up - height * (1 - up) / 2
            box = Bbox.from_bounds(left, low, width, height)
            inside = frame.containsx(box.x0) and frame.containsx(box.x1)
            inside &= frame.containsy(box.y0) and frame.containsy(box.y1)
            if inside and not box.padded(GAP * scale).count_overlaps(taken):
                return box, radius > RADII[1]
    return box, True


def _around(spot: Sequence[float], half: float) -> Bbox:
    return Bbox.from_extents(spot[0] - half, spot[1] - half, spot[0] + half, spot[1] + half)


def _edge(box: Bbox, spot: Sequence[float]) -> tuple[float, float]:
    """Return the point of a box that is nearest to a spot."""
    return (min(max(spot[0], box.x0), box.x1), min(max(spot[1], box.y0), box.y1))
