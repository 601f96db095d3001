"""Contradictions are computed from the rows, and are as certain as the dates allow."""

import dataclasses
import re

import pandas as pd
import pytest

from helpers import find_contradictions, load_lesson, parse_date
from helpers.compare import contradictions
from helpers.compare.contradictions import COLUMNS, compare_verdicts, contradictions_of
from helpers.compare.record import certainty_of_order
from helpers.compare.relations import CONTRADICTIONS, RELATIONS, SEVERITY
from helpers.files import PROJECT
from helpers.lesson.cells import ids, split
from helpers.lesson.model import derive_events

AGREEMENT, LANDING = "trade-credit-agreement", "bay-of-pigs"
CASTRO, KHRUSHCHEV = "Fidel Castro", "Nikita Khrushchev"


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


def claim_with(lesson, words):
    """Return the id of the first claim that quotes these words."""
    return lesson.claims.loc[lesson.claims["quote"].str.contains(words, regex=False), "id"].iloc[0]


def found_by(lesson, relation, subject, target="", value=""):
    """Return the contradictions of one assertion alone."""
    claim = lesson.claims["id"].iloc[0]
    one = pd.DataFrame(
        [["a", claim, relation, subject, target, value]], columns=lesson.assertions.columns
    )
    return find_contradictions(dataclasses.replace(lesson, assertions=one))


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


# The real text against the real record


def test_caused_finds_an_effect_before_its_cause(lesson):
    found = find_contradictions(lesson, [claim_with(lesson, "motivated by the failed Bay of Pigs")])
    row = only(found[found["contradiction"] == "effect before cause"])
    assert (row["certainty"], row["verdict"], row["days"]) == ("certainly", "anachronism", 429)
    assert (row["text_date"], row["record_date"]) == ("1961-04-17/1961-04-19", "1960-02-13")
    assert "13 February 1960" in row["explanation"] and "17 to 19 April 1961" in row["explanation"]
    assert "429 days (about 14 months)" in row["explanation"]
    assert set(row["events"].split("; ")) == {AGREEMENT, LANDING}


def test_dated_finds_a_date_outside_the_record(lesson):
    found = find_contradictions(lesson, [claim_with(lesson, "February 4, 1960")])
    row = only(found[found["contradiction"] == "date outside the record"])
    assert (row["certainty"], row["verdict"], row["days"]) == ("certainly", "contradicted", 9)
    assert (row["text_date"], row["record_date"]) == ("1960-02-04", "1960-02-13")
    assert "9 days too early" in row["explanation"]
    assert lesson.event("mikoyan-arrives")["title"] in row["explanation"]
    assert "mikoyan-arrives" in row["events"].split("; ")


def test_signed_by_finds_a_signer_who_was_elsewhere(lesson):
    row = only(found_by(lesson, "signed-by", "accords-1960", "", KHRUSHCHEV))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "could not have been there",
        "certainly",
        "contradicted",
    )
    assert row["explanation"].startswith("Fidel Castro and Anastas Mikoyan signed the accords")
    assert "On 13 February 1960 Nikita Khrushchev was in " in row["explanation"]
    assert pd.isna(row["days"])
    assert found_by(lesson, "signed-by", "accords-1960", "", CASTRO).empty, (
        "what is right does not clash"
    )


