"""Give a verdict on a claim and say how sure you are; then the reason and the sources open."""

from typing import Any, NamedTuple

from helpers.exercises.grounds import QUESTIONS
from helpers.exercises.kinds.base import (
    TEXT,
    Result,
    common_mistakes,
    missing_ids,
    record,
)
from helpers.lesson.cells import ids, split
from helpers.lesson.model import Lesson


class Verdict(NamedTuple):
    """A verdict in words, and what it requires where it is not right."""

    label: str
    requirement: str


VERDICTS = {
    "supported": Verdict(
        "supported: the record shows every part of it",
        "For this, the record would have to show every part of the claim, and nothing important "
        "could be missing.",
    ),
    "partly-supported": Verdict(
        "partly supported: the record shows one part, or a weaker form of it, but not the rest",
        "For this, the record would have to show one part of the claim, or a weaker form of it, "
        "while the rest is wrong or not shown.",
    ),
    "contradicted": Verdict(
        "contradicted: the record shows something that rules it out",
        "For this, the record would have to show something that can’t be true if the claim is "
        "true.",
    ),
    "anachronism": Verdict(
        "anachronism: it gives something a cause, a content or a state that came only later",
        "For this, the claim would have to give something a cause, a content or a state that came "
        "only later.",
    ),
    "omission": Verdict(
        "omission: all of it is right, but what it leaves out changes the story",
        "For this, everything that the claim says would have to be right, and what it leaves out "
        "would have to change the story.",
    ),
    "unsupported": Verdict(
        "unsupported: it could be checked, but the record neither shows it nor rules it out",
        "For this, the claim would have to be one that can be checked, and the record would "
        "neither show it nor rule it out.",
    ),
    "opinion": Verdict(
        "opinion: it weighs something, so no document can settle it",
        "For this, the claim would have to weigh something, so that no document, date or map could "
        "settle any part of it.",
    ),
}

#: For a claim without an exercise of its own.
HINT = (
    "Split the claim into its parts. Could a document, a date or a map settle any of them? "
    "Which of them does the record show? Does it rule any out?"
)

#: Verdicts that come near the right one: what was chosen, and what is right.
CLOSE = {
    ("supported", "partly-supported"),
    ("omission", "partly-supported"),
    ("partly-supported", "omission"),
    ("contradicted", "anachronism"),
    ("anachronism", "contradicted"),
}

SCHEMA = record(
    {"claim": TEXT, "common_mistakes": common_mistakes({"verdict": {"enum": list(VERDICTS)}})},
    optional=["common_mistakes"],
)


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the claim exists, and that no reason is given against an accepted verdict."""
    found = missing_ids([row["claim"]], lesson.claims["id"], "claim", "claims")
    if found:
        return found
    claim = lesson.claim(row["claim"])
    accepted = {claim["verdict"]: "is our verdict on", claim["also"]: "is also accepted for"}
    return [
        f"field common_mistakes: “{verdict}” {accepted[verdict]} {row['claim']}, so it is not a "
        "mistake. Take it out."
        for verdict in (mistake["verdict"] for mistake in row.get("common_mistakes", []))
        if verdict in accepted
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the quotation and all verdicts, and ask how sure the student is, and how they know."""
    return {
        "input": "radio",
        "quote": lesson.claim(content["claim"])["quote"],
        "options": [one.label for one in VERDICTS.values()],
        "labels": [name.replace("-", " ") for name in VERDICTS],
        **QUESTIONS,
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with our verdict, and with a second one that is accepted too.

    If it is one of them, give our reason and its sources, otherwise the reason against the chosen
    one.
    """
    claim = lesson.claim(content["claim"])
    chosen, right = list(VERDICTS)[answer], claim["verdict"]
    if chosen in (right, claim["also"]):
        defended = [claim["also_why"]] if chosen != right else []
        reasons = [*defended, *reveal(content["claim"], lesson)]
        return Result("right", reasons, sources=split(claim["sources"]))
    known = [
        mistake["reason"]
        for mistake in content.get("common_mistakes", [])
        if mistake["verdict"] == chosen
    ]
    rows = [lesson.event(name) for name in ids(claim["events"])[:4]]
    about = lesson.instrument_name(claim["about"])
    look = f"The claim is about {about}. " if about else ""
    look += (
        "Rows to look at: "
        + "; ".join(f"{row['title']} ({row['date_words']})" for row in rows)
        + "."
    )
    return Result(
        "partly" if (chosen, right) in CLOSE else "wrong",
        [*(known or [VERDICTS[chosen].requirement]), *([look] if rows else [])],
    )


def reveal(name: str, lesson: Lesson) -> list[str]:
    """Return our verdict, how sure we are, and its reason."""
    claim = lesson.claim(name)
    return [
        f"Our verdict: {VERDICTS[claim['verdict']].label}. How sure we are: {claim['certainty']}.",
        claim["why"],
    ]
