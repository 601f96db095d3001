"""An exercise as a card in the notebook: the question, the controls, the feedback.

The front end is an own widget of anywidget (`card.js`), because the radio buttons and lists of
ipywidgets neither wrap long options nor have names for a screen reader. It knows the question and
the student's answers, but never the right one.
"""

import json
from typing import Any

import anywidget
import traitlets

from helpers.display.html import Live, front_end
from helpers.display.style import CSS, stylesheet
from helpers.exercises import feedback, history
from helpers.exercises.form import form_of, is_valid_answer, sendable, static
from helpers.exercises.grounds import Grounds
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson

#: After so many different attempts that were not right, the student may see the solution.
ATTEMPTS_BEFORE_SOLUTION = 3


NO_GROUNDS = Grounds()


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
        self._form = {**form_of(exercise, self._lesson), **more}
        note = " ".join(filter(None, (self._recall(), *history.warnings())))
        with self.hold_sync():
            self.form, self.state = self._form, self._state(note)

    def _lines(self) -> list[dict[str, Any]]:
        """Return this exercise's lines since it was last started over."""
        lines = self._journal.of(self._exercise.id)
        starts = [number for number, line in enumerate(lines) if line.get("event") == "restart"]
        return lines[starts[-1] + 1 :] if starts else lines

    def _show(self, answer: Any = None, grounds: Grounds = NO_GROUNDS) -> None:
        """Show an answer without feedback."""
        self._answer, self._grounds = answer, grounds
        self._feedback: dict[str, Any] = {}
        self._solution = ""

    def _show_graded(self, answers: list[Any], grounds: Grounds) -> str:
        """Show the last of the answers, which belong to one round each; return its result.

        The answer of a round that is not the last one is hidden until there is another to compare.
        """
        result, sources = feedback.grade(self._exercise, self._kind, answers, self._lesson)
        self._show(answers[-1] if len(answers) >= self._rounds() else None, grounds)
        self._feedback = feedback.shown(self._exercise, result, sources, self._lesson)
        return result.result

    def _rounds(self) -> int:
        rounds: int = getattr(self._kind, "ROUNDS", 1)
        return rounds

    def _with_earlier_rounds(self, answer: Any) -> list[Any]:
        """Return an answer after those of the earlier rounds, if its kind has rounds."""
        if self._rounds() == 1:
            return [answer]
        given = [
            line["answer"]
            for line in self._lines()
            if line.get("event") == "attempt" and self._is_current(line)
        ]
        return [*given[: self._rounds() - 1], answer]

    def _is_current(self, line: dict[str, Any]) -> bool:
        """Whether the form can show the answer of a line, and the exercise is still the same."""
        same = line.get("version") == self._exercise.version
        return same and is_valid_answer(self._form, line.get("answer"))

    def _recall(self) -> str:
        """Take up the last answer or draft, and return a sentence about it."""
        self._show()
        last = _last(self._lines(), "attempt")
        if self._is_typed():
            draft = self._journal.unchecked_draft(self._exercise.id)
            if draft is not None:
                self._show(draft)
                return "This is your draft. Your last checked answer is saved." if last else ""
        if not last:
            return ""
        if self._exercise.kind == "task":
            return self._recall_task(last)
        return self._recall_attempt(last)

    def _recall_task(self, last: dict[str, Any]) -> str:
        self._show(str(last.get("answer")))
        before = "You had this right. " if last.get("result") == "right" else ""
        return f"{before}Put your value in place of None to have it checked."

    def _recall_attempt(self, last: dict[str, Any]) -> str:
        answer = last.get("answer")
        if self._is_current(last):
            answers = [*self._with_earlier_rounds(answer)[: last.get("round", 1) - 1], answer]
            self._show_graded(answers, Grounds.of_line(last))
            return "You answered this before."
        if self._is_typed() and isinstance(answer, str):
            self._show(answer)
        return "This exercise has been changed since you answered. Your old answer is saved."

    def _is_typed(self) -> bool:
        return self._form["input"] in ("text", "area")

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
        return {
            "answer": self._answer,
            **self._grounds.for_browser(),
            "turn": self._turn,
            "reset": self._resets,
            "started": bool(lines),
            "hints": hints,
            "hints_left": 0 if solved else len(exercise.hints) - len(hints),
            "may_see_solution": solved or len(failed) >= ATTEMPTS_BEFORE_SOLUTION,
            "solution": self._solution,
            "ticked": _last(lines, "checklist").get("answer") or [],
            "note": note,
            **self._feedback,
        }

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Answer one message of the front end."""
        action = content.get("action")
        if action == "check":
            given = {name: content.get(name) for name in ("basis", "evidence", "change_mind")}
            answer, confidence = content.get("answer"), content.get("confidence")
            self.check(answer, confidence, content.get("seconds"), **given)
        elif action == "draft" and isinstance(content.get("text"), str):
            self._note(self._journal.keep_draft(self._exercise.id, content["text"]))
        elif action == "checklist" and self._may_tick(content.get("ticked")):
            self._note(self._write("checklist", answer=content["ticked"]))
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

    def _may_tick(self, ticked: Any) -> bool:
        points = range(len(self._feedback.get("checklist", [])))
        return isinstance(ticked, list) and all(
            type(place) is int and place in points for place in ticked
        )

    def _note(self, trouble: str) -> None:
        """Say if something could not be saved; otherwise the card stays as it is."""
        if trouble != self._trouble:
            self._trouble, self.state = trouble, {**self.state, "note": trouble}

    def _write(self, event: str, **more: Any) -> str:
        exercise = self._exercise
        return self._journal.write(
            exercise=exercise.id, version=exercise.version, kind=exercise.kind, event=event, **more
        )

    def check(self, answer: Any, confidence: Any = None, seconds: Any = None, **given: Any) -> None:
        """Grade an answer, write it to the journal, and only then show the feedback."""
        task = self._exercise.kind == "task"
        if not task and not is_valid_answer(self._form, answer):
            return
        grounds = Grounds.of_answer(self._form, {"confidence": confidence, **given})
        answers = self._with_earlier_rounds(answer)
        result = self._show_graded(answers, grounds)
        if task:
            self._answer = answer = self._kind.in_words(answer)
        trouble, lines = "", self._lines()
        last = _last(lines, "attempt")
        same = (last.get("answer"), last.get("result")) == (answer, result)
        if result == "unclear":
            trouble = self._journal.keep_draft(self._exercise.id, answer)
        elif not (task and same):  # running the cell again does not count as a new attempt
            rounds = {"round": len(answers)} if self._rounds() > 1 else {}
            trouble = self._write(
                "attempt",
                answer=answer,
                result=result,
                hints=sum(line.get("event") == "hint" for line in lines),
                **grounds.for_journal(),
                seconds=seconds if isinstance(seconds, int | float) else None,
                **rounds,
            )
        self.state = self._state(trouble)


def _last(lines: list[dict[str, Any]], event: str) -> dict[str, Any]:
    """Return the last line of an event; an empty dict if there is none."""
    return next((line for line in reversed(lines) if line.get("event") == event), {})


def live_card(exercise: Exercise, lesson: Lesson) -> Live:
    """Return the exercise as a page: live with a kernel, the question without one."""
    html, words = static(form_of(exercise, lesson))
    return Live(html, words, CardWidget(exercise, lesson))
