"""The evidence table, the page to hand in in three formats, and the line of text."""

import base64
import hashlib
import json
import random
import time
import zipfile
import zlib
from xml.etree import ElementTree

import docx
import pytest

from helpers import my_work
from helpers.errors import UserError
from helpers.exercises import evidence, export_line, history, journal, summary
from helpers.exercises.card import CardWidget
from helpers.exercises.export_line import MOST_BYTES, MOST_CHARACTERS, read_line, write_line
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import verdict_exercises
from helpers.exercises.progress import what_next
from helpers.exercises.word import write_word
from helpers.rewriting.drafts import save_draft
from tests.answers import EXERCISES, LESSON, right_answer
from tests.hostile import HOSTILE

HISTORY = history.History(LESSON.name)
ALL = EXERCISES | {one.id: one for one in verdict_exercises(EXERCISES, LESSON)}
CHECK = EXERCISES["start-check-first"]
MARK, VERDICT = EXERCISES["read-mark-the-cause"], EXERCISES["verdict-signing-date"]
WRITE, VOTE = EXERCISES["read-first-impression"], EXERCISES["write-vote-crisis"]
LONG = "I believe it, because it is so well written and names exact dates for everything."


def gather(notes=None):
    return summary.gather(ALL, LESSON, HISTORY, notes)


def section(title, notes=None):
    return next(one for one in gather(notes).sections if one.title == title)


def shown(page, kind="text/plain"):
    """Return what a live page shows of the student's own work."""
    return page.widget.children[-1].outputs[0]["data"][kind]


def press(card, action, **more):
    card._receive(None, {"action": action, **more}, None)


# ---- evidence


def test_the_evidence_table_is_empty_at_first_and_says_how_rows_come_in():
    assert "still empty" in evidence.evidence_page(ALL, LESSON, HISTORY).text


def test_a_verdict_becomes_a_row_with_words_marked_evidence_and_doubt():
    CardWidget(MARK, LESSON).check(right_answer(MARK))
    motive = EXERCISES["verdict-motive"]
    given = {"basis": [0, 3], "evidence": "the treaty", "change_mind": "A second treaty"}
    CardWidget(motive, LESSON).check(3, 2, 1.0, **given)
    (row,) = evidence.evidence_rows(ALL, LESSON, HISTORY)
    assert row == (
        f"“{LESSON.claim(motive.content['claim'])['quote']}”",
        "was, motivated, by",
        "anachronism",
        "the treaty",
        "a date, an expert",
        "I am sure",
        "A second treaty",
    )


def test_without_a_typed_date_the_first_two_events_of_the_claim_decide():
    CardWidget(VERDICT, LESSON).check(2, 0)
    (row,) = evidence.evidence_rows(ALL, LESSON, HISTORY)
    names = LESSON.claim(VERDICT.content["claim"])["events"].split("; ")[:2]
    first, second = (LESSON.event(name) for name in names)
    assert row.decides == (
        f"{first['title']} ({first['date_words']}); {second['title']} ({second['date_words']})"
    )


def test_marked_words_of_a_sentence_without_a_verdict_are_a_row_too_in_the_order_of_the_text():
    CardWidget(ALL["verdict-c32"], LESSON).check(0, 0)
    CardWidget(MARK, LESSON).check(right_answer(MARK))
    rows = evidence.evidence_rows(ALL, LESSON, HISTORY)
    assert [row.claim[:10] for row in rows] == ["Sentence 5", rows[1].claim[:10]]
    assert rows[0].verdict == "not judged yet"


@pytest.mark.parametrize("answer", ["words", [1], 99, -1, None])
def test_an_answer_that_is_no_verdict_is_no_row(answer):
    journal.JOURNAL.append(exercise=VERDICT.id, event="attempt", answer=answer, kind="verdict")
    assert evidence.evidence_rows(ALL, LESSON, HISTORY) == []


def test_my_work_shows_the_evidence_only_where_a_kernel_runs():
    CardWidget(VERDICT, LESSON).check(2, 0)
    page = my_work("evidence")
    assert repr(page).startswith("Run this cell to see your evidence")
    assert "contradicted" in shown(page)
    assert "contradicted" not in page.html


# ---- what the first page contains


