"""Undo what a spreadsheet does to what was typed into a cell.

A program such as Excel or LibreOffice turns what looks like a date or a number into one. Here it
becomes the text again that the teacher meant; where that can't be known, the message asks.
"""

import datetime
import re
import unicodedata
from typing import Any, NamedTuple

from helpers.errors import ODD_CHARACTERS


class Restored(NamedTuple):
    """The text of a cell, what the teacher should look at, and what is wrong: message and fix."""

    text: str
    note: str = ""
    fault: tuple[str, str] | None = None


#: Numbers that can be the days since 1900 of a date that lost its format: 1954 to 2064.
_SERIAL = range(20_000, 60_001)

#: What spreadsheets in several languages show instead of a value that they can't compute.
_ERROR = re.compile(r"#(?:¡?[A-ZÀ-Þ]+(?:/[A-Z0]+)?[?!]?|#+)")

#: In which form a number format shows a date; quoted text and locale codes don't count.
_FORMAT_NOISE = re.compile(r'"[^"]*"|\[[^\[\]]*\]|\\.')

_FORMULA_WITHOUT_RESULT = (
    "This is a formula without a stored result.",
    "Type the value itself into the cell.",
)


def restore(value: Any, number_format: str = "General", *, is_date: bool = False) -> Restored:
    """Return what was typed into a cell.

    Parameters
    ----------
    value : object
        What the file contains: text, number, date, time, truth value or nothing.
    number_format : str
        How the spreadsheet shows it.
    is_date : bool
        Whether the column contains dates.
    """
    if value is None:
        return Restored("")
    if isinstance(value, bool):
        return Restored("TRUE" if value else "FALSE")
    if isinstance(value, datetime.datetime | datetime.date):
        return _from_date(value, number_format)
    if isinstance(value, datetime.time | datetime.timedelta):
        fault = ("The spreadsheet has made a time of this.", "Format the cell as text; type again.")
        return Restored(str(value), fault=fault)
    if isinstance(value, int | float):
        return _from_number(value, is_date)
    return _from_text(str(value))


def _from_date(value: datetime.date, number_format: str) -> Restored:
    """Return a date as far as the cell shows it: ``mmm-yy`` is a month, and its day is invented."""
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        fault = (
            "The spreadsheet has stored a time with this date.",
            "Format the cell as text and type only the date.",
        )
        return Restored(value.isoformat(sep=" "), fault=fault)
    if wrong := _wrong_calendar(value):
        return Restored(f"{value:%Y-%m-%d}", fault=wrong)
    shown = _FORMAT_NOISE.sub("", number_format).lower()
    year = f"{value.year:04d}"
    if "d" not in shown and "y" in shown:
        return Restored(f"{year}-{value.month:02d}" if "m" in shown else year)
    text = f"{year}-{value.month:02d}-{value.day:02d}"
    if value.day <= 12 and value.day != value.month:
        spoken = f"{value.day} {value:%B} {value.year}"
        return Restored(
            text,
            f"The spreadsheet has made a date of this: {spoken}. If you meant another day, or only "
            "the month, format the cell as text and write the month as a word.",
        )
    return Restored(text)


def _wrong_calendar(value: datetime.date) -> tuple[str, str] | None:
    """Return what is wrong with a date that spreadsheet programs count differently, or None.

    Before 15 October 1582 LibreOffice counts in the Julian calendar. In January and February 1900
    Excel is a day off, because it has a 29 February 1900.
    """
    day = datetime.date(value.year, value.month, value.day)
    early = day < datetime.date(1582, 10, 15)
    if not early and not datetime.date(1899, 12, 31) <= day < datetime.date(1900, 3, 1):
        return None
    message = "The spreadsheet has made a date of this, and programs count such days differently."
    return message, "Format the cell as text and type the date again."


def _from_number(value: float, is_date: bool) -> Restored:
    """Return a number as it was typed; in a column of dates it must be a year."""
    whole = float(value).is_integer()
    text = str(int(value)) if whole else repr(value)
    if not is_date:
        return Restored(text)
    if whole and int(value) in _SERIAL:
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
        fault = (
            "This is a number. A spreadsheet may have made it of a date, perhaps of "
            f"{day.day} {day:%B} {day.year}.",
            "Format the cell as text and type the date again.",
        )
        return Restored(text, fault=fault)
    if not whole or not 0 < value < 10_000:
        fault = ("This is a number and not a year.", "Format the cell as text and type the date.")
        return Restored(text, fault=fault)
    return Restored(text if value >= 1000 else f"AD {text}")


def _from_text(value: str) -> Restored:
    text = unicodedata.normalize("NFC", value.replace("_x000D_", "").replace("\r\n", "\n"))
    text = ODD_CHARACTERS.sub("", text.replace("\u00a0", " ").replace("\r", "\n")).strip()
    if text.startswith("="):
        return Restored(text, fault=_FORMULA_WITHOUT_RESULT)
    if _ERROR.fullmatch(text):
        return Restored(
            text,
            fault=("This is an error of the spreadsheet.", "Type the value itself into the cell."),
        )
    return Restored(text)
