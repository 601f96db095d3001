"""The claims and their sources as a table that can be sorted and filtered without code."""

from typing import Any

import anywidget
import pandas as pd
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, displayable, front_end
from helpers.display.sheet import SHEET_CSS, styled
from helpers.display.stances import STANCES, stance_rows
from helpers.display.style import CSS
from helpers.display.tables import table_html, table_text
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

#: The columns: name, header, and whether a menu offers its values.
COLUMNS = (
    ("quote", "Claim", False),
    ("short", "Source", False),
    ("stance", "Stance", True),
    ("kind", "Kind", True),
    ("side", "Side", True),
    ("distance", "When made", False),
    ("note", "Note", False),
)

CAPTION = "Claims and their sources. “When made” counts from the event that the claim is about."

#: The spans that the menu of distances offers: label, and the most days that lie between.
SPANS = (("within a week", 7), ("within a year", 366), ("within ten years", 3660))


class ClaimsWidget(anywidget.AnyWidget):
    """A table whose rows can be sorted by any column and filtered by words and values.

    Each row has the texts of `COLUMNS`, its place in the text and the days between.
    """

    _esm = front_end("display/claims.js")
    _css = CSS + SHEET_CSS
    caption = traitlets.Unicode(CAPTION).tag(sync=True)
    columns: Any = traitlets.List().tag(sync=True)
    spans: Any = traitlets.List().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)

    def __init__(self, rows: pd.DataFrame) -> None:
        names = [name for name, _, _ in COLUMNS]
        super().__init__(
            columns=[
                {"name": name, "header": header, "menu": menu} for name, header, menu in COLUMNS
            ],
            spans=[[label, days] for label, days in SPANS],
            rows=[
                {
                    "texts": [displayable(str(row[name])) for name in names],
                    "days": None if pd.isna(row["days"]) else float(row["days"]),
                }
                for row in rows.to_dict("records")
            ],
        )


def claims_browser(lesson: Lesson) -> Live:
    """Return the table of claims and sources; without a kernel, as it is at first."""
    rows = stance_rows(lesson)
    rows["stance"] = rows["stance"].map(STANCES)
    names, headers = [name for name, _, _ in COLUMNS], [header for _, header, _ in COLUMNS]
    caption = CAPTION
    shown = rows[names]
    text = (
        f"{with_count(len(rows), 'row')}. Run this cell to sort and filter them.\n"
        f"{table_text(shown, caption, headers)}"
    )
    html = Markup('<div class="rows">{}</div>').format(table_html(shown, caption, headers))
    return Live(styled(html), text, ClaimsWidget(rows))
