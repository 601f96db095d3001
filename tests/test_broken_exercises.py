"""A broken exercises.yaml: every mistake is named with line, exercise, field and fix."""

import dataclasses
import re
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
    "date": "event: bay-of-pigs\n  right: R\n  default_feedback: O\n",
    "number": """answer: "{days:mikoyan-arrives:trade-credit-agreement}"
  unit: days
  right: R
  default_feedback: O
""",
    "order": """items: [bay-of-pigs, mikoyan-arrives, harlem-meeting]
  right: R
  default_feedback: O
""",
    "match": """items:
    - {text: a, answer: speaks for it, wrong: W, reason: R}
    - {text: b, answer: speaks against it, wrong: W, reason: R}
""",
    "mark": """sentence: 5
  find:
    - {words: was motivated by, reason: R}
  default_feedback: O
""",
    "verdict": "claim: c07\n",
    "vote": """options:
    - {text: a}
    - {text: b}
  talk: T
""",
    "write": "words: 5\n  checklist: [one]\n",
    "task": """check:
    expect: number
    filters:
      uncertain: {column: date_kind, op: not-equals, value: exact day}
    all_of: [uncertain]
    common_mistakes: [{all_of: [], reason: R}]
    right: "{count} of {all}"
    default_feedback: O
""",
    "choose-several": """options:
    - {text: a, right: true, reason: R}
    - {text: b, reason: R}
""",
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
    "no list": ("id: x\n", 1, "", "is not a list"),
    "empty": ("", 0, "", "The file is empty"),
    "list of words": ("- a\n- b\n", 1, "", "has no fields"),
    "broken indentation": (changed("  kind:", " kind:"), 3, "", "not valid YAML"),
    "unclosed quotation mark": (
        changed("question: Which?", 'question: "Which?'),
        7,
        "",
        "not valid YAML",
    ),
    "colon in a text": (
        changed("question: Which?", "question: Which: this?"),
        7,
        "",
        "not valid YAML",
    ),
    "field twice": (changed("  level: 1\n", "  level: 1\n  level: 2\n"), 6, "", "appears twice"),
    "a tag that runs code": (
        changed("question: Which?", "question: !!python/object/apply:os.system [ls]"),
        7,
        "",
        "The tag",
    ),
    "no id": (changed("- id: a-good-one\n  notebook", "- notebook"), 1, "id", "missing"),
    "id in capitals": (changed("a-good-one", "A-Good"), 1, "id", "lower-case"),
    "id twice": (GOOD + GOOD, 12, "id", "is there twice"),
    "no question": (changed("  question: Which?\n", ""), 1, "question", "missing"),
    "empty question": (changed("question: Which?", 'question: ""'), 7, "question", "is empty"),
    "number as question": (changed("question: Which?", "question: 5"), 7, "question", "not a text"),
    "unknown kind": (changed("choose-one", "choose-on"), 3, "kind", "Did you mean"),
    "unknown skill": (changed("sourcing", "sorcing"), 4, "skill", "Did you mean"),
    "level 4": (changed("level: 1", "level: 4"), 5, "level", "one of: 1, 2, 3"),
    "level in words": (changed("level: 1", "level: one"), 5, "level", "one of: 1, 2, 3"),
    "unknown field": (
        changed("  minutes: 1", "  minutes: 1\n  minuts: 2"),
        7,
        "minuts",
        "Did you mean",
    ),
    "four hints": (GOOD + "  hints: [a, b, c, d]\n", 12, "hints", "one to three"),
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
        11,
        "options[2].reason",
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
        9,
        "options",
        "not a list",
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
    "date without otherwise": (
        of_kind("date", "  default_feedback: O\n", ""),
        1,
        "default_feedback",
        "missing",
    ),
    "near without reason": (
        of_kind(
            "date",
            "default_feedback: O\n",
            "default_feedback: O\n  common_mistakes: [{event: mikoyan-arrives}]\n",
        ),
        12,
        "common_mistakes[1].reason",
        "missing",
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
        "in the right order already",
    ),
    "order that can't be known": (
        of_kind(
            "order",
            "bay-of-pigs, mikoyan-arrives, harlem-meeting",
            "castro-plots, full-embargo, second-declaration-of-havana",
        ),
        1,
        "items",
        "for certain",
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
        10,
        "items[1].reason",
        "missing",
    ),
    "mark words that are not there": (
        of_kind("mark", "was motivated by", "was caused by"),
        1,
        "find",
        "is not in sentence 5",
    ),
    "mark no sentence": (
        of_kind("mark", "sentence: 5", "sentence: 55"),
        1,
        "sentence",
        "no sentence 55",
    ),
    "verdict on no claim": (of_kind("verdict", "c07", "c77"), 1, "claim", "not among the claims"),
    "write with two samples": (
        of_kind("write", "  checklist: [one]\n", "  samples: [one, two]\n"),
        10,
        "samples",
        "Give three answers",
    ),
    "vote without a talk": (of_kind("vote", "  talk: T\n", ""), 1, "talk", "missing"),
    "vote on one option": (
        of_kind("vote", "    - {text: b}\n", ""),
        1,
        "options",
        "two different options",
    ),
    "vote with a right option": (
        of_kind("vote", "{text: a}", "{text: a, right: true}"),
        10,
        "options[1].right",
        "not known",
    ),
    "task without check": (
        GOOD[: GOOD.index("  options:")].replace("choose-one", "task") + "  check: no-such-check\n",
        9,
        "check",
        "It needs: expect",
    ),
    "no skill": (changed("  skill: sourcing\n", ""), 1, "skill", "missing"),
    "hints as one text": (GOOD + "  hints: look\n", 12, "hints", "not a list"),
    "a number as hint": (GOOD + "  hints: [5]\n", 12, "hints[1]", "not a text"),
    "claims as one text": (GOOD + "  claims: c01\n", 12, "claims", "not a list"),
    "a list as claim": (GOOD + "  claims: [[c01]]\n", 12, "claims[1]", "not a text"),
    "kind as list": (changed("kind: choose-one", "kind: [choose-one]"), 3, "kind", "not known"),
    "level as truth": (changed("level: 1", "level: true"), 5, "level", "one of: 1, 2, 3"),
    "minutes below one": (changed("minutes: 1", "minutes: 0"), 6, "minutes", "from 1 to 60"),
    "minutes as truth": (changed("minutes: 1", "minutes: true"), 6, "minutes", "from 1 to 60"),
    "field of an option misspelt": (
        changed("reason: No.", "reason: No., rigth: true"),
        11,
        "options[2].rigth",
        "Did you mean “right”",
    ),
    "right in words": (
        changed("right: true", "right: yes"),
        10,
        "options[1].right",
        "neither true nor false",
    ),
    "options without parts": (
        GOOD[: GOOD.index("  options:")] + "  options: [a, b]\n",
        9,
        "options[1]",
        "It needs: text, reason",
    ),
    "a number as name": (
        changed("  minutes: 1", "  minutes: 1\n  5: x"),
        7,
        "",
        "name of a field is not a text",
    ),
    "tolerance in words": (
        of_kind("number", "  unit", "  tolerance: some\n  unit"),
        10,
        "tolerance",
        "whole number",
    ),
    "near as a number": (
        of_kind("number", "  unit", "  common_mistakes: [{value: 5, reason: R}]\n  unit"),
        10,
        "common_mistakes[1].value",
        "quotation marks",
    ),
    "near that is no number": (
        of_kind("number", "  unit", "  common_mistakes: [{value: many, reason: R}]\n  unit"),
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
            "choices: [{text: speaks for it, requirement: N}, {text: speaks for it, requirement: "
            "M}]\n  items:",
        ),
        1,
        "choices",
        "is there twice",
    ),
    "choices without what they need": (
        of_kind("match", "items:", "choices: [a, b]\n  items:"),
        9,
        "choices[1]",
        "text, requirement",
    ),
    "no words": (of_kind("write", "words: 5", "words: none"), 9, "words", "whole number"),
    "verdict's mistake that is right": (
        of_kind(
            "verdict",
            "claim: c07\n",
            "claim: c07\n  common_mistakes: [{verdict: contradicted, reason: R}]\n",
        ),
        1,
        "common_mistakes",
        "is our verdict",
    ),
    "verdict's mistake that is none": (
        of_kind(
            "verdict",
            "claim: c07\n",
            "claim: c07\n  common_mistakes: [{verdict: wrong, reason: R}]\n",
        ),
        10,
        "common_mistakes[1].verdict",
        "not known",
    ),
    "a repeated part": (
        changed("reason: Yes.", "reason: &a Yes.").replace("reason: No.", "reason: *a"),
        11,
        "",
        "repeated by a reference",
    ),
    "a bomb": (
        "a: &a [x, x]\n"
        + "".join(
            f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n"
            for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
        ),
        2,
        "",
        "repeated by a reference",
    ),
    "a list in itself": (GOOD + "  hints: &a [*a]\n", 12, "", "repeated by a reference"),
    "lists in lists": ("[" * 5000, 1, "", "nested more than"),
    "an explicit tag": (changed("level: 1", "level: !!int one"), 5, "", "The tag"),
    "a number of 5,000 digits": (
        changed("level: 1", "level: " + "1" * 5000),
        1,
        "",
        "not valid YAML",
    ),
    "UTF-16": (GOOD.encode("utf-16"), 1, "", "UTF-8"),
    "cp1252": (GOOD.replace("Which?", "Which “one”?").encode("cp1252"), 7, "", "UTF-8"),
    "NUL": (GOOD.replace("Which?", "Wh\0ich?"), 7, "", "NUL"),
    "task with an unknown column": (
        of_kind("task", "date_kind", "date_kid"),
        1,
        "check, filters",
        "Did you mean “date_kind”",
    ),
    "task with an unknown operation": (
        of_kind("task", "not-equals", "differs"),
        12,
        "check.filters.uncertain.op",
        "Use one of: equals",
    ),
    "task with an unknown filter": (
        of_kind("task", "[uncertain]", "[uncertan]"),
        1,
        "check",
        "Did you mean “uncertain”",
    ),
    "task with a year of words": (
        of_kind("task", "op: not-equals", "op: year"),
        1,
        "check, filters",
        "has no dates",
    ),
    "task that expects nothing known": (
        of_kind("task", "expect: number", "expect: sum"),
        10,
        "check.expect",
        "Use one of: table, number, order, bars",
    ),
    "task with a mistake without reason": (
        of_kind("task", ", reason: R}", "}"),
        14,
        "check.common_mistakes[1].reason",
        "missing",
    ),
    "task joined in two ways": (
        of_kind("task", "all_of: [uncertain]", "all_of: [uncertain]\n    any_of: [uncertain]"),
        1,
        "check",
        "Keep one of them",
    ),
    "task of bars without dates": (
        of_kind("task", "expect: number", "expect: bars\n    years_of: title"),
        1,
        "check",
        "has no dates",
    ),
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
    message = str(error.value.problems[0])
    assert "exercises.yaml" in message
    assert not line or re.search(rf"line {line}\b", message), message
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
    fields = [re.search(r"field (\w+)", str(problem))[1] for problem in error.value.problems]
    assert fields == ["level", "claim", "event"]


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
        ("reason: Which document", "reson: Which document", "[1].reason is missing"),
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
    message = str(error.value.problems[0])
    assert re.match(r"verdicts\.yaml, line [4-7], (claim c\d\d|entry number 1)", message), message
    assert part in message
