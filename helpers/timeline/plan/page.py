"""The plan of a page: a timeline with its title, in type small enough for everything to fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.timeline.model import SIZES, Content
from helpers.timeline.plan.fonts import LARGE, printable, wrap
from helpers.timeline.plan.scale import Scale
from helpers.timeline.plan.timeline import Plan, TooSmall, plan_timeline
from helpers.timeline.read.summary import main_finding

#: On a page of fixed height the type shrinks by these factors until everything fits; with the last
#: one, six lanes and the text fit on a slide.
FACTORS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.58)


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line at the head of a page, its size in font sizes, and whether it is part of the title."""

    text: str
    scale: float
    is_title: bool

    @property
    def height(self) -> float:
        """Its height in font sizes."""
        return self.scale * (1.1 if self.is_title else 1.75)


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A timeline on a page: its plan, the lines of the head, and the margin in points."""

    plan: Plan
    head: tuple[TitleLine, ...]
    margin: float

    @property
    def width(self) -> float:
        """The width of the page."""
        return self.plan.scale.width + 2 * self.margin

    @property
    def height(self) -> float:
        """The height of the page."""
        return self.plan.height + _head_height(self.head, self.plan.scale.size) + self.margin


def plan_page(content: Content, size: str) -> PagePlan:
    """Plan a timeline on a page of its own.

    The type shrinks until every contradiction of order has a label, or as far as it may. `TooSmall`
    if the bands do not even fit then.
    """
    width, height, points = SIZES[size]
    planned = None
    for factor in FACTORS:
        margin = 2.2 * points * factor
        scale = Scale.of(content, width * 72 - 2 * margin, points * factor)
        head = _title_lines(content, scale)
        room = height * 72 - _head_height(head, scale.size) - margin
        try:
            plan = plan_timeline(content, scale, room, grow=size == "notebook")
        except TooSmall:
            if factor == FACTORS[-1]:
                raise
            continue
        planned = PagePlan(plan, head, margin)
        groups = (group for band in plan.bands for group in band.groups)
        if not any(mark.reversed for group in groups for mark in group.marks):
            break
    assert planned is not None  # the last factor has raised an error or made a plan
    return planned


def _title_lines(content: Content, scale: Scale) -> tuple[TitleLine, ...]:
    """Return the lines of the title, and of the main contradiction under a title made here."""
    title, _ = wrap(printable(content.title), scale.width, LARGE * scale.size, 9, bold=True)
    finding = main_finding(content) if content.default_title else ""
    below, _ = wrap(finding, scale.width, scale.size, 3, bold=True)
    return (
        *(TitleLine(line, LARGE, True) for line in title if line),
        *(TitleLine(line, 1.0, False) for line in below if line),
    )


def _head_height(head: Sequence[TitleLine], size: float) -> float:
    return (2.0 + sum(line.height for line in head)) * size
