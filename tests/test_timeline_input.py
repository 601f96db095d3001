"""Odd input of the timeline: bad cells, strange titles, the caller's own Axes, many events."""

import io
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers import describe_timeline, plot_timeline
from helpers.lesson.dates import DateError
from helpers.timeline.model import KINDS
from helpers.timeline.plan.fonts import text_width, wrap
from helpers.timeline.plan.timeline import TooSmall
from tests.drawn import Drawn, check_layout, check_rows
from tests.timeline_tables import (
    CLAIMS,
    CONTRADICTIONS,
    EVERY_KIND,
    contradiction,
    contradictions,
    crowd,
    table,
)

CROWD = crowd()

pytestmark = pytest.mark.filterwarnings("error")  # students would see it in their notebook


def text_of(ax):
    """Return all text in a figure."""
    return " ".join(text.get_text() for text, _ in Drawn(ax).texts)


def claim(**cells):
    """Return a table of one claim."""
    return pd.DataFrame([{"id": "c1", "title": "It led to the accords", **cells}])


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
    "every kind": EVERY_KIND,
    "no id": table("1960-02-13", "1961").drop(columns="id").assign(id=""),
}


@pytest.mark.parametrize("name", GOOD)
def test_plot_odd_dates_and_titles_are_drawn_completely(name):
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
def test_title_in_any_script_is_drawn_or_described_in_full(title):
    events = table("1960-02-13", "1962-07", title=title)
    ax = plot_timeline(events)
    drawn = check_layout(ax)
    assert title.split()[0][:3].replace("\u0000", "") in repr(describe_timeline(ax))
    if any(ord(letter) > 0x3000 for letter in title):
        assert "stands for a letter that this font does not have" in text_of(ax)
    assert len(drawn.labels("e0")) >= 2


def test_empty_selection_is_reported_in_the_figure():
    ax = plot_timeline(CROWD[:0])
    check_layout(ax)
    assert "Nothing to draw: no event in this selection." in text_of(ax)
    assert repr(ax) == "Timeline without events: nothing fits the selection."
    text = text_of(plot_timeline(CROWD, span="1900"))
    assert "no event in this selection" in text and f"not drawn: {len(CROWD)}" in text


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
def test_default_title_of_open_dates_ends_after_it_begins(dates, words):
    title = plot_timeline(table(*dates)).timeline.content.title
    assert title == f"Timeline, {words}"


def test_early_dates_have_a_note_on_the_calendar():
    assert "Gregorian calendar, carried back" in text_of(plot_timeline(table("1492-10-12")))
    assert "Gregorian calendar, carried back" in text_of(plot_timeline(table("0001")))
    assert "Gregorian" not in text_of(plot_timeline(table("1592-10-12")))


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (table("−44-03-15"), "Row 1 (“An event 0”): '−44-03-15': This is not a date"),
        (table("13/02/1960"), "Row 1 (“An event 0”): '13/02/1960': This is not a date"),
        (table("1960-02-30"), "has 29 days"),
        (table(""), "Row 1 (“An event 0”) has no date"),
        (table(None), "has no date"),
        (table(np.nan), "has no date"),
        (table("1962/1960"), "ends before it begins"),
        (table(True), "Row 1 (“An event 0”): 'True': This is not a date"),
    ],
)
def test_bad_date_error_names_row_and_value(events, words):
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
            "e1 (“An event 1”), column time: '8 pm': This is not a time that can be read. "
            "Write 19:00-04:00",
        ),
    ],
)
def test_bad_time_error_names_row_and_value(times, words):
    days = table("1962-10-22", "1962-10-23", "1963").assign(time=[*times, "some time"])
    with pytest.raises(DateError) as error:
        plot_timeline(days, span="1962-10-20/1962-10-25")
    assert words in str(error.value)
    plot_timeline(days)  # times are not read where no hours are drawn


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [("0001-01-01", "00:00+05:00", 0.0), ("9999-12-31", "23:00-05:00", 3_652_058 + 23 / 24)],
)
def test_time_at_the_ends_of_four_digits_is_drawn_at_its_hour(day, time, moment):
    (mark,) = plot_timeline(table(day).assign(time=time)).timeline.content.events
    assert mark.left == pytest.approx(moment)


