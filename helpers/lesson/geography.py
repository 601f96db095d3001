"""Distances on the earth, and the miles in which people give them."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

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


def circle(centre: Point, radius_km: float, steps: int = 180) -> list[Point]:
    """Return the points that are a given distance from a centre, as longitude and latitude."""
    longitude, latitude = radians(centre[0]), radians(centre[1])
    angle = radius_km / EARTH_RADIUS_KM
    return [_towards(longitude, latitude, angle, radians(360 * step / steps)) for step in range(steps + 1)]


def _towards(longitude: float, latitude: float, angle: float, bearing: float) -> Point:
    """Return the point that is an angle away in the direction of a bearing."""
    north = asin(sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing))
    east = longitude + atan2(
        sin(bearing) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * sin(north)
    )
    return degrees(east), degrees(north)


def in_miles(kilometres: float) -> str:
    """Return a distance in kilometres and in both kinds of mile, rounded."""
    return (
        f"{kilometres:.0f} km ({kilometres / STATUTE_MILE_KM:.0f} statute miles, "
        f"{kilometres / NAUTICAL_MILE_KM:.0f} nautical miles)"
    )
