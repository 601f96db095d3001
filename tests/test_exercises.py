"""How exercises are shown, graded and loaded; `test_content.py` checks what is in them."""

import dataclasses
import html
import json
import os
import re
import shutil
import subprocess
import sys

import jsonschema
import nbformat
import pytest
from matplotlib.figure import Figure

from helpers import my_work
from helpers.exercises import exercise as show
from helpers.exercises.card import CardWidget
from helpers.exercises.form import form_of
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.exercises.schema import exercises_schema, verdicts_schema
from helpers.exercises.verdicts import VerdictsWidget, live_verdicts
from helpers.files import PROJECT
from helpers.lesson.cells import split
from tests import small_answers
from tests.answers import EXERCISES, LESSON, grade, right_answer, secrets, too_long, unanswered
from tools.check import not_shown


def test_each_is_shown_in_the_notebook_that_it_names_and_the_check_says_where_not():
    assert not_shown(EXERCISES) == []
    moved = dataclasses.replace(EXERCISES["start-check-first"], notebook="05-exercises")
    (found,) = not_shown({"start-check-first": moved})
    assert "Shown in: 01-read-the-text." in found
    assert len(not_shown({"start": EXERCISES["start-check-first"]})) == 1, (
        "a part of a name is not the name"
    )


def test_an_exercise_may_be_shown_with_either_quotation_mark(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.check.PROJECT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for source in ("exercise('start-check-first')", 'exercise("start-check-first", None)'):
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]),
            tmp_path / "notebooks/01-read-the-text.ipynb",
        )
        assert not_shown({"start-check-first": EXERCISES["start-check-first"]}) == []


def test_a_wrong_verdict_without_a_reason_is_answered_in_general_words():
    said = KINDS["verdict"].grade({"claim": "c07"}, list(VERDICTS).index("opinion"), LESSON).reasons
    assert said[0] == VERDICTS["opinion"].requirement
    assert said[1].startswith("The claim is about the ")


def test_choose_several_tells_partly_right_from_wrong_and_counts_what_is_missed():
    exercise = EXERCISES["start-what-would-help"]
    right = right_answer(exercise)
    partly = grade(exercise, right[:-1])
    assert partly.result == "partly"
    assert partly.reasons[-1] == "You have not yet chosen one option that fits."
    wrong = [place for place in range(len(exercise.content["options"])) if place not in right]
    assert grade(exercise, wrong).result == "wrong"
    assert grade(exercise, [*right, wrong[0]]).result == "partly"
    everything = grade(exercise, [*right, *wrong])
    assert (everything.result, everything.reasons) == (
        "wrong",
        ["You have chosen everything. Choose only what fits."],
    )


@pytest.mark.parametrize(
    ("words", "result", "part"),
    [
        ("14 May 1866", "right", "printed the message"),
        ("May 14, 1866", "right", "printed the message"),
        ("14.5.1866", "right", "printed the message"),
        ("5/14/1866", "right", "printed the message"),
        ("1866-05-14", "right", "printed the message"),
        ("12 May 1866", "wrong", "the cable was landed"),
        ("15 May 1866", "partly", "The month and the year are right"),
        ("March 1866", "wrong", "The year is right"),
        ("May 1866", "partly", "more exact"),
        ("14 May 1867", "partly", "the year is not"),
        ("5 June 1868", "wrong", "too late, and in another year"),
        ("5 June 1859", "wrong", "too early"),
        ("2/3/1866", "unclear", "Which number is the month"),
        ("31 June 1866", "unclear", "30 days"),
        ("last winter", "unclear", "can't be read as a date"),
        ("14 Febtober 1866", "unclear", "can't be read as a date"),
    ],
)
def test_date_near_misses_are_told_apart(words, result, part):
    content = small_answers.EXERCISES["small-date"].content
    found = KINDS["date"].grade(content, words, small_answers.LESSON)
    assert found.result == result
    assert part in found.reasons[0]