def test_hour_before_year_1_in_the_main_zone_is_drawn():
    days = table("0001-01-01", "0001-01-01", "0001-01-02").assign(
        time=["00:00+00:00", "12:00-05:00", "12:00-05:00"]
    )
    assert [mark.left for mark in plot_timeline(days).timeline.content.events] == pytest.approx(
        [-5 / 24, 0.5, 1.5]
    )


def test_title_may_be_a_number():
    assert plot_timeline(table("1960"), title=5).timeline.content.title == "5"


def test_wrap_breaks_a_long_word_at_once():
    lines, shortened = wrap("x" * 100_000, 300, 10, 3)
    assert shortened and len(lines) == 3
    assert all(text_width(line, 10) <= 300 < text_width(line + "xx", 10) for line in lines)
    assert wrap("xy", 1, 10, 3) == (["x", "y"], False)


def test_cell_with_a_list_is_drawn_as_it_is_written():
    events = table("1960-02-13", "1961").assign(
        title=[["a", "b"], "c"], actors=[["d"], []], id=[["e"], "f"]
    )
    words = repr(describe_timeline(plot_timeline(events, lanes="actors")))
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
            "Choose one of 'notebook', 'screen', 'projector', 'a4', 'letter', 'poster'",
        ),
        (
            lambda: plot_timeline(table("1960"), theme="pink"),
            "Choose one of 'light', 'dark', 'print'",
        ),
        (lambda: plot_timeline(table("1960"), claims=["c14"]), "need a lesson"),
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
def test_wrong_call_error_names_the_choices(call, words):
    with pytest.raises(ValueError) as error:
        call()
    assert words in str(error.value)


def test_dates_as_timestamps_and_years_are_read():
    events = pd.DataFrame(
        {"date": [pd.Timestamp("1960-02-13"), 1961, 1962.0], "title": ["a", "b", "c"]}
    ).astype({"date": object})
    words = repr(describe_timeline(plot_timeline(events)))
    assert (
        "13 February 1960 | exact day" in words
        and "1961 | some day in it" in words
        and "1962 | some day in it" in words
    )


def bands_of(ax):
    return ax.timeline.content.bands


def test_event_without_actor_place_or_title_is_drawn():
    events = table("1960-02-13", "1961-01-01").assign(
        actors=["", None], place=[np.nan, "Havana"], title=["", None]
    )
    ax = plot_timeline(events, lanes="actors")
    assert [(band.name, len(band.marks)) for band in bands_of(ax)] == [("not given", 2)]
    assert text_of(ax).count("(no title)") == 2
    places = bands_of(plot_timeline(events, lanes="place"))
    assert [band.name for band in places] == ["Havana", "not given"]


def test_more_than_six_actors_share_the_last_lane_and_no_event_is_lost():
    bands = bands_of(plot_timeline(CROWD, lanes="actors"))
    assert len(bands) == 6 and bands[-1].name == "other actors"
    assert {mark.id for band in bands for mark in band.marks} == set(CROWD["id"])


def test_rows_without_id_or_with_the_same_id_are_all_drawn():
    ids, years = ["a", "a", None, np.nan, ""], ["1960", "1961", "1962", "1963", "1964"]
    ax = plot_timeline(pd.DataFrame({"id": ids, "date": years, "title": list("vwxyz")}))
    description = repr(describe_timeline(ax))
    assert len(ax.timeline.content.events) == 5
    assert all(f"| {letter} |" in description for letter in "vwxyz")


def test_thousands_of_events_are_grouped_and_counted():
    days = pd.date_range("1900-01-01", periods=1500, freq="10D").strftime("%Y-%m-%d")
    ax = plot_timeline(table(*days))
    check_layout(ax)
    check_rows(ax, table(*days))
    assert "marks are unlabelled ticks" in repr(ax)


# -- claims


