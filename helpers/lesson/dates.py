"""Historical dates in a documented part of EDTF, with honest answers about before and after.

The notation is EDTF (Extended Date/Time Format, ISO 8601-2:2019, and the specification of the
Library of Congress), levels 0 and 1: day, month, year, interval, ``~`` approximate, ``?``
uncertain, ``%`` both, unspecified digits ``X`` and open or unknown ends; of level 2 only one day
between two, ``[1815-06-15..1815-06-18]``. `docs/dates.md` explains them to teachers.

EDTF does not say how far off an approximate or uncertain date may be. Our own convention: a day by
three days, a month by 31 days, a year by 366 days, on both sides. Comparisons use it; the drawn and
printed dates do not.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from helpers.errors import UserError
from helpers.lesson.wording import with_count

MONTHS = tuple(calendar.month_name)

DAYS_OF_A_MONTH = 30.4375

#: How far off a date with ``~``, ``?`` or ``%`` may be, in days (our convention, not part of EDTF).
PADDING = {"day": 3, "month": 31, "year": 366, "decade": 3660}

_PART = re.compile(r"([0-9]{4}|[0-9]{3}X)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|[0-9]X|XX))?)?([~?%]?)")

#: One day between two: EDTF, level 2, “one of a set”, here of consecutive days only.
_ONE_OF = re.compile(r"\[(|[0-9]{4}-[0-9]{2}-[0-9]{2})\.\.(|[0-9]{4}-[0-9]{2}-[0-9]{2})\]")

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9][+-](?:0[0-9]|1[0-4]):[0-5][0-9]~?")

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


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date as a historian knows it: exact, or only within bounds.

    Attributes
    ----------
    text : str
        The date in EDTF.
    earliest, latest : datetime.date or None
        First and last day that the notation allows; None where that side is open or unknown.
    precision : {"day", "month", "year", "decade", "between", "interval"}
    approximate, uncertain, unspecified : bool
        Whether ``~`` (or ``%``), ``?`` (or ``%``) or ``X`` occurs.
    first_possible, last_possible : datetime.date or None
        The same bounds, wider where the date is approximate or uncertain (see the module's
        convention).
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: str
    approximate: bool
    uncertain: bool
    unspecified: bool
    first_possible: date | None
    last_possible: date | None

    @property
    def open_start(self) -> bool:
        """Whether the beginning is open or unknown."""
        return self.earliest is None

    @property
    def open_end(self) -> bool:
        """Whether the end is open or unknown."""
        return self.latest is None

    @property
    def exact_ends(self) -> bool:
        """Whether first and last day are known: one day, or an interval between two exact days."""
        return all(len(part) == 10 and part[8:].isdigit() for part in self.text.split("/"))

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
        if _less(self.last_possible, other.first_possible) or _less(
            other.last_possible, self.first_possible
        ):
            return False
        if self._is_span() and other._is_span():
            return True
        return None

    def _is_span(self) -> bool:
        return self.kind in ("exact day", "interval") and self.exact_ends

    def in_words(self) -> str:
        """Say the date in English, with its doubt."""
        if one_of := _ONE_OF.fullmatch(self.text):
            return _one_of_in_words(one_of[1], one_of[2])
        start, slash, end = self.text.partition("/")
        if not slash or start == end:
            return _part_in_words(start)
        if start in ("", ".."):
            return ("until " if start else "from an unknown beginning to ") + _part_in_words(end)
        if end in ("", ".."):
            return f"from {_part_in_words(start)}" + (
                " on" if end == ".." else " to an unknown end"
            )
        first, last = _part_in_words(start), _part_in_words(end)
        if (
            start[:4] == end[:4] and start[5:7].isdigit() and end[5:7].isdigit()
        ):  # the year is said once
            first = first.removesuffix(f" {start[:4]}")
            if (
                start[:7] == end[:7] and start[8:10].isdigit() and end[8:10].isdigit()
            ):  # and so is the month
                first = first.removesuffix(f" {MONTHS[int(start[5:7])]}")
        return f"{first} to {last}"


def _less(left: date | None, right: date | None) -> bool:
    return left is not None and right is not None and left < right


def _not_less(left: date | None, right: date | None) -> bool:
    return left is not None and right is not None and left >= right


def parse_date(text: str) -> HistoricalDate:
    """Read a date in EDTF.

    What is read is a part of EDTF (ISO 8601-2:2019), for dates that are not exact;
    ``docs/dates.md`` says which.

    Parameters
    ----------
    text : str
        For example ``"1960-02-13"``, ``"1962-07~"`` or ``"1961-08-04/1961-09-30"``.

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
    datetime.date(1962, 7, 31)
    """
    if not isinstance(text, str):
        raise DateError(
            f"{text!r} is not a text, so it can’t be read as a date.",
            "Put it in quotation marks: '1815-06-18'.",
        )
    left, slash, right = text.partition("/")
    one_of = _ONE_OF.fullmatch(text)
    if one_of:
        left, slash, right = one_of[1], "/", one_of[2]
    if slash:
        first, last = (None if end in ("", "..") else _part(end, text) for end in (left, right))
    else:
        first = last = _part(text, text)
    if first is None and last is None:
        raise DateError("This has neither a beginning nor an end.", FIX, text)
    if first and last and first[0] > last[1]:
        raise DateError(
            "This ends before it begins.", "Put the earlier date before the slash.", text
        )
    return HistoricalDate(
        text=text,
        earliest=first[0] if first else None,
        latest=last[1] if last else None,
        precision="between" if one_of else first[2] if first and not slash else "interval",
        approximate=any(sign in text for sign in "~%"),
        uncertain=any(sign in text for sign in "?%"),
        unspecified="X" in text,
        first_possible=_shift(first[0], -PADDING[first[2]] if first[3] else 0) if first else None,
        last_possible=_shift(last[1], PADDING[last[2]] if last[3] else 0) if last else None,
    )


def _shift(day: date, days: int) -> date:
    """Move a day, but not out of the years 1 to 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _part(text: str, whole: str) -> tuple[date, date, str, str]:
    """Return earliest day, latest day, precision and qualifier."""
    match = _PART.fullmatch(text)
    if not match:
        raise DateError(UNREADABLE, FIX, whole)
    year, month, day, mark = match.groups()
    if year[-1] == "X":
        if month:
            raise DateError("The year is unknown, but a month follows.", f"Write {year}.", whole)
        first = int(year[:3]) * 10
        return date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade", mark
    if year == "0000":
        raise DateError("There is no year 0000.", "Years run from 0001 to 9999.", whole)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise DateError("A day needs its month.", f"Write {year}-XX or {year}.", whole)
        return date(int(year), 1, 1), date(int(year), 12, 31), "year", mark
    if not 1 <= int(month) <= 12:
        raise DateError(f"There is no month {month}.", "Months run from 01 to 12.", whole)
    first_day, last_day = _days(int(year), int(month), day, whole)
    precision = "day" if day and day.isdigit() else "month"
    begin, end = (date(int(year), int(month), number) for number in (first_day, last_day))
    return begin, end, precision, mark


