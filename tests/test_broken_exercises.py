"""A broken exercises.yaml: every mistake is named with line, exercise, field and cure, all at once."""

import dataclasses
from pathlib import Path

import pytest

from helpers.exercises.loading import ExerciseError, load_exercises, verdict_exercises
from helpers.files import PROJECT
from helpers.load import load_lesson

GOOD = """\
- id: a-good-one
  notebook: 05-exercises
  kind: choose-one
  skill: sourcing
  level: 1
  minutes: 1
  question: Which?
  solution: This.
  options:
    - {text: this, right: true, reason: Yes.}
    - {text: that, reason: No.}
"""
BASE = {
    "date": "event: bay-of-pigs\n  right: R\n  otherwise: O\n",
    "number": 'answer: "{days:mikoyan-arrives:trade-credit-agreement}"\n  unit: days\n  right: R\n  otherwise: O\n',
    "order": "items: [bay-of-pigs, mikoyan-arrives, harlem-meeting]\n  right: R\n  otherwise: O\n",
    "match": "items:\n    - {text: a, answer: speaks for it, wrong: W, reason: R}\n    - {text: b, answer: speaks against it, wrong: W, reason: R}\n",
    "mark": "sentence: 5\n  find:\n    - {words: was motivated by, reason: R}\n  otherwise: O\n",
    "verdict": "claim: c07\n",
    "write": "words: 5\n  checklist: [one]\n",
    "task": "check: uncertain-rows\n",
    "choose-several": "options:\n    - {text: a, right: true, reason: R}\n    - {text: b, reason: R}\n",
}


def of_kind(kind, old="", new=""):
    head = GOOD[: GOOD.index("  options:")].replace("choose-one", kind)
    text = head + "  " + BASE[kind]
    assert old in text
    return text.replace(old, new)


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


