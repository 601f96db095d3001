"""Exercises from the rows of a sheet; other kinds are written in YAML beside it."""

from typing import Any

import yaml

from helpers.authoring.convert import Converter
from helpers.authoring.names import Names
from helpers.authoring.sheets import PAIRS
from helpers.authoring.spreadsheet import Row, Table
from helpers.lesson.cells import split

#: The notebook that shows an exercise whose column is empty.
NOTEBOOK = "05-exercises"

#: What to say where the sheet is silent.
_RIGHT = "Yes, this is right."
_LOOK_AGAIN = "Look at the chronology again."
_OPEN = "There is more than one good answer."

Entry = dict[str, Any]


class ExerciseRows:
    """Turns the rows of the sheet into entries of ``exercises.yaml``."""

    def __init__(self, converter: Converter, events: Names) -> None:
        self.converter, self.events = converter, events
        self.table: Table = converter.tables["exercises"]
        self.entries: list[Entry] = []
        self.rows: dict[str, Row] = {}
        taken = {row["id"] for row in self.table.rows}
        for row in self.table.rows:
            kind = row["kind"].lower().replace(" ", "-")
            if make := _KINDS.get(kind):
                question = self.text(row, "question")
                name = converter.own_id(row, question, taken, "exercise")
                self.rows[name] = row
                self.entries.append(self._common(name, kind, question, row) | make(self, row))
            elif kind:
                message, fix = "There is no such kind.", f"Use one of: {', '.join(_KINDS)}."
                converter.problems.append(self.table.problem(row, "kind", message, fix))

    def text(self, row: Row, column: str) -> str:
        """Return a text in which the events in braces are named by their ids."""
        return self.converter.template(self.table, row, column, self.events)

    def _common(self, name: str, kind: str, question: str, row: Row) -> Entry:
        usual = "chronology" if kind in ("date", "number") else "close reading"
        entry: Entry = {
            "id": name,
            "notebook": row["notebook"] or NOTEBOOK,
            "kind": kind,
            "skill": row["skill"].lower() or usual,
            "level": self._number(row, "level", 1),
            "minutes": self._number(row, "minutes", 2),
            "question": question,
            "solution": self._solution(row),
        }
        if events := self.converter.references(self.table, row, "events", self.events):
            entry["events"] = split(events)
        if hint := self.text(row, "hint"):
            entry["hints"] = [hint]
        return entry

    def _solution(self, row: Row) -> str:
        """Return the right answer and the reason for it, which may be opened afterwards."""
        unit = self.converter.one_line(row, "unit")
        parts = [" ".join(filter(None, [self.text(row, "right"), unit])), self.text(row, "why")]
        sentences = [one if one.endswith((".", "!", "?")) else f"{one}." for one in parts if one]
        return " ".join(sentences) or _OPEN

    def _number(self, row: Row, column: str, default: int) -> int:
        if not row[column]:
            return default
        if row[column].isdecimal():
            return int(row[column])
        message, fix = "This is not a whole number.", f"Write a number, such as {default}."
        self.converter.problems.append(self.table.problem(row, column, message, fix))
        return default

    def _mistakes(self, row: Row) -> list[tuple[str, str]]:
        """Return each wrong answer with its feedback; both must be there."""
        found = []
        for number in range(1, PAIRS + 1):
            wrong, feedback = f"wrong {number}", f"feedback {number}"
            if bool(row[wrong]) != bool(row[feedback]):
                empty, full = (wrong, feedback) if row[feedback] else (feedback, wrong)
                message = f"This cell is empty, but “{full}” in the same row is not."
                fix = "A wrong answer and its feedback belong together: write both or neither."
                self.converter.problems.append(self.table.problem(row, empty, message, fix))
            elif row[wrong]:
                found.append((wrong, feedback))
        return found

    def _needs(self, row: Row, column: str, fix: str) -> None:
        if not row[column]:
            message = f"An exercise of the kind {row['kind']} needs something here."
            self.converter.problems.append(self.table.problem(row, column, message, fix))

    def _options(self, row: Row, right: list[str]) -> Entry:
        self._needs(row, "right", "Write the right answer.")
        self._needs(row, "wrong 1", "Write a wrong answer, and its feedback in the next column.")
        why = self.text(row, "why") or _RIGHT
        options: list[Entry] = [{"text": text, "right": True, "reason": why} for text in right]
        options += [
            {"text": self.text(row, wrong), "reason": self.text(row, feedback)}
            for wrong, feedback in self._mistakes(row)
        ]
        # The place of the right answer must not give it away.
        return {"options": sorted(options, key=lambda one: str(one["text"]).casefold())}

    def choose_one(self, row: Row) -> Entry:
        """Return the fields of a choice of one answer."""
        return self._options(row, [self.text(row, "right")])

    def choose_several(self, row: Row) -> Entry:
        """Return the fields of a choice of several answers."""
        return self._options(row, self.converter.parts(row, "right"))

    def date(self, row: Row) -> Entry:
        """Return the fields of a question for the date of an event."""
        self._needs(row, "right", "Write the title of the event.")
        event = self.converter.reference(self.table, row, "right", self.events)
        mistakes = [
            {
                "event": self.converter.reference(self.table, row, wrong, self.events),
                "reason": self.text(row, feedback),
            }
            for wrong, feedback in self._mistakes(row)
        ]
        return {
            "event": event,
            "solution": f"{{{event}.date}}.",
            **self._feedback(row, mistakes),
        }

    def number(self, row: Row) -> Entry:
        """Return the fields of a question for a number."""
        self._needs(row, "right", "Write the number, or {days:first event:second event}.")
        mistakes = [
            {"value": self.text(row, wrong), "reason": self.text(row, feedback)}
            for wrong, feedback in self._mistakes(row)
        ]
        answer = self.text(row, "right")
        return {
            "answer": answer,
            "unit": self.converter.one_line(row, "unit") or "in all",
            **self._feedback(row, mistakes),
        }

    def _feedback(self, row: Row, mistakes: list[Entry]) -> Entry:
        entry: Entry = {
            "right": self.text(row, "why") or _RIGHT,
            "default_feedback": _LOOK_AGAIN,
        }
        return entry | ({"common_mistakes": mistakes} if mistakes else {})

    def write(self, row: Row) -> Entry:
        """Return the fields of an open question."""
        return {"checklist": [feedback]} if (feedback := self.text(row, "feedback 1")) else {}


_KINDS = {
    "choose-one": ExerciseRows.choose_one,
    "choose-several": ExerciseRows.choose_several,
    "date": ExerciseRows.date,
    "number": ExerciseRows.number,
    "write": ExerciseRows.write,
}


def exercises_yaml(entries: list[Entry], by_hand: str) -> str:
    """Return the text of ``exercises.yaml``: the exercises of the sheet, then those by hand."""
    if not entries and not by_hand.strip():
        return ""
    head = "# Written by the import from the sheet exercises. Change them there.\n\n"
    own = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100) if entries else ""
    return head + own + (f"\n# From more-exercises.yaml\n\n{by_hand}" if by_hand.strip() else "")
