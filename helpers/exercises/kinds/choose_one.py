"""Choose one: one option is right, and each option has its own reason."""

from typing import Any

from helpers.exercises.kinds.base import Result, need, need_each
from helpers.lesson import Lesson

FIELDS = {"options"}


def problems(row: dict[str, Any], lesson: Lesson, right: int = 1) -> list[str]:
    """Check the options: at least two, each with a reason, and as many right ones as the kind needs."""
    found = need(row, options=list) or need_each(row["options"], "options", "text", "reason")
    if found:
        return found
    texts = [option["text"] for option in row["options"]]
    count = sum(bool(option.get("right")) for option in row["options"])
    if len(texts) < 2 or len(set(texts)) != len(texts):
        found.append("field options: at least two different options are needed.")
    if right == 1 and count != 1:
        found.append(f"field options: {count} options have “right: true”. Exactly one must have it.")
    if right > 1 and not 1 <= count < len(texts):
        found.append(
            f"field options: {count} of {len(texts)} options have “right: true”. At least one must have it, and not all."
        )
    return found


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the options' texts, nothing else."""
    return {"input": "radio", "options": [option["text"] for option in content["options"]]}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give the reason of the option that was chosen."""
    option = content["options"][int(answer)]
    return Result("right" if option.get("right") else "wrong", [option["reason"]])


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return the text of the option."""
    return str(content["options"][int(answer)]["text"])
