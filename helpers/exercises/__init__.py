"""Exercises: one call shows one exercise; one call shows what has been done."""

from functools import lru_cache
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from helpers.display.html import Live, Page
from helpers.errors import UserError
from helpers.exercises.card import CardWidget, live_card, live_verdicts
from helpers.exercises.loading import Exercise, load_exercises, verdict_exercises
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean
from helpers.load import load_lesson


@lru_cache(maxsize=1)
def _loaded(stamp: tuple[int, int]) -> tuple[Lesson, dict[str, Exercise]]:
    lesson = load_lesson()
    return lesson, load_exercises(lesson)


def _load() -> tuple[Lesson, dict[str, Exercise]]:
    """Read lesson and exercises once a kernel, and again when a file has changed."""
    paths = list(load_lesson().folder.glob("*.*"))
    return _loaded(
        (max(path.stat().st_mtime_ns for path in paths), sum(path.stat().st_size for path in paths))
    )


def exercise(name: str, answer: Any = None) -> Page:
    """Show one exercise.

    Every answer is kept in your folder before you are told how it was. The solution opens after
    three honest tries.

    Parameters
    ----------
    name : str
        The id of an exercise, or ``"verdicts"`` for the verdicts on all claims of the text.
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
    lesson, exercises = _load()
    if name == "verdicts":
        return live_verdicts(verdict_exercises(exercises, lesson), lesson)
    if name not in exercises:
        raise UserError(f"There is no exercise called {name!r}.{did_you_mean(name, exercises)}")
    page = live_card(exercises[name], lesson)
    if exercises[name].kind == "task" and answer is not None:
        card: CardWidget = page.widget
        card.check(answer)
    return page


def my_work(what: str = "progress") -> Page:
    """Show what you have done, or save it as one page.

    It is read from the journal in your folder, which holds every answer that you gave.

    Parameters
    ----------
    what : {"progress", "export", "export-markdown"}
        ``"export"`` writes all your answers into your folder as a page, ``my-work.html``,
        ``"export-markdown"`` as ``my-work.md``.

    Returns
    -------
    Page
        The overview, or the sentence that says where the file is.

    Raises
    ------
    ValueError
        If `what` is none of these.

    See Also
    --------
    exercise : Answer an exercise.
    export : Save the data or a timeline.

    Examples
    --------
    >>> from helpers import my_work
    >>> my_work()
    Run this cell to see what you have done: by skill, how sure you were, and what comes next.
    """
    from helpers.exercises.progress import export_work, progress_page

    lesson, exercises = _load()
    if what == "progress":
        words = "Run this cell to see what you have done: by skill, how sure you were, and what comes next."
        return Live(
            Markup('<div class="card"><p>{}</p></div>').format(words),
            words,
            widgets.HTML(progress_page(exercises)._repr_html_()),
        )
    if what in ("export", "export-markdown"):
        known = exercises | {one.id: one for one in verdict_exercises(exercises, lesson)}
        return export_work(known, lesson, "html" if what == "export" else "md")
    raise UserError(
        f"There is nothing called {what!r}. Choose 'progress', 'export' or 'export-markdown'."
    )
