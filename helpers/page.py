"""HTML that is shown in a notebook: escaped, styled in one way, with a plain-text twin."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.style import CSS


class Page:
    """A piece of HTML, its variable parts escaped, with the same thing in plain words.

    The words are what a reader without HTML gets (terminal, text export).
    """

    def __init__(self, html: str, words: str) -> None:
        self.html, self.words = html, words

    def _repr_html_(self) -> str:
        return f'<div class="lesson"><style>{CSS}</style>{self.html}</div>'

    def __repr__(self) -> str:
        return self.words


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


def list_html(lines: Sequence[str], tag: str = "ul") -> str:
    """Return lines of words as a list."""
    return f"<{tag}>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</{tag}>"


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


def front_end(name: str) -> str:
    """Return a script of ours, a path in this folder, with what the front ends share before it."""
    return "".join(
        (Path(__file__).parent / one).read_text(encoding="utf-8") for one in ("dom.js", name)
    )


class Live(Page):
    """A page that is a widget where a kernel runs, and reads as its static form (`html`, `words`) everywhere else.

    The stored notebook keeps the static form alone, so that nobody meets a widget without its
    model.
    """

    def __init__(self, html: str, words: str, widget: Any) -> None:
        super().__init__(html, words)
        self.widget = widget

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {
            "text/plain": self.words,
            "text/html": self._repr_html_(),
            "application/vnd.jupyter.widget-view+json": view,
        }
