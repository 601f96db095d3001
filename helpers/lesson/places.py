"""The map of a lesson: its places, coasts and ranges, and the distances that it measures."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.errors import LessonError, Problem
from helpers.lesson.geography import Point, coast_of, distance_km, shortest_km
from helpers.lesson.model import Lesson
from helpers.lesson.optional import existing, read_entries, read_table
from helpers.lesson.reading import read_json

Coasts = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Distance:
    """A distance between two places or two coasts, in kilometres, and what it is called."""

    label: str
    kilometres: float
    start: str
    end: str


@dataclass(frozen=True)
class Map:
    """A map: `near` and `far` are the coasts of its two parts, `centre` is the id of a place."""

    title: str
    near_title: str
    far_title: str
    centre: str
    places: pd.DataFrame
    ranges: pd.DataFrame
    near: Coasts
    far: Coasts
    distances: tuple[Distance, ...]
    shores: tuple[Distance, ...]

    def point(self, place: str) -> Point:
        """Return longitude and latitude of a place."""
        return points(self.places)[place]


def points(places: pd.DataFrame) -> dict[str, Point]:
    """Return longitude and latitude of each place, by its id."""
    return {str(row.id): (float(row.longitude), float(row.latitude)) for row in places.itertuples()}  # type: ignore[arg-type]


def read_map(lesson: Lesson) -> Map:
    """Return the map of a lesson.

    It is read from ``map.yaml``, ``places.csv``, ``ranges.csv`` and ``coastline.geojson``, whose
    features are called near and far; a UserError says which of them is missing.
    """
    places, ranges = read_table(lesson, "places"), read_table(lesson, "ranges")
    shown = read_entries(lesson, "map")
    coasts = _read_coasts(lesson)
    where, names = points(places), dict(zip(places["id"], places["name"], strict=True))

    def measured(pair: dict[str, str], coast: bool) -> Distance:
        start, end = pair["from"], pair["to"]
        label = pair.get("label") or f"from {names[start]} to {names[end]}"
        if coast:
            lands = (coast_of(where[place], coasts["near"]) for place in (start, end))
            return Distance(label, shortest_km(*lands), start, end)
        return Distance(label, distance_km(where[start], where[end]), start, end)

    return Map(
        title=shown["title"],
        near_title=shown["near"]["title"],
        far_title=shown["far"]["title"],
        centre=shown["far"]["centre"],
        places=places,
        ranges=ranges.sort_values("km", ignore_index=True),
        near=coasts["near"],
        far=coasts["far"],
        distances=tuple(measured(pair, False) for pair in shown.get("distances", ())),
        shores=tuple(measured(pair, True) for pair in shown.get("shores", ())),
    )


def _read_coasts(lesson: Lesson) -> dict[str, Coasts]:
    """Return the outer rings of the features near and far, each a line from point to point."""
    path = existing(lesson.folder / "coastline.geojson")
    content, problems = read_json(path)
    try:
        coasts = (
            {}
            if problems
            else {one["properties"]["name"]: _rings(one) for one in content["features"]}
        )
    except (KeyError, TypeError, ValueError, IndexError):
        coasts = {}
    if not problems and not (coasts.get("near") and coasts.get("far")):
        fix = "Write GeoJSON with two features of the type MultiPolygon, called near and far."
        problems = [Problem(path.name, 0, "", "", "This does not contain the two coastlines.", fix)]
    if problems:
        raise LessonError(problems)
    return coasts


def _rings(feature: dict[str, Any]) -> Coasts:
    polygons = feature["geometry"]["coordinates"]
    return tuple(
        tuple((float(west), float(north)) for west, north, *_ in polygon[0]) for polygon in polygons
    )
