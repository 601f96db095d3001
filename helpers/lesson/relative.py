"""Events that are known only as after one event or before another: which days remain for them.

The columns ``after`` and ``before`` of ``events.csv`` contain ids of events. An event cannot be
earlier than the first possible day of one that it came after, nor later than the last possible day
of one that it came before, and so on through events that are themselves dated in this way.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from helpers.lesson.calendars import JULIAN, Day, julian
from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.edtf import in_calendar
from helpers.lesson.tables import TableReader

#: The columns, of which a lesson may have one, both or none.
COLUMNS = ("after", "before")

#: Where the date as it is written is kept.
STATED = "date_stated"

#: First and last possible day; None where that side is open.
Bounds = tuple[Day | None, Day | None]


def narrow_dates(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events with the dates that their order allows; as they are if it is impossible.

    A table with the columns also gets the dates as written, `date_stated`.
    """
    if not set(COLUMNS) & set(events):
        return events
    events = events.assign(**{STATED: events.get(STATED, events["date"])})
    try:
        bounds = _bounds(events)
    except CycleError:
        return events
    relative = [bool(after or before) for after, before in _relations(events)]
    dates = [
        _narrowed(stated, bounds[name]) if own else stated
        for name, stated, own in zip(events["id"], events[STATED], relative, strict=True)
    ]
    return events.assign(date=dates)


def check_relative_dates(table: TableReader) -> None:
    """Add a problem for each circle of events, and for each event for which no day remains."""
    events = table.rows
    if not set(COLUMNS) & set(events):
        return
    names = list(events["id"])
    try:
        bounds = _bounds(events)
    except CycleError as error:
        circle = [name for name in error.args[1] if name in names]
        row = max(row for row in map(names.index, circle) if any(list(_relations(events))[row]))
        column = next(one for one in COLUMNS if one in events and events[one].iloc[row])
        message = f"These events are each before the next, in a circle: {', '.join(circle)}."
        table.add(row, column, message, "Correct or delete one of their entries.")
        return
    for row, (name, (after, before)) in enumerate(zip(names, _relations(events), strict=True)):
        first, last = bounds[name]
        if (after or before) and first and last and first > last:
            message = (
                f"No day remains for this event: by its date and its order it is on {first} or "
                f"later, and on {last} or earlier."
            )
            fix = "Correct its date, or the events in the columns after and before."
            table.add(row, "after" if after else "before", message, fix)


def _relations(events: pd.DataFrame) -> Iterator[tuple[list[str], list[str]]]:
    """Yield for each event the ids of those that it came after, and those that it came before."""
    empty = pd.Series("", index=events.index)
    after, before = (events.get(column, empty) for column in COLUMNS)
    yield from ((split(one), split(other)) for one, other in zip(after, before, strict=True))


def _bounds(events: pd.DataFrame) -> dict[str, Bounds]:
    """Return the bounds of each event; a CycleError if events are before each other."""
    stated = events.get(STATED, events["date"])
    dates = {name: parse_date(text) for name, text in zip(events["id"], stated, strict=True)}
    earlier: dict[str, set[str]] = {name: set() for name in dates}
    later: dict[str, set[str]] = {name: set() for name in dates}
    for name, (after, before) in zip(events["id"], _relations(events), strict=True):
        for first, second in [*((one, name) for one in after), *((name, one) for one in before)]:
            earlier[second].add(first)
            later[first].add(second)
    order = list(TopologicalSorter(earlier).static_order())
    first_days = {name: one.first_possible for name, one in dates.items()}
    last_days = {name: one.last_possible for name, one in dates.items()}
    for name in order:
        first_days[name] = _last_of(first_days[name], *(first_days[one] for one in earlier[name]))
    for name in reversed(order):
        last_days[name] = _first_of(last_days[name], *(last_days[one] for one in later[name]))
    return {name: (first_days[name], last_days[name]) for name in dates}


def _last_of(*days: Day | None) -> Day | None:
    return max((day for day in days if day), default=None)


def _first_of(*days: Day | None) -> Day | None:
    return min((day for day in days if day), default=None)


def _narrowed(stated: str, bounds: Bounds) -> str:
    """Return a date in EDTF that keeps within bounds; as stated if they don't narrow it."""
    known: HistoricalDate = parse_date(stated)
    first, last = bounds
    if (first, last) == (known.first_possible, known.last_possible):
        return stated
    if first and last and first > last:
        return stated
    if known.calendar == JULIAN:
        first, last = (julian(day) if day else None for day in bounds)
    text = str(first) if first == last else f"[{first or ''}..{last or ''}]"
    return in_calendar(text, known.calendar)


def with_stated_date(events: pd.DataFrame, name: str, written: str) -> pd.DataFrame:
    """Return a copy of the events in which one has another date."""
    events = events.copy()
    for column in ("date", STATED):
        if column in events:
            events.loc[events["id"] == name, column] = written
    return events
