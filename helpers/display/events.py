"""One event of the record as a row that opens to its sources."""

from html import escape
from typing import Any

from helpers.lesson.cells import split
from helpers.lesson.citations import cite
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson


def event_html(lesson: Lesson, event: Any, opened: bool = False) -> str:
    """Return one event as a row that opens to its summary, what is known of its date, and its sources."""
    facts = {
        "": event.summary,
        "Where and who": f"{event.place}. {event.actors}",
        "Became public": event.made_public and f"{parse_date(event.made_public).in_words()}.",
        "Who knew at the time": event.known_to,
        "Disputed": event.disputed,
        "One voice only": "all sources that were found come from one maker." * event.single_sourced,
        "Id": event.id,
    }
    said = "".join(
        f"<p>{f'<b>{name}:</b> ' * bool(name)}{escape(words)}</p>"
        for name, words in facts.items()
        if words
    )
    notes = "".join(f"<li>{_linked(cite(lesson, cited))}</li>" for cited in split(event.sources))
    title = escape(f"{event.date_words}: {event.title}")
    return (
        f"<details{' open' * opened}><summary>{title}</summary>{said}<ol>{notes}</ol></details>\n"
    )


def _linked(note: str) -> str:
    """Return a citation as markup, with its address as a link."""
    words = []
    for word in escape(note).split(" "):
        address = word.rstrip(".,")
        is_address = address.startswith(("https://", "http://"))
        words.append(
            f'<a href="{address}">{address}</a>{word[len(address) :]}' if is_address else word
        )
    return " ".join(words)
