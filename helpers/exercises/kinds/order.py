"""Put events in order: the order comes from their dates in the record."""

from itertools import pairwise
from typing import Any

from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    RIGHT,
    TEXT,
    Result,
    list_of,
    missing_ids,
    record,
)
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson

SCHEMA = record({"items": list_of(TEXT), "right": RIGHT, "default_feedback": DEFAULT_FEEDBACK})


def _ordered(items: list[str], lesson: Lesson) -> list[str]:
    return sorted(items, key=lambda name: str(lesson.date(name).earliest))


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the events exist, that their order is certain, and that it is not given away."""
    found = missing_ids(row["items"], lesson.events["id"], "items", "events")
    if found:
        return found
    if len(set(row["items"])) < max(len(row["items"]), 3):
        found.append("field items: at least three different events are needed, each of them once.")
    order = _ordered(row["items"], lesson)
    for first, second in pairwise(order):
        if lesson.date(first).before(lesson.date(second)) is not True:
            found.append(
                f"field items: the dates don't show for certain whether {first} or {second} came "
                "first. Choose other events."
            )
    if order == row["items"]:
        found.append(
            "field items: the events are in the right order already. Write them in another one."
        )
    return found


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the titles in the order of the file."""
    return {
        "input": "order",
        "options": [lesson.event(name)["title"] for name in content["items"]],
        "start": "Earliest",
        "end": "Latest",
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Count the neighbours in the right order.

    For each wrong pair, say how far apart the two events are.
    """
    given = [lesson.event(content["items"][number]) for number in answer]
    pairs = [
        (one, other)
        for one, other in pairwise(given)
        if parse_date(one["date"]).before(parse_date(other["date"])) is not True
    ]
    if not pairs:
        return Result(
            "right",
            [
                content["right"],
                "; ".join(f"{one['title']}: {one['date_words']}" for one in given) + ".",
            ],
        )
    steps = len(given) - 1
    fitting = steps - len(pairs)
    reasons = [f"In order: {fitting} of {steps} steps from one event to the next."]
    reasons += [
        f"✗ “{one['title']}” is before “{other['title']}”, but came later. "
        f"{_apart(one['date'], other['date'])}"
        for one, other in pairs
    ]
    return Result(
        "partly" if fitting * 2 >= steps else "wrong", [*reasons, content["default_feedback"]]
    )


def _apart(one: str, other: str) -> str:
    """Say how near two dates are, without giving them away."""
    if one[:4] != other[:4]:
        return "They are in different years."
    return (
        "They are in the same month: look at the days."
        if one[:7] == other[:7]
        else "They are in the same year: look at the months."
    )
