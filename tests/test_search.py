"""Searching the chronology: what fits is found, nothing else is, and every row opens to its citations."""

import dataclasses
import re

import pytest

from helpers import browse
from helpers.display.chronology import FILTERS, SearchWidget, choices, static
from helpers.display.events import event_html
from helpers.lesson.cells import ids, split
from helpers.lesson.dates import DateError
from helpers.lesson.search import search_events
from helpers.load import load_lesson


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


def found(lesson, **asked):
    return list(search_events(lesson.events, **asked)["id"])


def test_without_a_wish_everything_is_found_in_order(lesson):
    assert (
        found(lesson) == found(lesson, words="  ", span=" ", actors="") == list(lesson.events["id"])
    )


def test_all_words_must_be_there_in_any_order_and_case(lesson):
    both = found(lesson, words="SUGAR credit")
    assert both == found(lesson, words="credit sugar")
    assert "trade-credit-agreement" in both
    assert set(both) == set(found(lesson, words="sugar")) & set(found(lesson, words="credit"))
    assert set(both) < set(found(lesson, words="sugar"))
    assert found(lesson, words="no-such-word") == []


@pytest.mark.parametrize("column", ["title", "summary", "actors", "place"])
def test_words_are_looked_for_in_four_columns(lesson, column):
    word = "Zanzibar"
    events = lesson.events.copy()
    events.loc[7, column] = f"in {word}"
    assert list(search_events(events, word.upper()).index) == [7]


@pytest.mark.parametrize("words", ["sug.r", "s[a-z]gar", "sugar|zanzibar"])
def test_words_are_no_patterns(lesson, words):
    assert found(lesson, words=words) == []


@pytest.mark.parametrize("words", ["raul", "RAU\u0301L", "raúl"])
def test_an_accent_may_be_left_out_or_typed_apart(lesson, words):
    assert found(lesson, words=words) == found(lesson, words="Raúl") != []


@pytest.mark.parametrize("words", ["U-2", "u\u20112", "U–2", "u2"])
def test_one_hyphen_is_as_good_as_another(lesson, words):
    assert found(lesson, words=words) == found(lesson, words="U-2") != []


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("1960-02-13", "trade-credit-agreement", "mikoyan-arrives"),
        ("1960-02", "mikoyan-arrives", "harlem-meeting"),
        ("1961-04-19/1961-05", "bay-of-pigs", "harlem-meeting"),  # its last day
        ("1961-04-20/1961-05", "raul-castro-moscow-1962", "bay-of-pigs"),
        ("../1960-02-04", "mikoyan-arrives", "trade-credit-agreement"),
        ("1962-10-28/..", "settlement-oct-28", "quarantine-speech"),
        (
            "1962-07-31",
            "raul-castro-moscow-1962",
            "quarantine-speech",
        ),  # some day of July may be the last
    ],
)
def test_a_span_keeps_what_may_lie_in_it(lesson, span, inside, outside):
    names = found(
        lesson.with_date("raul-castro-moscow-1962", "1962-07" if "1962" in span else "1961-05"),
        span=span,
    )
    assert inside in names
    assert outside not in names


@pytest.mark.parametrize("column", FILTERS)
def test_a_menu_offers_each_value_once_with_its_number_of_events(lesson, column):
    menu = choices(lesson, column)
    assert menu[0] == ("any", "")
    assert {value for _, value in menu[1:]} == {
        value for cell in lesson.events[column] for value in ids(cell)
    }
    assert [words for words, _ in menu[1:]] == sorted(words for words, _ in menu[1:])
    for words, value in menu[1:]:
        names = found(lesson, **{column: value})
        assert words.endswith(f" ({len(names)})")
        assert set(names) == {
            event.id for event in lesson.events.itertuples() if value in ids(getattr(event, column))
        }


def test_one_actor_is_not_taken_for_another(lesson):
    events = lesson.events.assign(actors="Raúl Castro")
    assert search_events(events, actors="Castro").empty
    assert len(search_events(events, actors="Raúl Castro")) == len(events)


def test_wishes_add_up(lesson):
    names = found(lesson, words="missiles", span="1962-10", sides="Moscow", category="crisis")
    assert set(names) == (
        set(found(lesson, words="missiles"))
        & set(found(lesson, span="1962-10"))
        & set(found(lesson, sides="Moscow"))
        & set(found(lesson, category="crisis"))
    )
    assert 0 < len(names) < len(found(lesson, words="missiles"))


