"""Packing labelled marks into rows without overlaps, and sharing rows between bands."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.timeline.model import Mark
from helpers.timeline.plan.labels import Label


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mark with its label, not in a row yet; `edges` are the ends of all that is drawn for it."""

    mark: Mark
    edges: tuple[float, float]
    label: Label


@dataclass(frozen=True, slots=True)
class Item:
    """A mark with its label in its rows.

    Attributes
    ----------
    mark : Mark
    label : Label
    row, end : int
        Its first row, and the row after its last.
    side : {"right", "left", "above"}
        Where the label is.
    label_x : float
        The left edge of the label.
    """

    mark: Mark
    label: Label
    row: int
    end: int
    side: str
    label_x: float

    @property
    def mark_row(self) -> int:
        """The row of the mark: the first line of its label, or below a label that is above it."""
        return self.row + (self.label.rows if self.side == "above" else 0)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to put a candidate into rows: where its label is, and the space it takes."""

    side: str
    label_x: float
    rows: int
    left: float
    right: float


@dataclass(slots=True)
class _Rows:
    """Rows with taken stretches that never overlap."""

    taken: dict[int, list[tuple[float, float]]] = field(default_factory=dict)

    def free(self, row: int, left: float, right: float) -> bool:
        taken = self.taken.get(row, [])
        at = bisect_left(taken, (right,))
        return at == 0 or taken[at - 1][1] <= left

    def take(self, row: int, left: float, right: float) -> None:
        insort(self.taken.setdefault(row, []), (left, right))


def pack(
    candidates: Sequence[Candidate], width: float, most: int, gap: float, apart: float
) -> tuple[list[Item], list[Candidate]]:
    """Put candidates into at most so many rows, first fit in the order given.

    Returns those in rows, none overlapping another, and those without room. `gap` is the space
    between a mark and its label, `apart` the space between neighbours.
    """
    rows, items, rest = _Rows(), list[Item](), list[Candidate]()
    for candidate in candidates:
        found = _first_fit(_choices(candidate, width, gap), rows, most, apart / 2)
        if found is None:
            rest.append(candidate)
            continue
        row, choice = found
        for number in range(row, row + choice.rows):
            rows.take(number, choice.left - apart / 2, choice.right + apart / 2)
        end = row + choice.rows
        items.append(Item(candidate.mark, candidate.label, row, end, choice.side, choice.label_x))
    return items, rest


def _first_fit(
    choices: Sequence[_Choice], rows: _Rows, most: int, space: float
) -> tuple[int, _Choice] | None:
    """Return the first row, and the first choice in it, that is free."""
    possible = [choice for choice in choices if choice.rows <= most]
    for row in range(most if possible else 0):
        for choice in possible:
            left, right = choice.left - space, choice.right + space
            if row + choice.rows <= most and all(
                rows.free(number, left, right) for number in range(row, row + choice.rows)
            ):
                return row, choice
    return None


def _choices(candidate: Candidate, width: float, gap: float) -> list[_Choice]:
    """Return the ways to put a label: right or left of its mark, above it only if neither fits."""
    (left, right), label = candidate.edges, candidate.label
    links = max(len(candidate.mark.links), 1)
    rows = max(label.rows, links)
    choices = []
    if not any(link.has_arrow for link in candidate.mark.links):  # else the names of its ends
        x = right + gap
        if x + label.width <= width:
            choices.append(_Choice("right", x, rows, left, x + label.width))
        x = left - gap - label.width
        if x >= 0:
            choices.append(_Choice("left", x, rows, x, right))
    if not choices:
        x = min(max(left, 0.0), max(width - label.width, 0.0))
        ends = min(x, left), max(x + label.width, right)
        choices.append(_Choice("above", x, label.rows + links, *ends))
    return choices


def used_rows(items: Sequence[Item]) -> int:
    """Return how many rows the items take."""
    return max((item.end for item in items), default=0)


def share_rows(needs: Sequence[int], least: Sequence[int], rows: int) -> list[int]:
    """Share rows between bands.

    Each gets its least; small needs are met, and the other bands get equal parts of the rest.
    """
    given = list(least)
    left = rows - sum(least)
    for done, index in enumerate(sorted(range(len(needs)), key=lambda n: (needs[n], n))):
        more = min(needs[index] - least[index], left // (len(needs) - done))
        given[index] += more
        left -= more
    return given


def spread(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks in an order whose every beginning is spread over all of them.

    The order is that of van der Corput: numbers with their binary digits reversed.
    """
    if not marks:
        return []
    digits = (len(marks) - 1).bit_length()
    order = (int(f"{n:0{digits}b}"[::-1], 2) if digits else 0 for n in range(2**digits))
    return [marks[number] for number in order if number < len(marks)]
