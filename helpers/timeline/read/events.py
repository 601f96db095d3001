"""Rows of a table of events, read into marks of the record."""

import pandas as pd

from helpers.errors import UserError
from helpers.lesson.dates import HistoricalDate
from helpers.timeline.days import bounds
from helpers.timeline.model import Mark, in_time_order
from helpers.timeline.read.cells import cell_text, read_date
from helpers.timeline.read.lanes import LANES, lanes_of_rows


def read_events(
    events: pd.DataFrame, lanes: str | None, span: HistoricalDate | None
) -> tuple[list[Mark], list[Mark]]:
    """Return the events that may be in the span, in the order of time, and the events outside it.

    A ValueError names a column that is missing, or a cell that can't be read.
    """
    check_columns(events, ["date", "title", *([LANES[lanes]] if lanes else [])])
    inside: list[Mark] = []
    outside: list[Mark] = []
    for mark, when in _marks(events, lanes):
        (outside if span is not None and when.overlaps(span) is False else inside).append(mark)
    return in_time_order(inside), outside


def check_columns(events: pd.DataFrame, needed: list[str]) -> None:
    """Raise an error that names the columns that are missing."""
    missing = [name for name in needed if name not in events.columns]
    if missing:
        raise UserError(
            f"The table of events has no column {' and no column '.join(map(repr, missing))}. "
            f"Its columns are: {', '.join(map(str, events.columns)) or 'none'}."
        )


def _marks(events: pd.DataFrame, lanes: str | None) -> list[tuple[Mark, HistoricalDate]]:
    titles = [" ".join(cell_text(title).split()) for title in events["title"]]
    dates = [
        read_date(value, f"Row {number} (“{title[:40]}”)")
        for number, (value, title) in enumerate(zip(events["date"], titles, strict=True), 1)
    ]
    rows = lanes_of_rows(events[LANES[lanes]], lanes) if lanes else [()] * len(events)
    return [
        (_mark(name, title, when, row), when)
        for name, title, when, row in zip(row_names(events), titles, dates, rows, strict=True)
    ]


def _mark(name: str, title: str, when: HistoricalDate, lanes: tuple[str, ...]) -> Mark:
    left, right = bounds(when)
    return Mark(
        story="record",
        id=name,
        title=title or "(no title)",
        date=when,
        kind=when.kind,
        left=left,
        right=right,
        when=when.in_words(),
        lanes=lanes,
    )


def row_names(events: pd.DataFrame) -> list[str]:
    """Return a unique name for each row: its id, or its number where it has none."""
    names: dict[str, None] = {}
    ids = events["id"] if "id" in events else [None] * len(events)
    for number, value in enumerate(ids, 1):
        name = cell_text(value) or f"row {number}"
        names[f"{name} (row {number})" if name in names else name] = None
    return list(names)
