"""Give a number or a span of time, with a tolerance; known mistakes have their own reasons."""

import re
from typing import Any

from helpers.exercises.kinds.base import Result
from helpers.lesson.model import Lesson
from helpers.lesson.templates import fill

FIELDS = {
    "answer": str,
    "unit": str,
    "tolerance?": range(1000),
    "right": str,
    "near?": [{"value": str, "reason": str}],
    "otherwise": str,
}


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the answer and the known mistakes, filled from the data, are whole numbers."""
    values = [row["answer"], *(near["value"] for near in row.get("near", []))]
    return [
        f"field answer: “{value}” gives “{fill(value, lesson)}”, which is not one whole number. Choose exact dates."
        for value in values
        if not re.fullmatch("-?[0-9]+", fill(value, lesson))
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for one line."""
    return {
        "input": "text",
        "label": f"Your answer, in {content['unit']}",
        "example": "a whole number, for example 12",
        "unit": content["unit"],
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with the computed number; say on which side a wrong one lies."""
    unit = re.escape(content["unit"].removesuffix("s"))  # one day, two days
    match = re.fullmatch(
        rf"\s*(-?\d{{1,9}})\s*(?:{unit}s?)?\s*\.?\s*", str(answer).replace("−", "-"), re.IGNORECASE
    )
    if not match:
        return Result("unclear", ["Write a whole number in figures, for example 12."])
    given, known = int(match[1]), int(content["answer"])
    if abs(given - known) <= content.get("tolerance", 0):
        return Result("right", [content["right"]])
    for near in content.get("near", []):
        if given == int(near["value"]):
            return Result("wrong", [near["reason"]])
    if given == -known:
        return Result(
            "partly",
            ["The number is right, the sign is not: take the earlier date from the later one."],
        )
    if given == known + 1:
        return Result(
            "wrong",
            ["One too many. Count the steps from the first to the last, and not both ends."],
        )
    side = f"Your number is too {'large' if given > known else 'small'}."
    if given == known - 1:
        side = "One too few."
    return Result("wrong", [f"{side} {content['otherwise']}"])
