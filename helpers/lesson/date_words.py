"""Say dates in English, with their doubt; `written` reads them again."""

from functools import lru_cache

from helpers.lesson.calendars import GREGORIAN, JULIAN, LONG_YEAR, MONTHS, Day
from helpers.lesson.edtf import OPEN, OPEN_ENDS, SEASONS, End, Part, Reading, Span, read_edtf

#: The first day on which both calendars were in use. Before it, historians use the Julian calendar
#: without saying so.
GREGORIAN_FROM = Day(1582, 10, 15)

#: Years from this one on are not said with AD.
_PLAIN_YEAR = 1000

#: The first year of a decade with a name of its own, such as “the 330s”.
_PLAIN_DECADE = 100

_DOUBT = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}", "": "{}"}


@lru_cache(maxsize=16_384)
def in_words(text: str) -> str:
    """Say a date in EDTF in English."""
    reading = read_edtf(text)
    if days := _days_of_one_month(reading):
        return days + _calendar(reading, text)
    say = _member if reading.form == "set" else _interval
    return " or ".join(map(say, reading.spans)) + _calendar(reading, text)


def _days_of_one_month(reading: Reading) -> str:
    """Say “27 or 28 October 312”; nothing if the date is not two days of one month."""
    parts = [start for start, end in reading.spans if start == end and isinstance(start, Part)]
    if reading.form != "set" or len(parts) != 2 or len(reading.spans) != 2:
        return ""
    one, two = parts
    plain = all(part.day.isdigit() and part.month.isdigit() and not part.mark for part in parts)
    if not plain or not _same(one, two, "year", "month"):
        return ""
    return f"{int(one.day)} or {part_in_words(two)}"


def _calendar(reading: Reading, text: str) -> str:
    """Return the calendar in brackets where a reader could mistake it, or nothing."""
    if text.endswith(f" ({GREGORIAN})"):
        return f" ({GREGORIAN})"
    if reading.calendar != JULIAN:
        return ""
    ends = [end for span in reading.spans for end in span if isinstance(end, Part)]
    exact = any(part.precision in ("day", "month") for part in ends)
    return f" ({JULIAN})" if exact and max(end.last for end in ends) >= GREGORIAN_FROM else ""


def _interval(span: Span) -> str:
    """Say one date, or an interval."""
    start, end = span
    if isinstance(start, str):
        return ("until " if start == OPEN else "from an unknown beginning to ") + _end(end)
    if isinstance(end, str):
        return f"from {_end(start)}" + (" on" if end == OPEN else " to an unknown end")
    if start == end:
        return part_in_words(start)
    first, last = _once_only(start, end)
    if _same(start, end, "year", "month") and start.day.isdigit() and end.day.isdigit():
        first = first.removesuffix(f" {MONTHS[int(start.month)]}")
    return f"{first} to {last}"


def _member(span: Span) -> str:
    """Say one member of a set: a date, or some day between two."""
    start, end = span
    if isinstance(start, str) or isinstance(end, str):
        return _open_member(span)
    return (
        part_in_words(start)
        if start == end
        else "between {} and {}".format(*_once_only(start, end))
    )


def _open_member(span: Span) -> str:
    """Say “before 1440” or “after 1440”, or give the last or the first day itself."""
    before = span[0] in OPEN_ENDS
    part = span[1] if before else span[0]
    assert isinstance(part, Part)
    if limit := _next_to(part, 1 if before else -1):
        return f"{'before' if before else 'after'} {_doubtful(limit, part)}"
    on = "on " if part.precision == "day" else ""
    return f"{on}{part_in_words(part)} or {'earlier' if before else 'later'}"


def _next_to(part: Part, step: int) -> str:
    """Return the year or the month after or before another one in words; nothing for the rest."""
    if part.precision == "year" and not part.month:
        return year_in_words(_number(part.year) + step)
    if part.precision == "month" and not part.day:
        years, month = divmod(int(part.month) - 1 + step, 12)
        return f"{MONTHS[month + 1]} {year_in_words(_number(part.year) + years)}"
    return ""


