"""The chronology as a page that can be searched and filtered without code."""

from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from helpers.display.events import event_html
from helpers.display.html import displayable, front_end
from helpers.display.style import CSS
from helpers.lesson.background import people_if_any
from helpers.lesson.cells import ids
from helpers.lesson.dates import DateError
from helpers.lesson.model import Lesson
from helpers.lesson.search import interpret_words, known_spellings, search_events

#: The columns of the chronology that a reader can choose a value of, and what the menus are called.
FILTERS = {
    "actors": "Actor",
    "sides": "Side",
    "place": "Place",
    "category": "Category",
    "sources": "Source",
}


def choices(lesson: Lesson, column: str) -> list[tuple[str, str]]:
    """Return the values of a column of lists as entries of a menu: label with count, and value."""
    counts = lesson.events[column].map(ids).explode().value_counts()
    titles = (
        dict(zip(lesson.sources["id"], lesson.sources["short"], strict=True))
        if column == "sources"
        else {}
    )
    entries = sorted(
        (displayable(str(titles.get(value, value))), displayable(str(value)), count)
        for value, count in counts.items()
        if value
    )
    return [("any", ""), *((f"{label} ({count})", value) for label, value, count in entries)]


def examples(lesson: Lesson) -> dict[str, str]:
    """Return what the empty fields suggest: a term that can be found, and two kinds of dates."""
    terms = (term for term in lesson.vocabulary.terms if len(search_events(lesson.events, term)))
    dates = lesson.vocabulary.date_examples
    return {"words": next(terms, ""), "span": f"{dates['month']} or {dates['interval']}"}


def static(lesson: Lesson) -> tuple[Markup, str]:
    """Return the whole chronology for a page without a kernel, as HTML and as text."""
    events = lesson.events
    span = f"{events['date_words'].iloc[0]} to {events['date_words'].iloc[-1]}"
    text = f"The chronology: {len(events)} events, {span}. Run this cell to search and filter them."
    rows = Markup("").join(event_html(lesson, event) for event in events.itertuples())
    return Markup('<p>{}</p><div class="found">{}</div>').format(text, rows), text


class SearchWidget(anywidget.AnyWidget):
    """The live chronology: two fields and five menus above the rows that fit."""

    _esm = front_end("display/chronology.js")
    _css = CSS
    menus: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    examples: Any = traitlets.Dict().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._events = lesson.events.reset_index(drop=True)  # a student may have sorted it in place
        self.menus = [
            {"column": column, "name": name, "options": choices(lesson, column)}
            for column, name in FILTERS.items()
        ]
        self._spellings = known_spellings(lesson)
        self.examples = examples(lesson)
        people = people_if_any(lesson)
        self.rows = [
            event_html(lesson, event, people=people) for event in self._events.itertuples()
        ]
        self.search({})
        self.on_msg(lambda _, query, __: self.search(query))

    def search(self, query: dict[str, Any]) -> None:
        """Show the events that fit: `words`, `span` and a value for each column of the menus."""
        known = {name: str(query.get(name, "")) for name in ("words", "span", *FILTERS)}
        try:
            places = list(search_events(self._events, spellings=self._spellings, **known).index)
            status = f"{len(places)} of {len(self._events)} events."
            status += self._other_spellings(known["words"])
            if not places:
                status += " Take something out, or show all."
        except DateError as error:
            places, status = [], displayable(str(error))
        self.found = {"places": places, "status": status}

    def _other_spellings(self, words: str) -> str:
        """Say which words were taken for another spelling of a name."""
        read = interpret_words(self._events, words, self._spellings)
        changes = (
            f" No event contains “{typed}”, so we looked for “{name}”."
            for typed, name in read.items()
            if typed != name
        )
        return displayable("".join(changes))
