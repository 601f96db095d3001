"""Whatever is asked of the timeline: bad input, odd titles, a caller's own axes, many events, many pages."""

import io
import re
from dataclasses import replace
from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers import describe_timeline, load_lesson, plot_timeline
from helpers.lesson.dates import DateError
from helpers.timeline.layout import text_width, wrap
from helpers.timeline.model import KINDS, SIZES
from helpers.timeline.pages import timeline_pages
from helpers.timeline.plan import TooSmall
from tests.drawn import Drawn, check_layout, check_rows

LESSON = load_lesson()
EVENTS = LESSON.events


pytestmark = pytest.mark.filterwarnings("error")  # it would stand in the student's notebook


def table(*dates, title="An event"):
    """Return events of these dates, each with a name of its own."""
    return pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(len(dates))],
            "date": dates,
            "title": [f"{title} {n}" for n in range(len(dates))],
        }
    )


def notes(ax):
    """Return all small print."""
    return " ".join(text.get_text() for text, _ in Drawn(ax).texts)


GOOD = {
    "one event": table("1960-02-13"),
    "a hundred on one day": table(*["1962-10-27"] * 100),
    "a title of 300 characters": table("1960-02-13", title="All work and no play " * 14),
    "one word of 300 letters": table("1960-02-13", "1960-03", title="x" * 300),
    "an interval of 400 years beside a day": table("1563/1962", "1962-10-27"),
    "years before 1583": table("1492-10-12", "0079-08-24", "1066"),
    "the first and the last year": table("0001-01-01", "9999-12-31"),
    "an open interval": table("1960/..", "../1959", "1961-01-01/.."),
    "only open ends": table("1960/.."),
    "every kind": table(
        "1960-02-13",
        "1961-04-17/1961-04-19",
        "1962-07",
        "1962-09-09~",
        "1962-05?",
        "1962-10-2X",
        "1963/..",
        "195X",
    ),
    "no id": table("1960-02-13", "1961").drop(columns="id").assign(id=""),
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_input_makes_a_sensible_figure(name):
    events = GOOD[name]
    for size in ("notebook", "projector"):
        ax = plot_timeline(events, size=size)
        check_layout(ax)
        if name != "no id":
            check_rows(ax, events)
    assert repr(ax).startswith(f"Timeline of {len(events)} event")


@pytest.mark.parametrize(
    "title",
    [
        "مؤتمر في هافانا",
        "אירוע בהוואנה",
        "苏联军舰返航",
        "Хрущёв пишет Кеннеди",
        "Ракеты 导弹 צ 🚀",
        "a\u202eb\u0000c\u200d",
        "<b>&amp;</b> $\\frac{1}{2}$",
    ],
)
def test_any_script_is_drawn_or_stands_in_full_in_the_words(title):
    events = table("1960-02-13", "1962-07", title=title)
    ax = plot_timeline(events)
    drawn = check_layout(ax)
    assert title.split()[0][:3].replace("\u0000", "") in describe_timeline(ax).text
    if any(ord(letter) > 0x3000 for letter in title):
        assert "stands for a letter that this font does not have" in notes(ax)
    assert len(drawn.labels("e0")) >= 2


def test_an_empty_selection_says_so():
    for empty in (EVENTS[:0], EVENTS[EVENTS["date"] == "never"]):
        ax = plot_timeline(empty)
        check_layout(ax)
        assert "Nothing to draw: no event in this selection." in notes(ax)
        assert repr(ax) == "Timeline without events: nothing fits the selection."
    ax = plot_timeline(EVENTS, span="1900")
    assert "no event in this selection" in notes(ax) and f"not drawn: {len(EVENTS)}" in notes(ax)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["1962-07/"], "1 July 1962"),
        (["../1960"], "31 December 1960"),
        (["9999/.."], "1 January 9999"),
        (["../1960", "1960-12/.."], "1 December 1960 to 31 December 1960"),
        (["1962-07/", "../1958"], "December 1958 to July 1962"),
        (["1962-10"], "1 October 1962 to 31 October 1962"),
    ],
)
def test_no_title_ends_before_it_begins(dates, words):
    assert plot_timeline(table(*dates)).timeline.title == f"Timeline, {words}"