def _once_only(start: Part, end: Part) -> tuple[str, str]:
    """Say two dates; what they share, a year or its era, only once."""
    first, last = part_in_words(start), part_in_words(end)
    if _same(start, end, "year") and start.month.isdigit() and end.month.isdigit():
        return first.removesuffix(f" {_year(start.year)}"), last
    if all(part.precision == "year" and not part.month and not part.mark for part in (start, end)):
        return _one_era(first, last)
    return first, last


def _one_era(first: str, last: str) -> tuple[str, str]:
    """Say BC or AD once for two years."""
    if last.endswith(" BC"):
        return first.removesuffix(" BC"), last
    return first, last.removeprefix("AD ") if first.startswith("AD ") else last


def _same(start: Part, end: Part, *names: str) -> bool:
    return all(getattr(start, name) == getattr(end, name) for name in names)


def _end(end: End) -> str:
    assert isinstance(end, Part)  # an interval has at least one end
    return part_in_words(end)


def _doubtful(words: str, part: Part) -> str:
    return _DOUBT[part.mark].format(words)


def part_in_words(part: Part) -> str:
    """Say a date that is no interval, no set and in no stated calendar."""
    return _doubtful(_certain(part), part)


def _certain(part: Part) -> str:
    year = _year(part.year)
    if not part.month:
        return year
    if part.month == "XX":
        return f"an unknown month of {year}"
    if part.month in SEASONS:
        return f"{SEASONS[part.month][0]} {year}"
    month = f"{MONTHS[int(part.month)]} {year}"
    if not part.day:
        return month
    if part.day == "XX":
        return f"an unknown day of {month}"
    if part.day[1] == "X":
        return _some_days(part, month)
    return f"{int(part.day)} {month}{_time(part.time)}"


def _some_days(part: Part, month: str) -> str:
    """Say between which days an unknown digit leaves a day."""
    first = max(int(part.day[0]) * 10, 1)
    last = first + (part.last - part.first)
    return f"{f'between {first} and ' * (first < last)}{last} {month}"


def _time(time: str) -> str:
    if not time:
        return ""
    zone = time[8:]
    return f", {time[:8]}{' UTC' * bool(zone)}{zone.replace('Z', '')}"


def _number(year: str) -> int:
    return int(year.lstrip("Y"))


def _year(year: str) -> str:
    if year[-1] != "X":
        return year_in_words(_number(year))
    if year[-2] == "X":
        number = int(year.strip("-X") or "0") + 1
        return f"the {ordinal(number)} century{' BC' * year.startswith('-')}"
    first, last = sorted(int(year.replace("X", digit)) for digit in "09")
    if first >= _PLAIN_DECADE:
        return f"the {first}s"
    return "the years {}–{}".format(*_one_era(year_in_words(first), year_in_words(last)))


def year_in_words(year: int) -> str:
    """Say a year, with BC before the year 1 and with AD where it has fewer than four digits.

    Examples
    --------
    >>> [year_in_words(year) for year in (-26, 0, 330, 1440)]
    ['27 BC', '1 BC', 'AD 330', '1440']
    """
    if year <= 0:
        return f"{_grouped(1 - year)} BC"
    return str(year) if _PLAIN_YEAR <= year < LONG_YEAR else f"AD {_grouped(year)}"


def month_in_words(day: Day) -> str:
    """Say the month and the year of a day."""
    return f"{MONTHS[day.month]} {year_in_words(day.year)}"


def _grouped(number: int) -> str:
    """Return the digits of a number, in groups of three if there are more than four."""
    return f"{number:,}" if number >= LONG_YEAR else str(number)


def ordinal(number: int) -> str:
    """Return “1st”, “2nd”, “3rd”, “11th” for a number."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def shorten_months(text: str) -> str:
    """Cut the names of months in a text to three letters."""
    for name in MONTHS[1:]:
        text = text.replace(name, name[:3])
    return text
