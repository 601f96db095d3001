"""What the handouts need and no other file has, and the easier versions of the text.

Both files are optional. The fields are those of the files; lists are tuples.
"""

from dataclasses import dataclass
from typing import Any

from helpers.lesson.model import Lesson
from helpers.lesson.optional import read_entries


@dataclass(frozen=True)
class Line:
    """An event of the one-page chronology, with a line that does not judge it."""

    event: str
    line: str


@dataclass(frozen=True)
class Question:
    """A question for a source: what to look for, and how an answer can begin."""

    question: str
    look_for: str
    starters: tuple[str, ...]


@dataclass(frozen=True)
class Sourcing:
    """A sheet with questions for one source."""

    task: str
    questions: tuple[Question, ...]
    last: str


@dataclass(frozen=True)
class Corroboration:
    """A sheet on which several sources are compared: pairs of heading and starter, and rows."""

    task: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    conclusions: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    """A short prompt for the end of a lesson."""

    title: str
    prompt: str
    starter: str


@dataclass(frozen=True)
class KeyPage:
    """A page of the short key: pairs of a claim and what to say about it in one line."""

    title: str
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Handouts:
    """Everything in ``handouts.yaml``; what the file leaves out is empty."""

    titles: dict[str, str]
    chronology: tuple[Line, ...] = ()
    cards: tuple[str, ...] = ()
    sourcing: Sourcing | None = None
    corroboration: Corroboration | None = None
    slips: tuple[Slip, ...] = ()
    key: tuple[KeyPage, ...] = ()


@dataclass(frozen=True)
class ReadingLevel:
    """An easier version of the text: pairs of the number of a sentence and its words."""

    level: str
    title: str
    for_whom: str
    sentences: tuple[tuple[int, str], ...]


def read_handouts(lesson: Lesson) -> Handouts:
    """Return the contents of ``handouts.yaml``."""
    entries = read_entries(lesson, "handouts")
    organisers = entries.get("organisers", {})
    return Handouts(
        titles={sheet["id"]: sheet["title"] for sheet in entries["sheets"]},
        chronology=tuple(Line(**entry) for entry in entries.get("chronology", ())),
        cards=entries.get("cards", ()),
        sourcing=_sourcing(organisers.get("sourcing")),
        corroboration=_corroboration(organisers.get("corroboration")),
        slips=tuple(Slip(**entry) for entry in entries.get("exit_slips", ())),
        key=tuple(_key_page(entry) for entry in entries.get("key_outline", ())),
    )


def handout_titles(lesson: Lesson) -> dict[str, str]:
    """Return the title of each handout that ``handouts.yaml`` lists; none if there is no file."""
    return read_handouts(lesson).titles if (lesson.folder / "handouts.yaml").is_file() else {}


def read_reading_levels(lesson: Lesson) -> tuple[ReadingLevel, ...]:
    """Return the easier versions of ``reading-levels.yaml``."""
    return tuple(
        ReadingLevel(
            entry["level"],
            entry["title"],
            entry["for_whom"],
            tuple((one["number"], one["text"]) for one in entry["sentences"]),
        )
        for entry in read_entries(lesson, "reading-levels")
    )


def _sourcing(entry: dict[str, Any] | None) -> Sourcing | None:
    if entry is None:
        return None
    questions = tuple(Question(**one) for one in entry["questions"])
    return Sourcing(entry["task"], questions, entry["last"])


def _corroboration(entry: dict[str, Any] | None) -> Corroboration | None:
    if entry is None:
        return None
    columns = tuple((one["heading"], one["starter"]) for one in entry["columns"])
    return Corroboration(entry["task"], columns, entry["rows"], entry["conclusions"])


def _key_page(entry: dict[str, Any]) -> KeyPage:
    return KeyPage(entry["title"], tuple((one["claim"], one["line"]) for one in entry["claims"]))
