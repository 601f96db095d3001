"""Each notebook opened alone, "Run all" twice from a fresh kernel: no error, the same words, the stored pictures.

nbval compares what cells print; it looks at no picture and runs each cell once.
"""

from copy import deepcopy

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers.files import PROJECT
from tools.differences import changes, heading_above, lines_of
from tools.images import difference, pictures_of

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def run_twice(notebook, folder):
    """Return the code cells of a notebook after the first and after the second run in one kernel."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells = deepcopy(code) + deepcopy(code)
    for number, cell in enumerate(cells):
        cell.id = f"run-{number}"
    again = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(
        again, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    return code, again.cells[: len(code)], again.cells[len(code) :]


def words(cell):
    """Return what a reader sees of a cell's outputs."""
    return [line for output in cell.outputs for line in lines_of(output.get("data", output))]


def told_apart(notebook, folder):
    """Return what the second run shows differently, and which stored picture is not the one drawn."""
    found = []
    try:
        code, first, second = run_twice(notebook, folder)
    except CellExecutionError as error:
        return [f"the second run stops, or the first: {error.ename}: {error.evalue}"]
    for stored, once, twice in zip(code, first, second, strict=True):
        where = f"“{heading_above(notebook.cells, stored)}”, cell {stored.get('id', '')}"
        found += [
            f"{where}, run a second time: {one.replace('the data says', 'then')}"
            for one in changes(words(once), words(twice))
        ]
        pages = [
            ["".join(output.get("data", {}).get("text/html", "")) for output in cell.outputs]
            for cell in (stored, once)
        ]
        old, new = ([one for page in cell for one in pictures_of(page)] for cell in pages)
        if len(old) != len(new):
            found.append(f"{where}: {len(old)} pictures are stored, {len(new)} are drawn")
        found += [
            f"{where}: {one}" for pair in zip(old, new, strict=False) if (one := difference(*pair))
        ]
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_second_run_shows_the_same_and_the_stored_pictures_are_those_drawn(path):
    found = told_apart(nbformat.read(path, as_version=4), path.parent)
    assert not found, "\n".join([path.name, *found])


DRAW = """from matplotlib.figure import Figure
from helpers.display.figures import figure_html
from helpers.display.html import Page
figure = Figure(figsize=(4, 3))
figure.text(0.3, 0.5, "13 February 1960")
Page(figure_html(figure, "A date", ""), "a date")"""
GOOD = {"count": "n = 1", "show": "n + 1", "day": DRAW, "place": DRAW, "picture": DRAW}
#: Another source for a cell, and what is then said.
FAULTS = {
    "count": (
        "n = globals().get('n', 0) + 1",
        "cell a-show, run a second time: it shows “2”, then “3”",
    ),
    "day": (DRAW.replace("13 Feb", "12 Feb"), "cell a-day: "),
    "place": (DRAW.replace("0.3, 0.5", "0.3, 0.6"), "cell a-place: "),
    "picture": (
        DRAW.replace('figure_html(figure, "A date", "")', '""'),
        "cell a-picture: 1 pictures are stored, 0 are drawn",
    ),
}


def notebook_of(sources, outputs=None):
    """Return a notebook with code cells, and with the outputs of another one."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text, id=f"a-{name}") for name, text in sources.items()]
    )
    for cell, other in zip(notebook.cells, outputs.cells if outputs else [], strict=False):
        cell.outputs = other.outputs
    return notebook


@pytest.fixture(scope="module")
def small():
    """Return a small notebook with its outputs: it counts so that a second run shows the same, and draws a date."""
    cells = run_twice(notebook_of(GOOD), PROJECT / "notebooks")[1]
    return notebook_of(GOOD, nbformat.v4.new_notebook(cells=cells))


def test_a_good_notebook_passes(small):
    assert told_apart(small, PROJECT / "notebooks") == []


def test_each_fault_is_named(small):
    faulty = {name: source for name, (source, _) in FAULTS.items()}
    found = told_apart(notebook_of({**GOOD, **faulty}, small), PROJECT / "notebooks")
    for (_, said), told in zip(FAULTS.values(), found, strict=True):
        assert said in told
    assert all("points of the stored picture differ" in told for told in found[1:3])


def test_a_second_run_that_fails_is_named(small):
    again = {**GOOD, "count": "if 'n' in globals(): raise ValueError('again')\nn = 1"}
    assert told_apart(notebook_of(again, small), PROJECT / "notebooks") == [
        "the second run stops, or the first: ValueError: again"
    ]
