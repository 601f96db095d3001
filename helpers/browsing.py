"""Open a part of the lesson in a browser that needs no code."""

from collections.abc import Callable

from helpers.compare.knowledge import PUBLIC, known_on
from helpers.display.chronology import SearchWidget, static
from helpers.display.claims import claims_browser
from helpers.display.disputes import dispute_browser
from helpers.display.documents import document_browser
from helpers.display.html import Live, Page
from helpers.display.known import known_browser
from helpers.errors import UserError
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean


def browse(lesson: Lesson, what: str = "chronology") -> Page:
    """Open a part of the lesson in a browser that needs no code.

    Every field, menu and button is reached with the keyboard.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    what : {"chronology", "timeline", "documents", "claims", "known", "disputes"}
        ``"chronology"`` searches the table of events, ``"timeline"`` draws a chosen part of it,
        ``"documents"`` shows one document sheet at a time, ``"claims"`` sorts and filters what
        sources say about the claims, ``"known"`` lists what somebody could know on a day, and
        ``"disputes"`` shows the positions on a question.

    Returns
    -------
    Page
        A live page: fields, menus and results where a kernel runs, a static form everywhere else.

    Raises
    ------
    ValueError
        If `what` is none of them, or the lesson lacks a file that is needed.

    See Also
    --------
    show_table : Show rows that you have chosen in pandas.
    plot_timeline : Draw rows that you have chosen in pandas.

    Examples
    --------
    >>> from helpers import browse, load_lesson
    >>> browse(load_lesson())
    The chronology: ... events, ... Run this cell to search and filter them.
    """
    if what not in _PAGES:
        raise UserError(
            f"There is nothing to browse called {what!r}.{did_you_mean(str(what), _PAGES)} "
            f"Choose one of {', '.join(map(repr, _PAGES))}."
        )
    return _PAGES[what](lesson)


def _chronology(lesson: Lesson) -> Page:
    html, text = static(lesson)
    return Live(html, text, SearchWidget(lesson))


def _timeline(lesson: Lesson) -> Page:
    from helpers.timeline.browser import timeline_browser  # it loads matplotlib

    return timeline_browser(lesson)


def _known(lesson: Lesson) -> Page:
    return known_browser(lesson, known_on, PUBLIC)


#: What can be browsed, and the function that makes its page.
_PAGES: dict[str, Callable[[Lesson], Page]] = {
    "chronology": _chronology,
    "timeline": _timeline,
    "documents": document_browser,
    "claims": claims_browser,
    "known": _known,
    "disputes": dispute_browser,
}
