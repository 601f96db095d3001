"""The chronology as a page that can be searched and filtered without code."""

from html import escape
from typing import Any

import anywidget
import traitlets

from helpers.display.events import event_html
from helpers.display.html import front_end
from helpers.display.style import CSS
from helpers.lesson.cells import ids
from helpers.lesson.dates import DateError
from helpers.lesson.model import Lesson
from helpers.lesson.search import search_events

#: The columns of the chronology that a reader can choose a value of, and what the menus are called.
FILTERS = {
    "actors": "Actor",
    "sides": "Side",
    "place": "Place",
    "category": "Category",
    "sources": "Source",
}


def choices(lesson: Lesson, column: str) -> list[tuple[str, str]]:
    """Return the values of a column of lists as entries of a menu (what is read, the value), each with its number of events."""
    counts = lesson.events[column].map(ids).explode().value_counts()
    titles = (
        dict(zip(lesson.sources["id"], lesson.sources["short"], strict=True))
        if column == "sources"
        else {}
    )
    names = sorted((str(titles.get(value, value)), str(value)) for value in counts.index if value)
    return [("any", ""), *((f"{name} ({counts[value]})", value) for name, value in names)]


def static(lesson: Lesson) -> tuple[str, str]:
    """Return the whole chronology for a page without a kernel, as markup and as words."""
    events = lesson.events
    span = f"{events['date_words'].iloc[0]} to {events['date_words'].iloc[-1]}"
    words = (
        f"The chronology: {len(events)} events, {span}. Run this cell to search and filter them."
    )
    rows = "".join(event_html(lesson, event) for event in events.itertuples())
    return f'<p>{escape(words)}</p><div class="found">{rows}</div>', words


class SearchWidget(anywidget.AnyWidget):
    """The live chronology: two fields and five menus above the rows that fit."""

    _esm = front_end("display/chronology.js")
    _css = CSS
    menus: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._events = lesson.events.reset_index(drop=True)  # a student may have sorted it in place
        self.menus = [
            {"column": column, "name": name, "options": choices(lesson, column)}
            for column, name in FILTERS.items()
        ]
        self.rows = [event_html(lesson, event) for event in self._events.itertuples()]
        self.search({})
        self.on_msg(lambda _, asked, __: self.search(asked))

    def search(self, asked: dict[str, Any]) -> None:
        """Show the events that fit what was asked: `words`, `span` and a value for each column of the menus."""
        known = {name: str(asked.get(name, "")) for name in ("words", "span", *FILTERS)}
        try:
            places = list(search_events(self._events, **known).index)
            said = (
                f"{len(places)} of {len(self._events)} events."
                + " Take something out, or show all." * (not places)
            )
        except DateError as error:
            places, said = [], str(error)
        self.found = {"places": places, "said": said}
