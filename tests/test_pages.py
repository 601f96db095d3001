"""What a cell shows: the text with its claims, tables, live pages."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from markupsafe import Markup

from helpers import browse, show_table, show_text
from helpers.display.figures import figure_html
from helpers.display.html import Live, Page, list_html
from helpers.display.style import COLOURS
from helpers.load import load_lesson


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


class Reader(HTMLParser):
    """The text of a page as a screen reader reads it, without the stylesheet."""

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


def test_show_text_shows_the_complete_text_with_numbers(lesson):
    page = show_text(lesson)
    words = re.sub(r"\(\d+\) ", "", repr(page))
    assert words.split() == lesson.text.split()
    assert re.findall(r"\((\d+)\)", repr(page)) == [
        str(number) for number in lesson.sentences["number"]
    ]
    assert "<mark>" not in page.html
    assert page.html.count("<p>") == lesson.sentences["paragraph"].nunique()


def test_show_text_shows_one_sentence_alone(lesson):
    page = show_text(lesson, sentence=2)
    assert repr(page) == f"(2) {lesson.sentences['text'].iloc[2]}"
    assert 'aria-label="Sentence 2 of the text under study"' in page.html


def test_show_text_shows_several_sentences_in_their_order(lesson):
    page = show_text(lesson, sentence=[3, 2])
    assert re.findall(r"\((\d+)\)", repr(page)) == ["2", "3"]
    assert 'aria-label="Sentences 3, 2 of the text under study"' in page.html


def test_show_text_says_where_each_claim_begins_and_ends(lesson):
    """Words say where a claim begins, and its id where it ends, for those who see no line."""
    said = heard(show_text(lesson, claims=lesson.claims["id"]))
    for claim in lesson.claims.itertuples():
        begins, ends = said.index(f"(claim {claim.id}:"), said.index(f"[{claim.id}]")
        assert re.sub(r"\(claim c\d+:\) |\[c\d+\]", "", said[begins:ends]) == claim.quote


def test_show_text_marks_claims_in_plain_text_too(lesson):
    said = repr(show_text(lesson, claims=["c07"]))
    assert "which was signed _on February 4, 1960_[c07]." in said
    assert said.replace("_on", "on").replace("1960_[c07]", "1960") == repr(show_text(lesson))


def test_show_text_marks_only_the_given_claims(lesson):
    page = show_text(lesson, claims=["c07"])
    assert page.html == show_text(lesson, claims="c07").html
    assert re.findall(r"\[(c\d+)\]", page.html) == ["c07"]
    assert (
        re.sub(r"<[^>]*>", "", "".join(re.findall(r"<mark>(.*?)</mark>", page.html)))
        == "on February 4, 1960"
    )


def test_show_text_refuses_unknown_claims_and_sentences(lesson):
    with pytest.raises(ValueError, match=r"no claim c99\. Its claims are c01"):
        show_text(lesson, claims=["c99"])
    with pytest.raises(ValueError, match="no sentence 99"):
        show_text(lesson, sentence=99)


# Tables


def test_show_table_has_caption_headers_and_accessible_name():
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


def test_show_table_accepts_one_column():
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


def test_show_table_names_the_groups_of_a_count():
    rows = pd.DataFrame({"a": ["x", "x", "y"], "b": ["u", "u", "v"]})
    assert (
        repr(show_table(rows.groupby(["a", "b"]).size(), "Two"))
        == "Two\na | b | value\nx | u | 2\ny | v | 1"
    )
    assert repr(show_table(rows.groupby("a")["a"].count(), "One")) == "One\na | value\nx | 2\ny | 1"
    assert repr(show_table(rows.groupby("a")["b"].count(), "One")) == "One\na | b\nx | 2\ny | 1"


def test_show_table_shows_lists_in_cells():
    page = show_table(
        pd.DataFrame({"a": [["x", "y"], [], np.array(["z", "w"]), {"k": 1}, None]}), "Lists"
    )
    assert repr(page).splitlines()[2:] == ["['x', 'y']", "[]", "['z' 'w']", "{'k': 1}", "–"]


def test_show_table_keeps_dates_on_one_line():
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


def test_show_table_hides_midnight():
    times = pd.Series(
        pd.to_datetime(["1962-10-22 19:00:00", "1962-10-23 00:00:00", "1962-10-23 00:00:30"])
    )
    assert repr(show_table(times, "Times")).splitlines()[2:] == [
        "1962-10-22 19:00:00",
        "1962-10-23",
        "1962-10-23 00:00:30",
    ]


def test_show_table_says_that_a_table_is_empty():
    assert repr(show_table(pd.DataFrame({"a": []}), "None")).endswith("(no rows)")


def test_show_table_names_a_missing_column():
    with pytest.raises(ValueError, match=r"There is no column c\. The columns are a, b\."):
        show_table(pd.DataFrame({"a": [], "b": []}), "x", ["a", "c"])


# Pages


def test_page_contains_its_style_and_its_text():
    page = Page(Markup("<p>x</p>"), "x")
    assert page._repr_html_().startswith(
        '<div class="lesson mathjax_ignore"><style>'
    ) and page._repr_html_().endswith("<p>x</p></div>")
    assert repr(page) == "x"
    assert not re.search(r"https?:|@import|url\(", page._repr_html_()), "nothing is fetched"


def test_page_escapes_everything_that_is_not_markup():
    assert Page("<b>x</b> & y", "x").html == "&lt;b&gt;x&lt;/b&gt; &amp; y"
    assert Page(Markup("<b>x</b>"), "x").html == "<b>x</b>"
    assert list_html(["<b>"]) == "<ul><li>&lt;b&gt;</li></ul>"


def sent(value):
    """Return what Jupyter sends to the browser; a lone surrogate would raise an error."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8").decode("utf-8")


