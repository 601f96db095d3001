"""Dates of any period: what holds for all of them, in words, in both calendars and in a lesson."""

from datetime import date

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.errors import LessonError
from helpers.exercises.kinds import KINDS
from helpers.lesson.calendars import CALENDARS, JULIAN, Day, day_in, julian, month_length
from helpers.lesson.dates import DateError, parse_date, shorten_months
from helpers.lesson.model import derive_events
from helpers.lesson.spans import days_in_words
from helpers.lesson.templates import fill
from helpers.lesson.written import parse_written
from helpers.load import load_lesson
from helpers.timeline import plot_timeline
from helpers.timeline.describe import text_description
from helpers.timeline.plan.ticks import choose_ticks
from helpers.timeline.timelinejs import _dates, timelinejs
from tests.broken import table, write

MANY = settings(max_examples=1000, deadline=None, derandomize=True, database=None)

YEARS = st.integers(-9999, 9999) | st.integers(-120, 120)
MARKS = st.sampled_from(["", "", "", "~", "?", "%"])


def year_of(number):
    return f"{'-' * (number < 0)}{abs(number):04d}"


@st.composite
def parts(draw):
    """Draw a date without slash and brackets."""
    number = draw(YEARS)
    year, month = year_of(number), draw(st.integers(1, 12))
    day = draw(st.integers(1, month_length(number, month)))
    forms = [
        year,
        f"{year[:-1]}X",
        f"{year[:-2]}XX",
        f"{year}-{month:02d}",
        f"{year}-{draw(st.integers(21, 24))}",
        f"{year}-{month:02d}-{day:02d}",
        f"{year}-{month:02d}-{day // 10}X",
        f"{year}-{month:02d}-XX",
        f"{year}-XX",
        f"Y{draw(st.sampled_from(['', '-']))}{draw(st.integers(10_000, 999_999_999))}",
    ]
    return draw(st.sampled_from(forms)) + draw(MARKS)


FORMS = ["{0}", "{0}", "{0}/{1}", "{0}/..", "../{0}", "{0}/", "/{0}"]
SETS = ["[{0},{1}]", "[{0}..{1}]", "[..{0}]", "[{0}..]", "[..{0},{1}]", "[{0},{1}..]"]


@st.composite
def dates(draw):
    """Draw a date of any form, in either calendar."""
    one, other = sorted((draw(parts()), draw(parts())), key=lambda text: parse_date(text).sort_key)
    calendar = draw(st.sampled_from(["", "", f" ({JULIAN})"]))
    text = draw(st.sampled_from([*FORMS, *SETS])).format(one, other)
    return parse_date(text + calendar)


def days_of(read):
    """Return the first and last possible day as numbers; an open end reaches very far."""
    first, last = read.first_possible, read.last_possible
    return (
        first.toordinal() if first else -(10**12),
        last.toordinal() if last else 10**12,
    )


@MANY
@given(dates())
def test_bounds_contain_each_other(one):
    known = [one.first_possible, one.earliest, one.latest, one.last_possible]
    known = [day for day in known if day]
    assert known == sorted(known)
    assert (one.open_start, one.open_end) == (one.earliest is None, one.latest is None)
    assert parse_date(one.text) == one


@MANY
@given(dates(), dates())
def test_order_agrees_with_the_numbers_of_the_days(one, other):
    (first, last), (other_first, other_last) = days_of(one), days_of(other)
    open_ends = one.open_end or other.open_start, one.open_start or other.open_end
    certain = last < other_first and not open_ends[0]
    excluded = first >= other_last and not open_ends[1]
    assert one.before(other) is (True if certain else False if excluded else None)
    if certain:
        assert one.sort_key < other.sort_key and one.overlaps(other) is False
    assert one.overlaps(other) is other.overlaps(one)
    if one.overlaps(other) is True:
        assert not one.before(other) and not other.before(one)


