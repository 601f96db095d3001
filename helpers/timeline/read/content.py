"""Read everything that a timeline shows: the record, the text's claims, and the span of time."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from helpers.compare.contradictions import contradictions_of
from helpers.compare.placement import claims_in_time
from helpers.errors import UserError
from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.model import Lesson
from helpers.timeline.days import bounds
from helpers.timeline.model import Band, Content, Mark, extent
from helpers.timeline.read.claims import read_claims
from helpers.timeline.read.events import read_events
from helpers.timeline.read.hours import LONGEST_SPAN, move_to_hours
from helpers.timeline.read.lanes import lane_order
from helpers.timeline.read.summary import title_of


def read_content(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None = None,
    contradictions: pd.DataFrame | None = None,
    *,
    lanes: str | None = None,
    span: str | None = None,
    title: str | None = None,
) -> Content:
    """Read what a timeline shows; the parameters are those of `plot_timeline`."""
    limits = parse_date(span) if span else None
    table, claims, contradictions = _tables(events, claims, contradictions)
    record, outside = read_events(table, lanes, limits)
    has_text = claims is not None or contradictions is not None
    claimed = read_claims(claims, contradictions, _record_dates(table)) if has_text else []
    drawable = [mark for mark in claimed if mark.has_position]
    in_span = [mark for mark in drawable if limits is None or _may_be_within(mark, limits)]
    low, high = _limits(limits, [*record, *in_span])
    zone = ""
    if high - low <= LONGEST_SPAN:
        record, zone = move_to_hours(record, table)
    if not math.isfinite(high - low):
        low = high = 0.0
    bands = _record_bands(record, lanes, table, "The record shows" if claimed else "")
    if claimed:
        bands.insert(0, Band("The text claims", "text", tuple(in_span)))
    content = Content(
        title=str(title),
        default_title=title is None,
        low=low,
        high=high,
        bands=tuple(bands),
        undated=tuple(mark for mark in claimed if not mark.has_position),
        outside=tuple(outside),
        claims_outside=len(drawable) - len(in_span),
        zone=zone,
        lanes=lanes,
    )
    return content if title is not None else replace(content, title=title_of(content))


def _tables(
    events: pd.DataFrame | Lesson,
    claims: pd.DataFrame | Iterable[str] | None,
    contradictions: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]:
    """Return the three tables to draw; a lesson has them all."""
    if isinstance(events, Lesson):
        placed = claims_in_time(events, claims)  # type: ignore[arg-type]
        return events.events, placed, contradictions_of(events)
    if not isinstance(events, pd.DataFrame):
        raise UserError(
            f"This is a {type(events).__name__}. "
            "Give a table of events, such as events.head(), or the lesson."
        )
    if claims is not None and not isinstance(claims, pd.DataFrame):
        raise UserError("Ids of claims need a lesson: plot_timeline(lesson, claims=[...]).")
    return events, claims, contradictions


def _record_dates(events: pd.DataFrame) -> dict[str, str]:
    """Return the date of each event in EDTF by its id."""
    if "id" not in events:
        return {}
    return {str(name): str(date) for name, date in zip(events["id"], events["date"], strict=True)}


def _may_be_within(mark: Mark, limits: HistoricalDate) -> bool:
    low, high = bounds(limits)
    return any(left < high and right > low for left, right in mark.stretches)


def _limits(limits: HistoricalDate | None, marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the first and last moment of the span; where it is open, of the marks."""
    low, high = bounds(limits) if limits else (-math.inf, math.inf)
    first, last = extent(marks)
    return (
        low if math.isfinite(low) else min(first, high),
        high if math.isfinite(high) else max(last, low),
    )


def _record_bands(
    record: Sequence[Mark], lanes: str | None, table: pd.DataFrame, name: str
) -> list[Band]:
    """Return the lanes of the record, or one band with this name."""
    given = table.attrs.get("sides", ()) if lanes == "side" else ()
    names = lane_order(record, given) if lanes else []
    if not names:
        return [Band(name, "record", tuple(record))]
    return [
        Band(lane, "record", tuple(mark for mark in record if lane in mark.lanes)) for lane in names
    ]
