"""Match evidence to a claim: it speaks for it, speaks against it, or says nothing about it."""

from typing import Any

from helpers.exercises.kinds.base import (
    REASON,
    TEXT,
    Result,
    colon,
    list_of,
    record,
    text,
)
from helpers.lesson.model import Lesson

_WRONG = text("Say where to look, after any other choice. Every choice needs its own reason.")
_REQUIREMENT = text("Say what would have to be so for this choice.")

SCHEMA = record(
    {
        "items": list_of(record({"text": TEXT, "answer": TEXT, "reason": REASON, "wrong": _WRONG})),
        "choices": list_of(record({"text": TEXT, "requirement": _REQUIREMENT})),
    },
    optional=["choices"],
)

#: The usual choices, each with what it requires.
CHOICES = [
    {
        "text": "speaks for it",
        "requirement": "To speak for the claim it would have to make the claim more likely.",
    },
    {
        "text": "speaks against it",
        "requirement": "To speak against the claim it would have to make the claim less likely.",
    },
    {
        "text": "says nothing about it",
        "requirement": "To say nothing about the claim it would have to leave it as likely as "
        "before.",
    },
]


def _choices(content: dict[str, Any]) -> list[str]:
    return [choice["text"] for choice in content.get("choices", CHOICES)]


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that every piece has an answer among the choices."""
    choices = _choices(row)
    twice = ["field choices: a choice is there twice."] if len(set(choices)) < len(choices) else []
    return twice + [
        f"field items, entry {number}: the answer “{item['answer']}” is not among the choices: "
        f"{', '.join(choices)}."
        for number, item in enumerate(row["items"], 1)
        if item["answer"] not in choices
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show every piece with the same choices."""
    return {
        "input": "match",
        "options": [item["text"] for item in content["items"]],
        "choices": _choices(content),
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give for every piece its reason; for a wrong choice what it would need, and where to look."""
    choices = content.get("choices", CHOICES)
    reasons, right = [], 0
    for item, chosen in zip(content["items"], (choices[number] for number in answer), strict=True):
        fits = chosen["text"] == item["answer"]
        right += fits
        says = (
            item["reason"]
            if fits
            else f"not “{chosen['text']}”. {chosen['requirement']} {item['wrong']}"
        )
        reasons.append(f"{'✓' if fits else '✗'} {colon(item['text'])} {says}")
    return Result("right" if right == len(reasons) else "partly" if right else "wrong", reasons)
