"""The interactive timeline: choose what is drawn, and go from event to event."""

from typing import Any

import anywidget
import pandas as pd
import traitlets
from markupsafe import Markup

from helpers.compare.contradictions import claims_touched, contradictions_of
from helpers.compare.knowledge import PUBLIC, known_on
from helpers.compare.placement import claims_in_time
from helpers.display.chronology import choices
from helpers.display.events import event_html
from helpers.display.figures import image_html
from helpers.display.html import Live, Page, front_end, list_html
from helpers.display.style import CSS
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, HistoricalDate, parse_date, parse_written
from helpers.lesson.model import Lesson
from helpers.lesson.search import search_events
from helpers.timeline.canvas import figure_of
from helpers.timeline.describe import short, text_description
from helpers.timeline.figure import plot_timeline
from helpers.timeline.formats import svg
from helpers.timeline.read import short_date

#: What counts as known; {0} is the side, {1} the same at the beginning of a sentence.
HOW_KNOWN = (
    "Drawn is what had become public by that day, what {0} knew when it happened, and {0}’s own acts. "
    "{1} may have learned more in between: our tables tell who knew at the time, not who learned of it later. "
    "The story of the text is left out."
)


class TimelineWidget(anywidget.AnyWidget):
    """The live timeline: what to draw, the figure, and one event at a time.

    `shown` are the events that are drawn, `page` is the figure and its words.
    """

    _esm = front_end("timeline/browser.js")
    _css = CSS
    form = traitlets.Dict().tag(sync=True)
    drawn = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    event = traitlets.Dict().tag(sync=True)
    at = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson, self.shown, self.page = lesson, lesson.events, Page("", "")
        self._touched = claims_touched(lesson)
        self._two_stories = claims_in_time(lesson), contradictions_of(lesson)
        self.form = _form(lesson)
        self._asked: dict[str, Any] = {
            field["name"]: field["value"] for field in self.form["fields"]
        }
        self._asked.update(categories=self.form["categories"], dark=False)
        self._draw()
        self.on_msg(lambda _, asked, __: self.ask(**asked))

    def ask(self, **asked: Any) -> None:
        """Do what the reader asks: ``step=1`` or ``look=7`` for another event; all else is a choice of what to draw.

        While a choice can't be read this is said, and the figure stays as it was.
        """
        if "step" in asked:
            self._step(-1 if asked["step"] == -1 else 1)
        elif "look" in asked:
            self._look(asked["look"])
        elif (
            chosen := self._asked
            | {
                name: value
                for name, value in asked.items()
                if type(value) is type(self._asked.get(name))
            }
        ) != self._asked:
            self._asked = chosen
            try:
                self._draw()
            except DateError as error:
                self.said = str(error)

    def _draw(self) -> None:
        """Choose the rows, draw them, and list what is left out for lack of knowledge."""
        asked, events = self._asked, self._lesson.events
        span = parse_written(asked["own"]).text if asked["own"].strip() else asked["span"]
        rows = search_events(events, span=span, actors=asked["actors"])
        rows = rows[rows["category"].isin(asked["categories"])]
        said, below = f"{len(rows)} of {len(events)} events are drawn.", Markup("")
        if asked["who"]:
            rows, said, below = _only_known(rows, asked["who"], parse_written(asked["day"]))
        claims, clashes = (
            self._two_stories if asked["stories"] != "record" and not asked["who"] else (None, None)
        )
        theme = asked["theme"] or ("dark" if asked["dark"] else "light")
        ax = plot_timeline(
            rows, claims, clashes, lanes=asked["lanes"] or None, span=span or None, theme=theme
        )
        line, figure = ax.timeline, figure_of(ax)  # type: ignore[attr-defined]
        words, told = short(line), text_description(line)
        html = (
            image_html(
                svg(figure, words).encode(),
                "svg+xml",
                words,
                told.html,
                line.title,
                light=not (asked["theme"] or asked["dark"]),
            )
            + below
        )
        middle = {
            name: ax.transData.transform(places) / figure.bbox.size
            for name, places in line.spots.items()
        }
        self._spots = {
            name: [[float(x), 1 - float(y)] for x, y in places] for name, places in middle.items()
        }
        at = self.shown["id"].iloc[self.event["place"]] if self.event and len(self.shown) else ""
        self.shown, self.page = rows, Page(html, f"{said}\n\n{told.text}")
        titles = [
            f"{short_date(when)}: {title}"
            for when, title in zip(rows["date_words"], rows["title"], strict=True)
        ]
        with self.hold_sync():  # the reader's eye stays on the event if it is still drawn
            self._look(list(rows["id"]).index(at) if at in set(rows["id"]) else 0)
            self.drawn, self.said = {"html": html, "titles": titles}, said

    def _step(self, way: int) -> None:
        """Go to the next event or back; at the ends it says so."""
        place, count = self.event["place"] + way, len(self.shown)
        if 0 <= place < count:
            self._look(place)
        elif count:
            self.at = f"This is the {'last' if way > 0 else 'first'} of {count} events."

    def _look(self, place: Any) -> None:
        """Show an event: what happened, how we know, who knew, and what it means for the text."""
        if self.shown.empty:
            self.event, self.at = (
                {"place": -1, "html": "", "spots": []},
                "No event fits this choice.",
            )
        elif isinstance(place, int) and 0 <= place < len(self.shown):
            event, count = (
                next(self.shown.iloc[[place]].itertuples()),
                f"Event {place + 1} of {len(self.shown)}",
            )
            meaning = self._touched.get(
                str(event.id), ["The text does not speak of it, and no claim rests on it."]
            )
            html = Markup(
                '<div class="card" role="group" aria-label="{}">{}'
                "<p><b>What it means for the text</b></p>{}</div>"
            ).format(count, event_html(self._lesson, event, opened=True), list_html(meaning))
            self.event = {"place": place, "html": html, "spots": self._spots.get(str(event.id), [])}
            self.at = f"{count}: {event.date_words}. {event.title}"


