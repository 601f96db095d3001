"""Measure loading: the whole lesson, ten thousand events, one date, the import of `helpers`.

Run `.venv/bin/python benchmarks/loading.py`. It prints the median of several rounds beside the
target. Nothing passes or fails: times depend on the machine. With `--small` it measures once, with
a hundred events.
"""

import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from helpers import load  # noqa: E402
from helpers.lesson import dates  # noqa: E402

ROUNDS = 15
MANY = 10_000
#: What a cell that loads everything costs in a kernel, where IPython, pandas and matplotlib are
#: there already.
IMPORT = """
import time, pandas, matplotlib.pyplot, IPython, ipykernel.ipkernel, ipywidgets
before = time.perf_counter()
import helpers
{more}
print(time.perf_counter() - before)
"""
ALL_NAMES = "[getattr(helpers, name) for name in helpers.__all__]"


def median(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of the seconds that an action takes."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def load_anew(folder: Path) -> None:
    load._load_once.cache_clear()
    load.load_lesson(folder)


def read_anew(texts: list[str]) -> None:
    dates._parsed.cache_clear()
    for text in texts:
        dates.parse_date(text)


def write_many(folder: Path, count: int) -> None:
    """Copy the data, with the events repeated under new ids until there are enough."""
    shutil.copytree(PROJECT / "data", folder)
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    many = [rows[n % len(rows)].copy() for n in range(count)]
    for number, row in enumerate(many[len(rows) :], len(rows)):
        row[0] += f"-{number}"
        for name in ("title", "summary"):
            row[header.index(name)] = f"Something happens, as number {number}."
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *many])


def import_seconds(more: str, rounds: int) -> float:
    """Return the seconds that an import takes in a fresh process."""
    command = [sys.executable, "-c", IMPORT.format(more=more)]
    times = [
        float(
            subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        )
        for _ in range(rounds)
    ]
    return statistics.median(times)


def main(arguments: list[str]) -> None:
    """Measure and print one line for each target."""
    small = "--small" in arguments
    many, rounds = (100, 1) if small else (MANY, ROUNDS)
    texts = list(dict.fromkeys(load.load_lesson().events["date"]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "data")
        write_many(folder, max(many, len(load.load_lesson().events)))
        lines = [
            (
                "the whole lesson, read and checked",
                median(lambda: load_anew(PROJECT / "data"), rounds) * 1e3,
                "ms",
                100,
            ),
            (
                f"a lesson with {many:,} events",
                median(lambda: load_anew(folder), min(rounds, 3)),
                "s",
                2,
            ),
            (
                "one date",
                median(lambda: read_anew(texts), rounds) / len(texts) * 1e6,
                "µs",
                50,
            ),
            ("import helpers", import_seconds("", min(rounds, 5)) * 1e3, "ms", 100),
            (
                "import helpers with all its names",
                import_seconds(ALL_NAMES, min(rounds, 5)) * 1e3,
                "ms",
                100,
            ),
        ]
    for what, value, unit, most in lines:
        print(
            f"{what:38} {value:8.1f} {unit:3} target under {most} {unit}"
            f"{'' if value < most else '   NOT MET'}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
