"""Search and filter the chronology without writing code; every row opens to its citations."""

from html import escape
from typing import Any

import anywidget
import pandas as pd
import traitlets

from helpers.dates import DateError, parse_date, parse_written
from helpers.errors import Told
from helpers.lesson import Lesson
from helpers.page import Live, Page, front_end
from helpers.style import CSS
from helpers.tables import folded, ids, split
from helpers.text import cite

#: The columns of the chronology that a reader can choose a value of, and what the menus are called.
FILTERS = {
    "actors": "Actor",
    "sides": "Side",
    "place": "Place",
    "category": "Category",
    "sources": "Source",
}


def browse(lesson: Lesson, what: str = "chronology") -> Page:
    """Open a browser for the chronology or the timeline.

    Every field, menu and button is reached with the keyboard.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    what : {"chronology", "timeline"}
        ``"chronology"`` searches the table of events; ``"timeline"`` draws a chosen part of it.

    Returns
    -------
    Page
        A live page: fields, menus and results where a kernel runs, a static form everywhere else.

    Raises
    ------
    ValueError
        If `what` is neither of the two.

    See Also
    --------
    show_table : Show rows that you have chosen in pandas.
    plot_timeline : Draw rows that you have chosen in pandas.

    Examples
    --------
    >>> from helpers import browse, load_lesson
    >>> browse(load_lesson())
    The chronology: ... events, ... Run this cell to search and filter them.
    """
    if what == "chronology":
        html, words = static(lesson)
        return Live(html, words, SearchWidget(lesson))
    if what == "timeline":
        from helpers.timeline.browser import timeline_browser

        return timeline_browser(lesson)
    raise Told(f"There is nothing to browse called {what!r}. Choose 'chronology' or 'timeline'.")


def search_events(
    events: pd.DataFrame, words: str = "", span: str = "", **chosen: str
) -> pd.DataFrame:
    """Return the events that fit.

    All `words` must stand in title, summary, actors or place, whatever their case, accents and
    hyphens; events that may lie in the `span` (as `parse_written` reads it; a `DateError` if it
    does not) are kept; ``actors="Fidel Castro"`` chooses a value in a column of lists. What is
    empty leaves all free.
    """
    keep = pd.Series(True, index=events.index)
    if wanted_words := folded(words).split():
        text = events[["title", "summary", "actors", "place"]].agg(" ".join, axis=1).map(folded)
        keep &= text.map(lambda said: all(word in said for word in wanted_words))
    for column, value in chosen.items():
        if value:
            keep &= events[column].map(lambda cell, wanted=value: wanted in ids(cell))
    if span.strip():
        wanted_span = parse_written(span)
        keep &= events["date"].map(lambda date: parse_date(date).overlaps(wanted_span) is not False)
    return events[keep]


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


def event_html(lesson: Lesson, event: Any, opened: bool = False) -> str:
    """Return one event as a row that opens to its summary, what is known of its date, and its sources."""
    facts = {
        "": event.summary,
        "Where and who": f"{event.place}. {event.actors}",
        "Became public": event.made_public and f"{parse_date(event.made_public).in_words()}.",
        "Who knew at the time": event.known_to,
        "Disputed": event.disputed,
        "One voice only": "all sources that were found come from one maker." * event.single_sourced,
        "Id": event.id,
    }
    said = "".join(
        f"<p>{f'<b>{name}:</b> ' * bool(name)}{escape(words)}</p>"
        for name, words in facts.items()
        if words
    )
    notes = "".join(f"<li>{_linked(cite(lesson, cited))}</li>" for cited in split(event.sources))
    title = escape(f"{event.date_words}: {event.title}")
    return (
        f"<details{' open' * opened}><summary>{title}</summary>{said}<ol>{notes}</ol></details>\n"
    )


def _linked(note: str) -> str:
    """Return a citation as markup, with its address as a link."""
    words = []
    for word in escape(note).split(" "):
        address = word.rstrip(".,")
        is_address = address.startswith(("https://", "http://"))
        words.append(
            f'<a href="{address}">{address}</a>{word[len(address) :]}' if is_address else word
        )
    return " ".join(words)


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

    _esm = front_end("search.js")
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
