"""Measure what a teacher waits for: importing and checking a workbook of a hundred events.

Run `.venv/bin/python benchmarks/authoring.py`. Each command runs in a program of its own, as with
`start.py`, so the time contains the start of Python. With `--small` there are ten events, once.
Nothing passes or fails: times depend on the machine.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import load_workbook

PROJECT = Path(__file__).resolve().parent.parent


#: The target for import and check together, in seconds.
TARGET = 3.0

COMMAND = "import sys; from tools import lessons; lessons.LESSONS = lessons.Path(sys.argv[1]); "
COMMAND += "sys.exit(lessons.main(sys.argv[2:]))"


def write_many(folder: Path, count: int) -> None:
    """Add events to the example until there are enough."""
    book = load_workbook(folder / "lesson.xlsx")
    for number in range(count - 2):
        values = (
            str(1700 + number),
            f"Event of the year {1700 + number}",
            f"In {1700 + number} something happens that only this row tells.",
            "Ada Lind",
            "Lenn",
            "Halloran 1901 [p. 88]",
            "Lenn",
        )
        for column, value in enumerate(values, 1):
            book["events"].cell(4 + number, column, value)
    book.save(folder / "lesson.xlsx")


def seconds(home: Path, *arguments: str) -> float:
    """Return how long a command takes."""
    command = [sys.executable, "-c", COMMAND, str(home), *arguments]
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    began = time.perf_counter()
    subprocess.run(
        command,
        cwd=PROJECT,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    return time.perf_counter() - began


def main(count: int, rounds: int) -> None:
    """Print the medians beside the target."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        seconds(home, "new-lesson", "lenn")
        write_many(home / "lenn", count)
        times = [
            (seconds(home, "import", "lenn"), seconds(home, "check", "lenn")) for _ in range(rounds)
        ]
    imported, checked = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"import of {count} events: {imported:.2f} s")
    print(f"check of {count} events: {checked:.2f} s")
    print(f"together: {imported + checked:.2f} s (target: {TARGET:.0f} s)")


if __name__ == "__main__":
    small = "--small" in sys.argv
    main(10 if small else 100, 1 if small else 5)
