"""What is said of a date, and of one that can't be read, word by word."""

import re

import pytest
from hypothesis import given, settings

from helpers.exercises.kinds import KINDS
from helpers.lesson.dates import (
    DateError,
    Day,
    days_between,
    parse_date,
    parse_time,
    shorten_months,
)
from helpers.lesson.search import search_events
from helpers.lesson.written import parse_written
from helpers.load import load_lesson
from tests.test_dates import texts

WRITE = (
    "Write 1815-06-18, 1815-06, 1815, an interval 1814-09-18/1815-06-09, ~ (about), "
    "? (in doubt) or X for an unknown digit."
)
MONTHS_RUN = "Months run from 01 to 12, seasons from 21 (spring) to 24 (winter)."


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


def said(call, *values):
    with pytest.raises(DateError) as caught:
        call(*values)
    return str(caught.value), caught.value.message, caught.value.fix


@pytest.mark.parametrize(
    ("value", "what", "cure"),
    [
        ("soon", "This is not a date that can be read.", WRITE),
        ("../..", "This has neither a beginning nor an end.", WRITE),
        ("1962/1961", "This ends before it begins.", "Put the earlier date first."),
        ("196X-05", "The year is unknown, but a month follows.", "Write 196X."),
        ("1962-XX-13", "A day needs its month.", "Write 1962-XX or 1962."),
        ("1962-13", "There is no month 13.", MONTHS_RUN),
        ("1963-02-29", "February 1963 has 28 days.", "Check the day."),
        ("1963-02-3X", "February 1963 has 28 days.", "Check the day."),
    ],
)
def test_what_is_wrong_and_how_to_write_it(value, what, cure):
    assert said(parse_date, value) == (f"{value!r}: {what} {cure}", what, cure)


def test_what_is_no_text_and_what_has_no_value():
    what, cure = (
        "5 is not a text, so it can’t be read as a date.",
        "Put it in quotation marks: '1815-06-18'.",
    )
    assert said(parse_date, 5) == (f"{what} {cure}", what, cure)
    alone = DateError("This is wrong.")
    assert (str(alone), alone.message, alone.fix) == ("This is wrong.", "This is wrong.", "")


def test_days_to_an_open_end_cannot_be_counted():
    what = "The days between '1960/..' and '1961' can’t be counted, because an end is open."
    cure = "Take dates with a beginning and an end."
    assert said(days_between, parse_date("1960/.."), parse_date("1961")) == (
        f"{what} {cure}",
        what,
        cure,
    )


def test_both_doubts_of_an_end_are_those_of_the_interval():
    both = parse_date("1960%/1961")
    assert both.approximate and both.uncertain
    assert (both.first_possible, both.last_possible) == (Day(1958, 12, 31), Day(1961, 12, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1962-10-14/1962-10-28", "14 to 28 October 1962"),
        ("1962-10-14/1962-11-20", "14 October to 20 November 1962"),
        ("1962-10/1962-12", "October to December 1962"),
        ("1961-12-31/1962-01-02", "31 December 1961 to 2 January 1962"),
        ("1962-XX/1962-05", "an unknown month of 1962 to May 1962"),
        ("1960-02-03/1960-02-03", "3 February 1960"),
        ("1960/1960", "1960"),
        ("/1960", "from an unknown beginning to 1960"),
        ("../1960", "until 1960"),
        ("1960-04-3X", "30 April 1960"),
        ("1960-05-3X", "between 30 and 31 May 1960"),
    ],
)
def test_what_two_ends_share_is_said_once(text, words):
    assert parse_date(text).in_words() == words


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("23:59-00:59", (1, 0, 58)),
        ("00:00+14:59", (-1, 9, 1)),
        ("09:30-14:00~", (0, 23, 30)),
        ("20:00+00:00", (0, 20, 0)),
    ],
)
def test_the_first_and_the_last_times_that_there_are(text, moment):
    days, hours, minutes = moment
    day = Day(1962, 10, 22)
    assert parse_time(day, text) == ((day.toordinal() - 1 + days) * 24 + hours) * 60 + minutes


@pytest.mark.parametrize(
    "text", ["24:00-04:00", "19:60-04:00", "19:00-15:00", "19:00-04:60", "30:00+00:00", "soon"]
)
def test_a_time_that_is_none(text):
    what, cure = (
        "This is not a time that can be read.",
        "Write 19:00-04:00 (local time, offset from UTC), ~ for about.",
    )
    assert said(parse_time, Day(1962, 10, 22), text) == (f"{text!r}: {what} {cure}", what, cure)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("5 May 1961", "1961-05-05"),
        ("5th  of May 1961", "1961-05-05"),
        ("Friday, the 5th of May 1961.", "1961-05-05"),
        ("5. May 1961", "1961-05-05"),
        ("“1961-05-05”", "1961-05-05"),
        ("1961/..", "1961/.."),
        ("5th May 1961", "1961-05-05"),
        ("May 5, 1961", "1961-05-05"),
        ("May 21st, 1961", "1961-05-21"),
        ("May 1961", "1961-05"),
        ("may. 1961", "1961-05"),
        (" 16 October 1962 ", "1962-10-16"),
        ("1 Jan 1960", "1960-01-01"),
        ("31 Dec 1960", "1960-12-31"),
        ("13.12.1961", "1961-12-13"),
        ("12/13/1961", "1961-12-13"),
        ("13/02/1960", "1960-02-13"),
        ("5-5-1961", "1961-05-05"),
        ("12.12.1961", "1961-12-12"),
        ("13.2/1960", None),
        ("1960-2-13", "1960-02-13"),
        ("1960/2/3", "1960-02-03"),
        ("1960-02-13", "1960-02-13"),
        ("1960-2/13", None),
        ("5 May 61", None),
        ("1960/1961", "1960/1961"),
        ("1962-07~", "1962-07~"),
        ("../1960", "../1960"),
        ("1961", "1961"),
        ("196X", "196X"),
        *((f"5 {name} 1961", "1961-06-05") for name in ("Jun", "June", "june", "JUN.")),
        *((f"5 {name} 1961", None) for name in ("Ju", "Junes", "Jux", "Mayx", "Xxx")),
    ],
)
def test_a_date_as_people_write_it(written, text):
    if text:
        assert parse_written(written) == parse_date(text)
    else:
        assert said(parse_written, written)[1:] == ("This is not a date that can be read.", WRITE)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3 January", "3 January"),
        ("January 3", "January 3"),
        ("May 61", "May 61"),
        ("3rd January", "3rd January"),
        ("January", "January"),
    ],
)
def test_a_date_without_a_year_is_asked_for_it(written, read):
    what, cure = "This has no year.", "Add the year, as in 18 June 1815."
    assert said(parse_written, written) == (f"{read!r}: {what} {cure}", what, cure)


