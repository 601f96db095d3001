"""Rewriting: the check on texts of every quality, the drafts, our own version, other lessons."""

import json
import shutil
import time
from pathlib import Path

import pytest
import yaml

from helpers import load_lesson, rewrite, show_rubric
from helpers.display.html import displayable
from helpers.errors import LessonError, UserError
from helpers.exercises import journal
from helpers.exercises.card import CardWidget
from helpers.exercises.loading import load_exercises
from helpers.files import PROJECT
from helpers.lesson.citations import cite
from helpers.rewriting.check import Checker, check_text
from helpers.rewriting.drafts import drafts_of, save_draft, worth_listing
from helpers.rewriting.editor import EditorWidget
from helpers.rewriting.sentences import plain, split_sentences
from helpers.rewriting.writing import Writing, read_writing
from tests.dated import dated_lesson
from tests.hostile import HOSTILE

LESSON = dated_lesson()
WRITING = read_writing(LESSON)
CHECKER = Checker(LESSON, WRITING)
TEXTS = yaml.safe_load((PROJECT / "tests" / "rewritings.yaml").read_text(encoding="utf-8"))
RULES = {
    "false-date",
    "could-not-sign",
    "could-not-meet",
    "effect-before-cause",
    "agreements-mixed",
    "part-missing",
    "condition-missing",
    "certainty",
    "no-citation",
    "length",
    "which-agreement",
}
YEARS = range(1850, 2070)


def model_text():
    """Return our own version as a student would have to write it, with its sources in brackets."""
    sentences = []
    for sentence in WRITING.model:
        notes = "; ".join(cite(LESSON, one, "short").removesuffix(".") for one in sentence.sources)
        sentences.append(f"{sentence.text.removesuffix('.')} [{notes}].")
    return " ".join(sentences)


def text_of(case):
    """Return the text of a case; two of them stand for texts of the lesson."""
    return {"original": LESSON.text, "model": model_text()}.get(case["text"], case["text"])


def shown(page, kind="text/plain"):
    """Return what a live page shows of the student's own work."""
    return page.widget.children[-1].outputs[0]["data"][kind]


def rules_of(findings, kind="problem"):
    """Return the rules of all findings of one kind."""
    return {finding.rule for finding in findings if finding.kind == kind}


# ---- the check


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["id"])
def test_check_text_finds_what_is_wrong_and_nothing_else(case):
    findings = check_text(text_of(case), LESSON)
    said = [f"{finding.rule}: {finding.message}" for finding in findings]
    assert rules_of(findings) == set(case["problems"]), said
    assert set(case.get("fixed", [])) <= rules_of(findings, "fixed"), said
    assert set(case.get("notes", [])) <= rules_of(findings, "note"), said
    if "sentence" in case:
        assert findings[0].sentence == case["sentence"]


def test_the_texts_are_at_least_forty_and_every_rule_occurs():
    assert len(TEXTS) >= 40
    used = {rule for case in TEXTS for key in ("problems", "notes") for rule in case.get(key, [])}
    assert used == RULES


def test_every_rule_is_explained_to_students_and_teachers():
    page = (PROJECT / "docs" / "rewrite-check.md").read_text(encoding="utf-8")
    assert [rule for rule in sorted(RULES) if f"`{rule}`" not in page] == []


def test_a_true_text_of_the_record_is_not_contradicted():
    """Every title, summary and reason of ours: none of them disagrees with the record."""
    about_facts = RULES - {"no-citation", "certainty", "part-missing", "condition-missing"}
    lesson = load_lesson()
    checker = Checker(lesson, WRITING)
    texts = {
        event.id: f"On {event.date_words}: {event.title}. {event.summary}"
        for event in lesson.events.itertuples()
    }
    texts |= dict(zip(lesson.claims["id"], lesson.claims["why"], strict=True))
    found = {name: rules_of(checker.check(text)) & about_facts for name, text in texts.items()}
    assert {name: rules for name, rules in found.items() if rules} == {}


