"""The interactive timeline without a browser: what is chosen is drawn and said, and what is not known is said, too."""

import dataclasses
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.dates import date2num

from helpers import browse, plot_timeline
from helpers.compare.knowledge import PUBLIC, known_on
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.wording import with_count
from helpers.load import load_lesson
from helpers.timeline.browser import TimelineWidget
from helpers.timeline.layout import PLACEHOLDER, printable
from tests.hostile import HOSTILE
from tests.test_hostile import tags

LESSON = load_lesson()
SIDES = ["Havana", "Moscow", "Washington", "others"]


@pytest.fixture
def browser():
    return TimelineWidget(LESSON)


def looked_at(browser):
    return browser.shown["id"].iloc[browser.event["place"]]


def go(browser, name):
    browser.ask(look=list(browser.shown["id"]).index(name))


def test_opens_with_everything(browser):
    assert list(browser.shown["id"]) == list(LESSON.events["id"])
    assert browser.said == f"{len(LESSON.events)} of {len(LESSON.events)} events are drawn."
    assert browser.at.startswith("Event 1 of")
    assert (
        'alt="Timeline of' in browser.drawn["html"]
        and "data:image/svg+xml" in browser.drawn["html"]
    )
    assert "The same in words" in browser.drawn["html"]


@pytest.mark.parametrize(
    "choice", [{}, {"lanes": "category"}, {"span": "1962-10-16/1962-10-28"}], ids=str
)
def test_the_event_that_is_read_is_marked_at_its_day_once_in_each_lane(choice, browser):
    browser.ask(**choice)
    rows = browser.shown
    drawn = plot_timeline(
        rows, *browser._two_stories, lanes=choice.get("lanes", "side"), span=choice.get("span")
    )
    ends = [
        drawn.transAxes.transform(corner)[0] / drawn.figure.bbox.width
        for corner in ((0, 0), (1, 0))
    ]
    for number, event in enumerate(rows.itertuples()):
        browser.ask(look=number)
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
            assert abs(x - date2num(when.earliest) - 0.5) < 0.5, event.id


def test_nothing_is_marked_where_nothing_is_drawn(browser):
    browser.ask(own="1959-01-02", actors="John F. Kennedy")
    assert browser.shown.empty and browser.event["spots"] == []


def test_static_form_holds_figure_words_and_twin():
    page = browse(LESSON, "timeline")
    bundle = page._repr_mimebundle_()
    assert 'alt="Timeline of' in bundle["text/html"] and "Run this cell" in bundle["text/html"]
    assert all(title in bundle["text/plain"] for title in LESSON.events["title"])
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(
    ("control", "value", "keep"),
    [
        ("span", "1960", lambda e: e["date"].str.startswith("1960")),
        (
            "own",
            "1961-04",
            lambda e: (e["earliest"] <= "1961-04-30") & (e["latest"] >= "1961-04-01"),
        ),
        (
            "actors",
            "Anastas Mikoyan",
            lambda e: e["actors"].map(lambda cell: "Anastas Mikoyan" in split(cell)),
        ),
    ],
)
def test_each_choice_keeps_the_right_rows(control, value, keep, browser):
    browser.ask(**{control: value})
    wanted = LESSON.events[keep(LESSON.events)]
    assert 0 < len(wanted) < len(LESSON.events)
    assert list(browser.shown["id"]) == list(wanted["id"])
    assert browser.said.startswith(f"{len(wanted)} of ")
    assert f'alt="Timeline of {len(wanted)} events' in browser.drawn["html"]


def test_categories_and_none_at_all(browser):
    browser.ask(categories=["United Nations"])
    assert set(browser.shown["category"]) == {"United Nations"}
    browser.ask(stories="record")
    browser.ask(categories=[])
    assert browser.shown.empty
    assert "nothing fits the selection" in browser.drawn["html"]
    assert browser.at == "No event fits this choice." and browser.event["html"] == ""
    browser.ask(step=1)
    browser.ask(categories=["United Nations", "trade"])
    assert browser.at.startswith("Event 1 of")


