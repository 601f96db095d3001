"""`check_setup` does what the lesson does, and says in words what does not work."""

import errno
import os
import sys
import tomllib

import pytest

import helpers.health
from helpers import check_setup
from helpers.exercises.journal import Journal
from helpers.files import PROJECT

#: Distributions whose module has another name.
MODULES = {"PyYAML": "yaml", "matplotlib": "matplotlib.figure", "python-docx": "docx"}


def test_check_setup_says_that_everything_works(work):
    page = repr(check_setup())
    assert page.startswith("Everything works.")
    assert page.count("| works |") == 3
    assert list(work.iterdir()) == [], "it leaves nothing behind"


@pytest.mark.parametrize("check", ["_packages", "_data", "_folder"])
def test_check_setup_reports_each_problem(monkeypatch, check):
    def fail():
        raise RuntimeError("Broken here. Repair it.")

    monkeypatch.setattr(helpers.health, check, fail)
    page = repr(check_setup())
    assert page.startswith("Something needs your attention.")
    assert page.count("| works |") == 2
    assert "| does not work | Broken here. Repair it." in page


def test_check_setup_imports_every_package_of_the_lesson():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {one.partition("==")[0] for one in project["dependencies"]}
    wanted = {MODULES.get(name, name) for name in names} - {"ipykernel", "pandas"}
    assert set(helpers.health.NEEDED) == wanted, "nothing is shown without the other two"


@pytest.mark.parametrize("module", ["openpyxl", "anywidget", "jupyterlab"])
def test_check_setup_names_a_package_that_can_not_be_imported(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)  # its dist-info is there all the same
    page = repr(check_setup())
    assert f"Missing: {module} (" in page
    assert "Close JupyterLab and start again with start.py." in page


def test_check_setup_notices_a_full_disk(monkeypatch, work):
    def fail(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    page = repr(check_setup())
    assert "can't be written (No space left on device)" in page
    assert list(work.iterdir()) == []


def test_check_setup_notices_a_file_in_the_place_of_the_folder(work):
    work.parent.mkdir(exist_ok=True)
    work.write_text("in the way", encoding="utf-8")
    page = repr(check_setup())
    assert "You can go on, but your answers last only until you close this." in page
    assert work.read_text(encoding="utf-8") == "in the way"


def test_check_setup_notices_a_journal_that_can_not_be_read(work):
    Journal().path.mkdir(parents=True)
    assert "Your answers can't be read: " in repr(check_setup())
