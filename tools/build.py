"""Write all generated files: citations, facts in prose, outputs of notebooks, pictures, pages.

Run ``python3 start.py build``; with names (``python3 start.py build 03``) only those notebooks are
executed. Nothing here decides what is true: the data does, and the build writes what follows.
"""

import subprocess
import sys

from helpers.errors import LessonError
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from tools import citations, last_build, pictures, prose, schema, sheets
from tools.check import single_sourced
from tools.executing import build_notebooks


def problems(lesson: Lesson) -> list[str]:
    """Return what must be corrected before anything is built."""
    verdict_exercises(load_exercises(lesson), lesson)
    pages = prose.pages_of(lesson)
    return [one for where, text in pages for one in prose.unknown(text, lesson, where)]


def build_pages(lesson: Lesson) -> None:
    """Write the facts in the prose, and the pictures."""
    for name in prose.MARKDOWN:
        prose.refresh_file(PROJECT / name, lesson)
    print(pictures.write(lesson))
    print(sheets.write())


def build_other_lessons() -> int:
    """Build the lessons in the folder lessons and return how many failed."""
    folders = sorted(path.parent for path in PROJECT.glob("lessons/*/datapackage.json"))
    command = [sys.executable, "-m", "tools.lessons", "build"]
    return sum(subprocess.call([*command, path.name], cwd=PROJECT) != 0 for path in folders)


def update_snapshots() -> int:
    """Let pytest store messages and feedback again; return its exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "--no-header", "--write-snapshots"]
    tests = ["tests/test_snapshots.py", "tests/test_broken_files.py", "-k", "reviewed or edtf"]
    status = subprocess.call([*command, *tests], cwd=PROJECT)
    print(
        "snapshots: read them with git diff tests/snapshots" if not status else "snapshots: failed"
    )
    return status


def main(names: list[str]) -> int:
    """Build, say what changed, and return the exit status."""
    try:
        lesson = load_lesson()
        if wrong := problems(lesson):
            print("\n".join(wrong))
            return 1
        if not names:
            print(citations.write(lesson.folder))
            print(f"schemas: {schema.write()}")
            lesson = load_lesson()
            print("".join(f"{sentence}\n" for sentence in last_build.report(lesson.folder)), end="")
            print(f"{last_build.FILE}: {last_build.write(lesson.folder)}")
        if lesson.folder != prose.SHIPPED:
            print("The notebooks and pages belong to the lesson in data/; they are not built.")
            return 0
    except LessonError as error:
        print(error)
        return 1
    paths = sorted((PROJECT / "notebooks").glob("*.ipynb"))
    chosen = [path for path in paths if not names or path.name.startswith(tuple(names))]
    if not chosen:
        known = ", ".join(path.stem for path in paths)
        print(f"No notebook begins with {', '.join(names)}. There are: {known}.")
        return 1
    failed = build_notebooks(chosen, lesson)
    if names:
        print("Only this was built. After a change of data/ or helpers/: python3 start.py build")
        return 1 if failed else 0
    build_pages(lesson)
    failed += build_other_lessons()
    failed += update_snapshots()
    print(single_sourced(lesson))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
