"""Tables with captions and headers, as HTML and as plain text."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

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
        The rows to show. The index is left out, except that of a Series that has names, as after
        ``value_counts()``: these become the first columns.
    caption : str
        What the table shows, in one line.
    columns : str, sequence of str or dict, optional
        The columns to show, in order; a dict gives each one its header.

    Returns
    -------
    Page
        The table; printed, one line for each row.

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
    >>> mine = pd.DataFrame({"claim": ["c01", "c02"], "verdict": ["?", "?"]})
    >>> show_table(mine, "My verdicts", {"claim": "Claim", "verdict": "Verdict"})
    My verdicts
    Claim | Verdict
    c01 | ?
    c02 | ?
    """
    if not isinstance(rows, pd.DataFrame | pd.Series):
        raise UserError(
            f"This is a {type(rows).__name__}, not a table. "
            "Give rows of a table, such as events.head()."
        )
    table = _as_frame(rows) if isinstance(rows, pd.Series) else rows
    if columns is None:
        headers = None
    else:
        names = [columns] if isinstance(columns, str) else list(columns)
        headers = list(columns.values()) if isinstance(columns, dict) else None
        table = _chosen(table, names)
    return Page(table_html(table, caption, headers), table_text(table, caption, headers))


def _as_frame(rows: "pd.Series[Any]") -> pd.DataFrame:
    """Return a Series as a table; where its index has names, they are the first columns."""
    groups = [name for name in rows.index.names if name is not None]
    if not groups:
        return rows.to_frame()
    # After groupby(…).size() the values have no name, after groupby("a")["a"].count() that of a
    # group.
    return rows.reset_index(name="value" if rows.name in (None, *groups) else rows.name)


def _chosen(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the named columns; a UserError names those that do not exist."""
    missing = [str(name) for name in names if name not in table.columns]
    if missing:
        raise UserError(
            f"There is no column {', '.join(missing)}. "
            f"The columns are {', '.join(map(str, table.columns))}."
        )
    return table.loc[:, ~table.columns.duplicated()][names]


#: A wide table scrolls on its own, also by keyboard: hence the focusable group with a name (WCAG
#: 2.1.1).
TABLE = Markup(
    '<div class="scroll" role="group" tabindex="0" aria-label="{caption}"><table>'
    "<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
)


def table_html(rows: pd.DataFrame, caption: str, headers: Sequence[str] | None = None) -> Markup:
    """Return an HTML table with a caption of one line, headers and no index.

    Without other headers it has the names of the columns.
    """
    names, kinds = headers_of(rows, headers), _kinds_of_columns(rows)
    head = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_css_class(kind), name)
        for name, kind in zip(names, kinds, strict=True)
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_cell_html(value, kind) for value, kind in zip(row, kinds, strict=True))
        )
        for row in rows.itertuples(index=False, name=None)
    )
    return TABLE.format(caption=caption, head=head, body=body)


#: A column with a text of more characters than this is not squeezed between the others.
_LONG = 100


def _kinds_of_columns(rows: pd.DataFrame) -> list[str]:
    """Return for each column "number", "long" for the one with the longest text, or ""."""
    # The first column names the row, even where it is a number.
    kinds = [
        "number" if place and pd.api.types.is_numeric_dtype(dtype) else ""
        for place, dtype in enumerate(rows.dtypes)
    ]
    cells = zip(*rows.itertuples(index=False, name=None), strict=True)
    longest = [max(len(_text(value)) for value in column) for column in cells]
    if longest and max(longest) > _LONG:
        kinds[longest.index(max(longest))] = "long"
    return kinds


def table_text(rows: pd.DataFrame, caption: str, headers: Sequence[str] | None = None) -> str:
    """Return the same table as lines of text: the caption, the headers, one line for each row."""
    lines = [caption, " | ".join(headers_of(rows, headers))]
    lines += [
        " | ".join(_text(value) for value in row) for row in rows.itertuples(index=False, name=None)
    ]
    return "\n".join(lines if len(rows) else [*lines, "(no rows)"])


def headers_of(rows: pd.DataFrame, headers: Sequence[str] | None) -> list[str]:
    """Return the headers to show: those given, or the column names without underscores."""
    return (
        list(headers)
        if headers is not None
        else [str(name).replace("_", " ") for name in rows.columns]
    )


#: A date like 1960-02-13, with or without a time: it stays on one line in a narrow column.
_DATE = re.compile(r"\d{4}-\d\d(-\d\d( \d\d:\d\d(:\d\d)?)?)?")


def _cell_html(value: Any, kind: str) -> Markup:
    text = _text(value)
    name = kind or ("date" if _DATE.fullmatch(text) else "")
    return Markup("<td{}>{}</td>").format(_css_class(name), text)


def _css_class(name: str) -> Markup:
    return Markup(' class="{}"').format(name) if name else Markup("")


def _text(value: Any) -> str:
    """Return a cell's value as a reader expects it: no NaT, no midnight."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    return str(value)
