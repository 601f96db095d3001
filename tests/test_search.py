"""Searching the chronology finds what fits and nothing else; each row opens to its citations."""

import dataclasses
import re

import pytest

from helpers import browse
from helpers.display.chronology import FILTERS, SearchWidget, choices, static
from helpers.display.events import event_html
from helpers.lesson.cells import ids, split
from helpers.lesson.dates import DateError
from helpers.lesson.search import known_spellings, search_events
from helpers.load import load_lesson


@pytest.fixture
def lesson(small_lesson):
    return small_lesson


def found(lesson, **query):
    return list(search_events(lesson.events, **query)["id"])


def with_title(lesson, title):
    """Return the lesson with another title in its first event."""
    events = lesson.events.copy()
    events.loc[0, "title"] = title
    return dataclasses.replace(lesson, events=events)


def test_search_events_without_a_query_finds_everything_in_order(lesson):
    assert (
        found(lesson) == found(lesson, words="  ", span=" ", actors="") == list(lesson.events["id"])
    )


def test_search_events_needs_all_words_in_any_order_and_case(lesson):
    assert found(lesson, words="STRONGER cable") == ["cable-ordered"]
    assert found(lesson, words="cable stronger") == ["cable-ordered"]
    assert len(found(lesson, words="cable")) > 1
    assert found(lesson, words="no-such-word") == []


@pytest.mark.parametrize("column", ["title", "summary", "actors", "place"])
def test_search_events_looks_in_four_columns(lesson, column):
    events = lesson.events.copy()
    events.loc[7, column] = "in Zanzibar"
    assert list(search_events(events, "ZANZIBAR").index) == [7]


@pytest.mark.parametrize("words", ["c.ble", "c[a-z]ble", "cable|zanzibar"])
def test_search_events_takes_patterns_literally(lesson, words):
    assert found(lesson, words=words) == []


@pytest.mark.parametrize("words", ["girón", "GIRO\u0301N", "giron"])
def test_search_events_ignores_accents(lesson, words):
    assert found(with_title(lesson, "At Girón"), words=words) == [lesson.events["id"].iloc[0]]


@pytest.mark.parametrize("words", ["U-2", "u\u20112", "U–2", "u2"])
def test_search_events_ignores_the_kind_of_hyphen(lesson, words):
    assert found(with_title(lesson, "A U-2 flies"), words=words) == [lesson.events["id"].iloc[0]]


@pytest.mark.parametrize(
    ("date", "span", "inside"),
    [
        ("1865-05-04", "1865-05-04", True),
        ("1865-05-04", "1865-05", True),
        ("1865-05-04", "1865-06", False),
        ("1865-04-17/1865-04-19", "1865-04-19/1865-05", True),  # its last day
        ("1865-04-17/1865-04-19", "1865-04-20/1865-05", False),
        ("1865-05-04", "../1865-05-04", True),
        ("1865-05-04", "../1865-05-03", False),
        ("1865-05-04", "1865-05-04/..", True),
        ("1865-07", "1865-07-31", True),  # some day of July may be the last
        ("1865-07", "1865-08-01", False),
    ],
)
def test_search_events_finds_what_may_be_in_a_span(lesson, date, span, inside):
    names = found(lesson.with_date("cable-ordered", date), span=span)
    assert ("cable-ordered" in names) is inside


@pytest.mark.parametrize("column", FILTERS)
def test_choices_offers_each_value_once_with_its_count(lesson, column):
    menu = choices(lesson, column)
    assert menu[0] == ("any", "")
    assert {value for _, value in menu[1:]} == {
        value for cell in lesson.events[column] for value in ids(cell)
    }
    assert [label for label, _ in menu[1:]] == sorted(label for label, _ in menu[1:])
    for label, value in menu[1:]:
        names = found(lesson, **{column: value})
        assert label.endswith(f" ({len(names)})")
        assert set(names) == {
            event.id for event in lesson.events.itertuples() if value in ids(getattr(event, column))
        }


def test_search_events_compares_complete_names(lesson):
    assert found(lesson, actors="Lind") == []
    assert found(lesson, actors="Ada Lind") != []


