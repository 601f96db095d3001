"""Marks: the form of each says how exact its position is."""

import math
from dataclasses import dataclass
from typing import Any

from helpers.timeline.plan.fonts import HINTING, SMALL, text_width
from helpers.timeline.render.canvas import Canvas

DASHES: dict[str, Any] = {"approximate": (0, (2.2, 1.4)), "uncertain": (0, (0.9, 1.1))}

SIGNS = {"approximate": "~", "uncertain": "?"}

#: Kinds that are one moment: a dot, or an upright tick without a label.
MOMENTS = ("exact day", "exact time")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a mark in points.

    `open_left` and `open_right` say where it has an arrow, as its end is open; `cut_left` and
    `cut_right` where it goes on beyond the frame.
    """

    kind: str
    left: float
    right: float
    y: float
    open_left: bool = False
    open_right: bool = False
    cut_left: bool = False
    cut_right: bool = False


def draw_mark(canvas: Canvas, story: str, kind: str, left: float, right: float, y: float) -> None:
    """Draw a mark from its first to its last moment."""
    scale, half = canvas.scale, canvas.dot_size / 2
    first, last = scale.edges(kind, left, right)
    canvas.reserve(first, y - half, last, y + half)
    side = scale.beyond(left, right)
    if side:
        tip, back = (first, last) if side < 0 else (last, first)
        canvas.arrowhead(f"{story} beyond", tip, back, y, canvas.colours[story])
        return
    shape = Shape(
        kind,
        first,
        last,
        y,
        open_left=math.isinf(left),
        open_right=math.isinf(right),
        cut_left=left < scale.low,
        cut_right=right > scale.high,
    )
    draw_shape(canvas, story, shape)


def draw_shape(canvas: Canvas, story: str, shape: Shape) -> None:
    """Draw the shape of a mark: a square where the text gives a day, a dot or a bar elsewhere."""
    square = shape.kind == "square" or (story == "text" and shape.kind == "exact day")
    colour = canvas.colours["text" if square or story == "text" else "record"]
    gid = f"{story} {shape.kind}"
    if square or shape.kind in MOMENTS:
        middle = (shape.left + shape.right) / 2
        canvas.dot(gid, middle, shape.y, "s" if square else "o", colour)
    elif shape.kind in ("interval", "open"):
        _draw_solid_bar(canvas, gid, shape, colour)
    else:
        _draw_hollow_bar(canvas, gid, shape, colour)


def _draw_solid_bar(canvas: Canvas, gid: str, shape: Shape, colour: str) -> None:
    """Draw a period: a bar with a cap at a known end, and an arrow at an open one."""
    half = canvas.dot_size / 2
    left, right = shape.left, shape.right
    if shape.kind == "open":
        left, right = left + half * 1.3 * shape.open_left, right - half * 1.3 * shape.open_right
    canvas.area(gid, _bar(left, right, shape.y, half * 0.45), colour)
    for x, is_open, is_cut, inwards in (
        (shape.left, shape.open_left, shape.cut_left, 1.5),
        (shape.right, shape.open_right, shape.cut_right, -1.5),
    ):
        if is_open:
            canvas.arrowhead(f"{gid} arrow", x, x + inwards * half, shape.y, colour)
        elif not is_cut:
            canvas.line(f"{gid} cap", [(x, shape.y - half), (x, shape.y + half)], colour, 1.6)


def _draw_hollow_bar(canvas: Canvas, gid: str, shape: Shape, colour: str) -> None:
    """Draw an inexact date: a box around all of its days, without an edge where it goes on."""
    left, right = shape.left - 4 * shape.cut_left, shape.right + 4 * shape.cut_right
    canvas.area(
        gid,
        _bar(left, right, shape.y, canvas.dot_size / 2 * 0.85),
        canvas.colours["page"],
        colour,
        DASHES.get(shape.kind, "-"),
        "//////" if shape.kind == "unspecified" else None,
    )
    if sign := SIGNS.get(shape.kind):
        width = text_width(sign, canvas.size * SMALL, bold=True) / HINTING
        canvas.ax.text(
            canvas.scale.axes_x((shape.left + shape.right - width) / 2),
            shape.y + 0.29 * canvas.size,
            sign,
            color=colour,
            va="baseline",
            fontproperties=canvas.font(SMALL, True, False),
            gid=f"{gid} sign",
            in_layout=False,
        )


def _bar(left: float, right: float, y: float, half: float) -> list[tuple[float, float]]:
    return [(left, y - half), (right, y - half), (right, y + half), (left, y + half)]
