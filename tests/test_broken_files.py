"""Every kind of damage is reported with file, line, column, value and fix, without a traceback."""

import json
import random
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.errors import SHOWN, LessonError
from helpers.files import PROJECT
from helpers.lesson.checks import check_repeated, check_similar
from helpers.load import load_lesson
from tests.broken import (
    BROKEN,
    FILES,
    cell,
    copy_data,
    data,
    json_changed,
    permissions_count,
    reported,
)
from tests.snapshots import check, messages


def load_broken(folder):
    """Load a lesson that must not load; anything but a LessonError fails the test."""
    with permissions_count(), pytest.raises(LessonError) as caught:
        load_lesson(folder)
    return caught.value


@pytest.mark.parametrize(
    "first", [b"", b"\xef\xbb\xbf"], ids=["as it is", "with the mark that Excel writes"]
)
def test_an_undamaged_copy_loads_as_the_same_lesson(first, tmp_path):
    folder = copy_data(tmp_path / "data")
    for path in folder.glob("*.csv"):
        path.write_bytes(first + path.read_bytes())
    copy = vars(load_lesson(folder))
    for name, part in vars(load_lesson()).items():
        if isinstance(part, pd.DataFrame):
            pd.testing.assert_frame_equal(copy[name], part)
        else:
            assert name in ("folder", "derived") or copy[name] == part


def test_every_foreign_key_has_its_orphan():
    package = json.loads((PROJECT / "data/datapackage.json").read_text(encoding="utf-8"))
    fields = [
        (one["path"], field)
        for one in package["resources"]
        for field in one.get("schema", {}).get("fields", [])
    ]
    keys = {(path, field["name"]) for path, field in fields if "reference" in field}
    assert len(keys) >= 9
    assert keys <= {
        (case.file, case.column)
        for case in BROKEN
        if case.what == "not among the" or "”?" in case.what
    }


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_broken(case):
    line, error, _ = reported(case)
    assert error, "it loads"
    found = [
        one
        for one in error.problems
        if (one.file, one.line, one.column) == (case.file, line, case.column)
    ]
    assert found, error
    one = next((one for one in found if case.what in one.message), found[0])
    assert case.what in one.message
    assert case.cure in one.fix
    assert case.value in one.value
    shown = str(one)
    assert shown.startswith(case.file + (f", line {line}" if line else ""))
    unit = "column" if case.file.endswith(".csv") else "field"
    assert f", {unit} {case.column}" in shown or not case.column
    assert one.message in shown and one.fix in shown
    assert not any(ord(letter) < 32 or letter == "\u202e" for letter in shown), (
        "a damaged letter is shown as such"
    )
    assert not case.alone or error.problems == [one], "one damage makes one problem"


def test_messages_about_broken_files_were_reviewed(request):
    check("messages.txt", messages(), request.config)


def test_all_problems_at_once(tmp_path):
    folder = copy_data(tmp_path / "data")
    damages = [
        cell("events.csv", "trade-credit-agreement", "date", "13/02/1960"),
        cell("instruments.csv", "accords-1960", "public", "perhaps"),
        cell("claims.csv", ("quote", "February 4, 1960"), "certainty", "sure"),
        data("disputes.csv", lambda content: content + b"\n", 0),
        data("text.txt", lambda content: content + b"!", 0),
    ]
    lines = [damage(folder) for damage in damages]
    error = load_broken(folder)
    places = {(one.file, one.line) for one in error.problems}
    assert len(error.problems) == 5
    assert places >= {
        ("events.csv", lines[0]),
        ("instruments.csv", lines[1]),
        ("claims.csv", lines[2]),
        ("text.txt", 0),
    }
    assert {file for file, _ in places} == {
        "events.csv",
        "instruments.csv",
        "claims.csv",
        "disputes.csv",
        "text.txt",
    }
    assert all(str(one) in str(error) for one in error.problems)
    assert "5 problems" in str(error)


