"""The interactive timeline: by keyboard alone, without barriers, narrow, enlarged, light, dark."""

import re

import pytest
from playwright.sync_api import expect

from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date
from helpers.load import load_lesson
from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import WIDE, press

LESSON = load_lesson()
COUNT = len(LESSON.events)
OUTPUT = ".jp-OutputArea-output"
DAY = parse_date(LESSON.vocabulary.known_on).in_words()
APRIL = (
    (LESSON.events["earliest"] <= "1961-04-30") & (LESSON.events["latest"] >= "1961-04-01")
).sum()


@pytest.fixture(scope="module")
def page(lab, open_notebook):
    """Return a tab with the interactive timeline."""
    lab.write_notebook(
        "timeline.ipynb",
        ['from helpers import browse, load_lesson\nbrowse(load_lesson(), "timeline")', "'after'"],
    )
    page = open_notebook("timeline.ipynb")
    page.tab.locator(".jp-OutputArea img").wait_for()
    page.tab.get_by_text(f"{COUNT} of {COUNT} events are drawn.").wait_for()
    return page


@pytest.fixture
def keys(page):
    """Return the keyboard, with the focus on the first control and all controls reset."""
    page.resize(**WIDE)
    page.run_all()
    page.tab.get_by_text(f"{COUNT} of {COUNT} events are drawn.").wait_for()
    page.tab.get_by_label("Span").evaluate("node => node.focus()")  # as if just tabbed to
    return Keys(page.tab)


class Keys:
    """Tab, arrows, letters and Enter; never a click."""

    def __init__(self, tab):
        self.tab = tab

    def press(self, key, times=1):
        press(self.tab, key, times)

    def focused(self):
        return self.tab.evaluate("""() => { const one = document.activeElement;
            return one.labels && one.labels.length ? one.labels[0].textContent.trim()
                : one.getAttribute('role') === 'group' ? 'figure' : one.textContent.trim(); }""")

    def to(self, label):
        for _ in range(40):
            if self.focused() == label:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches {label}")

    def status(self, number=0):
        """Return a line that a screen reader announces."""
        return self.tab.locator(".jp-OutputArea [role=status]").nth(number)

    def wait(self, text, number=0):
        expect(self.status(number)).to_contain_text(text)


def test_controls_are_reached_by_tab_in_order_and_have_names(keys):
    seen = []
    for _ in range(40):
        seen.append(keys.focused())
        if seen[-1] == "Event":
            break
        keys.press("Tab")
    kinds = sorted(set(LESSON.events["category"]))
    assert seen == [
        "Span",
        "Own dates",
        "Lanes",
        "Stories",
        "Actor",
        "Colours",
        "Only what was known to",
        "Known on this day",
        *kinds,
        "figure",
        "The same in words",
        "Previous event",
        "Next event",
        "Event",
    ]


def test_controls_work_by_keyboard_and_keep_the_focus(keys):
    picture = keys.tab.locator(".jp-OutputArea img")

    def change(label, key, text, times=1):
        keys.to(label)
        keys.press(key, times)
        keys.wait(text)
        assert keys.focused() == label, "the focus is lost"

    change("Span", "ArrowDown", "events are drawn")
    expect(picture).to_have_attribute("alt", re.compile("1959 to"))
    keys.to("Own dates")
    keys.tab.keyboard.type("1961-04")
    keys.press("Enter")
    keys.wait(f"{APRIL} of")
    assert keys.focused() == "Own dates"
    expect(picture).to_have_attribute("alt", re.compile(f"^Timeline of {APRIL} events"))
    keys.press("ControlOrMeta+a")
    keys.tab.keyboard.type("April")
    keys.press("Enter")
    keys.wait("'April': This has no year")
    assert picture.get_attribute("alt").startswith(f"Timeline of {APRIL} events"), (
        "the figure that was there stays"
    )
    keys.press("ControlOrMeta+a")
    keys.press("Delete")
    keys.press("Enter")
    keys.wait("events are drawn")
    change("Lanes", "ArrowDown", "events are drawn")
    expect(picture).to_have_attribute("alt", re.compile("lanes by category"))
    change("Stories", "ArrowDown", "events are drawn")
    expect(picture).not_to_have_attribute("alt", re.compile("claims"))
    keys.press("Home")
    keys.to("Only what was known to")
    keys.press("ArrowDown", 4)
    keys.wait(f"Known to Washington on {DAY}")
    assert keys.focused() == "Only what was known to"
    keys.to("Known on this day")
    keys.press("ControlOrMeta+a")
    keys.tab.keyboard.type("1959-02-01")
    keys.press("Enter")
    keys.wait("Known to Washington on 1 February 1959")
    change("crisis", "Space", "Known to Washington")
    assert keys.tab.evaluate("document.activeElement.checked") is False


