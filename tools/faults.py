"""Plant faults in copies of the project, one at a time, and see that each is caught.

``python3 start.py faults`` plants them all; with words (``python3 start.py faults journal lock``)
only those whose name holds one of them. For each it prints the fault, the check that caught it and
the seconds, and it fails when one is not caught. A copy is checked by what is relevant for the
fault only; first, the same checks must pass on an unharmed copy (left out with ``--tested``, when
all tests have just passed).
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
        "05": "05-exercises",
    }.items()
}
FIGURES = "tests/test_run_twice.py::test_a_second_run_shows_the_same_and_the_stored_pictures_are_those_drawn[03-draw-the-timeline]"
LOOKS = "tests/test_timeline_looks.py::test_figures_are_as_the_stored_ones"
QUALITY = "tests/test_quality.py::test_"
DATES, CLASHES, CARDS = (
    "tests/test_dates.py",
    "tests/test_contradictions.py",
    "tests/test_exercises.py",
)


@dataclass(frozen=True)
class Fault:
    """A fault: what it is called, how it is planted, and the check (or the tests) that must catch it."""

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


def set_id(one: Any, value: str) -> None:
    """Give a cell another id."""
    one.id = value


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
H, K, T = "helpers/", "helpers/exercises/kinds/", "helpers/timeline/"
FAULTS = (
    # ---- the data: a day, a cause, a verdict, a source
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
        "events: the first exact date moves by a day",
        row("events", exact, lambda one: {**one, "date": day(one["date"])}),
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
    Fault("events: the 31st of June", cell("events", "bay-of-pigs", "date", "1961-06-31"), CHECK),
    Fault(
        "events: a date as a spreadsheet writes it",
        cell("events", "bay-of-pigs", "date", "17/04/1961"),
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
        "events: a name loses its accent",
        cell(
            "events",
            "raul-castro-moscow-1960",
            "actors",
            "Raul Castro; Nikita Khrushchev; Raúl Castro",
        ),
        CHECK,
    ),
    Fault(
        "events: a summary repeats the date of its row",
        cell("events", "bay-of-pigs", "summary", "They land on 18 April."),
        "tests/test_lesson.py",
    ),
    Fault(
        "events: a place is misnamed",
        cell("events", "trade-credit-agreement", "place", "Moscow"),
        BOOKS["02"],
    ),
    Fault(
        "instruments: the event that dates it is another",
        cell("instruments", "accords-1960", "event", "vienna-summit"),
        CHECK,
    ),
    Fault(
        "instruments: a signer is left out",
        row(
            "instruments",
            lambda one: "; " in one["signers"],
            lambda one: {**one, "signers": one["signers"].split("; ")[0]},
        ),
        BOOKS["02"],
    ),
    Fault(
        "instruments: a part of the settlement is left out",
        row(
            "instruments",
            lambda one: "the withdrawal of the Jupiters from Turkey" in one["terms"],
            lambda one: {
                **one,
                "terms": re.sub(
                    r"(; )?the withdrawal of the Jupiters from Turkey", "", one["terms"]
                ),
            },
        ),
        BOOKS["02"],
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
        "claims: a true claim is called an anachronism",
        row(
            "claims",
            lambda one: one["verdict"] == "supported",
            lambda one: {**one, "verdict": "anachronism"},
        ),
        CHECK,
    ),
    Fault(
        "claims: what possibly clashes is called supported",
        cell("claims", "c12", "verdict", "supported"),
        CHECK,
    ),
    Fault(
        "claims: a source that exists but is wrong for the verdict",
        row(
            "claims",
            lambda one: one["verdict"] == "anachronism",
            lambda one: {**one, "sources": "avalon_dec14"},
        ),
        CLASHES,
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
        BOOKS["02"],
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
        BOOKS["02"],
    ),
    Fault(
        "disputes: a source that does not exist",
        row("disputes", lambda one: True, lambda one: {**one, "sources": "nobody_1999"}),
        CHECK,
    ),
    Fault(
        "text: one letter of the text under study",
        swap("data/text.txt", "Khrushchev", "Khruschev"),
        CHECK,
    ),
    Fault(
        "sources: a title is changed",
        tree("data/sources.json", lambda all_: all_[0].update(title="Another title")),
        "tests/test_citations.py -k stored_citations",
    ),
    Fault(
        "sources: nobody made it",
        tree("data/sources.json", lambda all_: all_[0]["custom"].pop("made_by")),
        CHECK,
    ),
    Fault(
        "sources: two with one id",
        tree("data/sources.json", lambda all_: all_.append(all_[0])),
        CHECK,
    ),
    Fault(
        "sources: a year in quotation marks",
        tree("data/sources.json", lambda all_: all_[0].update(issued={"date-parts": [["1961"]]})),
        CHECK,
    ),
    Fault(
        "sources: an id with a blank",
        tree("data/sources.json", lambda all_: all_.append({**all_[0], "id": "castro 1960"})),
        CHECK,
    ),
    Fault(
        "derived: a citation is changed by hand",
        swap("data/citations.json", r'"note": "(.)', r'"note": "X\1'),
        "tests/test_citations.py",
    ),
    Fault(
        "derived: the BibTeX file lacks a line",
        swap("data/sources.bib", r"^  title = .*\n", ""),
        "tests/test_citations.py",
    ),
    Fault(
        "derived: the RIS file has another year",
        swap("data/sources.ris", r"^PY  - 19", "PY  - 18"),
        "tests/test_citations.py",
    ),
    Fault(
        "sources: a side that nobody knows",
        swap("data/sources.json", r'"side": "Havana"', '"side": "Cuba"'),
        CHECK,
    ),
    Fault("derived: the picture in the README is another", other_picture, "tests/test_derived.py"),
    Fault(
        "derived: a date in the README is a day too late",
        swap(
            "README.md",
            r"\Z",
            "\nIt was signed on <!--trade-credit-agreement.date-->14 February 1960<!--/-->.\n",
        ),
        CHECK,
    ),
    # ---- the exercises and the journal
    Fault(
        "exercises: two right options where one is wanted",
        swap(YAML, r"^(    - text: I trust it.*\n)", r"\1      right: true\n"),
        CHECK,
    ),
    Fault(
        "exercises: a wrong option without a reason",
        swap(YAML, r"^      reason: Clear writing.*\n", ""),
        CHECK,
    ),
    Fault(
        "exercises: a date from an event that is none",
        swap(YAML, r"^(  solution: \w+) ", r"\1 {no-event.date} "),
        CHECK,
    ),
    Fault(
        "exercises: the right option is the longest by far",
        swap(
            YAML,
            r"^    - text: I look for a second source.*$",
            "    - text: I look for a second source that can test it, made by somebody else at the time.",
        ),
        CARDS + "::test_the_right_options_are_not_much_longer_than_the_wrong_ones",
    ),
    Fault(
        "exercises: a solution does not name the verdict",
        swap(YAML, r"^  solution: Anachronism\. ", "  solution: "),
        CARDS + "::test_the_solution_of_a_verdict_names_the_verdict",
    ),
    Fault(
        "exercises: a question is changed and not built",
        swap(YAML, r"question: You find a text on the web", "question: You find a text on a wall"),
        BOOKS["00"],
    ),
    Fault(
        "exercises: feedback belongs to the next option",
        swap(
            K + "choose_one.py",
            r'\[option\["reason"\]\]',
            r'[content["options"][int(answer) - 1]["reason"]]',
        ),
        "tests/test_snapshots.py",
    ),
    Fault(
        "exercises: every answer counts as right",
        swap(K + "choose_one.py", r'"right" if option\.get\("right"\) else "wrong"', '"right"'),
        CARDS,
    ),
    Fault(
        "exercises: the key is sent with the question",
        swap(
            K + "choose_one.py",
            r'\[option\["text"\] for option in content\["options"\]\]',
            r'content["options"]',
        ),
        f"{CARDS} {BOOKS['00']}",
    ),
    Fault(
        "exercises: hints without end",
        swap(H + "exercises/card.py", r"len\(exercise\.hints\) - len\(hints\)", "1"),
        "tests/test_journal.py",
    ),
    Fault(
        "exercises: the solution at once",
        swap(H + "exercises/card.py", r"^HONEST_TRIES = 3", "HONEST_TRIES = 0"),
        "tests/test_journal.py",
    ),
    Fault(
        "exercises: an order is right whatever stands last",
        swap(K + "order.py", r"pairwise\(given\)", "pairwise(given[:-1])"),
        "tests/test_snapshots.py",
    ),
    Fault(
        "journal: written after the feedback is shown",
        swap(
            H + "exercises/card.py",
            r'^        if result\.result == "unclear":',
            '        self._show(kept, sure, result)\n        self.state = self._state("")\n\\g<0>',
        ),
        "tests/test_journal.py",
    ),
    Fault(
        "journal: overwritten, not appended to",
        swap(H + "exercises/journal.py", r"os\.O_APPEND", "os.O_TRUNC"),
        "tests/test_journal.py",
    ),
    Fault(
        "journal: a line that broke off swallows the next",
        swap(H + "exercises/journal.py", r'data = b"\\n" \+ data', "pass"),
        "tests/test_journal.py -k two_hundred_kills",
    ),
    Fault(
        "journal: two writers on Windows lose lines",
        swap(H + "exercises/journal.py", r'_lock\(handle, "LK_LOCK"\)', "pass"),
        "tests/test_journal.py -k two_steps",
    ),
    Fault(
        "journal: what could not be written is forgotten",
        swap(
            H + "exercises/journal.py",
            r"^        except OSError as problem:\n            count",
            "        except OSError as problem:\n            self._waiting.clear()\n            count",
        ),
        "tests/test_journal.py -k can_not_be_written",
    ),
    # ---- markup
    Fault(
        "page: every cell waits for matplotlib",
        swap(
            H + "page.py",
            r"^import re$",
            "import re\nfrom matplotlib.figure import Figure  # noqa: F401",
        ),
        "tests/test_lesson.py -k does_not_wait",
    ),
    Fault(
        "page: a field of a table is not escaped",
        swap(H + "page.py", r"escape\(_words\(value\)\)", "_words(value)"),
        "tests/test_hostile.py",
    ),
    Fault(
        "page: the text under study is not escaped",
        swap(H + "views.py", r"else escape\(piece\)", "else piece"),
        "tests/test_hostile.py",
    ),
    Fault(
        "page: a marked claim is not escaped",
        swap(H + "views.py", r"<mark>\{escape\(piece\)\}", "<mark>{piece}"),
        "tests/test_hostile.py",
    ),
    Fault(
        "page: a question is not escaped",
        swap(
            H + "exercises/forms.py",
            r'add\("<p><b>\{\}</b></p>", form\["question"\]\)',
            'add("<p><b>" + form["question"].replace("{", "{{").replace("}", "}}") + "</b></p>{}", "")',
        ),
        "tests/test_hostile.py",
    ),
    Fault(
        "page: a colour below contrast",
        swap(H + "style.py", r'"quiet": "#57606a"', '"quiet": "#9aa0a6"'),
        "tests/test_style.py",
    ),
    Fault(
        "page: a light figure is pale on a dark page",
        swap(H + "style.py", r"invert\(\.92\)", "invert(.62)"),
        "tests/test_style.py",
    ),
    Fault(
        "page: type of a fixed size",
        swap(H + "lesson.css", r"font-size: \.9em", "font-size: 14px"),
        "tests/test_style.py",
    ),
    Fault(
        "page: a font from the network",
        swap(
            H + "lesson.css",
            r"^div\.lesson figure \{",
            "@import url(https://fonts.example/a.css);\n\\g<0>",
        ),
        "tests/test_style.py",
    ),
    Fault(
        "page: a script from the network",
        swap(H + "exercises/card.js", r"\A", "import x from 'https://cdn.example/x.js';\n"),
        "tests/test_style.py",
    ),
    Fault(
        "text: a sentence ends too early",
        swap(H + "text.py", r"\(\?<=\[\.!\?\]\)", "(?<=[.!?,])"),
        f"tests/test_text_and_tables.py {BOOKS['01']}",
    ),
    # ---- dates and contradictions
    Fault(
        "dates: before counts the same day",
        swap(H + "dates.py", r"left < right", "left <= right"),
        DATES,
    ),
    Fault(
        "dates: not before forgets the same day",
        swap(H + "dates.py", r"left >= right", "left > right"),
        DATES,
    ),
    Fault(
        "dates: an open end counts as earlier",
        swap(
            H + "dates.py",
            r"left is not None and right is not None and left < right",
            "left is None or right is None or left < right",
        ),
        DATES,
    ),
    Fault(
        "dates: a month ends a day early",
        swap(
            H + "dates.py",
            r"date\(int\(year\), int\(month\), length\)",
            "date(int(year), int(month), length - 1)",
        ),
        DATES,
    ),
    Fault(
        "dates: a day more between two dates",
        swap(
            H + "dates.py",
            r"\(second\.earliest - first\.latest\)\.days",
            "(second.earliest - first.latest).days + 1",
        ),
        DATES,
    ),
    Fault(
        "dates: an interval may end before it begins",
        swap(H + "dates.py", r"first\[0\] > last\[1\]", "False"),
        DATES,
    ),
    Fault(
        "dates: doubt widens nothing",
        swap(H + "dates.py", r"PADDING\[last\[2\]\] if last\[3\] else 0", "0"),
        DATES,
    ),
    Fault(
        "dates: a month with another name",
        swap(H + "dates.py", r"tuple\(calendar\.month_name\)", "tuple(calendar.month_abbr)"),
        f"{DATES} {BOOKS['02']}",
    ),
    Fault(
        "contradictions: possible is called certain",
        swap(H + "contradictions.py", r'\{True: "possibly"', '{True: "certainly"'),
        CLASHES,
    ),
    Fault(
        "contradictions: what overlaps is called certain",
        swap(H + "contradictions.py", r'None: "cannot be told"', 'None: "certainly"'),
        CLASHES,
    ),
    Fault(
        "contradictions: what was not read is taken for a no",
        swap(H + "contradictions.py", r"str\(sure\) if seen_whole else", "str(sure) if True else"),
        CLASHES,
    ),
    Fault(
        "contradictions: a doubtful reading is called certain",
        swap(
            H + "contradictions.py", r"str\(sure\) if sure_reading else", "str(sure) if True else"
        ),
        CLASHES,
    ),
    Fault(
        "contradictions: cause and effect compared the wrong way",
        swap(
            H + "contradictions.py",
            r"sure = how_sure\(then, first\)",
            "sure = how_sure(first, then)",
        ),
        CLASHES,
    ),
    Fault(
        "contradictions: the last day of a stay does not count",
        swap(
            H + "contradictions.py",
            r"<= moment\.earliest <= period\.latest",
            "<= moment.earliest < period.latest",
        ),
        CLASHES,
    ),
    Fault(
        "contradictions: one person is enough for a meeting",
        swap(
            H + "contradictions.py",
            r'"present", first_person, second_person',
            '"present", first_person',
        ),
        CLASHES,
    ),
    Fault(
        "contradictions: the first missing part is passed over",
        swap(H + "contradictions.py", r"if term not in named\]", "if term not in named][1:]"),
        f"{CLASHES} {BOOKS['02']}",
    ),
    # ---- the notebooks as stored
    Fault(
        "notebook: an output is stripped",
        notebook("02", on("show_table", lambda one: one.outputs.clear())),
        STORED,
    ),
    Fault(
        "notebook: a cell is run out of order",
        notebook("02", on("show_table", lambda one: one.update(execution_count=99))),
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
        "notebook: a warning is stored",
        notebook(
            "02",
            on(
                "show_table",
                lambda one: say(
                    one, {"output_type": "stream", "name": "stderr", "text": "FutureWarning"}
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
    Fault("notebook: the state of a widget", notebook("05", widget), STORED),
    Fault("notebook: a solution in the metadata", notebook("05", key), STORED),
    Fault(
        "notebook: a cell ends with a semicolon",
        notebook("02", on("show_table", lambda one: one.update(source=one.source + ";"))),
        STORED,
    ),
    Fault(
        "notebook: a random cell id",
        notebook("02", on("show_table", lambda one: set_id(one, "3f9a1c77"))),
        STORED,
    ),
    Fault(
        "notebook: nbval is told to look away",
        notebook(
            "02",
            on("show_table", lambda one: one.update(source="# NBVAL_IGNORE_OUTPUT\n" + one.source)),
        ),
        STORED,
    ),
    Fault("notebook: a heading leaves a level out", prose("02", "^## ", "#### "), STORED),
    Fault(
        "notebook: an image without words", html("03", r'<img alt="[^"]*"', '<img alt=""'), STORED
    ),
    Fault(
        "notebook: a table without a caption", html("02", "<caption>[^<]*</caption>", ""), STORED
    ),
    Fault(
        "notebook: a link that leads nowhere",
        prose("00", r"\]\((\d\d-[a-z-]*)\.ipynb", r"](\1-gone.ipynb"),
        STORED,
    ),
    Fault(
        "notebook: a link with other letter case",
        prose("00", r"\]\((\d\d-)([a-z])", lambda m: "](" + m[1] + m[2].upper()),
        STORED,
    ),  # type: ignore[arg-type]
    Fault(
        "notebook: minutes that do not add up",
        prose("02", r"\((\d+) minutes\)", "(99 minutes)"),
        STORED,
    ),
    Fault(
        "notebook: no question at the top", prose("02", r"\*\*Question\.\*\*", "**Topic.**"), STORED
    ),
    Fault(
        "notebook: two helpers in one cell",
        notebook(
            "02", on("show_table", lambda one: one.update(source="load_lesson()\n" + one.source))
        ),
        STORED,
    ),
    Fault(
        "notebook: a date in the prose moves by a day",
        prose("02", r"(<!--[a-z][a-z-]*\.date-->)\d+ ", r"\g<1>29 "),
        CHECK,
    ),
    Fault(
        "exercise: a date is typed",
        swap(YAML, r"\{bay-of-pigs\.date\}", "17 to 19 April 1961"),
        CHECK,
    ),
    Fault(
        "notebook: a verdict is explained otherwise than on the cards",
        prose("02", "the record says otherwise", "the record differs"),
        "tests/test_prose.py -k words_of_the_cards",
    ),
    Fault(
        "notebook: a date without a mark", prose("02", r"\Z", " It was 14 February 1960."), CHECK
    ),
    Fault(
        "notebook: a date in a stored table moves by a day",
        html("02", "13 February 1960", "12 February 1960"),
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
    # ---- the figure
    Fault(
        "figure: the stored picture is of something else",
        html(
            "03",
            r"base64,[A-Za-z0-9+/=]+",
            "base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        ),
        FIGURES,
    ),
    Fault(
        "figure: labels are drawn at another place",
        swap(T + "ink.py", r"Words\(self\.data\(x\)", "Words(self.data(x + 9)"),
        LOOKS,
    ),
    Fault(
        "figure: the words leave out a row",
        swap(T + "words.py", r"for mark in line\.events\]", "for mark in line.events[1:]]"),
        BOOKS["03"],
    ),
    Fault(
        "figure: a day too late",
        swap(T + "rows.py", r"day\.toordinal\(\)", "day.toordinal() + 40"),
        "tests/test_timeline.py",
    ),
    # ---- the house
    Fault(
        "lock: a package without a hash",
        swap("locks/run.txt", r"^(pandas==[^\n]*?) \\\n(?:    --hash=[^\n]*\n)+", r"\1\n"),
        "tests/test_derived.py",
    ),
    Fault(
        "lock: older than pyproject.toml",
        swap("pyproject.toml", r'"PyYAML==6\.0\.\d+"', '"PyYAML==6.0.1"'),
        "tests/test_derived.py",
    ),
    Fault(
        "lock: a package from an address",
        append("locks/run.txt", "evil @ https://example.org/evil.whl\n"),
        "tests/test_derived.py",
    ),
    Fault(
        "start: a traceback for whoever reads the first lines only",
        swap("tools/check.py", "SIG_DFL", "SIG_IGN"),
        "tests/test_start.py -k no_further",
    ),
    Fault(
        "start: letters that the system lacks end a command",
        swap("start.py", r', "PYTHONUTF8": "1"', ""),
        "tests/test_start.py -k every_letter",
    ),
    Fault(
        "start: an old Python can't read it",
        append("start.py", '\nprint(f"{PYTHON}")\n'),
        "tests/test_start.py -k old_python",
    ),
    Fault(
        "start: a newer original overwrites a student's copy",
        swap("start.py", r"if not copy\.exists\(\) or content\(copy\) in [^\n]*:", "if True:"),
        "tests/test_start.py -k newer_original",
    ),
    Fault(
        "start: a copy shows what its cells will say",
        swap("start.py", r"cell\.update\(outputs=\[\], ", "cell.update("),
        "tests/test_start.py -k before_it_is_run",
    ),
    Fault(
        "house: data is evaluated",
        append(
            H + "text.py",
            '\n\ndef run(text: str) -> object:\n    """Run it."""\n    return eval(text)\n',
        ),
        QUALITY + "ruff_finds_nothing",
    ),
    Fault(
        "house: a line that is not as the formatter writes it",
        append(H + "text.py", "\n\nANSWERS = {  }\n"),
        QUALITY + "the_formatter_changes_nothing",
    ),
    Fault(
        "house: a function without types",
        append(
            H + "text.py",
            '\n\ndef first(words):\n    """Return the first."""\n    return words[0]\n',
        ),
        QUALITY + "types_are_strict_and_right",
    ),
    Fault(
        "house: nbval does not see a date",
        append("tests/nbval.cfg", "\n[dates]\nregex: 13 February 1960\nreplace: DATE\n"),
        QUALITY + "nbval_looks_at_every_notebook_strictly_and_no_date_is_hidden_from_it",
    ),
    Fault(
        "house: CI plants no faults any more",
        swap(".ci/run", r"start\.py faults --tested", "start.py check"),
        "tests/test_readme.py -k ci_calls",
    ),
    Fault(
        "house: the teachers' plan gives a part other minutes",
        swap("docs/teach.md", r"\| 6 \| Read the text: \*A first", "| 7 | Read the text: *A first"),
        "tests/test_readme.py",
    ),
    Fault(
        "house: a parameter is not documented",
        swap(H + "views.py", r"^    caption : str$", "    words : str"),
        QUALITY + "docstrings_are_complete",
    ),
    Fault(
        "house: an action by a tag, which can be moved",
        swap(".github/workflows/weekly.yml", r"checkout@\w{40}", "checkout@v6"),
        "tests/test_readme.py",
    ),
    Fault(
        "house: a step of the workflow that never runs",
        swap(".github/workflows/test.yml", r"python == '3\.15'", "python == '3.12'"),
        "tests/test_readme.py",
    ),
    Fault(
        "house: a misspelt word",
        append("README.md", "\nThe two wrote an agreem" + "net.\n"),
        QUALITY + "nothing_is_misspelt",
    ),
    Fault(
        "house: a word of no dictionary",
        append("README.md", "\nThe two signed a t" + "reety.\n"),
        QUALITY + "every_word_is_in_a_dictionary[README.md]",
    ),
    Fault(
        "house: a function that nobody calls",
        append("tools/check.py", "\n\ndef for" + 'saken() -> None:\n    """Do nothing."""\n'),
        QUALITY + "no_code_is_dead",
    ),
    Fault(
        "house: a module that is too long",
        append(H + "text.py", "\n# line" * 400 + "\n"),
        QUALITY + "no_module_is_long",
    ),
    Fault(
        "house: an example in a docstring is not true",
        swap("helpers/timeline/draw.py", r"Timeline of 2 events", "Timeline of 3 events"),
        "helpers/timeline/draw.py",
    ),
    Fault(
        "house: a page of the API that is older than its docstring",
        swap(H + "lesson.py", r"Read and check everything\.", "Read it all."),
        "tests/test_derived.py",
    ),
    Fault(
        "house: a helper asks another computer",
        swap(
            H + "lesson.py",
            r"^    place = Path\(folder\)",
            "    __import__('socket').getaddrinfo('example.org', 443)\n    place = Path(folder)",
        ),
        BOOKS["00"],
    ),
)


def copy_project(folder: Path) -> Path:
    """Copy the project, with its times, so that compiled modules stay good."""
    return Path(shutil.copytree(PROJECT, folder / "lesson", ignore=LEFT_OUT))


def in_copy(copy: Path, module: str, words: list[str], said: Path) -> None:
    """Run a module in a copy as ``python -m`` does, in a process of its own; what it says goes into a file."""
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


def run(copy: Path, check: str) -> tuple[bool, str]:
    """Run a check in a copy; return whether it passed, and the first thing that it says is wrong."""
    module, *words = ("tools.check",) if check == CHECK else (*PYTEST, *check.split())
    file = copy.parent / "said.txt"
    process = PROCESSES.Process(target=in_copy, args=(copy, module, words, file))
    process.start()
    process.join(PATIENCE)
    process.kill()
    process.join()
    said = file.read_text(encoding="utf-8", errors="replace")
    if (
        process.exitcode < 0 or process.exitcode == ELSEWHERE
    ):  # killed, or not the copy's code: nothing was caught
        raise RuntimeError(f"{check} did not run: {said[-600:]}")
    if process.exitcode == 0 or (
        check == CHECK and "Traceback (most recent call last)" in said
    ):  # what breaks off has caught nothing
        return True, ""
    if check == CHECK:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        found = [
            line for line in lines if re.match(r"[\w./-]+(?: line| cell|:|\.\w+)", line)
        ] or lines
        return False, f"check: {found[0][:110]}"
    failed = re.search(r"^(?:FAILED|ERROR) (\S+?::[^\n]*?|\S+)(?: - [^\n]*)?$", said, re.MULTILINE)
    if not failed:
        raise RuntimeError(f"{check} did not run: {said[-600:]}")
    return False, failed[1]


def attempt(fault: Fault) -> tuple[Fault, str, float]:
    """Plant one fault and return the check that caught it (empty if none did) and the seconds it took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fault-") as name:
        copy = copy_project(Path(name).resolve())
        try:
            fault.plant(copy)
        except Outgrown as reason:
            return fault, f"NOT PLANTED: {reason}", time.monotonic() - began
        passed, said = run(copy, fault.check)
    return fault, "" if passed else said, time.monotonic() - began


