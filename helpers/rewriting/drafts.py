"""The drafts of a rewriting: each is a line of ``drafts.jsonl`` and stays there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final, Literal

from helpers.exercises import journal
from helpers.lesson.model import Lesson

Mode = Literal["sentences", "free"]

#: What a draft of each mode is called in the file, where everything has an exercise.
_EXERCISES: Final[dict[str, Mode]] = {"rewrite-by-sentence": "sentences", "rewrite": "free"}
_NAMES: Final = {mode: name for name, mode in _EXERCISES.items()}

#: At most so many drafts are listed.
MOST_LISTED: Final = 40

#: A draft that loses this many words against the one before is listed, whenever it was written.
_LOST_WORDS: Final = 15


@dataclass(frozen=True)
class Draft:
    """One saved draft.

    `text` has one line for each sentence of the original if it was written sentence by sentence.
    """

    time: str
    mode: Mode
    text: str


def save_draft(lesson: Lesson, mode: Mode, text: str) -> str:
    """Save a draft; return "", or a sentence for the student if it can't be saved yet."""
    return journal.DRAFTS.append(
        lesson=lesson.name, exercise=_NAMES[mode], event="draft", answer=text, after=0
    )


def drafts_of(lesson: Lesson) -> list[Draft]:
    """Return all drafts of a lesson's rewriting, the oldest first."""
    return [
        Draft(str(line.get("time", "")), _EXERCISES[line["exercise"]], line["answer"])
        for line in journal.DRAFTS.entries()[0]
        if _is_ours(line, lesson)
    ]


def _is_ours(line: dict[str, Any], lesson: Lesson) -> bool:
    ours = line.get("lesson", lesson.name) == lesson.name
    return ours and line["exercise"] in _EXERCISES and isinstance(line.get("answer"), str)


def last_of_mode(drafts: list[Draft], mode: Mode) -> str:
    """Return the last text of one mode, or nothing."""
    return next((draft.text for draft in reversed(drafts) if draft.mode == mode), "")


def worth_listing(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts that a student may want back, the newest first.

    While a student types, a draft is saved every few seconds. Listed are the last of each ten
    minutes, the last before words were lost, the last before an earlier text was brought back, the
    last before the other mode, and the very last. The same text is listed once.
    """
    listed: dict[tuple[Mode, str], Draft] = {}
    for draft in reversed(list(_listed(drafts))):
        listed.setdefault((draft.mode, draft.text), draft)
    return list(listed.values())[:MOST_LISTED]


def _listed(drafts: list[Draft]) -> Iterator[Draft]:
    before: set[str] = set()
    for draft, following in pairwise(drafts):
        brought_back = following.text in before
        before.add(draft.text)
        lost = _count_words(draft.text) - _count_words(following.text)
        # The time in UTC as 2026-11-24T14:05:09: up to the tens of minutes, 15 characters.
        later = draft.time[:15] != following.time[:15]
        ends = lost >= _LOST_WORDS or brought_back or later or draft.mode != following.mode
        if draft.text.strip() and ends:
            yield draft
    yield from drafts[-1:]


@cache  # all drafts are looked at again after each pause in typing
def _count_words(text: str) -> int:
    return len(text.split())
