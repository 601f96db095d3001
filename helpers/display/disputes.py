"""What scholars dispute: a question, and each position with its holders and its evidence."""

import pandas as pd
from markupsafe import Markup

from helpers.display.html import Live
from helpers.display.notes import notes_html
from helpers.display.sheet import menu_page
from helpers.errors import UserError
from helpers.lesson.cells import split
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

_POSITION = Markup(
    '<div class="card" role="group" aria-label="{position}"><h3>{position}</h3>'
    "<dl><dt>Who holds it</dt><dd>{holders}</dd>"
    "<dt>On what evidence</dt><dd>{evidence}</dd></dl>{notes}</div>"
)


def dispute_browser(lesson: Lesson) -> Live:
    """Return all questions that scholars dispute: a menu above the positions on one of them."""
    if lesson.disputes.empty:
        raise UserError("This lesson has no disputes.csv, so there is nothing to show here.")
    entries, lines = [], []
    for question, positions in lesson.disputes.groupby("question", sort=False):
        label = f"{question} ({with_count(len(positions), 'position')})"
        entries.append((label, _positions(lesson, positions)))
        lines += [label, *(f"- {position}" for position in positions["position"])]
    text = f"{with_count(len(entries), 'question')}. Run this cell to choose one.\n"
    return menu_page("Question", entries, text + "\n".join(lines))


def _positions(lesson: Lesson, positions: pd.DataFrame) -> Markup:
    html = Markup("").join(
        _POSITION.format(
            position=row.position,
            holders="; ".join(split(str(row.holders))),
            evidence=row.evidence,
            notes=notes_html(lesson, split(str(row.sources))),
        )
        for row in positions.itertuples()
    )
    return Markup('<div class="cards">{}</div>').format(html)
