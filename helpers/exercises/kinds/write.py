"""Write a short answer: it is saved; then a checklist, samples and a model answer open."""

from typing import Any

from helpers.exercises.kinds.base import TEXT, Result, list_of, record, whole_number
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

_SAMPLES = list_of(
    TEXT, minItems=3, maxItems=3, description="Give three answers, from weak to strong."
)

_SELF_ASSESSMENT = {
    "type": "boolean",
    "description": "Is it about the student's own work? It is handed in next to the calibration.",
}

SCHEMA = record(
    {
        "words": whole_number(1, 300),
        "checklist": list_of(TEXT),
        "samples": _SAMPLES,
        "self_assessment": _SELF_ASSESSMENT,
    },
    optional=["words", "checklist", "samples", "self_assessment"],
)

#: What a student is told after saying what was unclear.
ABOUT_LESSON = "It goes to your teacher with the rest of your work, and nobody marks it."


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for a text."""
    least = f", at least {content['words']} words" if content.get("words", 1) > 1 else ""
    lines = 2 if content.get("about_lesson") else 5
    return {"input": "area", "label": f"Your answer{least}", "lines": lines, "keeps_result": True}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Show checklist, samples and model answer once enough is written."""
    count, least = len(str(answer).split()), content.get("words", 1)
    if count < least:
        return Result(
            "unclear",
            [f"You have written {with_count(count, 'word')} so far. Write at least {least}."],
        )
    if content.get("about_lesson"):
        return Result("saved", [ABOUT_LESSON])
    samples = [
        f"A sample at level {level}: {sample}"
        for level, sample in enumerate(content.get("samples", []), 1)
    ]
    return Result(
        "saved",
        ["Your answer is saved. Now compare it yourself."],
        checklist=content.get("checklist", []),
        afterwards=[*samples, f"One possible answer: {content['solution']}"],
    )
