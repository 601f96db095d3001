"""The text under study as numbered sentences, and where quotations are in it."""

import re
from itertools import pairwise

import pandas as pd

#: A sentence ends with a full stop that is followed by a space and a capital letter.
_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


def sentences(text: str) -> pd.DataFrame:
    """Cut a text into numbered sentences; its paragraphs are lines, the first one is the heading.

    Each row has `number` (int, the heading is 0), `paragraph` (int), `text` (str), `start` and
    `end` (int, characters from the beginning of the text; ``text[start:end]`` is the sentence).
    """
    rows: list[tuple[int, int, str, int, int]] = []
    for paragraph, line in enumerate(re.finditer(r"\S[^\n]*", text)):
        cuts = [
            line.start(),
            *(line.start() + found.end() for found in _BREAK.finditer(line[0])),
            line.end(),
        ]
        for left, right in pairwise(cuts):
            words = text[left:right].rstrip()
            rows.append((len(rows), paragraph, words, left, left + len(words)))
    return pd.DataFrame(rows, columns=["number", "paragraph", "text", "start", "end"])


def locate(text: str, quotes: list[str]) -> list[int]:
    """Return where each exact quotation begins, in the order of the text; -1 if nowhere.

    It is the first place that is not before the quotation before it.
    """
    places, start = [], 0
    for quote in quotes:
        place = text.find(quote, start)
        places.append(place)
        start = max(place, start)
    return places
