"""Exercises from ``exercises.yaml`` and ``verdicts.yaml``: read, checked, filled from the data."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import LessonError
from helpers.exercises.kinds import KINDS, verdict
from helpers.exercises.kinds.base import missing_ids
from helpers.exercises.schema import OLD_NAMES, exercises_schema, verdicts_schema
from helpers.lesson.model import Lesson
from helpers.lesson.old_names import with_new_fields
from helpers.lesson.reading import LINE, read_yaml
from helpers.lesson.schema import schema_errors
from helpers.lesson.templates import fill
from helpers.lesson.validation import schema_problems, without_lines

#: The files in a lesson's folder that this module reads; both may be missing.
EXERCISES, VERDICTS = "exercises.yaml", "verdicts.yaml"

_NEW_NAMES = {new: old for old, new in OLD_NAMES.items()}


class ExerciseError(LessonError):
    """The exercises can't be used.

    The message names every problem with line, exercise, field and fix.
    """

    WHAT = "The exercises have"


@dataclass(frozen=True)
class Exercise:
    """One exercise, its texts filled from the data.

    `content` is everything in the file, `version` changes whenever the exercise does, also when a
    date is corrected, and `line` is where it begins in the file.
    """

    id: str
    notebook: str
    kind: str
    skill: str
    level: int
    minutes: int
    content: dict[str, Any]
    version: str
    line: int

    @property
    def question(self) -> str:
        """The question."""
        return str(self.content["question"])

    @property
    def about_lesson(self) -> bool:
        """Whether it asks about the lesson itself: its answers are not counted or marked."""
        return bool(self.content.get("about_lesson", False))

    @property
    def hints(self) -> list[str]:
        """The staged hints, at most three."""
        return list(self.content.get("hints", []))


def load_exercises(lesson: Lesson) -> dict[str, Exercise]:
    """Read and check all exercises: id to exercise, in the order of the file.

    An `ExerciseError` names every problem. A lesson without the file has no exercises.
    """
    path = lesson.folder / EXERCISES
    rows, wrong = _read_rows(path, exercises_schema(), "exercise")
    found: dict[str, Exercise] = {}
    for line, row in rows:
        problems = _exercise_problems(row, lesson)
        if not problems and row["id"] in found:
            problems = ["field id: this id is there twice. Give each exercise its own id."]
        where = f"{path.name}, line {line}, exercise {row['id']}"
        wrong += [f"{where}, {problem}" for problem in problems]
        if not problems:
            found[row["id"]] = _exercise(_filled(row, lesson), line)
    if wrong:
        raise ExerciseError(wrong)
    return found


def verdict_exercises(exercises: dict[str, Exercise], lesson: Lesson) -> list[Exercise]:
    """Return one exercise of kind "verdict" for every claim, in the order of the text.

    It is the one of ``exercises.yaml``, or made here with the reasons of ``verdicts.yaml``, if
    there is such a file. A claim that the text makes twice has the same reasons both times. An
    `ExerciseError` names every problem in ``verdicts.yaml``.
    """
    path = lesson.folder / VERDICTS
    rows, wrong = _read_rows(path, verdicts_schema(), "entry")
    mistakes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line, row in rows:
        problems = _reference_problems(row, lesson, None) or verdict.problems(row, lesson)
        where = f"{path.name}, line {line}, claim {row['claim']}"
        wrong += [f"{where}, {problem}" for problem in problems]
        if not problems:
            content = _filled(row, lesson)
            claim = lesson.claim(content["claim"])
            mistakes[_meaning(claim)] = content.get("common_mistakes", [])
    if wrong:
        raise ExerciseError(wrong)
    own = {one.content["claim"]: one for one in exercises.values() if one.kind == "verdict"}
    return [
        own.get(claim["id"]) or _verdict_on(claim["id"], mistakes.get(_meaning(claim), []), lesson)
        for _, claim in lesson.claims.iterrows()
    ]


def lesson_questions(exercises: dict[str, Exercise]) -> dict[str, Exercise]:
    """Return a question about each lesson itself, for notebooks that have none of their own.

    It is called ``unclear-`` and the name of the notebook. The answers are neither counted nor
    marked; a teacher reads them by lesson in the report on a class.
    """
    own = {one.notebook for one in exercises.values() if one.about_lesson}
    notebooks = dict.fromkeys(one.notebook for one in exercises.values() if one.notebook)
    return {f"unclear-{name}": _question_about(name) for name in notebooks if name not in own}


def _question_about(notebook: str) -> Exercise:
    return _exercise(
        {
            "id": f"unclear-{notebook}",
            "notebook": notebook,
            "kind": "write",
            "skill": "perspective",
            "level": 1,
            "minutes": 1,
            "about_lesson": True,
            "question": "What was unclear in this lesson? One line is enough.",
            "solution": "Nobody but you can answer this.",
        },
        0,
    )


def _read_rows(
    path: Path, schema: dict[str, Any], entry: str
) -> tuple[list[tuple[int, dict[str, Any]]], list[Any]]:
    """Return the entries of a file that fit the schema, by line, and what is wrong with the others.

    Both are empty if there is no such file.
    """
    if not (path.exists() or path.is_symlink()):
        return [], []
    rows, problems = read_yaml(path)
    if problems:
        raise ExerciseError(problems)
    rows = with_new_fields(rows, OLD_NAMES)
    problems = schema_problems(path, rows, schema, entry)
    if not isinstance(rows, list):
        raise ExerciseError(problems)
    plain = without_lines(rows)
    faulty = {error.path[0] for error in schema_errors(plain, schema)} if problems else set()
    good = [(rows[number][LINE], row) for number, row in enumerate(plain) if number not in faulty]
    return good, list(problems)


def _exercise_problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Return what the schema can't find wrong with one exercise: field, what, fix."""
    kind = KINDS[row["kind"]]
    found: list[str] = []
    for field, table in (
        ("claims", lesson.claims),
        ("events", lesson.events),
        ("sources", lesson.sources),
    ):
        found += missing_ids(row.get(field, []), table["id"], field, field)
    found += _reference_problems(row, lesson, _placeholders(kind))
    return found or (list(kind.problems(row, lesson)) if hasattr(kind, "problems") else [])


