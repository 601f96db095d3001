"""Moments as numbers: days since the beginning of the year 1, negative before it."""

import math

from helpers.lesson.dates import Day, HistoricalDate


def day_number(day: Day) -> float:
    """Return the days from 0001-01-01 to the beginning of a day."""
    return float(day.toordinal() - 1)


def day_of(number: float) -> Day:
    """Return the day that contains a moment."""
    return Day.fromordinal(math.floor(number) + 1)


def bounds(when: HistoricalDate) -> tuple[float, float]:
    """Return the first and last moment of a date as it is drawn, infinite where it is open.

    Approximate and uncertain dates are drawn with their padding.
    """
    if when.approximate or when.uncertain:
        first, last = when.first_possible, when.last_possible
    else:
        first, last = when.earliest, when.latest
    return (day_number(first) if first else -math.inf), (day_number(last) + 1 if last else math.inf)
