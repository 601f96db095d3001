"""Measure the verification of the notebooks beside the least possible, and beside other tools.

Run `.venv/bin/python benchmarks/notebooks.py` after `python3 start.py test`. The
floor is one process a notebook that only imports pandas and matplotlib and draws bare figures, as
many and as large as the notebook's. With `--others` nbmake, nbconvert and pytest-notebook run too,
in an environment of their own that is thrown away (needs the network). With `--small` one notebook
is measured once.

The targets: all notebooks within 3 times the floor; one notebook under 10 s.
"""

import base64
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = Path(sys.executable)
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
REPEATS = 3
FLOOR = """
import io, sys
import matplotlib; matplotlib.use("agg")
import matplotlib.pyplot as plt
import pandas
for size in sys.argv[1:]:
    width, height = map(int, size.split("x"))
    figure, axes = plt.subplots(figsize=(width / 100, height / 100), dpi=100)
    axes.plot(range(100), "o")
    for number in range(60):
        axes.text(number, number, f"the title of event {number}")
    figure.savefig(io.BytesIO())
"""


def figures(notebook: Path) -> Iterator[str]:
    """Yield the size of each figure that is stored in a notebook, as `1200x600`."""
    for encoded in re.findall(
        r"data:image/png;base64,([A-Za-z0-9+/=]+)", notebook.read_text(encoding="utf-8")
    ):
        yield "{}x{}".format(*struct.unpack(">II", base64.b64decode(encoded)[16:24]))


def run(command: list[str | Path], **variables: str) -> tuple[float, int]:
    """Run a command in the project's folder and return how long it took, and its exit status."""
    began = time.perf_counter()
    done = subprocess.run(
        list(map(str, command)),
        cwd=PROJECT,
        capture_output=True,
        check=False,
        env={**os.environ, **variables},
    )
    return time.perf_counter() - began, done.returncode


def seconds(command: list[str | Path], **variables: str) -> float:
    """Run a command that must succeed and return how long it took."""
    took, status = run(command, **variables)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return took


def floor(processes: int, notebooks: Sequence[Path] = NOTEBOOKS) -> float:
    """Return how long the least possible takes, with so many processes at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(processes) as pool:
        list(
            pool.map(lambda notebook: seconds([PYTHON, "-c", FLOOR, *figures(notebook)]), notebooks)
        )
    return time.perf_counter() - began


def median(measure: Callable[..., float], *arguments: Any) -> float:
    """Return the median of some measurements."""
    return statistics.median(measure(*arguments) for _ in range(REPEATS))


def ours() -> None:
    """Print our verification beside the floor: on one core, on two, and for each notebook alone."""
    for cores in (1, 2):
        least = median(floor, cores)
        took = median(
            seconds, [PYTHON, "-m", "pytest", "-q", f"-n{cores if cores > 1 else 0}", "notebooks"]
        )
        print(
            f"{cores} at a time: floor {least:.1f} s; nbval {took:.1f} s; "
            f"{took / least:.1f} times (target: at most 3)"
        )
    for notebook in NOTEBOOKS:
        took = median(seconds, [PYTHON, "start.py", "test", "-q", notebook])
        print(f"{notebook.name} alone, by start.py test: {took:.1f} s (target: under 10)")


def others() -> None:
    """Print what other tools take for the same notebooks, one after the other on one core."""
    with tempfile.TemporaryDirectory() as name:
        seconds([sys.executable, "-m", "venv", name])
        python = Path(name, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        packages = next(
            Path(name).glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages")
        )
        below = next(
            (PROJECT / ".venv").glob(
                "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
            )
        )
        (packages / "below.pth").write_text(f"{below}\n{PROJECT}\n", encoding="utf-8")
        seconds([python, "-m", "pip", "install", "--quiet", "nbmake", "pytest-notebook"])
        (Path(name) / "empty.toml").touch()
        pytest = [
            python,
            "-m",
            "pytest",
            "-q",
            "-c",
            Path(name) / "empty.toml",
            f"--rootdir={PROJECT}",
            "-p",
            "no:cacheprovider",
        ]
        pages = list(map(str, NOTEBOOKS))
        work = {"LESSON_WORK": str(Path(name, "my-work"))}
        commands = {
            "nbval (strict: compares the outputs)": [
                *pytest,
                "--nbval",
                "--nbval-current-env",
                "--nbval-sanitize-with=tests/nbval.cfg",
            ],
            "nbval lax (only runs)": [*pytest, "--nbval-lax", "--nbval-current-env"],
            "nbmake (only runs)": [*pytest, "--nbmake"],
            "pytest-notebook (compares the outputs)": [*pytest, "--nb-test-files"],
            "nbconvert --execute (only runs)": [
                python,
                "-m",
                "nbconvert",
                "--execute",
                "--to=notebook",
                f"--output-dir={name}/out",
            ],
        }
        for title, command in commands.items():
            times, ends = zip(
                *(run([*command, *pages], **work) for _ in range(REPEATS)), strict=True
            )
            result = f"failed {ends}" if any(ends) else "passed"
            print(f"{title}: {statistics.median(times):.1f} s, {result}")


def small() -> None:
    """Print the floor and the verification of the first notebook, measured once."""
    least = floor(1, NOTEBOOKS[:1])
    took = seconds([PYTHON, "-m", "pytest", "-q", "-n0", NOTEBOOKS[0]])
    print(f"{NOTEBOOKS[0].name}: floor {least:.1f} s; nbval {took:.1f} s")


def main(arguments: list[str]) -> None:
    """Measure what the arguments ask for."""
    if "--small" in arguments:
        small()
        return
    ours()
    if "--others" in arguments:
        others()


if __name__ == "__main__":
    main(sys.argv[1:])
