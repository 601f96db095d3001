"""The widths of text in points, which letters the font has, and breaking text into lines."""

import unicodedata
from bisect import bisect_right
from functools import lru_cache, partial
from itertools import accumulate

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

FAMILY = "DejaVu Sans"

#: Shown instead of a letter that the font does not have.
PLACEHOLDER = "\u25af"

#: Where letters are rounded to whole pixels, text gets wider by about this factor (our own files do
#: not round).
HINTING = 1.04

#: Distance of two lines of text in font sizes, as matplotlib sets DejaVu.
LINE = 1.2

#: Small print and the title, in font sizes.
SMALL, LARGE = 0.88, 1.5


@lru_cache(maxsize=8)
def _face(bold: bool, italic: bool) -> FT2Font:
    properties = FontProperties(
        family=FAMILY, weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    face = FT2Font(findfont(properties))
    face.set_size(100, 72)
    return face


@lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool, italic: bool) -> float:
    """Return the width of a letter in font sizes."""
    glyph = _face(bold, italic).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 6553600


def text_width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Return the greatest width in points that a line of text has at any resolution."""
    return sum(_advance(letter, bold, italic) for letter in text) * size * HINTING


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return the text on one line, with a placeholder for every letter that the font lacks."""
    face = _face(False, False)
    letters = [
        letter
        for letter in unicodedata.normalize("NFC", " ".join(text.split()))
        if unicodedata.category(letter)[0] != "C"
    ]
    return "".join(
        letter if face.get_char_index(ord(letter)) else PLACEHOLDER for letter in letters
    )


def wrap(
    text: str,
    width: float,
    size: float,
    most: int,
    first: float = 0,
    italic: bool = False,
    bold: bool = False,
) -> tuple[list[str], bool]:
    """Break text into at most so many lines of a width, and return whether it was shortened.

    `first` is the width that is already taken on the first line. An ellipsis replaces what does not
    fit.
    """
    measure = partial(text_width, size=size, bold=bold, italic=italic)
    lines, room = [""], width - first
    for word in text.split():
        while word and len(lines) <= most:
            begun = f"{lines[-1]} {word}" if lines[-1] else word
            if measure(begun) <= room:
                lines[-1], word = begun, ""
            elif lines[-1] or room < width:
                lines.append("")
                room = width
            else:  # a word longer than a line
                ends = list(accumulate(measure(letter) for letter in word))
                cut = max(bisect_right(ends, room), 1)
                lines[-1], word = word[:cut], word[cut:]
                lines += [""] * bool(word)
        if len(lines) > most:
            break
    if len(lines) <= most:
        return lines, False
    last, room = lines[most - 1], width - (first if most == 1 else 0)
    while last and measure(f"{last}…") > room:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"], True
