"""Everything that the lesson says about answers, broken files and contradictions.

The build writes it to `tests/snapshots/`, so that a change of a reason, of grading or of a message
shows there, in words, as something to review. A test compares it; nothing of it is hidden from `git
diff`.
"""

import dataclasses
import difflib
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from helpers.compare.contradictions import claims_touched, compare_verdicts, find_contradictions
from helpers.exercises.form import answer_in_words, form_of, static
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import ExerciseError, load_exercises
from helpers.files import PROJECT
from helpers.lesson.citations import cite
from helpers.lesson.model import derive_events
from tests import answers, broken

FOLDER = PROJECT / "tests" / "snapshots"
#: What is typed where a line is asked for: near misses, other forms, nonsense.
TYPED = (
    "",
    "1960",
    "1960-02",
    "February 1960",
    "4 February 1960",
    "13.2.1960",
    "May 5, 1961",
    "1961-04-17",
    "31 June 1960",
    "about 1962",
    "0",
    "-3",
    "7",
    "9 days",
    "9",
    "ten",
    "10,5",
    "13 days",
    "1000",
    "what?",
)


def tried(exercise, form):
    """Yield answers to an exercise: the right one, and wrong ones of every sort."""
    right, count = answers.right_answer(exercise), len(form.get("options", []))
    yield right
    if form["input"] == "radio":
        yield from (place for place in range(count) if place != right)
    elif form["input"] == "checkbox":
        yield from ([place] for place in range(count))
        yield list(range(count))
        yield [place for place in range(count) if place not in right] or [0]
    elif form["input"] == "order":
        yield right[::-1]
        yield [right[1], right[0], *right[2:]]
        yield [*right[:-2], right[-1], right[-2]]
    elif form["input"] == "match":
        yield from ([place] * count for place in range(len(form["choices"])))
        yield [(right[0] + 1) % len(form["choices"]), *right[1:]]
    elif form["input"] == "mark":
        words = len(form["options"])
        yield from ([place] for place in range(words))
        yield list(range(words))
        yield right[:1]
    elif form["input"] == "text":
        yield from TYPED
    elif form["input"] == "area":
        yield "Two words."
    elif exercise.kind == "task":
        yield from (None, 0, "many", 7)
        if isinstance(right, int):
            yield right + 1
        if isinstance(right, pd.DataFrame):
            yield from (
                right[:3],
                right.iloc[::-1],
                right.drop(columns="id", errors="ignore"),
                answers.EVENTS,
                len(right),
                list(right.index),
            )


def feedback():
    """Return what each exercise shows, and what it says to each answer."""
    lines = []
    for exercise in [*answers.EXERCISES.values(), *answers.OTHERS]:
        form, kind = form_of(exercise, answers.LESSON), KINDS[exercise.kind]
        lines += [f"==== {exercise.id} ({exercise.kind})", static(form)[1]]
        for answer in tried(exercise, form):
            try:
                shown = (
                    answer_in_words(form, answer)
                    if exercise.kind != "task"
                    else type(answer).__name__
                )
                result = kind.grade(exercise.content, answer, answers.LESSON)
            except (
                ValueError,
                IndexError,
                TypeError,
            ) as error:  # an answer that the card does not let through
                lines.append(f"-- {answer!r}: refused ({type(error).__name__})")
                continue
            lines += [
                f"-- {shown}",
                f"   {result.result}",
                *(f"   {sentence}" for sentence in result.sentences()),
                *(f"   Source: {cite(answers.LESSON, one, 'short')}" for one in result.sources),
            ]
        if exercise.kind == "vote":
            second = kind.grade(exercise.content, 1, answers.LESSON, [0])
            lines += ["-- the second vote", *(f"   {one}" for one in second.sentences())]
    return "\n".join(lines) + "\n"


def without_counts(message):
    """Leave out of a message what any new row changes: lines, and how many rows there are."""
    message = re.sub(r"\bline \d+", "line N", message)
    message = re.sub(r"\blines [\d, ]+", "lines N ", message)
    return re.sub(r"\b\d+ (others|more rows|times)\b", r"N \1", message)


def messages():
    """Return the messages about each kind of broken file and of broken exercise.

    The lines and rows of tables are not counted, because any new row changes that.
    """
    from tests.test_broken_exercises import BROKEN, lesson_with

    lines = []
    for case in broken.BROKEN:
        _, error, scratch = broken.reported(case)
        if error:
            told = [f"   {problem}" for problem in error.problems[:3]]
            lines += [
                f"-- {case.name} ({len(error.problems)})",
                *(without_counts(line.replace(scratch, "…"))[:600] for line in told),
            ]
    for name, (text, *_) in BROKEN.items():
        with tempfile.TemporaryDirectory() as scratch:
            try:
                load_exercises(lesson_with(Path(scratch), text))
            except ExerciseError as error:
                lines += [
                    f"-- exercises: {name}",
                    *(
                        f"   {problem}".replace(scratch, "…")[:600]
                        for problem in error.problems[:3]
                    ),
                ]
    return "\n".join(lines) + "\n"


