"""One line of the journal: read from its bytes, with the type of every value checked once, here."""

import json
from typing import Any

#: Words that older journals use, and what they are called now.
_OLD_NAMES = {"event": {"anew": "restart"}, "result": {"kept": "saved"}}

_TEXTS = (
    *("time", "session", "lesson", "version", "kind", "event", "result", "merged"),
    *("evidence", "change_mind"),
)
_COUNTS = ("hints", "after", "round")
CONFIDENCE = (0, 1, 2)

#: No number in a journal is larger: not the seconds of a year, nor any answer.
_LARGEST = 10**12


def parse_line(line: bytes) -> dict[str, Any] | None:
    """Return what a line of the journal says, or None if it is not one of ours.

    Every value has the type that `docs/journal.md` names. A value of another type is left out,
    because the rest of the line is still the student's work. A whole number may have become a
    fraction on the way through another program: 2.0 is read as 2.
    """
    try:
        entry = json.loads(line)
        if isinstance(entry, dict) and isinstance(entry.get("exercise"), str):
            return _checked(entry)
    except (ValueError, RecursionError):
        pass
    return None


def _checked(entry: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {"exercise": entry["exercise"]}
    for name in _TEXTS:
        if isinstance(value := entry.get(name), str):
            checked[name] = _OLD_NAMES.get(name, {}).get(value, value)
    for name in _COUNTS:
        value = _number(entry.get(name))
        if isinstance(value, int) and value >= 0:
            checked[name] = value
    seconds = _number(entry.get("seconds"))
    if seconds is not None:
        checked["seconds"] = seconds
    if isinstance(basis := entry.get("basis"), list):
        checked["basis"] = [name for name in basis if isinstance(name, str)]
    if "answer" in entry:
        checked["answer"] = _answer(entry["answer"])
    confidence = _number(entry.get("confidence"))
    checked["confidence"] = confidence if confidence in CONFIDENCE else None
    return checked


def _number(value: Any) -> int | float | None:
    """Return a number, a whole one as int; None for everything else, also for true and false.

    What is no number (NaN) or infinite, or far too large, is left out as well.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not abs(value) <= _LARGEST:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _answer(value: Any) -> Any:
    """Return an answer as a text, a number or a list of numbers; it can be nothing else."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        numbers = [_number(part) for part in value]
        return str(value) if None in numbers else numbers
    number = _number(value)
    return str(value) if number is None else number
