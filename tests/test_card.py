"""What the card shows at each step, in full, and nothing too early."""

import dataclasses
import html
import json
import re

import pytest

from helpers.exercises import journal
from helpers.exercises.card import (
    CardWidget,
    live_card,
)
from helpers.exercises.feedback import notes, place_in_text, sources_of
from helpers.exercises.form import answer_in_words, form_of, is_valid_answer, sendable, static
from helpers.exercises.loading import verdict_exercises
from helpers.exercises.verdicts import VerdictsWidget, live_verdicts
from helpers.lesson.citations import cite
from tests.small_answers import EXERCISES, LESSON, right_answer

CHECK = EXERCISES["small-choose-one"]
OPTIONS = CHECK.content["options"]
RIGHT = right_answer(CHECK)
FIRST = {
    "answer": None,
    "confidence": None,
    "basis": None,
    "evidence": None,
    "change_mind": None,
    "ticked": [],
    "turn": 1,
    "reset": 0,
    "started": False,
    "hints": [],
    "hints_left": len(CHECK.hints),
    "may_see_solution": False,
    "solution": "",
    "note": "",
}

#: The parts of the feedback of an answer that has nothing but reasons.
NOTHING_MORE = {"side_by_side": [], "checklist": [], "afterwards": [], "sources": []}


def lines(work):
    path = work / "journal.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if path.exists()
        else []
    )


def press(card, action, **more):
    card._receive(None, {"action": action, **more}, None)
    return card.state


def test_from_the_first_look_to_a_new_start(work):
    assert RIGHT == 1 and len(OPTIONS) == 4 and CHECK.hints, (
        "the exercise that this test follows has changed"
    )
    card = CardWidget(CHECK, LESSON)
    assert card.state == FIRST
    wrong = {
        "answer": 0,
        "started": True,
        "result": "wrong",
        "head": "✗ Not yet.",
        "reasons": [OPTIONS[0]["reason"]],
        **NOTHING_MORE,
    }
    assert press(card, "check", answer=0) == {**FIRST, **wrong, "turn": 2}
    hinted = {"hints": CHECK.hints[:1], "hints_left": len(CHECK.hints) - 1}
    assert press(card, "hint") == {**FIRST, **wrong, **hinted, "turn": 3}
    assert press(card, "solution") == {**FIRST, **wrong, **hinted, "turn": 3}, "it is not due yet"
    right = {
        "answer": 1,
        "started": True,
        "result": "right",
        "head": "✓ Right.",
        "may_see_solution": True,
        "hints": CHECK.hints[:1],
        "hints_left": 0,
        **NOTHING_MORE,
        "reasons": [OPTIONS[1]["reason"], place_in_text(CHECK, LESSON)],
        "sources": notes(sources_of(CHECK, LESSON), LESSON),
    }
    assert press(card, "check", answer=1) == {**FIRST, **right, "turn": 4}
    assert press(card, "hint")["hints_left"] == 0, "there is none after a right answer"
    assert press(card, "solution") == {
        **FIRST,
        **right,
        "solution": CHECK.content["solution"],
        "turn": 5,
    }
    anew = {"turn": 6, "reset": 1, "note": "Your earlier answers are saved."}
    assert press(card, "restart") == {**FIRST, **anew}
    again = {
        "answer": 2,
        "started": True,
        "result": "wrong",
        "head": "✗ Not yet.",
        "reasons": [OPTIONS[2]["reason"]],
        "reset": 1,
        **NOTHING_MORE,
    }
    assert press(card, "check", answer=2) == {**FIRST, **again, "turn": 7}
    assert press(CardWidget(CHECK, LESSON), "restart")["reset"] == 1
    assert press(card, "restart")["reset"] == 2
    assert [line["event"] for line in lines(work)] == [
        "attempt",
        "hint",
        "attempt",
        "solution",
        "restart",
        "attempt",
        "restart",
        "restart",
    ]
    assert all(
        (line["exercise"], line["version"], line["kind"]) == (CHECK.id, CHECK.version, CHECK.kind)
        for line in lines(work)
    )
    assert [line["hints"] for line in lines(work) if line["event"] == "attempt"] == [0, 1, 0]


def test_a_message_of_the_browser_arrives(work):
    card = CardWidget(CHECK, LESSON)
    card._handle_custom_msg({"action": "check", "answer": 1}, [])
    assert card.state["result"] == "right"


def test_a_draft_that_is_kept_leaves_the_note_above_it():
    words = EXERCISES["small-write"]
    CardWidget(words, LESSON).check("word " * 20)
    card = CardWidget(words, LESSON)
    assert press(card, "draft", text="word " * 21)["note"] == "You answered this before."


