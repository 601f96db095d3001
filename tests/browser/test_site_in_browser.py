"""The site in a browser: light and dark, on a phone and enlarged, without a request elsewhere."""

import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import leave_out
from helpers.load import load_lesson
from tests.browser.conftest import PATIENCE
from tests.browser.test_timelinejs_in_browser import Quiet
from tools import site, timelinejs

pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
LESSON = load_lesson()
#: One page of each kind: typed, made of data (a table, a list, names), with code, with exercises.
PAGES = [
    "index.html",
    "record.html",
    "sources.html",
    "names.html",
    "notebooks/03-draw-the-timeline.html",
    "notebooks/05-exercises.html",
]
#: A wide window, a wide one at 200 % (which has room for 640), and a phone.
LOOKS = [("light", 1280), ("dark", 640), ("dark", 400)]
#: Entries of a list are all made in one way: axe looks at the first ones.
FEW = (
    "tbody tr:nth-child(n + 11), ol.sources > li:nth-child(n + 11), dl.py:nth-of-type(n + 4)"
    "{ display: none !important; }"
)
#: Faults that are not ours: the theme puts the name of the site outside the landmarks; TimelineJS
#: gives its title an empty date, and its long slides cannot be scrolled with the keyboard.
NOT_OURS = {"exclude": [[".sidebar-primary-item:has(.navbar-brand)"], ["#timeline"]]}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Build the site for students and serve it."""
    folder = tmp_path_factory.mktemp("site") / "site"
    assert site.build(LESSON, folder, teachers=False) == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(chromium, address):
    """Return a function that opens a page in a window of its own."""
    opened, outside = [], []

    def open_it(name, width=1280, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        tab = context.new_page()
        tab.on("request", lambda one: outside.append(one.url))
        tab.goto(f"{address}/{name}")
        return tab

    yield open_it
    for context in opened:
        context.close()
    assert [one for one in outside if not one.startswith((address + "/", "data:"))] == []


def barriers(tab):
    """Return what axe finds on the page, without what is not ours."""
    found = Axe().run(tab, context=NOT_OURS, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barriers_and_no_sideways_scrolling(name, scheme, width, open_page):
    tab = open_page(name, width, scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.add_style_tag(content=FEW)
    assert barriers(tab) == []


def test_record_shows_the_events_with_all_words_and_the_chosen_side(open_page):
    tab = open_page("record.html")
    rows, status = tab.locator("tbody tr:visible"), tab.get_by_role("status")
    expect(rows).to_have_count(len(LESSON.events))
    word, side = LESSON.events["title"].iloc[0].split()[0], LESSON.vocabulary.sides[0]
    tab.get_by_label("Words").fill(word.upper())
    expect(rows.first).to_contain_text(word)
    by_word = rows.count()
    assert 0 < by_word < len(LESSON.events)
    tab.get_by_label("Side", exact=True).select_option(side)
    expect(status).to_contain_text(f"of {len(LESSON.events)} events.")
    assert rows.count() < by_word
    tab.get_by_role("button", name="Show all events").click()
    expect(rows).to_have_count(len(LESSON.events))


def test_address_of_an_event_shows_its_row_although_it_was_filtered_out(open_page):
    tab, last = open_page("record.html"), LESSON.events["id"].iloc[-1]
    tab.get_by_label("Words").fill("no event has these words")
    expect(tab.locator(f"#{last}")).to_be_hidden()
    tab.evaluate(f"location.hash = '{last}'")
    expect(tab.locator(f"#{last}")).to_be_in_viewport()


def test_search_finds_what_a_stored_output_shows(open_page):
    tab = open_page("search.html?q=sputniks")
    expect(tab.locator("ul.search li").first).to_contain_text("Build the chronology")


def test_both_stories_open_as_a_timeline_of_our_own(open_page):
    if not timelinejs.ARCHIVE.exists():
        leave_out("TimelineJS")
    tab = open_page("stories.html")
    tab.get_by_role("link", name="Open both stories as an interactive timeline").click()
    tab.wait_for_function("window.ready === true")
    assert tab.locator(".tl-timemarker").count() > len(LESSON.events)
    assert barriers(tab) == []
    tab.get_by_role("link", name="Back to the same stories").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Two stories")


def test_paper_is_light_and_has_no_menus(open_page):
    tab = open_page("record.html", scheme="dark")
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(tab.locator(".bd-sidebar-primary, form.filter")).to_have_count(2)
    for one in tab.locator(".bd-sidebar-primary, form.filter").all():
        expect(one).to_be_hidden()
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
