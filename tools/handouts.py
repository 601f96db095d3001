"""Write the handouts as PDF files into the folder handouts, for students and for teachers."""

import argparse
import sys
from pathlib import Path

from helpers.classroom.handouts.printing import PAPERS, print_sheets
from helpers.classroom.handouts.sheets import (
    PLANS,
    STUDENTS,
    TEACHERS,
    Sheet,
    all_sheets,
    left_out,
)
from helpers.errors import LessonError, UserError
from helpers.exercises.loading import ExerciseError
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from tools.copies import GUIDE

FOLDER = PROJECT / "handouts"
#: What the files with all sheets are called.
ALL = {STUDENTS: "All handouts for students", TEACHERS: "All handouts for teachers"}


def write_handouts(lesson: Lesson, folder: Path, paper: str) -> list[Sheet]:
    """Write a file for each sheet, and one with all sheets, for students and for teachers.

    Returns the sheets that were written.
    """
    guide = PROJECT / "notebooks" / GUIDE
    shipped = lesson.folder == PROJECT / "data" and guide.is_file()
    sheets = all_sheets(lesson, paper, guide if shipped else None)
    for audience, title in ALL.items():
        chosen = [sheet for sheet in sheets if sheet.audience == audience]
        place = folder / paper / audience
        place.mkdir(parents=True, exist_ok=True)
        for name in {*PLANS, "guide"} - {sheet.id for sheet in chosen}:
            (place / f"{name}.pdf").unlink(missing_ok=True)  # of another lesson, or an older one
        for sheet in chosen:
            content = print_sheets([sheet], sheet.title, lesson.vocabulary.title, paper)
            (place / f"{sheet.id}.pdf").write_bytes(content)
        together = [sheet for sheet in chosen if sheet.id != "guide"]
        content = print_sheets(together, title, lesson.vocabulary.title, paper)
        (place / f"all-{audience}.pdf").write_bytes(content)
    return sheets


def main(arguments: list[str]) -> int:
    """Write the handouts of the lesson, say what was left out, and return the exit status."""
    parser = argparse.ArgumentParser(prog="start.py handouts", description=__doc__)
    parser.add_argument("--paper", choices=PAPERS, help="only this size of paper")
    paper = parser.parse_args(arguments).paper
    try:
        lesson = load_lesson()
        for one in [paper] if paper else PAPERS:
            sheets = write_handouts(lesson, FOLDER, one)
    except (LessonError, ExerciseError, UserError) as error:
        print(error)
        return 1
    except OSError as error:
        print(
            f"{error.filename or FOLDER} can’t be written ({error.strerror}). If it is open in "
            "another program, close it there, and start again."
        )
        return 1
    print(f"{len(sheets)} handouts are in {FOLDER}. Keep the folders called teachers to yourself.")
    for message in left_out(lesson, sheets):
        print(message)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
