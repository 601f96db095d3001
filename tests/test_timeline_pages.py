"""A timeline on several pages: every event and claim is labelled on one of them."""

from functools import cache

import pytest

from helpers.timeline.model import SIZES
from helpers.timeline.pages import timeline_pages
from tests.drawn import Drawn, check_layout
from tests.timeline_tables import CLAIMS, CONTRADICTIONS, crowd, table

#: The crowd with an hour for each event of thirteen days.
CROWD = crowd().assign(
    time=lambda events: [
        f"{number % 24:02d}:00-04:00" if "1962-10-15" <= day <= "1962-10-27" else ""
        for number, day in enumerate(events["date"])
    ]
)

pytestmark = pytest.mark.filterwarnings("error")


@cache
def pages_of(size):
    """Return the crowd on pages of a size; tests only read them."""
    return timeline_pages(CROWD, CLAIMS, CONTRADICTIONS, size=size)


def labelled(pages, story="record"):
    return [
        item.mark.id
        for ax in pages
        for band in ax.timeline.bands
        if band.band.story == story
        for item in band.items
    ]


@pytest.mark.parametrize("size", SIZES)
def test_pages_label_every_event_and_claim(size):
    pages = pages_of(size)
    for ax in pages:
        check_layout(ax)
        assert ax.get_figure().get_size_inches()[0] == pytest.approx(SIZES[size][0])
    assert set(labelled(pages)) == set(CROWD["id"])
    assert set(labelled(pages, "text")) == {mark.id for mark in pages[0].timeline.content.claims}
    assert not any(band.groups for ax in pages[1:] for band in ax.timeline.bands)
    by_hour = [ax.timeline.content.title for ax in pages if ax.timeline.content.zone]
    assert by_hour and all("hour by hour" in title for title in by_hour)


def test_pages_show_where_they_are_within_the_whole():
    pages = pages_of("notebook")
    whole = Drawn(pages[0])
    parts = [(number, ax) for number, ax in enumerate(pages, 1) if ax.timeline.content.outside]
    assert len(whole.lines("chapter")) == 3 * len(parts) >= 9
    for number, ax in parts:
        drawn = Drawn(ax)
        assert any(text.get_text() == str(number) for text, _ in whole.texts)
        assert len(drawn.marks("locator")) == 1
        label = f"Page {number} of {len(pages)}"
        assert any(text.get_text() == label for text, _ in drawn.texts)


def test_projector_text_is_read_from_the_last_row():
    """No letter is under 1.7 % of the height, no lower-case letter of a label under 1.5 %."""
    for ax in pages_of("projector"):
        sizes = {text.get_size() for text, _ in Drawn(ax).texts}
        height = ax.figure.get_size_inches()[1] * 72
        assert min(sizes) / height > 0.017 and 0.547 * sorted(sizes)[1] / height > 0.015


@pytest.mark.parametrize("count", [0, 12])
def test_pages_of_a_timeline_that_fits_are_one(count):
    assert len(timeline_pages(CROWD[:count], size="a4")) == 1


@pytest.mark.parametrize(
    "dates",
    [
        ["../1960"] * 200,
        [f"196{n % 10}-01-{n % 28 + 1:02d}" for n in range(150)] + ["../1958", "1975/.."] * 40,
    ],
    ids=["all", "some"],
)
def test_pages_label_events_with_an_open_end(dates):
    pages = timeline_pages(table(*dates), size="a4")
    assert set(labelled(pages[1:])) == {f"e{n}" for n in range(len(dates))}
    assert "What has an open end" in pages[-1].timeline.content.title


def test_pages_divide_a_crowd_on_one_day():
    pages = timeline_pages(table(*["1962-10-27"] * 150), size="projector")
    assert sorted(labelled(pages[1:])) == sorted(f"e{n}" for n in range(150))
    check_layout(pages[0])
