"""Say in words whether everything that the notebooks need works, by doing what they do."""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from uuid import uuid4

from helpers.display.html import Page
from helpers.display.tables import table_html, table_text
from helpers.exercises import journal
from helpers.files import work_folder
from helpers.load import load_lesson

#: The modules that the notebooks can't do without, and what each is for. (Without pandas there is
#: nothing to show this page with.)
NEEDED = {
    "ipywidgets": "exercises",
    "anywidget": "exercises and browsers",
    "jupyterlab": "reading the notebooks",
    "yaml": "the exercises' file",
    "jsonschema": "the exercises' file",
    "jinja2": "saving your work as a page",
    "markupsafe": "showing text",
    "matplotlib.figure": "the timelines",
    "openpyxl": "saving as Excel",
    "docx": "saving your work for Word",
}
#: As much as a long answer, with letters of several alphabets.
PROBE = "An answer: ответ, respuesta, één. " * 150


def check_setup() -> Page:
    """Check the packages, the data and the folder for the student's work.

    It says in words what works on this computer, and what helps where something does not.

    Returns
    -------
    Page
        A table with a line for each thing: what it is, "works" or what is wrong, and what to do.

    See Also
    --------
    load_lesson : Say what is wrong with the data, in full.

    Examples
    --------
    >>> from helpers import check_setup
    >>> check_setup()
    Everything works.
    ...
    """
    import pandas as pd

    checks: dict[str, Callable[[], str]] = {
        "Packages": _packages,
        "The lesson's data": _data,
        "Your own folder": _folder,
    }
    rows = pd.DataFrame(
        [(name, *_verdict(check)) for name, check in checks.items()],
        columns=["what", "result", "more"],
    )
    caption = (
        "Everything works."
        if (rows["result"] == "works").all()
        else "Something needs your attention."
    )
    headers = ["What was checked", "Result", "More"]
    return Page(table_html(rows, caption, headers), table_text(rows, caption, headers))


def _verdict(check: Callable[[], str]) -> tuple[str, str]:
    try:
        return "works", check()
    except Exception as problem:  # the student is told what is wrong
        return "does not work", str(problem)


def _packages() -> str:
    missing = [f"{name} ({use})" for name, use in NEEDED.items() if not _can_import(name)]
    if missing:
        raise RuntimeError(
            f"Missing: {', '.join(missing)}. Close JupyterLab and start again with start.py."
        )
    return "All packages are there."


def _can_import(name: str) -> bool:
    try:
        if name == "jupyterlab":  # it is running; to import it takes 30 MB of each kernel
            return find_spec(name) is not None
        import_module(name)
    except Exception:  # whatever a damaged package raises
        return False
    return True


def _data() -> str:
    from helpers.exercises.loading import load_exercises, verdict_exercises

    lesson = load_lesson()
    exercises = load_exercises(lesson)
    verdict_exercises(exercises, lesson)
    return (
        f"{len(lesson.events)} events, {len(lesson.claims)} claims, {len(lesson.sources)} sources "
        f"and {len(exercises)} exercises were read."
    )


def _folder() -> str:
    """Write, read and delete a line as long as an answer, and read the journal."""
    folder = work_folder()
    probe = folder / f".probe-{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with probe.open("x", encoding="utf-8") as file:
                file.write(PROBE)
                file.flush()
                os.fsync(file.fileno())
            if probe.read_text(encoding="utf-8") != PROBE:
                raise OSError("what was written can't be read again")
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise RuntimeError(
            f"The folder {folder} can't be written ({error.strerror or error}). You can go on, but "
            "your answers last only until you close this."
        ) from None
    if problem := journal.JOURNAL.problem():
        raise RuntimeError(f"Your answers can't be read: {problem}")
    return f"What you answer and save is kept in the folder {folder.name}."
