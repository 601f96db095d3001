"""Each notebook run twice in one kernel: no error, the same text, and the stored pictures.

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
    """Return the code cells of a notebook as stored, after a first and after a second run."""
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
    """Return what the second run shows differently, and which stored pictures are others."""
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
