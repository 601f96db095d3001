"""Every exercise of the file: its question gives nothing away, its right answer is right, every wrong one has a reason."""

import dataclasses
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import jsonschema
import nbformat
import pytest
import yaml
from matplotlib.figure import Figure

from helpers.exercises import exercise as show
from helpers.exercises.card import CardWidget, VerdictsWidget, live_verdicts
from helpers.exercises.form import form_of, static
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.match import CHOICES
from helpers.exercises.kinds.verdict import VERDICTS, reveal
from helpers.exercises.loading import SKILLS, load_exercises, verdict_exercises
from helpers.files import PROJECT
from helpers.lesson.dates import MONTHS
from tests.answers import EXERCISES, LESSON, OTHERS, keys, right_answer, secrets
from tools import schema
from tools.check import not_shown

ALL = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())


def grade(exercise, answer):
    return KINDS[exercise.kind].grade(exercise.content, answer, LESSON)


def test_there_are_enough_of_all_kinds_and_skills():
    assert len(EXERCISES) >= 36
    assert set(KINDS) == {one.kind for one in EXERCISES.values()}
    assert set(SKILLS) == {one.skill for one in EXERCISES.values()}
    assert min(Counter(one.skill for one in EXERCISES.values()).values()) >= 3


def test_each_is_shown_in_the_notebook_that_it_names_and_the_check_says_where_not():
    assert not_shown(EXERCISES) == []
    moved = dataclasses.replace(EXERCISES["start-check-first"], notebook="05-exercises")
    (found,) = not_shown({"start-check-first": moved})
    assert "Shown in: 00-start-here." in found
    assert len(not_shown({"start": EXERCISES["start-check-first"]})) == 1, (
        "a part of a name is not the name"
    )


def test_an_exercise_may_be_shown_with_either_quotation_mark(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.check.PROJECT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for source in ("exercise('start-check-first')", 'exercise("start-check-first", None)'):
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]),
            tmp_path / "notebooks/00-start-here.ipynb",
        )
        assert not_shown({"start-check-first": EXERCISES["start-check-first"]}) == []


@ALL
def test_right_answer_is_right(exercise):
    result = grade(exercise, right_answer(exercise))
    assert result.result == ("kept" if exercise.kind == "write" else "right")
    assert all(result.reasons)


@ALL
def test_the_question_gives_nothing_away(exercise):
    form = form_of(exercise, LESSON)
    markup, words = static(form)
    shown = json.dumps(form, ensure_ascii=False) + html.unescape(markup) + words
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


def wrong_choices(exercise):
    """Yield every single wrong choice of an exercise as (what was chosen, an answer that is wrong only there)."""
    right, content = right_answer(exercise), exercise.content
    match exercise.kind:
        case "choose-one" | "verdict":
            count = len(VERDICTS) if exercise.kind == "verdict" else len(content["options"])
            yield from ((choice, choice) for choice in range(count) if choice != right)
        case "choose-several":
            yield from (
                (place, [place]) for place in range(len(content["options"])) if place not in right
            )
        case "match":
            for place, fits in enumerate(right):
                for choice in range(len(content.get("choices", CHOICES))):
                    if choice != fits:
                        yield (place, choice), [*right[:place], choice, *right[place + 1 :]]
        case "mark":
            yield from (
                (place, [place])
                for place in range(len(form_of(exercise, LESSON)["options"]))
                if place not in right
            )


CHOOSING = [
    one
    for one in EXERCISES.values()
    if one.kind in ("choose-one", "choose-several", "match", "mark", "verdict")
]


@pytest.mark.parametrize("exercise", CHOOSING + OTHERS, ids=lambda one: one.id)
def test_every_wrong_choice_has_its_own_reason(exercise):
    """No two wrong choices share a reason; two words of one phrase do."""
    reasons = {}
    for chosen, answer in wrong_choices(exercise):
        result = grade(exercise, answer)
        assert result.result in ("wrong", "partly")
        reasons[chosen] = next(
            (one for one in result.reasons if one.startswith("✗")), result.reasons[0]
        )
        assert len(reasons[chosen].split()) >= 4, "a reason that helps is more than a word"
    assert reasons
    if exercise.kind == "mark":
        general = [one for one in reasons.values() if exercise.content["otherwise"] in one]
        assert general == [], "every word of the sentence has its own reason"
    else:
        assert len(set(reasons.values())) == len(reasons)


