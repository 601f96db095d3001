"""The timeline against its rows: every event where it belongs, none missing, none twice; the same in words; bad input."""

import re
import warnings
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import describe_timeline, find_contradictions, load_lesson, plot_timeline
from helpers.compare.placement import claims_in_time
from helpers.display.style import COLOURS
from helpers.lesson.cells import ids
from helpers.lesson.dates import parse_date
from helpers.timeline.describe import text_description
from helpers.timeline.layout import Label
from helpers.timeline.model import KINDS, SIZES
from helpers.timeline.plan import Plan
from helpers.timeline.read import day_number
from helpers.timeline.render import Painter
from tests.drawn import Drawn, check_layout, check_rows

LESSON = load_lesson()
EVENTS = LESSON.events
FEW = pd.DataFrame(
    {
        "id": list("abcdefghi"),
        "date": [
            "1960-02-13",
            "1961-04-17/1961-04-19",
            "1962-07",
            "1962-09-09~",
            "1962-05?",
            "1962-10-2X",
            "1963-04-26/..",
            "1959",
            "../1959-02",
        ],
        "title": [f"Event {letter}" for letter in "abcdefghi"],
        "sides": [
            "Moscow; Havana",
            "Havana",
            "",
            "Moscow",
            "Washington",
            "others",
            "Moscow",
            "Havana; Havana",
            "Washington",
        ],
    }
)


pytestmark = pytest.mark.filterwarnings("error")  # it would stand in the student's notebook


# -- rows, artists and words
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lanes", [None, "side"])
@pytest.mark.parametrize("size", SIZES)
def test_every_row_is_drawn_once_at_its_place(size, lanes):
    check_rows(plot_timeline(FEW, size=size, lanes=lanes), FEW, "sides" if lanes else None)


@pytest.mark.parametrize("size", SIZES)
def test_every_event_of_the_lesson_is_drawn_once_at_its_place(size):
    check_rows(plot_timeline(LESSON, size=size), EVENTS)
    check_rows(plot_timeline(LESSON, size=size, lanes="side"), EVENTS, "sides")


def test_an_event_of_two_sides_stands_in_both_lanes_and_is_counted_once():
    ax = plot_timeline(FEW, lanes="side")
    lanes = [band.name for band in ax.timeline.bands]
    assert lanes == ["Havana", "Moscow", "Washington", "others", "not given"]
    drawn = Drawn(ax)
    assert len([text for text in drawn.labels("a") if text.get_weight() == "bold"]) == 2
    assert (
        len([text for text in drawn.labels("h") if text.get_weight() == "bold"]) == 1
    )  # the same side twice
    assert repr(ax).startswith("Timeline of 9 events") and "in 5 lanes by side" in repr(ax)


def _move(monkeypatch):
    ink = Plan.ink
    monkeypatch.setattr(
        Plan,
        "ink",
        lambda self, kind, left, right: ink(self, kind, left + 3 * (kind == "interval"), right),
    )


def _move_a_dot(monkeypatch):
    ink, day = Plan.ink, day_number(date(1960, 2, 13))
    monkeypatch.setattr(
        Plan,
        "ink",
        lambda self, kind, left, right: tuple(
            x + (left == day) for x in ink(self, kind, left, right)
        ),
    )


def _precise(monkeypatch):
    shape = Painter.shape
    monkeypatch.setattr(
        Painter,
        "shape",
        lambda self, story, kind, *rest: shape(
            self, story, "exact day" if kind == "month or year" else kind, *rest
        ),
    )


def _drop(monkeypatch):
    from helpers.timeline import figure

    read = figure.read_events
    monkeypatch.setattr(figure, "read_events", lambda *given: (read(*given)[0][1:], []))


def _twice(monkeypatch):
    mark = Painter.mark
    monkeypatch.setattr(
        Painter, "mark", lambda self, *given: [mark(self, *given) for _ in range(2)]
    )


def _no_stroke(monkeypatch):
    grouped = Plan.grouped
    monkeypatch.setattr(Plan, "grouped", lambda self, marks: grouped(self, marks[1:]))


def _wrong_date(monkeypatch):
    monkeypatch.setattr(Plan, "tag", lambda self, mark: "1 Jan 1960")


def _wrong_title(monkeypatch):
    label = Painter.label

    def swapped(self, band, item):
        words = item.label
        item.label = Label(words.tag, words.tag_width, ["Another event"], [], words.width, False)
        label(self, band, item)
        item.label = words

    monkeypatch.setattr(Painter, "label", swapped)


@pytest.mark.parametrize(
    "fault", [_move, _move_a_dot, _precise, _drop, _twice, _no_stroke, _wrong_date, _wrong_title]
)
def test_the_check_of_rows_finds(fault, monkeypatch):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        check_rows(plot_timeline(LESSON), EVENTS)
        check_rows(plot_timeline(FEW), FEW)  # every kind of date, all in words


