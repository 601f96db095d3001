"""Ink: the words, strokes and shapes of a figure, each at a point of the page, collected into few artists."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from helpers.timeline.layout import FAMILY, LINE, text_width
from helpers.timeline.plan import Plan

ORIGIN = float(date2num(date(1, 1, 1)))  # type: ignore[no-untyped-call]


@contextmanager
def fixed_style(plain: bool = False) -> Iterator[None]:
    """Set what the bytes of a figure depend on, if wanted with matplotlib's defaults, and put the user's settings back."""
    with mpl.rc_context():
        if plain:
            mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": "timeline",
                "pdf.fonttype": 42,
                "savefig.bbox": None,
                "savefig.facecolor": "auto",
                "savefig.transparent": False,
                "path.simplify": True,
                "text.hinting": "none",
                "text.antialiased": True,
                "hatch.linewidth": 0.8,
                "text.usetex": False,
                "path.sketch": None,
                "path.effects": [],
            }
        )
        yield


def figure_of(ax: Axes) -> Figure:
    """Return the figure in which Axes stand."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


class FixedText(Text):
    """Lines of words whose place is known, so that matplotlib need not measure them once more to draw them."""

    def draw(self, renderer: Any) -> None:
        """Draw each line from its own baseline; the last one's is the position of the artist."""
        lines, size = (
            self.get_text().split("\n"),
            renderer.points_to_pixels(self.get_fontproperties().get_size_in_points() * LINE),
        )
        x, y = self.get_transform().transform(self.get_position())
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        renderer.open_group("text", self.get_gid())
        for number, line in enumerate(lines, 1):
            at = y + (len(lines) - number) * size
            if line:
                renderer.draw_text(
                    gc,
                    x,
                    renderer.height - at if renderer.flipy() else at,
                    line,
                    self.get_fontproperties(),
                    0,
                    mtext=self,
                )
        renderer.close_group("text")
        gc.restore()


class Canvas:
    """What can be painted on the Axes of a timeline whose plan is made, in one theme of `helpers.style.COLOURS`.

    Lengths are in points, y runs down from the top.
    """

    def __init__(self, place: Plan, ax: Axes, colours: dict[str, str]) -> None:
        self.place, self.ax, self.colours = place, ax, colours
        self.line, self.size, self.dot = place.line, place.size, place.dot
        self.boxes: list[tuple[float, float, float, float]] = []
        self.rings: list[tuple[str, float, float]] = []
        self.lines: dict[tuple[Any, ...], list[Any]] = {}
        self.areas: dict[tuple[Any, ...], list[Any]] = {}
        self.dots: dict[tuple[Any, ...], list[Any]] = {}
        self.fonts: dict[tuple[float, bool, bool], FontProperties] = {}

    def font(self, scale: float, bold: bool, italic: bool) -> FontProperties:
        """Return a font of ours, the same object every time."""
        key = (scale, bold, italic)
        if key not in self.fonts:
            self.fonts[key] = FontProperties(
                family=FAMILY,
                size=self.size * scale,
                weight="bold" if bold else "normal",
                style="italic" if italic else "normal",
            )
        return self.fonts[key]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str,
        *,
        bold: bool = False,
        italic: bool = False,
        scale: float = 1.0,
        lines: int = 1,
        name: str = "",
    ) -> None:
        """Paint words whose first baseline starts at a point, and remember the box they take."""
        size = self.size * scale
        last = y + (lines - 1) * LINE * size
        self.ax.add_artist(
            FixedText(
                self.data(x),
                last,
                words,
                color=colour,
                fontproperties=self.font(scale, bold, italic),
                label=name,
                transform=self.ax.transData,
                parse_math=False,
                clip_on=False,
                in_layout=False,
            )
        )
        width = max(text_width(part, size, bold, italic) for part in words.split("\n"))
        self.box(x, y - 0.98 * size, x + width, last + 0.32 * size)

    def data(self, x: float) -> float:
        """Return points from the left as the Axes' x."""
        return self.place.low + x / self.place.scale + ORIGIN

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Remember that something stands here."""
        self.boxes.append((left, top, right, bottom))

    def stroke(
        self, gid: str, points: Sequence[tuple[float, float]], colour: str, width: float, style: Any
    ) -> None:
        """Collect a line, in points."""
        self.lines.setdefault((gid, colour, width, style), []).append(
            [(self.data(x), y) for x, y in points]
        )

    def area(
        self,
        gid: str,
        face: str,
        edge: str,
        style: Any,
        hatch: str | None,
        points: Sequence[tuple[float, float]],
    ) -> None:
        """Collect a filled shape, in points."""
        self.areas.setdefault((gid, face, edge, style, hatch), []).append(
            [(self.data(x), y) for x, y in points]
        )

    def arrowhead(self, gid: str, tip: float, back: float, y: float, colour: str) -> None:
        """Collect a triangle."""
        high = abs(back - tip) * 0.55
        self.area(gid, colour, colour, "-", None, [(tip, y), (back, y - high), (back, y + high)])

    def broken(
        self, gid: str, x: float, top: float, bottom: float, colour: str, width: float, style: Any
    ) -> None:
        """Collect an upright line that makes way for everything that stands on it."""
        pad, gap = 0.2 * self.size, 0.1 * self.size
        taken = sorted(
            (max(box[1] - gap, top), min(box[3] + gap, bottom))
            for box in self.boxes
            if box[0] - pad <= x <= box[2] + pad and box[3] + gap > top and box[1] - gap < bottom
        )
        for start, stop in [*taken, (bottom, bottom)]:
            if start - top > 1:
                self.stroke(gid, [(x, top), (x, start)], colour, width, style)
            top = max(top, stop)

    def flush(self) -> None:
        """Make one artist of each kind of line, area and dot."""
        for (gid, colour, width, style), segments in self.lines.items():
            order = 1 if gid in ("grid", "guide") else 2
            self.ax.add_collection(
                LineCollection(
                    segments,
                    colors=colour,
                    linewidths=width,
                    linestyles=[style],
                    zorder=order,
                    gid=gid,
                    capstyle="butt",
                    in_layout=False,
                ),
                autolim=False,
            )
        for (gid, face, edge, style, hatch), shapes in self.areas.items():
            self.ax.add_collection(
                PolyCollection(
                    shapes,
                    facecolors=face,
                    edgecolors=edge,
                    linestyles=[style],
                    linewidths=1.1,
                    zorder=0 if gid == "wash" else 3,
                    hatch=hatch,
                    gid=gid,
                    in_layout=False,
                    clip_on=gid != "wash",
                ),
                autolim=False,
            )
        for (gid, marker, colour), points in self.dots.items():
            xs, ys = zip(*points, strict=True)
            self.ax.scatter(
                xs, ys, s=self.dot**2, marker=marker, color=colour, linewidths=0, zorder=4, gid=gid
            )
