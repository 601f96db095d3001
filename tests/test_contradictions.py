"""Contradictions are computed from the rows, and are as certain as the dates allow.

The record of these tests is small and invented: a pact signed on 13 February 1801, and what came
before and after it.
"""

import dataclasses
import re

import pandas as pd
import pytest

from helpers import find_contradictions, load_lesson, parse_date
from helpers.compare import contradictions
from helpers.compare.contradictions import (
    COLUMNS,
    claims_touched,
    compare_verdicts,
    contradictions_of,
)
from helpers.compare.record import certainty_of_order
from helpers.compare.relations import CONTRADICTIONS, RELATIONS, SEVERITY
from helpers.files import PROJECT
from helpers.lesson.model import derive_events

EVENTS = [
    {"id": "tour", "date": "1801-02-01/1801-02-28", "place": "Btown", "present": "Ben"},
    {"id": "talks", "date": "1801-02-13", "place": "Hall, Aville", "present": "Ann; Carl"},
    {"id": "summit", "date": "1801-09-20", "place": "Ctown", "present": "Ann; Ben"},
    {"id": "landing", "date": "1802-04-17/1802-04-19", "place": "Aville", "present": "Dora"},
    {"id": "settlement", "date": "1803-10-28", "place": "Ctown", "terms": "iron; coal"},
]
INSTRUMENTS = [
    {
        "id": "pact",
        "name": "the pact of 1801",
        "event": "talks",
        "parties": "Aland; Bland",
        "signers": "Ann; Carl",
        "terms": "salt; wood",
        "not_read": "a secret part",
    },
    {"id": "deal", "name": "the deal of 1803", "event": "settlement", "terms": "iron; coal; tin"},
]


def table(like, rows):
    """Return rows with the columns of another table; cells that are not given are empty."""
    return pd.DataFrame([dict.fromkeys(like.columns, "") | row for row in rows])[list(like.columns)]


@pytest.fixture(scope="module")
def lesson():
    """Return a lesson with the record above, and two claims that assert nothing."""
    base = load_lesson(PROJECT / "tests" / "lesson")
    sources = "; ".join(base.sources["id"].head(2))
    rows = [{"title": f"The {row['id']}", "sources": sources, **row} for row in EVENTS]
    claims = [
        {"id": name, "quote": f"Claim {name}", "verdict": "opinion", "certainty": "medium"}
        for name in ("c1", "c2")
    ]
    return dataclasses.replace(
        base,
        events=derive_events(table(base.events, rows).assign(single_sourced=False)),
        instruments=table(base.instruments, INSTRUMENTS),
        claims=table(base.claims, claims),
        assertions=base.assertions.head(0),
    )


def asserting(lesson, *assertions, claim="c1"):
    """Return the lesson in which a claim asserts these: relation, subject, object, value."""
    rows = [[f"a{n}", claim, *one] for n, one in enumerate(assertions)]
    return dataclasses.replace(
        lesson, assertions=pd.DataFrame(rows, columns=lesson.assertions.columns)
    )


def found_by(lesson, relation, subject, target="", value=""):
    """Return the contradictions of one assertion alone."""
    return find_contradictions(asserting(lesson, (relation, subject, target, value)))


def only(found):
    """Return the single row of a result."""
    assert len(found) == 1, found
    return found.iloc[0]


def changed(lesson, event, **cells):
    """Return the lesson with other cells in one event."""
    events = lesson.events.copy()
    for column, value in cells.items():
        events.loc[events["id"] == event, column] = value
    return dataclasses.replace(lesson, events=derive_events(events))


def with_claim(lesson, **cells):
    """Return the lesson with other cells in all claims."""
    return dataclasses.replace(lesson, claims=lesson.claims.assign(**cells))


def with_instruments(lesson, **cells):
    """Return the lesson with other cells in all instruments."""
    return dataclasses.replace(lesson, instruments=lesson.instruments.assign(**cells))


# One relation after another


