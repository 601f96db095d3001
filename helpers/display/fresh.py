"""A page about the student's own work, which is made again whenever it comes into view."""

from collections.abc import Callable
from typing import Any

import anywidget
import ipywidgets as widgets
from markupsafe import Markup

from helpers.display.html import Live, Page, front_end

_CARD = Markup('<div class="card"><p>{}</p></div>')


class _Eye(anywidget.AnyWidget):
    """Tells Python that the page is in view; it shows nothing itself."""

    _esm = front_end("display/fresh.js")


def fresh_page(make: Callable[[], Page], stamp: Callable[[], object], text: str) -> Live:
    """Return a page that is shown only where a kernel runs, because it is the student's own.

    All cells of a notebook run at once, so the page is made before anything is answered. It is
    shown as an output, so that JupyterLab opens its links to other notebooks.

    Parameters
    ----------
    make : callable
        Makes the page.
    stamp : callable
        Returns something that changes whenever the page would; if it has not, nothing is made.
    text : str
        What the page says where no kernel runs.
    """
    output, eye, last = widgets.Output(), _Eye(), [stamp()]

    def look(*_: Any) -> None:
        if last[0] != (now := stamp()):
            last[0] = now
            output.outputs = [_as_output(make())]

    output.outputs = [_as_output(make())]
    eye.on_msg(look)
    return Live(_CARD.format(text), text, widgets.VBox([eye, output]))


def _as_output(page: Page) -> dict[str, Any]:
    data = {"text/html": page._repr_html_(), "text/plain": page.text}
    return {"output_type": "display_data", "data": data, "metadata": {}}
