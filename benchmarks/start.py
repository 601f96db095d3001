"""Measure the time from `python3 start.py`, or from a fresh clone, to a JupyterLab that answers.

Run `python3 benchmarks/start.py` from the project's folder. With `--fresh` it makes a fresh clone
in a folder with a space and an accent instead, without pip's cache, and measures its starts and its
tests (this installs everything twice). With `--small` it starts JupyterLab twice in this Python.

The target: the second start takes at most 1.2 times what bare `jupyter lab` takes in the same
environment.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parent.parent
REPEATS = 5


def seconds_to_answer(command: list[str], folder: Path, **variables: str) -> float:
    """Start a JupyterLab, wait for its page, stop it, and return the seconds until the page."""
    with tempfile.TemporaryDirectory() as name:
        output = Path(name, "output.txt")
        began = time.perf_counter()
        with output.open("wb") as log:
            server = subprocess.Popen(
                command, cwd=folder, stdout=log, stderr=log, env={**os.environ, **variables}
            )
        try:
            while server.poll() is None:
                address = re.search(r"http://localhost\S+", output.read_text(encoding="utf-8"))
                if address and answers(address.group()):
                    return time.perf_counter() - began
                time.sleep(0.02)
            raise RuntimeError(f"It did not start: {output.read_text(encoding='utf-8')}")
        finally:
            server.kill()
            server.wait()


def answers(address: str) -> bool:
    """Tell whether a page is served there."""
    try:
        return bool(urlopen(address).status == 200)
    except URLError:
        return False


def second_start(folder: Path) -> None:
    """Print the medians of bare JupyterLab and of the second start, measured in turns."""
    python = folder / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python")
    bare = [str(python), "-m", "jupyterlab", "--no-browser", "--allow-root"]
    ours = [sys.executable, "start.py", "--no-browser"]
    seconds_to_answer(ours, folder)  # fills the caches of the system
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(REPEATS):
        times["bare"].append(seconds_to_answer(bare, folder))
        times["ours"].append(seconds_to_answer(ours, folder))
    one, two = statistics.median(times["bare"]), statistics.median(times["ours"])
    print(
        f"bare jupyter lab: {one:.2f} s; second start: {two:.2f} s; "
        f"{two / one:.2f} times (target: at most 1.2)"
    )


def first_start() -> None:
    """Print how long a fresh clone needs to its first page and to all tests, without cache."""
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name, "Übung Cuba é")
        subprocess.run(["git", "clone", "--quiet", PROJECT, clone], check=True)
        start = [sys.executable, "start.py"]
        took = seconds_to_answer([*start, "--no-browser"], clone, PIP_NO_CACHE_DIR="1")
        print(f"first start: {took:.0f} s")
        second_start(clone)
        began = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", PROJECT, f"{clone} test"], check=True)
        done = subprocess.run(
            [*start, "test"], cwd=f"{clone} test", env={**os.environ, "PIP_NO_CACHE_DIR": "1"}
        )
        took = time.perf_counter() - began
        print(f"fresh clone to the end of all tests (exit {done.returncode}): {took:.0f} s")


def small_start() -> None:
    """Print how long JupyterLab takes, bare and with the options of the lesson."""
    from start import FIRST, lab_options

    lab = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    print(f"bare jupyter lab: {seconds_to_answer(lab, PROJECT):.2f} s")
    print(f"with our options: {seconds_to_answer([*lab, *lab_options(FIRST)], PROJECT):.2f} s")


def main(arguments: list[str]) -> None:
    """Measure what the arguments ask for."""
    if "--small" in arguments:
        small_start()
    elif "--fresh" in arguments:
        first_start()
    else:
        second_start(PROJECT)


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    main(sys.argv[1:])