def _days(year: int, month: int, day: str | None, whole: str) -> tuple[int, int]:
    """Return the first and last day of a month that a day such as ``07``, ``2X`` or None allows."""
    length = calendar.monthrange(year, month)[1]
    if day is None or day == "XX":
        return 1, length
    if day[1] == "X":
        tens = int(day[0]) * 10
        first, last = max(tens, 1), min(tens + 9, length)
    else:
        first = last = int(day)
    if not 1 <= first <= length:
        message = f"{MONTHS[month]} {year:04d} has {length} days."
        raise DateError(message, "Check the day.", whole)
    return first, last


def _one_of_in_words(first: str, last: str) -> str:
    if not first or not last:
        return f"on {_part_in_words(first or last)} or {'later' if first else 'earlier'}"
    begin, end = _part_in_words(first), _part_in_words(last)
    if first[:4] == last[:4]:  # the year is said once
        begin = begin.removesuffix(f" {first[:4]}")
    return f"between {begin} and {end}"


def _part_in_words(text: str) -> str:
    match = _PART.fullmatch(text)
    assert match is not None  # only dates that parse_date has read arrive here
    year, month, day, mark = match.groups()
    if year[-1] == "X":
        words = f"the {year[:3]}0s"
    elif month is None:
        words = year
    elif month == "XX":
        words = f"an unknown month of {year}"
    elif day is None:
        words = f"{MONTHS[int(month)]} {year}"
    elif day == "XX":
        words = f"an unknown day of {MONTHS[int(month)]} {year}"
    elif day[1] == "X":
        first, last, *_ = _part(text, text)
        words = (
            f"{f'between {first.day} and ' * (first < last)}{last.day} {MONTHS[int(month)]} {year}"
        )
    else:
        words = f"{int(day)} {MONTHS[int(month)]} {year}"
    return {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}", "": "{}"}[mark].format(
        words
    )


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
    return (second.earliest - first.latest).days, (second.latest - first.earliest).days


def parse_time(day: date, text: str) -> datetime:
    """Read a local time with its offset, such as ``19:00-04:00``, as a moment in UTC.

    ``~`` at the end means about. A `DateError` if it can't be read.
    """
    if not _TIME.fullmatch(text):
        fix = "Write 19:00-04:00 (local time, offset from UTC), ~ for about."
        raise DateError("This is not a time that can be read.", fix, text)
    try:
        return datetime.fromisoformat(f"{day}T{text.removesuffix('~')}").astimezone(UTC)
    except OverflowError:
        raise DateError(
            "In UTC this moment is outside the years 1 to 9999.", "Leave the time out.", text
        ) from None


def duration(days: int) -> str:
    """Say a number of days in days, from two months on in months, from four years on in years."""
    days = abs(days)
    if days < 60:
        return with_count(days, "day")
    months = round(days / DAYS_OF_A_MONTH)
    return f"{months} months" if months < 48 else f"{round(days / 365.2425)} years"


def shorten_months(text: str) -> str:
    """Cut the names of months in a text to three letters."""
    for name in MONTHS[1:]:
        text = text.replace(name, name[:3])
    return text