def test_results_count_attempts_hints_and_when_the_solution_was_opened():
    card = CardWidget(CHECK, LESSON)
    press(card, "hint")
    for place in (0, 2, 3):
        card.check(place)
    press(card, "solution")
    card.check(right_answer(CHECK))
    (row,) = section("Results").tables[0].rows
    text = CHECK.content["options"][right_answer(CHECK)]["text"]
    assert row[1:] == (text, "right", "4", "1", "before the last answer")


def test_a_solution_that_was_opened_after_a_right_answer_is_told_apart():
    card = CardWidget(CHECK, LESSON)
    card.check(right_answer(CHECK))
    press(card, "solution")
    assert section("Results").tables[0].rows[0][-1] == "after the last answer"


def test_written_answers_are_together_with_ticks_and_drafts():
    card = CardWidget(WRITE, LESSON)
    card.check(LONG)
    press(card, "checklist", ticked=[0])
    press(card, "draft", text="A new beginning")
    saved, draft = section("My written answers").texts
    assert saved.text == LONG
    assert [remark[0] for remark in saved.remarks] == ["☑", *"☐" * (len(saved.remarks) - 1)]
    assert (draft.text, draft.remarks) == ("A new beginning", ["draft, not checked"])


def test_both_votes_are_in_the_results():
    card = CardWidget(VOTE, LESSON)
    card.check(0)
    card.check(2)
    answer = section("Results").tables[0].rows[0][1]
    options = [option["text"] for option in VOTE.content["options"]]
    assert answer == f"first: {options[0]}; second: {options[2]}"


def test_the_rewriting_is_there_with_what_the_check_says():
    assert section("My own text").empty == "There is none yet."
    for name, text in (("rewrite-by-sentence", "One.\nTwo."), ("rewrite", "It was Mikoyan.")):
        journal.DRAFTS.append(
            lesson=LESSON.name, exercise=name, event="draft", answer=text, after=0
        )
    (text,) = section("My own text", lambda words, by_line: [f"{words} {by_line}"]).texts
    assert (text.text, text.remarks) == ("It was Mikoyan.", ["It was Mikoyan. False"])


@pytest.mark.parametrize("form", ["export", "export-word", "export-markdown"])
def test_each_file_has_the_rewriting_with_the_notes_of_the_check(work, form):
    save_draft(LESSON, "sentences", "\n\nCastro and Mikoyan signed the accords on 4 February 1960.")
    my_work(form)
    (path,) = work.glob("my-work.*")
    if form == "export-word":
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    else:
        text = path.read_text(encoding="utf-8")
    known = LESSON.date("accords-1960").in_words()
    assert f"Look again, sentence 2: The record has {known}" in text.replace("\\", "")


def test_the_self_assessment_is_next_to_how_sure_the_student_was():
    assert section("How I judge myself").empty.startswith("I have not said yet")
    CardWidget(VERDICT, LESSON).check(2, 2)
    CardWidget(EXERCISES["write-judge-yourself"], LESSON).check(f"Evidence, level 2. {LONG}")
    judged = section("How I judge myself")
    assert judged.tables[0].rows[-1] == ("I am sure", "1", "1")
    assert judged.texts[0].text.startswith("Evidence, level 2.")
    assert section("My written answers").texts == [], "it is there once"


def test_my_work_shows_the_calibration_only_where_a_kernel_runs():
    assert "not said yet" in shown(my_work("calibration"))
    CardWidget(VERDICT, LESSON).check(0, 2)
    page = my_work("calibration")
    assert "you were sure of 1; 0 of these are right" in shown(page)
    assert "sure of 1" not in page.html


def test_a_page_about_the_students_work_is_made_again_when_it_comes_into_view():
    page = my_work("evidence")
    eye = page.widget.children[0]
    CardWidget(VERDICT, LESSON).check(2, 0)
    assert "still empty" in shown(page)
    eye._handle_custom_msg({"action": "look"}, [])
    assert "contradicted" in shown(page)
    before = page.widget.children[-1].outputs
    eye._handle_custom_msg({"action": "look"}, [])
    assert page.widget.children[-1].outputs is before, "nothing has changed, so nothing is made"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("export", "my-work.html"),
        ("export-word", "my-work.docx"),
        ("export-markdown", "my-work.md"),
    ],
)
def test_a_button_saves_what_is_there_when_it_is_pressed(work, form, name):
    page = my_work("hand-in")
    assert not list(work.glob("my-work.*")), "nothing is saved before"
    CardWidget(WRITE, LESSON).check(LONG)
    press(page.widget, "save", form=form)
    assert page.widget.state["message"][0].startswith(f"Saved: {name}")
    assert "1 answer from 1 session" in page.widget.state["message"][0]
    assert (work / name).stat().st_size > 1000


