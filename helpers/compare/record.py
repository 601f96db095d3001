"""What the checks of the relations share: look-ups in the record, and the certainty of an order.

Dates are compared with their uncertainty. One date is "certainly" before another if it is so for
every day that the dates allow, padding of approximate and uncertain dates included (see
`helpers.lesson.dates`); "possibly" if it is so without that padding; the order "cannot be told" if
the dates as written overlap.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate, days_between, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.spans import days_in_words

#: How certain it is that one date is before another, the most certain first; None: it is not.
CERTAINTIES = ("certainly", "possibly", "cannot be told")


@dataclass(frozen=True)
class Finding:
    """One contradiction as a check finds it, before it becomes a row."""

    certainty: str
    explanation: str
    events: tuple[str, ...]
    days: int | None = None
    text_date: str = ""
    record_date: str = ""


class Record:
    """The look-ups in a lesson that the checks share."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.events: list[Any] = list(lesson.events.itertuples())
        self.dates = {str(event.id): parse_date(event.date) for event in self.events}
        self.instruments = lesson.instruments.set_index("id")

    def event_of(self, name: str) -> str:
        """Return the event id itself, or the event that dates an instrument."""
        return str(self.instruments["event"].get(name, name))

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument."""
        return self.dates[self.event_of(name)]

    def title(self, name: str) -> str:
        """Return the name of an instrument, or the title of an event in quotation marks."""
        if name in self.instruments.index:
            return str(self.instruments.loc[name, "name"])
        return f"“{self.lesson.event(name)['title']}”"

    def values(self, instrument: str, column: str) -> list[str]:
        """Return the values of a list cell of an instrument."""
        return split(str(self.instruments.loc[instrument, column]))

    def on_day(self, day: HistoricalDate) -> list[str]:
        """Return the ids of the events of one exact day; none if the date is not an exact day."""
        if day.kind != "exact day":
            return []
        return [
            name
            for name, other in self.dates.items()
            if other.kind == "exact day" and other.earliest == day.earliest
        ]

    def first_with(
        self, column: str, *values: str
    ) -> tuple[Any, Callable[[HistoricalDate], str | None]]:
        """Return the first event whose list cell contains all values (None if there is none).

        With it comes a function that returns how certain it is that a day is before all such
        events: only as certain as for the least certain of them, because an inexact date that is
        sorted later may have been earlier.
        """
        found = [
            event for event in self.events if set(values) <= set(split(getattr(event, column)))
        ]
        found.sort(key=lambda event: self.dates[event.id].sort_key)

        def before_all(day: HistoricalDate) -> str | None:
            certainties = [certainty_of_order(day, self.dates[event.id]) for event in found]
            return max(certainties, key=[*CERTAINTIES, None].index)

        return (found[0] if found else None), before_all

    def stays_elsewhere(self, person: str, event: str) -> Iterable[Any]:
        """Yield the events at which a person was present in other towns than those of an event."""
        towns = _towns(self.lesson.event(event)["place"])
        for stay in self.events:
            if person in split(stay.present) and _towns(stay.place).isdisjoint(towns):
                yield stay

    def covers(self, event: str, moment: HistoricalDate) -> bool:
        """Whether an event certainly covers a day: exact ends, and no doubt about the day."""
        period = self.dates[event]
        if not period.exact_ends or moment.kind != "exact day":
            return False
        assert period.earliest and period.latest and moment.earliest  # exact ends are known ends
        return period.earliest <= moment.earliest <= period.latest


def _towns(cell: str) -> set[str]:
    """Return the towns of a list of places: “Harlem, New York” is in New York."""
    return {place.rpartition(", ")[2] for place in split(cell)}


def certainty_of_order(earlier: HistoricalDate, later: HistoricalDate) -> str | None:
    """Return how certain it is that one date is before the other; None if it is not as written."""
    if earlier.before(later):
        return "certainly"
    return {True: "possibly", None: "cannot be told", False: None}[
        as_written(earlier).before(as_written(later))
    ]


def as_written(date: HistoricalDate) -> HistoricalDate:
    """Return the date without the padding of approximate and uncertain dates."""
    return replace(date, first_possible=date.earliest, last_possible=date.latest)


def time_between(earlier: HistoricalDate, later: HistoricalDate) -> tuple[int | None, str]:
    """Return the least number of days between two dates (None if unknown), and the same as text."""
    if earlier.open_end or later.open_start or earlier.open_start or later.open_end:
        return None, "an unknown time"
    days = days_between(earlier, later)[0]
    return days, days_in_words(days)
