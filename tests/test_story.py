"""The pages of the story: people, words, documents, map, matrix, causes, agreements, known."""

import dataclasses
import json
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from markupsafe import Markup
from matplotlib.figure import Figure

from helpers import (
    browse,
    load_lesson,
    show_agreements,
    show_background,
    show_causes,
    show_document,
    show_map,
    show_matrix,
    show_people,
    show_settlement,
    show_words,
)
from helpers.compare.knowledge import PUBLIC, known_on
from helpers.display import matrix
from helpers.display.events import event_html
from helpers.display.known import Knowers
from helpers.display.labels import Style, place_labels
from helpers.display.notes import link, linked, notes_html
from helpers.display.people import who_is_who
from helpers.display.stances import stance_rows
from helpers.errors import UserError
from helpers.lesson.background import people_if_any, read_people
from helpers.lesson.dates import parse_date
from tests.hostile import HOSTILE, MARK
from tests.invented import invented

PAGES = {
    "people": lambda lesson: show_people(lesson, "carl", "dora"),
    "all people": show_people,
    "words": show_words,
    "background": lambda lesson: show_background(lesson, "war"),
    "document": lambda lesson: show_document(lesson, "the-letter"),
    "map": show_map,
    "matrix": show_matrix,
    "causes": show_causes,
    "agreements": show_agreements,
    "settlement": show_settlement,
    "documents": lambda lesson: browse(lesson, "documents"),
    "claims": lambda lesson: browse(lesson, "claims"),
    "known": lambda lesson: browse(lesson, "known"),
    "disputes": lambda lesson: browse(lesson, "disputes"),
}


KNOWN_TAGS = set(
    [
        "div",
        "style",
        "h3",
        "p",
        "br",
        "details",
        "summary",
        "ol",
        "ul",
        "li",
        "a",
        "dl",
        "dt",
        "dd",
        "b",
        "span",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
    ]
)
KNOWN_ATTRIBUTES = set(
    ["class", "role", "aria-label", "tabindex", "scope", "href", "target", "rel", "alt", "src"]
)


class Tags(HTMLParser):
    """The tags, attributes and links of a page, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes, self.links = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes.update(name for name, _ in attributes)
        self.links += [value for name, value in attributes if name == "href"]


@pytest.fixture
def lesson(tmp_path):
    return invented(tmp_path)


@pytest.mark.parametrize("name", PAGES)
def test_page_has_html_and_text(lesson, name):
    page = PAGES[name](lesson)
    assert isinstance(page.html, Markup) and page.html
    assert page.text.strip() and "<" not in page.text
    assert page.html.count("<div") == page.html.count("</div>")
    assert page.html.count("<details") == page.html.count("</details>")


@pytest.mark.parametrize("name", PAGES)
def test_page_does_not_give_a_verdict_away(lesson, name):
    """The verdict and the reason of a claim are for the exercises, and only after an answer."""
    claims = lesson.claims.assign(verdict="anachronism", why="The reason is hidden")
    page = PAGES[name](dataclasses.replace(lesson, claims=claims))
    sent = page.html + page.text
    if hasattr(page, "widget"):
        sent += json.dumps(page.widget.get_state(), default=str)
    assert "anachronism" not in sent and "The reason is hidden" not in sent


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("causes", "known")])
def test_lesson_without_the_file_gets_a_message(name):
    lesson = load_lesson(Path(__file__).parent / "lesson")
    with pytest.raises(UserError, match=r"This lesson has no |contain no cause"):
        PAGES[name](lesson)


@pytest.mark.parametrize("first", [f"javascript:{MARK}", f'" onmouseover="{MARK}'])
def test_hostile_text_is_shown_as_text(lesson, first):
    """In tables and citations; what can't be in a file is refused by its reader."""
    attack = " ".join([first, *(one for one in HOSTILE if len(one) < 400 and one.isprintable())])
    citations = {name: dict.fromkeys(("note", "short"), attack) for name in lesson.citations}
    hostile = dataclasses.replace(
        lesson,
        citations=citations,
        claims=lesson.claims.assign(quote=attack),
        events=lesson.events.assign(title=attack),
        instruments=lesson.instruments.assign(name=attack, not_read=attack),
        sources=lesson.sources.assign(short=attack, url=attack),
        disputes=lesson.disputes.assign(evidence=attack, position=attack),
    )
    for make in PAGES.values():
        tags = Tags(make(hostile)._repr_html_())
        assert tags.names <= KNOWN_TAGS
        assert tags.attributes <= KNOWN_ATTRIBUTES
        assert all(address.startswith(("https://", "http://")) for address in tags.links)


