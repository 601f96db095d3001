"""A map of the places of a lesson, with distances and ranges that are computed from coordinates."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from helpers.display.figures import figure_html
from helpers.display.html import Page, list_html
from helpers.display.labels import Style, place_labels
from helpers.display.sheet import sheet
from helpers.display.style import COLOURS
from helpers.display.tables import table_html, table_text
from helpers.lesson.geography import Point, in_miles, project
from helpers.lesson.model import Lesson
from helpers.lesson.places import Coasts, Map, points, read_map

#: How each kind of place is marked; shape and not only colour tells them apart (WCAG 1.4.1).
MARKERS = {
    "capital": ("*", 13),
    "city": ("o", 6),
    "port": ("s", 6),
    "landing": ("v", 8),
    "missile site": ("^", 8),
    "base": ("D", 6),
}
OTHER_MARKER = ("P", 8)

#: The land of each theme; its outline tells it from the sea where both are printed in grey.
LAND = {"light": "#f1ede2", "print": "#d9d9d9"}

#: Colours of a map by their names, as in `COLOURS`, and of its land.
Colours = dict[str, str]

#: Dashes of the range circles, from the shortest range to the longest.
DASHES = ("-", "--", "-.", ":")

#: In inches: width and margins of the figure, heights of the maps, and of the lines below each.
WIDTH, MARGIN, HEAD, NEAR, FAR, LEGENDS = 8.6, 0.06, 0.35, 5.9, 5.7, (0.4, 0.65)
POINTS = 9.0

#: How far the lower map goes beyond the longest range: to the west, east, south and north, as parts
#: of that range. What is south of the centre is less interesting than the land in reach.
FAR_EDGES = (-1.15, 0.85, -0.36, 1.02)

#: Lengths of a scale bar in km; the longest that fills less than a quarter of the map is used.
BARS = (10, 20, 50, 100, 200, 500, 1000, 2000)


def show_map(lesson: Lesson) -> Page:
    """Show where the lesson's events happened, as a map and as a table.

    The upper map shows the near surroundings, the lower one how far each range reaches. Distances
    are computed from the coordinates.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``map.yaml``, ``places.csv``, ``ranges.csv`` and
        ``coastline.geojson``.

    Returns
    -------
    Page
        The figure with its description; printed, the distances and the tables.

    Raises
    ------
    ValueError
        If one of the files is missing.

    See Also
    --------
    plot_timeline : Show when things happened.

    Examples
    --------
    >>> from helpers import load_lesson, show_map
    >>> show_map(load_lesson())
    Where it happened, ...
    """
    plan = read_map(lesson)
    measured, tables = measured_distances(plan), _tables(plan)
    summary = summary_of(plan)
    description = Markup("").join(table_html(table, caption) for caption, table in tables)
    html = figure_html(draw_map(plan), f"{summary} {' '.join(measured)}", description, plan.title)
    text = [summary, *measured, *(table_text(table, caption) for caption, table in tables)]
    return sheet(html + list_html(measured), "\n".join(text))


def summary_of(plan: Map) -> str:
    """Return what the map is and how much it shows, in a sentence."""
    return f"{plan.title}: {len(plan.places)} places and {len(plan.ranges)} ranges."


def measured_distances(plan: Map) -> list[str]:
    """Return a sentence for each distance."""
    distances = [
        f"It is {in_miles(one.kilometres)} {one.label}." for one in (*plan.shores, *plan.distances)
    ]
    return [*distances, "A statute mile is 1.609 km, and a nautical mile is 1.852 km."]


def _tables(plan: Map) -> list[tuple[str, pd.DataFrame]]:
    """Return what the figure shows, as tables with captions."""
    places = plan.places.sort_values(["kind", "name"])
    ranges = plan.ranges
    return [
        (
            "Places",
            pd.DataFrame({"Place": places["name"], "Kind": places["kind"], "Note": places["note"]}),
        ),
        (
            "Ranges",
            pd.DataFrame(
                {
                    "Range": ranges["name"],
                    "Reach": [in_miles(km) for km in ranges["km"]],
                    "Note": ranges["note"],
                }
            ),
        ),
    ]


def draw_map(plan: Map, theme: str = "light") -> Figure:
    """Draw both parts of a map; the theme ``"print"`` is black and white."""
    colours = COLOURS[theme] | {"land": LAND[theme]}
    height = 2 * HEAD + NEAR + FAR + sum(LEGENDS)
    figure = Figure(figsize=(WIDTH, height), facecolor=colours["page"])
    _near(_panel(figure, (height - HEAD - NEAR, NEAR), plan.near_title, colours), plan, colours)
    _far(_panel(figure, (LEGENDS[1], FAR), plan.far_title, colours), plan, colours)
    return figure


def _panel(figure: Figure, place: tuple[float, float], title: str, colours: Colours) -> Axes:
    """Add the sea of one map, with its title."""
    (bottom, height), total = place, figure.get_figheight()
    box = (MARGIN / WIDTH, bottom / total, 1 - 2 * MARGIN / WIDTH, height / total)
    ax = figure.add_axes(box, facecolor=colours["record-wash"])
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_color(colours["line"])
    style: dict[str, Any] = {"fontsize": POINTS + 1, "color": colours["ink"], "parse_math": False}
    ax.set_title(title, loc="left", **style)
    return ax


def _near(ax: Axes, plan: Map, colours: Colours) -> None:
    """Draw the places with their kinds, and the distances between them."""
    middle = _middle(plan.near)
    _draw_land(ax, plan.near, middle, colours)
    every = [project(middle, point) for coast in plan.near for point in coast]
    across, up = [x for x, _ in every], [y for _, y in every]
    _limit(ax, (min(across), max(across)), (min(up), max(up)))
    spots = {name: project(middle, point) for name, point in points(plan.places).items()}
    shown = {name: spot for name, spot in spots.items() if _visible(ax, spot)}
    labels = _draw_places(ax, plan.places, shown, colours)
    for one in plan.distances:
        if one.start in shown and one.end in shown:
            ends = shown[one.start], shown[one.end]
            labels.insert(0, _draw_distance(ax, ends, one.kilometres, colours))
    place_labels(ax, labels, _style(colours))
    _draw_bar(ax, colours)
    kinds = dict.fromkeys(plan.places.loc[plan.places["id"].isin(shown), "kind"])
    handles = [Line2D([], [], label=kind, **_marker(kind, colours)) for kind in kinds]
    _legend(ax, handles, 6, colours)


def _far(ax: Axes, plan: Map, colours: Colours) -> None:
    """Draw how far each range reaches from the centre; circles are true in this projection."""
    centre = plan.point(plan.centre)
    longest = float(plan.ranges["km"].max())
    west, east, south, north = (edge * longest for edge in FAR_EDGES)
    _draw_land(ax, plan.far, centre, colours)
    _limit(ax, (west, east), (south, north))
    colour = colours["text"]
    handles = []
    for place, row in enumerate(plan.ranges.itertuples()):
        style: dict[str, Any] = {
            "linestyle": DASHES[place % len(DASHES)],
            "linewidth": 1.6,
            "color": colour,
        }
        radius = float(row.km)  # type: ignore[arg-type]
        ax.add_patch(Circle((0, 0), radius, fill=False, **style))
        handles.append(Line2D([], [], label=f"{row.name}: {radius:,.0f} km", **style))
    spots = {name: project(centre, point) for name, point in points(plan.places).items()}
    wanted = plan.places["kind"].isin(["capital", "city"]) | plan.places["id"].eq(plan.centre)
    shown = {
        name: spots[name] for name in plan.places.loc[wanted, "id"] if _visible(ax, spots[name])
    }
    place_labels(ax, _draw_places(ax, plan.places, shown, colours), _style(colours))
    _draw_bar(ax, colours)
    outside = [one for one in plan.distances if not _visible(ax, spots[one.end])]
    lines = [f"{one.label[0].upper()}{one.label[1:]}: {one.kilometres:,.0f} km" for one in outside]
    _write(ax, (0.985, 0.03), "\n".join(lines), "right", colours)
    _legend(ax, handles, 2, colours)


def _draw_land(ax: Axes, coasts: Coasts, centre: Point, colours: Colours) -> None:
    shapes = [[project(centre, point) for point in coast] for coast in coasts]
    style: dict[str, Any] = {"facecolor": colours["land"], "edgecolor": colours["quiet"]}
    ax.add_collection(PolyCollection(shapes, linewidth=0.6, **style), autolim=False)


def _middle(coasts: Coasts) -> Point:
    every = [point for coast in coasts for point in coast]
    return (
        (min(west for west, _ in every) + max(west for west, _ in every)) / 2,
        (min(north for _, north in every) + max(north for _, north in every)) / 2,
    )


def _limit(ax: Axes, across: tuple[float, float], up: tuple[float, float]) -> None:
    """Show the part of the map that is as broad as this, with the same scale in both directions."""
    box = ax.get_window_extent()
    middle = (up[0] + up[1]) / 2
    half = (across[1] - across[0]) * box.height / box.width / 2
    ax.set(xlim=across, ylim=(middle - half, middle + half))


def _visible(ax: Axes, spot: tuple[float, float]) -> bool:
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    return west < spot[0] < east and south < spot[1] < north


def _draw_places(
    ax: Axes,
    places: pd.DataFrame,
    shown: dict[str, tuple[float, float]],
    colours: Colours,
) -> list[tuple[float, float, str]]:
    """Mark the places, and return their labels."""
    rows = places[places["id"].isin(shown)]
    for row in rows.itertuples():
        style = _marker(str(row.kind), colours)
        ax.plot(*([value] for value in shown[str(row.id)]), zorder=3, **style)
    return [(*shown[str(row.id)], str(row.name)) for row in rows.itertuples(index=False)]


def _marker(kind: str, colours: Colours) -> dict[str, Any]:
    shape, size = MARKERS.get(kind, OTHER_MARKER)
    colour = colours["text"] if kind in ("missile site", "landing") else colours["record"]
    return {
        "marker": shape,
        "markersize": size,
        "color": colour,
        "markeredgecolor": colours["page"],
        "markeredgewidth": 0.7,
        "linestyle": "none",
    }


def _draw_distance(
    ax: Axes,
    ends: tuple[tuple[float, float], tuple[float, float]],
    kilometres: float,
    colours: Colours,
) -> tuple[float, float, str]:
    """Draw a line between two places, and return the label in its middle."""
    (left, low), (right, high) = ends
    ax.plot(
        [left, right],
        [low, high],
        color=colours["ink"],
        linewidth=1,
        linestyle=(0, (4, 3)),
        zorder=2,
    )
    return ((left + right) / 2, (low + high) / 2, f"{kilometres:,.0f} km")


def _draw_bar(ax: Axes, colours: Colours) -> None:
    """Draw the scale in the lower left corner."""
    west, east = ax.get_xlim()
    length = max((bar for bar in BARS if bar < (east - west) / 4), default=BARS[0])
    right = 0.03 + length / (east - west)
    where: dict[str, Any] = {"transform": ax.transAxes, "solid_capstyle": "butt", "zorder": 5}
    ax.plot([0.03, right], [0.035, 0.035], color=colours["ink"], linewidth=3, **where)
    _write(ax, ((0.03 + right) / 2, 0.045), f"{length:,} km", "center", colours)


def _write(ax: Axes, place: tuple[float, float], text: str, ha: str, colours: Colours) -> None:
    """Write a text at a place of the map, given in parts of its width and height."""
    style: dict[str, Any] = {
        "color": colours["ink"],
        "fontsize": POINTS,
        "parse_math": False,
    }
    halo = [withStroke(linewidth=3, foreground=colours["page"])]
    ax.text(*place, text, transform=ax.transAxes, ha=ha, path_effects=halo, zorder=5, **style)


def _legend(ax: Axes, handles: Iterable[Line2D], columns: int, colours: Colours) -> None:
    ax.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(0, -0.01),
        ncols=columns,
        frameon=False,
        borderaxespad=0.2,
        fontsize=POINTS,
        labelcolor=colours["ink"],
        handlelength=2.6,
    )


def _style(colours: Colours) -> Style:
    return Style(POINTS, colours["ink"], colours["quiet"], colours["page"])
