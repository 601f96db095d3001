"""Seed faults in copies of the project, one at a time, and see that each is caught.

``python3 start.py faults`` seeds them all; with words (``python3 start.py faults claims notebook``)
only those whose name contains one of them. For each it prints the fault, the check that caught it
and the seconds, and it fails when one is not caught. The faults are in data, notebooks, prose and
generated files; `start.py mutants` looks after the code. First, the same checks must pass on a copy
without a fault (left out with ``--tested``, when all tests have just passed).
"""

import importlib
import multiprocessing
import os
import re
import runpy
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.planting import (
    Outgrown,
    Plant,
    append,
    cell,
    code,
    html,
    notebook,
    prose,
    row,
    swap,
    tree,
)

PROJECT = Path(__file__).resolve().parent.parent
#: What a copy does not need.
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "my-work", ".mutants", ".hypothesis", ".*_cache", "*.egg-info"
)
#: Our own packages and modules: those of the copy must be imported, never these.
OURS = ("conftest", "helpers", "start", "tests", "tools")
#: What takes long to import and is not ours: one process has it, and a fork of it runs each check.
#: (Windows starts anew.)
HEAVY = (
    "IPython",
    "anywidget",
    "ipywidgets",
    "jupyter_client",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "nbclient",
    "nbformat",
    "openpyxl",
    "pandas",
    "pytest",
    "yaml",
)
FORKS = "forkserver" in multiprocessing.get_all_start_methods()
PROCESSES: Any = multiprocessing.get_context("forkserver" if FORKS else "spawn")
#: No check takes longer, in seconds.
PATIENCE = 600
#: The exit status of a check that would not run the code of its copy.
ELSEWHERE = 70
PYTEST = ("pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", "--tb=line", "--no-header", "-rfE")
#: `python3 start.py check` itself.
CHECK = "check"
STORED = "tests/test_notebooks_stored.py::test_stored_notebook"
BOOKS = {
    number: f"notebooks/{name}.ipynb"
    for number, name in {
        "00": "00-start-here",
        "01": "01-read-the-text",
        "02": "02-build-the-chronology",
        "03": "03-draw-the-timeline",
        "04": "04-check-the-claims",
        "05": "05-exercises",
        "06": "06-write-it-anew",
        "07": "07-pandas-workshop",
    }.items()
}
#: The checks of the code that look at words.
LINT = "lint"
MODULES = {CHECK: ("tools.check",), LINT: ("tools.lint", "spelling", "misspellings")}
#: The first line in which each module names a problem.
PROBLEM = {
    "pytest": r"^(?:FAILED|ERROR) (\S+?::[^\n]*?|\S+)(?: - [^\n]*)?$",
    "tools.check": r"^ *([\w./-]+(?: line| cell|:|\.\w+).*)$",
    "tools.lint": r"^FAILED .*\n(.+)$",
}


@dataclass(frozen=True)
class Fault:
    """A fault: its name, how it is seeded, and the check (or the tests) that must catch it."""

    name: str
    plant: Plant
    check: str


def move(book: Any) -> None:
    """Put the cell that loads the lesson after the first that uses it."""
    loads = next(
        number
        for number, one in enumerate(book.cells)
        if "load_lesson()" in one.source and one.cell_type == "code"
    )
    uses = next(
        n
        for n, one in enumerate(book.cells)
        if n > loads and one.cell_type == "code" and one.outputs
    )
    book.cells.insert(uses, book.cells.pop(loads))