def lengths(exercise):
    """Return how long the right options of an exercise are, and how long the wrong ones."""
    right, texts = (
        right_answer(exercise),
        [option["text"] for option in exercise.content["options"]],
    )
    places = right if isinstance(right, list) else [right]
    return [len(texts[place]) for place in places], [
        len(text) for place, text in enumerate(texts) if place not in places
    ]


@pytest.mark.parametrize(
    "exercise", [one for one in CHOOSING if "options" in one.content], ids=lambda one: one.id
)
def test_the_right_options_are_not_much_longer_than_the_wrong_ones(exercise):
    assert too_long(exercise) == ""


def too_long(exercise):
    """Return what to change if the right options are more than a quarter longer than the wrong ones."""
    right, wrong = (sum(letters) / len(letters) for letters in lengths(exercise))
    said = f"{exercise.id}: right options have {right:.0f} letters, wrong ones {wrong:.0f}: shorten the right or lengthen the wrong, to a quarter more."
    return said if right > 1.25 * wrong else ""


def test_whoever_always_takes_the_longest_or_the_shortest_option_is_seldom_right():
    found = [lengths(one) for one in EXERCISES.values() if one.kind == "choose-one"]
    longest, shortest = (
        sum(right[0] == pick([*right, *wrong]) for right, wrong in found) for pick in (max, min)
    )
    assert max(longest, shortest) <= len(found) / 3


@pytest.mark.parametrize(
    "exercise", [one for one in CHOOSING if one.kind == "match"], ids=lambda one: one.id
)
def test_the_answers_of_a_match_do_not_stand_in_the_order_of_its_menu(exercise):
    right = right_answer(exercise)
    assert right != sorted(right)


@pytest.mark.parametrize("exercise", [*EXERCISES.values(), *OTHERS], ids=lambda one: one.id)
def test_whoever_is_stuck_can_ask_for_a_hint(exercise):
    assert exercise.hints


@pytest.mark.parametrize(
    "exercise", verdict_exercises(EXERCISES, LESSON), ids=lambda one: one.content["claim"]
)
def test_the_solution_of_a_verdict_names_the_verdict(exercise):
    right = VERDICTS[LESSON.claim(exercise.content["claim"])["verdict"]].words.partition(":")[0]
    assert exercise.content["solution"].lower().removeprefix("our verdict: ").startswith(right)


@pytest.mark.parametrize(
    "exercise", verdict_exercises(EXERCISES, LESSON), ids=lambda one: one.content["claim"]
)
def test_a_wrong_verdict_leads_on_and_does_not_name_the_right_one(exercise):
    right = VERDICTS[LESSON.claim(exercise.content["claim"])["verdict"]]
    for _, answer in wrong_choices(exercise):
        reasons = grade(exercise, answer).reasons
        assert "Rows to look at: " in reasons[-1]
        assert ("The claim is about the " in reasons[-1]) == bool(
            LESSON.claim(exercise.content["claim"])["about"]
        )
        assert len(reasons) == 2
        assert all(reasons[0] != one.needs for one in VERDICTS.values()), (
            "a general reason where the claim needs its own"
        )
        assert right.words not in " ".join(reasons)


def test_a_claim_that_the_text_makes_twice_has_the_same_reasons():
    claims = LESSON.claims
    twice = claims[claims.duplicated(["claim", "about"], keep=False)]
    near = {
        one.content["claim"]: one.content["near"] for one in verdict_exercises(EXERCISES, LESSON)
    }
    for _, same in twice.groupby(["claim", "about"]):
        first, second = (near[name] for name in same["id"])
        assert first == second != []
    assert len(twice) == 4


@pytest.mark.parametrize(
    ("claim", "chosen", "result"),
    [
        ("c07", "partly-supported", "wrong"),
        ("c24", "supported", "partly"),
        ("c26", "omission", "partly"),
        ("c24", "opinion", "wrong"),
        ("c22", "contradicted", "partly"),
        ("c13", "partly-supported", "wrong"),
    ],
)
def test_only_a_verdict_that_comes_near_is_called_partly_right(claim, chosen, result):
    (exercise,) = (
        one for one in verdict_exercises(EXERCISES, LESSON) if one.content["claim"] == claim
    )
    assert grade(exercise, list(VERDICTS).index(chosen)).result == result


