"""Change the core of `helpers` in thousands of small ways, one at a time, and see whether a test notices (mutmut).

``python3 start.py mutants`` tries all of the core; with names (``python3 start.py mutants dates journal``) only those
modules. It takes long and can be stopped: the next run goes on where it was. It fails when fewer than 95 of 100 are
noticed, or when one lives on that `tests/survivors.toml` does not list with the reason why it is harmless.
Not for Windows, which cannot fork.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
import tomllib
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PLACE = PROJECT / ".mutants"
LISTED = PROJECT / "tests" / "survivors.toml"
MUTMUT = "3.8.1"
#: Of 100 mutants, so many must be noticed.
WANTED = 95
SAID = ["tests/test_said.py"]
#: Parts of the core: the modules to change, and the tests that are to notice it.
CORE = {
    "dates": (["helpers/dates.py"], ["tests/test_dates*.py", *SAID]),
    "contradictions": (["helpers/contradictions.py"], ["tests/test_contradictions*.py"]),
    "loading": (["helpers/lesson.py", "helpers/tables.py"],
                ["tests/test_lesson*.py", "tests/test_text_and_tables*.py", "tests/test_broken_files*.py", *SAID]),
    "checks": (["helpers/checks.py"],
               ["tests/test_lesson*.py", "tests/test_broken_files*.py", "tests/test_contradictions*.py", *SAID]),
    "journal": (["helpers/exercises/journal.py"], ["tests/test_journal*.py"]),
    "feedback": (["helpers/exercises/kinds/*.py"], ["tests/test_exercises*.py", "tests/test_broken_exercises*.py", "tests/test_hostile*.py",
                 *SAID]),
}  # fmt: skip
#: Slow tests of what no mutant changes: kills of the whole program, huge files.
LEFT_OUT = "not kills and not megabytes and not two_programs"
COPIED = ("helpers", "tests", "tools", "data", "docs", "notebooks", "locks", "conftest.py", "start.py", "pyproject.toml",
          "README.md", "requirements.txt", "runtime.txt", "CONTRIBUTING.md")  # fmt: skip
#: How a mutant ends that a test noticed: failed, stopped, ran for ever, or crashed.
NOTICED = (1, 3, 24, 36, 152, 255, -24, -11, -9)
NOT_RUN = (None, 2)


def prepare(name: str) -> Path:
    """Copy the project for one part of the core and tell mutmut what to do; return the folder."""
    modules, patterns = CORE[name]
    folder = PLACE / name
    files = [path for one in COPIED for path in sorted([PROJECT / one, *(PROJECT / one).rglob("*")]) if path.is_file()]
    state = hashlib.sha256(b"".join(path.read_bytes() for path in files if "__pycache__" not in path.parts)).hexdigest()
    stamp = folder / "state.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:  # what was found before is no longer true
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        stamp.write_text(state, encoding="utf-8")
    for one in COPIED:
        source, target = PROJECT / one, folder / one
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, target)
    tests = sorted(str(path.relative_to(PROJECT)) for pattern in patterns for path in PROJECT.glob(pattern))
    settings = {
        "source_paths": ["helpers"], "only_mutate": modules, "also_copy": [one for one in COPIED if one != "helpers"],
        "pytest_add_cli_args": ["-o", "addopts=", "-p", "no:cacheprovider", "-k", LEFT_OUT],
        "pytest_add_cli_args_test_selection": tests,
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text("\n".join([project, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    return folder


def mutmut(folder: Path, *arguments: str) -> str:
    """Run mutmut in a folder and return what it prints; ``run`` shows its progress instead."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    shown = None if arguments[0] == "run" else subprocess.PIPE
    return subprocess.run(command, cwd=folder, stdout=shown, text=True, check=False).stdout or ""


def outcome(folder: Path) -> dict[str, int | None]:
    """Return how each mutant ended, by its name."""
    metas = (folder / "mutants").rglob("*.meta")
    return {name: end for meta in metas for name, end in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items()}


def change(folder: Path, mutant: str) -> tuple[str, str, str]:
    """Return where a mutant is (module and function), the line that was, and the line that it made of it."""
    lines = mutmut(folder, "show", mutant).splitlines()
    was = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    now = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    where = mutant.rpartition("__mutmut_")[0].replace("xǁ", "").replace("ǁ", ".").replace(".x_", ".")
    return where, " ".join(was), " ".join(now)


def listed(where: str, was: str, now: str) -> bool:
    """Whether the list of harmless survivors names this one."""
    rows = tomllib.loads(LISTED.read_text(encoding="utf-8"))["survivor"] if LISTED.exists() else []
    return any(fnmatch(where, row["where"]) and row["was"] in was and row["now"] in now for row in rows)


def main(names: list[str]) -> int:
    """Try the parts that are named, or all; print what lived on and return the exit status."""
    if unknown := set(names) - CORE.keys():
        print(f"Unknown: {', '.join(sorted(unknown))}. The parts of the core are {', '.join(CORE)}.")
        return 2
    try:
        there = version("mutmut")
    except PackageNotFoundError:
        there = ""
    if there != MUTMUT:  # not in the lock: only maintainers need it
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", f"mutmut=={MUTMUT}"], check=True)
    failed = 0
    for name in names or CORE:
        began = time.monotonic()
        folder = prepare(name)
        mutmut(folder, "run", "--max-children", "2")
        ends = outcome(folder)
        tried = {mutant: end for mutant, end in ends.items() if end not in NOT_RUN}
        living = [mutant for mutant, end in tried.items() if end not in NOTICED]
        share = 100 * (len(tried) - len(living)) / max(len(tried), 1)
        print(f"\n{name}: {len(tried) - len(living)} of {len(tried)} noticed ({share:.1f} of 100), "
              f"{len(ends) - len(tried)} not tried, {time.monotonic() - began:.0f} s")  # fmt: skip
        changes = [(mutant, *change(folder, mutant)) for mutant in living]
        unlisted = [one for one in changes if not listed(*one[1:])]
        for mutant, where, was, now in unlisted:
            print(f"  {where} ({mutant.rpartition('_')[2]})\n    was  {was}\n    now  {now}")
        failed += share < WANTED or bool(unlisted) or len(tried) < len(ends)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
