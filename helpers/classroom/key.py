"""The key to the exercises, made from the exercises themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from helpers.display.html import Page, list_html
from helpers.display.sheet import sheet
from helpers.errors import UserError
from helpers.exercises.kinds import verdict
from helpers.exercises.kinds.base import colon
from helpers.exercises.loading import Exercise, load_exercises
from helpers.lesson.model import Lesson

_NOTEBOOK = Markup('<h4><a href="{name}.ipynb">{name}</a></h4>')
_EXERCISE = Markup("<details><summary>{question}</summary>{parts}</details>")


@dataclass(frozen=True)
class Answer:
    """What the key says about an exercise; each part is a list of sentences.

    `right` says what is right and why, `mistakes` what a student is told after a wrong answer,
    `sample` how a written answer could look at each level, and `checklist` what it should contain.
    """

    exercise: Exercise
    right: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()

    def parts(self) -> dict[str, tuple[str, ...]]:
        """Return the parts that are not empty, each with its heading."""
        parts = {
            "The answer": self.right,
            "What a wrong answer is told": self.mistakes,
            "Sample answers": self.sample,
            "What a good answer contains": self.checklist,
        }
        return {head: lines for head, lines in parts.items() if lines}


def show_key(lesson: Lesson) -> Page:
    """Show the answers to all exercises, in the order of the notebooks.

    For each exercise: what is right and why, what a student is told after a wrong answer, and for
    written tasks a sample. Everything is made from the exercises, so it always agrees with them.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.

    Returns
    -------
    Page
        A line for each exercise, which opens; printed, a few lines for each.

    Raises
    ------
    ValueError
        If the lesson has no exercises, or anything is wrong with them.

    See Also
    --------
    show_claims_key : Show our verdict on each claim.

    Examples
    --------
    >>> from helpers import load_lesson, show_key
    >>> show_key(load_lesson())
    00-start-here
    ...
    """
    answers = answers_of(lesson)
    if not answers:
        raise UserError("This lesson has no exercises, so there is no key.")
    html, lines = Markup(""), []
    for name, group in groupby(answers, lambda answer: answer.exercise.notebook):
        html += _NOTEBOOK.format(name=name)
        lines.append(name)
        for answer in group:
            html += _html(answer, lesson)
            lines.append(_text(answer, lesson))
    return sheet(Markup('<div class="found">{}</div>').format(html), "\n\n".join(lines))


def answers_of(lesson: Lesson) -> list[Answer]:
    """Return the key of every exercise, in the order of the notebooks."""
    exercises = sorted(load_exercises(lesson).values(), key=lambda one: one.notebook)
    return [answer_of(exercise, lesson) for exercise in exercises]


def answer_of(exercise: Exercise, lesson: Lesson) -> Answer:
    """Return the key of one exercise."""
    content = exercise.content
    if exercise.kind == "write":
        samples = [
            f"Level {level}: {sample}" for level, sample in enumerate(content.get("samples", ()), 1)
        ]
        return Answer(
            exercise,
            sample=(*samples, f"One possible answer: {content['solution']}"),
            checklist=tuple(content.get("checklist", ())),
        )
    if exercise.kind == "verdict":
        right = [*verdict.reveal(content["claim"], lesson), *_also_accepted(content, lesson)]
    else:
        right = list(_right(content)) or [content["solution"]]
    return Answer(exercise, tuple(right), tuple(_mistakes(content, lesson)))


def _also_accepted(content: dict[str, Any], lesson: Lesson) -> Iterable[str]:
    """Yield the second verdict on a claim, if there is one, with its reason."""
    claim = lesson.claim(content["claim"])
    if claim["also"]:
        yield _with_reason(f"Also accepted: {claim['also'].replace('-', ' ')}", claim["also_why"])


def _right(content: dict[str, Any]) -> Iterable[str]:
    """Yield what is right in each part of an exercise that has several, with its reason."""
    for option in content.get("options", ()):
        if option.get("right"):
            yield _with_reason(option["text"], option["reason"])
    for item in content.get("items", ()):
        if isinstance(item, dict):
            yield _with_reason(item["text"], f"{item['answer']}. {item['reason']}")
    for phrase in content.get("find", ()):
        yield _with_reason(f"“{phrase['words']}”", phrase["reason"])
    if isinstance(content.get("right"), str):
        yield content["solution"]
        yield content["right"]


def _mistakes(content: dict[str, Any], lesson: Lesson) -> Iterable[str]:
    """Yield the feedback on each wrong answer."""
    for option in content.get("options", ()):
        if "reason" in option and not option.get("right"):
            yield _with_reason(option["text"], option["reason"])
    for item in content.get("items", ()):
        if isinstance(item, dict):
            yield _with_reason(item["text"], item["wrong"])
    for phrase in content.get("distractors", ()):
        yield _with_reason(f"“{phrase['words']}”", phrase["reason"])
    checked = content.get("check", content)
    for mistake in checked.get("common_mistakes", ()):
        yield _with_reason(_named(mistake, content, lesson), mistake["reason"])
    if "default_feedback" in checked:
        yield _with_reason("Anything else", checked["default_feedback"])


def _named(mistake: dict[str, Any], content: dict[str, Any], lesson: Lesson) -> str:
    """Return the wrong answer that a mistake is: a verdict, a number or a date."""
    if "verdict" in mistake:
        return str(mistake["verdict"]).replace("-", " ")
    if "value" in mistake:
        return f"{mistake['value']} {content['unit']}"
    if "event" in mistake:
        return lesson.date(mistake["event"]).in_words()
    return ""  # a mistake in code: its reason says what it is


def _with_reason(answer: str, reason: str) -> str:
    return f"{colon(answer)} {reason}" if answer else reason


def head_of(answer: Answer, lesson: Lesson) -> str:
    """Return the question of an exercise, with the words of the claim that it is about."""
    content = answer.exercise.content
    if answer.exercise.kind == "verdict":
        return f"“{lesson.claim(content['claim'])['quote']}”: {answer.exercise.question}"
    return answer.exercise.question


def _html(answer: Answer, lesson: Lesson) -> Markup:
    parts = Markup("").join(
        Markup("<p><b>{}</b></p>{}").format(head, list_html(map(_with_breaks, lines)))
        for head, lines in answer.parts().items()
    )
    return _EXERCISE.format(question=head_of(answer, lesson), parts=parts)


def _with_breaks(line: str) -> Markup:
    """Return a text that keeps its line breaks: a solution may be code."""
    return Markup("<br>").join(line.splitlines())


def _text(answer: Answer, lesson: Lesson) -> str:
    lines = [head_of(answer, lesson)]
    for head, part in answer.parts().items():
        lines += [f"{head}:", *(f"- {line}" for line in part)]
    return "\n".join(lines)
