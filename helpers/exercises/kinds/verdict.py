"""Give a verdict on a claim and say how sure you are; then the reason and the sources open."""

from typing import Any, NamedTuple

from helpers.exercises.kinds.base import (
    TEXT,
    Result,
    common_mistakes,
    missing_ids,
    record,
)
from helpers.lesson.cells import ids
from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson
from helpers.lesson.wording import end_sentence


class Verdict(NamedTuple):
    """A verdict in words, and what it requires where it is not right."""

    label: str
    requirement: str


VERDICTS = {
    "supported": Verdict(
        "supported: the record says the same",
        "For this, the record would have to say the same in every part.",
    ),
    "partly-supported": Verdict(
        "partly supported: something in it is right, something is not",
        "For this, one part would have to stand while another does not.",
    ),
    "contradicted": Verdict(
        "contradicted: the record says otherwise",
        "For this, a document would have to say something that can't be true together with the "
        "claim.",
    ),
    "anachronism": Verdict(
        "anachronism: it uses a thing, or a cause, before it was there",
        "For this, something in the claim would have to appear only after the time at which the "
        "claim puts it.",
    ),
    "omission": Verdict(
        "omission: an important part is left out",
        "For this, what is said would have to be right, and an important part missing.",
    ),
    "unsupported": Verdict(
        "unsupported: nothing was found that shows it",
        "For this, it would have to be something that can be checked, and nothing be found that "
        "shows it.",
    ),
    "opinion": Verdict(
        "opinion: a judgement that no document can prove",
        "For this, it would have to be a judgement that no document can prove or refute.",
    ),
}

#: For a claim without an exercise of its own.
HINT = (
    "A day, a person or a term: one document can settle it. A cause: compare dates. "
    "Words that only weigh: can any document settle them?"
)

SURE = ("I am guessing", "I think so", "I am sure")

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
    """Check that the claim exists, and that no reason is given for the verdict that is right."""
    found = missing_ids([row["claim"]], lesson.claims["id"], "claim", "claims")
    right = "" if found else str(lesson.claim(row["claim"])["verdict"])
    return found + [
        f"field common_mistakes: “{right}” is our verdict on {row['claim']}, so it is not a "
        "mistake. Take it out."
        for mistake in row.get("common_mistakes", [])
        if mistake["verdict"] == right
    ]


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the quotation and all verdicts, and ask for the confidence."""
    return {
        "input": "radio",
        "quote": lesson.claim(content["claim"])["quote"],
        "options": [one.label for one in VERDICTS.values()],
        "labels": [name.replace("-", " ") for name in VERDICTS],
        "confidence": list(SURE),
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with our verdict.

    If it is the same, give its reason and sources, otherwise the reason against the chosen one.
    """
    claim = lesson.claim(content["claim"])
    chosen, right = list(VERDICTS)[answer], claim["verdict"]
    if chosen == right:
        return Result("right", reveal(content["claim"], lesson))
    known = [
        mistake["reason"]
        for mistake in content.get("common_mistakes", [])
        if mistake["verdict"] == chosen
    ]
    rows = [lesson.event(name) for name in ids(claim["events"])[:4]]
    about = lesson.instruments.loc[lesson.instruments["id"] == claim["about"], "name"]
    look = f"The claim is about {about.iloc[0]}. " if len(about) else ""
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
    """Return our verdict, its reason, how sure we are, and its sources."""
    claim = lesson.claim(name)
    return [
        f"Our verdict: {VERDICTS[claim['verdict']].label}. How sure we are: {claim['certainty']}.",
        claim["why"],
        *(
            [f"Sources: {end_sentence(short_notes(claim['sources'], lesson))}"]
            if claim["sources"]
            else []
        ),
    ]