#: Name, the file, the line (0: the whole file), the field, and words of the message.
BROKEN = {
    "no list": ("id: x\n", 1, "", "must be a list"),
    "empty": ("", 0, "", "The file is empty"),
    "list of words": ("- a\n- b\n", 1, "", "must be a list"),
    "broken indentation": (changed("  kind:", " kind:"), 3, "", "not YAML"),
    "unclosed quotation mark": (
        changed("question: Which?", 'question: "Which?'),
        7,
        "",
        "not YAML",
    ),
    "colon in a text": (changed("question: Which?", "question: Which: this?"), 7, "", "not YAML"),
    "field twice": (changed("  level: 1\n", "  level: 1\n  level: 2\n"), 1, "", "stands twice"),
    "a tag that runs code": (
        changed("question: Which?", "question: !!python/object/apply:os.system [ls]"),
        7,
        "",
        "is a tag",
    ),
    "no id": (changed("- id: a-good-one\n  notebook", "- notebook"), 1, "id", "missing"),
    "id in capitals": (changed("a-good-one", "A-Good"), 1, "id", "lower-case"),
    "id twice": (GOOD + GOOD, 12, "id", "stands twice"),
    "no question": (changed("  question: Which?\n", ""), 1, "question", "missing"),
    "empty question": (changed("question: Which?", 'question: ""'), 1, "question", "not empty"),
    "number as question": (changed("question: Which?", "question: 5"), 1, "question", "not a text"),
    "unknown kind": (changed("choose-one", "choose-on"), 1, "kind", "Did you mean"),
    "unknown skill": (changed("sourcing", "sorcing"), 1, "skill", "Did you mean"),
    "level 4": (changed("level: 1", "level: 4"), 1, "level", "one of: 1, 2, 3"),
    "level in words": (changed("level: 1", "level: one"), 1, "level", "one of: 1, 2, 3"),
    "unknown field": (
        changed("  minutes: 1", "  minutes: 1\n  minuts: 2"),
        1,
        "minuts",
        "Did you mean",
    ),
    "four hints": (GOOD + "  hints: [a, b, c, d]\n", 1, "hints", "at most three"),
    "unknown claim": (GOOD + "  claims: [c99]\n", 1, "claims", "not among the claims"),
    "unknown event": (GOOD + "  events: [bay-of-pig]\n", 1, "events", "Did you mean"),
    "unknown source": (GOOD + "  sources: [nowhere]\n", 1, "sources", "not among the sources"),
    "reference to nothing": (
        changed("Which?", "On {bay-of-pig.date}?"),
        1,
        "question",
        "does not exist",
    ),
    "reference of no form": (
        changed("reason: No.", "reason: 'No {today}.'"),
        1,
        "reason",
        "is not a reference",
    ),
    "no right option": (changed("right: true, ", ""), 1, "options", "0 options"),
    "two right options": (
        changed("{text: that,", "{text: that, right: true,"),
        1,
        "options",
        "2 options",
    ),
    "wrong option without reason": (
        changed(", reason: No.", ""),
        1,
        "options",
        "needs its own reason",
    ),
    "same option twice": (
        changed("text: that", "text: this"),
        1,
        "options",
        "two different options",
    ),
    "no options": (GOOD[: GOOD.index("  options:")], 1, "options", "missing"),
    "options as text": (
        GOOD[: GOOD.index("  options:")] + "  options: many\n",
        1,
        "options",
        "a list",
    ),
    "several, all right": (
        of_kind("choose-several", "{text: b,", "{text: b, right: true,"),
        1,
        "options",
        "not all",
    ),
    "date of no event": (
        of_kind("date", "bay-of-pigs", "nowhere"),
        1,
        "event",
        "not among the events",
    ),
    "date without otherwise": (of_kind("date", "  otherwise: O\n", ""), 1, "otherwise", "missing"),
    "near without reason": (
        of_kind("date", "otherwise: O\n", "otherwise: O\n  near: [{event: mikoyan-arrives}]\n"),
        1,
        "near",
        "reason",
    ),
    "number that is a span": (
        of_kind("number", "mikoyan-arrives", "raul-castro-moscow-1962"),
        1,
        "answer",
        "not one whole number",
    ),
    "order of two": (of_kind("order", ", harlem-meeting", ""), 1, "items", "three"),
    "order given away": (
        of_kind(
            "order",
            "bay-of-pigs, mikoyan-arrives, harlem-meeting",
            "mikoyan-arrives, harlem-meeting, bay-of-pigs",
        ),
        1,
        "items",
        "already stand in order",
    ),
    "order that can't be known": (
        of_kind("order", "harlem-meeting", "raul-castro-moscow-1962, ships-sail"),
        1,
        "items",
        "can't be told",
    ),
    "order of unknown events": (
        of_kind("order", "harlem-meeting", "harlem"),
        1,
        "items",
        "not among the events",
    ),
    "match with unknown answer": (
        of_kind("match", "speaks against it", "denies it"),
        1,
        "items",
        "not among the choices",
    ),
    "match without reason": (
        of_kind("match", ", reason: R}\n    - {text: b", "}\n    - {text: b"),
        1,
        "items",
        "reason",
    ),
    "mark words that are not there": (
        of_kind("mark", "was motivated by", "was caused by"),
        1,
        "find",
        "does not stand in sentence 5",
    ),
    "mark no sentence": (
        of_kind("mark", "sentence: 5", "sentence: 55"),
        1,
        "sentence",
        "no sentence 55",
    ),
    "verdict on no claim": (of_kind("verdict", "c07", "c77"), 1, "claim", "not among the claims"),
    "write without checklist": (
        of_kind("write", "  checklist: [one]\n", ""),
        1,
        "checklist",
        "missing",
    ),
    "task without check": (
        of_kind("task", "uncertain-rows", "no-such-check"),
        1,
        "check",
        "not known",
    ),
    "no skill": (changed("  skill: sourcing\n", ""), 1, "skill", "missing"),
    "hints as one text": (GOOD + "  hints: look\n", 1, "hints", "a list"),
    "a number as hint": (GOOD + "  hints: [5]\n", 1, "hints, entry 1", "not a text"),
    "claims as one text": (GOOD + "  claims: c01\n", 1, "claims", "a list"),
    "a list as claim": (GOOD + "  claims: [[c01]]\n", 1, "claims, entry 1", "not a text"),
    "kind as list": (changed("kind: choose-one", "kind: [choose-one]"), 1, "kind", "not known"),
    "level as truth": (changed("level: 1", "level: true"), 1, "level", "one of: 1, 2, 3"),
    "minutes below one": (changed("minutes: 1", "minutes: 0"), 1, "minutes", "from 1 to 60"),
    "minutes as truth": (changed("minutes: 1", "minutes: true"), 1, "minutes", "from 1 to 60"),
    "field of an option misspelt": (
        changed("reason: No.", "reason: No., rigth: true"),
        1,
        "options, entry 2 (line 11), field rigth",
        "Did you mean “right”",
    ),
    "right in words": (
        changed("right: true", "right: yes"),
        1,
        "options, entry 1 (line 10), field right",
        "neither true nor false",
    ),
    "options without parts": (
        GOOD[: GOOD.index("  options:")] + "  options: [a, b]\n",
        1,
        "options, entry 1",
        "It needs: text, reason",
    ),
    "a number as name": (changed("  minutes: 1", "  minutes: 1\n  5: x"), 1, "5", "not known"),
    "tolerance in words": (
        of_kind("number", "  unit", "  tolerance: some\n  unit"),
        1,
        "tolerance",
        "whole number",
    ),
    "near as a number": (
        of_kind("number", "  unit", "  near: [{value: 5, reason: R}]\n  unit"),
        1,
        "near, entry 1 (line 10), field value",
        "quotation marks",
    ),
    "near that is no number": (
        of_kind("number", "  unit", "  near: [{value: many, reason: R}]\n  unit"),
        1,
        "answer",
        "not one whole number",
    ),
    "event twice in an order": (
        of_kind("order", "harlem-meeting", "harlem-meeting, bay-of-pigs"),
        1,
        "items",
        "each of them once",
    ),
    "choice twice": (
        of_kind(
            "match",
            "items:",
            "choices: [{text: speaks for it, needs: N}, {text: speaks for it, needs: M}]\n  items:",
        ),
        1,
        "choices",
        "stands twice",
    ),
    "choices without what they need": (
        of_kind("match", "items:", "choices: [a, b]\n  items:"),
        1,
        "choices, entry 1",
        "text, needs",
    ),
    "no words": (of_kind("write", "words: 5", "words: none"), 1, "words", "whole number"),
    "verdict's mistake that is right": (
        of_kind(
            "verdict", "claim: c07\n", "claim: c07\n  near: [{verdict: contradicted, reason: R}]\n"
        ),
        1,
        "near",
        "is our verdict",
    ),
    "verdict's mistake that is none": (
        of_kind("verdict", "claim: c07\n", "claim: c07\n  near: [{verdict: wrong, reason: R}]\n"),
        1,
        "near, entry 1 (line 10), field verdict",
        "not known",
    ),
    "a repeated part": (
        changed("reason: Yes.", "reason: &a Yes.").replace("reason: No.", "reason: *a"),
        11,
        "",
        "repeats a part",
    ),
    "a bomb": (
        "a: &a [x, x]\n"
        + "".join(
            f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n"
            for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
        ),
        2,
        "",
        "repeats a part",
    ),
    "a list in itself": (GOOD + "  hints: &a [*a]\n", 12, "", "repeats a part"),
    "lists in lists": ("[" * 5000, 1, "", "not YAML"),
    "an explicit tag": (changed("level: 1", "level: !!int one"), 5, "", "is a tag"),
    "a number of 5,000 digits": (changed("level: 1", "level: " + "1" * 5000), 1, "", "not YAML"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "", "UTF-8"),
    "cp1252": (GOOD.replace("Which?", "Which “one”?").encode("cp1252"), 7, "", "UTF-8"),
    "NUL": (GOOD.replace("Which?", "Wh\0ich?"), 7, "", "NUL"),
}


