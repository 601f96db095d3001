"""Exercises as they stand in ``data/exercises.yaml``: read, checked, and filled from the lesson's data."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

import yaml

from helpers.exercises.kinds import KINDS, verdict
from helpers.lesson import Lesson
from helpers.tables import nearest, read_bytes
from helpers.text import fill

SKILLS = ("sourcing", "close reading", "chronology", "cause", "corroboration", "perspective", "omission")
REQUIRED = {
    "id": str,
    "notebook": str,
    "kind": str,
    "skill": str,
    "level": int,
    "minutes": int,
    "question": str,
    "solution": str,
}
OPTIONAL = {"claims": list, "events": list, "sources": list, "hints": list}


class ExerciseError(ValueError):
    """The exercises can't be used; the message names every problem with line, exercise, field and cure."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            "\n".join([f"The exercises have {len(problems)} problem(s):", *(f"  {one}" for one in problems)])
        )

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


@dataclass(frozen=True)
class Exercise:
    """One exercise, its texts filled from the data.

    Attributes
    ----------
    id, notebook, kind, skill : str
    level, minutes : int
    content : dict
        Everything in the file, references filled.
    version : str
        Changes whenever the exercise changes, also by a corrected date.
    line : int
        Where it stands in the file.
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


class _Loader(yaml.SafeLoader):
    """YAML 1.2 as people expect it: no dates, and `yes`, `no`, `on` stay words. Knows the line of each exercise."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in rules if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    keys = [key.value for key, _ in node.value]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise yaml.constructor.ConstructorError(None, None, f"the field {twice[0]!r} stands twice", node.start_mark)
    result["__line__"] = node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_exercises(lesson: Lesson) -> dict[str, Exercise]:
    """Read and check all exercises.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    dict
        Id to exercise, in the order of the file.

    Raises
    ------
    ExerciseError
        If anything is wrong; it names every problem.
    """
    path = lesson.folder / "exercises.yaml"
    text, problems = read_bytes(path)
    if problems:
        raise ExerciseError([str(problem) for problem in problems])
    try:
        rows = yaml.load(text, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "it can't be read"
        raise ExerciseError(
            [f"{path.name}, line {line}: This is not YAML: {what}. Look at indentation, colons and quotation marks."]
        ) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ExerciseError(
            [f"{path.name}, line 1: The file must be a list of exercises, each beginning with “- id:”."]
        )
    found: dict[str, Exercise] = {}
    wrong: list[str] = []
    for row in rows:
        line = row.get("__line__", 1)
        name = row.get("id", "?")
        here = [f"{path.name}, line {line}, exercise {name}: {one}" for one in _problems(row, lesson)]
        if not here and name in found:
            here = [
                f"{path.name}, line {line}, exercise {name}: field id: this id stands twice. Give each exercise its own id."
            ]
        if here:
            wrong += here
            continue
        content = _filled(row, lesson)
        found[name] = Exercise(
            name,
            row["notebook"],
            row["kind"],
            row["skill"],
            row["level"],
            row["minutes"],
            content,
            _version(content),
            line,
        )
    if wrong:
        raise ExerciseError(wrong)
    return found


def verdict_exercises(exercises: dict[str, Exercise], lesson: Lesson) -> list[Exercise]:
    """Return one exercise of kind "verdict" for every claim, in the order of the text: from the file, or made here."""
    written = {one.content["claim"]: one for one in exercises.values() if one.kind == "verdict"}
    return [written.get(row["id"]) or _verdict_on(row["id"], lesson) for _, row in lesson.claims.iterrows()]


def _verdict_on(claim: str, lesson: Lesson) -> Exercise:
    reasons = verdict.reveal(claim, lesson)
    content = {"claim": claim, "question": "What is your verdict on this claim?", "solution": " ".join(reasons)}
    return Exercise(
        f"verdict-{claim}", "01-read-the-text", "verdict", "corroboration", 1, 1, content, _version(content), 0
    )


def _version(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]


def _filled(value: Any, lesson: Lesson) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, lesson) for key, one in value.items() if key != "__line__"}
    if isinstance(value, list):
        return [_filled(one, lesson) for one in value]
    return fill(value, lesson).strip() if isinstance(value, str) else value


def _problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Return what is wrong with one exercise: field, what, cure."""
    found = []
    for field, type_ in REQUIRED.items():
        if field not in row:
            found.append(f"field {field} is missing. Add it.")
        elif not isinstance(row[field], type_) or row[field] == "":
            found.append(f"field {field}: “{row[field]}” is not {'a number' if type_ is int else 'a text'}.")
    if found:
        return found
    if row["kind"] not in KINDS:
        return [
            f"field kind: “{row['kind']}” is not a kind.{nearest(row['kind'], KINDS)} Use one of: {', '.join(KINDS)}."
        ]
    kind = KINDS[row["kind"]]
    known = {*REQUIRED, *OPTIONAL, *kind.FIELDS, "__line__"}
    found += [
        f"field {field} is not known.{nearest(field, known)} Delete it or correct its name."
        for field in row
        if field not in known
    ]
    if not re.fullmatch(r"[a-z][a-z0-9-]*", row["id"]):
        found.append("field id: use lower-case letters, digits and hyphens.")
    if row["skill"] not in SKILLS:
        found.append(
            f"field skill: “{row['skill']}” is not known.{nearest(row['skill'], SKILLS)} Use one of: {', '.join(SKILLS)}."
        )
    if row["level"] not in (1, 2, 3):
        found.append("field level: use 1, 2 or 3.")
    if len(row.get("hints", [])) > 3:
        found.append("field hints: at most three hints. Take the weakest one out.")
    for field, table in (("claims", lesson.claims), ("events", lesson.events), ("sources", lesson.sources)):
        for one in row.get(field, []):
            if one not in set(table["id"]):
                found.append(
                    f"field {field}: “{one}” is not among the {field}.{nearest(str(one), table['id'])} Write an id of {field}."
                )
    found += _references(row, lesson)
    return found or kind.problems(row, lesson)


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
