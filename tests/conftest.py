"""Each test has a work folder of its own; unit tests use a small, invented lesson."""

import shutil
from pathlib import Path

import pytest

from helpers.exercises import journal
from helpers.load import load_lesson


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """Return the student's folder of this test, and an empty journal."""
    folder = tmp_path / "my-work"
    monkeypatch.setenv("LESSON_WORK", str(folder))
    monkeypatch.setattr(journal, "JOURNAL", journal.Journal())
    monkeypatch.setattr(journal, "DRAFTS", journal.Journal("drafts.jsonl"))
    return folder


@pytest.fixture
def small():
    """Return the folder of the small lesson; don't change it."""
    return Path(__file__).parent / "lesson"


@pytest.fixture
def small_lesson(small):
    """Return the small lesson: six claims and ten events of the 1860s, all invented."""
    return load_lesson(small)


@pytest.fixture
def small_copy(small, tmp_path):
    """Return a folder with a copy of the small lesson, to change."""
    return Path(shutil.copytree(small, tmp_path / "lesson"))
