"""The chronology can be searched by keyboard alone, and has no barrier for a screen reader."""

import pytest
from playwright.sync_api import expect

from helpers.display.html import front_end
from helpers.lesson.search import search_events
from helpers.load import load_lesson
from tests.browser.barriers import axe, contrast, too_wide
from tests.browser.conftest import WIDE

LESSON = load_lesson()
COUNT = len(LESSON.events)
SHOWN = "document.querySelectorAll('.search .found > details:not([hidden])').length"


#: Text that JupyterLab would set as formulas, or could not send.
PLAIN = [
    "$5 and $6",
    "$$x^2$$ \\(y\\) \\[z\\]",
    "\\begin{matrix}1\\end{matrix}",
    "lost: \ud800",
    "**a** <b>",
]


@pytest.fixture(scope="module")
def page(lab, open_notebook):
    """Return a tab with the live chronology, and below it the text with all its claims."""
    lab.write_notebook(
        "search.ipynb",
        [
            "from helpers import browse, load_lesson\nbrowse(load_lesson())",
            "from helpers import load_lesson, show_text\n"
            "lesson = load_lesson()\n"
            'show_text(lesson, claims=lesson.claims["id"])',
            "import pandas as pd\n"
            "from helpers import show_table\n"
            f"show_table(pd.DataFrame({{'a': {PLAIN!r}}}), {PLAIN[0]!r})",
        ],
    )
    page = open_notebook("search.ipynb")
    page.tab.wait_for_selector(".search details")
    return page


@pytest.fixture(autouse=True)
def anew(page):
    """Begin each test with all events and the focus on the first field."""
    page.resize(**WIDE)
    page.answered()  # what the test before typed last
    page.tab.get_by_role("button", name="Show all events").click()
    said(page, f"{COUNT} of {COUNT} events.")
    page.tab.get_by_label("Words").focus()


#: Draw the chronology twice, each time from a script of its own as widgets do, while the clock
#: stands still.
TWICE = """async (source) => {
    const now = Date.now, ids = [];
    const parts = { menus: [], rows: [], examples: {}, found: { places: [], status: '' } };
    Date.now = () => 1;
    for (const again of [false, true]) {
        const el = document.createElement('div'), model = { get: (name) => parts[name], on() {} };
        const code = new Blob([source], { type: 'text/javascript' });
        const script = await import(URL.createObjectURL(code));
        script.default.render({ model, el });
        ids.push(...[...el.querySelectorAll('[id]')].map((node) => node.id));
    }
    Date.now = now;
    return ids;
}"""


def said(page, words):
    """Wait until the status says these words."""
    expect(page.tab.locator(".search [role=status]")).to_have_text(words)


def press(page, *keys):
    for key in keys:
        page.tab.keyboard.press(key)


def focused(page):
    return page.tab.evaluate(
        "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
    )


def test_every_field_has_its_name_and_is_reached_with_tab(page):
    names = []
    for _ in range(8):
        names.append(focused(page))
        press(page, "Tab")
    assert names == [
        "Words",
        "Dates",
        "Actor",
        "Side",
        "Place",
        "Category",
        "Source",
        "Show all events",
    ]
    assert page.tab.get_by_role("search", name="Search the chronology").count() == 1


def test_by_keyboard_from_a_word_to_a_citation(page):
    page.tab.keyboard.type("sugar credit")
    found = len(search_events(LESSON.events, "sugar credit"))
    said(page, f"{found} of {COUNT} events.")
    shown = page.tab.locator(".search .found > details:not([hidden])")
    assert shown.count() == found < 10
    assert page.tab.locator(".search .found").get_attribute("tabindex") == "-1", (
        "Firefox stops at a list that scrolls, and it has no name"
    )
    assert "Soviet-Cuban trade and credit agreements signed" in shown.all_inner_texts()[0]
    press(page, *["Tab"] * 8)  # over the other fields and the button to the first row that is shown
    assert focused(page).startswith("13 February 1960")
    press(page, "Enter")
    assert shown.first.get_attribute("open") is not None
    cited = shown.first.locator("ol li")
    assert cited.count() >= 2 and cited.first.is_visible()
    press(page, "Enter")
    assert shown.first.get_attribute("open") is None


