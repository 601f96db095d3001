"""The card with which a student saves all answers: a button for each form."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import anywidget
import traitlets
from markupsafe import Markup

from helpers.display.html import Live, displayable, front_end
from helpers.display.style import CSS, stylesheet

TASK: Final = "How do you want to hand in your work?"
_WITHOUT_KERNEL: Final = "Run this cell to save everything that you have done as one file."

#: Saves the work in one form; returns sentences about it, and a line to copy or "".
Save = Callable[[], tuple[list[str], str]]


class HandInWidget(anywidget.AnyWidget):
    """The live card; nothing is saved before a button is pressed."""

    _esm = front_end("exercises/hand_in.js")
    _css = CSS + stylesheet("exercises/card.css")
    task = traitlets.Unicode(TASK).tag(sync=True)
    forms: Any = traitlets.List().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, forms: Mapping[str, tuple[str, Save]]) -> None:
        super().__init__(forms=[(form, label) for form, (label, _) in forms.items()])
        self._forms, self._turn = forms, 0
        self.on_msg(self._receive)

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Save the work in the form that the student has chosen."""
        if content.get("action") == "save" and content.get("form") in self._forms:
            message, line = self._forms[content["form"]][1]()
            self._turn += 1  # the browser waits for a change
            shown = [displayable(sentence) for sentence in message]
            self.state = {"message": shown, "line": line, "turn": self._turn}


def hand_in_card(forms: Mapping[str, tuple[str, Save]]) -> Live:
    """Return the card: live with a kernel, and without one what it is for."""
    html = Markup('<div class="card"><p><b>{}</b></p><p>{}</p></div>').format(TASK, _WITHOUT_KERNEL)
    return Live(html, f"{TASK}\n{_WITHOUT_KERNEL}", HandInWidget(forms))
