"""Each test has a work folder of its own."""

import pytest

from helpers.exercises import journal


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """Return the student's folder of this test, and an empty journal."""
    folder = tmp_path / "my-work"
    monkeypatch.setenv("LESSON_WORK", str(folder))
    monkeypatch.setattr(journal, "JOURNAL", journal.Journal())
    monkeypatch.setattr(journal, "DRAFTS", journal.Journal("drafts.jsonl"))
    return folder
