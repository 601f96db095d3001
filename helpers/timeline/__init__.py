"""Timelines of what is known and how exactly: text and record on one axis, drawn and described."""

from matplotlib.axes import Axes

from helpers.compare.placement import claims_in_time
from helpers.display.html import Page
from helpers.errors import UserError
from helpers.timeline.describe import text_description
from helpers.timeline.figure import plot_timeline
from helpers.timeline.pages import timeline_pages

__all__ = ["claims_in_time", "describe_timeline", "plot_timeline", "timeline_pages"]


def describe_timeline(ax: Axes) -> Page:
    """Describe a timeline in words: lists and a table, made from the rows that are drawn.

    Everything that is drawn is named, and so is everything that could not be drawn.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        As returned by `plot_timeline`, also if it was made by the caller.

    Returns
    -------
    Page
        Text for a screen reader, and for searching and copying. In a notebook its parts are
        collapsed; printed it is complete.

    Raises
    ------
    ValueError
        If no timeline has been drawn on these axes.

    See Also
    --------
    plot_timeline : Draw the timeline.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers import describe_timeline, plot_timeline
    >>> mine = pd.DataFrame({"date": ["1961-04~"], "title": ["A landing"]})
    >>> describe_timeline(plot_timeline(mine))
    Timeline of 1 event, March 1961 to May 1961.
    ...
    The record: 1 event in the order of time
    ...
    about April 1961 | about then | A landing | with its label
    """
    plan = getattr(ax, "timeline", None)
    if plan is None:
        raise UserError(
            "No timeline has been drawn on these axes. Draw one with plot_timeline(events, ax=ax)."
        )
    return text_description(plan, collapsed=True)
