"""The rows of the report: each is made once, for the page and for the spreadsheets."""

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from helpers.classroom.attempts import CHOICES, graded, points, points_of
from helpers.classroom.collect import Student
from helpers.exercises.form import form_of, is_valid_answer
from helpers.exercises.grounds import SURE
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import Exercise
from helpers.exercises.summary import Standing
from helpers.lesson.model import Lesson

#: Nobody works on one answer for longer: a card that was left open counts as this many seconds.
MOST_SECONDS: Final = 1200

_SURE: Final = len(SURE) - 1


@dataclass(frozen=True)
class StudentRow:
    """One student: `points` for each choice of `CHOICES`, of as many as `of`."""

    student: Student
    answered: int
    of: int
    points: dict[str, float]
    sure: int
    sure_wrong: int
    hints: int
    solutions: int
    minutes: float
    texts: int

    def percent(self, choice: str) -> int:
        """Return the points in hundredths of all."""
        return round(100 * self.points[choice] / self.of) if self.of else 0


def student_rows(
    students: list[Student], exercises: dict[str, Exercise], counting: list[Exercise]
) -> list[StudentRow]:
    """Return a row for each student, in their order."""
    return [_student_row(student, exercises, counting) for student in students]


def _student_row(
    student: Student, exercises: dict[str, Exercise], counting: list[Exercise]
) -> StudentRow:
    found = student.standings
    sure = [
        one.first
        for name, one in found.items()
        if exercises[name].kind == "verdict" and one.first.get("confidence") == _SURE
    ]
    written = [
        name for name, one in exercises.items() if one.kind == "write" and student.text(name)
    ]
    return StudentRow(
        student,
        sum(one.id in found for one in counting),
        len(counting),
        {choice: points(student, counting, choice) for choice in CHOICES},
        len(sure),
        sum(line["result"] in ("wrong", "partly") for line in sure),
        sum(one.hints for one in found.values()),
        sum(one.solution != "no" for one in found.values()),
        sum(seconds_of(one) for one in found.values()) / 60,
        len(written) + bool(student.rewriting.strip()),
    )


def seconds_of(standing: Standing) -> float:
    """Return how long a student worked on an exercise, without the time when a card was left."""
    given = (float(line.get("seconds", 0)) for line in standing.tries)
    return sum(min(one, MOST_SECONDS) for one in given if one > 0)  # nan is not


@dataclass(frozen=True)
class ExerciseRow:
    """One exercise: how many answered, and the share of the points for each choice."""

    exercise: Exercise
    counts: bool
    answered: int
    percent: dict[str, int]
    attempts: float
    minutes: float
    hints: int
    solutions: int


def exercise_rows(
    students: list[Student], exercises: dict[str, Exercise], counting: list[Exercise]
) -> list[ExerciseRow]:
    """Return a row for each exercise with a right answer that anybody answered."""
    rows = []
    for one in graded(exercises.values()):
        found = [student.standings[one.id] for student in students if one.id in student.standings]
        if found:
            rows.append(_exercise_row(one, found, one in counting))
    return sorted(rows, key=lambda row: row.exercise.notebook)


def _exercise_row(exercise: Exercise, found: list[Standing], counts: bool) -> ExerciseRow:
    share = {
        choice: sum(points_of(one, choice) for one in found) / len(found) for choice in CHOICES
    }
    return ExerciseRow(
        exercise,
        counts,
        len(found),
        {choice: round(100 * value) for choice, value in share.items()},
        median(one.attempts for one in found),
        median(seconds_of(one) for one in found) / 60,
        sum(one.hints > 0 for one in found),
        sum(one.solution != "no" for one in found),
    )


@dataclass(frozen=True)
class ClaimRow:
    """One claim: our verdict, and how many students gave which one first.

    `first` and `last` are how many agreed with us, or with a second verdict that we accept, in
    their first and their last answer; `given` are the first verdicts that are known.
    """

    claim: str
    sentence: int
    quote: str
    ours: str
    also: str
    judged: int
    first: int
    last: int
    given: Counter[str]

    @property
    def others(self) -> list[tuple[str, int]]:
        """The verdicts that are not ours, the most frequent first."""
        return [one for one in self.given.most_common() if one[0] not in (self.ours, self.also)]

    def in_words(self) -> str:
        """Say how the class judged this claim."""
        if not self.judged:
            return "nobody has judged it"
        text = f"{self.first} of {self.judged} gave our verdict"
        if self.others:
            verdict, count = self.others[0]
            text += f"; the most frequent other one: {verdict} ({count})"
        return text


