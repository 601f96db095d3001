"""The interactive timeline: choose what is drawn, and go from event to event."""

from dataclasses import dataclass
from typing import Any

import anywidget
import pandas as pd
import traitlets
from markupsafe import Markup
from matplotlib.axes import Axes

from helpers.compare.contradictions import claims_touched, contradictions_of
from helpers.compare.knowledge import known_on
from helpers.compare.placement import claims_in_time
from helpers.display.events import event_html
from helpers.display.figures import image_html
from helpers.display.html import Live, Page, front_end, list_html
from helpers.display.style import CSS
from helpers.lesson.background import people_if_any
from helpers.lesson.dates import (
    DateError,
    HistoricalDate,
    shorten_months,
)
from helpers.lesson.model import Lesson
from helpers.lesson.search import search_events
from helpers.lesson.written import parse_written
from helpers.timeline.browser_form import form_of
from helpers.timeline.describe import short_description, text_description
from helpers.timeline.figure import plot_timeline
from helpers.timeline.formats import svg
from helpers.timeline.plan.positions import event_positions
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.saving import figure_of

#: What counts as known; {0} is the side, {1} the same at the beginning of a sentence.
HOW_KNOWN = (
    "Drawn is what had become public by that day, what {0} knew when it happened, "
    "and {0}’s own acts. {1} may have learned more in between: our tables tell who knew at the "
    "time, not who learned of it later. The story of the text is left out."
)

RUN_THIS_CELL = (
    "Run this cell to choose what is drawn, to see only what was known on a day, "
    "and to go from event to event."
)

NO_CLAIM = "The text does not speak of it, and no claim rests on it."


@dataclass(frozen=True, slots=True)
class Selection:
    """The events to draw, the message that counts them, and what is written under the figure."""

    rows: pd.DataFrame
    message: str
    below: Markup


class TimelineWidget(anywidget.AnyWidget):
    """The live timeline: what to draw, the figure, and one event at a time.

    `shown` are the events that are drawn, `page` is the figure with its text description.
    """

    _esm = front_end("timeline/browser.js")
    _css = CSS
    form = traitlets.Dict().tag(sync=True)
    drawn = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    event = traitlets.Dict().tag(sync=True)
    position = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson, self.shown, self.page = lesson, lesson.events, Page(Markup(""), "")
        self._touched, self._people = claims_touched(lesson), people_if_any(lesson)
        self._claims, self._contradictions = claims_in_time(lesson), contradictions_of(lesson)
        self._spots: dict[str, list[list[float]]] = {}
        self.form = form_of(lesson)
        self._chosen: dict[str, Any] = {
            field["name"]: field["value"] for field in self.form["fields"]
        }
        self._chosen.update(categories=self.form["categories"], dark=False)
        self._draw()
        self.on_msg(lambda _, message, __: self.handle(**message))

    def handle(self, **message: Any) -> None:
        """Carry out a message of the page.

        ``step=1`` or ``show=7`` goes to another event; anything else is a choice of what to draw. A
        choice that can't be read is reported in `status`, and the figure stays as it was. Values
        of another type than expected are ignored.
        """
        if "step" in message:
            self._step(-1 if message["step"] == -1 else 1)
        elif "show" in message:
            self._show(message["show"])
        else:
            self._choose(message)

    def _choose(self, message: dict[str, Any]) -> None:
        known = {
            name: value
            for name, value in message.items()
            if type(value) is type(self._chosen.get(name))
        }
        chosen = self._chosen | known
        if chosen == self._chosen:
            return
        self._chosen = chosen
        try:
            self._draw()
        except DateError as error:
            self.status = str(error)

    def _draw(self) -> None:
        """Draw the chosen rows; the event that is shown stays if it is still drawn."""
        selection = self._selection()
        rows, ax = selection.rows, self._plot(selection.rows)
        plan: Plan = ax.timeline  # type: ignore[attr-defined]
        html = self._image(ax, plan) + selection.below
        description = text_description(plan)
        shown = self.shown["id"].iloc[self.event["index"]] if self._has_event() else ""
        self._spots = _spots(ax, plan)
        self.shown = rows
        self.page = Page(html, f"{selection.message}\n\n{description.text}")
        ids = list(rows["id"])
        with self.hold_sync():
            self._show(ids.index(shown) if shown in ids else 0)
            self.drawn = {"html": html, "titles": _titles(rows)}
            self.status = selection.message

    def _has_event(self) -> bool:
        return bool(self.event) and not self.shown.empty

    def _span(self) -> str:
        """Return the chosen span in EDTF: the reader's own dates, or the menu's."""
        own = self._chosen["own"].strip()
        return (
            parse_written(own, self._lesson.vocabulary.calendar).text
            if own
            else self._chosen["span"]
        )

    def _selection(self) -> Selection:
        """Return the chosen rows; of these, if wanted, only what a side knew."""
        chosen, events = self._chosen, self._lesson.events
        rows = search_events(events, span=self._span(), actors=chosen["actors"])
        rows = rows[rows["category"].isin(chosen["categories"])]
        if chosen["who"]:
            return known_to(
                rows, chosen["who"], parse_written(chosen["day"], self._lesson.vocabulary.calendar)
            )
        message = f"{len(rows)} of {len(events)} events are drawn."
        return Selection(rows, message, below=Markup(""))

    def _plot(self, rows: pd.DataFrame) -> Axes:
        chosen = self._chosen
        with_text = chosen["stories"] != "record" and not chosen["who"]
        return plot_timeline(
            rows,
            self._claims if with_text else None,
            self._contradictions if with_text else None,
            lanes=chosen["lanes"] or None,
            span=self._span() or None,
            theme=chosen["theme"] or ("dark" if chosen["dark"] else "light"),
        )

    def _image(self, ax: Axes, plan: Plan) -> Markup:
        """Return the figure as markup; unless a theme is chosen, it takes the page's colours."""
        label = short_description(plan)
        as_the_page = not (self._chosen["theme"] or self._chosen["dark"])
        return image_html(
            svg(figure_of(ax), label).encode(),
            "svg+xml",
            label,
            text_description(plan).html,
            title=plan.content.title,
            light=as_the_page,
        )

    def _step(self, way: int) -> None:
        """Go to the next event or back; at the ends, say so."""
        index, count = self.event["index"] + way, len(self.shown)
        if 0 <= index < count:
            self._show(index)
        elif count:
            self.position = f"This is the {'last' if way > 0 else 'first'} of {count} events."

    def _show(self, index: Any) -> None:
        """Show an event: what happened, how we know, who knew, and what it means for the text."""
        if self.shown.empty:
            self.event = {"index": -1, "html": "", "spots": []}
            self.position = "No event fits this choice."
        elif isinstance(index, int) and 0 <= index < len(self.shown):
            event = next(self.shown.iloc[[index]].itertuples())
            count = f"Event {index + 1} of {len(self.shown)}"
            spots = self._spots.get(str(event.id), [])
            self.event = {"index": index, "html": self._card(event, count), "spots": spots}
            self.position = f"{count}: {event.date_words}. {event.title}"

    def _card(self, event: Any, count: str) -> Markup:
        meaning = self._touched.get(str(event.id), [NO_CLAIM])
        return Markup(
            '<div class="card" role="group" aria-label="{}">{}'
            "<p><b>What it means for the text</b></p>{}</div>"
        ).format(
            count,
            event_html(self._lesson, event, opened=True, people=self._people),
            list_html(meaning),
        )


