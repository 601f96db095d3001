"""What a student has done: an overview, their evidence, and what they hand in."""

from collections.abc import Callable
from functools import partial

import ipywidgets as widgets
from markupsafe import Markup

from helpers.display.html import Live, Page, paragraph
from helpers.errors import UserError
from helpers.exercises import current_exercises
from helpers.exercises.copies import merge_copies
from helpers.exercises.evidence import evidence_page
from helpers.exercises.export_line import write_line
from helpers.exercises.hand_in import export_work
from helpers.exercises.history import History, problem
from helpers.exercises.loading import lesson_questions, verdict_exercises
from helpers.exercises.progress import progress_page
from helpers.exercises.summary import gather, statement
from helpers.files import save_as

#: What `my_work` can do.
WORK = (
    *("progress", "evidence", "export", "export-word", "export-markdown", "export-line"),
    "merge",
)

#: What a page without a kernel says in place of each live page.
_WITHOUT_KERNEL = {
    "progress": "Run this cell to see what you have done: by skill, how sure you were, "
    "and what comes next.",
    "evidence": "Run this cell to see your evidence: the words that you marked, your verdicts, "
    "and what decides them.",
}

_FILES = {"export": "html", "export-word": "docx", "export-markdown": "md"}


def my_work(what: str = "progress") -> Page:
    """Show what you have done, or save it to hand in.

    Everything comes from the journal in your folder, which contains every answer that you gave.

    Parameters
    ----------
    what : str, optional
        ``"progress"``: what you have done, and what comes next. ``"evidence"``: a table of the
        words that you marked and of your verdicts, with what decides each of them.
        ``"export"``, ``"export-word"`` and ``"export-markdown"`` save all your answers in your
        folder as one page: ``my-work.html``, ``my-work.docx``, ``my-work.md``. ``"export-line"``
        makes one line of text with all your results, for a form that takes text only.
        ``"merge"`` adds the answers of other copies of your journal, which services such as
        OneDrive or Dropbox make.

    Returns
    -------
    Page
        The overview or the table, or the sentence that says where the file is.

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
    if what not in WORK:
        raise UserError(f"There is nothing called {what!r}. Choose one of: {', '.join(WORK)}.")
    if what == "merge":
        return paragraph(merge_copies())
    lesson, exercises = current_exercises()
    journal = History(lesson.name)
    known = exercises | {one.id: one for one in verdict_exercises(exercises, lesson)}
    known |= lesson_questions(exercises)
    if what == "export-line":
        return _export_line(journal)
    if what in _FILES:
        return export_work(partial(gather, known, lesson, journal), _FILES[what])
    if what == "evidence":
        return _live(what, lambda: evidence_page(known, lesson, journal))
    return _live(what, lambda: progress_page(exercises, journal))


def _live(what: str, make: Callable[[], Page]) -> Page:
    """Return a page that is shown only where a kernel runs, because it is the student's own.

    It is shown as an output, so that JupyterLab opens its links to other notebooks.
    """
    page, text = make(), _WITHOUT_KERNEL[what]
    data = {"text/html": page._repr_html_(), "text/plain": page.text}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    html = Markup('<div class="card"><p>{}</p></div>').format(text)
    return Live(html, text, widgets.Output(outputs=[output]))


_LINE = Markup('<p>{}</p><p><code style="overflow-wrap: anywhere">{}</code></p>')


def _export_line(journal: History) -> Page:
    """Show one line with all results, and save it as well, because it is long to copy."""
    if reason := problem():
        return paragraph(f"Not saved: my-work.txt. {reason} Then run this cell again.")
    line = write_line(journal)
    saved = save_as("my-work.txt", lambda path: path.write_text(f"{line}\n", encoding="ascii"))
    text = f"{saved} {statement(journal.attempts())} Copy the whole line into the form:"
    return Page(_LINE.format(text, line), f"{text}\n{line}")
