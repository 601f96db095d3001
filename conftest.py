"""What all tests share: no network, a work folder of their own, and help with what was not run."""

import importlib
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tools.browser import find_browser
from tools.timelinejs import HOW_TO_GET_IT

OFFLINE = Path(__file__).parent / "tests" / "offline"
#: Templates are no notebooks: they run in the lessons that are made from them.
collect_ignore_glob = ["helpers/authoring/templates/*"]
NOT_RUN = "NOT RUN: no "
#: What a test may need beyond Python, and how to get it.
REQUIREMENTS = {
    "browser": "Install Chromium, Chrome or Edge (Debian and Ubuntu: sudo apt install chromium), "
    "or name one in the variable BROWSER_PATH.",
    "TimelineJS": HOW_TO_GET_IT,
}
#: What takes longest begins first, so that no worker is left alone with it at the end.
FIRST = (
    "tests/browser/test_notebooks_",
    "tests/browser/test_cards_",
    "tests/browser/test_exercises_",
    "tests/browser/",
    "tests/test_benchmarks.py",
    "tests/test_start.py",
    "tests/test_timeline",
    "notebooks/03",
    "tests/test_dates.py",
)
#: Ends the name of a cell's second run.
AGAIN = ", run again"
#: Files whose tests share a slow fixture per parameter (a notebook), which may run apart.
BY_PARAMETER = ("tests/browser/test_notebooks_in_browser.py",)
#: Files whose tests share nothing slow.
BY_TEST = ("tests/test_start.py", "tests/test_benchmarks.py")


def pytest_addoption(parser):
    """Add the option with which the build stores messages and feedback again."""
    parser.addoption("--write-snapshots", action="store_true", help="store tests/snapshots again")


def leave_out(what):
    """Skip a test because something is missing; on CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{NOT_RUN}{what}. {REQUIREMENTS[what]}", pytrace=False)
    pytest.skip(f"{NOT_RUN}{what}")


def pytest_configure(config):
    """Cut off the network, here and in what is started from here, and the student's own answers."""
    if not hasattr(config, "workerinput"):  # the workers inherit it
        config.scratch = tempfile.mkdtemp(prefix="lesson-")
        os.environ["LESSON_WORK"] = str(Path(config.scratch, "my-work"))
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *([before] if before else [])])
        importlib.import_module("tests.offline.sitecustomize")


def pytest_unconfigure(config):
    """Leave nothing behind."""
    if hasattr(config, "scratch"):
        shutil.rmtree(config.scratch, ignore_errors=True)


def pytest_xdist_auto_num_workers(config):
    """Start two workers a core, as half of the time they wait; a single file needs none."""
    named = [Path(name.partition("::")[0]) for name in config.args]
    cores = len(
        os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    )
    return 0 if len(named) == 1 and named[0].is_file() else 2 * cores


def pytest_xdist_make_scheduler(config, log):
    """Give a worker one file at a time, or a part of a file whose tests may run apart."""
    from xdist.scheduler import LoadScopeScheduling

    class Parts(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, _, test = nodeid.partition("::")
            if file in BY_TEST:
                return nodeid
            return file + test.partition("[")[2] if file in BY_PARAMETER else file

    return Parts(config, log)


def pytest_collection_modifyitems(items):
    """Begin with what takes longest; the tests of one file stay together, in their order."""
    items.sort(
        key=lambda item: next(
            (place for place, name in enumerate(FIRST) if item.nodeid.startswith(name)), len(FIRST)
        )
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Skip a browser test where there is no browser."""
    if item.get_closest_marker("browser") and find_browser() is None:
        leave_out("browser")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Run the cells of each notebook twice in one kernel: a second run shows the same."""
    report = yield
    if hasattr(collector, "nb"):
        report.result += [
            type(cell).from_parent(
                collector,
                name=cell.name + AGAIN,
                cell_num=cell.cell_num,
                cell=cell.cell,
                options=cell.options,
            )
            for cell in report.result
        ]
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Compare the stored pictures of a notebook with those drawn now, as nbval compares none."""
    result = yield
    if getattr(item, "test_outputs", None) and not item.name.endswith(AGAIN):
        from tools.images import differences

        if found := differences(item.cell.outputs, item.test_outputs):
            pytest.fail(f"{item.path.name}, cell {item.cell.id}: {'; '.join(found)}", pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Explain in words how a notebook differs from the data, before nbval's own message."""
    report = yield
    pictures = call.excinfo and isinstance(call.excinfo.value, pytest.fail.Exception)
    if report.failed and not pictures and getattr(item, "test_outputs", None) is not None:
        from tools.differences import explain

        message = explain(item.path.name, item.parent.nb.cells, item.cell, item.test_outputs)
        when = "Run a second time: " if item.name.endswith(AGAIN) else ""
        report.longrepr = f"{when}{message}\n\n{report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Say in one line for each reason how many tests were skipped, and how to run them."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
    )
    for reason, count in reasons.items():
        help_text = REQUIREMENTS.get(reason.removeprefix(NOT_RUN), "")
        terminalreporter.write_line(f"{count} skipped: {reason}. {help_text}".rstrip())


@pytest.fixture(scope="session")
def browser_path():
    """Return the path of the browser that the browser tests start."""
    return find_browser()