CASTRO, KHRUSHCHEV, MIKOYAN = "Fidel Castro", "Nikita Khrushchev", "Anastas Mikoyan"
#: Assertions that the text does not make: relation, subject, object, value.
ASSERTED = [
    ("caused", "bay-of-pigs", "trade-credit-agreement", ""),
    ("caused", "bay-of-pigs", "accords-1960", ""),
    ("before", "bay-of-pigs", "accords-1960", ""),
    ("before", "accords-1960", "bay-of-pigs", ""),
    ("dated", "accords-1960", "", "1960-02-04"),
    ("dated", "accords-1960", "", "1960-02"),
    ("dated", "bay-of-pigs", "", "1962~"),
    ("signed-by", "accords-1960", "", KHRUSHCHEV),
    ("signed-by", "accords-1960", "", CASTRO),
    ("signed-by", "accords-1960", "", "Nobody"),
    ("met", "accords-1960", "", f"{CASTRO}; {KHRUSHCHEV}"),
    ("met", "accords-1960", "", f"{CASTRO}; {MIKOYAN}"),
    ("met", "accords-1960", "", f"{CASTRO}; Nobody"),
    ("between", "accords-1960", "", "United States; Cuba; France"),
    ("between", "settlement-1962", "", "Cuba"),
    ("term", "accords-1960", "", "nuclear missiles"),
    ("term", "accords-1960", "", "credit"),
    ("term", "accords-1960", "", "no such term"),
    ("brought", "accords-1960", "settlement-oct-28", "the assurance against invasion"),
    ("brought", "bay-of-pigs", "accords-1960", "credit"),
    ("whole-of", "settlement-1962", "", "the withdrawal of the missiles; credit"),
]
#: Other dates, each tried with all assertions: about the day before, only a month, open, the same
#: day.
OTHER_DATES = [
    ("trade-credit-agreement", date)
    for date in ("1961-04-15~", "1961-04-10~", "1961-04", "1961-05/..", "1961-04-20", "1960-09~")
]


def contradictions():
    """Return what is computed of the text, of other assertions and dates, and of each event."""
    lines = []

    def tell(lesson, head):
        """Add what was not yet told."""
        rows = find_contradictions(lesson).drop(columns="citations").itertuples(index=False)
        found = [" | ".join(map(str, row)) for row in rows] + [
            f"-- {claim}: {words}" for claim, words in compare_verdicts(lesson).items()
        ]
        lines.extend([f"==== {head}", *(line for line in found if line not in lines)])

    lesson = answers.LESSON
    tell(lesson, "the text")
    lines += [
        f"-- {row.contradiction}, {row.claim}: {row.citations}"
        for row in find_contradictions(lesson).itertuples()
    ]
    columns, claim = lesson.assertions.columns, lesson.claims["id"].iloc[0]
    rows = pd.DataFrame([[f"a{n}", claim, *one] for n, one in enumerate(ASSERTED)], columns=columns)
    asserting = dataclasses.replace(lesson, assertions=rows)
    tell(asserting, "other assertions")
    for event, date in OTHER_DATES:
        tell(asserting.with_date(event, date), f"other assertions, and {event} on {date}")
    nobody = lesson.events.assign(present="", terms="")
    tell(
        dataclasses.replace(asserting, events=derive_events(nobody)),
        "other assertions, and nobody present, no terms",
    )
    for event, sentences in claims_touched(lesson).items():
        lines += [f"==== {event}", *sentences]
    return "\n".join(lines) + "\n"


def told(stored, fresh):
    """Return the lines that differ, with the line above each."""
    return [
        line
        for line in difflib.unified_diff(
            stored.splitlines(), fresh.splitlines(), "reviewed", "now", lineterm="", n=1
        )
    ][:40]


def check(name, said, config):
    """Fail if what is said is not what was reviewed and stored; the build stores it again."""
    if config.option.write_snapshots:
        (FOLDER / name).write_text(said, encoding="utf-8", newline="\n")
    found = told((FOLDER / name).read_text(encoding="utf-8"), said)
    if found:
        older = f"tests/snapshots/{name} is older than what is said now. If it is meant: "
        pytest.fail("\n".join([older + "python3 start.py build", *found]), pytrace=False)