def _form(lesson: Lesson) -> dict[str, Any]:
    """Return what can be chosen: fields with their labels, options and first values, and the categories."""
    events = lesson.events
    years = sorted({str(when.year) for when in events["earliest"].dropna()})
    sides = sorted(
        {side for cell in events["sides"] for side in split(cell)},
        key=lambda side: (side == "others", side),
    )
    spans = [
        ("all", ""),
        *((year, year) for year in years),
        ("16 to 28 October 1962", "1962-10-16/1962-10-28"),
    ]
    lanes = [
        ("sides", "side"),
        ("categories", "category"),
        ("places", "place"),
        ("actors", "actors"),
        ("none", ""),
    ]
    colours = [
        ("as the page", ""),
        ("light", "light"),
        ("dark", "dark"),
        ("black and white", "print"),
    ]
    knowing = [("anybody, today", ""), *((who, who) for who in (PUBLIC, *sides))]
    fields = [
        ("span", "Span", spans),
        ("own", "Own dates", "1962-10 or 1960/1961"),
        ("lanes", "Lanes", lanes),
        ("stories", "Stories", [("text and record", "both"), ("record only", "record")]),
        ("actors", "Actor", choices(lesson, "actors")),
        ("theme", "Colours", colours),
        ("who", "Only what was known to", knowing),
        ("day", "Known on this day", "1962-10-15"),
    ]
    return {
        "categories": sorted(set(events["category"])),
        "fields": [
            {"name": name, "label": label, "value": more if name == "day" else "", "example": more}
            if isinstance(more, str)
            else {"name": name, "label": label, "value": more[0][1], "options": more}
            for name, label, more in fields
        ],
    }


def _only_known(
    rows: pd.DataFrame, who: str, day: HistoricalDate
) -> tuple[pd.DataFrame, str, Markup]:
    """Return the rows that were known, the sentence that counts the others, and their titles as markup."""
    told = known_on(rows, who, day)
    groups = {state: rows[told == state] for state in ("known", "not known", "not told", "not yet")}
    counts, name = {state: len(group) for state, group in groups.items()}, who[0].upper() + who[1:]
    said = (
        f"Known to {who} on {parse_date(str(day.latest)).in_words()}: {counts['known']} events are drawn. Not known: {counts['not known']}. "
        f"Not told by our tables: {counts['not told']}. Still to come: {counts['not yet']}."
    )
    below = Markup("<p>{}</p>").format(HOW_KNOWN.format(who, name))
    for head, state in (
        (f"{name} did not know", "not known"),
        ("Our tables do not say", "not told"),
    ):
        lines = [
            f"{when}: {title}"
            for when, title in zip(groups[state]["date_words"], groups[state]["title"], strict=True)
        ]
        below += Markup("<details><summary>{} ({})</summary>{}</details>").format(
            head, len(lines), list_html(lines)
        )
    return groups["known"], said, below


def timeline_browser(lesson: Lesson) -> Live:
    """Return the interactive timeline; without a kernel it is the figure that it begins with, and its words."""
    widget = TimelineWidget(lesson)
    words = "Run this cell to choose what is drawn, to see only what was known on a day, and to go from event to event."
    return Live(
        Markup("{}<p>{}</p>").format(widget.page.html, words),
        f"{words}\n\n{widget.page.text}",
        widget,
    )