def on(words: str, change: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a change of the first cell that speaks and holds the words."""
    return lambda book: change(code(book, words))


def say(one: Any, output: dict[str, Any]) -> None:
    """Add an output to a cell."""
    import nbformat

    one.outputs.append(nbformat.from_dict(output))


def key(book: Any) -> None:
    """Hide a solution in the metadata of a cell."""
    from tools.stored import answer_key

    book.cells[1].metadata["right"] = min(answer_key())


def widget(book: Any) -> None:
    """Store the state of a widget."""
    book.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"1": {"right": 2}}}
    }


def other_picture(copy: Path) -> None:
    """Draw the timeline of the README with another title."""
    import matplotlib.image
    import numpy as np

    path = copy / "docs" / "pictures" / "timeline.png"
    points = np.array(matplotlib.image.imread(path))
    points[100:110, 200:260, :3] = 0
    matplotlib.image.imsave(path, points)


def day(date: str) -> str:
    """Return the next day of an exact date in EDTF."""
    from datetime import date as Date
    from datetime import timedelta

    return (Date.fromisoformat(date) + timedelta(1)).isoformat()


def exact(one: dict[str, str]) -> bool:
    """Whether a row has an exact day before the last of a month."""
    return bool(re.fullmatch(r"\d{4}-\d\d-(?:0[1-9]|1\d|2[0-7])", one["date"]))


YAML = "data/exercises.yaml"
FAULTS = (
    Fault(
        "events: a date that the prose names moves by a day",
        row(
            "events",
            lambda one: one["id"] == "mikoyan-arrives",
            lambda one: {**one, "date": day(one["date"])},
        ),
        CHECK,
    ),
    Fault(
        "events: a date in a table moves by a day",
        row(
            "events",
            lambda one: one["id"] == "trade-credit-agreement",
            lambda one: {**one, "date": day(one["date"])},
        ),
        BOOKS["02"],
    ),
    Fault(
        "events: a date loses its doubt",
        row(
            "events",
            lambda one: one["date"].endswith("~"),
            lambda one: {**one, "date": one["date"][:-1]},
        ),
        BOOKS["02"],
    ),
    Fault(
        "events: an event is dropped that others refer to",
        row("events", lambda one: one["id"] == "bay-of-pigs", lambda one: None),
        CHECK,
    ),
    Fault(
        "events: an event is dropped that nothing refers to",
        row("events", lambda one: one["id"] == "u2-shot-down", lambda one: None),
        BOOKS["02"],
    ),
    Fault(
        "events: the 31st of June",
        row("events", exact, lambda one: {**one, "date": f"{one['date'][:4]}-06-31"}),
        CHECK,
    ),
    Fault(
        "events: a date as a spreadsheet writes it",
        row(
            "events",
            exact,
            lambda one: {**one, "date": "/".join(reversed(one["date"].split("-")))},
        ),
        CHECK,
    ),
    Fault(
        "events: two rows with one id",
        row(
            "events",
            lambda one: one["id"] != "bay-of-pigs",
            lambda one: {**one, "id": "bay-of-pigs"},
        ),
        CHECK,
    ),
    Fault(
        "events: a formula in a cell",
        cell("events", "bay-of-pigs", "place", "=HYPERLINK(1)"),
        CHECK,
    ),
    Fault(
        "instruments: a signer is left out",
        row(
            "instruments",
            lambda one: "; " in one["signers"],
            lambda one: {**one, "signers": one["signers"].split("; ")[0]},
        ),
        BOOKS["04"],
    ),
    Fault(
        "claims: a verdict is turned round",
        row(
            "claims",
            lambda one: one["verdict"] == "contradicted",
            lambda one: {**one, "verdict": "supported"},
        ),
        CHECK,
    ),
    Fault(
        "claims: a source that does not exist",
        cell("claims", "c02", "sources", "nobody_1999"),
        CHECK,
    ),
    Fault(
        "claims: a quotation with another letter",
        cell("claims", "c02", "quote", "In the midst of the cold War"),
        CHECK,
    ),
    Fault(
        "assertions: a date moves by a day",
        row(
            "assertions",
            lambda one: one["relation"] == "dated",
            lambda one: {**one, "value": day(one["value"])},
        ),
        BOOKS["07"],
    ),
    Fault(
        "assertions: cause and effect change places",
        row(
            "assertions",
            lambda one: one["relation"] == "caused",
            lambda one: {**one, "subject": one["object"], "object": one["subject"]},
        ),
        CHECK,
    ),
    Fault(
        "assertions: one is dropped",
        row("assertions", lambda one: one["relation"] == "met", lambda one: None),
        BOOKS["07"],
    ),
    Fault(
        "disputes: a source that does not exist",
        row("disputes", lambda one: True, lambda one: {**one, "sources": "nobody_1999"}),
        CHECK,
    ),
    Fault(
        "text: one letter of the text under study",
        swap("data/text.txt", r"([a-z])\1", r"\1"),
        CHECK,
    ),
    Fault(
        "sources: a title is changed",
        tree("data/sources.json", lambda all_: all_[0].update(title="Another title")),
        "tests/test_citations.py -k stored_citations",
    ),
    Fault(
        "sources: two with one id",
        tree("data/sources.json", lambda all_: all_.append(all_[0])),
        CHECK,
    ),
    Fault(
        "generated: a citation is changed by hand",
        swap("data/citations.json", r'"note": "(.)', r'"note": "X\1'),
        "tests/test_citations.py",
    ),
    Fault(
        "generated: the BibTeX file lacks a line",
        swap("data/sources.bib", r"^  title = .*\n", ""),
        "tests/test_citations.py",
    ),
    Fault(
        "sources: a side that nobody knows",
        swap("data/sources.json", r'"side": "\w+"', '"side": "Nowhere"'),
        CHECK,
    ),
    Fault(
        "generated: the picture in the README is another",
        other_picture,
        "tests/test_derived.py -k picture",
    ),
    Fault(
        "generated: a date in the README is a day too late",
        swap(
            "README.md",
            r"\Z",
            "\nIt was signed on <!--trade-credit-agreement.date-->31 December<!--/-->.\n",
        ),
        CHECK,
    ),
    Fault(
        "exercises: two right options where one is wanted",
        swap(YAML, r"^(    - text: I trust it.*\n)", r"\1      right: true\n"),
        CHECK,
    ),
    Fault(
        "exercises: a wrong option without a reason",
        swap(YAML, r"^      reason: .*\n", ""),
        CHECK,
    ),
    Fault(
        "exercises: a date from an event that is none",
        swap(YAML, r"^(  solution: \w+) ", r"\1 {no-event.date} "),
        CHECK,
    ),
    Fault(
        "exercises: a question is changed and not built",
        swap(YAML, r"question: You find a text on the web", "question: You find a text on a wall"),
        BOOKS["01"],
    ),
    Fault(
        "notebook: an output is stripped",
        notebook("02", on("show_table", lambda one: one.outputs.clear())),
        STORED,
    ),
    Fault(
        "notebook: a key string in the metadata of a cell",
        notebook("02", on("show_table", lambda one: one.metadata.update(answer="contradicted"))),
        STORED,
    ),
    Fault(
        "notebook: a link to a heading of another notebook that is not there",
        prose("01", r"\]\(00-start-here\.ipynb\)", "](00-start-here.ipynb#Nowhere)"),
        STORED,
    ),
    Fault(
        "notebook: an error is stored",
        notebook(
            "02",
            on(
                "show_table",
                lambda one: say(
                    one, {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
                ),
            ),
        ),
        STORED,
    ),
    Fault(
        "notebook: a path of the machine",
        html("02", "<caption>", "<caption>/home/ana/lesson "),
        STORED,
    ),
    Fault(
        "notebook: a font from the network",
        html("02", "<table>", "<link href='https://fonts.example/a.css'><table>"),
        STORED,
    ),
    Fault("notebook: a solution in the metadata", notebook("05", key), STORED),
    Fault(
        "notebook: nbval is told to look away",
        notebook(
            "02",
            on("show_table", lambda one: one.update(source="# NBVAL_IGNORE_OUTPUT\n" + one.source)),
        ),
        STORED,
    ),
    Fault(
        "notebook: an image without words", html("03", r'<img alt="[^"]*"', '<img alt=""'), STORED
    ),
    Fault(
        "notebook: a table without a caption", html("02", "<caption>[^<]*</caption>", ""), STORED
    ),
    Fault(
        "notebook: minutes that do not add up",
        prose("02", r"\((\d+) minutes\)", "(99 minutes)"),
        STORED,
    ),
    Fault(
        "prose: a date in a notebook moves by a day",
        prose("02", r"(<!--[a-z][a-z-]*\.date-->)\d+ ", r"\g<1>29 "),
        CHECK,
    ),
    Fault(
        "exercises: a date is typed",
        swap(YAML, r"\{bay-of-pigs\.date\}", "17 to 19 April"),
        CHECK,
    ),
    Fault("prose: a date without a mark", prose("02", r"\Z", " It was 14 February."), CHECK),
    Fault(
        "notebook: a date in a stored table moves by a day",
        html("02", r"\b\d+ ([A-Z][a-z]+ \d{4})", r"99 \1"),
        BOOKS["02"],
    ),
    Fault(
        "notebook: a cell is changed and not run",
        notebook(
            "02",
            on("show_table", lambda one: one.update(source=one.source.replace(', "', ', "X', 1))),
        ),
        BOOKS["02"],
    ),
    Fault("notebook: a cell stands before what it needs", notebook("02", move), BOOKS["02"]),
    Fault(
        "notebook: saved by another program",
        swap(BOOKS["00"], r'"name": "python"', '"name": "python", "version": "3.12.1"'),
        "tests/test_derived.py",
    ),
    Fault(
        "figure: the stored picture is of something else",
        html(
            "03",
            r"base64,[A-Za-z0-9+/=]+",
            "base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        ),
        BOOKS["03"],
    ),
    Fault(
        "build: the lock: a package without a hash",
        swap("locks/run.txt", r"^(pandas==[^\n]*?) \\\n(?:    --hash=[^\n]*\n)+", r"\1\n"),
        "tests/test_derived.py -k locks",
    ),
    Fault(
        "build: the lock: older than pyproject.toml",
        swap("pyproject.toml", r'"PyYAML==6\.0\.\d+"', '"PyYAML==6.0.1"'),
        "tests/test_derived.py -k locks",
    ),
    Fault(
        "build: nbval does not see a date",
        append("tests/nbval.cfg", "\n[dates]\nregex: \\d+ [A-Z][a-z]+ \\d{4}\nreplace: DATE\n"),
        "tests/test_quality.py -k hides",
    ),
    Fault(
        "build: CI seeds no faults any more",
        swap(".ci/run", r"start\.py faults --tested", "start.py check"),
        "tests/test_readme.py -k ci_calls",
    ),
    Fault(
        "guide: a step of a route takes other minutes",
        swap(
            "data/routes.yaml",
            r"minutes: 2\n      where: \{notebook: 00",
            "minutes: 3\n      where: {notebook: 00",
        ),
        "tests/test_guide.py -k adds_up",
    ),
    Fault(
        "build: an action by a tag, which can be moved",
        swap(".github/workflows/weekly.yml", r"checkout@\w{40}", "checkout@v6"),
        "tests/test_readme.py -k workflows",
    ),
    Fault(
        "prose: a misspelt word",
        append("README.md", "\nThe two wrote an agreem" + "net.\n"),
        LINT,
    ),
    Fault(
        "prose: a word of no dictionary",
        append("README.md", "\nThe two signed a t" + "reety.\n"),
        LINT,
    ),
)


def copy_project(folder: Path) -> Path:
    """Copy the project, with its times, so that compiled modules stay good."""
    return Path(shutil.copytree(PROJECT, folder / "lesson", ignore=LEFT_OUT))


def in_copy(copy: Path, module: str, words: list[str], said: Path) -> None:
    """Run a module in a copy, in a process of its own, with its output in a file."""
    with said.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "LESSON_"))
    }
    os.environ.clear()
    os.environ.update(
        own, PYTHONPATH=str(copy), LESSON_WORK=str(copy / "my-work")
    )  # kernels import from the copy, too
    os.chdir(copy)
    sys.path[:] = [str(copy), *(place for place in sys.path if Path(place).resolve() != PROJECT)]
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    importlib.invalidate_caches()
    for name in ("helpers", "tools", "tests"):
        if not Path(str(importlib.import_module(name).__file__)).is_relative_to(copy):
            print(f"{name} is imported from another place than the copy")
            sys.exit(ELSEWHERE)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def run(copy: Path, check: str) -> str:
    """Run a check in a copy and return the first problem that it names; nothing if it passes."""
    module, *words = MODULES.get(check, (*PYTEST, *check.split()))
    file = copy.parent / "output.txt"
    process = PROCESSES.Process(target=in_copy, args=(copy, module, words, file))
    process.start()
    process.join(PATIENCE)
    process.kill()
    process.join()
    output = file.read_text(encoding="utf-8", errors="replace")
    if process.exitcode == 0:
        return ""
    found = re.search(PROBLEM[module], output, re.MULTILINE)
    stopped = process.exitcode < 0 or process.exitcode == ELSEWHERE
    if stopped or not found or (module == "tools.check" and "Traceback (most" in output):
        raise RuntimeError(f"{check} did not run: {output[-600:]}")
    return f"{module}: {found[1][:110]}"


def attempt(fault: Fault) -> tuple[Fault, str, float]:
    """Seed a fault; return it with the problem that was named (if any) and the seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fault-") as name:
        copy = copy_project(Path(name).resolve())
        try:
            fault.plant(copy)
            found = run(copy, fault.check)
        except Outgrown as reason:
            return fault, f"NOT SEEDED: {reason}", time.monotonic() - began
    return fault, found, time.monotonic() - began


def without_fault(faults: list[Fault]) -> str:
    """Run all the checks of the faults on a copy without one; return what fails there."""
    with tempfile.TemporaryDirectory(prefix="without-") as name:
        copy = copy_project(Path(name).resolve())
        checks = sorted({fault.check for fault in faults})
        return next(filter(None, (run(copy, check) for check in checks)), "")


def chosen(words: list[str]) -> list[Fault]:
    """Return the faults whose name contains one of the words; all if there are no words."""
    return [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]


def main(words: list[str]) -> int:
    """Seed, print and count; return the exit status."""
    if {"-h", "--help"}.intersection(words):
        print(__doc__)
        return 0
    tested = "--tested" in words
    words = [word for word in words if word != "--tested"]
    faults = chosen(words)
    if unknown := [word for word in words if not chosen([word])]:
        print(f"No fault has “{unknown[0]}” in its name. The names are in tools/faults.py.")
        return 2
    began = time.monotonic()
    if FORKS:
        PROCESSES.set_forkserver_preload(list(HEAVY))
    if not tested and (found := without_fault(faults)):
        print(f"Without any fault this fails already: {found}")
        return 1
    print(f"{len(faults)} faults, one at a time:", flush=True)
    missed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in as_completed([pool.submit(attempt, fault) for fault in faults]):
            fault, found, seconds = done.result()
            if not found or found.startswith("NOT SEEDED"):
                missed.append(fault.name)
            caught = found or f"NOT CAUGHT by {fault.check}"
            print(f"{seconds:5.1f} s  {fault.name}\n         {caught}", flush=True)
    seconds = time.monotonic() - began
    print(f"{len(faults) - len(missed)} of {len(faults)} caught in {seconds:.0f} s.")
    print("".join(f"Not caught: {name}\n" for name in missed), end="")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
