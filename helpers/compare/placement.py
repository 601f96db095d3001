"""Where in time the text puts its claims."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.compare.relations import RELATIONS
from helpers.lesson.model import Lesson, known_claims


def claims_in_time(lesson: Lesson, ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Return where in time the text puts its claims, or only some of them, as far as it does.

    A claim has a place if it gives a date, if it is about something that the text dates, or if it
    puts one event before another (an event that the text leaves undated is then placed at the
    record's date). The table has `id`, `title` (the quotation), `date` (EDTF, empty without a
    place), `cause` (EDTF of the asserted cause, or empty), `events` (ids of the events that are
    cause and effect, the cause first) and `about` (how the place was found).
    """
    assertions, wanted = lesson.assertions, known_claims(lesson, ids)
    dated: list[Any] = list(assertions[assertions["relation"] == "dated"].itertuples())
    by_claim: defaultdict[str, list[Any]] = defaultdict(list)
    for row in assertions.itertuples():
        by_claim[str(row.claim)].append(row)
    rows = []
    for claim in lesson.claims[lesson.claims["id"].isin(wanted)].itertuples():
        # If the text dates one thing twice, a claim's own date comes first, and then the one that
        # is given first.
        own_first = sorted(dated[::-1], key=lambda row: row.claim == claim.id)
        stated = {str(row.subject): str(row.value) for row in own_first}
        placed = _place(lesson, by_claim[str(claim.id)], stated)
        rows.append((claim.id, claim.quote, *placed))
    return pd.DataFrame(rows, columns=["id", "title", "date", "cause", "events", "about"])


def _place(
    lesson: Lesson, assertions: list[Any], stated: dict[str, str]
) -> tuple[str, str, str, str]:
    """Return date, cause, events and about of one claim; `stated` are the dates the text gives."""

    def date_of(name: str) -> str:
        return stated.get(name) or str(lesson.event(name)["date"])

    date = cause = about = ""
    events: dict[str, None] = {}
    for row in assertions:
        if RELATIONS[row.relation].puts_first:
            date = date_of(row.object)
            events |= dict.fromkeys(
                str(lesson.event(name)["id"]) for name in (row.subject, row.object)
            )
            if row.relation == "caused" and not cause:  # a chain begins with its first link
                cause = date_of(row.subject)
            about = (
                "by the text's own date"
                if row.object in stated
                else "by the record's date, as the text gives none"
            )
        elif row.subject in stated and not date:
            date = stated[row.subject]
            about = (
                "by the date it gives"
                if row.relation == "dated"
                else "by the date that the text gives its subject"
            )
    return date, cause, "; ".join(events), about