def test_a_quotation_is_looked_for_whatever_else_is_wrong(tmp_path):
    folder = copy_data(tmp_path / "data")
    cell("events.csv", "trade-credit-agreement", "date", "13/02/1960")(folder)
    line = cell("claims.csv", ("quote", "in April 1961"), "quote", "in May 1961")(folder)
    said = {(one.file, one.line, one.column) for one in load_broken(folder).problems}
    assert said == {("events.csv", 14, "date"), ("claims.csv", line, "quote")}


def test_a_damaged_quotation_is_told_once_and_a_false_one_beside_another_fault(tmp_path):
    folder = copy_data(tmp_path / "data")
    one = cell("claims.csv", ("quote", "in April 1961"), "quote", "in April 1961 ")(folder)
    other = cell("claims.csv", ("quote", "just 90 miles from U.S. shores"), "certainty", "sure")(
        folder
    )
    cell(
        "claims.csv",
        ("quote", "just 90 miles from U.S. shores"),
        "quote",
        "just 91 miles from U.S. shores",
    )(folder)
    said = sorted(
        (problem.line, problem.column, problem.message) for problem in load_broken(folder).problems
    )
    assert [place[:2] for place in said] == sorted(
        [(one, "quote"), (other, "certainty"), (other, "quote")]
    )
    assert "There are spaces before or after the text." in [what for _, _, what in said]


def test_without_the_description_of_the_tables_all_other_files_are_looked_at(tmp_path):
    folder = copy_data(tmp_path / "data")
    gone = ["datapackage.json", "text.txt", "claims.csv", "sources.json", "citations.json"]
    for name in gone:
        (folder / name).unlink()
    assert {one.file for one in load_broken(folder).problems} == {*gone}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"description": 1},
        {"maxWords": "9"},
        {"vocabulary": "colours"},
        {"reference": ["nowhere"]},
        {"constraints": {"enum": "yes"}},
        {"constraints": {"maxLength": "9"}},
        {"constraints": {"pattern": "("}},
        {"constraints": []},
    ],
    ids=str,
)
def test_a_field_that_is_described_wrongly(wrong, tmp_path):
    folder = copy_data(tmp_path / "data")
    json_changed(
        "datapackage.json",
        lambda package: package["resources"][0]["schema"]["fields"][1].update(wrong),
    )(folder)
    (problem,) = load_broken(folder).problems
    assert problem.file == "datapackage.json" and 40 < problem.line < 60
    assert problem.column.startswith("resources[1].schema.fields[2].")


def test_a_table_that_cannot_be_read_does_not_make_orphans(tmp_path):
    folder = copy_data(tmp_path / "data")
    (folder / "events.csv").write_bytes(b"")
    (folder / "sources.json").write_bytes(b"[")
    assert {one.file for one in load_broken(folder).problems} == {"events.csv", "sources.json"}
    assert len(load_broken(folder).problems) == 2


def test_an_error_with_many_problems_shows_the_first_hundred(tmp_path):
    folder = copy_data(tmp_path / "data")
    cell("events.csv", "trade-credit-agreement", "date", "13/02/1960")(folder)
    problems = load_broken(folder).problems * (SHOWN + 3)
    assert len(str(LessonError(problems[:SHOWN])).splitlines()) == SHOWN + 1
    shown = str(LessonError(problems)).splitlines()
    assert len(shown) == SHOWN + 2
    assert shown[-1] == "  … and 3 more. Correct these first."


@pytest.mark.parametrize("missing", ["no/such/folder", "file.txt"])
def test_a_folder_that_is_none(tmp_path, missing):
    (tmp_path / "file.txt").write_text("no folder")
    assert "datapackage.json: The file is missing." in str(load_broken(tmp_path / missing))


def test_a_party_that_no_event_names_is_known_from_its_instrument(tmp_path):
    folder = copy_data(tmp_path / "data")
    cell("instruments.csv", "settlement-1962", "parties", "United States; USSR; Ruritania")(folder)
    cell(
        "assertions.csv",
        ("value", "United States; USSR"),
        "value",
        "United States; USSR; Ruritania",
    )(folder)
    load_lesson(folder)