def test_search_events_combines_all_conditions(lesson):
    names = found(lesson, words="cable", span="1866-05", sides="Varn", category="politics")
    assert names == ["cable-opened"]
    assert len(found(lesson, words="cable", span="1866-05", sides="Varn")) > 1


def test_search_events_refuses_a_span_that_is_not_a_date(lesson):
    with pytest.raises(DateError, match="Write 1815-06-18"):
        search_events(lesson.events, span="in autumn")


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("4 May 1865", "1865-05-04"),
        ("13/05/1866", "1866-05-13"),
        ("13 May 1866", "1866-05-13"),
        ("May 1866", "1866-05"),
    ],
)
def test_search_events_accepts_a_span_in_words(lesson, written, span):
    assert found(lesson, span=written) == found(lesson, span=span)


# Other spellings

PEOPLE = """
- name: Fidel Castro
  also: [Fidel Castro Ruz, Fidel, "Кастро"]
- name: Nikita Khrushchev
  also: [N. S. Khrushchev, Nikita Jruschov, Chruschtschow, "Хрущёв"]
- name: Anastas Mikoyan
  also: [A. I. Mikoyan, Mikojan, "Микоян"]
"""


@pytest.fixture(scope="module")
def shipped():
    return load_lesson()


@pytest.fixture
def spellings(shipped, tmp_path):
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return known_spellings(dataclasses.replace(shipped, folder=tmp_path))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Khruschev", "Khrushchev"),
        ("Kruschev", "Khrushchev"),
        ("Krushchev", "Khrushchev"),
        ("Krushev", "Khrushchev"),
        ("Mikoian", "Mikoyan"),
        ("Guevarra", "Guevara"),
        ("Kenedy", "Kennedy"),
        ("Gromiko", "Gromyko"),
    ],
)
def test_search_events_finds_a_misspelt_name_without_a_list_of_spellings(shipped, typed, name):
    assert found(shipped, words=typed) == found(shipped, words=name) != []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jruschov", "Khrushchev"),
        ("Chruschtschow", "Khrushchev"),
        ("Chruschtschew", "Khrushchev"),
        ("ХРУЩЕВ", "Khrushchev"),
        ("Хрущёв, Кастро", "Khrushchev Castro"),
        ("Castro Ruz", "Castro"),
        ("Микоян", "Mikoyan"),
        ("Mikojan", "Mikoyan"),
    ],
)
def test_search_events_finds_a_foreign_spelling(shipped, spellings, typed, name):
    assert found(shipped, words=typed, spellings=spellings) == found(shipped, words=name) != []


@pytest.mark.parametrize("words", ["Castro,Khrushchev", "Khrushchev, Castro", "castro;khrushchev"])
def test_search_events_reads_a_comma_between_two_words_as_both(shipped, words):
    assert found(shipped, words=words) == found(shipped, words="Castro Khrushchev") != []


def test_search_events_does_not_replace_a_word_that_is_no_name(shipped):
    assert found(shipped, words="elephant") == found(shipped, words="Mikado") == []


@pytest.mark.parametrize("text", ["- 5", "name: x", "- {name: 5, also: x}", "- also: [x]", ""])
def test_known_spellings_survive_a_broken_file(shipped, tmp_path, text):
    (tmp_path / "people.yaml").write_text(text, encoding="utf-8")
    assert known_spellings(dataclasses.replace(shipped, folder=tmp_path)) == {}


def test_search_widget_says_which_name_it_looked_for(shipped):
    widget = SearchWidget(shipped)
    widget.search({"words": "Khruschev"})
    expected = "No event contains “khruschev”, so we looked for “khrushchev”."
    assert expected in widget.found["status"]


# What is shown


def test_event_html_contains_every_citation(lesson):
    for event in lesson.events.itertuples():
        html = event_html(lesson, event)
        assert html.count("<details>") == html.count("<summary>") == 1
        assert html.count("<li>") == len(split(event.sources))
        assert event.date_words in html and f"<b>Id:</b> {event.id}</p>" in html
        assert ("<b>Disputed:</b>" in html) == bool(event.disputed)
        assert ("<b>Single origin:</b>" in html) == event.single_sourced
        assert ("<b>Became public:</b>" in html) == bool(event.made_public)
        for address in re.findall('href="([^"]*)"', html):
            assert re.fullmatch(r"https?://[^\s<>\"']+[^.,]", address)


