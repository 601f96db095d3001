"""The chronology as JSON for TimelineJS, and exported timelines of a lesson."""

import dataclasses
from html import unescape
from pathlib import Path

import pytest

from helpers import plot_timeline
from helpers.compare.contradictions import find_contradictions
from helpers.compare.placement import claims_in_time
from helpers.exporting import export
from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date
from helpers.load import load_lesson
from helpers.timeline.formats import save
from helpers.timeline.pages import timeline_pages
from helpers.timeline.timelinejs import _dates, timelinejs, two_stories
from tests.hostile import HOSTILE
from tests.test_hostile import tags

LESSON = load_lesson(Path(__file__).parent / "lesson")


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "json"])
def test_export_keeps_the_older_file(kind, work):
    mine = plot_timeline(LESSON.events.head(8))
    for count in (1, 2):
        assert f"timeline.{kind}" in repr(export(LESSON, f"timeline.{kind}", mine))
        assert len(list(work.glob(f"timeline*.{kind}"))) == count
    assert not list(work.glob(".*"))


def test_export_pdf_has_all_pages_of_the_lesson(work, tmp_path):
    export(LESSON, "timeline.pdf")
    save(timeline_pages(LESSON, size="a4"), tmp_path / "all.pdf")
    assert (work / "timeline.pdf").read_bytes() == (tmp_path / "all.pdf").read_bytes()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1960-02-13", (1960, 2, 13), None),
        ("1962-07", (1962, 7), (1962, 7, 31)),
        ("1962", (1962,), (1962, 12, 31)),
        ("196X", (1960,), (1969, 12, 31)),
        ("1962-XX", (1962,), (1962, 12, 31)),
        ("1962-07-XX", (1962, 7), (1962, 7, 31)),
        ("1962-10-1X", (1962, 10, 10), (1962, 10, 19)),
        ("1962-09-09~", (1962, 9, 9), None),
        ("1962-07/1962-10", (1962, 7), (1962, 10, 31)),
        ("1961-08-04/1961-09-30", (1961, 8, 4), (1961, 9, 30)),
        ("1960-07~/1960-12", (1960, 7), (1960, 12, 31)),
        ("1963/..", (1963,), None),
        ("../1958-12-31", (1958, 12, 31), None),
    ],
)
def test_dates_of_a_slide_are_as_exact_as_they_are_known(text, start, end):
    found = _dates(parse_date(text))
    assert (
        tuple(value for name, value in found["start_date"].items() if name != "display_date")
        == start
    )
    assert tuple(found["end_date"].values() if "end_date" in found else ()) == (end or ())
    assert list(found["start_date"])[:-1] == ["year", "month", "day"][: len(start)]


def test_timelinejs_has_a_slide_of_every_event_with_its_date_and_sources():
    slides = {slide["unique_id"]: slide for slide in timelinejs(LESSON)["events"]}
    assert list(slides) == list(LESSON.events["id"])
    for event in LESSON.events.itertuples():
        slide = slides[event.id]
        assert slide["display_date"].startswith(event.date_words)
        assert unescape(slide["text"]["headline"]) == event.title
        assert unescape(slide["text"]["text"]).startswith(f"<p>{event.summary}</p>")
        assert len(slide["media"]["credit"].split("<br>")) == len(split(event.sources))
        assert ("about" in slide["display_date"]) == ("~" in event.date + event.time)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_timelinejs_hostile_rows_are_escaped(text):
    def slide(value):
        events = LESSON.events.head(1).assign(
            title=value, summary=value, place=value, actors=value, disputed=value, sides=value
        )
        citations = {name: dict.fromkeys(forms, value) for name, forms in LESSON.citations.items()}
        lesson = dataclasses.replace(
            LESSON,
            events=events,
            citations=citations,
            assertions=LESSON.assertions.head(0),
            claims=LESSON.claims.head(0),
        )
        found = timelinejs(lesson)["events"][0]
        return [tags(found["text"][name]) for name in ("headline", "text")] + [
            tags(found["media"]["credit"]),
            tags(unescape(found["group"])),
        ]

    single = text.replace(";", ",")  # a semicolon would make two sides of it
    assert slide(single) == slide("a")


def test_two_stories_show_every_dated_claim_next_to_the_events_and_no_contradiction():
    story = two_stories(LESSON)
    claims = claims_in_time(LESSON)
    dated = set(claims.loc[claims["date"] != "", "id"])
    told = {slide["unique_id"] for slide in story["events"] if slide["group"] == "the text"}
    assert told == dated and dated
    assert {slide["unique_id"] for slide in story["events"]} == dated | set(LESSON.events["id"])
    shown = unescape(str(story))
    assert not [row for row in find_contradictions(LESSON)["explanation"] if row in shown]