# People


def test_card_has_life_side_role_events_and_sources(lesson):
    page = show_people(lesson, "carl")
    assert "Born 5 May 1760, died perhaps 1820" in page.html
    assert "Minister (South)" in page.html
    assert "13 February 1801: The talks" in page.html and "1 source" in page.html
    assert page.text == (
        "Carl (Born 5 May 1760, died perhaps 1820). Minister (South). "
        "He signed on 13 February 1801.\n- 13 February 1801: The talks"
    )


def test_person_is_found_by_another_spelling(lesson):
    assert show_people(lesson, "Charles").text == show_people(lesson, "carl").text


def test_unknown_person_is_named_with_the_closest_one(lesson):
    with pytest.raises(UserError, match="no card for 'karl'. Did you mean “carl”"):
        show_people(lesson, "karl")


def test_who_is_who_has_a_line_for_each_name_with_a_card(lesson):
    people = read_people(lesson)
    html = who_is_who(people, ["Charles", "Nobody", "Dora"])
    assert "<li>Carl (1760–1820?): Minister</li><li>Dora (died 1830): Spy</li>" in html
    assert who_is_who(people, ["Nobody"]) == ""


# Words and background


def test_words_are_in_alphabetical_order(lesson):
    assert show_words(lesson).text.splitlines() == [
        "Accord: An agreement.",
        "salt: What the pact of 1801 was about.",
    ]


def test_unknown_background_page_is_named(lesson):
    with pytest.raises(UserError, match="no background page 'wars'. Did you mean “war”"):
        show_background(lesson, "wars")


# Notes


def test_only_web_addresses_become_links():
    html = linked("Carl, “Letter,” https://example.org/a?b=1&c=2.")
    assert html.endswith(
        '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.'
    )
    assert link("javascript:alert(1)", "The <book>") == "The &lt;book&gt;"


def test_notes_count_their_sources(lesson):
    html = notes_html(lesson, ["letter [p. 2]", "book"], "that helped us")
    assert "<summary>2 sources that helped us</summary>" in html
    assert "p. 2" in html and notes_html(lesson, []) == ""


# Documents


def test_sheet_has_every_part_and_a_link_to_the_original(lesson):
    page = show_document(lesson, "the-letter")
    for part in ("What it is", "Made by", "When", "For whom", "What it says", "Questions to ask"):
        assert f"<dt>{part}</dt>" in page.html
    assert "What its author could know: All.\nWhat its author could not know: Nothing." in page.text
    assert '<a href="https://example.org/letter" target="_blank" rel="noopener' in page.html
    assert "1 source that helped us to read it" in page.html


def test_document_without_date_or_address_says_so(lesson):
    page = show_document(lesson, "the-leaflet")
    assert "When: no date is given" in page.text
    assert "<a " not in page.html


def test_document_menu_has_an_entry_for_each_sheet(lesson):
    page = browse(lesson, "documents")
    labels = [label for label, _ in page.widget.entries]
    assert labels == ["A letter (South, 20 February 1801)", "A leaflet (North, no date is given)"]
    assert page.html.count("<summary>A le") == 2, "without a kernel all sheets are there"


# Causes


@pytest.mark.parametrize(
    ("date", "answer"),
    [
        ("1802-04-17/1802-04-19", "no. The effect comes about 14 months before the cause."),
        ("1801-02-01", "yes. The effect comes 12 days after the cause."),
        ("1801-02", "we can’t tell. The dates leave both orders possible."),
        ("1801-02-13", "we can’t tell. The dates leave both orders possible."),
        ("1801-02-15~", "we can’t tell. The dates leave both orders possible."),
        ("1801-03-01/..", "no. The effect comes some time before the cause."),
    ],
)
def test_cause_is_possible_as_far_as_the_dates_allow(lesson, date, answer):
    line = show_causes(lesson.with_date("landing", date)).text.splitlines()[0]
    assert line.startswith("“The landing led to the pact” (sentence 1). Cause: The landing, ")
    assert line.endswith(f"Effect: The pact of 1801, 13 February 1801. Possible? {answer}")


def test_order_without_a_cause_is_called_first_and_then(lesson):
    line = show_causes(lesson).text.splitlines()[2]
    assert "First: The spring storms, April 1802. Then: The landing, 17 to 19 April 1802." in line


def test_text_without_causes_is_said(lesson):
    with pytest.raises(UserError, match="contain no cause"):
        show_causes(dataclasses.replace(lesson, assertions=lesson.assertions.head(0)))


