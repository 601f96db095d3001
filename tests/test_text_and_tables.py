"""Sentences, quotations, filled references, citations, and tables with the lines of their cells."""

import dataclasses
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import Problem
from helpers.lesson.cells import ids, split
from helpers.lesson.citations import cite, short_notes
from helpers.lesson.model import known_claims
from helpers.lesson.reading import MAX_BYTES, read_text
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.text import locate, sentences, unmarked
from helpers.lesson.wording import did_you_mean, end_sentence, with_count
from helpers.load import load_lesson
from tests.dated import dated_lesson


@pytest.fixture(scope="module")
def lesson():
    return dated_lesson()


TEXT = (
    "A heading\n\nFirst one. Second, only 90 miles from U.S. shores! “Third?” said he.\nLast of all"
)


def test_sentences():
    rows = sentences(TEXT)
    assert list(rows["text"]) == [
        "A heading",
        "First one.",
        "Second, only 90 miles from U.S. shores!",
        "“Third?” said he.",
        "Last of all",
    ]
    assert list(rows["number"]) == [0, 1, 2, 3, 4]
    assert list(rows["paragraph"]) == [0, 1, 1, 1, 2]
    assert [TEXT[row.start : row.end] for row in rows.itertuples()] == list(rows["text"])


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet="aBÉ.!? \n“|", max_size=60))
def test_sentences_lose_no_letter(marked):
    rows, end, text = sentences(marked), 0, unmarked(marked)
    for row in rows.itertuples():
        assert text[row.start : row.end] == row.text.strip() != ""
        assert not text[end : row.start].strip(), "only blanks stand between two sentences"
        end = row.end
    assert not text[end:].strip()


def test_locate_goes_through_the_text_in_order():
    text = "an act, the act, that act"
    assert locate(text, ["act", "act, the", "act,", "that act", "act"]) == [3, 3, 3, 17, 22]
    assert locate(text, ["the", "an"]) == [8, -1]


def test_locate_goes_on_after_a_quotation_that_is_not_there():
    assert locate("one two three", ["two", "seven", "one", "three"]) == [4, -1, -1, 8]


FILLED = [
    ("{trade-credit-agreement.date}", "13 February 1960"),
    ("in {bay-of-pigs.year}", "in 1961"),
    ("in {bay-of-pigs.month}", "in April 1961"),
    ("{settlement-1962.name}", "the settlement of October and November 1962"),
    ("{accords-1960.date}, again", "13 February 1960, again"),  # an instrument stands for its event
    ("{days:mikoyan-arrives:trade-credit-agreement}", "9"),
    ("{days:trade-credit-agreement:mikoyan-arrives}", "9"),  # in either order
    ("{days:trade-credit-agreement:bay-of-pigs}", "429 to 431"),
    ("{months:trade-credit-agreement:bay-of-pigs}", "14"),
    ("{months:mikoyan-arrives:trade-credit-agreement}", "0"),
    ("no reference", "no reference"),
]


@pytest.mark.parametrize(("template", "words"), FILLED)
def test_fill(lesson, template, words):
    assert fill(template, lesson) == words


def test_fill_takes_place_and_title_from_the_row(lesson):
    event = lesson.event("bay-of-pigs")
    assert (
        fill("{bay-of-pigs.title}: {bay-of-pigs.place}", lesson)
        == f"{event['title']}: {event['place']}"
    )


def test_claims_that_the_text_does_not_have_are_named(lesson):
    claims = list(lesson.claims["id"])
    assert (
        known_claims(lesson, None),
        known_claims(lesson, ()),
        known_claims(lesson, iter(["c02", "c01"])),
    ) == (claims, [], ["c02", "c01"])
    assert known_claims(lesson, "c14") == ["c14"]
    with pytest.raises(ValueError) as error:
        known_claims(lesson, ["c99", "c01", "c98"])
    assert (
        str(error.value) == f"The text has no claim c98, c99. Its claims are {', '.join(claims)}."
    )


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("1961/1962", "1961 to 1962"),
        ("1961~/1962", "about 1961 to 1962"),
        ("../1962-05", "until May 1962"),
        ("1961", "1961"),
        ("1961-04-17/1962", "17 April 1961 to 1962"),
        ("1961-04/..", "from April 1961 on"),
        ("196X", "the 1960s"),
        ("1961-XX", "an unknown month of 1961"),
        ("1961-04-29~", "about 29 April 1961"),
        ("1961-04?", "perhaps April 1961"),
        ("1961-04-17/1961-05-02", "17 April to 2 May 1961"),
        ("1961-04-12~", "April 1961"),
        ("1961-04-XX", "April 1961"),
        ("1961-04-02/1961-04-20", "April 1961"),
    ],
)
def test_a_month_is_said_where_the_event_can_lie_in_no_other(lesson, date, month):
    assert fill("{bay-of-pigs.month}", lesson.with_date("bay-of-pigs", date)) == month


