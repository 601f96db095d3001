"""Find events by words, dates and values; a name is found in other spellings, too."""

import difflib
from collections.abc import Mapping

import pandas as pd

from helpers.lesson.calendars import GREGORIAN
from helpers.lesson.cells import ids
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.reading import read_yaml
from helpers.lesson.wording import normalise
from helpers.lesson.written import parse_written

#: The columns in which words are looked for, and those with names.
SEARCHED = ["title", "summary", "actors", "place"]
NAMED = ["actors", "place"]

#: How long a word must be, and how near to a name, to be taken for a misspelling of it.
LEAST_LETTERS, LEAST_SIMILARITY = 5, 0.75


def search_events(
    events: pd.DataFrame,
    words: str = "",
    span: str = "",
    spellings: Mapping[str, str] | None = None,
    **chosen: str,
) -> pd.DataFrame:
    """Return the events that fit.

    All `words` must be in title, summary, actors or place, whatever their case, accents and
    hyphens; a word that no event contains is read as `interpret_words` says. Events that may lie
    in the `span` (as `parse_written` reads it; a `DateError` if it does not) are kept;
    ``actors="Fidel Castro"`` chooses a value in a column of lists. What is empty leaves all free.
    """
    keep = pd.Series(True, index=events.index)
    if wanted_words := set(interpret_words(events, words, spellings).values()):
        keep &= _texts(events).map(lambda text: all(word in text for word in wanted_words))
    for column, value in chosen.items():
        if value:
            keep &= events[column].map(lambda cell, wanted=value: wanted in ids(cell))
    if span.strip():
        wanted_span = parse_written(span, events.attrs.get("calendar", GREGORIAN))
        keep &= events["date"].map(lambda date: parse_date(date).overlaps(wanted_span) is not False)
    return events[keep]


def interpret_words(
    events: pd.DataFrame, words: str, spellings: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return each word that was typed, normalised, and the word to look for.

    They are the same if any event contains the word. If not, it may be another spelling of a name:
    one of the `spellings` (as `known_spellings` returns them), or one that is nearly a name in the
    columns of actors and places.
    """
    typed = normalise(words.replace(",", " ").replace(";", " ")).split()
    everything = " ".join(_texts(events))
    names = {
        word for column in NAMED for cell in events[column] for word in normalise(cell).split()
    }
    known = {name: name for name in sorted(names)} | dict(spellings or {})
    return {word: word if word in everything else _name(word, known) for word in typed}


def _texts(events: pd.DataFrame) -> "pd.Series[str]":
    return events[SEARCHED].agg(" ".join, axis=1).map(normalise)


def _name(word: str, known: Mapping[str, str]) -> str:
    """Return the name that a word is another spelling of, or the word."""
    if word in known or len(word) < LEAST_LETTERS:
        return known.get(word, word)
    close = difflib.get_close_matches(word, known, n=1, cutoff=LEAST_SIMILARITY)
    return known[close[0]] if close else word


def known_spellings(lesson: Lesson) -> dict[str, str]:
    """Return other spellings of the names in ``people.yaml``, word by word, and the family name.

    A lesson without that file has none. What is wrong with the file is said where it is checked.
    """
    path = lesson.folder / "people.yaml"
    people, _ = read_yaml(path) if path.is_file() else ([], [])
    found: dict[str, str] = {}
    for person in people if isinstance(people, list) else []:
        names = person if isinstance(person, dict) else {}
        own, also = normalise(str(names.get("name", ""))).split(), names.get("also", [])
        for other in also if own and isinstance(also, list) else []:
            found |= {word: own[-1] for word in normalise(str(other)).split() if word not in own}
    return found
