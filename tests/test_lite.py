"""The browser edition (hosting/lite) gives the same questions and feedback as the notebooks."""

import json
import os
import subprocess
import sys
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest

from helpers.exercises import current_exercises, feedback
from helpers.exercises.form import form_of
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson
from hosting.lite.edition import UNAVAILABLE, included, write_helpers, write_notebooks

#: Runs in the edition: grades the answers that come in, and prints forms and feedback.
GRADE = f"""
import json, sys
sys.modules.update(dict.fromkeys({UNAVAILABLE}))
import helpers
from helpers.exercises import current_exercises, feedback
from helpers.exercises.form import form_of
from helpers.exercises.kinds import KINDS

lesson, exercises = current_exercises()
forms = {{name: form_of(one, lesson) for name, one in exercises.items()}}
shown = []
for name, answers in json.load(sys.stdin):
    one = exercises[name]
    result, sources = feedback.grade(one, KINDS[one.kind], answers, lesson)
    shown.append(feedback.shown(one, result, sources, lesson))
print(json.dumps({{"forms": forms, "shown": shown}}))
"""


def sample_answers(form: dict[str, Any], exercise: Exercise) -> list[Any]:
    """Return right and wrong answers in the shape that a form asks for."""
    count = len(form.get("options", []))
    match form["input"]:
        case "radio":
            return list(range(count))
        case "match":
            return [[choice] * count for choice in range(len(form["choices"]))]
        case "order":
            return [list(order) for order in islice(permutations(range(count)), 30)]
        case "text" | "area":
            known = [str(exercise.content.get("answer", "")), exercise.content["solution"]]
            return [*filter(None, known), "12", "May 1961", "1960", "no date"]
        case _:
            return [[place] for place in range(count)] + [list(range(count))]


def given(lesson: Lesson, exercises: list[Exercise]) -> list[tuple[str, list[Any]]]:
    """Return answers to all exercises, as many of them for one as it has rounds."""
    return [
        (one.id, [answer] * getattr(KINDS[one.kind], "ROUNDS", 1))
        for one in exercises
        for answer in sample_answers(form_of(one, lesson), one)
    ]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    write_helpers(folder)
    return folder


def test_edition_without_pandas_gives_the_same_questions_and_feedback(edition):
    lesson, exercises = current_exercises()
    chosen = included(exercises)
    answers = given(lesson, chosen)
    done = subprocess.run(
        [sys.executable, "-c", GRADE],
        cwd=edition,
        input=json.dumps(answers),
        env={**os.environ, "PYTHONPATH": str(edition), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, done.stderr
    found = json.loads(done.stdout)
    assert found["forms"] == {one.id: form_of(one, lesson) for one in chosen}
    expected = []
    for name, rounds in answers:
        one = exercises[name]
        result, sources = feedback.grade(one, KINDS[one.kind], rounds, lesson)
        expected.append(feedback.shown(one, result, sources, lesson))
    results = {
        (exercises[name].kind, one["result"])
        for (name, _), one in zip(answers, expected, strict=True)
    }
    assert {kind for kind, _ in results} == set(KINDS) - {"task"}
    assert json.loads(json.dumps(expected)) == found["shown"]


def test_notebooks_of_the_edition_ask_only_its_exercises(tmp_path):
    write_notebooks(tmp_path / "notebooks")
    stored = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (tmp_path / "notebooks").glob("*.ipynb")
    ]
    code = [
        "".join(cell["source"])
        for one in stored
        for cell in one["cells"]
        if cell["cell_type"] == "code"
    ]
    asked = [line for line in code if line.startswith("exercise(")]
    expected = [f'exercise("{one.id}")' for one in included(current_exercises()[1])]
    assert sorted(asked) == sorted(expected)
    assert set(code) - set(asked) == {"from helpers import exercise"}
