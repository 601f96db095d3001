"""Everything that a student did, gathered once for all forms in which it is handed in."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from helpers.exercises import evidence, history
from helpers.exercises.form import answer_in_words, form_of, is_valid_answer
from helpers.exercises.grounds import SURE, Grounds
from helpers.exercises.loading import Exercise
from helpers.exercises.progress import CALIBRATION_HEADERS, by_skill, calibration
from helpers.exercises.record import write_record
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

RESULTS: Final = {
    "right": "right",
    "partly": "partly right",
    "wrong": "not right",
    "saved": "saved",
    "draft": "draft, not checked",
}

#: What is above the record of all answers in each form of the page.
RECORD_HEADING: Final = "For the class report"
RECORD_NOTE: Final = (
    "This line contains all my answers, so that my teacher’s computer can read them. "
    "Please leave it as it is."
)

#: The drafts of a rewriting: sentence by sentence, and as one text (see `docs/journal.md`).
REWRITINGS: Final = {"rewrite-by-sentence": True, "rewrite": False}

#: Return what the check says about a text, and whether it has a line for each sentence.
Notes = Callable[[str, bool], list[str]]

Line = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table of texts."""

    caption: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Written:
    """A text of the student's, what it answers, and remarks on it."""

    heading: str
    text: str
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the page: tables, texts, or the sentence that says that there are none."""

    title: str
    tables: list[Table] = field(default_factory=list)
    texts: list[Written] = field(default_factory=list)
    empty: str = ""


@dataclass(frozen=True)
class Work:
    """All that is handed in: what it contains, the sections of the first page, and the log.

    `record` is the same for a program (see `record.write_record`).
    """

    statement: str
    sections: list[Section]
    log: Table
    record: str = ""


@dataclass(frozen=True)
class Standing:
    """How a student stands with one exercise.

    `last` and `first` are the attempts, `attempts` is how many there are, `hints` how many hints
    had been opened, and `solution` is "no", "before the last answer" or "after the last answer".
    `tries` are the attempts that are known one by one.
    """

    exercise: str
    first: Line
    last: Line
    attempts: int
    hints: int
    solution: str
    tries: tuple[Line, ...] = ()


def standings(journal: Iterable[Line]) -> list[Standing]:
    """Return one standing for each exercise with an answer, in the order of the first answers."""
    by_exercise: dict[str, list[Line]] = {}
    for line in journal:
        by_exercise.setdefault(line["exercise"], []).append(line)
    return [found for name, lines in by_exercise.items() if (found := _standing(name, lines))]


def _standing(name: str, lines: list[Line]) -> Standing | None:
    places = [place for place, line in enumerate(lines) if line.get("event") == "attempt"]
    if not places:
        return None
    opened = [place for place, line in enumerate(lines) if line.get("event") == "solution"]
    solution = "no"
    if opened:
        solution = f"{'before' if opened[0] < places[-1] else 'after'} the last answer"
    hints = max(lines[place].get("hints", 0) for place in places)
    tries = tuple(lines[place] for place in places)
    return Standing(name, tries[0], tries[-1], len(tries), hints, solution, tries)


def checksum(attempts: list[Line]) -> str:
    """Return a text that changes whenever any of the answers does."""
    data = json.dumps(attempts, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def count_sessions(attempts: list[Line]) -> int:
    """Return how often a notebook was started for these answers; older lines count as one."""
    return len({line.get("session", "") for line in attempts})


def statement(attempts: list[Line]) -> str:
    """Say how many answers there are, from how many sessions, and what their checksum is."""
    if not attempts:
        return "There are no answers yet."
    answers = with_count(len(attempts), "answer")
    sessions = with_count(count_sessions(attempts), "session")
    return f"Contents: {answers} from {sessions}. Checksum: {checksum(attempts)}."


def gather(
    exercises: dict[str, Exercise],
    lesson: Lesson,
    journal: history.History,
    notes: Notes | None = None,
) -> Work:
    """Gather all that a student did.

    Parameters
    ----------
    exercises : dict
        All exercises by their ids, with those of the menu of verdicts.
    lesson : Lesson
        Their lesson.
    journal : History
        The student's lines.
    notes : callable, optional
        What the check says about a rewriting.
    """
    attempts = journal.attempts()
    log = [*attempts, *_drafts(exercises, journal)]
    rows = [_log_row(line, exercises.get(line["exercise"]), lesson) for line in log]
    sections = [
        _results(exercises, lesson, journal),
        _skills(exercises, attempts),
        _self_assessment(exercises, journal),
        _evidence(exercises, lesson, journal),
        _written(exercises, journal),
        _rewriting(journal, notes),
    ]
    headers = ("Time", "Question", "My answer", "Result")
    log_table = Table("All my answers, in order", headers, rows)
    return Work(statement(attempts), sections, log_table, write_record(journal))


def _results(exercises: dict[str, Exercise], lesson: Lesson, journal: history.History) -> Section:
    found = {standing.exercise: standing for standing in standings(journal.lines())}
    order = [*(name for name in exercises if name in found), *(found.keys() - exercises.keys())]
    rows = [
        (
            _question(name, exercises.get(name), lesson),
            _last_answer(found[name], exercises.get(name), lesson, journal),
            "; ".join(_outcome(found[name].last)[:1]),
            str(found[name].attempts),
            str(found[name].hints),
            found[name].solution,
        )
        for name in order
    ]
    headers = ("Exercise", "My last answer", "Result", "Attempts", "Hints", "Solution opened")
    listed = [name for name, one in exercises.items() if one.notebook and not one.about_lesson]
    done = sum(name in found for name in listed)
    caption = f"The last result of each exercise ({done} of {len(listed)} answered)"
    return Section("Results", [Table(caption, headers, rows)])


def _last_answer(
    standing: Standing, exercise: Exercise | None, lesson: Lesson, journal: history.History
) -> str:
    if exercise is not None and exercise.kind == "write":
        return "(in full below)"
    if exercise is not None and standing.last.get("round") == 2:
        votes = [line for line in journal.of(standing.exercise, "attempt")][-2:]
        words = [_in_words(line.get("answer"), exercise, lesson) for line in votes]
        return "; ".join(
            f"{label}: {text}" for label, text in zip(("first", "second"), words, strict=False)
        )
    return _in_words(standing.last.get("answer"), exercise, lesson)


def _skills(exercises: dict[str, Exercise], attempts: list[Line]) -> Section:
    listed = {name: one for name, one in exercises.items() if one.notebook}
    headers = ("Skill", "All", "Answered", "Right or saved")
    rows = _rows(by_skill(listed, attempts))
    return Section("Skills", [Table("Exercises by skill", headers, rows)])


def _self_assessment(exercises: dict[str, Exercise], journal: history.History) -> Section:
    """Return how sure the student was, how often that was right, and what they say themselves."""
    sure, tables = calibration(journal.attempts()), []
    if sure["verdicts"].sum():
        caption = "How often I was right at the first try, by how sure I was"
        tables = [Table(caption, CALIBRATION_HEADERS, _rows(sure))]
    asked = [one for one in exercises.values() if _is_self_assessment(one)]
    empty = "I have not said yet how sure I am of a verdict, or how good my own text is."
    return Section("How I judge myself", tables, _texts(asked, journal), empty)


def _is_self_assessment(exercise: Exercise) -> bool:
    return bool(exercise.content.get("self_assessment"))


def _rows(frame: Any) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in frame.itertuples(index=False, name=None)]


def _evidence(exercises: dict[str, Exercise], lesson: Lesson, journal: history.History) -> Section:
    rows = evidence.evidence_rows(exercises, lesson, journal)
    tables = [Table(evidence.CAPTION, evidence.HEADERS, list(rows))] if rows else []
    return Section("My evidence table", tables, empty="No claim has a verdict yet.")


def _written(exercises: dict[str, Exercise], journal: history.History) -> Section:
    asked = [o for o in exercises.values() if o.kind == "write" and not _is_self_assessment(o)]
    return Section("My written answers", texts=_texts(asked, journal), empty="There are none yet.")


def _texts(exercises: Iterable[Exercise], journal: history.History) -> list[Written]:
    """Return what the student wrote in some exercises, checked or not."""
    texts = []
    for one in exercises:
        lines = journal.of(one.id, "attempt", "checklist")
        answers = [line for line in lines if line.get("event") == "attempt"]
        ticks = [line.get("answer") for line in lines if line.get("event") == "checklist"]
        draft = (journal.unchecked_draft(one.id) or "").strip()
        if answers:
            text = str(answers[-1].get("answer"))
            texts.append(Written(one.question, text, _ticked(one, ticks[-1] if ticks else None)))
        if draft:
            texts.append(Written(one.question, draft, [RESULTS["draft"]]))
    return texts


def _ticked(exercise: Exercise, ticks: Any) -> list[str]:
    chosen = ticks if isinstance(ticks, list) else []
    points = exercise.content.get("checklist", [])
    return [f"{'☑' if place in chosen else '☐'} {point}" for place, point in enumerate(points)]


def _rewriting(journal: history.History, notes: Notes | None) -> Section:
    name, text = journal.last_draft(*REWRITINGS)
    if not text.strip():
        return Section("My own text", empty="There is none yet.")
    remarks = notes(text, REWRITINGS[name]) if notes else []
    return Section("My own text", texts=[Written("My last draft", text, remarks)])


def _drafts(exercises: dict[str, Exercise], journal: history.History) -> list[Line]:
    """Return a line for each text that was written and not checked."""
    return [
        {"exercise": name, "answer": draft, "result": "draft"}
        for name, one in exercises.items()
        if one.kind in ("write", "date", "number")
        and (draft := (journal.unchecked_draft(name) or "").strip())
    ]


def _log_row(line: Line, exercise: Exercise | None, lesson: Lesson) -> tuple[str, ...]:
    outcome = _outcome(line)
    if exercise and line.get("version", exercise.version) != exercise.version:
        outcome.append("the exercise was changed since")
    return (
        local_time(line.get("time", "")),
        _question(line["exercise"], exercise, lesson),
        _in_words(line.get("answer"), exercise, lesson),
        "; ".join(outcome),
    )


def _question(name: str, exercise: Exercise | None, lesson: Lesson) -> str:
    if exercise is None:
        return f"{name} (an exercise that is no longer here)"
    if exercise.kind == "verdict":
        return f"{exercise.question} “{lesson.claim(exercise.content['claim'])['quote']}”"
    return exercise.question


def _in_words(answer: Any, exercise: Exercise | None, lesson: Lesson) -> str:
    if exercise is None:
        return str(answer)
    form = form_of(exercise, lesson)
    return answer_in_words(form, answer) if is_valid_answer(form, answer) else str(answer)


def _outcome(line: Line) -> list[str]:
    """Return how an attempt went, what the student added to it, and how many hints were open."""
    outcome = [RESULTS.get(line.get("result", ""), "")]
    grounds, hints = Grounds.of_line(line), line.get("hints", 0)
    if grounds.confidence is not None:
        outcome.append(SURE[grounds.confidence])
    if hints:
        outcome.append("after 1 hint" if hints == 1 else f"after {hints} hints")
    if "round" in line:
        outcome.append("first vote" if line["round"] == 1 else "second vote")
    named = {"because of": grounds.basis_in_words(), "namely": grounds.evidence}
    outcome += [f"{label} {text}" for label, text in named.items() if text]
    if grounds.change_mind:
        outcome.append(f"what would change my mind: {grounds.change_mind}")
    return outcome


def local_time(moment: str) -> str:
    """Return a moment in the time of this computer; unchanged if it can't be read as one."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return moment
