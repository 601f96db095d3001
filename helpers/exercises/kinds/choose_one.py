"""Choose one: one option is right, and each option has its own reason."""

from typing import Any

from helpers.exercises.kinds.base import REASON, TEXT, Result, list_of, record
from helpers.lesson.model import Lesson

_OPTION = record(
    {
        "text": TEXT,
        "reason": REASON,
        "right": {
            "type": "boolean",
            "description": "Write true for a right option; otherwise leave it out.",
        },
    },
    optional=["right"],
)

SCHEMA = record({"options": list_of(_OPTION)})


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the options differ and that exactly one is right."""
    count = sum(option.get("right", False) for option in row["options"])
    wrong = (
        [f"field options: {count} options have “right: true”. Exactly one must have it."]
        if count != 1
        else []
    )
    return same_options(row) + wrong


def same_options(row: dict[str, Any]) -> list[str]:
    """Return a problem if there are not at least two options that differ."""
    texts = [option["text"].strip() for option in row["options"]]
    differ = len(texts) > 1 and len(set(texts)) == len(texts)
    return [] if differ else ["field options: at least two different options are needed."]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the options' texts, nothing else."""
    return {"input": "radio", "options": [option["text"] for option in content["options"]]}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give the reason of the option that was chosen."""
    option = content["options"][answer]
    return Result("right" if option.get("right") else "wrong", [option["reason"]])