def test_early_dates_say_their_calendar():
    assert "Gregorian calendar, carried back" in notes(plot_timeline(table("1492-10-12")))
    assert "Gregorian calendar, carried back" in notes(plot_timeline(table("0001")))
    assert "Gregorian" not in notes(plot_timeline(table("1592-10-12")))


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (table("44 BC"), "before the year 1"),
        (table("-0044"), "before the year 1"),
        (table("−44-03-15"), "before the year 1"),
        (table("13/02/1960"), "Row 1 (“An event 0”): '13/02/1960': This is not a date"),
        (table("1960-02-30"), "has 29 days"),
        (table(""), "Row 1 (“An event 0”) has no date"),
        (table(None), "has no date"),
        (table(np.nan), "has no date"),
        (table("1962/1960"), "ends before it begins"),
        (table(True), "Row 1 (“An event 0”): 'True': This is not a date"),
        (
            table(*pd.Series(["12000-01-01"]).to_numpy().astype("datetime64[s]")),
            "Row 1 (“An event 0”)",
        ),
    ],
)
def test_a_date_that_cannot_be_drawn_is_named_with_its_row(events, words):
    with pytest.raises(DateError) as error:
        plot_timeline(events)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (["19:00", "20:00"], "e0 (“An event 0”), column time: '19:00': This is not a time"),
        (["evening", None], "'evening'"),
        (
            ["19:00-04:00", "8 pm"],
            "e1 (“An event 1”), column time: '8 pm': This is not a time that can be read. Write 19:00-04:00",
        ),
    ],
)
def test_a_time_that_cannot_be_drawn_is_named_with_its_row(times, words):
    days = table("1962-10-22", "1962-10-23", "1963").assign(time=[*times, "some time"])
    with pytest.raises(DateError) as error:
        plot_timeline(days, span="1962-10-20/1962-10-25")
    assert words in str(error.value)
    plot_timeline(days)  # where no hours are drawn nobody asks for them


@pytest.mark.parametrize(
    ("day", "time"), [("0001-01-01", "00:00+05:00"), ("9999-12-31", "23:00-05:00")]
)
def test_a_time_at_the_edge_of_all_years_is_named_with_its_row(day, time):
    with pytest.raises(DateError, match=re.escape(f"e0 (“An event 0”), column time: '{time}'")):
        plot_timeline(table(day).assign(time=time))


def test_an_hour_may_lie_before_the_first_in_the_zone_of_the_others():
    days = table("0001-01-01", "0001-01-01", "0001-01-02").assign(
        time=["00:00+00:00", "12:00-05:00", "12:00-05:00"]
    )
    assert [mark.left for mark in plot_timeline(days).timeline.events] == pytest.approx(
        [-5 / 24, 0.5, 1.5]
    )


def test_a_title_may_be_a_number_and_a_long_word_takes_no_time():
    assert plot_timeline(table("1960"), title=5).timeline.title == "5"
    words, shortened = wrap("x" * 100_000, 300, 10, 3)
    assert (
        shortened
        and len(words) == 3
        and all(text_width(line, 10) <= 300 < text_width(line + "xx", 10) for line in words)
    )
    assert wrap("xy", 1, 10, 3) == (["x", "y"], False)


def test_a_cell_that_holds_a_list_is_drawn_as_it_is_written():
    events = table("1960-02-13", "1961").assign(
        title=[["a", "b"], "c"], actors=[["d"], []], id=[["e"], "f"]
    )
    words = describe_timeline(plot_timeline(events, lanes="actors")).text
    assert "['a', 'b']" in words and "['d']" in words


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: plot_timeline(pd.DataFrame({"when": ["1960"], "title": ["x"]})),
            "has no column 'date'. Its columns are: when, title",
        ),
        (lambda: plot_timeline(table("1960"), lanes="side"), "has no column 'sides'"),
        (
            lambda: plot_timeline(table("1960"), lanes="colour"),
            "Choose one of 'side', 'category', 'place', 'actors'",
        ),
        (
            lambda: plot_timeline(table("1960"), size="huge"),
            "Choose one of 'notebook', 'projector', 'a4', 'letter', 'poster'",
        ),
        (
            lambda: plot_timeline(table("1960"), theme="pink"),
            "Choose one of 'light', 'dark', 'print'",
        ),
        (lambda: plot_timeline(table("1960"), claims=["c14"]), "need a lesson"),
        (lambda: plot_timeline(LESSON, claims=["c99"]), "The text has no claim c99"),
        (
            lambda: plot_timeline(table("1960"), span="yesterday"),
            "'yesterday': This is not a date that can be read",
        ),
        (
            lambda: describe_timeline(Figure().add_subplot()),
            "No timeline has been drawn on these axes",
        ),
    ],
)
def test_a_wrong_call_says_what_can_be_chosen(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value)


