"""Sentences of ours with references that are filled from the data, such as ``{event-id.date}``."""

import re

from helpers.lesson.calendars import JULIAN, Day, julian
from helpers.lesson.date_words import month_in_words, year_in_words
from helpers.lesson.dates import days_between, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean

_REFERENCE = re.compile(r"\{([^{}]*)\}")

#: Fields of an event, and the columns of the table that they show.
_COLUMNS = {
    "date": "date_words",
    "month": "date_words",
    "year": "date_words",
    "place": "place",
    "title": "title",
}

#: Fields that show only so many parts of a day.
_PARTS = {"month": 2, "year": 1}

#: What the time between two events can be counted in.
SPAN_UNITS = ("days", "months", "years")

_HOW_TO_REFER = (
    "Write {event-id.date}, .month, .year, .place or .title, {instrument-id.name}, "
    "{days:event-id:event-id}, {months:event-id:event-id} or {years:event-id:event-id}."
)


def fill(template: str, lesson: "Lesson") -> str:
    """Fill the references of a sentence from the data, so that a new date changes the sentence.

    A reference is ``{bay-of-pigs.date}``, ``{bay-of-pigs.year}``, ``.month``, ``.place``,
    ``.title``, ``{days:first-event:second-event}``, ``{months:…}`` or ``{years:…}``; the id of an
    instrument means the event that dates it, and has a ``.name``. A ValueError names a
    reference to something that does not exist, or a brace without its partner.
    """
    if "{" in (rest := _REFERENCE.sub("", template)) or "}" in rest:
        raise ValueError("A brace has no partner: each { needs its }.")
    return _REFERENCE.sub(lambda match: _value(match[1], lesson), template)


def _value(reference: str, lesson: "Lesson") -> str:
    name, _, field = reference.rpartition(".")
    unit, *ids = reference.split(":")
    try:
        if field == "name":
            return str(lesson.instruments.set_index("id").at[name, "name"])
        if field in _COLUMNS:
            return _field(name, field, lesson)
        if unit in SPAN_UNITS and len(ids) == 2:
            return _span(unit, ids[0], ids[1], lesson)
    except KeyError as error:
        message = "is not an instrument" if field == "name" else "does not exist"
        known = [*(lesson.events["id"] if field != "name" else ()), *lesson.instruments["id"]]
        missing = error.args[0]
        hint = did_you_mean(str(missing), known)
        raise ValueError(f"{{{reference}}} refers to {missing!r}, which {message}.{hint}") from None
    raise ValueError(f"{{{reference}}} is not a reference. {_HOW_TO_REFER}")


def _field(name: str, field: str, lesson: "Lesson") -> str:
    """Return a field of an event in words; a year or month only if it can't be another one."""
    event = lesson.event(name)
    if count := _PARTS.get(field):
        date = parse_date(event["date"])
        first, last = (
            _as_written(day, date.calendar) for day in (date.first_possible, date.last_possible)
        )
        if first and last and first[:count] == last[:count]:
            return month_in_words(first) if field == "month" else year_in_words(first.year)
    return str(event[_COLUMNS[field]])


def _as_written(day: Day | None, calendar: str) -> Day | None:
    """Return a day in the calendar in which its date is written."""
    return julian(day) if day and calendar == JULIAN else day


def _span(unit: str, first: str, second: str, lesson: "Lesson") -> str:
    """Return the days, or the full months or years, between two events in either order."""
    one, other = sorted((lesson.date(first), lesson.date(second)), key=lambda date: date.sort_key)
    if unit == "days":
        least, most = days_between(one, other)
        return str(least) if least == most else f"{max(least, 0)} to {most}"
    left, right = one.earliest, other.earliest
    if left is None or right is None:
        raise ValueError(
            f"The {unit} between {first} and {second} can’t be counted, because a beginning is "
            "open."
        )
    months = (right.year - left.year) * 12 + right.month - left.month - (right.day < left.day)
    return str(months if unit == "months" else months // 12)
