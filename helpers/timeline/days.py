"""Moments as numbers: days since the beginning of the year 1."""

import math
from datetime import date

from helpers.lesson.dates import HistoricalDate


def day_number(day: date) -> float:
    """Return the days from 0001-01-01 to the beginning of a day."""
    return float(day.toordinal() - 1)


def day_of(number: float) -> date:
    """Return the day that contains a moment, moved into the years 1 to 9999."""
    return date.fromordinal(min(max(int(number) + 1, 1), date.max.toordinal()))


def bounds(when: HistoricalDate) -> tuple[float, float]:
    """Return the first and last moment of a date as it is drawn, infinite where it is open.

    Approximate and uncertain dates are drawn with their padding.
    """
    if when.approximate or when.uncertain:
        first, last = when.first_possible, when.last_possible
    else:
        first, last = when.earliest, when.latest
    return (day_number(first) if first else -math.inf), (day_number(last) + 1 if last else math.inf)
