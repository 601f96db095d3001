"""Change the core of `helpers` in thousands of small ways, one at a time, and see whether a test notices.

``python3 start.py mutants`` tries all of the core; with names (``python3 start.py mutants dates journal``) only those
parts; with ``--living`` only what no test noticed at the last run. mutmut makes the changes. The tests are collected once; each
mutant is a fork of that process in which the tests that reach the changed statement run, the quickest first, up to the
first that fails. Not for Windows, which cannot fork.

It fails when fewer than 95 of 100 are noticed, when one lives on that `tests/survivors.toml` does not list with the reason
why it is harmless, and when that list names one that is noticed or no longer there. mutmut makes no mutants of functions
with a decorator (properties, ``_load_once``) and of what stands outside of functions.
"""

import argparse
import ast
import contextlib
import difflib
import gc
import json
import mmap
import os
import shutil
import signal
import sys
import time
import tomllib
import traceback
from collections import Counter
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.lock import need

PROJECT = Path(__file__).resolve().parent.parent
PLACE = PROJECT / ".mutants"
LISTED = PROJECT / "tests" / "survivors.toml"
MUTMUT = "3.8.1"
#: Of 100 mutants, so many must be noticed.
WANTED = 95
#: All that is said, compared with what was reviewed, in small parts.
SAID = "tests/said_in_parts.py"
#: Parts of the core: the modules to change, and the tests that are to notice it.
CORE = {
    "journal": (["helpers/exercises/journal.py"], ["tests/test_journal*.py"]),
    "dates": (["helpers/dates.py"], ["tests/test_dates*.py"]),
    "contradictions": (["helpers/contradictions.py"], ["tests/test_contradictions*.py", f"{SAID}::test_contradictions"]),
    "card": (["helpers/exercises/card.py", "helpers/exercises/forms.py"],
             ["tests/test_card*.py", "tests/test_exercises*.py", "tests/test_journal*.py", f"{SAID}::test_feedback"]),
    "feedback": (["helpers/exercises/kinds/*.py"],
                 ["tests/test_kinds*.py", "tests/test_exercises*.py", f"{SAID}::test_feedback", f"{SAID}::test_broken_exercise"]),
    "loading": (["helpers/lesson.py", "helpers/tables.py", "helpers/text.py"],
                ["tests/test_lesson*.py", "tests/test_text_and_tables*.py", "tests/test_broken_files*.py", f"{SAID}::test_broken_file"]),
    "checks": (["helpers/checks.py"],
               ["tests/test_lesson*.py", "tests/test_broken_files*.py", "tests/test_contradictions*.py", f"{SAID}::test_broken_file"]),
}  # fmt: skip
#: Tests that start programs, kill them, write megabytes or draw thousands of dates, and those that ask of every exercise what
#: `SAID` compares word by word: none is needed to notice a changed line.
LEFT_OUT = ("kills", "megabytes", "two_programs", "shut_down", "let_grow", "new_file", "key_string", "same_bounds_as_edtf",
            "any_other_text", "agree_with_counting", "bounds_are_in_order", "gives_nothing_away", "right_answer_is_right", "its_own_reason", "what_it_rests_on", "leads_on",
            "drawn_as_its_table", "what_comes_next")  # fmt: skip
COPIED = ("helpers", "tests", "tools", "data", "docs", "notebooks", "locks", "conftest.py", "start.py", "pyproject.toml",
          "README.md", "requirements.txt", "runtime.txt", "CONTRIBUTING.md")  # fmt: skip


class Mutant(NamedTuple):
    """One changed function: its name for mutmut, where it is, the lines that were, what became of them, and the lines whose run matters."""

    name: str
    where: str
    was: str
    now: str
    lines: frozenset[tuple[str, int]] = frozenset()


def copy_project(folder: Path) -> None:
    """Copy the project, so that no mutant can touch what is real."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for one in COPIED:
        if (PROJECT / one).is_dir():
            shutil.copytree(PROJECT / one, folder / one, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(PROJECT / one, folder / one)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[tool.mutmut]\nsource_paths = ["helpers"]\n')


def mutate(folder: Path, path: Path) -> list[Mutant]:
    """Write all mutants of a module beside its functions, asleep, and return them."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    file = folder / path.relative_to(PROJECT)
    file.write_text(made.code, encoding="utf-8")
    lines, found, spans = made.code.splitlines(), [], made.line_span_by_function_name
    statements = statement_lines(made.code)
    module = ".".join(path.relative_to(PROJECT).with_suffix("").parts)

    def body(function: str) -> list[str]:
        span = spans[function]
        return [line.replace(function, "…").strip() for line in lines[span.start - 1 : span.end]]

    for name in made.mutant_names:
        base = name.rpartition("__mutmut_")[0]
        old, new = body(f"{base}__mutmut_orig"), body(name)
        changes = list(difflib.ndiff(old, new))
        first = next(place for place, (one, other) in enumerate(zip_longest(old, new)) if one != other)
        matter = statements[spans[f"{base}__mutmut_orig"].start + first]
        was, now = (" ".join(line[2:] for line in changes if line.startswith(sign)) for sign in "-+")
        plain = base.removeprefix("x_").replace("xǁ", "").replace("ǁ", ".")
        found.append(Mutant(f"{module}.{name}", f"{module}.{plain}", was, now, frozenset((str(file), line) for line in matter)))
    return found