def test_the_same_words_about_two_things_may_have_two_verdicts():
    claims = pd.DataFrame(
        {
            "claim": ["it was large"] * 2,
            "about": ["the loan", "the island"],
            "verdict": ["opinion", "supported"],
        }
    )
    check_repeated(SimpleNamespace(claims=claims), None)  # names no line of a table


def test_jupyter_shows_the_message_and_no_traceback(tmp_path, capsys):
    folder = copy_data(tmp_path / "data")
    line = cell("events.csv", "trade-credit-agreement", "date", "31 June")(folder)
    error = load_broken(folder)
    assert (
        error._render_traceback_()
        == str(error).splitlines()
        == ["The lesson's data has one problem:", f"  {error.problems[0]}"]
    )
    shell = InteractiveShell()
    shell.run_cell(f"from helpers import load_lesson; load_lesson({str(folder)!r})")
    shown = capsys.readouterr().out
    assert f"events.csv, line {line}, column date: “31 June”" in shown
    assert "Traceback" not in shown and "lesson.py" not in shown


@pytest.mark.parametrize(
    "call",
    [
        'exercise("nope")',
        'my_work("all")',
        'browse(lesson, "map")',
        'export(lesson, "x.doc")',
        "show_text(lesson, sentence=99)",
        'show_table(lesson.events, "All", {"day": "Day"})',
        'find_contradictions(lesson, ["c99"])',
        'parse_date("1963-02-29")',
        'plot_timeline(lesson.events, claims=["c14"])',
        'plot_timeline(lesson, lanes="colour")',
        'plot_timeline(lesson.events[["title"]])',
    ],
)
def test_a_call_that_asks_for_what_is_not_there_is_answered_in_a_sentence(call, capsys):
    shell = InteractiveShell()
    shell.run_cell(f"from helpers import *\nlesson = load_lesson()\n{call}")
    shown = capsys.readouterr().out
    assert 0 < len(shown.splitlines()) <= 2 and shown.rstrip()[-1] in ".?", shown


@pytest.mark.parametrize("seed", range(60))
def test_nothing_but_a_lesson_error_whatever_happens_to_the_bytes(seed, small_copy):
    """Cut, insert, double and overwrite bytes anywhere: it loads, or it says what is wrong."""
    dice = random.Random(seed)
    names = sorted(path.name for path in small_copy.iterdir() if path.name in FILES)
    path = small_copy / dice.choice([name for name in names if name != "text.txt"])
    content = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 1, 3, 20])):
        place = dice.randrange(len(content) + 1)
        cut = content[place : place + dice.choice([1, 5, 500])]
        new = dice.choice(
            [b"", b"", b'"', b",", b"\n", b"; ", b"\xff", b"{", b"null", b"0", bytes(cut) * 2]
        )
        content[place : place + len(cut)] = new
    path.write_bytes(content)
    try:
        load_lesson(small_copy)
    except LessonError as error:
        assert all(one.file in FILES and one.message and one.fix for one in error.problems)


@pytest.mark.parametrize(
    ("once", "often", "reported"),
    [
        ("Anastas Mikoyen", "Anastas Mikoyan", True),
        ("Kuba Libre", "Cuba Libre", True),
        ("North Korea", "South Korea", False),
        ("East Berlin", "West Berlin", False),
        ("Brigade 2506", "Brigade 2507", False),
        ("Iran", "Iraq", False),
        ("Ana Castro", "Ada Castro", False),  # it is among the distinct names
    ],
)
def test_a_name_is_compared_with_those_that_are_nearly_the_same(once, often, reported):
    found = []
    table = SimpleNamespace(add=lambda *problem: found.append(problem))
    named = [(table, 0, "actors", often), (table, 1, "actors", often), (table, 2, "actors", once)]
    check_similar(named, ["Ana Castro"])
    assert [problem[-1] for problem in found] == [once] * reported
