"""What a student sees before answering, as a form and as text; and which answers fit a form."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.base import colon
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

SIGNS = {"radio": "○ ", "checkbox": "☐ ", "order": "▢ ", "match": "▸ "}


def form_of(exercise: Exercise, lesson: Lesson) -> dict[str, Any]:
    """Return all that the student sees before answering, without any answer, reason or hint."""
    minutes = with_count(exercise.minutes, "minute")
    level = f"Exercise · {exercise.skill} · level {exercise.level} of 3"
    form = {
        "id": exercise.id,
        "question": exercise.question,
        "label_line": f"{'About this lesson' if exercise.about_lesson else level} · {minutes}",
    }
    return dict(sendable(form | KINDS[exercise.kind].form(exercise.content, lesson)))


def static(form: dict[str, Any]) -> tuple[Markup, str]:
    """Return the question for paper and for a page without a kernel, as HTML and as plain text."""
    lines: list[str] = []
    html: list[Markup] = []

    def add(markup: str, line: str) -> None:
        lines.append(line)
        html.append(Markup(markup).format(line))

    add('<p class="quiet">{}</p>', form["label_line"])
    add("<p><b>{}</b></p>", form["question"])
    if "quote" in form:
        add("<blockquote>{}</blockquote>", f"“{form['quote']}”")
    if "how" in form:
        add("<p>{}</p>", form["how"])
    if form["input"] == "mark":
        add('<p class="source-text">{}</p>', " ".join(form["options"]))
    elif options := form.get("options"):
        if "choices" in form:
            add("<p>{}</p>", f"For each line choose one of: {' / '.join(form['choices'])}.")
        html.append(Markup('<ul class="signs">'))
        for option in options:
            add("<li>{}</li>", SIGNS[form["input"]] + option)
        html.append(Markup("</ul>"))
    if "label" in form:
        add("<p>{}</p>", f"{form['label']}: ____________")
    for line in _grounds(form):
        add("<p>{}</p>", line)
    card = Markup('<div class="card">{}</div>').format(Markup("").join(html))
    return card, "\n".join(lines)


def _grounds(form: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each question that a form asks besides its own."""
    for name, question, sign in (
        ("confidence", "How sure are you?", "○"),
        ("basis", "How do you know?", "☐"),
    ):
        if name in form:
            yield " ".join([question, *(f"{sign} {choice}" for choice in form[name])])
    for name in ("evidence", "change_mind"):
        if name in form:
            yield f"{colon(form[name])} ____________"


def is_valid_answer(form: dict[str, Any], answer: Any) -> bool:
    """Whether an answer has the shape that this form gives."""
    count = len(form.get("options", []))
    match form["input"]:
        case "text" | "area":
            return isinstance(answer, str) and bool(answer.strip())
        case "radio":
            return _is_choice(answer, count)
        case "match":
            return (
                isinstance(answer, list)
                and len(answer) == count
                and all(_is_choice(value, len(form["choices"])) for value in answer)
            )
        case "order":
            return _are_choices(answer, count) and sorted(answer) == list(range(count))
        case _:
            return _are_choices(answer, count)


def _is_choice(value: Any, count: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def _are_choices(answer: Any, count: int) -> bool:
    return (
        isinstance(answer, list)
        and bool(answer)
        and all(_is_choice(value, count) for value in answer)
    )


def answer_in_words(form: dict[str, Any], answer: Any) -> str:
    """Return a valid answer in words.

    A form may have shorter labels for this than its options, as `labels`.
    """
    options = form.get("labels") or form.get("options") or []
    match form["input"]:
        case "match":
            pairs = zip(options, answer, strict=True)
            return "; ".join(f"{colon(text)} {form['choices'][number]}" for text, number in pairs)
        case "radio":
            return str(options[answer])
        case "mark":
            return ", ".join(options[number] for number in answer)
        case _ if isinstance(answer, list):
            return "; ".join(options[number] for number in answer)
    if "unit" in form:
        return f"{str(answer).strip().removesuffix(form['unit']).strip()} {form['unit']}"
    return str(answer)


def sendable(value: Any) -> Any:
    """Return the value with every half letter (a lone surrogate) replaced.

    The journal can store half a letter, but it can't be sent to a browser.
    """
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
