"""The timeline against its rows: every event once and at its time, in picture and description."""

import re
import warnings
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import describe_timeline, plot_timeline
from helpers.display.style import COLOURS
from helpers.lesson.dates import duration, parse_date, shorten_months
from helpers.timeline.describe import text_description
from helpers.timeline.model import KINDS, SIZES
from tests.drawn import Drawn, check_layout, check_rows
from tests.timeline_tables import CLAIMS, CONTRADICTIONS, SIDES, crowd

CROWD = crowd()

pytestmark = pytest.mark.filterwarnings("error")  # students would see it in their notebook


def two_stories(**options):
    """Draw the crowd with what a text claims about it."""
    return plot_timeline(CROWD, CLAIMS, CONTRADICTIONS, **options)


def groups_of(ax):
    return [group for band in ax.timeline.bands for group in band.groups]


# -- rows and artists


@pytest.mark.parametrize("lanes", [None, "side"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("events", [SIDES, CROWD], ids=["few", "crowd"])
def test_plot_draws_every_row_once_at_its_time(events, size, lanes):
    column = "sides" if lanes else None
    check_rows(plot_timeline(events, size=size, lanes=lanes), events, column)


@pytest.mark.parametrize("size", SIZES)
def test_plot_with_claims_draws_every_row_once_at_its_time(size):
    check_rows(two_stories(size=size), CROWD)


def test_event_of_two_sides_appears_in_both_lanes_and_is_counted_once():
    ax = plot_timeline(SIDES, lanes="side")
    drawn = Drawn(ax)
    assert len([text for text in drawn.labels("a") if text.get_weight() == "bold"]) == 2
    twice_the_same = [text for text in drawn.labels("h") if text.get_weight() == "bold"]
    assert len(twice_the_same) == 1
    assert repr(ax).startswith("Timeline of 9 events") and "in 5 lanes by side" in repr(ax)


@pytest.mark.parametrize(
    ("given", "lanes"),
    [
        (None, ["Havana", "Moscow", "Washington", "others", "not given"]),
        (
            ("others", "Washington", "Moscow", "Havana"),
            ["others", "Washington", "Moscow", "Havana"],
        ),
        (("Moscow", "Havana"), ["Havana", "Moscow", "Washington", "others", "not given"]),
    ],
    ids=["fullest first", "given", "given without all names"],
)
def test_lanes_are_in_the_order_of_the_table(given, lanes):
    events = SIDES.copy()
    if given:
        events.attrs["sides"] = given
    found = [band.name for band in plot_timeline(events[1:], lanes="side").timeline.content.bands]
    assert found == [*lanes, "not given"][:5]


def test_plan_can_not_be_changed():
    plan = two_stories().timeline
    for thing, name in ((plan, "height"), (plan.content, "title"), (plan.bands[0], "top")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, 0)


# -- the text description


def check_description(description, rows):
    """Assert that a description lists every row once, with its date and title."""
    listed = [
        line.split(" | ")
        for line in description.split("\n\nThe record: ")[1].split("\n\n")[0].splitlines()[2:]
        if line
    ]
    wanted = [(parse_date(row.date).in_words(), row.title) for row in rows.itertuples()]
    assert sorted((line[0], line[2]) for line in listed) == sorted(wanted)


def test_description_lists_every_event_and_every_claim_once():
    description = repr(describe_timeline(two_stories()))
    check_description(description, CROWD)
    for claim in CLAIMS["id"]:
        assert len(re.findall(rf"^\d+\. {claim}:", description, re.MULTILINE)) == 1
    for explanation in CONTRADICTIONS["explanation"]:
        assert explanation in description


def test_description_says_how_each_event_is_drawn():
    ax = two_stories()
    drawn, lines = Drawn(ax), repr(describe_timeline(ax)).splitlines()
    for row in CROWD.itertuples():
        line = next(line for line in lines if f"| {row.title} |" in line)
        assert line.endswith(
            "| with its label" if drawn.labels(row.id) else "| as an unlabelled tick"
        ), line
        assert f"| {KINDS[parse_date(row.date).kind]} |" in line


def test_description_on_a_page_is_collapsed_and_loses_nothing():
    """Open, the description would fill nine screens."""
    ax = two_stories()
    shown, whole = str(describe_timeline(ax).html), str(text_description(ax.timeline).html)
    parts = r"<details><summary>(The text’s story|Without a date|The record): \d+ \w+</summary>"
    assert len(re.findall(parts, shown)) == 3 and "<details" not in whole
    assert re.sub(parts, "", shown).replace("</details>", "") == whole


def test_groups_say_how_many_events_they_have_and_which():
    ax = two_stories()
    drawn, groups = Drawn(ax), groups_of(ax)
    labels = [
        text.get_text() for text, _ in drawn.texts if re.match(r"and \d+ more", text.get_text())
    ]
    assert sorted(labels) == sorted(group.label for group in groups) and groups
    counted = sum(int(re.search(r"\d+", label).group()) for label in labels)
    assert counted == len(drawn.ticks("record")) + len(drawn.ticks("text"))
    lines = repr(describe_timeline(ax)).splitlines()
    for group in groups:
        line = next(
            line for line in lines if f"“{group.label}”: " in line and group.marks[0].title in line
        )
        assert all(mark.title in line for mark in group.marks)


def test_effect_before_cause_is_described_without_the_picture():
    ax = two_stories()
    assert "Claim c1, “The landing led to the accords”: the effect comes 14 months" in repr(ax)
    lines = repr(describe_timeline(ax)).splitlines()
    line = next(line for line in lines if "c1: “" in line)
    for part in ("14 months", "17 to 19 April 1961", "13 February 1960", "certainly"):
        assert part in line


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "0 days"),
        (-1, "1 day"),
        (59, "59 days"),
        (60, "2 months"),
        (429, "14 months"),
        (1445, "47 months"),
        (1461, "4 years"),
    ],
)
def test_duration_has_the_unit_that_people_use(days, text):
    assert duration(days) == text