def lesson_with(tmp_path, text):
    """Return the lesson with another file of exercises."""
    folder = tmp_path / "data"
    folder.mkdir()
    Path(folder, "exercises.yaml").write_bytes(
        text if isinstance(text, bytes) else text.encode("utf-8")
    )
    return dataclasses.replace(load_lesson(), folder=folder)


def test_the_base_of_all_cases_is_good(tmp_path):
    text = GOOD + "".join(of_kind(kind, "a-good-one", f"of-{kind}") for kind in BASE)
    assert len(load_exercises(lesson_with(tmp_path, text))) == 1 + len(BASE)


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name, tmp_path):
    text, line, field, part = BROKEN[name]
    with pytest.raises(ExerciseError) as error:
        load_exercises(lesson_with(tmp_path, text))
    message = error.value.problems[0]
    assert "exercises.yaml" in message
    assert not line or f"line {line}" in message, message
    assert part in message, message
    if field:
        assert f"field {field}" in message, message
    assert error.value._render_traceback_()[0].startswith("The exercises have ")


def test_all_problems_at_once(tmp_path):
    text = (
        changed("level: 1", "level: 9")
        + of_kind("verdict", "c07", "c77")
        + of_kind("date", "bay-of-pigs", "nowhere")
    )
    with pytest.raises(ExerciseError) as error:
        load_exercises(lesson_with(tmp_path, text))
    assert [problem.split(": ")[1].split()[1] for problem in error.value.problems] == [
        "level",
        "claim",
        "event",
    ]


def test_words_that_other_programs_take_for_dates_and_truth_stay_words(tmp_path):
    text = changed("text: this", "text: 1960-02-13").replace("text: that", "text: no")
    found = load_exercises(lesson_with(tmp_path, text))["a-good-one"]
    assert [option["text"] for option in found.content["options"]] == ["1960-02-13", "no"]


VERDICTS = (PROJECT / "data" / "verdicts.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "part"),
    [
        ("claim: c01\n", "claim: c77\n", "not among the claims"),
        ("verdict: supported", "verdict: suported", "not known"),
        ("verdict: supported", "verdict: unsupported", "is our verdict on c01"),
        ("reason: Which paper", "reson: Which paper", "field reason is missing"),
        ("{trade-credit-agreement.year}", "{nowhere.year}", "nowhere"),
    ],
)
def test_a_mistake_in_the_reasons_for_verdicts_is_named(tmp_path, right, wrong, part):
    assert right in VERDICTS
    lesson = lesson_with(tmp_path, GOOD)
    Path(lesson.folder, "verdicts.yaml").write_text(
        VERDICTS.replace(right, wrong, 1), encoding="utf-8"
    )
    with pytest.raises(ExerciseError) as error:
        verdict_exercises({}, lesson)
    message = error.value.problems[0]
    assert message.startswith("verdicts.yaml, line 4, claim c")
    assert part in message
