"""Days of any year, in the Gregorian and the Julian calendar, counted on one scale.

Python's `datetime` ends with the years 1 and 9999. A day here has an ordinal, which is that of
`datetime.date` in those years (1 is 1 January of the year 1) and goes on before and after them.
Years are counted as EDTF and ISO 8601 count them: the year 0 is 1 BC, the year -1 is 2 BC. Both
calendars are carried back before they were made (“proleptic”).
"""

import calendar
from datetime import date
from typing import NamedTuple

MONTHS = tuple(calendar.month_name)

#: The calendars that a lesson can use; dates are Gregorian unless it says otherwise.
GREGORIAN, JULIAN = CALENDARS = ("Gregorian", "Julian")

#: After so many years the Gregorian calendar repeats itself, and how many days these have.
_CYCLE, _CYCLE_DAYS = 400, 146_097

#: From this year on a year has more than four digits.
LONG_YEAR = 10_000


class Day(NamedTuple):
    """A day of the Gregorian calendar in any year; earlier days are less than later ones.

    Attributes
    ----------
    year : int
        Year 0 is 1 BC, year -1 is 2 BC.
    month, day : int
        From 1.
    """

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """Return the day in EDTF, which has only the year if that has more than four digits."""
        if abs(self.year) >= LONG_YEAR:
            return year_text(self.year)
        return f"{year_text(self.year)}-{self.month:02d}-{self.day:02d}"

    def __sub__(self, earlier: "Day") -> int:
        """Return the number of days from an earlier day to this one."""
        return self.toordinal() - earlier.toordinal()

    def toordinal(self) -> int:
        """Return the number of the day: 1 for 1 January of the year 1."""
        cycles, year = divmod(self.year - 1, _CYCLE)
        return date(year + 1, self.month, self.day).toordinal() + cycles * _CYCLE_DAYS

    @classmethod
    def fromordinal(cls, number: int) -> "Day":
        """Return the day with a number."""
        cycles, rest = divmod(number - 1, _CYCLE_DAYS)
        known = date.fromordinal(rest + 1)
        return cls(known.year + cycles * _CYCLE, known.month, known.day)

    def plus(self, days: int) -> "Day":
        """Return the day that is so many days later, or earlier if they are negative."""
        return Day.fromordinal(self.toordinal() + days)


def year_text(year: int) -> str:
    """Return a year in EDTF: four digits, or Y and more."""
    sign = "-" if year < 0 else ""
    digits = f"{abs(year):04d}"
    return f"Y{sign}{digits}" if abs(year) >= LONG_YEAR else sign + digits


def month_length(year: int, month: int, calendar_name: str = GREGORIAN) -> int:
    """Return the number of days of a month."""
    if month == 2:
        leap = year % 4 == 0 if calendar_name == JULIAN else calendar.isleap(year)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def julian(day: Day) -> Day:
    """Return the year, month and day that a day has in the Julian calendar.

    Examples
    --------
    >>> str(julian(Day(1917, 11, 7)))
    '1917-10-25'
    """
    cycles, rest = divmod(day.toordinal() + 1, 4 * 365 + 1)
    years = min(rest // 365, 3)
    year, days = 4 * cycles + years + 1, rest - 365 * years
    month = 1
    while days >= (length := month_length(year, month, JULIAN)):
        days, month = days - length, month + 1
    return Day(year, month, days + 1)


def day_in(calendar_name: str, year: int, month: int, day: int) -> Day:
    """Return a day of a calendar as the day of the Gregorian calendar that it is.

    Examples
    --------
    >>> str(day_in("Julian", 1917, 10, 25))
    '1917-11-07'
    """
    if calendar_name != JULIAN:
        return Day(year, month, day)
    before = sum(month_length(year, earlier, JULIAN) for earlier in range(1, month))
    years = year - 1
    return Day.fromordinal(365 * years + years // 4 + before + day - 2)