# Agreements


def test_agreement_is_compared_field_by_field(lesson):
    lines = show_agreements(lesson).text.splitlines()
    assert lines[1] == "The text says | Detail | Pact of 1801 | Deal of 1803"
    assert lines[2:6] == [
        "when it was made | 4 February 1801 | no | no",
        "between whom | North and South | yes | no",
        "who signed it | Ben | no | not known",
        "what it contained | salt | yes | not read there",
    ]


def test_legend_explains_only_the_answers_that_occur(lesson):
    text = show_agreements(lesson).text
    assert "“not read there”: nothing that we have read mentions it" in text
    assert "perhaps" not in text
    vague = show_agreements(lesson.with_date("talks", "1801-02")).text
    assert "4 February 1801 | perhaps | no" in vague and "“perhaps”: the date" in vague


def test_lesson_without_agreements_is_said(lesson):
    with pytest.raises(UserError, match="no agreements"):
        show_agreements(dataclasses.replace(lesson, instruments=lesson.instruments.head(0)))


# Settlement


def test_settlement_has_sign_and_word_for_each_status(lesson):
    lines = show_settlement(lesson).text.splitlines()
    assert lines[0] == "The deal of 1803, part by part"
    assert lines[2:] == [
        "The iron | North to South | ○ public | – | Sent on 5 January 1803.",
        "The map | South to North | ● secret | If the iron comes | Never sent.",
        "The coast | Demanded by North | ✕ refused | – | –",
    ]


# Disputes


def test_dispute_menu_counts_the_positions(lesson):
    entries = browse(lesson, "disputes").widget.entries
    assert [label for label, _ in entries] == [
        "Why the pact? (2 positions)",
        "Who won? (1 position)",
    ]
    assert "For salt." in entries[0][1] and "For peace." in entries[0][1]
    assert "2 sources" in entries[0][1]


def test_lesson_without_disputes_is_said(lesson):
    with pytest.raises(UserError, match=r"no disputes\.csv"):
        browse(dataclasses.replace(lesson, disputes=lesson.disputes.head(0)), "disputes")


# Claims and sources


def test_stances_are_in_the_order_of_the_text_with_distances(lesson):
    rows = stance_rows(lesson)
    assert list(rows["claim"]) == ["c1", "c1", "c2"]
    assert list(rows["short"]) == ["Carl, “Letter to Ann.”", "Smith, The Pact.", "“A Leaflet.”"]
    assert list(rows["distance"]) == ["7 days later", "about 100 years later", "not known"]
    assert rows["days"].isna().tolist() == [False, False, True]


def test_matrix_describes_the_rows_that_it_draws(lesson):
    text = show_matrix(lesson).text
    assert text.splitlines() == [
        "Claims and sources: 2 claims, 3 sources; "
        "“supports”: 1, “partly supports”: 1, “contradicts”: 1.",
        "“The landing led to the pact”: ◐ partly supports: Smith, The Pact, 1901 (scholars). "
        "✕ contradicts: Carl, 1801 (South).",
        "“The pact led to the landing”: ● supports: A Leaflet (North).",
    ]


def test_matrix_without_room_counts_the_sources_left_out(lesson, monkeypatch):
    monkeypatch.setattr(matrix, "MAX_COLUMNS", 2)
    plan = matrix._plan(lesson)
    assert len(plan.sources) == 2
    assert set(plan.sources) > {"leaflet"}, "a claim with one source is not left empty"
    assert dict(plan.hidden) == {"c1": 1, "c2": 0}
    assert "There is room for 2 of the sources" in show_matrix(lesson).text
    assert "1 more source." in show_matrix(lesson).text


def test_matrix_columns_are_grouped_by_side(lesson):
    plan = matrix._plan(lesson)
    assert [plan.sides[source] for source in plan.sources] == ["South", "North", "scholars"]


def test_claims_table_sends_text_and_days(lesson):
    widget = browse(lesson, "claims").widget
    assert [row["days"] for row in widget.rows] == [7.0, pytest.approx(36662, abs=400), None]
    assert widget.rows[0]["texts"][:4] == [
        "The landing led to the pact",
        "Carl, “Letter to Ann.”",
        "contradicts",
        "letter",
    ]


# Known


def lists(lesson, who, day):
    return Knowers(lesson, known_on, PUBLIC).lists(who, parse_date(day))


