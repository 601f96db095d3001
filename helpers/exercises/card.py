"""An exercise as a card in the notebook: the question, the controls, the feedback.

The front end is an own widget of anywidget (`card.js`), because the radio buttons and lists of
ipywidgets neither wrap long options nor have names for a screen reader. It knows the question and
the student's answers, but never the right one.
"""

import json
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, front_end, list_html
from helpers.display.style import CSS, stylesheet
from helpers.exercises import history
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
    "saved": "✓ Saved.",
    "unclear": "Please look again.",
}

#: After so many different attempts that were not right, the student may see the solution.
ATTEMPTS_BEFORE_SOLUTION = 3


def sources_line(exercise: Exercise, lesson: Lesson) -> str:
    """Return what a right answer is based on: its sources, and its place in the text.

    The sources are those that the exercise names, otherwise those of its events.
    """
    content = exercise.content
    if exercise.kind == "task" and "sources" not in content:
        return "Sources: data/events.csv; each row names its own."
    named = content.get("sources") or [
        ids(lesson.event(name)["sources"])[0] for name in content.get("events", [])
    ]
    places = sorted({int(lesson.claim(name)["sentence"]) for name in content.get("claims", [])})
    text = (
        "In the text: "
        f"{', '.join(f'sentence {place}' if place else 'heading' for place in places)}."
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
        self._journal = history.History(lesson.name)
        self._open(exercise)
        self.on_msg(self._receive)

    @traitlets.validate("form", "state")
    def _complete_letters(self, proposal: Any) -> Any:
        return sendable(proposal["value"])

    def _open(self, exercise: Exercise, **more: Any) -> None:
        """Show an exercise as it was left."""
        self._exercise, self._kind = exercise, KINDS[exercise.kind]
        form = {**form_of(exercise, self._lesson), **more}
        note = " ".join(filter(None, (self._recall(form), *history.warnings())))
        with self.hold_sync():
            self.form, self.state = form, self._state(note)

    def _lines(self) -> list[dict[str, Any]]:
        """Return this exercise's lines since it was last started over."""
        lines = self._journal.of(self._exercise.id)
        starts = [number for number, line in enumerate(lines) if line.get("event") == "restart"]
        return lines[starts[-1] + 1 :] if starts else lines

    def _show(
        self, answer: Any = None, confidence: Any = None, result: Result | None = None
    ) -> None:
        self._answer, self._confidence = answer, confidence
        self._result, self._solution = result, ""

    def _recall(self, form: dict[str, Any]) -> str:
        """Take up the last answer or draft, and return a sentence about it."""
        self._show()
        last = _last_attempt(self._lines())
        if form["input"] in ("text", "area"):
            draft = self._journal.unchecked_draft(self._exercise.id)
            if draft is not None:
                self._show(draft)
                return "This is your draft. Your last checked answer is saved." if last else ""
        if not last:
            return ""
        if self._exercise.kind == "task":
            return self._recall_task(last)
        return self._recall_attempt(form, last)

    def _recall_task(self, last: dict[str, Any]) -> str:
        self._show(str(last.get("answer")))
        before = "You had this right. " if last.get("result") == "right" else ""
        return f"{before}Put your value in place of None to have it checked."

    def _recall_attempt(self, form: dict[str, Any], last: dict[str, Any]) -> str:
        answer = last.get("answer")
        if is_valid_answer(form, answer) and last.get("version") == self._exercise.version:
            self._show(answer, last.get("confidence"), self._grade(answer))
            return "You answered this before."
        if form["input"] in ("text", "area") and isinstance(answer, str):
            self._show(answer)
        return "This exercise has been changed since you answered. Your old answer is saved."

    def _state(self, note: str) -> dict[str, Any]:
        """Return everything the browser shows besides the question.

        It contains nothing that the student should not see yet.
        """
        # The browser waits for a change after each press of a button, so something must change.
        self._turn += 1
        lines, exercise = self._lines(), self._exercise
        attempts = [line for line in lines if line.get("event") == "attempt"]
        failed = {
            json.dumps(line.get("answer"))
            for line in attempts
            if line.get("result") in ("wrong", "partly")
        }
        solved = any(line.get("result") == "right" for line in attempts)
        hints = exercise.hints[: sum(line.get("event") == "hint" for line in lines)]
        state = {
            "answer": self._answer,
            "confidence": self._confidence,
            "turn": self._turn,
            "reset": self._resets,
            "started": bool(lines),
            "hints": hints,
            "hints_left": 0 if solved else len(exercise.hints) - len(hints),
            "may_see_solution": solved or len(failed) >= ATTEMPTS_BEFORE_SOLUTION,
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
            self._keep_draft(content["text"])
        elif action == "hint" and self.state.get("hints_left"):
            self.state = self._state(self._write("hint"))
        elif action == "solution" and self.state.get("may_see_solution"):
            trouble = self._write("solution")
            self._solution = self._exercise.content["solution"]
            self.state = self._state(trouble)
        elif action == "restart":
            trouble = self._write("restart")
            self._resets += 1
            self._show()
            self.state = self._state(trouble or "Your earlier answers are saved.")

    def _keep_draft(self, text: str) -> None:
        trouble = self._journal.keep_draft(self._exercise.id, text)
        if trouble != self._trouble:
            self._trouble, self.state = trouble, {**self.state, "note": trouble}

    def _write(self, event: str, **more: Any) -> str:
        exercise = self._exercise
        return self._journal.write(
            exercise=exercise.id, version=exercise.version, kind=exercise.kind, event=event, **more
        )

    def check(self, answer: Any, confidence: Any = None, seconds: Any = None) -> None:
        """Grade an answer, write it to the journal, and only then show the feedback."""
        task = self._exercise.kind == "task"
        if not task and not is_valid_answer(self.form, answer):
            return
        result = self._grade(answer)
        answer = in_words(answer) if task else answer
        asked = len(self.form.get("confidence", []))
        sure = confidence if type(confidence) is int and confidence in range(asked) else None
        trouble, lines = "", self._lines()
        last = _last_attempt(lines)
        same = (last.get("answer"), last.get("result")) == (answer, result.result)
        if result.result == "unclear":
            trouble = self._journal.keep_draft(self._exercise.id, answer)
        elif not (task and same):  # running the cell again does not count as a new attempt
            trouble = self._write(
                "attempt",
                answer=answer,
                result=result.result,
                hints=sum(line.get("event") == "hint" for line in lines),
                confidence=sure,
                seconds=seconds if isinstance(seconds, int | float) else None,
            )
        self._show(answer, sure, result)
        self.state = self._state(trouble)


def _last_attempt(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the last attempt; an empty dict if there is none."""
    return next((line for line in reversed(lines) if line.get("event") == "attempt"), {})


class VerdictsWidget(CardWidget):
    """The verdicts on all claims: a menu of claims above one card.

    There is one exercise of kind "verdict" for each claim.
    """

    def __init__(self, exercises: list[Exercise], lesson: Lesson) -> None:
        self._all = exercises
        claims = [exercise.content["claim"] for exercise in exercises]
        self._names = [f"{claim}: {lesson.claim(claim)['quote']}" for claim in claims]
        super().__init__(exercises[0], lesson)

    def _open(self, exercise: Exercise, **_: Any) -> None:
        super()._open(exercise, menu=self._names, place=self._all.index(exercise))

    def _state(self, note: str) -> dict[str, Any]:
        done = {line["exercise"] for line in self._journal.attempts()}
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
