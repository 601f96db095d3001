"""Write a short answer: it is saved; then a model answer and a checklist open."""

from typing import Any

from helpers.exercises.kinds.base import TEXT, Result, list_of, record, whole_number
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

SCHEMA = record({"words": whole_number(1, 300), "checklist": list_of(TEXT)})


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for a text."""
    return {"input": "area", "label": f"Your answer, at least {content['words']} words", "lines": 5}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Show checklist and model answer once enough is written."""
    count = len(str(answer).split())
    if count < content["words"]:
        return Result(
            "unclear",
            [
                f"You have written {with_count(count, 'word')} so far. "
                f"Write at least {content['words']}."
            ],
        )
    checks = [f"☐ {point}" for point in content["checklist"]]
    return Result(
        "saved",
        [
            "Your answer is saved. Compare it yourself:",
            *checks,
            f"One possible answer: {content['solution']}",
        ],
    )
