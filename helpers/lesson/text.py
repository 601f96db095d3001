"""The text under study as numbered sentences, and where quotations are in it.

A sentence ends with a full stop, a question mark or an exclamation mark before a space and a
capital letter of any alphabet, or any letter of an alphabet without capitals. It does not end after
an abbreviation (`ABBREVIATIONS`) or an initial. Where this is wrong, a vertical bar marks the cuts:
a line with bars is cut there and nowhere else. The bars are not part of the text.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

#: What marks a cut: ``He met St. | Peter``.
MARK = "|"

#: What may end with a full stop in the middle of a sentence, before a name or a number.
ABBREVIATIONS = (
    *("Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Ste", "Sts", "Mt", "Ft", "Fr", "Br", "Rev", "Hon"),
    *("Gen", "Col", "Capt", "Lt", "Sgt", "Adm", "Maj", "Gov", "Sen", "Rep", "Jr", "Sr"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
    *("No", "Nos", "Vol", "vol", "vols", "doc", "p", "pp", "ed", "eds", "fol", "fols", "ch", "art"),
    *("c", "ca", "cf", "vs", "viz", "e.g", "i.e"),
)

#: Letters with full stops that may well end a sentence.
_MAY_END = ("B.C", "B.C.E", "A.D", "C.E", "a.m", "p.m", "U.S", "U.S.A", "U.K", "U.S.S.R", "U.N")

#: The end of a sentence, if the character after it begins one.
_END = re.compile(r"[.!?…؟।։][\"”’»)]{0,3}(\s+)[\"“‘«„(¿¡]{0,3}(?=\w)")

#: The word before a full stop, and the word before that.
_LAST_WORDS = re.compile(r"(?:(\w{1,40})\s)?[(\[“\"‘«]{0,2}((?:\w{1,40}\.){0,5}\w{1,40})\Z")

#: How far back the last words are looked for.
_BACK = 100


def sentences(marked: str) -> pd.DataFrame:
    """Cut a text into numbered sentences; its paragraphs are lines, the first one is the heading.

    Each row has `number` (int, the heading is 0), `paragraph` (int), `text` (str), `start` and
    `end` (int, characters from the beginning of the text without its bars, as `unmarked` returns
    it; ``text[start:end]`` is the sentence).
    """
    rows: list[tuple[int, int, str, int, int]] = []
    text = unmarked(marked)
    marked_lines = (line for line in _lines(marked) if unmarked(line[0]))
    lines = zip(_lines(text), marked_lines, strict=True)
    for paragraph, (line, marked_line) in enumerate(lines):
        own = list(_marked_cuts(marked_line[0])) if MARK in marked_line[0] else _cuts(line[0])
        cuts = [line.start(), *(line.start() + cut for cut in own), line.end()]
        for left, right in pairwise(cuts):
            words = text[left:right].rstrip()
            rows.append((len(rows), paragraph, words, left, left + len(words)))
    return pd.DataFrame(rows, columns=["number", "paragraph", "text", "start", "end"])


def unmarked(marked: str) -> str:
    """Return a text without the bars that mark its cuts; a space is left in the place of each."""
    if MARK not in marked:
        return marked
    lines = (" ".join(_pieces(line)) if MARK in line else line for line in marked.split("\n"))
    return "\n".join(lines)


def _lines(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"\S[^\n]*", text)


def _pieces(line: str) -> list[str]:
    return [piece.strip() for piece in line.split(MARK) if piece.strip()]


def _marked_cuts(line: str) -> Iterator[int]:
    """Yield where each sentence but the first begins in a line without its bars."""
    begin = 0
    for piece in _pieces(line)[:-1]:
        begin += len(piece) + 1
        yield begin


def _cuts(line: str) -> Iterator[int]:
    """Yield where each sentence but the first begins in a line without bars."""
    for found in _END.finditer(line):
        letter = line[found.end()]
        begins = letter.isalpha() and not letter.islower()
        stop = found.start()
        point = line[stop] == "." and found.start(1) == stop + 1  # and no quotation mark after it
        if begins and not (point and _is_shortened(line[max(stop - _BACK, 0) : stop])):
            yield found.end(1)


def _is_shortened(before: str) -> bool:
    """Whether a full stop after these words belongs to an abbreviation or an initial."""
    found = _LAST_WORDS.search(before)
    if not found or found[2] in _MAY_END:
        return False
    previous, word = found[1] or "", found[2]
    if word in ABBREVIATIONS:
        return True
    initial = word.rpartition(".")[2]
    if len(initial) > 1 or not initial.isupper():
        return False
    # “Constantine I. Then …” ends with a number; “John F. Kennedy” does not.
    return not (initial in "IVX" and len(previous) > 1 and previous.istitle())


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
