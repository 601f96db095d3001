"""An exercise as a card in the notebook: the question, the controls, the feedback.

The front end is an own widget of anywidget (`card.js`), because the radio buttons and lists of
ipywidgets neither wrap long options nor name themselves to a screen reader. It knows the question
and what was answered, never what is right.
"""

import json
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, front_end, list_html
from helpers.display.style import CSS, stylesheet
from helpers.exercises import journal
from helpers.exercises.form import form_of, is_valid_answer, sendable, static
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.base import Result
from helpers.exercises.kinds.task import in_words
from helpers.exercises.loading import Exercise
from helpers.lesson.cells import ids
from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson
from helpers.lesson.wording import end_sentence

HEADS = {
    "right": "✓ Right.",
    "partly": "◐ Partly right.",
    "wrong": "✗ Not yet.",
    "kept": "✓ Kept.",
    "unclear": "Please look again.",
}

#: After so many different answers that were not right, the solution may be seen.
ATTEMPTS_BEFORE_SOLUTION = 3


def sources_line(exercise: Exercise, lesson: Lesson) -> str:
    """Return what a right answer rests on, the sources that the exercise names or those of its events, and what it is about in the text."""
    content = exercise.content
    if exercise.kind == "task" and "sources" not in content:
        return "Sources: data/events.csv; each row names its own."
    named = content.get("sources") or [
        ids(lesson.event(name)["sources"])[0] for name in content.get("events", [])
    ]
    places = sorted({int(lesson.claim(name)["sentence"]) for name in content.get("claims", [])})
    text = (
        f"In the text: {', '.join(f'sentence {place}' if place else 'heading' for place in places)}."
        if places
        else ""
    )
    notes = (
        f"Sources: {end_sentence(short_notes('; '.join(dict.fromkeys(named)), lesson))}"
        if named
        else ""
    )
    return " ".join(filter(None, (notes, text)))


