"""Document sheets: what a document is, what it says, and what its author could know."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from helpers.display.html import Live, Page, list_html
from helpers.display.notes import link, notes_html
from helpers.display.sheet import menu_page, sheet
from helpers.lesson.background import Document, find_by_id, read_documents
from helpers.lesson.citations import cite
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson

_SHEET = Markup(
    '<div class="card" role="group" aria-label="{title}"><h3>{title}</h3>'
    '<dl class="facts">{facts}</dl><dl class="parts">{parts}</dl>'
    "<p><b>The original:</b> {original}</p>{helped_by}</div>"
)


def show_document(lesson: Lesson, name: str) -> Page:
    """Show one document on a sheet, in our own words.

    It says what the document is, who made it, when and for whom, what it says, and what its author
    could and could not know. A link leads to the original.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``documents.yaml``.
    name : str
        The id of a document, such as ``"trade-treaty"``.

    Returns
    -------
    Page
        The sheet; printed, one line for each of its parts.

    Raises
    ------
    ValueError
        If the lesson has no documents, or none of this name.

    See Also
    --------
    browse : Choose from all documents with ``browse(lesson, "documents")``.

    Examples
    --------
    >>> from helpers import load_lesson, show_document
    >>> show_document(load_lesson(), "trade-treaty")
    The trade treaty ...
    """
    document = find_by_id(read_documents(lesson), name, "document")
    return sheet(_sheet(lesson, document), _text(lesson, document))


def document_browser(lesson: Lesson) -> Live:
    """Return all documents of a lesson: a menu above one sheet."""
    documents = read_documents(lesson)
    entries = [
        (f"{one.title} ({one.side}, {_when(one)})", _sheet(lesson, one)) for one in documents
    ]
    titles = [f"- {label}" for label, _ in entries]
    text = f"{len(documents)} documents. Run this cell to choose one.\n" + "\n".join(titles)
    return menu_page("Document", entries, text)


def _sheet(lesson: Lesson, document: Document) -> Markup:
    source = _source(lesson, document)
    facts = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, text) for name, text in facts_of(document)
    )
    parts = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            name, text if isinstance(text, str) else list_html(text)
        )
        for name, text in parts_of(document)
    )
    original = link(str(source["url"]), cite(lesson, document.source))
    return _SHEET.format(
        title=document.title,
        facts=facts,
        parts=parts,
        original=original,
        helped_by=notes_html(lesson, document.helped_by, "that helped us to read it"),
    )


def _text(lesson: Lesson, document: Document) -> str:
    rows = [
        *facts_of(document),
        *parts_of(document),
        ("The original", cite(lesson, document.source)),
    ]
    lines = [f"{name}: {text if isinstance(text, str) else ' '.join(text)}" for name, text in rows]
    return "\n".join([document.title, *lines])


def facts_of(document: Document) -> list[tuple[str, str]]:
    """Return what a sheet says about a document, each with its heading."""
    return [
        ("What it is", document.what),
        ("Made by", document.made_by),
        ("When", _when(document)),
        ("For whom", document.made_for),
        ("Side", document.side),
    ]


def parts_of(document: Document) -> list[tuple[str, str | Sequence[str]]]:
    """Return what a document says and what its author could know, each with its heading."""
    return [
        ("What it says", document.says),
        ("What its author could know", document.could_know),
        ("What its author could not know", document.could_not_know),
        ("Questions to ask", document.ask),
    ]


def _when(document: Document) -> str:
    return parse_date(document.made_on).in_words() if document.made_on else "no date is given"


def _source(lesson: Lesson, document: Document) -> Any:
    return lesson.sources.set_index("id").loc[document.source]
