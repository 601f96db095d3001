"""Every “Try it” cell that checks itself says no at first, and yes when the task is done."""

import ast

import nbformat
import pytest

from helpers.files import PROJECT

#: Cell, the line that the reader changes, and a way to do it.
SOLUTIONS = {
    "chronology-try-tail": ("mine =", "mine = events.tail(3)"),
    "chronology-interval-own": ("longest =", "longest = days.max()"),
    "chronology-filter-own": (
        "mine =",
        'mine = events[(events["category"] == "crisis") & events["sides"].str.contains("Havana")]',
    ),
    "chronology-missing-own": (
        "mine =",
        'mine = events[(events["made_public"] != "")'
        ' & ~events["made_public"].str.startswith("19")]',
    ),
}
#: Ways that nearly do it.
WRONG = {
    "chronology-try-tail": ["mine = events.tail(5)", "mine = events.head(3)"],
    "chronology-interval-own": [
        "longest = days.mean()",
        "longest = days.min()",
        "longest = 10_000",
    ],
    "chronology-filter-own": [
        'mine = events[events["sides"].str.contains("Havana")]',
        'mine = events[events["sides"] == "Havana"]',
        "mine = events.head(0)",
    ],
    "chronology-missing-own": [
        "mine = events.head(0)",
        'mine = events[events["made_public"] == ""]',
        'mine = events[events["made_public"] > "1962"]',
    ],
}


def run(cell, namespace):
    """Run a cell as a notebook does and return the value of its last line."""
    tree = ast.parse(cell)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), namespace)  # noqa: S102 (the notebook's own cells)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), namespace) if last else None  # noqa: S307


@pytest.fixture(scope="module")
def cells():
    notebook = nbformat.read(PROJECT / "notebooks/07-pandas-workshop.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


def said(cells, name, line=None):
    """Return what a cell shows after all cells before it, with another line to be changed."""
    namespace = {}
    for cell, source in cells.items():
        if cell == name:
            begin = SOLUTIONS[name][0]
            lines = [line if line and one.startswith(begin) else one for one in source.splitlines()]
            assert sum(one.startswith(begin) for one in source.splitlines()) == 1
            value = run("\n".join(lines), namespace)
            return set(value.values()) if isinstance(value, dict) else {value}
        run(source, namespace)
    raise KeyError(name)


def test_all_such_cells_are_here(cells):
    assert (
        {
            name
            for name, source in cells.items()
            if "# change this line" in source or "# put your" in source
        }
        == set(SOLUTIONS)
        == set(WRONG)
    )


@pytest.mark.parametrize("name", SOLUTIONS)
def test_it_says_no_yes_and_no(cells, name):
    assert True not in said(cells, name)
    assert said(cells, name, SOLUTIONS[name][1]) == {True}
    for line in WRONG[name]:
        assert said(cells, name, line) != {True}, line
