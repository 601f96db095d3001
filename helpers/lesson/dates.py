"""Historical dates in EDTF, with honest answers about before and after.

`edtf` reads the notation, `calendars` counts the days, `date_words` says a date in English, and
`written` reads what people type. What the rest of the program needs of them is here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from helpers.lesson.calendars import JULIAN, MONTHS, Day, julian
from helpers.lesson.date_words import in_words, shorten_months
from helpers.lesson.edtf import (
    FIX,
    PADDING,
    UNREADABLE,
    DateError,
    End,
    Part,
    Reading,
    Span,
    first_part,
    in_calendar,
    read_edtf,
)
from helpers.lesson.wording import with_count

__all__ = [
    "DAYS_OF_A_MONTH",
    "DAYS_OF_A_YEAR",
    "FIX",
    "MONTHS",
    "PADDING",
    "UNREADABLE",
    "DateError",
    "Day",
    "HistoricalDate",
    "days_between",
    "duration",
    "minutes_from_utc",
    "parse_date",
    "parse_time",
    "shorten_months",
]

DAYS_OF_A_MONTH = 30.4375

DAYS_OF_A_YEAR = 365.2425

_EXACT_DAY = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?")

_MINUTES_OF_A_DAY = 24 * 60

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9][+-](?:0[0-9]|1[0-4]):[0-5][0-9]~?")


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as a historian knows it: exact, or only within bounds.

    Attributes
    ----------
    text : str
        The date in EDTF, with its calendar in brackets if that is stated.
    earliest, latest : Day or None
        First and last day that the notation allows, in the Gregorian calendar; None where that side
        is open or unknown.
    precision : {"day", "month", "season", "year", "decade", "century", "between", "interval"}
    approximate, uncertain, unspecified : bool
        Whether ``~`` (or ``%``), ``?`` (or ``%``) or ``X`` occurs.
    first_possible, last_possible : Day or None
        The same bounds, wider where the date is approximate or uncertain (see the conventions of
        the module `edtf`).
    calendar : {"Gregorian", "Julian"}
        The calendar in which the date is written.
    members : tuple of (Day or None, Day or None)
        For one of a set, the first and last possible day of each member; else empty.
    """

    text: str
    earliest: Day | None
    latest: Day | None
    precision: str
    approximate: bool
    uncertain: bool
    unspecified: bool
    first_possible: Day | None
    last_possible: Day | None
    calendar: str
    members: tuple[tuple[Day | None, Day | None], ...] = ()

    @property
    def open_start(self) -> bool:
        """Whether the beginning is open or unknown."""
        return self.earliest is None

    @property
    def open_end(self) -> bool:
        """Whether the end is open or unknown."""
        return self.latest is None

    @property
    def fields(self) -> tuple[str, str, str]:
        """Year, month and day of its first known end as they are written; "" if not given."""
        part = first_part(read_edtf(self.text))
        return part.year, part.month, part.day

    @property
    def sort_key(self) -> tuple[Day, bool, Day]:
        """What dates are sorted by: the first day, then the last; an open beginning by its last.

        Of two dates with one first day, one with an open end comes first.
        """
        first = self.earliest or self.latest
        assert first is not None  # a date has at least one end
        return first, self.latest is not None, self.latest or first

    @property
    def exact_ends(self) -> bool:
        """Whether first and last day are known: one day, or an interval between two exact days."""
        plain = self.text.removesuffix(f" ({self.calendar})")
        return all(_EXACT_DAY.fullmatch(part) for part in plain.split("/"))

    @property
    def kind(self) -> str:
        """How exact the date is, in one word or two: the least exact thing about it."""
        if self.open_start or self.open_end:
            return "open"
        if self.uncertain:
            return "uncertain"
        if self.approximate:
            return "approximate"
        if self.unspecified:
            return "unspecified"
        return {"day": "exact day", "interval": "interval"}.get(self.precision, "month or year")

    def before(self, other: "HistoricalDate") -> bool | None:
        """Whether this date lies before the other.

        True if every possible day of this date is earlier than every possible day of the other;
        False if none is; None if it can't be told.
        """
        if _less(self.last_possible, other.first_possible):
            return True
        if _not_less(self.first_possible, other.last_possible):
            return False
        return None

    def overlaps(self, other: "HistoricalDate") -> bool | None:
        """Whether the two dates share a day.

        True if they certainly do (two periods that share days, or the same exact day), False if
        they certainly do not, None if it can't be told (a day somewhere in a month, an approximate
        date).
        """
        if self._are_apart(other):
            return False
        if self._is_span() and other._is_span():
            return True
        return None

    def _are_apart(self, other: "HistoricalDate") -> bool:
        """Whether no member of one date, if it is one of a set, may share a day with the other."""
        return all(
            _less(last, first) or _less(other_last, other_first)
            for other_first, last in self._stretches()
            for first, other_last in other._stretches()
        )

    def _stretches(self) -> tuple[tuple[Day | None, Day | None], ...]:
        return self.members or ((self.first_possible, self.last_possible),)

    def _is_span(self) -> bool:
        return self.kind in ("exact day", "interval") and self.exact_ends

    def last_in_words(self) -> str:
        """Say its last day, in its own calendar; "" if its end is open."""
        if self.latest is None:
            return ""
        last = julian(self.latest) if self.calendar == JULIAN else self.latest
        return in_words(in_calendar(str(last), self.calendar))

    def in_words(self) -> str:
        """Say the date in English, with its doubt."""
        return in_words(self.text)


