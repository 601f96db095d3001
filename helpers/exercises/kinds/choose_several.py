"""Choose several: every option is right or wrong by itself, with its own reason."""

from typing import Any

from helpers.exercises.kinds import choose_one
from helpers.exercises.kinds.base import Result, colon
from helpers.lesson.model import Lesson

SCHEMA = choose_one.SCHEMA


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the options differ, and that at least one is right and not all."""
    options = row["options"]
    count = sum(option.get("right", False) for option in options)
    wrong = (
        f"field options: {count} of {len(options)} options have “right: true”. "
        "At least one must have it, and not all."
    )
    return choose_one.same_options(row) + ([] if 1 <= count < len(options) else [wrong])


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the options' texts."""
    return {**choose_one.form(content, lesson), "input": "checkbox"}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give the reasons of all chosen options; what was missed is counted, not named."""
    chosen, options = set(answer), content["options"]
    if len(chosen) == len(options):
        return Result("wrong", ["You have chosen everything. Choose only what fits."])
    right = {number for number, option in enumerate(options) if option.get("right")}
    reasons = [
        f"{'✓' if number in right else '✗'} {colon(options[number]['text'])} "
        f"{options[number]['reason']}"
        for number in sorted(chosen)
    ]
    if chosen == right:
        return Result("right", reasons)
    missed = len(right - chosen)
    if missed:
        reasons.append(
            "You have not yet chosen one option that fits."
            if missed == 1
            else f"You have not yet chosen {missed} of the options that fit."
        )
    return Result("partly" if chosen & right else "wrong", reasons)
