"""Labels: the text of a mark, broken into lines, and the names of the ends of its links."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from helpers.lesson.dates import shorten_months
from helpers.timeline.model import Content, Link, Mark
from helpers.timeline.plan.fonts import LINE, printable, text_width, wrap
from helpers.timeline.plan.scale import Scale

#: Distance of two rows in font sizes.
ROW = 1.55

MOST_LINES = 3

_YEAR = re.compile(r" [0-9]{4}\b")


@dataclass(frozen=True, slots=True)
class Label:
    """The text of a mark: a tag, the title after it, and contradictions under it."""

    tag: str
    tag_width: float
    lines: tuple[str, ...]
    contradictions: tuple[str, ...]
    width: float
    shortened: bool

    @property
    def rows(self) -> int:
        """Number of rows that its lines take."""
        lines = len(self.lines) + len(self.contradictions)
        return math.ceil((lines * LINE + 0.1) / ROW)


@dataclass(frozen=True, slots=True)
class EndName:
    """The name of one end of a link, and its left edge."""

    text: str
    x: float


def label_of(mark: Mark, content: Content, scale: Scale) -> Label:
    """Return the label of a mark, broken into lines."""
    claim = mark.story == "text"
    if any(link.has_arrow for link in mark.links):
        width = 0.8 * scale.width
    else:
        width = max(0.48 * scale.width, 33 * scale.size)
    return _label(
        printable(mark.id if claim else date_tag(mark, content)),
        f"“{mark.title}”" if claim else mark.title,
        tuple(link.label for link in mark.links),
        scale.size,
        min(width, 0.8 * scale.width),
        claim,
    )


@lru_cache(maxsize=8192)
def _label(
    tag: str, title: str, contradictions: tuple[str, ...], size: float, width: float, italic: bool
) -> Label:
    tag_width = text_width(tag, size, bold=True) + 0.5 * size if tag else 0.0
    first = tag_width if tag_width < 0.7 * width else width
    lines, shortened = wrap(printable(title), width, size, MOST_LINES, first, italic)
    more = [
        line
        for text in contradictions
        for line in wrap(printable(text), width, size, MOST_LINES, bold=True)[0]
    ]
    widths = [text_width(line, size, italic=italic) for line in lines]
    widths[0] += tag_width
    widths += [text_width(line, size, bold=True) for line in more]
    return Label(tag, tag_width, tuple(lines), tuple(more), max(widths), shortened)


def date_tag(mark: Mark, content: Content) -> str:
    """Return the date before a title; where hours are drawn, the year is only on the axis."""
    text = shorten_months(mark.when)
    return _YEAR.sub("", text) if content.zone and len(_YEAR.findall(text)) == 1 else text


def end_names(mark: Mark, link: Link, scale: Scale) -> list[EndName]:
    """Return the names of the ends of a link (“cause” and “effect”) that have room beside it."""
    if not (link.has_arrow and mark.date) or scale.beyond(mark.left, mark.right):
        return []
    text_end, record_end = scale.mark_edges(mark), scale.link_edges(link)
    left, right = link.end_names[::-1] if text_end[0] < record_end[0] else link.end_names
    gap = 0.8 * scale.size
    left_x = min(text_end[0], record_end[0]) - gap - text_width(left, scale.size)
    right_x = max(text_end[1], record_end[1]) + gap
    names = [EndName(left, left_x)] if left_x >= 0 else []
    if right_x + text_width(right, scale.size) <= scale.width:
        names.append(EndName(right, right_x))
    return names


def drawn_edges(mark: Mark, scale: Scale) -> tuple[float, float]:
    """Return the left and right edge of a mark with its links and their names."""
    edges = [scale.mark_edges(mark)] if mark.date else []
    for link in mark.links:
        edges.append(scale.link_edges(link))
        edges += [
            (name.x, name.x + text_width(name.text, scale.size))
            for name in end_names(mark, link, scale)
        ]
    return min(left for left, _ in edges), max(right for _, right in edges)
