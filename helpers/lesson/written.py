"""Read a date as people write it, and as this collection prints it.

Phones and word processors put other dashes and invisible characters into what is typed: these are
read as the plain ones. Everything else that no date contains is named as the cause.

A date is read in three steps: `written_years` turns everything that names a year (27 BC, AD 330,
the 5th century) into tokens of EDTF; this module cuts the rest at its little words (from, to,
between, or, before) into single dates; `_edtf` reads each of them.
"""

import re
import unicodedata

from helpers.lesson.calendars import GREGORIAN, JULIAN, MONTHS, julian, year_text
from helpers.lesson.dates import FIX, UNREADABLE, DateError, HistoricalDate, parse_date
from helpers.lesson.written_years import YEAR, name_years

#: Longer than any date that a person types.
MAX_WRITTEN = 200

#: Characters that look like a hyphen although Unicode does not call them dashes.
_LIKE_HYPHENS = "\u2043\u02d7\u2212\u30fc\u23af\u2500"

#: Characters that look like a slash, a tilde or an apostrophe.
_LOOKALIKES = str.maketrans("\u2044\u2215\u223c\u301c\u02dc‘’′“”„«»", "//~~~''''''''")

#: Articles and names of days, which a date in words may contain.
_FILLERS = re.compile(
    r"\b(?:the|of|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|,", re.IGNORECASE
)

#: Words at the beginning that say nothing, as in “in spring 1440”.
_IN = re.compile(r"^(?:in|on|at|during) ", re.IGNORECASE)

#: The calendar, at the end: Julian, Old Style, O.S., or Gregorian, New Style, N.S.
_CALENDARS = re.compile(
    r"(.+?) \(?(?:(julian(?: calendar)?|old style|o\.?s\.?)"
    r"|gregorian(?: calendar)?|new style|n\.?s\.?)\)?",
    re.IGNORECASE,
)

#: 12 April 1985, 23:20:30 UTC-04:00.
_MOMENT = re.compile(r"(.+?) (?:at )?(\d\d:\d\d:\d\d)( UTC)?([+-]\d\d(?::\d\d)?)?", re.IGNORECASE)

#: June 18 1815 or June 18, to be turned round.
_MONTH_FIRST = re.compile(rf"([A-Za-z.]{{1,10}}) (\d{{1,2}}(?:st|nd|rd|th)?)( {YEAR})?")

#: 18 June 1815, 18-Jun-1815, June 1815, 18 June.
_NAMED_MONTH = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.)?[ -])?([A-Za-z]{{3,9}})\.?(?:[ -]({YEAR}))?"
)

#: Spring 1440, winter 1440/41.
_SEASON = re.compile(
    rf"(spring|summer|autumn|fall|winter) ({YEAR})(?:[/-]\d{{2,4}})?", re.IGNORECASE
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}

#: 18.6.1815, 18/6/1815, 18-6-1815.
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")

#: 1815-6-18, 1815.6.18, 1815/6/18.
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")

#: Words for a doubt, as `HistoricalDate.in_words` prints them and as others write them.
_DOUBT = re.compile(
    r"(?:(perhaps|possibly|probably|maybe) )?(?:(about|around|circa|ca?\.?)(?: |(?<=[.a])(?=[\dN])"
    r"|(?<=c)(?=\d)))?(?=\S)",
    re.IGNORECASE,
)

#: What EDTF has no sign for.
_PART_OF = re.compile(r"(?:early|late|mid|the (?:beginning|middle|end) of)[ -]", re.IGNORECASE)

#: A limit before a date, and after it: the day itself included or not.
_LIMIT = re.compile(
    r"(before|after|by|no later than|not later than|no earlier than|not earlier than) ",
    re.IGNORECASE,
)
_LIMITS_AFTER = ("earlier", "before", "later", "after")

#: Between two members of a set, but not in “1440 or later”.
_OR = re.compile(r" or (?!(?:earlier|later|before|after)(?: or |$))", re.IGNORECASE)

_UNKNOWN_MONTH = re.compile(rf"an unknown month ({YEAR})", re.IGNORECASE)
_UNKNOWN_DAY = re.compile(r"an unknown day (.+)", re.IGNORECASE)
_BETWEEN = re.compile(r"between (.+?) and (.+)", re.IGNORECASE)
_SOME_DAYS = re.compile(r"between (\d{1,2}) and (\d{1,2}) (.+)", re.IGNORECASE)
_YEARS = re.compile(rf"({YEAR}) ?- ?({YEAR})")
_ANY_YEAR = re.compile(YEAR)
_DAY_ALONE = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)?")


