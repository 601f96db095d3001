"""The commands for a lesson of one's own: new-lesson, import, check, build and test.

They work on the folder ``lessons/NAME``. Run them with ``python3 start.py import NAME``.
"""

import json
import os
import sys
from pathlib import Path

import nbformat

from helpers.authoring.importing import import_workbook, is_current
from helpers.authoring.notebooks import (
    Material,
    empty_places,
    read_notebook,
    shown_exercises,
    weave,
)
from helpers.authoring.spreadsheet import CSV_FOLDER, WORKBOOK
from helpers.authoring.starting import check_name, start_lesson
from helpers.errors import UserError
from helpers.exercises.loading import load_exercises
from helpers.files import LESSONS, PROJECT
from helpers.lesson.background import optional_problems
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count
from helpers.load import load_lesson
from tools import prose
from tools.bibliographies import bibliographies
from tools.executing import build_notebooks
from tools.markdown import HEADING, TIME, minutes_in

#: What start.py understands besides; a lesson of this name could not be opened.
TAKEN = (
    *(
        "new-lesson",
        "import",
        "check",
        "build",
        "test",
        "open",
        "edit",
        "fresh",
        "guide",
        "help",
        "lock",
    ),
    *("faults", "mutants", "class", "handouts", "slides", "editions", "site", "hub", "data"),
)

#: So many titles are listed at most.
SHOWN = 10


def new_lesson(folder: Path, options: list[str]) -> int:
    """Make a lesson with the example, ready to open."""
    as_csv = "--csv" in options
    start_lesson(folder, as_csv=as_csv)
    import_workbook(folder)
    _weave(folder)
    book = f"{CSV_FOLDER}/ (one file for each sheet)" if as_csv else WORKBOOK
    print(
        f"Your lesson is in the folder lessons/{folder.name}. It contains a small example that "
        f"works.\n"
        f"1. Open lessons/{folder.name}/{book} in Excel or LibreOffice, and replace the "
        "example with your text.\n"
        f"2. Save it, then run: python3 start.py import {folder.name}\n"
        f"3. Then run: python3 start.py build {folder.name}\n"
        f"To see the lesson: python3 start.py {folder.name}"
    )
    return 0


def import_lesson(folder: Path, _: list[str]) -> int:
    """Convert the workbook into the lesson’s files."""
    done = import_workbook(folder)
    _print_notes(done.notes)
    print(f"Imported: {done.summary}.")
    print(f"Next: python3 start.py build {folder.name}")
    return 0


def _print_notes(notes: list[str]) -> None:
    if notes:
        print("Please look at this:")
        print("\n".join(f"  {note}" for note in notes))


def _import_if_changed(folder: Path) -> None:
    if not is_current(folder):
        done = import_workbook(folder)
        _print_notes(done.notes)
        print(f"The workbook has changed, so it was imported: {done.summary}.")


def build(folder: Path, options: list[str]) -> int:
    """Import the workbook if it has changed, complete the notebooks, and run them."""
    _import_if_changed(folder)
    lesson = _weave(folder)
    paths = sorted((folder / "notebooks").glob("*.ipynb"))
    chosen = [path for path in paths if not options or path.name.startswith(tuple(options))]
    if not chosen:
        known = ", ".join(path.stem for path in paths)
        raise UserError(f"No notebook begins with {', '.join(options)}. There are: {known}.")
    _write_bibliographies(folder)
    failed = build_notebooks(chosen, lesson)
    print(f"Next: python3 start.py {folder.name}")
    return 1 if failed else 0


def _write_bibliographies(folder: Path) -> None:
    """Write the sources for programs that manage references."""
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    for name, text in bibliographies(sources).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _weave(folder: Path) -> Lesson:
    """Complete the notebooks, and the table of minutes in the guide."""
    lesson = load_lesson(folder)
    notebooks = folder / "notebooks"
    weave(notebooks, Material(lesson, load_exercises(lesson)))
    for path in notebooks.glob("9*.ipynb"):
        guide = read_notebook(path)
        for cell in guide.cells:
            if cell.cell_type == "markdown":
                cell.source = prose.TABLE.sub(lambda _: prose.table(notebooks, ""), cell.source)
        path.write_text(nbformat.writes(guide) + "\n", encoding="utf-8", newline="\n")
    return lesson


