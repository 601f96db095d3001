"""Choose several: every option is right or wrong by itself, with its own reason."""

from typing import Any

from helpers.exercises.kinds import choose_one
from helpers.exercises.kinds.base import Result
from helpers.lesson import Lesson

FIELDS = {"options"}


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check the options: several may be right, not all."""
    return choose_one.problems(row, lesson, right=2)


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the options' texts."""
    return {**choose_one.form(content, lesson), "input": "checkbox"}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give the reasons of all chosen options; what was missed is counted, not named."""
    chosen = {int(number) for number in answer}
    right = {number for number, option in enumerate(content["options"]) if option.get("right")}
    if chosen == right:
        return Result("right", [content["options"][number]["reason"] for number in sorted(right)])
    signs = {True: "✓", False: "✗"}
    reasons = [f"{signs[number in right]} {content['options'][number]['text']}: {content['options'][number]['reason']}"
               for number in sorted(chosen)]  # fmt: skip
    missed = len(right - chosen)
    if missed:
        reasons.append("One more option fits." if missed == 1 else f"{missed} more options fit.")
    return Result("partly" if chosen & right else "wrong", reasons)


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return the texts of the options."""
    return "; ".join(content["options"][int(number)]["text"] for number in answer)
