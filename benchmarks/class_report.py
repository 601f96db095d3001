"""How long the report on a class takes, and how much memory, for 30 and for 1,000 students.

Run `python3 start.py test` once (it installs what this needs), then `.venv/bin/python
benchmarks/class_report.py`. With `--small` the class has six students.

The class is invented: each student answers about forty exercises and hands in a page, a journal, a
Word document or a line of results. The report is made by the command itself, in a process of its
own. The seconds are those on the clock and those of the processor, which other programs do not
change.

The target: 30 students in 5 s; 1,000 in 60 s and within 1 GB.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
CLASSES, SMALL = (30, 1000), (6,)
#: Runs the command, and prints the seconds of the processor and the largest memory in megabytes.
MEASURED = """
import sys, time
from tools.class_report import main
status = main(sys.argv[1:])
try:
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
except ImportError:  # Windows
    memory = 0
print("measured", time.process_time(), memory)
sys.exit(status)
"""


def measure(count: int) -> tuple[float, float, float]:
    """Return the seconds on the clock, those of the processor, and megabytes."""
    from tests.invented_class import write_class

    with tempfile.TemporaryDirectory() as folder:
        write_class(Path(folder), count)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, folder],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        clock = time.perf_counter() - began
    processor, memory = done.stdout.rpartition("measured")[2].split()
    return clock, float(processor), float(memory)


def main(arguments: list[str]) -> None:
    """Measure each class, and print a line for it."""
    print(f"{'students':>10}{'seconds':>10}{'of processor':>14}{'MB':>8}   {os.cpu_count()} cores")
    for count in SMALL if "--small" in arguments else CLASSES:
        clock, processor, memory = measure(count)
        print(f"{count:10}{clock:10.1f}{processor:14.1f}{memory:8.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
