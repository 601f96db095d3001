"""The writing aids of a lesson: sentence starters, rubric, model text and everyday words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from helpers.errors import LessonError, Problem
from helpers.lesson.cells import ids, split
from helpers.lesson.model import Lesson
from helpers.lesson.reading import read_yaml
from helpers.lesson.templates import fill
from helpers.lesson.validation import schema_problems, stored_schema, without_lines
from helpers.lesson.wording import did_you_mean

FILE: Final = "writing.yaml"


@dataclass(frozen=True)
class Level:
    """One level of a criterion: its number, what it means, and a sample sentence."""

    level: int
    description: str
    sample: str


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric."""

    name: str
    question: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class ModelSentence:
    """One sentence of our own version, with its sources as they are cited in the tables."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Something a text must also tell once it tells how an agreement came about."""

    instrument: str
    missing: str
    phrases: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Writing:
    """Everything in ``writing.yaml``, with its references filled.

    Attributes
    ----------
    starters : tuple of str
        Beginnings of sentences.
    rubric : tuple of Criterion
    model_title : str
    model : tuple of ModelSentence
        Our own version; empty if there is none.
    names : dict
        Everyday words for an event, an agreement, a person or a term, by its id.
    whole_story : tuple of Part
    conditional : dict
        Terms that are promises with conditions, and the sentence that says so.
    """

    starters: tuple[str, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    model_title: str = ""
    model: tuple[ModelSentence, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole_story: tuple[Part, ...] = ()
    conditional: Mapping[str, str] = field(default_factory=dict)


def read_writing(lesson: Lesson) -> Writing:
    """Read the writing aids of a lesson; a lesson without the file has none.

    Raises
    ------
    LessonError
        If anything in the file is wrong; it names every problem.
    """
    path = lesson.folder / FILE
    if not path.exists():
        return Writing()
    content, problems = read_yaml(path)
    problems = problems or schema_problems(path, content, stored_schema("writing"))
    content = without_lines(content)
    problems = problems or _unknown_ids(content, lesson)
    if not problems:
        content, problems = _fill_all(content, lesson)
    if problems:
        raise LessonError(problems)
    return _build(content)


def people_of(lesson: Lesson) -> list[str]:
    """Return the names of all people whom the record shows somewhere, or as signers."""
    cells = [*lesson.events["present"], *lesson.instruments["signers"]]
    return sorted({name for cell in cells for name in split(cell)})


def terms_of(lesson: Lesson) -> list[str]:
    """Return all terms of the record, those of events and those of agreements."""
    cells = [*lesson.events["terms"], *lesson.instruments["terms"]]
    return sorted({term for cell in cells for term in split(cell)})


def _unknown_ids(content: dict[str, Any], lesson: Lesson) -> list[Problem]:
    """Return a problem for each id that the lesson does not have."""
    terms, instruments = terms_of(lesson), list(lesson.instruments["id"])
    names = [*lesson.events["id"], *instruments, *terms, *people_of(lesson)]
    model = content.get("model", {"sentences": []})["sentences"]
    cited = [ids(source)[0] for sentence in model for source in sentence.get("sources", [])]
    checked = [
        ("names", content.get("names", {}), names, "an event, an agreement, a person or a term"),
        ("conditional", content.get("conditional", {}), terms, "a term"),
        (
            "whole_story",
            [p["of"] for p in content.get("whole_story", [])],
            instruments,
            "an agreement",
        ),
        ("model", cited, list(lesson.sources["id"]), "a source"),
    ]
    return [
        _unknown(where, str(value), kind, known)
        for where, values, known, kind in checked
        for value in values
        if value not in known
    ]


def _unknown(where: str, value: str, kind: str, known: list[str]) -> Problem:
    fix = f"Use an id of {kind}.{did_you_mean(value, known)}"
    return Problem(FILE, 0, where, value, f"This is not {kind} of the lesson.", fix)


def _fill_all(
    value: Any, lesson: Lesson, where: tuple[str | int, ...] = ()
) -> tuple[Any, list[Problem]]:
    """Fill the references of every text in a nested value."""
    if isinstance(value, str):
        try:
            return fill(value, lesson), []
        except ValueError as error:
            return value, [Problem(FILE, 0, _dotted(where), value, str(error), "Correct it.")]
    if not isinstance(value, dict | list):
        return value, []
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    filled = {key: _fill_all(part, lesson, (*where, key)) for key, part in pairs}
    problems = [problem for _, found in filled.values() for problem in found]
    parts = {key: part for key, (part, _) in filled.items()}
    return (parts if isinstance(value, dict) else list(parts.values())), problems


def _dotted(where: tuple[str | int, ...]) -> str:
    """Return a place in the file; entries of lists are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in where)


def _build(content: dict[str, Any]) -> Writing:
    model = content.get("model", {"title": "", "sentences": []})
    return Writing(
        starters=tuple(content.get("starters", [])),
        rubric=tuple(_criterion(one) for one in content.get("rubric", [])),
        model_title=model["title"],
        model=tuple(
            ModelSentence(one["text"], tuple(one.get("sources", []))) for one in model["sentences"]
        ),
        names={name: tuple(phrases) for name, phrases in content.get("names", {}).items()},
        whole_story=tuple(
            Part(one["of"], one["missing"], tuple(one["phrases"]), one["why"])
            for one in content.get("whole_story", [])
        ),
        conditional=dict(content.get("conditional", {})),
    )


def _criterion(one: dict[str, Any]) -> Criterion:
    levels = tuple(Level(each["level"], each["words"], each["sample"]) for each in one["levels"])
    return Criterion(one["criterion"], one["question"], levels)
