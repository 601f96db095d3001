"""Read a date as people write it, and as this collection prints it.

Phones and word processors put other dashes and invisible characters into what is typed: these are
read as the plain ones. Everything else that no date contains is named as the cause.
"""

import re
import unicodedata

from helpers.lesson.dates import FIX, MONTHS, UNREADABLE, DateError, HistoricalDate, parse_date

#: Longer than any date that a person types.
MAX_WRITTEN = 200

#: Characters that look like a hyphen although Unicode does not call them dashes.
_LIKE_HYPHENS = "\u2043\u02d7\u2212\u30fc\u23af\u2500"

#: Characters that look like a slash, a tilde or an apostrophe.
_LOOKALIKES = str.maketrans("\u2044\u2215\u223c\u301c\u02dc‘’′“”„«»", "//~~~''''''''")

#: Articles and names of days, which a date in words may contain.
_FILLERS = re.compile(r"\b(?:the|of|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|,", re.IGNORECASE)

#: June 18 1815 or June 18, to be turned round.
_MONTH_FIRST = re.compile(r"([A-Za-z.]{1,10}) (\d{1,2}(?:st|nd|rd|th)?)( \d{4})?")

#: 18 June 1815, 18-Jun-1815, June 1815, 18 June.
_NAMED_MONTH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -])?([A-Za-z]{3,9})\.?(?:[ -](\d{4}))?"
)

#: 18.6.1815, 18/6/1815, 18-6-1815.
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")

#: 1815-6-18, 1815.6.18, 1815/6/18.
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")

#: Words for a doubt, as `HistoricalDate.in_words` prints them and as others write them.
_DOUBT = re.compile(
    r"(?:(perhaps|possibly|probably|maybe) )?(?:(about|around|circa|ca?\.?) )?(?=\S)", re.IGNORECASE
)

_DECADE = re.compile(r"(\d{3})0s")
_UNKNOWN_MONTH = re.compile(r"an unknown month (\d{4})", re.IGNORECASE)
_UNKNOWN_DAY = re.compile(r"an unknown day (.+)", re.IGNORECASE)
_UNKNOWN_UNIT = re.compile(r"between (\d{1,2}) and (\d{1,2}) (.+)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|\d{3}X")
_YEARS = re.compile(r"(\d{4}) ?- ?(\d{4})")


def parse_written(written: str) -> HistoricalDate:
    """Read a date as people write it.

    It may be ``18 June 1815``, ``June 18, 1815``, ``June 1815``, ``18.6.1815``, ``18/6/1815``,
    ``1815-6-18``, EDTF, an interval such as ``16–18 June 1815``, or anything that
    `HistoricalDate.in_words` prints. A `DateError` if it can't be read, has no year, or if day and
    month could be the other way round.
    """
    if len(written) > MAX_WRITTEN:
        raise DateError(UNREADABLE, FIX, f"{written[:30]}…")
    plain = _plain(written)
    text = " ".join(_FILLERS.sub(" ", re.sub(r"(?<=\w)\.$", "", plain)).split())
    try:
        return parse_date(_interval(text) or _edtf(text))
    except DateError as error:
        raise _explained(error, plain, written) from None


def _plain(written: str) -> str:
    """Return a text with plain hyphens, slashes and spaces, and without invisible characters."""
    between_digits = re.sub(r"(?<=\d)\xad(?=\d)", "-", written)
    text = unicodedata.normalize("NFKC", between_digits.translate(_LOOKALIKES))
    kept = (_plain_character(character) for character in text.translate(_LOOKALIKES))
    return " ".join("".join(kept).split()).strip(" '\"")


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character in _LIKE_HYPHENS:
        return "-"
    if unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""  # direction marks, joiners, soft hyphens, byte order marks; variation selectors
    return character


def _explained(error: DateError, plain: str, written: str) -> DateError:
    """Return the error with what was typed, and with the character that causes it, if one does."""
    if not error.unreadable:
        return DateError(error.message, error.fix, written.strip()) if error.fix else error
    odd = next((character for character in plain if not " " <= character <= "~"), "")
    if not odd:
        return DateError(UNREADABLE, FIX, written.strip())
    name = unicodedata.name(odd, "a character without a name")
    message = f"One character is not used in dates: {odd!r} (U+{ord(odd):04X}, {name})."
    return DateError(message, "Type it again with plain letters and digits.", plain)


