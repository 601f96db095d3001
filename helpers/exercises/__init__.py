"""Exercises: one call shows one exercise; one call shows what has been done."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import ipywidgets as widgets
from markupsafe import Markup

from helpers.display.html import Live, Page, paragraph
from helpers.errors import UserError
from helpers.exercises.card import CardWidget, live_card
from helpers.exercises.history import History
from helpers.exercises.loading import (
    EXERCISES,
    VERDICTS,
    Exercise,
    load_exercises,
    verdict_exercises,
)
from helpers.exercises.verdicts import live_verdicts
from helpers.files import lesson_folder
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean
from helpers.load import Stamp, file_stamp, lesson_files, load_lesson

#: What `my_work` can do.
WORK = ("progress", "export", "export-markdown", "merge")


@lru_cache(maxsize=1)
def _loaded(folder: Path, stamp: Stamp) -> tuple[Lesson, dict[str, Exercise]]:
    lesson = load_lesson(folder)
    return lesson, load_exercises(lesson)


def _load() -> tuple[Lesson, dict[str, Exercise]]:
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

    Everything comes from the journal in your folder, which contains every answer that you gave.

    Parameters
    ----------
    what : {"progress", "export", "export-markdown", "merge"}
        ``"export"`` writes all your answers into your folder as a page, ``my-work.html``,
        ``"export-markdown"`` as ``my-work.md``. ``"merge"`` adds the answers of other copies of
        your journal, which services such as OneDrive or Dropbox make.

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
    from helpers.exercises.copies import merge_copies
    from helpers.exercises.hand_in import export_work
    from helpers.exercises.progress import progress_page

    if what not in WORK:
        raise UserError(f"There is nothing called {what!r}. Choose one of: {', '.join(WORK)}.")
    if what == "merge":
        return paragraph(merge_copies())
    lesson, exercises = _load()
    journal = History(lesson.name)
    if what == "progress":
        text = (
            "Run this cell to see what you have done: by skill, how sure you were, "
            "and what comes next."
        )
        page = progress_page(exercises, journal)
        html = Markup('<div class="card"><p>{}</p></div>').format(text)
        return Live(html, text, widgets.HTML(page._repr_html_()))
    known = exercises | {one.id: one for one in verdict_exercises(exercises, lesson)}
    return export_work(known, lesson, journal, "html" if what == "export" else "md")
