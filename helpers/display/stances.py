"""What each source says about each claim: the rows that the matrix and the browser share."""

import pandas as pd

from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.optional import read_table
from helpers.lesson.spans import distance_in_time

#: What a source does to a claim, in words.
STANCES = {
    "supports": "supports",
    "partly": "partly supports",
    "contradicts": "contradicts",
}


def stance_rows(lesson: Lesson) -> pd.DataFrame:
    """Return one row for each source that speaks of a claim, in the order of the text.

    Its columns are `claim` (id), `quote`, `source` (id), `short`, `stance`, `kind`, `side`,
    `distance` (in words: how long after the claim's event the source was made), `days` (the same to
    sort by, missing if not known) and `note`.
    """
    stances = read_table(lesson, "stances")
    claims = lesson.claims.reset_index(names="place")[["id", "quote", "about", "events", "place"]]
    sources = lesson.sources[["id", "short", "kind", "side", "made_on"]]
    rows = stances.merge(claims, left_on="claim", right_on="id").drop(columns="id")
    rows = rows.merge(sources, left_on="source", right_on="id").drop(columns="id")
    rows = rows.sort_values(["place", "side", "short"], ignore_index=True)
    distances = [_distance(lesson, row) for row in rows.itertuples()]
    rows["distance"] = [words for words, _ in distances]
    rows["days"] = [days for _, days in distances]
    names = ["claim", "quote", "source", "short", "stance", "kind", "side", "distance", "days"]
    return rows[[*names, "note"]]


def _distance(lesson: Lesson, row: object) -> tuple[str, float | None]:
    """Say how long after the claim's event a source was made."""
    about, events = row.about, split(row.events)  # type: ignore[attr-defined]
    event = about if about else next(iter(events), "")
    try:
        return distance_in_time(lesson.date(event), parse_date(row.made_on))  # type: ignore[attr-defined]
    except (KeyError, DateError):  # the claim has no event, or the source no date
        return "not known", None
