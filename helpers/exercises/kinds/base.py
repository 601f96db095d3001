"""What the kinds share: the result of grading, and checks of their fields."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """What an answer is worth, and why.

    Attributes
    ----------
    result : {"right", "partly", "wrong", "kept", "unclear"}
        "kept" for what only a person can judge; "unclear" for what could not be read, which is no attempt.
    reasons : list of str
        Sentences for the student, each fitting what was chosen.
    """

    result: str
    reasons: list[str] = field(default_factory=list)


def need(row: dict[str, Any], **kinds: type) -> list[str]:
    """Return a problem for every field that is missing, empty or of the wrong type."""
    found = []
    for name, kind in kinds.items():
        if name not in row:
            found.append(f"field {name} is missing. Add it.")
        elif not isinstance(row[name], kind) or row[name] in ("", []):
            words = {list: "a list", str: "a text", int: "a number"}[kind]
            found.append(f"field {name}: this must be {words} that is not empty.")
    return found


def need_each(rows: Any, name: str, *fields: str) -> list[str]:
    """Return a problem for every entry of a list that lacks a field."""
    if not isinstance(rows, list):
        return [f"field {name}: this must be a list."]
    found = []
    for number, one in enumerate(rows, 1):
        lacking = [part for part in fields if not isinstance(one, dict) or one.get(part) in (None, "")]
        if lacking:
            found.append(
                f"field {name}, entry {number}: {', '.join(lacking)} is missing. Every choice needs its own reason."
            )
    return found