def in_twin(words, rows):
    """Assert that the words list every row once, with its date and title, in the order of time."""
    listed = [
        line.split(" | ")
        for line in words.split("\n\nThe record: ")[1].split("\n\n")[0].splitlines()[2:]
        if line
    ]
    wanted = [(parse_date(row.date).in_words(), row.title) for row in rows.itertuples()]
    assert sorted((line[0], line[2]) for line in listed) == sorted(wanted)


def test_the_words_list_every_event_and_every_claim_once():
    ax = plot_timeline(LESSON)
    words = describe_timeline(ax).text
    in_twin(words, EVENTS)
    for claim in LESSON.claims["id"]:
        assert len(re.findall(rf"^(?:\d+\. ){claim}:", words, re.MULTILINE)) == 1
    for clash in find_contradictions(LESSON).itertuples():
        assert clash.explanation in words


def test_the_check_of_words_finds_a_row_that_is_missing_or_twice(monkeypatch):
    from helpers.timeline.model import Timeline

    for wrong in (
        lambda rows: rows[1:],
        lambda rows: [*rows, rows[0]],
        lambda rows: [*rows[1:], rows[1]],
    ):
        ax, rows = plot_timeline(EVENTS), Timeline.events.fget
        with monkeypatch.context() as patch, pytest.raises(AssertionError):
            patch.setattr(
                Timeline, "events", property(lambda line, rows=rows, wrong=wrong: wrong(rows(line)))
            )
            in_twin(describe_timeline(ax).text, EVENTS)


def test_the_words_say_of_each_event_how_it_is_drawn_as_the_picture_does():
    ax = plot_timeline(LESSON)
    drawn, words = Drawn(ax), describe_timeline(ax).text
    for row in EVENTS.itertuples():
        line = next(
            line
            for line in words.splitlines()
            if line.startswith(parse_date(row.date).in_words()) and f"| {row.title} |" in line
        )
        assert line.endswith("| with its words" if drawn.labels(row.id) else "| as a stroke"), line
        assert f"| {KINDS[parse_date(row.date).kind]} |" in line


def test_on_a_page_the_record_is_folded_and_nothing_of_it_is_lost():
    """The words of a figure open with it; shown by themselves they would fill nine screens."""
    ax = plot_timeline(LESSON)
    shown, whole = str(describe_timeline(ax).html), str(text_description(ax.timeline).html)
    fold = re.search(r"<details><summary>The record: \d+ events</summary>(.*)</details>", shown)
    assert shown.replace(fold[0], fold[1]) == whole and "<details" not in whole
    assert EVENTS["title"].iloc[-1] in fold[1] and "c14: “" in shown[: fold.start()]


def test_groups_say_how_many_they_are_and_which():
    ax = plot_timeline(LESSON)
    drawn, groups = Drawn(ax), [group for band in ax.timeline.bands for group in band.groups]
    labels = [
        text.get_text() for text, _ in drawn.texts if re.match(r"and \d+ more", text.get_text())
    ]
    assert sorted(labels) == sorted(group.label for group in groups) and groups
    assert sum(int(re.search(r"\d+", label).group()) for label in labels) == len(
        drawn.strokes("record")
    ) + len(drawn.strokes("text"))
    words = describe_timeline(ax).text
    for group in groups:
        listed = next(
            line
            for line in words.splitlines()
            if f"“{group.label}”: " in line and group.marks[0].title in line
        )
        assert all(mark.title in listed for mark in group.marks)


def test_the_central_contradiction_is_understood_without_the_picture():
    ax = plot_timeline(LESSON)
    assert "the effect comes 14 months before its cause" in repr(ax)
    line = next(
        line for line in describe_timeline(ax).text.splitlines() if "c14:" in line and "“" in line
    )
    for part in (
        "motivated by the failed Bay of Pigs invasion",
        "14 months",
        "17 to 19 April 1961",
        "13 February 1960",
        "certainly",
    ):
        assert part in line


@pytest.mark.parametrize("lanes", [None, "side", "category"])
@pytest.mark.parametrize("size", SIZES)
def test_an_effect_before_its_cause_is_drawn_in_every_size(size, lanes):
    ax = plot_timeline(LESSON, size=size, lanes=lanes)
    assert (
        len(Drawn(ax).lines("link reversed"))
        == sum(mark.reversed for mark in ax.timeline.claims)
        == 1
    )


def test_links_lead_from_the_text_to_the_record():
    drawn = Drawn(plot_timeline(LESSON))
    ((_, a, b),) = drawn.lines("link reversed")  # c14: cause and effect
    days = sorted(drawn.ax.transData.inverted().transform([a, b])[:, 0])
    february, april = (
        float(pd.Timestamp(day).to_julian_date()) - 2440587.5
        for day in ("1960-02-13", "1961-04-18")
    )
    assert days[0] - february < 40 and abs(days[1] - april) < 15 and days[1] - days[0] > 380
    guides = {
        round(float(x))
        for x in drawn.ax.transData.inverted().transform([a for _, a, _ in drawn.lines("guide")])[
            :, 0
        ]
    }
    assert any(abs(guide - april) < 2 for guide in guides) and any(
        abs(guide - february) < 2 for guide in guides
    )