def test_pages_replace_lone_surrogates(lesson):
    lost = "half a letter \ud800"
    table = show_table(pd.DataFrame({lost: [lost]}), lost, {lost: lost})
    events = lesson.events.assign(title=lost, summary=lost, actors=lost, place=lost)
    other = dataclasses.replace(lesson, events=events)
    for page in (table, browse(other), show_text(dataclasses.replace(lesson, text=lost * 999))):
        assert "half a letter \ufffd" in sent(repr(page)) or page is not table
        sent(page._repr_html_())
    widget = browse(other).widget
    widget.search({"span": lost})
    assert "\ufffd" in sent([widget.menus, widget.rows, widget.found])
    with pytest.raises(ValueError, match="no column half a letter \ufffd"):
        show_table(pd.DataFrame({"a": [1]}), "x", lost)


def test_live_is_a_widget_with_a_static_form():
    class Widget:
        model_id = "abc"

    bundle = Live(Markup("<p>x</p>"), "x", Widget())._repr_mimebundle_()
    assert bundle["text/plain"] == "x"
    assert "<p>x</p>" in bundle["text/html"]
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == "abc"


def test_figure_html_has_alternative_text_and_description():
    from matplotlib.figure import Figure

    description = Markup("<ul><li>x</li></ul>")
    html = figure_html(Figure(figsize=(1, 1)), 'An "x" & y', description, "Caption <b>")
    assert 'alt="An &#34;x&#34; &amp; y"' in html
    assert "<figcaption>Caption &lt;b&gt;</figcaption>" in html and "<ul><li>x</li></ul>" in html
    assert figure_html(Figure(figsize=(1, 1)), "", "") == figure_html(
        Figure(figsize=(1, 1)), "", ""
    ), "the same bytes each time"


@pytest.mark.parametrize(("theme", "turns"), [("light", True), ("print", True), ("dark", False)])
def test_figure_html_turns_only_light_figures_dark(theme, turns):
    from matplotlib.figure import Figure

    assert (
        '<img alt="" class="turns" src='
        in figure_html(Figure(facecolor=COLOURS[theme]["page"]), "", "")
    ) is turns


def test_show_table_shows_each_column_of_one_name():
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
def test_show_table_refuses_what_is_not_a_table(what):
    with pytest.raises(ValueError, match=f"This is a {type(what).__name__}, not a table"):
        show_table(what, "x")


def test_unknown_numbers_are_named_as_columns_and_claims(lesson):
    with pytest.raises(ValueError, match="There is no column 1950. The columns are 1960."):
        show_table(pd.DataFrame({1960: [1]}), "x", [1960, 1950])
    with pytest.raises(ValueError, match="The text has no claim 7. Its claims are c01,"):
        show_text(lesson, [7])


def test_show_text_accepts_a_table_of_claims(lesson):
    assert repr(show_text(lesson, lesson.claims.head(2))) == repr(show_text(lesson, ["c01", "c02"]))