def test_dates_may_be_timestamps_and_years():
    events = pd.DataFrame(
        {"date": [pd.Timestamp("1960-02-13"), 1961, 1962.0], "title": ["a", "b", "c"]}
    ).astype({"date": object})
    words = describe_timeline(plot_timeline(events)).text
    assert (
        "13 February 1960 | exact day" in words
        and "1961 | some day in it" in words
        and "1962 | some day in it" in words
    )


def test_an_event_without_actor_place_or_title_is_drawn():
    events = table("1960-02-13", "1961-01-01").assign(
        actors=["", None], place=[np.nan, "Havana"], title=["", None]
    )
    ax = plot_timeline(events, lanes="actors")
    assert [band.name for band in ax.timeline.bands] == ["not given"] and len(
        ax.timeline.bands[0].marks
    ) == 2
    assert notes(ax).count("(no title)") == 2
    assert [band.name for band in plot_timeline(events, lanes="place").timeline.bands] == [
        "Havana",
        "not given",
    ]


def test_many_actors_share_a_lane_and_no_event_is_lost():
    ax = plot_timeline(EVENTS, lanes="actors")
    names = [band.name for band in ax.timeline.bands]
    assert len(names) == 6 and names[-1] == "other actors"
    assert {mark.id for band in ax.timeline.bands for mark in band.marks} == set(EVENTS["id"])


def test_rows_without_or_with_the_same_id_are_all_drawn():
    ax = plot_timeline(
        pd.DataFrame(
            {
                "id": ["a", "a", None, np.nan, ""],
                "date": ["1960", "1961", "1962", "1963", "1964"],
                "title": list("vwxyz"),
            }
        )
    )
    assert len(ax.timeline.events) == 5 and all(
        f"| {letter} |" in describe_timeline(ax).text for letter in "vwxyz"
    )


def test_thousands_of_events_are_aggregated_and_it_says_so():
    days = pd.date_range("1900-01-01", periods=1500, freq="10D").strftime("%Y-%m-%d")
    ax = plot_timeline(table(*days))
    check_layout(ax)
    check_rows(ax, table(*days))
    assert "marks are strokes without words" in repr(ax)
    for band in ax.timeline.bands:
        band.groups = (
            [replace(band.groups[0], marks=band.groups[0].marks[:1])] if band.groups else []
        )
    assert "1 mark is a stroke without words" in repr(ax)


@pytest.mark.parametrize(
    ("cause", "words", "clash"),
    [
        ("1961-04-17", "the effect comes 14 months before its cause", True),
        ("1959", "cause, then effect: possible in time", False),
        ("1960-02", "which came first cannot be told", False),
        ("1961/..", "the effect comes 11 months before its cause", True),
    ],
)
def test_a_claim_of_her_own_about_a_cause_is_compared(cause, words, clash):
    claims = pd.DataFrame(
        {
            "id": ["c1", "c2"],
            "title": ["It led to the accords", "Nowhere"],
            "date": ["1960-02-13", None],
            "cause": [cause, None],
            "events": ["e0", None],
        }
    )
    ax = plot_timeline(table("1961-04-17", "1960-02-13"), claims)
    check_layout(ax)
    assert words in notes(ax) and bool(Drawn(ax).lines("link reversed")) == clash
    assert ("contradiction" in repr(ax)) == clash and "c2" in notes(ax)


def test_an_order_that_is_reversed_is_not_called_cause_and_effect():
    claims = pd.DataFrame(
        {"id": ["c1"], "title": ["First the landing, then the accords"], "date": ["1960-02-13"]}
    )
    clashes = pd.DataFrame(
        {
            "claim": ["c1"],
            "contradiction": ["order reversed"],
            "text_date": ["1961-04-17"],
            "record_date": ["1960-02-13"],
            "days": [429],
            "certainty": ["certainly"],
            "explanation": [""],
            "events": [""],
        }
    )
    ax = plot_timeline(
        table("1959-01-01", "1961-04-17", "1960-02-13", "1963-01-01"), claims, clashes
    )
    check_layout(ax)
    assert (
        "“first”" in notes(ax)
        and "“then”" in notes(ax)
        and not re.search("cause|effect", notes(ax))
    )


