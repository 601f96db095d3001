"""Put events in order: every order that the sources do not exclude is right."""

from itertools import combinations
from typing import Any, NamedTuple

from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    RIGHT,
    TEXT,
    Result,
    list_of,
    missing_ids,
    record,
)
from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date, parse_time
from helpers.lesson.model import Lesson

SCHEMA = record({"items": list_of(TEXT), "right": RIGHT, "default_feedback": DEFAULT_FEEDBACK})


class Pair(NamedTuple):
    """Two events in the order given, and whether the sources confirm it (None: undetermined)."""

    first: Any
    second: Any
    confirmed: bool | None


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the events exist, that some order is certain, and that it is not given away."""
    found = missing_ids(row["items"], lesson.events["id"], "items", "events")
    if found:
        return found
    if len(set(row["items"])) < max(len(row["items"]), 3):
        found.append("field items: at least three different events are needed, each of them once.")
    pairs = pairs_of(row["items"], lesson)
    if all(pair.confirmed is None for pair in pairs):
        found.append(
            "field items: the sources do not show for certain which of these events came first. "
            "Choose other events."
        )
    elif all(pair.confirmed is not False for pair in pairs):
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
    """Compare each event with all that follow it.

    The first pair that the sources exclude is named, with its sources. A right order names the
    neighbours whose order the sources do not settle.
    """
    given = [content["items"][number] for number in answer]
    pairs = pairs_of(given, lesson)
    excluded = [pair for pair in pairs if pair.confirmed is False]
    if not excluded:
        return Result("right", [content["right"], _dates(given, lesson), *_unsettled(pairs)])
    fitting = len(pairs) - len(excluded)
    reasons = [
        f"In a possible order: {fitting} of {len(pairs)} pairs of events.",
        _excluded(excluded[0]),
        content["default_feedback"],
    ]
    result = "partly" if fitting * 2 >= len(pairs) else "wrong"
    return Result(result, reasons, sources=_sources(excluded[0]))


def pairs_of(given: list[str], lesson: Lesson) -> list[Pair]:
    """Return each event with each that follows it in the order given."""
    events = [lesson.event(name) for name in given]
    return [Pair(one, other, _in_order(one, other)) for one, other in combinations(events, 2)]


def _in_order(one: Any, other: Any) -> bool | None:
    """Whether the first event came first: True, False, or None where the sources do not settle it.

    Two events of one exact day are ordered by their exact times, if both have one.
    """
    first, second = parse_date(one["date"]), parse_date(other["date"])
    if first.before(second) is True:
        return True
    if second.before(first) is True:
        return False
    times = one["time"], other["time"]
    if first.kind == second.kind == "exact day" and all(times) and "~" not in "".join(times):
        moments = [
            parse_time(date.earliest, time)
            for date, time in zip((first, second), times, strict=True)
            if date.earliest
        ]
        return None if moments[0] == moments[1] else moments[0] < moments[1]
    return None


def _dates(given: list[str], lesson: Lesson) -> str:
    events = map(lesson.event, given)
    return "; ".join(f"{event['title']}: {event['date_words']}" for event in events) + "."


def _excluded(pair: Pair) -> str:
    """Say what is wrong with a pair, and how far apart it is."""
    one, other = pair.first, pair.second
    return (
        f"✗ “{one['title']}” is before “{other['title']}”, but came later. "
        f"{_apart(one['date'], other['date'])}"
    )


def _sources(pair: Pair) -> list[str]:
    """Return where to read about a pair: first one source of each event, then the others."""
    first, second = (split(event["sources"]) for event in (pair.first, pair.second))
    return list(dict.fromkeys([*first[:1], *second[:1], *first, *second]))


def _unsettled(pairs: list[Pair]) -> list[str]:
    """Say of each pair whose order is undetermined that the other order is accepted, too."""
    return [
        f"The sources do not settle whether “{first['title']}” or “{second['title']}” came first. "
        "Either order is accepted."
        for first, second, confirmed in pairs
        if confirmed is None
    ]


def _apart(one: str, other: str) -> str:
    """Say how near two dates are, without giving them away."""
    first, second = parse_date(one).fields, parse_date(other).fields
    if first[0] != second[0]:
        return "They are in different years."
    return (
        "They are in the same month: look at the days."
        if first[1] == second[1]
        else "They are in the same year: look at the months."
    )
