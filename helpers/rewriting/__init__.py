"""Writing the text again: the editor with its live check, our own version, and the rubric."""

from helpers.display.fresh import fresh_page
from helpers.display.html import Live, Page
from helpers.errors import UserError
from helpers.exercises.history import stamp
from helpers.lesson.model import Lesson
from helpers.rewriting.drafts import drafts_of
from helpers.rewriting.editor import EditorWidget
from helpers.rewriting.pages import model_page, rubric_page, static_form
from helpers.rewriting.writing import read_writing


def rewrite(lesson: Lesson, show: str = "editor") -> Page:
    """Write the text again, next to the original.

    Everything that you type is saved in your folder, and earlier drafts can be brought back. The
    check below the text says what still disagrees with the record. It is not a grade.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    show : {"editor", "model"}
        ``"model"`` shows our own version, once you have written five sentences.

    Returns
    -------
    Page
        The editor: live where a kernel runs, the task alone everywhere else.

    Raises
    ------
    ValueError
        If `show` is neither of these.

    See Also
    --------
    show_rubric : What makes a text good, with samples.
    browse : Find an event of the chronology.

    Examples
    --------
    >>> from helpers import load_lesson, rewrite
    >>> rewrite(load_lesson())
    Write the text again so that everything in it is true. ...
    """
    writing = read_writing(lesson)
    if show == "model":
        text = "Run this cell to see our version once you have written your own."
        return fresh_page(lambda: model_page(lesson, writing, drafts_of(lesson)), stamp, text)
    if show != "editor":
        raise UserError(f"There is nothing called {show!r}. Choose 'editor' or 'model'.")
    static = static_form(writing)
    return Live(static.html, static.text, EditorWidget(lesson, writing))


def show_rubric(lesson: Lesson) -> Page:
    """Show what makes a text good, with a sample at each level.

    Each criterion is a question about your text, and you find the level that fits it best.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.

    Returns
    -------
    Page
        A table for each criterion.

    See Also
    --------
    rewrite : Write the text again.

    Examples
    --------
    >>> from helpers import load_lesson, show_rubric
    >>> show_rubric(load_lesson())
    Read the samples first. Then find the level of your own text for each question.
    ...
    """
    return rubric_page(read_writing(lesson))