def _placeholders(kind: Any) -> re.Pattern[str] | None:
    pattern: re.Pattern[str] | None = getattr(kind, "PLACEHOLDERS", None)
    return pattern


def _reference_problems(
    value: Any, lesson: Lesson, placeholders: re.Pattern[str] | None, field: str = ""
) -> list[str]:
    """Return a problem for each text that refers to something that does not exist."""
    if isinstance(value, dict):
        parts = [(part, str(key)) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(part, field) for part in value]
    else:
        parts = []
    found = [
        one for part, name in parts for one in _reference_problems(part, lesson, placeholders, name)
    ]
    if isinstance(value, str):
        try:
            _fill_text(value, lesson, placeholders)
        except ValueError as error:
            found.append(f"field {field}: {error}")
    return found


def _fill_text(text: str, lesson: Lesson, placeholders: re.Pattern[str] | None) -> str:
    """Fill a text from the data, except the placeholders that grading fills in."""
    if placeholders is None:
        return fill(text, lesson).strip()
    kept = [*placeholders.findall(text), ""]
    parts = [fill(part, lesson) for part in placeholders.split(text)]
    return "".join(part + word for part, word in zip(parts, kept, strict=True)).strip()


def _filled(row: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Return an entry with all its texts filled from the data."""
    placeholders = _placeholders(KINDS.get(row.get("kind", "")))

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [filled(part) for part in value]
        return _fill_text(value, lesson, placeholders) if isinstance(value, str) else value

    result: dict[str, Any] = filled(row)
    return result


def _meaning(claim: Any) -> tuple[str, str]:
    """Return what a claim says, and of what: the same for a claim that the text repeats."""
    return claim["claim"], claim["about"]


def _verdict_on(claim: str, mistakes: list[dict[str, Any]], lesson: Lesson) -> Exercise:
    """Return the exercise for a claim that has none of its own; the menu of verdicts shows it."""
    return _exercise(
        {
            "id": f"verdict-{claim}",
            "notebook": "",
            "kind": "verdict",
            "skill": "corroboration",
            "level": 1,
            "minutes": 1,
            "claim": claim,
            "question": "What is your verdict on this claim?",
            "common_mistakes": mistakes,
            "hints": [verdict.HINT],
            "solution": " ".join(verdict.reveal(claim, lesson)),
        },
        0,
    )


def _exercise(content: dict[str, Any], line: int) -> Exercise:
    named = {
        name: content[name] for name in ("id", "notebook", "kind", "skill", "level", "minutes")
    }
    return Exercise(**named, content=content, version=_version(content), line=line)


def _version(content: dict[str, Any]) -> str:
    """Return a text that changes whenever the exercise does.

    It is made from the old names of fields, because students have saved answers with it.
    """
    saved = json.dumps(with_new_fields(content, _NEW_NAMES), sort_keys=True)
    return hashlib.sha256(saved.encode()).hexdigest()[:8]
