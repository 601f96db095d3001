"""Small pieces of wording: counts, full stops, comparing words, and a guess at what was meant."""

import difflib
import unicodedata
from collections.abc import Iterable

from helpers.lesson.letters import how_they_differ, skeleton


def with_count(number: int, noun: str) -> str:
    """Say how many: ``1 day``, ``2 days``."""
    return f"{number} {noun}{'s' * (number != 1)}"


def end_sentence(words: str) -> str:
    """End a sentence with its full stop, unless there is one before the closing quotation mark."""
    return words if words.endswith(".”") else f"{words}."


def normalise(text: str) -> str:
    """Return only the letters, digits and spaces of a text, without capitals and accents."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if letter.isalnum() or letter.isspace())


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """Return a hint at the closest known value, or nothing.

    If the two look alike, the hint names the characters in which they differ.
    """
    known = list(known)
    close = [one for one in known if skeleton(one) == skeleton(value)]
    close = close or difflib.get_close_matches(value, known)
    return f" Did you mean “{close[0]}”?{how_they_differ(value, close[0])}" if close else ""
