"""A map of the places of a lesson, with distances and ranges that are computed from coordinates."""

from math import cos, radians
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from helpers.display.figures import figure_html
from helpers.display.html import Page
from helpers.display.style import COLOURS
from helpers.display.tables import table_html, table_text
from helpers.lesson.geography import Point, circle, distance_km, in_miles
from helpers.lesson.model import Lesson

#: How each kind of place is marked; shape and not only colour tells them apart (WCAG 1.4.1).
MARKERS = {
    "capital": ("*", 11),
    "city": ("o", 5),
    "port": ("s", 5),
    "landing": ("v", 8),
    "missile site": ("^", 8),
    "base": ("D", 6),
}
OTHER_MARKER = ("P", 7)
#: Dashes of the range circles, from the shortest range to the longest.
DASHES = ("-", "--", ":")


def show_map(lesson: Lesson) -> Page:
    """Show where the lesson's events happened, as a map and as a table.

    The upper map shows the near surroundings, the lower one how far each range reaches. Distances
    are computed from the coordinates.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``places.csv`` and ``coastline.geojson``.

    Returns
    -------
    Page
        The figure with its description; printed, the table of places.

    Raises
    ------
    UserError
        If the lesson has no places.

    See Also
    --------
    plot_timeline : Show when things happened.

    Examples
    --------
    >>> from helpers import load_lesson, show_map
    >>> show_map(load_lesson())
    Map of ... places.
    ...
    """
    plan = lesson.map
    title = plan.title
    ...
