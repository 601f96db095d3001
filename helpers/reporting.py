"""What a student has done: an overview, their evidence, and what they hand in."""

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from helpers.display.fresh import fresh_page
from helpers.display.html import Page, paragraph
from helpers.errors import UserError
from helpers.exercises import current_exercises
from helpers.exercises.copies import merge_copies
from helpers.exercises.evidence import evidence_page
from helpers.exercises.export_line import write_line
from helpers.exercises.hand_in import export_work
from helpers.exercises.hand_in_card import Save, hand_in_card
from helpers.exercises.history import History, problem, stamp
from helpers.exercises.loading import lesson_questions, verdict_exercises
from helpers.exercises.progress import calibration_page, progress_page
from helpers.exercises.summary import Work, gather, statement
from helpers.files import save_as
from helpers.rewriting.check import notes_on

#: What `my_work` can do.
WORK = (
    *("progress", "evidence", "calibration", "hand-in"),
    *("export", "export-word", "export-markdown", "export-line"),
    "merge",
)

#: What a page without a kernel says in place of each live page.
_WITHOUT_KERNEL = {
    "progress": "Run this cell to see what you have done: by skill, how sure you were, "
    "and what comes next.",
    "evidence": "Run this cell to see your evidence: the words that you marked, your verdicts, "
    "and what decides them.",
    "calibration": "Run this cell to see how often you were right, by how sure you were.",
}

_FILES = {"export": "html", "export-word": "docx", "export-markdown": "md"}

#: The buttons with which work is handed in.
_BUTTONS = {
    "export": "Save as a web page",
    "export-word": "Save for Word or LibreOffice",
    "export-markdown": "Save as plain text (Markdown)",
    "export-line": "One line for a form",
}


def my_work(what: str = "progress") -> Page:
    """Show what you have done, or save it to hand in.

    Everything comes from the journal in your folder, which contains every answer that you gave.

    Parameters
    ----------
    what : str, optional
        ``"progress"``: what you have done, and what comes next. ``"evidence"``: a table of the
        words that you marked and of your verdicts, with what decides each of them.
        ``"calibration"``: how often your verdicts were right, by how sure you were.
        ``"hand-in"``: a button for each form in which you can hand in your work.
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
    saves = _saves(partial(gather, known, lesson, journal, partial(notes_on, lesson=lesson)))
    saves["export-line"] = partial(_save_line, journal)
    if what == "hand-in":
        return hand_in_card({name: (label, saves[name]) for name, label in _BUTTONS.items()})
    if what in saves:
        return _saved_page(*saves[what]())
    text = _WITHOUT_KERNEL[what]
    if what == "evidence":
        return fresh_page(lambda: evidence_page(known, lesson, journal), stamp, text)
    if what == "calibration":
        return fresh_page(lambda: calibration_page(journal), stamp, text)
    return fresh_page(lambda: progress_page(exercises, journal), stamp, text)


def _saves(gathered: Callable[[], Work]) -> dict[str, Save]:
    """Return how all answers are saved as a file, for each kind of file."""

    def save(form: str) -> tuple[list[str], str]:
        return [export_work(gathered, form)], ""

    return {name: partial(save, form) for name, form in _FILES.items()}


def _save_line(journal: History) -> tuple[list[str], str]:
    """Save one line with all results; return sentences about it, and the line."""
    if reason := problem():
        return [f"Not saved: my-work.txt. {reason} Then try it again."], ""
    line = write_line(journal)
    saved = save_as("my-work.txt", lambda path: path.write_text(f"{line}\n", encoding="ascii"))
    return [f"{saved} {statement(journal.attempts())} Copy the whole line into the form:"], line


_LINE = Markup('<p>{}</p><p><code style="overflow-wrap: anywhere">{}</code></p>')


def _saved_page(message: list[str], line: str) -> Page:
    """Return the sentences that say what was saved, and the line if there is one."""
    text = " ".join(message)
    return Page(_LINE.format(text, line), f"{text}\n{line}") if line else paragraph(text)