def test_date_that_is_more_exact_than_the_record():
    content = dict(
        EXERCISES["review-date-of-signing"].content, event="raul-castro-moscow-1962", near=[]
    )
    found = KINDS["date"].grade(content, "3 July 1962", LESSON)
    assert (found.result, found.reasons) == (
        "partly",
        ["This is more exact than the record: which source gives the day?"],
    )


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("2", "right"),
        ("2 days", "right"),
        (" 02 ", "right"),
        ("14", "wrong"),
        ("1", "wrong"),
        ("3", "wrong"),
        ("-2", "partly"),
        ("two", "unclear"),
        ("2.5", "unclear"),
    ],
)
def test_number(words, result):
    content = small_answers.EXERCISES["small-number"].content
    assert KINDS["number"].grade(content, words, small_answers.LESSON).result == result


def test_number_knows_who_counted_one_too_many_or_too_few():
    exercise = EXERCISES["timeline-how-many-months"]
    known = int(exercise.content["answer"])
    assert grade(exercise, str(known + 1)).reasons[0].startswith("One too many")
    assert grade(exercise, str(known - 1)).reasons[0].startswith("One too few")


def test_number_with_tolerance_says_which_side():
    exercise = EXERCISES["review-days-of-quarantine"]
    known = int(exercise.content["answer"])
    assert [grade(exercise, str(known + step)).result for step in (-2, -1, 0, 1, 2)] == [
        "wrong",
        "right",
        "right",
        "right",
        "wrong",
    ]
    assert "too small" in grade(exercise, str(known - 2)).reasons[0]
    assert "too large" in grade(exercise, str(known + 2)).reasons[0]


def test_order_tells_partly_right_from_wrong_and_names_the_first_excluded_pair():
    exercise = EXERCISES["timeline-predict"]
    right = right_answer(exercise)
    swapped = [right[1], right[0], *right[2:]]
    partly = grade(exercise, swapped)
    assert partly.result == "partly"
    assert partly.reasons[0] == "In a possible order: 9 of 10 pairs of events."
    first, second = (LESSON.event(exercise.content["items"][place]) for place in right[:2])
    assert partly.reasons[1] == (
        f"✗ “{second['title']}” is before “{first['title']}”, but came later. "
        "They are in the same month: look at the days."
    )
    cited = [split(event["sources"]) for event in (second, first)]
    assert partly.sources[:2] == [names[0] for names in cited], "one of each event comes first"
    assert set(partly.sources) == {name for names in cited for name in names}
    backwards = grade(exercise, right[::-1])
    assert backwards.result == "wrong"
    assert sum(reason.startswith("✗") for reason in backwards.reasons) == 1
    assert "different years" in backwards.reasons[1]


ORDER_TEXTS = {"right": "Yes.", "default_feedback": "No."}


def graded_order(lesson, *items):
    content = {"items": list(items), **ORDER_TEXTS}
    return KINDS["order"].grade(content, list(range(len(items))), lesson)


def test_order_accepts_every_order_that_the_sources_do_not_exclude(small_lesson):
    lesson = small_lesson.with_date("cable-ordered", "1865-05~").with_date(
        "cable-opened", "1865-05"
    )
    for items in (["cable-ordered", "cable-opened"], ["cable-opened", "cable-ordered"]):
        result = graded_order(lesson, *items)
        assert result.result == "right"
        one, other = (lesson.event(name)["title"] for name in items)
        assert result.reasons[-1] == (
            f"The sources do not settle whether “{one}” or “{other}” came first. "
            "Either order is accepted."
        )


def test_order_is_not_right_if_events_that_are_not_neighbours_are_exchanged(small_lesson):
    names = small_lesson.events["id"].iloc[:3]
    lesson = small_lesson
    for name, date in zip(names, ("1865-05", "1865-04/1865-06", "1865-04"), strict=True):
        lesson = lesson.with_date(name, date)
    result = graded_order(lesson, *names)
    assert result.result != "right"
    first, _, last = (lesson.event(name)["title"] for name in names)
    assert f"“{first}” is before “{last}”, but came later." in result.reasons[1]