def _less(left: Day | None, right: Day | None) -> bool:
    return left is not None and right is not None and left < right


def _not_less(left: Day | None, right: Day | None) -> bool:
    return left is not None and right is not None and left >= right


def parse_date(text: str) -> HistoricalDate:
    """Read a date in EDTF.

    All of its levels 0 and 1 is read, and a part of level 2; ``docs/dates.md`` says which.

    Parameters
    ----------
    text : str
        For example ``"1960-02-13"``, ``"1962-07~"``, ``"1961-08-04/1961-09-30"`` or
        ``"1917-10-25 (Julian)"``.

    Returns
    -------
    HistoricalDate
        The date with its bounds and its doubt.

    Raises
    ------
    DateError
        If the text is no such date, or names a day that the calendar does not have.

    See Also
    --------
    plot_timeline : Draw dates with their doubt.

    Examples
    --------
    >>> from helpers import parse_date
    >>> parse_date("1962-07~").in_words()
    'about July 1962'
    >>> parse_date("1962-07").latest
    Day(year=1962, month=7, day=31)
    """
    if not isinstance(text, str):
        raise DateError(
            f"{text!r} is not a text, so it can’t be read as a date.",
            "Put it in quotation marks: '1815-06-18'.",
        )
    return _parsed(text)


@lru_cache(maxsize=16_384)
def _parsed(text: str) -> HistoricalDate:
    reading = read_edtf(text)
    firsts, lasts = zip(*reading.spans, strict=True)
    plain = text.partition(" ")[0]
    return HistoricalDate(
        text=text,
        earliest=_bound(min, "first", firsts),
        latest=_bound(max, "last", lasts),
        precision=_precision(reading),
        approximate="~" in plain or "%" in plain,
        uncertain="?" in plain or "%" in plain,
        unspecified="X" in plain,
        first_possible=_bound(min, "first_possible", firsts),
        last_possible=_bound(max, "last_possible", lasts),
        calendar=reading.calendar,
        members=tuple(map(_stretch, reading.spans)) if reading.form == "set" else (),
    )


def _bound(choose: Callable[[list[Day]], Day], name: str, ends: Sequence[End]) -> Day | None:
    """Return the least or the greatest day that the ends have under a name; None if one is open."""
    days = [getattr(end, name) for end in ends if isinstance(end, Part)]
    return choose(days) if len(days) == len(ends) else None


def _stretch(span: Span) -> tuple[Day | None, Day | None]:
    return _bound(min, "first_possible", span[:1]), _bound(max, "last_possible", span[1:])


def _precision(reading: Reading) -> str:
    first = reading.spans[0][0]
    if reading.form == "date" and isinstance(first, Part):
        return first.precision
    return "between" if reading.form == "set" else "interval"


def days_between(first: HistoricalDate, second: HistoricalDate) -> tuple[int, int]:
    """Return the least and the most days from the first date to the second.

    They are negative if the second date is the earlier one, and equal for two exact days. A
    `DateError` if a date has an open end.
    """
    if (
        first.earliest is None
        or first.latest is None
        or second.earliest is None
        or second.latest is None
    ):
        message = (
            f"The days between {first.text!r} and {second.text!r} can’t be counted, because an end "
            "is open."
        )
        raise DateError(message, "Take dates with a beginning and an end.")
    return second.earliest - first.latest, second.latest - first.earliest


def parse_time(day: Day, text: str) -> int:
    """Read a local time with its offset, such as ``19:00-04:00``, as a moment.

    ``~`` at the end means about. A `DateError` if it can't be read.

    Returns
    -------
    int
        Minutes from the beginning of the year 1 in UTC; negative before it.
    """
    if not _TIME.fullmatch(text):
        fix = "Write 19:00-04:00 (local time, offset from UTC), ~ for about."
        raise DateError("This is not a time that can be read.", fix, text)
    return (day.toordinal() - 1) * _MINUTES_OF_A_DAY + _minutes(text) - minutes_from_utc(text[5:11])


def minutes_from_utc(offset: str) -> int:
    """Return the minutes by which a zone such as ``-04:00`` is ahead of UTC."""
    return _minutes(offset[1:]) * (-1 if offset[0] == "-" else 1)


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:5])


def duration(days: int) -> str:
    """Say a number of days in days, from two months on in months, from four years on in years."""
    days = abs(days)
    if days < 60:
        return with_count(days, "day")
    months = round(days / DAYS_OF_A_MONTH)
    return f"{months} months" if months < 48 else f"{round(days / DAYS_OF_A_YEAR)} years"
