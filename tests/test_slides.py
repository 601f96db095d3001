"""The slides: each lesson has a deck that gives no answer away and needs nothing else."""

import re
from functools import cache
from html import unescape

import nbformat
import pytest

from helpers.files import PROJECT
from tools import editions, slides
from tools.stored import LINKED, REMOTE

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("0*.ipynb"))


@cache
def deck(path):
    return slides.deck(path)


@cache
def slides_of(path):
    return slides.slides_of(nbformat.read(path, as_version=4))


def notebook(*cells):
    """Return a notebook of pairs of a type of slide and a cell."""
    made = []
    for kind, cell in cells:
        cell.metadata["slideshow"] = {"slide_type": kind}
        made.append(cell)
    return nbformat.v4.new_notebook(cells=made)


def words(text):
    return nbformat.v4.new_markdown_cell(text)


def code(source, html, folded=True):
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    cell = nbformat.v4.new_code_cell(source, outputs=[output])
    if folded:
        cell.metadata["jupyter"] = {"source_hidden": True}
    return cell


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_has_ten_to_twenty_two_slides_each_with_a_title_and_something_on_it(path):
    found = slides_of(path)
    assert 10 <= len(found) <= 22
    for slide in found:
        assert slide.title and [*slide.parts, *slide.later], slide.title


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_deck_gives_no_answer_away_and_loads_nothing(path):
    page = deck(path)
    text = editions._plain(re.sub("<[^>]*>", "", page))
    assert [key for key in editions.key_strings() if key in text] == []
    assert not REMOTE.search(LINKED.sub(r"\1", page)) and "@import" not in page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_figures_keep_their_alternative_text(path):
    images = re.findall(r"<img\b[^>]*>", deck(path))
    assert all(re.search(r'alt="[^"]{20,}"', image) for image in images)


def test_a_question_comes_before_its_figure():
    found = slides_of(NOTEBOOKS[3])
    titles = [slide.title for slide in found]
    assert titles.index("Predict: which order?") < titles.index("Two stories, one look")
    first = next(place for place, slide in enumerate(found) if slide.look == "slide figure")
    assert found[first - 1].title.startswith("Predict:")


def test_shown_code_comes_first_and_what_it_does_on_the_next_slide():
    found = slides.slides_of(
        notebook(
            ("slide", words("# Deck\n\n**Question.** Why?\n\n**Begin.** Press it.")),
            ("slide", words("## Count (3 minutes)\n\nHow many?")),
            ("fragment", code("len(table)", "<p>129</p>", folded=False)),
        )
    )
    assert [slide.title for slide in found] == ["Deck", "Count", "Count"]
    assert "len(table)" in found[1].later[0] and "129" not in str(found[1])
    assert found[2].parts == ["<p>129</p>"]
    assert "Press it" not in str(found[0])


def test_a_folded_cell_shows_its_result_under_its_label():
    made = notebook(("slide", words("# Deck")), ("slide", code("# A label\nf()", "<p>129</p>")))
    slide = slides.slides_of(made)[1]
    assert (slide.title, slide.parts) == ("A label", ["<p>129</p>"])


def test_the_rest_of_a_long_cell_is_in_the_notes_and_nothing_is_lost():
    sentences = [f"This is sentence number {number} of them all." for number in range(20)]
    shown, rest = slides.cut(f"## Head\n\n{' '.join(sentences)}\n\n*Try it.* Alone.\n\nLast one.")
    assert " ".join([*shown, *rest]) == " ".join([*sentences, "Last one."])
    assert shown[0].endswith(".") and len(shown[0].split()) <= slides.WORDS


def test_an_announcement_stays_with_what_it_announces():
    long = " ".join(["word"] * 50)
    shown, rest = slides.cut(f"## Head\n\n{long}. There are these:\n\n- {long}\n- two")
    assert shown == [f"{long}."] and rest[0] == "There are these:"


def test_a_long_table_is_cut_and_says_so():
    rows = "".join(f"<tr><td>{n}</td><td>x</td><td>x</td></tr>" for n in range(30))
    head = "<table><caption>C</caption><thead><tr>" + "<th >a</th>" * 3 + "</tr></thead><tbody>"
    html = slides._short(f"<div><div>{head}{rows}</tbody></table></div></div>")
    assert f"<td>{slides.ROWS - 1}</td>" in html and f"<td>{slides.ROWS}</td>" not in html
    assert f"… and {30 - slides.ROWS} more rows" in unescape(html)
