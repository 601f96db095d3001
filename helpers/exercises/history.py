"""What the student did in one lesson: its lines in the journal and in the drafts."""

import json
from functools import cache
from typing import Any

from helpers.exercises import journal
from helpers.files import PROJECT


class History:
    """The part of the journal and of the drafts that belongs to one lesson.

    Parameters
    ----------
    lesson : str
        The name of the lesson. Lines that were written before lines had a lesson belong to the one
        that comes with the collection.
    """

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson

    def write(self, **entry: Any) -> str:
        """Write a line to the journal; return "", or a sentence for the student (see `Journal`)."""
        return journal.JOURNAL.append(lesson=self.lesson, **entry)

    def lines(self) -> list[dict[str, Any]]:
        """Return all lines of this lesson in the order of the journal."""
        return self._mine(journal.JOURNAL)

    def attempts(self) -> list[dict[str, Any]]:
        """Return every attempt in the order of the journal."""
        return [line for line in self.lines() if line.get("event") == "attempt"]

    def of(self, exercise: str, *events: str) -> list[dict[str, Any]]:
        """Return the lines of one exercise, of some events or of all."""
        return [
            line
            for line in self.lines()
            if line["exercise"] == exercise and (not events or line.get("event") in events)
        ]

    def keep_draft(self, exercise: str, text: str) -> str:
        """Keep a text that is not checked yet; return a sentence if that is not possible."""
        return journal.DRAFTS.append(
            lesson=self.lesson,
            exercise=exercise,
            event="draft",
            answer=text,
            after=len(self.of(exercise, "attempt", "restart")),
        )

    def unchecked_draft(self, exercise: str) -> str | None:
        """Return the last draft, unless the exercise was checked or started over after it."""
        drafts = [line for line in self._mine(journal.DRAFTS) if line["exercise"] == exercise]
        if not drafts or not isinstance(draft := drafts[-1].get("answer"), str):
            return None
        current = drafts[-1].get("after") == len(self.of(exercise, "attempt", "restart"))
        return draft if current else None

    def last_draft(self, *names: str) -> tuple[str, str]:
        """Return the name and the text of the last draft of any of these; both empty if none."""
        for line in reversed(self._mine(journal.DRAFTS)):
            if line["exercise"] in names and isinstance(line.get("answer"), str):
                return line["exercise"], line["answer"]
        return "", ""

    def last_drafts(self) -> list[dict[str, Any]]:
        """Return the last draft of each text that the student wrote."""
        return list({line["exercise"]: line for line in self._mine(journal.DRAFTS)}.values())

    def _mine(self, file: journal.Journal) -> list[dict[str, Any]]:
        return [
            line
            for line in file.entries()[0]
            if line.get("lesson", shipped_lesson()) == self.lesson
        ]


@cache
def shipped_lesson() -> str:
    """Return the name of the lesson that comes with the collection; "" if it was taken out."""
    try:
        package = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
        return str(package["name"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def stamp() -> tuple[int, int]:
    """Return what changes with every answer and every draft, also of another notebook."""
    return len(journal.JOURNAL.entries()[0]), len(journal.DRAFTS.entries()[0])


def problem() -> str:
    """Return why answers or drafts can't be read, and what happens until then; otherwise ""."""
    for file, what in ((journal.JOURNAL, "answers"), (journal.DRAFTS, "drafts")):
        if reason := file.problem():
            return (
                f"Your earlier {what} can't be read: {reason} Nothing of yours was changed. What "
                "you "
                "enter now is kept while this notebook runs, and saved as soon as that is possible."
            )
    return ""


def warnings() -> list[str]:
    """Return a sentence for each thing that is wrong with the student's files on the disk."""
    return [sentence for sentence in (problem(), _unreadable_lines()) if sentence]


def _unreadable_lines() -> str:
    count = journal.JOURNAL.entries()[1]
    if not count:
        return ""
    lines = "One line" if count == 1 else f"{count} lines"
    return f"{lines} of your journal can't be read; the others are all there."