@pytest.mark.parametrize("written", ["12.11.1961", "11/12/1961", "1-2-1961"])
def test_a_date_whose_month_could_be_its_day(written):
    assert (
        said(parse_written, written)[0]
        == "Which number is the month? Write the month as a word, like 18 June 1815."
    )


@pytest.mark.parametrize("written", [str, shorten_months])
def test_parse_written_reads_every_date_that_the_lesson_prints(lesson, written):
    for event in lesson.events.itertuples():
        assert parse_written(written(event.date_words)).text == event.date, event.date_words


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(texts())
def test_parse_written_reads_what_in_words_prints(date):
    for words in (date.in_words(), shorten_months(date.in_words())):
        read = parse_written(words)
        assert (read.earliest, read.latest) == (date.earliest, date.latest), words
        assert (read.approximate, read.uncertain) == (date.approximate, date.uncertain), words


@pytest.mark.parametrize(
    "dash",
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043\u2e3a\u058a\ufe31\u30fc",
)
def test_parse_written_reads_every_dash(dash):
    assert parse_written(f"1961{dash}05{dash}05").text == "1961-05-05"
    assert parse_written(f"5{dash}May{dash}1961").text == "1961-05-05"
    assert parse_written(f"5{dash}7 August 1960").text == "1960-08-05/1960-08-07"
    assert parse_written(f"1960 {dash} 1961").text == "1960/1961"


@pytest.mark.parametrize(
    "mark",
    "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f\u202a\u202c\u2066\u2069\u061c\xad\u180e\ufe0f\u2028"
    "\u00a0\u202f\u2009\u3000\t",
)
def test_parse_written_ignores_every_invisible_mark(mark):
    space = mark if mark.isspace() else f" {mark}"
    assert parse_written(f"{mark}5{space}May{space}1961{mark}").text == "1961-05-05"
    assert parse_written(f"{mark}1961-05-05{mark}").text == "1961-05-05"


def test_parse_written_reads_a_soft_hyphen_between_digits_as_a_hyphen():
    assert parse_written("1961\xad05\xad05").text == "1961-05-05"


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("1962-0\u0425", "U+0425, CYRILLIC CAPITAL LETTER HA"),
        ("5\u2800May 1961", "U+2800, BRAILLE PATTERN BLANK"),
        ("5 May 196\u0661", "U+0661, ARABIC-INDIC DIGIT ONE"),
        ("\x005 May 1961", "U+0000, a character without a name"),
    ],
)
def test_parse_written_names_a_character_that_no_date_contains(written, cause):
    with pytest.raises(DateError, match=re.escape(cause)):
        parse_written(written)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("5–7 August 1960", "1960-08-05/1960-08-07"),
        ("July–October 1962", "1962-07/1962-10"),
        ("from 29 March 1960 to 17 May 1960", "1960-03-29/1960-05-17"),
        ("the 5th to the 7th of August, 1960", "1960-08-05/1960-08-07"),
        ("May 5 to May 7, 1961", "1961-05-05/1961-05-07"),
        ("circa 1962", "1962~"),
        ("c. July 1962", "1962-07~"),
        ("probably 23 October 1962", "1962-10-23?"),
        ("Perhaps about May 1962", "1962-05%"),
        ("between 5 and 7 May 1961", "[1961-05-05..1961-05-07]"),
        ("to", None),
        ("- -", None),
        ("about", None),
    ],
)
def test_parse_written_reads_intervals_and_doubts_in_words(written, text):
    if text:
        assert parse_written(written) == parse_date(text)
    else:
        with pytest.raises(DateError):
            parse_written(written)


@pytest.mark.parametrize("written", ["5/6/1961", "5/6/1961 to 7/6/1961", "about 5.6.1961"])
def test_ambiguous_date_is_refused_everywhere_and_is_no_attempt(lesson, written):
    content = {
        "event": lesson.events["id"].iloc[0],
        "right": "Yes.",
        "default_feedback": "No.",
    }
    result = KINDS["date"].grade(content, written, lesson)
    assert result.result == "unclear"
    assert "Which number is the month?" in result.reasons[0]
    with pytest.raises(DateError, match="Which number is the month"):
        search_events(lesson.events, span=written)


def test_every_printed_date_is_right_in_an_exercise_and_found_by_search(lesson):
    for event in lesson.events.itertuples():
        content = {"event": event.id, "right": "Yes.", "default_feedback": "No."}
        assert KINDS["date"].grade(content, event.date_words, lesson).result == "right"
        assert event.id in set(search_events(lesson.events, span=event.date_words)["id"])