# -- legend and uncertainty
# ----------------------------------------------------------------------------------------------


def test_the_legend_has_just_the_kinds_that_occur():
    every = GOOD["every kind"]
    for rows in (every, every[:1], every[2:4], every[5:]):
        ax = plot_timeline(rows)
        drawn, text = Drawn(ax), notes(ax)
        kinds = {mark.kind for mark in drawn.marks("record")}
        assert {mark.kind for mark in drawn.marks("legend")} == kinds
        assert {kind for kind, words in KINDS.items() if words in text} == kinds


def test_every_kind_looks_different_without_colour():
    drawn = Drawn(plot_timeline(GOOD["every kind"], theme="print"))
    looks = {}
    for artist in drawn.ax.collections:
        story, _, kind = artist.get_gid().partition(" ")
        if story == "record":
            face = [tuple(colour) for colour in artist.get_facecolor()[:1]]
            style = (
                str(artist.get_linestyle()),
                artist.get_hatch(),
                face,
                len(artist.get_paths()[0]),
            )
            looks.setdefault(kind.removesuffix(" cap").removesuffix(" arrow"), []).append(style)
    assert len(looks) == 7 and len({str(look) for look in looks.values()}) == 7


def test_only_an_exact_day_has_a_precise_mark():
    drawn = Drawn(plot_timeline(LESSON, span="1962-10-16/1962-10-28"))
    timed = {row.id for row in EVENTS.itertuples() if row.time and not row.time.endswith("~")}
    dots = [mark for mark in drawn.marks("record") if mark.kind == "exact time"]
    inside = [name for name in timed if drawn.labels(name)]
    assert len(dots) == len(inside) > 8
    assert not [
        mark for mark in drawn.marks("record") if mark.kind == "exact day" and mark.y > drawn.axis
    ]


def test_hours_are_those_of_one_zone():
    ax = plot_timeline(EVENTS, span="1962-10-22/1962-10-23")
    drawn = Drawn(ax)
    tag = next(
        text
        for text in drawn.labels("kennedy-quarantine-speech")
        or drawn.labels(next(i for i in EVENTS["id"] if "quarantine" in i and drawn.labels(i)))
    )
    assert "Oct" in tag.get_text() and "UTC−04:00" in notes(ax)
    title = EVENTS.set_index("id")["title"]
    speech = title[title == "Kennedy announces the quarantine"].index[0]
    eve = title[title == "Presidium meets on the eve of the broadcast"].index[0]
    at = {mark.id: mark for mark in ax.timeline.events}
    day = pd.Timestamp("1962-10-22").toordinal() - 1
    assert at[speech].left == pytest.approx(day + 19 / 24)
    assert (at[eve].left + at[eve].right) / 2 == pytest.approx(
        day + 12 / 24
    )  # 19:00 in Moscow is noon in Washington
    assert at[eve].kind == "approximate" and "UTC+03:00" in at[eve].when
    assert "where another zone stands in brackets, the hour is that zone’s" in notes(ax)


def test_what_lies_beyond_the_span_is_not_drawn_as_if_it_lay_in_it():
    drawn = Drawn(plot_timeline(LESSON, span="1960"))
    low, high = drawn.ax.get_xlim()
    beyond = [mark for mark in drawn.marks("record", "text") if mark.kind == "beyond"]
    assert beyond and "lies beyond this span" in notes(drawn.ax)
    year = (
        float(mpl.dates.date2num(pd.Timestamp("1960-01-01"))),
        float(mpl.dates.date2num(pd.Timestamp("1961-01-01"))),
    )
    for mark in drawn.marks("record", "text"):
        if mark.kind == "exact day":
            assert (
                low <= mark.left <= high and mark.left % 1 == 0.5
            )  # at the noon of a day, not moved to the frame's edge
    assert low < year[0] and high > year[1]


# -- matplotlib's ways
# ----------------------------------------------------------------------------------------------------


def test_three_lines_make_a_timeline_of_her_own():
    mine = pd.DataFrame(
        {"date": ["1960-02-13", "1961-04~"], "title": ["Accords signed", "A landing"]}
    )
    ax = plot_timeline(mine)
    assert repr(ax) == "Timeline of 2 events, February 1960 to May 1961."


