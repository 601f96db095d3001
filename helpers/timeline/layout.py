"""Where things go on the page: widths of text, broken lines, ticks, and rows without overlaps. Units are points."""

import math
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from helpers.timeline.read import Mark, day_number, day_of

FAMILY = "DejaVu Sans"

#: What stands for a letter that the font does not have.
PLACEHOLDER = "\u25af"

#: Where letters are rounded to whole pixels, words get wider by about this factor (our own files do
#: not round).
HINTING = 1.04

LINE = 1.2  # line pitch in font sizes, as matplotlib sets DejaVu

ROW = 1.55  # row pitch in font sizes


@lru_cache(maxsize=8)
def _face(bold: bool, italic: bool) -> FT2Font:
    properties = FontProperties(
        family=FAMILY, weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    face = FT2Font(findfont(properties))
    face.set_size(100, 72)
    return face


@lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool, italic: bool) -> float:
    """Return the width of a letter in font sizes."""
    glyph = _face(bold, italic).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 6553600


def text_width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line of text in points, at any resolution at most this."""
    return sum(_advance(letter, bold, italic) for letter in text) * size * HINTING


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return the text on one line, with a placeholder for every letter that the font lacks."""
    face = _face(False, False)
    cleaned = []
    for letter in unicodedata.normalize("NFC", " ".join(text.split())):
        if unicodedata.category(letter)[0] == "C":
            continue
        cleaned.append(letter if face.get_char_index(ord(letter)) else PLACEHOLDER)
    return "".join(cleaned)


def wrap(
    text: str,
    width: float,
    size: float,
    most: int,
    first: float = 0,
    italic: bool = False,
    bold: bool = False,
) -> tuple[list[str], bool]:
    """Break text into at most so many lines of a width, `first` being taken already on the first; say whether something was left out.

    An ellipsis stands for what is beyond.
    """
    lines, room = [""], width - first
    for word in text.split():
        while word and len(lines) <= most:
            begun = f"{lines[-1]} {word}" if lines[-1] else word
            if text_width(begun, size, bold, italic) <= room:
                lines[-1], word = begun, ""
            elif lines[-1] or room < width:
                lines.append("")
                room = width
            else:  # a word longer than a line
                cut = max(
                    bisect_right(
                        list(accumulate(text_width(letter, size, bold, italic) for letter in word)),
                        room,
                    ),
                    1,
                )
                lines[-1], word = word[:cut], word[cut:]
                if word:
                    lines.append("")
        if len(lines) > most:
            break
    if len(lines) <= most:
        return lines, False
    last, room = lines[most - 1], width - (first if most == 1 else 0)
    while last and text_width(f"{last}…", size, bold, italic) > room:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"], True


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a mark: a tag, the title after it, and what clashes under it."""

    tag: str
    tag_width: float
    lines: tuple[str, ...]
    extra: tuple[str, ...]
    width: float
    shortened: bool

    @property
    def height(self) -> int:
        """Number of rows that its lines take."""
        return math.ceil(((len(self.lines) + len(self.extra)) * LINE + 0.1) / ROW)


@lru_cache(maxsize=8192)
def make_label(
    tag: str, title: str, extra: tuple[str, ...], size: float, width: float, italic: bool, most: int
) -> Label:
    """Break the words of a mark into lines of at most this width."""
    tag_width = text_width(tag, size, bold=True) + 0.5 * size if tag else 0.0
    first = tag_width if tag_width < 0.7 * width else width
    lines, shortened = wrap(printable(title), width, size, most, first, italic)
    more = [
        line for words in extra for line in wrap(printable(words), width, size, 3, bold=True)[0]
    ]
    widths = [
        text_width(line, size, italic=italic) + (tag_width if not number else 0)
        for number, line in enumerate(lines)
    ]
    widths += [text_width(line, size, bold=True) for line in more]
    return Label(tag, tag_width, tuple(lines), tuple(more), max(widths), shortened)


@dataclass(slots=True)
class Item:
    """A mark with its label, to be put into a row.

    `ink` are left and right edge of all that is drawn for it, in points from the left. `pack` fills
    the first `row` and the row after the last, `end`, the `side` where the label stands ("right",
    "left" or "above") and its left edge `label_x`.
    """

    mark: Mark
    ink: tuple[float, float]
    label: Label
    row: int = -1
    end: int = 0
    side: str = "right"
    label_x: float = 0.0

    @property
    def mark_row(self) -> int:
        """The row of the mark: that of the label's first line, or below a label that stands above."""
        return self.row + (self.label.height if self.side == "above" else 0)


@dataclass(slots=True)
class _Rows:
    """Rows with taken stretches that never overlap."""

    taken: dict[int, list[tuple[float, float]]] = field(default_factory=dict)

    def free(self, row: int, left: float, right: float) -> bool:
        taken = self.taken.get(row, [])
        at = bisect_left(taken, (right,))
        return at == 0 or taken[at - 1][1] <= left

    def take(self, row: int, left: float, right: float) -> None:
        insort(self.taken.setdefault(row, []), (left, right))


