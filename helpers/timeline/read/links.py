"""Links of claims to the record, made from contradictions or from the text's own dates."""

from typing import Any

import pandas as pd

from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate, duration
from helpers.timeline.model import NO_CONTRADICTION, Link
from helpers.timeline.read.cells import read_date

#: Contradictions of order, and the names of the ends of their links, the record's first.
REVERSED = {"effect before cause": ("cause", "effect"), "order reversed": ("“first”", "“then”")}

CAUSE_AND_EFFECT = REVERSED["effect before cause"]

#: Labels of contradictions, with their duration and “early” or “late”.
LABELS = {
    "effect before cause": "the effect comes {} before its cause",
    "order reversed": "the order is the other way round, by {}",
    "date outside the record": "{} too {}",
    "had not met": "they first met {} later",
    "term appears later": "in the record only {} later",
    "brought later": "came only {} later",
    "could not have been there": "could not have been there",
    "part missing": "a part of it is missing",
}


def contradiction_link(row: Any, record_dates: dict[str, str]) -> Link:
    """Return the link of one row of contradictions.

    It ends at the record's date, or for a contradiction of order at the text's second thing.
    """
    end_names = REVERSED.get(row.clash, ())
    end = str((row.text_date if end_names else row.record_date) or row.record_date or row.text_date)
    events = tuple(split(row.events))
    return Link(
        date=read_date(end, f"Claim {row.claim}"),
        label=_label(row),
        explanation=str(row.explanation),
        certainty=str(row.how_sure),
        event=next((name for name in events if record_dates.get(name) == end), ""),
        events=events,
        end_names=end_names,
    )


def _label(row: Any) -> str:
    pattern = LABELS.get(row.clash, str(row.clash))
    if not pd.isna(row.days):
        direction = "early" if str(row.text_date) < str(row.record_date) else "late"
        label = pattern.format(duration(int(row.days)), direction)
    else:
        label = str(row.clash) if "{" in pattern else pattern
    return label if row.how_sure == "certainly" else f"{row.how_sure}: {label}"


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
        end_names=CAUSE_AND_EFFECT,
    )


def _order_of_cause(
    cause: HistoricalDate, effect: HistoricalDate | None, compared: bool
) -> tuple[str, str]:
    if effect and effect.before(cause):
        if compared:
            return "by the text’s own dates the effect comes first", NO_CONTRADICTION
        if effect.latest and cause.earliest:
            early = duration((cause.earliest - effect.latest).days)
            return LABELS["effect before cause"].format(early), "certainly"
    if effect is None or cause.before(effect):
        return "cause, then effect: possible in time", NO_CONTRADICTION
    return "which came first cannot be told", NO_CONTRADICTION