def test_the_button_for_a_form_shows_the_line():
    page = my_work("hand-in")
    CardWidget(CHECK, LESSON).check(0)
    press(page.widget, "save", form="export-line")
    assert read_line(page.widget.state["line"]).answers == 1
    press(page.widget, "save", form="nonsense")
    assert page.widget.state["turn"] == 1


def test_the_statement_counts_answers_and_sessions(monkeypatch):
    assert gather().statement == "There are no answers yet."
    CardWidget(CHECK, LESSON).check(0)
    monkeypatch.setattr(journal, "SESSION", "another")
    CardWidget(CHECK, LESSON).check(1)
    first = gather().statement
    assert first.startswith("Contents: 2 answers from 2 sessions. Checksum: ")
    CardWidget(CHECK, LESSON).check(2)
    assert gather().statement[-20:] != first[-20:], "the checksum changes with every answer"


def test_lines_without_a_session_count_as_one():
    lines = [{"exercise": "a"}, {"exercise": "b"}, {"exercise": "c", "session": "x"}]
    assert summary.count_sessions(lines) == 2


# ---- Word


def test_the_word_document_can_be_opened_and_contains_everything(work):
    CardWidget(VERDICT, LESSON).check(2, 0, basis=[1])
    CardWidget(WRITE, LESSON).check(LONG)
    assert repr(my_work("export-word")).startswith("Saved: my-work.docx")
    document = docx.Document(str(work / "my-work.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Contents: 2 answers from 1 session." in text and LONG in text
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {"contradicted", "a person", "I am guessing"} <= cells
    assert document.core_properties.author == ""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_a_word_document_is_text(text, tmp_path):
    table = summary.Table("c", ("a", "b"), [(text[:5000], "x")])
    page = summary.Work(text[:5000], [summary.Section("t", [table])], table)
    write_word(page, tmp_path / "x.docx")
    with zipfile.ZipFile(tmp_path / "x.docx") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))


# ---- the line of text


def play():
    for one in EXERCISES.values():
        if one.kind != "task":
            CardWidget(one, LESSON).check(right_answer(one), 1, 2.5, basis=[0])
    CardWidget(VERDICT, LESSON).check(0, 2)


def test_a_line_contains_all_results_and_is_short_enough_for_a_form():
    play()
    line = write_line(HISTORY)
    assert line.isascii() and not any(character.isspace() for character in line)
    assert len(line) < 6000
    results = read_line(line)
    attempts = HISTORY.attempts()
    assert (results.lesson, results.answers, results.sessions) == (LESSON.name, len(attempts), 1)
    assert results.checksum in gather().statement
    found = {one["exercise"]: one for one in results.exercises}
    assert list(found) == list(dict.fromkeys(line["exercise"] for line in attempts))
    verdict = found[VERDICT.id]
    assert (verdict["first"], verdict["last"], verdict["attempts"]) == ("right", "wrong", 2)
    assert (verdict["answer"], verdict["confidence"]) == (0, 2)
    assert "answer" not in found[WRITE.id], "texts are not in the line"


def test_a_line_that_a_mail_has_broken_up_is_read():
    play()
    line = write_line(HISTORY)
    broken = "\r\n".join(line[start : start + 60] for start in range(0, len(line), 60))
    assert read_line(f"  {broken}\n") == read_line(line)


def test_a_line_without_answers_is_read():
    assert read_line(write_line(HISTORY)).exercises == []


def packed(value, version=1, data=None):
    data = json.dumps(value).encode() if data is None else data
    letters = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")
    return f"lesson-work.{version}.{hashlib.sha256(letters.encode()).hexdigest()[:16]}.{letters}"


GOOD = {"lesson": "x", "answers": 1, "sessions": 1, "checksum": "c", "exercises": []}
ENTRY = {
    "exercise": "a",
    "version": "v",
    "kind": "k",
    "first": "right",
    "last": "right",
    "attempts": 1,
    "hints": 0,
    "solution": "no",
}


