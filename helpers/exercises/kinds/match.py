"""Match evidence to a claim: does each piece support it, contradict it, or say nothing about it?"""

from typing import Any

from helpers.exercises.kinds.base import Result, need, need_each
from helpers.lesson import Lesson

FIELDS = {"items", "choices"}
CHOICES = ["supports it", "contradicts it", "says nothing about it"]


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that every piece has an answer among the choices, and a reason."""
    found = need(row, items=list) or need_each(row["items"], "items", "text", "answer", "reason")
    choices = row.get("choices", CHOICES)
    return found or [
        f"field items, entry {number}: the answer “{item['answer']}” is not among the choices: {', '.join(choices)}."
        for number, item in enumerate(row["items"], 1)
        if item["answer"] not in choices
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show every piece with the same choices."""
    return {
        "input": "match",
        "options": [item["text"] for item in content["items"]],
        "choices": content.get("choices", CHOICES),
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Give for every piece its reason, right or wrong."""
    choices = content.get("choices", CHOICES)
    reasons, right = [], 0
    for item, chosen in zip(content["items"], answer, strict=True):
        fits = choices[int(chosen)] == item["answer"]
        right += fits
        says = item["reason"] if fits else f"not “{choices[int(chosen)]}”. {item.get('wrong', item['reason'])}"
        reasons.append(f"{'✓' if fits else '✗'} {item['text']}: {says}")
    return Result("right" if right == len(reasons) else "partly" if right else "wrong", reasons)


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return every piece with what was chosen for it."""
    choices = content.get("choices", CHOICES)
    return "; ".join(
        f"{item['text']}: {choices[int(chosen)]}" for item, chosen in zip(content["items"], answer, strict=True)
    )