def test_menus_by_keyboard_and_wishes_add_up(page):
    press(page, "Tab", "Tab", "Tab")  # Side
    page.tab.keyboard.type("Hav")
    havana = LESSON.events["sides"].str.contains("Havana").sum()
    said(page, f"{havana} of {COUNT} events.")
    press(page, "Shift+Tab", "Shift+Tab")
    page.tab.keyboard.type("1960")
    press(page, "Enter")
    year = (
        LESSON.events["sides"].str.contains("Havana") & LESSON.events["date"].str.startswith("1960")
    ).sum()
    said(page, f"{year} of {COUNT} events.")
    assert page.tab.evaluate(SHOWN) == year
    assert focused(page) == "Dates", "the focus is not lost"


def test_a_date_that_cannot_be_read_is_said(page):
    press(page, "Tab")
    page.tab.keyboard.type("the other day")
    press(page, "Enter")
    expect(page.tab.locator(".search [role=status]")).to_contain_text("Write 1815-06-18")
    assert page.tab.evaluate(SHOWN) == 0


def test_nothing_found_is_said_and_everything_comes_back(page):
    page.tab.keyboard.type("no-such-word")
    said(page, f"0 of {COUNT} events. Take something out, or show all.")
    press(page, *["Tab"] * 7, "Space")
    said(page, f"{COUNT} of {COUNT} events.")
    assert page.tab.get_by_label("Words").input_value() == ""


def test_the_status_is_one_that_stays(page):
    """A screen reader announces a change only in a place that was there before."""
    page.tab.evaluate("window.before = document.querySelector('.search [role=status]')")
    page.tab.keyboard.type("missile")
    page.tab.wait_for_function(f"{SHOWN} < {COUNT}")
    assert page.tab.evaluate(
        "window.before.isConnected && "
        "window.before === document.querySelector('.search [role=status]')"
    )


def test_an_open_row_stays_open(page):
    page.tab.locator(
        ".search summary", has_text="Soviet-Cuban trade and credit agreements signed"
    ).click()
    page.tab.get_by_label("Words").fill("sugar")
    page.tab.wait_for_function(f"{SHOWN} < 20")
    assert page.tab.locator(".search details[open]").count() == 1
    page.tab.locator(".search .found > details[open] > summary").click()


def test_keys_of_the_notebook_do_not_take_what_is_typed(page):
    page.tab.keyboard.type("bad 00 xyz")  # each letter is a command of JupyterLab
    assert page.tab.get_by_label("Words").input_value() == "bad 00 xyz"
    assert page.dialogs == [] and page.tab.locator(".jp-Dialog").count() == 0


@pytest.mark.parametrize("size", [(360, 740), (640, 450)], ids=["narrow", "200 percent"])
def test_no_sideways_scrolling(page, size):
    page.resize(*size)
    page.tab.evaluate(
        "document.querySelectorAll('.search details').forEach(one => one.open = true)"
    )
    page.calm()
    found = too_wide(page.tab)
    page.tab.evaluate(
        "document.querySelectorAll('.search details').forEach(one => one.open = false)"
    )
    assert found == []


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_barrier(page, dark):
    page.theme(dark)
    page.tab.locator(".search summary").first.click()
    page.calm()
    found = axe(page.tab) + contrast(page.tab)
    page.tab.locator(".search summary").first.click()
    assert found == []


def test_nothing_outside_is_reached(page):
    assert page.outside == [] and page.faults() == []


def test_the_marked_text_as_a_screen_reader_gets_it(page):
    """The accessibility tree has one named group, and in it each claim with its two ends."""
    tree = page.tab.get_by_role("group", name="The text under study").aria_snapshot()
    words = " ".join(
        tree.replace("- text:", "")
        .replace("- paragraph:", "")
        .replace("- mark:", "")
        .replace("- superscript:", "")
        .split()
    )
    for claim in LESSON.claims.itertuples():
        assert words.count(f"(claim {claim.id}:)") == words.count(f"[{claim.id}]") == 1
        assert words.index(f"(claim {claim.id}:)") < words.index(f"[{claim.id}]")
    assert "which was signed" in words and "on February 4, 1960" in words


def test_a_table_shows_any_text_as_it_is(page):
    table = page.tab.locator("table", has=page.tab.locator("caption", has_text=PLAIN[0]))
    shown = table.locator("td").all_inner_texts()
    assert shown == [text.replace("\ud800", "\ufffd") for text in PLAIN]
    assert page.tab.locator("mjx-container").count() == 0


def test_two_that_are_drawn_in_one_moment_share_no_name(page):
    ids = page.tab.evaluate(TWICE, front_end("display/chronology.js"))
    assert len(set(ids)) == len(ids) == 4
