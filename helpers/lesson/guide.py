"""What teachers get besides the lesson: routes, minute by minute, and what to say to each claim.

Both files are optional. The fields are those of the files; lists are tuples.
"""

from dataclasses import dataclass

from helpers.lesson.model import Lesson
from helpers.lesson.optional import read_entries


@dataclass(frozen=True)
class Where:
    """Where a step takes place: in a section of a notebook, with a handout, or in talk."""

    notebook: str = ""
    section: str = ""
    handout: str = ""


@dataclass(frozen=True)
class Step:
    """A part of a route.

    `discuss` is what pairs talk about before they vote or judge again; `lesson` counts the lessons
    of a longer route.
    """

    minutes: int
    where: Where
    teacher: str
    students: str
    discuss: str = ""
    lesson: int = 1


@dataclass(frozen=True)
class Route:
    """One way to teach the lesson in a given time."""

    id: str
    title: str
    minutes: int
    for_whom: str
    prepare: tuple[str, ...]
    steps: tuple[Step, ...]

    def lessons(self) -> dict[int, list[Step]]:
        """Return the steps of each lesson."""
        numbers = dict.fromkeys(step.lesson for step in self.steps)
        return {one: [step for step in self.steps if step.lesson == one] for one in numbers}


@dataclass(frozen=True)
class ClaimNote:
    """The deciding evidence on a claim, what students usually say about it, and how to respond."""

    claim: str
    evidence: str
    students_say: str
    reply: str


def read_routes(lesson: Lesson) -> tuple[Route, ...]:
    """Return the routes of ``routes.yaml``."""
    return tuple(
        Route(steps=tuple(_step(**step) for step in entry.pop("steps")), **entry)
        for entry in read_entries(lesson, "routes")
    )


def _step(where: dict[str, str] | str, **fields: str | int) -> Step:
    place = Where(**where) if isinstance(where, dict) else Where()
    return Step(where=place, **fields)  # type: ignore[arg-type]  # the schema has checked them


def read_claims_guide(lesson: Lesson) -> tuple[ClaimNote, ...]:
    """Return the notes of ``claims-guide.yaml``."""
    return tuple(ClaimNote(**entry) for entry in read_entries(lesson, "claims-guide"))
