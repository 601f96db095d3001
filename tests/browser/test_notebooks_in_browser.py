"""Every notebook, from top to bottom, in JupyterLab in a real browser: light, dark, narrow and enlarged."""

import nbformat
import pytest

from helpers.lesson import PROJECT
from tests.browser.barriers import axe, too_wide

NOTEBOOKS = sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS)
def page(request, open_notebook):
    """Return a tab in which all cells of the notebook were run."""
    page = open_notebook(f"notebooks/{request.param}")
    page.name = request.param
    yield page
    page.tab.set_viewport_size({"width": 1280, "height": 900})


def test_runs_without_error_or_warning_and_reaches_no_other_computer(page):
    assert page.faults() == []
    assert page.outside == []
    assert page.dialogs == []


def test_every_exercise_is_live(page):
    cells = nbformat.read(PROJECT / "notebooks" / page.name, as_version=4).cells
    wanted = sum("exercise(" in cell.source for cell in cells if cell.cell_type == "code")
    page.tab.wait_for_function("wanted => document.querySelectorAll('.lesson.exercise').length === wanted", arg=wanted, timeout=20_000)
    assert "model not found" not in page.tab.inner_text(".jp-Notebook").lower()


def test_no_barrier_in_light(page):
    assert axe(page.tab) == []


def test_no_sideways_scrolling_in_a_narrow_window(page):
    page.tab.set_viewport_size({"width": 360, "height": 740})
    page.tab.wait_for_timeout(300)
    assert too_wide(page.tab) == []


def test_no_sideways_scrolling_at_200_percent(page):
    page.tab.set_viewport_size({"width": 640, "height": 450})  # what 1280 by 900 has left at 200 %
    page.tab.wait_for_timeout(300)
    assert too_wide(page.tab) == []


def test_no_barrier_in_dark(page):
    page.tab.set_viewport_size({"width": 1280, "height": 900})
    page.command("apputils:change-theme", theme="JupyterLab Dark")
    page.tab.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    page.tab.wait_for_timeout(500)
    found = axe(page.tab)
    page.command("apputils:change-theme", theme="JupyterLab Light")
    page.tab.wait_for_function("document.body.dataset.jpThemeLight === 'true'")
    assert found == []


def test_runs_a_second_time(page):
    page.run_all()
    assert page.faults() == []
