"""Generated files are what the build makes of the data today: notebooks, pictures, locks, pages.

Each difference is explained in words, with the command that writes the file again. The citations
and the marked prose have tests of their own; nbval compares what cells print, `conftest.py`
what they draw.
"""

import io
import shutil
from copy import deepcopy

import nbformat
import pytest
from matplotlib.figure import Figure

from helpers.files import PROJECT
from helpers.load import load_lesson
from tools import build, executing, images, lock, pictures
from tools.stored import stable_ids

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


# ---- notebooks
# -------------------------------------------------------------------------------------------


def not_as_built(text):
    """Whether a notebook's text is not what the build writes of the same cells and outputs."""
    notebook = nbformat.reads(text, as_version=4)
    executing.normalise(notebook)
    return text != nbformat.writes(notebook) + "\n"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_as_the_build_writes_them(path):
    cure = f"{path.name} was saved by another program: python3 start.py build {path.name[:2]}"
    assert not not_as_built(path.read_text(encoding="utf-8")), cure


#: The rest of the metadata of a cell that is on no slide.
SKIP = '"slideshow": {\n     "slide_type": "skip"\n    }\n   }'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"execution_count": 2', '"execution_count": 7'),
        ('"name": "python"', '"name": "python", "version": "3.12.1"'),
        (
            f'"metadata": {{\n    {SKIP},\n   "outputs"',
            f'"metadata": {{\n    "execution": {{\n     "a": 1\n    }},\n    {SKIP},\n   "outputs"',
        ),
    ],
)
def test_a_notebook_that_another_program_saved_is_noticed(old, new):
    text = NOTEBOOKS[7].read_text(encoding="utf-8")  # its first cells are not folded
    assert old in text
    assert not_as_built(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("sources", "ids"),
    [
        (
            ['show(events.head(3), "First")', 'show(events.head(3), "Last")'],
            ["show-events-head-3-first-cell", "show-events-head-3-last-cell"],
        ),
        (
            [
                'show_table(lesson.events[["date", "title"]].head(3))',
                'show_table(lesson.events[["date", "title"]].tail(3))',
            ],
            [
                "show-table-lesson-events-date-title-cell",
                "show-table-lesson-events-date-title-cell-2",
            ],
        ),
        (
            ["exercise('start-check-first')"] * 3,
            ["start-check-first-cell", "start-check-first-cell-2", "start-check-first-cell-3"],
        ),
        (
            ["1960 was a year.", "df2 = 1", ""],
            ["cell-1960-was-a-year-cell", "cell-df2-1-cell", "empty-cell"],
        ),
        (["intercontinental " * 6], ["intercontinental-intercontinental-intercontinental-cell"]),
    ],
)
def test_a_new_cell_is_named_by_words_that_stay(sources, ids):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources]
    )
    executing.normalise(notebook)
    assert [cell.id for cell in notebook.cells] == ids
    nbformat.validate(notebook)
    again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert [cell.id for cell in again.cells] == ids
    assert stable_ids(again, PROJECT) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("events.csv", "events.csv, line 1"),
        ("exercises.yaml", "exercises.yaml, line 1"),
        ("verdicts.yaml", "verdicts.yaml, line 1"),
        (
            None,
            "01.ipynb cell 3: {no-such-event.date} refers to 'no-such-event', which does not",
        ),
    ],
)
def test_a_build_says_what_is_wrong_before_it_makes_anything(
    monkeypatch, tmp_path, capsys, wrong, said
):
    folder = shutil.copytree(PROJECT / "data", tmp_path / "data")
    if wrong:
        (folder / wrong).write_text("{", encoding="utf-8")
    else:
        monkeypatch.setattr(
            build.prose,
            "pages",
            lambda: [
                ("01.ipynb cell 3", "<!--said-->A<!--/--> <!--no-such-event.date-->1<!--/-->")
            ],
        )
    monkeypatch.setattr(build.prose, "SHIPPED", folder)
    monkeypatch.setattr(build, "load_lesson", lambda: load_lesson(folder))
    monkeypatch.setattr(build.citations, "write", lambda folder: pytest.fail("it was written"))
    assert build.main([]) == 1
    assert said in capsys.readouterr().out


# ---- pictures
# --------------------------------------------------------------------------------------------


def drawn(figure):
    """Return a figure as the build saves it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=100, metadata={"Software": None}, format="png")
    return buffer.getvalue()


def test_the_picture_of_the_text_is_up_to_date():
    stored = (PROJECT / "docs" / "pictures" / "text.png").read_bytes()
    assert images.difference(stored, drawn(pictures.draw_text(load_lesson()))) == "", (
        "python3 start.py build"
    )


def test_the_picture_of_the_timeline_is_up_to_date():
    from tools.pictures import draw_record

    stored = (PROJECT / "docs" / "pictures" / "timeline.png").read_bytes()
    assert images.difference(stored, drawn(draw_record(load_lesson()))) == "", (
        "python3 start.py build"
    )


def small_figure(words="13 February 1960", x=0.4, size=(4, 3), colour="black"):
    """Return a small drawing with one label."""
    figure = Figure(figsize=size, dpi=100)
    figure.text(x, 0.5, words, color=colour)
    return drawn(figure)


@pytest.mark.parametrize(
    "change",
    [{"words": "12 February 1960"}, {"x": 0.45}, {"size": (4, 3.1)}, {"colour": "red"}],
    ids=str,
)
def test_a_picture_that_shows_something_else_is_noticed(change):
    assert images.difference(small_figure(), small_figure(**change))


def test_the_same_picture_twice_is_the_same():
    assert images.difference(small_figure(), small_figure()) == ""


# ---- the page on the public names
# ------------------------------------------------------------------------

# ---- locks
# -----------------------------------------------------------------------------------------------


def test_the_locks_fit_pyproject_and_have_all_hashes():
    assert lock.problems(lock.load_project(), lock.read()) == []


def one_hash_gone(project, texts):
    lines = texts["test"].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("pandas=="))
    end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith("    --hash"))
    texts["test"] = "\n".join([*lines[:start], lines[start].rstrip(" \\"), *lines[end:]]) + "\n"


def newer_project(project, texts):
    project["project"]["dependencies"].append("left-pad==1.0")


def loose_version(project, texts):
    project["project"]["dependencies"][0] = "jupyterlab>=4"


def with_address(project, texts):
    texts["run"] += "evil @ https://example.org/evil.whl\n"


def other_versions(project, texts):
    texts["run"] = texts["run"].replace("pandas==", "pandas==9", 1)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (one_hash_gone, "pandas has no hash"),
        (newer_project, "is older than pyproject.toml"),
        (loose_version, "has no exact version"),
        (with_address, "names an address"),
        (other_versions, "as in locks/run.txt"),
        (
            lambda project, texts: texts.clear(),
            "locks/run.txt is missing: run `python3 start.py lock`",
        ),
        (lambda project, texts: texts.pop("test"), "locks/test.txt is missing"),
    ],
)
def test_a_lock_that_does_not_fit_is_named(damage, said):
    project, texts = deepcopy(lock.load_project()), lock.read()
    damage(project, texts)
    assert any(said in problem for problem in lock.problems(project, texts))
