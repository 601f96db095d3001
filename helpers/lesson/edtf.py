"""Read the notation of dates: EDTF, levels 0 and 1, and what teachers need of level 2.

The notation is EDTF (Extended Date/Time Format, ISO 8601-2:2019, and the specification of the
Library of Congress). This module says which days a text can mean; `dates` compares them, and
`date_words` says them in English. ``docs/dates.md`` explains them to teachers.

Three things are conventions of ours, because EDTF says nothing about them. Comparisons use them,
but the drawn and printed dates do not:

- How far off an approximate or uncertain date may be: a day by three days, a month by 31 days, a
  year by 366 days, and so on (`PADDING`), on both sides.
- Seasons are those of the northern half of the earth and begin on the first of a month. A source
  may have begun them elsewhere, so they may be off by a month, and a winter may be at the beginning
  or at the end of its year.
- A century such as ``04XX`` begins with a round year, as ISO 8601 counts. Many historians let it
  end with the next round year, so it may be a year longer.
"""

import re
from typing import NamedTuple

from helpers.errors import UserError
from helpers.lesson.calendars import (
    CALENDARS,
    GREGORIAN,
    MONTHS,
    Day,
    day_in,
    month_length,
)

#: How far off a date with ``~``, ``?`` or ``%`` may be, in days (our convention, not part of EDTF).
PADDING = {
    "day": 3,
    "month": 31,
    "season": 92,
    "year": 366,
    "decade": 3660,
    "century": 36_600,
}

#: How far off a season may be that is not approximate, in days.
SEASON_PADDING = 31

#: The seasons of level 1, and the first month of each.
SEASONS = {"21": ("spring", 3), "22": ("summer", 6), "23": ("autumn", 9), "24": ("winter", 12)}
WINTER = "24"

#: The ends of an interval that are open, or not known.
OPEN, OPEN_ENDS = "..", ("..", "")

_PART = re.compile(
    r"(Y-?[1-9][0-9]{4,8}|-?[0-9]{4}|-?[0-9]{3}X|-?[0-9]{2}XX)"
    r"(?:-([0-9]{2}|XX)(?:-([0-9]{2}|[0-9]X|XX))?)?([~?%]?)"
)

#: A day with a time, which level 0 has. The zone is Z (UTC), or an offset from it.
_MOMENT = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T"
    r"((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?)"
)

#: A calendar that is not the Gregorian one, after the date: ``1917-10-25 (Julian)``.
_CALENDAR = re.compile(rf"(.*) \(({'|'.join(CALENDARS)})\)")

#: What is said of a date in no notation that we know, and what to do about it.
UNREADABLE = "This is not a date that can be read."
FIX = (
    "Write 1815-06-18, 1815-06, 1815, an interval 1814-09-18/1815-06-09, ~ (about), ? (in doubt) "
    "or X for an unknown digit."
)


class DateError(UserError):
    """A date that can't be used; `message` says what is wrong, and `fix` what to do about it."""

    def __init__(self, message: str, fix: str = "", value: str = "") -> None:
        self.message, self.fix = message, fix
        self.unreadable = message == UNREADABLE
        super().__init__((f"{value!r}: " if value else "") + f"{message} {fix}".rstrip())


class Part(NamedTuple):
    """A date without slash, brackets and calendar.

    Attributes
    ----------
    year : str
        As written, with ``X`` for unknown digits and ``Y`` before long years.
    month, day : str
        As written; a season is a month; empty if not given.
    mark, time : str
        ``~``, ``?`` or ``%``; the time of a moment. Empty if there is none.
    first, last : Day
        The first and last day that the notation allows.
    precision : {"day", "month", "season", "year", "decade", "century"}
    first_possible, last_possible : Day
        The same, wider by the conventions of this module.
    """

    year: str
    month: str
    day: str
    mark: str
    time: str
    first: Day
    last: Day
    precision: str
    first_possible: Day
    last_possible: Day


End = Part | str
Span = tuple[End, End]


class Reading(NamedTuple):
    """What a text says: one date, an interval (``/``) or one of a set (``[]``).

    Attributes
    ----------
    form : {"date", "interval", "set"}
    spans : tuple of (Part or str, Part or str)
        First and last end of the date, of the interval, or of each member of the set; an end
        without a date is one of `OPEN_ENDS`. A single date is both of its ends.
    calendar : str
    """

    form: str
    spans: tuple[Span, ...]
    calendar: str


def read_edtf(text: str) -> Reading:
    """Read a text in EDTF; a `DateError` if it is none, or names a day that no calendar has."""
    plain, calendar = _without_calendar(text)
    if plain[:1] == "[" and plain[-1:] == "]":
        return Reading("set", _members(plain[1:-1], text, calendar), calendar)
    first, slash, last = plain.partition("/")
    if slash:
        return Reading("interval", (_span(first, last, text, calendar),), calendar)
    moment = _MOMENT.fullmatch(plain) if "T" in plain else None
    day, time = (moment[1], moment[2]) if moment else (plain, "")
    part = _part(day, text, calendar)._replace(time=time)
    return Reading("date", ((part, part),), calendar)


def in_calendar(text: str, calendar: str) -> str:
    """Return a date in EDTF with the mark of its calendar, unless it has one or needs none."""
    marked = calendar == GREGORIAN or not text or text.endswith(")")
    return text if marked else f"{text} ({calendar})"


