"""What each kind of exercise asks and says, word for word."""

import dataclasses
import time

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers.exercises import hand_in
from helpers.exercises.checking import compare
from helpers.exercises.form import answer_in_words
from helpers.exercises.kinds import (
    choose_one,
    choose_several,
    mark,
    match,
    number,
    order,
    task,
    verdict,
    write,
)
from helpers.exercises.kinds import date as dates
from helpers.exercises.kinds.base import Result, colon
from helpers.exercises.loading import _version
from helpers.exercises.schema import OLD_NAMES
from helpers.exercises.summary import Section, Table, Work, Written
from helpers.lesson.old_names import with_new_fields
from tests.answers import EVENTS, EXERCISES, LESSON, YEARS, bars

CHECKS = {
    "sorted-by-date": EXERCISES["chronology-sort-by-date"].content["check"],
    "first-meeting": EXERCISES["chronology-first-meeting"].content["check"],
    "uncertain-rows": EXERCISES["review-task-uncertain"].content["check"],
    "bars-by-year": EXERCISES["review-task-bars"].content["check"],
    "havana-in-1962": EXERCISES["review-task-havana"].content["check"],
}
HAVANA, YEAR = EVENTS["sides"].str.contains("Havana"), EVENTS["earliest"].dt.year == 1962
EXACT = EVENTS[EVENTS["date_kind"] == "exact day"]


def test_what_is_asked_for():
    assert number.form({"unit": "days"}, LESSON) == {
        "input": "text",
        "label": "Your answer, in days",
        "example": "a whole number, for example 12",
        "unit": "days",
    }
    assert write.form({"words": 9}, LESSON) == {
        "input": "area",
        "label": "Your answer, at least 9 words",
        "lines": 5,
        "keeps_result": True,
    }
    assert dates.form({}, LESSON) == {
        "input": "text",
        "label": "Your date",
        "example": "for example 5 May 1961, or 1961-05-05",
    }
    assert order.form({"items": ["bay-of-pigs"]}, LESSON) == {
        "input": "order",
        "options": [LESSON.event("bay-of-pigs")["title"]],
        "start": "Earliest",
        "end": "Latest",
    }
    assert task.form({}, LESSON) == {
        "input": "none",
        "how": "Change the cell above this question and run it again: Shift + Enter.",
    }


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (-9, "The number is right, the sign is not: take the earlier date from the later one."),
        (10, "One too many. Count the steps from the first to the last, and not both ends."),
        (8, "One too few. Look again."),
        (11, "Your number is too large. Look again."),
        (7, "Your number is too small. Look again."),
    ],
)
def test_a_number_near_the_right_one(given, reason):
    content = {"answer": "9", "unit": "days", "right": "Yes.", "default_feedback": "Look again."}
    assert number.grade(content, given, LESSON) == Result(
        "partly" if given == -9 else "wrong", [reason]
    )


MORE, FINER = (
    "This is right, but the record is more exact. Which part of the date can you add?",
    "This is more exact than the record: which source gives the day?",
)


@pytest.mark.parametrize(
    ("known", "given", "result", "reason"),
    [
        (
            "1960-02-13",
            "1960-02-12",
            "partly",
            "The month and the year are right, the day is not. Look again.",
        ),
        (
            "1960-02-13",
            "1961-02-13",
            "partly",
            "The day and the month are right, the year is not. Look again.",
        ),
        ("1960-02-13", "1960-03-13", "wrong", "The year is right, the month is not. Look again."),
        ("1960-02-13", "1959-01", "wrong", "This is too early, and in another year. Look again."),
        ("1960-02-01", "February 1960", "partly", MORE),
        ("1960-02-29", "February 1960", "partly", MORE),
        ("1960-02", "1960-02-01", "partly", FINER),
        ("1960-02", "1960-02-29", "partly", FINER),
        ("1960-02-13", "1960-02-13/..", "wrong", "Look again."),
        ("1960-02-13", "Februaris", "unclear", dates._unreadable(LESSON)),
        (
            "1960-02-13",
            "3 January",
            "unclear",
            "'3 January': This has no year. Add the year, as in 18 June 1815.",
        ),
        ("1960-02-13", "1959~", "wrong", "This is too early, and in another year. Look again."),
        ("1960-02-13", "1961~", "wrong", "This is too late, and in another year. Look again."),
        ("1960-01-05/1960-03", "1959-12/1960-01-05", "wrong", "Look again."),
        ("1959-12/1960-01-05", "1960-01-05/1961", "wrong", "Look again."),
        ("1960-02", "1959-12/1960-02-03", "wrong", "Look again."),
        (
            "1960-02",
            "1960-02-20/1961",
            "partly",
            "The month and the year are right, the day is not. Look again.",
        ),
    ],
)
def test_a_date_near_the_right_one(known, given, result, reason):
    lesson = LESSON.with_date("trade-credit-agreement", known)
    content = {
        "event": "trade-credit-agreement",
        "right": "Yes.",
        "default_feedback": "Look again.",
    }
    assert dates.grade(content, given, lesson) == Result(result, [reason])