def statement_lines(code: str) -> dict[int, range]:
    """Return for each line the lines of the innermost statement that it belongs to, without the block below it."""
    found = {}
    for node in ast.walk(ast.parse(code)):  # from outside to inside
        if isinstance(node, ast.stmt):
            last = node.body[0].lineno - 1 if getattr(node, "body", None) else node.end_lineno
            found |= dict.fromkeys(range(node.lineno, node.end_lineno + 1), range(node.lineno, max(last, node.lineno) + 1))
    return found


def told(mutant: Mutant) -> str:
    """Return what a mutant changes, in three lines."""
    return f"{mutant.where}\n    was  {mutant.was}\n    now  {mutant.now}"


class Trial:
    """A plugin of pytest that runs the collected tests once as they are and then on every mutant."""

    def __init__(self, mutants: list[Mutant], at_once: int) -> None:
        self.mutants, self.at_once, self.failed = mutants, at_once, False
        self.out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.living: list[Mutant] = []
        self.unreached: set[str] = set()

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report) -> None:
        """Note that a test has failed."""
        self.failed = self.failed or report.failed

    def _run(self, item, following) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> bool:
        """Find out which test reaches which lines, then try the mutants."""
        from mutmut.mutation import trampoline

        reached, hits, took = {}, set(), {}
        files = {file for mutant in self.mutants for file, _ in mutant.lines}

        def trace(frame, event, value):
            if frame.f_code.co_filename not in files:
                return None
            hits.add((frame.f_code.co_filename, frame.f_lineno))
            return trace

        trampoline.set_mutant_under_test("")
        for item, following in pairwise([*session.items, None]):
            began = time.process_time()
            hits.clear()
            sys.settrace(trace)
            self._run(item, following)
            sys.settrace(None)
            reached[item], took[item] = set(hits), time.process_time() - began
            if self.failed:
                print(f"A test fails as things are: {item.nodeid}", file=self.out, flush=True)
                raise session.Interrupted("a test fails as things are")
        gc.freeze()  # what is there stays in memory that all mutants share
        place = {item: number for number, item in enumerate(session.items)}

        def order(item) -> float:
            """Begin with what is quick and has noticed much of late."""
            tried, noticed = self.counts[2 * place[item]], self.counts[2 * place[item] + 1]
            return took[item] * (tried + 2) / (noticed + 1)

        # Shared with the mutants: how many each test was run on, and how many it noticed.
        self.counts = memoryview(mmap.mmap(-1, 8 * len(place))).cast("I")
        before = ""
        running: dict[int, Mutant] = {}
        nothing = Mutant("", "nothing changed", "", "")
        for number, mutant in enumerate([nothing, *self.mutants, nothing]):
            function = mutant.name.rpartition("__mutmut_")[0]
            if function != before:  # what was noticed in other functions says less about this one
                before = function
                for index, count in enumerate(self.counts):
                    self.counts[index] = count // 4
            items = sorted((item for item in place if mutant.lines & reached[item] or mutant is nothing), key=order)
            if not items:
                self.unreached.add(mutant.where)
                self.living.append(mutant)
                continue
            seconds = int(10 + 5 * sum(map(took.__getitem__, items)))
            if child := os.fork():
                running[child] = mutant
            else:
                self._be(mutant, items, seconds, place)
            if len(running) >= self.at_once:
                self._wait(running)
            if number % 50 == 0:
                print(f"  {number} of {len(self.mutants)}, {len(self.living)} live", file=self.out, flush=True)
        while running:
            self._wait(running)
        if self.living.count(nothing) != 2:
            print("A test fails in a process of its own although nothing is changed.", file=self.out, flush=True)
            raise session.Interrupted("a test fails although nothing is changed")
        self.living = [one for one in self.living if one != nothing]
        return True

    def _be(self, mutant: Mutant, items: list, seconds: int, place: dict) -> None:
        """Become the mutant in a process of its own, which ends here: 1 if a test notices it."""
        import resource

        from mutmut.mutation import trampoline

        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(20 * seconds)  # it may be kept from running for long
            spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
            resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, spent + seconds))
            resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
            trampoline.get_mutant_under_test = lambda: mutant.name
            for item, following in pairwise([*items, None]):
                self._run(item, following)
                self.counts[2 * place[item]] += 1
                self.counts[2 * place[item] + 1] += self.failed
                if self.failed:
                    break
            os._exit(int(self.failed))
        finally:
            os._exit(1)  # it crashed the tests

    def _wait(self, running: dict[int, Mutant]) -> None:
        child, status = os.wait()
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        if child in running and status == 0:
            self.living.append(running[child])
            if running[child].name:
                print(f"  lives: {told(running[child])}", file=self.out, flush=True)
        running.pop(child, None)


