"""One event of the record as a row that opens to its sources."""

from typing import Any

from markupsafe import Markup, escape

from helpers.display.html import displayable
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson

_ROW = Markup(
    "<details{open}><summary>{date}: {title}</summary>{facts}<ol>{notes}</ol></details>\n"
)


def event_html(lesson: Lesson, event: Any, opened: bool = False) -> Markup:
    """Return one event as a row that opens to its summary, its circumstances and its sources."""
    facts = {
        "Where and who": f"{event.place}. {event.actors}",
        "Became public": event.made_public and f"{parse_date(event.made_public).in_words()}.",
        "Who knew at the time": event.known_to,
        "Disputed": event.disputed,
        "One voice only": "all sources that were found come from one maker." * event.single_sourced,
        "Id": event.id,
    }
    paragraphs = [Markup("<p>{}</p>").format(event.summary)] if event.summary else []
    paragraphs += [
        Markup("<p><b>{}:</b> {}</p>").format(name, text) for name, text in facts.items() if text
    ]
    notes = [
        Markup("<li>{}{}</li>").format(_linked(cite(lesson, cited)), _address(lesson, cited))
        for cited in split(event.sources)
    ]
    row = _ROW.format(
        open=Markup(" open" if opened else ""),
        date=event.date_words,
        title=event.title,
        facts=Markup("").join(paragraphs),
        notes=Markup("").join(notes),
    )
    return displayable(row)


def _address(lesson: Lesson, cited: str) -> Markup:
    """Return, folded, when the address of a source was opened, and where a copy of it is stored."""
    source = lesson.source(cited.partition(" [")[0])
    known = []
    if source["checked"]:
        known.append(f"Last opened on {parse_date(source['checked']).in_words()}.")
    if source["archived"]:
        known.append(f"Stored copy: {source['archived']}")
    folded = Markup(" <details><summary>About this address</summary>{}</details>")
    return folded.format(_linked(" ".join(known))) if known else Markup("")


def _linked(note: str) -> Markup:
    """Return a citation with its address as a link."""
    return Markup(" ").join(_link_or_text(word) for word in note.split(" "))


def _link_or_text(word: str) -> Markup:
    address = word.rstrip(".,")
    if not address.startswith(("https://", "http://")):
        return escape(word)
    link = Markup('<a href="{0}">{0}</a>{1}')
    return link.format(address, word[len(address) :])
