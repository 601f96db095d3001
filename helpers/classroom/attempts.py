"""Which attempt at an exercise counts: the first, the last or the best."""

from collections.abc import Iterable
from typing import Any, Final

from helpers.classroom.collect import Student
from helpers.classroom.grading import POINTS
from helpers.exercises.loading import Exercise
from helpers.exercises.summary import Standing

#: What a teacher can choose, and what it says about a student.
CHOICES: Final = {
    "first": "the first attempt: what students knew before they got any feedback",
    "last": "the last attempt: what students had understood at the end",
    "best": "the best attempt",
}

#: Kinds of exercise that have no right answer.
_NOT_GRADED: Final = ("write", "vote")

#: An exercise counts if at least this share of the class answered it.
ANSWERED_BY: Final = 0.5


def result_of(standing: Standing, choice: str) -> str:
    """Return the result of the attempt that counts; "" if it is not known."""
    if choice == "best":
        known = [line["result"] for line in standing.tries if line.get("result") in POINTS]
        return max(known, key=lambda result: POINTS[result], default="")
    attempt: dict[str, Any] = getattr(standing, choice)
    return str(attempt.get("result", ""))


def points_of(standing: Standing | None, choice: str) -> float:
    """Return what the attempt that counts is worth: 1, a half for partly right, or 0."""
    return POINTS.get(result_of(standing, choice), 0.0) if standing else 0.0


def graded(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Return the exercises of the notebooks that have a right answer."""
    return [one for one in exercises if one.kind not in _NOT_GRADED and one.notebook]


def counted(exercises: Iterable[Exercise], students: list[Student]) -> list[Exercise]:
    """Return the exercises that count: those that at least half of the students answered.

    A class does a few exercises of many, and a student who did others as well loses nothing.
    """
    least = max(1, len(students) * ANSWERED_BY)
    return [
        one
        for one in graded(exercises)
        if sum(one.id in student.standings for student in students) >= least
    ]


def points(student: Student, exercises: Iterable[Exercise], choice: str) -> float:
    """Return a student's points for the exercises that count."""
    return sum(points_of(student.standings.get(one.id), choice) for one in exercises)