@MANY
@given(dates())
def test_words_are_read_as_what_they_say(one):
    # “Between between 1 and 9 May and 3 June”: a set whose ends have unknown digits of days.
    assume(one.in_words().count("between ") < 2)
    for words in (one.in_words(), shorten_months(one.in_words())):
        read = parse_written(words, one.calendar)
        assert (read.earliest, read.latest) == (one.earliest, one.latest), words
        assert (read.approximate, read.uncertain) == (one.approximate, one.uncertain), words
        assert read.in_words() == one.in_words()


@MANY
@given(dates(), st.integers(0, 10**7))
def test_a_later_date_is_never_before_an_earlier_one(one, days):
    if one.latest is None or one.last_possible is None:
        return
    later = one.last_possible.plus(days + 1)
    if abs(later.year) < 10_000:
        assert one.before(parse_date(str(later))) is True


@MANY
@given(st.integers(-(10**9), 10**9))
def test_days_are_counted_as_they_follow_each_other(number):
    day = Day.fromordinal(number)
    assert day.toordinal() == number and day.plus(1) - day == 1 and day < day.plus(1)
    assert day_in(JULIAN, *julian(day)) == day
    if date.min.toordinal() <= number <= date.max.toordinal():
        assert str(day) == date.fromordinal(number).isoformat()


@pytest.mark.parametrize(
    ("written", "same_day"),
    [
        ((1582, 10, 4), "1582-10-14"),  # the day before 15 October
        ((1582, 10, 5), "1582-10-15"),
        ((1752, 9, 2), "1752-09-13"),
        ((1900, 2, 29), "1900-03-13"),
        ((1917, 10, 25), "1917-11-07"),
        ((325, 3, 21), "0325-03-22"),
        ((1, 1, 1), "0000-12-30"),
        ((-43, 3, 15), "-0043-03-13"),
        ((-4712, 1, 1), "-4713-11-24"),  # the first of the Julian day numbers
    ],
)
def test_a_julian_day_has_its_day_in_the_gregorian_calendar(written, same_day):
    assert str(day_in(JULIAN, *written)) == same_day


TYPED = [
    ("27 BC", "-0026"),
    ("27 B.C.", "-0026"),
    ("27 bce", "-0026"),
    ("1 BC", "0000"),
    ("AD 330", "0330"),
    ("330 AD", "0330"),
    ("A.D. 330", "0330"),
    ("330 CE", "0330"),
    ("330", "0330"),
    ("the year 330", "0330"),
    ("11 May 330", "0330-05-11"),
    ("15 March 44 BC", "-0043-03-15"),
    ("March 15, 44 BC", "-0043-03-15"),
    ("c. 1440", "1440~"),
    ("c1440", "1440~"),
    ("ca. AD 330", "0330~"),
    ("spring 1440", "1440-21"),
    ("in the autumn of 1440", "1440-23"),
    ("fall 1440", "1440-23"),
    ("winter 1440/41", "1440-24"),
    ("the 5th century", "04XX"),
    ("fifth century", "04XX"),
    ("5th century BC", "-04XX"),
    ("21st cent.", "20XX"),
    ("c. 5th century AD", "04XX~"),
    ("4th-5th century", "03XX/04XX"),
    ("the 5th to the 4th centuries BC", "-04XX/-03XX"),
    ("1st century BC to 1st century AD", "-00XX/00XX"),
    ("the years 50–41 BC", "-004X"),
    ("the years 50–44 BC", "-0049/-0043"),
    ("the years 1 BC–AD 9", "000X"),
    ("the 1440s", "144X"),
    ("330s", "033X"),
    ("the 40s BC", "[-0048..-0039]"),
    ("before 1440", "[..1439]"),
    ("before c. 1440", "[..1439~]"),
    ("before May 1440", "[..1440-04]"),
    ("before 11 May 330", "[..0330-05-10]"),
    ("before the 5th century", "[..0399]"),
    ("before AD 1", "[..0000]"),
    ("after 1440", "[1441..]"),
    ("after 27 BC", "[-0025..]"),
    ("by 1440", "[..1440]"),
    ("not later than 1440", "[..1440]"),
    ("1440 or later", "[1440..]"),
    ("until 1440", "../1440"),
    ("since 1440", "1440/.."),
    ("from 1440 onwards", "1440/.."),
    ("between 315 and 317", "[0315..0317]"),
    ("between 50 and 44 BC", "[-0049..-0043]"),
    ("between about 315 and 317", "[0315~..0317]"),
    ("1440 or 1441", "[1440,1441]"),
    ("1667, 1668 or 1670", "[1667,1668,1670]"),
    ("5 or 6 May 1961", "[1961-05-05,1961-05-06]"),
    ("50–44 BC", "-0049/-0043"),
    ("AD 14 to 37", "0014/0037"),
    ("27 BC to AD 14", "-0026/0014"),
    ("29 May 1453 (Julian)", "1453-05-29 (Julian)"),
    ("25 October 1917 Old Style", "1917-10-25 (Julian)"),
    ("7 November 1917, N.S.", "1917-11-07 (Gregorian)"),
    ("170,000,001 BC", "Y-170000000"),
    ("12 April 1985, 23:20:30 UTC-04:00", "1985-04-12T23:20:30-04:00"),
]


