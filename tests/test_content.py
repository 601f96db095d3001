"""The shipped lesson: what must be true of its data, whatever they say."""

import pytest

from helpers import load_lesson
from helpers.compare.contradictions import compare_verdicts, contradictions_of
from helpers.compare.relations import CONTRADICTIONS
from helpers.lesson.cells import ids, split


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


# Contradictions


def test_the_text_contradicts_the_record_in_every_way_that_the_lesson_teaches(lesson):
    assert set(contradictions_of(lesson)["contradiction"]) >= {
        "effect before cause",
        "date outside the record",
        "could not have been there",
        "had not met",
        "term appears later",
        "brought later",
        "part missing",
    }


def test_every_verdict_agrees_with_what_is_computed(lesson):
    assert compare_verdicts(lesson) == {}
    verdicts = {kind.verdict for kind in CONTRADICTIONS.values()}
    assert verdicts <= set(lesson.claims["verdict"])


def test_every_contradiction_is_a_sentence_with_citations(lesson):
    found = contradictions_of(lesson)
    assert (found["citations"] != "").all()
    for row in found.itertuples():
        assert row.explanation.endswith(".") and row.explanation[0].isupper()
        assert "{" not in row.explanation and "None" not in row.explanation
        assert set(split(row.events)) <= set(lesson.events["id"])


def test_a_certain_contradiction_belongs_to_a_claim_of_high_certainty(lesson):
    certain = contradictions_of(lesson).query("certainty == 'certainly'")
    claims = lesson.claims[lesson.claims["id"].isin(certain["claim"])]
    assert set(claims["certainty"]) == {"high"}


def test_a_contradicted_claim_cites_a_source_of_an_event_that_contradicts_it(lesson):
    without = []
    for claim, rows in contradictions_of(lesson).groupby("claim"):
        events = {event for cell in rows["events"] for event in split(cell)}
        known = {source for event in events for source in ids(lesson.event(event)["sources"])}
        if known.isdisjoint(ids(lesson.claim(claim)["sources"])):
            without.append(claim)
    assert without == []
