"""The chronology as JSON for TimelineJS 3."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from helpers.compare.contradictions import claims_touched, contradictions_of
from helpers.compare.placement import claims_in_time
from helpers.display.html import list_html
from helpers.lesson.calendars import JULIAN
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.date_words import part_in_words
from helpers.lesson.dates import Day, HistoricalDate, parse_date
from helpers.lesson.edtf import Part, first_part, read_edtf
from helpers.lesson.model import Lesson

#: The dates of JavaScript reach about 271,821 years before and after 1970.
MOST_YEARS = 270_000


def timelinejs(lesson: Lesson) -> dict[str, Any]:
    """Return the chronology as data for TimelineJS 3.

    A title slide has the contradictions. Each event has a slide: dates as exact as they are known,
    and in words; the summary; the claims of the text that it bears on; its sources as credit.

    TimelineJS reads text as HTML, so all of it is escaped. It unescapes after cleaning, twice for
    dates and groups, and makes links of anything like an address, whatever else is in it: hence
    `autolink` is off.
    """
    touched = claims_touched(lesson)
    contradictions = [
        f"{row.claim}: {row.explanation}" for row in contradictions_of(lesson).itertuples()
    ]
    intro = (
        f"{len(lesson.events)} events as the record shows them. "
        "Where the text under study contradicts it:"
    )
    events: list[Any] = list(lesson.events.itertuples())
    return _data(
        "The record, and the story of the text",
        _paragraph(intro) + list_html(contradictions) + _left_out(events),
        [
            _slide(lesson, event, touched.get(str(event.id), []))
            for event in events
            if _can_be_shown(event)
        ],
    )


def two_stories(lesson: Lesson) -> dict[str, Any]:
    """Return the chronology and the claims that the text puts in time as data for TimelineJS 3.

    Readers compare them on their own: no contradiction is named.
    """
    claims: Iterable[Any] = claims_in_time(lesson).itertuples()
    told = [_claim_slide(claim) for claim in claims if claim.date and _can_be_shown(claim)]
    intro = (
        f"{len(lesson.events)} events of the record, and {len(told)} claims of the text where the "
        "text puts them. Do the two stories fit together?"
    )
    events: list[Any] = list(lesson.events.itertuples())
    shown = [_slide(lesson, event, []) for event in events if _can_be_shown(event)]
    return _data("Two stories", _paragraph(intro) + _left_out(events), shown + told)


def _data(headline: str, text: Markup, slides: list[dict[str, Any]]) -> dict[str, Any]:
    title = {
        "unique_id": "title",
        "autolink": False,
        "text": {"headline": headline, "text": text},
    }
    return {"scale": "human", "title": title, "events": slides}


def _claim_slide(claim: Any) -> dict[str, Any]:
    when = parse_date(claim.date)
    return {
        "unique_id": claim.id,
        "autolink": False,
        "group": "the text",
        **_dates(when),
        "display_date": when.in_words(),
        "text": {
            "headline": escape(f"The text: “{claim.title}”"),
            "text": _paragraph(f"Claim {claim.id}, placed {claim.about}."),
        },
    }


def _left_out(events: list[Any]) -> Markup:
    """Name the events that are too far away for TimelineJS, with their dates in words."""
    lines = [f"{one.date_words}: {one.title}" for one in events if not _can_be_shown(one)]
    text = _paragraph("Too long ago, or too far ahead, for this timeline:") + list_html(lines)
    return text if lines else Markup("")


def _slide(lesson: Lesson, event: Any, touched: list[str]) -> dict[str, Any]:
    when, sides = parse_date(event.date), split(event.sides)
    return {
        "unique_id": event.id,
        "autolink": False,
        "group": _escape_twice(sides[0] if len(sides) == 1 else "several sides"),
        **_dates(when),
        "display_date": when.in_words() + _clock(event.time),
        "text": {"headline": escape(event.title), "text": _text(event, touched)},
        "media": {
            "url": "<blockquote>How do we know?</blockquote>",
            "credit": Markup("<br>").join(cite(lesson, one) for one in split(event.sources)),
            "caption": "One source only was found." if event.single_sourced else "",
        },
    }


def _text(event: Any, touched: list[str]) -> Markup:
    text = _paragraph(event.summary) + _paragraph(f"{event.place}. {event.actors}.")
    if event.disputed:
        text += Markup("<p><b>Disputed:</b> {}</p>").format(event.disputed)
    if touched:
        text += Markup("<p><b>What it means for the text</b></p>") + list_html(touched)
    return text


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _escape_twice(text: str) -> str:
    return escape(str(escape(text)))


def _clock(time: str) -> str:
    if not time:
        return ""
    return f", {'about ' if time.endswith('~') else ''}{time[:5]} local time"


def _dates(when: HistoricalDate) -> dict[str, Any]:
    """Return start and end as exact as they are known; a month or a year has its whole length."""
    reading = read_edtf(when.text)
    part, first, last = first_part(reading), when.earliest, when.latest
    # TimelineJS drops an end whose parts are those of the start, as it takes "July" and "31 July"
    # to be the same day. A start with words of its own keeps it.
    words = part_in_words(part) if reading.form == "interval" else when.in_words()
    begin = {**_parts(when.sort_key[0], _exactness(part, when)), "display_date": words}
    if not (first and last) or first == last:
        return {"start_date": begin}
    return {"start_date": begin, "end_date": _parts(last)}


def _exactness(part: Part, when: HistoricalDate) -> int:
    """Return how many parts of its first day a date knows: the year, the month, the day."""
    if when.calendar == JULIAN:
        return 3  # its first day is in the middle of a month of the other calendar
    if not part.month.isdigit():
        return 1
    return 2 if part.day in ("", "XX") else 3


def _parts(day: Day, count: int = 3) -> dict[str, int]:
    """Return year, month and day, or the first of them; TimelineJS counts 1 BC as the year -1."""
    year = day.year if day.year > 0 else day.year - 1
    return dict(zip(("year", "month", "day")[:count], (year, day.month, day.day), strict=False))


def _can_be_shown(event: Any) -> bool:
    """Whether the years of an event are within those that a browser can count."""
    when = parse_date(event.date)
    days = [day for day in (when.earliest, when.latest) if day]
    return all(abs(day.year) <= MOST_YEARS for day in days)