def unharmed(faults: list[Fault]) -> str:
    """Run all the checks of the faults on an unharmed copy; return what fails there."""
    with tempfile.TemporaryDirectory(prefix="unharmed-") as name:
        copy = copy_project(Path(name).resolve())
        for check in sorted({fault.check for fault in faults}):
            passed, said = run(copy, check)
            if not passed:
                return said
    return ""


def main(words: list[str]) -> int:
    """Plant, print and count; return the exit status."""
    tested = "--tested" in words
    words = [word for word in words if word != "--tested"]
    faults = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    if {"-h", "--help"}.intersection(words):
        print(__doc__)
        return 0
    for word in words:
        if not any(word in fault.name for fault in faults):
            print(
                f"No fault has “{word}” in its name. The names stand in tools/faults.py; the only options are --tested and --help."
            )
            return 2
    began = time.monotonic()
    if FORKS:
        PROCESSES.set_forkserver_preload(list(HEAVY))
    if not tested and (said := unharmed(faults)):
        print(f"Without any fault this fails already: {said}")
        return 1
    print(
        f"{len(faults)} faults, one at a time:"
        + ("" if tested else f" (unharmed: all pass, {time.monotonic() - began:.0f} s)"),
        flush=True,
    )
    missed = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done in as_completed([pool.submit(attempt, fault) for fault in faults]):
            fault, said, seconds = done.result()
            if not said or said.startswith("NOT PLANTED"):
                missed.append(fault.name)
            print(
                f"{seconds:5.1f} s  {fault.name}\n         {said or 'NOT CAUGHT by ' + fault.check}",
                flush=True,
            )
    print(
        f"{len(faults) - len(missed)} of {len(faults)} caught in {time.monotonic() - began:.0f} s."
    )
    print("".join(f"Not caught: {name}\n" for name in missed), end="")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