@pytest.mark.parametrize(
    "value",
    [
        "16 October 1962",
        "13 Feb 1960",
        "13/02/1960",
        "1962~",
        "1962-10~",
        "1960/1961~",
        "1962-05?",
        "../1960",
    ],
)
def test_her_own_dates_may_be_in_words_and_what_is_counted_is_drawn(value, browser):
    browser.ask(own=value)
    assert 0 < len(browser.shown) < len(LESSON.events)
    assert browser.said.startswith(f"{len(browser.shown)} of ")
    assert browser.page.text.partition("\n\n")[2].startswith(
        f"Timeline of {with_count(len(browser.shown), 'event')}"
    )


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("16 October 1962", "16 October"),
        ("1962", "31 December"),
        ("1962-10-14/1962-10-16", "16 October"),
    ],
)
def test_a_day_of_knowledge_may_be_in_words_and_of_a_span_its_last_day_is_said(value, day, browser):
    browser.ask(who="the public", day=value)
    assert browser.said.startswith(f"Known to the public on {day} 1962:")


@pytest.mark.parametrize(
    "value", ["196", "1962-13", "yesterday", "<script>window.pwned=1</script>"]
)
def test_a_date_that_cannot_be_read_is_said_and_nothing_is_lost(value, browser):
    browser.ask(look=5)
    before = browser.drawn["html"], browser.at
    browser.ask(own=value)
    assert (value in browser.said and "Write" in browser.said) or "month" in browser.said
    assert (browser.drawn["html"], browser.at) == before
    read = browser.said
    browser.ask(lanes="place")
    assert browser.said == read, "as long as it stands there"
    browser.ask(own="")
    assert "events are drawn" in browser.said and "lanes by place" in browser.drawn["html"]


def test_a_side_that_is_chosen_while_the_day_cannot_be_read_is_kept(browser):
    browser.ask(day="13 Oct")
    browser.ask(who="Washington")
    assert "This has no year" in browser.said
    browser.ask(day="13 October 1962")
    assert browser.said.startswith("Known to Washington on 13 October 1962:")


def test_lanes_stories_and_colours(browser):
    assert "in 4 lanes by side" in browser.drawn["html"]
    browser.ask(lanes="category")
    assert "lanes by category" in browser.drawn["html"]
    assert "claims of the text" in browser.drawn["html"]
    browser.ask(stories="record")
    assert "claims of the text" not in browser.drawn["html"]
    light = browser.drawn["html"]
    browser.ask(dark=True)
    dark = browser.drawn["html"]
    browser.ask(theme="light")
    assert browser.drawn["html"] == light.replace(' class="turns"', "") != dark
    assert 'class="turns"' in light and 'class="turns"' not in dark + browser.drawn["html"], (
        "what the reader chose stays as it is"
    )


def test_steps_through_all_events_and_stops_at_both_ends(browser):
    browser.ask(span="1960")
    seen = [looked_at(browser)]
    for _ in range(len(browser.shown) - 1):
        browser.ask(step=1)
        seen.append(looked_at(browser))
        assert LESSON.event(looked_at(browser))["title"] in browser.at
    assert seen == list(browser.shown["id"])
    browser.ask(step=1)
    assert browser.at == f"This is the last of {len(seen)} events."
    for _ in seen:
        browser.ask(step=-1)
    assert browser.at == f"This is the first of {len(seen)} events."


def test_the_event_that_is_looked_at_stays_when_the_choice_changes(browser):
    go(browser, "bay-of-pigs")
    browser.ask(span="1961")
    assert looked_at(browser) == "bay-of-pigs" and "Bay of Pigs" in browser.at
    browser.ask(span="1962")
    assert looked_at(browser) == browser.shown["id"].iloc[0]


def test_the_card_tells_summary_sources_knowledge_and_what_it_means(browser):
    go(browser, "bay-of-pigs")
    event = LESSON.event("bay-of-pigs")
    assert event["summary"] in browser.event["html"].replace("&#39;", "'").replace("&#34;", '"')
    assert "Rasenberger" in browser.event["html"]
    assert (
        "c14 “The agreement was motivated by the failed Bay of Pigs invasion”: The effect lies before its cause."
        in browser.event["html"]
    )
    go(browser, "presidium-missile-decision")
    assert (
        "<b>Became public:</b> perhaps 2003." in browser.event["html"]
        and "<b>Who knew at the time:</b> Moscow" in browser.event["html"]
    )
    assert all(
        why[:60] not in browser.event["html"] for why in LESSON.claims["why"]
    )  # verdicts are not given away


