"""One event of the record as a row that opens to its sources."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from helpers.display.html import displayable
from helpers.display.notes import linked
from helpers.display.people import who_is_who
from helpers.lesson.background import Person
from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson

SINGLE_ORIGIN = "all the sources we found come from the same person or body."

_ROW = Markup(
    "<details{open}><summary>{date}: {title}</summary>{facts}{who}<ol>{notes}</ol></details>\n"
)


def event_html(
    lesson: Lesson, event: Any, opened: bool = False, people: Iterable[Person] = ()
) -> Markup:
    """Return one event as a row that opens to its summary, its circumstances and its sources.

    Those of its actors who are among the `people` are introduced.
    """
    facts = {
        "Where and who": f"{event.place}. {event.actors}",
        "Became public": event.made_public and f"{parse_date(event.made_public).in_words()}.",
        "Who knew at the time": event.known_to,
        "Disputed": event.disputed,
        "Single origin": SINGLE_ORIGIN * event.single_sourced,
        "Id": event.id,
    }
    paragraphs = [Markup("<p>{}</p>").format(event.summary)] if event.summary else []
    paragraphs += [
        Markup("<p><b>{}:</b> {}</p>").format(name, text) for name, text in facts.items() if text
    ]
    notes = [
        Markup("<li>{}{}</li>").format(linked(cite(lesson, cited)), _address(lesson, cited))
        for cited in split(event.sources)
    ]
    row = _ROW.format(
        open=Markup(" open" if opened else ""),
        date=event.date_words,
        title=event.title,
        facts=Markup("").join(paragraphs),
        who=who_is_who(people, split(event.actors)),
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
    return folded.format(linked(" ".join(known))) if known else Markup("")
