"""The tools work on the lesson that LESSON_FOLDER names."""

import json
import shutil

import pytest

from helpers.files import PROJECT
from tools import build, check, citations


@pytest.fixture
def other_lesson(tmp_path, monkeypatch):
    """Return a copy of the small invented lesson, which is the current one."""
    folder = shutil.copytree(PROJECT / "tests" / "lesson", tmp_path / "lesson")
    monkeypatch.setenv("LESSON_FOLDER", str(folder))
    return folder


def test_check_reads_the_current_lesson(other_lesson, capsys):
    assert check.main() == 0, capsys.readouterr().out
    assert "10 events, 6 claims" in capsys.readouterr().out


def test_citations_are_written_into_the_folder_of_the_current_lesson(other_lesson):
    (other_lesson / "citations.json").write_text("{}", encoding="utf-8")
    citations.write()
    ids = {one["id"] for one in json.loads((other_lesson / "sources.json").read_bytes())}
    written = json.loads((other_lesson / "citations.json").read_bytes())
    assert set(written) == ids
    assert all(text for citation in written.values() for text in citation.values())


def test_build_leaves_the_notebooks_of_the_shipped_lesson_alone(other_lesson, capsys, monkeypatch):
    monkeypatch.setattr(
        build, "build_notebooks", lambda *arguments: pytest.fail("a notebook was built")
    )
    monkeypatch.setattr(build.schema, "write", lambda: "as before")
    assert build.main([]) == 0, capsys.readouterr().out
    assert "they are not built" in capsys.readouterr().out