def test_actor_menu_finds_its_first_letters(keys):
    keys.to("Actor")
    keys.tab.keyboard.type("Anastas Mik")
    count = LESSON.events["actors"].str.contains("Anastas Mikoyan").sum()
    keys.wait(f"{count} of {COUNT} events are drawn.")
    assert keys.focused() == "Actor"


def test_steps_announce_and_highlight_each_event(keys):
    keys.to("Next event")
    for number in (2, 3):
        keys.press("Enter")
        keys.wait(f"Event {number} of {COUNT}: {LESSON.events['date_words'][number - 1]}", 1)
        assert keys.focused() == "Next event"
    highlights = keys.tab.locator(".here")
    expect(highlights).to_have_count(len(split(LESSON.events["sides"][2])))  # in each of its lanes
    inside = """highlights => highlights.every(one => {
        const figure = one.parentNode.querySelector('img');
        const [a, b] = [one, figure].map(node => node.getBoundingClientRect());
        return a.left > b.left && a.right < b.right && a.top > b.top && a.bottom < b.bottom; })"""
    assert highlights.evaluate_all(inside)
    keys.tab.emulate_media(forced_colors="active")
    colour = highlights.first.evaluate("node => getComputedStyle(node).borderTopColor")
    keys.tab.emulate_media(forced_colors="none")
    assert colour == "rgb(27, 31, 36)", "in the reader's own colours it would be invisible"
    expect(keys.tab.locator(".jp-OutputArea .card[role=group]")).to_contain_text(
        LESSON.events["title"][2]
    )
    keys.press("Shift+Tab")
    keys.press("Space", 3)
    keys.wait(f"This is the first of {COUNT} events.", 1)
    assert keys.focused() == "Previous event"
    keys.to("Event")
    keys.press("End")
    keys.wait(f"Event {COUNT} of {COUNT}", 1)
    assert keys.focused() == "Event"


def test_controls_work_by_mouse(keys):
    tab = keys.tab
    tab.get_by_role("button", name="Next event").click()
    keys.wait(f"Event 2 of {COUNT}", 1)
    tab.get_by_label("Span").select_option("1960")
    keys.wait("events are drawn")
    expect(tab.locator(".jp-OutputArea img")).to_have_attribute("alt", re.compile("1960"))
    tab.get_by_text("The same in words").click()
    expect(tab.locator(".jp-OutputArea details[open] table")).to_be_visible()


def test_status_node_stays_in_the_page(keys):
    """A screen reader listens to a node; it may not read a new one that already has its text."""
    node = keys.status().element_handle()
    keys.press("ArrowDown")
    expect(keys.status()).not_to_contain_text(f"{COUNT} of")
    assert node.evaluate("node => node.isConnected")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_page_has_no_barrier_and_the_figure_has_its_colours(dark, page):
    page.theme(dark)
    page.tab.wait_for_function(
        """dark => { const image = document.querySelector('.jp-OutputArea img');
        const text = atob(image.src.split(',')[1]);
        return text.includes('fill: #14181d') === dark; }""",
        arg=dark,
    )
    page.tab.get_by_label("Only what was known to").select_option("Washington")
    page.tab.get_by_text("Our tables do not say (").wait_for()
    page.answered()
    page.calm()
    found = axe(page.tab, inside=OUTPUT) + contrast(page.tab, inside=OUTPUT)
    page.theme(dark=False)
    assert found == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (640, 450)], ids=["narrow", "200 %"])
def test_narrow_page_does_not_scroll_sideways(width, height, page):
    page.resize(width, height)
    output = page.tab.locator(OUTPUT).first
    assert output.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    assert too_wide(page.tab) == []
    right = output.evaluate("node => node.getBoundingClientRect().right")
    for control in output.locator("select, input, button").all():
        assert control.evaluate("node => node.getBoundingClientRect().right") <= right + 1


def test_page_has_no_error_and_calls_no_other_computer(page):
    assert page.faults() == [] and page.outside == [] and page.dialogs == []
