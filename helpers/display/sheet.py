"""What the pages of a story share: their style, dates of a life, and a menu above one page."""

from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, Page, displayable, front_end
from helpers.display.style import CSS, stylesheet

#: Only these pages carry it, so that other outputs stay small.
SHEET_CSS = stylesheet("display/sheet.css")

_STYLED = Markup("<style>{style}</style>{html}")
_ENTRY = Markup("<details><summary>{label}</summary>{html}</details>\n")


def sheet(html: str, text: str) -> Page:
    """Return a page in the style of this module."""
    return Page(styled(html), text)


def styled(html: str) -> Markup:
    """Return HTML with the style that it needs."""
    return _STYLED.format(style=Markup(SHEET_CSS), html=html)


class MenuWidget(anywidget.AnyWidget):
    """A menu above one page; `entries` has a label and the HTML of the page for each."""

    _esm = front_end("display/menu.js")
    _css = CSS + SHEET_CSS
    label = traitlets.Unicode().tag(sync=True)
    entries: Any = traitlets.List().tag(sync=True)

    def __init__(self, label: str, entries: Sequence[tuple[str, Markup]]) -> None:
        shown = [[displayable(name), str(displayable(html))] for name, html in entries]
        super().__init__(label=label, entries=shown)


def menu_page(label: str, entries: Sequence[tuple[str, Markup]], text: str) -> Live:
    """Return a menu above one page; without a kernel, all pages are there, each collapsed."""
    pages = Markup("").join(_ENTRY.format(label=name, html=html) for name, html in entries)
    html = Markup('<div class="found">{}</div>').format(pages)
    return Live(styled(html), text, MenuWidget(label, entries))