def parse_written(written: str, calendar: str = GREGORIAN) -> HistoricalDate:
    """Read a date as people write it.

    It may be ``18 June 1815``, ``June 18, 1815``, ``June 1815``, ``18.6.1815``, ``18/6/1815``,
    ``1815-6-18``, ``27 BC``, ``AD 330``, ``c. 1440``, ``spring 1440``, ``the 5th century``,
    ``before 1440``, ``1440 or 1441``, EDTF, an interval such as ``16–18 June 1815``, or anything
    that `HistoricalDate.in_words` prints. It is in `calendar` if it names none. A `DateError` if it
    can't be read, has no year, or if day and month could be the other way round.
    """
    if len(written) > MAX_WRITTEN:
        raise DateError(UNREADABLE, FIX, f"{written[:30]}…")
    plain = _plain(written)
    text, mark = _without_calendar(" ".join(plain.split()), calendar)
    try:
        return _read(text, mark)
    except DateError as error:
        raise _explained(error, plain, written) from None


def _read(text: str, mark: str) -> HistoricalDate:
    if _is_edtf(text):
        return parse_date(text + mark)
    text = re.sub(r"(?<=\w)\.$", "", name_years(text))
    text = _IN.sub("", " ".join(_FILLERS.sub(" ", text).split()), count=1)
    if _PART_OF.match(text):
        message = "The beginning, the middle or the end of a time can’t be stored."
        raise DateError(message, "Write two years, such as between 1470 and 1499.")
    kinds = (_set, _interval) if _OR.search(text) else (_interval, _set)
    forms = (form(text) for form in (_moment, *kinds, _edtf))
    return parse_date(next(filter(None, forms), text) + mark)


def _is_edtf(text: str) -> bool:
    try:
        parse_date(text)
    except DateError as error:
        return not error.unreadable
    return True


def _without_calendar(text: str, calendar: str) -> tuple[str, str]:
    """Return a date and the mark of its calendar; nothing if that is the Gregorian one."""
    found = _CALENDARS.fullmatch(text)
    if not found:
        return text, "" if calendar == GREGORIAN else f" ({calendar})"
    julian = found[2] is not None
    return found[1].rstrip(" ,"), f" ({JULIAN if julian else GREGORIAN})"


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