def test_caused_finds_an_effect_before_its_cause(lesson):
    row = only(found_by(lesson, "caused", "landing", "talks"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "effect before cause",
        "certainly",
        "anachronism",
        428,
    )
    assert (row["text_date"], row["record_date"]) == ("1802-04-17/1802-04-19", "1801-02-13")
    assert row["explanation"] == (
        "The effect comes before its cause. Effect: “The talks”, 13 February 1801. "
        "Cause: “The landing”, 17 to 19 April 1802, 428 days (about 14 months) later."
    )
    assert row["events"] == "landing; talks"
    assert found_by(lesson, "caused", "talks", "landing").empty


def test_before_finds_a_reversed_order(lesson):
    row = only(found_by(lesson, "before", "landing", "pact"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "order reversed",
        "certainly",
        "contradicted",
        428,
    )
    assert row["explanation"].startswith(
        "The order is the other way round. First: the pact of 1801, 13 February 1801."
    )
    assert found_by(lesson, "before", "pact", "landing").empty


def test_dated_finds_a_date_outside_the_record(lesson):
    there = changed(lesson, "landing", date="1801-02-04")
    row = only(found_by(there, "dated", "pact", "", "1801-02-04"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "date outside the record",
        "certainly",
        "contradicted",
        9,
    )
    assert (row["text_date"], row["record_date"]) == ("1801-02-04", "1801-02-13")
    assert row["explanation"] == (
        "The text says 4 February 1801. The record has 13 February 1801 for the pact of 1801. "
        "The text’s date is 9 days too early. "
        "On the day that the text names the record has: “The landing”."
    )
    assert row["events"] == "talks; landing"


def test_dated_accepts_a_date_within_that_of_the_record(lesson):
    for date in ("1802", "1802-04", "1802-04-19/.."):
        assert found_by(lesson, "dated", "landing", "", date).empty


def test_signed_by_finds_a_signer_who_was_elsewhere(lesson):
    row = only(found_by(lesson, "signed-by", "pact", "", "Ben"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "could not have been there",
        "certainly",
        "contradicted",
    )
    assert row["explanation"] == (
        "Ann and Carl signed the pact of 1801, not Ben. "
        "On 13 February 1801 Ben was in Btown (The tour)."
    )
    assert row["events"] == "talks; tour"
    assert pd.isna(row["days"]) and row["text_date"] == ""
    assert found_by(lesson, "signed-by", "pact", "", "Ann").empty


@pytest.mark.parametrize(
    ("tour", "certainty"),
    [
        ({"date": "1801-02-13"}, "certainly"),
        ({"date": "1801-02/1801-03"}, "possibly"),  # no exact ends
        ({"date": "1801-02-14/1801-02-28"}, "possibly"),  # the day after
        ({"place": "Inn, Aville"}, "possibly"),  # the same town
        ({"place": "Inn, Aville; Btown"}, "possibly"),
        ({"place": "Garden, Inn, Aville"}, "possibly"),
        ({"present": ""}, "possibly"),
    ],
)
def test_signed_by_is_certain_only_if_a_stay_covers_the_day(lesson, tour, certainty):
    found = found_by(changed(lesson, "tour", **tour), "signed-by", "pact", "", "Ben")
    assert only(found)["certainty"] == certainty


def test_signed_by_names_a_stay_on_two_days_once(lesson):
    both = asserting(lesson, ("signed-by", "pact", "", "Ben"), ("dated", "pact", "", "1801-02-04"))
    row = only(find_contradictions(both).query("relation == 'signed-by'"))
    assert row["explanation"].count("Ben was in Btown") == 2
    assert row["events"] == "talks; tour"
    assert row["text_date"] == "1801-02-04"


def test_signed_by_finds_nothing_if_the_signers_are_unknown(lesson):
    assert found_by(with_instruments(lesson, signers=""), "signed-by", "pact", "", "Ben").empty


def test_met_finds_persons_who_met_only_later(lesson):
    row = only(found_by(lesson, "met", "pact", "", "Ann; Ben"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "had not met",
        "certainly",
        "contradicted",
        219,
    )
    assert (row["text_date"], row["record_date"]) == ("1801-02-13", "1801-09-20")
    assert row["explanation"] == (
        "The record first shows Ann and Ben in the same place: 20 September 1801 (The summit), "
        "219 days (about 7 months) after the pact of 1801."
    )
    assert found_by(lesson, "met", "pact", "", "Ann; Carl").empty


def test_between_finds_a_stranger_among_the_parties(lesson):
    row = only(found_by(lesson, "between", "pact", "", "Cland; Bland"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "not a party",
        "certainly",
        "contradicted",
    )
    assert row["explanation"] == (
        "The parties of the pact of 1801 were Aland and Bland, not Cland."
    )
    assert found_by(lesson, "between", "pact", "", "Bland; Aland").empty, "in any order"


def test_term_finds_a_term_that_appears_only_later(lesson):
    row = only(found_by(lesson, "term", "pact", "", "iron"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "term appears later",
        "possibly",
        "contradicted",
        987,
    )
    assert row["explanation"] == (
        "Nothing we have read shows iron in the pact of 1801. The first sign of it in the "
        "record: 28 October 1803 (The settlement), 987 days (about 32 months) later."
    )
    assert row["events"] == "talks; settlement"
    assert found_by(lesson, "term", "pact", "", "salt").empty


def test_term_is_certain_only_if_the_instrument_was_read_whole(lesson):
    read = with_instruments(lesson, not_read="")
    assert only(found_by(read, "term", "pact", "", "iron"))["certainty"] == "certainly"


def test_brought_finds_that_something_came_later(lesson):
    row = only(found_by(lesson, "brought", "pact", "settlement", "iron"))
    assert (row["contradiction"], row["certainty"], row["verdict"], row["days"]) == (
        "brought later",
        "possibly",
        "anachronism",
        987,
    )
    assert row["explanation"] == (
        "Read as iron, what the text ascribes to the pact of 1801 came with “The settlement”, "
        "28 October 1803, 987 days (about 32 months) later."
    )
    assert found_by(lesson, "brought", "settlement", "pact", "iron").empty


@pytest.mark.parametrize(
    ("certainty", "date", "expected"),
    [
        ("high", "1801-02-13", "certainly"),
        ("medium", "1801-02-13", "possibly"),
        ("high", "1803-10-27~", "possibly"),
    ],
)
def test_brought_is_certain_only_if_claim_and_dates_are(lesson, certainty, date, expected):
    sure = with_claim(lesson, certainty=certainty).with_date("talks", date)
    found = found_by(sure, "brought", "pact", "settlement", "iron")
    assert only(found)["certainty"] == expected


def test_whole_of_names_the_missing_parts(lesson):
    row = only(found_by(lesson, "whole-of", "deal", "", "iron; coal"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "part missing",
        "certainly",
        "omission",
    )
    assert row["explanation"] == (
        "The text gives 2 of the 3 parts of the deal of 1803. Missing: tin."
    )
    assert found_by(lesson, "whole-of", "deal", "", "tin; iron; coal; salt").empty


# What a row contains


def test_find_contradictions_fills_every_column(lesson):
    found = found_by(lesson, "caused", "landing", "talks")
    assert list(found.columns) == COLUMNS
    assert only(found)["relation"] == "caused" and only(found)["claim"] == "c1"
    cited = only(found)["citations"].split("; ")
    assert len(cited) == len(set(cited)) == 2, "each source once"


def test_find_contradictions_looks_at_the_given_claims_only(lesson):
    wrong = asserting(lesson, ("caused", "landing", "talks", ""), claim="c2")
    assert set(find_contradictions(wrong)["claim"]) == {"c2"}
    assert set(find_contradictions(wrong, "c2")["claim"]) == {"c2"}
    assert find_contradictions(wrong, ["c1"]).empty and find_contradictions(wrong, []).empty
    with pytest.raises(ValueError) as caught:
        find_contradictions(wrong, ["c1", "no-such", "none"])
    assert str(caught.value) == "The text has no claim no-such, none. Its claims are c1, c2."


def test_find_contradictions_does_not_depend_on_the_order_of_rows(lesson):
    known = changed(lesson, "landing", present="Ann; Ben", terms="iron")
    wrong = asserting(known, ("met", "pact", "", "Ann; Ben"), ("term", "pact", "", "iron"))
    turned = dataclasses.replace(wrong, events=wrong.events[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(find_contradictions(turned), find_contradictions(wrong))


def test_contradictions_of_computes_once_and_again_for_a_changed_lesson(lesson, monkeypatch):
    wrong = asserting(lesson, ("caused", "landing", "talks", ""))
    computed = contradictions_of(wrong)
    assert not computed.empty
    moved = wrong.with_date("landing", "1800-04-17")
    assert contradictions_of(moved).empty
    assert contradictions_of(dataclasses.replace(wrong, assertions=lesson.assertions)).empty
    monkeypatch.setattr(contradictions, "find_contradictions", None)
    assert contradictions_of(wrong) is computed
    loaded = load_lesson(PROJECT / "tests" / "lesson")
    assert not contradictions_of(loaded).empty, "computed when it was loaded"


# Certainty


@pytest.mark.parametrize(
    ("effect", "cause", "certainty"),
    [
        ("1960-02-13", "1960-02-14", "certainly"),
        ("1960-02-13", "1960-02-13", None),  # the same day
        ("1960-02-13", "1960-02-12", None),
        ("1960-02-13", "1960-02-17~", "certainly"),  # about 17: from the 14th
        ("1960-02-13", "1960-02-16~", "possibly"),  # about 16: from the 13th
        ("1960-02-13", "1960-02-14~", "possibly"),
        ("1960-02-13", "1960-02-13~", None),  # not for the dates as written
        ("1960-02-10?", "1960-02-13", "possibly"),
        ("1960-02-09?", "1960-02-13", "certainly"),
        ("1960-02-13", "1960-04~", "certainly"),  # about April: from 1 March
        ("1960-02-29", "1960-04~", "certainly"),
        ("1960-03-01", "1960-04~", "possibly"),
        ("1960-02-13", "1960-02", "cannot be told"),
        ("1960-02-01", "1960-02", "cannot be told"),
        ("1960-02-29", "1960-02", None),
        ("1960-02-29", "1960-03", "certainly"),
        ("1960-02", "1960-02", "cannot be told"),
        ("1960-02~", "1960-02-13", "cannot be told"),
        ("1960-02-13", "1960-02-13/1960-02-20", "cannot be told"),
        ("1960-02-12", "1960-02-13/1960-02-20", "certainly"),
        ("1960-02-10/1960-02-13", "1960-02-13/1960-02-20", "cannot be told"),
        ("1960-02-13/1960-02-20", "1960-02-10/1960-02-13", None),
        ("1960-02-13", "1960-02-14/..", "certainly"),
        ("1960-02-13", "1960-02-13/..", "cannot be told"),
        ("1960-02-13", "../1960-02-13", None),
        ("1960-02-13", "../1960-02-14", "cannot be told"),
    ],
)
def test_certainty_of_order_follows_the_precision_of_the_dates(lesson, effect, cause, certainty):
    assert certainty_of_order(parse_date(effect), parse_date(cause)) == certainty
    what_if = lesson.with_date("landing", cause).with_date("talks", effect)
    found = found_by(what_if, "caused", "landing", "talks")
    assert list(found["certainty"]) == ([certainty] if certainty else [])


@pytest.mark.parametrize(
    ("landing", "days", "end"),
    [
        ("1801-02-14", 1, "14 February 1801, 1 day later."),
        ("1801-03", 16, "March 1801, 16 days later."),
        ("1801-04-15", 61, "15 April 1801, 61 days later."),  # two months are clear in days
        ("1801-05-15", 91, "15 May 1801, 91 days (about 3 months) later."),
        ("1801-03/..", None, ", an unknown time later."),
        ("1801-02", None, " overlap."),
    ],
)
def test_days_are_counted_unless_an_end_is_open(lesson, landing, days, end):
    row = only(found_by(lesson.with_date("landing", landing), "caused", "landing", "talks"))
    assert row["explanation"].endswith(end)
    assert row["days"] == days if days else pd.isna(row["days"])


@pytest.mark.parametrize(
    ("stated", "recorded", "certainty", "part"),
    [
        ("1960-02-12", "1960-02-13", "certainly", "1 day too early"),
        ("1960-02-14", "1960-02-13", "certainly", "1 day too late"),
        ("1960-02-10", "1960-02-13~", "possibly", "3 days too early"),
        ("1960-02-09", "1960-02-13~", "certainly", "4 days too early"),
        ("1960-01", "1960-02-13", "certainly", "13 days too early"),
        ("1960-02", "1960-02-13", None, ""),
        ("1960-02-20", "1960-02", None, ""),
    ],
)
def test_dated_is_as_certain_as_the_dates_allow(lesson, stated, recorded, certainty, part):
    found = found_by(lesson.with_date("talks", recorded), "dated", "pact", "", stated)
    assert list(found["certainty"]) == ([certainty] if certainty else [])
    assert not certainty or part in only(found)["explanation"]


@pytest.mark.parametrize(
    ("landing", "certainties"),
    [
        ("1801-12-01", ["certainly"]),
        ("1801-09-21~", ["certainly"]),
        ("1801-10~", ["possibly"]),  # sorted later, but about October is from 31 August
        ("1801-09/1801-12", []),  # it may have come before
        ("1801-09-10/1801-12", []),
        ("1801-09-11/1801-12", ["certainly"]),
    ],
)
def test_first_time_is_as_certain_as_its_least_certain_event(lesson, landing, certainties):
    """The meeting that is sorted first is not always the first one."""
    here = with_instruments(lesson, not_read="").with_date("talks", "1801-09-10")
    other = changed(here, "summit", terms="iron")
    other = changed(other, "landing", date=landing, present="Ann; Ben", terms="iron")
    assert list(found_by(other, "met", "pact", "", "Ann; Ben")["certainty"]) == certainties
    assert list(found_by(other, "term", "pact", "", "iron")["certainty"]) == certainties


@pytest.mark.parametrize(
    ("relation", "value"), [("met", "Ann; Ben"), ("term", "iron"), ("signed-by", "Ben")]
)
def test_absence_from_the_record_makes_a_contradiction_possible(lesson, relation, value):
    never = dataclasses.replace(lesson, events=lesson.events.assign(present="", terms=""))
    assert only(found_by(never, relation, "pact", "", value))["certainty"] == "possibly"


# Verdicts


CAUSED = ("caused", "landing", "talks", "")


@pytest.mark.parametrize(
    ("verdict", "certainty", "date", "message"),
    [
        ("anachronism", "high", "1802-04-17", ""),
        (
            "supported",
            "high",
            "1802-04-17",
            "The rows give “anachronism” (effect before cause), "
            "but the verdict given is “supported”.",
        ),
        (
            "anachronism",
            "high",
            "1800-04-17",
            "The verdict given is “anachronism”, but none of the claim’s assertions "
            "is certain to contradict the record.",
        ),
        ("anachronism", "high", "1801-02-14~", "is certain to contradict the record."),
        ("anachronism", "medium", "1801-02-14~", ""),  # possible is enough if we are not sure
        ("omission", "medium", "1801-02-14~", "is certain to contradict the record."),
        ("anachronism", "high", "1801-02", "is certain to contradict the record."),
        (
            "supported",
            "medium",
            "1801-02-14~",
            "“anachronism” is not accepted as a second verdict (column also).",
        ),
        ("unsupported", "medium", "1801-02-14~", "as a second verdict (column also)."),
        ("supported", "high", "1800-04-17", ""),
    ],
)
def test_compare_verdicts_agrees_with_what_is_computed(lesson, verdict, certainty, date, message):
    claims = with_claim(lesson, verdict=verdict, certainty=certainty)
    other = asserting(claims.with_date("landing", date), CAUSED)
    found = compare_verdicts(dataclasses.replace(other, claims=other.claims.head(1)))
    assert found.get("c1", "").endswith(message) and bool(found) == bool(message)


def test_compare_verdicts_accepts_a_possible_contradiction_as_second_verdict(lesson):
    claims = with_claim(lesson, verdict="unsupported", certainty="medium", also="anachronism")
    possible = asserting(claims.with_date("landing", "1801-02-14~"), CAUSED)
    assert compare_verdicts(dataclasses.replace(possible, claims=possible.claims.head(1))) == {}
    certain = asserting(claims.with_date("landing", "1802-04-17"), CAUSED)
    assert "The rows give “anachronism”" in compare_verdicts(certain)["c1"], (
        "a second verdict does not excuse a certain contradiction"
    )


def test_compare_verdicts_expects_the_most_severe_verdict(lesson):
    other = asserting(
        with_claim(lesson, verdict="contradicted"),
        ("whole-of", "deal", "", "iron"),
        ("caused", "landing", "talks", ""),
        ("between", "pact", "", "Cland"),
    )
    assert "c1" not in compare_verdicts(other)
    assert set(find_contradictions(other)["verdict"]) == {"omission", "anachronism", "contradicted"}


def test_compare_verdicts_names_all_kinds_and_all_verdicts(lesson):
    both = (CAUSED, ("between", "pact", "", "Cland"))
    certain = asserting(with_claim(lesson, verdict="supported"), *both)
    assert "“contradicted” (effect before cause, not a party)," in compare_verdicts(certain)["c1"]
    claims = with_claim(lesson, verdict="opinion", certainty="medium")
    unsure = (CAUSED, ("signed-by", "pact", "", "Dora"))
    possible = asserting(claims.with_date("landing", "1801-02-14~"), *unsure)
    assert "and “anachronism, contradicted” is not accepted" in compare_verdicts(possible)["c1"]


def test_claims_touched_joins_two_contradictions_of_a_claim_and_two_other_claims(lesson):
    both = asserting(
        with_claim(lesson, events="summit"), CAUSED, ("before", "landing", "talks", "")
    )
    touched = claims_touched(both)
    one, other = find_contradictions(both)["explanation"]
    assert touched["talks"] == [f"c1 “Claim c1”: {one} (certainly) {other} (certainly)"]
    assert touched["summit"] == [
        "It bears on c1 “Claim c1”; c2 “Claim c2”. Nothing here is computed as a contradiction."
    ]


def test_claims_touched_names_contradictions_and_other_claims_of_an_event(lesson):
    other = asserting(with_claim(lesson, events="talks"), ("caused", "landing", "talks", ""))
    touched = claims_touched(other)
    explanation = only(find_contradictions(other))["explanation"]
    assert touched["talks"] == [
        f"c1 “Claim c1”: {explanation} (certainly)",
        "It bears on c2 “Claim c2”. Nothing here is computed as a contradiction.",
    ]
    assert touched["landing"] == [f"c1 “Claim c1”: {explanation} (certainly)"]
    assert set(touched) == {"talks", "landing"}


# The registry


def test_docs_list_every_relation_and_its_verdict():
    page = (PROJECT / "docs/data.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (.+) \|$", page[page.index("## Relations") :], re.MULTILINE
    )
    assert {name for name, _ in rows} == set(RELATIONS)
    for name, cells in rows:
        subject, target, value, _, verdict = (cell.strip() for cell in cells.split("|"))
        relation = RELATIONS[name]
        assert (bool(target), bool(value)) == (relation.takes_object, bool(relation.value))
        assert verdict == relation.contradiction.verdict
        assert not relation.of_instrument or subject == "instrument"


def test_every_contradiction_leads_to_a_verdict_of_known_severity():
    assert {kind.verdict for kind in CONTRADICTIONS.values()} <= set(SEVERITY)
    assert len(CONTRADICTIONS) == len(RELATIONS), "two relations share no kind"
