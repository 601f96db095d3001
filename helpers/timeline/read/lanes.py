"""Lanes of the record: which row belongs to which, and their order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from helpers.lesson.cells import split
from helpers.timeline.model import Mark
from helpers.timeline.read.cells import cell_text

#: Each choice of lanes, and the column that it is made of.
LANES = {"side": "sides", "category": "category", "place": "place", "actors": "actors"}

OTHERS = {
    "side": "other sides",
    "category": "other categories",
    "place": "other places",
    "actors": "other actors",
}

NOT_GIVEN = "not given"

MOST_LANES = 6


def lanes_of_rows(cells: "pd.Series[Any]", lanes: str) -> list[tuple[str, ...]]:
    """Return the lanes of each row; all but the most frequent ones share a lane."""
    rows = [tuple(dict.fromkeys(split(cell_text(value)))) or (NOT_GIVEN,) for value in cells]
    counts = Counter(lane for row in rows for lane in row)
    if len(counts) <= MOST_LANES:
        return rows
    ranked = sorted(counts, key=lambda lane: (lane == NOT_GIVEN, -counts[lane], lane))
    own = set(ranked[: MOST_LANES - 1])
    return [
        tuple(dict.fromkeys(lane if lane in own else OTHERS[lanes] for lane in row)) for row in rows
    ]


def lane_order(marks: Iterable[Mark], given: Sequence[str] = ()) -> list[str]:
    """Return the lanes that occur, the fullest first.

    They have the `given` order instead if it names all of them. The lane of what is not given, and
    the one that several share, come last.
    """
    counts = Counter(lane for mark in marks for lane in mark.lanes)
    order = {lane: number for number, lane in enumerate(given)}
    all_named = set(counts) <= {*order, NOT_GIVEN}

    def rank(lane: str) -> tuple[bool, int, int, str]:
        last = lane == NOT_GIVEN or lane in OTHERS.values()
        return last, order.get(lane, 0) if all_named else 0, -counts[lane], lane

    return sorted(counts, key=rank)
