"""Every notebook in JupyterLab in a real browser: light, dark, narrow and enlarged."""

import nbformat
import pytest
from playwright.sync_api import expect

from helpers.files import PROJECT
from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import WIDE

NOTEBOOKS = sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS)
def page(request, open_notebook):
    """Return a tab in which all cells of the notebook were run."""
    page = open_notebook(f"notebooks/{request.param}")
    page.name = request.param
    yield page


def test_runs_without_error_or_warning_and_reaches_no_other_computer(page):
    assert page.faults() == []
    assert page.outside == []
    assert page.dialogs == []


def test_every_exercise_is_live(page):
    cells = nbformat.read(PROJECT / "notebooks" / page.name, as_version=4).cells
    calls = ("exercise(", 'my_work("hand-in")')  # the card that saves the work looks the same
    wanted = sum(
        any(call in cell.source for call in calls) for cell in cells if cell.cell_type == "code"
    )
    expect(page.tab.locator(".lesson.exercise")).to_have_count(wanted)
    assert (
        "model not found"
        not in " ".join(page.tab.locator(".jp-OutputArea").all_inner_texts()).lower()
    )


def test_no_barrier_in_light(page):
    page.resize(**WIDE)
    assert axe(page.tab) + contrast(page.tab) == []


def test_no_sideways_scrolling_in_a_narrow_window(page):
    page.resize(360, 740)
    assert too_wide(page.tab) == []


def test_no_sideways_scrolling_at_200_percent(page):
    page.resize(640, 450)  # what 1280 by 900 has left at 200 %
    assert too_wide(page.tab) == []


def test_colours_in_dark(page):
    page.resize(**WIDE)
    page.theme(dark=True)
    found = contrast(page.tab)
    page.theme(dark=False)
    assert found == []
