"""Second verdicts, how a student knows, what would change their mind, and claims in the text."""

import dataclasses
import json
import re

import pytest

from helpers.errors import LessonError
from helpers.exercises import journal
from helpers.exercises.card import CardWidget
from helpers.exercises.form import form_of, static
from helpers.exercises.grounds import BASIS, Grounds
from helpers.exercises.kinds.verdict import VERDICTS, reveal
from helpers.exercises.lines import parse_line
from helpers.exercises.loading import verdict_exercises
from helpers.exercises.verdicts import VerdictsWidget, claims_in_text
from helpers.load import load_lesson
from tests.answers import EXERCISES, LESSON, grade

ALL = {one.content["claim"]: one for one in verdict_exercises(EXERCISES, LESSON)}
DEFENDED = [claim.id for claim in LESSON.claims.itertuples() if claim.also]


def lines(work):
    return [json.loads(line) for line in (work / "journal.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("claim", DEFENDED)
def test_a_second_verdict_is_right_and_explained_before_ours(claim):
    row = LESSON.claim(claim)
    result = grade(ALL[claim], list(VERDICTS).index(row["also"]))
    assert result.result == "right"
    assert result.reasons == [row["also_why"], *reveal(claim, LESSON)]
    assert "{" not in row["also_why"], "its references are filled in"


def test_our_own_verdict_does_not_show_the_reason_of_the_second():
    row = LESSON.claim(DEFENDED[0])
    result = grade(ALL[DEFENDED[0]], list(VERDICTS).index(row["verdict"]))
    assert row["also_why"] not in result.reasons


@pytest.mark.parametrize(
    ("also", "also_why", "message"),
    [
        ("supported", "", "The second verdict has no reason"),
        ("", "Because.", "There is no second verdict"),
        ("contradicted", "Because.", "This is the verdict already"),
        ("suported", "Because.", "This value is not known"),
        ("supported", "On {nowhere.date}.", "which does not exist"),
    ],
)
def test_loading_names_a_second_verdict_that_is_incomplete(small_copy, also, also_why, message):
    package = json.loads((small_copy / "datapackage.json").read_text(encoding="utf-8"))
    claims = next(one for one in package["resources"] if one["name"] == "claims")
    verdicts = {"enum": list(VERDICTS)}
    claims["schema"]["fields"] += [
        {"name": "also", "type": "string", "description": "d", "constraints": verdicts},
        {"name": "also_why", "type": "string", "description": "d"},
    ]
    (small_copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    path = small_copy / "claims.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    written = [f"{header},also,also_why", f"{first},{also},{also_why}", *(f"{x},," for x in rest)]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    with pytest.raises(LessonError, match=re.escape(message)):
        load_lesson(small_copy)


def test_how_a_student_knows_is_in_the_journal_and_comes_back(work):
    verdict = EXERCISES["verdict-motive"]
    given = {"basis": [0, 3], "evidence": "  the  treaty ", "change_mind": "A second treaty"}
    card = CardWidget(verdict, LESSON)
    card._receive(None, {"action": "check", "answer": 0, "confidence": 2, **given}, None)
    (line,) = lines(work)
    assert (line["basis"], line["evidence"], line["change_mind"]) == (
        ["date", "expert"],
        "the treaty",
        "A second treaty",
    )
    again = CardWidget(verdict, LESSON).state
    assert (again["confidence"], again["basis"]) == (2, [0, 3])
    assert (again["evidence"], again["change_mind"]) == ("the treaty", "A second treaty")


@pytest.mark.parametrize("basis", [None, "date", [7, -1, "x", None, {}], []])
def test_a_basis_that_the_form_does_not_offer_is_left_out(basis, work):
    card = CardWidget(EXERCISES["verdict-motive"], LESSON)
    card._receive(None, {"action": "check", "answer": 0, "basis": basis, "evidence": 5}, None)
    assert not {"basis", "evidence", "change_mind"} & set(lines(work)[0])


def test_an_exercise_that_does_not_ask_for_it_saves_none_of_it(work):
    card = CardWidget(EXERCISES["start-check-first"], LESSON)
    card._receive(None, {"action": "check", "answer": 0, "basis": [0], "change_mind": "x"}, None)
    assert not {"basis", "evidence", "change_mind"} & set(lines(work)[0])


def test_an_older_line_has_a_confidence_only(work):
    verdict = EXERCISES["verdict-motive"]
    journal.JOURNAL.append(
        exercise=verdict.id,
        version=verdict.version,
        kind="verdict",
        event="attempt",
        answer=1,
        result="wrong",
        confidence=1,
    )
    state = CardWidget(verdict, LESSON).state
    assert (state["answer"], state["confidence"], state["basis"]) == (1, 1, None)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("basis", ["date", 5, "sun"], ("date",)),
        ("basis", "date", ()),
        ("evidence", 5, ""),
        ("change_mind", ["x"], ""),
    ],
)
def test_a_value_of_another_type_is_left_out_of_the_line(field, value, read):
    line = parse_line(json.dumps({"exercise": "x", field: value}).encode())
    assert getattr(Grounds.of_line(line), field) == read


def test_the_question_on_paper_asks_how_a_student_knows():
    _, words = static(form_of(EXERCISES["verdict-motive"], LESSON))
    assert "How do you know? ☐ " + " ☐ ".join(BASIS.values()) in words
    assert "What would change your mind?" in words


def test_every_claim_can_be_opened_once_from_the_text():
    paragraphs = claims_in_text(LESSON)
    places = [place for pieces in paragraphs for _, place in pieces if place is not None]
    assert sorted(places) == list(range(len(LESSON.claims)))
    whole = "".join(words for pieces in paragraphs for words, _ in pieces)
    assert whole == LESSON.text.replace("\n", "")
    for pieces in paragraphs:
        for words, place in pieces:
            assert place is None or (words and words in LESSON.claims["quote"].iloc[place])


def test_claims_that_contain_each_other_or_begin_together_can_all_be_opened():
    rows = LESSON.claims.head(4).copy()
    start = int(LESSON.sentences["start"].iloc[1])
    rows["start"] = [start, start, start + 3, start + 9]
    rows["end"] = [start + 20, start + 8, start + 5, start + 10]
    paragraphs = claims_in_text(dataclasses.replace(LESSON, claims=rows))
    opened = [(words, place) for pieces in paragraphs for words, place in pieces]
    assert sorted(place for _, place in opened if place is not None) == [0, 1, 2, 3]
    assert "".join(words for words, _ in opened) == LESSON.text.replace("\n", "")


def test_the_text_with_its_claims_is_in_the_form_without_any_verdict():
    widget = VerdictsWidget(list(ALL.values()), LESSON)
    assert [[list(piece) for piece in pieces] for pieces in claims_in_text(LESSON)] == (
        widget.form["text"]
    )
    sent = json.dumps([widget.form, widget.state], ensure_ascii=False)
    assert not [
        row.also_why for row in LESSON.claims.itertuples() if row.also_why in sent and row.also
    ]
