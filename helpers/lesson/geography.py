"""Distances on the earth, and the miles in which people give them."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt

#: Mean radius of the earth in km (International Union of Geodesy and Geophysics).
EARTH_RADIUS_KM = 6371.0088
#: Kilometres in one mile of each kind (international agreements of 1959 and 1929).
STATUTE_MILE_KM, NAUTICAL_MILE_KM = 1.609344, 1.852

Point = tuple[float, float]


def distance_km(one: Point, other: Point) -> float:
    """Return the shortest distance over the surface of the earth between two points.

    The haversine formula on a sphere; the error against the true shape of the earth is at most
    about half a per cent.

    Parameters
    ----------
    one, other : tuple of float
        Longitude and latitude in degrees, east and north positive.

    Returns
    -------
    float
        Kilometres.
    """
    (west, south), (east, north) = one, other
    low, high = radians(south), radians(north)
    half = sin((high - low) / 2) ** 2
    half += cos(low) * cos(high) * sin(radians(east - west) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def in_miles(kilometres: float) -> str:
    """Return a distance in kilometres and in both kinds of mile, rounded."""
    return (
        f"{kilometres:,.0f} km ({kilometres / STATUTE_MILE_KM:,.0f} statute miles, "
        f"{kilometres / NAUTICAL_MILE_KM:,.0f} nautical miles)"
    )


def project(centre: Point, point: Point) -> tuple[float, float]:
    """Return kilometres east and north of a centre, with true distances from it.

    This is the azimuthal equidistant projection: every circle around the centre stays a circle.
    """
    longitude, latitude = radians(point[0] - centre[0]), radians(point[1])
    middle = radians(centre[1])
    east = cos(latitude) * sin(longitude)
    north = cos(middle) * sin(latitude) - sin(middle) * cos(latitude) * cos(longitude)
    length = hypot(east, north)
    if length == 0:
        return 0.0, 0.0
    kilometres = distance_km(centre, point)
    return kilometres * east / length, kilometres * north / length


def coast_of(point: Point, coasts: Sequence[Sequence[Point]]) -> Sequence[Point]:
    """Return the coast that belongs to a place: the one that encloses it, or the nearest one."""
    enclosing = [coast for coast in coasts if _encloses(coast, point)]
    return enclosing[0] if enclosing else min(coasts, key=lambda coast: _nearest_km(point, coast))


def shortest_km(one: Sequence[Point], other: Sequence[Point]) -> float:
    """Return the shortest distance between two coasts, which are lines from point to point."""
    return min(
        *(_nearest_km(point, other) for point in one), *(_nearest_km(point, one) for point in other)
    )


def _nearest_km(point: Point, coast: Sequence[Point]) -> float:
    """Return the distance from a point to the nearest point of a line.

    The lines are short enough for the earth to be flat around the point.
    """
    flat = [project(point, one) for one in coast]
    return min(hypot(*_foot(*ends)) for ends in pairwise(flat))


def _foot(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the point of a straight line that is nearest to (0, 0)."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = across * across + up * up
    part = -(start[0] * across + start[1] * up) / length if length else 0.0
    part = min(max(part, 0.0), 1.0)
    return start[0] + part * across, start[1] + part * up


def _encloses(coast: Sequence[Point], point: Point) -> bool:
    """Whether a point is inside a coast: a line to the east crosses it an odd number of times."""
    inside = False
    for (west, south), (east, north) in pairwise(coast):
        if (south > point[1]) != (north > point[1]):
            crossing = west + (east - west) * (point[1] - south) / (north - south)
            inside ^= point[0] < crossing
    return inside
