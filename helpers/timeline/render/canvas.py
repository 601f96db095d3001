"""The canvas: texts, lines, shapes and dots in points of the page, collected into few artists."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from helpers.timeline.plan.fonts import FAMILY, LINE, text_width
from helpers.timeline.plan.scale import Scale

Point = tuple[float, float]


class FixedText(Text):
    """Lines of text at a known position, so that matplotlib need not measure them to draw them."""

    def draw(self, renderer: Any) -> None:
        """Draw each line from its own baseline; the last one's is the position of the artist."""
        lines = self.get_text().split("\n")
        size = renderer.points_to_pixels(self.get_fontproperties().get_size_in_points() * LINE)
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
    """Draws on the Axes of a timeline in one theme of `COLOURS`.

    Lengths are in points, y runs down from the top. Lines, shapes and dots appear with `flush`.
    """

    def __init__(self, ax: Axes, scale: Scale, colours: dict[str, str]) -> None:
        self.ax, self.scale, self.colours = ax, scale, colours
        self.size, self.dot_size = scale.size, scale.dot
        self._boxes: list[tuple[float, float, float, float]] = []
        self._lines: dict[tuple[Any, ...], list[Any]] = {}
        self._areas: dict[tuple[Any, ...], list[Any]] = {}
        self._dots: dict[tuple[Any, ...], list[Any]] = {}
        self._fonts: dict[tuple[float, bool, bool], FontProperties] = {}

    def font(self, scale: float, bold: bool, italic: bool) -> FontProperties:
        """Return the font of a scale and style, the same object every time."""
        key = (scale, bold, italic)
        if key not in self._fonts:
            self._fonts[key] = FontProperties(
                family=FAMILY,
                size=self.size * scale,
                weight="bold" if bold else "normal",
                style="italic" if italic else "normal",
            )
        return self._fonts[key]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: str,
        *,
        bold: bool = False,
        italic: bool = False,
        scale: float = 1.0,
        name: str = "",
    ) -> None:
        """Draw text whose first baseline starts at a point, and reserve the box it takes.

        `name` is the id of the event or claim that it belongs to.
        """
        size = self.size * scale
        lines = text.split("\n")
        last = y + (len(lines) - 1) * LINE * size
        self.ax.add_artist(
            FixedText(
                self.scale.axes_x(x),
                last,
                text,
                color=colour,
                fontproperties=self.font(scale, bold, italic),
                label=name,
                transform=self.ax.transData,
                parse_math=False,
                clip_on=False,
                in_layout=False,
            )
        )
        width = max(text_width(line, size, bold, italic) for line in lines)
        self.reserve(x, y - 0.98 * size, x + width, last + 0.32 * size)

    def reserve(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep upright lines away from this box."""
        self._boxes.append((left, top, right, bottom))

    def line(
        self, gid: str, points: Sequence[Point], colour: str, width: float, style: Any = "-"
    ) -> None:
        """Draw a line through points."""
        self._lines.setdefault((gid, colour, width, style), []).append(self._in_axes(points))

    def area(
        self,
        gid: str,
        points: Sequence[Point],
        face: str,
        edge: str | None = None,
        style: Any = "-",
        hatch: str | None = None,
    ) -> None:
        """Draw a filled shape."""
        key = (gid, face, edge or face, style, hatch)
        self._areas.setdefault(key, []).append(self._in_axes(points))

    def arrowhead(self, gid: str, tip: float, back: float, y: float, colour: str) -> None:
        """Draw a triangle."""
        half = abs(back - tip) * 0.55
        self.area(gid, [(tip, y), (back, y - half), (back, y + half)], colour)

    def dot(self, gid: str, x: float, y: float, marker: str, colour: str) -> None:
        """Draw a dot of the size of the smallest mark."""
        self._dots.setdefault((gid, marker, colour), []).append((self.scale.axes_x(x), y))

    def upright(
        self, gid: str, x: float, top: float, bottom: float, colour: str, width: float, style: Any
    ) -> None:
        """Draw an upright line that leaves out every reserved box."""
        beside, above = 0.2 * self.size, 0.1 * self.size
        taken = sorted(
            (max(box_top - above, top), min(box_bottom + above, bottom))
            for left, box_top, right, box_bottom in self._boxes
            if left - beside <= x <= right + beside
            and box_bottom + above > top
            and box_top - above < bottom
        )
        for start, stop in [*taken, (bottom, bottom)]:
            if start - top > 1:
                self.line(gid, [(x, top), (x, start)], colour, width, style)
            top = max(top, stop)

    def _in_axes(self, points: Sequence[Point]) -> list[Point]:
        return [(self.scale.axes_x(x), y) for x, y in points]

    def flush(self) -> None:
        """Make one artist of each kind of line, shape and dot."""
        for (gid, colour, width, style), segments in self._lines.items():
            collection = LineCollection(
                segments,
                colors=colour,
                linewidths=width,
                linestyles=[style],
                zorder=1 if gid in ("grid", "guide") else 2,
                gid=gid,
                capstyle="butt",
                in_layout=False,
            )
            self.ax.add_collection(collection, autolim=False)
        for (gid, face, edge, style, hatch), shapes in self._areas.items():
            background = gid == "wash"
            polygons = PolyCollection(
                shapes,
                facecolors=face,
                edgecolors=edge,
                linestyles=[style],
                linewidths=1.1,
                zorder=0 if background else 3,
                hatch=hatch,
                gid=gid,
                in_layout=False,
                clip_on=not background,
            )
            self.ax.add_collection(polygons, autolim=False)
        for (gid, marker, colour), points in self._dots.items():
            xs, ys = zip(*points, strict=True)
            self.ax.scatter(
                xs,
                ys,
                s=self.dot_size**2,
                marker=marker,
                color=colour,
                linewidths=0,
                zorder=4,
                gid=gid,
            )
