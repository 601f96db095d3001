"""What can be wrong with one cell of a table, whatever the other cells hold."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from helpers.lesson.calendars import GREGORIAN
from helpers.lesson.cells import SEPARATOR
from helpers.lesson.dates import DateError, Day, parse_date, parse_time
from helpers.lesson.edtf import in_calendar
from helpers.lesson.letters import LOST_LETTER, has_lost_letter, mixed_alphabets
from helpers.lesson.reading import text_damage
from helpers.lesson.wording import did_you_mean

#: What is wrong, and how to fix it.
Fault = tuple[str, str]

#: 31/12/1899, 31.12.99, 31-Dec-99, Dec-99, 1899/12/31, 1899-12-31 00:00:00, 21959.
_SPREADSHEET_DATE = re.compile(
    r"(?:[0-9]{1,2}[./-])?(?:[0-9]{1,2}|[^\W\d_]{3,5}\.?)[./-][0-9]{2,4}(?: [0-9:]{4,8})?"
    r"|[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}(?: [0-9:]{4,8})?|[0-9]{5}"
)

#: What a spreadsheet writes instead of a value that it can't compute or show.
_SPREADSHEET_ERROR = re.compile(r"#(?:[A-Z]+[?!]|N/A|DIV/0!|#+)")

#: What programs write into a cell that is empty.
_EMPTY = re.compile(r"nan|nat|null|none|nil|undefined|<na>|#?n/a|n\.a\.|[-‐-―−.?]+", re.IGNORECASE)

#: A minus before a number or a space is none.
_FORMULA = re.compile(r"[=+@]|-(?!\s|[0-9.]+$)")

#: An id, or an id with the place in a source: ``treaty_1960 [art. 1]``.
_LOCATED = re.compile(r"[^\[\]]+(?: \[[^\[\]]+\])?")

_NOT_EMPTY: Fault = (
    "This stands for an empty cell, but it would be shown as a text.",
    "Delete it, so that the cell is really empty.",
)

#: Columns whose sentences may end with a question mark without a word that asks.
_MAY_ASK = ("question", "quote", "claim")

#: A day on which to try a time; any will do.
_ANY_DAY = Day(2000, 1, 1)


def cell_damage(value: str) -> Fault | None:
    """Return what a spreadsheet or a paste did to a cell, or None."""
    if value != value.strip():
        return "There are spaces before or after the text.", "Delete them."
    if "\n" in value:
        return "There is a line break inside the cell.", "Write the text in one line."
    if damage := text_damage(value):
        return damage
    if _EMPTY.fullmatch(value):
        return _NOT_EMPTY
    if _FORMULA.match(value):
        message = "The cell begins like a formula, which a spreadsheet would run."
        return message, "Begin with a letter or a digit."
    if _SPREADSHEET_ERROR.fullmatch(value):
        return "This is a spreadsheet’s error, not the text.", "Type the text again."
    return None


def cell_faults(field: dict[str, Any], value: str) -> Iterator[tuple[str, Fault]]:
    """Yield each fault of a cell that is neither empty nor damaged, with the value it concerns.

    `field` is the cell's field in the Data Package, with the values of the lesson's vocabulary.
    """
    constraints = field.get("constraints", {})
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], value):
        fix = "Use lower-case letters, digits and hyphens, and begin with a letter."
        yield value, ("This is not written as an id.", fix)
    if "enum" in constraints and value not in constraints["enum"]:
        yield value, _unknown(value, constraints["enum"])
    yield from _length_faults(field, value)
    yield from _letter_faults(field, value)
    if "notation" in field:
        yield from _notation_faults(field, value)
    elif field.get("list"):
        yield from _list_faults(field, value)


def _unknown(value: str, known: list[str]) -> Fault:
    hint = did_you_mean(value, known)
    return f"This value is not known.{hint}", f"Use one of: {', '.join(known)}."


def _length_faults(field: dict[str, Any], value: str) -> Iterator[tuple[str, Fault]]:
    counts = (
        ("characters", len(value), field.get("constraints", {}).get("maxLength")),
        ("words", len(value.split()), field.get("maxWords")),
    )
    for unit, count, most in counts:
        if most is not None and count > most:
            yield value, (f"This has {count} {unit}.", f"At most {most} are allowed: shorten it.")


def _letter_faults(field: dict[str, Any], value: str) -> Iterator[tuple[str, Fault]]:
    """Yield each value with a lost letter; the names of a list also if they mix two alphabets."""
    if {"notation", "reference", "members"} & set(field) or "enum" in field.get("constraints", {}):
        return
    names = bool(field.get("list"))
    asks = field["name"] in _MAY_ASK
    for part in value.split(SEPARATOR) if names else [value]:
        if has_lost_letter(part, name=names, asks=asks):
            yield part, LOST_LETTER
        elif names and (mixed := mixed_alphabets(part)):
            yield part, (mixed, "Type the name again in one alphabet.")


def _notation_faults(field: dict[str, Any], value: str) -> Iterator[tuple[str, Fault]]:
    notation, calendar = field["notation"], field.get("calendar", GREGORIAN)
    check: dict[str, Callable[[str], object]] = {
        "edtf": lambda text: parse_date(in_calendar(text, calendar)),
        "time": lambda text: parse_time(_ANY_DAY, text),
    }
    try:
        check[notation](value)
    except DateError as error:
        if error.unreadable and notation == "edtf" and _SPREADSHEET_DATE.fullmatch(value):
            fix = "Write year, month and day, as in 1815-06-18, and format the column as text."
            yield value, ("A spreadsheet has rewritten the date.", fix)
        else:
            yield value, (error.message, error.fix)


def _list_faults(field: dict[str, Any], value: str) -> Iterator[tuple[str, Fault]]:
    parts = value.split(SEPARATOR)
    if any(not part or part != part.strip() or ";" in part for part in parts):
        fix = "Put a semicolon and a space (“; ”) between two values, and nothing at the ends."
        yield value, ("The list is not written correctly.", fix)
    values = parts
    if field.get("locators"):
        values = [part.partition(" [")[0] for part in parts]
        if not all(map(_LOCATED.fullmatch, parts)):
            fix = "Write source_id [doc. 456]; other_id [p. 7]."
            yield value, ("A place in a source is not written correctly.", fix)
    yield from ((part, _NOT_EMPTY) for part in parts if _EMPTY.fullmatch(part))
    for repeated in sorted(one for one, times in Counter(values).items() if times > 1):
        yield repeated, ("The same value appears twice in one cell.", "Delete one.")
    if "members" in field:
        for part in values:
            if part not in field["members"]:
                yield part, _unknown(part, field["members"])