def _interval(text: str) -> str:
    """Return an interval in EDTF, or nothing if the text is a single date."""
    if text.lower().startswith("until "):
        return f"../{_edtf(text[6:])}"
    beginning = re.sub(r"^from ", "", text, flags=re.IGNORECASE)
    if beginning != text and beginning.lower().endswith(" on"):
        return f"{_edtf(beginning[:-3])}/.."
    first, last = _two_ends(beginning)
    if not last:
        return ""
    if last.lower() == "an unknown end":
        return f"{_edtf(first)}/"
    if first.lower() == "an unknown beginning":
        return f"/{_edtf(last)}"
    return f"{_edtf(_completed(first, last))}/{_edtf(last)}"


def _two_ends(text: str) -> tuple[str, str]:
    """Split an interval at *to* or its dash; the last end is empty if the text is a single date."""
    first, word, last = text.partition(" to ")
    if word:
        return first, last
    first, dash, last = text.partition(" - ")
    if dash:
        return first, last
    if years := _YEARS.fullmatch(text):
        return years[1], years[2]
    if _NAMED_MONTH.fullmatch(text) or not re.search("[A-Za-z]{3}", text):
        return text, ""
    first, _, last = text.partition("-")
    return first.strip(), last.strip()


def _completed(first: str, last: str) -> str:
    """Add to the first end of an interval the month and the year that it shares with the last."""
    if _YEAR.search(first):
        return first
    shared = last[_doubt(last)[1] :].split()
    is_day = re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|\.)?", first[_doubt(first)[1] :])
    if last_is_american := _MONTH_FIRST.fullmatch(" ".join(shared)):  # June 16 to June 18 1815
        return f"{first}{last_is_american[3] or ''}"
    return " ".join([first, *(shared[1:] if is_day else shared[-1:])])


def _doubt(text: str) -> tuple[str, int]:
    """Return the sign for the doubt that the first words of a date express, and where they end."""
    match = _DOUBT.match(text)
    if not match:
        return "", 0
    signs = {(False, False): "", (True, False): "?", (False, True): "~", (True, True): "%"}
    return signs[bool(match[1]), bool(match[2])], match.end()


def _edtf(text: str) -> str:
    """Return a date without an interval in EDTF; what is in no known form is returned as it is."""
    sign, end = _doubt(text)
    return _certain(text[end:]) + sign


def _certain(text: str) -> str:
    if turned := _MONTH_FIRST.fullmatch(text):
        text = f"{turned[2]} {turned[1]}{turned[3] or ''}"
    if named := _NAMED_MONTH.fullmatch(text):
        return _named_month(named) or text
    if digits := _YEAR_LAST.fullmatch(text):
        return _year_last(int(digits[1]), int(digits[3]), digits[4])
    if digits := _YEAR_FIRST.fullmatch(text):
        return f"{digits[1]}-{digits[3]:>02}-{digits[4]:>02}"
    return _unspecified(text) or text


def _named_month(match: re.Match[str]) -> str:
    """Return a date whose month is a word, or its beginning; nothing if there is no such month."""
    day, name, year = match.groups()
    numbers = [n for n, month in enumerate(MONTHS) if month.lower().startswith(name.lower())]
    if not numbers:
        return ""
    if not year:
        raise DateError("This has no year.", "Add the year, as in 18 June 1815.")
    return f"{year}-{numbers[0]:02d}" + (f"-{int(day):02d}" if day else "")


def _year_last(first: int, second: int, year: str) -> str:
    if first != second and first <= 12 and second <= 12:
        raise DateError("Which number is the month? Write the month as a word, like 18 June 1815.")
    day, month = (first, second) if second <= 12 else (second, first)
    return f"{year}-{month:02d}-{day:02d}"


def _unspecified(text: str) -> str:
    """Return a decade, an unknown month or an unknown day, or nothing if the text is none."""
    if decade := _DECADE.fullmatch(text):
        return f"{decade[1]}X"
    if month := _UNKNOWN_MONTH.fullmatch(text):
        return f"{month[1]}-XX"
    if day := _UNKNOWN_DAY.fullmatch(text):
        return f"{_certain(day[1])}-XX"
    if days := _UNKNOWN_UNIT.fullmatch(text):
        date = f"{_certain(days[3])}-{int(days[1]) // 10}X"
        known = parse_date(date)
        ends = [day.day for day in (known.earliest, known.latest) if day]
        return date if ends == [int(days[1]), int(days[2])] else ""
    return ""