def _moment(text: str) -> str:
    """Return a day with a time in EDTF, or nothing."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return ""
    return f"{_edtf(found[1])}T{found[2]}{found[4] or ('Z' if found[3] else '')}"


def _set(text: str) -> str:
    """Return one of a set in EDTF, or nothing if the text is none."""
    members = [member for part in _OR.split(text) for member in _listed_years(part)]
    if len(members) == 1 and not _between(text) and not _limit(text):
        return ""
    last = members[-1]
    return f"[{','.join(_member(one, last) for one in members)}]"


def _listed_years(text: str) -> list[str]:
    """Return the years of “1667 1668”, whose comma has been taken out; else the text alone."""
    years = text.split()
    return years if all(map(_ANY_YEAR.fullmatch, years)) else [text]


def _member(text: str, last: str) -> str:
    """Return one member of a set; it shares month and year with the last if it names none."""
    if limit := _limit(text):
        return limit
    if between := _between(text):
        sign = _doubt(text)[0]
        first = _edtf(_completed(between[1], between[2]))
        return f"{first}{sign}..{_edtf(between[2])}{sign}"
    return _edtf(_completed(text, last))


def _between(text: str) -> re.Match[str] | None:
    """Match “between … and …”, if it is not a day with an unknown digit."""
    certain = text[_doubt(text)[1] :]
    return None if _some_days(certain) else _BETWEEN.fullmatch(certain)


def _limit(text: str) -> str:
    """Return “before 1440” as ``..1439``, “1440 or later” as ``1440..``; else nothing."""
    if found := _LIMIT.match(text):
        word, edtf = found[1].lower(), _edtf(text[found.end() :])
        if word in ("before", "after"):
            edtf = _neighbour(edtf, -1 if word == "before" else 1)
        early = word in ("before", "by") or word.endswith("later than")
        return f"..{edtf}" if early else f"{edtf}.."
    date, _, word = text.rpartition(" or ")
    if not date or word.lower() not in _LIMITS_AFTER:
        return ""
    edtf = _edtf(_IN.sub("", date, count=1))
    return f"..{edtf}" if word.lower() in ("earlier", "before") else f"{edtf}.."


def _neighbour(edtf: str, step: int) -> str:
    """Return the year, month or day next to a date, as exact as that is."""
    date, sign = parse_date(edtf), edtf[-1] if edtf[-1] in "~?%" else ""
    day = date.earliest if step < 0 else date.latest
    assert day is not None  # the date is neither an interval nor a set
    near = day.plus(step)
    if date.precision in ("day", "season"):
        return f"{near}{sign}"
    month = f"-{near.month:02d}" if date.precision == "month" else ""
    return f"{year_text(near.year)}{month}{sign}"


def _interval(text: str) -> str:
    """Return an interval in EDTF, or nothing if the text is a single date."""
    if until := re.match(r"(?:until|till|up to) ", text, re.IGNORECASE):
        return f"../{_edtf(text[until.end() :])}"
    beginning = re.sub(r"^(?:from|since) ", "", text, flags=re.IGNORECASE)
    if beginning != text and (on := re.search(r" on(?:wards?)?$", beginning, re.IGNORECASE)):
        return f"{_edtf(beginning[: on.start()])}/.."
    first, last = _two_ends(beginning)
    if not last:
        return f"{_edtf(beginning)}/.." if beginning != text else ""
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
    named = _NAMED_MONTH.fullmatch(text) or _SEASON.fullmatch(text)
    if named or not re.search("[A-Za-z]{3}", text):
        return text, ""
    first, _, last = text.partition("-")
    return first.strip(), last.strip()


def _completed(first: str, last: str) -> str:
    """Add to the first end of an interval the month and the year that it shares with the last."""
    if _ANY_YEAR.search(first):
        return first
    shared = last[_doubt(last)[1] :].split()
    is_day = _DAY_ALONE.fullmatch(first[_doubt(first)[1] :])
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
    if season := _SEASON.fullmatch(text):
        return f"{_year(season[2])}-{_SEASONS[season[1].lower()]}"
    if turned := _MONTH_FIRST.fullmatch(text):
        text = f"{turned[2]} {turned[1]}{turned[3] or ''}"
    if named := _NAMED_MONTH.fullmatch(text):
        return _named_month(named) or text
    if digits := _YEAR_LAST.fullmatch(text):
        return _year_last(int(digits[1]), int(digits[3]), digits[4])
    if digits := _YEAR_FIRST.fullmatch(text):
        return f"{digits[1]}-{digits[3]:>02}-{digits[4]:>02}"
    return _unspecified(text) or _year(text)


def _year(text: str) -> str:
    """Return a year in EDTF: with a minus for the N of `name_years`, and with four digits."""
    year = text.replace("N", "-", 1)
    return f"0{year}" if re.fullmatch(r"\d{3}", year) else year


def _named_month(match: re.Match[str]) -> str:
    """Return a date whose month is a word, or its beginning; nothing if there is no such month."""
    day, name, year = match.groups()
    numbers = [n for n, month in enumerate(MONTHS) if month.lower().startswith(name.lower())]
    if not numbers:
        return ""
    if not year:
        raise DateError("This has no year.", "Add the year, as in 18 June 1815.")
    return f"{_year(year)}-{numbers[0]:02d}" + (f"-{int(day):02d}" if day else "")


def _year_last(first: int, second: int, year: str) -> str:
    if first != second and first <= 12 and second <= 12:
        raise DateError("Which number is the month? Write the month as a word, like 18 June 1815.")
    day, month = (first, second) if second <= 12 else (second, first)
    return f"{year}-{month:02d}-{day:02d}"


def _unspecified(text: str) -> str:
    """Return an unknown month or an unknown day, or nothing if the text is none."""
    if month := _UNKNOWN_MONTH.fullmatch(text):
        return f"{_year(month[1])}-XX"
    if day := _UNKNOWN_DAY.fullmatch(text):
        return f"{_certain(day[1])}-XX"
    return _some_days(text)


def _some_days(text: str) -> str:
    """Return “between 20 and 29 October 1962” as ``1962-10-2X``; nothing for other days."""
    days = _SOME_DAYS.fullmatch(text)
    if not days or not _NAMED_MONTH.fullmatch(days[3]):
        return ""
    date = f"{_certain(days[3])}-{int(days[1]) // 10}X"
    try:
        known = [parse_date(date), parse_date(f"{date} ({JULIAN})")]  # February may have 29 days
    except DateError:
        return ""
    ends = [[julian(day).day for day in (known[1].earliest, known[1].latest) if day]]
    ends.append([day.day for day in (known[0].earliest, known[0].latest) if day])
    return date if [int(days[1]), int(days[2])] in ends else ""
