"""The editor of a rewriting: typed, checked, saved, brought back, by keyboard, without barriers."""

import re

import pytest
from playwright.sync_api import expect

from helpers.load import load_lesson
from helpers.rewriting.writing import read_writing
from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import CONTROL, WIDE, wait_until
from tests.hostile import HOSTILE

LESSON = load_lesson()
STARTER = read_writing(LESSON).starters[0]
WRONG = "Castro and Mikoyan signed the trade agreement on 4 February 1960."
RIGHT = "Castro and Mikoyan signed the trade agreement on 13 February 1960."
CELL = "# Your own version\nfrom helpers import load_lesson, rewrite\nrewrite(load_lesson())"
#: Collect what a screen reader would read out of the summary of the check.
LISTEN = """() => {
    window.told = [];
    const place = document.querySelector('.rewrite .check [role=status]');
    const listener = new MutationObserver(() => window.told.push(place.textContent));
    listener.observe(place, { childList: true, characterData: true, subtree: true });
}"""
SELECTED = """() => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
}"""


@pytest.fixture(scope="module")
def page(lab, open_notebook):
    """Return a tab with the editor."""
    lab.write_notebook("rewrite.ipynb", [CELL])
    page = open_notebook("rewrite.ipynb")
    page.tab.wait_for_selector(".rewrite textarea")
    return page


@pytest.fixture(autouse=True)
def wide(page):
    """Begin each test on a wide page, in one text, with no words in it."""
    page.resize(**WIDE)
    page.tab.get_by_label("Freely").check()
    write(page, "")


def write(page, text):
    """Write the whole text and wait until the check has read it."""
    box(page).fill(text)
    page.answered()


def box(page):
    """Return the field for the whole text."""
    return page.tab.get_by_label("Your text", exact=True)


def check(page):
    """Return the part of the page with what the check says."""
    return page.tab.get_by_role("region", name="What the check says")


def drafts(lab):
    """Return the texts of all drafts in the student's folder."""
    return [line["answer"] for line in lab.journal("drafts.jsonl")]


def test_what_is_typed_is_saved_and_then_checked(lab, page):
    box(page).press_sequentially(WRONG, delay=5)
    expect(check(page)).to_contain_text("The record has 13 February 1960")
    expect(check(page).get_by_role("status")).to_contain_text("2 things to look at")
    expect(page.tab.locator(".saved")).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    assert drafts(lab)[-1] == WRONG
    write(page, RIGHT)
    expect(check(page)).not_to_contain_text("The record has 13 February 1960")
    expect(check(page).get_by_role("heading", name="You have fixed")).to_be_visible()


def test_the_check_is_announced_once_and_not_with_each_key(page):
    write(page, WRONG)
    page.tab.evaluate(LISTEN)
    box(page).press_sequentially(" And so on and so forth", delay=30)
    page.answered()
    assert page.tab.evaluate("window.told") == []
    assert page.tab.locator(".saved").get_attribute("role") is None, "saving is not read aloud"


def test_a_finding_leads_to_its_words(page):
    write(page, f"The sun shines. {WRONG}")
    check(page).get_by_role("button", name="Show “4 February 1960”").click()
    assert page.tab.evaluate(SELECTED) == "4 February 1960"


def test_sentence_by_sentence_each_box_has_a_name_and_findings_name_the_box(page):
    page.tab.get_by_label("Sentence by sentence").check()
    last = len(LESSON.sentences) - 1  # “Posted in ...” belongs to the page, not to the text
    for number in range(1, last):
        assert page.tab.get_by_label(f"Your sentence {number}", exact=True).count() == 1
    assert page.tab.get_by_label(f"Your sentence {last}", exact=True).count() == 0
    page.tab.get_by_label("Your sentence 2", exact=True).fill(WRONG)
    expect(check(page)).to_contain_text("Sentence 2: The record has 13 February 1960")
    described = page.tab.get_by_label("Your sentence 2", exact=True)
    expect(described).to_have_accessible_description(re.compile("The record has 13 February 1960"))
    check(page).get_by_role("button", name="Show “4 February 1960”").click()
    label = "document.activeElement.labels[0].textContent"
    assert page.tab.evaluate(label) == "Your sentence 2"
    page.tab.get_by_label("Freely").check()
    assert box(page).input_value() == WRONG, "carried over"
    page.tab.get_by_label("Sentence by sentence").check()
    page.tab.get_by_label("Your sentence 2", exact=True).fill("")
    page.answered()


