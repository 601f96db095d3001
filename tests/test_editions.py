"""The editions: what students get gives no answer away, and still works."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache

import pytest

from helpers.errors import LessonError
from helpers.exercises.loading import load_exercises
from helpers.files import PROJECT
from helpers.lesson.sealing import seal, unseal
from helpers.load import load_lesson
from tests.answers import LESSON, secrets
from tests.test_readme import lost
from tools import editions
from tools.copies import GUIDE


@cache
def students():
    return editions.for_students()


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The edition for students, unpacked."""
    folder = tmp_path_factory.mktemp("students")
    with zipfile.ZipFile(io.BytesIO(editions.archive("lesson", students()))) as file:
        file.extractall(folder)
    return folder / "lesson"


# ---- nothing gives an answer away


def test_no_answer_can_be_read_in_the_edition_for_students():
    assert editions.leaks(editions.archive("lesson", students())) == []


def test_the_keys_contain_every_secret_of_the_exercises():
    plain = {editions._plain(text) for text in secrets()}
    long = {text for text in plain if editions.is_sentence(text)}
    keys = editions.key_strings()
    missing = {text for text in long if not any(text in key for key in keys)}
    allowed = LESSON.text + " ".join(editions.shown_and_kept()[0])
    assert all(text in editions._plain(allowed) for text in missing)


KEY = 'He was in India, "as {khrushchev-india-1960.date} shows", & so he did not sign.'
PLACES = {
    "notebooks/00-start-here.ipynb": lambda: json.dumps(
        {"cells": [{"outputs": [{"data": {"text/html": KEY.replace("&", "&amp;\n").split("\n")}}]}]}
    ),
    "notebooks/01-read-the-text.ipynb": lambda: json.dumps({"metadata": {"solution": KEY}}),
    "data/answers.csv": lambda: 'id,why\nc01,"' + KEY.replace('"', '""') + '"\n',
    "data/answers.yaml": lambda: "why: >-\n  " + KEY.replace(" & ", "\n  & "),
    "helpers/key.py": lambda: f"KEY = {json.dumps(KEY)}",
}


@pytest.mark.parametrize("name", PLACES)
def test_a_key_that_is_put_in_is_found(name, monkeypatch):
    monkeypatch.setattr(editions, "key_strings", lambda: frozenset({KEY}))
    found = editions.leaks(editions.archive("lesson", {name: PLACES[name]().encode()}))
    assert len(found) == 1 and found[0].startswith(f"lesson/{name} gives away 1 answers")


@pytest.mark.parametrize(
    "name", [*(f"data/{name}" for name in editions.SEALED), f"notebooks/{GUIDE}"]
)
def test_a_file_with_answers_is_found_unless_it_is_sealed(name):
    data = (PROJECT / name).read_bytes()
    if name != "data/stances.csv":  # which has no sentence of its own in the key
        assert editions.leaks(editions.archive("lesson", {name: data})) != []
    assert editions.leaks(editions.archive("lesson", {f"{name}.sealed": seal(data)})) == []


def test_nothing_is_written_if_students_could_read_an_answer(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(editions, "leaks", lambda data: ["x gives away 1 answers: “…”"])
    monkeypatch.setattr(editions, "write", lambda *_: pytest.fail("it was written"))
    assert editions.main() == 1
    assert "Nothing was written" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["helpers/classroom/key.py", "data/claims-guide.yaml"])
def test_what_only_teachers_get_is_not_in_the_edition_for_students(name):
    assert name in editions.for_teachers()
    assert name not in students()
    assert not [one for one in students() if one.startswith(("tests/", "benchmarks/"))]


# ---- and it works


def test_the_sealed_lesson_is_the_same_lesson(unpacked):
    sealed = load_lesson(unpacked / "data")
    assert sealed.claims.equals(LESSON.claims)
    assert load_exercises(sealed) == load_exercises(LESSON)


def test_a_damaged_sealed_file_is_named(unpacked, tmp_path):
    folder = shutil.copytree(unpacked / "data", tmp_path / "data")
    path = folder / "claims.csv"
    path.write_bytes(path.read_bytes()[:-50] + b"?")
    with pytest.raises(LessonError, match=r"claims\.csv.*The file is damaged"):
        load_lesson(folder)


def test_line_ends_of_another_system_do_no_harm():
    assert unseal(seal(b"He was there." * 20).replace(b"\n", b"\r\n")) == b"He was there." * 20


def test_its_commands_and_links_are_those_that_work(unpacked):
    run = [sys.executable, "start.py"]
    shown = subprocess.run([*run, "--help"], cwd=unpacked, capture_output=True, text=True)
    assert re.findall(r"^  python3 start\.py (\w*)", shown.stdout, re.MULTILINE) == ["", "fresh"]
    page = (unpacked / "README.md").read_text(encoding="utf-8")
    assert lost(page, unpacked) == []
    assert "## Start" in page and "For teachers" not in page and "start.py test" not in page


def test_what_only_teachers_have_says_so(unpacked):
    ask = [sys.executable, "-c", "import helpers; helpers.show_key"]
    run = {"cwd": unpacked, "env": {**os.environ, "PYTHONPATH": str(unpacked)}}
    shown = subprocess.run(ask, capture_output=True, text=True, **run)
    assert shown.stderr.strip().endswith("show_key is only in the edition for teachers.")


# ---- the same files, the same bytes


def test_the_same_files_give_the_same_bytes_in_any_order():
    files = {"b.txt": b"2", "a.txt": b"1"}
    data = editions.archive("lesson", files)
    assert data == editions.archive("lesson", dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = file.infolist()
    assert [entry.filename for entry in entries] == ["lesson/a.txt", "lesson/b.txt"]
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {
        (editions.WHEN, 3, 0o100644 << 16)
    }


def test_teachers_get_every_file_of_the_project():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this folder is not a git repository")
    tracked = {name for name in listed.stdout.split("\0") if name and name[0] != "."}
    assert tracked <= set(editions.for_teachers())
