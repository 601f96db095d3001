"""Every exercise of the file: its question gives nothing away, its right answer is right, every wrong one has a reason."""

import json
from collections import Counter

import jsonschema
import nbformat
import pytest
import yaml

from helpers.exercises import exercise as show
from helpers.exercises.card import CardWidget, VerdictsWidget, form_of, live_verdicts, static
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import OPTIONAL, REQUIRED, SKILLS, verdict_exercises
from helpers.lesson import PROJECT
from tests.answers import EXERCISES, LESSON, keys, right_answer

ALL = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())


def grade(exercise, answer):
    return KINDS[exercise.kind].grade(exercise.content, answer, LESSON)


def test_there_are_enough_of_all_kinds_and_skills():
    assert len(EXERCISES) >= 36
    assert set(KINDS) == {one.kind for one in EXERCISES.values()}
    assert set(SKILLS) == {one.skill for one in EXERCISES.values()}
    assert min(Counter(one.skill for one in EXERCISES.values()).values()) >= 3


def test_each_is_shown_in_the_notebook_that_it_names():
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        code = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        for exercise in EXERCISES.values():
            assert (f'exercise("{exercise.id}"' in code) == (exercise.notebook == path.stem), exercise.id


@ALL
def test_right_answer_is_right(exercise):
    result = grade(exercise, right_answer(exercise))
    assert result.result == ("kept" if exercise.kind == "write" else "right")
    assert all(result.reasons)


@ALL
def test_the_question_gives_nothing_away(exercise):
    form = form_of(exercise, LESSON)
    html, words = static(form)
    shown = json.dumps(form, ensure_ascii=False) + html + words
    assert form["question"] in words
    for key in keys(exercise):
        assert key not in shown
    # What is sent to the browser before the first answer is the form and a state without reasons.
    card = CardWidget(exercise, LESSON)
    sent = json.dumps([card.get_state()["form"], card.get_state()["state"]], ensure_ascii=False)
    for key in keys(exercise):
        assert key not in sent
    if exercise.kind == "verdict":
        assert LESSON.claim(exercise.content["claim"])["why"] not in sent + shown


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES.values() if one.kind in ("choose-one", "verdict")], ids=lambda one: one.id
)
def test_every_wrong_choice_has_its_own_reason(exercise):
    right = right_answer(exercise)
    count = len(VERDICTS) if exercise.kind == "verdict" else len(exercise.content["options"])
    reasons = {}
    for choice in range(count):
        if choice != right:
            result = grade(exercise, choice)
            assert result.result in ("wrong", "partly")
            reasons[choice] = result.reasons[0]
    assert len(set(reasons.values())) == len(reasons)
    if exercise.kind == "choose-one":
        assert reasons == {
            place: option["reason"] for place, option in enumerate(exercise.content["options"]) if place != right
        }


def test_choose_several_tells_partly_right_from_wrong_and_counts_what_is_missed():
    exercise = EXERCISES["start-what-would-help"]
    right = right_answer(exercise)
    partly = grade(exercise, right[:-1])
    assert partly.result == "partly"
    assert partly.reasons[-1] == "One more option fits."
    wrong = [place for place in range(len(exercise.content["options"])) if place not in right]
    assert grade(exercise, wrong).result == "wrong"
    assert grade(exercise, [*right, wrong[0]]).result == "partly"


@pytest.mark.parametrize(
    ("words", "result", "part"),
    [
        ("13 February 1960", "right", "Castro signed"),
        ("February 13, 1960", "right", "Castro signed"),
        ("13 Feb. 1960", "right", "Castro signed"),
        ("13.2.1960", "right", "Castro signed"),
        ("2/13/1960", "right", "Castro signed"),
        ("1960-02-13", "right", "Castro signed"),
        ("4 February 1960", "wrong", "Mikoyan landed"),
        ("20 September 1960", "wrong", "first time"),
        ("14 February 1960", "partly", "The month and the year are right"),
        ("March 1960", "wrong", "The year is right"),
        ("February 1960", "partly", "more exactly"),
        ("13 February 1961", "wrong", "Look at the chronology"),
        ("2/3/1960", "unclear", "Which number is the month"),
        ("31 June 1960", "unclear", "30 days"),
        ("last winter", "unclear", "can't be read as a date"),
        ("13 Febtober 1960", "unclear", "can't be read as a date"),
    ],
)
def test_date_near_misses_are_told_apart(words, result, part):
    found = grade(EXERCISES["review-date-of-signing"], words)
    assert found.result == result
    assert part in found.reasons[0]


def test_date_that_is_more_exact_than_the_record():
    content = dict(EXERCISES["review-date-of-signing"].content, event="raul-castro-moscow-1962", near=[])
    found = KINDS["date"].grade(content, "3 July 1962", LESSON)
    assert (found.result, found.reasons) == (
        "partly",
        ["This is more exact than the record: which source gives the day?"],
    )


@pytest.mark.parametrize(("words", "result"), [("9", "right"), ("9 days", "right"), (" 09 ", "right"), ("14", "wrong"), ("8", "wrong"),
                                               ("10", "wrong"), ("-9", "wrong"), ("nine", "unclear"), ("9.5", "unclear")])  # fmt: skip
def test_number(words, result):
    assert grade(EXERCISES["chronology-days-between"], words).result == result


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