@pytest.mark.parametrize(("written", "text"), TYPED, ids=[row[0] for row in TYPED])
def test_typed_in_words(written, text):
    assert parse_written(written).text == text
    date = parse_date(text)
    assert parse_written(date.in_words(), date.calendar).earliest == date.earliest


@pytest.mark.parametrize(
    "written", ["44", "May 44", "BC", "century", "0th century", "1440 or", "BC 44"]
)
def test_typed_words_that_name_no_date(written):
    with pytest.raises(DateError):
        parse_written(written)


@pytest.mark.parametrize("written", ["late 15th century", "early 1440", "mid-1440s"])
def test_what_edtf_cannot_store_is_refused_with_another_way(written):
    with pytest.raises(DateError, match="such as between 1470 and 1499"):
        parse_written(written)


def test_an_open_beginning_is_sorted_by_its_last_day():
    texts = ["1440", "[..1439]", "../0330", "-0026", "1440/..", "04XX", "1453-05-29 (Julian)"]
    import pandas as pd

    events = pd.DataFrame({"id": list("abcdefg"), "date": texts, "time": ""})
    assert list(derive_events(events)["date"]) == [
        *("-0026", "../0330", "04XX", "[..1439]", "1440/..", "1440", "1453-05-29 (Julian)")
    ]


def test_a_table_of_events_has_columns_of_dates_in_any_year():
    import pandas as pd

    texts = ["Y-170000000", "-0026", "0330", "../1440", "Y17000"]
    events = pd.DataFrame({"id": list("abcde"), "date": texts, "time": ""})
    derived = derive_events(events)
    assert str(derived["earliest"].dtype) == "datetime64[s]"
    assert list(derived["latest"].dt.year)[:4] == [-170000000, -26, 330, 1440]
    assert derived["earliest"].isna().tolist() == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (120, "120 days (about 4 months)"), (158_731, "about 435 years")],
)
def test_a_long_time_is_said_in_years(days, words):
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (
            "-0500",
            "0500",
            ["400 BC", "300 BC", "200 BC", "100 BC", "AD 1", *(f"AD {n}00" for n in range(1, 5))],
        ),
        ("0300", "1500", ["AD 400", "AD 600", "AD 800", "1000", "1200", "1400"]),
        ("-0009", "0009", ["8 BC", "6 BC", "4 BC", "2 BC", "AD 2", "AD 4", "AD 6", "AD 8"]),
    ],
)
def test_ticks_of_centuries_and_years_before_ours(low, high, labels):
    first, last = parse_date(low).earliest, parse_date(high).latest
    ticks = choose_ticks(first.toordinal() - 1, last.toordinal(), 420, 9)
    assert [tick.label for tick in ticks.ticks] == labels


PERIODS = [
    "-0043-03-15",
    "0315-10-12 (Julian)",
    "033X",
    "[..1439]",
    "1440-21",
    "1453-05-29 (Julian)",
]