def test_shorten_months_keeps_everything_else():
    assert shorten_months("about May to September 1962") == "about May to Sep 1962"


# -- links and priority


@pytest.mark.parametrize("lanes", [None, "side", "category"])
@pytest.mark.parametrize("size", SIZES)
def test_effect_before_cause_is_drawn_in_every_size(size, lanes):
    ax = two_stories(size=size, lanes=lanes)
    assert len(Drawn(ax).lines("link reversed")) == 1
    assert [mark.id for mark in ax.timeline.content.claims if mark.reversed] == ["c1"]


def test_links_lead_from_the_text_to_the_record():
    drawn = Drawn(two_stories())
    in_days = drawn.ax.transData.inverted().transform
    february, april = (
        float(pd.Timestamp(day).to_julian_date()) - 2440587.5
        for day in ("1960-02-13", "1961-04-18")
    )
    ((_, a, b),) = drawn.lines("link reversed")
    left, right = sorted(in_days([a, b])[:, 0])
    assert left - february < 40 and abs(right - april) < 15 and right - left > 380
    guides = in_days([a for _, a, _ in drawn.lines("guide")])[:, 0]
    assert min(abs(guides - april)) < 2 and min(abs(guides - february)) < 2


def test_claim_without_any_date_is_listed_and_not_drawn():
    ax = two_stories()
    drawn = Drawn(ax)
    assert [mark.id for mark in ax.timeline.content.undated] == ["c5"]
    assert not drawn.labels("c5", below_axis=False)
    assert "1 claim without a date: the description lists them." in [
        text.get_text() for text, _ in drawn.texts
    ]


def test_events_of_contradictions_are_labelled_before_others():
    record = two_stories().timeline.bands[-1]
    labelled = {item.mark.id for item in record.items}
    assert {"landing", "accords", "arms", "e1"} <= labelled
    grouped = [mark.id for group in record.groups for mark in group.marks]
    assert sorted([*labelled, *grouped]) == sorted(CROWD["id"])


# -- generated tables

DAYS = st.dates(
    min_value=pd.Timestamp("1583-01-01").date(), max_value=pd.Timestamp("2100-12-31").date()
)
CLOSE = st.dates(
    min_value=pd.Timestamp("1962-09-01").date(), max_value=pd.Timestamp("1962-11-30").date()
)
SIGN = st.sampled_from(["", "", "", "~", "?", "%"])


def edtf(days):
    """Return a strategy of dates of every kind around such days."""
    one = st.one_of(
        days.map(str),
        st.tuples(days, SIGN).map(lambda pair: f"{pair[0]}{pair[1]}"),
        st.tuples(days, SIGN).map(lambda pair: f"{str(pair[0])[:7]}{pair[1]}"),
        days.map(lambda day: f"{str(day)[:9]}X"),
        days.map(lambda day: f"{str(day)[:3]}X"),
        days.map(lambda day: f"{day}/.."),
        days.map(lambda day: f"../{day}"),
    )
    return st.one_of(one, st.tuples(days, days).map(lambda pair: f"{min(pair)}/{max(pair)}"))


TITLES = st.one_of(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz ABCDEFÄÖéñ-,’“”", min_size=1, max_size=90).filter(
        lambda text: text.strip()
    ),
    st.sampled_from(
        [
            "llllllllllllllllll iiiiiiiiiiiiiii",
            "W" * 60,
            "AV To Te fi ffi",
            "U-2 shot down over Cuba",
            "$x_1$ costs 5 $",
        ]
    ),
)


@st.composite
def tables(draw, days, most=45):
    dates = draw(st.lists(edtf(days), min_size=1, max_size=most))
    titles = draw(st.lists(TITLES, min_size=len(dates), max_size=len(dates)))
    sides = draw(
        st.lists(
            st.sampled_from(["Havana", "Moscow; Havana", "Washington", "", "others; Moscow"]),
            min_size=len(dates),
            max_size=len(dates),
        )
    )
    return pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(len(dates))],
            "date": dates,
            "title": [" ".join(t.split()) for t in titles],
            "sides": sides,
        }
    )


PAGES = st.tuples(
    st.sampled_from(list(SIZES)), st.sampled_from(list(COLOURS)), st.sampled_from([None, "side"])
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(events=st.one_of(tables(DAYS), tables(CLOSE)), page=PAGES)
def test_any_table_is_drawn_completely_without_overlaps(events, page):
    size, theme, lanes = page
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_timeline(events, size=size, theme=theme, lanes=lanes)
        check_layout(ax)
        check_rows(ax, events, "sides" if lanes else None)
        check_description("\n\n" + repr(describe_timeline(ax)), events)


@pytest.mark.parametrize("lanes", [None, "side", "category", "actors", "place"])
@pytest.mark.parametrize("size", SIZES)
def test_two_stories_are_drawn_without_overlaps(size, lanes):
    check_layout(two_stories(size=size, theme="dark", lanes=lanes))


@pytest.mark.parametrize(
    "span", ["1962-10-16/1962-10-28", "1962", "1960-02", "1961-04-15/1961-04-22", "1962-10-27"]
)
def test_span_is_drawn_without_overlaps(span):
    check_layout(two_stories(span=span))
    check_layout(plot_timeline(CROWD, span=span))
