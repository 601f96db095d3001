"""Time on the page: moments as points from the left."""

import math
from dataclasses import dataclass
from datetime import date

from matplotlib.dates import date2num

from helpers.timeline.model import Content, Link, Mark

#: The beginning of the year 1 as matplotlib counts days.
ORIGIN = float(date2num(date(1, 1, 1)))  # type: ignore[no-untyped-call]

#: Kinds whose marks hold a sign, ~ or ?.
WITH_SIGN = ("approximate", "uncertain")


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of time: first and last moment in days, width and font size in points."""

    low: float
    high: float
    width: float
    size: float

    @classmethod
    def of(cls, content: Content, width: float, size: float) -> "Scale":
        """Return the scale that shows all of the content, with a little space at both ends."""
        space = 0.025 * (content.high - content.low) or 2.0
        return cls(content.low - space, content.high + space, width, size)

    @property
    def points_per_day(self) -> float:
        """How many points a day is wide."""
        return self.width / (self.high - self.low)

    @property
    def dot(self) -> float:
        """The size of the smallest mark."""
        return 0.72 * self.size

    def x(self, moment: float) -> float:
        """Return a moment as points from the left."""
        return (moment - self.low) * self.points_per_day

    def axes_x(self, x: float) -> float:
        """Return points from the left as the x of the Axes, in days as matplotlib counts them."""
        return self.low + x / self.points_per_day + ORIGIN

    def beyond(self, left: float, right: float) -> int:
        """Return -1 for what is wholly before the axis, 1 for what is wholly after it, else 0."""
        return -1 if right < self.low else int(left > self.high)

    def edges(self, kind: str, left: float, right: float) -> tuple[float, float]:
        """Return the left and right edge of a mark, in the frame and large enough to be seen."""
        side = self.beyond(left, right)
        if side:
            return (0.0, self.dot) if side < 0 else (self.width - self.dot, self.width)
        if kind == "exact day":
            right = left = (left + right) / 2
        if math.isinf(left) or math.isinf(right):
            first, last = self._open_edges(left, right)
        else:
            first, last = self.x(left), self.x(right)
        first, last = max(first, 0.0), min(last, self.width)
        least = self.dot * (1.5 if kind in WITH_SIGN else 1.0)
        if last - first >= least:
            return first, last
        middle = min(max((first + last) / 2, least / 2), self.width - least / 2)
        return middle - least / 2, middle + least / 2

    def _open_edges(self, left: float, right: float) -> tuple[float, float]:
        """Return the edges of an open interval: an arrow from its known end."""
        arrow = 2.6 * self.size
        known = right if math.isinf(left) else left
        hidden = not self.low <= known <= self.high
        first, last = self.x(left), self.x(right)
        if math.isinf(left):
            first = 0.0 if hidden else self.x(known) - arrow
        if math.isinf(right):
            last = self.width if hidden else self.x(known) + arrow
        return first, last

    def mark_edges(self, mark: Mark) -> tuple[float, float]:
        """Return the left and right edge of a mark that has a date."""
        return self.edges(mark.kind, mark.left, mark.right)

    def link_edges(self, link: Link) -> tuple[float, float]:
        """Return the left and right edge of the record's end of a link."""
        return self.edges(link.date.kind, *link.bounds)
