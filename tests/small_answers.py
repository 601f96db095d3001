"""The small lesson's exercises, one of each kind, and their right answers, for unit tests."""

from pathlib import Path

from helpers.exercises.loading import load_exercises
from helpers.load import load_lesson
from tests import answers

LESSON = load_lesson(Path(__file__).parent / "lesson")
EXERCISES = load_exercises(LESSON)


def right_answer(exercise):
    """Return an answer that is right, as `tests.answers.right_answer`."""
    return answers.right_answer(exercise, LESSON)
