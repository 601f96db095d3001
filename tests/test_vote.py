"""Votes: none is right, the first is hidden until the second, and both are kept."""

import json

import pytest

from helpers.exercises.card import CardWidget
from tests.answers import EXERCISES, LESSON

VOTE = EXERCISES["write-vote-crisis"]
OPTIONS = [option["text"] for option in VOTE.content["options"]]


def lines(work):
    return [json.loads(line) for line in (work / "journal.jsonl").read_bytes().splitlines()]


def test_after_the_first_vote_comes_the_talk_and_the_vote_is_hidden():
    card = CardWidget(VOTE, LESSON)
    assert VOTE.content["talk"] not in json.dumps([card.form, card.state], ensure_ascii=False)
    card.check(1)
    state = card.state
    assert (state["head"], state["answer"], state["side_by_side"]) == ("✓ Saved.", None, [])
    assert VOTE.content["talk"] in state["reasons"][0]
    sent = json.dumps(state, ensure_ascii=False)
    assert OPTIONS[1] not in sent and VOTE.content["solution"] not in sent


@pytest.mark.parametrize(("second", "words"), [(1, "the same way twice"), (3, "changed your vote")])
def test_after_the_second_vote_both_are_side_by_side_and_in_the_journal(work, second, words):
    card = CardWidget(VOTE, LESSON)
    card.check(1)
    CardWidget(VOTE, LESSON).check(second)  # after the notebook was opened again
    state = CardWidget(VOTE, LESSON).state
    assert state["side_by_side"] == [
        ["Your first vote", OPTIONS[1]],
        ["Your second vote", OPTIONS[second]],
    ]
    assert words in state["afterwards"][0] and state["afterwards"][1] == VOTE.content["solution"]
    assert state["answer"] == second
    saved = [(one["answer"], one["round"], one["result"]) for one in lines(work)]
    assert saved == [(1, 1, "saved"), (second, 2, "saved")]


def test_opening_the_notebook_again_after_the_first_vote_shows_the_talk_and_not_the_vote():
    CardWidget(VOTE, LESSON).check(2)
    state = CardWidget(VOTE, LESSON).state
    assert state["answer"] is None and VOTE.content["talk"] in state["reasons"][0]
    assert state["note"] == "You answered this before."


def test_a_third_vote_replaces_the_second_and_starting_over_begins_with_the_first(work):
    card = CardWidget(VOTE, LESSON)
    for place in (0, 1, 2):
        card.check(place)
    assert [pair[1] for pair in card.state["side_by_side"]] == [OPTIONS[0], OPTIONS[2]]
    card._receive(None, {"action": "restart"}, None)
    card.check(3)
    assert card.state["side_by_side"] == []
    assert [one.get("round") for one in lines(work)] == [1, 2, 2, None, 1]


def test_a_vote_counts_as_saved_not_as_right():
    card = CardWidget(VOTE, LESSON)
    card.check(0)
    card.check(0)
    assert card.state["result"] == "saved" and not card.state["may_see_solution"]