def test_a_finding_points_at_the_words_it_is_about():
    text = "Much is told. Castro and Mikoyan signed the trade agreement on 4 February 1960 [Time]."
    (finding,) = [one for one in CHECKER.check(text) if one.kind == "problem"]
    assert text[finding.start : finding.end] == finding.words == "4 February 1960"
    assert finding.sentence == 2
    assert LESSON.date("trade-credit-agreement").in_words() in finding.message


def test_a_corrected_date_corrects_the_check():
    text = "Castro and Mikoyan signed the trade agreement on 20 February 1960 [Time]."
    assert rules_of(check_text(text, LESSON)) == {"false-date"}
    moved = LESSON.with_date("trade-credit-agreement", "1960-02-20")
    assert rules_of(check_text(text, moved)) == set()


def test_a_mistake_of_the_original_that_is_only_left_out_does_not_count_as_fixed():
    fixed = rules_of(CHECKER.check("Cuba is an island in the Caribbean. " * 40), "fixed")
    assert fixed <= {"certainty"}


def test_by_line_findings_name_lines_from_zero():
    text = "\n\nThe trade agreement was signed on 4 February 1960 [Time]. So it is told."
    (finding,) = [one for one in CHECKER.check(text, by_line=True) if one.kind == "problem"]
    assert finding.sentence == 2


