"""A date in prose is printed from the data or marked; one that is changed by a day is found."""

import dataclasses
import re

import nbformat
import pytest

from helpers.exercises.kinds.verdict import VERDICTS
from helpers.files import PROJECT
from helpers.load import load_lesson
from tests.dated import dated_lesson
from tools import prose

MARK = "<!--trade-credit-agreement.date-->13 February 1960<!--/-->"


@pytest.fixture(scope="module")
def lesson():
    return dated_lesson()


def write_pages(folder):
    """Write every page that states facts, without any."""
    for name in prose.MARKDOWN:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("Fine.", encoding="utf-8")


def found(text, lesson):
    return prose.problems(text, lesson, "page")


def test_our_prose_agrees_with_the_data():
    assert prose.check(load_lesson()) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("question: What was on 13 February 1960?", "“13 February 1960”"),
        ("- Before the year 1960.", "“1960”"),
        ("solution: They are 14 months apart.", "“14 months”"),
        ("reason: Mikoian came.", "“Mikoian” is spelled “Mikoyan”"),
        ("question: What was on {trade-credit-agreement.date}?", ""),
        ("events: [accords-1960, quarantine-lifted]", ""),
        ("- text: “which was signed on February 4, 1960”", ""),
        ("words: in April 1961", ""),
        ("- text: “signed on February 5, 1960”", "“February 5, 1960”"),
    ],
)
def test_a_date_typed_in_an_exercise_is_found(lesson, tmp_path, monkeypatch, line, names):
    files = ["exercises.yaml", "verdicts.yaml"]
    for name in files:
        (tmp_path / name).write_text(f"- id: fine\n  {line}\n", encoding="utf-8")
    write_pages(tmp_path)
    monkeypatch.setattr(prose, "PROJECT", tmp_path)
    said = prose.check(dataclasses.replace(lesson, folder=tmp_path))
    assert [problem.partition(": ")[0] for problem in said] == [
        f"{name}, line 2" for name in files
    ] * bool(names)
    assert all(names in problem for problem in said)


def test_every_notebook_the_readme_and_the_page_for_teachers_are_read():
    names = {where.split()[0] for where, _ in prose.pages()}
    assert names == {
        *(path.name for path in (PROJECT / "notebooks").glob("*.ipynb")),
        "README.md",
        "docs/teach.md",
    }


def test_a_marked_date_that_is_right_passes(lesson):
    assert found(f"It was signed on {MARK}.", lesson) == []


@pytest.mark.parametrize(
    "said",
    [
        "12 February 1960",
        "14 February 1960",
        "13 March 1960",
        "13 February 1961",
        "13 February 1960 ",
        "February 1960",
        "",
    ],
)
def test_a_marked_date_that_is_off_by_a_day_is_found(lesson, said):
    (problem,) = found(MARK.replace("13 February 1960", said), lesson)
    assert (
        f"the prose says “{said}”, the data says “13 February 1960” (trade-credit-agreement.date)"
        in problem
    )
    assert problem.startswith("page: ")


def test_a_date_changed_in_the_data_is_found_in_the_prose(lesson):
    moved = lesson.with_date("trade-credit-agreement", "1960-02-14")
    (problem,) = found(f"It was signed on {MARK}.", moved)
    assert "the data says “14 February 1960”" in problem
    assert prose.refresh(MARK, moved) == MARK.replace("13 February", "14 February")


@pytest.mark.parametrize("event", ["mikoyan-arrives", "bay-of-pigs"])
def test_each_event_that_the_notebooks_date_is_checked(lesson, event):
    """Moved by a day in the data, it is found in the real pages."""
    date = lesson.date(event)
    moved = lesson.with_date(event, "1963-12-30")
    assert date.text != "1963-12-30"
    marks = sum(text.count(f"<!--{event}.date-->") for _, text in prose.pages())
    assert len([problem for problem in prose.check(moved) if f"({event}.date)" in problem]) == marks


@pytest.mark.parametrize(
    "text",
    [
        "on 13 February 1960",
        "on 4 February",
        "February 4, 1960",
        "in October 1962",
        "In 1962,",
        "the summer of 1961",
        "(1959)",
        "*28 October*",
        "October 28",
    ],
)
def test_a_date_without_a_mark_is_found(lesson, text):
    (problem,) = found(text, lesson)
    assert "is typed, not taken" in problem


