"""HTML that is shown in a notebook: escaped, styled in one way, with a plain-text twin."""

from collections.abc import Sequence
from html import escape
from typing import Any

from helpers.display.style import CSS, HELPERS


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


def paragraph(words: str) -> Page:
    """Return one sentence as a page."""
    return Page(f"<p>{escape(words)}</p>", words)


def list_html(lines: Sequence[str], tag: str = "ul") -> str:
    """Return lines of words as a list."""
    return f"<{tag}>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</{tag}>"


def front_end(name: str) -> str:
    """Return a script of ours, a path in this folder, with what the front ends share before it."""
    return "".join((HELPERS / one).read_text(encoding="utf-8") for one in ("display/dom.js", name))
