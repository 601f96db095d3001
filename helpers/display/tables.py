"""Tables with captions and headers, for a page and in plain words."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from helpers.display.html import Page
from helpers.errors import UserError


def show_table(
    rows: "pd.DataFrame | pd.Series[Any]",
    caption: str,
    columns: str | Sequence[str] | dict[str, str] | None = None,
) -> Page:
    """Show rows as a table with a caption and column headers that a screen reader can use.

    Every value is shown as text, none as HTML or as a formula.

    Parameters
    ----------
    rows : DataFrame or Series
        The rows to show; the index is left out, but where it has names, as after
        ``value_counts()``, they are the first columns of a Series.
    caption : str
        What the table shows, in one line.
    columns : str, sequence of str or dict, optional
        The columns to show, in order; a dict gives each one its header.

    Returns
    -------
    Page
        The table; printed, one line a row.

    Raises
    ------
    ValueError
        If a column does not exist.

    See Also
    --------
    browse : Search and filter the chronology without code.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers import show_table
    >>> show_table(pd.DataFrame({"claim": ["c01", "c02"], "verdict": ["?", "?"]}), "My verdicts", {"claim": "Claim", "verdict": "Verdict"})
    My verdicts
    Claim | Verdict
    c01 | ?
    c02 | ?
    """
    if not isinstance(rows, pd.DataFrame | pd.Series):
        raise UserError(
            f"This is a {type(rows).__name__}, not a table. Give rows of a table, such as events.head()."
        )
    if isinstance(rows, pd.Series):
        groups = [name for name in rows.index.names if name is not None]
        name = (
            "value" if rows.name in (None, *groups) else rows.name
        )  # as after groupby(…).size(), or groupby("a")["a"].count()
        rows = rows.reset_index(name=name) if groups else rows.to_frame()
    names = (
        [columns]
        if isinstance(columns, str)
        else list(rows.columns if columns is None else columns)
    )
    missing = [str(name) for name in names if name not in rows.columns]
    if missing:
        raise UserError(
            f"There is no column {', '.join(missing)}. The columns are {', '.join(map(str, rows.columns))}."
        )
    headers = list(columns.values()) if isinstance(columns, dict) else None
    shown = rows if columns is None else rows.loc[:, ~rows.columns.duplicated()][names]
    return Page(table_html(shown, caption, headers), table_words(shown, caption, headers))


def table_html(rows: pd.DataFrame, caption: str, headers: Sequence[str] | None = None) -> str:
    """Return an HTML table with a caption of one line, headers (the names of the columns if there are no others) and no index."""
    names = headers_of(rows, headers)
    # The first column names the row, also where it is a number.
    sort = [
        ' class="number"' if place and pd.api.types.is_numeric_dtype(kind) else ""
        for place, kind in enumerate(rows.dtypes)
    ]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(names, sort, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{kind or _whole(value)}>{escape(_words(value))}</td>"
            for value, kind in zip(row, sort, strict=True)
        )
        + "</tr>"
        for row in rows.itertuples(index=False, name=None)
    )
    # A wide table scrolls by itself, also by keyboard: hence the focusable group with a name (WCAG
    # 2.1.1).
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table_words(rows: pd.DataFrame, caption: str, headers: Sequence[str] | None = None) -> str:
    """Return the same table as lines of words: the caption, the headers, one line a row."""
    lines = [caption, " | ".join(headers_of(rows, headers))]
    lines += [
        " | ".join(_words(value) for value in row)
        for row in rows.itertuples(index=False, name=None)
    ]
    return "\n".join(lines if len(rows) else [*lines, "(no rows)"])


def headers_of(rows: pd.DataFrame, headers: Sequence[str] | None) -> list[str]:
    """Return the headers to show: those given, or the column names without underscores."""
    return (
        list(headers)
        if headers is not None
        else [str(name).replace("_", " ") for name in rows.columns]
    )


def _whole(value: Any) -> str:
    """Keep a date like 1960-02-13, with or without a time, on one line, however narrow its column is."""
    return (
        ' class="date"'
        if re.fullmatch(r"\d{4}-\d\d(-\d\d( \d\d:\d\d(:\d\d)?)?)?", _words(value))
        else ""
    )


def _words(value: Any) -> str:
    """Say a cell's value as a reader expects it: no NaT, no midnight."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    return str(value)
