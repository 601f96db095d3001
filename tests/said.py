"""Everything that the lesson says: to each answer of each exercise, and about each kind of broken file.

The build writes it to `tests/said/`, so that a change of a reason, of grading or of a message shows there, in words, as
something to review. A test compares it; nothing of it is hidden from `git diff`.
"""

import tempfile
from pathlib import Path

import pandas as pd

from helpers.exercises.card import form_of, static
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import ExerciseError, load_exercises
from helpers.lesson import PROJECT, LessonError, load_lesson
from tests import answers, broken

FOLDER = PROJECT / "tests" / "said"
#: What is typed where a line is asked for: near misses, other forms, nonsense.
TYPED = ("", "1960", "1960-02", "February 1960", "4 February 1960", "13.2.1960", "May 5, 1961", "1961-04-17", "31 June 1960",
         "about 1962", "0", "-3", "7", "9 days", "9", "ten", "10,5", "13 days", "1000", "what?")  # fmt: skip


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
            yield from (right[:3], right.iloc[::-1], right.drop(columns="id", errors="ignore"), answers.EVENTS, len(right), list(right.index))


def feedback():
    """Return what each exercise shows, and what it says to each answer."""
    lines = []
    for exercise in answers.EXERCISES.values():
        form, kind = form_of(exercise, answers.LESSON), KINDS[exercise.kind]
        lines += [f"==== {exercise.id} ({exercise.kind})", static(form)[1]]
        for answer in tried(exercise, form):
            try:
                shown = kind.said(exercise.content, answer, answers.LESSON) if exercise.kind != "task" else type(answer).__name__
                result = kind.grade(exercise.content, answer, answers.LESSON)
            except (ValueError, IndexError, TypeError) as error:  # an answer that the card does not let through
                lines.append(f"-- {answer!r}: refused ({type(error).__name__})")
                continue
            lines += [f"-- {shown}", f"   {result.result}", *(f"   {reason}" for reason in result.reasons)]
    return "\n".join(lines) + "\n"


def messages():
    """Return what is said about each kind of broken file, and about each kind of broken exercise."""
    from tests.test_broken_exercises import BROKEN, lesson_with

    lines = []
    for case in broken.BROKEN:
        with tempfile.TemporaryDirectory() as scratch, broken.permissions_count():
            copy = broken.copy_data(Path(scratch, "data"))
            case.damage(copy)
            try:
                load_lesson(copy)
            except LessonError as error:
                told = [f"   {problem}" for problem in error.problems[:3]]
                lines += [f"-- {case.name} ({len(error.problems)})", *(line.replace(scratch, "…")[:600] for line in told)]
    for name, (text, *_) in BROKEN.items():
        with tempfile.TemporaryDirectory() as scratch:
            try:
                load_exercises(lesson_with(Path(scratch), text))
            except ExerciseError as error:
                lines += [f"-- exercises: {name}", *(f"   {problem}".replace(scratch, "…")[:600] for problem in error.problems[:3])]
    return "\n".join(lines) + "\n"


SAID = {"feedback.txt": feedback, "messages.txt": messages}


def write():
    """Write all that is said, and return the line that says how it went."""
    FOLDER.mkdir(exist_ok=True)
    changed = []
    for name, make in SAID.items():
        path, text = FOLDER / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(name)
            path.write_text(text, encoding="utf-8", newline="\n")
    return f"what is said: {'changed: ' + ', '.join(changed) if changed else 'as before'}"
