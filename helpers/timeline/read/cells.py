"""Single cells of a table of events or claims: text, and dates in any form that pandas may hold."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from helpers.lesson.calendars import year_text
from helpers.lesson.dates import DateError, Day, HistoricalDate, parse_date


def cell_text(value: Any) -> str:
    """Return a cell as text, empty if it is missing."""
    return "" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value).strip()


def read_date(value: Any, where: str) -> HistoricalDate:
    """Read a cell as a date: EDTF, a timestamp or a year.

    A `DateError` begins with `where` if the cell is empty or not a date.
    """
    text = _as_edtf(value)
    if not text:
        raise DateError(f"{where} has no date. Write one in its cell, or leave the row out.")
    try:
        return parse_date(text)
    except DateError as error:
        raise DateError(f"{where}: {error}") from None


def _as_edtf(value: Any) -> str:
    text = cell_text(value)
    if text and isinstance(value, datetime | date):
        return str(Day(value.year, value.month, value.day))
    if text and _is_whole_number(value):
        return year_text(int(value))
    return text


def _is_whole_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and float(value).is_integer()