def test_the_check_of_400_words_takes_less_than_150_ms():
    text = " ".join(LESSON.text.split()[:400])
    times = []
    for number in range(15):
        begin = time.perf_counter()
        CHECKER.check(f"{text} {number}")
        times.append(time.perf_counter() - begin)
    assert sorted(times)[len(times) // 2] < 0.15


@pytest.mark.parametrize(
    "piece", ["[", "“", "a" * 50, "1", ". ", "the agreement ", "not ", "1960 "]
)
def test_hostile_repetition_is_checked_in_linear_time(piece):
    begin = time.perf_counter()
    CHECKER.check(piece * (30_000 // len(piece)))
    assert time.perf_counter() - begin < 20


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_checked(text):
    for finding in CHECKER.check(text):
        assert finding.message


# ---- sentences


def test_split_sentences_keeps_initials_abbreviations_and_citations_together():
    text = (
        "John F. Kennedy met Mr. Scali on 26 Oct. 1962. So it is. [FRUS, doc. 3. Vol. 2] He left."
    )
    assert [one.text for one in split_sentences(text, YEARS)] == [
        "John F. Kennedy met Mr. Scali on 26 Oct. 1962.",
        "So it is. [FRUS, doc. 3. Vol. 2]",
        "He left.",
    ]


@pytest.mark.parametrize(
    ("written", "year", "month", "day"),
    [
        ("13 February 1960", 1960, 2, 13),
        ("the 13th of February 1960", 1960, 2, 13),
        ("February 13, 1960", 1960, 2, 13),
        ("Feb. 13, 1960", 1960, 2, 13),
        ("1960-02-13", 1960, 2, 13),
        ("February 1960", 1960, 2, None),
        ("28 October", None, 10, 28),
        ("1962", 1962, None, None),
    ],
)
def test_a_date_is_read_however_it_is_written(written, year, month, day):
    (sentence,) = split_sentences(f"It was on {written}.", YEARS)
    (date,) = sentence.dates
    assert (date.year, date.month, date.day) == (year, month, day)


@pytest.mark.parametrize("number", ["1,400 exiles", "1400 exiles", "5353 papers", "3.1415"])
def test_a_number_is_not_taken_for_a_year(number):
    (sentence,) = split_sentences(f"There were {number} of them.", YEARS)
    assert sentence.dates == ()


def test_plain_keeps_the_length_of_any_text():
    for text in [*HOSTILE, "Raúl’s İstanbul ß ﬁ"]:
        assert len(plain(text)) == len(text)


# ---- drafts


def test_every_draft_is_kept_and_the_last_one_comes_back(work):
    widget = EditorWidget(LESSON, WRITING)
    widget.write("free", "First.")
    widget.write("free", "First. Second.")
    again = EditorWidget(LESSON, WRITING)
    assert again.state["mode"] == "free" and again.state["free"] == "First. Second."
    lines = (work / "drafts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["answer"] for line in lines] == ["First.", "First. Second."]


def test_the_evidence_is_in_the_editor_with_the_sentence_that_it_is_about():
    assert EditorWidget(LESSON, WRITING).form["evidence"] == []
    verdict = load_exercises(LESSON)["verdict-motive"]
    claim = LESSON.claim(verdict.content["claim"])
    CardWidget(verdict, LESSON).check(3, 2, evidence="the date of the landing")
    assert EditorWidget(LESSON, WRITING).form["evidence"] == [
        {
            "sentence": int(claim["sentence"]),
            "claim": f"“{claim['quote']}”",
            "verdict": "anachronism",
            "more": " (I am sure). Decided by: the date of the landing.",
        }
    ]


def test_a_kernel_that_starts_again_finds_the_drafts(monkeypatch):
    EditorWidget(LESSON, WRITING).write("sentences", "\nOne.\n\nThree.")
    monkeypatch.setattr(journal, "DRAFTS", journal.Journal("drafts.jsonl"))
    state = EditorWidget(LESSON, WRITING).state
    assert state["sentences"][1] == "One." and state["sentences"][3] == "Three."
    assert len(state["sentences"]) == len(EditorWidget(LESSON, WRITING).form["original"])


def test_a_last_line_without_full_stop_and_claim_gets_no_field():
    original = [one["text"] for one in EditorWidget(LESSON, WRITING).form["original"]]
    assert original == list(LESSON.sentences["text"])[: len(original)]
    assert original[-1].endswith(".") and len(original) == len(LESSON.sentences) - 1


def test_to_bring_back_a_draft_keeps_the_present_one():
    widget = EditorWidget(LESSON, WRITING)
    long = "Twenty words and more, so that losing them is worth a line in the list. " * 2
    widget.write("free", long)
    widget.write("free", "Short.")
    earlier = next(one for one in widget.state["drafts"] if one["beginning"].startswith("Twenty"))
    widget._receive(None, {"action": "restore", "time": earlier["time"]}, [])
    assert widget.state["free"] == long
    assert [draft.text for draft in drafts_of(LESSON)] == [long, "Short.", long]
    assert [draft.text for draft in worth_listing(drafts_of(LESSON))] == [long, "Short."]


def test_both_ways_of_writing_are_kept_apart():
    widget = EditorWidget(LESSON, WRITING)
    widget.write("sentences", "\nBy sentence.")
    widget.write("free", "As one text.")
    state = EditorWidget(LESSON, WRITING).state
    assert state["sentences"][1] == "By sentence." and state["free"] == "As one text."


def test_a_list_of_drafts_names_sittings_and_losses_not_every_key():
    for count in range(1, 30):
        save_draft(LESSON, "free", "word " * count)
    save_draft(LESSON, "free", "word")
    assert [len(draft.text.split()) for draft in worth_listing(drafts_of(LESSON))] == [1, 29]


def test_a_draft_of_another_lesson_is_not_shown(monkeypatch):
    journal.DRAFTS.append(lesson="another", exercise="rewrite", event="draft", answer="Not mine.")
    assert drafts_of(LESSON) == []


def test_a_disk_that_is_full_is_said_and_the_text_is_not_called_saved(monkeypatch):
    widget = EditorWidget(LESSON, WRITING)
    monkeypatch.setattr(journal.DRAFTS, "append", lambda **_: "Not saved yet: the disk is full.")
    widget.write("free", "A text.")
    assert widget.state["trouble"].startswith("Not saved") and not widget.state["saved"]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_saved_and_comes_back(text):
    EditorWidget(LESSON, WRITING).write("free", text)
    widget = EditorWidget(LESSON, WRITING)
    json.dumps(widget.state, ensure_ascii=False).encode()
    if text.strip():
        assert widget.state["free"] == displayable(text)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"action": "write"},
        {"action": "write", "mode": "no", "text": "x"},
        {"action": "write", "mode": "free", "text": 3},
        {"action": "restore", "time": ["x"]},
        {"action": "preview"},
    ],
)
def test_a_message_that_is_none_of_ours_changes_nothing(message):
    widget = EditorWidget(LESSON, WRITING)
    before = widget.state
    widget._receive(None, message, [])
    assert widget.state == before and drafts_of(LESSON) == []


# ---- our own version and the rubric


def sent(widget):
    """Return everything that a browser gets from a widget."""
    return json.dumps([widget.form, widget.state, widget.preview], ensure_ascii=False)


def test_our_version_waits_for_five_sentences_of_the_students_own():
    assert "First write 5 sentences" in shown(rewrite(LESSON, show="model"))
    save_draft(LESSON, "free", LESSON.text)
    page = rewrite(LESSON, show="model")
    assert "First write 5 sentences" in shown(page), "copied is not written"
    save_draft(LESSON, "free", " ".join(f"This is my sentence number {n}." for n in range(5)))
    page.widget.children[0]._handle_custom_msg({"action": "look"}, [])
    assert all(sentence.text in shown(page) for sentence in WRITING.model)
    html = shown(page, "text/html")
    assert html.count("<li>") == sum(len(one.sources) for one in WRITING.model)
    assert WRITING.model[0].text not in page._repr_html_(), "the stored notebook does not have it"


def test_the_editor_never_has_our_version_or_the_rubric():
    page = rewrite(LESSON)
    page.widget.write("free", "This is a sentence of mine.")
    everything = sent(page.widget) + page._repr_html_() + repr(page)
    secrets = [one.text for one in WRITING.model]
    secrets += [level.sample for criterion in WRITING.rubric for level in criterion.levels]
    assert [secret for secret in secrets if secret in everything] == []


def test_show_rubric_has_every_sample_in_a_table_with_a_caption():
    page = show_rubric(LESSON)
    assert page._repr_html_().count("<caption>") == len(WRITING.rubric)
    assert all(level.sample in repr(page) for one in WRITING.rubric for level in one.levels)


def test_rewrite_refuses_what_it_cannot_show():
    with pytest.raises(UserError, match="Choose 'editor' or 'model'"):
        rewrite(LESSON, show="everything")


# ---- other lessons, and a broken file


@pytest.fixture
def other(tmp_path):
    """Return a copy of the lesson's folder without writing aids."""
    folder = tmp_path / "lesson"
    shutil.copytree(PROJECT / "data", folder)
    (folder / "writing.yaml").unlink()
    return folder


def test_a_lesson_without_writing_aids_has_an_editor_and_a_check(other):
    lesson = load_lesson(other)
    assert read_writing(lesson) == Writing()
    page = rewrite(lesson)
    page.widget.write("free", "Clearly, “no names here”. Mikoyan arrives in Havana on 5 May 1961.")
    rules = {finding["rule"] for finding in page.widget.state["findings"]}
    assert {"certainty", "false-date", "no-citation"} <= rules
    assert "no rubric" in repr(show_rubric(lesson))
    assert "no version of ours" in shown(rewrite(lesson, show="model"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("starters: one\n", "starters"),
        ("starter: [one]\n", "starter"),
        ("names:\n  bay-of-pig: [landing]\n", "Did you mean “bay-of-pigs”?"),
        ("names:\n  bay-of-pigs: ['*']\n", "must begin with a letter"),
        ("conditional:\n  peace: It had conditions.\n", "peace"),
        (
            "model:\n  title: Ours\n  sentences:\n  - text: One.\n    sources: [nowhere]\n",
            "nowhere",
        ),
        ("starters: ['On {bay-of-pig.date}']\n", "bay-of-pig"),
        ("starters: [one\n", "YAML"),
    ],
)
def test_a_broken_file_is_named_with_its_field(other, text, message):
    Path(other, "writing.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LessonError) as raised:
        read_writing(load_lesson(other))
    assert "writing.yaml" in str(raised.value) and message in str(raised.value)
