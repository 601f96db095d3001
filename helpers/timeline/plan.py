"""Deciding where everything goes: which marks are labelled, in which row, and what stands at head and foot."""

import math
import re
from collections.abc import Sequence

from helpers.timeline import describe, layout
from helpers.timeline.layout import ROW, Item, printable, text_width
from helpers.timeline.model import KINDS, MOST_TRIED, Band, Group, Timeline
from helpers.timeline.read import Link, Mark, bounds, short_date

#: Fewest rows of a band that can't label everything; the last two hold the strokes of the others
#: and their number.
FEWEST = 3

SMALL, LARGE = 0.88, 1.5  # small print and the title, in font sizes

Rows = list[list[tuple[str, str, float]]]


class TooSmall(ValueError):
    """There is no room for this timeline."""


class Plan:
    """Places a timeline in a rectangle of a width, with type of a size; all lengths are in points, y runs down from its top."""

    def __init__(self, line: Timeline, size: float, width: float) -> None:
        self.line, self.size, self.width = line, size, width
        self.row, self.dot = ROW * size, 0.72 * size
        pad = 0.025 * (line.high - line.low) or 2.0
        self.low, self.high = line.low - pad, line.high + pad
        self.scale = width / (self.high - self.low)
        self.roomy = True
        links = [link for claim in line.claims for link in claim.links]
        #: What is labelled first: events that a link of the text leads to, then those that it
        #: speaks of.
        self.rank = {name: 1 for link in links for name in link.named} | {
            link.event: 0 for link in links
        }

    # -- time and ink
    # -------------------------------------------------------------------------------------------------

    def x(self, number: float) -> float:
        """Return a day number as points from the left."""
        return (number - self.low) * self.scale

    def beyond(self, left: float, right: float) -> int:
        """Say whether something lies wholly before (-1) or after (1) what is shown, or not (0)."""
        return -1 if right < self.low else int(left > self.high)

    def ink(self, kind: str, left: float, right: float) -> tuple[float, float]:
        """Return the left and right edge of a mark, inside the frame and never too small to be seen."""
        side = self.beyond(left, right)
        if side:
            return (0.0, self.dot) if side < 0 else (self.width - self.dot, self.width)
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
        least = self.dot * (1.5 if kind in ("approximate", "uncertain") else 1.0)
        if last - first < least:
            middle = min(max((first + last) / 2, least / 2), self.width - least / 2)
            first, last = middle - least / 2, middle + least / 2
        return first, last

    def side_words(self, mark: Mark, link: Link) -> list[tuple[str, float]]:
        """Return what the ends of a link are called (“cause” and “effect”) with their left edges, where it runs from one to the other."""
        if not (link.arrow and mark.date) or self.beyond(mark.left, mark.right):
            return []
        effect, cause = (
            self.ink(mark.kind, mark.left, mark.right),
            self.ink(link.date.kind, *bounds(link.date)),
        )
        pair = link.ends[::-1] if effect[0] < cause[0] else link.ends
        gap = 0.8 * self.size
        left = min(effect[0], cause[0]) - gap - text_width(pair[0], self.size)
        right = max(effect[1], cause[1]) + gap
        found = [(pair[0], left)] if left >= 0 else []
        return found + (
            [(pair[1], right)] if right + text_width(pair[1], self.size) <= self.width else []
        )

    def whole(self, mark: Mark) -> tuple[float, float]:
        """Return the left and right edge of a mark with its links."""
        inks = [self.ink(mark.kind, mark.left, mark.right)] if mark.date else []
        for link in mark.links:
            inks.append(self.ink(link.date.kind, *bounds(link.date)))
            inks += [
                (x, x + text_width(word, self.size)) for word, x in self.side_words(mark, link)
            ]
        return min(ink[0] for ink in inks), max(ink[1] for ink in inks)

    # -- bands
    # --------------------------------------------------------------------------------------------------------

    def plan(self, height: float, grow: bool) -> None:
        """Share the height between the bands and place every item; one that may grow sets its own height.

        `TooSmall` if not even the fewest rows fit.
        """
        line, size = self.line, self.size
        if self.width < 24 * size:
            raise TooSmall(
                f"A timeline needs a width of at least {24 * size:.0f} points; here are {self.width:.0f}."
            )
        self.ticks, self.context = layout.ticks(self.low, self.high, self.width, size)
        self.axis = (1.0 + 1.35 + (1.35 if self.context else 0)) * size
        self.top = 2.6 * size if line.outside else 0.0
        for band in line.bands:
            self.fill(band, 2000)
        self.legend, self.notes = self.legend_rows(), self.note_lines()
        foot = self.foot_height() + (2.2 * size if line.chapters else 0)
        fixed = (
            self.top
            + foot
            + self.axis
            + sum(self.heading(band) + 0.5 * size for band in line.bands)
        )
        room = int((height - fixed) / self.row)
        needs = [band.rows for band in line.bands]
        self.roomy = sum(needs) <= room
        if not self.roomy:
            worst = max(
                (
                    item.label.height + len(item.mark.links)
                    for item in line.bands[0].items
                    if item.mark.reversed
                ),
                default=0,
            )
            ways = ((FEWEST, worst + 2), (FEWEST - 1, worst + 2), (FEWEST - 1, FEWEST - 1))
            for (
                few,
                first,
            ) in (
                ways
            ):  # what the text is wrong about most plainly has its words, if that is possible
                least = [min(need, few) for need in needs]
                least[0] = min(needs[0], max(least[0], first if worst else few))
                if sum(least) <= room:
                    break
            else:
                what = f"{fixed + sum(least) * self.row:.0f} points; here are {height:.0f}"
                raise TooSmall(
                    f"A timeline of {len(needs)} lanes needs a height of at least {what}."
                )
            if (
                line.bands[0].story == "text"
            ):  # all that the text claims, as far as the others keep a third, or as lanes a half
                others = max(sum(least[1:]), room // (2 if line.lanes else 3))
                least[0] = max(least[0], min(needs[0], room - others))
            for band, rows in zip(line.bands, layout.share(needs, least, room), strict=True):
                if rows < band.rows:
                    self.fill(band, rows)
            self.legend, self.notes = self.legend_rows(), self.note_lines()
        top = self.stack()
        if not grow and self.roomy:  # spare room goes between the rows
            spare = height - self.foot_height() - top - (2.2 * size if line.chapters else 0)
            self.row = min(self.row + max(spare, 0.0) / sum(needs), 1.3 * self.row)
            top = self.stack()
        self.end = top + (2.2 * size if line.chapters else 0)
        self.height = self.end + self.foot_height() if grow else height

    def stack(self) -> float:
        """Put the bands and the axis one under the other; return where they end."""
        top = self.top
        for number, band in enumerate(self.line.bands):
            band.top = top + self.heading(band)
            top = band.top + band.rows * self.row + 0.5 * self.size
            if number == 0 or band.story == "text":
                self.axis_y = top
                top += self.axis
        return top

    def heading(self, band: Band) -> float:
        """Return the height above a band's first row."""
        return (2.0 if band.name else 0.6) * self.size

    def foot_height(self) -> float:
        """Return the height of legend and notes."""
        return (len(self.legend) * 1.9 + len(self.notes) * 1.5 + 0.5) * self.size

    def fill(self, band: Band, rows: int) -> None:
        """Place the marks of a band in at most so many rows; group the others."""
        band.items, band.groups = [], []
        if band.story == "text":  # what the text is wrong about most plainly stands first
            marks = tried = sorted(
                band.marks, key=lambda mark: (not mark.reversed, not mark.clashes)
            )
        else:
            marks = sorted(band.marks, key=lambda mark: self.rank.get(mark.id, 2))
            certain = sum(mark.id in self.rank for mark in marks)
            tried = [*marks[:certain], *layout.spread(marks[certain:])][:MOST_TRIED]
        gap, apart = 0.5 * self.size, 1.4 * self.size
        if len(tried) == len(marks):
            items = [self.item(mark) for mark in marks]
            if not layout.pack(items, self.width, rows, gap, apart):
                band.items, band.rows = items, max(layout.used_rows(items), 1)
                return
        items = [self.item(mark) for mark in tried]
        rest = {id(item) for item in layout.pack(items, self.width, max(rows - 2, 0), gap, apart)}
        items = [item for item in items if id(item) not in rest]
        shown = {item.mark.id for item in items}
        again = [
            self.item(mark) for mark in marks if mark.id in shown
        ]  # in the order of time, if that fits too
        band.items = (
            items if layout.pack(again, self.width, max(rows - 2, 0), gap, apart) else again
        )
        band.groups = self.grouped([mark for mark in band.marks if mark.id not in shown])
        band.rows = layout.used_rows(band.items) + 2

    def grouped(self, marks: Sequence[Mark]) -> list[Group]:
        """Put marks into groups by where they are; the label of each fits under its part of the axis."""
        widest = text_width(f"and {len(marks)} more", self.size) + self.size
        count = max(int(self.width / widest), 1)
        bins: dict[int, list[Mark]] = {}
        for mark in marks:
            left, right = self.whole(mark)
            bins.setdefault(
                min(int((left + right) / 2 / self.width * count), count - 1), []
            ).append(mark)
        groups: list[Group] = []
        for number, found in sorted(bins.items(), reverse=True):
            middles = [sum(self.whole(mark)) / 2 for mark in found]
            left, right = min(middles), max(middles)
            start, end = (
                number * self.width / count,
                groups[-1].label_x - self.size if groups else self.width,
            )
            label = f"and {len(found)} more"
            named = f"{label}: {', '.join(self.tag(mark) if mark.story == 'record' else mark.id for mark in found)}"
            label = (
                named if len(found) < 4 and text_width(named, self.size) <= end - start else label
            )
            x = min(
                max((left + right - text_width(label, self.size)) / 2, start),
                end - text_width(label, self.size),
            )
            groups.append(Group(found, left, right, label, x))
        return groups[::-1]

    def item(self, mark: Mark) -> Item:
        """Return a mark with its ink and its label, ready to be packed."""
        tag = mark.id if mark.story == "text" else self.tag(mark)
        title = f"“{mark.title}”" if mark.story == "text" else mark.title
        extra = tuple(link.words for link in mark.links)
        width = (
            0.8 * self.width
            if any(link.arrow for link in mark.links)
            else max(0.48 * self.width, 33 * self.size)
        )
        label = layout.make_label(
            printable(tag),
            title,
            extra,
            self.size,
            min(width, 0.8 * self.width),
            mark.story == "text",
            3,
        )
        return Item(mark, self.whole(mark), label)

    def tag(self, mark: Mark) -> str:
        """Return the date that stands before a title; where hours are drawn, the axis has the year."""
        words = short_date(mark.when)
        return (
            re.sub(r" [0-9]{4}\b", "", words)
            if self.line.zone and len(re.findall(r" [0-9]{4}\b", words)) == 1
            else words
        )

    # -- head and foot
    # ------------------------------------------------------------------------------------------------

    def head_lines(self) -> list[tuple[str, float, bool]]:
        """Return the lines of the title and what stands under it: words, size and whether they are the title's."""
        title, _ = layout.wrap(
            printable(self.line.title), self.width, LARGE * self.size, 9, bold=True
        )
        found = describe.finding(self.line) if self.line.own_title else ""
        below, _ = layout.wrap(found, self.width, self.size, 3, bold=True) if found else ([], False)
        return [(one, LARGE, True) for one in title if one] + [(one, 1.0, False) for one in below]

    def head_height(self) -> float:
        """Return the height of title and what stands under it."""
        lines = self.head_lines()
        return (2.0 + sum(scale * (1.1 if own else 1.75) for _, scale, own in lines)) * self.size

    def legend_rows(self) -> Rows:
        """Return the entries of the legend, broken into rows: kind, words, left edge."""
        items = [item.mark for band in self.line.bands for item in band.items]
        placed = [(mark.kind, mark.left, mark.right) for mark in items if mark.date]
        placed += [(link.date.kind, *bounds(link.date)) for mark in items for link in mark.links]
        kinds = {"beyond" if self.beyond(left, right) else kind for kind, left, right in placed}
        entries = [(kind, name) for kind, name in KINDS.items() if kind in kinds]
        if any(mark.story == "text" and mark.kind == "exact day" for mark in items):
            entries.insert(0, ("square", "where the text puts it"))
        if any(band.groups for band in self.line.bands):
            entries.append(("stroke", "one more, without words"))
        rows: Rows = [[]]
        x = 0.0
        for kind, name in entries:
            wide = 2.9 * self.size + text_width(name, self.size * SMALL)
            if x + wide > self.width and rows[-1]:
                rows.append([])
                x = 0.0
            rows[-1].append((kind, name, x))
            x += wide + 1.7 * self.size
        return rows if entries else []

    def note_lines(self) -> list[str]:
        """Return what must be said under the figure, broken into lines."""
        line = self.line
        notes = []
        if line.unplaced:
            notes.append(
                f"Claims with no place in time ({len(line.unplaced)}): {', '.join(mark.id for mark in line.unplaced)}."
            )
        cut = sum(item.label.shortened for band in line.bands for item in band.items)
        if cut:
            notes.append(
                f"{cut} long title{'s are' if cut != 1 else ' is'} shortened here; the description gives all in full."
            )
        if strokes := describe.strokes(line):
            where = (
                "the numbered pages give them theirs"
                if line.chapters
                else "the description names each"
            )
            notes.append(f"{strokes}, for want of room; {where}.")
        if any(
            layout.PLACEHOLDER in printable(mark.title)
            for band in line.bands
            for mark in band.marks
        ):
            notes.append(
                f"{layout.PLACEHOLDER} stands for a letter that this font does not have; the description has it."
            )
        if line.high and line.low < 577736:
            notes.append(
                "Dates before 15 October 1582 are in the Gregorian calendar, carried back."
            )
        if line.outside:
            notes.append(f"Outside of this span and not drawn: {len(line.outside)}.")
        if line.claims_outside:
            notes.append(f"Claims outside of this span and not drawn: {line.claims_outside}.")
        if line.zone:
            notes.append(
                f"Hours are those of {line.zone}; where another zone stands in brackets, the hour is that zone’s."
            )
        line.notes = notes
        return [
            part
            for note in notes
            for part in layout.wrap(note, self.width, self.size * SMALL, 9)[0]
        ]
