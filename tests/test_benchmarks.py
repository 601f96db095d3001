"""Every benchmark runs, at its smallest size."""

import os
import subprocess
import sys

import pytest

from helpers.files import PROJECT

ALL = sorted(PROJECT.glob("benchmarks/*.py"))
BENCHMARKS = [
    pytest.param(path, marks=[pytest.mark.browser] if "playwright" in text else [], id=path.stem)
    for path in ALL
    if "--small" in (text := path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("path", BENCHMARKS)
def test_benchmark_runs_at_its_smallest_size(path):
    done = subprocess.run(
        [sys.executable, str(path), "--small"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], str(PROJECT)])},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
