"""A settlement, part by part: what was promised, what was secret, and what was carried out."""

from typing import Any

from markupsafe import Markup

from helpers.display.html import Page
from helpers.display.notes import notes_html
from helpers.display.sheet import sheet
from helpers.lesson.cells import split
from helpers.lesson.model import Lesson
from helpers.lesson.optional import read_table

#: A sign for each status, so that no meaning rests on a colour.
SIGNS = {"public": "○", "secret": "●", "refused": "✕"}

HEADERS = (
    "Part",
    "Promised or demanded",
    "Public, secret or refused",
    "On what condition",
    "What was carried out",
    "Where we know it from",
)

_TABLE = Markup(
    '<div class="scroll" role="group" tabindex="0" aria-label="{caption}"><table>'
    "<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
)


def show_settlement(lesson: Lesson) -> Page:
    """Show each settlement of the record, part by part.

    A table says who promised what, whether it was public, on what condition, and what was carried
    out.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``parts.csv``.

    Returns
    -------
    Page
        A table for each settlement; printed, one line for each part.

    Raises
    ------
    ValueError
        If the lesson has no parts of a settlement.

    See Also
    --------
    show_agreements : Compare the text with the agreements of the record.

    Examples
    --------
    >>> from helpers import load_lesson, show_settlement
    >>> show_settlement(load_lesson())
    The settlement ...
    """
    names = dict(zip(lesson.instruments["id"], lesson.instruments["name"], strict=True))
    tables, lines = [], []
    for instrument, rows in read_table(lesson, "parts").groupby("instrument", sort=False):
        name = str(names[instrument])
        caption = f"{name[0].upper()}{name[1:]}, part by part"
        parts = list(rows.itertuples())
        tables.append(_table(lesson, caption, parts))
        lines += [caption, " | ".join(HEADERS[:-1])]
        lines += [" | ".join(_cells(part)) for part in parts]
    return sheet(Markup("").join(tables), "\n".join(lines))


def _table(lesson: Lesson, caption: str, parts: list[Any]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in HEADERS)
    body = Markup("").join(_row(lesson, part) for part in parts)
    return _TABLE.format(caption=caption, head=head, body=body)


def _row(lesson: Lesson, part: Any) -> Markup:
    first, *others = _cells(part)
    cells = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in others)
    notes = notes_html(lesson, split(part.sources))
    return Markup('<tr><th scope="row">{}</th>{}<td>{}</td></tr>').format(first, cells, notes)


def _cells(part: Any) -> list[str]:
    status = f"{SIGNS[part.status]} {part.status}"
    words = [part.part, part.promised_by, status, part.condition, part.outcome]
    return [f"{text[0].upper()}{text[1:]}" if text else "–" for text in words]
