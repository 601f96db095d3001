"""Give a number or a span of time, with a tolerance; known mistakes have their own reasons."""

import re
from typing import Any

from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    RIGHT,
    TEXT,
    Result,
    common_mistakes,
    record,
    whole_number,
)
from helpers.lesson.model import Lesson
from helpers.lesson.templates import fill

SCHEMA = record(
    {
        "answer": TEXT,
        "unit": TEXT,
        "tolerance": whole_number(0, 999),
        "right": RIGHT,
        "common_mistakes": common_mistakes({"value": TEXT}),
        "default_feedback": DEFAULT_FEEDBACK,
    },
    optional=["tolerance", "common_mistakes"],
)


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the answer and the known mistakes, filled from the data, are whole numbers."""
    values = [row["answer"], *(mistake["value"] for mistake in row.get("common_mistakes", []))]
    return [
        f"field answer: “{value}” gives “{fill(value, lesson)}”, which is not one whole number. "
        "Choose exact dates."
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
    """Compare with the computed number; say on which side a wrong one is."""
    given, known = _whole_number(str(answer), content["unit"]), int(content["answer"])
    if given is None:
        return Result("unclear", ["Write a whole number in digits, for example 12."])
    if abs(given - known) <= content.get("tolerance", 0):
        return Result("right", [content["right"]])
    for mistake in content.get("common_mistakes", []):
        if given == int(mistake["value"]):
            return Result("wrong", [mistake["reason"]])
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
    return Result("wrong", [f"{side} {content['default_feedback']}"])


def _whole_number(text: str, unit: str) -> int | None:
    """Return the number that a student wrote, with or without its unit; None if it is not one."""
    digits = re.match(r"-?\d{1,9}", text := text.strip().replace("−", "-"))
    if not digits:
        return None
    one = unit.casefold().removesuffix("s")  # one day, two days
    rest = text[digits.end() :].strip().removesuffix(".").rstrip().casefold()
    return int(digits[0]) if rest in ("", one, f"{one}s") else None
