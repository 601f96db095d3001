"""Each test has a work folder of its own."""

import pytest

from helpers.exercises.journal import Journal


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """Return the student's folder of this test, and an empty journal."""
    folder = tmp_path / "my-work"
    monkeypatch.setenv("LESSON_WORK", str(folder))
    for module in ("card", "progress"):
        monkeypatch.setattr(f"helpers.exercises.{module}.JOURNAL", Journal())
    monkeypatch.setattr("helpers.exercises.card.DRAFTS", Journal("drafts.jsonl"))
    return folder