def _titles(rows: pd.DataFrame) -> list[str]:
    """Return the entries of the menu of events."""
    return [
        f"{shorten_months(when)}: {title}"
        for when, title in zip(rows["date_words"], rows["title"], strict=True)
    ]


def _spots(ax: Axes, plan: Plan) -> dict[str, list[list[float]]]:
    """Return the positions of each event as shares of the figure, from its left upper corner."""
    size = figure_of(ax).bbox.size
    shares = {
        name: ax.transData.transform(positions) / size
        for name, positions in event_positions(plan).items()
    }
    return {
        name: [[float(x), 1 - float(y)] for x, y in positions] for name, positions in shares.items()
    }


def known_to(rows: pd.DataFrame, who: str, day: HistoricalDate) -> Selection:
    """Return the rows that a side knew on a day, with the number and the titles of the others."""
    state = known_on(rows, who, day)
    groups = {name: rows[state == name] for name in ("known", "not known", "not told", "not yet")}
    counts = {name: len(group) for name, group in groups.items()}
    message = (
        f"Known to {who} on {day.last_in_words()}: "
        f"{counts['known']} events are drawn. Not known: {counts['not known']}. "
        f"Not told by our tables: {counts['not told']}. Still to come: {counts['not yet']}."
    )
    capitalised = who[0].upper() + who[1:]
    below = (
        Markup("<p>{}</p>").format(HOW_KNOWN.format(who, capitalised))
        + _collapsed_list(f"{capitalised} did not know", groups["not known"])
        + _collapsed_list("Our tables do not say", groups["not told"])
    )
    return Selection(groups["known"], message, below)


def _collapsed_list(summary: str, rows: pd.DataFrame) -> Markup:
    lines = [
        f"{when}: {title}" for when, title in zip(rows["date_words"], rows["title"], strict=True)
    ]
    return Markup("<details><summary>{} ({})</summary>{}</details>").format(
        summary, len(rows), list_html(lines)
    )


def timeline_browser(lesson: Lesson) -> Live:
    """Return the interactive timeline; without a kernel it is its first figure and description."""
    widget = TimelineWidget(lesson)
    html = Markup("{}<p>{}</p>").format(widget.page.html, RUN_THIS_CELL)
    return Live(html, f"{RUN_THIS_CELL}\n\n{widget.page.text}", widget)
