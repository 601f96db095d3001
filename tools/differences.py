"""Explain in words how what is stored differs from what the data says now."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from helpers.lesson.dates import MONTHS
from tools.markdown import COMMENT, HEADING, MINUTES

#: So many differences of one thing are told; the rest is counted.
SHOWN = 5
BREAK = re.compile(
    r"</(?:tr|p|li|h\d|div|figcaption|summary|caption|legend|label|option|dt|dd)>|<br\b[^>]*>",
    re.IGNORECASE,
)
CELL = re.compile(r"</t[dh]>", re.IGNORECASE)
UNSEEN = re.compile(
    r"<(style|script|svg)\b(?:(?!</?\1\b).)*+</\1>|<[^<>]*+>", re.IGNORECASE | re.DOTALL
)
#: Alternative texts and the words of choices are read, too.
SPOKEN = re.compile(r'<(?>[^<>]*?\b(?:alt|value|placeholder)="([^"]*)")[^<>]*+>')
#: A day or a month of a date belongs to the whole date.
DATE = rf"(?:\d{{1,2}} )?(?:{'|'.join(MONTHS[1:])})(?: \d{{4}})?"
WORD = re.compile(rf"{DATE}|\S+")


def lines_of(data: dict[str, Any]) -> list[str]:
    """Return what a reader sees of an output, line by line; a row of a table is a line.

    Parameters
    ----------
    data : dict
        MIME types and contents, as in a notebook.
    """
    if "text/html" in data:
        spoken = SPOKEN.sub(r"\1\n", data["text/html"])
        text = unescape(UNSEEN.sub("", BREAK.sub("\n", CELL.sub(" | ", spoken))))
    else:
        text = str(data.get("text/plain", data.get("text", "")))
    return [
        line
        for line in (" ".join(line.split()).removesuffix(" |") for line in text.splitlines())
        if line
    ]


def changes(stored: Sequence[str], fresh: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each line that differs.

    Parameters
    ----------
    stored, fresh : sequence of str
        Lines, as from `lines_of`.
    """
    for what, i, j, k, m in SequenceMatcher(None, stored, fresh, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for number in range(max(j - i, m - k)):
            old = stored[i + number] if i + number < j else None
            new = fresh[k + number] if k + number < m else None
            if old is None:
                yield f"the data also says “{_short(new or '')}”, which is not shown"
            elif new is None:
                yield f"it shows “{_short(old)}”, which the data does not say"
            else:
                yield _within(old, new)


def _within(old: str, new: str) -> str:
    """Name the words that differ in a line, and what stands beside them."""
    before, after = WORD.findall(old), WORD.findall(new)
    parts = [
        part
        for part in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if part[0] != "equal"
    ]
    shows = " … ".join(" ".join(before[i:j]) for _, i, j, _, _ in parts).strip() or "nothing there"
    says = " … ".join(" ".join(after[k:m]) for *_, k, m in parts).strip() or "nothing there"
    same = [
        word
        for part in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if part[0] == "equal"
        for word in before[part[1] : part[2]]
    ]
    beside = _short(" ".join(word for word in same if word != "|"), 60)
    return f"it shows “{_short(shows)}”, the data says “{_short(says)}”" + (
        f" (beside “{beside}”)" if beside else ""
    )


def _short(text: str, length: int = 110) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def told(sentences: Sequence[str]) -> str:
    """Return the first sentences, each on its line, and how many more there are."""
    more = len(sentences) - SHOWN
    return "\n".join(
        [f"  - {one}" for one in sentences[:SHOWN]]
        + ([f"  - and {more} more differences"] if more > 0 else [])
    )


def heading_above(cells: Sequence[Any], cell: Any) -> str:
    """Return the last heading before a cell of a notebook."""
    found = ""
    for one in cells:
        if one is cell:
            break
        if one.cell_type == "markdown":
            heads = HEADING.findall(one.source)
            found = heads[-1][1] if heads else found
    return MINUTES.sub("", COMMENT.sub("", found)).strip()


def explain(name: str, cells: Sequence[Any], cell: Any, fresh: Sequence[Any]) -> str:
    """Say how what a cell shows now differs from what the notebook stores.

    Parameters
    ----------
    name : str
        The notebook's file name.
    cells, cell
        The notebook's cells, and the one in question.
    fresh : sequence
        The outputs of running it now.
    """
    where = f"{name}, “{heading_above(cells, cell)}”, cell {cell.get('id', '')}"
    for output in fresh:
        if output.output_type == "error":
            return f"{where} stops with an error:\n  {output.evalue or output.ename}"
    stored = [line for output in cell.outputs for line in lines_of(output.get("data", output))]
    now = [line for output in fresh for line in lines_of(output.get("data", output))]
    found = list(changes(stored, now))
    if not found:
        return (
            f"{where}: the words are the same, the markup is not. If that is intended: "
            "python3 start.py build"
        )
    cure = "If the data is right: python3 start.py build. If it is not: correct it in data/."
    return f"{where}:\n{told(found)}\n  {cure}"
