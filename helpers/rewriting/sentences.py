"""A student's text as sentences, clauses and dates. Every pattern here runs in linear time."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from helpers.lesson.calendars import year_text
from helpers.lesson.dates import DateError, HistoricalDate, parse_date
from helpers.lesson.text import ABBREVIATIONS


def words_pattern(words: str) -> str:
    """Return a pattern for words, or small patterns, that are separated by bars."""
    return "|".join(part.strip() for part in " ".join(words.split()).split("|"))


#: A citation: anything in square brackets, as the editor inserts it.
CITATION: Final = re.compile(r"\[[^\[\]\n]{1,600}\]")

#: Words that somebody else wrote; what is inside is not the student's own statement.
_QUOTATION: Final = re.compile(r'“[^“”\n]{1,2000}”|"[^"\n]{1,2000}"')

_END: Final = re.compile(r"[.!?]+[\"”’')]*")
_ABBREVIATION: Final = re.compile(
    rf"(?:^|[\s(\[“\"])(?:[A-Z]|(?:[A-Z]\.)+[A-Z]|{'|'.join(map(re.escape, ABBREVIATIONS))})$"
)

#: Where one clause ends and the next begins. A subordinate clause keeps a *not* before it.
_CLAUSE: Final = re.compile(
    words_pattern(
        r"""(?P<strong>[;:()] | \s-\s | ,\s+(?:and|but|so|yet)\b | \b(?:but | while | whereas |
        although | though | because | after | before | until | since)\b | \band\s+(?=\w+ed\b |
        (?:was|were|had|met|sent|took|gave|made|went|came|began|led|cut|brought|he|she|they|it |
        in|on|by|then|later|within)\b)) | (?P<weak>, | \b(?:that | which | who | whom | whose |
        where | when | whether | if)\b | \b(?:in\s+order\s+)?to\s+(?=(?:sign | negotiate | talk |
        discuss | prepare | open | agree | speak | meet | visit)\b))"""
    )
)

_NEGATION: Final = re.compile(
    words_pattern(
        r"""\b(?:not(?!\s+only\b) | \w+n't | never | no(?!\s+doubt\b) | nor | neither | none |
        nothing | nobody | without | cannot | hardly | instead of | rather than | wrong(?:ly)? |
        false(?:ly)? | myth | impossible | unlikely | denied | denies | deny)\b"""
    )
)

#: A sentence about a text, or what “some say, but …”: it is not the student's own statement.
_ABOUT_A_TEXT: Final = re.compile(
    r"\b(?:the|this|that)\s+(?:original\s+|first\s+|old\s+|short\s+|given\s+)?"
    r"(?:text|article|author|writer|post|website)\b"
    r"|\b(?:(?:some|many|people|others)\s+(?:say|claim|believe|think|write)|it\s+is\s+(?:often\s+)?"
    r"(?:said|claimed|believed))\b[^;]{0,300}\bbut\b"
)

_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS.update({name[:3]: number for name, number in [*_MONTHS.items()]} | {"sept": 9})
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY: Final = r"\d{1,2}"
_SUFFIX: Final = "(?:st|nd|rd|th)?"
_DATE: Final = re.compile(
    rf"\b(?P<day>{_DAY}){_SUFFIX}(?:\s?(?:-|to|and)\s?(?P<last>{_DAY}){_SUFFIX})?"
    rf"\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>{_DAY}){_SUFFIX}\b(?:,?\s+(?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{_MONTH})\.?,?\s+(?:of\s+)?(?P<year3>\d{{4}})\b"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<point>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\b"
    r"|\b(?P<decade>\d{3})0s\b"
    r"|(?<![\d,.])(?P<year5>\d{4})\b(?![,.]\d)"
)

#: A date after one of these words is a limit, not the day of an event.
_LIMIT: Final = re.compile(
    words_pattern(
        r"""\b(?:before | after | since | until | till | by | between | and |
        from\s[^,;]{1,25}\sto)\s+(?:the\s+)?(?:(?:early | late | mid | about | around |
        end\s+of | beginning\s+of)\s+)?$"""
    )
)


@dataclass(frozen=True)
class WrittenDate:
    """A date in a sentence: day, month and year as far as they are given, and where it is."""

    start: int
    end: int
    text: str
    year: int | None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    decade: bool = False
    is_limit: bool = False

    def in_year(self, year: int, calendar: str) -> HistoricalDate | None:
        """Return the date, in this year if it names none; None if the calendar lacks the day."""
        first, mark = year_text(self.year or year), f" ({calendar})"
        if self.decade:
            return parse_date(f"{first[:-1]}X{mark}")
        if self.month:
            first += f"-{self.month:02d}"
        try:
            if self.last_day:
                return parse_date(f"{first}-{self.day:02d}/{first}-{self.last_day:02d}{mark}")
            return parse_date((f"{first}-{self.day:02d}" if self.day else first) + mark)
        except DateError:
            return None


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, and whether it is denied."""

    start: int
    end: int
    negated: bool