@pytest.mark.parametrize(
    "make",
    [
        lambda: Figure(figsize=(9, 6)).add_subplot(),
        lambda: Figure(figsize=(9, 6), layout="constrained").add_subplot(),
        lambda: Figure(figsize=(9, 6), layout="tight").add_subplot(),
        lambda: Figure(figsize=(9, 9), dpi=150).subplots(2)[1],
        lambda: Figure(figsize=(14, 6)).subfigures(1, 2)[1].add_subplot(),
        lambda: Figure(figsize=(9, 6)).add_axes((0.05, 0.1, 0.9, 0.8)),
    ],
)
def test_the_callers_axes_are_used_and_returned(make):
    ax, rows = make(), EVENTS[EVENTS["date"].str.startswith("1960")]
    assert plot_timeline(rows, ax=ax, title="Mine") is ax
    check_layout(ax)
    check_rows(ax, rows)
    assert ax.get_title(loc="left") == "Mine" and "Mine" not in describe_timeline(ax).text
    assert "Soviet-Cuban trade and credit agreements signed" in describe_timeline(ax).text


def test_axes_that_are_too_small_say_what_is_needed():
    with pytest.raises(TooSmall, match="needs a width of at least"):
        plot_timeline(EVENTS, ax=Figure(figsize=(2, 2)).add_subplot())
    with pytest.raises(TooSmall, match="needs a height of at least"):
        plot_timeline(EVENTS, ax=Figure(figsize=(9, 1)).add_subplot())


def test_styles_are_changed_by_the_usual_means():
    ax = plot_timeline(EVENTS[:9])
    plt.setp(
        [text for text in ax.texts if text.get_label() == "castro-enters-havana"], color="#aa0000"
    )
    next(dots for dots in ax.collections if dots.get_gid() == "record exact day").set_sizes([80])
    ax.figure.set_size_inches(12, 8)
    ax.axvline(pd.Timestamp("1959-05-17"), color="0.5")
    ax.set_title("Another title", loc="left")
    ax.figure.savefig(io.BytesIO(), format="png")
    assert not plt.get_fignums()  # nothing is left open


def test_the_callers_settings_change_nothing_and_stay():
    plain = plot_timeline(EVENTS[:30])
    with mpl.rc_context(
        {
            "font.size": 20,
            "svg.fonttype": "path",
            "text.usetex": False,
            "lines.linewidth": 9,
            "axes.grid": True,
            "xtick.labelsize": 30,
            "axes.facecolor": "red",
            "font.family": "DejaVu Serif",
        }
    ):
        other = plot_timeline(EVENTS[:30])
        buffers = [io.BytesIO(), io.BytesIO()]
        other.figure.savefig(buffers[0], format="svg")
        assert mpl.rcParams["svg.fonttype"] == "path" and mpl.rcParams["font.size"] == 20
    plain.figure.savefig(buffers[1], format="svg")
    assert buffers[0].getvalue() == buffers[1].getvalue()


# -- pages
# ----------------------------------------------------------------------------------------------------------------


