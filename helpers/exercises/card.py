"""An exercise as a card: the question, the controls, the feedback; and the same as static text.

The front end is an own widget of anywidget (`card.js`), because the radio buttons and lists of ipywidgets neither wrap long
options nor name themselves to a screen reader. It knows the question and what was answered, never what is right.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.exercises.journal import DRAFTS, JOURNAL
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.base import Result
from helpers.exercises.loading import Exercise
from helpers.lesson import Lesson
from helpers.page import Live
from helpers.style import CSS
from helpers.views import cite

_HERE = Path(__file__).parent
HEADS = {
    "right": "✓ Right.",
    "partly": "◐ Partly right.",
    "wrong": "✗ Not yet.",
    "kept": "✓ Kept.",
    "unclear": "Please look again.",
}
#: After so many different answers that were not right, the solution may be seen.
HONEST_TRIES = 3


def form_of(exercise: Exercise, lesson: Lesson) -> dict[str, Any]:
    """Return all that the student sees before answering; it holds no answer, reason or hint."""
    minutes = "1 minute" if exercise.minutes == 1 else f"{exercise.minutes} minutes"
    line = f"Exercise · {exercise.skill} · level {exercise.level} of 3 · {minutes}"
    form = {"question": exercise.question, "label_line": line, **KINDS[exercise.kind].form(exercise.content, lesson)}
    return dict(_sendable(form))


def short_notes(sources: list[str], lesson: Lesson) -> str:
    """Return the short citations of sources as one line."""
    return "Sources: " + "; ".join(cite(lesson, source, "short").rstrip(".") for source in sources) + "."


def static(form: dict[str, Any]) -> tuple[str, str]:
    """Return the question for paper and for a page without a kernel, as markup and as words."""
    words = [form["label_line"], form["question"]]
    html = [f'<p class="quiet">{escape(form["label_line"])}</p><p><b>{escape(form["question"])}</b></p>']
    if "quote" in form:
        words.append(f"“{form['quote']}”")
        html.append(f"<blockquote>“{escape(form['quote'])}”</blockquote>")
    if "how" in form:
        words.append(form["how"])
        html.append(f"<p>{escape(form['how'])}</p>")
    options = form.get("options", [])
    if form["input"] == "mark":
        words.append(" ".join(options))
        html.append(f'<p class="source-text">{escape(" ".join(options))}</p>')
    elif options:
        signs = {"radio": "○ ", "checkbox": "☐ ", "order": "▢ ", "match": ""}[form["input"]]
        choices = " (" + " / ".join(form["choices"]) + ")" if "choices" in form else ""
        words += [f"{signs}{option}{choices}" for option in options]
        html.append(
            "<ul>" + "".join(f"<li>{signs}{escape(option)}{escape(choices)}</li>" for option in options) + "</ul>"
        )
    for part in ("label", "confidence"):
        if part in form:
            line = form[part] + ": ____________" if part == "label" else "How sure are you? ○ " + " ○ ".join(form[part])
            words.append(line)
            html.append(f"<p>{escape(line)}</p>")
    return f'<div class="card">{"".join(html)}</div>', "\n".join(words)


class CardWidget(anywidget.AnyWidget):
    """The live exercise.

    Parameters
    ----------
    exercise : Exercise
    lesson : Lesson
    """

    _esm = (_HERE / "card.js").read_text(encoding="utf-8")
    _css = CSS + (_HERE / "card.css").read_text(encoding="utf-8")
    form = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, exercise: Exercise, lesson: Lesson) -> None:
        super().__init__()
        self._lesson, self._resets = lesson, 0
        self._open(exercise)
        self.on_msg(self._receive)

    @traitlets.validate("form", "state")
    def _whole_letters(self, proposal: Any) -> Any:
        """Half a letter (a lone surrogate) can be kept in the journal but not sent to a browser."""
        return _sendable(proposal["value"])

    def _open(self, exercise: Exercise, **more: Any) -> None:
        """Show an exercise as it was left."""
        self._exercise, self._kind = exercise, KINDS[exercise.kind]
        form = {**form_of(exercise, self._lesson), **more}
        with self.hold_sync():
            self.form, self.state = form, self._state_from_journal(form)

    def _history(self) -> list[dict[str, Any]]:
        """Return this exercise's lines since it was last started anew."""
        lines = [line for line in JOURNAL.entries()[0] if line["exercise"] == self._exercise.id]
        starts = [number for number, line in enumerate(lines) if line.get("event") == "anew"]
        return lines[starts[-1] + 1 :] if starts else lines

    def _state_from_journal(self, form: dict[str, Any]) -> dict[str, Any]:
        history = self._history()
        attempts = [line for line in history if line.get("event") == "attempt"]
        state = self._state(history)
        bad = JOURNAL.entries()[1]
        if attempts:
            last = attempts[-1]
            state.update(answer=last.get("answer"), confidence=last.get("confidence"))
            if self._exercise.kind == "task":
                state.update(note="Run your cell again to check its value.")
            elif last.get("version") != self._exercise.version or not _valid(form, last.get("answer")):
                state.update(
                    answer=None, note="This exercise has been changed since you answered. Your old answer is kept."
                )
            else:
                self._show(state, self._grade(last["answer"]), "You answered this before.")
        elif form["input"] in ("text", "area"):
            drafts = [line for line in DRAFTS.entries()[0] if line["exercise"] == self._exercise.id]
            if drafts and isinstance(drafts[-1].get("answer"), str):
                state["answer"] = drafts[-1]["answer"]
        if bad and not state.get("note"):
            lines = "One line" if bad == 1 else f"{bad} lines"
            state["note"] = f"{lines} of your journal can't be read; the others are all there."
        return state

    def _state(self, history: list[dict[str, Any]]) -> dict[str, Any]:
        """Return what does not depend on the last answer: hints, tries, the right to see the solution."""
        shown = sum(line.get("event") == "hint" for line in history)
        tries = {json.dumps(line.get("answer")) for line in history
                 if line.get("event") == "attempt" and line.get("result") in ("wrong", "partly")}  # fmt: skip
        solved = any(line.get("event") == "attempt" and line.get("result") == "right" for line in history)
        hints = self._exercise.hints[:shown]
        return {
            "reset": self._resets, "started": bool(history), "hints": hints,
            "hints_left": 0 if solved else len(self._exercise.hints) - len(hints),
            "may_see_solution": self._exercise.kind != "write" and (solved or len(tries) >= HONEST_TRIES),
        }  # fmt: skip

    def _grade(self, answer: Any) -> Result:
        result: Result = self._kind.grade(self._exercise.content, answer, self._lesson)
        cited = self._exercise.content.get("sources", [])
        if result.result == "right" and cited:
            result.reasons.append(short_notes(cited, self._lesson))
        return result

    def _show(self, state: dict[str, Any], result: Result, note: str) -> None:
        state.update(result=result.result, head=HEADS[result.result], reasons=result.reasons, note=note)

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Answer one message of the front end."""
        action = content.get("action")
        if action == "check":
            self.check(content.get("answer"), content.get("confidence"), content.get("seconds"))
        elif action == "draft" and isinstance(content.get("text"), str):
            DRAFTS.append(exercise=self._exercise.id, event="draft", answer=content["text"])
        elif action in ("hint", "solution", "anew"):
            self._step(action)

    def _step(self, event: str) -> None:
        before = dict(self.state)
        if (
            event == "hint"
            and not before.get("hints_left")
            or event == "solution"
            and not before.get("may_see_solution")
        ):
            return
        trouble = JOURNAL.append(
            exercise=self._exercise.id, version=self._exercise.version, kind=self._exercise.kind, event=event
        )
        if event == "anew":
            self._resets += 1
            self.state = {**self._state([]), "answer": None, "note": trouble or "Your earlier answers are kept."}
            return
        kept = ("answer", "confidence", "result", "head", "reasons", "solution")
        keep: dict[str, Any] = {name: before[name] for name in kept if name in before}
        state = {**self._state(self._history()), **keep, "note": trouble}
        if event == "solution":
            state["solution"] = self._exercise.content["solution"]
        self.state = state

    def check(self, answer: Any, confidence: Any = None, seconds: Any = None) -> None:
        """Grade an answer, write it to the journal, and only then show the feedback."""
        if self._exercise.kind != "task" and not _valid(self.form, answer):
            return
        result = self._grade(answer)
        kept = answer if self._exercise.kind != "task" else _in_words(answer)
        trouble = ""
        if result.result != "unclear":
            history = self._history()
            trouble = JOURNAL.append(
                exercise=self._exercise.id, version=self._exercise.version, kind=self._exercise.kind, event="attempt",
                answer=kept, result=result.result, hints=sum(line.get("event") == "hint" for line in history),
                confidence=confidence if isinstance(confidence, int) and "confidence" in self.form else None,
                seconds=seconds if isinstance(seconds, int | float) else None,
            )  # fmt: skip
        state = {**self._state(self._history()), "answer": kept, "confidence": confidence}
        self._show(state, result, trouble)
        self.state = state


def _sendable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sendable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_sendable(part) for part in value]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _in_words(value: Any) -> str:
    """Return the beginning of a value's text; a value of the student's own kind may fail to have one."""
    try:
        return repr(value)[:2000]
    except Exception:  # noqa: BLE001 (whatever it is, her work goes on)
        return f"a value of the kind {type(value).__name__}"


def _valid(form: dict[str, Any], answer: Any) -> bool:
    """Whether an answer has the shape that this form gives."""
    count, kind = len(form.get("options", [])), form["input"]

    def number(value: Any, most: int) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < most

    if kind in ("text", "area"):
        return isinstance(answer, str) and bool(answer.strip())
    if kind == "radio":
        return number(answer, count)
    if not isinstance(answer, list):
        return False
    if kind == "match":
        return len(answer) == count and all(number(value, len(form["choices"])) for value in answer)
    if kind == "order":
        return sorted(value for value in answer if number(value, count)) == list(range(count)) and len(answer) == count
    return bool(answer) and all(number(value, count) for value in answer)


class VerdictsWidget(CardWidget):
    """The verdicts on all claims: a menu of claims above one card.

    Parameters
    ----------
    exercises : list of Exercise
        One of kind "verdict" for every claim.
    lesson : Lesson
    """

    def __init__(self, exercises: list[Exercise], lesson: Lesson) -> None:
        self._all = exercises
        self._names = [
            f"{exercise.content['claim']}: {lesson.claim(exercise.content['claim'])['quote']}" for exercise in exercises
        ]
        super().__init__(exercises[0], lesson)

    def _open(self, exercise: Exercise, **more: Any) -> None:
        super()._open(exercise, menu=self._names, place=self._all.index(exercise), **more)

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
    html = f'<div class="card"><p><b>{head}</b></p><ul>{"".join(f"<li>{escape(quote)}</li>" for quote in quotes)}</ul></div>'
    return Live(html, "\n".join([head, *quotes]), widget)
