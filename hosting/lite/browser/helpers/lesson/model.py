"""What a lesson is in the browser edition: plain rows, because pandas is not there.

It has the part of the real `Lesson` that exercises use. tests/test_lite.py compares the two.
"""

from dataclasses import dataclass
from typing import Any

from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.vocabulary import Vocabulary

Row = dict[str, Any]


@dataclass(frozen=True)
class Lesson:
    """The rows of the tables by id, the texts of the sentences, and the stored citations."""

    name: str
    sentences: list[str]
    events: dict[str, Row]
    instruments: dict[str, Row]
    claims: dict[str, Row]
    sources: dict[str, Row]
    citations: dict[str, dict[str, str]]
    vocabulary: Vocabulary

    def event(self, name: str) -> Row:
        """Return an event; for the id of an instrument, the event that dates it."""
        return self.events[self.instruments.get(name, {}).get("event", name)]

    def claim(self, name: str) -> Row:
        """Return a claim."""
        return self.claims[name]

    def source(self, name: str) -> Row:
        """Return a source."""
        return self.sources[name]

    def sentence(self, number: int) -> str:
        """Return a sentence of the text."""
        return self.sentences[number]

    def instrument_name(self, name: str) -> str:
        """Return the name of an instrument; "" if no instrument has this id."""
        return str(self.instruments.get(name, {}).get("name", ""))

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument."""
        return parse_date(self.event(name)["date"])
