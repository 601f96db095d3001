"""Letters that went wrong: misread, lost, of another alphabet, or only looking like the right ones.

A program that reads a file in a character set in which it was not written turns “ú” into “Ãº”,
“√∫” or “ъ”. Three kinds of traces show that it happened: UTF-8 that was read as an old code page
leaves pairs of letters that are valid UTF-8 when they are written back; one old code page read as
another leaves symbols and capitals inside words; and a name that is spelled correctly elsewhere
shows which code pages were mixed up (`misread_as_known`).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import permutations

#: Old code pages of Windows, DOS, Mac OS and Unix, for western and central Europe, Greek and
#: Cyrillic.
_WESTERN = (
    *("cp1252", "cp1250", "cp1254", "iso8859_2", "cp437", "cp850", "cp852"),
    *("mac_roman", "mac_latin2"),
)
_EASTERN = ("cp1251", "cp866", "koi8_r", "mac_cyrillic", "iso8859_5", "cp1253")


def _class(page: str, numbers: Collection[int]) -> str:
    """Return a class of a regular expression: what these bytes are in a code page."""
    letters = (bytes([number]).decode(page, "ignore") for number in numbers)
    return "[" + "".join(map(re.escape, filter(None, letters))) + "]"


def _utf8_read_as(page: str) -> tuple[str, re.Pattern[str]]:
    """Return a code page and a pattern that finds UTF-8 that was read in it.

    A pair that stands for a western letter is enough; Greek and Cyrillic words have two or more. In
    a Cyrillic code page a pair may be a real word, such as “Гё”, unless a Latin letter is next to
    it.
    """
    rest = _class(page, range(0x80, 0xC0))
    pair = f"{_class(page, range(0xC2, 0xC6))}{rest}"
    if page in _EASTERN:
        pair = f"(?<=[A-Za-z]){pair}|{pair}(?=[A-Za-z])"
    sign = f"{_class(page, [0xE2])}{_class(page, [0x80, 0x82, 0x84])}{rest}"
    word = f"(?:{_class(page, range(0xCE, 0xD2))}{rest}){{2,}}"
    return page, re.compile(f"{sign}|{word}|{pair}")


_UTF8_READ_AS = tuple(_utf8_read_as(page) for page in (*_WESTERN, *_EASTERN))

#: UTF-8 that was misread leaves at least two such characters next to each other.
_ADJACENT = re.compile(r"[^\x00-\x7f]{2}")

#: What an old code page read as another leaves behind, and correct text hardly ever contains.
_TRACES = re.compile(
    r"[\u2500-\u259f]"  # parts of frames
    r"|(?<=[^\W\d_])[¢£¤¥¦§¨©¬®¯±´¶¸¿¡¼½¾˙˚˛˝ˆˇ˘˜‚„†‡‰‹€™√∫∂∑∏∆≈≠≤≥∞◊](?=[^\W\d_])"
    r"|(?<=[^\W\d_lL])·(?=[^\W\d_])|(?<=[^\W\d_])·(?=[^\W\d_lL])"  # not the one of “col·legi”
    r"|(?<=[^\W\d_])[‚„¢£¤¥¦¨¬¯±¸¿¡‰‹˙˛√∫∂∑∏∆≈≠](?![^\W\d_])"
    r"|(?<=[a-zß-ÿ]{2})(?<!Mac)[À-ÖØ-ÞČĎĚĹĽŁŃŇŐŒŔŘŚŠŤŮŰŸŹŻŽ]"  # JosÈ
    r"|[À-ÖØ-öø-ÿ]{4}|[À-ÖØ-öø-ſ]{5}"  # Õðóù
    r"|\b[а-яё][А-ЯЁ]{2}"  # хРУЩЕВ
)


def misread(text: str) -> tuple[str, str] | None:
    """Return letters that were read in the wrong character set, and what they perhaps were.

    The second is empty if the letters don't show it; None if there are none.
    """
    if text.isascii():
        return None
    for page, pattern in _UTF8_READ_AS if _ADJACENT.search(text) else ():
        for found in pattern.finditer(text):
            if meant := _written_back(text, found, page):
                return found[0], meant
    trace = _TRACES.search(text)
    return (trace[0], "") if trace else None


def _written_back(text: str, found: re.Match[str], page: str) -> str:
    """Return what letters were before they were misread, or nothing if they are right as they are.

    A capital letter before a closing quotation mark (“MANHÔ) is right.
    """
    if found[0][1:] in "’”»…–—" and text[: found.start()][-1:].isupper():
        return ""
    try:
        meant = found[0].encode(page).decode("utf-8")
    except UnicodeError:
        return ""
    return "" if any(unicodedata.category(letter) == "Cn" for letter in meant) else meant


_WORD = re.compile(r"[^\s!-&(-,./:-@\[-`{-~“”]+")


def foreign_words(text: str) -> Iterator[str]:
    """Yield the words of a text that do not consist of ASCII alone."""
    if not text.isascii():
        yield from (word for word in _WORD.findall(text) if not word.isascii() and len(word) > 2)


def misread_as_known(word: str, known: Collection[str]) -> str:
    """Return the known word that was misread as this one, or nothing."""
    for right, wrong in permutations((*_WESTERN, *_EASTERN), 2):
        try:
            before = word.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if before != word and before in known:
            return before
    return ""


_LETTER = r"[^\W\d_]"

#: “Ra?l”, “?ika”, “??”; and “San Jos?” where the sentence goes on.
_LOST = re.compile(
    rf"(?<={_LETTER})\?(?={_LETTER})|(?<!\S)[“(]?\?+(?={_LETTER})|\?{{2,}}"
    rf"|(?<={_LETTER})\?(?=[,;.]| [^\W\dA-Z_])"
)

_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|whether|did|do|does|is|are|was|were|can"
    r"|could|will|would|shall|should|may|might|must|has|have|had|isn’t|didn’t|if|or)\b",
    re.IGNORECASE,
)


LOST_LETTER = (
    "A question mark is in the place of a letter that was lost.",
    "Type the text again, or replace the file with a copy.",
)


def has_lost_letter(text: str, *, name: bool = False, asks: bool = False) -> bool:
    """Whether a question mark is in the place of a letter; a `name` never has one.

    A question mark at the end of a sentence is right if the text `asks` or has a word that does.
    """
    if "?" not in text:
        return False
    if name or _LOST.search(text):
        return True
    if asks or "¿" in text or any(map(_is_of_another_script, text)):
        return False  # the words that ask are known in English only
    asked = (part for part in re.split(r"(?<=[.!?;:])\s", text) if part.rstrip("”’)").endswith("?"))
    return any(not _ASKING.search(part) for part in asked)


def _is_of_another_script(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith("LATIN")


_ALPHABETS = {"LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek"}


def alphabets(text: str) -> dict[str, str]:
    """Return the alphabets of a text, each with its first letter."""
    found: dict[str, str] = {}
    for letter in text:
        if letter.isalpha():
            name = unicodedata.name(letter, "").partition(" ")[0]
            if name in _ALPHABETS:
                found.setdefault(_ALPHABETS[name], letter)
    return found


def mixed_alphabets(text: str) -> str:
    """Say which alphabets are mixed in one word or name, with a letter of each; or nothing."""
    found = {} if text.isascii() else alphabets(text)
    if len(found) < 2:
        return ""
    shown = " and ".join(f"{name} ({show(letter)})" for name, letter in found.items())
    return f"“{text[:60]}” mixes letters of two alphabets: {shown}."


def show(letter: str) -> str:
    """Show a character with its code point, as some look like others: ``“a”, U+0061``."""
    return f"“{letter}”, U+{ord(letter):04X}"


#: Characters that look alike, and the one that is usual.
_LOOKS_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονı‐‑‒–—―−’‘´`ʼ′“”„″«»\u00a0\u202f\u2009\u2007\u3000",
    "ABESIJKMHOPCTYXaeopcyxijsdhABEZHIKMNOPTYXovi-------''''''\"\"\"\"\"\"     ",
)


def skeleton(text: str) -> str:
    """Return a text of the same length in which characters that look alike are the same."""
    return text.translate(_LOOKS_LIKE)


def how_they_differ(value: str, other: str) -> str:
    """Name the first character in which two texts differ that look alike; otherwise nothing."""
    if value == other or skeleton(value) != skeleton(other):
        return ""
    mine, theirs = next(pair for pair in zip(value, other, strict=True) if pair[0] != pair[1])
    return f" They look alike, but {show(mine)}, is written here instead of {show(theirs)}."
