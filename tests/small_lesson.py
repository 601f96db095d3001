"""A lesson in miniature that starts for real and in seconds: `start.py`, two notebooks, two locks.

Its packages only have the names of the real ones: `jupyterlab` prints its arguments. pip installs
them with their hashes, from a folder; nothing is fetched.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import start

LAB = """
import json, os, sys
print("LAB", json.dumps([sys.argv[1:], dict(os.environ)]), flush=True)
"""
MODULES = {
    "jupyterlab": {"jupyterlab/__init__.py": "", "jupyterlab/__main__.py": LAB},
    "matplotlib": {"matplotlib/__init__.py": "", "matplotlib/font_manager.py": ""},
    "nbformat": {"nbformat/__init__.py": ""},
}
NOBODY_LISTENS = "http://127.0.0.1:9/simple"


def wheel(folder, name, version="1.0", files=None):
    """Write a wheel into a folder and return its line for a lock."""
    info = f"{name}-{version}.dist-info"
    files = dict(MODULES[name] if files is None else files)
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    path = Path(folder, f"{name}-{version}-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in files.items():
            archive.writestr(zipfile.ZipInfo(inside), text)  # the same bytes each time
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def notebook(*sources):
    """Return the text of a notebook with these code cells, none of which has run."""
    cells = [
        {
            "cell_type": "code",
            "source": [source],
            "outputs": [],
            "execution_count": None,
            "metadata": {},
        }
        for source in sources
    ]
    return (
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
        + "\n"
    )


def ran(text):
    """Return the text of the same notebook, each cell with a number and an output."""
    data = json.loads(text)
    for number, cell in enumerate(data["cells"], 1):
        cell.update(
            outputs=[{"output_type": "stream", "name": "stdout", "text": "an answer"}],
            execution_count=number,
        )
    return json.dumps(data)


class SmallLesson:
    """A folder that `start.py` can start; `wheels` is where pip finds its packages."""

    def __init__(self, root, wheels):
        self.root, self.wheels = root, wheels
        self.env, self.work = root / ".venv", root / "my-work"

    @classmethod
    def make(cls, root, wheels):
        """Write it, with nothing installed."""
        for folder in (root / "notebooks", root / "locks", wheels):
            folder.mkdir(parents=True)
        shutil.copy(start.__file__, root / "start.py")
        (root / "tools").mkdir()
        for name in ("__init__.py", "copies.py", "environment.py", "jupyterlab.css"):
            shutil.copy(Path(start.__file__).parent / "tools" / name, root / "tools" / name)
        for name in ("check.py", "test.py"):
            (root / "tools" / name).write_text("", encoding="utf-8")
        (root / "notebooks/00-start-here.ipynb").write_text(
            ran(notebook("1 + 1")), encoding="utf-8"
        )
        (root / "notebooks/01-read-the-text.ipynb").write_text(
            ran(notebook("2 + 2")), encoding="utf-8"
        )
        lesson = cls(root, wheels)
        lesson.lock(lesson.all_packages())
        return lesson

    def all_packages(self, **versions):
        """Write all wheels and return the lines of a lock; `versions` are those other than 1.0."""
        return "".join(wheel(self.wheels, name, versions.get(name, "1.0")) for name in MODULES)

    def copy(self, root):
        """Return a copy of it in another folder, with what is installed."""
        shutil.copytree(self.root, root, symlinks=True)
        return SmallLesson(root, self.wheels)

    def lock(self, text):
        """Write both locks."""
        for name in ("run", "test"):
            (self.root / "locks" / f"{name}.txt").write_text(text, encoding="utf-8")

    def begin(self, *arguments, network=True, **variables):
        """Begin `start.py` and return the running program."""
        packages = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        none = {"PIP_INDEX_URL": NOBODY_LISTENS, "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "JUPYTER_"))
        }
        return subprocess.Popen(
            [sys.executable, "start.py", *arguments],
            cwd=self.root,
            text=True,
            encoding="utf-8",
            env={**kept, "PYTHONUTF8": "1", **(packages if network else none), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=os.name != "nt",
        )

    def start(self, *arguments, **options):
        """Run `start.py` to its end and return its exit status, its output and its errors."""
        program = self.begin(*arguments, **options)
        output, errors = program.communicate(timeout=120)
        return program.returncode, output, errors

    def lab_call(self, output):
        """Return the arguments that JupyterLab was called with, and its variables."""
        return json.loads(next(line for line in output.splitlines() if line.startswith("LAB "))[4:])
