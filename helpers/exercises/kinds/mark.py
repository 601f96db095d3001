"""Mark words in a sentence of the text that show something."""

from typing import Any

from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    REASON,
    TEXT,
    Result,
    list_of,
    record,
    whole_number,
)
from helpers.lesson.model import Lesson

_PHRASES = list_of(record({"words": TEXT, "reason": REASON}))

SCHEMA = record(
    {
        "sentence": whole_number(0, 999),
        "find": _PHRASES,
        "distractors": _PHRASES,
        "default_feedback": DEFAULT_FEEDBACK,
    },
    optional=["distractors"],
)


def _places(sentence: str, words: str) -> set[int]:
    """Return which words of the sentence a phrase covers."""
    at = sentence.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_is_letter(sentence[max(at - 1, 0) : at]) or _is_letter(sentence[end : end + 1])):
            first = len(sentence[:at].split())
            return set(range(first, first + len(words.split())))
        at = sentence.find(words, at + 1)
    return set()


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the sentence exists and that every phrase is in it."""
    if row["sentence"] not in set(lesson.sentences["number"]):
        return [
            f"field sentence: the text has no sentence {row['sentence']}. "
            f"Use 0 to {len(lesson.sentences) - 1}."
        ]
    return [
        f"field find: “{phrase['words']}” is not in sentence {row['sentence']}. "
        "Copy the exact words."
        for phrase in [*row["find"], *row.get("distractors", [])]
        if not _places(lesson.sentence(row["sentence"]), phrase["words"])
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the sentence word by word."""
    return {"input": "mark", "options": lesson.sentence(content["sentence"]).split()}


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Say for each phrase whether it was found, and why marked words beside it do not show it."""
    sentence, marked = lesson.sentence(content["sentence"]), set(answer)
    words, reasons, found = sentence.split(), [], 0
    wanted: set[int] = set()
    for phrase in content["find"]:
        places = _places(sentence, phrase["words"])
        wanted |= places
        mine, whole = (
            sum(len(words[place]) for place in some) for some in (marked & places, places)
        )
        if 2 * mine >= whole:  # “motivated” carries “was motivated by”, “was” does not
            found += 1
            reasons.append(f"✓ “{phrase['words']}”: {phrase['reason']}")
        elif mine:
            reasons.append(
                f"◐ “{' '.join(words[place] for place in sorted(marked & places))}”: this is only "
                "a part of it. What belongs to it?"
            )
    beside = marked - wanted
    if 2 * len(beside) > len(words):
        return Result(
            "wrong", ["You have marked most of the sentence. Mark only the words that show it."]
        )
    for phrase in content.get("distractors", []):
        if beside & _places(sentence, phrase["words"]):
            beside -= _places(sentence, phrase["words"])
            reasons.append(f"✗ “{phrase['words']}”: {phrase['reason']}")
    if beside:
        reasons.append(
            f"✗ {', '.join(f'“{words[place]}”' for place in sorted(beside))}: "
            f"{content['default_feedback']}"
        )
    missed = len(content["find"]) - found
    if missed:
        reasons.append(
            "One place that shows it is not marked yet."
            if missed == 1
            else f"{missed} places that show it are not marked yet."
        )
    if not missed and not marked - wanted:
        return Result("right", reasons)
    return Result("partly" if marked & wanted else "wrong", reasons)
