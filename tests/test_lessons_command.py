"""The commands for a lesson of one's own, from a new folder to notebooks that are checked."""

import nbformat
import pytest

from helpers.files import lesson_folder, lesson_here, work_folder
from tools import lessons


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return the folder that contains the lessons of this test."""
    path = tmp_path / "lessons"
    monkeypatch.setenv("LESSON_FOLDER", "")  # the commands set it
    monkeypatch.setattr(lessons, "LESSONS", path)
    monkeypatch.setattr("helpers.files.LESSONS", path)
    monkeypatch.setattr("helpers.files.WORK", tmp_path / "my-work")
    return path


def run(capsys, *arguments):
    """Return the status of a command and what it said."""
    status = lessons.main(list(arguments))
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_new_lesson_is_right_at_once_and_lists_what_to_write(home, capsys):
    status, said = run(capsys, "new-lesson", "lenn", "--csv")
    assert status == 0 and "python3 start.py import lenn" in said
    status, said = run(capsys, "check", "lenn")
    assert (status, said.splitlines()[0]) == (0, "Everything is right.")
    assert "places in the notebooks still to fill in" in said
    assert "2 events, 1 claim, 2 sources, 1 exercise." in said


def test_check_names_the_sheet_and_cell_of_a_mistake_before_it_is_imported(home, capsys):
    run(capsys, "new-lesson", "lenn", "--csv")
    path = home / "lenn" / "sheets" / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1846", "18460"), encoding="utf-8")
    status, said = run(capsys, "check", "lenn")
    assert status == 1 and "Sheet events, cell A2: “18460”" in said
    path.write_text(path.read_text(encoding="utf-8").replace("18460", "1847"), encoding="utf-8")
    status, said = run(capsys, "check", "lenn")
    assert status == 1 and "Run: python3 start.py import lenn" in said
    assert run(capsys, "import", "lenn")[0] == 0
    assert run(capsys, "check", "lenn")[0] == 0


def test_check_names_minutes_that_do_not_add_up_and_exercises_that_are_gone(home, capsys):
    run(capsys, "new-lesson", "lenn", "--csv")
    path = home / "lenn" / "notebooks" / "05-exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = notebook.cells[0].source.replace("4 minutes", "9 minutes")
    notebook.cells.append(nbformat.v4.new_code_cell('exercise("gone")'))
    nbformat.write(notebook, path)
    status, said = run(capsys, "check", "lenn")
    assert status == 1
    assert "its sections take 4 minutes, but its first cell says 9" in said
    assert "it shows the exercise gone, which does not exist any more" in said


def test_build_imports_a_changed_workbook_and_stores_outputs(home, capsys):
    run(capsys, "new-lesson", "lenn", "--csv")
    path = home / "lenn" / "sheets" / "events.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1846", "1847"), encoding="utf-8")
    status, said = run(capsys, "build", "lenn", "02")
    assert status == 0 and "so it was imported" in said
    cells = nbformat.read(home / "lenn/notebooks/02-build-the-chronology.ipynb", as_version=4).cells
    assert "1847" in str([cell.outputs for cell in cells if cell.cell_type == "code"])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["import"], "Say which lesson. There is none yet."),
        (["import", "varn"], "There is no lesson “varn”. There is none yet."),
        (["new-lesson"], "Give the lesson a name"),
        (["new-lesson", "build"], "“build” is a command already"),
    ],
)
def test_a_command_without_a_lesson_says_what_is_missing(home, capsys, words, answer):
    status, said = run(capsys, *words)
    assert status == 1 and answer in said


def test_a_damaged_notebook_is_named_and_left_as_it_is(home, capsys):
    run(capsys, "new-lesson", "lenn", "--csv")
    path = home / "lenn" / "notebooks" / "05-exercises.ipynb"
    path.write_text('{"cells": [', encoding="utf-8")
    for command in ("build", "check"):
        status, said = run(capsys, command, "lenn")
        assert status == 1 and "05-exercises.ipynb can’t be read as a notebook" in said
    assert path.read_text(encoding="utf-8") == '{"cells": ['


def test_a_file_that_can_not_be_written_is_named(home, capsys, monkeypatch):
    run(capsys, "new-lesson", "lenn", "--csv")

    def refuse(*_):
        raise PermissionError(13, "Permission denied", "events.csv")

    monkeypatch.setattr("helpers.authoring.generated._write", refuse)
    status, said = run(capsys, "import", "lenn")
    assert status == 1 and said.startswith("events.csv can’t be read or written")


def test_a_notebook_finds_its_lesson_and_journal_by_its_folder(home, tmp_path, monkeypatch):
    monkeypatch.delenv("LESSON_FOLDER", raising=False)
    monkeypatch.delenv("LESSON_WORK", raising=False)
    for folder in (home / "lenn" / "notebooks", tmp_path / "my-work" / "lenn"):
        folder.mkdir(parents=True)
        monkeypatch.chdir(folder)
        assert lesson_folder() == home / "lenn"
        assert work_folder() == tmp_path / "my-work" / "lenn"
    monkeypatch.chdir(tmp_path / "my-work")
    assert (lesson_here(), work_folder()) == ("", tmp_path / "my-work")
    assert lesson_folder().name == "data"


def test_what_start_py_understands_can_not_be_the_name_of_a_lesson():
    import start

    assert {*start.COMMANDS, "guide", "fresh", "open", "help"} <= set(lessons.TAKEN)
