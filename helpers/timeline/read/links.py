"""Links of claims to the record, made from contradictions or from the text's own dates."""

from typing import Any

import pandas as pd

from helpers.compare.relations import CONTRADICTIONS
from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate, duration, parse_date
from helpers.timeline.model import NO_CONTRADICTION, Link
from helpers.timeline.read.cells import read_date

EFFECT_BEFORE_CAUSE = CONTRADICTIONS["effect before cause"]


def reversed_ends(contradiction: str) -> tuple[str, ...]:
    """Return the names of the ends of a link where the text reverses an order; else nothing."""
    kind = CONTRADICTIONS.get(contradiction)
    return kind.reversed_ends if kind else ()


def contradiction_link(row: Any, record_dates: dict[str, str]) -> Link:
    """Return the link of one row of contradictions.

    It ends at the record's date, or for a contradiction of order at the text's second thing.
    """
    end_names = reversed_ends(row.contradiction)
    end = str((row.text_date if end_names else row.record_date) or row.record_date or row.text_date)
    events = tuple(split(row.events))
    return Link(
        date=read_date(end, f"Claim {row.claim}"),
        label=_label(row),
        explanation=str(row.explanation),
        certainty=str(row.certainty),
        event=next((name for name in events if record_dates.get(name) == end), ""),
        events=events,
        end_names=end_names,
    )


def _label(row: Any) -> str:
    kind = CONTRADICTIONS.get(row.contradiction)
    pattern = kind.label if kind else str(row.contradiction)
    if not pd.isna(row.days):
        direction = "early" if _is_early(row) else "late"
        label = pattern.format(duration(int(row.days)), direction)
    else:
        label = str(row.contradiction) if "{" in pattern else pattern
    return label if row.certainty == "certainly" else f"{row.certainty}: {label}"


def _is_early(row: Any) -> bool:
    """Whether the text puts something before the date that the record has for it."""
    text, record = (parse_date(str(date)) for date in (row.text_date, row.record_date))
    return text.sort_key < record.sort_key


def cause_link(
    cause: HistoricalDate, effect: HistoricalDate | None, events: tuple[str, ...], compared: bool
) -> Link:
    """Return the link from a claimed cause to its effect if no contradiction was given for it.

    If the claims were `compared` with the record and agree with it, an effect that comes first by
    the text's own dates alone is not a contradiction.
    """
    label, certainty = _order_of_cause(cause, effect, compared)
    return Link(
        date=cause,
        label=label,
        explanation="",
        certainty=certainty,
        event=events[0] if events else "",
        events=events,
        end_names=EFFECT_BEFORE_CAUSE.reversed_ends,
    )


def _order_of_cause(
    cause: HistoricalDate, effect: HistoricalDate | None, compared: bool
) -> tuple[str, str]:
    if effect and effect.before(cause):
        if compared:
            return "by the text’s own dates the effect comes first", NO_CONTRADICTION
        if effect.latest and cause.earliest:
            early = duration(cause.earliest - effect.latest)
            return EFFECT_BEFORE_CAUSE.label.format(early), "certainly"
    if effect is None or cause.before(effect):
        return "cause, then effect: possible in time", NO_CONTRADICTION
    return "we can’t tell which came first", NO_CONTRADICTION
