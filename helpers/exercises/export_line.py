"""All results as one line of text, for schools that have nothing but a form on the web.

The line is ``lesson-work.VERSION.CHECKSUM.DATA`` (see `packed`), and the data is JSON. Reading it
refuses everything that `write_line` can't have written.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from helpers.errors import UserError
from helpers.exercises import history
from helpers.exercises.grounds import BASIS
from helpers.exercises.lines import CONFIDENCE
from helpers.exercises.packed import incomplete, pack, unpack
from helpers.exercises.summary import RESULTS, Standing, checksum, count_sessions, standings
from helpers.lesson.schema import schema_errors

NAME: Final = "lesson-work"
VERSION: Final = 1

#: Longer lines are not read, and no line is unpacked to more bytes than this.
MOST_CHARACTERS: Final = 100_000
MOST_BYTES: Final = 1_000_000

_ID: Final = {"type": "string", "minLength": 1, "maxLength": 100}
_COUNT: Final = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
_RESULT: Final = {"enum": ["", *(name for name in RESULTS if name != "draft")]}
_PLACE: Final = {"type": "integer", "minimum": 0, "maximum": 1000}

_FIELDS: Final[dict[str, Any]] = {
    "exercise": _ID,
    "version": {"type": "string", "maxLength": 100},
    "kind": {"type": "string", "maxLength": 100},
    "first": _RESULT,
    "last": _RESULT,
    "attempts": _COUNT,
    "hints": _COUNT,
    "solution": {"enum": ["no", "before the last answer", "after the last answer"]},
    "answer": {"anyOf": [_PLACE, {"type": "array", "items": _PLACE, "maxItems": 1000}]},
    "confidence": {"enum": list(CONFIDENCE)},
    "basis": {"type": "array", "items": {"enum": list(BASIS)}, "maxItems": len(BASIS)},
}
_OPTIONAL = ("answer", "confidence", "basis")

_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "lesson": _ID,
        "answers": _COUNT,
        "sessions": _COUNT,
        "checksum": {"type": "string", "maxLength": 40},
        "exercises": {
            "type": "array",
            "maxItems": 2000,
            "items": {
                "type": "object",
                "properties": _FIELDS,
                "required": [name for name in _FIELDS if name not in _OPTIONAL],
                "additionalProperties": False,
            },
        },
    },
    "required": ["lesson", "answers", "sessions", "checksum", "exercises"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Results:
    """What a line contains.

    Attributes
    ----------
    lesson : str
        The name of the lesson.
    answers, sessions : int
        How many answers there are, and from how many starts of a notebook.
    checksum : str
        That of all answers; the page to hand in has the same.
    exercises : list of dict
        For each exercise: `exercise`, `version`, `kind`, the results `first` and `last`,
        `attempts`, `hints`, `solution`; and, where there are any, the last `answer` (a choice or
        several), `confidence` and `basis`. Texts that the student wrote are not in it.
    """

    lesson: str
    answers: int
    sessions: int
    checksum: str
    exercises: list[dict[str, Any]]


def write_line(journal: history.History) -> str:
    """Return all results of one lesson as one line of text."""
    attempts = journal.attempts()
    data = json.dumps(
        {
            "lesson": journal.lesson,
            "answers": len(attempts),
            "sessions": count_sessions(attempts),
            "checksum": checksum(attempts),
            "exercises": [_entry(standing) for standing in standings(journal.lines())],
        },
        separators=(",", ":"),
    ).encode()
    return pack(NAME, VERSION, data)


def _entry(standing: Standing) -> dict[str, Any]:
    last = standing.last
    entry = {
        "exercise": standing.exercise,
        "version": last.get("version", ""),
        "kind": last.get("kind", ""),
        "first": _known(standing.first.get("result")),
        "last": _known(last.get("result")),
        "attempts": standing.attempts,
        "hints": standing.hints,
        "solution": standing.solution,
        "answer": last.get("answer"),
        "confidence": last.get("confidence"),
        "basis": [name for name in BASIS if name in last.get("basis", [])] or None,
    }
    chosen = {name: value for name, value in entry.items() if value is not None}
    if schema_errors(chosen.get("answer", 0), _FIELDS["answer"]):
        del chosen["answer"]
    return chosen


def _known(result: Any) -> str:
    return result if result in _RESULT["enum"] else ""


def read_line(text: str) -> Results:
    """Read a line that `write_line` made.

    Spaces and line breaks that a form or a mail put into the line do not matter.

    Parameters
    ----------
    text : str
        The line.

    Returns
    -------
    Results
        What the line contains.

    Raises
    ------
    UserError
        If this is not such a line, if a part of it is missing or changed, if it is from another
        version, or if it would unpack to more than a student can have done.
    """
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise UserError("This is not a line of results: it is too long. Copy the line again.")
    return _checked(unpack(text, NAME, VERSION, MOST_BYTES))


def _checked(data: bytes) -> Results:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise incomplete() from None
    if errors := schema_errors(value, _SCHEMA):
        raise UserError(f"This line is not one of ours: {errors[0].describe()}")
    return Results(**value)
