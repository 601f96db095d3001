"""The report on a class in a browser: choosing an attempt, sorting, reading without barriers."""

import pytest

from helpers.classroom.report import make_report
from tests.answers import LESSON
from tests.browser.barriers import contrast
from tests.browser.conftest import PATIENCE, WIDE
from tests.invented_class import write_class


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Return the report on an invented class of twelve."""
    folder = tmp_path_factory.mktemp("class")
    write_class(folder, 12)
    make_report(folder, LESSON)
    return folder / "class-report" / "report.html"


@pytest.fixture
def open_page(chromium, page):
    """Return a function that opens the report; whatever it prints on the console is a failure."""
    contexts, printed = [], []

    def opened(path=page, **options):
        context = chromium.new_context(**{"viewport": WIDE, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: printed.append(message.text))
        tab.on("pageerror", lambda error: printed.append(str(error)))
        tab.goto(path.as_uri())
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert printed == []


def column(tab, number):
    cells = tab.locator(f"#students ~ .scroll >> nth=0 >> tbody tr > :nth-child({number})")
    return cells.all_inner_texts()


def test_the_attempt_that_counts_is_chosen_in_the_page(open_page):
    tab = open_page()
    last = column(tab, 3)
    tab.get_by_label("The first attempt").check()
    assert column(tab, 3) != last
    tab.get_by_label("The last attempt").check()
    assert column(tab, 3) == last


def test_a_column_is_sorted_by_keyboard_numbers_as_numbers(open_page):
    tab = open_page()
    head = tab.locator("#students ~ .scroll >> nth=0").get_by_role("button", name="Hints")
    head.focus()
    tab.keyboard.press("Enter")
    hints = [int(value) for value in column(tab, 7)]
    assert hints == sorted(hints) and hints != sorted(hints, key=str)
    tab.keyboard.press("Enter")
    assert [int(value) for value in column(tab, 7)] == hints[::-1]
    assert tab.locator("th[aria-sort=descending]").inner_text().startswith("Hints")


def test_without_a_script_the_page_says_which_attempt_counts(open_page):
    tab = open_page(java_script_enabled=False)
    assert not tab.locator("fieldset.chooser").is_visible()
    assert "Counted here: the last attempt" in tab.inner_text("body")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, WIDE["width"]])
def test_the_report_has_no_barriers_and_does_not_scroll_sideways(open_page, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    tab = open_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    found = Axe().run(tab).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    if width == WIDE["width"]:  # on a narrow page a part of each table is out of sight
        assert contrast(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_of_a_student_has_no_barriers(open_page, page):
    from axe_playwright_python.sync_playwright import Axe

    tab = open_page(next(iter((page.parent / "students").glob("*.html"))))
    assert Axe().run(tab).response["violations"] == []
