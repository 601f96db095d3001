"""Put events in order: the order comes from their dates in the record."""

from typing import Any

from helpers.exercises.kinds.base import Result, need
from helpers.lesson import Lesson

FIELDS = {"items", "right", "otherwise"}


def _ordered(items: list[str], lesson: Lesson) -> list[str]:
    return sorted(items, key=lambda name: str(lesson.date(name).earliest))


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the events exist, that their order is certain, and that it is not given away."""
    found = need(row, items=list, right=str, otherwise=str)
    if found:
        return found
    unknown = [name for name in row["items"] if name not in set(lesson.events["id"])]
    if unknown:
        return [f"field items: “{name}” is not among the events. Write an id of the events." for name in unknown]
    if len(row["items"]) < 3:
        found.append("field items: at least three events are needed.")
    order = _ordered(row["items"], lesson)
    for first, second in zip(order, order[1:], strict=False):
        if lesson.date(first).before(lesson.date(second)) is not True:
            found.append(
                f"field items: whether {first} or {second} came first can't be told for certain. Choose other events."
            )
    if order == row["items"]:
        found.append("field items: the events already stand in order. Write them in another one.")
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
    """Count the neighbours that stand in the right order; say which step is wrong first."""
    given = [content["items"][int(number)] for number in answer]
    steps = [
        lesson.date(first).before(lesson.date(second)) is True for first, second in zip(given, given[1:], strict=False)
    ]
    if all(steps):
        dates = "; ".join(f"{lesson.event(name)['title']}: {lesson.event(name)['date_words']}" for name in given)
        return Result("right", [content["right"], dates + "."])
    first = steps.index(False)
    wrong = f"Look at “{lesson.event(given[first])['title']}” and “{lesson.event(given[first + 1])['title']}”: which came first?"
    counted = f"{sum(steps)} of {len(steps)} steps from one event to the next are in order."
    return Result("partly" if sum(steps) * 2 >= len(steps) else "wrong", [counted, wrong, content["otherwise"]])


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return the titles in the order given."""
    return "; ".join(str(lesson.event(content["items"][int(number)])["title"]) for number in answer)
