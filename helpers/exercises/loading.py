"""Exercises as they stand in ``data/exercises.yaml``: read, checked, and filled from the lesson's data."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import LessonError
from helpers.exercises.kinds import KINDS, verdict
from helpers.exercises.shape import LINE, missing_ids, shape_errors
from helpers.lesson.model import Lesson
from helpers.lesson.reading import read_text
from helpers.lesson.templates import fill

SKILLS = (
    "sourcing",
    "close reading",
    "chronology",
    "cause",
    "corroboration",
    "perspective",
    "omission",
)

#: What every exercise has; each kind adds its own ``FIELDS``. `helpers.exercises.kinds.base` says
#: what a shape means.
COMMON = {
    "id": str,
    "notebook": str,
    "kind": tuple(KINDS),
    "skill": SKILLS,
    "level": (1, 2, 3),
    "minutes": range(1, 61),
    "question": str,
    "solution": str,
    "claims?": [str],
    "events?": [str],
    "sources?": [str],
    "hints?": [str],
}


class ExerciseError(LessonError):
    """The exercises can't be used; the message names every problem with line, exercise, field and cure."""

    WHAT = "The exercises have"


@dataclass(frozen=True)
class Exercise:
    """One exercise, its texts filled from the data.

    `content` is everything in the file, `version` changes whenever the exercise does, also by a
    corrected date, and `line` is where it stands in the file.
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
        """What is asked."""
        return str(self.content["question"])

    @property
    def hints(self) -> list[str]:
        """The staged hints, at most three."""
        return list(self.content.get("hints", []))


#: libyaml's parser is eight times as fast; where it is lacking, the one in Python reads the same.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML 1.2 as people expect it: no dates, and `yes`, `no`, `on` stay words. Knows the line of each exercise."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in rules
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [key.value for key, _ in node.value if isinstance(key.value, str)]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise yaml.constructor.ConstructorError(
            None, None, f"the field {twice[0]!r} stands twice", node.start_mark
        )
    result: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return result | {LINE: node.start_mark.line + 1}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_exercises(lesson: Lesson) -> dict[str, Exercise]:
    """Read and check all exercises: id to exercise, in the order of the file; an `ExerciseError` names every problem."""
    found: dict[str, Exercise] = {}
    wrong: list[str] = []
    for row in _rows(path := lesson.folder / "exercises.yaml"):
        here = _problems(row, lesson)
        if not here and row["id"] in found:
            here = ["field id: this id stands twice. Give each exercise its own id."]
        if here:
            wrong += [
                f"{path.name}, line {row[LINE]}, exercise {str(row.get('id', '?'))[:60]}: {one}"
                for one in here
            ]
        else:
            found[row["id"]] = _exercise(_filled(row, lesson), row[LINE])
    if wrong:
        raise ExerciseError(wrong)
    return found


def _refuse(text: str) -> None:
    """Refuse repeated parts, a few of which can fill any memory, and tags, which ask for something to be built."""
    event: Any
    for event in yaml.parse(text, Loader=_Base):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            sign = (
                f"*{event.anchor} repeats a part"
                if isinstance(event, yaml.AliasEvent)
                else f"{event.tag} is a tag"
            )
            raise yaml.composer.ComposerError(
                None, None, f"{sign}, which this file may not have. Write it out", event.start_mark
            )


def _rows(path: Path) -> list[dict[str, Any]]:
    text, problems = read_text(path)
    if problems:
        raise ExerciseError([str(problem) for problem in problems])
    try:
        _refuse(text)
        rows = yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        marks = [
            getattr(error, place, None) for place in ("problem_mark", "context_mark")
        ]  # the second where the first is the end
        line = next(
            (mark.line + 1 for mark in marks if mark and mark.line < len(text.splitlines())), 1
        )
        what = getattr(error, "problem", None) or "it can't be read"
        raise ExerciseError(
            [
                f"{path.name}, line {line}: This is not YAML: {what}. Look at indentation, colons and quotation marks."
            ]
        ) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExerciseError(
            [f"{path.name}, line 1: The file must be a list, each entry beginning with “- ”."]
        )
    return rows


def verdict_exercises(exercises: dict[str, Exercise], lesson: Lesson) -> list[Exercise]:
    """Return one exercise of kind "verdict" for every claim, in the order of the text.

    It is the one of ``exercises.yaml``, or made here with the reasons of ``verdicts.yaml``; a claim
    that the text makes twice has the same reasons both times. An `ExerciseError` names every
    problem in ``verdicts.yaml``.
    """
    path, wrong = lesson.folder / "verdicts.yaml", []
    near: dict[tuple[str, str], Any] = {}
    for row in _rows(path):
        here = (
            shape_errors(row, verdict.FIELDS, "")
            or _references(row, lesson)
            or verdict.problems(row, lesson)
        )
        wrong += [
            f"{path.name}, line {row[LINE]}, claim {str(row.get('claim', '?'))[:60]}: {one}"
            for one in here
        ]
        if not here:
            near[_said_once(lesson.claim(row["claim"]))] = _filled(row, lesson).get("near", [])
    if wrong:
        raise ExerciseError(wrong)
    written = {one.content["claim"]: one for one in exercises.values() if one.kind == "verdict"}
    return [
        written.get(row["id"]) or _verdict_on(row["id"], near.get(_said_once(row), []), lesson)
        for _, row in lesson.claims.iterrows()
    ]


def _said_once(claim: Any) -> tuple[str, str]:
    """What a claim says, and of what: the same for a claim that the text repeats."""
    return claim["claim"], claim["about"]


def _verdict_on(claim: str, near: list[dict[str, Any]], lesson: Lesson) -> Exercise:
    return _exercise(
        {
            "id": f"verdict-{claim}",
            "notebook": "02-build-the-chronology",
            "kind": "verdict",
            "skill": "corroboration",
            "level": 1,
            "minutes": 1,
            "claim": claim,
            "question": "What is your verdict on this claim?",
            "near": near,
            "hints": [verdict.HINT],
            "solution": " ".join(verdict.reveal(claim, lesson)),
        },
        0,
    )


def _exercise(content: dict[str, Any], line: int) -> Exercise:
    named = {
        name: content[name] for name in ("id", "notebook", "kind", "skill", "level", "minutes")
    }
    version = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]
    return Exercise(**named, content=content, version=version, line=line)


def _filled(value: Any, lesson: Lesson) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, lesson) for key, one in value.items() if key != LINE}
    if isinstance(value, list):
        return [_filled(one, lesson) for one in value]
    return fill(value, lesson).strip() if isinstance(value, str) else value


def _problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Return what is wrong with one exercise: field, what, cure."""
    kind = KINDS.get(str(row.get("kind")))
    found = shape_errors(row, COMMON | (kind.FIELDS if kind else {}), "")
    if kind is None:
        found = [one for one in found if "field kind" in one]
    if found or kind is None:
        return found
    if not re.fullmatch(r"[a-z][a-z0-9-]*", row["id"]):
        found.append("field id: use lower-case letters, digits and hyphens, with a letter first.")
    if len(row.get("hints", [])) > 3:
        found.append("field hints: at most three hints. Take the weakest one out.")
    for field, table in (
        ("claims", lesson.claims),
        ("events", lesson.events),
        ("sources", lesson.sources),
    ):
        found += missing_ids(row.get(field, []), table["id"], field, field)
    found += _references(row, lesson)
    return found or (list(kind.problems(row, lesson)) if hasattr(kind, "problems") else [])


def _references(value: Any, lesson: Lesson, field: str = "") -> list[str]:
    if isinstance(value, dict):
        return [one for key, part in value.items() for one in _references(part, lesson, str(key))]
    if isinstance(value, list):
        return [one for part in value for one in _references(part, lesson, field)]
    if isinstance(value, str):
        try:
            fill(value, lesson)
        except ValueError as error:
            return [f"field {field}: {error}"]
    return []
