"""Sheets for teachers: the completed line of time, and the keys."""

from itertools import groupby
from typing import Any

from helpers.classroom.handouts.blocks import (
    Block,
    bullets,
    figure,
    heading,
    label,
    new_page,
    run,
    table,
    titled,
    together,
)
from helpers.classroom.key import Answer, answers_of, head_of
from helpers.lesson.guide import ClaimNote, read_claims_guide
from helpers.lesson.handouts import KeyPage, read_handouts
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count
from helpers.timeline import describe_timeline, plot_timeline
from helpers.timeline.saving import figure_of


def completed_timeline(lesson: Lesson, paper: str) -> list[Block]:
    """Return a timeline of the events of the one-page chronology and of the text."""
    events = [entry.event for entry in read_handouts(lesson).chronology]
    if not events:
        return []
    claims = list(lesson.vocabulary.one_look["claims"]) or None
    ax = plot_timeline(lesson, claims, only=events, size=paper, title=lesson.vocabulary.title)
    description = describe_timeline(ax).text
    return [figure(figure_of(ax), description)]


def short_key(lesson: Lesson) -> list[Block]:
    """Return the claims that matter most, a line each; each part has its page."""
    blocks: list[Block] = []
    for page in read_handouts(lesson).key:
        blocks += [new_page()] if blocks else []
        blocks += [heading(page.title), _key_table(lesson, page)]
    return blocks


def _key_table(lesson: Lesson, page: KeyPage) -> Block:
    rows = []
    for name, line in page.claims:
        claim = lesson.claim(name)
        rows.append(
            (
                f"{name} ({claim['sentence']})",
                f"“{claim['quote']}”",
                [run(_verdict(claim), "strong")],
                line,
            )
        )
    return table(
        ["Claim (sentence)", "The text says", "Verdict", "Why"], rows, [1.25, 2.4, 1.5, 3.9]
    )


def full_key(lesson: Lesson) -> list[Block]:
    """Return the verdict on every claim, and the answer to every exercise."""
    blocks = [heading("The claims"), *claims_key(lesson)]
    if answers_of(lesson):
        blocks += [heading("The exercises"), *exercises_key(lesson)]
    return blocks


def claims_key(lesson: Lesson) -> list[Block]:
    """Return for each claim our verdict, the reason, what students say and how to respond."""
    guided = (lesson.folder / "claims-guide.yaml").is_file()
    notes = {note.claim: note for note in (read_claims_guide(lesson) if guided else ())}
    return [_claim(lesson, name, notes.get(name)) for name in lesson.claims["id"]]


def _claim(lesson: Lesson, name: str, note: ClaimNote | None) -> Block:
    claim = lesson.claim(name)
    quoted = f"{name}, sentence {claim['sentence']}. “{claim['quote']}”: {_verdict(claim)}"
    lines = [titled("Evidence:", note.evidence)] if note else [titled("Why:", claim["why"])]
    if claim["also"]:
        lines.append(titled("Also accepted:", f"{_words(claim['also'])}. {claim['also_why']}"))
    if note:
        lines += [titled("Students say:", note.students_say), titled("Reply:", note.reply)]
    return together([heading(quoted, 3), bullets(lines)])


def exercises_key(lesson: Lesson) -> list[Block]:
    """Return the answer to every exercise, in the order of the notebooks."""
    blocks: list[Block] = []
    for name, group in groupby(answers_of(lesson), lambda answer: answer.exercise.notebook):
        answers = list(group)
        blocks.append(heading(f"Notebook {name}: {with_count(len(answers), 'exercise')}", 3))
        for answer in answers:
            blocks += _answer(answer, lesson)
    return blocks


def _answer(answer: Answer, lesson: Lesson) -> list[Block]:
    blocks = [heading(head_of(answer, lesson), 4)]
    for title, lines in answer.parts().items():
        blocks += [label(title), bullets(lines)]
    return blocks


def _verdict(claim: Any) -> str:
    return _words(claim["verdict"])


def _words(verdict: str) -> str:
    return verdict.replace("-", " ")