@pytest.mark.parametrize(
    ("cause", "label", "wrong"),
    [
        ("1961-04-17", "the effect comes 14 months before its cause", True),
        ("1959", "cause, then effect: possible in time", False),
        ("1960-02", "we can’t tell which came first", False),
        ("1961/..", "the effect comes 11 months before its cause", True),
    ],
)
def test_claim_about_a_cause_is_compared_by_its_own_dates(cause, label, wrong):
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
    assert label in text_of(ax) and bool(Drawn(ax).lines("link reversed")) == wrong
    assert ("contradiction" in repr(ax)) == wrong and "1 claim without a date" in text_of(ax)


def test_reversed_order_is_not_called_cause_and_effect():
    wrong = contradiction(
        "c1", "order reversed", 429, text_date="1961-04-17", record_date="1960-02-13"
    )
    ax = plot_timeline(
        table("1959-01-01", "1961-04-17", "1960-02-13", "1963-01-01"),
        claim(title="First the landing, then the accords", date="1960-02-13"),
        contradictions({**wrong, "explanation": ""}),
    )
    check_layout(ax)
    text = text_of(ax)
    assert "“first”" in text and "“then”" in text and not re.search("cause|effect", text)


def test_contradictions_without_claims_are_drawn_for_the_claims_that_they_name():
    ax = plot_timeline(CROWD, contradictions=CONTRADICTIONS)
    claims = {mark.id: mark for mark in ax.timeline.content.claims}
    assert list(claims) == ["c1", "c2", "c3"]
    assert (claims["c1"].date, claims["c2"].date.text) == (None, "1960-05")


def test_effect_before_cause_that_agrees_with_the_record_is_not_a_contradiction():
    mine = claim(date="1960-02-13", cause="1961-04", events="e0")
    compared = plot_timeline(table("1961-04-17"), mine, CONTRADICTIONS[:0])
    (link,) = compared.timeline.content.claims[0].links
    assert not link.contradicts
    assert link.label == "by the text’s own dates the effect comes first"
    assert "contradiction" not in repr(compared)


def test_date_that_was_not_compared_is_not_called_the_record():
    ax = plot_timeline(CROWD, claim(date="1960-02-13", cause="1961-04"))
    assert "(the cause: April 1961; certainly)" in repr(describe_timeline(ax))


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        ("1960-02-04/1960-02-20", True),
        ("1960-02-05/1960-02-20", False),
        ("1960-02-01/1960-02-03", False),
    ],
)
def test_claim_whose_day_is_outside_the_span_is_not_drawn(span, drawn):
    ax = plot_timeline(CROWD, claim(date="1960-02-04"), span=span)
    assert [mark.id for mark in ax.timeline.content.claims] == ["c1"] * drawn


def test_claims_outside_the_span_are_counted():
    inside = plot_timeline(CROWD, CLAIMS, CONTRADICTIONS, span="1961")
    everything = plot_timeline(CROWD, CLAIMS, CONTRADICTIONS)
    missing = len(everything.timeline.content.claims) - len(inside.timeline.content.claims)
    note = f"Claims outside this span, not drawn: {missing}."
    assert missing and note in text_of(inside) and note in repr(describe_timeline(inside))
    assert "Claims outside" not in repr(describe_timeline(everything))


# -- legend and uncertainty


def test_legend_has_only_the_kinds_that_occur():
    every = EVERY_KIND
    for rows in (every, every[:1], every[2:4], every[5:]):
        ax = plot_timeline(rows)
        drawn, text = Drawn(ax), text_of(ax)
        kinds = {mark.kind for mark in drawn.marks("record")}
        assert {mark.kind for mark in drawn.marks("legend")} == kinds
        assert {kind for kind, name in KINDS.items() if name in text} == kinds


def test_kinds_without_colour_look_different():
    drawn = Drawn(plot_timeline(EVERY_KIND, theme="print"))
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


#: Three exact hours, one of them in another zone and “about”, one day without an hour.
HOURS = table("1962-10-22", "1962-10-22", "1962-10-23", "1962-10-24").assign(
    time=["19:00-04:00", "19:00+03:00~", "10:00-04:00", ""]
)


def test_hours_only_an_exact_time_has_a_precise_mark():
    marks = Drawn(plot_timeline(HOURS)).marks("record")
    assert sorted(mark.kind for mark in marks) == [
        "approximate",
        "exact time",
        "exact time",
        "hour unknown",
    ]


