"""Claims of the text, read into marks with their links to the record."""

import math
from collections import defaultdict
from typing import Any

import pandas as pd

from helpers.errors import UserError
from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate
from helpers.timeline.days import bounds
from helpers.timeline.model import Link, Mark
from helpers.timeline.read.cells import cell_text, read_date
from helpers.timeline.read.links import cause_link, contradiction_link, reversed_ends

#: Columns that may have the wording of a claim, in the order in which they are looked for.
TITLES = ("title", "quote", "claim")


def read_claims(
    claims: pd.DataFrame | None,
    contradictions: pd.DataFrame | None,
    record_dates: dict[str, str],
) -> list[Mark]:
    """Return the claims as marks, in their own order, with their links to the record.

    The claims are as from `claims_in_time`, but only `id` and `title` (or `quote` or `claim`) are
    needed. Without claims, those that the contradictions name are drawn. `record_dates` has the
    date of each event in EDTF by its id.
    """
    found = _by_claim(contradictions)
    if claims is None:
        titles = [rows[0].explanation for rows in found.values()]
        claims = pd.DataFrame({"id": list(found), "title": titles})
    column = next((name for name in TITLES if name in claims), None)
    if column is None or "id" not in claims:
        raise UserError(
            "The table of claims needs the columns 'id' and 'title' (or 'quote' or 'claim')."
        )
    marks = []
    for row in claims.to_dict("records"):
        name = str(row["id"])
        when = _date_of_claim(row, found.get(name, []))
        links = _links(row, when, found.get(name, []), record_dates, contradictions is not None)
        marks.append(_mark(name, str(row[column]), when, links, cell_text(row.get("about"))))
    return marks


def _by_claim(contradictions: pd.DataFrame | None) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    rows: Any = contradictions.itertuples() if contradictions is not None else []
    for row in rows:
        found[str(row.claim)].append(row)
    return found


def _date_of_claim(row: dict[Any, Any], contradictions: list[Any]) -> HistoricalDate | None:
    """Return the claim's own date, or the date that it was compared with the record by."""
    text = cell_text(row.get("date")) or next(
        (
            str(one.text_date)
            for one in contradictions
            if one.text_date and not reversed_ends(one.contradiction)
        ),
        "",
    )
    return read_date(text, f"Claim {row['id']}") if text else None


def _links(
    row: dict[Any, Any],
    when: HistoricalDate | None,
    contradictions: list[Any],
    record_dates: dict[str, str],
    compared: bool,
) -> tuple[Link, ...]:
    links = [
        contradiction_link(one, record_dates)
        for one in contradictions
        if one.record_date or one.text_date
    ]
    cause = cell_text(row.get("cause"))
    if cause and not any(link.has_arrow for link in links):
        events = tuple(split(cell_text(row.get("events"))))
        links.append(cause_link(read_date(cause, f"Claim {row['id']}"), when, events, compared))
    return tuple(links)


def _mark(
    name: str, title: str, when: HistoricalDate | None, links: tuple[Link, ...], dated_by: str
) -> Mark:
    left, right = bounds(when) if when else (math.nan, math.nan)
    return Mark(
        story="text",
        id=name,
        title=title,
        date=when,
        kind=when.kind if when else "",
        left=left,
        right=right,
        when=when.in_words() if when else "",
        links=links,
        dated_by=dated_by,
    )
