"""Give a verdict on a claim and say how sure you are; the reason and the sources open afterwards."""

from typing import Any

from helpers.exercises.kinds.base import Result, need
from helpers.lesson import Lesson
from helpers.tables import ids, split
from helpers.views import cite

FIELDS = {"claim"}
#: Each verdict in words, and what would have to be there for it.
VERDICTS = {
    "supported": (
        "supported: the record says the same",
        "For this, the record would have to say the same in every part.",
    ),
    "partly-supported": (
        "partly supported: something in it is right",
        "For this, one part would have to stand while another does not.",
    ),
    "contradicted": (
        "contradicted: the record says otherwise",
        "For this, a document would have to say something else than the claim.",
    ),
    "anachronism": (
        "anachronism: it puts a thing before its time",
        "For this, the thing would have to appear later than the claim puts it.",
    ),
    "omission": (
        "omission: an important part is left out",
        "For this, what is said would have to be right, and an important part missing.",
    ),
    "unsupported": (
        "unsupported: nothing was found that shows it",
        "For this, it would have to be checkable, and nothing be found that shows it.",
    ),
    "opinion": (
        "opinion: no document can prove it",
        "For this, it would have to be a judgement that no document can prove or refute.",
    ),
}


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the claim exists."""
    found = need(row, claim=str)
    if not found and row["claim"] not in set(lesson.claims["id"]):
        found = [f"field claim: “{row['claim']}” is not among the claims. Write an id of the claims."]
    return found


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the quotation and all verdicts, and ask for the confidence."""
    claim = lesson.claim(content["claim"])
    return {"input": "radio", "quote": claim["quote"], "options": [words for words, _ in VERDICTS.values()],
            "confidence": ["I am guessing", "I think so", "I am sure"]}  # fmt: skip


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare with our verdict; give the reason and the sources for the right one."""
    claim = lesson.claim(content["claim"])
    chosen = list(VERDICTS)[int(answer)]
    if chosen == claim["verdict"]:
        return Result("right", reveal(content["claim"], lesson))
    step = "Look at the events behind the claim: " + "; ".join(
        f"{lesson.event(name)['title']} ({lesson.event(name)['date_words']})" for name in ids(claim["events"])[:4]
    )
    near = {chosen, claim["verdict"]} <= {"contradicted", "anachronism"} or "partly-supported" in (
        chosen,
        claim["verdict"],
    )
    return Result("partly" if near else "wrong", [VERDICTS[chosen][1], *([step + "."] if claim["events"] else [])])


def reveal(name: str, lesson: Lesson) -> list[str]:
    """Return our verdict, its reason, how sure we are, and its sources."""
    claim = lesson.claim(name)
    notes = "; ".join(cite(lesson, source, "short").rstrip(".") for source in split(claim["sources"]))
    return [f"Our verdict: {VERDICTS[claim['verdict']][0]}. How sure we are: {claim['certainty']}.", claim["why"],
            *([f"Sources: {notes}."] if notes else [])]  # fmt: skip


def said(content: dict[str, Any], answer: Any, lesson: Lesson) -> str:
    """Return the verdict."""
    return list(VERDICTS)[int(answer)].replace("-", " ")
