"""What a lesson may have besides its record: people, words, background pages and documents.

Each file is optional, and is read when it is first shown. The fields are those of the files; lists
are tuples, sources are ids with the place in them in square brackets, and dates are in EDTF or
empty.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from helpers.errors import LessonError, Problem, UserError
from helpers.lesson.guide import read_claims_guide, read_routes
from helpers.lesson.handouts import read_handouts, read_reading_levels
from helpers.lesson.model import Lesson
from helpers.lesson.optional import read_entries, read_table
from helpers.lesson.places import read_map
from helpers.lesson.wording import did_you_mean

Entry = TypeVar("Entry", "Background", "Document")


@dataclass(frozen=True)
class Person:
    """A person of the record."""

    id: str
    name: str
    born: str
    died: str
    side: str
    role: str
    about: str
    sources: tuple[str, ...]
    events: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Word:
    """A word of the text or of the record, explained in one sentence."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Background:
    """What readers need to know about one subject: a list of paragraphs."""

    id: str
    title: str
    text: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A document in our own words.

    `claims` says what it does to a claim, `helped_by` (``with`` in the file) which other sources
    helped to read it.
    """

    id: str
    source: str
    title: str
    what: str
    made_by: str
    made_on: str
    made_for: str
    side: str
    says: str
    could_know: str
    could_not_know: str
    ask: tuple[str, ...]
    helped_by: tuple[str, ...] = ()
    claims: dict[str, str] = field(default_factory=dict)


def find_by_id(entries: Sequence[Entry], name: str, kind: str) -> Entry:
    """Return the page or document with an id.

    Parameters
    ----------
    entries : sequence
        As from `read_background` or `read_documents`.
    name : str
        An id.
    kind : str
        What an entry is called in the message, such as “document”.

    Raises
    ------
    UserError
        If there is none; it names the nearest id, and all of them.
    """
    by_id = {entry.id: entry for entry in entries}
    if name not in by_id:
        hint = did_you_mean(str(name), by_id)
        known = ", ".join(by_id)
        raise UserError(f"There is no {kind} {name!r}.{hint} The {kind}s are {known}.")
    return by_id[name]


def read_people(lesson: Lesson) -> tuple[Person, ...]:
    """Return the people of ``people.yaml``."""
    return tuple(Person(**entry) for entry in read_entries(lesson, "people"))


def people_if_any(lesson: Lesson) -> tuple[Person, ...]:
    """Return the people of a lesson, read once, or none if it has no ``people.yaml``."""
    if "people" not in lesson.derived:
        there = (lesson.folder / "people.yaml").is_file()
        lesson.derived["people"] = read_people(lesson) if there else ()
    people: tuple[Person, ...] = lesson.derived["people"]
    return people


def read_words(lesson: Lesson) -> tuple[Word, ...]:
    """Return the words of ``words.yaml``."""
    return tuple(Word(**entry) for entry in read_entries(lesson, "words"))


def read_background(lesson: Lesson) -> tuple[Background, ...]:
    """Return the pages of ``background.yaml``."""
    return tuple(Background(**entry) for entry in read_entries(lesson, "background"))


def read_documents(lesson: Lesson) -> tuple[Document, ...]:
    """Return the documents of ``documents.yaml``."""
    entries = read_entries(lesson, "documents")
    return tuple(Document(helped_by=entry.pop("with", ()), **entry) for entry in entries)


#: Every optional file, and how it is read.
READERS: dict[str, Callable[[Lesson], Any]] = {
    "people.yaml": read_people,
    "words.yaml": read_words,
    "background.yaml": read_background,
    "documents.yaml": read_documents,
    "routes.yaml": read_routes,
    "claims-guide.yaml": read_claims_guide,
    "handouts.yaml": read_handouts,
    "reading-levels.yaml": read_reading_levels,
    "stances.csv": lambda lesson: read_table(lesson, "stances"),
    "parts.csv": lambda lesson: read_table(lesson, "parts"),
    "places.csv": lambda lesson: read_table(lesson, "places"),
    "ranges.csv": lambda lesson: read_table(lesson, "ranges"),
    "map.yaml": read_map,
}


def optional_problems(lesson: Lesson) -> list[Problem]:
    """Return everything that is wrong with the optional files that the lesson has."""
    problems: dict[Problem, None] = {}
    for name, read in READERS.items():
        if (lesson.folder / name).is_file():
            try:
                read(lesson)
            except LessonError as error:
                problems.update(dict.fromkeys(error.problems))
    return list(problems)
