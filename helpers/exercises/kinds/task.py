"""A task in pandas: the value that the student's own cell makes is checked, not how it is written."""

from collections.abc import Callable
from numbers import Integral
from typing import Any

import pandas as pd

from helpers.exercises.kinds.base import Result, need
from helpers.lesson import Lesson

FIELDS = {"check"}
Checker = Callable[[Any, Lesson], tuple[bool, str]]


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the named check exists."""
    found = need(row, check=str)
    if not found and row["check"] not in CHECKERS:
        found = [f"field check: “{row['check']}” is not known. Use one of: {', '.join(CHECKERS)}."]
    return found


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Say where to type; the value comes with the call."""
    return {"input": "none", "how": "Change the cell above this question and run it again: Shift + Enter."}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Run the named check on the value."""
    right, reason = CHECKERS[content["check"]](answer, lesson)
    return Result("right" if right else "wrong", [reason])


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return the value's text, which was kept."""
    return str(answer)


def _ids(value: Any) -> list[str] | None:
    return list(value["id"]) if isinstance(value, pd.DataFrame) and "id" in value else None


def _count(value: Any) -> int | None:
    """Return a number, or the number of rows; None for anything else."""
    if isinstance(value, pd.DataFrame):
        return len(value)
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None


def sorted_by_date(value: Any, lesson: Lesson) -> tuple[bool, str]:
    """All events, the latest first."""
    expected = list(lesson.events.sort_values("earliest", ascending=False)["earliest"])
    names = _ids(value)
    if names is None:
        return False, "Your value is not a table of events. Begin with events.sort_values(…)."
    if len(names) != len(expected):
        return (
            False,
            f"Your table has {len(names)} rows, the record has {len(expected)}. Rows have been lost: uncertain dates count too.",
        )
    if list(value["earliest"]) == expected:
        return True, "Right: the latest event stands first, and no row is lost."
    if list(value["earliest"]) == expected[::-1]:
        return (
            False,
            "The order is right, but the earliest event stands first. Look for the word ascending in the hint.",
        )
    if names == list(lesson.events.sort_values("date_words", ascending=False)["id"]):
        return False, "You sorted the dates as words. Which column holds real dates?"
    return False, "The rows are all there, but not in the order of their dates. Sort by the column earliest."


def first_meeting(value: Any, lesson: Lesson) -> tuple[bool, str]:
    """Events where both Castro and Khrushchev were present."""
    present = lesson.events["present"]
    both = lesson.events[present.str.contains("Fidel Castro") & present.str.contains("Nikita Khrushchev")]
    names = _ids(value)
    if names is None:
        return False, "Your value is not a table of events. Begin with events[…]."
    if set(names) == set(both["id"]):
        first = both.iloc[0]
        return True, f"Right. The first is: {first['title']}, {first['date_words']}."
    actors = lesson.events["actors"]
    if set(names) == set(lesson.events[actors.str.contains("Castro") & actors.str.contains("Khrushchev")]["id"]):
        return False, "You asked who took part. A letter has two actors who are far apart. Use the column present."
    either = lesson.events[present.str.contains("Fidel Castro") | present.str.contains("Nikita Khrushchev")]
    if set(names) == set(either["id"]):
        return False, "These are the events with one or the other. Both must be there: use & in place of |."
    return False, "These are other events. Ask for “Fidel Castro” and for “Nikita Khrushchev” in the column present."


def uncertain_rows(value: Any, lesson: Lesson) -> tuple[bool, str]:
    """How many events have no exact day."""
    expected = int((lesson.events["date_kind"] != "exact day").sum())
    number = _count(value)
    if number is None:
        return False, "Your value is not a number. Count rows with len(…)."
    if number == expected:
        return True, f"Right: {expected} of {len(lesson.events)} events have no exact day."
    if number == len(lesson.events) - expected:
        return False, "These are the events with an exact day. Use != (is not) in place of ==."
    return False, "This is another number. Compare the column date_kind with the words “exact day”."


def havana_in_1962(value: Any, lesson: Lesson) -> tuple[bool, str]:
    """In how many events of 1962 Havana takes part."""
    havana, year = lesson.events["sides"].str.contains("Havana"), lesson.events["earliest"].dt.year == 1962
    expected = int((havana & year).sum())
    number = _count(value)
    if number is None:
        return False, "Your value is not a number. Count rows with len(…)."
    if number == expected:
        return (
            True,
            f"Right: in {expected} of {int(year.sum())} events of 1962. The text lets Havana act in none of them.",
        )
    if number == int(havana.sum()):
        return False, "You counted all years. Add a filter for the year."
    if number == int(year.sum()):
        return False, "You counted all events of 1962. Add a filter for Havana."
    if number == int(((lesson.events["sides"] == "Havana") & year).sum()):
        return False, "These are the events of Havana alone. Use str.contains: an event can have several sides."
    return False, "This is another number. You need two filters, joined by &."


CHECKERS: dict[str, Checker] = {"sorted-by-date": sorted_by_date, "first-meeting": first_meeting, "uncertain-rows": uncertain_rows,
                                "havana-in-1962": havana_in_1962}  # fmt: skip
