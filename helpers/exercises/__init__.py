"""Exercises: one call shows one exercise."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.display.html import Page
from helpers.errors import UserError
from helpers.exercises.card import CardWidget, live_card
from helpers.exercises.loading import (
    EXERCISES,
    VERDICTS,
    Exercise,
    lesson_questions,
    load_exercises,
    verdict_exercises,
)
from helpers.exercises.verdicts import live_verdicts
from helpers.files import lesson_folder
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean
from helpers.load import Stamp, file_stamp, lesson_files, load_lesson


@lru_cache(maxsize=1)
def _loaded(folder: Path, stamp: Stamp) -> tuple[Lesson, dict[str, Exercise]]:
    lesson = load_lesson(folder)
    return lesson, load_exercises(lesson)


def current_exercises() -> tuple[Lesson, dict[str, Exercise]]:
    """Read the current lesson and its exercises, again only when one of their files has changed."""
    folder = lesson_folder()
    return _loaded(folder, file_stamp(folder, [*lesson_files(folder), EXERCISES, VERDICTS]))


def exercise(name: str, answer: Any = None) -> Page:
    """Show one exercise.

    Every answer is saved in your folder before you see the feedback. The solution opens after a
    right answer, or after three different attempts.

    Parameters
    ----------
    name : str
        The id of an exercise, ``"verdicts"`` for the verdicts on all claims of the text, or
        ``"unclear-"`` and the name of a notebook, to say what was unclear in it.
    answer : optional
        For a task in pandas: the value that your own cell has made. ``None`` counts as not answered
        yet.

    Returns
    -------
    Page
        The exercise: live where a kernel runs, the question alone everywhere else.

    Raises
    ------
    ValueError
        If there is no such exercise.

    See Also
    --------
    my_work : Show or save what you have answered.

    Examples
    --------
    >>> from helpers import exercise
    >>> exercise("start-check-first")
    Exercise · sourcing · level 1 of 3 · 1 minute
    ...
    """
    lesson, exercises = current_exercises()
    if name == "verdicts":
        return live_verdicts(verdict_exercises(exercises, lesson), lesson)
    exercises = exercises | lesson_questions(exercises)
    if name not in exercises:
        raise UserError(f"There is no exercise called {name!r}.{did_you_mean(name, exercises)}")
    page = live_card(exercises[name], lesson)
    if exercises[name].kind == "task" and answer is not None:
        card: CardWidget = page.widget
        card.check(answer)
    return page
