"""Contradictions between what the text asserts and what the record shows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.compare.record import Finding, Record
from helpers.compare.relations import CONTRADICTIONS, RELATIONS, SEVERITY, Relation
from helpers.lesson.cells import ids, split
from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson, known_claims

COLUMNS = [
    "claim",
    "relation",
    "contradiction",
    "certainty",
    "verdict",
    "days",
    "explanation",
    "text_date",
    "record_date",
    "events",
    "citations",
]


def find_contradictions(lesson: Lesson, claims: Iterable[str] | None = None) -> pd.DataFrame:
    """Compute where the text contradicts the record.

    Each assertion of the text is compared with the rows that it is about. No result is stored:
    another date gives another result.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    claims : str or iterable of str, optional
        Look at these claims only, or at this one.

    Returns
    -------
    DataFrame
        One row for each contradiction: `claim`, `relation`, `contradiction` (its kind), `certainty`
        ("certainly", "possibly", "cannot be told"), `verdict` (that it leads to), `days` (Int64:
        how far apart, missing if no dates are compared), `explanation` (a sentence made from the
        rows), `text_date` and `record_date` (EDTF), `events` (ids), `citations` (short notes of the
        sources of these events).

    Raises
    ------
    ValueError
        If a claim does not exist.

    See Also
    --------
    parse_date : What is certain of an inexact date.
    plot_timeline : Draw the contradictions between both stories.

    Examples
    --------
    >>> from helpers import find_contradictions, load_lesson
    >>> found = find_contradictions(load_lesson(), ["c14"])
    >>> found[["claim", "contradiction", "verdict"]].values.tolist()
    [['c14', 'effect before cause', 'anachronism']]
    """
    assertions = lesson.assertions[lesson.assertions["claim"].isin(known_claims(lesson, claims))]
    record = Record(lesson)
    rows = [
        _row(lesson, assertion, RELATIONS[str(assertion.relation)], finding)
        for assertion in assertions.itertuples()
        for finding in RELATIONS[str(assertion.relation)].check(record, assertion)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"days": "Int64"})


def contradictions_of(lesson: Lesson) -> pd.DataFrame:
    """Return all contradictions of a lesson, computed once; do not change the table.

    A changed lesson (`Lesson.with_date`, `dataclasses.replace`) is a new one and is computed again.
    """
    if "contradictions" not in lesson.derived:
        lesson.derived["contradictions"] = find_contradictions(lesson)
    found: pd.DataFrame = lesson.derived["contradictions"]
    return found


def _row(lesson: Lesson, assertion: Any, relation: Relation, finding: Finding) -> tuple[Any, ...]:
    cited: dict[str, None] = {}
    for event in finding.events:
        cited.update(dict.fromkeys(ids(lesson.event(event)["sources"])))
    return (
        assertion.claim,
        relation.name,
        relation.contradiction.name,
        finding.certainty,
        relation.contradiction.verdict,
        finding.days,
        finding.explanation,
        finding.text_date,
        finding.record_date,
        "; ".join(finding.events),
        short_notes("; ".join(cited), lesson),
    )


def compare_verdicts(lesson: Lesson) -> dict[str, str]:
    """Return the claims whose written verdict disagrees with the computed one: id to a message.

    A claim that asserts nothing that can be compared is left to its reason, unless its certainty is
    high.
    """
    compared = set(lesson.assertions["claim"])
    found: defaultdict[tuple[Any, Any], list[str]] = defaultdict(list)
    for row in contradictions_of(lesson).itertuples():
        found[row.claim, row.certainty].append(str(row.contradiction))
    messages = {
        str(claim.id): _verdict_message(
            claim, found[claim.id, "certainly"], found[claim.id, "possibly"]
        )
        for claim in lesson.claims.itertuples()
        if claim.id in compared or claim.certainty == "high"
    }
    return {claim: message for claim, message in messages.items() if message}


def _verdict_message(claim: Any, certain: list[str], possible: list[str]) -> str:
    """Return what is wrong with a written verdict, given the kinds of contradictions found."""
    if certain:
        expected = min((CONTRADICTIONS[kind].verdict for kind in certain), key=SEVERITY.index)
        if claim.verdict == expected:
            return ""
        kinds = ", ".join(dict.fromkeys(certain))
        return f"The rows give “{expected}” ({kinds}), but the verdict given is “{claim.verdict}”."
    verdicts = {CONTRADICTIONS[kind].verdict for kind in possible}
    if claim.verdict in SEVERITY and (claim.certainty == "high" or claim.verdict not in verdicts):
        return (
            f"The verdict given is “{claim.verdict}”, but none of the claim’s assertions "
            "is certain to contradict the record."
        )
    if left := verdicts - {claim.verdict, claim.also}:
        return (
            f"The verdict given is “{claim.verdict}”, but an assertion may contradict the record, "
            f"and “{', '.join(sorted(left))}” is not accepted as a second verdict (column also)."
        )
    return ""


def claims_touched(lesson: Lesson) -> dict[str, list[str]]:
    """Return what each event means for the text: event id to sentences.

    There is one sentence for each claim that the event helps to contradict, and one that names the
    other claims to which it is relevant. The sentences leave out our verdicts, because students
    give their own. An event to which no claim refers has no entry.
    """
    explanations: dict[str, dict[str, list[str]]] = {}
    for row in contradictions_of(lesson).itertuples():
        for event in split(str(row.events)):
            explanations.setdefault(event, {}).setdefault(str(row.claim), []).append(
                f"{row.explanation} ({row.certainty})"
            )
    quotes = {str(claim.id): f"{claim.id} “{claim.quote}”" for claim in lesson.claims.itertuples()}
    others: dict[str, list[str]] = {}
    for claim in lesson.claims.itertuples():
        for event in split(str(claim.events)):
            if claim.id not in explanations.get(event, {}):
                others.setdefault(event, []).append(quotes[str(claim.id)])
    sentences = {
        event: [f"{quotes[claim]}: {' '.join(why)}" for claim, why in by_claim.items()]
        for event, by_claim in explanations.items()
    }
    for event, claims in others.items():
        sentences.setdefault(event, []).append(
            f"It bears on {'; '.join(claims)}. Nothing here is computed as a contradiction."
        )
    return sentences