NO_NUMBER, NO_DRAWING = (
    "Your value is not a number. Count rows with len(…).",
    "Your value is not a drawing. End with .plot.bar().",
)


@pytest.mark.parametrize(
    ("check", "value", "reason"),
    [
        (
            "first-meeting",
            EVENTS[
                EVENTS["actors"].str.contains("Castro")
                & EVENTS["actors"].str.contains("Khrushchev")
            ],
            "You asked who took part. A letter has two actors who are far apart. Use the column "
            "present.",
        ),
        (
            "first-meeting",
            EVENTS[EVENTS["present"].str.contains("Fidel Castro|Nikita Khrushchev")],
            "These are the events with one or the other. Both must be there: use & instead of |.",
        ),
        (
            "first-meeting",
            EVENTS[EVENTS["present"].str.contains("Fidel Castro")],
            "These are all events with Fidel Castro. Join the second filter with &.",
        ),
        (
            "first-meeting",
            EVENTS[EVENTS["present"].str.contains("Nikita Khrushchev")],
            "These are all events with Nikita Khrushchev. Join the other filter with &.",
        ),
        (
            "first-meeting",
            EVENTS.head(3),
            "These are other events. Ask for “Fidel Castro” and for “Nikita Khrushchev” in the "
            "column present.",
        ),
        ("first-meeting", 5, "Your value is not a table of events. Begin with events[…]."),
        (
            "uncertain-rows",
            len(EXACT),
            "These are the events with an exact day. Use != (is not) instead of ==.",
        ),
        (
            "uncertain-rows",
            len(EVENTS),
            "These are all events. Keep only those whose date_kind is not “exact day”.",
        ),
        (
            "uncertain-rows",
            3,
            "This is another number. Compare the column date_kind with the words “exact day”.",
        ),
        ("uncertain-rows", "many", NO_NUMBER),
        ("uncertain-rows", True, NO_NUMBER),
        ("havana-in-1962", None, NO_NUMBER),
        ("havana-in-1962", int(HAVANA.sum()), "You counted all years. Add a filter for the year."),
        (
            "havana-in-1962",
            int(YEAR.sum()),
            "You counted all events of 1962. Add a filter for Havana.",
        ),
        (
            "havana-in-1962",
            int(((EVENTS["sides"] == "Havana") & YEAR).sum()),
            "These are the events of Havana alone. Use str.contains: an event can have several "
            "sides.",
        ),
        (
            "havana-in-1962",
            int((HAVANA | YEAR).sum()),
            "You joined the filters with |, which means “or”. Both must be true: use &.",
        ),
        (
            "havana-in-1962",
            -1,
            "This is another number. You need two filters, each in round brackets, joined by &.",
        ),
        (
            "sorted-by-date",
            EVENTS.sort_values("earliest"),
            "The order is right, but the earliest event comes first. Look up the word ascending "
            "in a hint.",
        ),
        (
            "sorted-by-date",
            EVENTS.sort_values("latest", ascending=False),
            "You sorted by the last possible day. Here the first possible day counts: earliest.",
        ),
        (
            "sorted-by-date",
            EVENTS.sort_values("date_words", ascending=False),
            "You sorted the dates as words. Which column holds real dates?",
        ),
        (
            "sorted-by-date",
            EVENTS.sample(frac=1, random_state=1),
            "The rows are all there, but not in the order of their dates. Sort by the column "
            "earliest.",
        ),
        (
            "sorted-by-date",
            EXACT.sort_values("earliest", ascending=False),
            f"Your table has {len(EXACT)} rows, the record has {len(EVENTS)}. Rows have been "
            "lost: uncertain dates count too.",
        ),
        (
            "sorted-by-date",
            EVENTS["date"],
            "Your value is not a table of events. Begin with events.sort_values(…).",
        ),
        (
            "bars-by-year",
            bars(YEARS.sort_index(ascending=False)),
            "All bars are there, but time runs backwards. Use .sort_index() as it is.",
        ),
        (
            "bars-by-year",
            bars(YEARS.sort_values(ascending=False)),
            "All bars are there, but the longest comes first. Years have an order of their own: "
            "add .sort_index().",
        ),
        (
            "bars-by-year",
            bars(EXACT["earliest"].dt.year.value_counts().sort_index()),
            "Events without an exact day have been dropped. They belong to a year, too.",
        ),
        (
            "bars-by-year",
            bars(EVENTS["sides"].value_counts()),
            "These bars count something else. Take the year of the column earliest, then "
            "value_counts().",
        ),
        (
            "bars-by-year",
            Figure().subplots().plot([1, 2])[0].axes,
            "These are lines, which say that there is something between two years. End with "
            ".plot.bar().",
        ),
        ("bars-by-year", Figure().subplots(), NO_DRAWING),
        ("bars-by-year", 5, NO_DRAWING),
    ],
)
def test_a_task_gone_wrong_in_a_known_way(check, value, reason):
    assert compare(CHECKS[check], value, EVENTS) == (False, reason)


