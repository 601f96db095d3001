"""Notebook 03 as the page that `jupyter nbconvert --to html` writes, in a browser."""

import re

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from helpers.files import PROJECT
from tests.browser.barriers import axe, contrast
from tests.browser.conftest import PATIENCE, WIDE

NOTEBOOK = PROJECT / "notebooks" / "03-draw-the-timeline.ipynb"
FIGURES = sum(
    "<figure>" in output.get("data", {}).get("text/html", "")
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells
    for output in cell.get("outputs", [])
)


@pytest.fixture(scope="module")
def tab(chromium, tmp_path_factory):
    """Return a tab with the exported page; nothing outside of this computer is reached."""
    path = tmp_path_factory.mktemp("page") / "notebook.html"
    path.write_text(HTMLExporter().from_filename(str(NOTEBOOK))[0], encoding="utf-8")
    context = chromium.new_context(viewport=WIDE)
    context.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith(("file:", "data:")) else route.abort()
        ),
    )
    tab = context.new_page()
    context.set_default_timeout(PATIENCE)
    tab.goto(path.as_uri())
    yield tab
    context.close()


def test_every_figure_is_heard_with_its_own_words(tab):
    images = tab.get_by_role("img")
    heard = [image.get_attribute("alt") for image in images.all()]
    assert len(heard) == FIGURES >= 12
    assert all(re.match(r"Timeline of \d+ events?\b", words) for words in heard)
    assert "No description has been provided" not in tab.content()
    assert sum("the effect comes 14 months before its cause" in words for words in heard) >= 1
    assert all(
        image.evaluate("node => node.complete && node.naturalWidth > 300") for image in images.all()
    )


def test_every_figure_has_its_twin_and_it_opens_by_keyboard(tab):
    figures = tab.locator("figure")
    assert figures.count() == FIGURES
    for figure in figures.all():
        summary = figure.locator("details summary", has_text="The same in words")
        assert not figure.locator("table").is_visible()
        summary.focus()
        tab.keyboard.press("Enter")
        expect(figure.locator("table")).to_be_visible()
        assert figure.locator("table caption").inner_text().startswith("The record: ")
        alt, first = (
            figure.locator("img").get_attribute("alt"),
            figure.locator("details p").first.inner_text(),
        )
        assert first == alt
        count = int(re.search(r"Timeline of (\d+)", alt)[1])
        assert figure.locator("tbody tr").count() == count


def test_no_barrier(tab):
    tab.reload()
    for twin in tab.locator("figure details summary").all()[:2]:  # all are made in one way
        twin.click()
    assert axe(tab) + contrast(tab) == []
