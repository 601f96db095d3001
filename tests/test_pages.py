"""What is shown in a cell: the text with its claims, tables, citations, live pages."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from helpers import show_table, show_text
from helpers.display.figures import figure_html
from helpers.display.html import Live, Page
from helpers.display.style import COLOURS
from helpers.load import load_lesson


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


class Reader(HTMLParser):
    """The words of a page as somebody hears them: all text, without what is hidden and without style."""

    def __init__(self, html, leave=("style",)):
        super().__init__()
        self.words, self._leave, self._inside = [], leave, 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self._inside += tag in self._leave

    def handle_endtag(self, tag):
        self._inside -= tag in self._leave

    def handle_data(self, data):
        if not self._inside:
            self.words.append(data)


def heard(page):
    return "".join(Reader(page._repr_html_()).words)


# The text


def test_the_text_is_whole_and_its_sentences_are_numbered(lesson):
    page = show_text(lesson)
    words = re.sub(r"\(\d+\) ", "", repr(page))
    assert words.split() == lesson.text.split()
    assert re.findall(r"\((\d+)\)", repr(page)) == [
        str(number) for number in lesson.sentences["number"]
    ]
    assert "<mark>" not in page.html
    assert page.html.count("<p>") == lesson.sentences["paragraph"].nunique()


def test_one_sentence(lesson):
    page = show_text(lesson, sentence=2)
    assert repr(page) == f"(2) {lesson.sentences['text'].iloc[2]}"
    assert 'aria-label="Sentence 2 of the text under study"' in page.html


def test_every_claim_can_be_heard_from_where_it_begins_to_where_it_ends(lesson):
    """Without colour and without seeing the line: words say where a claim begins, and its id stands where it ends."""
    said = heard(show_text(lesson, claims=lesson.claims["id"]))
    for claim in lesson.claims.itertuples():
        begins, ends = said.index(f"(claim {claim.id}:"), said.index(f"[{claim.id}]")
        assert re.sub(r"\(claim c\d+:\) |\[c\d+\]", "", said[begins:ends]) == claim.quote


def test_words_without_html_mark_each_claim_too(lesson):
    said = repr(show_text(lesson, claims=["c07"]))
    assert "which was signed _on February 4, 1960_[c07]." in said
    assert said.replace("_on", "on").replace("1960_[c07]", "1960") == repr(show_text(lesson))


def test_only_the_claims_asked_for_are_marked(lesson):
    page = show_text(lesson, claims=["c07"])
    assert page.html == show_text(lesson, claims="c07").html
    assert re.findall(r"\[(c\d+)\]", page.html) == ["c07"]
    assert (
        re.sub(r"<[^>]*>", "", "".join(re.findall(r"<mark>(.*?)</mark>", page.html)))
        == "on February 4, 1960"
    )


def test_what_is_not_in_the_text_is_refused(lesson):
    with pytest.raises(ValueError, match=r"no claim c99\. Its claims are c01"):
        show_text(lesson, claims=["c99"])
    with pytest.raises(ValueError, match="no sentence 99"):
        show_text(lesson, sentence=99)


# Tables


def test_a_table_has_a_caption_headers_and_a_name():
    rows = pd.DataFrame(
        {"a_b": ["x", None], "when": [pd.Timestamp(1960, 2, 13), pd.NaT], "n": [1, 2]}, index=[5, 6]
    )
    page = show_table(rows, "Two & two", {"a_b": "First", "when": "When"})
    assert repr(page) == "Two & two\nFirst | When\nx | 1960-02-13\n– | –"
    assert "<caption>Two &amp; two</caption>" in page.html
    assert re.findall(r'<th scope="col">(.*?)</th>', page.html) == ["First", "When"]
    assert 'role="group" tabindex="0" aria-label="Two &amp; two"' in page.html
    assert "5" not in re.sub("<[^>]*>", "", page.html), "the index is left out"
    assert repr(show_table(rows, "All")).splitlines()[1] == "a b | when | n"


def test_one_column_is_a_table_too():
    places = pd.Series(["Havana", "Moscow", "Havana"], name="place")
    assert repr(show_table(places, "Places")) == "Places\nplace\nHavana\nMoscow\nHavana"
    assert (
        repr(show_table(pd.DataFrame({"a": [1], "place": ["Havana"]}), "Places", "place"))
        == "Places\nplace\nHavana"
    )
    assert (
        repr(show_table(places.value_counts(), "How often"))
        == "How often\nplace | count\nHavana | 2\nMoscow | 1"
    )


def test_a_count_in_groups_names_its_groups():
    rows = pd.DataFrame({"a": ["x", "x", "y"], "b": ["u", "u", "v"]})
    assert (
        repr(show_table(rows.groupby(["a", "b"]).size(), "Two"))
        == "Two\na | b | value\nx | u | 2\ny | v | 1"
    )
    assert repr(show_table(rows.groupby("a")["a"].count(), "One")) == "One\na | value\nx | 2\ny | 1"
    assert repr(show_table(rows.groupby("a")["b"].count(), "One")) == "One\na | b\nx | 2\ny | 1"


def test_a_cell_may_hold_a_list():
    page = show_table(
        pd.DataFrame({"a": [["x", "y"], [], np.array(["z", "w"]), {"k": 1}, None]}), "Lists"
    )
    assert repr(page).splitlines()[2:] == ["['x', 'y']", "[]", "['z' 'w']", "{'k': 1}", "–"]


def test_a_date_stays_on_one_line():
    rows = pd.DataFrame(
        {
            "a": [
                pd.Timestamp(1960, 2, 13),
                "1960-02-13",
                "1960-02",
                "2026-11-27 01:59",
                pd.Timestamp(1962, 10, 22, 19),
                "1960-02-13/1960-02-14",
                "on 1960-02-13",
                19600213,
            ]
        }
    )
    shown = re.findall(r'<td class="date">(.*?)</td>', show_table(rows, "Dates").html)
    assert shown == [
        "1960-02-13",
        "1960-02-13",
        "1960-02",
        "2026-11-27 01:59",
        "1962-10-22 19:00:00",
    ]


def test_a_time_of_day_is_shown_but_midnight_is_not():
    times = pd.Series(
        pd.to_datetime(["1962-10-22 19:00:00", "1962-10-23 00:00:00", "1962-10-23 00:00:30"])
    )
    assert repr(show_table(times, "Times")).splitlines()[2:] == [
        "1962-10-22 19:00:00",
        "1962-10-23",
        "1962-10-23 00:00:30",
    ]


def test_an_empty_table_says_so():
    assert repr(show_table(pd.DataFrame({"a": []}), "None")).endswith("(no rows)")


def test_a_column_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match=r"There is no column c\. The columns are a, b\."):
        show_table(pd.DataFrame({"a": [], "b": []}), "x", ["a", "c"])


# Pages


def test_each_page_carries_its_style_and_its_words():
    page = Page("<p>x</p>", "x")
    assert page._repr_html_().startswith(
        '<div class="lesson"><style>'
    ) and page._repr_html_().endswith("<p>x</p></div>")
    assert repr(page) == "x"
    assert not re.search(r"https?:|@import|url\(", page._repr_html_()), "nothing is fetched"


def test_a_live_page_is_a_widget_and_reads_as_its_static_form():
    class Widget:
        model_id = "abc"

    bundle = Live("<p>x</p>", "x", Widget())._repr_mimebundle_()
    assert bundle["text/plain"] == "x"
    assert "<p>x</p>" in bundle["text/html"]
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == "abc"


def test_a_figure_has_alternative_text_and_its_words():
    from matplotlib.figure import Figure

    html = figure_html(Figure(figsize=(1, 1)), 'An "x" & y', "<ul><li>x</li></ul>", "Caption <b>")
    assert 'alt="An &quot;x&quot; &amp; y"' in html
    assert "<figcaption>Caption &lt;b&gt;</figcaption>" in html and "<ul><li>x</li></ul>" in html
    assert figure_html(Figure(figsize=(1, 1)), "", "") == figure_html(
        Figure(figsize=(1, 1)), "", ""
    ), "the same bytes each time"


@pytest.mark.parametrize(("theme", "turns"), [("light", True), ("print", True), ("dark", False)])
def test_a_light_figure_turns_dark_with_its_page_and_a_dark_one_stays(theme, turns):
    from matplotlib.figure import Figure

    assert (
        '<img alt="" class="turns" src='
        in figure_html(Figure(facecolor=COLOURS[theme]["page"]), "", "")
    ) is turns


def test_columns_of_one_name_are_shown_once_each():
    rows = pd.DataFrame([[1, 2, 3]], columns=["a", "a", "b"])
    assert repr(show_table(rows, "Two")).splitlines()[1:] == ["a | a | b", "1 | 2 | 3"]
    assert repr(show_table(rows, "One", {"a": "A", "b": "B"})).splitlines()[1:] == [
        "A | B",
        "1 | 3",
    ]


@pytest.mark.parametrize(
    "what",
    [["a"], {"a": 1}, np.array([1]), pd.DataFrame({"a": [1]}).groupby("a")],
    ids=["list", "dict", "array", "groups"],
)
def test_what_is_no_table_is_not_shown_as_one(what):
    with pytest.raises(ValueError, match=f"This is a {type(what).__name__}, not a table"):
        show_table(what, "x")


def test_a_number_that_is_no_column_or_no_claim_is_named(lesson):
    with pytest.raises(ValueError, match="There is no column 1950. The columns are 1960."):
        show_table(pd.DataFrame({1960: [1]}), "x", [1960, 1950])
    with pytest.raises(ValueError, match="The text has no claim 7. Its claims are c01,"):
        show_text(lesson, [7])


def test_a_table_of_claims_stands_for_their_ids(lesson):
    assert repr(show_text(lesson, lesson.claims.head(2))) == repr(show_text(lesson, ["c01", "c02"]))
