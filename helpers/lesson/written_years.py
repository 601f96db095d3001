"""Read what names a year: 27 BC, AD 330, the 330s, the 5th century BC, 170,000,001 BC.

Each is turned into a token without spaces and hyphens, as the rest of a date is cut at these: the
year in EDTF, with ``N`` for a minus.
"""

import re

#: A year as `name_years` writes it: 1440, 330, N0026 (27 BC), 196X, 04XX, Y17000.
YEAR = r"(?:N?\d{4}|N?\d{3}X|N?\d{2}XX|\d{3}|YN?\d{5,9})(?![\dX])"

_ERA_BEFORE = r"(?:B\.? ?C\.?(?: ?E\b\.?)?)"
_ERA_AFTER = r"(?:A\.? ?D\b\.?|C\.? ?E\b\.?)"

#: A comma between groups of three digits.
_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

_BETWEEN_YEARS = r" ?(?:-|to|and|or) ?"

#: Two years that share an era, or two centuries that share their name.
_SHARED_BEFORE = re.compile(
    rf"(?<![\w-])(?<!AD )(\d{{1,10}})({_BETWEEN_YEARS})(?=\d{{1,10}} ?{_ERA_BEFORE})", re.IGNORECASE
)
_SHARED_AFTER = re.compile(
    rf"(?<!\w)(AD \d{{1,10}}{_BETWEEN_YEARS})(?=(?:\d{{1,3}}|\d{{5,9}})(?!\w)(?! ?(?:[A-Z]|\d)))",
    re.IGNORECASE,
)
_SHARED_CENTURY = re.compile(
    rf"(?<!\w)(\d{{1,2}}(?:st|nd|rd|th))({_BETWEEN_YEARS})(?:the )?"
    r"(?=\d{1,2}(?:st|nd|rd|th) centur(?:y|ies)( BC)?)",
    re.IGNORECASE,
)

_BC = re.compile(rf"(?<!\w)(\d{{1,10}}) ?{_ERA_BEFORE}(?!\w)", re.IGNORECASE)
_AD = re.compile(
    rf"(?<!\w)(?:{_ERA_AFTER} ?(\d{{1,10}})(?!\w)|(\d{{1,10}}) ?{_ERA_AFTER}(?!\w))", re.IGNORECASE
)
_ERA_OF_A_CENTURY = re.compile(rf"(?<=century) ?(?:({_ERA_BEFORE})|{_ERA_AFTER})", re.IGNORECASE)
_CENTURY = re.compile(
    r"(?<!\w)(?:the )?([1-9]\d?|100)(?:st|nd|rd|th) (?:centur(?:y|ies)|cent\.?)( BC)?(?!\w)",
    re.IGNORECASE,
)
_DECADE = re.compile(rf"(?<!\w)(?:AD )?(\d{{1,3}}0)'?s(?: ({_ERA_BEFORE}))?(?!\w)", re.IGNORECASE)

#: The years 50–41 BC: a decade of EDTF that has no name.
_NAMELESS_DECADE = re.compile(
    r"(?<!\w)(?:the )?years (?:AD )?(\d{1,5})( BC)?-(?:AD )?(\d{1,4})( BC)?(?!\w)", re.IGNORECASE
)

#: Ordinal numbers, for centuries in words.
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]
_IN_WORDS = re.compile(rf"\b({'|'.join(reversed(_ORDINALS))})(?= centur)", re.IGNORECASE)


def name_years(text: str) -> str:
    """Return a text whose years, decades and centuries are tokens of the form `YEAR`."""
    text = _GROUPS.sub("", text)
    text = _IN_WORDS.sub(lambda found: f"{_ORDINALS.index(found[1].lower()) + 1}th", text)
    text = _ERA_OF_A_CENTURY.sub(lambda found: " BC" if found[1] else "", text)
    text = _SHARED_CENTURY.sub(r"\1 century\3\2", text)
    text = _CENTURY.sub(_century, text)
    text = _NAMELESS_DECADE.sub(_nameless_decade, text)
    text = _DECADE.sub(_decade, text)
    text = _SHARED_BEFORE.sub(r"\1 BC\2", text)
    text = _SHARED_AFTER.sub(r"\1AD ", text)
    text = _BC.sub(lambda found: _year(1 - int(found[1])), text)
    return _AD.sub(lambda found: _year(int(found[1] or found[2])), text)


def _year(year: int) -> str:
    sign, digits = "N" if year < 0 else "", f"{abs(year):04d}"
    return f"Y{sign}{digits}" if len(digits) > 4 else sign + digits


def _century(found: re.Match[str]) -> str:
    return f"{'N' * bool(found[2])}{int(found[1]) - 1:02d}XX"


def _nameless_decade(found: re.Match[str]) -> str:
    """Return the decade between two years; the text as it is if they do not bound one."""
    first = 1 - int(found[1]) if found[2] or found[4] else int(found[1])
    last = 1 - int(found[3]) if found[4] else int(found[3])
    tens = abs(last) // 10
    ends = (-tens * 10 - 9, -tens * 10) if found[4] else (tens * 10, tens * 10 + 9)
    return f"{'N' * bool(found[4])}{tens:03d}X" if (first, last) == ends else found[0]


def _decade(found: re.Match[str]) -> str:
    """Return a decade; one BC is none of EDTF, and is given as the years that it lies between."""
    first = int(found[1])
    if found[2]:
        return f"between {_year(-first - 8)} and {_year(1 - max(first, 1))}"
    return f"{first // 10:03d}X"