def test_what_a_side_knew(lesson):
    found = lists(lesson, "South", "1802-04-20")
    assert found["known"] == ["17 to 19 April 1802: The landing", "13 February 1801: The talks"]
    assert found["not told"] == ["September 1801: The spying"]
    assert found["not known"] == ["April 1802: The spring storms"]


def test_person_knew_what_they_took_part_in(lesson):
    found = lists(lesson, "Dora", "1802-01-01")
    assert found["known"] == ["September 1801: The spying"]
    assert found["not told"] == ["13 February 1801: The talks"], "her side knew; did she?"


def test_person_knew_what_was_public(lesson):
    assert "17 to 19 April 1802: The landing" in lists(lesson, "Dora", "1802-04-20")["known"]


def test_event_that_had_not_begun_is_in_no_list(lesson):
    found = lists(lesson, "Carl", "1802-12-31")
    assert not any("The secret" in line for lines in found.values() for line in lines)


def test_people_can_be_chosen_only_where_there_are_cards(tmp_path):
    options = Knowers(invented(tmp_path), known_on, PUBLIC).options()
    assert [value for _, value in options] == [
        "the public",
        "North",
        "South",
        "others",
        "Carl",
        "Dora",
    ]
    (tmp_path / "people.yaml").unlink()
    without = invented(tmp_path, leave_out=["people.yaml"])
    assert len(Knowers(without, known_on, PUBLIC).options()) == 4


def test_known_widget_reads_dates_in_words_and_keeps_the_lists_at_a_mistake(lesson):
    widget = browse(lesson, "known").widget
    widget.search({"who": "South", "day": "20 April 1802"})
    assert widget.found["status"].startswith("South, 20 April 1802: 2 events known, 1 not known.")
    before = widget.found["html"]
    widget.search({"who": "South", "day": "in spring"})
    assert "date" in widget.found["status"] and widget.found["html"] == before
    widget.search({"who": "Somebody else", "day": "1802"})
    assert widget.found["html"] == before


def test_long_list_shows_the_latest_events_and_collapses_the_others(lesson):
    events = pd.concat([lesson.events.assign(made_public="1801-01-01")] * 5, ignore_index=True)
    widget = browse(dataclasses.replace(lesson, events=events), "known").widget
    widget.search({"who": "South", "day": "1900-01-01"})
    assert "<summary>13 earlier events</summary>" in widget.found["html"]


# The map


def test_map_measures_from_place_to_place_and_from_coast_to_coast(lesson):
    lines = show_map(lesson).text.splitlines()
    assert lines[0] == "Two islands: 3 places and 2 ranges."
    assert lines[1] == "It is 111 km (69 statute miles, 60 nautical miles) from coast to coast."
    assert lines[2].startswith("It is 222 km") and lines[2].endswith("from Aville to Btown.")
    assert lines[3].endswith("from Aville to Farland.")


def test_map_describes_places_and_ranges(lesson):
    page = show_map(lesson)
    assert "Aville | capital | Here on 13 February 1801." in page.text
    assert "The bow | 200 km (124 statute miles, 108 nautical miles)" in page.text
    assert 'alt="Two islands: 3 places and 2 ranges.' in page.html


def test_labels_overlap_neither_each_other_nor_the_points():
    ax = Figure(figsize=(6, 4)).add_subplot()
    ax.set(xlim=(0, 10), ylim=(0, 10))
    points = [(5 + 0.15 * n, 5 + 0.1 * (n % 3), f"A rather long name {n}") for n in range(9)]
    boxes = place_labels(ax, points, Style(9, "black", "grey", "white"))
    assert not any(box.count_overlaps(boxes[:n]) for n, box in enumerate(boxes))
    spots = ax.transData.transform([point[:2] for point in points])
    assert not any(box.contains(*spot) for box in boxes for spot in spots)


# The rest


def test_browse_names_what_there_is(lesson):
    with pytest.raises(
        UserError, match=r"called 'document'. Did you mean “documents”\? Choose one"
    ):
        browse(lesson, "document")


def test_event_row_says_who_is_who(lesson):
    talks = next(lesson.events.itertuples())
    html = event_html(lesson, talks, people=read_people(lesson))
    assert "<summary>Who is who</summary><ul><li>Carl (1760–1820?): Minister</li></ul>" in html


def test_event_row_without_people_stays_as_it_is(lesson):
    assert "Who is who" not in event_html(lesson, next(lesson.events.itertuples()))


def test_people_if_any_is_empty_without_cards(tmp_path):
    lesson = invented(tmp_path, leave_out=["people.yaml"])
    assert people_if_any(lesson) == () and len(people_if_any(invented(tmp_path))) == 2
