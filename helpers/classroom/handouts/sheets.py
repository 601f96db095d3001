"""All handouts of a lesson, those for students and those for teachers apart."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.classroom.handouts import keys, to_fill_in, to_read
from helpers.classroom.handouts.blocks import Block
from helpers.classroom.handouts.guide import guide_page
from helpers.lesson.handouts import handout_titles
from helpers.lesson.model import Lesson

STUDENTS, TEACHERS = "students", "teachers"


@dataclass(frozen=True)
class Layout:
    """How a handout looks.

    `named` sheets have a line for a name, `own_titles` means that the blocks contain the titles of
    the pages, and `points` is the size of the type.
    """

    landscape: bool = False
    named: bool = False
    own_titles: bool = False
    points: float = 11


@dataclass(frozen=True)
class Sheet:
    """A handout with everything that is printed on it; `audience` is students or teachers."""

    id: str
    title: str
    audience: str
    blocks: tuple[Block, ...]
    layout: Layout = Layout()


@dataclass(frozen=True)
class _Plan:
    """How a handout is made: the files that it needs, and what is on it for a paper size."""

    audience: str
    needs: tuple[str, ...]
    blocks: Callable[[Lesson, str], list[Block]]
    layout: Layout = Layout()


def _plan(
    audience: str, make: Callable[[Lesson], list[Block]], *needs: str, **layout: Any
) -> _Plan:
    return _Plan(audience, needs, lambda lesson, paper: make(lesson), Layout(**layout))


#: Every handout by its id, in the order of printing.
PLANS: dict[str, _Plan] = {
    "text": _plan(STUDENTS, to_read.original_text),
    "text-easier": _plan(
        STUDENTS, lambda lesson: to_read.easier_text(lesson, "easier"), "reading-levels.yaml"
    ),
    "text-easiest": _plan(
        STUDENTS, lambda lesson: to_read.easier_text(lesson, "easiest"), "reading-levels.yaml"
    ),
    "vocabulary": _plan(STUDENTS, to_read.vocabulary, "words.yaml"),
    "people": _plan(STUDENTS, to_read.people, "people.yaml", points=10.5),
    "map": _plan(
        STUDENTS, to_read.places, "map.yaml", "places.csv", "ranges.csv", "coastline.geojson"
    ),
    "chronology": _plan(STUDENTS, to_read.chronology, "handouts.yaml", points=12.5),
    "cards": _plan(STUDENTS, to_fill_in.cards, "handouts.yaml", own_titles=True),
    "timeline-blank": _plan(
        STUDENTS, to_fill_in.empty_timeline, "handouts.yaml", landscape=True, named=True
    ),
    "documents": _plan(STUDENTS, to_read.documents, "documents.yaml", own_titles=True, points=12.5),
    "sourcing": _plan(STUDENTS, to_fill_in.sourcing, "handouts.yaml", named=True),
    "corroboration": _plan(
        STUDENTS, to_fill_in.corroboration, "handouts.yaml", landscape=True, named=True
    ),
    "claims-table": _plan(STUDENTS, to_fill_in.claims_table, named=True),
    "exit-slips": _plan(STUDENTS, to_fill_in.exit_slips, "handouts.yaml", own_titles=True),
    "rubric": _plan(STUDENTS, to_fill_in.rubric, "writing.yaml", points=11.5),
    "timeline-completed": _Plan(
        TEACHERS, ("handouts.yaml",), keys.completed_timeline, Layout(landscape=True)
    ),
    "key-short": _plan(TEACHERS, keys.short_key, "handouts.yaml", points=12),
    "key-full": _plan(TEACHERS, keys.full_key, points=10),
}


def all_sheets(lesson: Lesson, paper: str, guide: Path | None = None) -> list[Sheet]:
    """Return every handout that the lesson has data for, and the guide if a notebook is given.

    A lesson lists its handouts with their titles in ``handouts.yaml``; without this file it gets
    all of them.
    """
    titles = handout_titles(lesson) or {name: _title(name) for name in PLANS}
    sheets = [
        _sheet(lesson, paper, name, titles[name])
        for name, plan in PLANS.items()
        if name in titles and not _missing(lesson, plan)
    ]
    if guide is not None:
        title, blocks = guide_page(lesson, guide)
        sheets.append(Sheet("guide", title, TEACHERS, tuple(blocks), Layout(points=10.5)))
    return [sheet for sheet in sheets if sheet.blocks]


def left_out(lesson: Lesson, sheets: list[Sheet]) -> list[str]:
    """Return a sentence for each handout that the lesson has no data for."""
    titles = handout_titles(lesson) or {name: _title(name) for name in PLANS}
    made = {sheet.id for sheet in sheets}
    reasons = {
        name: ", ".join(_missing(lesson, PLANS[name])) or "data for it"
        for name in titles
        if name not in made
    }
    return [f"“{titles[name]}” is left out: no {why}." for name, why in reasons.items()]


def _sheet(lesson: Lesson, paper: str, name: str, title: str) -> Sheet:
    plan = PLANS[name]
    blocks = tuple(plan.blocks(lesson, paper))
    return Sheet(name, title, plan.audience, blocks, plan.layout)


def _missing(lesson: Lesson, plan: _Plan) -> list[str]:
    return [name for name in plan.needs if not (lesson.folder / name).is_file()]


def _title(name: str) -> str:
    """Return an id as a title, for a lesson that gives none."""
    return name.replace("-", " ").capitalize()