def test_order_of_one_day_follows_exact_times():
    early, late = "kennedy-oct-27", "khrushchev-oct-27"
    assert graded_order(LESSON, late, early).result == "right"
    assert graded_order(LESSON, early, late).result == "wrong"
    about = "submarine-b59"  # its time is approximate
    assert graded_order(LESSON, early, about).result == "right"


def test_match_gives_a_reason_for_every_line():
    exercise = EXERCISES["review-evidence-for-bases"]
    right = right_answer(exercise)
    wrong = [*right]
    wrong[2] = 0
    found = grade(exercise, wrong)
    assert found.result == "partly"
    assert len(found.reasons) == len(right)
    assert [reason[0] for reason in found.reasons] == ["✓", "✓", "✗", "✓", "✓"]
    assert exercise.content["items"][2]["wrong"] in found.reasons[2]


def test_mark_knows_decoys_and_what_is_beside():
    exercise = EXERCISES["read-mark-the-cause"]
    words = form_of(exercise, LESSON)["options"]
    right = right_answer(exercise)
    assert [words[place] for place in right] == ["was", "motivated", "by"]
    assert grade(exercise, right[1:2]).result == "right"  # one word of the phrase is enough
    decoy = grade(exercise, [words.index("April")])
    assert (decoy.result, "This is a date" in decoy.reasons[0]) == ("wrong", True)
    beside = grade(exercise, [*right, words.index("influence")])
    assert (beside.result, "what was challenged" in beside.reasons[1]) == ("partly", True)
    alone = dataclasses.replace(exercise, content={**exercise.content, "distractors": []})
    assert (
        exercise.content["default_feedback"]
        in grade(alone, [*right, words.index("influence")]).reasons[1]
    )


def test_write_counts_words_before_it_shows_the_model_answer():
    exercise = EXERCISES["read-first-impression"]
    short = grade(exercise, "Too short.")
    assert (short.result, exercise.content["solution"] in " ".join(short.reasons)) == (
        "unclear",
        False,
    )
    saved = grade(exercise, "word " * exercise.content["words"])
    assert exercise.content["solution"] in saved.afterwards[-1]
    assert saved.checklist == exercise.content["checklist"]


EVENTS = LESSON.events


def test_task_runs_from_a_cell():
    assert "result" not in show("review-task-uncertain", None).widget.state
    page = show("review-task-uncertain", int((EVENTS["date_kind"] != "exact day").sum()))
    assert page.widget.state["result"] == "right"
    axes = EVENTS["earliest"].dt.year.value_counts().sort_index().plot.barh(ax=Figure().subplots())
    assert grade(EXERCISES["review-task-bars"], axes).result == "right", "lying bars count too"


