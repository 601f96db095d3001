"""Open the chronology or the timeline in a browser that needs no code."""

from helpers.display.chronology import SearchWidget, static
from helpers.display.html import Live, Page
from helpers.errors import UserError
from helpers.lesson.model import Lesson


def browse(lesson: Lesson, what: str = "chronology") -> Page:
    """Open a browser for the chronology or the timeline.

    Every field, menu and button is reached with the keyboard.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    what : {"chronology", "timeline"}
        ``"chronology"`` searches the table of events; ``"timeline"`` draws a chosen part of it.

    Returns
    -------
    Page
        A live page: fields, menus and results where a kernel runs, a static form everywhere else.

    Raises
    ------
    ValueError
        If `what` is neither of the two.

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
    if what == "chronology":
        html, text = static(lesson)
        return Live(html, text, SearchWidget(lesson))
    if what == "timeline":
        from helpers.timeline.browser import timeline_browser

        return timeline_browser(lesson)
    raise UserError(
        f"There is nothing to browse called {what!r}. Choose 'chronology' or 'timeline'."
    )
