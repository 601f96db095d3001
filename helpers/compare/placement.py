"""Where in time the text puts its claims."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.lesson.model import Lesson, known_claims


def claims_in_time(lesson: Lesson, ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Say where in time the text puts its claims, or only some of them, as far as it does.

    A claim has a place if it gives a date, if it is about something that the text dates, or if it
    makes one event the cause of another (an event that the text leaves undated then stands at the
    record's date). The table has `id`, `title` (the quotation), `date` (EDTF, empty without a
    place), `cause` (EDTF of the asserted cause, or empty), `event` (ids of the events that are
    cause and effect, the cause first) and `about` (how the place was found).
    """
    asserted, wanted = lesson.assertions, known_claims(lesson, ids)
    dated = list(asserted[asserted["relation"] == "dated"].itertuples())

    def place(name: str) -> str:
        return str(said.get(name) or lesson.event(name)["date"])

    rows: list[tuple[str, ...]] = []
    claim: Any
    row: Any
    for claim in lesson.claims[lesson.claims["id"].isin(wanted)].itertuples():
        when = cause = about = ""
        events: dict[str, None] = {}
        # If the text dates one thing twice, a claim's own date comes first, and then the one that
        # is given first.
        said = {
            row.subject: row.value
            for row in sorted(dated[::-1], key=lambda row: row.claim == claim.id)
        }
        for row in asserted[asserted["claim"] == claim.id].itertuples():
            if row.relation in ("caused", "before"):
                when = place(row.object)
                events |= dict.fromkeys(
                    str(lesson.event(name)["id"]) for name in (row.subject, row.object)
                )
                cause = cause or (
                    place(row.subject) if row.relation == "caused" else ""
                )  # a chain begins with its first link
                about = (
                    "by the text's own date"
                    if row.object in said
                    else "by the record's date, as the text gives none"
                )
            elif row.subject in said and not when:
                when = str(said[row.subject])
                about = (
                    "by the date it gives"
                    if row.relation == "dated"
                    else "by the date that the text gives its subject"
                )
        rows.append((claim.id, claim.quote, when, cause, "; ".join(events), about))
    return pd.DataFrame(rows, columns=["id", "title", "date", "cause", "events", "about"])
