"""The claims as W3C Web Annotations, and checksums that show which sentences have changed.

Each annotation finds its words in two ways, by quotation and by position
(https://www.w3.org/TR/annotation-model/#selectors).
"""

import hashlib
import uuid
from typing import Any

import pandas as pd

from helpers.lesson.citations import short_notes
from helpers.lesson.model import Lesson
from helpers.lesson.package import FILE
from helpers.lesson.tables import TableReader

#: How many characters before and after a quotation help to find it again.
CONTEXT = 32


def annotations(lesson: Lesson) -> dict[str, Any]:
    """Return all claims as a collection of Web Annotations, for JSON-LD."""
    items = [_annotation(lesson, claim) for _, claim in lesson.claims.iterrows()]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _name(lesson, "claims"),
        "type": "AnnotationCollection",
        "label": lesson.vocabulary.title,
        "total": len(items),
        "first": {
            "id": _name(lesson, "claims, page 1"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _name(lesson: Lesson, part: str) -> str:
    """Return the name of a part of the lesson, the same each time, as an address that is unique."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{lesson.name}: {part}").urn


def _annotation(lesson: Lesson, claim: Any) -> dict[str, Any]:
    reason = claim["why"]
    if claim["sources"]:
        reason += f" Sources: {short_notes(claim['sources'], lesson)}."
    bodies = {"describing": claim["claim"], "tagging": claim["verdict"], "assessing": reason}
    return {
        "id": _name(lesson, claim["id"]),
        "type": "Annotation",
        "label": claim["id"],
        "motivation": "assessing",
        "body": [
            {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
            for purpose, value in bodies.items()
        ],
        "target": {
            "source": "text.txt",
            "selector": _selectors(lesson.text, int(claim["start"]), int(claim["end"])),
        },
    }


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - CONTEXT, 0) : start],
            "suffix": text[end : end + CONTEXT],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _checksum(sentence: str) -> str:
    return f"sha256:{hashlib.sha256(sentence.encode()).hexdigest()}"


def check_sentences(
    parts: pd.DataFrame, resource: dict[str, Any], starts: list[int], claims: TableReader
) -> None:
    """Add a problem for every claim about a sentence that has changed since it was judged.

    `parts` are the sentences of the text, `resource` is the text in the Data Package; without
    checksums of its sentences nothing is known.
    """
    known = set(resource.get("sentences", ()))
    if not known:
        return
    for row, (start, quote) in enumerate(zip(starts, claims.rows["quote"], strict=True)):
        inside = (parts["start"] < start + len(quote)) & (parts["end"] > start)
        for sentence in parts.loc[inside & (start >= 0), "text"]:
            if (checksum := _checksum(sentence)) not in known:
                message = f"The sentence has changed since this claim was judged: “{sentence}”"
                fix = (
                    "Put the original back, or judge the claim again and write "
                    f"{checksum} in the sentences of the text in {FILE}."
                )
                claims.add(row, "quote", message, fix)
