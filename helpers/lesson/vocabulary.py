"""The vocabulary of a lesson: everything that belongs to its text and not to the program."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.errors import Problem
from helpers.lesson.edtf import in_calendar
from helpers.lesson.reading import read_yaml
from helpers.lesson.validation import schema_problems, stored_schema


@dataclass(frozen=True)
class Vocabulary:
    """What ``vocabulary.yaml`` says.

    Attributes
    ----------
    title : str
        The name of the text under study, as readers see it.
    calendar : str
        The calendar of all dates that do not name one: ``Gregorian`` or ``Julian``.
    sides : tuple of str
        The sides that act, in the order of their lanes in a timeline.
    source_sides, source_kinds : tuple of str
        Where a source can come from, and what kind it can be.
    categories, terms : tuple of str
        What kind of event there is, and what an agreement can contain or bring.
    date_examples : dict
        How to type a date: ``words``, ``day``, ``month`` and ``interval``.
    spans : tuple of (str, str)
        Label and EDTF of the spans that a menu offers.
    known_on : str
        The day, in EDTF, for which the timeline first asks what was known.
    one_look : dict
        Ids of the ``claims`` and ``events`` that show the case in one small figure.
    distinct_names : tuple of str
        Names that occur once and are right although they are nearly the same as another name.
    """

    title: str
    calendar: str
    sides: tuple[str, ...]
    source_sides: tuple[str, ...]
    source_kinds: tuple[str, ...]
    categories: tuple[str, ...]
    terms: tuple[str, ...]
    date_examples: dict[str, str]
    spans: tuple[tuple[str, str], ...]
    known_on: str
    one_look: dict[str, tuple[str, ...]]
    distinct_names: tuple[str, ...] = ()


def read_vocabulary(path: Path) -> tuple[Vocabulary | None, list[Problem]]:
    """Return the vocabulary of a lesson, or everything that is wrong with its file."""
    value, problems = read_yaml(path)
    problems = problems or schema_problems(path, value, stored_schema("vocabulary"))
    return (None, problems) if problems else (_vocabulary(value), [])


def _vocabulary(value: dict[str, Any]) -> Vocabulary:
    examples = ("words", "day", "month", "interval")
    return Vocabulary(
        title=value["title"],
        calendar=value["calendar"],
        sides=tuple(value["sides"]),
        source_sides=tuple(value["source_sides"]),
        source_kinds=tuple(value["source_kinds"]),
        categories=tuple(value["categories"]),
        terms=tuple(value["terms"]),
        date_examples={name: value["date_examples"][name] for name in examples},
        spans=tuple(
            (span["label"], in_calendar(span["dates"], value["calendar"]))
            for span in value["spans"]
        ),
        known_on=in_calendar(value["known_on"], value["calendar"]),
        one_look={
            name: tuple(value.get("one_look", {}).get(name, ())) for name in ("claims", "events")
        },
        distinct_names=tuple(value.get("distinct_names", ())),
    )
