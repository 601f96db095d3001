"""Write the locks: every package with its exact version and hashes, for all systems and Pythons.

``python3 start.py lock`` writes a lock for each level of `tools.environment.LEVELS` from
``pyproject.toml`` and keeps the versions that are already locked. It needs the network.

--upgrade   take the newest versions that pyproject.toml allows
--check     write nothing; fail when the locks are not what would be written
"""

import difflib
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from tools.environment import LEVELS

PROJECT = Path(__file__).resolve().parent.parent
#: Where the collection must install without a compiler: uv's names of systems, and Pythons.
SYSTEMS = ("linux", "aarch64-unknown-linux-gnu", "macos", "x86_64-apple-darwin", "windows")
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
#: One version of each package for all Pythons (`fewest`), so that outputs are the same for
#: everyone.
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
)
ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE
)


def load_project(path: Path = PROJECT / "pyproject.toml") -> dict[str, Any]:
    """Return what ``pyproject.toml`` holds."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def direct(project: dict[str, Any], lock: str) -> list[str]:
    """Return the direct dependencies of the lock of a level, as ``name==version``."""
    own = project["project"]
    more = (own["optional-dependencies"][level] for level in extras(lock))
    return [*own["dependencies"], *chain.from_iterable(more)]


def extras(lock: str) -> tuple[str, ...]:
    """Return the optional dependencies that a level contains, by their names in pyproject.toml."""
    return LEVELS[1 : LEVELS.index(lock) + 1]


def header(project: dict[str, Any], lock: str) -> str:
    """Return the first lines of a lock: how it is made, and the mark of what it was made from."""
    settings = {name: value for name, value in project["tool"]["lock"].items() if name != "mutmut"}
    basis = json.dumps([direct(project, lock), settings], ensure_ascii=False)
    mark = hashlib.sha256(basis.encode()).hexdigest()
    return f"# Made by `python3 start.py lock` from pyproject.toml; don't edit.\n# basis: {mark}\n"


def entries(text: str) -> dict[tuple[str, str], str]:
    """Return marker and hashes of each entry of a lock, by normalised name and version."""
    normal = re.compile(r"[-_.]+")
    return {
        (normal.sub("-", m["name"]).lower(), m["version"]): m["rest"] for m in ENTRY.finditer(text)
    }


def problems(project: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """Say what is wrong with the locks, without the network.

    Parameters
    ----------
    project
        What ``pyproject.toml`` holds.
    texts
        The text of each lock, by the name of its level.

    Returns
    -------
    list of str
        One sentence for each problem.
    """
    if found := [
        f"locks/{lock}.txt is missing: run `python3 start.py lock`."
        for lock in LEVELS
        if lock not in texts
    ]:
        return found
    locks = {lock: entries(text) for lock, text in texts.items()}
    for lock, text in texts.items():
        if not text.startswith(header(project, lock)):
            found.append(
                f"locks/{lock}.txt is older than pyproject.toml: run `python3 start.py lock`."
            )
        found += [
            f"locks/{lock}.txt: {name} has no hash."
            for (name, _), rest in locks[lock].items()
            if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", rest)
        ]
        if re.search(r"://|^[ \t]*+-(?!-hash=)| @ ", text, re.MULTILINE):
            found.append(
                f"locks/{lock}.txt names an address or an option: a lock names packages only."
            )
        pinned = entries("\n".join(direct(project, lock)))
        found += [
            f"locks/{lock}.txt lacks {name}=={number}."
            for name, number in pinned.keys() - locks[lock].keys()
        ]
        loose = [line for line in direct(project, lock) if not ENTRY.match(line)]
        found += [f"pyproject.toml: {line} has no exact version." for line in loose]
    for lower, upper in pairwise(LEVELS):
        strange = dict(locks[lower].items() - locks[upper].items())
        found += [
            f"locks/{upper}.txt lacks {name}=={number} as in locks/{lower}.txt."
            for name, number in strange
        ]
    return found


def read(folder: Path = PROJECT / "locks") -> dict[str, str]:
    """Return the text of each lock in a folder, by its name."""
    paths = {lock: folder / f"{lock}.txt" for lock in LEVELS}
    return {lock: path.read_text(encoding="utf-8") for lock, path in paths.items() if path.exists()}


def write(project: dict[str, Any], folder: Path, upgrade: bool = False) -> None:
    """Write all locks into a folder; without ``upgrade``, versions in it are kept."""
    need("uv", project["tool"]["lock"]["uv"])
    extra = [
        *(["--upgrade"] if upgrade else []),
        *(f"--no-emit-package={name}" for name in project["tool"]["lock"]["left-out"]),
    ]
    with tempfile.TemporaryDirectory() as name:
        limits = Path(name, "limits.txt")
        limits.write_text("\n".join(project["tool"]["lock"]["constraints"]), encoding="utf-8")
        for lock in reversed(LEVELS):  # the others take their versions from the largest one
            more = [f"--extra={level}" for level in extras(lock)]
            more.append(f"-c{limits if lock == LEVELS[-1] else folder / f'{LEVELS[-1]}.txt'}")
            path = folder / f"{lock}.txt"
            uv([*COMPILE, *extra, *more, "-o", str(path), str(PROJECT / "pyproject.toml")])
            path.write_text(
                header(project, lock) + path.read_text(encoding="utf-8"),
                encoding="utf-8",
                newline="\n",
            )


def uninstallable(lock: Path) -> list[str]:
    """Return the systems and Pythons for which a package has no wheel, with uv's reason."""
    found = []
    for system in SYSTEMS:
        for python in PYTHONS:
            where = ["--python-platform", system, "--python-version", python]
            try:
                uv(
                    [
                        "pip",
                        "compile",
                        "--quiet",
                        "--no-deps",
                        "--only-binary",
                        ":all:",
                        *where,
                        str(lock),
                    ],
                    quiet=True,
                )
            except subprocess.CalledProcessError as error:
                reason = " ".join(error.stderr.split())
                found.append(f"{system}, Python {python}: {reason}")
    return found