@pytest.mark.parametrize(
    "message", [{}, {"action": "nothing"}, {"action": "draft"}, {"action": "draft", "text": 5}]
)
def test_a_message_of_no_meaning_changes_nothing(message, work):
    card = CardWidget(CHECK, LESSON)
    card._receive(None, message, None)
    assert card.state == FIRST
    assert not work.exists()


def test_what_could_not_be_read_is_no_attempt_and_says_so():
    card = CardWidget(EXERCISES["small-date"], LESSON)
    state = press(card, "check", answer="soon")
    assert (state["head"], state["result"], state["answer"], state["started"]) == (
        "Please look again.",
        "unclear",
        "soon",
        False,
    )
    assert press(card, "check", answer="May 1866")["head"] == "◐ Partly right."
    words = EXERCISES["small-write"]
    assert press(CardWidget(words, LESSON), "check", answer="word " * 20)["head"] == "✓ Saved."
    assert CardWidget(words, LESSON).state["may_see_solution"] is False, (
        "its model answer came with the feedback"
    )


def test_only_a_confidence_and_seconds_that_there_are_are_kept(work):
    verdict = EXERCISES["small-verdict"]
    card = CardWidget(verdict, LESSON)
    for sure, seconds in ((0, 1), (2, 2.5), (3, "9"), (-1, None), ("1", [])):
        press(card, "check", answer=0, confidence=sure, seconds=seconds)
    assert [(line["confidence"], line["seconds"]) for line in lines(work)] == [
        (0, 1),
        (2, 2.5),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert card.state["confidence"] is None
    assert press(card, "check", answer=0, confidence=1)["confidence"] == 1
    assert CardWidget(verdict, LESSON).state["confidence"] == 1
    press(CardWidget(CHECK, LESSON), "check", answer=0, confidence=1)
    assert lines(work)[-1]["confidence"] is None, "this card does not ask for it"


def test_lines_that_cannot_be_read_are_counted(work):
    work.mkdir()
    (work / "journal.jsonl").write_bytes(b"nonsense\n")
    assert (
        CardWidget(CHECK, LESSON).state["note"]
        == "One line of your journal can't be read; the others are all there."
    )
    (work / "journal.jsonl").write_bytes(b"nonsense\n" * 2)
    card = CardWidget(CHECK, LESSON)
    card.check(0)
    note = (
        "You answered this before. 2 lines of your journal can't be read; the others are all there."
    )
    assert CardWidget(CHECK, LESSON).state["note"] == note


def test_what_an_answer_left_behind_is_said_when_it_comes_back():
    task = EXERCISES["small-task"]
    card = CardWidget(task, LESSON)
    for _ in range(2):  # a cell that runs again
        card.check(3)
        assert (card.state["result"], card.state["note"]) == ("wrong", "")
    state = CardWidget(task, LESSON).state
    assert (state["answer"], state["note"]) == (
        "3",
        "Put your value in place of None to have it checked.",
    )
    assert "result" not in state
    card.check(right_answer(task))
    assert (
        CardWidget(task, LESSON).state["note"]
        == "You had this right. Put your value in place of None to have it checked."
    )
    writes = EXERCISES["small-write"]
    card = CardWidget(writes, LESSON)
    press(card, "draft", text="It")
    assert CardWidget(writes, LESSON).state["note"] == "", "nothing was checked before"
    card.check("word " * 20)
    press(card, "draft", text="It is")
    assert (
        CardWidget(writes, LESSON).state["note"]
        == "This is your draft. Your last checked answer is saved."
    )


def test_an_old_answer_that_the_form_cannot_show_is_kept_and_said():
    journal.JOURNAL.append(
        lesson=LESSON.name,
        exercise=CHECK.id,
        version="older",
        kind=CHECK.kind,
        event="attempt",
        answer="words",
        result="right",
    )
    state = CardWidget(CHECK, LESSON).state
    assert state["answer"] is None
    assert (
        state["note"]
        == "This exercise has been changed since you answered. Your old answer is saved."
    )


def test_a_right_verdict_names_its_sources_once():
    verdict = EXERCISES["small-verdict"]
    card = CardWidget(verdict, LESSON)
    card.check(right_answer(verdict))
    cited = LESSON.claim(verdict.content["claim"])["sources"]
    assert len(card.state["sources"]) == len(cited.split("; "))


def test_three_different_answers_that_are_partly_right_open_the_solution():
    several = EXERCISES["small-choose-several"]
    card, right = CardWidget(several, LESSON), right_answer(several)
    for number, place in enumerate(right[:3], 1):
        state = press(card, "check", answer=[place])
        assert (state["result"], state["may_see_solution"]) == ("partly", number == 3)


# ---- which answers fit
# ---------------------------------------------------------------------------------------

MATCH = {"input": "match", "options": ["a", "b"], "choices": ["x", "y", "z"]}
FIT = [
    ({"input": "radio", "options": ["a", "b"]}, [0, 1], [2, -1, True, "0", None, [0], 0.0]),
    (
        {"input": "checkbox", "options": ["a", "b"]},
        [[0], [1], [0, 1]],
        [[], [2], [0, 2], [True], 0, "0", None],
    ),
    ({"input": "mark", "options": ["a", "b"]}, [[1]], [[], [2], None]),
    (
        {"input": "order", "options": ["a", "b", "c"]},
        [[2, 0, 1]],
        [[0, 1], [0, 1, 1], [0, 1, 2, 2], [0, 1, 2, "x"], [0, 1, 3], None],
    ),
    (MATCH, [[0, 2], [1, 1]], [[0], [0, 3], [0, 1, 2], [0, None], "01"]),
    ({"input": "text"}, ["a", " a "], ["", " ", 1, None, ["a"]]),
    ({"input": "area"}, ["a"], ["", "\n", 1]),
]


@pytest.mark.parametrize(("form", "right", "wrong"), FIT, ids=[form["input"] for form, *_ in FIT])
def test_which_answers_have_the_shape_of_the_form(form, right, wrong):
    assert [answer for answer in right if not is_valid_answer(form, answer)] == []
    assert [answer for answer in wrong if is_valid_answer(form, answer)] == []


def test_a_match_is_said_line_by_line_and_every_line_needs_its_choice():
    form = {"input": "match", "options": ["a", "b"], "choices": ["x", "y"]}
    assert answer_in_words(form, [1, 0]) == "a: y; b: x"
    with pytest.raises(ValueError, match="shorter"):
        answer_in_words(form, [0])


def test_half_a_letter_is_replaced_before_it_is_sent_and_everything_else_stays():
    assert sendable({"a": ["x\ud800y", {"b": "\udfff"}], "c": 5, "d": None}) == {
        "a": ["x?y", {"b": "?"}],
        "c": 5,
        "d": None,
    }
    card = CardWidget(EXERCISES["small-write"], LESSON)
    card.check("word " * 20 + "\ud800")
    assert card.state["answer"].endswith("word ?")


# ---- on paper
# ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES.keys())
def test_markup_and_words_say_the_same(exercise):
    markup, words = static(form_of(exercise, LESSON))
    assert [html.unescape(line).strip() for line in re.split(r"(?:<[^>]+>)+", markup) if line] == [
        line.strip() for line in words.splitlines()
    ]
    assert set(re.findall(r"</?\w+", markup)) <= {
        f"{end}{tag}" for end in ("<", "</") for tag in ("div", "p", "b", "blockquote", "ul", "li")
    }
    page = live_card(exercise, LESSON)
    assert (page.html, page.text) == (markup, words)
    assert page.widget.form["id"] == exercise.id


def test_the_markup_of_a_question():
    form = {
        "input": "match",
        "label_line": "L",
        "question": "A < B?",
        "quote": "Q",
        "how": "H",
        "options": ["one", "two"],
        "choices": ["x", "y"],
        "label": "Yours",
        "confidence": ["no", "yes"],
    }
    assert static(form)[0] == (
        '<div class="card"><p class="quiet">L</p><p><b>A &lt; B?</b></p>'
        "<blockquote>“Q”</blockquote><p>H</p><p>For each line choose one of: x / y.</p>"
        '<ul class="signs"><li>▸ one</li><li>▸ two</li></ul>'
        "<p>Yours: ____________</p><p>How sure are you? ○ no ○ yes</p></div>"
    )
    marked = {"input": "mark", "label_line": "L", "question": "Q", "options": ["Two", "words."]}
    assert (
        static(marked)[0] == '<div class="card"><p class="quiet">L</p><p><b>Q</b></p>'
        '<p class="source-text">Two words.</p></div>'
    )


def test_the_line_above_a_question_names_skill_level_and_minutes():
    assert (
        form_of(dataclasses.replace(CHECK, minutes=1), LESSON)["label_line"]
        == "Exercise · sourcing · level 1 of 3 · 1 minute"
    )
    assert (
        form_of(dataclasses.replace(CHECK, minutes=3), LESSON)["label_line"]
        == "Exercise · sourcing · level 1 of 3 · 3 minutes"
    )


# ---- what a right answer rests on, and all verdicts
# --------------------------------------------------------------


def of(kind="choose-one", **content):
    return dataclasses.replace(CHECK, kind=kind, content=content)


def test_sources_of_a_right_answer_are_those_it_names_or_those_of_its_events():
    first, second = LESSON.sources["id"].iloc[:2]
    event = LESSON.events.iloc[0]
    assert sources_of(of(), LESSON) == []
    assert sources_of(of(sources=[first, second, first], events=[event["id"]]), LESSON) == [
        first,
        second,
    ]
    rests = event["sources"].split("; ")[0]
    assert sources_of(of(events=[event["id"], event["id"]]), LESSON) == [rests]


def test_a_note_has_the_short_citation_and_an_address_only_if_it_can_be_opened():
    sources = LESSON.sources.copy()
    sources.loc[0, "url"], sources.loc[1, "url"] = "https://example.org/a", "javascript:alert(1)"
    lesson = dataclasses.replace(LESSON, sources=sources)
    first, second = sources["id"].iloc[:2]
    (web, script) = notes([f"{first} [p. 7]", second], lesson)
    assert web["address"] == "https://example.org/a" and "p. 7" in web["text"]
    assert script == {"text": cite(lesson, second, "short").removesuffix("."), "address": ""}


def test_place_in_text_names_each_sentence_once():
    inside = LESSON.claims[LESSON.claims["sentence"] > 0]
    one, other = inside.iloc[0], inside.iloc[-1]
    places = f"In the text: sentence {one['sentence']}, sentence {other['sentence']}."
    assert place_in_text(of(claims=[other["id"], one["id"], one["id"]]), LESSON) == places
    assert place_in_text(of(), LESSON) == ""
    heading = dataclasses.replace(LESSON, claims=LESSON.claims.assign(sentence=0))
    assert place_in_text(of(claims=[one["id"]]), heading) == "In the text: heading."


def test_the_verdicts_on_all_claims_name_each_and_mark_what_is_done():
    all_claims = verdict_exercises(EXERCISES, LESSON)
    names = [f"{claim.id}: {claim.quote}" for claim in LESSON.claims.itertuples()]
    widget = VerdictsWidget(all_claims, LESSON)
    assert (widget.form["menu"], widget.form["place"]) == (names, 0)
    assert widget.state["done"] == [False] * len(names)
    press(widget, "go", place=len(names) - 1)
    assert (widget.form["menu"], widget.form["place"]) == (names, len(names) - 1)
    press(widget, "hint")
    assert not any(widget.state["done"]), "a hint is no answer"
    press(widget, "check", answer=0)
    assert widget.state["done"] == [False] * (len(names) - 1) + [True]
    assert press(widget, "restart")["note"] == "Your earlier answers are saved."
    press(widget, "go", place=0)
    assert widget.form["place"] == 0
    press(widget, "go", place=len(names))
    press(widget, "look", place=2)
    assert widget.form["place"] == 0
    page = live_verdicts(all_claims, LESSON)
    head = "Give a verdict on each claim, and say how sure you are."
    assert page.text.splitlines() == [head, *(f"{name} ____________" for name in names)]
    assert page.html.startswith(
        f'<div class="card"><p><b>{head}</b></p>'
        f"<ul><li>{html.escape(names[0])} ____________</li><li>"
    )
    assert page.html.endswith("____________</li></ul></div>")
    assert page.widget.form["menu"] == names


# ---- checklists
# ------------------------------------------------------------------------------------------------


def test_ticks_of_a_checklist_are_saved_and_come_back(work):
    write = EXERCISES["small-write"]
    card = CardWidget(write, LESSON)
    press(card, "checklist", ticked=[0])
    assert not work.exists(), "there is no checklist before an answer"
    card.check("word " * 20)
    assert card.state["checklist"] == write.content["checklist"]
    turn = card.state["turn"]
    assert press(card, "checklist", ticked=[1])["turn"] == turn, "what has the focus stays"
    for wrong in ([99], ["0"], 1, None, [True]):
        press(card, "checklist", ticked=wrong)
    assert [line["answer"] for line in lines(work) if line["event"] == "checklist"] == [[1]]
    assert CardWidget(write, LESSON).state["ticked"] == [1]
    assert journal.JOURNAL.entries()[0][-1]["event"] == "checklist"
