"""Timelines that are true to what is known and what is not: two stories on one axis, in a picture and in words."""

from matplotlib.axes import Axes

from helpers.compare.placement import claims_in_time
from helpers.display.html import Page
from helpers.errors import UserError
from helpers.timeline.describe import text_description
from helpers.timeline.figure import plot_timeline
from helpers.timeline.pages import timeline_pages

__all__ = ["claims_in_time", "describe_timeline", "plot_timeline", "timeline_pages"]


def describe_timeline(ax: Axes) -> Page:
    """Return what a timeline shows in words: lists and a table made from the rows that are drawn.

    All that is drawn is named, and what could not be.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        As returned by `plot_timeline`, also if it was made by the caller.

    Returns
    -------
    Page
        What a screen reader gets, and what can be searched and copied. On a page the record is
        folded; printed it is whole.

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
    >>> describe_timeline(plot_timeline(pd.DataFrame({"date": ["1961-04~"], "title": ["A landing"]})))
    Timeline of 1 event, March 1961 to May 1961.
    ...
    The record: 1 event in the order of time
    ...
    about April 1961 | about then | A landing | with its words
    """
    line = getattr(ax, "timeline", None)
    if line is None:
        raise UserError(
            "No timeline has been drawn on these axes. Draw one with plot_timeline(events, ax=ax)."
        )
    return text_description(line, folded=True)