# ---- what was known
# -------------------------------------------------------------------------------------------------


def rows(*cells):
    return pd.DataFrame(cells, columns=["date", "made_public", "known_to", "sides"])


@pytest.mark.parametrize(
    ("row", "who", "day", "told"),
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
def test_known(row, who, day, told):
    assert list(known_on(rows(row), who, parse_date(day))) == [told]


@pytest.mark.parametrize(
    "asked",
    [
        {"look": -1},
        {"look": 999},
        {"look": "1"},
        {"look": None},
        {"span": 1960},
        {"nonsense": "x"},
        {"dark": "yes"},
        {"lanes": None},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(asked, browser):
    before = browser.drawn, browser.event, browser.said, browser.at
    browser.ask(**asked)
    assert (browser.drawn, browser.event, browser.said, browser.at) == before


def test_a_day_without_an_end_is_refused_in_words(browser):
    with pytest.raises(DateError, match="no end"):
        known_on(LESSON.events, PUBLIC, parse_date("1962/.."))
    browser.ask(who=PUBLIC)
    browser.ask(day="1962-10-16/..")
    assert "This has no end" in browser.said


@given(st.integers(0, 2500), st.integers(0, 300), st.sampled_from([PUBLIC, *SIDES]))
def test_what_is_known_stays_known_and_nothing_is_known_before_it_began(days, more, who):
    first = date(1958, 12, 1) + timedelta(days)
    before, after = (
        known_on(LESSON.events, who, parse_date(str(day)))
        for day in (first, first + timedelta(more))
    )
    assert set(after[before == "known"]) <= {"known"}
    assert not ((before == "not yet") & (LESSON.events["earliest"] <= pd.Timestamp(first))).any()
    assert ((before != "not yet") | (LESSON.events["earliest"] > pd.Timestamp(first))).all()


def test_the_figure_shows_what_was_known_and_the_page_names_the_rest(browser):
    browser.ask(who="Washington")
    told = known_on(LESSON.events, "Washington", parse_date("1962-10-15"))
    counts = told.value_counts()
    assert list(browser.shown["id"]) == list(LESSON.events["id"][told == "known"])
    assert browser.said == (
        f"Known to Washington on 15 October 1962: {counts['known']} events are drawn. Not known: {counts['not known']}. "
        f"Not told by our tables: {counts['not told']}. Still to come: {counts['not yet']}."
    )
    assert sum(counts) == len(LESSON.events)
    below = browser.drawn["html"].split("</figure>")[1]
    for title, state in zip(LESSON.events["title"], told, strict=True):
        assert (title.replace("'", "&#39;") in below) == (state in ("not known", "not told")), title
    assert "Presidium decides on missiles for Cuba" in below.split("Our tables do not say")[0]


def tags_with(values):
    """Return the tags of a browser whose rows hold these texts everywhere, each row one."""
    names = [f"{value.replace(';', ',')} {number}" for number, value in enumerate(values)]
    rows = {name: values for name in ("title", "summary", "place", "disputed", "date_words")}
    events = LESSON.events.head(len(values)).assign(**rows, known_to=names)
    found = TimelineWidget(
        dataclasses.replace(LESSON, events=events, assertions=LESSON.assertions.head(0))
    )
    found.ask(who=found.form["fields"][6]["options"][-1][1], day="1970")
    return [tags(found.drawn["html"]), tags(found.event["html"])]


SHOWN = [text for text in HOSTILE if len(text) < 2000]


@pytest.mark.parametrize("first", range(8))
def test_hostile_rows_are_text(first):
    texts = SHOWN[first::8]
    # A letter that the font lacks adds a note.
    assert tags_with(texts) == tags_with(
        ["测" if PLACEHOLDER in printable(text) else "a" for text in texts]
    )
