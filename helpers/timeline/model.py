"""What a timeline shows, as it was read: the events of the record and the claims of the text."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from helpers.lesson.dates import HistoricalDate
from helpers.timeline.days import bounds

#: Width and height of the page in inches, and the font size. The notebook's page is as wide as a
#: screen of 1366 pixels shows it beside the menus of JupyterLab, and grows with its content up to
#: this height; that for the screen is also as high.
SIZES = {
    "notebook": (9.1, 13.4, 9.0),
    "screen": (9.1, 4.8, 8.7),
    "projector": (13.333, 7.5, 15.0),
    "a4": (11.69, 8.27, 8.5),
    "letter": (11.0, 8.5, 8.5),
    "poster": (16.54, 11.69, 11.0),
}

#: How exact a position is, and its name in the legend.
KINDS = {
    "exact day": "exact day",
    "exact time": "exact time",
    "interval": "from – to",
    "month or year": "some day in it",
    "hour unknown": "that day, hour unknown",
    "approximate": "about then",
    "uncertain": "in doubt",
    "unspecified": "digit unknown",
    "open": "open end",
    "beyond": "outside this span",
}

#: The certainty of a link that contradicts nothing.
NO_CONTRADICTION = "no contradiction"


@dataclass(frozen=True, slots=True)
class Link:
    """A line from the date in the text to the date in the record.

    Attributes
    ----------
    date : HistoricalDate
        Where the line ends.
    label : str
        What is wrong, in a few words.
    explanation : str
        The same in a sentence; empty if nothing was compared with the record.
    certainty : str
        How certain the contradiction is; `NO_CONTRADICTION` if there is none.
    event : str
        The id of the event at the end of the line, or nothing.
    events : tuple of str
        The ids of all events that the link is about.
    end_names : tuple of str
        The names of its ends, the record's first, such as “cause” and “effect”; empty for a link
        that compares dates of one thing.
    """

    date: HistoricalDate
    label: str
    explanation: str
    certainty: str
    event: str
    events: tuple[str, ...]
    end_names: tuple[str, ...] = ()

    @property
    def has_arrow(self) -> bool:
        """Whether it points from what the text puts first to what it puts second."""
        return bool(self.end_names)

    @property
    def contradicts(self) -> bool:
        """Whether it shows a contradiction between the text and the record."""
        return self.certainty != NO_CONTRADICTION

    @property
    def bounds(self) -> tuple[float, float]:
        """The first and last moment of its end in the record."""
        return bounds(self.date)


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of the record or one claim of the text.

    Attributes
    ----------
    story : {"record", "text"}
    id, title : str
    date : HistoricalDate or None
        None for a claim that the text does not date.
    kind : str
        How exact the position is, one of `KINDS`; empty without a date.
    left, right : float
        The first and last moment, in days since 0001-01-01 (the last day included); infinite where
        open, NaN without a date.
    when : str
        The date in words, with the time of day where hours are drawn.
    lanes : tuple of str
        The lanes of the record that show it.
    links : tuple of Link
        Links of a claim to the record.
    dated_by : str
        How the date of a claim was found, in words.
    """

    story: str
    id: str
    title: str
    date: HistoricalDate | None
    kind: str
    left: float
    right: float
    when: str
    lanes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    dated_by: str = ""

    @property
    def has_position(self) -> bool:
        """Whether it can be drawn: it has a date, or a link to one."""
        return bool(self.date or self.links)

    @property
    def reversed(self) -> bool:
        """Whether the text has an effect before its cause here, or things in the wrong order."""
        return any(link.has_arrow and link.contradicts for link in self.links)

    @property
    def contradicts(self) -> bool:
        """Whether anything here contradicts the record."""
        return any(link.contradicts for link in self.links)

    @property
    def stretches(self) -> list[tuple[float, float]]:
        """First and last moment of the mark and of the ends of its links."""
        return [(self.left, self.right), *(link.bounds for link in self.links)]


@dataclass(frozen=True, slots=True)
class Band:
    """The band of the text, or a lane of the record."""

    name: str
    story: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The part of the time that another page shows larger, and the number of that page."""

    low: float
    high: float
    page: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a timeline shows; picture and text description are made from it.

    Attributes
    ----------
    title : str
    default_title : bool
        Whether the title was made here; the main contradiction is then written under it.
    low, high : float
        First and last moment that is shown, in days since 0001-01-01.
    bands : tuple of Band
    undated : tuple of Mark
        Claims without a position in time.
    outside : tuple of Mark
        Events outside the chosen span.
    claims_outside : int
        Number of claims outside the chosen span.
    zone : str
        The zone of the hours, such as ``UTC−04:00``; empty where days are drawn.
    lanes : str or None
        What the lanes are made of.
    chapters : tuple of Chapter
        Which parts other pages show larger.
    page_label : str
        Such as ``Page 2 of 5``, if there are several.
    """

    title: str
    default_title: bool
    low: float
    high: float
    bands: tuple[Band, ...]
    undated: tuple[Mark, ...] = ()
    outside: tuple[Mark, ...] = ()
    claims_outside: int = 0
    zone: str = ""
    lanes: str | None = None
    chapters: tuple[Chapter, ...] = ()
    page_label: str = ""

    @property
    def events(self) -> list[Mark]:
        """Every event of the record once, in the order of time."""
        found = {
            mark.id: mark for band in self.bands if band.story == "record" for mark in band.marks
        }
        return in_time_order(found.values())

    @property
    def claims(self) -> list[Mark]:
        """The claims that have a position."""
        return [mark for band in self.bands if band.story == "text" for mark in band.marks]

    @property
    def has_text(self) -> bool:
        """Whether the text's story is shown beside the record's."""
        return any(band.story == "text" for band in self.bands)


def in_time_order(marks: Iterable[Mark]) -> list[Mark]:
    """Sort marks by their first and last moment, as far as they are known."""
    return sorted(marks, key=_place_in_time)


def _place_in_time(mark: Mark) -> tuple[float, float, str]:
    """Return what marks are sorted by: an open beginning by its last moment."""
    return mark.right if mark.left == -math.inf else mark.left, mark.right, mark.id


def extent(marks: Iterable[Mark]) -> tuple[float, float]:
    """Return the first and last known moment of all marks and links, NaN if there is none."""
    ends = [
        end for mark in marks for stretch in mark.stretches for end in stretch if math.isfinite(end)
    ]
    return (min(ends), max(ends)) if ends else (math.nan, math.nan)
