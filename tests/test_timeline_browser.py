"""The interactive timeline without a browser: choices, the event that is shown, what was known."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from matplotlib.dates import date2num

from helpers import browse, plot_timeline
from helpers.compare.knowledge import PUBLIC, known_on
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.wording import with_count
from helpers.load import load_lesson
from helpers.timeline.browser import TimelineWidget
from helpers.timeline.plan.fonts import PLACEHOLDER, printable
from tests.hostile import HOSTILE
from tests.test_hostile import tags

LESSON = load_lesson(Path(__file__).parent / "lesson")
SIDES = ["Orsinia", "Varn"]


@pytest.fixture
def browser():
    return TimelineWidget(LESSON)


def shown_event(browser):
    return browser.shown["id"].iloc[browser.event["index"]]


def show(browser, name):
    browser.handle(show=list(browser.shown["id"]).index(name))


def test_widget_begins_with_everything(browser):
    assert list(browser.shown["id"]) == list(LESSON.events["id"])
    assert browser.status == f"{len(LESSON.events)} of {len(LESSON.events)} events are drawn."
    assert browser.position.startswith("Event 1 of")
    assert (
        'alt="Timeline of' in browser.drawn["html"]
        and "data:image/svg+xml" in browser.drawn["html"]
    )
    assert "The same in words" in browser.drawn["html"]


def test_form_offers_sides_spans_and_examples_of_the_vocabulary():
    vocabulary = dataclasses.replace(
        LESSON.vocabulary,
        sides=("Vienna", "Elba"),
        spans=(("the Hundred Days", "1815-03-20/1815-07-08"),),
        date_examples={"month": "1815-06", "interval": "1814/1815"},
        known_on="1815-06-18",
    )
    fields = TimelineWidget(dataclasses.replace(LESSON, vocabulary=vocabulary)).form["fields"]
    form = {field["name"]: field for field in fields}
    assert form["span"]["options"][-1] == ("the Hundred Days", "1815-03-20/1815-07-08")
    assert form["own"]["example"] == "1815-06 or 1814/1815"
    assert [who for _, who in form["who"]["options"]] == ["", PUBLIC, "Vienna", "Elba"]
    assert form["day"]["value"] == "1815-06-18"


@pytest.mark.parametrize(
    "choice", [{}, {"lanes": "category"}, {"span": "1866-04-28/1866-05-14"}], ids=str
)
def test_shown_event_is_highlighted_at_its_day_once_in_each_lane(choice, browser):
    browser.handle(**choice)
    rows = browser.shown
    drawn = plot_timeline(
        rows,
        browser._claims,
        browser._contradictions,
        lanes=choice.get("lanes", "side"),
        span=choice.get("span"),
    )
    ends = [
        drawn.transAxes.transform(corner)[0] / drawn.figure.bbox.width
        for corner in ((0, 0), (1, 0))
    ]
    for number, event in enumerate(rows.itertuples()):
        browser.handle(show=number)
        spots = browser.event["spots"]
        assert len(spots) == (len(split(event.sides)) if "lanes" not in choice else 1)
        assert len({y for _, y in spots}) == len(spots), "each in its own lane"
        assert all(0 < x < 1 and 0 < y < 1 for x, y in spots)
        when = parse_date(event.date)
        if (
            when.kind == "exact day"
            and ends[0] < spots[0][0] < ends[1]
            and not (choice.get("span") and event.time)
        ):
            x = drawn.transData.inverted().transform((spots[0][0] * drawn.figure.bbox.width, 0))[0]
            assert abs(x - date2num(np.datetime64(str(when.earliest))) - 0.5) < 0.5, event.id


def test_empty_selection_highlights_nothing(browser):
    browser.handle(own="1861-06", actors="Queen Ilse")
    assert browser.shown.empty and browser.event["spots"] == []


def test_static_form_has_figure_and_text_description():
    page = browse(LESSON, "timeline")
    bundle = page._repr_mimebundle_()
    assert 'alt="Timeline of' in bundle["text/html"] and "Run this cell" in bundle["text/html"]
    assert all(title in bundle["text/plain"] for title in LESSON.events["title"])
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(
    ("control", "value", "keep"),
    [
        ("span", "1866", lambda e: e["date"].str.startswith("1866")),
        (
            "own",
            "1866-05",
            lambda e: (e["earliest"] <= "1866-05-31") & (e["latest"] >= "1866-05-01"),
        ),
        (
            "actors",
            "Ada Lind",
            lambda e: e["actors"].map(lambda cell: "Ada Lind" in split(cell)),
        ),
    ],
)
def test_choice_keeps_only_rows_that_fit(control, value, keep, browser):
    browser.handle(**{control: value})
    wanted = LESSON.events[keep(LESSON.events)]
    assert 0 < len(wanted) < len(LESSON.events)
    assert list(browser.shown["id"]) == list(wanted["id"])
    assert browser.status.startswith(f"{len(wanted)} of ")
    assert f'alt="Timeline of {len(wanted)} events' in browser.drawn["html"]


def test_categories_may_be_none_at_all(browser):
    browser.handle(categories=["money"])
    assert set(browser.shown["category"]) == {"money"}
    browser.handle(stories="record")
    browser.handle(categories=[])
    assert browser.shown.empty
    assert "nothing fits the selection" in browser.drawn["html"]
    assert browser.position == "No event fits this choice." and browser.event["html"] == ""
    browser.handle(step=1)
    browser.handle(categories=["money", "weather"])
    assert browser.position.startswith("Event 1 of")


@pytest.mark.parametrize(
    "value",
    [
        "12 May 1866",
        "19 Nov 1864",
        "19/11/1864",
        "1866~",
        "1866-05~",
        "1865/1866~",
        "1863-09?",
        "../1864",
    ],
)
def test_own_dates_may_be_in_words_and_the_count_is_that_of_the_figure(value, browser):
    browser.handle(own=value)
    assert 0 < len(browser.shown) < len(LESSON.events)
    assert browser.status.startswith(f"{len(browser.shown)} of ")
    assert (
        repr(browser.page)
        .partition("\n\n")[2]
        .startswith(f"Timeline of {with_count(len(browser.shown), 'event')}")
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("14 May 1866", "14 May"),
        ("1866", "31 December"),
        ("1866-05-12/1866-05-14", "14 May"),
    ],
)
def test_day_of_knowledge_may_be_in_words_and_of_a_span_is_its_last_day(value, day, browser):
    browser.handle(who="the public", day=value)
    assert browser.status.startswith(f"Known to the public on {day} 1866:")


@pytest.mark.parametrize("value", ["19", "1962-13", "yesterday", "<script>window.pwned=1</script>"])
def test_bad_date_is_reported_and_the_figure_stays(value, browser):
    browser.handle(show=5)
    before = browser.drawn["html"], browser.position
    browser.handle(own=value)
    assert (value in browser.status and "Write" in browser.status) or "month" in browser.status
    assert (browser.drawn["html"], browser.position) == before
    read = browser.status
    browser.handle(lanes="place")
    assert browser.status == read, "as long as it stands there"
    browser.handle(own="")
    assert "events are drawn" in browser.status and "lanes by place" in browser.drawn["html"]


def test_side_chosen_while_the_day_is_bad_is_kept(browser):
    browser.handle(day="13 Oct")
    browser.handle(who="Varn")
    assert "This has no year" in browser.status
    browser.handle(day="13 October 1865")
    assert browser.status.startswith("Known to Varn on 13 October 1865:")


def test_lanes_stories_and_colours_change_the_figure(browser):
    assert "in 2 lanes by side" in browser.drawn["html"]
    browser.handle(lanes="category")
    assert "lanes by category" in browser.drawn["html"]
    assert "claims of the text" in browser.drawn["html"]
    browser.handle(stories="record")
    assert "claims of the text" not in browser.drawn["html"]
    light = browser.drawn["html"]
    browser.handle(dark=True)
    dark = browser.drawn["html"]
    browser.handle(theme="light")
    assert browser.drawn["html"] == light.replace(' class="turns"', "") != dark
    assert 'class="turns"' in light and 'class="turns"' not in dark + browser.drawn["html"], (
        "what the reader chose stays as it is"
    )


def test_steps_visit_all_events_and_stop_at_both_ends(browser):
    browser.handle(span="1866")
    seen = [shown_event(browser)]
    for _ in range(len(browser.shown) - 1):
        browser.handle(step=1)
        seen.append(shown_event(browser))
        assert LESSON.event(shown_event(browser))["title"] in browser.position
    assert seen == list(browser.shown["id"])
    browser.handle(step=1)
    assert browser.position == f"This is the last of {len(seen)} events."
    for _ in seen:
        browser.handle(step=-1)
    assert browser.position == f"This is the first of {len(seen)} events."


def test_shown_event_stays_when_the_choice_changes(browser):
    show(browser, "cable-landed")
    browser.handle(span="1866")
    assert shown_event(browser) == "cable-landed" and "landed at Varn" in browser.position
    browser.handle(span="1864")
    assert shown_event(browser) == browser.shown["id"].iloc[0]


def test_card_has_summary_sources_knowledge_and_meaning(browser):
    show(browser, "cable-ordered")
    card = browser.event["html"]
    assert "Brandt signs the order for a stronger cable." in card and "Halloran" in card
    assert "<b>Who knew at the time:</b> Orsinia" in card
    assert "c1 “On 4 May 1865 the queen opened the telegraph cable”: The text says" in card
    assert all(why[:60] not in card for why in LESSON.claims["why"]), "verdicts are the students’"


# -- what was known


def rows(*cells):
    return pd.DataFrame(cells, columns=["date", "made_public", "known_to", "sides"])


@pytest.mark.parametrize(
    ("row", "who", "day", "state"),
    [
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Moscow",
            "1962-06-01",
            "known",
        ),
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Washington",
            "1962-10-15",
            "not known",
        ),
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Washington",
            "1962-10-21",
            "not known",
        ),
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Washington",
            "1962-10-22",
            "known",
        ),  # made public that day
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            PUBLIC,
            "1962-10-22",
            "known",
        ),
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            PUBLIC,
            "1962-10",
            "known",
        ),  # by the end of the month
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Moscow",
            "1962-05-20",
            "not yet",
        ),
        (
            ("1962-05-21/1962-05-24", "1962-10-22", "Moscow", "Moscow"),
            "Moscow",
            "1962-05-21",
            "known",
        ),  # it had begun
        (("1962-10-26", "1973", "Moscow; Washington", "Moscow"), PUBLIC, "1963-01-01", "not known"),
        (
            ("1962-10-26", "1973", "Moscow; Washington", "Moscow"),
            PUBLIC,
            "1973-06-01",
            "not told",
        ),  # some day of that year
        (("1962-10-26", "1973", "Moscow; Washington", "Moscow"), PUBLIC, "1973-12-31", "known"),
        (("1962-10-26", "", "Moscow; Washington", "Moscow"), "Havana", "1963-01-01", "not known"),
        (("1960-02-13", "", "", "Havana; Moscow"), "Washington", "1962-01-01", "not told"),
        (("1960-02-13", "", "", "Havana; Moscow"), "Havana", "1962-01-01", "known"),  # its own act
        (
            ("1963-11-03", "1963-11-28", "Washington; others", "others; Havana"),
            "Havana",
            "1963-11-10",
            "not known",
        ),  # named as acting, not as knowing
        (("1960-02-13", "", "", "Havana; Moscow"), PUBLIC, "1962-01-01", "not told"),
        (("../1960", "", "", "Havana"), "Havana", "1950-01-01", "known"),  # no beginning is known
    ],
)
def test_known_on_agrees_with_the_row(row, who, day, state):
    assert list(known_on(rows(row), who, parse_date(day))) == [state]


@pytest.mark.parametrize(
    "asked",
    [
        {"show": -1},
        {"show": 999},
        {"show": "1"},
        {"show": None},
        {"span": 1960},
        {"nonsense": "x"},
        {"dark": "yes"},
        {"lanes": None},
    ],
)
def test_message_with_wrong_values_changes_nothing(asked, browser):
    before = browser.drawn, browser.event, browser.status, browser.position
    browser.handle(**asked)
    assert (browser.drawn, browser.event, browser.status, browser.position) == before


def test_day_without_an_end_is_refused(browser):
    with pytest.raises(DateError, match="no end"):
        known_on(LESSON.events, PUBLIC, parse_date("1962/.."))
    browser.handle(who=PUBLIC)
    browser.handle(day="1865-10-16/..")
    assert "This has no end" in browser.status


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 2900), st.integers(0, 300), st.sampled_from([PUBLIC, *SIDES]))
def test_known_stays_known_and_begins_with_the_event(days, more, who):
    first = date(1861, 1, 1) + timedelta(days)
    before, after = (
        known_on(LESSON.events, who, parse_date(str(day)))
        for day in (first, first + timedelta(more))
    )
    assert set(after[before == "known"]) <= {"known"}
    assert not ((before == "not yet") & (LESSON.events["earliest"] <= pd.Timestamp(first))).any()
    assert ((before != "not yet") | (LESSON.events["earliest"] > pd.Timestamp(first))).all()


def test_figure_shows_known_events_and_the_page_names_the_others(browser):
    browser.handle(who="Varn")
    day = parse_date(LESSON.vocabulary.known_on)
    states = known_on(LESSON.events, "Varn", day)
    counts = states.value_counts()
    assert list(browser.shown["id"]) == list(LESSON.events["id"][states == "known"])
    assert browser.status == (
        f"Known to Varn on {day.in_words()}: {counts['known']} events are drawn. "
        f"Not known: {counts['not known']}. "
        f"Not told by our tables: {counts['not told']}. Still to come: {counts['not yet']}."
    )
    assert sum(counts) == len(LESSON.events)
    below = browser.drawn["html"].split("</figure>")[1]
    for title, state in zip(LESSON.events["title"], states, strict=True):
        named = escape(title) in below
        assert named == (state in ("not known", "not told")), title
    assert "The treasury lends money in secret" in below.split("Our tables do not say")[0]


def tags_with(values):
    """Return the tags of a browser whose rows hold these texts everywhere, each row one."""
    names = [f"{value.replace(';', ',')} {number}" for number, value in enumerate(values)]
    rows = {name: values for name in ("title", "summary", "place", "disputed", "date_words")}
    events = LESSON.events.head(len(values)).assign(**rows, known_to=names)
    found = TimelineWidget(
        dataclasses.replace(LESSON, events=events, assertions=LESSON.assertions.head(0))
    )
    found.handle(who=found.form["fields"][6]["options"][-1][1], day="1970")
    pages = (found.drawn["html"], found.event["html"])
    # A column of long texts has a class of its own.
    return [[(tag, set(names) - {"class"}) for tag, names in tags(page)] for page in pages]


SHOWN = [text for text in HOSTILE if len(text) < 2000]


@pytest.mark.parametrize("first", range(8))
def test_hostile_rows_are_text(first):
    texts = SHOWN[first::8]
    # A letter that the font lacks adds a note.
    assert tags_with(texts) == tags_with(
        ["测" if PLACEHOLDER in printable(text) else "a" for text in texts]
    )