def test_a_span_that_is_no_date_is_refused(lesson):
    with pytest.raises(DateError, match="Write 1815-06-18"):
        search_events(lesson.events, span="in autumn")


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("16 October 1962", "1962-10-16"),
        ("13 Feb 1960", "1960-02-13"),
        ("13/02/1960", "1960-02-13"),
        ("October 1962", "1962-10"),
    ],
)
def test_a_span_may_be_written_in_words(lesson, written, span):
    assert found(lesson, span=written) == found(lesson, span=span) != []


# What is shown


def test_every_row_opens_to_all_its_citations(lesson):
    for event in lesson.events.itertuples():
        html = event_html(lesson, event)
        assert html.count("<details>") == html.count("<summary>") == 1
        assert html.count("<li>") == len(split(event.sources))
        assert event.date_words in html and f"<b>Id:</b> {event.id}</p>" in html
        assert ("<b>Disputed:</b>" in html) == bool(event.disputed)
        assert ("<b>One voice only:</b>" in html) == event.single_sourced
        assert ("<b>Became public:</b>" in html) == bool(event.made_public)
        for address in re.findall('href="([^"]*)"', html):
            assert re.fullmatch(r"https?://[^\s<>\"']+[^.,]", address)


def test_a_citation_is_text_and_only_its_address_a_link(lesson):
    event = next(lesson.events.itertuples())
    note = "A <b>B</b> & C, https://example.org/x?a=1&b=2. D javascript:x http://"
    citations = {name: {"note": note, "short": note} for name in ids(event.sources)}
    html = event_html(dataclasses.replace(lesson, citations=citations), event)
    assert "A &lt;b&gt;B&lt;/b&gt; &amp; C, " in html
    assert (
        '<a href="https://example.org/x?a=1&amp;b=2">https://example.org/x?a=1&amp;b=2</a>.' in html
    )
    assert html.count('<a href="http') == len(split(event.sources)) * 2


def test_static_form_shows_every_event_once_and_says_what_to_do(lesson):
    html, words = static(lesson)
    assert html.count("<details>") == len(lesson.events)
    assert f"{len(lesson.events)} events" in words and "Run this cell" in words
    page = browse(lesson)
    assert (page.html, page.words) == (html, words)


def test_live_and_static_form_hold_the_same_rows(lesson):
    assert "".join(SearchWidget(lesson).rows) in static(lesson)[0]


def test_the_widget_answers_what_is_asked(lesson):
    widget = SearchWidget(lesson)
    every = list(range(len(lesson.events)))
    assert widget.found == {"places": every, "said": f"{len(every)} of {len(every)} events."}
    assert [menu["name"] for menu in widget.menus] == list(FILTERS.values())
    widget.search({"words": "sugar", "sides": "Moscow"})
    names = [lesson.events["id"].iloc[place] for place in widget.found["places"]]
    assert names == found(lesson, words="sugar", sides="Moscow")
    assert widget.found["said"] == f"{len(names)} of {len(every)} events."
    widget.search({"words": "no-such-word"})
    assert widget.found["said"] == f"0 of {len(every)} events. Take something out, or show all."
    widget.search({"span": "in autumn"})
    assert widget.found["places"] == []
    assert "Write 1815-06-18" in widget.found["said"]
    widget.search({})
    assert widget.found["places"] == every


@pytest.mark.parametrize(
    "asked",
    [{"words": 7}, {"span": None}, {"sides": ["Moscow"]}, {"no": "such"}, {"words": "\ud800"}],
)
def test_the_widget_survives_any_message(lesson, asked):
    widget = SearchWidget(lesson)
    widget.search(asked)
    assert widget.found["said"]


def test_what_can_be_browsed(lesson):
    with pytest.raises(
        ValueError, match=r"nothing to browse called 'sources'\. Choose 'chronology' or 'timeline'"
    ):
        browse(lesson, "sources")


def test_a_table_that_was_sorted_in_place_is_searched_rightly():
    own = dataclasses.replace(
        load_lesson(), events=load_lesson().events.sort_values("earliest", ascending=False)
    )
    widget = SearchWidget(own)
    widget.search({"words": "Harlem", **dict.fromkeys(FILTERS, "")})
    assert widget.found["places"] and all(
        "Harlem" in widget.rows[place] for place in widget.found["places"]
    )
