"""What a side, or the public, could know on a day."""

from typing import Any

import pandas as pd

from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, HistoricalDate, parse_date

PUBLIC = "the public"


def known_on(events: pd.DataFrame, who: str, day: HistoricalDate) -> "pd.Series[str]":
    """Return for each event whether a side, or `PUBLIC`, knew of it on the last day of a date.

    ``"not yet"``: it had not begun. ``"known"``: it was public, or the side knew at the time; if
    the row does not say who knew, the sides that acted did. ``"not known"``: the row says who knew,
    or when it became public, and it was another side or a later day. ``"not told"``: our tables do
    not say. A date without an end is a `DateError`.
    """
    if day.latest is None:
        raise DateError(
            "This has no end, so nobody can say what was known by then.",
            "Write one day: 1815-06-18.",
            day.text,
        )
    states = [_known(event, who, day.latest) for event in events.itertuples()]
    return pd.Series(states, index=events.index, dtype=str)


def _known(event: Any, who: str, last: Any) -> str:
    begun = parse_date(event.date).earliest
    if begun and begun > last:
        return "not yet"
    public = parse_date(event.made_public) if event.made_public else None
    if (public and public.latest and public.latest <= last) or who in split(
        event.known_to or event.sides
    ):
        return "known"
    if public and (public.earliest is None or public.earliest <= last):
        return "not told"  # for example on some day of that year
    return "not known" if public or event.known_to else "not told"
