"""Contradictions between what the text asserts and what the record shows, computed from the rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.compare.relations import CHECKS, COMPUTED, VERDICTS, Contradiction, Record
from helpers.lesson.cells import ids, split
from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson, known_claims

COLUMNS = [
    "claim",
    "relation",
    "clash",
    "how_sure",
    "verdict",
    "days",
    "explanation",
    "text_date",
    "record_date",
    "events",
    "citations",
]


def find_contradictions(lesson: Lesson, claims: Iterable[str] | None = None) -> pd.DataFrame:
    """Compute where the text and the record clash.

    Each assertion of the text is compared with the rows that it is about. Nothing is typed: another
    date gives another result.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    claims : str or iterable of str, optional
        Look at these claims only, or at this one.

    Returns
    -------
    DataFrame
        One row a clash: `claim`, `relation`, `clash` (its kind), `how_sure` ("certainly",
        "possibly", "cannot be told"), `verdict` (that it leads to), `days` (Int64: how far apart,
        missing if no dates are compared), `explanation` (a sentence made from the rows),
        `text_date` and `record_date` (EDTF), `events` (ids), `citations` (short notes of the
        sources of these events).

    Raises
    ------
    ValueError
        If a claim does not exist.

    See Also
    --------
    parse_date : What is certain of an inexact date.
    plot_timeline : Draw the clashes between both stories.

    Examples
    --------
    >>> from helpers import find_contradictions, load_lesson
    >>> find_contradictions(load_lesson(), ["c14"])[["claim", "clash", "verdict"]].values.tolist()
    [['c14', 'effect before cause', 'anachronism']]
    """
    assertions = lesson.assertions[lesson.assertions["claim"].isin(known_claims(lesson, claims))]
    record = Record(lesson)
    rows = [
        _row(lesson, one, clash)
        for one in assertions.itertuples()
        for clash in CHECKS[str(one.relation)](record, one)
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.astype({"days": "Int64"})


def _row(lesson: Lesson, one: Any, clash: Contradiction) -> tuple[Any, ...]:
    cited: dict[str, None] = {}
    for event in clash.events:
        cited.update(dict.fromkeys(ids(lesson.event(event)["sources"])))
    notes = short_notes("; ".join(cited), lesson)
    return (
        one.claim,
        one.relation,
        clash.clash,
        clash.certainty,
        VERDICTS[clash.clash],
        clash.days,
        clash.explanation,
        clash.text_date,
        clash.record_date,
        "; ".join(clash.events),
        notes,
    )


def compare_verdicts(lesson: Lesson) -> dict[str, str]:
    """Compare each written verdict with what is computed: claim id to a sentence, for every claim where the two disagree."""
    found: defaultdict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for clash in find_contradictions(lesson).itertuples():
        found[clash.claim, clash.how_sure].append(clash.clash)
    wrong = {}
    claim: Any
    for claim in lesson.claims.itertuples():
        certain, possible = found[claim.id, "certainly"], found[claim.id, "possibly"]
        if certain:
            expected = VERDICTS[min(certain, key=list(VERDICTS).index)]
            if claim.verdict != expected:
                wrong[claim.id] = (
                    f"The rows give “{expected}” ({', '.join(certain)}), the verdict written is “{claim.verdict}”."
                )
        elif claim.verdict in COMPUTED and (
            claim.certainty == "high" or claim.verdict not in map(VERDICTS.get, possible)
        ):
            wrong[claim.id] = (
                f"The verdict written is “{claim.verdict}”, but none of its assertions certainly clashes."
            )
        elif claim.verdict == "supported" and possible:
            wrong[claim.id] = (
                "The verdict written is “supported”, but an assertion possibly clashes."
            )
    return wrong


def claims_touched(lesson: Lesson) -> dict[str, list[str]]:
    """Say of each event what it means for the text: event id to sentences.

    There is one for each claim that the event helps to contradict, and one that names the other
    claims that it bears on. Verdicts are not told: students give their own. An event that no claim
    rests on is not there.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for clash in find_contradictions(lesson).itertuples():
        for event in split(str(clash.events)):
            found.setdefault(event, {}).setdefault(str(clash.claim), []).append(
                f"{clash.explanation} ({clash.how_sure})"
            )
    quotes = {str(claim.id): f"{claim.id} “{claim.quote}”" for claim in lesson.claims.itertuples()}
    others: dict[str, list[str]] = {}
    for claim in lesson.claims.itertuples():
        for event in split(str(claim.events)):
            if claim.id not in found.get(event, {}):
                others.setdefault(event, []).append(quotes[str(claim.id)])
    said = {
        event: [f"{quotes[claim]}: {' '.join(why)}" for claim, why in clashes.items()]
        for event, clashes in found.items()
    }
    for event, claims in others.items():
        said.setdefault(event, []).append(
            f"It bears on {'; '.join(claims)}. Nothing here is computed as a contradiction."
        )
    return said
