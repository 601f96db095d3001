"""The slides in a real browser: they fit, the keys turn them, and they hold without a mouse."""

import pytest

from tests.test_slides import NOTEBOOKS
from tools import slides

pytestmark = pytest.mark.browser
#: How far down and to the right the content of the slide that is shown reaches.
REACH = """() => {
    const parts = [...document.querySelectorAll('.now *')].filter(
        (node) => !node.closest('.notes, .page') && node.getClientRects().length);
    const boxes = parts.map((node) => node.getBoundingClientRect());
    return ['bottom', 'right'].map((side) => Math.max(...boxes.map((box) => box[side])));
}"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    for name, data in slides.decks().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def page(chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    yield page
    page.close()


def shown(page):
    return page.evaluate("document.querySelector('.now').id")


@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_no_slide_overflows_its_page(page, decks, name):
    page.goto((decks / f"{name}.html").as_uri())
    count = page.locator(".slide").count()
    for number in range(1, count + 1):
        while page.locator(".now .later").count():
            page.keyboard.press("ArrowRight")
        assert shown(page) == f"slide-{number}"
        low, right = page.evaluate(REACH)
        assert low <= 672, f"{name}, slide {number}: {low:.0f} px high, 672 fit. Show less of it."
        assert right <= 1220, f"{name}, slide {number}: {right:.0f} px wide, 1220 fit."
        page.keyboard.press("ArrowRight")


def test_keys_turn_the_slides_and_what_comes_later_is_hidden_until_then(page, decks):
    page.goto((decks / "02-build-the-chronology.html").as_uri())
    places = page.evaluate(
        "[...document.querySelectorAll('.slide')].findIndex(s => s.querySelector('.part'))"
    )
    for _ in range(places):
        page.keyboard.press("ArrowRight")
    later = page.locator(".now .part").first
    assert not later.is_visible()
    here = shown(page)
    page.keyboard.press("Space")
    assert later.is_visible() and shown(page) == here
    page.keyboard.press("PageDown")
    assert shown(page) != here
    page.keyboard.press("ArrowLeft")
    assert shown(page) == here and later.is_visible()
    page.keyboard.press("Home")
    assert shown(page) == "slide-1" and page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_role("button", name="Next").click()
    assert shown(page) == "slide-2" and page.url.endswith("#slide-2")
    page.reload()
    assert shown(page) == "slide-2"


def test_on_a_narrow_page_and_in_print_all_slides_are_there(page, decks):
    page.goto((decks / "02-build-the-chronology.html").as_uri())
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.locator(".slide:visible").count() == page.locator(".slide").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(media="print")
    assert page.locator(".slide:visible").count() == page.locator(".slide").count()
