"""Painting: marks, labels, links, the axis, legend and notes, each at its place in points."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.dates import date2num
from matplotlib.font_manager import FontProperties

from helpers.timeline import layout
from helpers.timeline.layout import FAMILY, LINE, ROW, Item, Label, printable, text_width
from helpers.timeline.model import KINDS, LINKS, MOST_TRIED, Band, Group, Timeline
from helpers.timeline.rows import Mark, bounds, short_date

@contextmanager
def our_style() -> Iterator[None]:
    """Set what the bytes of a figure depend on, and put the user's settings back."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "timeline", "pdf.fonttype": 42, "savefig.bbox": None,
                         "savefig.facecolor": "auto", "savefig.transparent": False, "path.simplify": True,
                         "text.hinting": "default", "text.antialiased": True, "hatch.linewidth": 0.8,
                         "text.usetex": False, "path.sketch": None, "path.effects": []}):  # fmt: skip
        yield


class Painter:
    """Lays a timeline out in an Axes and paints it.

    Parameters
    ----------
    line : Timeline
    ax : matplotlib.axes.Axes
    size : float
        Font size in points.
    colours : dict
        One theme of `helpers.style.COLOURS`.
    """

    def __init__(self, line: Timeline, ax: Axes, size: float, colours: dict[str, str]) -> None:
        self.line, self.ax, self.size, self.colours = line, ax, size, colours
        self.row, self.dot = ROW * size, 0.72 * size
        self.width = self.height = 0.0
        self.boxes: list[tuple[float, float, float, float]] = []
        self.rings: list[tuple[str, float, float]] = []
        self.lines: dict[tuple[Any, ...], list[Any]] = {}
        self.areas: dict[tuple[Any, ...], list[Any]] = {}
        self.dots: dict[tuple[Any, ...], list[Any]] = {}
        self.fonts = {key: FontProperties(family=FAMILY, size=size * key[0], weight="bold" if key[1] else "normal",
                                          style="italic" if key[2] else "normal")
                      for key in [(scale, bold, italic) for scale in (1, 0.88, 1.5) for bold in (0, 1) for italic in (0, 1)]}  # fmt: skip

    # -- the page ---------------------------------------------------------------------------------------------------

    def page(self, grow: bool) -> None:
        """Fill a figure of our own; one that may grow takes the height that it needs."""
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        width, height = (inches * 72 for inches in figure.get_size_inches())
        margin, head = 2.2 * self.size, 4.4 * self.size
        self.width = width - 2 * margin
        self.plan(height - head - margin, grow)
        if grow:
            height = self.height + head + margin
            figure.set_size_inches(width / 72, height / 72)
        self.ax.set_position((margin / width, margin / height, self.width / width, self.height / height))
        self.paint()
        figure.text(margin / width, 1 - 2.6 * self.size / height, self.line.title, color=self.colours["ink"],
                    fontproperties=self.fonts[1.5, 1, 0], parse_math=False)  # fmt: skip

    def inside(self) -> None:
        """Fill an Axes that someone else has made."""
        box = self.ax.get_position()
        figure = self.ax.get_figure(root=True)
        assert figure is not None
        width, height = figure.get_size_inches()
        self.width = box.width * width * 72
        self.plan(box.height * height * 72, grow=False)
        self.paint()
        if self.line.title:
            self.ax.set_title(self.line.title, loc="left", color=self.colours["ink"], parse_math=False)

    # -- where everything goes ----------------------------------------------------------------------------------------

    def plan(self, height: float, grow: bool) -> None:
        """Share the height between the bands and place every item."""
        line, width = self.line, self.width
        span = line.high - line.low
        pad = 0.025 * span if span else 2.0
        self.low, self.high = max(line.low - pad, 0.0), line.high + pad
        self.scale = width / (self.high - self.low)
        self.ticks, self.context = layout.ticks(self.low, self.high, width, self.size)
        self.axis = (1.0 + 1.35 + (1.35 if self.context else 0)) * self.size
        for band in line.bands:
            self.fill(band, 2000)
        self.legend = self.legend_rows()
        self.notes = self.note_lines()
        foot = (len(self.legend) * 1.9 + len(self.notes) * 1.5 + 1.5) * self.size
        room = int((height - foot - self.axis - sum(self.heading(band) for band in line.bands)) / self.row)
        needs = [band.rows for band in line.bands]
        if sum(needs) > room:
            for band, rows in zip(line.bands, layout.share(needs, max(room, 3 * len(needs))), strict=True):
                if rows < band.rows:
                    self.fill(band, rows)
        self.notes = self.note_lines()
        top = 0.0
        for number, band in enumerate(line.bands):
            band.top = top + self.heading(band)
            top = band.top + band.rows * self.row + 0.5 * self.size
            if number == 0 or band.story == "text":
                self.axis_y = top
                top += self.axis
        foot = (len(self.legend) * 1.9 + len(self.notes) * 1.5 + 1.5) * self.size
        self.end = top
        self.height = top + foot if grow else height

    def heading(self, band: Band) -> float:
        """Return the height above a band's first row."""
        return (2.0 if band.name else 0.6) * self.size

    def fill(self, band: Band, rows: int) -> None:
        """Place the marks of a band in at most so many rows; group the others."""
        band.items, band.groups = [], []
        marks = sorted(band.marks, key=lambda mark: not self.linked(mark)) if band.story == "record" else band.marks
        tried = marks
        if len(marks) > MOST_TRIED:
            step = -(-len(marks) // MOST_TRIED)
            tried = marks[::step]
        items = [self.item(mark) for mark in tried]
        gap, apart = 0.5 * self.size, 1.4 * self.size
        rest = layout.pack(items, self.width, rows, gap, apart)
        if rest or len(tried) < len(marks):
            rest = layout.pack(items, self.width, max(rows - 2, 0), gap, apart)
            left = {id(item) for item in rest}
            band.items = [item for item in items if id(item) not in left]
            shown = {item.mark.id for item in band.items}
            band.groups = self.grouped([mark for mark in band.marks if mark.id not in shown])
            band.rows = layout.used_rows(band.items) + 2
        else:
            band.items = items
            band.rows = max(layout.used_rows(items), 1)

    def linked(self, mark: Mark) -> bool:
        """Whether a link of the text leads to this event."""
        return any(link.event == mark.id for claim in self.line.claims for link in claim.links if link.event)

    def grouped(self, marks: Sequence[Mark]) -> list[Group]:
        """Put marks into groups by where they are; the label of each fits under its part of the axis."""
        widest = text_width(f"and {len(marks)} more", self.size) + self.size
        count = max(int(self.width / widest), 1)
        bins: dict[int, list[tuple[float, Mark]]] = {}
        for mark in marks:
            left, right = self.whole(mark)
            bins.setdefault(min(int((left + right) / 2 / self.width * count), count - 1), []).append(((left + right) / 2, mark))
        groups = []
        for number, found in sorted(bins.items()):
            left, right = min(x for x, _ in found), max(x for x, _ in found)
            label = f"and {len(found)} more"
            room = text_width(label, self.size)
            x = min(max((left + right - room) / 2, number * self.width / count), (number + 1) * self.width / count - room)
            groups.append(Group([mark for _, mark in found], left, right, label, x))
        return groups

    def x(self, number: float) -> float:
        """Return a day number as points from the left."""
        return (number - self.low) * self.scale

    def ink(self, kind: str, left: float, right: float) -> tuple[float, float]:
        """Return the left and right edge of a mark in points, inside the frame and never too small to be seen."""
        if kind == "exact day":
            right = left = (left + right) / 2
        arrow = 2.6 * self.size
        if math.isinf(left) or math.isinf(right):
            known = right if math.isinf(left) else left
            hidden = not self.low <= known <= self.high
            start, end = self.x(known) - arrow, self.x(known) + arrow
            first = (0.0 if hidden else start) if math.isinf(left) else self.x(left)
            last = (self.width if hidden else end) if math.isinf(right) else self.x(right)
        else:
            first, last = self.x(left), self.x(right)
        first, last = max(first, 0.0), min(last, self.width)
        least = {"exact day": 1.0, "exact time": 1.0, "approximate": 1.5, "uncertain": 1.5}.get(kind, 1.0) * self.dot
        if last - first < least:
            middle = min(max((first + last) / 2, least / 2), self.width - least / 2)
            first, last = middle - least / 2, middle + least / 2
        return first, last

    def item(self, mark: Mark) -> Item:
        """Return a mark with its ink and its label, ready to be packed."""
        tag = mark.id if mark.story == "text" else short_date(mark.when)
        title = f"“{mark.title}”" if mark.story == "text" else mark.title
        extra = [link.words for link in mark.links]
        label = layout.make_label(tag, title, extra, self.size, 0.45 * self.width, mark.story == "text", 3)
        return Item(mark, self.whole(mark), label)

    def whole(self, mark: Mark) -> tuple[float, float]:
        """Return the left and right edge of a mark with its links."""
        inks = [self.ink(mark.kind, mark.left, mark.right)] if mark.date else []
        inks += [self.ink(link.date.kind, *bounds(link.date)) for link in mark.links]
        return min(ink[0] for ink in inks), max(ink[1] for ink in inks)

    # -- painting -----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """Put everything on the Axes."""
        ax, colours = self.ax, self.colours
        self.origin = date2num(date(1, 1, 1))
        ax.set_xlim(self.low + self.origin, self.high + self.origin)
        ax.set_ylim(self.height, 0)
        ax.xaxis_date()
        ax.yaxis.set_visible(False)
        ax.patch.set_visible(False)
        for name, spine in ax.spines.items():
            spine.set_visible(name == "bottom")
        for band in self.line.bands:
            self.band(band)
        self.axis_of_time()
        self.links()
        self.foot()
        self.flush()

    def band(self, band: Band) -> None:
        """Paint the heading, the items and the groups of a band."""
        colours = self.colours
        story = colours[band.story]
        if band.name:
            count = f"{len(band.marks)} {'claim' if band.story == 'text' else 'event'}{'s' if len(band.marks) != 1 else ''}"
            y = band.top - 0.55 * self.size
            self.text(0, y, band.name, story, bold=True)
            self.text(text_width(band.name, self.size, bold=True) + 0.6 * self.size, y, count, colours["quiet"], scale=0.88)
        if not band.marks:
            self.text(0, self.y(band, 0) + 0.35 * self.size, "Nothing to draw: no event in this selection.", colours["quiet"])
        for item in band.items:
            self.label(band, item)
            y = self.y(band, item.mark_row)
            if item.mark.date:
                self.mark(item.mark.story, item.mark.kind, item.mark.left, item.mark.right, y, item.mark.id)
                ink = self.ink(item.mark.kind, item.mark.left, item.mark.right)
                self.box(ink[0], y - self.dot / 2, ink[1], y + self.dot / 2)
            for number, link in enumerate(item.mark.links):
                self.link(item, link, y + number * self.row)
        for group in band.groups:
            y = self.y(band, band.rows - 2)
            drop = 0.3 * self.size
            left, right = min(group.left, (group.left + group.right) / 2 - 2), max(group.right, (group.left + group.right) / 2 + 2)
            self.stroke("group", [(left, y - drop), (left, y), (right, y), (right, y - drop)], colours["quiet"], 1.0, "-",
                        "; ".join(mark.id for mark in group.marks))  # fmt: skip
            self.text(group.label_x, y + 1.25 * self.size, group.label, colours["quiet"])

    def y(self, band: Band, row: int) -> float:
        """Return the middle of a row in points from the top."""
        return band.top + (row + 0.5) * self.row

    def label(self, band: Band, item: Item) -> None:
        """Paint the words of an item."""
        label, x, italic = item.label, item.label_x, item.mark.story == "text"
        y = self.y(band, item.row) + 0.35 * self.size
        if label.tag:
            self.text(x, y, label.tag, self.colours[band.story], bold=True)
        self.text(x + label.tag_width, y, label.lines[0], self.colours["ink"], italic=italic)
        rest = label.lines[1:]
        if rest:
            self.text(x, y + LINE * self.size, "\n".join(rest), self.colours["ink"], italic=italic, lines=len(rest))
        if label.extra:
            below = y + len(label.lines) * LINE * self.size
            self.text(x, below, "\n".join(label.extra), self.colours["ink"], bold=True, lines=len(label.extra))

    def text(self, x: float, y: float, words: str, colour: str, *, bold: bool = False, italic: bool = False,
             scale: float = 1, lines: int = 1) -> None:  # fmt: skip
        """Paint words whose first baseline starts at a point, and remember the box they take."""
        size = self.size * scale
        last = y + (lines - 1) * LINE * size
        self.ax.text(self.data(x), last, words, color=colour, va="baseline", ha="left", linespacing="normal",
                     fontproperties=self.fonts[scale, int(bold), int(italic)], parse_math=False, clip_on=False)  # fmt: skip
        width = max(text_width(part, size, bold, italic) for part in words.split("\n"))
        self.box(x, y - 0.85 * size, x + width, last + 0.3 * size)

    def data(self, x: float) -> float:
        """Return points from the left as the Axes' x."""
        return self.low + x / self.scale + self.origin

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Remember that something stands here."""
        self.boxes.append((left, top, right, bottom))

    def stroke(self, gid: str, points: Sequence[tuple[float, float]], colour: str, width: float, style: Any, name: str) -> None:
        """Collect a line, in points."""
        self.lines.setdefault((gid, colour, width, style), []).append([(self.data(x), y) for x, y in points])
        self.line.drawn.setdefault(gid, []).append(name)

    def mark(self, story: str, kind: str, left: float, right: float, y: float, name: str) -> None:
        """Collect the shapes of one mark: its form says how exact it is."""
        first, last = self.ink(kind, left, right)
        self.shape(story, kind, first, last, y, name, (math.isinf(left), math.isinf(right)),
                   (left < self.low, right > self.high))  # fmt: skip

    def shape(self, story: str, kind: str, first: float, last: float, y: float, name: str,
              opened: tuple[bool, bool] = (False, False), cut: tuple[bool, bool] = (False, False)) -> None:  # fmt: skip
        """Collect the shapes of a mark between two points."""
        colour, half = self.colours["record" if story == "legend" else story], self.dot / 2
        gid = f"{story} {kind}"
        self.line.drawn.setdefault(gid, []).append(name)
        if kind in ("exact day", "exact time"):
            marker = "s" if story == "text" else "o"
            self.dots.setdefault((gid, marker, colour), []).append((self.data((first + last) / 2), y))
            return
        solid = kind in ("interval", "open")
        high = half * (0.45 if solid else 0.85)
        ends = [first, last]
        if kind == "open":
            ends = [first + half * 1.3 if opened[0] else first, last - half * 1.3 if opened[1] else last]
        corners = [(ends[0], y - high), (ends[1], y - high), (ends[1], y + high), (ends[0], y + high)]
        face = colour if solid else self.colours["page"]
        style = {"approximate": (0, (2.2, 1.4)), "uncertain": (0, (0.9, 1.1))}.get(kind, "-")
        hatch = "//////" if kind == "unspecified" else None
        self.areas.setdefault((gid, face, colour, style, hatch), []).append([(self.data(x), y) for x, y in corners])
        for side, x in enumerate((first, last)):
            if not solid or cut[side] and not opened[side]:
                continue
            if opened[side]:
                tip = x, x + (half if side else -half) * 0
                back = x + (-1.5 if side else 1.5) * half
                self.areas.setdefault((gid + " arrow", colour, colour, "-", None), []).append(
                    [(self.data(tip[0]), y), (self.data(back), y - half), (self.data(back), y + half)])  # fmt: skip
            else:
                self.lines.setdefault((gid + " cap", colour, 1.6, "-"), []).append(
                    [(self.data(x), y - half), (self.data(x), y + half)])  # fmt: skip
        if kind in ("approximate", "uncertain"):
            sign = "~" if kind == "approximate" else "?"
            wide = text_width(sign, self.size * 0.88, bold=True) / layout.HINTING
            self.ax.text(self.data((first + last - wide) / 2), y + 0.29 * self.size, sign, color=colour, va="baseline",
                         fontproperties=self.fonts[0.88, 1, 0], gid=gid + " sign")  # fmt: skip

    def link(self, item: Item, link: Any, y: float) -> None:
        """Collect the line from the text's mark to where the record has it."""
        left, right = bounds(link.date)
        kind = link.date.kind
        end = self.ink(kind, left, right)
        self.mark("record", kind, left, right, y, f"{item.mark.id} → {link.event}")
        self.box(end[0], y - self.dot / 2, end[1], y + self.dot / 2)
        self.rings.append((link.event, (end[0] + end[1]) / 2, y))
        if not item.mark.date:
            return
        start = self.ink(item.mark.kind, item.mark.left, item.mark.right)
        if start[1] < end[0]:
            x0, x1 = start[1], end[0]
        elif end[1] < start[0]:
            x0, x1 = start[0], end[1]
        else:
            return
        self.stroke(f"link {link.how_sure}", [(x0, y), (x1, y)], self.colours["text"], 1.3, LINKS.get(link.how_sure, "-"),
                    f"{item.mark.id} → {link.event}")  # fmt: skip
        if link.arrow:
            tip, back = x0, x0 + (self.dot if x1 > x0 else -self.dot)
            self.areas.setdefault(("link arrow", self.colours["text"], self.colours["text"], "-", None), []).append(
                [(self.data(tip), y), (self.data(back), y - self.dot * 0.4), (self.data(back), y + self.dot * 0.4)])  # fmt: skip

    def links(self) -> None:
        """Collect dotted guides from each link's end down to the event, broken around text."""
        where = {item.mark.id: self.y(band, item.mark_row) for band in reversed(self.line.bands)
                 if band.story == "record" for item in band.items}  # fmt: skip
        for event, x, y in self.rings:
            if event in where:
                self.broken("guide", x, y + self.dot / 2, where[event], self.colours["record"], 0.9, (0, (1, 1.6)), event)

    def broken(self, gid: str, x: float, top: float, bottom: float, colour: str, width: float, style: Any, name: str) -> None:
        """Collect an upright line that makes way for everything that stands on it."""
        pad = 0.2 * self.size
        taken = sorted((max(box[1], top), min(box[3], bottom)) for box in self.boxes
                       if box[0] - pad <= x <= box[2] + pad and box[3] > top and box[1] < bottom)  # fmt: skip
        for start, stop in [*taken, (bottom, bottom)]:
            if start - top > 1:
                self.stroke(gid, [(x, top), (x, start)], colour, width, style, name)
            top = max(top, stop)

    def axis_of_time(self) -> None:
        """Set the real axis between the two stories, with ticks, their context and faint upright lines."""
        ax, colours, size = self.ax, self.colours, self.size
        ax.spines["bottom"].set_position(("data", self.axis_y))
        ax.spines["bottom"].set(color=colours["ink"], linewidth=1.4)
        ax.set_xticks([x + self.origin for x, _ in self.ticks], [text for _, text in self.ticks])
        ax.tick_params(axis="x", length=0.45 * size, width=1.0, pad=0.2 * size, color=colours["ink"],
                       labelcolor=colours["ink"], labelsize=size, labelfontfamily=FAMILY)  # fmt: skip
        for x, words in self.ticks:
            wide = text_width(words, size)
            self.box(self.x(x) - wide / 2, self.axis_y, self.x(x) + wide / 2, self.axis_y + 1.9 * size)
        ends = [self.x(x) for x, _ in self.context[1:]] + [self.width]
        for (x, words), end in zip(self.context, ends, strict=True):
            if self.x(x) + text_width(words, size, bold=True) + 0.8 * size <= end or end == self.width:
                self.text(self.x(x) + 1, self.axis_y + 3.0 * size, words, colours["ink"], bold=True)
        for x, _ in self.context or self.ticks:
            if self.x(x) > 2:
                self.broken("grid", self.x(x), 0, self.end, colours["line"], 0.7, "-", "")

    # -- legend and notes ---------------------------------------------------------------------------------------------

    def legend_rows(self) -> list[list[tuple[str, str, float]]]:
        """Return the entries of the legend, broken into rows: kind, words, left edge."""
        kinds = {item.mark.kind for band in self.line.bands for item in band.items if item.mark.date}
        kinds |= {link.date.kind for band in self.line.bands for item in band.items for link in item.mark.links}
        entries = [(kind, name) for kind, name in KINDS.items() if kind in kinds]
        if self.line.claims:
            entries.insert(0, ("square", "where the text puts it"))
        rows: list[list[tuple[str, str, float]]] = [[]]
        x = 0.0
        for kind, name in entries:
            wide = 3.2 * self.size + text_width(name, self.size * 0.88)
            if x + wide > self.width and rows[-1]:
                rows.append([])
                x = 0.0
            rows[-1].append((kind, name, x))
            x += wide + 1.4 * self.size
        return rows if entries else []

    def note_lines(self) -> list[str]:
        """Return what must be said under the figure, broken into lines."""
        line = self.line
        notes = []
        if line.unplaced:
            notes.append(f"Claims with no place in time ({len(line.unplaced)}): {', '.join(mark.id for mark in line.unplaced)}.")
        cut = sum(item.label.shortened for band in line.bands for item in band.items)
        if cut:
            notes.append(f"{cut} long title{'s are' if cut != 1 else ' is'} shortened here; the words below give all in full.")
        if any(layout.PLACEHOLDER in printable(mark.title) for band in line.bands for mark in band.marks):
            notes.append(f"{layout.PLACEHOLDER} stands for a letter that this font does not have; the words below have it.")
        if line.low and line.low < 577736:
            notes.append("Dates before 15 October 1582 are in the Gregorian calendar, carried back.")
        if line.outside:
            notes.append(f"Outside of this span and not drawn: {line.outside}.")
        if line.zone:
            notes.append(f"Hours are those of {line.zone}; a time in brackets is local.")
        line.notes = notes
        return [part for note in notes for part in layout.wrap(note, self.width, self.size * 0.88, 9)[0]]

    def foot(self) -> None:
        """Paint legend and notes under the bands."""
        y = self.end + 1.2 * self.size
        for row in self.legend:
            for kind, name, x in row:
                wide = self.dot if kind in ("square", "exact day", "exact time") else 2.4 * self.size
                start = x + (2.4 * self.size - wide) / 2
                if kind == "square":
                    self.shape("text", "exact day", start, start + wide, y, "legend")
                else:
                    self.shape("legend", kind, start, start + wide, y, "legend", (False, kind == "open"))
                self.text(x + 2.9 * self.size, y + 0.31 * self.size, name, self.colours["quiet"], scale=0.88)
            y += 1.9 * self.size
        for note in self.notes:
            self.text(0, y + 0.3 * self.size, note, self.colours["quiet"], scale=0.88)
            y += 1.5 * self.size

    def flush(self) -> None:
        """Make one artist of each kind of line, area and dot."""
        for (gid, colour, width, style), segments in self.lines.items():
            order = 1 if gid in ("grid", "guide") else 2
            found = LineCollection(segments, colors=colour, linewidths=width, linestyles=[style], zorder=order, gid=gid)
            self.ax.add_collection(found, autolim=False)
        for (gid, face, edge, style, hatch), shapes in self.areas.items():
            area = PolyCollection(shapes, facecolors=face, edgecolors=edge, linestyles=[style], linewidths=1.1, zorder=3,
                                  hatch=hatch, gid=gid)  # fmt: skip
            self.ax.add_collection(area, autolim=False)
        for (gid, marker, colour), points in self.dots.items():
            xs, ys = zip(*points, strict=True)
            self.ax.scatter(xs, ys, s=self.dot**2, marker=marker, color=colour, linewidths=0, zorder=4, gid=gid)
