"""The foot of a timeline: its legend and its notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.lesson.calendars import JULIAN
from helpers.lesson.wording import with_count
from helpers.timeline.model import KINDS, Content
from helpers.timeline.plan.bands import BandPlan, unlabelled_count
from helpers.timeline.plan.fonts import PLACEHOLDER, SMALL, printable, text_width, wrap
from helpers.timeline.plan.scale import Scale

#: The first day of the Gregorian calendar, 15 October 1582.
GREGORIAN = 577736

MOST_LINES = 9


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A kind of mark, its name, and the left edge of its sample."""

    kind: str
    name: str
    x: float


@dataclass(frozen=True, slots=True)
class Foot:
    """The rows of the legend, and the notes with the lines into which they are broken."""

    legend: tuple[tuple[LegendEntry, ...], ...]
    notes: tuple[str, ...]
    lines: tuple[str, ...]

    def height(self, size: float) -> float:
        """Return its height for a font size."""
        return (len(self.legend) * 1.9 + len(self.lines) * 1.5 + 0.5) * size


def plan_foot(content: Content, bands: Sequence[BandPlan], scale: Scale) -> Foot:
    """Return the legend and the notes of what the bands show."""
    notes = _notes(content, bands)
    lines = [
        line
        for note in notes
        for line in wrap(note, scale.width, scale.size * SMALL, MOST_LINES)[0]
    ]
    return Foot(_legend(bands, scale), tuple(notes), tuple(lines))


def _legend(bands: Sequence[BandPlan], scale: Scale) -> tuple[tuple[LegendEntry, ...], ...]:
    """Break the entries of the legend into rows."""
    rows: list[list[LegendEntry]] = []
    x = 0.0
    for kind, name in _entries(bands, scale):
        width = 2.9 * scale.size + text_width(name, scale.size * SMALL)
        if not rows or x + width > scale.width:
            rows.append([])
            x = 0.0
        rows[-1].append(LegendEntry(kind, name, x))
        x += width + 1.7 * scale.size
    return tuple(tuple(row) for row in rows)


def _entries(bands: Sequence[BandPlan], scale: Scale) -> list[tuple[str, str]]:
    """Return the kinds of mark that occur, with their names."""
    marks = [item.mark for band in bands for item in band.items]
    positions = [(mark.kind, mark.left, mark.right) for mark in marks if mark.date]
    positions += [(link.date.kind, *link.bounds) for mark in marks for link in mark.links]
    kinds = {"beyond" if scale.beyond(left, right) else kind for kind, left, right in positions}
    entries = [(kind, name) for kind, name in KINDS.items() if kind in kinds]
    if any(mark.story == "text" and mark.kind == "exact day" for mark in marks):
        entries.insert(0, ("square", "where the text puts it"))
    if any(band.groups for band in bands):
        entries.append(("tick", "one more, unlabelled"))
    return entries


def _notes(content: Content, bands: Sequence[BandPlan]) -> list[str]:
    """Return what a reader must know about the picture, in sentences."""
    notes = [*_notes_on_labels(content, bands)]
    notes += _notes_on_the_calendar(content)
    if content.outside:
        notes.append(f"Events outside this span, not drawn: {len(content.outside)}.")
    if content.claims_outside:
        notes.append(f"Claims outside this span, not drawn: {content.claims_outside}.")
    if content.zone:
        notes.append(
            f"Hours are those of {content.zone}; where another zone is given in brackets, "
            "the hour is in that zone."
        )
    return notes


def _notes_on_the_calendar(content: Content) -> list[str]:
    marks = [*content.events, *content.claims]
    if any(mark.date and mark.date.calendar == JULIAN for mark in marks):
        return ["Julian dates are drawn where the same days are in the Gregorian calendar."]
    if content.high and content.low < GREGORIAN:
        return ["Dates before 15 October 1582 are in the Gregorian calendar, carried back."]
    return []


def _notes_on_labels(content: Content, bands: Sequence[BandPlan]) -> list[str]:
    """Return what is missing from the picture or shortened in it."""
    notes = []
    if content.undated:
        count = with_count(len(content.undated), "claim")
        notes.append(f"{count} without a date: the description lists them.")
    shortened = sum(item.label.shortened for band in bands for item in band.items)
    if shortened:
        titles = "long titles are" if shortened != 1 else "long title is"
        notes.append(f"{shortened} {titles} shortened here; the description gives all in full.")
    if count := unlabelled_count(bands):
        where = (
            "the numbered pages label them" if content.chapters else "the description names each"
        )
        notes.append(f"{count}, because there is no room for more labels; {where}.")
    titles_drawn = (mark.title for band in content.bands for mark in band.marks)
    if any(PLACEHOLDER in printable(title) for title in titles_drawn):
        notes.append(
            f"{PLACEHOLDER} stands for a letter that this font does not have; "
            "the description has it."
        )
    return notes