@pytest.mark.parametrize("nothing", [0, float("nan")])
def test_years_without_events_may_have_their_place_among_the_bars(nothing):
    assert (
        compare(
            CHECKS["bars-by-year"],
            bars(YEARS.reindex(range(1955, 1970), fill_value=nothing)),
            EVENTS,
        )[0]
        is True
    )


def test_a_value_that_cannot_be_compared_is_answered_in_words():
    result = task.grade(
        {"check": CHECKS["first-meeting"]},
        EVENTS.assign(id=[[name] for name in EVENTS["id"]]),
        LESSON,
    )
    assert result == Result(
        "wrong",
        [
            "Something in your value is of a kind that can't be compared. Begin again with the "
            "table events."
        ],
    )


def test_a_table_with_just_the_needed_columns_will_do():
    assert (
        compare(
            CHECKS["sorted-by-date"],
            EVENTS.sort_values("earliest", ascending=False)[["id", "earliest"]],
            EVENTS,
        )[0]
        is True
    )
    assert compare(
        CHECKS["sorted-by-date"], EVENTS.sort_values("earliest", ascending=False)[["id"]], EVENTS
    )[1].startswith("Your value is not")


def test_a_value_in_words():
    kept = task.in_words(bars(pd.Series([3, 1])))
    rows = LESSON.events
    assert task.in_words(rows.head(2)) == f"a table of 2 rows: {rows['id'][0]}, {rows['id'][1]}"
    assert task.in_words(rows[["title", "id"]].head(1)) == f"a table of 1 row: {rows['id'][0]}"
    assert (
        task.in_words(rows[["title"]].head(1)) == f"a table of 1 row: {rows['title'][0]}"
        and len(task.in_words(rows)) == 300
    )
    assert task.in_words(pd.DataFrame()) == "a value of the kind DataFrame"
    assert (
        kept == answer_in_words(task.form({}, LESSON), kept) == "bars: [3, 1]"
        and task.in_words("x" * 3000) == repr("x" * 3000)[:2000]
    )

    class Silent:
        def __repr__(self):
            raise RuntimeError

    assert task.in_words(Silent()) == "a value of the kind Silent"


def test_rows_are_not_told_apart_by_their_order():
    castro, other = (
        EVENTS[EVENTS["present"].str.contains(name)]
        for name in ("Fidel Castro", "Nikita Khrushchev")
    )
    both = castro[castro["id"].isin(other["id"])]
    assert compare(CHECKS["first-meeting"], pd.concat([both.tail(1), both]), EVENTS)[0] is True


def options(*right):
    return {"options": [{"text": str(place), "right": one} for place, one in enumerate(right)]}


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        (choose_one, options(True, False), []),
        (choose_one, options(True), ["field options: at least two different options are needed."]),
        (
            choose_one,
            options(True, True),
            ["field options: 2 options have “right: true”. Exactly one must have it."],
        ),
        (
            choose_one,
            {"options": [{"text": "a", "right": True}, {"text": "a "}]},
            ["field options: at least two different options are needed."],
        ),
        (choose_several, options(True, False), []),
        (choose_several, options(True, True, False), []),
        *(
            (
                choose_several,
                options(*right),
                [
                    f"field options: {sum(right)} of 2 options have “right: true”. At least one "
                    "must have it, and not all."
                ],
            )
            for right in ((True, True), (False, False))
        ),
        (verdict, {"claim": "c14"}, []),
        (verdict, {"claim": "c14", "common_mistakes": [{"verdict": "opinion"}]}, []),
        (
            verdict,
            {"claim": "c14", "common_mistakes": [{"verdict": LESSON.claim("c14")["verdict"]}]},
            [
                f"field common_mistakes: “{LESSON.claim('c14')['verdict']}” is our verdict on "
                "c14, so it is not a mistake. Take it out."
            ],
        ),
        (number, {"answer": "9", "common_mistakes": [{"value": "8"}]}, []),
        (
            number,
            {"answer": "9", "common_mistakes": [{"value": "x"}]},
            ["field answer: “x” gives “x”, which is not one whole number. Choose exact dates."],
        ),
        (
            mark,
            {"sentence": 0, "find": [{"words": "Castro"}], "distractors": [{"words": "nowhere"}]},
            ["field find: “nowhere” is not in sentence 0. Copy the exact words."],
        ),
    ],
)
def test_an_exercise_that_can_not_be_used(kind, row, said):
    assert kind.problems(row, LESSON) == said


