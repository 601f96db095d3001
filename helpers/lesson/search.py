"""Find events by words, dates and values."""

import pandas as pd

from helpers.lesson.cells import ids
from helpers.lesson.dates import parse_date
from helpers.lesson.wording import normalise
from helpers.lesson.written import parse_written


def search_events(
    events: pd.DataFrame, words: str = "", span: str = "", **chosen: str
) -> pd.DataFrame:
    """Return the events that fit.

    All `words` must stand in title, summary, actors or place, whatever their case, accents and
    hyphens; events that may lie in the `span` (as `parse_written` reads it; a `DateError` if it
    does not) are kept; ``actors="Fidel Castro"`` chooses a value in a column of lists. What is
    empty leaves all free.
    """
    keep = pd.Series(True, index=events.index)
    if wanted_words := normalise(words).split():
        text = events[["title", "summary", "actors", "place"]].agg(" ".join, axis=1).map(normalise)
        keep &= text.map(lambda said: all(word in said for word in wanted_words))
    for column, value in chosen.items():
        if value:
            keep &= events[column].map(lambda cell, wanted=value: wanted in ids(cell))
    if span.strip():
        wanted_span = parse_written(span)
        keep &= events["date"].map(lambda date: parse_date(date).overlaps(wanted_span) is not False)
    return events[keep]
