"""Search and filter the chronology without writing code; every row opens to its citations."""

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from helpers.dates import DateError, parse_date
from helpers.lesson import Lesson
from helpers.page import Live, Page
from helpers.tables import split
from helpers.views import cite

#: The columns of the chronology that a reader can choose a value of, and what the menus are called.
FILTERS = {"actors": "Actor", "sides": "Side", "place": "Place", "category": "Category", "sources": "Source"}


def browse(lesson: Lesson, what: str = "chronology") -> Page:
    """Open a browser for the chronology or the timeline.

    Parameters
    ----------
    lesson : Lesson
    what : {"chronology", "timeline"}
        ``"chronology"`` searches the table of events; ``"timeline"`` draws a chosen part of it.

    Returns
    -------
    Page
        A live page: menus and results where a kernel runs, a static form everywhere else.

    Raises
    ------
    ValueError
        If `what` is neither of the two.
    """
    if what == "chronology":
        return _chronology(lesson)
    if what == "timeline":
        from helpers.timeline.browser import timeline_browser

        return timeline_browser(lesson)
    raise ValueError(f"There is nothing to browse called {what!r}. Choose 'chronology' or 'timeline'.")


def search_events(events: pd.DataFrame, words: str = "", span: str = "", **chosen: str) -> pd.DataFrame:
    """Return the events that fit.

    Parameters
    ----------
    events : DataFrame
        The events of a lesson.
    words : str
        Words that must all stand in title, summary, actors or place (case does not matter).
    span : str
        A date or interval in EDTF, such as ``1962-10`` or ``1960/1961``; events that may lie in it are kept.
    **chosen : str
        A value for a column of lists: ``actors="Fidel Castro"``; the empty string leaves the column free.

    Raises
    ------
    DateError
        If `span` is no date.
    """
    text = events[["title", "summary", "actors", "place"]].agg(" ".join, axis=1).str.casefold()
    keep = pd.Series(True, index=events.index)
    for word in words.casefold().split():
        keep &= text.str.contains(word, regex=False)
    for column, value in chosen.items():
        if value:
            keep &= events[column].map(lambda cell, wanted=value: wanted in _plain(cell))
    if span.strip():
        wanted_span = parse_date(span.strip())
        keep &= events["date"].map(lambda date: parse_date(date).overlaps(wanted_span) is not False)
    return events[keep]


def _plain(cell: str) -> list[str]:
    """Return the values of a list cell without their locators in brackets."""
    return [value.partition(" [")[0] for value in split(cell)]


def event_html(lesson: Lesson, event: Any) -> str:
    """Return one event as a row that opens to its summary, its sources and what is disputed."""
    notes = [f"<li>{escape(cite(lesson, cited))}</li>" for cited in split(event.sources)]
    more = f"<p><b>Disputed:</b> {escape(event.disputed)}</p>" if event.disputed else ""
    if event.single_sourced:
        more += "<p><b>One source only</b> was found for this event.</p>"
    return (
        f"<details><summary>{escape(event.date_words)}: {escape(event.title)}</summary>"
        f"<p>{escape(event.summary)}</p><p class='quiet'>{escape(event.place)} · {escape(event.sides)} · "
        f"{escape(event.category)} · {escape(event.actors)}</p>{more}<ol>{''.join(notes)}</ol></details>"
    )


def _chronology(lesson: Lesson) -> Live:
    events = lesson.events
    span_words = f"{events['date_words'].iloc[0]} to {events['date_words'].iloc[-1]}"
    words = f"A browser of {len(events)} events, {span_words}. Run this cell to search and filter them."
    static = f'<div class="card"><p>{escape(words)}</p></div>'

    full = {"description_width": "7em"}
    wide = widgets.Layout(width="100%", max_width="30em")
    search = widgets.Text(description="Words", placeholder="for example: sugar", style=full, layout=wide)
    span = widgets.Text(description="Dates", placeholder="1962-10 or 1960/1961", style=full, layout=wide)
    menus = {column: widgets.Dropdown(description=name, options=_choices(lesson, column), style=full, layout=wide)
             for column, name in FILTERS.items()}  # fmt: skip
    clear = widgets.Button(description="Show all events")
    found = widgets.HTML()

    def show(_: Any = None) -> None:
        found.value = _results(lesson, search.value, span.value, {name: menu.value for name, menu in menus.items()})

    def reset(_: Any) -> None:
        for box in (search, span, *menus.values()):
            box.value = ""

    _watch([search, span, *menus.values()], show)
    clear.on_click(reset)
    show()
    return Live(static, words, widgets.VBox([search, span, *menus.values(), clear, found]))


def _watch(boxes: list[Any], show: Callable[[Any], None]) -> None:
    for box in boxes:
        box.observe(show, names="value")


def _choices(lesson: Lesson, column: str) -> list[tuple[str, str]]:
    """Return the values of a list column as menu entries, each with its number of events."""
    counts = lesson.events[column].map(_plain).explode().value_counts()
    titles = dict(zip(lesson.sources["id"], lesson.sources["short"], strict=True)) if column == "sources" else {}
    names = sorted((str(titles.get(value, value)), str(value)) for value in counts.index if value)
    return [("any", ""), *((f"{name} ({counts[value]})", value) for name, value in names)]


def _results(lesson: Lesson, words: str, span: str, chosen: dict[str, str]) -> str:
    try:
        rows = search_events(lesson.events, words, span, **chosen)
    except DateError as error:
        return Page(f'<p role="status">{escape(str(error))}</p>', "")._repr_html_()
    count = f"{len(rows)} of {len(lesson.events)} events"
    body = "".join(event_html(lesson, event) for event in rows.itertuples())
    return Page(f'<p role="status"><b>{count}</b></p>{body}', count)._repr_html_()
