"""A timeline on several pages: the whole first, then its parts, so large that every event has its words."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes

from helpers.lesson.model import Lesson
from helpers.timeline import describe, figure
from helpers.timeline.model import Timeline
from helpers.timeline.plan import TooSmall
from helpers.timeline.read import Mark, times_of

HOURS = 13  # days on a page that is drawn by the hour

FEWEST_TIMES = 5  # so many events with a time of day are worth such a page


def timeline_pages(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None = None,
    contradictions: pd.DataFrame | None = None,
    *,
    lanes: str | None = None,
    size: str = "poster",
    theme: str | None = None,
) -> list[Axes]:
    """Draw a timeline on as many pages as it takes for every event and claim to have its words.

    The first page shows the whole, and marks where the others lie. If a claim has no room there,
    pages with the claims follow, and then the record part by part: the days with the most known
    hours by the hour, and last what has an open end and lies in no part.

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
    figure.check(lanes, size, theme)
    whole = figure.timeline(events, claims, contradictions, lanes, None)
    found: list[Timeline] = []
    if not _fits(whole, size):
        whole.chapters.append((whole.low, whole.high, ""))  # room for the numbers of the pages
        figure.planned(whole, size)
        whole.chapters.clear()
        if any(band.groups for band in whole.bands if band.story == "text"):
            found += _divided(whole, whole.claims, size, "What the text claims")
        table = events if isinstance(events, pd.DataFrame) else events.events
        placed = set[str]()
        for span in _spans(table, whole, lanes, size):
            part = figure.timeline(table, None, None, lanes, span)
            part.title = describe.title(part) + (", hour by hour" if part.zone else "")
            parts = [part] if _fits(part, size) else _divided(part, part.events, size, part.title)
            whole.chapters += [
                (part.low, part.high, str(len(found) + number))
                for number in range(2, len(parts) + 2)
            ]
            found += parts
            placed |= {mark.id for mark in part.events}
        if rest := [mark for mark in whole.events if mark.id not in placed]:
            found += _divided(
                figure.timeline(table, None, None, lanes, None), rest, size, "What has an open end"
            )
    pages = [whole, *found]
    for number, line in enumerate(pages, 1):
        line.page = f"Page {number} of {len(pages)}" if found else ""
    return [figure.page(line, size, theme) for line in pages]


def _fits(line: Timeline, size: str) -> bool:
    """Whether a page has room for the words of everything, in the order of time."""
    try:
        return figure.planned(line, size)[0].roomy
    except TooSmall:
        return False


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to `count` that fits, if fewer always fit where more do; 0 if none does."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _divided(whole: Timeline, marks: Sequence[Mark], size: str, title: str) -> list[Timeline]:
    """Divide events, or claims with the events to which they lead, into as many pages of the same span as they need."""

    def part(some: Sequence[Mark]) -> Timeline:
        kept = {mark.id for mark in some} | {link.event for mark in some for link in mark.links}
        bands = [
            replace(
                band, marks=[mark for mark in band.marks if mark.id in kept], items=[], groups=[]
            )
            for band in whole.bands
        ]
        return replace(
            whole, title=title, own_title=False, bands=bands, unplaced=[], chapters=[], notes=[]
        )

    rest, found = list(marks), []
    while rest:
        most = max(_most(len(rest), lambda count: _fits(part(rest[:count]), size)), 1)
        most = -(-len(rest) // -(-len(rest) // most))  # pages of about the same number
        found.append(part(rest[:most]))
        del rest[:most]
    for number, line in enumerate(found, 1):
        line.title += f" ({number} of {len(found)})" if len(found) > 1 else ""
    return found


def _spans(table: pd.DataFrame, whole: Timeline, lanes: str | None, size: str) -> list[str]:
    """Divide the time of the events into spans (EDTF) whose events all fit on a page, the busiest days by the hour."""
    marks = [mark for mark in whole.events if mark.date and mark.date.earliest and mark.date.latest]
    if not (
        days := sorted({mark.date.earliest for mark in marks if mark.date and mark.date.earliest})
    ):
        return []
    first, last = days[0], max(mark.date.latest for mark in marks if mark.date and mark.date.latest)
    names = times_of(table)
    timed = sorted(
        mark.date.earliest
        for mark in marks
        if mark.id in names and mark.date and mark.date.earliest
    )
    counts = [
        bisect_left(timed, day + timedelta(days=HOURS)) - number for number, day in enumerate(timed)
    ]
    edges = [first, last + timedelta(days=1)]
    if counts and max(counts) >= FEWEST_TIMES:
        begin = timed[counts.index(max(counts))]
        end = timed[counts.index(max(counts)) + max(counts) - 1] + timedelta(days=1)
        edges = sorted({first, begin, end, last + timedelta(days=1)})
    spans: list[str] = []
    for start, stop in pairwise(edges):
        while start < stop:
            end = _end(table, [day for day in days if start < day < stop], start, stop, lanes, size)
            spans.append(f"{start}/{end - timedelta(days=1)}")
            start = end
    return [span for span in spans if figure.timeline(table, None, None, lanes, span).events]


def _end(
    table: pd.DataFrame, days: Sequence[date], start: date, stop: date, lanes: str | None, size: str
) -> date:
    """Return the day before which a page from `start` ends: as many events as fit, and then a year's or month's end."""

    def fits(end: date) -> bool:
        return _fits(
            figure.timeline(table, None, None, lanes, f"{start}/{end - timedelta(days=1)}"), size
        )

    if fits(stop):
        return stop
    low = _most(
        len(days), lambda count: fits(days[count - 1])
    )  # the page ends before this day at the latest
    if low == 0:
        return days[0] if days else stop
    end, least = days[low - 1], days[low // 2]
    for edge in (date(end.year, 1, 1), date(end.year, end.month, 1)):
        if least < edge <= end:
            return edge
    return end