class CardWidget(anywidget.AnyWidget):
    """The live exercise."""

    _esm = front_end("exercises/card.js")
    _css = CSS + stylesheet("exercises/card.css")
    form = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, exercise: Exercise, lesson: Lesson) -> None:
        super().__init__()
        self._lesson, self._turn, self._resets, self._trouble = lesson, 0, 0, ""
        self._open(exercise)
        self.on_msg(self._receive)

    @traitlets.validate("form", "state")
    def _whole_letters(self, proposal: Any) -> Any:
        return sendable(proposal["value"])

    def _open(self, exercise: Exercise, **more: Any) -> None:
        """Show an exercise as it was left."""
        self._exercise, self._kind = exercise, KINDS[exercise.kind]
        form = {**form_of(exercise, self._lesson), **more}
        note = self._recall(form)
        with self.hold_sync():
            self.form, self.state = (
                form,
                self._state(" ".join(filter(None, (note, journal.unread())))),
            )

    def _history(self) -> list[dict[str, Any]]:
        """Return this exercise's lines since it was last started anew."""
        lines = journal.lines_of(self._exercise.id)
        starts = [number for number, line in enumerate(lines) if line.get("event") == "anew"]
        return lines[starts[-1] + 1 :] if starts else lines

    def _show(
        self, answer: Any = None, confidence: Any = None, result: Result | None = None
    ) -> None:
        self._answer, self._confidence, self._result, self._solution = (
            answer,
            confidence,
            result,
            "",
        )

    def _recall(self, form: dict[str, Any]) -> str:
        """Take up what was answered or drafted last, and return a sentence about it."""
        self._show()
        last = next(
            (line for line in reversed(self._history()) if line.get("event") == "attempt"), None
        )
        writes = form["input"] in ("text", "area")
        if writes:
            draft = journal.unchecked_draft(self._exercise.id)
            if draft is not None:
                self._show(draft)
                return "This is your draft. What you checked before is kept." if last else ""
        if last is None:
            return ""
        answer, confidence = last.get("answer"), last.get("confidence")
        if self._exercise.kind == "task":
            self._show(answer)
            return (
                "You had this right. " if last.get("result") == "right" else ""
            ) + "Put your value in place of None to have it checked."
        if is_valid_answer(form, answer) and last.get("version") == self._exercise.version:
            self._show(answer, confidence, self._grade(answer))
            return "You answered this before."
        if writes and isinstance(answer, str):
            self._show(answer)
        return "This exercise has been changed since you answered. Your old answer is kept."

    def _state(self, note: str) -> dict[str, Any]:
        """Return all that the browser shows beside the question; nothing in it is not due yet."""
        self._turn += (
            1  # every press of a button gets an answer, also when nothing else has changed
        )
        history, exercise = self._history(), self._exercise
        attempts = [line for line in history if line.get("event") == "attempt"]
        tries = {
            json.dumps(line.get("answer"))
            for line in attempts
            if line.get("result") in ("wrong", "partly")
        }
        solved = any(line.get("result") == "right" for line in attempts)
        hints = exercise.hints[: sum(line.get("event") == "hint" for line in history)]
        state = {
            "answer": self._answer,
            "confidence": self._confidence,
            "turn": self._turn,
            "reset": self._resets,
            "started": bool(history),
            "hints": hints,
            "hints_left": 0 if solved else len(exercise.hints) - len(hints),
            "may_see_solution": solved or len(tries) >= ATTEMPTS_BEFORE_SOLUTION,
            "solution": self._solution,
            "note": note,
        }
        if self._result:
            state.update(
                result=self._result.result,
                head=HEADS[self._result.result],
                reasons=self._result.reasons,
            )
        return state

    def _grade(self, answer: Any) -> Result:
        result: Result = self._kind.grade(self._exercise.content, answer, self._lesson)
        if result.result == "right" and self._exercise.kind != "verdict":
            result.reasons.extend(filter(None, [sources_line(self._exercise, self._lesson)]))
        return result

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Answer one message of the front end."""
        action = content.get("action")
        if action == "check":
            self.check(content.get("answer"), content.get("confidence"), content.get("seconds"))
        elif action == "draft" and isinstance(content.get("text"), str):
            trouble = journal.keep_draft(self._exercise.id, content["text"])
            if trouble != self._trouble:
                self._trouble, self.state = trouble, {**self.state, "note": trouble}
        elif action == "hint" and self.state.get("hints_left"):
            self.state = self._state(self._write("hint"))
        elif action == "solution" and self.state.get("may_see_solution"):
            trouble = self._write("solution")
            self._solution = self._exercise.content["solution"]
            self.state = self._state(trouble)
        elif action == "anew":
            trouble = self._write("anew")
            self._resets += 1
            self._show()
            self.state = self._state(trouble or "Your earlier answers are kept.")

    def _write(self, event: str, **more: Any) -> str:
        exercise = self._exercise
        return journal.JOURNAL.append(
            exercise=exercise.id, version=exercise.version, kind=exercise.kind, event=event, **more
        )

    def check(self, answer: Any, confidence: Any = None, seconds: Any = None) -> None:
        """Grade an answer, write it to the journal, and only then show the feedback."""
        task = self._exercise.kind == "task"
        if not task and not is_valid_answer(self.form, answer):
            return
        result = self._grade(answer)
        kept = in_words(answer) if task else answer
        sure = confidence if confidence in range(len(self.form.get("confidence", []))) else None
        trouble, history = "", self._history()
        last: dict[str, Any] = next(
            (line for line in reversed(history) if line.get("event") == "attempt"), {}
        )
        if result.result == "unclear":
            trouble = journal.keep_draft(self._exercise.id, kept)
        elif not task or (last.get("answer"), last.get("result")) != (
            kept,
            result.result,
        ):  # a cell that ran again is no new try
            trouble = self._write(
                "attempt",
                answer=kept,
                result=result.result,
                hints=sum(line.get("event") == "hint" for line in history),
                confidence=sure,
                seconds=seconds if isinstance(seconds, int | float) else None,
            )
        self._show(kept, sure, result)
        self.state = self._state(trouble)


class VerdictsWidget(CardWidget):
    """The verdicts on all claims, one exercise of kind "verdict" for each: a menu of claims above one card."""

    def __init__(self, exercises: list[Exercise], lesson: Lesson) -> None:
        self._all = exercises
        claims = [exercise.content["claim"] for exercise in exercises]
        self._names = [f"{claim}: {lesson.claim(claim)['quote']}" for claim in claims]
        super().__init__(exercises[0], lesson)

    def _open(self, exercise: Exercise, **_: Any) -> None:
        super()._open(exercise, menu=self._names, place=self._all.index(exercise))

    def _state(self, note: str) -> dict[str, Any]:
        done = {
            line["exercise"]
            for line in journal.JOURNAL.entries()[0]
            if line.get("event") == "attempt"
        }
        return {**super()._state(note), "done": [exercise.id in done for exercise in self._all]}

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        place = content.get("place")
        if content.get("action") == "go" and isinstance(place, int) and 0 <= place < len(self._all):
            self._open(self._all[place])
        super()._receive(_, content, __)


def live_card(exercise: Exercise, lesson: Lesson) -> Live:
    """Return the exercise as a page: live with a kernel, the question without one."""
    html, words = static(form_of(exercise, lesson))
    return Live(html, words, CardWidget(exercise, lesson))


def live_verdicts(exercises: list[Exercise], lesson: Lesson) -> Live:
    """Return the verdicts on all claims as one page."""
    widget = VerdictsWidget(exercises, lesson)
    head = "Give a verdict on each claim, and say how sure you are."
    quotes = [f"{name} ____________" for name in widget.form["menu"]]
    return Live(
        Markup('<div class="card"><p><b>{}</b></p>{}</div>').format(head, list_html(quotes)),
        "\n".join([head, *quotes]),
        widget,
    )
