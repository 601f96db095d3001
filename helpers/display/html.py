"""HTML that is shown in a notebook: escaped, in one style, and with the same content as text."""

from collections.abc import Iterable
from typing import Any, TypeVar

from markupsafe import Markup, escape

from helpers.display.style import CSS, HELPERS
from helpers.errors import LONE_SURROGATE

Text = TypeVar("Text", bound=str)

#: Around every page. JupyterLab sets text between dollar signs as formulas, except in this class.
_PAGE = Markup('<div class="lesson mathjax_ignore"><style>{style}</style>{html}</div>')


class Page:
    """A piece of HTML, and the same content as plain text for readers without HTML.

    Text that is not `markupsafe.Markup` is escaped.
    """

    def __init__(self, html: str, text: str) -> None:
        self.html, self.text = displayable(escape(html)), displayable(text)

    def _repr_html_(self) -> str:
        return str(_PAGE.format(style=Markup(CSS), html=self.html))

    def __repr__(self) -> str:
        return self.text


class Live(Page):
    """A page that is a widget where a kernel runs, and has its static form everywhere else.

    The stored notebook keeps only the static form (`html`, `text`), so that no reader meets a
    widget without its model.
    """

    def __init__(self, html: str, text: str, widget: Any) -> None:
        super().__init__(html, text)
        self.widget = widget

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget.model_id}
        return {
            "text/plain": self.text,
            "text/html": self._repr_html_(),
            "application/vnd.jupyter.widget-view+json": view,
        }


def displayable(text: Text) -> Text:
    """Return text or markup with every lone surrogate replaced by the sign for a lost letter."""
    return type(text)(LONE_SURROGATE.sub("\ufffd", text))


def paragraph(text: str) -> Page:
    """Return one sentence as a page."""
    return Page(Markup("<p>{}</p>").format(text), text)


def list_html(lines: Iterable[str], tag: str = "ul") -> Markup:
    """Return lines as a list."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup("<{tag}>{items}</{tag}>").format(tag=tag, items=items)


def front_end(name: str) -> str:
    """Return a script of ours, named by its path, after the code that all front ends share."""
    return "".join(
        (HELPERS / path).read_text(encoding="utf-8") for path in ("display/dom.js", name)
    )
