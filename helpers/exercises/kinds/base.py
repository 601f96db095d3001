"""What the kinds share: the result of grading, and pieces of their schemas."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from helpers.lesson.wording import did_you_mean


@dataclass(frozen=True)
class Result:
    """What an answer is worth, and sentences for the student that say why.

    `result` is "right", "partly", "wrong", "saved" (only a person can judge the answer) or
    "unclear" (it could not be read, so it does not count as an attempt). After the reasons come,
    where there are any, texts that are shown side by side, each with its label; a checklist; and
    more sentences. `sources` are cited by their ids, each with the place in it if it is known.
    """

    result: str
    reasons: list[str] = field(default_factory=list)
    side_by_side: list[tuple[str, str]] = field(default_factory=list)
    checklist: list[str] = field(default_factory=list)
    afterwards: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Return everything that the student reads, but the sources."""
        pairs = [f"{label}: {text}" for label, text in self.side_by_side]
        checks = [f"☐ {point}" for point in self.checklist]
        return [*self.reasons, *pairs, *checks, *self.afterwards]


TEXT: dict[str, Any] = {"type": "string", "pattern": r"\S", "patternErrorMessage": "This is empty."}


def text(description: str) -> dict[str, Any]:
    """Return the schema of a text that is not empty, with a sentence about it."""
    return TEXT | {"description": description}


RIGHT = text("Say why the answer is right.")

REASON = text("Every choice needs its own reason.")

DEFAULT_FEEDBACK = text("This is the feedback for any other wrong answer.")


def whole_number(least: int, most: int) -> dict[str, Any]:
    """Return the schema of a whole number between two others."""
    return {"type": "integer", "minimum": least, "maximum": most}


def record(properties: dict[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return the schema of a set of fields that must all be there, except the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in set(optional)],
        "additionalProperties": False,
    }


def list_of(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the schema of a list that is not empty."""
    return {"type": "array", "minItems": 1, "items": items, **more}


def common_mistakes(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of known mistakes: what each of them is, and its reason."""
    help_text = "Known mistakes, each with its own reason."
    return list_of(record({**properties, "reason": REASON}), description=help_text)


def missing_ids(names: list[str], known: Iterable[str], field_: str, what: str) -> list[str]:
    """Return a problem for every id that does not exist."""
    ids = set(known)
    return [
        f"field {field_}: “{name}” is not among the {what}.{did_you_mean(name, ids)} "
        f"Write an id of the {what}."
        for name in names
        if name not in ids
    ]


def colon(text: str) -> str:
    """Return a text with a colon after it; after a question mark no colon is needed."""
    return text if text.endswith(("?", "!")) else text.rstrip(".") + ":"
