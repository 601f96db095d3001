"""What a student sees before answering: for the browser as a form, for paper as text; and which answers fit a form."""

import json
from typing import Any

from markupsafe import Markup

from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.base import colon
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

SIGNS = {"radio": "○ ", "checkbox": "☐ ", "order": "▢ ", "match": "▸ "}


def form_of(exercise: Exercise, lesson: Lesson) -> dict[str, Any]:
    """Return all that the student sees before answering; it holds no answer, reason or hint."""
    line = f"Exercise · {exercise.skill} · level {exercise.level} of 3 · {with_count(exercise.minutes, 'minute')}"
    form = {"id": exercise.id, "question": exercise.question, "label_line": line}
    return dict(sendable(form | KINDS[exercise.kind].form(exercise.content, lesson)))


def static(form: dict[str, Any]) -> tuple[Markup, str]:
    """Return the question for paper and for a page without a kernel, as markup and as words."""
    words: list[str] = []
    html: list[Markup] = []

    def add(markup: str, line: str) -> None:
        words.append(line)
        html.append(Markup(markup).format(line))

    add('<p class="quiet">{}</p>', form["label_line"])
    add("<p><b>{}</b></p>", form["question"])
    if "quote" in form:
        add("<blockquote>{}</blockquote>", f"“{form['quote']}”")
    if "how" in form:
        add("<p>{}</p>", form["how"])
    options = form.get("options") or []
    if form["input"] == "mark":
        add('<p class="source-text">{}</p>', " ".join(options))
    elif options:
        sign = SIGNS[form["input"]]
        if "choices" in form:
            add("<p>{}</p>", f"For each line choose one of: {' / '.join(form['choices'])}.")
        html.append(Markup('<ul class="signs">'))
        for option in options:
            add("<li>{}</li>", sign + option)
        html.append(Markup("</ul>"))
    if "label" in form:
        add("<p>{}</p>", f"{form['label']}: ____________")
    if "confidence" in form:
        add("<p>{}</p>", "How sure are you? ○ " + " ○ ".join(form["confidence"]))
    card = Markup('<div class="card">{}</div>').format(Markup("").join(html))
    return card, "\n".join(words)


def is_valid_answer(form: dict[str, Any], answer: Any) -> bool:
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
        return (
            sorted(value for value in answer if number(value, count)) == list(range(count))
            and len(answer) == count
        )
    return bool(answer) and all(number(value, count) for value in answer)


def answer_in_words(form: dict[str, Any], answer: Any) -> str:
    """Return an answer that fits the form in words; a form may have shorter ones than its options, under `said`."""
    options, kind = form.get("said") or form.get("options") or [], form["input"]
    if kind == "match":
        return "; ".join(
            f"{colon(text)} {form['choices'][number]}"
            for text, number in zip(options, answer, strict=True)
        )
    if kind == "radio":
        return str(options[answer])
    if isinstance(answer, list):
        return (", " if kind == "mark" else "; ").join(options[number] for number in answer)
    return (
        f"{str(answer).strip().removesuffix(form['unit']).strip()} {form['unit']}"
        if "unit" in form
        else str(answer)
    )


def sendable(value: Any) -> Any:
    """Return the value with every half letter (a lone surrogate) replaced: it can be kept, but not sent to a browser."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
