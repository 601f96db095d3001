"""What `test_said` compares as a whole, in parts, so that `tools.mutants` need not wait for all of it; not part of the suite."""

import pytest

from tests import answers, broken, said, test_broken_exercises

STORED = {name: (said.FOLDER / name).read_text(encoding="utf-8") for name in said.SAID}


@pytest.mark.parametrize("exercise", [*answers.EXERCISES.values(), *answers.OTHERS], ids=lambda one: one.id)
def test_feedback(exercise, monkeypatch):
    monkeypatch.setattr(answers, "EXERCISES", {})
    monkeypatch.setattr(answers, "OTHERS", [exercise])
    assert said.feedback() in STORED["feedback.txt"]


@pytest.mark.parametrize("place", range(len(broken.BROKEN)))
def test_broken_file(place, monkeypatch):
    monkeypatch.setattr(broken, "BROKEN", broken.BROKEN[place : place + 1])
    monkeypatch.setattr(test_broken_exercises, "BROKEN", {})
    assert said.messages() in STORED["messages.txt"]


@pytest.mark.parametrize("name", test_broken_exercises.BROKEN)
def test_broken_exercise(name, monkeypatch):
    monkeypatch.setattr(broken, "BROKEN", [])
    monkeypatch.setattr(test_broken_exercises, "BROKEN", {name: test_broken_exercises.BROKEN[name]})
    assert said.messages() in STORED["messages.txt"]


def test_contradictions():
    assert said.contradictions() == STORED["contradictions.txt"]