def test_the_timeline_draws_every_period_and_says_it_in_words(tmp_path):
    import pandas as pd

    events = pd.DataFrame({"date": PERIODS, "title": [f"Event {n}" for n in range(len(PERIODS))]})
    axes = plot_timeline(events)
    axes.figure.savefig(tmp_path / "timeline.png")
    text = text_description(axes.timeline).text
    for written in PERIODS:
        assert parse_date(written).in_words() in text
    assert "Julian dates are drawn where the same days are in the Gregorian calendar." in text
    assert text.index("before 1440") < text.index("spring 1440")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("-0043-03-15", (-44, 3, 15), None),
        ("0000", (-1,), (-1, 12, 31)),
        ("04XX", (400,), (499, 12, 31)),
        ("1440-21", (1440, 3), (1440, 5, 31)),
        ("[..1439]", (1439,), None),
        ("[1440,1450]", (1440,), (1450, 12, 31)),
        ("1453-05-29 (Julian)", (1453, 6, 7), None),
        ("1453 (Julian)", (1453, 1, 10), (1454, 1, 9)),
    ],
)
def test_timelinejs_counts_the_years_of_historians(text, start, end):
    found = _dates(parse_date(text))
    values = tuple(v for name, v in found["start_date"].items() if name != "display_date")
    assert values == start
    assert found.get("end_date") == (end and dict(zip(("year", "month", "day"), end, strict=True)))


@pytest.fixture
def lesson_with(small_copy):
    """Return a function that loads the small lesson with other dates, in a calendar."""

    def load(calendar="Gregorian", **texts):
        path = small_copy / "vocabulary.yaml"
        vocabulary = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump({**vocabulary, "calendar": calendar}), encoding="utf-8")
        lines = table(small_copy / "events.csv")
        for line in lines[1:]:
            line[1] = texts.get(line[0].replace("-", "_"), line[1])
        write(small_copy / "events.csv", lines)
        return load_lesson(small_copy)

    return load


def test_timelinejs_states_in_words_what_no_browser_can_count(lesson_with):
    lesson = lesson_with(survey="Y-170000000")
    found = timelinejs(lesson)
    assert "survey" not in {slide["unique_id"] for slide in found["events"]}
    assert "170,000,001 BC" in found["title"]["text"]["text"]


def test_a_lesson_in_the_julian_calendar_asks_and_answers_in_it(lesson_with):
    lesson = lesson_with("Julian", survey="1453-05-29")
    assert lesson.date("survey").calendar == JULIAN
    assert lesson.event("survey")["date_words"] == "29 May 1453"
    content = {"event": "survey", "right": "Yes.", "default_feedback": "No."}
    grades = {
        answer: KINDS["date"].grade(content, answer, lesson).result
        for answer in ("29 May 1453", "7 June 1453", "7 June 1453 (Gregorian)", "29 May 1454")
    }
    assert grades == {
        "29 May 1453": "right",
        "7 June 1453": "wrong",
        "7 June 1453 (Gregorian)": "right",
        "29 May 1454": "partly",
    }
    assert fill("{survey.month}, {survey.year}", lesson) == "May 1453, 1453"


def test_a_julian_lesson_has_its_own_leap_days(lesson_with):
    assert lesson_with("Julian", survey="1500-02-29").event("survey")["date_words"] == (
        "29 February 1500"
    )
    with pytest.raises(LessonError, match="February 1500 has 28 days"):
        lesson_with("Gregorian", survey="1500-02-29")


def test_a_calendar_that_is_not_known_is_reported(lesson_with):
    with pytest.raises(LessonError, match="Use one of: Gregorian, Julian"):
        lesson_with("Mayan")


def test_years_between_two_events_can_be_referred_to(lesson_with):
    lesson = lesson_with(survey="0315-03-30", great_storm="1440-03-29")
    assert fill("{years:survey:great-storm}", lesson) == "1124"


def test_both_calendars_are_named():
    assert CALENDARS == ("Gregorian", "Julian")
