"""Everything that a student answered as one page to hand in, as HTML or as Markdown."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.display.html import Page, paragraph
from helpers.display.style import CSS, HELPERS
from helpers.exercises import copies, history
from helpers.exercises.form import answer_in_words, form_of, is_valid_answer
from helpers.exercises.grounds import SURE
from helpers.exercises.loading import Exercise
from helpers.files import save_as
from helpers.lesson.model import Lesson

RESULTS = {
    "right": "right",
    "partly": "partly right",
    "wrong": "not right",
    "saved": "saved",
    "draft": "draft, not checked",
}

#: A line to write on: we ask for no name and keep none.
NAME = "_" * 40

#: Everything that means something in Markdown, and what does so at the beginning of a line only.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#!|~$&^@]")
_FIRST = re.compile(r"\d+(?=[.)])|(?=[-+=])")

#: Pages are filled from templates; every value is escaped.
TEMPLATES = Environment(
    loader=FileSystemLoader(HELPERS / "exercises"), autoescape=True, undefined=StrictUndefined
)


@dataclass(frozen=True)
class Row:
    """One attempt: when, what was asked, what was answered, and how it went."""

    time: str
    question: str
    answer: str
    result: str


def export_work(
    exercises: dict[str, Exercise], lesson: Lesson, journal: history.History, form: str
) -> Page:
    """Save all answers as one page ("html" or "md"), and return the sentence that says so."""
    if reason := history.problem():
        return paragraph(f"Not saved: my-work.{form}. {reason} Then run this cell again.")
    lines = [*journal.attempts(), *_drafts(exercises, journal)]
    rows = [_row(line, exercises.get(line["exercise"]), lesson) for line in lines]
    text = _html(rows) if form == "html" else _markdown(rows)
    message = save_as(
        f"my-work.{form}",
        lambda half: half.write_text(
            text, encoding="utf-8", errors="backslashreplace", newline="\n"
        ),
    )
    others = copies.describe(copies.find_copies())
    return paragraph(" ".join(filter(None, [message, *history.warnings(), others])))


def _drafts(exercises: dict[str, Exercise], journal: history.History) -> list[dict[str, Any]]:
    """Return a line for each text that was written and not checked."""
    return [
        {"exercise": name, "answer": draft, "result": "draft"}
        for name, one in exercises.items()
        if one.kind in ("write", "date", "number")
        and (draft := (journal.unchecked_draft(name) or "").strip())
    ]


def _row(line: dict[str, Any], exercise: Exercise | None, lesson: Lesson) -> Row:
    time, answer = _local_time(line.get("time", "")), line.get("answer")
    if exercise is None:
        question = f"{line['exercise']} (an exercise that is no longer here)"
        return Row(time, question, str(answer), "; ".join(_outcome(line)))
    question = exercise.question
    if exercise.kind == "verdict":
        question += f" “{lesson.claim(exercise.content['claim'])['quote']}”"
    form = form_of(exercise, lesson)
    given = answer_in_words(form, answer) if is_valid_answer(form, answer) else str(answer)
    outcome = _outcome(line)
    if line.get("version", exercise.version) != exercise.version:
        outcome.append("the exercise was changed since")
    return Row(time, question, given, "; ".join(outcome))


def _outcome(line: dict[str, Any]) -> list[str]:
    """Return how an attempt went, how sure the student was, and how many hints were open."""
    outcome = [RESULTS.get(line.get("result", ""), "")]
    confidence, hints = line.get("confidence"), line.get("hints", 0)
    if confidence is not None:
        outcome.append(SURE[confidence])
    if hints:
        outcome.append("after 1 hint" if hints == 1 else f"after {hints} hints")
    return outcome


def _local_time(moment: str) -> str:
    """Return a moment in the time of this computer; unchanged if it can't be read as one."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return moment


def _html(rows: list[Row]) -> str:
    return TEMPLATES.get_template("my-work.html").render(rows=rows, name=NAME, css=CSS)


def _markdown(rows: list[Row]) -> str:
    parts = [f"# My work\n\nName: {NAME}\n"]
    for row in rows:
        fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", row.answer) or ["~~"]))
        parts.append(
            f"## {_plain(row.question)}\n\n{_plain(row.time)}; {_plain(row.result)}\n\n"
            f"{fence}\n{row.answer}\n{fence}\n"
        )
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    first = _FIRST.match(escaped)
    return f"{escaped[: first.end()]}\\{escaped[first.end() :]}" if first else escaped
