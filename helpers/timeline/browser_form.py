"""The form of the interactive timeline: what can be chosen, and the first choices."""

from typing import Any

from helpers.compare.knowledge import PUBLIC
from helpers.display.chronology import choices
from helpers.lesson.calendars import year_text
from helpers.lesson.date_words import year_in_words
from helpers.lesson.model import Lesson

#: Options of a menu: what is read, and the value.
Options = list[tuple[str, str]]

LANES = [
    ("sides", "side"),
    ("categories", "category"),
    ("places", "place"),
    ("actors", "actors"),
    ("none", ""),
]

STORIES = [("text and record", "both"), ("record only", "record")]

COLOURS = [("as the page", ""), ("light", "light"), ("dark", "dark"), ("black and white", "print")]


def form_of(lesson: Lesson) -> dict[str, Any]:
    """Return the fields with their labels, options and first values, and the categories."""
    vocabulary = lesson.vocabulary
    month, interval = (vocabulary.date_examples[name] for name in ("month", "interval"))
    return {
        "categories": sorted(set(lesson.events["category"])),
        "fields": [
            _menu("span", "Span", _spans(lesson)),
            _text_field("own", "Own dates", example=f"{month} or {interval}"),
            _menu("lanes", "Lanes", LANES),
            _menu("stories", "Stories", STORIES),
            _menu("actors", "Actor", choices(lesson, "actors")),
            _menu("theme", "Colours", COLOURS),
            _menu(
                "who",
                "Only what was known to",
                [("anybody, today", ""), *((who, who) for who in (PUBLIC, *vocabulary.sides))],
            ),
            _text_field(
                "day", "Known on this day", vocabulary.known_on, example=vocabulary.known_on
            ),
        ],
    }


def _spans(lesson: Lesson) -> Options:
    """Return all years of the record, and the spans that the lesson proposes."""
    years = sorted({when.year for when in lesson.events["earliest"].dropna()})
    named = ((year_in_words(year), year_text(year)) for year in years)
    return [("all", ""), *named, *lesson.vocabulary.spans]


def _menu(name: str, label: str, options: Options) -> dict[str, Any]:
    return {"name": name, "label": label, "value": options[0][1], "options": options}


def _text_field(name: str, label: str, value: str = "", *, example: str) -> dict[str, Any]:
    return {"name": name, "label": label, "value": value, "example": example}
