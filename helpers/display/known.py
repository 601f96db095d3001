"""Who could know what: the events of the record that a side or a person knew of on a day."""

from collections.abc import Callable
from typing import Any

import anywidget
import pandas as pd
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, displayable, front_end, list_html
from helpers.display.sheet import SHEET_CSS, styled
from helpers.display.style import CSS
from helpers.lesson.background import people_if_any
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, HistoricalDate, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count
from helpers.lesson.written import parse_written

#: Says of each event whether somebody knew of it on a day (`helpers.compare.knowledge.known_on`).
Knowledge = Callable[[pd.DataFrame, str, HistoricalDate], "pd.Series[str]"]

#: What the three lists are called.
HEADINGS = {"known": "Known", "not known": "Not known", "not told": "Our tables do not say"}

EXPLANATION = (
    "“Known” means that it had become public, or that our tables name this side among those who "
    "knew at the time or took part. They do not say who learned of it later."
)

#: So many events of a list are shown at once.
LATEST = 12

_EARLIER = Markup("<details><summary>{count}</summary>{items}</details>")
_LIST = Markup("<div><h3>{heading} ({count})</h3>{items}</div>")
_LISTS = Markup('<p class="quiet">{explanation}</p><div class="three">{lists}</div>')


class Knowers:
    """Everybody who can be chosen, and what each of them knew.

    A person knew of what was public and of what they took part in. For what only their side knew,
    our tables do not say whether they had heard of it.
    """

    def __init__(self, lesson: Lesson, known_on: Knowledge, public: str) -> None:
        self._events, self._known_on, self._public = lesson.events, known_on, public
        self.calendar = lesson.vocabulary.calendar
        self.sides = lesson.vocabulary.sides
        self._side_of = {person.name: person.side for person in people_if_any(lesson)}

    def options(self) -> list[tuple[str, str]]:
        """Return the entries of a menu: label and value."""
        people = [(f"{name} ({side})", name) for name, side in sorted(self._side_of.items())]
        return [*((name, name) for name in (self._public, *self.sides)), *people]

    def lists(self, who: str, day: HistoricalDate) -> dict[str, list[str]]:
        """Return the events in each list, latest first: their dates and titles."""
        states = self._states(who, day)
        lines = self._events["date_words"] + ": " + self._events["title"]
        return {state: list(lines[states == state])[::-1] for state in HEADINGS}

    def _states(self, who: str, day: HistoricalDate) -> "pd.Series[str]":
        if who not in self._side_of:
            return self._known_on(self._events, who, day)
        side = self._known_on(self._events, self._side_of[who], day)
        public = self._known_on(self._events, self._public, day)
        took_part = self._events[["actors", "present"]].agg("; ".join, axis=1)
        own = took_part.map(lambda cell: who in split(cell)) & (side != "not yet")
        unclear = (side == "known") & (public != "known") & ~own
        return side.mask(unclear, "not told").mask(own, "known")


class KnownWidget(anywidget.AnyWidget):
    """Two fields, who and which day, above three lists of events."""

    _esm = front_end("display/known.js")
    _css = CSS + SHEET_CSS
    options: Any = traitlets.List().tag(sync=True)
    query = traitlets.Dict().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, knowers: Knowers, who: str, day: str) -> None:
        options = [list(map(displayable, option)) for option in knowers.options()]
        self._knowers, self._example = knowers, parse_date(day).in_words()
        super().__init__(options=options, query={"who": who, "day": self._example})
        self.search(self.query)
        self.on_msg(lambda _, query, __: self.search(query))

    def search(self, query: dict[str, Any]) -> None:
        """Show what was known to ``who``, a value of the menu, on a ``day`` as people write it."""
        who, day = str(query.get("who", "")), str(query.get("day", ""))
        if who not in {value for _, value in self.options}:
            return
        self.query = {"who": who, "day": day}
        try:
            html, status = _shown(self._knowers, who, parse_written(day, self._knowers.calendar))
        except DateError:
            status = f"We can’t read “{day}” as a date. Write it like this: {self._example}."
            self.found = {**self.found, "status": displayable(status)}
        else:
            self.found = {"html": str(html), "status": status}


def known_browser(lesson: Lesson, known_on: Knowledge, public: str) -> Live:
    """Return the lists of what was known to somebody on a day, with both as controls.

    They begin with the first side, on the day that the vocabulary of the lesson proposes.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    known_on : callable
        `helpers.compare.knowledge.known_on`.
    public : str
        Its name for the public.
    """
    knowers = Knowers(lesson, known_on, public)
    who, day = knowers.sides[0], lesson.vocabulary.known_on
    html, status = _shown(knowers, who, parse_date(day))
    text = f"{status} Run this cell to choose another side, person or day."
    lists = knowers.lists(who, parse_date(day))
    lines = [f"{HEADINGS[state]}:\n" + "\n".join(f"- {x}" for x in lists[state]) for state in lists]
    page = Markup("<p>{}</p>{}").format(text, html)
    return Live(styled(page), "\n".join([text, *lines]), KnownWidget(knowers, who, day))


def _shown(knowers: Knowers, who: str, day: HistoricalDate) -> tuple[Markup, str]:
    """Return the three lists, and the sentence that counts them."""
    lists = knowers.lists(who, day)
    html = Markup("").join(
        _LIST.format(heading=heading, count=len(lists[state]), items=_items(lists[state]))
        for state, heading in HEADINGS.items()
    )
    last = day.last_in_words()
    status = (
        f"{who[0].upper()}{who[1:]}, {last}: {with_count(len(lists['known']), 'event')} known, "
        f"{len(lists['not known'])} not known. Of {len(lists['not told'])} our tables do not say."
    )
    page = _LISTS.format(explanation=EXPLANATION, lists=html)
    return displayable(page), displayable(status)


def _items(lines: list[str]) -> Markup:
    """Return the latest events as a list, and the earlier ones collapsed."""
    html = list_html(lines[:LATEST])
    earlier = lines[LATEST:]
    if earlier:
        html += _EARLIER.format(
            count=with_count(len(earlier), "earlier event"), items=list_html(earlier)
        )
    return html
