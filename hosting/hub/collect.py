"""Collect what a class has written on the hub, for `python3 start.py class FOLDER`.

    sudo .venv/bin/python hosting/hub/collect.py FOLDER

copies the journal of every student to FOLDER/NAME/journal.jsonl and never follows a link.
"""

import os
import shutil
import stat
import sys
from pathlib import Path

LESSON = Path(__file__).resolve().parents[2]
#: Where in a student's folder the answers are.
JOURNAL = ("my-work", "journal.jsonl")
#: A journal is text that one person typed: more than this is something else. In bytes.
LARGEST = 50_000_000


def open_below(folder: Path, parts: tuple[str, ...]) -> int:
    """Open a file below a folder for reading; an OSError if any part of the way is a link.

    A student could put a link into their folder that leads to somebody else's file, and this
    program may read every file.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            below = os.open(part, flags, dir_fd=handle)
        finally:
            os.close(handle)
        handle = below
    return handle


def collect_one(student: Path, target: Path) -> str:
    """Copy the journal of a student and return a line that says what happened."""
    try:
        with os.fdopen(open_below(student, JOURNAL), "rb") as journal:
            about = os.fstat(journal.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                return f"{student.name}: the journal is not a text file of a usual size; left out"
            target.mkdir(parents=True, exist_ok=True)
            with (target / JOURNAL[-1]).open("wb") as copy:
                shutil.copyfileobj(journal, copy)
    except FileNotFoundError:
        return f"{student.name}: no answers yet"
    except OSError as problem:
        return f"{student.name}: {problem.strerror}; left out"
    return f"{student.name}: collected"


def main(arguments: list[str]) -> int:
    """Collect all journals into the folder that the arguments name."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    students = Path(os.environ.get("LESSON_HUB", LESSON / "hub-data")) / "students"
    for student in sorted(students.iterdir()):
        print(collect_one(student, Path(arguments[0]) / student.name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
