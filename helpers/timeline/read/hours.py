"""Times of day: in a short span, events are drawn at their hour."""

from dataclasses import replace

import pandas as pd

from helpers.lesson.dates import DateError, Day, minutes_from_utc, parse_time
from helpers.timeline.model import Mark, in_time_order
from helpers.timeline.read.events import row_names

#: The longest span that is drawn by hours, in days.
LONGEST_SPAN = 16

#: A time given as "about" is drawn one hour wide to both sides (our convention).
ABOUT_AN_HOUR = 1 / 24


def times_of(events: pd.DataFrame) -> dict[str, str]:
    """Return the time of day of each row that has one, by its name."""
    times = events.get("time", [None] * len(events))
    return {
        name: time.strip()
        for name, time in zip(row_names(events), times, strict=True)
        if isinstance(time, str) and time.strip()
    }


def move_to_hours(marks: list[Mark], events: pd.DataFrame) -> tuple[list[Mark], str]:
    """Move events to their hour where the record has one.

    The second value is the zone of the hours, the most frequent one; empty if no event has a time.
    """
    times = times_of(events)
    timed = [mark for mark in marks if mark.id in times]
    for mark in timed:
        _check_time(mark, times[mark.id])
    zones = [_zone(times[mark.id]) for mark in timed]
    if not zones:
        return marks, ""
    zone = max(sorted(set(zones)), key=zones.count)
    moved = [_at_hour(mark, times.get(mark.id, ""), zone) for mark in marks]
    return in_time_order(moved), _zone_label(zone)


def _check_time(mark: Mark, time: str) -> None:
    day = mark.date.earliest if mark.date else None
    try:
        parse_time(day or Day(2000, 1, 1), time)
    except DateError as error:
        raise DateError(f"{mark.id} (“{mark.title[:40]}”), column time: {error}") from None


def _at_hour(mark: Mark, time: str, zone: str) -> Mark:
    if mark.date is None or mark.date.kind != "exact day" or mark.date.earliest is None:
        return mark
    if not time:
        return replace(mark, kind="hour unknown")
    about = time.endswith("~")
    moment = _moment(mark.date.earliest, time, zone)
    width = ABOUT_AN_HOUR if about else 0.0
    other_zone = "" if _zone(time) == zone else f" ({_zone_label(_zone(time))})"
    return replace(
        mark,
        kind="approximate" if about else "exact time",
        left=moment - width,
        right=moment + width,
        when=f"{mark.when}, {'about ' if about else ''}{time[:5]}{other_zone}",
    )


def _moment(day: Day, time: str, zone: str) -> float:
    """Return a local time as a day number in the hours of a zone."""
    return (parse_time(day, time) + minutes_from_utc(zone)) / (24 * 60)


def _zone(time: str) -> str:
    """Return the offset of a time such as ``19:00-04:00~``."""
    return time[5:11]


def _zone_label(zone: str) -> str:
    return f"UTC{zone.replace('-', '−')}"
