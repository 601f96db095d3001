"""Events that are known only as after one event or before another."""

import json

import pytest

from helpers import parse_date, plot_timeline
from helpers.errors import LessonError
from helpers.load import load_lesson
from helpers.timeline.read.events import read_events
from tests.broken import table, write


@pytest.fixture
def lesson_with(small_copy):
    """Return a function that loads the small lesson with events of another date and order."""
    path = small_copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    fields = next(one for one in package["resources"] if one["name"] == "events")["schema"][
        "fields"
    ]
    for name in ("after", "before"):
        fields.append(
            {
                "name": name,
                "type": "string",
                "description": f"events that it came {name}",
                "list": True,
                "reference": ["events"],
            }
        )
    path.write_text(json.dumps(package, indent=1), encoding="utf-8")

    def load(**rows):
        lines = table(small_copy / "events.csv")
        for line in lines[1:]:
            date, after, before = rows.get(line[0].replace("-", "_"), (line[1], "", ""))
            line[1:2] = [date or line[1]]
            line += [after, before]
        write(small_copy / "events.csv", [[*lines[0], "after", "before"], *lines[1:]])
        return load_lesson(small_copy)

    return load


@pytest.mark.parametrize(
    ("stated", "after", "before", "narrowed", "in_words"),
    [
        (
            "186X",
            "company-founded",
            "great-storm",
            "[1862-03-10..1864-11-19]",
            "between 10 March 1862 and 19 November 1864",
        ),
        (
            "1862",
            "company-founded",
            "great-storm",
            "[1862-03-10..1862-12-31]",
            "between 10 March and 31 December 1862",
        ),
        ("1862/..", "company-founded", "", "[1862-03-10..]", "on 10 March 1862 or later"),
        ("../1869", "", "great-storm", "[..1864-11-19]", "on 19 November 1864 or earlier"),
        ("186X", "", "first-cable-lost", "[1860-01-01..1863-09-05]", None),  # padded: it is about
        ("1863-01", "company-founded", "great-storm", "1863-01", "January 1863"),
    ],
)
def test_an_event_has_the_days_that_its_order_allows(
    lesson_with, stated, after, before, narrowed, in_words
):
    lesson = lesson_with(survey=(stated, after, before))
    assert lesson.event("survey")["date"] == narrowed
    assert lesson.event("survey")["date_stated"] == stated
    assert in_words in (None, lesson.date("survey").in_words())


def test_bounds_go_on_through_events_that_are_dated_in_the_same_way(lesson_with):
    lesson = lesson_with(
        survey=("186X", "company-founded", ""), great_storm=("186X", "survey", "first-cable-lost")
    )
    assert lesson.event("great-storm")["date"] == "[1862-03-10..1863-09-05]"
    assert lesson.event("survey")["date"] == "[1862-03-10..1863-09-05]"


def test_a_changed_date_changes_the_days_that_remain(lesson_with):
    lesson = lesson_with(survey=("186X", "company-founded", "great-storm"))
    changed = lesson.with_date("company-founded", "1863-01-01")
    assert changed.event("survey")["date"] == "[1863-01-01..1864-11-19]"
    assert changed.with_date("survey", "1863-12").event("survey")["date"] == "1863-12"


def test_the_timeline_draws_the_days_that_remain_as_an_extent(lesson_with):
    lesson = lesson_with(survey=("186X", "company-founded", "great-storm"))
    marks, _ = read_events(lesson.events, None, None)
    mark = next(one for one in marks if one.id == "survey")
    assert (mark.kind, mark.right - mark.left) == ("month or year", 986)
    assert "between 10 March 1862 and 19 November 1864" in mark.when
    assert plot_timeline(lesson)


def test_it_is_certain_of_no_day_that_the_event_covers_it(lesson_with):
    between = parse_date("[1862-03-10..1864-11-19]")
    assert between.overlaps(parse_date("1863-01-01")) is None
    assert between.before(parse_date("1865")) is True
    assert not between.exact_ends


def test_events_in_a_circle_are_reported_with_file_and_line(lesson_with):
    with pytest.raises(LessonError) as caught:
        lesson_with(survey=("1861", "", "great-storm"), great_storm=("", "", "survey"))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("events.csv", 5, "before")
    assert "in a circle" in problem.message and "survey" in problem.message


def test_an_event_without_a_day_that_remains_is_reported_with_file_and_line(lesson_with):
    with pytest.raises(LessonError) as caught:
        lesson_with(survey=("1861-06", "great-storm", ""))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("events.csv", 2, "after")
    assert "1864-11-19 or later, and on 1861-06-30 or earlier" in problem.message


def test_an_unknown_event_is_reported(lesson_with):
    with pytest.raises(LessonError) as caught:
        lesson_with(survey=("1861-06", "great-strom", ""))
    assert "“great-storm”?" in caught.value.problems[0].message