def test_order_tells_partly_right_from_wrong_and_names_the_first_wrong_step():
    exercise = EXERCISES["timeline-predict"]
    right = right_answer(exercise)
    swapped = [right[1], right[0], *right[2:]]
    partly = grade(exercise, swapped)
    assert partly.result == "partly"
    assert partly.reasons[0].startswith("3 of 4 steps")
    assert LESSON.event(exercise.content["items"][right[0]])["title"] in partly.reasons[1]
    assert grade(exercise, right[::-1]).result == "wrong"


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
    assert (beside.result, exercise.content["otherwise"] in beside.reasons[1]) == ("partly", True)


def test_write_counts_words_before_it_shows_the_model_answer():
    exercise = EXERCISES["read-first-impression"]
    short = grade(exercise, "Too short.")
    assert (short.result, exercise.content["solution"] in " ".join(short.reasons)) == ("unclear", False)
    kept = grade(exercise, "word " * exercise.content["words"])
    assert exercise.content["solution"] in kept.reasons[-1]
    assert all(any(point in reason for reason in kept.reasons) for point in exercise.content["checklist"])


EVENTS = LESSON.events


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("chronology-sort-by-date", EVENTS.sort_values("earliest"), "earliest event stands first"),
        ("chronology-sort-by-date", EVENTS.sort_values("date_words", ascending=False), "as words"),
        (
            "chronology-sort-by-date",
            EVENTS[EVENTS["date_kind"] == "exact day"].sort_values("earliest", ascending=False),
            "Rows have been lost",
        ),
        ("chronology-sort-by-date", EVENTS["date"], "not a table"),
        ("chronology-sort-by-date", EVENTS.sample(frac=1, random_state=1), "not in the order"),
        (
            "chronology-first-meeting",
            EVENTS[EVENTS["present"].str.contains("Fidel Castro|Nikita Khrushchev")],
            "Both must be there",
        ),
        (
            "chronology-first-meeting",
            EVENTS[EVENTS["actors"].str.contains("Castro") & EVENTS["actors"].str.contains("Khrushchev")],
            "column present",
        ),
        ("chronology-first-meeting", EVENTS.head(3), "other events"),
        ("chronology-first-meeting", 5, "not a table"),
        ("review-task-uncertain", int((EVENTS["date_kind"] == "exact day").sum()), "with an exact day"),
        ("review-task-uncertain", 3, "another number"),
        ("review-task-uncertain", "many", "not a number"),
        ("review-task-uncertain", True, "not a number"),
        ("review-task-havana", int(EVENTS["sides"].str.contains("Havana").sum()), "all years"),
        ("review-task-havana", int((EVENTS["earliest"].dt.year == 1962).sum()), "Add a filter for Havana"),
        (
            "review-task-havana",
            int(((EVENTS["sides"] == "Havana") & (EVENTS["earliest"].dt.year == 1962)).sum()),
            "alone",
        ),
        ("review-task-havana", -1, "another number"),
        ("review-task-havana", None, "not a number"),
    ],
)
def test_task_hints_fit_the_common_mistakes(name, value, part):
    found = grade(EXERCISES[name], value)
    assert found.result == "wrong"
    assert part in found.reasons[0]


def test_task_runs_from_a_cell():
    assert "result" not in show("review-task-uncertain", None).widget.state
    page = show("review-task-uncertain", int((EVENTS["date_kind"] != "exact day").sum()))
    assert page.widget.state["result"] == "right"


def test_unknown_exercise_says_which_is_near():
    with pytest.raises(ValueError, match="start-check-first"):
        show("start-check-frist")


def test_feedback_of_a_right_answer_cites_its_sources():
    card = CardWidget(EXERCISES["review-date-of-signing"], LESSON)
    card.check("13 February 1960")
    assert any(reason.startswith("Sources: ") for reason in card.state["reasons"])


def test_verdicts_of_all_claims_open_only_after_an_answer():
    all_claims = verdict_exercises(EXERCISES, LESSON)
    assert [one.content["claim"] for one in all_claims] == list(LESSON.claims["id"])
    page = live_verdicts(all_claims, LESSON)
    whys = list(LESSON.claims["why"])
    assert not any(why in page.words + page.html for why in whys)
    widget = VerdictsWidget(all_claims, LESSON)
    widget._receive(None, {"action": "go", "place": 4}, None)
    assert widget.form["quote"] == LESSON.claims["quote"].iloc[4]
    assert not any(why in json.dumps(widget.state) for why in whys)
    widget.check(right_answer(all_claims[4]), 2, 1.0)
    assert LESSON.claims["why"].iloc[4] in widget.state["reasons"]
    for place in (-1, 99, "1", None):
        widget._receive(None, {"action": "go", "place": place}, None)
        assert widget.form["place"] == 4


def test_schema_says_the_same_as_the_loader():
    schema = json.loads((PROJECT / "data" / "exercises.schema.json").read_text(encoding="utf-8"))
    rows = yaml.safe_load((PROJECT / "data" / "exercises.yaml").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(rows)
    item = schema["items"]
    assert set(item["required"]) == set(REQUIRED)
    assert set(item["properties"]) == {*REQUIRED, *OPTIONAL}
    assert item["properties"]["skill"]["enum"] == list(SKILLS)
    for branch in item["allOf"]:
        kind = branch["if"]["properties"]["kind"]["const"]
        assert set(branch["then"]["properties"]) == {*REQUIRED, *OPTIONAL, *KINDS[kind].FIELDS}
    assert {branch["if"]["properties"]["kind"]["const"] for branch in item["allOf"]} == set(KINDS)


def test_the_page_for_authors_shows_every_kind_and_its_examples_load(tmp_path):
    page = (PROJECT / "docs" / "write-an-exercise.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"\n### {kind}\n" in page, kind
