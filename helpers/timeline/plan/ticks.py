"""Ticks of the axis of time: hours, days, months or years whose labels do not touch."""

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.lesson.calendars import MONTHS, Day
from helpers.lesson.date_words import month_in_words, year_in_words
from helpers.timeline.days import day_number, day_of
from helpers.timeline.plan.fonts import text_width

#: Steps between ticks, the closest first.
STEPS = [
    *(("hour", step) for step in (1, 3, 6, 12)),
    *(("day", step) for step in (1, 2, 7)),
    *(("month", step) for step in (1, 3, 6)),
    *(("year", factor * 10**zeros) for zeros in range(9) for factor in (1, 2, 5)),
]

DAYS_OF = {"hour": 1 / 24, "day": 1, "month": 30.4, "year": 365.25}

#: The larger unit that is written under the ticks of a smaller one.
LARGER = {"hour": "day", "day": "month", "month": "year"}


#: With steps of so many years there is room for AD 1 between the round years.
_FEWEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis, in days since 0001-01-01, and its label."""

    moment: float
    label: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """The ticks of the axis, and the larger units under them (there may be none)."""

    ticks: tuple[Tick, ...]
    context: tuple[Tick, ...]


def choose_ticks(low: float, high: float, width: float, size: float) -> Ticks:
    """Choose the closest ticks whose labels do not touch on an axis of this width."""
    ticks: list[Tick] = []
    for unit, step in STEPS:
        room = step * DAYS_OF[unit] / (high - low) * width
        if room < 1.2 * size:
            continue
        ticks = [
            tick
            for tick in _ticks(unit, step, low, high)
            if text_width(tick.label, size) / 2
            <= (tick.moment - low) / (high - low) * width
            <= width - text_width(tick.label, size) / 2
        ]
        widest = max((text_width(tick.label, size) for tick in ticks), default=0)
        if widest + 0.8 * size <= room:
            break
    larger = LARGER.get(unit)
    return Ticks(tuple(ticks), tuple(_context(larger, low, high)) if larger else ())


def _ticks(unit: str, step: int, low: float, high: float) -> list[Tick]:
    """Return the ticks of a unit between two moments."""
    found: Iterable[Tick]
    if unit == "hour":
        hours = range(int(low) * 24, int(high * 24) + 1, step)
        found = (Tick(hour / 24, f"{hour % 24}:00") for hour in hours)
    elif unit == "day":
        monday = 1 if step == 7 else 0
        days = (day for day in _days(low, high) if day.toordinal() % step == monday)
        found = (Tick(day_number(day), f"{day.day}") for day in days)
    elif unit == "month":
        months = (day for day in _months(low, high) if (day.month - 1) % step == 0)
        found = (Tick(day_number(day), MONTHS[day.month][:3]) for day in months)
    else:
        found = _years(day_of(low).year, day_of(high).year, step)
    return [tick for tick in found if low <= tick.moment <= high]


def _context(unit: str, low: float, high: float) -> list[Tick]:
    """Return the units that have begun before the end, with their full names."""
    found: Iterable[Tick]
    if unit == "day":
        found = (
            Tick(day_number(day), f"{day.day} {month_in_words(day)}") for day in _days(low, high)
        )
    elif unit == "month":
        found = (Tick(day_number(day), month_in_words(day)) for day in _months(low, high))
    else:
        first, last = day_of(low).year, day_of(high).year
        found = (_year(year) for year in range(first, last + 1))
    return [Tick(max(tick.moment, low), tick.label) for tick in found if tick.moment < high]


def _days(low: float, high: float) -> list[Day]:
    first, last = day_of(low), day_of(high)
    return [first.plus(number) for number in range(last - first + 1)]


def _months(low: float, high: float) -> list[Day]:
    first, last = day_of(low), day_of(high)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [Day(number // 12, number % 12 + 1, 1) for number in numbers]


def _years(first: int, last: int, step: int) -> list[Tick]:
    """Return round years: in steps from 1 BC backwards, and from AD 1 on.

    A year 0 does not exist, so AD 1 is labelled in its place if the steps leave room for it.
    """
    before = [1 - year for year in range((1 - first) // step * step, 0, -step) if 1 - year <= last]
    middle = [1] if first < 1 < last and step >= _FEWEST_YEARS else []
    after = range(max(-(-first // step), 1) * step, last + 1, step)
    return [_year(year) for year in (*before, *middle, *after)]


def _year(year: int) -> Tick:
    return Tick(day_number(Day(year, 1, 1)), year_in_words(year))
