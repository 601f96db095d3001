"""The shipped lesson: what its text, record and figures must show. No other tests load it."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from helpers import describe_timeline, find_contradictions, load_lesson, plot_timeline
from helpers.compare.contradictions import compare_verdicts, contradictions_of
from helpers.compare.placement import claims_in_time
from helpers.compare.relations import CONTRADICTIONS
from helpers.lesson.cells import ids, split
from helpers.timeline.browser import TimelineWidget
from helpers.timeline.model import SIZES
from helpers.timeline.pages import timeline_pages
from helpers.timeline.timelinejs import timelinejs
from tests.drawn import Drawn, check_layout, check_rows

LESSON = load_lesson()
EVENTS = LESSON.events


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


# The timeline


@pytest.mark.parametrize("lanes", [None, "side", "category", "actors", "place"])
@pytest.mark.parametrize("size", SIZES)
def test_timeline_has_every_event_once_and_no_overlaps(size, lanes):
    ax = plot_timeline(LESSON, size=size, lanes=lanes)
    check_layout(ax)
    if lanes in (None, "side"):
        check_rows(ax, EVENTS, "sides" if lanes else None)


@pytest.mark.parametrize("span", ["1962-10-16/1962-10-28", "1962", "1960-02", "1962-10-27"])
def test_timeline_of_a_span_has_no_overlaps(span):
    check_layout(plot_timeline(LESSON, span=span))


@pytest.mark.parametrize("size", ["notebook", "a4"])
def test_timeline_pages_label_every_event(size):
    pages = timeline_pages(LESSON, size=size)
    labelled = set()
    for ax in pages:
        check_layout(ax)
        labelled |= {item.mark.id for band in ax.timeline.bands for item in band.items}
    assert set(EVENTS["id"]) <= labelled


def test_timeline_sides_are_in_the_order_of_the_lesson():
    bands = plot_timeline(EVENTS, lanes="side").timeline.content.bands
    assert [band.name for band in bands] == ["Havana", "Moscow", "Washington", "others"]


def test_timeline_describes_the_central_contradiction():
    ax = plot_timeline(LESSON)
    assert "the effect comes 14 months before its cause" in repr(ax)
    lines = repr(describe_timeline(ax)).splitlines()
    line = next(line for line in lines if re.match(r"\d+\. c14: “", line))
    for part in (
        "motivated by the failed Bay of Pigs invasion",
        "14 months",
        "17 to 19 April 1961",
        "13 February 1960",
        "certainly",
    ):
        assert part in line


def test_timeline_lists_claims_without_any_date():
    undated = {mark.id for mark in plot_timeline(LESSON).timeline.content.undated}
    placed = claims_in_time(LESSON)
    assert undated <= set(placed.loc[placed["date"] == "", "id"]) and len(undated) > 10


def test_timeline_dates_each_claim_by_its_own_date_if_the_text_has_two():
    asserted = LESSON.assertions
    dated = asserted["relation"].eq("dated") & asserted["subject"].eq("accords-1960")
    first = asserted[dated].iloc[0]
    second = pd.DataFrame([{**first, "id": "z1", "claim": "c30", "value": "1960-05"}])
    lesson = replace(LESSON, assertions=pd.concat([asserted, second], ignore_index=True))
    dates = claims_in_time(lesson).set_index("id")["date"]
    assert (dates[first["claim"]], dates["c30"]) == (first["value"], "1960-05")
    assert dates["c06"] == first["value"], "a claim without a date of its own has the first one"


def test_timeline_draws_a_chain_of_causes_from_its_first_link_to_its_last():
    (row,) = claims_in_time(LESSON, ["c19"]).itertuples()
    chain = LESSON.assertions.query("claim == 'c19' and relation == 'caused'")
    assert list(chain["object"])[:-1] == list(chain["subject"])[1:], "this claim is a chain"
    named = [*chain["subject"], chain["object"].iloc[-1]]
    assert (row.cause, row.events) == (LESSON.event(named[0])["date"], "; ".join(named))


def test_timeline_labels_what_the_text_speaks_of_before_other_events():
    record = plot_timeline(LESSON).timeline.bands[-1]
    labelled = {item.mark.id for item in record.items}
    wrong_day = find_contradictions(LESSON, ["c07"]).iloc[0]
    assert "mikoyan-arrives" in labelled & set(ids(wrong_day["events"]))
    others = labelled - {name for row in find_contradictions(LESSON)["events"] for name in ids(row)}
    assert "us-breaks-relations" in others & set(LESSON.assertions["object"])


def test_timeline_of_a_lesson_without_the_contradiction_draws_none():
    moved = LESSON.with_date("bay-of-pigs", "1959-04-17/1959-04-19")
    ax = plot_timeline(moved, ["c14"])
    (link,) = ax.timeline.content.claims[0].links
    assert link.label == "by the text’s own dates the effect comes first"
    assert "contradiction" not in repr(ax)


def test_timeline_unknown_claim_error_names_it():
    with pytest.raises(ValueError, match="The text has no claim c99"):
        plot_timeline(LESSON, claims=["c99"])


def test_timeline_hours_have_precise_marks_only_for_exact_times():
    drawn = Drawn(plot_timeline(LESSON, span="1962-10-16/1962-10-28"))
    timed = {row.id for row in EVENTS.itertuples() if row.time and not row.time.endswith("~")}
    precise = [mark for mark in drawn.marks("record") if mark.kind == "exact time"]
    assert len(precise) == len([name for name in timed if drawn.labels(name)]) > 8


def test_widget_shows_summary_sources_knowledge_and_meaning_of_an_event():
    widget = TimelineWidget(LESSON)

    def card(name):
        widget.handle(show=list(widget.shown["id"]).index(name))
        return str(widget.event["html"])

    found = card("bay-of-pigs")
    assert "Rasenberger" in found
    claim = "c14 “The agreement was motivated by the failed Bay of Pigs invasion”"
    assert f"{claim}: The effect lies before its cause." in found
    found = card("presidium-missile-decision")
    assert "<b>Became public:</b> perhaps 2003." in found
    assert "<b>Who knew at the time:</b> Moscow" in found
    assert all(why[:60] not in found for why in LESSON.claims["why"]), "verdicts are the students’"


def test_timelinejs_has_hours_and_contradictions_but_no_verdicts():
    found = timelinejs(LESSON)
    slides = {slide["unique_id"]: slide for slide in found["events"]}
    assert "14 months" in slides["bay-of-pigs"]["text"]["text"]
    assert "c14" in found["title"]["text"]["text"]
    assert slides["quarantine-speech"]["display_date"] == "22 October 1962, 19:00 local time"
    assert all(why not in str(found) for why in LESSON.claims["why"])