def first_part(reading: Reading) -> Part:
    """Return the first end that is known, as each date has one."""
    return next(end for span in reading.spans for end in span if isinstance(end, Part))


def _without_calendar(text: str) -> tuple[str, str]:
    found = _CALENDAR.fullmatch(text) if text.endswith(")") else None
    return (found[1], found[2]) if found else (text, GREGORIAN)


def _members(text: str, whole: str, calendar: str) -> tuple[Span, ...]:
    """Return the members of a set, each as a span; only its first and last end may be open."""
    members: list[Span] = []
    parts = text.split(",")
    for number, member in enumerate(parts):
        first, dots, last = member.partition("..")
        if not dots:
            part = _part(member, whole, calendar)
            members.append((part, part))
            continue
        if (not first and number) or (not last and number < len(parts) - 1):
            raise DateError(UNREADABLE, FIX, whole)
        members.append(_span(first or OPEN, last or OPEN, whole, calendar))
    return tuple(members)


def _span(first: str, last: str, whole: str, calendar: str) -> Span:
    begin, end = (
        text if text in OPEN_ENDS else _part(text, whole, calendar) for text in (first, last)
    )
    if isinstance(begin, str) and isinstance(end, str):
        raise DateError("This has neither a beginning nor an end.", FIX, whole)
    if isinstance(begin, Part) and isinstance(end, Part) and begin.first > end.last:
        raise DateError("This ends before it begins.", "Put the earlier date first.", whole)
    return begin, end


def _part(text: str, whole: str, calendar: str) -> Part:
    match = _PART.fullmatch(text)
    if not match:
        raise DateError(UNREADABLE, FIX, whole)
    year, month, day, mark = match[1], match[2] or "", match[3] or "", match[4]
    _check_year(year, month, whole)
    if year[-1] == "X":
        first, last, precision = _years(year, calendar)
    elif month in ("", "XX"):
        if day not in ("", "XX"):
            raise DateError("A day needs its month.", f"Write {year}-XX or {year}.", whole)
        number, precision = int(year.lstrip("Y")), "year"
        first, last = day_in(calendar, number, 1, 1), day_in(calendar, number, 12, 31)
    elif month in SEASONS and not day:
        first, last, precision = _season(int(year), month, calendar)
    else:
        first, last, precision = _days(int(year), month, day, whole, calendar)
    least, most = _possible(first, last, precision, calendar)
    if mark:
        least, most = least.plus(-PADDING[precision]), most.plus(PADDING[precision])
    return Part(year, month, day, mark, "", first, last, precision, least, most)


def _check_year(year: str, month: str, whole: str) -> None:
    if month and year[0] == "Y":
        raise DateError("A long year stands alone.", f"Write {year}.", whole)
    if month and year[-1] == "X":
        raise DateError("The year is unknown, but a month follows.", f"Write {year}.", whole)
    if year == "-0000":
        raise DateError("There is no year -0000.", "Write 0000, which is 1 BC.", whole)


def _years(year: str, calendar: str) -> tuple[Day, Day, str]:
    """Return the first and last day of ``196X`` or ``04XX``, and which of both it is."""
    ends = sorted(int(year.replace("X", digit)) for digit in "09")
    first, last = day_in(calendar, ends[0], 1, 1), day_in(calendar, ends[1], 12, 31)
    return first, last, "century" if year[-2] == "X" else "decade"


def _season(year: int, season: str, calendar: str) -> tuple[Day, Day, str]:
    """Return the first and last day of three months; a winter ends in the next year."""
    begin = SEASONS[season][1]
    end_year, end = (year + 1, 2) if season == WINTER else (year, begin + 2)
    last_day = month_length(end_year, end, calendar)
    first, last = day_in(calendar, year, begin, 1), day_in(calendar, end_year, end, last_day)
    return first, last, "season"


def _days(year: int, month: str, day: str, whole: str, calendar: str) -> tuple[Day, Day, str]:
    """Return the first and last day of a month that a day such as ``07``, ``2X`` or none allows."""
    number = int(month)
    if not 1 <= number <= 12:
        fix = "Months run from 01 to 12, seasons from 21 (spring) to 24 (winter)."
        raise DateError(f"There is no month {month}.", fix, whole)
    length = month_length(year, number, calendar)
    if day in ("", "XX"):
        first, last = 1, length
    elif day[1] == "X":
        tens = int(day[0]) * 10
        first, last = max(tens, 1), min(tens + 9, length)
    else:
        first = last = int(day)
    if not 1 <= first <= length:
        message = f"{MONTHS[number]} {year:04d} has {length} days."
        raise DateError(message, "Check the day.", whole)
    precision = "day" if day.isdigit() else "month"
    return day_in(calendar, year, number, first), day_in(calendar, year, number, last), precision


def _possible(first: Day, last: Day, precision: str, calendar: str) -> tuple[Day, Day]:
    """Return the bounds of a date without a mark, wider where our conventions say so."""
    if precision == "season":
        winter = first.year < last.year
        return first.plus(-366 if winter else -SEASON_PADDING), last.plus(SEASON_PADDING)
    if precision == "century" and last.year > 0:
        return first, day_in(calendar, -(-last.year // 100) * 100, 12, 31)
    return first, last