@pytest.mark.parametrize(
    ("day", "months"),
    [("1961-04-13", "14"), ("1961-04-12", "13"), ("1961-02-12", "11"), ("1961-02-13", "12")],
)
def test_months_are_whole(lesson, day, months):
    assert fill("{months:accords-1960:bay-of-pigs}", lesson.with_date("bay-of-pigs", day)) == months


@pytest.mark.parametrize(
    ("date", "template", "words"),
    [
        ("196X", "{bay-of-pigs.year}", "the 1960s"),
        ("../1962", "{bay-of-pigs.year}", "until 1962"),
        ("1961-12/1962-01", "{bay-of-pigs.year}", "December 1961 to January 1962"),
        ("1961-12-30~", "{bay-of-pigs.year}", "about 30 December 1961"),
        ("1961-05~", "{bay-of-pigs.year}", "1961"),
        ("1960-02-10/1960-02-20", "{days:bay-of-pigs:accords-1960}", "0 to 3"),
    ],
)
def test_fill_with_a_date_that_is_not_known_exactly(lesson, date, template, words):
    assert fill(template, lesson.with_date("bay-of-pigs", date)) == words


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{no-such.date}", "{no-such.date} refers to 'no-such'"),
        ("{bay-of-pig.date}", "which does not exist. Did you mean “bay-of-pigs”?"),
        (
            "{bay-of-pigs.colour}",
            "{bay-of-pigs.colour} is not a reference. Write {event-id.date}, .month, .year",
        ),
        (
            "{bay-of-pigs.name}",
            "{bay-of-pigs.name} refers to 'bay-of-pigs', which is not an instrument.",
        ),
        ("{no-such.year}", "refers to 'no-such', which does not exist."),
        ("{days:bay-of-pigs:no-such}", "refers to 'no-such'"),
        ("{bay-of-pigs}", "{bay-of-pigs} is not a reference. Write {event-id.date}"),
        ("{}", "{} is not a reference"),
        ("{weeks:bay-of-pigs:bay-of-pigs}", "is not a reference"),
        ("{days:bay-of-pigs}", "{months:event-id:event-id} or {years:event-id:event-id}."),
        ("{bay-of-pigs.date", "A brace has no partner"),
        ("bay-of-pigs.date}", "A brace has no partner"),
    ],
)
def test_fill_names_a_wrong_reference(lesson, template, message):
    with pytest.raises(ValueError) as caught:
        fill(template, lesson)
    assert message in str(caught.value)


def test_an_event_is_not_offered_for_the_name_of_an_instrument(lesson):
    with pytest.raises(ValueError, match=r"which is not an instrument\.$"):
        fill("{bay-of-pigs.name}", lesson)
    with pytest.raises(ValueError, match=r"Did you mean “accords-1960”\?$"):
        fill("{accord-1960.name}", lesson)


@pytest.mark.parametrize("unit", ["days", "months"])
def test_no_span_to_an_open_beginning(lesson, unit):
    with pytest.raises(ValueError, match="can’t be counted"):
        fill(f"{{{unit}:bay-of-pigs:accords-1960}}", lesson.with_date("bay-of-pigs", "../1961"))


# Citations


def test_a_place_is_added_once(lesson):
    other = dataclasses.replace(lesson, citations={"x": {"note": "A, doc. 85.", "short": "B."}})
    assert cite(other, "x [doc. 85]") == "A, doc. 85."
    assert cite(other, "x [p. XX]") == "A, doc. 85, p. XX."
    assert short_notes("x [p. 7]; x", other) == "B, p. 7; B"
    name = lesson.sources["id"].iloc[0]
    assert cite(lesson, f"{name} [p. 12345]").endswith(", p. 12345.")
    assert cite(lesson, name) == lesson.citations[name]["note"].rstrip(".") + "."
    assert cite(lesson, name, "short").startswith(lesson.citations[name]["short"].rstrip("."))


def test_the_full_stop_of_a_title_in_quotation_marks(lesson):
    other = dataclasses.replace(
        lesson,
        citations={
            "x": {"note": "A, “Title.”", "short": "A, “Title.”"},
            "y": {"note": "B, “3 p.m.”"},
        },
    )
    assert cite(other, "y [doc. 85]") == "B, “3 p.m.,” doc. 85."
    assert cite(other, "x") == "A, “Title.”"
    assert cite(other, "x [p. 7]") == "A, “Title,” p. 7."
    assert end_sentence(cite(other, "x")) == "A, “Title.”" and end_sentence("A") == "A."
    assert short_notes("x [p. 7]; x", other) == "A, “Title,” p. 7; A, “Title.”"