def test_a_wrong_verdict_without_a_reason_is_answered_in_general_words():
    said = KINDS["verdict"].grade({"claim": "c07"}, list(VERDICTS).index("opinion"), LESSON).reasons
    assert said[0] == VERDICTS["opinion"].needs
    assert said[1].startswith("The claim is about the ")


def test_what_is_asked_about_the_whole_record_is_so():
    sides = (
        EVENTS[EVENTS["earliest"].dt.year == 1960]["sides"].str.split("; ").explode().value_counts()
    )
    lane = EXERCISES["timeline-fullest-lane"].content["options"]
    assert (
        next(one["text"] for one in lane if one.get("right")) == sides.idxmax()
        and sides.nlargest(2).is_unique
    )
    months = EVENTS["earliest"].dt.strftime("%Y-%m").value_counts()
    assert months.idxmax() == EVENTS.set_index("id").loc["quarantine-speech", "date"][:7]
    assert 0.25 < months.max() / len(EVENTS) < 0.4, "a reason says about a third"


def test_no_reason_has_two_signs_where_one_belongs():
    said = [
        reason for one in EXERCISES.values() for reason in grade(one, right_answer(one)).reasons
    ]
    said += [reason for name in LESSON.claims["id"] for reason in reveal(name, LESSON)]
    assert not [reason for reason in said if re.search(r"[?.!]:|\.”\.$", reason)]


@ALL
def test_a_right_answer_names_what_it_rests_on(exercise):
    card = CardWidget(exercise, LESSON)
    card.check(right_answer(exercise))
    named = any(one.startswith(("Sources: ", "In the text: ")) for one in card.state["reasons"])
    assert exercise.kind == "write" or named, (
        f"{exercise.id} cites nothing: name claims, events or sources in data/exercises.yaml."
    )


def test_choose_several_tells_partly_right_from_wrong_and_counts_what_is_missed():
    exercise = EXERCISES["start-what-would-help"]
    right = right_answer(exercise)
    partly = grade(exercise, right[:-1])
    assert partly.result == "partly"
    assert partly.reasons[-1] == "One option that fits is not chosen yet."
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
        ("February 1960", "partly", "more exact"),
        ("13 February 1961", "partly", "the year is not"),
        ("5 May 1962", "wrong", "too late, and in another year"),
        ("5 May 1959", "wrong", "too early"),
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
        ("9", "right"),
        ("9 days", "right"),
        (" 09 ", "right"),
        ("14", "wrong"),
        ("8", "wrong"),
        ("10", "wrong"),
        ("-9", "partly"),
        ("nine", "unclear"),
        ("9.5", "unclear"),
    ],
)
def test_number(words, result):
    assert grade(EXERCISES["chronology-days-between"], words).result == result


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


def test_order_tells_partly_right_from_wrong_and_names_the_first_wrong_step():
    exercise = EXERCISES["timeline-predict"]
    right = right_answer(exercise)
    swapped = [right[1], right[0], *right[2:]]
    partly = grade(exercise, swapped)
    assert partly.result == "partly"
    assert partly.reasons[0].startswith("In order: 3 of 4 steps")
    first, second = (LESSON.event(exercise.content["items"][place])["title"] for place in right[:2])
    assert (
        partly.reasons[1]
        == f"✗ “{second}” stands before “{first}”, but came later. They lie in the same month: look at the days."
    )
    backwards = grade(exercise, right[::-1])
    assert backwards.result == "wrong"
    assert sum(reason.startswith("✗") for reason in backwards.reasons) == 4
    assert any("different years" in reason for reason in backwards.reasons)
    assert any("same year" in reason for reason in backwards.reasons)


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
    alone = dataclasses.replace(exercise, content={**exercise.content, "decoys": []})
    assert (
        exercise.content["otherwise"] in grade(alone, [*right, words.index("influence")]).reasons[1]
    )


def test_write_counts_words_before_it_shows_the_model_answer():
    exercise = EXERCISES["read-first-impression"]
    short = grade(exercise, "Too short.")
    assert (short.result, exercise.content["solution"] in " ".join(short.reasons)) == (
        "unclear",
        False,
    )
    kept = grade(exercise, "word " * exercise.content["words"])
    assert exercise.content["solution"] in kept.reasons[-1]
    assert all(
        any(point in reason for reason in kept.reasons) for point in exercise.content["checklist"]
    )


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
    card = CardWidget(EXERCISES["review-date-of-signing"], LESSON)
    card.check("13 February 1960")
    assert any(reason.startswith("Sources: ") for reason in card.state["reasons"])


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


