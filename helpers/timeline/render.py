"""Painting: marks, labels, links, the axis, legend and notes, each at its place in points."""

import math
import re

from helpers.lesson.wording import with_count
from helpers.timeline import layout
from helpers.timeline.canvas import ORIGIN, Canvas, figure_of
from helpers.timeline.layout import FAMILY, LINE, Item, text_width
from helpers.timeline.model import LINKS, Band, Group
from helpers.timeline.plan import SMALL
from helpers.timeline.read import Link, Mark, bounds, day_of, extent, short_date

DASHES = {"approximate": (0, (2.2, 1.4)), "uncertain": (0, (0.9, 1.1))}


class Painter(Canvas):
    """Paints what has been placed, part by part."""

    def paint(self) -> None:
        """Put everything on the Axes."""
        ax, place = self.ax, self.place
        ax.set_xlim(place.low + ORIGIN, place.high + ORIGIN)
        ax.set_ylim(place.height, 0)
        ax.xaxis_date()
        ax.yaxis.set_visible(False)
        ax.patch.set_visible(False)
        for name, spine in ax.spines.items():
            spine.set_visible(name == "bottom")
        if self.line.outside:
            self.locator()
        for band in self.line.bands:
            self.band(band)
        if self.line.chapters:
            self.chapters()
        self.axis_of_time()
        self.guides()
        self.foot()
        self.flush()

    def head(self, left: float) -> None:
        """Write the title and what stands under it at the top of the page."""
        figure = figure_of(self.ax)
        width, full = (inches * 72 for inches in figure.get_size_inches())
        y = full - 0.9 * self.size
        for words, scale, own in self.place.head_lines():
            y -= scale * self.size * (1.1 if own else 1.75)
            colour = self.colours["ink" if own else "text"]
            figure.text(
                left / width,
                y / full,
                words,
                color=colour,
                va="baseline",
                parse_math=False,
                fontproperties=self.font(scale, True, False),
            )
        if self.line.page:
            figure.text(
                1 - left / width,
                1.0 * self.size / full,
                self.line.page,
                ha="right",
                color=self.colours["quiet"],
                fontproperties=self.font(SMALL, False, False),
            )

    # -- the parts
    # ------------------------------------------------------------------------------------------------------

    def band(self, band: Band) -> None:
        """Paint the heading, the items and the groups of a band."""
        colours, place, size = self.colours, self.place, self.size
        if band.name:
            count = with_count(len(band.marks), "claim" if band.story == "text" else "event")
            y = band.top - 0.55 * size
            name = layout.wrap(layout.printable(band.name), 0.6 * place.width, size, 1, bold=True)[
                0
            ][0]
            self.text(0, y, name, colours[band.story], bold=True)
            self.text(
                text_width(name, size, bold=True) + 0.6 * size,
                y,
                count,
                colours["quiet"],
                scale=SMALL,
            )
        if band.story == "text":
            top, end = band.top - 1.9 * size, band.top + band.rows * place.row + 0.4 * size
            self.area(
                "wash",
                colours["text-wash"],
                colours["text-wash"],
                "-",
                None,
                [(-size, top), (place.width + size, top), (place.width + size, end), (-size, end)],
            )
        if not band.marks:
            words = f"Nothing to draw: no {'claim' if band.story == 'text' else 'event'} in this selection."
            self.text(0, self.y(band, 0) + 0.35 * size, words, colours["quiet"])
        for item in band.items:
            self.label(band, item)
            y = self.y(band, item.mark_row)
            if item.mark.date:
                self.mark(item.mark.story, item.mark.kind, item.mark.left, item.mark.right, y)
                self.spot(item.mark, y)
            for number, link in enumerate(item.mark.links):
                self.link(item, link, y + number * place.row)
        for group in band.groups:
            self.group(band, group)

    def y(self, band: Band, row: int) -> float:
        """Return the middle of a row in points from the top."""
        return band.top + (row + 0.5) * self.place.row

    def label(self, band: Band, item: Item) -> None:
        """Paint the words of an item."""
        label, x, italic, name = item.label, item.label_x, item.mark.story == "text", item.mark.id
        y = self.y(band, item.row) + 0.35 * self.size
        if item.side == "above":  # close to the mark, not to what stands above it
            y += (
                label.height * self.place.row
                - ((len(label.lines) + len(label.extra)) * LINE + 0.2) * self.size
            )
        if label.tag:
            self.text(x, y, label.tag, self.colours[band.story], bold=True, name=name)
        self.text(
            x + label.tag_width, y, label.lines[0], self.colours["ink"], italic=italic, name=name
        )
        rest = label.lines[1:]
        if rest:
            self.text(
                x,
                y + LINE * self.size,
                "\n".join(rest),
                self.colours["ink"],
                italic=italic,
                lines=len(rest),
                name=name,
            )
        if label.extra:
            below = y + len(label.lines) * LINE * self.size
            colour = self.colours["text" if item.mark.reversed else "ink"]
            self.text(
                x,
                below,
                "\n".join(label.extra),
                colour,
                bold=True,
                lines=len(label.extra),
                name=name,
            )

    def group(self, band: Band, group: Group) -> None:
        """Paint a stroke for each mark without words, their bracket and their number."""
        colour, size = self.colours["quiet"], self.size
        y = self.y(band, band.rows - 2) + 0.1 * size
        for mark in group.marks:
            self.spot(mark, y - 0.4 * size)
            left, right = (
                self.place.ink(mark.kind, mark.left, mark.right)
                if mark.date
                else self.place.whole(mark)
            )
            gid = f"{band.story} stroke {mark.kind}"
            if mark.kind in ("exact day", "exact time", "hour unknown"):
                x = (left + right) / 2
                self.stroke(
                    gid,
                    [(x, y - 0.75 * size), (x, y - 0.1 * size)],
                    self.colours[band.story],
                    1.0,
                    "-",
                )
            else:  # never upright where the day is not known
                self.stroke(
                    gid,
                    [(left, y - 0.25 * size), (right, y - 0.25 * size)],
                    self.colours[band.story],
                    1.0,
                    DASHES.get(mark.kind, "-"),
                )
        left, right = group.left - 1.5, group.right + 1.5
        self.stroke(
            "group",
            [(left, y), (left, y + 0.25 * size), (right, y + 0.25 * size), (right, y)],
            colour,
            1.0,
            "-",
        )
        self.box(left, y - 0.75 * size, right, y + 0.3 * size)
        self.text(group.label_x, y + 1.35 * size, group.label, colour)

    def spot(self, mark: Mark, y: float) -> None:
        """Remember where an event of the record stands."""
        if mark.story == "record":
            self.line.spots.setdefault(mark.id, []).append(
                (self.data(sum(self.place.ink(mark.kind, mark.left, mark.right)) / 2), y)
            )

    def mark(self, story: str, kind: str, left: float, right: float, y: float) -> None:
        """Paint the shapes of one mark: its form says how exact it is."""
        place = self.place
        first, last = place.ink(kind, left, right)
        self.box(first, y - self.dot / 2, last, y + self.dot / 2)
        side = place.beyond(left, right)
        if side:
            tip, back = (first, last) if side < 0 else (last, first)
            self.arrowhead(f"{story} beyond", tip, back, y, self.colours[story])
            return
        self.shape(
            story,
            kind,
            first,
            last,
            y,
            (math.isinf(left), math.isinf(right)),
            (left < place.low, right > place.high),
        )

    def shape(
        self,
        story: str,
        kind: str,
        first: float,
        last: float,
        y: float,
        opened: tuple[bool, bool] = (False, False),
        cut: tuple[bool, bool] = (False, False),
    ) -> None:
        """Paint the shapes of a mark between two points."""
        square = kind == "square" or (story == "text" and kind == "exact day")
        colour, half = self.colours["text" if square or story == "text" else "record"], self.dot / 2
        gid = f"{story} {kind}"
        if square or kind in ("exact day", "exact time"):
            self.dots.setdefault((gid, "s" if square else "o", colour), []).append(
                (self.data((first + last) / 2), y)
            )
            return
        solid = kind in ("interval", "open")
        high = half * (0.45 if solid else 0.85)
        left, right = first, last
        if kind == "open":
            left, right = first + half * 1.3 * opened[0], last - half * 1.3 * opened[1]
        if not solid:  # what goes on beyond the frame has no edge there
            left, right = left - 4 * cut[0], right + 4 * cut[1]
        self.area(
            gid,
            colour if solid else self.colours["page"],
            colour,
            DASHES.get(kind, "-"),
            "//////" if kind == "unspecified" else None,
            [(left, y - high), (right, y - high), (right, y + high), (left, y + high)],
        )
        for side, x in enumerate((first, last)):
            if not solid or (cut[side] and not opened[side]):
                continue
            if opened[side]:
                self.arrowhead(f"{gid} arrow", x, x + (-1.5 if side else 1.5) * half, y, colour)
            else:
                self.stroke(f"{gid} cap", [(x, y - half), (x, y + half)], colour, 1.6, "-")
        if kind in DASHES:
            sign = "~" if kind == "approximate" else "?"
            wide = text_width(sign, self.size * SMALL, bold=True) / layout.HINTING
            self.ax.text(
                self.data((first + last - wide) / 2),
                y + 0.29 * self.size,
                sign,
                color=colour,
                va="baseline",
                fontproperties=self.font(SMALL, True, False),
                gid=f"{gid} sign",
                in_layout=False,
            )

    def link(self, item: Item, link: Link, y: float) -> None:
        """Paint the line from the text's mark to where the record has it."""
        place, colour = self.place, self.colours["text"]
        left, right = bounds(link.date)
        end = place.ink(link.date.kind, left, right)
        self.mark("record", link.date.kind, left, right, y)
        if not place.beyond(left, right):
            self.rings.append((link.event, sum(end) / 2, y))
        if not item.mark.date:
            return
        for word, x in place.side_words(item.mark, link):
            self.text(
                x, y + 0.35 * self.size, word, colour, bold=item.mark.reversed, name=item.mark.id
            )
        start = place.ink(item.mark.kind, item.mark.left, item.mark.right)
        x0, x1 = (start[1], end[0]) if start[1] < end[0] else (start[0], end[1])
        if start[0] <= end[1] and end[0] <= start[1]:
            return
        head = (
            self.dot * (1.4 if item.mark.reversed else 1.0) * (1 if x1 > x0 else -1)
            if link.arrow
            else 0.0
        )
        gid, width = (
            ("link reversed", 2.6) if item.mark.reversed else (f"link {link.how_sure}", 1.3)
        )
        self.stroke(
            gid, [(x0 + head * 0.8, y), (x1, y)], colour, width, LINKS.get(link.how_sure, "-")
        )
        self.box(min(x0, x1), y - 1, max(x0, x1), y + 1)
        if link.arrow:
            self.arrowhead("link arrow", x0, x0 + head, y, colour)

    def guides(self) -> None:
        """Draw dotted lines from each link's end down to the event, broken around text."""
        where = {
            item.mark.id: self.y(band, item.mark_row)
            for band in reversed(self.line.bands)
            if band.story == "record"
            for item in band.items
        }
        for event, x, y in self.rings:
            if event in where:
                self.broken(
                    "guide",
                    x,
                    y + self.dot / 2,
                    where[event],
                    self.colours["record"],
                    0.9,
                    (0, (1, 1.6)),
                )

    def axis_of_time(self) -> None:
        """Set the real axis between the two stories, with ticks, their context and faint upright lines."""
        ax, colours, size, place = self.ax, self.colours, self.size, self.place
        y = place.axis_y
        ax.spines["bottom"].set_position(("data", y))
        ax.spines["bottom"].set(color=colours["ink"], linewidth=1.4)
        ax.set_xticks([x + ORIGIN for x, _ in place.ticks], [text for _, text in place.ticks])
        ax.tick_params(
            axis="x",
            length=0.45 * size,
            width=1.0,
            pad=0.2 * size,
            color=colours["ink"],
            labelcolor=colours["ink"],
            labelsize=size,
            labelfontfamily=FAMILY,
        )
        for x, words in place.ticks:
            wide = text_width(words, size)
            self.box(place.x(x) - wide / 2, y, place.x(x) + wide / 2, y + 1.9 * size)
        ends = [*(place.x(x) for x, _ in place.context[1:]), place.width + 0.8 * size]
        for (number, words), end in zip(place.context, ends, strict=False):
            room = end - place.x(number) - 1 - 0.8 * size
            bare = re.sub(r" [0-9]{4}$", "", words)
            for said in (words, bare, short_date(bare), bare.split()[0]):
                if text_width(said, size, bold=True) <= room:
                    self.text(place.x(number) + 1, y + 3.0 * size, said, colours["ink"], bold=True)
                    break
        for number, _ in place.context or place.ticks:
            if place.x(number) > 2:
                self.broken(
                    "grid", place.x(number), place.top, place.end, colours["line"], 0.7, "-"
                )

    def locator(self) -> None:
        """Show at the top where this span lies in the whole."""
        place, size, colour = self.place, self.size, self.colours["quiet"]
        first, last = extent([*self.line.events, *self.line.outside])
        ends = [f"{day_of(x):%Y}" for x in (first, last - 1e-6)]
        left, right = (text_width(end, size * SMALL) + 0.7 * size for end in ends)
        y, stretch = 0.9 * size, (place.width - left - right) / max(last - first, 1e-9)
        self.text(0, y + 0.31 * size, ends[0], colour, scale=SMALL)
        self.text(place.width - right + 0.7 * size, y + 0.31 * size, ends[1], colour, scale=SMALL)
        self.stroke("locator", [(left, y), (place.width - right, y)], colour, 0.8, "-")
        for mark in self.line.outside:
            if mark.kind == "exact day":
                x = left + (mark.left + 0.5 - first) * stretch
                self.stroke(
                    "locator event", [(x, y - 0.25 * size), (x, y + 0.25 * size)], colour, 0.6, "-"
                )
        x0, x1 = (
            left + (min(max(x, first), last) - first) * stretch
            for x in (self.line.low, self.line.high)
        )
        x0, x1 = min(x0, (x0 + x1) / 2 - 2), max(x1, (x0 + x1) / 2 + 2)
        ink = self.colours["ink"]
        self.area(
            "locator window",
            ink,
            ink,
            "-",
            None,
            [
                (x, y + h)
                for x, h in (
                    (x0, -0.35 * size),
                    (x1, -0.35 * size),
                    (x1, 0.35 * size),
                    (x0, 0.35 * size),
                )
            ],
        )

    def chapters(self) -> None:
        """Mark where the pages lie that show parts larger, with their numbers."""
        place, size, colour = self.place, self.size, self.colours["ink"]
        y = place.end - 1.9 * size
        runs: list[
            tuple[float, float, str]
        ] = []  # neighbours too narrow for their numbers share one: 15–29
        for low, high, name in self.line.chapters:
            left, right = max(place.x(low), 0.0) + 1, min(place.x(high), place.width) - 1
            self.stroke(
                "chapter",
                [(left, y - 0.3 * size), (left, y), (right, y), (right, y - 0.3 * size)],
                colour,
                1.0,
                "-",
            )
            wide, before = (
                text_width(said, size, bold=True) for said in (name, runs[-1][2] if runs else "")
            )
            if runs and (
                (left, right) == runs[-1][:2]
                or (wide > right - left and before > runs[-1][1] - runs[-1][0])
            ):
                runs[-1] = runs[-1][0], right, f"{runs[-1][2].partition('–')[0]}–{name}"
            else:
                runs.append((left, right, name))
        free = 0.0
        for left, right, name in runs:
            wide = text_width(name, size, bold=True)
            x = min(max((left + right - wide) / 2, free), place.width - wide)
            if x >= free:
                self.text(x, y + 1.1 * size, name, colour, bold=True)
                free = x + wide + 0.3 * size

    def foot(self) -> None:
        """Paint legend and notes under the bands."""
        y = self.place.end + 1.2 * self.size
        for row in self.place.legend:
            for kind, name, x in row:
                self.sample(kind, x, y)
                self.text(
                    x + 2.9 * self.size,
                    y + 0.31 * self.size,
                    name,
                    self.colours["quiet"],
                    scale=SMALL,
                )
            y += 1.9 * self.size
        for note in self.place.notes:
            self.text(0, y + 0.3 * self.size, note, self.colours["quiet"], scale=SMALL)
            y += 1.5 * self.size

    def sample(self, kind: str, x: float, y: float) -> None:
        """Paint the sample of a kind in the legend."""
        size = self.size
        wide = self.dot if kind in ("square", "exact day", "exact time", "beyond") else 2.2 * size
        start = x + (2.4 * size - wide) / 2
        if kind == "stroke":
            middle = x + 1.2 * size
            self.stroke(
                "legend stroke",
                [(middle, y - 0.35 * size), (middle, y + 0.35 * size)],
                self.colours["record"],
                1.0,
                "-",
            )
        elif kind == "beyond":
            self.arrowhead("legend beyond", start + wide, start, y, self.colours["record"])
        else:
            self.shape("legend", kind, start, start + wide, y, (False, kind == "open"))
