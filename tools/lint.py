"""Run the checks of the code that `[tool.lint]` in pyproject.toml lists, and print a line for each.

`python3 start.py test` runs them first. `python -m tools.lint words` runs those whose command or
description contains one of the words.
"""

import os
import shlex
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def commands(words: list[str]) -> dict[str, str]:
    """Return the arguments of Python that run each check, with what the check looks for."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    listed: dict[str, str] = settings["tool"]["lint"]
    return {
        command: aim
        for command, aim in listed.items()
        if not words or any(word in f"{command} {aim}" for word in words)
    }


def run(command: str) -> tuple[int, str]:
    """Run a check and return its exit status and its output."""
    arguments = []
    for word in shlex.split(command):
        found = PROJECT.glob(word) if "*" in word else [word]
        arguments += sorted(map(str, found))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def main(words: list[str]) -> int:
    """Run the checks and return the exit status."""
    listed = commands(words)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(listed, pool.map(run, listed), strict=True))
    for command, (status, output) in results.items():
        print(f"{'FAILED' if status else 'passed'}  {listed[command]}: python {command}")
        if status:
            print(output.rstrip())
    sys.stdout.flush()
    return 1 if any(status for status, _ in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