@pytest.mark.parametrize(
    "text",
    [
        "`1962-07`",
        '`parse_date("1962")`',
        "page 1960s",
        "The year 2026 and 1066",
        "May I?",
        "13 rows",
        "in March",
    ],
)
def test_what_is_no_date_of_the_period_passes(lesson, text):
    assert found(text, lesson) == []


def test_what_is_only_said_is_marked_as_such(lesson):
    assert found("“<!--said-->February 4, 1960<!--/-->”", lesson) == []
    assert (
        prose.refresh("<!--said-->February 4, 1960<!--/-->", lesson)
        == "<!--said-->February 4, 1960<!--/-->"
    )


@pytest.mark.parametrize(
    "reference", ["no-such.date", "bay-of-pigs.colour", "days:bay-of-pigs:no-such"]
)
def test_a_mark_that_refers_to_nothing_is_named(lesson, reference):
    (problem,) = found(f"<!--{reference}-->words<!--/-->", lesson)
    assert reference in problem and problem.startswith("page: ")


def test_several_marks_in_one_text(lesson):
    text = (
        f"{MARK}, <!--days:mikoyan-arrives:trade-credit-agreement-->9<!--/--> days after "
        "<!--mikoyan-arrives.date-->4 February 1960<!--/-->"
    )
    assert found(text, lesson) == []
    assert prose.refresh(text, lesson) == text
    assert len(found(text.replace(">9<", ">8<").replace(">13 ", ">12 "), lesson)) == 2


def test_a_file_is_written_anew_and_nothing_else_in_it_changes(lesson, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(f"# Title\n\nText\n\n{MARK.replace('13', '12')}\n", encoding="utf-8")
    prose.refresh_file(path, lesson)
    assert path.read_text(encoding="utf-8") == f"# Title\n\nText\n\n{MARK}\n"


def test_every_mark_in_a_notebook_is_closed():
    for where, text in prose.pages():
        assert len(re.findall(r"<!--[a-z]", text)) == len(re.findall("<!--/-->", text)), where


def test_a_notebook_with_a_wrong_day_is_found(lesson, tmp_path, monkeypatch):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(MARK.replace("13", "12"))]
    )
    nbformat.write(notebook, folder / "01-x.ipynb")
    write_pages(tmp_path)
    monkeypatch.setattr(prose, "PROJECT", tmp_path)
    (problem,) = prose.check(lesson)
    assert problem.startswith("01-x.ipynb cell 0: the prose says “12 February 1960”")


@pytest.mark.parametrize(
    "name", ["Krushchev", "Kruschev", "Mikoian", "Gromiko", "Dobrinin", "Guevera", "Kenedy"]
)
def test_a_name_that_is_misspelled_is_found(lesson, name):
    (problem,) = found(f"It was {name} who said so, and {name}’s people.", lesson)
    assert f"“{name}” is spelled “" in problem


@pytest.mark.parametrize(
    "words",
    [
        "Khrushchev and the Castros, Mikoyan, Kennedy’s men",
        "Cubans, Soviets, Americans",
        "Which of these",
        "`Krushchev`",
    ],
)
def test_names_that_are_right_pass(lesson, words):
    assert found(words, lesson) == []


def test_every_name_of_the_data_passes(lesson):
    assert len(prose.names(lesson)) > 100
    assert found(" ".join(sorted(prose.names(lesson))), lesson) == []


def test_a_number_of_rows_is_marked_and_compared(lesson):
    count = len(lesson.events)
    assert found(f"<!--count:events-->{count}<!--/--> events", lesson) == []
    assert "the data says" in found(f"<!--count:events-->{count + 1}<!--/--> events", lesson)[0]
    assert "is typed, not taken" in found(f"We have {count} events.", lesson)[0]
    assert "is typed, not taken" in found("It took 9 days.", lesson)[0]
    assert (
        prose.refresh("<!--count:claims-->1<!--/-->", lesson)
        == f"<!--count:claims-->{len(lesson.claims)}<!--/-->"
    )
    assert "is not a reference" in found("<!--count:rows-->1<!--/-->", lesson)[0]


def test_the_verdicts_are_listed_in_the_words_of_the_cards():
    cells = nbformat.read(PROJECT / "notebooks" / "04-check-the-claims.ipynb", as_version=4).cells
    listed = next(
        re.findall(r"^- \*\*(.+)\*\*: (.+)$", cell.source, re.MULTILINE)
        for cell in cells
        if cell.id == "claims-verdict-list"
    )
    assert [f"{name}: {words}" for name, words in listed] == [
        one.label for one in VERDICTS.values()
    ]
