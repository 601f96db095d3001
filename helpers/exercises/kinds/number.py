"""Give a number or a span of time, with a tolerance; known mistakes have their own reasons."""

import re
from typing import Any

from helpers.exercises.kinds.base import Result, need, need_each
from helpers.lesson import Lesson
from helpers.text import fill

FIELDS = {"answer", "unit", "tolerance", "right", "near", "otherwise"}


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the answer, filled from the data, is one whole number."""
    found = need(row, answer=str, unit=str, right=str, otherwise=str) or need_each(
        row.get("near", []), "near", "value", "reason"
    )
    if found:
        return found
    for value in (row["answer"], *(str(near["value"]) for near in row.get("near", []))):
        if not fill(value, lesson).lstrip("-").isdigit():
            found.append(
                f"field answer: “{value}” gives “{fill(value, lesson)}”, which is not one whole number. Choose exact dates."
            )
    return found


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Ask for one line."""
    return {"input": "text", "label": f"Your answer, in {content['unit']}", "example": "a whole number, for example 12"}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with the computed number; say on which side a wrong one lies."""
    match = re.fullmatch(rf"\s*(-?\d{{1,9}})\s*(?:{re.escape(content['unit'])})?\s*", str(answer))
    if not match:
        return Result("unclear", ["Write a whole number in figures, for example 12."])
    given, known = int(match[1]), int(content["answer"])
    if abs(given - known) <= int(content.get("tolerance", 0)):
        return Result("right", [content["right"]])
    for near in content.get("near", []):
        if given == int(near["value"]):
            return Result("wrong", [near["reason"]])
    side = "Your number is too large." if given > known else "Your number is too small."
    return Result("wrong", [f"{side} {content['otherwise']}"])


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return number and unit."""
    return f"{answer} {content['unit']}"