def claim_rows(
    students: list[Student], exercises: dict[str, Exercise], lesson: Lesson
) -> list[ClaimRow]:
    """Return a row for each claim of the text, in its order."""
    by_claim = {one.content["claim"]: one.id for one in exercises.values() if one.kind == "verdict"}
    return [
        _claim_row(claim, by_claim.get(claim["id"], ""), students)
        for _, claim in lesson.claims.iterrows()
    ]


def _claim_row(claim: Any, exercise: str, students: list[Student]) -> ClaimRow:
    found = [student.standings[exercise] for student in students if exercise in student.standings]
    return ClaimRow(
        claim["id"],
        int(claim["sentence"]),
        claim["quote"],
        claim["verdict"].replace("-", " "),
        claim["also"].replace("-", " "),
        len(found),
        sum(one.first.get("result") == "right" for one in found),
        sum(one.last.get("result") == "right" for one in found),
        Counter(verdict for one in found if (verdict := _verdict_of(one.first))),
    )


def _verdict_of(line: dict[str, Any]) -> str:
    answer = line.get("answer")
    if type(answer) is not int or answer not in range(len(VERDICTS)):
        return ""
    return list(VERDICTS)[answer].replace("-", " ")


@dataclass(frozen=True)
class SentenceRow:
    """One sentence: its words, how many students marked each of them, and its claims."""

    number: int
    words: list[tuple[str, int]]
    asked: int
    claims: list[ClaimRow]

    @property
    def label(self) -> str:
        """What the sentence is called."""
        return f"Sentence {self.number}" if self.number else "The heading"

    def most_marked(self) -> list[tuple[str, int]]:
        """Return the words that at least a third of those asked marked."""
        return [(word, count) for word, count in self.words if count and 3 * count >= self.asked]

    def in_words(self) -> str:
        """Describe the row for somebody who can't see the figure."""
        marked = ", ".join(f"“{word}” {count}" for word, count in self.most_marked())
        marks = f"Marked, by {self.asked} students asked: {marked or 'nothing by many'}. "
        judged = "; ".join(f"{one.claim} “{one.quote}”: {one.in_words()}" for one in self.claims)
        return f"{marks if self.asked else ''}{judged or 'It contains no claim'}."


def sentence_rows(
    students: list[Student],
    exercises: dict[str, Exercise],
    lesson: Lesson,
    claims: list[ClaimRow],
) -> list[SentenceRow]:
    """Return a row for each sentence of the text, with the heading first."""
    rows = []
    for number, text in zip(lesson.sentences["number"], lesson.sentences["text"], strict=True):
        words = text.split()
        counts: Counter[int] = Counter()
        asked: set[str] = set()
        for one in exercises.values():
            if one.kind == "mark" and one.content["sentence"] == number:
                _count_marks(one, students, lesson, counts, asked)
        marked = [(word, counts[place]) for place, word in enumerate(words)]
        own = [claim for claim in claims if claim.sentence == number]
        rows.append(SentenceRow(int(number), marked, len(asked), own))
    return rows


def _count_marks(
    exercise: Exercise,
    students: list[Student],
    lesson: Lesson,
    counts: Counter[int],
    asked: set[str],
) -> None:
    form = form_of(exercise, lesson)
    for student in students:
        standing = student.standings.get(exercise.id)
        if standing and is_valid_answer(form, standing.first.get("answer")):
            asked.add(student.name)
            counts.update(set(standing.first["answer"]))


@dataclass(frozen=True)
class SureRow:
    """How many first verdicts were given with one degree of certainty, and how many were right."""

    confidence: str
    verdicts: int
    right: int


def calibration_rows(students: list[Student], exercises: dict[str, Exercise]) -> list[SureRow]:
    """Return a row for each degree of certainty, over the whole class."""
    firsts = [
        one.first
        for student in students
        for name, one in student.standings.items()
        if exercises[name].kind == "verdict"
    ]
    rows = []
    for degree, label in enumerate(SURE):
        lines = [line for line in firsts if line.get("confidence") == degree]
        right = sum(line["result"] == "right" for line in lines)
        rows.append(SureRow(label, len(lines), right))
    return rows
