"""Distances on the earth: from place to place, from coast to coast, and in both kinds of mile."""

import pytest

from helpers.lesson.geography import coast_of, distance_km, in_miles, project, shortest_km

SQUARE = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
EAST = [(x + 2, y) for x, y in SQUARE]


def test_one_degree_of_the_equator_is_111_km():
    assert distance_km((0, 0), (1, 0)) == pytest.approx(111.195, abs=0.001)


def test_distance_between_cities_agrees_with_published_value():
    london, paris = (-0.1278, 51.5074), (2.3522, 48.8566)
    assert distance_km(london, paris) == pytest.approx(343.6, abs=1)


@pytest.mark.parametrize("point", [(10.0, 50.0), (-120.0, -30.0), (179.0, 10.0)])
def test_projection_keeps_distances_from_its_centre(point):
    east, north = project((5.0, 20.0), point)
    assert (east**2 + north**2) ** 0.5 == pytest.approx(distance_km((5.0, 20.0), point))


def test_projection_has_north_above_and_east_to_the_right():
    assert project((0, 0), (0, 1))[1] > 111 and abs(project((0, 0), (0, 1))[0]) < 1e-9
    assert project((0, 0), (1, 0))[0] > 111
    assert project((3, 4), (3, 4)) == (0, 0)


def test_shortest_distance_is_from_shore_to_shore():
    assert shortest_km(SQUARE, EAST) == pytest.approx(111.19, abs=0.05)


def test_shortest_distance_can_end_between_two_points_of_a_coast():
    spike = [(1.5, 0.5), (1.6, 0.5), (1.6, 0.6), (1.5, 0.5)]
    assert shortest_km(SQUARE, spike) == pytest.approx(distance_km((1, 0.5), (1.5, 0.5)), rel=1e-3)


def test_coast_of_a_place_encloses_it_or_is_the_nearest_one():
    assert coast_of((0.5, 0.5), [EAST, SQUARE]) == SQUARE
    assert coast_of((1.9, 0.5), [SQUARE, EAST]) == EAST


def test_both_kinds_of_mile():
    assert in_miles(1852) == "1,852 km (1,151 statute miles, 1,000 nautical miles)"
