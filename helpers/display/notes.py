"""Notes: the citations of sources, with their addresses as links."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from helpers.lesson.citations import cite
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

#: Only these can be opened; anything else is shown as text.
WEB = ("https://", "http://")

_LINK = Markup('<a href="{address}">{label}</a>')
_LINK_IN_NEW_TAB = Markup('<a href="{address}" target="_blank" rel="noopener">{label}</a>')
_FOLDED = Markup("<details><summary>{title}</summary><ol>{notes}</ol></details>")


def notes_html(lesson: Lesson, sources: Iterable[str], purpose: str = "") -> Markup:
    """Return a list of notes that is collapsed at first, or nothing if there are no sources.

    A source is an id, with the place in it in brackets (``treaty_1960 [art. 1]``). The heading
    counts the sources and may say what they are for.
    """
    notes = [linked(cite(lesson, source)) for source in sources]
    if not notes:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(note) for note in notes)
    title = f"{with_count(len(notes), 'source')} {purpose}".strip()
    return _FOLDED.format(title=title, notes=items)


def linked(note: str) -> Markup:
    """Return a citation with its addresses as links."""
    return Markup(" ").join(_link_or_text(word) for word in note.split(" "))


def link(address: str, label: str) -> Markup:
    """Return a link that opens in a new tab, or only its label if this is no web address."""
    if not address.startswith(WEB):
        return escape(label)
    return _LINK_IN_NEW_TAB.format(address=address, label=label)


def _link_or_text(word: str) -> Markup:
    address = word.rstrip(".,")
    if not address.startswith(WEB):
        return escape(word)
    return _LINK.format(address=address, label=address) + escape(word[len(address) :])