def check(folder: Path, _: list[str]) -> int:
    """Check workbook, files and notebooks, and list the places that are still empty."""
    if not is_current(folder):
        import_workbook(folder, write=False)
        print(
            "The workbook is right, but it has changed since the last import. "
            f"Run: python3 start.py import {folder.name}"
        )
        return 1
    lesson = load_lesson(folder)
    exercises = load_exercises(lesson)
    notebooks = folder / "notebooks"
    found = [
        *map(str, optional_problems(lesson)),
        *_prose_problems(notebooks, lesson),
        *_exercise_problems(shown_exercises(notebooks), set(exercises)),
        *_minute_problems(notebooks),
    ]
    print("\n".join(found) if found else "Everything is right.")
    if todo := empty_places(notebooks):
        print(
            f"{with_count(len(todo), 'place')} in the notebooks still to fill in "
            f"(python3 start.py edit {folder.name}):"
        )
        print("\n".join(f"  {place}" for place in todo))
    print(
        f"{with_count(len(lesson.events), 'event')}, {with_count(len(lesson.claims), 'claim')}, "
        f"{with_count(len(lesson.sources), 'source')}, {with_count(len(exercises), 'exercise')}."
    )
    print(_single_sourced(lesson))
    return 1 if found else 0


def _single_sourced(lesson: Lesson) -> str:
    """Return a line about the events for which only one source, or one author, is named."""
    titles = list(lesson.events.loc[lesson.events["single_sourced"], "title"])
    if not titles:
        return "Every event has sources by two authors."
    more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
    return (
        f"{len(titles)} of {with_count(len(lesson.events), 'event')} have sources by one author "
        f"only: {'; '.join(titles[:SHOWN])}{more}. Is there a second source?"
    )


def _markdown(path: Path) -> str:
    cells = read_notebook(path).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def _prose_problems(notebooks: Path, lesson: Lesson) -> list[str]:
    return [
        problem
        for path in sorted(notebooks.glob("*.ipynb"))
        for problem in prose.unknown(_markdown(path), lesson, path.name)
    ]


def _exercise_problems(shown: dict[str, set[str]], known: set[str]) -> list[str]:
    """Return the exercises that no notebook shows, and those shown that don’t exist."""
    everywhere = set().union(*shown.values())
    missing = [
        f"No notebook shows the exercise {name}. Run the build, or add a cell with "
        f'exercise("{name}").'
        for name in sorted(known - everywhere)
    ]
    unknown = [
        f"{path}: it shows the exercise {name}, which does not exist any more. Delete that cell."
        for path, names in shown.items()
        for name in sorted(names - known)
        if name != "verdicts" and not name.startswith("verdict-")
    ]
    return missing + unknown


def _minute_problems(notebooks: Path) -> list[str]:
    """Return the notebooks whose sections take more or less time than their first cell says."""
    found = []
    for path in sorted(notebooks.glob("*.ipynb")):
        text = _markdown(path)
        total = minutes_in(head for marks, head in HEADING.findall(text) if marks != "#")
        stated = TIME.search(text)
        if stated and total and int(stated[1]) != total:
            found.append(
                f"{path.name}: its sections take {total} minutes, but its first cell says "
                f"{stated[1]}. Correct one of them."
            )
    return found


def test(folder: Path, options: list[str]) -> int:
    """Run the notebooks, compare their outputs, and try every public function on the lesson."""
    import pytest

    tests = [str(folder / "notebooks"), str(PROJECT / "tests" / "test_any_lesson.py")]
    return int(pytest.main([*tests, *options]))


COMMANDS = {
    "new-lesson": new_lesson,
    "import": import_lesson,
    "build": build,
    "check": check,
    "test": test,
}


def lesson_named(name: str) -> Path:
    """Return the folder of an existing lesson; a `UserError` lists them if there is none."""
    if name and (LESSONS / name).is_dir():
        return LESSONS / name
    known = sorted(path.name for path in LESSONS.glob("*") if path.is_dir())
    message = f"There is no lesson “{name}”." if name else "Say which lesson."
    there = f"There are: {', '.join(known)}." if known else "There is none yet."
    raise UserError(f"{message} {there} To begin one: python3 start.py new-lesson NAME")


def main(arguments: list[str]) -> int:
    """Do what a command asks for; say in a sentence what is wrong and what helps."""
    command, *rest = arguments
    names = [word for word in rest if not word.startswith("-")][:1]
    options = [word for word in rest if word not in names]
    try:
        if command == "new-lesson":
            if not names:
                raise UserError("Give the lesson a name: python3 start.py new-lesson NAME")
            folder = LESSONS / check_name(names[0], list(TAKEN))
        else:
            folder = lesson_named(names[0] if names else "")
        os.environ["LESSON_FOLDER"] = str(folder)
        return COMMANDS[command](folder, options)
    except UserError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(
            f"{error.filename or 'A file'} can’t be read or written ({error.strerror or error}). "
            "Close it in other programs and try again. Nothing of yours was changed.",
            file=sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