def test_schema_is_the_one_that_the_loader_checks():
    stored = json.loads((PROJECT / "data" / "exercises.schema.json").read_text(encoding="utf-8"))
    assert stored == schema.schema(), "run python3 start.py build"
    rows = yaml.safe_load((PROJECT / "data" / "exercises.yaml").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(stored)
    validator.validate(rows)
    for fault in (
        {"level": 4},
        {"reson": "x"},
        {"options": []},
        {"kind": "choose-on"},
        {"minutes": "two"},
    ):
        assert not validator.is_valid([rows[0] | fault])
    assert not validator.is_valid(
        [{name: part for name, part in rows[0].items() if name != "solution"}]
    )


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
    assert right.result == ("kept" if kind == "write" else "right")
    assert CardWidget(found, LESSON).form["input"]
    assert "options" not in found.content or too_long(found) == ""


ELEVENTH = '''
"""Say yes or no."""

from helpers.exercises.kinds.base import Result

FIELDS = {"answer": bool, "yes": str, "no": str}


def problems(row, lesson):
    return ["field yes: it says the same as no."] if row["yes"] == row["no"] else []


def form(content, lesson):
    return {"input": "radio", "options": ["yes", "no"]}


def grade(content, answer, lesson):
    return Result("right" if (answer == 0) == content["answer"] else "wrong", [content["no" if answer else "yes"]])
'''
USE = """
from helpers.exercises import exercise
from tools.schema import schema
page = exercise("eleventh")
page.widget.check(1)
print(page.text)
print(page.widget.state["head"], page.widget.state["reasons"])
print([one["if"]["properties"]["kind"]["const"] for one in schema()["items"]["allOf"]])
"""


def test_an_eleventh_kind_is_one_new_file(tmp_path):
    """A module in `kinds/` is enough: it is found, checked, shown, graded, and known to the schema."""
    for name in ("helpers", "data", "tools"):
        shutil.copytree(
            PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "helpers" / "exercises" / "kinds" / "yes_no.py").write_text(
        ELEVENTH, encoding="utf-8"
    )
    row = "- {id: eleventh, notebook: 05-exercises, kind: yes-no, skill: sourcing, level: 1, minutes: 1,\n"
    row += """   question: "Is a tone evidence?", solution: No., answer: false, yes: "Why?", no: It is theirs.}\n"""
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
    """Return the key strings that stand anywhere in a notebook: cells, outputs, metadata, attachments, widget state."""
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


STORED = sorted((PROJECT / "notebooks").glob("*.ipynb"))


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

#: Words of a text under study that an exercise quotes, and a title that is a name, may hold a date;
#: nothing else may.
TYPED = re.compile(rf"\b(?:19\d\d|(?:{'|'.join(MONTHS[1:])})\b|\d+ (?:days|months|years))")
QUOTED = {"signed on February 4, 1960", "in April 1961", "in October 1962"}


#: Fields that hold ids.
IDS = {"id", "claims", "events", "sources", "event", "check", "claim"}


def typed(value, field=""):
    """Return the texts in which a date or a span of time is typed."""
    if isinstance(value, dict):
        return [one for name, part in value.items() if name not in IDS for one in typed(part, name)]
    if isinstance(value, list):
        return [one for part in value for one in typed(part, field)]
    text = re.sub(r"\{[^}]*\}", "", str(value))
    for words in QUOTED:
        text = text.replace(words, "")
    return (
        [str(value)]
        if TYPED.search(text) and not (field == "items" and re.fullmatch("[a-z0-9-]+", text))
        else []
    )


def raw():
    return yaml.safe_load((PROJECT / "data" / "exercises.yaml").read_text(encoding="utf-8"))


def test_no_date_or_span_is_typed_in_an_exercise():
    assert typed(raw()) == []
    assert typed("On 4 May 1961 it began, 9 days before.")
    assert not typed("On {bay-of-pigs.date} it began, {days:a:b} days before.")


def texts_of(exercises):
    return {name: json.dumps(one.content, ensure_ascii=False) for name, one in exercises.items()}


def test_a_corrected_date_corrects_every_exercise_that_uses_it_and_no_other():
    changed = load_exercises(LESSON.with_date("bay-of-pigs", "1961-06-20/1961-06-22"))
    before, after = texts_of(EXERCISES), texts_of(changed)
    differ = {name for name in before if before[name] != after[name]}
    rows = {row["id"]: json.dumps(row) for row in raw()}
    uses = {
        name
        for name, text in rows.items()
        if re.search(r"\{(?:[a-z]+:)?[^{}]*bay-of-pigs[^{}]*(?:\.date|\.month|:|\})", text)
    }
    assert differ <= uses
    assert {"verdict-motive", "timeline-how-many-months", "timeline-cause-in-time"} <= differ
    assert "17 to 19 April 1961" not in json.dumps(after)
    number = changed["timeline-how-many-months"]
    assert KINDS["number"].grade(number.content, "16", LESSON).result == "right"
    assert all(changed[name].version != EXERCISES[name].version for name in differ)


def test_a_corrected_date_changes_what_is_right():
    """The date, the order and the verdict's rows are read from the table when an answer is graded."""
    other = LESSON.with_date("trade-credit-agreement", "1960-02-14")
    signing = load_exercises(other)["review-date-of-signing"]
    assert KINDS["date"].grade(signing.content, "14 February 1960", other).result == "right"
    assert KINDS["date"].grade(signing.content, "13 February 1960", other).result == "partly"
    order = EXERCISES["timeline-predict"]
    later = LESSON.with_date("harlem-meeting", "1963-01-01")
    assert KINDS["order"].grade(order.content, right_answer(order), later).result != "right"


def test_what_is_said_of_two_dates_agrees_with_the_dates():
    """Where an exercise says that one came before the other, the data says so too."""
    for item, row in zip(
        EXERCISES["chronology-uncertain-date"].content["items"],
        next(row for row in raw() if row["id"] == "chronology-uncertain-date")["items"],
        strict=True,
    ):
        ids = re.findall(r"\{([a-z0-9-]+)\.date\}", row["text"])
        if len(ids) == 2:
            words = {True: "yes", False: "no", None: "it cannot be told"}
            assert words[LESSON.date(ids[0]).before(LESSON.date(ids[1]))] == item["answer"]
    decision = LESSON.date("presidium-missile-decision")
    for option in next(row for row in raw() if row["id"] == "timeline-cause-in-time")["options"]:
        (name,) = set(re.findall(r"\{([a-z0-9-]+)\.", option["text"]))
        assert (LESSON.date(name).before(decision) is True) == option.get("right", False)


# ---- for teachers
# --------------------------------------------------------------------------------------------


@ALL
def test_each_says_what_it_rests_on(exercise):
    cure = f"{exercise.id} rests on nothing. Name a claim or an event in data/exercises.yaml (claims: [c01], events: [bay-of-pigs])."
    assert exercise.content.get("claims") or exercise.content.get("events"), cure


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_the_minutes_of_a_section_hold_its_exercises(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    left, heading = None, ""
    for cell in cells:
        source = "".join(cell["source"])
        for words, minutes in re.findall(r"^#+ (.*?)\((\d+) minutes?\)", source, re.MULTILINE):
            left, heading = int(minutes), words
        for name in re.findall(r'exercise\("([a-z0-9-]+)"', source):
            if name in EXERCISES:
                left -= EXERCISES[name].minutes
                assert left >= 0, f"{path.name}, “{heading}”: the exercises alone take longer"


def test_a_day_within_a_near_miss_of_several_days_is_told_as_that_miss():
    exercise = EXERCISES["timeline-date-of-the-break"]
    reasons = {
        KINDS["date"].grade(exercise.content, day, LESSON).reasons[0]
        for day in ("17 April 1961", "1961-04-19", "1961-04-17/1961-04-19")
    }
    assert reasons == {
        near["reason"] for near in exercise.content["near"] if near["event"] == "bay-of-pigs"
    }
    assert KINDS["date"].grade(exercise.content, "1961-04-17/..", LESSON).reasons == [
        exercise.content["otherwise"]
    ]


@pytest.mark.parametrize(
    "answer", ["14", "14 months", "14 Months", "14 month", "14.", "14 months."]
)
def test_a_number_may_be_written_as_people_do(answer):
    content = {"answer": "14", "unit": "months", "right": "r", "otherwise": "o"}
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
