"""How much time lies between two dates, in words and as a number."""

import pytest

from helpers.lesson.dates import parse_date
from helpers.lesson.spans import distance_in_time, span_in_words


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("1801-02-13", "1801-02-13", "0 days"),
        ("1801-02-13", "1801-02-14", "1 day"),
        ("1801-02-13", "1801-02-04", "9 days"),
        ("1801-02", "1801-03-01", "at most 28 days"),
        ("1801-02-13", "1802-04-17", "about 14 months"),
        ("1801-02-13", "1803-10-28", "about 32 months"),
        ("1801", "1901", "about 100 years"),
        ("1801/..", "1803", ""),
    ],
)
def test_span_is_as_exact_as_its_dates(first, second, words):
    assert span_in_words(parse_date(first), parse_date(second)) == words


@pytest.mark.parametrize(
    ("event", "made", "words", "days"),
    [
        ("1801-02-13", "1801-02-18", "5 days later", 5),
        ("1801-02-13", "1801-02-11", "2 days earlier", -2),
        ("1801-02-13", "1801-02-13", "on the same day", 0),
        ("1801-02-13", "1801-02", "at about the same time", 1.5),
        ("1801-02-13", "1801/..", "not known", None),
    ],
)
def test_distance_says_which_came_first(event, made, words, days):
    assert distance_in_time(parse_date(event), parse_date(made)) == (words, days)
