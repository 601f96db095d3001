"""Sentences of ours that are filled from the data, so that a corrected date corrects the sentence."""

import re

from helpers.lesson.dates import days_between, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean

_REFERENCE = re.compile(r"\{([^{}]*)\}")


def fill(template: str, lesson: "Lesson") -> str:
    """Fill a sentence from the data, so that a corrected date corrects the sentence.

    Its references are such as ``{bay-of-pigs.date}``, ``{bay-of-pigs.year}``, ``.month``,
    ``.place``, ``.title``, ``{days:first-event:second-event}`` or
    ``{months:first-event:second-event}``; the id of an instrument stands for the event that dates
    it, and has a ``.name``. A ValueError says which names nothing that exists, or that a brace
    stands alone.
    """
    if "{" in (rest := _REFERENCE.sub("", template)) or "}" in rest:
        raise ValueError("A brace stands alone: each { needs its }.")
    return _REFERENCE.sub(lambda match: _value(match[1], lesson), template)


def _value(reference: str, lesson: "Lesson") -> str:
    name, _, field = reference.rpartition(".")
    unit, *ids = reference.split(":")
    columns = {
        "date": "date_words",
        "month": "date_words",
        "year": "date_words",
        "place": "place",
        "title": "title",
    }
    try:
        if field == "name":
            return str(lesson.instruments.set_index("id").at[name, "name"])
        if field in columns:
            event = lesson.event(name)
            if field in (
                "month",
                "year",
            ):  # not said where the event may lie in another one as well
                when, long = parse_date(event["date"]), {"month": 7, "year": 4}[field]
                first, last = str(when.first_possible)[:long], str(when.last_possible)[:long]
                if first == last:  # a date has one end at least
                    return parse_date(first).in_words()
            return str(event[columns[field]])
        if unit in ("days", "months") and len(ids) == 2:
            return _span(unit, ids[0], ids[1], lesson)
    except KeyError as problem:
        message = "is no instrument" if field == "name" else "does not exist"
        known = [*(lesson.events["id"] if field != "name" else ()), *lesson.instruments["id"]]
        raise ValueError(
            f"{{{reference}}} refers to {problem.args[0]!r}, which {message}.{did_you_mean(str(problem.args[0]), known)}"
        ) from None
    raise ValueError(
        f"{{{reference}}} is no reference. Write {{event-id.date}}, .month, .year, .place or .title, {{instrument-id.name}}, "
        "{days:event-id:event-id} or {months:event-id:event-id}."
    )


def _span(unit: str, first: str, second: str, lesson: "Lesson") -> str:
    """Return the days or the whole months between two events, in either order, in digits."""
    one, other = sorted(
        (lesson.date(first), lesson.date(second)), key=lambda date: str(date.earliest)
    )
    if unit == "days":
        least, most = days_between(one, other)
        return str(least) if least == most else f"{max(least, 0)} to {most}"
    left, right = one.earliest, other.earliest
    if left is None or right is None:
        raise ValueError(
            f"The months between {first} and {second} can't be counted: a beginning is open."
        )
    return str((right.year - left.year) * 12 + right.month - left.month - (right.day < left.day))
