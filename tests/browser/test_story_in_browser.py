"""The pages of the story by keyboard, in both themes and on a narrow page."""

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import WIDE, press

PAGES = [
    'show_people(lesson, "carl")',
    "show_people(lesson)",
    "show_words(lesson)",
    'show_background(lesson, "war")',
    'show_document(lesson, "the-letter")',
    "show_map(lesson)",
    "show_matrix(lesson)",
    "show_causes(lesson)",
    "show_agreements(lesson)",
    "show_settlement(lesson)",
    'browse(lesson, "documents")',
    'browse(lesson, "claims")',
    'browse(lesson, "known")',
    'browse(lesson, "disputes")',
]
LESSON = """from pathlib import Path
from tempfile import mkdtemp
from helpers import *
from tests.invented import invented
lesson = invented(Path(mkdtemp()))"""
OPEN_ALL = "document.querySelectorAll('.lesson details').forEach(one => one.open = {})"


@pytest.fixture(scope="module")
def page(lab, open_notebook):
    """Return a tab with every page of the story."""
    lab.write_notebook("story.ipynb", [LESSON, *PAGES])
    page = open_notebook("story.ipynb")
    page.tab.wait_for_selector(".search thead button")
    return page


@pytest.fixture(autouse=True)
def wide(page):
    """Begin each test on a wide page."""
    page.resize(**WIDE)


def widget(page, label):
    """Return the live page that has a field with this label."""
    return page.tab.locator(".search", has=page.tab.get_by_label(label, exact=True))


def test_nothing_failed_and_nothing_outside_is_reached(page):
    assert page.faults() == [] and page.outside == []


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_barrier(page, dark):
    page.theme(dark)
    for opened in ("true", "false"):
        page.tab.evaluate(OPEN_ALL.format(opened))
        page.calm()
        assert axe(page.tab) + contrast(page.tab) == []


@pytest.mark.parametrize("size", [(400, 740), (640, 450)], ids=["narrow", "200 percent"])
def test_no_sideways_scrolling(page, size):
    page.resize(*size)
    page.tab.evaluate(OPEN_ALL.format("true"))
    page.calm()
    found = too_wide(page.tab) + axe(page.tab)
    page.tab.evaluate(OPEN_ALL.format("false"))
    assert found == []


def test_document_is_chosen_by_keyboard(page):
    documents = widget(page, "Document")
    documents.get_by_label("Document").focus()
    press(page.tab, "ArrowDown")
    expect(documents.locator("h3")).to_have_text("A leaflet")
    expect(documents.get_by_role("status")).to_have_text(
        "2 of 2: A leaflet (North, no date is given)"
    )
    press(page.tab, "Tab")
    press(page.tab, "Enter")  # Previous
    expect(documents.locator("h3")).to_have_text("A letter")
    press(page.tab, "Enter")  # the first one stays
    expect(documents.locator("h3")).to_have_text("A letter")


def test_dispute_shows_its_positions(page):
    disputes = widget(page, "Question")
    assert disputes.locator("h3").all_inner_texts() == ["For salt.", "For peace."]
    disputes.get_by_role("button", name="Next").click()
    expect(disputes.locator("h3")).to_have_text("Nobody.")
    disputes.get_by_role("button", name="Previous").click()


def first_column(table):
    return [row.locator("td").nth(1).inner_text() for row in table.locator("tbody tr").all()]


def test_claims_are_sorted_by_keyboard(page):
    table = widget(page, "Stance")
    head = table.get_by_role("columnheader", name="When made")
    head.get_by_role("button").focus()
    assert head.get_attribute("aria-sort") == "none"
    press(page.tab, "Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert first_column(table) == ["Carl, “Letter to Ann.”", "Smith, The Pact.", "“A Leaflet.”"]
    press(page.tab, "Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert first_column(table)[-1] == "Carl, “Letter to Ann.”"
    assert page.tab.evaluate("document.activeElement.textContent").startswith("When made")
    table.get_by_role("columnheader", name="Claim").get_by_role("button").click()


def test_claims_are_filtered_with_a_live_count(page):
    table = widget(page, "Stance")
    status = table.get_by_role("status")
    expect(status).to_have_text("3 of 3 rows.")
    table.get_by_label("Stance").select_option("contradicts")
    expect(status).to_have_text("1 of 3 rows.")
    table.get_by_label("Words").fill("nothing of the kind")
    expect(status).to_have_text("0 of 3 rows. Take something out, or show all.")
    table.get_by_role("button", name="Show all rows").click()
    expect(status).to_have_text("3 of 3 rows.")
    for value, count in (("within a week", 1), ("later", 1), ("not known", 1)):
        table.get_by_label("When made", exact=True).select_option(label=value)
        expect(status).to_have_text(f"{count} of 3 rows.")
    table.get_by_role("button", name="Show all rows").click()


def test_words_are_found_without_accents_and_capitals(page):
    table = widget(page, "Stance")
    table.get_by_label("Words").fill("SMITH pact")
    expect(table.get_by_role("status")).to_have_text("1 of 3 rows.")
    table.get_by_role("button", name="Show all rows").click()


def test_known_is_asked_for_a_person_and_a_day_in_words(page):
    known = widget(page, "Day")
    known.get_by_label("Who", exact=True).select_option("Dora")
    day = known.get_by_label("Day", exact=True)
    day.fill("1 January 1802")
    day.press("Enter")
    status = known.get_by_role("status")
    expect(status).to_have_text(
        "Dora, 1 January 1802: 1 event known, 0 not known. Of 1 our tables do not say."
    )
    day.fill("in spring")
    day.press("Enter")
    expect(status).to_contain_text("spring")
    expect(known.locator("h3").first).to_have_text("Known (1)")


def test_card_opens_from_the_list_of_all_people(page):
    page.tab.locator("summary", has_text="Dora (died 1830): Spy").click()
    expect(page.tab.get_by_role("group", name="Dora")).to_be_visible()