def test_a_near_miss_must_exist():
    assert (
        dates.problems(
            {"event": "bay-of-pigs", "common_mistakes": [{"event": "khrushchev-india-1960"}]},
            LESSON,
        )
        == []
    )
    assert (
        "no-such-event"
        in dates.problems(
            {"event": "bay-of-pigs", "common_mistakes": [{"event": "no-such-event"}]}, LESSON
        )[0]
    )


def test_the_colon_after_a_text():
    assert [colon(text) for text in ("Why?", "Stop!", "So it is.", "XX")] == [
        "Why?",
        "Stop!",
        "So it is:",
        "XX:",
    ]


@pytest.mark.parametrize(
    ("answer", "result"),
    [([0, 1, 2], "right"), ([1, 0, 2], "partly"), ([2, 1, 0], "wrong"), ([0, 2, 1, 3], "partly")],
)
def test_half_of_the_steps_make_an_order_partly_right(answer, result):
    items = ["castro-prime-minister", "bay-of-pigs", "rfk-dobrynin", "soviet-troops-leave-1963"]
    assert (
        order.grade(
            {"items": items, "right": "Yes.", "default_feedback": "Look again."}, answer, LESSON
        ).result
        == result
    )


def test_a_third_of_the_steps_is_not_enough():
    items = ["castro-prime-minister", "trade-credit-agreement", "bay-of-pigs", "rfk-dobrynin"]
    assert (
        order.grade(
            {"items": items, "right": "Yes.", "default_feedback": "Look again."},
            [3, 0, 2, 1],
            LESSON,
        ).result
        == "wrong"
    )


def test_every_line_needs_its_choice():
    content = {
        "items": [{"text": "a", "answer": "x", "reason": "R"}, {"text": "b"}],
        "choices": [{"text": "x"}, {"text": "y"}],
    }
    with pytest.raises(ValueError, match="shorter"):
        match.grade(content, [0], LESSON)


@pytest.mark.parametrize(
    ("answer", "result"), [([0, 1], "right"), ([0, 0], "partly"), ([1, 0], "wrong")]
)
def test_a_match_is_wrong_if_nothing_fits(answer, result):
    items = [
        {"text": text, "answer": choice, "reason": "R", "wrong": "W"}
        for text, choice in (("a", "x"), ("b", "y"))
    ]
    choices = [{"text": text, "requirement": "N"} for text in ("x", "y")]
    assert match.grade({"items": items, "choices": choices}, answer, LESSON).result == result


def test_a_table_counts_as_the_number_of_its_rows():
    assert compare(CHECKS["havana-in-1962"], EVENTS[HAVANA & YEAR], EVENTS)[0] is True


def test_too_few_words():
    assert write.grade({"words": 5}, "Only three words", LESSON) == Result(
        "unclear", ["You have written 3 words so far. Write at least 5."]
    )


def test_words_marked_for_no_reason_are_named_one_by_one():
    content = {
        "sentence": 0,
        "find": [{"words": "Castro", "reason": "R"}],
        "default_feedback": "They don't.",
    }
    words = mark.form(content, LESSON)["options"]
    beside = [place for place, word in enumerate(words) if "Castro" not in word][:2]
    assert (
        f"✗ “{words[beside[0]]}”, “{words[beside[1]]}”: They don't."
        in mark.grade(content, beside, LESSON).reasons
    )