@pytest.mark.parametrize(("number", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_how_many_is_said(number, words):
    assert with_count(number, "day") == words


# Tables


def test_split_and_ids():
    assert split("USSR; Cuba") == ["USSR", "Cuba"]
    assert split(" USSR ;Cuba;; ") == ["USSR", "Cuba"]
    assert split("") == []
    assert ids("frus_1 [doc. 4, p. 5]; treaty") == ["frus_1", "treaty"]


def test_nearest():
    assert did_you_mean("Havanna", ["Moscow", "Havana"]) == " Did you mean “Havana”?"
    assert did_you_mean("Peking", ["Moscow", "Havana"]) == ""


def test_a_problem_in_words():
    problem = Problem("events.csv", 4, "date", "31 June", "There is no such day.", "Check it.")
    assert (
        str(problem) == "events.csv, line 4, column date: “31 June” There is no such day. Check it."
    )
    assert (
        str(Problem("text.txt", 0, "", "", "It is empty.", "Fill it."))
        == "text.txt: It is empty. Fill it."
    )
    shown = str(Problem("a.csv", 1, "x", "a\nb\tc\x00" + "d" * 99, "Bad.", "Mend it."))
    assert "a⏎b⇥c<U+0000>ddd" in shown and "…”" in shown and len(shown) < 120
    longest, longer = (
        str(Problem("a.csv", 1, "x", "d" * count, "Bad.", "Mend it.")) for count in (60, 61)
    )
    assert f"“{'d' * 60}”" in longest and f"“{'d' * 57}…”" in longer


def field(name="value", **more):
    return {"name": name, "type": "string", "description": "a value"} | more


def read(tmp_path, text, **more):
    (tmp_path / "small.csv").write_text(text, encoding="utf-8", newline="")
    fields = [
        field("id", constraints={"required": True, "unique": True, "pattern": "[a-z][a-z0-9-]*"}),
        field(**more),
    ]
    return TableReader(tmp_path, {"path": "small.csv", "schema": {"fields": fields}})


def test_cells_stay_as_they_are_written(tmp_path):
    table = read(tmp_path, 'id,value\na,"one, two"\nb,"say ""no"""\nc,NA\nd,007\ne,\n')
    assert not table.problems
    assert list(table.rows["value"]) == ["one, two", 'say "no"', "NA", "007", ""]
    assert table.lines == [2, 3, 4, 5, 6]


def test_a_long_cell_is_no_open_quotation_mark(tmp_path):
    assert not read(tmp_path, "id,value\na," + "x" * 140_000 + "\n").problems


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_an_editor(tmp_path, end):
    text = end.join(["id,value", "a,one", 'b,"two', 'lines"', "c", "D,four"])
    table = read(tmp_path, text)
    assert table.lines == [2, 3, 6]
    assert table.lost == {"c"}
    assert [(one.line, one.column) for one in table.problems] == [(5, ""), (6, "id"), (3, "value")]


def test_each_row_of_a_column_is_looked_at(tmp_path):
    assert [one.line for one in read(tmp_path, "id,value\na,\nb, x\nc,=y\n").problems] == [3, 4]


def test_a_header_that_is_not_the_one(tmp_path):
    assert (
        read(tmp_path, "id,other\n").problems[0].message
        == "The header row does not match. Missing column: value. Unexpected column: other."
    )
    assert read(tmp_path, 'id,"value\n').problems[0].line == 1


def one_problem(tmp_path, value, **more):
    table = read(tmp_path, f'id,value\na,"{value}"\n', **more)
    return table.problems[0].message if table.problems else ""


@pytest.mark.parametrize(
    ("more", "good", "bad", "what"),
    [
        ({"constraints": {"maxLength": 5}}, "12345", "123456", "6 characters"),
        ({"maxWords": 3}, "one two three", "one two three four", "4 words"),
        ({"constraints": {"enum": ["yes", "no"]}}, "no", "No", "not known"),
        ({"constraints": {"required": True}}, "x", "", "empty"),
        ({"notation": "edtf"}, "1962-10-XX", "1962-10-32", "October 1962 has 31 days"),
        ({"notation": "time"}, "19:00-04:00~", "7 pm", "not a time"),
        ({"list": True}, "a; b", "a;b", "list is not written correctly"),
        ({"list": True}, "a", "a; ", "spaces before or after"),
        ({"list": True}, "a; b", "a; ; b", "list is not written correctly"),
        ({"list": True}, "a; b", "a;  b", "list is not written correctly"),
        ({"list": True}, "a; b", "a; b; a", "appears twice"),
        ({"list": True, "members": ["a", "b"]}, "a; b", "a; c", "not known"),
        ({"list": True, "locators": True}, "a [p. 1]; b", "a [p. 1", "not written correctly"),
        ({"list": True, "locators": True}, "a [p. 1]; b", "a [p. 1]; a [p. 2]", "appears twice"),
        ({}, "a - b", "-b", "like a formula"),
        ({}, "- a dash", "=b", "like a formula"),
        ({}, "1+1=2", "+1", "like a formula"),
        ({}, "me@home", "@me", "like a formula"),
        ({}, "São Paulo, Âge", "RaÃºl", "wrong character set"),
    ],
)
def test_each_rule_lets_the_good_pass_and_names_the_bad(tmp_path, more, good, bad, what):
    assert one_problem(tmp_path, good, **more) == ""
    assert what in one_problem(tmp_path, bad, **more)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("\ufeffГавана".encode("utf-16-le"), 1, "in UTF-16"),
        ("\ufeffГавана".encode("utf-16-be"), 1, "in UTF-16"),
        (b"a\x00b", 1, "NUL byte"),
        (b"a\nb\x00c\n\x00defghi", 2, "NUL byte"),
        (b"\xd0\xcf\x11\xe0", 0, "a spreadsheet file"),
        (b"a\n\x81", 2, "byte 0x81, perhaps “\ufffd”"),
    ],
)
def test_bytes_that_are_no_text(tmp_path, content, line, what):
    (tmp_path / "any.csv").write_bytes(content)
    ((problem,)) = read_text(tmp_path / "any.csv")[1]
    assert problem.line == line and what in problem.message