def need(package: str, number: str) -> None:
    """Install the exact version of a tool that only maintainers need, if it is not there."""
    try:
        there = version(package)
    except PackageNotFoundError:
        there = ""
    if there != number:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", f"{package}=={number}"], check=True
        )


def uv(arguments: list[str], quiet: bool = False) -> None:
    """Run uv and let its words be seen, or kept in the error when ``quiet``."""
    command = [sys.executable, "-m", "uv", *arguments]
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if quiet else None,
        text=True,
    )


def main(arguments: list[str]) -> int:
    """Do what the arguments ask for (see the top of this file) and return the exit status."""
    project = load_project()
    locks = PROJECT / "locks"
    if unknown := set(arguments) - {"--upgrade", "--check"}:
        print(f"Unknown: {' '.join(sorted(unknown))}. There are --upgrade and --check.")
        return 2
    locks.mkdir(exist_ok=True)
    before = read(locks)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if "--check" in arguments else locks
        for lock, text in before.items():
            (folder / f"{lock}.txt").write_text(text, encoding="utf-8", newline="\n")
        write(project, folder, "--upgrade" in arguments)
        after = read(folder)
        missing = uninstallable(folder / "test.txt")
    for lock, text in after.items():
        verdict = "as before" if text == before.get(lock) else "changed"
        print(f"locks/{lock}.txt: {len(entries(text))} packages, {verdict}")
        old, new = (
            sorted(" ".join(key) for key in entries(one)) for one in (before.get(lock, ""), text)
        )
        print("".join(f"  {line}\n" for line in difflib.ndiff(old, new) if line[0] in "+-"), end="")
    print(
        "\n".join(missing)
        or f"Wheels for all of it on {len(SYSTEMS)} systems and {len(PYTHONS)} Pythons."
    )
    return 1 if missing or (after != before and "--check" in arguments) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
