"""A timeline on several pages: the whole, then parts large enough to label every event."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from helpers.lesson.dates import Day
from helpers.lesson.model import Lesson
from helpers.timeline.figure import check_choices, draw_page
from helpers.timeline.model import Chapter, Content, Mark
from helpers.timeline.plan.page import plan_page
from helpers.timeline.plan.timeline import TooSmall
from helpers.timeline.read.content import read_content
from helpers.timeline.read.hours import times_of

#: Days on a page that is drawn by the hour.
DAYS_BY_HOUR = 13

#: So many events with a time of day deserve a page by the hour.
FEWEST_TIMES = 5


def timeline_pages(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None = None,
    contradictions: pd.DataFrame | None = None,
    *,
    lanes: str | None = None,
    size: str = "poster",
    theme: str | None = None,
) -> list[Axes]:
    """Draw a timeline on as many pages as it takes to label every event and claim.

    The first page shows everything, and which parts the other pages show. If a claim has no label
    there, pages with the claims follow, and then the record part by part: the days with the most
    known hours by the hour, and at the end the events with an open end that are in no part.

    Parameters
    ----------
    events, claims, contradictions, lanes, size, theme
        As for `plot_timeline`.

    Returns
    -------
    list of matplotlib.axes.Axes
        One for each page, each in a figure of its own; only the first if it has room for
        everything.

    Examples
    --------
    >>> import pandas as pd
    >>> timeline_pages(pd.DataFrame({"date": ["1960-02-13"], "title": ["Accords signed"]}))
    [Timeline of 1 event, 13 February 1960.]
    """
    check_choices(lanes, size, theme)
    whole = read_content(events, claims, contradictions, lanes=lanes)
    pages = [whole]
    if not fits(whole, size):
        table = events if isinstance(events, pd.DataFrame) else events.events
        pages = _Parts(table, whole, lanes, size).pages()
        pages = [
            replace(page, page_label=f"Page {number} of {len(pages)}")
            for number, page in enumerate(pages, 1)
        ]
    return [draw_page(page, size, theme) for page in pages]


def fits(content: Content, size: str) -> bool:
    """Whether a page has room to label everything."""
    try:
        return plan_page(content, size).plan.everything_labelled
    except TooSmall:
        return False


def most_that_fit(count: int, enough_room: Callable[[int], bool]) -> int:
    """Return the largest number up to `count` with enough room, or 0; fewer must have it too."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if enough_room(middle) else (low, middle - 1)
    return low


@dataclass(frozen=True, slots=True)
class _Parts:
    """Divides the content of a timeline that has no room on one page of a size."""

    table: pd.DataFrame
    whole: Content
    lanes: str | None
    size: str

    def pages(self) -> list[Content]:
        """Return the whole with the numbers of all pages, and the pages with its parts."""
        pages = self._claims()
        chapters = []
        labelled = set[str]()
        for span in self._spans():
            part = self._part(span)
            parts = [part] if fits(part, self.size) else self._divide(part, part.events, part.title)
            for number in range(len(pages) + 2, len(pages) + 2 + len(parts)):
                chapters.append(Chapter(part.low, part.high, str(number)))
            pages += parts
            labelled |= {mark.id for mark in part.events}
        rest = [mark for mark in self.whole.events if mark.id not in labelled]
        if rest:
            record = read_content(self.table, lanes=self.lanes)
            pages += self._divide(record, rest, "What has an open end")
        return [replace(self.whole, chapters=tuple(chapters)), *pages]

    def _claims(self) -> list[Content]:
        """Return pages with the claims, if the whole has no room for all of them."""
        chapter = Chapter(self.whole.low, self.whole.high, "")  # room for the numbers of the pages
        plan = plan_page(replace(self.whole, chapters=(chapter,)), self.size).plan
        if not any(band.groups for band in plan.bands if band.band.story == "text"):
            return []
        return self._divide(self.whole, self.whole.claims, "What the text claims")

    def _part(self, span: str) -> Content:
        """Return the record within a span."""
        part = read_content(self.table, lanes=self.lanes, span=span)
        return replace(part, title=f"{part.title}, hour by hour") if part.zone else part

    def _divide(self, content: Content, marks: Sequence[Mark], title: str) -> list[Content]:
        """Divide events, or claims with their events, between as many pages as they need."""
        content = replace(content, title=title, default_title=False)
        rest, pages = list(marks), list[Content]()
        while rest:
            most = max(self._most(content, rest), 1)
            number_of_pages = -(-len(rest) // most)
            most = -(-len(rest) // number_of_pages)  # about the same number on each
            pages.append(_only(content, rest[:most]))
            rest = rest[most:]
        if len(pages) == 1:
            return pages
        return [
            replace(page, title=f"{title} ({number} of {len(pages)})")
            for number, page in enumerate(pages, 1)
        ]

    def _most(self, content: Content, marks: Sequence[Mark]) -> int:
        """Return how many of the marks a page can label."""
        return most_that_fit(
            len(marks), lambda count: fits(_only(content, marks[:count]), self.size)
        )

    def _spans(self) -> list[str]:
        """Divide the time into spans (EDTF) that fit on a page, the busiest days by the hour."""
        closed = [
            (mark.id, mark.date.earliest, mark.date.latest)
            for mark in self.whole.events
            if mark.date and mark.date.earliest and mark.date.latest
        ]
        if not closed:
            return []
        days = sorted({first for _, first, _ in closed})
        times = times_of(self.table)
        edges = {
            days[0],
            max(last for _, _, last in closed).plus(1),
            *_busiest_days(sorted(first for name, first, _ in closed if name in times)),
        }
        spans: list[str] = []
        for start, stop in pairwise(sorted(edges)):
            while start < stop:
                end = self._end(start, stop, [day for day in days if start < day < stop])
                spans.append(_span(start, end))
                start = end
        return [span for span in spans if self._part(span).events]

    def _end(self, start: Day, stop: Day, days: Sequence[Day]) -> Day:
        """Return the day before which a page from `start` ends.

        It has as many events as fit, but ends with a year or a month if that leaves half of them.
        """

        def enough_room(end: Day) -> bool:
            return fits(self._part(_span(start, end)), self.size)

        if enough_room(stop):
            return stop
        most = most_that_fit(len(days), lambda count: enough_room(days[count - 1]))
        if most == 0:
            return days[0] if days else stop
        end, half = days[most - 1], days[most // 2]
        for edge in (Day(end.year, 1, 1), Day(end.year, end.month, 1)):
            if half < edge <= end:
                return edge
        return end


def _only(content: Content, marks: Sequence[Mark]) -> Content:
    """Return content with these marks alone, and the events to which the links of claims lead."""
    kept = {mark.id for mark in marks} | {link.event for mark in marks for link in mark.links}
    bands = tuple(
        replace(band, marks=tuple(mark for mark in band.marks if mark.id in kept))
        for band in content.bands
    )
    return replace(content, bands=bands, undated=())


def _busiest_days(timed: Sequence[Day]) -> list[Day]:
    """Return the first day of the page by the hour and the day after its last.

    `timed` are the days of all events with a time of day, sorted. There is no such page if they are
    too few.
    """
    counts = [
        bisect_left(timed, day.plus(DAYS_BY_HOUR)) - number for number, day in enumerate(timed)
    ]
    most = max(counts, default=0)
    if most < FEWEST_TIMES:
        return []
    first = counts.index(most)
    return [timed[first], timed[first + most - 1].plus(1)]


def _span(start: Day, end: Day) -> str:
    """Return the span from a day to the day before another in EDTF."""
    return f"{start}/{end.plus(-1)}"