def test_the_largest_file_that_is_read(tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * MAX_BYTES)
    assert read_text(path)[1] == []
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    assert "more than 5 MB" in str(read_text(path)[1][0])


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_text_or_one_problem(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    text, problems = read_text(path)
    assert (text.encode() == content.removeprefix(b"\xef\xbb\xbf") and not problems) or (
        text == "" and len(problems) == 1 and problems[0].fix
    )


def test_claims_may_be_named_by_a_table_and_what_is_no_id_is_named(lesson):
    assert known_claims(lesson, lesson.claims.head(2)) == ["c01", "c02"]
    for ids_, said in (
        (["c99", 7], "no claim 7, c99. Its claims are c01, c02,"),
        (pd.DataFrame({"x": [1]}), "no claim x. Its"),
    ):
        with pytest.raises(ValueError, match=said):
            known_claims(lesson, ids_)


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("He met St. Peter. Then he left.", ["He met St. Peter.", "Then he left."]),
        ("Dr. King spoke. All listened.", ["Dr. King spoke.", "All listened."]),
        ("Louis XIV. reigned long.", ["Louis XIV. reigned long."]),
        ("He followed Louis XIV. The war went on.", ["He followed Louis XIV.", "The war went on."]),
        ("Under Constantine I. Rome changed.", ["Under Constantine I.", "Rome changed."]),
        ("John F. Kennedy spoke.", ["John F. Kennedy spoke."]),
        ("It ended. Émile left. Örebro fell.", ["It ended.", "Émile left.", "Örebro fell."]),
        ("He said “No.” Then he left.", ["He said “No.”", "Then he left."]),
        ("Он умер. Его сын правил.", ["Он умер.", "Его сын правил."]),
        ("Πέθανε. Ο γιος του ήρθε.", ["Πέθανε.", "Ο γιος του ήρθε."]),
        ("مات الملك. جاء ابنه.", ["مات الملك.", "جاء ابنه."]),
        ("¿Quién? ¡Nadie! Él no.", ["¿Quién?", "¡Nadie!", "Él no."]),
        ("Doc. 5 says so, e.g. Rome, c. 330.", ["Doc. 5 says so, e.g. Rome, c. 330."]),
        ("In 44 B.C. Caesar died. | He was 55.", ["In 44 B.C. Caesar died.", "He was 55."]),
        ("|One. Two|three | |", ["One. Two", "three"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(line, cut):
    rows = sentences(f"A heading\n\n{line}\nThe end.")
    assert list(rows["text"]) == ["A heading", *cut, "The end."]
    text = unmarked(f"A heading\n\n{line}\nThe end.")
    assert [text[row.start : row.end] for row in rows.itertuples()] == list(rows["text"])


def test_marks_of_cuts_are_not_part_of_the_text(small_copy):
    path = small_copy / "text.txt"
    marked = path.read_text(encoding="utf-8").replace(". ", ".| ")
    package = small_copy / "datapackage.json"
    plain = load_lesson(small_copy)
    described = json.loads(package.read_text(encoding="utf-8"))
    for resource in described["resources"]:
        resource.pop("hash", None)
        resource.pop("bytes", None)
    package.write_text(json.dumps(described), encoding="utf-8")
    path.write_text(marked, encoding="utf-8")
    lesson = load_lesson(small_copy)
    assert "|" in marked and lesson.text == plain.text
    assert lesson.sentences.equals(plain.sentences) and lesson.claims.equals(plain.claims)
