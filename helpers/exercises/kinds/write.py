"""Write a short answer: it is saved; then a model answer and a checklist open."""

from typing import Any

from helpers.exercises.kinds.base import Result
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

FIELDS = {"words": range(1, 301), "checklist": [str]}


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
                f"You have written {with_count(count, 'word')} so far. Write at least {content['words']}."
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