@dataclass(frozen=True)
class Sentence:
    """One sentence of the text.

    Attributes
    ----------
    number : int
        From 1; or that of its line, from 0.
    start : int
        Where it begins in the text.
    text : str
        As it was written.
    plain : str
        As long as `text`: lower case, without accents, citations and quotations blanked out.
    cited : bool
        Whether it has a citation.
    about_a_text : bool
        Whether it speaks about a text, so that its statements may be the text's.
    is_heading : bool
        Whether it is a line without a full stop.
    is_question : bool
    clauses : tuple of Clause
    dates : tuple of WrittenDate
    """

    number: int
    start: int
    text: str
    plain: str
    cited: bool
    about_a_text: bool
    is_heading: bool
    is_question: bool
    clauses: tuple[Clause, ...]
    dates: tuple[WrittenDate, ...]

    def clause_at(self, position: int) -> Clause:
        """Return the clause that contains a position."""
        return next((c for c in self.clauses if position < c.end), self.clauses[-1])

    def denied_between(self, start: int, end: int) -> bool:
        """Whether a word that denies appears between two positions."""
        return _NEGATION.search(self.plain, start, end) is not None


def split_sentences(text: str, years: range, by_line: bool = False) -> list[Sentence]:
    """Cut a text into sentences; a citation after the full stop belongs to the sentence before.

    Parameters
    ----------
    text : str
    years : range
        Four digits are a year only if they are in it.
    by_line : bool
        Whether each line is numbered, from 0, and not each sentence.
    """
    return [
        _sentence(text.count("\n", 0, start) if by_line else number, start, text[start:end], years)
        for number, (start, end) in enumerate(_spans(text), 1)
    ]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    cited = [found.span() for found in CITATION.finditer(text)]
    for line in re.finditer(r"[^\n]+", text):
        cuts = [line.start(), *_cuts(text, line.start(), line.end(), cited), line.end()]
        for left, right in pairwise(cuts):
            piece = text[left:right]
            if any(letter.isalnum() for letter in piece):
                yield left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())


def _cuts(text: str, start: int, end: int, cited: list[tuple[int, int]]) -> Iterator[int]:
    """Yield where in a line one sentence ends and another begins."""
    inside = {place for first, last in cited for place in range(first, last)}
    after = {first: last for first, last in cited}
    for stop in _END.finditer(text, start, end):
        cut = stop.end()
        if stop.start() in inside or _ABBREVIATION.search(
            text, max(start, stop.start() - 12), stop.start()
        ):
            continue
        following = _skip_spaces(text, cut, end)
        while following in after:
            cut = after[following]
            cut += text[cut : cut + 1] == "."
            following = _skip_spaces(text, cut, end)
        first = text[following : following + 1]
        if cut < following < end and (first.isupper() or first.isdigit() or first in "“\"‘'("):
            yield cut


def _skip_spaces(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


class _Letters(dict[int, str]):
    """Each character as one small letter without accents; found once, then remembered."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code))[0].lower()[0]
        self[code] = {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"}.get(letter, letter)
        return self[code]


_LETTERS = _Letters()


def plain(text: str) -> str:
    """Return a text of the same length in small letters, without accents, with simple signs."""
    return text.translate(_LETTERS)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _sentence(number: int, start: int, text: str, years: range) -> Sentence:
    own = _QUOTATION.sub(_blank, CITATION.sub(_blank, text))
    words = plain(own)
    return Sentence(
        number=number,
        start=start,
        text=text,
        plain=words,
        cited=CITATION.search(text) is not None,
        about_a_text=_ABOUT_A_TEXT.search(words) is not None,
        is_question=words.rstrip().endswith("?"),
        is_heading=text[-1:] not in ".!?…”\"'’)]:;",
        clauses=tuple(_clauses(words)),
        dates=tuple(_dates(own, words, years)),
    )


def _clauses(words: str) -> Iterator[Clause]:
    """Cut a sentence into clauses, each with its negation."""
    start, inherited = 0, False
    for cut in [*_CLAUSE.finditer(words), None]:
        end = cut.start() if cut else len(words)
        negated = inherited or _NEGATION.search(words, start, end) is not None
        if not any(letter.isalnum() for letter in words[start:end]):
            continue  # a sign before the next word belongs to the next clause
        yield Clause(start, end, negated)
        if cut:
            subordinate = bool(cut["weak"]) and cut["weak"] != ","
            start, inherited = end, subordinate and negated


def _dates(own: str, words: str, years: range) -> Iterator[WrittenDate]:
    """Yield the dates of a sentence, without numbers that are not years."""
    for found in _DATE.finditer(words):
        part = {name.rstrip("235"): value for name, value in found.groupdict().items() if value}
        year, month, day = _numbers(part)
        if year and year not in years:
            continue
        yield WrittenDate(
            start=found.start(),
            end=found.end(),
            text=own[found.start() : found.end()],
            year=year,
            month=month,
            day=day,
            last_day=int(part["last"]) if "last" in part else None,
            decade="decade" in part,
            is_limit=_LIMIT.search(words, max(0, found.start() - 45), found.start()) is not None,
        )


def _numbers(part: dict[str, str]) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day of a date, as far as it names them."""
    if "iso" in part:
        year, month, day = (int(piece) for piece in part["iso"].split("-"))
        return year, month, day
    if "point" in part:  # the day, the month and the year
        day, month, year = (int(piece) for piece in part["point"].split("."))
        return year, month, day
    if "decade" in part:
        return int(part["decade"]) * 10, None, None
    return (
        int(part["year"]) if "year" in part else None,
        _MONTHS[part["month"]] if "month" in part else None,
        int(part["day"]) if "day" in part else None,
    )
