"""Give a date: in words or in EDTF; near misses are told apart."""

import re
from typing import Any

from helpers.dates import MONTHS, DateError, HistoricalDate, parse_date
from helpers.exercises.kinds.base import Result, absent
from helpers.lesson import Lesson

FIELDS = {"event": str, "right": str, "near?": [{"event": str, "reason": str}], "otherwise": str}
_UNCLEAR = "This can't be read as a date. Write it like 5 May 1961, or like 1961-05-05."


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the events exist."""
    named = [row["event"], *(near["event"] for near in row.get("near", []))]
    return absent(named, [*lesson.events["id"], *lesson.instruments["id"]], "event", "events")


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for one line."""
    return {"input": "text", "label": "Your date", "example": "for example 5 May 1961, or 1961-05-05"}


def read_date(words: str) -> HistoricalDate:
    """Read a date as a student writes it: ``5 May 1961``, ``May 5, 1961``, ``May 1961``, ``5.5.1961``, ``5/5/1961`` or EDTF.

    A `DateError` if it can't be read, or if day and month could be the other way round.
    """
    text = " ".join(words.replace(",", " ").split())
    text = re.sub(r"^([A-Za-z.]+) (\d{1,2}\w*) (\d{4})$", r"\2 \1 \3", text)  # May 5 1961
    day_first = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]{3,9})\.? (\d{4})", text)
    figures = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", text)
    if day_first:
        day, name, year = day_first.groups()
    elif figures:
        first, second = int(figures[1]), int(figures[3])
        if first != second and first <= 12 and second <= 12:
            raise DateError("Which number is the month? Write the month as a word, like 5 May 1961.")
        day, month = (first, second) if second <= 12 else (second, first)
        return parse_date(f"{figures[4]}-{month:02d}-{day:02d}")
    else:
        return parse_date(text)
    number = next((number for number, month in enumerate(MONTHS) if month.lower().startswith(name.lower())), None)
    if number is None:
        raise DateError(_UNCLEAR)
    return parse_date(f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else ""))


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with the record: right, a known near miss, the right month or year, or too inexact."""
    try:
        given = read_date(str(answer))
    except DateError as error:
        return Result("unclear", [_UNCLEAR if "can be read" in str(error) else str(error)])
    known = lesson.date(content["event"])
    if (given.earliest, given.latest) == (known.earliest, known.latest):
        return Result("right", [content["right"]])
    for near in content.get("near", []):
        miss = lesson.date(near["event"])
        if (given.earliest, given.latest) == (miss.earliest, miss.latest):
            return Result("wrong", [near["reason"]])
    if None in (given.earliest, given.latest, known.earliest, known.latest):
        return Result("wrong", [content["otherwise"]])
    if given.earliest <= known.earliest and known.latest <= given.latest:  # type: ignore[operator]
        return Result("partly", ["This is right, but the record is more exact. Which part of the date can you add?"])
    if known.earliest <= given.earliest and given.latest <= known.latest:  # type: ignore[operator]
        return Result("partly", ["This is more exact than the record: which source gives the day?"])
    if given.text[:7] == known.text[:7]:
        return Result("partly", ["The month and the year are right, the day is not. " + content["otherwise"]])
    if len(known.text) == 10 and given.text[4:] == known.text[4:]:
        return Result("partly", ["The day and the month are right, the year is not. " + content["otherwise"]])
    if given.text[:4] == known.text[:4]:
        return Result("wrong", ["The year is right, the month is not. " + content["otherwise"]])
    side = "too early" if given.before(known) else "too late"
    return Result("wrong", [f"This is {side}, and in another year. " + content["otherwise"]])
