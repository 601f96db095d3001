"""Exercises of the browser edition: their texts were filled and checked when the site was built."""

import json
from functools import cache

from helpers.display.html import Page
from helpers.display.style import HELPERS
from helpers.errors import UserError
from helpers.exercises.card import live_card
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson
from helpers.lesson.vocabulary import Vocabulary
from helpers.lesson.wording import did_you_mean


@cache
def current_exercises() -> tuple[Lesson, dict[str, Exercise]]:
    """Return the lesson and its exercises, by id, as the build wrote them."""
    stored = json.loads((HELPERS / "lesson.json").read_text(encoding="utf-8"))
    exercises = {one["id"]: Exercise(**one) for one in stored.pop("exercises")}
    vocabulary = Vocabulary(**stored.pop("vocabulary"))
    return Lesson(**stored, vocabulary=vocabulary), exercises


def exercise(name: str) -> Page:
    """Show one exercise; a `UserError` says if this edition does not have it."""
    lesson, exercises = current_exercises()
    if name not in exercises:
        raise UserError(
            f"There is no exercise called {name!r} in this edition.{did_you_mean(name, exercises)}"
        )
    return live_card(exercises[name], lesson)
