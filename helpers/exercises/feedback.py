"""What an answer is told, as the browser shows it: reasons, and the sources that they rest on."""

from typing import Any, Final

from helpers.exercises.kinds.base import Result
from helpers.exercises.loading import Exercise
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.model import Lesson

HEADS: Final = {
    "right": "✓ Right.",
    "partly": "◐ Partly right.",
    "wrong": "✗ Not yet.",
    "saved": "✓ Saved.",
    "unclear": "Please look again.",
}

#: Only these addresses can be opened.
_WEB = ("https://", "http://")


def grade(
    exercise: Exercise, kind: Any, answers: list[Any], lesson: Lesson
) -> tuple[Result, list[str]]:
    """Grade the last of the answers; return the result, and the sources to cite with it."""
    rounds = getattr(kind, "ROUNDS", 1)
    earlier = [answers[:-1][: rounds - 1]] if rounds > 1 else []
    result: Result = kind.grade(exercise.content, answers[-1], lesson, *earlier)
    right = result.result == "right"
    return result, result.sources or (sources_of(exercise, lesson) if right else [])


def sources_of(exercise: Exercise, lesson: Lesson) -> list[str]:
    """Return what a right answer is based on: the sources it names, otherwise those of its events.

    They are cited by id, with the place in the source where the table of events has one.
    """
    content = exercise.content
    named = content.get("sources") or [
        split(lesson.event(name)["sources"])[0] for name in content.get("events", [])
    ]
    return list(dict.fromkeys(named))


def place_in_text(exercise: Exercise, lesson: Lesson) -> str:
    """Return where in the text the claims of an exercise are, as a sentence, or ""."""
    claims = exercise.content.get("claims", [])
    places = sorted({int(lesson.claim(name)["sentence"]) for name in claims})
    named = ", ".join(f"sentence {place}" if place else "heading" for place in places)
    return f"In the text: {named}." if named else ""


def notes(sources: list[str], lesson: Lesson) -> list[dict[str, str]]:
    """Return the short citation of each source, and its address if that can be opened."""
    found = []
    for source in sources:
        address = str(lesson.source(source.partition(" [")[0])["url"])
        text = cite(lesson, source, "short").removesuffix(".")
        found.append({"text": text, "address": address if address.startswith(_WEB) else ""})
    return found


def shown(exercise: Exercise, result: Result, sources: list[str], lesson: Lesson) -> dict[str, Any]:
    """Return the feedback as the browser shows it."""
    reasons = list(result.reasons)
    if result.result == "right" and exercise.kind != "verdict":
        if exercise.kind == "task" and not sources:
            reasons.append("The rows of data/events.csv name their own sources.")
        if place := place_in_text(exercise, lesson):
            reasons.append(place)
    return {
        "result": result.result,
        "head": HEADS[result.result],
        "reasons": reasons,
        "side_by_side": [list(pair) for pair in result.side_by_side],
        "checklist": result.checklist,
        "afterwards": result.afterwards,
        "sources": notes(sources, lesson),
    }