def test_a_claim_without_a_place_in_time_is_listed_and_not_drawn():
    ax = plot_timeline(LESSON)
    drawn = Drawn(ax)
    placed = claims_in_time(LESSON)
    nowhere = [mark.id for mark in ax.timeline.unplaced]
    assert set(nowhere) <= set(placed.loc[placed["date"] == "", "id"]) and len(nowhere) > 10
    for name in nowhere:
        assert not drawn.labels(name, below_axis=False)
        assert any(
            name in text.get_text()
            for text, _ in drawn.texts
            if text.get_text().startswith("Claims with no place")
        )


# -- generated sets
# -------------------------------------------------------------------------------------------------------

YEARS = st.integers(1, 9998)
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
def test_any_table_is_drawn_whole_with_nothing_over_anything(events, page):
    size, theme, lanes = page
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_timeline(events, size=size, theme=theme, lanes=lanes)
        check_layout(ax)
        check_rows(ax, events, "sides" if lanes else None)
        in_twin("\n\n" + describe_timeline(ax).text, events)


@pytest.mark.parametrize("lanes", [None, "side", "category", "actors", "place"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_in_the_lesson(size, lanes):
    check_layout(plot_timeline(LESSON, size=size, theme="dark", lanes=lanes))


@pytest.mark.parametrize(
    "span", ["1962-10-16/1962-10-28", "1962", "1960-02", "1961-04-15/1961-04-22", "1962-10-27"]
)
def test_nothing_overlaps_in_a_span(span):
    for source in (LESSON, EVENTS):
        check_layout(plot_timeline(source, span=span))


def _no_room(monkeypatch):
    from helpers.timeline import layout

    monkeypatch.setattr(layout._Rows, "free", lambda *_: True)


def _through(monkeypatch):
    monkeypatch.setattr(
        Painter,
        "broken",
        lambda self, gid, x, top, bottom, colour, width, style: self.stroke(
            gid, [(x, top), (x, bottom)], colour, width, style
        ),
    )


def _wide(monkeypatch):
    monkeypatch.setattr("helpers.timeline.layout.HINTING", 0.7)


def _low(monkeypatch):
    plan = Plan.plan

    def low(self, height, grow):
        plan(self, height, grow)
        self.height *= 0.8

    monkeypatch.setattr(Plan, "plan", low)


@pytest.mark.parametrize("fault", [_no_room, _through, _wide, _low])
def test_the_check_of_layout_finds(fault, monkeypatch):
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        check_layout(plot_timeline(LESSON))


def test_a_thing_that_the_text_dates_twice_stands_for_each_claim_at_its_own_date():
    said = LESSON.assertions
    one = said[(said["relation"] == "dated") & (said["subject"] == "accords-1960")].iloc[0]
    more = pd.DataFrame([{**one, "id": "z1", "claim": "c30", "value": "1960-05"}])
    lesson = replace(LESSON, assertions=pd.concat([said, more], ignore_index=True))
    dates = claims_in_time(lesson).set_index("id")["date"]
    assert (dates[one["claim"]], dates["c30"]) == (one["value"], "1960-05")
    assert dates["c06"] == one["value"], "a claim without a date of its own stands at the first"
    clashes = find_contradictions(lesson)
    (mark,) = plot_timeline(
        LESSON.events, contradictions=clashes[clashes["relation"] == "signed-by"]
    ).timeline.claims
    assert mark.date.text == one["value"]


def test_a_chain_of_causes_is_drawn_from_its_first_link_to_its_last():
    (row,) = claims_in_time(LESSON, ["c19"]).itertuples()
    chain = LESSON.assertions.query("claim == 'c19' and relation == 'caused'")
    assert list(chain["object"])[:-1] == list(chain["subject"])[1:], "this claim is a chain"
    named = [*chain["subject"], chain["object"].iloc[-1]]
    assert (row.cause, row.events) == (LESSON.event(named[0])["date"], "; ".join(named))


def test_what_the_text_or_a_contradiction_speaks_of_has_its_words_before_other_events():
    record = plot_timeline(LESSON).timeline.bands[-1]
    shown = {item.mark.id for item in record.items}
    clash = find_contradictions(LESSON, ["c07"]).iloc[0]
    assert "mikoyan-arrives" in shown & set(ids(clash["events"])), (
        "the day that the text gives stands in no word of the picture"
    )
    others = shown - {name for row in find_contradictions(LESSON)["events"] for name in ids(row)}
    assert "us-breaks-relations" in others & set(LESSON.assertions["object"]), (
        "an effect that the text names has given way"
    )
    assert len(record.items) + sum(len(group.marks) for group in record.groups) == len(
        LESSON.events
    )
