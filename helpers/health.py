"""Say in words whether everything that the notebooks need works."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from helpers.display.html import Page
from helpers.display.tables import table_html, table_text
from helpers.files import work_folder
from helpers.load import load_lesson

#: What the notebooks cannot do without, beside what this page itself is made with: package, and
#: what it is for.
NEEDED = {
    "ipywidgets": "exercises",
    "anywidget": "exercises and browsers",
    "jupyterlab": "reading the notebooks",
    "PyYAML": "the exercises' file",
    "matplotlib": "the timelines",
    "openpyxl": "saving as Excel",
}


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
    except Exception as problem:  # whatever is wrong is said to the student, not raised
        return "does not work", str(problem)


def _packages() -> str:
    missing = [f"{name} ({use})" for name, use in NEEDED.items() if not _installed(name)]
    if missing:
        raise RuntimeError(
            f"Missing: {', '.join(missing)}. Close JupyterLab and start again with start.py."
        )
    return "All packages are there."


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _data() -> str:
    from helpers.exercises.loading import load_exercises, verdict_exercises

    lesson = load_lesson()
    exercises = load_exercises(lesson)
    verdict_exercises(exercises, lesson)
    return f"{len(lesson.events)} events, {len(lesson.claims)} claims, {len(lesson.sources)} sources and {len(exercises)} exercises were read."


def _folder() -> str:
    folder = work_folder()
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError:
        raise RuntimeError(
            f"The folder {folder} can't be written. You can go on, but your answers last only until you close this."
        ) from None
    return f"What you answer and save is kept in the folder {folder.name}."
