"""The editor: the original next to the student's own text, and the check below.

The front end (`editor.js`) sends what was typed; it is saved first and checked then. It never gets
our own version or the rubric, and it sets every text as text.
"""

from dataclasses import asdict
from typing import Any

import anywidget
import traitlets

from helpers.display.html import displayable, front_end
from helpers.display.style import CSS, stylesheet
from helpers.exercises.evidence import Evidence, evidence_by_sentence
from helpers.exercises.history import History, problem
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.model import Lesson
from helpers.rewriting.check import KINDS, Checker, Finding
from helpers.rewriting.drafts import (
    Draft,
    Mode,
    drafts_of,
    last_of_mode,
    save_draft,
    worth_listing,
)
from helpers.rewriting.writing import Writing

TASK = (
    "Write the text again so that everything in it is true. Keep about the length of the original, "
    "and name your sources in square brackets."
)
LIMITS = (
    "This is not a grade. The check knows dates, names, agreements and a list of words. It can’t "
    "judge your style, your argument, or whether a source says what you write."
)


def form_of(lesson: Lesson, writing: Writing) -> dict[str, Any]:
    """Return everything in the editor that does not change: original, evidence, starters, menus."""
    return {
        "id": lesson.name,
        "task": TASK,
        "limits": LIMITS,
        "kinds": KINDS,
        "evidence": evidence_of(lesson),
        "original": [
            {"number": int(one.number), "text": str(one.text)} for one in to_rewrite(lesson)
        ],
        "starters": list(writing.starters),
        "events": [_event_entry(event, lesson) for event in lesson.events.itertuples()],
        "sources": [f"[{name.removesuffix('.')}]" for name in sorted(lesson.sources["short"])],
    }


def to_rewrite(lesson: Lesson) -> list[Any]:
    """Return the rows of the sentences that are rewritten.

    A last line that no claim quotes and that has no full stop belongs to the page on which the
    text was found, such as “Posted in ...”.
    """
    rows: list[Any] = list(lesson.sentences.itertuples())
    quoted_to = max(lesson.claims["end"], default=0)
    while len(rows) > 1 and rows[-1].start >= quoted_to and rows[-1].text[-1].isalnum():
        rows.pop()
    return rows


def evidence_of(lesson: Lesson) -> list[dict[str, Any]]:
    """Return the rows of the student's evidence table, each with the number of its sentence."""
    if problem():
        return []
    exercises = load_exercises(lesson)
    known = exercises | {one.id: one for one in verdict_exercises(exercises, lesson)}
    rows = evidence_by_sentence(known, lesson, History(lesson.name))
    return [
        {
            "sentence": number,
            "claim": row.claim,
            "verdict": row.verdict,
            "more": displayable(_more(row)),
        }
        for number, row in rows
    ]


def _more(row: Evidence) -> str:
    """Return what else a row of the evidence table says: what decides it, the words marked."""
    sure = f" ({row.confidence})" if row.confidence else ""
    decides = f" Decided by: {row.decides}." if row.decides else ""
    marked = f" Words I marked: {row.marked}." if row.marked else ""
    return f"{sure}.{decides}{marked}"


def _event_entry(event: Any, lesson: Lesson) -> dict[str, str]:
    """Return an event of the menu: what is inserted for it, and its first source."""
    source = cite(lesson, split(str(event.sources))[0], "short").removesuffix(".")
    return {"text": f"{event.date_words}: {event.title}", "source": f"[{source}]"}


class EditorWidget(anywidget.AnyWidget):
    """The live editor."""

    _esm = front_end("rewriting/editor.js")
    _css = CSS + stylesheet("rewriting/editor.css")
    form = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    preview = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: Lesson, writing: Writing) -> None:
        super().__init__()
        self._lesson, self._checker, self._turn = lesson, Checker(lesson, writing), 0
        self._count = len(to_rewrite(lesson))
        self.form = form_of(lesson, writing)
        drafts = drafts_of(lesson)
        self._mode: Mode = drafts[-1].mode if drafts else "sentences"
        self._texts = {mode: last_of_mode(drafts, mode) for mode in ("sentences", "free")}
        self._show(drafts)
        self.on_msg(self._receive)

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Answer a message of the front end: a text that was written, or a draft to bring back."""
        action, mode, text = (content.get(name) for name in ("action", "mode", "text"))
        if action == "write" and mode in self._texts and isinstance(text, str):
            self.write(mode, text, str(content.get("sender", "")))
        elif action in ("preview", "restore"):
            draft = self._find(content.get("time"))
            if draft and action == "preview":
                self.preview = {"time": draft.time, "text": displayable(draft.text)}
            elif draft:
                self.write(draft.mode, draft.text)

    def _find(self, time: Any) -> Draft | None:
        """Return the draft that was saved at a time."""
        return next((draft for draft in drafts_of(self._lesson) if draft.time == time), None)

    def write(self, mode: Mode, text: str, sender: str = "") -> None:
        """Save a text as the newest draft, and then check it."""
        text = displayable(text)
        changed = text.strip() != self._texts[mode].strip() or (text.strip() and mode != self._mode)
        trouble = save_draft(self._lesson, mode, text) if changed else ""
        self._mode, self._texts[mode] = mode, text
        self._show(drafts_of(self._lesson), trouble, sender)

    def _show(self, drafts: list[Draft], trouble: str = "", sender: str = "") -> None:
        """Send the browser the text, what the check says, and which drafts there are."""
        self._turn += 1
        text = self._texts[self._mode]
        listed = worth_listing(drafts)
        self.state = {
            "turn": self._turn,
            "sender": sender,
            "mode": self._mode,
            "sentences": self._lines(self._texts["sentences"]),
            "free": self._texts["free"],
            "findings": [
                _entry(finding) for finding in self._checker.check(text, self._mode == "sentences")
            ],
            "saved": drafts[-1].time if drafts and not trouble else "",
            "trouble": trouble,
            "drafts": [_described(draft) for draft in listed],
        }

    def _lines(self, text: str) -> list[str]:
        """Return a text written sentence by sentence as one line for each sentence."""
        lines = text.split("\n")
        kept, more = lines[: self._count], lines[self._count :]
        kept += [""] * (self._count - len(kept))
        return [*kept[:-1], " ".join([kept[-1], *more]).rstrip()] if more else kept


def _entry(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if value not in ("", None)}


def _described(draft: Draft) -> dict[str, Any]:
    words = draft.text.split()
    return {
        "time": draft.time,
        "mode": draft.mode,
        "count": len(words),
        "beginning": displayable(" ".join(words[:8])[:80]),
    }
