"""Give a date: in words or in EDTF; common mistakes get feedback of their own."""

from typing import Any

from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    RIGHT,
    TEXT,
    Result,
    common_mistakes,
    missing_ids,
    record,
    text,
)
from helpers.lesson.dates import DateError, HistoricalDate
from helpers.lesson.model import Lesson
from helpers.lesson.written import parse_written

SCHEMA = record(
    {
        "event": text("Name the event whose date is right."),
        "right": RIGHT,
        "common_mistakes": common_mistakes({"event": TEXT}),
        "default_feedback": DEFAULT_FEEDBACK,
    },
    optional=["common_mistakes"],
)


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the events exist."""
    named = [row["event"], *(mistake["event"] for mistake in row.get("common_mistakes", []))]
    return missing_ids(named, [*lesson.events["id"], *lesson.instruments["id"]], "event", "events")


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for one line."""
    examples = lesson.vocabulary.date_examples
    return {
        "input": "text",
        "label": "Your date",
        "example": f"for example {examples['words']}, or {examples['day']}",
    }


def _within(inner: HistoricalDate, outer: HistoricalDate) -> bool:
    """Say whether all possible days of one date are within another one.

    A date with an open end is never within another.
    """
    ends = [outer.earliest, inner.earliest, inner.latest, outer.latest]
    return None not in ends and ends == sorted(ends)  # type: ignore[type-var]


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with the record: right, a known mistake, the right month or year, or too inexact."""
    known = lesson.date(content["event"])
    try:
        given = parse_written(str(answer), known.calendar)
    except DateError as error:
        return Result("unclear", [_unreadable(lesson) if error.unreadable else str(error)])
    if (given.earliest, given.latest) == (known.earliest, known.latest):
        return Result("right", [content["right"]])
    for mistake in content.get("common_mistakes", []):
        miss = lesson.date(mistake["event"])
        if (given.earliest, given.latest) == (miss.earliest, miss.latest) or (
            _within(given, miss) and not _within(given, known)
        ):
            return Result("wrong", [mistake["reason"]])
    return _compare(given, known, content["default_feedback"])


def _unreadable(lesson: Lesson) -> str:
    examples = lesson.vocabulary.date_examples
    return (
        f"This can't be read as a date. Write it like {examples['words']}, "
        f"or like {examples['day']}."
    )


def _right_in_part(given: HistoricalDate, known: HistoricalDate) -> tuple[str, str] | None:
    """Say which of year, month and day are right, if any are."""
    given_year, *given_day = given.fields
    known_year, *known_day = known.fields
    if given_year == known_year and given_day[0] == known_day[0] != "":
        return "partly", "The month and the year are right, the day is not."
    if known.kind == "exact day" and given_day == known_day:
        return "partly", "The day and the month are right, the year is not."
    if given_year == known_year:
        return "wrong", "The year is right, the month is not."
    return None


def _compare(given: HistoricalDate, known: HistoricalDate, default: str) -> Result:
    """Grade a date that is neither right nor a known mistake: what of it is right?"""
    if None in (given.earliest, given.latest, known.earliest, known.latest):
        return Result("wrong", [default])
    if _within(known, given):
        return Result(
            "partly",
            ["This is right, but the record is more exact. Which part of the date can you add?"],
        )
    if _within(given, known):
        return Result("partly", ["This is more exact than the record: which source gives the day?"])
    if given.calendar == known.calendar and (found := _right_in_part(given, known)):
        return Result(found[0], [f"{found[1]} {default}"])
    early, late = given.latest < known.earliest, known.latest < given.earliest  # type: ignore[operator]
    side = f"This is too {'early' if early else 'late'}, and in another year. " * (early or late)
    return Result("wrong", [side + default])
