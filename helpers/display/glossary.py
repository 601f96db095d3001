"""The words of a text and of its record, explained, and the background in a few paragraphs."""

from markupsafe import Markup

from helpers.display.html import Page
from helpers.display.notes import notes_html
from helpers.display.sheet import sheet
from helpers.lesson.background import find_by_id, read_background, read_words
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

_WORDS = Markup(
    '<details><summary>{count}, explained</summary><dl class="words">{rows}</dl></details>'
)
_PROSE = Markup('<div class="prose"><h3>{title}</h3>{paragraphs}{notes}</div>')


def show_words(lesson: Lesson) -> Page:
    """Explain the words of the text and of the record, in one sentence each.

    The words are in alphabetical order.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``words.yaml``.

    Returns
    -------
    Page
        A list that opens; printed, one line for each word.

    Raises
    ------
    ValueError
        If the lesson has no words.

    See Also
    --------
    show_background : Tell what readers need to know before they begin.

    Examples
    --------
    >>> from helpers import load_lesson, show_words
    >>> show_words(load_lesson())
    alliance: ...
    """
    words = sorted(read_words(lesson), key=lambda word: word.word.casefold())
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(one.word, one.meaning) for one in words
    )
    text = "\n".join(f"{one.word}: {one.meaning}" for one in words)
    return sheet(_WORDS.format(count=with_count(len(words), "word"), rows=rows), text)


def show_background(lesson: Lesson, name: str) -> Page:
    """Tell what readers need to know about a subject before they begin.

    The sources of the page are listed below it.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``background.yaml``.
    name : str
        The id of a page, such as ``"cold-war"``.

    Returns
    -------
    Page
        A few paragraphs with their sources.

    Raises
    ------
    ValueError
        If the lesson has no background, or no page of this name.

    See Also
    --------
    show_people : Show who the people of the record were.

    Examples
    --------
    >>> from helpers import load_lesson, show_background
    >>> show_background(load_lesson(), "cold-war")
    The Cold War ...
    """
    page = find_by_id(read_background(lesson), name, "background page")
    paragraphs = Markup("").join(Markup("<p>{}</p>").format(one) for one in page.text)
    html = _PROSE.format(
        title=page.title, paragraphs=paragraphs, notes=notes_html(lesson, page.sources)
    )
    return sheet(html, "\n\n".join([page.title, *page.text]))