def pack(items: Sequence[Item], width: float, most: int, gap: float, apart: float) -> list[Item]:
    """Put items into at most so many rows, first fit in the order given, so that none overlaps another; return those without room.

    `gap` is the room between mark and label, `apart` that between neighbours.
    """
    rows, rest = _Rows(), []
    for item in items:
        choices = [choice for choice in _choices(item, width, gap) if choice[2] <= most]
        found = None
        for row in range(most):
            for side, x, height, left, right in choices:
                if row + height <= most and all(
                    rows.free(row + n, left - apart / 2, right + apart / 2) for n in range(height)
                ):
                    found = side, x, height, left, right
                    break
            if found:
                break
        if not found:
            rest.append(item)
            continue
        item.side, item.label_x, height, left, right = found
        item.row, item.end = row, row + height
        for n in range(height):
            rows.take(row + n, left - apart / 2, right + apart / 2)
    return rest


def _choices(item: Item, width: float, gap: float) -> list[tuple[str, float, int, float, float]]:
    """Return side, label's left edge, rows, left and right end of each way to place an item."""
    (left, right), words = item.ink, item.label.width
    links = max(len(item.mark.links), 1)
    height, found = max(item.label.height, links), []
    arrow = any(link.arrow for link in item.mark.links)  # “cause” and “effect” stand at its sides
    if right + gap + words <= width and not arrow:
        found.append(("right", right + gap, height, left, right + gap + words))
    if left - gap - words >= 0 and not arrow:
        found.append(("left", left - gap - words, height, left - gap - words, right))
    if not found:
        x = min(max(left, 0.0), max(width - words, 0.0))
        found.append(("above", x, item.label.height + links, min(x, left), max(x + words, right)))
    return found


def used_rows(items: Sequence[Item]) -> int:
    """Return how many rows the placed items take."""
    return max((item.end for item in items), default=0)


def share(needs: Sequence[int], least: Sequence[int], rows: int) -> list[int]:
    """Share rows between lanes: each has its least, small needs are met, the others get equal parts."""
    given = list(least)
    left = rows - sum(least)
    for done, index in enumerate(sorted(range(len(needs)), key=lambda n: (needs[n], n))):
        more = min(needs[index] - least[index], left // (len(needs) - done))
        given[index] += more
        left -= more
    return given


def spread(things: Sequence[Mark]) -> list[Mark]:
    """Return the same things in an order whose every beginning is spread over all of them (van der Corput)."""
    if not things:
        return []
    digits = (len(things) - 1).bit_length()
    places = (int(f"{n:0{digits}b}"[::-1], 2) if digits else 0 for n in range(2**digits))
    return [things[place] for place in places if place < len(things)]


STEPS = (
    [("hour", n) for n in (1, 3, 6, 12)]
    + [("day", n) for n in (1, 2, 7)]
    + [("month", n) for n in (1, 3, 6)]
)

STEPS += [("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)]


def ticks(
    low: float, high: float, width: float, size: float
) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    """Choose ticks whose labels do not touch: day numbers and labels.

    The second list has the larger units that give their context (it may be empty).
    """
    for unit, step in STEPS:
        days = step * {"hour": 1 / 24, "day": 1, "month": 30.4, "year": 365.25}[unit]
        room = days / (high - low) * width
        if room < 1.2 * size:
            continue
        found = [
            (x, text)
            for x, text in _ticks(unit, step, low, high)
            if text_width(text, size) / 2
            <= (x - low) / (high - low) * width
            <= width - text_width(text, size) / 2
        ]
        if max((text_width(text, size) for _, text in found), default=0) + 0.8 * size <= room:
            break
    context = {"hour": "day", "day": "month", "month": "year"}.get(unit)
    larger = _ticks(context, 1, low, high, whole=True) if context else []
    return found, larger


def _ticks(
    unit: str, step: int, low: float, high: float, whole: bool = False
) -> list[tuple[float, str]]:
    """Return the ticks of a unit; with `whole`, the units that have begun before and their full names."""
    first, last = day_of(low), day_of(high)
    found: list[tuple[float, str]]
    if unit == "hour":
        hours = range(int(low) * 24, int(high * 24) + 1, step)
        found = [(hour / 24, f"{hour % 24}:00") for hour in hours]
    elif unit == "day":
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        kept = [
            day for day in days if day.toordinal() % step == (1 if step == 7 else 0)
        ]  # weeks begin on Monday
        found = [
            (day_number(day), f"{day.day} {day:%B} {day.year}" if whole else f"{day.day}")
            for day in kept
        ]
    elif unit == "month":
        months = [
            date(n // 12, n % 12 + 1, 1)
            for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        ]
        kept = [day for day in months if (day.month - 1) % step == 0]
        found = [
            (day_number(day), f"{day:%B} {day.year}" if whole else f"{day:%b}") for day in kept
        ]
    else:
        years = [first.year] if whole else []
        years += range(max(-(-first.year // step) * step, step), last.year + 1, step)
        found = [(day_number(date(year, 1, 1)), str(year)) for year in dict.fromkeys(years)]
    if whole:
        return [(max(x, low), text) for x, text in found if x < high]
    return [(x, text) for x, text in found if low <= x <= high]
