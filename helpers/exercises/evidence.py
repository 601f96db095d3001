"""The student's own evidence table: what they marked and judged, and what decides it."""

from typing import Any, Final, NamedTuple

import pandas as pd

from helpers.display.html import Page, paragraph
from helpers.display.tables import table_html, table_text
from helpers.exercises import history
from helpers.exercises.form import answer_in_words, form_of, is_valid_answer
from helpers.exercises.grounds import SURE, Grounds
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import Exercise
from helpers.lesson.cells import ids, split
from helpers.lesson.citations import cite
from helpers.lesson.model import Lesson

CAPTION: Final = "My evidence"
HEADERS: Final = (
    "Claim",
    "Words I marked",
    "My verdict",
    "What decides it",
    "How I know",
    "How sure I am",
    "What would change my mind",
)


class Evidence(NamedTuple):
    """One row of the table."""

    claim: str
    marked: str = ""
    verdict: str = "not judged yet"
    decides: str = ""
    basis: str = ""
    confidence: str = ""
    change_mind: str = ""


def evidence_rows(
    exercises: dict[str, Exercise], lesson: Lesson, journal: history.History
) -> list[Evidence]:
    """Return a row for each claim that was judged, and for each marked sentence without any.

    The rows are in the order of the text. `exercises` includes those of the menu of verdicts.
    """
    return [row for _, row in evidence_by_sentence(exercises, lesson, journal)]


def evidence_by_sentence(
    exercises: dict[str, Exercise], lesson: Lesson, journal: history.History
) -> list[tuple[int, Evidence]]:
    """Return the rows of `evidence_rows`, each after the number of its sentence."""
    last = {line["exercise"]: line for line in journal.attempts()}
    marked = _marked_words(exercises, lesson, last)
    verdicts = {
        one.content["claim"]: last[name]
        for name, one in exercises.items()
        if one.kind == "verdict" and name in last and _chosen(last[name])
    }
    rows: list[tuple[int, int, Evidence]] = []
    judged = set()
    for name, line in verdicts.items():
        claim = lesson.claim(name)
        sentence = int(claim["sentence"])
        judged.add(sentence)
        row = _row(claim, marked.get(sentence, ""), line, lesson)
        rows.append((int(claim["start"]), sentence, row))
    for sentence in marked.keys() - judged:
        is_it = lesson.sentences["number"] == sentence
        start = int(lesson.sentences.loc[is_it, "start"].iloc[0])
        label = f"Sentence {sentence}" if sentence else "The heading"
        rows.append((start, sentence, Evidence(label, marked[sentence])))
    return [(sentence, row) for _, sentence, row in sorted(rows)]


def _marked_words(
    exercises: dict[str, Exercise], lesson: Lesson, last: dict[str, dict[str, Any]]
) -> dict[int, str]:
    """Return the words that the student marked last in each sentence."""
    found: dict[int, list[str]] = {}
    for name, one in exercises.items():
        if one.kind != "mark" or name not in last:
            continue
        form, answer = form_of(one, lesson), last[name].get("answer")
        if is_valid_answer(form, answer):
            words = answer_in_words(form, answer)
            found.setdefault(int(one.content["sentence"]), []).append(words)
    return {sentence: "; ".join(words) for sentence, words in found.items()}


def _chosen(line: dict[str, Any]) -> str:
    """Return the verdict of a line, or "" if it is none."""
    answer = line.get("answer")
    return list(VERDICTS)[answer] if type(answer) is int and answer in range(len(VERDICTS)) else ""


def _row(claim: Any, words: str, line: dict[str, Any], lesson: Lesson) -> Evidence:
    grounds = Grounds.of_line(line)
    return Evidence(
        f"“{claim['quote']}”",
        words,
        _chosen(line).replace("-", " "),
        grounds.evidence or _deciding(claim, lesson),
        grounds.basis_in_words(),
        "" if grounds.confidence is None else SURE[grounds.confidence],
        grounds.change_mind,
    )


def _deciding(claim: Any, lesson: Lesson) -> str:
    """Return the first two events of a claim with their dates, otherwise its first source."""
    if names := ids(claim["events"]):
        events = [lesson.event(name) for name in names[:2]]
        return "; ".join(f"{event['title']} ({event['date_words']})" for event in events)
    sources = split(claim["sources"])
    return cite(lesson, sources[0], "short") if sources else ""


def evidence_page(exercises: dict[str, Exercise], lesson: Lesson, journal: history.History) -> Page:
    """Return the table, or a sentence if it is empty or if the answers can't be read."""
    if reason := history.problem():
        return paragraph(f"Your evidence can't be shown now. {reason}")
    rows = evidence_rows(exercises, lesson, journal)
    if not rows:
        return paragraph(
            "Your evidence table is still empty. Every word that you mark and every verdict that "
            "you give becomes a row of it."
        )
    table = pd.DataFrame(rows, columns=Evidence._fields, dtype=str)
    return Page(table_html(table, CAPTION, HEADERS), table_text(table, CAPTION, HEADERS))