def listed() -> list[dict[str, str]]:
    """Return the mutants that may live on; a line of the list may name several changes of one line of code."""
    rows = tomllib.loads(LISTED.read_text(encoding="utf-8"))["survivor"]
    return [{**row, "now": now} for row in rows for now in row["now"]]


def fits(row: dict[str, str], mutant: Mutant) -> bool:
    """Whether a line of the list names this mutant."""
    return mutant.where == row["where"] and row["was"] in mutant.was and row["now"] in mutant.now


def judge(rows: list[dict[str, str]], mutants: list[Mutant], living: list[Mutant]) -> tuple[list[Mutant], list[str]]:
    """Return the survivors that are not listed, and what is no longer true in the list."""
    unlisted = [one for one in living if not any(fits(row, one) for row in rows)]
    stale, modules = [], {one.name.rpartition(".")[0] for one in mutants}
    for row in rows:
        named = [one for one in mutants if fits(row, one)]
        head = f"{row['where']}: {row['was']} -> {row['now']}"
        if named and not set(named) & set(living):
            stale.append(f"{head}: a test notices it now. Take it out of the list.")
        elif not named and any(row["where"].startswith(f"{module}.") for module in modules):
            stale.append(f"{head}: there is no such mutant. Take it out of the list or correct it.")
    return unlisted, stale


def attempt(name: str, only_living: bool, at_once: int) -> bool:
    """Try one part of the core, print how it went, and return whether all is well."""
    began, folder = time.monotonic(), PLACE / name
    modules, patterns = CORE[name]
    copy_project(folder)
    os.chdir(folder)  # mutmut looks here for its settings
    paths = sorted(path for pattern in modules for path in PROJECT.glob(pattern) if path.name != "__init__.py")
    mutants = all_mutants = [one for path in paths for one in mutate(folder, path)]
    last = PLACE / f"{name}.json"
    if only_living and last.exists():
        noticed_before = {tuple(one) for one in json.loads(last.read_text(encoding="utf-8"))}
        mutants = [one for one in mutants if one[1:4] not in noticed_before]
    tests = [one for one in patterns if "::" in one]
    tests += sorted(str(path.relative_to(PROJECT)) for one in patterns if "::" not in one for path in PROJECT.glob(one))
    trial = Trial(mutants, at_once)
    sys.path[:] = [str(folder), *(one for one in sys.path if Path(one or ".").resolve() != PROJECT)]
    with Path("tests.log").open("w", encoding="utf-8") as log, contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        end = pytest.main(["-q", "-o", "addopts=", "-o", "tmp_path_retention_policy=none", "-p", "no:cacheprovider",
                           "--tb=native", "--assert=plain", "--basetemp", str(folder / "tmp"), "-k", " and ".join(f"not {part}" for part in LEFT_OUT), *tests], plugins=[trial])  # fmt: skip
    if end not in (0, 5):
        print(f"\n{name}: the tests could not be run (see .mutants/{name}/tests.log).")
        return False
    living = trial.living
    still = {one[1:4] for one in living}
    last.write_text(json.dumps([one[1:4] for one in all_mutants if one[1:4] not in still]), encoding="utf-8")
    unlisted, stale = judge(listed(), mutants, living)
    if only_living:  # what was noticed before was not tried again
        stale = []
    noticed = len(all_mutants) - len(living)
    share = 100 * noticed / len(all_mutants)
    print(f"\n{name}: {len(all_mutants)} mutants, {noticed} noticed ({share:.1f} of 100), {len(living)} live, "
          f"{len(living) - len(unlisted)} of them listed; {time.monotonic() - began:.0f} s")  # fmt: skip
    for where, count in Counter(one.where for one in living if one.where in trial.unreached).items():
        print(f"  no test reaches {where} ({count})")
    for one in unlisted:
        if one.where not in trial.unreached:
            print(f"  not listed: {told(one)}")
    print(*(f"  the list: {line}" for line in stale), sep="\n")
    return share >= WANTED and not unlisted and not stale


def main(arguments: list[str]) -> int:
    """Try the parts that are named, or all; return the exit status."""
    reader = argparse.ArgumentParser(prog="start.py mutants")
    reader.add_argument("names", nargs="*", help=f"parts of the core: {', '.join(CORE)}")
    reader.add_argument("--living", action="store_true", help="only what no test noticed at the last run")
    reader.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    said = reader.parse_args(arguments)
    if unknown := set(said.names) - CORE.keys():
        print(f"Unknown: {', '.join(sorted(unknown))}. The parts of the core are {', '.join(CORE)}.")
        return 2
    if not hasattr(os, "fork"):
        print("The mutants need a system that can fork: Linux or macOS.")
        return 2
    need("mutmut", MUTMUT)
    failed = 0
    for name in said.names or CORE:
        if child := os.fork():  # each part imports the mutants of its own modules
            failed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
        else:
            well = False
            try:
                well = attempt(name, said.living, said.at_once)
            except Exception:
                traceback.print_exc()
            sys.stdout.flush()
            os._exit(0 if well else 1)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