@cache
def pages_of(size):
    """Return the lesson on pages of a size; they are only read here."""
    return timeline_pages(LESSON, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_on_its_pages_every_event_and_claim_has_its_words(size):
    pages = pages_of(size)
    events, claims = set(), set()
    for ax in pages:
        check_layout(ax)
        assert ax.get_figure().get_size_inches()[0] == pytest.approx(SIZES[size][0])
        events |= {
            item.mark.id
            for band in ax.timeline.bands
            if band.story == "record"
            for item in band.items
        }
        claims |= {
            item.mark.id
            for band in ax.timeline.bands
            if band.story == "text"
            for item in band.items
        }
    assert events == set(EVENTS["id"]) and claims == {mark.id for mark in pages[0].timeline.claims}
    assert not any(band.groups for ax in pages[1:] for band in ax.timeline.bands)
    hours = [ax for ax in pages if ax.timeline.zone]
    assert hours and all("hour by hour" in ax.timeline.title for ax in hours)


def test_the_whole_marks_where_its_pages_lie_and_they_mark_where_they_lie():
    pages = pages_of("notebook")
    whole = Drawn(pages[0])
    parts = [
        (number, ax) for number, ax in enumerate(pages, 1) if ax.timeline.outside
    ]  # the others show the claims
    assert len(whole.lines("chapter")) == 3 * len(parts) >= 9
    for number, ax in parts:
        drawn = Drawn(ax)
        assert any(text.get_text() == str(number) for text, _ in whole.texts)
        (window,) = drawn.marks("locator")
        assert any(
            text.get_text() == f"Page {number} of {len(pages)}" for text, _ in drawn.texts
        ), window


def test_the_projector_is_read_from_the_last_row():
    """Small print included, no letter is under 1.7 % of the height; a lowercase letter of the labels is at least 1.5 %."""
    for ax in pages_of("projector"):
        sizes = {text.get_size() for text, _ in Drawn(ax).texts}
        height = ax.figure.get_size_inches()[1] * 72
        assert min(sizes) / height > 0.017 and 0.547 * sorted(sizes)[1] / height > 0.015


def test_a_timeline_that_fits_has_one_page():
    assert len(timeline_pages(EVENTS[:12], size="a4")) == 1
    assert len(timeline_pages(EVENTS[:0], size="a4")) == 1


@pytest.mark.parametrize(
    "dates",
    [
        ["../1960"] * 200,
        [f"196{n % 10}-01-{n % 28 + 1:02d}" for n in range(150)] + ["../1958", "1975/.."] * 40,
    ],
    ids=["all", "some"],
)
def test_what_has_an_open_end_has_its_words_on_a_page(dates):
    pages = timeline_pages(table(*dates), size="a4")
    worded = {item.mark.id for ax in pages[1:] for band in ax.timeline.bands for item in band.items}
    assert worded == {f"e{n}" for n in range(len(dates))}
    assert "What has an open end" in pages[-1].timeline.title


def test_a_crowd_on_one_day_still_ends():
    pages = timeline_pages(table(*["1962-10-27"] * 150), size="projector")
    worded = [item.mark.id for ax in pages[1:] for band in ax.timeline.bands for item in band.items]
    assert sorted(worded) == sorted({f"e{n}" for n in range(150)})
    check_layout(pages[0])


def test_what_no_longer_clashes_with_the_record_is_drawn_as_no_clash():
    moved = LESSON.with_date("bay-of-pigs", "1959-04-17/1959-04-19")
    line = plot_timeline(moved, ["c14"]).timeline
    (link,) = line.claims[0].links
    assert (link.how_sure, link.words) == (
        "no clash",
        "by the text’s own dates the effect comes first",
    )
    assert (
        "contradiction"
        not in describe_timeline(plot_timeline(moved, ["c14"])).text.partition("\n")[0]
    )


def test_a_date_that_was_compared_with_nothing_is_not_called_the_record():
    from helpers.compare.placement import claims_in_time

    words = describe_timeline(plot_timeline(EVENTS, claims_in_time(LESSON, ["c14"]))).text
    assert "(the cause: April 1961; certainly)" in words


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        ("1960-02-04/1960-02-20", True),
        ("1960-02-05/1960-02-20", False),
        ("1960-02-01/1960-02-03", False),
    ],
)
def test_a_claim_whose_day_is_outside_of_the_span_is_not_drawn(span, drawn):
    assert [mark.id for mark in plot_timeline(LESSON, ["c10"], span=span).timeline.claims] == [
        "c10"
    ] * drawn


@pytest.mark.parametrize(("when", "span"), [("1961/..", "1970/.."), ("../1961", "../1950")])
def test_two_open_ends_that_do_not_meet(when, span):
    check_layout(plot_timeline(table(when), span=span))


@pytest.mark.parametrize(
    "what",
    [EVENTS["date"], EVENTS.groupby("category"), [{"date": "1961"}], None],
    ids=["series", "groups", "list", "nothing"],
)
def test_what_is_no_table_is_refused_in_words(what):
    with pytest.raises(
        ValueError, match=f"This is a {type(what).__name__}. Give a table of events"
    ):
        plot_timeline(what)


def test_claims_outside_of_the_span_are_counted():
    inside, all_ = plot_timeline(LESSON, span="1959"), plot_timeline(LESSON).timeline
    said = f"Claims outside of this span and not drawn: {len(all_.claims) - len(inside.timeline.claims)}."
    assert said in notes(inside) and said in describe_timeline(inside).text
    assert "Claims outside" not in describe_timeline(plot_timeline(LESSON)).text