def test_hours_are_those_of_the_most_frequent_zone():
    ax = plot_timeline(HOURS)
    marks = {mark.id: mark for mark in ax.timeline.content.events}
    day = pd.Timestamp("1962-10-22").toordinal() - 1
    assert marks["e0"].left == pytest.approx(day + 19 / 24)
    about_noon = (marks["e1"].left + marks["e1"].right) / 2
    assert about_noon == pytest.approx(day + 12 / 24)
    assert marks["e1"].when == "22 October 1962, about 19:00 (UTC+03:00)"
    text = text_of(ax)
    assert "Hours are those of UTC−04:00" in text
    assert "where another zone is given in brackets, the hour is in that zone" in text


def test_mark_beyond_the_span_is_an_arrow_at_the_edge():
    drawn = Drawn(plot_timeline(CROWD, CLAIMS, CONTRADICTIONS, span="1960"))
    low, high = drawn.ax.get_xlim()
    beyond = [mark for mark in drawn.marks("record", "text") if mark.kind == "beyond"]
    assert beyond and "outside this span" in text_of(drawn.ax)
    for mark in drawn.marks("record", "text"):
        if mark.kind == "exact day":  # at noon, not moved to the edge of the frame
            assert low <= mark.left <= high and mark.left % 1 == 0.5
    assert low < mpl.dates.date2num(pd.Timestamp("1960-01-01"))
    assert high > mpl.dates.date2num(pd.Timestamp("1961-01-01"))


# -- matplotlib's ways


def test_three_lines_make_a_timeline():
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
def test_axes_of_the_caller_are_used_and_returned(make):
    ax, rows = make(), CROWD[CROWD["date"].str.startswith("1960")]
    assert plot_timeline(rows, ax=ax, title="Mine") is ax
    check_layout(ax)
    check_rows(ax, rows)
    assert ax.get_title(loc="left") == "Mine"
    description = repr(describe_timeline(ax))
    assert "Mine" not in description and "The accords" in description


def test_axes_too_small_error_names_the_size_needed():
    with pytest.raises(TooSmall, match="needs a width of at least"):
        plot_timeline(CROWD, ax=Figure(figsize=(2, 2)).add_subplot())
    with pytest.raises(TooSmall, match="needs a height of at least"):
        plot_timeline(CROWD, ax=Figure(figsize=(9, 1)).add_subplot())


def test_styles_can_be_changed_by_the_usual_means():
    ax = plot_timeline(CROWD[:9])
    plt.setp([text for text in ax.texts if text.get_label() == "e1"], color="#aa0000")
    next(dots for dots in ax.collections if dots.get_gid() == "record exact day").set_sizes([80])
    ax.figure.set_size_inches(12, 8)
    ax.axvline(pd.Timestamp("1959-05-17"), color="0.5")
    ax.set_title("Another title", loc="left")
    ax.figure.savefig(io.BytesIO(), format="png")
    assert not plt.get_fignums()  # nothing is left open


def test_settings_of_the_caller_change_nothing_and_stay():
    plain = plot_timeline(CROWD[:30])
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
        other = plot_timeline(CROWD[:30])
        buffers = [io.BytesIO(), io.BytesIO()]
        other.figure.savefig(buffers[0], format="svg")
        assert mpl.rcParams["svg.fonttype"] == "path" and mpl.rcParams["font.size"] == 20
    plain.figure.savefig(buffers[1], format="svg")
    assert buffers[0].getvalue() == buffers[1].getvalue()


@pytest.mark.parametrize(("when", "span"), [("1961/..", "1970/.."), ("../1961", "../1950")])
def test_two_open_ends_that_do_not_meet_are_drawn(when, span):
    check_layout(plot_timeline(table(when), span=span))


@pytest.mark.parametrize(
    "what",
    [CROWD["date"], CROWD.groupby("category"), [{"date": "1961"}], None],
    ids=["series", "groups", "list", "nothing"],
)
def test_plot_anything_but_a_table_is_refused(what):
    with pytest.raises(
        ValueError, match=f"This is a {type(what).__name__}. Give a table of events"
    ):
        plot_timeline(what)