def test_by_keyboard_alone_an_event_its_source_and_a_starter_are_inserted(page):
    keys, tab = page.tab.keyboard, page.tab
    box(page).focus()
    keys.type("It began:")
    keys.press("Tab")  # Insert an event or a source
    keys.press("Enter")
    keys.press("Tab")
    keys.type("trade and credit")
    keys.press("Tab")  # the list
    keys.press("ArrowDown")
    keys.press("Enter")
    event = "13 February 1960: Soviet-Cuban trade and credit agreements signed"
    expect(box(page)).to_have_value(f"It began: {event}")
    expect(box(page)).to_be_focused()
    tab.get_by_role("button", name="Insert its source").press("Enter")
    assert re.search(r"signed \[[^\]]+\]$", box(page).input_value())
    keys.press("Control+z")
    expect(box(page)).to_have_value(f"It began: {event}")
    tab.locator("summary", has_text="Sentence starters").press("Enter")
    tab.get_by_role("button", name=STARTER).press("Enter")
    assert box(page).input_value().endswith(f" {STARTER}")
    tab.locator("summary", has_text="Sentence starters").press("Enter")
    tab.locator("summary", has_text="Insert an event").press("Enter")


def test_an_earlier_draft_comes_back_and_the_present_one_stays(lab, page):
    long = f"{RIGHT} " + "This is how I would tell it at some length. " * 4
    write(page, long.strip())
    write(page, "Short.")
    page.tab.locator("summary", has_text="Earlier drafts").press("Enter")
    page.tab.get_by_label("Draft", exact=True).select_option(index=1)
    expect(page.tab.locator(".preview")).to_have_text(long.strip())
    page.tab.get_by_role("button", name="Bring this draft back").press("Enter")
    expect(box(page)).to_have_value(long.strip())
    assert drafts(lab)[-3:] == [long.strip(), "Short.", long.strip()]
    page.tab.locator("summary", has_text="Earlier drafts").press("Enter")


def test_after_the_kernel_restarts_the_draft_is_there(page):
    write(page, RIGHT)
    page.restart()
    page.run_all()
    expect(box(page)).to_have_value(RIGHT)


def test_what_was_typed_without_a_kernel_is_kept_and_saved_later(lab, page):
    page.restart()  # the widget on the page has no kernel any more
    box(page).fill("Typed into nothing.")
    expect(page.tab.locator(".saved")).to_contain_text("Not saved")
    page.run_all()
    expect(box(page)).to_have_value("Typed into nothing.")
    wait_until(lambda: drafts(lab)[-1] == "Typed into nothing.")


def test_nothing_that_is_typed_becomes_markup(page):
    write(page, " ".join(f"{text} on 4 February 1960 the trade agreement" for text in HOSTILE))
    page.tab.locator("summary", has_text="Earlier drafts").press("Enter")
    page.answered()
    page.tab.evaluate(CONTROL)
    assert page.dialogs == [] and page.tab.evaluate("window.pwned") is None
    assert (
        page.tab.locator(".rewrite script, .rewrite img, .rewrite iframe, .rewrite svg").count()
        == 0
    )
    page.tab.locator("summary", has_text="Earlier drafts").press("Enter")


def test_keys_of_the_notebook_do_not_take_what_is_typed(page):
    box(page).press_sequentially("bad 00 xyz")
    assert box(page).input_value() == "bad 00 xyz"
    assert page.tab.locator(".jp-Dialog").count() == 0


def open_everything(page):
    """Show everything that the editor can show."""
    write(page, f"{WRONG} {RIGHT} Clearly, it was a turning point.")
    page.tab.evaluate(
        "document.querySelectorAll('.rewrite details').forEach(one => one.open = true)"
    )
    page.answered()
    page.calm()


def close_everything(page):
    page.tab.evaluate(
        "document.querySelectorAll('.rewrite details').forEach(one => one.open = false)"
    )


@pytest.mark.parametrize("way", ["Freely", "Sentence by sentence"])
@pytest.mark.parametrize("size", [(400, 800), (640, 450)], ids=["narrow", "200 percent"])
def test_no_sideways_scrolling(page, size, way):
    open_everything(page)
    page.tab.get_by_label(way).check()
    page.resize(*size)
    found = too_wide(page.tab)
    close_everything(page)
    assert found == []


@pytest.mark.parametrize("way", ["Freely", "Sentence by sentence"])
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_barrier(page, dark, way):
    page.theme(dark)
    open_everything(page)
    page.tab.get_by_label(way).check()
    page.answered()
    page.calm()
    found = axe(page.tab) + contrast(page.tab)
    page.resize(400, 800)
    found += axe(page.tab)
    close_everything(page)
    assert found == []


def test_nothing_outside_is_reached(page):
    assert page.outside == [] and page.faults() == []


def test_two_views_of_one_editor_show_the_same_text(lab, open_notebook):
    lab.write_notebook(
        "twice.ipynb", [CELL.replace("\nrewrite(", "\neditor = rewrite("), "editor", "editor"]
    )
    tab = open_notebook("twice.ipynb", new=True).tab
    tab.get_by_label("Freely").first.check()
    fields = tab.get_by_label("Your text", exact=True)
    fields.first.fill(RIGHT)
    expect(fields.last).to_have_value(RIGHT)
