"""How much time lies between two dates, in words and as a number to sort by."""

from helpers.lesson.dates import (
    DAYS_OF_A_MONTH,
    DAYS_OF_A_YEAR,
    HistoricalDate,
    days_between,
)
from helpers.lesson.wording import with_count

#: From so many days on a span is given in months, and from so many on in years.
_MONTHS_FROM, _YEARS_FROM = 60, 1461


def span_in_words(first: HistoricalDate, second: HistoricalDate) -> str:
    """Return the time between two dates in either order, or "" if an end is open.

    Examples
    --------
    >>> from helpers import parse_date
    >>> span_in_words(parse_date("1865-07-15"), parse_date("1865-07-12"))
    '3 days'
    >>> span_in_words(parse_date("1865-07"), parse_date("1867-01-02"))
    'about 18 months'
    """
    bounds = _bounds(first, second)
    if bounds is None:
        return ""
    least, most = sorted(map(abs, bounds))
    if bounds[0] <= 0 <= bounds[1]:
        least = 0
    if most < _MONTHS_FROM:
        days = with_count(most, "day")
        return days if least == most else f"at most {days}"
    middle = (least + most) / 2
    if middle < _YEARS_FROM:
        return f"about {with_count(round(middle / DAYS_OF_A_MONTH), 'month')}"
    return f"about {with_count(round(middle / DAYS_OF_A_YEAR), 'year')}"


def days_in_words(days: int) -> str:
    """Say a number of days; from three months on with the months, from four years on in years.

    Examples
    --------
    >>> [days_in_words(days) for days in (9, 120, 158_731)]
    ['9 days', '120 days (about 4 months)', 'about 435 years']
    """
    months = round(days / DAYS_OF_A_MONTH)
    if days >= _YEARS_FROM:
        return f"about {with_count(round(days / DAYS_OF_A_YEAR), 'year')}"
    return with_count(days, "day") + (f" (about {months} months)" if months > 2 else "")


def distance_in_time(event: HistoricalDate, later: HistoricalDate) -> tuple[str, float | None]:
    """Say how long after an event something was made, and return the days to sort by.

    Examples
    --------
    >>> from helpers import parse_date
    >>> distance_in_time(parse_date("1865-07-15"), parse_date("1865-07-20"))
    ('5 days later', 5.0)
    >>> distance_in_time(parse_date("1865-07-15"), parse_date("1865-07-15"))
    ('on the same day', 0.0)
    """
    bounds = _bounds(event, later)
    if bounds is None:
        return "not known", None
    least, most = bounds
    if least == most == 0:
        words = "on the same day"
    elif least <= 0 <= most:
        words = "at about the same time"
    else:
        words = f"{span_in_words(event, later)} {'later' if least > 0 else 'earlier'}"
    return words, (least + most) / 2


def _bounds(first: HistoricalDate, second: HistoricalDate) -> tuple[int, int] | None:
    """Return the least and the most days from the first date to the second, None if not known."""
    if first.open_start or first.open_end or second.open_start or second.open_end:
        return None
    return days_between(first, second)