def test_a_small_part_of_a_phrase_is_not_enough_and_most_of_the_sentence_is_too_much():
    text = LESSON.sentences.set_index("number")["text"][5]
    content = {
        "sentence": 5,
        "find": [{"words": "was motivated by", "reason": "A cause."}],
        "default_feedback": "They don't.",
    }
    words = text.split()
    was, motivated, by = (words.index(one) for one in ("was", "motivated", "by"))
    for marked in ([motivated], [was, motivated], [was, motivated, by]):
        assert mark.grade(content, marked, LESSON) == Result(
            "right", ["✓ “was motivated by”: A cause."]
        )
    for marked, heard in (([was], "was"), ([by], "by"), ([by, was], "was by")):
        part = f"◐ “{heard}”: this is only a part of it. What belongs to it?"
        assert mark.grade(content, marked, LESSON) == Result(
            "partly", [part, "One place that shows it is not marked yet."]
        )
    half = {**content, "find": [{"words": "United States", "reason": "Six letters each."}]}
    assert mark.grade(half, [words.index("United")], LESSON).result == "right"
    even = {"sentence": 2, "find": [], "default_feedback": "They don't."}
    assert mark.grade(even, range(9), LESSON).reasons[0].endswith("They don't.")
    most = Result(
        "wrong", ["You have marked most of the sentence. Mark only the words that show it."]
    )
    beside = [place for place in range(len(words)) if place not in (was, motivated, by)]
    half = len(words) // 2
    assert (
        mark.grade(content, list(range(len(words))), LESSON)
        == most
        == mark.grade(content, beside[: half + 1], LESSON)
    )
    assert mark.grade(content, beside[:half], LESSON) != most


def test_a_unit_that_was_written_is_not_said_twice():
    form = number.form({"unit": "months"}, LESSON)
    assert [answer_in_words(form, answer) for answer in ("14", " 14 months ", "14months")] == [
        "14 months"
    ] * 3


def test_a_phrase_is_marked_where_it_stands_first():
    assert mark._places("a b a b", "a b") == {0, 1}
    assert (
        mark._places("He said that aid aided them, aid.", "aid") == {3}
        and mark._places("said aided", "aid") == set()
    )


@pytest.mark.parametrize("column", ["sources", "events"])
def test_a_claim_without_rows_or_sources_has_no_line_for_them(column):
    claims = LESSON.claims.copy()
    claims.loc[claims["id"] == "c14", column] = ""
    lesson = dataclasses.replace(LESSON, claims=claims)
    right = list(verdict.VERDICTS).index(lesson.claim("c14")["verdict"])
    assert bool(verdict.grade({"claim": "c14"}, right, lesson).sources) == (column != "sources")
    opinion = list(verdict.VERDICTS).index("opinion")
    assert len(verdict.grade({"claim": "c14"}, opinion, lesson).reasons) == (
        1 if column == "events" else 2
    )


def test_what_was_matched_is_told_without_a_full_stop_before_the_colon():
    content = {"items": [{"text": "A report."}, {"text": "Who signed?"}]}
    assert (
        answer_in_words(match.form(content, LESSON), [0, 2])
        == "A report: speaks for it; Who signed? says nothing about it"
    )


def seconds(work):
    began = time.process_time()
    work()
    return time.process_time() - began


PADDING = " " * 100_000
LONG = {
    "spaces before": PADDING + "x",
    "spaces inside": "1" + PADDING + "x",
    "digits": "1" * 100_000,
    "minus signs": "−" * 100_000,
    "units": "1" + " days" * 20_000,
    "full stops": "1" + "." * 100_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_number_is_read_in_linear_time(text):
    content = {"answer": "9", "unit": "days", "right": "Yes.", "default_feedback": "No."}
    assert seconds(lambda: number.grade(content, text, LESSON)) < 2
    assert number.grade(content, text, LESSON).result == "unclear"


def test_phrase_is_found_in_linear_time():
    for sentence in ("a" * 100_000, "a " * 50_000, "(" * 100_000):
        assert seconds(lambda sentence=sentence: mark._places(sentence, "a a(")) < 2


@pytest.mark.parametrize("form", hand_in.WRITERS)
def test_page_to_hand_in_is_written_in_linear_time(form, tmp_path):
    for text in ("~" * 100_000, "1" * 100_000, "*" * 100_000, PADDING + "x"):
        table = Table(text, ("a", "b", "c", "d"), [(text, text, text, text)])
        work = Work(text, [Section(text, [table], [Written(text, text, [text])])], table)
        assert seconds(lambda work=work: hand_in.WRITERS[form](work, tmp_path / "page")) < 2


def test_old_names_of_fields_are_still_read():
    old = {"near": [{"event": "a"}], "otherwise": "O", "choices": [{"text": "t", "needs": "N"}]}
    new = {
        "common_mistakes": [{"event": "a"}],
        "default_feedback": "O",
        "choices": [{"text": "t", "requirement": "N"}],
    }
    assert with_new_fields(old, OLD_NAMES) == new == with_new_fields(new, OLD_NAMES)
    assert _version(old) == _version(new), "a saved answer still belongs to its exercise"
