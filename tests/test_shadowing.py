"""When a student's file has the name of a module and an import fails, the message names it."""

import subprocess
import sys

import pytest

from helpers.files import PROJECT


def first_error(folder, code):
    """Run code in a folder as a notebook there would, and return what it prints of an error."""
    catching = f"""
import sys
sys.path.append({str(PROJECT)!r})
try:
    {code}
except Exception as error:
    print(type(error).__name__, "|", error, "|", repr(error.__cause__))
"""
    done = subprocess.run(
        [sys.executable, "-c", catching],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "content", "name"),
    [
        ("pandas.py", "events = 1\n", "load_lesson"),
        ("numpy.py", "", "load_lesson"),
        ("random.py", "print\n", "load_lesson"),
        ("csv.py", "rows = []\n", "load_lesson"),
        ("pandas.py", "def broken(:\n", "show_table"),
        ("matplotlib.py", "raise RuntimeError('mine')\n", "plot_timeline"),
        ("yaml/__init__.py", "x = 1\n", "exercise"),
    ],
)
def test_import_error_names_the_file_in_the_way_and_chains_its_cause(tmp_path, file, content, name):
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    shown = file.removesuffix("/__init__.py")
    kind, message, cause = first_error(tmp_path, f"from helpers import {name}").split(" | ")
    assert kind == "UserError"
    assert message.startswith(f"The file {shown} in the folder {tmp_path.resolve()} is in the way")
    assert f"instead of the module {shown.removesuffix('.py')}. Rename or move it." in message
    assert cause.strip() != "None"


def test_import_error_without_such_a_file_says_what_python_says(tmp_path):
    (tmp_path / "mine.py").write_text("x = 1\n", encoding="utf-8")
    broken = "import mine; sys.modules['pandas'] = None; from helpers import load_lesson"
    kind, message, cause = first_error(tmp_path, broken).split(" | ")
    assert kind == "UserError" and "in the way" not in message
    assert "ModuleNotFoundError" in message and "ModuleNotFoundError" in cause


def test_import_ignores_a_file_that_harms_nothing(tmp_path):
    (tmp_path / "statistics.py").write_text("mean = 1\n", encoding="utf-8")
    assert first_error(tmp_path, "from helpers import show_table; print('loaded')") == "loaded\n"
