"""The exported `timeline.json` in the real TimelineJS 3, served from this computer alone."""

import dataclasses
import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from conftest import leave_out
from helpers.exporting import export
from helpers.load import load_lesson
from helpers.timeline.timelinejs import timelinejs
from tests.browser.conftest import CONTROL, PATIENCE
from tests.hostile import MARK
from tools import timelinejs as timelinejs_package

LESSON = load_lesson()
EVENTS = len(LESSON.events)
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A timeline</title>
<link rel="stylesheet" href="css/timeline.css"></head>
<body><div id="here" style="width:100%;height:600px"></div>
<script src="js/timeline.js"></script><script>
fetch("NAME").then((answer) => answer.json()).then((data) => {
  const options = { script_path: location.origin + "/js/", font: null };
  window.timeline = new TL.Timeline("here", data, options);
  window.timeline.on("ready", () => { window.ready = true; });
});
</script></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve TimelineJS from npm, after comparing it with its hash."""
    if not timelinejs_package.ARCHIVE.exists():
        leave_out("TimelineJS")
    folder = tmp_path_factory.mktemp("site")
    timelinejs_package.unpack(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """A server without a log."""

    def log_message(self, *_):
        """Write nothing."""


@pytest.fixture(scope="module")
def show(site, chromium):
    """Return a function that shows data in TimelineJS: the tab, addresses refused, errors."""
    folder, address = site
    opened = []

    def show(data, name):
        (folder / f"{name}.json").write_text(data, encoding="utf-8")
        (folder / f"{name}.html").write_text(HTML.replace("NAME", f"{name}.json"), encoding="utf-8")
        context, outside, errors = (
            chromium.new_context(viewport={"width": 1280, "height": 700}),
            [],
            [],
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)

        def route(one):
            if one.request.url.startswith((address + "/", "data:")):
                one.continue_()
            else:
                outside.append(one.request.url)
                one.abort()

        context.route("**/*", route)
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{address}/{name}.html")
        tab.wait_for_function("window.ready === true")
        return tab, outside, errors

    yield show
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def shown(show, tmp_path_factory):
    """Return the saved file as TimelineJS shows it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("work")
        patch.setenv("LESSON_WORK", str(folder))
        export(LESSON, "timeline.json")
    return show((folder / "timeline.json").read_text(encoding="utf-8"), "ours")


def test_export_loads_completely_without_error_or_network(shown):
    tab, outside, errors = shown
    assert outside == [] and errors == []
    assert tab.evaluate("timeline.config.messages.errors") == []
    assert tab.evaluate("timeline.config.events.length") == EVENTS
    expect(tab.locator(".tl-slide")).to_have_count(EVENTS + 1)  # and the title
    expect(tab.locator(".tl-timemarker")).to_have_count(EVENTS)


def test_slides_show_title_date_in_words_and_summary(shown):
    tab, _, _ = shown
    slides = tab.evaluate("""() =>
        [...document.querySelectorAll('.tl-slide:not(.tl-slide-titleslide)')].map(slide =>
            [slide.id, ...['.tl-headline', '.tl-headline-date', '.tl-text-content'].map(part =>
                slide.querySelector(part).textContent)])""")
    events = LESSON.events.set_index("id")
    assert {name for name, *_ in slides} == set(events.index)
    for name, title, when, text in slides:
        event = events.loc[name]
        assert title == event["title"]
        assert when.startswith(event["date_words"]), name
        assert event["summary"] in text


def test_inexact_dates_have_an_end(shown):
    tab, _, _ = shown
    ends = tab.evaluate(
        "Object.fromEntries(timeline.config.events.map("
        "one => [one.unique_id, Boolean(one.end_date)]))"
    )
    for event in LESSON.events.itertuples():
        assert ends[event.id] == (event.earliest != event.latest), event.id


def test_open_slide_shows_its_sources_as_credit(shown):
    tab, _, _ = shown
    tab.evaluate("timeline.goToId('bay-of-pigs')")
    slide = tab.locator("#bay-of-pigs")
    slide.locator(".tl-credit").wait_for()
    expect(slide.locator(".tl-credit")).to_contain_text("Rasenberger")
    expect(slide.locator(".tl-media-blockquote")).to_have_text("How do we know?")
    expect(slide.locator(".tl-text-content")).to_contain_text("The effect comes before its cause")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function("timeline.current_id !== 'bay-of-pigs'")


#: Two that are plain text until TimelineJS makes links of them, or decodes them a second time.
MORE = [
    f"www.a.example/'onmouseover='{MARK}",
    f"&lt;img src=x onerror={MARK}&gt;",
    f"a@b.example<b onmouseover={MARK}>",
    f"<img src=x onerror={MARK}>",
]


@pytest.mark.parametrize("text", MORE, ids=range(len(MORE)))
def test_hostile_rows_are_text_and_run_nothing(text, show):
    events = LESSON.events.head(3).assign(
        title=text,
        summary=text,
        place=text,
        actors=text,
        sides=text.replace(";", ","),
        disputed=text,
    )
    citations = {name: dict.fromkeys(forms, text) for name, forms in LESSON.citations.items()}
    lesson = dataclasses.replace(
        LESSON,
        events=events,
        citations=citations,
        claims=LESSON.claims.head(0),
        assertions=LESSON.assertions.head(0),
    )
    tab, outside, errors = show(json.dumps(timelinejs(lesson)), f"hostile-{MORE.index(text)}")
    tab.evaluate("timeline.goToNext()")
    tab.locator(".tl-credit").first.wait_for()
    tab.evaluate(
        "document.querySelectorAll('.tl-timeline *').forEach("
        "node => node.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
    )
    tab.evaluate(CONTROL)
    assert tab.evaluate("window.pwned") is None
    assert outside == [] and errors == []
    titles = tab.locator(".tl-slide:not(.tl-slide-titleslide) .tl-headline").all_text_contents()
    assert titles == [text] * 3
    assert text in tab.locator(".tl-credit").first.text_content()
    assert (
        tab.locator(".tl-timeline [onmouseover], .tl-timeline [onerror], .tl-slide a").count() == 0
    )
