"""What a figure shows: bands, items and groups; the same rows for the picture and for the words."""

from dataclasses import dataclass, field

from helpers.timeline.layout import Item
from helpers.timeline.read import Mark

#: Width and height of the page in inches (the notebook's grows with its content up to this), and
#: the font size.
SIZES = {
    "notebook": (10.0, 13.4, 9.0),
    "projector": (13.333, 7.5, 15.0),
    "a4": (11.69, 8.27, 8.5),
    "letter": (11.0, 8.5, 8.5),
    "poster": (16.54, 11.69, 11.0),
}

#: How exact a position is, and the words of the legend.
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
    "beyond": "lies beyond this span",
}

LINKS = {"certainly": "-", "possibly": (0, (4, 2)), "cannot be told": (0, (1, 2)), "no clash": "-"}

MOST_TRIED = 800  # beyond this many events, an even selection is labelled and the rest is grouped


@dataclass(slots=True)
class Group:
    """Marks that there is no room to label: a stroke for each, and one bracket with their number."""

    marks: list[Mark]
    left: float
    right: float
    label: str
    label_x: float


@dataclass(slots=True)
class Band:
    """A lane of the record or the band of the text, with what is placed in it."""

    name: str
    story: str
    marks: list[Mark]
    items: list[Item] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    top: float = 0.0
    rows: int = 0


@dataclass(slots=True)
class Timeline:
    """What a figure shows: the same rows for the picture and for the words.

    `own_title` is whether we made the title; the main finding then stands under it. `low` and
    `high` are the first and last moment that is shown, in days since 0001-01-01. `unplaced` claims
    have no place in time, events `outside` lie outside of the chosen span, and so many claims as
    `claims_outside` says. `zone` is that of the hours, `lanes` what the lanes are made of.
    `chapters` say where the pages lie that show parts of this one larger, with their numbers;
    `page` is the number of this one, if there are several. `spots` has for each event the middles
    of its marks in the record's lanes, in data of the Axes.
    """

    title: str
    own_title: bool
    low: float
    high: float
    bands: list[Band]
    unplaced: list[Mark]
    outside: list[Mark]
    zone: str
    lanes: str | None
    chapters: list[tuple[float, float, str]] = field(default_factory=list)
    page: str = ""
    claims_outside: int = 0
    notes: list[str] = field(default_factory=list)
    spots: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def events(self) -> list[Mark]:
        """Every event of the record once, in the order of time."""
        found = {
            mark.id: mark for band in self.bands if band.story == "record" for mark in band.marks
        }
        return sorted(found.values(), key=lambda mark: (mark.left, mark.right, mark.id))

    @property
    def claims(self) -> list[Mark]:
        """The claims that have a place."""
        return [mark for band in self.bands if band.story == "text" for mark in band.marks]
