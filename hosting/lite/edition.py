"""What the browser edition contains: helpers without pandas, the exercises, and the notebooks."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.exercises import current_exercises
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson

PROJECT = Path(__file__).resolve().parents[2]

#: These files replace those of the same name in helpers/.
BROWSER = Path(__file__).parent / "browser"

#: Pyodide's registry on npm and PyPI have no builds of these for the browser.
UNAVAILABLE = ("pandas", "numpy", "matplotlib", "PIL")

#: The lessons whose exercises need nothing but the text and what a student has learned before.
NOTEBOOKS = ("01-read-the-text", "05-exercises")

#: Imports the edition as the browser does, and prints the files that this took.
_TRACE = f"""
import sys
sys.modules.update(dict.fromkeys({UNAVAILABLE}))
import helpers
helpers.exercises.current_exercises()
print(helpers.display.style.HELPERS / "lesson.json")
for name, module in sys.modules.items():
    if name.partition(".")[0] == "helpers":
        print(module.__file__)
"""

_INTRODUCTION = """\
# {title}

This page runs in your browser alone: nothing is installed, and nothing that you do leaves this
computer. Choose **Run**, **Run All Cells** in the menu. The first time takes about half a minute.

Your answers are saved in this browser, in the file `my-work/journal.jsonl`. **Before you leave,
save a copy**: in the list of files on the left open *my-work*, right-click *journal.jsonl* and
choose *Download*. Clearing the browser's data deletes your answers. On another computer, drag the
copy back into *my-work* before you run the first cell."""


def included(exercises: dict[str, Exercise]) -> list[Exercise]:
    """Return the exercises of the edition, in the order of the file."""
    return [one for one in exercises.values() if one.notebook in NOTEBOOKS and one.kind != "task"]


def write_helpers(folder: Path) -> None:
    """Write the modules that the browser needs, with the lesson, to a folder called helpers.

    A module of ours that imports one of `UNAVAILABLE` stops the build with Python's own message.
    """
    home = folder.resolve() / "helpers"
    unneeded = shutil.ignore_patterns("__pycache__", "task.py")
    shutil.copytree(PROJECT / "helpers", home, ignore=unneeded)
    shutil.copytree(BROWSER / "helpers", home, dirs_exist_ok=True, ignore=unneeded)
    lesson, exercises = current_exercises()
    stored = json.dumps(_stored(lesson, included(exercises)), ensure_ascii=False)
    (home / "lesson.json").write_text(stored, encoding="utf-8")
    needed = {Path(path) for path in _run(folder, _TRACE).splitlines()}
    for path in home.rglob("*"):
        front_end = path.suffix in (".css", ".js") and path.parent.name in ("display", "exercises")
        if path.is_file() and not (path in needed or front_end):
            path.unlink()


def _run(folder: Path, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def _stored(lesson: Lesson, exercises: list[Exercise]) -> dict[str, Any]:
    """Return what helpers/exercises/__init__.py of the edition reads."""
    return {
        "name": lesson.name,
        "sentences": list(lesson.sentences["text"]),
        "events": _rows(lesson.events),
        "instruments": _rows(lesson.instruments),
        "claims": _rows(lesson.claims),
        "sources": _rows(lesson.sources[["id", "url"]]),
        "citations": lesson.citations,
        "vocabulary": asdict(lesson.vocabulary),
        "exercises": [asdict(one) for one in exercises],
    }


def _rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by id, without moments, which JSON does not have."""
    rows = table.select_dtypes(exclude="datetime").to_dict("records")
    return {row["id"]: {str(name): value for name, value in row.items()} for row in rows}


def write_notebooks(folder: Path) -> None:
    """Write one notebook for each of `NOTEBOOKS`: the text, then its exercises, a cell each."""
    lesson, exercises = current_exercises()
    folder.mkdir(parents=True)
    for name in NOTEBOOKS:
        original = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)
        title = original.cells[0].source.splitlines()[0].lstrip("# ")
        chosen = [one for one in included(exercises) if one.notebook == name]
        cells = [
            new_markdown_cell(_INTRODUCTION.format(title=title)),
            new_markdown_cell(_text(lesson)),
            new_code_cell("from helpers import exercise"),
            *(new_code_cell(f'exercise("{one.id}")') for one in chosen),
        ]
        for number, cell in enumerate(cells):
            cell.id = f"cell-{number}"
        kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
        nbformat.write(
            new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / f"{name}.ipynb"
        )


def _text(lesson: Lesson) -> str:
    """Return the text under study as numbered sentences."""
    heading, *rest = lesson.sentences["text"]
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(rest, start=1)]
    return "\n".join([f"## The text: {heading}", "", *lines])