def test_event_html_links_only_addresses(lesson):
    event = next(lesson.events.itertuples())
    note = "A <b>B</b> & C, https://example.org/x?a=1&b=2. D javascript:x http://"
    citations = {name: {"note": note, "short": note} for name in ids(event.sources)}
    html = event_html(dataclasses.replace(lesson, citations=citations), event)
    assert "A &lt;b&gt;B&lt;/b&gt; &amp; C, " in html
    assert (
        '<a href="https://example.org/x?a=1&amp;b=2">https://example.org/x?a=1&amp;b=2</a>.' in html
    )
    assert html.count('<a href="http') == len(split(event.sources)) * 2


def test_event_html_folds_what_is_known_of_an_address(lesson):
    event = next(lesson.events.itertuples())
    first = lesson.sources["id"] == ids(event.sources)[0]
    sources = lesson.sources.copy()
    sources.loc[first, "checked"] = "2024-05-31"
    sources.loc[first, "archived"] = "https://example.org/copy?a=<b>"
    html = event_html(dataclasses.replace(lesson, sources=sources), event)
    assert html.count("<details><summary>About this address</summary>") == 1
    assert "Last opened on 31 May 2024. Stored copy: <a href=" in html
    assert "https://example.org/copy?a=&lt;b&gt;" in html and '<b>"' not in html
    assert "About this address" not in event_html(lesson, event), "nothing is known, nothing shown"


def test_static_shows_every_event_once_and_says_what_to_do(lesson):
    html, words = static(lesson)
    assert html.count("<details>") == len(lesson.events)
    assert f"{len(lesson.events)} events" in words and "Run this cell" in words
    page = browse(lesson)
    assert (page.html, page.text) == (html, words)


def test_live_and_static_form_have_the_same_rows(lesson):
    assert "".join(SearchWidget(lesson).rows) in static(lesson)[0]


def test_search_widget_shows_what_fits_the_query(lesson):
    widget = SearchWidget(lesson)
    every = list(range(len(lesson.events)))
    assert widget.found == {"places": every, "status": f"{len(every)} of {len(every)} events."}
    assert [menu["name"] for menu in widget.menus] == list(FILTERS.values())
    widget.search({"words": "cable", "sides": "Varn"})
    names = [lesson.events["id"].iloc[place] for place in widget.found["places"]]
    assert names == found(lesson, words="cable", sides="Varn") != []
    assert widget.found["status"] == f"{len(names)} of {len(every)} events."
    widget.search({"words": "no-such-word"})
    assert widget.found["status"] == f"0 of {len(every)} events. Take something out, or show all."
    widget.search({"span": "in autumn"})
    assert widget.found["places"] == []
    assert "Write 1815-06-18" in widget.found["status"]
    widget.search({})
    assert widget.found["places"] == every


def test_search_widget_suggests_a_term_and_dates_that_can_be_searched(lesson):
    suggested = SearchWidget(lesson).examples
    assert found(lesson, words=suggested["words"]) != []
    for span in suggested["span"].split(" or "):
        found(lesson, span=span)
    terms = dataclasses.replace(lesson.vocabulary, terms=("no-such-term",))
    other = SearchWidget(dataclasses.replace(lesson, vocabulary=terms))
    assert other.examples["words"] == "", "none that finds nothing"


@pytest.mark.parametrize(
    "asked",
    [{"words": 7}, {"span": None}, {"sides": ["Varn"]}, {"no": "such"}, {"words": "\ud800"}],
)
def test_search_widget_survives_any_message(lesson, asked):
    widget = SearchWidget(lesson)
    widget.search(asked)
    assert widget.found["status"]


def test_browse_names_its_choices_if_one_is_unknown(lesson):
    with pytest.raises(
        ValueError,
        match=r"nothing to browse called 'sources'\. Choose one of 'chronology', 'timeline'",
    ):
        browse(lesson, "sources")


def test_search_widget_finds_rows_of_a_sorted_table(lesson):
    own = dataclasses.replace(lesson, events=lesson.events.sort_values("earliest", ascending=False))
    widget = SearchWidget(own)
    widget.search({"words": "stronger"})
    (place,) = widget.found["places"]
    assert "stronger" in widget.rows[place]