def test_met_finds_persons_who_met_only_later(lesson):
    row = only(found_by(lesson, "met", "accords-1960", "", f"{CASTRO}; {KHRUSHCHEV}"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "had not met",
        "certainly",
        "contradicted",
    )
    assert row["record_date"].startswith("1960-09")
    assert found_by(lesson, "met", "accords-1960", "", f"{CASTRO}; Anastas Mikoyan").empty


def test_between_finds_a_stranger_among_the_parties(lesson):
    row = only(found_by(lesson, "between", "accords-1960", "", "United States; Cuba"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "not a party",
        "certainly",
        "contradicted",
    )
    assert row["explanation"].endswith("were USSR and Cuba, not United States.")
    assert found_by(lesson, "between", "accords-1960", "", "Cuba; USSR").empty, (
        "the order does not matter"
    )
    assert found_by(lesson, "between", "settlement-1962", "", "United States; USSR").empty
    assert (
        only(found_by(lesson, "between", "settlement-1962", "", "Cuba"))["certainty"] == "certainly"
    )


def test_term_finds_a_term_that_appears_only_later(lesson):
    row = only(found_by(lesson, "term", "accords-1960", "", "nuclear missiles"))
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "term appears later",
        "possibly",
        "contradicted",
    )
    assert row["record_date"].startswith("1962-0")
    assert "Nothing seen shows nuclear missiles in the accords" in row["explanation"]
    read = dataclasses.replace(lesson, instruments=lesson.instruments.assign(not_seen=""))
    assert (
        only(found_by(read, "term", "accords-1960", "", "nuclear missiles"))["certainty"]
        == "certainly"
    ), "nothing is left unread"
    assert found_by(lesson, "term", "accords-1960", "", "credit").empty


def test_whole_of_names_the_missing_parts(lesson):
    row = only(
        found_by(
            lesson,
            "whole-of",
            "settlement-1962",
            "",
            "the withdrawal of the missiles; the assurance against invasion",
        )
    )
    assert (row["contradiction"], row["certainty"], row["verdict"]) == (
        "part missing",
        "certainly",
        "omission",
    )
    assert "the withdrawal of the Jupiters from Turkey" in row["explanation"]
    assert "the withdrawal of the missiles" not in row["explanation"]
    parts = lesson.instruments.set_index("id").loc["settlement-1962", "terms"]
    assert found_by(lesson, "whole-of", "settlement-1962", "", parts).empty


def test_brought_and_before_find_a_wrong_order(lesson):
    row = only(
        found_by(
            lesson, "brought", "accords-1960", "settlement-oct-28", "the assurance against invasion"
        )
    )
    assert (row["contradiction"], row["verdict"], row["days"]) == (
        "brought later",
        "anachronism",
        988,
    )
    assert row["certainty"] == "possibly", "no surer than the claim"
    sure = dataclasses.replace(lesson, claims=lesson.claims.assign(certainty="high"))
    assert (
        only(
            found_by(
                sure,
                "brought",
                "accords-1960",
                "settlement-oct-28",
                "the assurance against invasion",
            )
        )["certainty"]
        == "certainly"
    )
    row = only(found_by(lesson, "before", LANDING, "accords-1960"))
    assert (row["contradiction"], row["verdict"], row["days"]) == (
        "order reversed",
        "contradicted",
        429,
    )
    assert found_by(lesson, "before", "accords-1960", LANDING).empty
    assert found_by(lesson, "brought", LANDING, "accords-1960", "credit").empty
    about = sure.with_date(AGREEMENT, "1962-10-27~")
    assert (
        only(
            found_by(
                about,
                "brought",
                "accords-1960",
                "settlement-oct-28",
                "the assurance against invasion",
            )
        )["certainty"]
        == "possibly"
    )


def test_find_contradictions_finds_nothing_where_the_text_is_right(lesson):
    assert find_contradictions(lesson, [claim_with(lesson, "in April 1961")]).empty
    assert found_by(lesson, "dated", LANDING, "", "1961").empty
    assert found_by(lesson, "dated", LANDING, "", "1961-04-19/..").empty
    assert found_by(lesson, "caused", LANDING, "settlement-1962").empty


def test_every_row_is_complete_and_cites_its_sources(lesson):
    found = find_contradictions(lesson)
    assert list(found.columns) == COLUMNS
    assert set(found["contradiction"]) >= {
        "effect before cause",
        "date outside the record",
        "could not have been there",
        "had not met",
        "term appears later",
        "brought later",
        "part missing",
    }
    assert (found["citations"] != "").all()
    for row in found.itertuples():
        assert row.explanation.endswith(".") and row.explanation[0].isupper()
        assert "{" not in row.explanation and "None" not in row.explanation
        assert set(row.events.split("; ")) <= set(lesson.events["id"])
        assert row.verdict == CONTRADICTIONS[row.contradiction].verdict


def test_explanation_contains_the_title_of_the_row(lesson):
    other = changed(lesson, LANDING, title="A title of our own")
    assert (
        "“A title of our own”" in only(found_by(other, "caused", LANDING, AGREEMENT))["explanation"]
    )


def test_citations_name_each_source_once(lesson):
    row = only(found_by(lesson, "caused", LANDING, AGREEMENT))
    cited = row["citations"].split("; ")
    assert len(cited) == len(set(cited)) >= 2


def test_find_contradictions_looks_at_the_given_claims_only(lesson):
    wanted = claim_with(lesson, "February 4, 1960")
    assert set(find_contradictions(lesson, [wanted])["claim"]) == {wanted}
    assert find_contradictions(lesson, []).empty
    with pytest.raises(ValueError) as caught:
        find_contradictions(lesson, [wanted, "no-such", "none"])
    known = ", ".join(lesson.claims["id"])
    assert str(caught.value) == f"The text has no claim no-such, none. Its claims are {known}."


# How sure


@pytest.mark.parametrize(
    ("effect", "cause", "sure"),
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
def test_certainty_of_order_follows_the_precision_of_the_dates(lesson, effect, cause, sure):
    assert certainty_of_order(parse_date(effect), parse_date(cause)) == sure
    what_if = lesson.with_date(LANDING, cause).with_date(AGREEMENT, effect)
    found = found_by(what_if, "caused", LANDING, AGREEMENT)
    assert list(found["certainty"]) == ([sure] if sure else [])


def test_days_are_counted_unless_an_end_is_open(lesson):
    def landed(date):
        return only(found_by(lesson.with_date(LANDING, date), "caused", LANDING, AGREEMENT))

    assert (
        landed("1960-02-14")["days"] == 1 and "1 day later" in landed("1960-02-14")["explanation"]
    )
    assert landed("1960-03")["days"] == 17
    assert landed("1960-04-14")["explanation"].endswith("14 April 1960, 61 days later."), (
        "two months are clear in days"
    )
    assert landed("1960-05-14")["explanation"].endswith(
        "14 May 1960, 91 days (about 3 months) later."
    )
    assert (
        pd.isna(landed("1960-03/..")["days"])
        and "an unknown time later" in landed("1960-03/..")["explanation"]
    )
    overlapping = landed("1960-02")
    assert pd.isna(overlapping["days"]) and overlapping["explanation"].endswith("overlap.")


@pytest.mark.parametrize(
    ("said", "recorded", "sure", "word"),
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
def test_dated_is_as_certain_as_the_dates_allow(lesson, said, recorded, sure, word):
    found = found_by(lesson.with_date(AGREEMENT, recorded), "dated", "accords-1960", "", said)
    assert list(found["certainty"]) == ([sure] if sure else [])
    assert not sure or word in only(found)["explanation"]


def test_signed_by_is_only_possible_if_a_stay_has_no_exact_ends(lesson):
    """“Khrushchev in India, February to March” does not show where he was on the 13th."""
    stays = lesson.events["present"].str.contains(KHRUSHCHEV, regex=False)
    events = lesson.events.assign(date=lesson.events["date"].mask(stays, "1960-01/1960-03"))
    vague = dataclasses.replace(lesson, events=derive_events(events))
    row = only(found_by(vague, "signed-by", "accords-1960", "", KHRUSHCHEV))
    assert (row["certainty"], row["text_date"]) == ("possibly", ""), (
        "the one assertion gives no date"
    )
    exact = dataclasses.replace(
        lesson,
        events=derive_events(events.assign(date=lesson.events["date"].mask(stays, "1960-02-13"))),
    )
    assert (
        only(found_by(exact, "signed-by", "accords-1960", "", KHRUSHCHEV))["certainty"]
        == "certainly"
    )


def test_signed_by_is_only_possible_if_the_person_was_in_town(lesson):
    town = lesson.event(AGREEMENT)["place"].rpartition(", ")[2]
    stays = lesson.events["present"].str.contains(KHRUSHCHEV, regex=False)
    there = lesson.events.assign(place=lesson.events["place"].mask(stays, f"Another house, {town}"))
    found = found_by(
        dataclasses.replace(lesson, events=there), "signed-by", "accords-1960", "", KHRUSHCHEV
    )
    assert only(found)["certainty"] == "possibly", "he did not sign, but he was in town"
    plain = changed(lesson, AGREEMENT, place=town)
    assert (
        only(found_by(plain, "signed-by", "accords-1960", "", KHRUSHCHEV))["certainty"]
        == "certainly"
    ), "India is another place"


def test_signed_by_names_a_stay_on_two_days_once(lesson):
    stays = lesson.events["present"].str.contains(KHRUSHCHEV, regex=False)
    events = lesson.events.assign(date=lesson.events["date"].mask(stays, "1960-02-01/1960-02-29"))
    claim = claim_with(lesson, "February 4, 1960")
    said = [
        ["a", claim, "signed-by", "accords-1960", "", KHRUSHCHEV],
        ["b", claim, "dated", "accords-1960", "", "1960-02-04"],
    ]
    both = pd.DataFrame(said, columns=lesson.assertions.columns)
    found = find_contradictions(
        dataclasses.replace(lesson, events=derive_events(events), assertions=both)
    )
    named = found.loc[found["relation"] == "signed-by", "events"].iloc[0].split("; ")
    assert len(named) == len(set(named)) == 1 + stays.sum()


def test_signed_by_finds_nothing_if_the_signers_are_unknown(lesson):
    unknown = dataclasses.replace(lesson, instruments=lesson.instruments.assign(signers=""))
    assert found_by(unknown, "signed-by", "accords-1960", "", KHRUSHCHEV).empty


@pytest.mark.parametrize(
    ("second", "sure"),
    [
        ("1960-12-01", ["certainly"]),
        ("1960-09-21~", ["certainly"]),
        ("1960-10~", ["possibly"]),  # sorted later, but about October is from 31 August
        ("1960-09/1960-12", []),  # it may have come before
        ("1960-09-10/1960-12", []),
        ("1960-09-11/1960-12", ["certainly"]),
    ],
)
def test_first_time_is_as_certain_as_its_least_certain_event(lesson, second, sure):
    """The meeting that is sorted first is not always the first one."""
    here = lesson.with_date(AGREEMENT, "1960-09-10").with_date("castro-in-ussr", second)
    other = changed(here, "harlem-meeting", terms="nuclear missiles")
    other = changed(other, "castro-in-ussr", terms="nuclear missiles")
    events = other.events[other.events["id"].isin([AGREEMENT, "harlem-meeting", "castro-in-ussr"])]
    few = dataclasses.replace(
        other,
        events=events.reset_index(drop=True),
        instruments=lesson.instruments.assign(not_seen=""),
    )
    assert (
        list(found_by(few, "met", "accords-1960", "", f"{CASTRO}; {KHRUSHCHEV}")["certainty"])
        == sure
    )
    assert list(found_by(few, "term", "accords-1960", "", "nuclear missiles")["certainty"]) == sure


def test_absence_from_the_record_makes_a_contradiction_possible(lesson):
    never = dataclasses.replace(lesson, events=lesson.events.assign(present="", terms=""))
    assert (
        only(found_by(never, "met", "accords-1960", "", f"{CASTRO}; {KHRUSHCHEV}"))["certainty"]
        == "possibly"
    )
    assert only(found_by(never, "term", "accords-1960", "", "arms"))["certainty"] == "possibly"
    assert (
        only(found_by(never, "signed-by", "accords-1960", "", KHRUSHCHEV))["certainty"]
        == "possibly"
    )


# Another date, another verdict


def test_the_written_verdicts_are_those_that_are_computed(lesson):
    assert compare_verdicts(lesson) == {}


@pytest.mark.parametrize(
    ("event", "date", "quote", "message"),
    [
        (
            LANDING,
            "1962-04-17/1962-04-19",
            "in April 1961",
            "“contradicted” (date outside the record), but the verdict given is “supported”",
        ),
        (AGREEMENT, "1959-02-13", "in April 1961", ""),  # this claim does not rest on that date
        (
            AGREEMENT,
            "1960-02-04",
            "on February 4, 1960",
            "“contradicted”, but none of the claim’s assertions is certain to contradict",
        ),
        (
            LANDING,
            "1959-04-17/1959-04-19",
            "motivated by the failed Bay of Pigs",
            "“anachronism”, but none",
        ),
        (
            LANDING,
            "1960-02-14~",
            "motivated by the failed Bay of Pigs",
            "“anachronism”, but none",
        ),  # possible only
        (
            LANDING,
            "1960-02",
            "motivated by the failed Bay of Pigs",
            "“anachronism”, but none",
        ),  # cannot be told
        (LANDING, "1960-02-14", "motivated by the failed Bay of Pigs", ""),
    ],
)
def test_compare_verdicts_follows_a_changed_date(lesson, event, date, quote, message):
    wrong = compare_verdicts(lesson.with_date(event, date))
    said = wrong.get(claim_with(lesson, quote), "")
    assert message in said and bool(message) == bool(said)


def test_compare_verdicts_expects_the_most_severe_verdict(lesson):
    claim = claim_with(lesson, "February 4, 1960")
    more = pd.DataFrame(
        [["x", claim, "brought", "accords-1960", "warheads-arrive", "missiles"]],
        columns=lesson.assertions.columns,
    )
    other = dataclasses.replace(
        lesson, assertions=pd.concat([more, lesson.assertions], ignore_index=True)
    )
    assert set(find_contradictions(other, [claim])["verdict"]) == {"anachronism", "contradicted"}
    assert claim not in compare_verdicts(other), "contradicted is graver than anachronism"


def test_compare_verdicts_names_a_changed_verdict(lesson):
    claim = claim_with(lesson, "February 4, 1960")
    claims = lesson.claims.assign(
        verdict=lesson.claims["verdict"].mask(lesson.claims["id"] == claim, "opinion")
    )
    assert list(compare_verdicts(dataclasses.replace(lesson, claims=claims))) == [claim]


def test_compare_verdicts_accepts_a_possible_contradiction_for_an_uncertain_verdict(lesson):
    """Nobody read the whole of the accords: “no bases” is neither certain nor mere opinion."""
    claim = claim_with(lesson, "in exchange for the establishment")

    def said(**cells):
        claims = lesson.claims.copy()
        for column, value in cells.items():
            claims.loc[claims["id"] == claim, column] = value
        return compare_verdicts(dataclasses.replace(lesson, claims=claims)).get(claim, "")

    assert said() == ""
    assert said(certainty="high").endswith(
        "“contradicted”, but none of the claim’s assertions is certain to contradict the record."
    )
    assert said(verdict="omission").endswith(
        "“omission”, but none of the claim’s assertions is certain to contradict the record."
    )
    assert (
        said(verdict="supported")
        == "The verdict given is “supported”, but an assertion may contradict the record."
    )
    assert said(verdict="partly-supported") == ""
    assert set(find_contradictions(lesson, [claim])["certainty"]) == {"possibly"}


def test_no_clash_is_surer_than_the_verdict_on_its_claim(lesson):
    certain = find_contradictions(lesson).query("certainty == 'certainly'")
    claims = lesson.claims[lesson.claims["id"].isin(certain["claim"])]
    assert set(claims["certainty"]) == {"high"}


# What is written about it


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


def test_contradictions_of_computes_once_and_again_for_a_changed_lesson(monkeypatch):
    lesson = load_lesson()
    computed = contradictions_of(lesson)
    monkeypatch.setattr(contradictions, "find_contradictions", None)
    assert contradictions_of(lesson) is computed, "load_lesson has computed it"
    monkeypatch.undo()
    moved = lesson.with_date(LANDING, "1959-04-17/1959-04-19")
    assert "effect before cause" not in set(contradictions_of(moved)["contradiction"])
    asserting = dataclasses.replace(lesson, assertions=lesson.assertions.head(0))
    assert contradictions_of(asserting).empty
    assert not computed.empty and contradictions_of(lesson) is computed


def supported(lesson):
    """Return the claims whose clash rests on an event, though they cite no source of it."""
    found = find_contradictions(lesson)
    unsupported = []
    for claim, rows in found.groupby("claim"):
        events = {event for cell in rows["events"] for event in split(cell)}
        known = {source for event in events for source in ids(lesson.event(event)["sources"])}
        if known.isdisjoint(ids(lesson.claim(claim)["sources"])):
            unsupported.append(claim)
    return unsupported


def test_a_claim_that_clashes_cites_a_source_of_what_it_clashes_with(lesson):
    assert supported(lesson) == []


def test_a_source_that_exists_but_is_the_wrong_one_is_noticed(lesson):
    claim = find_contradictions(lesson)["claim"].iloc[0]
    claims = lesson.claims.copy()
    claims.loc[claims["id"] == claim, "sources"] = lesson.sources["id"].iloc[-1]
    assert supported(dataclasses.replace(lesson, claims=claims)) == [claim]


def test_find_contradictions_does_not_depend_on_the_order_of_rows():
    lesson = load_lesson()
    turned = dataclasses.replace(lesson, events=lesson.events[::-1].reset_index(drop=True))
    for claim in ("c06", "c11"):
        pd.testing.assert_frame_equal(
            find_contradictions(turned, [claim]), find_contradictions(lesson, [claim])
        )