def test_a_cell_that_runs_again_is_no_new_try(work):
    for value in (3, 3, 4, 4, 3):
        show("review-task-uncertain", value)
    kept = [
        json.loads(line)["answer"]
        for line in (work / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert kept == ["3", "4", "3"]


def test_unknown_exercise_says_which_is_near():
    with pytest.raises(ValueError, match="start-check-first"):
        show("start-check-frist")


def test_feedback_of_a_right_answer_cites_its_sources():
    card = CardWidget(small_answers.EXERCISES["small-date"], small_answers.LESSON)
    card.check("14 May 1866")
    assert [one["text"] for one in card.state["sources"]]


def test_verdicts_of_all_claims_open_only_after_an_answer():
    all_claims = verdict_exercises(EXERCISES, LESSON)
    assert [one.content["claim"] for one in all_claims] == list(LESSON.claims["id"])
    page = live_verdicts(all_claims, LESSON)
    whys = list(LESSON.claims["why"])
    assert not any(why in page.text + page.html for why in whys)
    widget = VerdictsWidget(all_claims, LESSON)
    widget._receive(None, {"action": "go", "place": 4}, None)
    assert widget.form["quote"] == LESSON.claims["quote"].iloc[4]
    assert not any(why in json.dumps(widget.state) for why in whys)
    widget.check(right_answer(all_claims[4]), 2, 1.0)
    assert LESSON.claims["why"].iloc[4] in widget.state["reasons"]
    for place in (-1, 99, "1", None):
        widget._receive(None, {"action": "go", "place": place}, None)
        assert widget.form["place"] == 4


@pytest.mark.parametrize(
    ("name", "schema"),
    [("exercises", exercises_schema()), ("verdicts", verdicts_schema())],
    ids=["exercises", "verdicts"],
)
def test_schema_for_editors_is_the_one_that_the_loader_checks(name, schema):
    path = PROJECT / "data" / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == schema, "run python3 start.py build"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_kind_has_a_right_answer_in_the_tests():
    assert unanswered() == []


# ---- the page for authors, and a new kind
# --------------------------------------------------------------------

PAGE = (PROJECT / "docs" / "write-an-exercise.md").read_text(encoding="utf-8")


def load_text(folder, text):
    """Load exercises from a text in place of ours."""
    shutil.copytree(PROJECT / "data", folder, dirs_exist_ok=True)
    (folder / "exercises.yaml").write_text(text, encoding="utf-8")
    return load_exercises(dataclasses.replace(LESSON, folder=folder))


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_on_the_page_for_authors_loads_and_can_be_answered(
    kind, tmp_path
):
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert f"\n### {kind}\n" in PAGE, (
        f"docs/write-an-exercise.md has no section “### {kind}”: add one with an example."
    )
    part = PAGE[PAGE.index(f"\n### {kind}\n") :]
    fields = re.search(r"```yaml\n(.*?)```", part, re.DOTALL)[1]
    assert "\n### " not in part[1 : part.index("```yaml")], "each kind has its own example"
    head = re.sub(r"kind: [a-z-]+", f"kind: {kind}", blocks[0])
    found = load_text(tmp_path, head + fields)["my-first-exercise"]
    assert found.kind == kind
    right = grade(found, right_answer(found))
    assert right.result == ("saved" if kind in ("vote", "write") else "right")
    assert CardWidget(found, LESSON).form["input"]
    assert "options" not in found.content or too_long(found) == ""


ELEVENTH = '''
"""Say yes or no."""

from helpers.exercises.kinds.base import Result

TEXT = {"type": "string"}
SCHEMA = {
    "properties": {"answer": {"type": "boolean"}, "yes": TEXT, "no": TEXT},
    "required": ["answer", "yes", "no"],
}


def problems(row, lesson):
    return ["field yes: it says the same as no."] if row["yes"] == row["no"] else []


def form(content, lesson):
    return {"input": "radio", "options": ["yes", "no"]}


def grade(content, answer, lesson):
    right = (answer == 0) == content["answer"]
    return Result("right" if right else "wrong", [content["no" if answer else "yes"]])
'''
USE = """
from helpers.exercises import exercise
from helpers.exercises.schema import exercises_schema
page = exercise("eleventh")
page.widget.check(1)
print(page.text)
print(page.widget.state["head"], page.widget.state["reasons"])
print([one["if"]["properties"]["kind"]["const"] for one in exercises_schema()["items"]["allOf"]])
"""


def test_an_eleventh_kind_is_one_new_file(tmp_path):
    """A module in `kinds/` is enough: it is found, checked, shown, graded and in the schema."""
    for name in ("helpers", "data", "tools"):
        shutil.copytree(
            PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "helpers" / "exercises" / "kinds" / "yes_no.py").write_text(
        ELEVENTH, encoding="utf-8"
    )
    row = """- {id: eleventh, notebook: 05-exercises, kind: yes-no, skill: sourcing, level: 1,
   minutes: 1, question: "Is a tone evidence?", solution: No., answer: false,
   yes: "Why?", no: It is theirs.}
"""
    file = tmp_path / "data" / "exercises.yaml"
    file.write_text(row, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "LESSON_WORK": str(tmp_path / "my-work"),
    }

    def run():
        return subprocess.run(
            [sys.executable, "-c", USE],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )

    done = run()
    said = done.stdout
    assert not done.stderr
    assert "Is a tone evidence?\n○ yes\n○ no" in said
    assert "✓ Right. ['It is theirs.']" in said
    assert "'yes-no'" in said
    file.write_text(row.replace("answer: false", "answer: maybe"), encoding="utf-8")
    assert "field answer: “maybe” is neither true nor false" in run().stderr


# ---- nothing is told before it is due
# ------------------------------------------------------------------------


def leaks(notebook):
    """Return the key strings that are anywhere in a notebook, also where nobody looks."""
    texts = []

    def collect(value):
        if isinstance(value, dict):
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)
        elif isinstance(value, str):
            texts.append(html.unescape(value))

    collect(notebook)
    whole = "\n".join(texts)
    return sorted(key for key in secrets() if key in whole)


#: The guide for teachers is not among them: it contains the key.
STORED = sorted((PROJECT / "notebooks").glob("0*.ipynb"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_no_key_string_is_stored_in_a_notebook(path):
    assert leaks(json.loads(path.read_text(encoding="utf-8"))) == []


PLACES = {
    "output": lambda cell, key: cell["outputs"].append(
        {"data": {"text/html": f"<p>{html.escape(key)}</p>"}}
    ),
    "alternative text": lambda cell, key: cell["outputs"].append(
        {"data": {"text/html": f'<img alt="{html.escape(key)}">'}}
    ),
    "words": lambda cell, key: cell["outputs"].append({"data": {"text/plain": key}}),
    "metadata of an output": lambda cell, key: cell["outputs"].append(
        {"metadata": {"x": {"alt": key}}}
    ),
    "metadata of a cell": lambda cell, key: cell["metadata"].update(solution=key),
    "source": lambda cell, key: cell.update(source=cell["source"] + f"\n# {key}"),
    "widget state": lambda cell, key: cell["metadata"].update(
        widgets={"state": {"1": {"state": {"form": {"reasons": [key]}}}}}
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_search_would_find_every_key_string_in_every_place(place):
    for key in secrets():
        cell = {"source": "1", "outputs": [], "metadata": {}}
        PLACES[place](cell, key)
        assert key in leaks({"cells": [cell]})


# ---- numbers and dates come from the data
# --------------------------------------------------------------------


def test_a_corrected_date_changes_what_is_right():
    """Date, order and the verdict's rows are read from the table when an answer is graded."""
    other = LESSON.with_date("trade-credit-agreement", "1960-02-14")
    signing = load_exercises(other)["review-date-of-signing"]
    assert KINDS["date"].grade(signing.content, "14 February 1960", other).result == "right"
    assert KINDS["date"].grade(signing.content, "13 February 1960", other).result == "partly"
    order = EXERCISES["timeline-predict"]
    later = LESSON.with_date("harlem-meeting", "1963-01-01")
    assert KINDS["order"].grade(order.content, right_answer(order), later).result != "right"


# ---- for teachers
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", ["14", "14 months", "14 Months", "14 month", "14.", "14 months."]
)
def test_a_number_may_be_written_as_people_do(answer):
    content = {"answer": "14", "unit": "months", "right": "r", "default_feedback": "o"}
    assert KINDS["number"].grade(content, answer, LESSON).result == "right"
    assert KINDS["number"].grade(content, "−" + answer, LESSON).result == "partly"


def test_bars_are_read_from_left_to_right_wherever_they_come_from():
    counts, years = LESSON.events["earliest"].dt.year.value_counts(), "review-task-bars"
    axes = Figure().subplots()
    assert grade(EXERCISES[years], axes.bar(counts.index, counts)).result == "right"
    axes.axvspan(1960.5, 1961.5)
    axes.errorbar([1960], [5], yerr=1)
    assert grade(EXERCISES[years], axes).result == "right", "what is no bar is not counted"
    for draw in ("bar", "barh"):
        getattr(turned := Figure().subplots(), draw)([5, 4, 3, 2, 1], list(counts.sort_index()))
        assert "time runs backwards" in grade(EXERCISES[years], turned).reasons[0]


def shown(page):
    """Return what a live page shows of the student's own work."""
    return page.widget.children[-1].outputs[0]["data"]["text/plain"]


# ---- a lesson is a folder
# --------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a copy of the lesson's folder that is the current one."""
    copy = tmp_path / "lesson"
    shutil.copytree(PROJECT / "data", copy)
    monkeypatch.setenv("LESSON_FOLDER", str(copy))
    return copy


def test_exercises_come_from_the_current_folder(folder):
    path = folder / "exercises.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("You find a text on the web.", "You find a note."), "utf-8")
    assert "You find a note." in repr(show("start-check-first"))


def test_foreign_files_in_the_folder_are_not_looked_at(folder):
    (folder / "exercises.yaml.swp").write_bytes(b"\xff")
    (folder / "a folder.yaml").mkdir()
    if os.name != "nt":
        (folder / ".#exercises.yaml").symlink_to("somebody@somewhere.1234")
    assert repr(show("start-check-first")).startswith("Exercise")
    assert repr(my_work()).startswith("Run this cell")
    assert repr(my_work("export")).startswith("Saved")


def test_lesson_without_exercises_still_has_verdicts_on_its_claims(folder):
    (folder / "exercises.yaml").unlink()
    (folder / "verdicts.yaml").unlink()
    assert "Give a verdict on each claim" in repr(show("verdicts"))
    assert repr(my_work()).startswith("Run this cell")
    with pytest.raises(ValueError, match="no exercise called"):
        show("start-check-first")


def test_answers_record_the_lesson(folder, work):
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8")) | {"name": "another-lesson"}
    path.write_text(json.dumps(package), encoding="utf-8")
    show("start-check-first").widget.check(1)
    line = json.loads((work / "journal.jsonl").read_text(encoding="utf-8"))
    assert line["lesson"] == "another-lesson"
    assert "You have answered 1 of" in shown(my_work())


SMALL_ANSWERS = {
    "small-choose-one": 1,
    "small-choose-several": [0, 1],
    "small-mark": [0],
    "small-match": [0, 1],
    "small-order": [1, 2, 0],
    "small-vote": 1,
    "small-write": "I believe half of it.",
}


def test_exercises_of_another_lesson_are_shown_graded_counted_and_exported(
    small_lesson, monkeypatch, work
):
    monkeypatch.setenv("LESSON_FOLDER", str(small_lesson.folder))
    exercises = load_exercises(small_lesson)
    assert {one.kind for one in exercises.values()} == set(KINDS)
    for name, one in exercises.items():
        card = show(name).widget
        if one.kind == "date":
            assert small_lesson.vocabulary.date_examples["words"] in card.form["example"]
            card.check(small_lesson.event(one.content["event"])["date_words"])
        elif one.kind == "number":
            card.check(one.content["answer"])
        elif one.kind == "task":
            card.check(small_lesson.events.sort_values("earliest", ascending=False))
        elif one.kind == "verdict":
            verdict = small_lesson.claim(one.content["claim"])["verdict"]
            card.check(list(VERDICTS).index(verdict), 2)
        else:
            card.check(SMALL_ANSWERS[name])
        expected = "saved" if one.kind in ("vote", "write") else "right"
        assert card.state["result"] == expected, (name, card.state["reasons"])
    assert len(show("verdicts").widget.form["menu"]) == len(small_lesson.claims)
    assert "You have answered 11 of 11 exercises; 11 of your last" in shown(my_work())
    assert repr(my_work("export")).startswith("Saved: my-work.html")
    lines = (work / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["lesson"] for line in lines} == {small_lesson.name}
