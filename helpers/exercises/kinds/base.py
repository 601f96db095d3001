"""What the kinds share: the result of grading, and the shape of what stands in the file.

A shape says what a field may hold: ``str`` (a text), ``bool``, a ``range`` (a whole number in it),
a tuple (one of its values), a list with one shape (several of it), or a dict of field to shape,
where a name with ``?`` may be left out. The JSON Schema for editors is made from the same shapes.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """What an answer is worth ("right", "partly", "wrong", "saved" or "unclear"), and sentences for the student that say why.

    "saved" is what only a person can judge; "unclear" is what could not be read, which is no
    attempt.
    """

    result: str
    reasons: list[str] = field(default_factory=list)


def colon(text: str) -> str:
    """Return a text with the colon that leads on from it; a question mark leads on by itself."""
    return text if text.endswith(("?", "!")) else text.rstrip(".") + ":"