def with_entry(**changes):
    return packed(GOOD | {"exercises": [ENTRY | changes]})


def test_the_base_of_all_refused_lines_is_read():
    assert read_line(packed(GOOD)).lesson == "x"
    assert read_line(with_entry(answer=[1, 2])).exercises[0]["answer"] == [1, 2]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "This is not a line of results"),
        (None, "This is not a line of results"),
        ("hello", "This is not a line of results"),
        ("x" * (MOST_CHARACTERS + 1), "too long"),
        (packed(GOOD, version=2), "of version 2, and this program reads version 1"),
        (packed(GOOD)[:-2], "missing or changed"),
        (packed(GOOD).replace(".1.", ".1.0", 1)[:-1], "not a line of results"),
        (packed(GOOD) + "AAAA", "missing or changed"),
        ("lesson-work.1.0123456789abcdef.AAAA", "missing or changed"),
        (packed(None, data=b"not JSON"), "missing or changed"),
        (packed(None, data=b"[" * 100_000), "missing or changed"),
        (packed(None, data=b"\xff"), "missing or changed"),
        (packed([]), "not one of ours"),
        (packed(GOOD | {"more": 1}), "not one of ours"),
        (packed(GOOD | {"answers": "1"}), "not one of ours"),
        (packed(GOOD | {"answers": True}), "not one of ours"),
        (packed(GOOD | {"answers": -1}), "not one of ours"),
        (packed(GOOD | {"exercises": [5]}), "not one of ours"),
        (with_entry(last="splendid"), "not one of ours"),
        (with_entry(attempts=1.5), "not one of ours"),
        (with_entry(answer={"a": 1}), "not one of ours"),
        (with_entry(answer="<script>"), "not one of ours"),
        (with_entry(confidence=3), "not one of ours"),
        (with_entry(basis=["magic"]), "not one of ours"),
        (with_entry(exercise="x" * 101), "not one of ours"),
        (packed(GOOD | {"exercises": [ENTRY] * 2001}), "not one of ours"),
        (packed(None, data=b" " * (MOST_BYTES + 1)), "more than one student can have done"),
        (packed(None, data=b"0" * 50_000_000), "more than one student can have done"),
    ],
    ids=range(28),
)
def test_a_line_that_is_not_one_of_ours_is_refused(line, message):
    started = time.perf_counter()
    with pytest.raises(UserError, match=message):
        read_line(line)
    assert time.perf_counter() - started < 2


def test_no_changed_letter_of_a_line_goes_unnoticed():
    CardWidget(CHECK, LESSON).check(0)
    line, chance = write_line(HISTORY), random.Random(5)
    for _ in range(200):
        at = chance.randrange(len("lesson-work.1."), len(line) - 1)
        letter = chance.choice([one for one in "abcdef0123456789" if one != line[at]])
        with pytest.raises(UserError):
            read_line(line[:at] + letter + line[at + 1 :])


def test_no_line_of_the_journal_makes_a_line_that_cannot_be_read():
    for value in ("x", [1.5], {}, True, 10**400, [10**9], None, [], -1):
        journal.JOURNAL.append(
            exercise="e" * 90, event="attempt", answer=value, result=value, basis=[value, "date"]
        )
        read_line(write_line(HISTORY))


def test_my_work_saves_the_line_and_shows_it(work):
    CardWidget(CHECK, LESSON).check(0)
    page = my_work("export-line")
    line = (work / "my-work.txt").read_text(encoding="ascii").strip()
    assert repr(page).startswith("Saved: my-work.txt") and repr(page).endswith(line)
    assert read_line(line).answers == 1
    assert export_line.NAME in page.html


# ---- what comes next


def test_what_comes_next_is_a_link_to_its_notebook():
    page = shown(my_work(), "text/html")
    for _, notebook in what_next(EXERCISES, []):
        assert f'<a href="{notebook}.ipynb">{notebook}</a>' in page


def test_what_can_be_done_is_listed_if_something_else_is_asked_for():
    with pytest.raises(ValueError, match="evidence, calibration, hand-in, export, export-word"):
        my_work("evidenze")


def test_verdicts_in_the_evidence_are_those_that_students_read():
    assert [name.replace("-", " ") for name in VERDICTS] == [
        one.label.partition(":")[0] for one in VERDICTS.values()
    ]
