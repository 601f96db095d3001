"""The handouts print, fit their pages, show no answer to students, and execute nothing."""

import dataclasses
import json
import re
import shutil

import pytest
import typst
import yaml

from helpers import load_lesson
from helpers.classroom.handouts import blocks
from helpers.classroom.handouts.guide import guide_page
from helpers.classroom.handouts.printing import PAPERS, page_images, print_sheets
from helpers.classroom.handouts.sheets import PLANS, STUDENTS, TEACHERS, Sheet, all_sheets, left_out
from helpers.classroom.key import answers_of
from helpers.errors import LessonError, UserError
from helpers.files import PROJECT
from helpers.lesson.background import optional_problems, read_documents
from helpers.lesson.guide import read_claims_guide
from helpers.lesson.handouts import handout_titles, read_handouts
from tests.hostile import HOSTILE
from tools import guide, handouts
from tools.copies import GUIDE
from tools.stored import answer_key

LESSON = load_lesson()
SMALL = load_lesson(PROJECT / "tests" / "lesson")
SHEETS = {paper: all_sheets(LESSON, paper, PROJECT / "notebooks" / GUIDE) for paper in PAPERS}
A4 = {sheet.id: sheet for sheet in SHEETS["a4"]}
STUDENT_SHEETS = [sheet for sheet in A4.values() if sheet.audience == STUDENTS]
#: Sheets that must have exactly so many pages; all others that students get have one.
PAGES = {"people": 2, "documents": 12, "claims-table": 2, "cards": 2, "exit-slips": 3}


def pdf(*sheets, title="A title", paper="a4"):
    return print_sheets(sheets, title, "A lesson", paper)


def pages(*sheets, paper="a4"):
    return len(page_images(sheets, "A title", "A lesson", paper))


def sheet(*parts):
    return Sheet("a-sheet", "A sheet", STUDENTS, parts)


# ---- the files


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", A4)
def test_handout_is_a_tagged_pdf_with_title_and_language(name, paper):
    (chosen,) = [one for one in SHEETS[paper] if one.id == name]
    content = pdf(chosen, title=chosen.title, paper=paper)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Marked true" in content and b"/Lang(en)" in content.replace(b" ", b"")
    assert (
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{chosen.title}</rdf:li>'.encode()
        in content
    )


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("one", [*STUDENT_SHEETS, A4["key-short"]], ids=lambda one: one.id)
def test_handout_has_as_many_pages_as_promised(one, paper):
    (chosen,) = [sheet for sheet in SHEETS[paper] if sheet.id == one.id]
    expected = {**PAGES, "key-short": 2}.get(one.id, 1)
    assert pages(chosen, paper=paper) == expected


def test_every_sheet_of_a_joint_file_begins_on_its_own_piece_of_paper():
    chosen = [A4["people"], A4["text"], A4["cards"]]
    alone = [pages(one) for one in chosen]
    assert alone == [2, 1, 2]
    assert pages(*chosen) == 2 + (1 + 1) + 2


def test_handouts_of_all_listed_titles_are_made():
    assert left_out(LESSON, SHEETS["a4"]) == []
    assert {**handout_titles(LESSON), "guide": A4["guide"].title} == {
        one.id: one.title for one in A4.values()
    }


def test_handout_is_the_same_byte_for_byte():
    again = {one.id: one for one in all_sheets(load_lesson(), "a4")}
    for name in ("map", "timeline-completed", "text"):
        assert pdf(A4[name]) == pdf(again[name])
        assert b"CreationDate" not in pdf(A4[name]) and b"CreateDate" not in pdf(A4[name])


def test_lesson_without_optional_files_gets_what_it_has_data_for():
    sheets = all_sheets(SMALL, "a4")
    assert [one.id for one in sheets] == ["text", "claims-table", "key-full"]
    assert all(pdf(one) for one in sheets)
    messages = left_out(SMALL, sheets)
    assert len(messages) == len(PLANS) - len(sheets)
    assert "“Vocabulary” is left out: no words.yaml." in messages


def test_command_writes_students_and_teachers_apart(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LESSON_FOLDER", str(SMALL.folder))
    monkeypatch.setattr(handouts, "FOLDER", tmp_path)
    assert handouts.main(["--paper", "letter"]) == 0
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.pdf"))
    assert [name.replace("\\", "/") for name in found] == [
        "letter/students/all-students.pdf",
        "letter/students/claims-table.pdf",
        "letter/students/text.pdf",
        "letter/teachers/all-teachers.pdf",
        "letter/teachers/key-full.pdf",
    ]
    assert "“Map” is left out: no map.yaml" in capsys.readouterr().out


def test_handouts_of_another_lesson_do_not_stay_behind(tmp_path):
    students = tmp_path / "a4" / "students"
    students.mkdir(parents=True)
    for name in ("documents.pdf", "my-own.pdf"):
        (students / name).write_bytes(b"%PDF")
    handouts.write_handouts(SMALL, tmp_path, "a4")
    found = sorted(path.name for path in students.iterdir())
    assert found == ["all-students.pdf", "claims-table.pdf", "my-own.pdf", "text.pdf"]


# ---- what is on them


def words_of(one):
    """Return everything that a sheet gives to typst, without the drawings."""
    return json.dumps(
        [dataclasses.asdict(one), one.title], ensure_ascii=False, sort_keys=True
    ).replace("\\n", " ")


def key_strings():
    """Return the sentences that only teachers may read."""
    notes = read_claims_guide(LESSON)
    short = [line for page in read_handouts(LESSON).key for _, line in page.claims]
    return {*answer_key(), *short, *(text for one in notes for text in (one.evidence, one.reply))}


def leaks(one):
    words = words_of(one)
    return sorted(
        text for text in key_strings() if json.dumps(text, ensure_ascii=False)[1:-1] in words
    )


@pytest.mark.parametrize("one", STUDENT_SHEETS, ids=lambda one: one.id)
def test_students_sheet_shows_no_answer(one):
    assert leaks(one) == []


@pytest.mark.parametrize("name", ["key-short", "key-full", "guide"])
def test_search_for_answers_finds_those_of_the_keys(name):
    assert len(leaks(A4[name])) >= sum(len(page.claims) for page in read_handouts(LESSON).key)


def test_students_sheet_of_documents_does_not_say_what_they_do_to_claims():
    assert any(one.claims for one in read_documents(LESSON))
    words = words_of(A4["documents"])
    assert re.search(rf"\b({'|'.join(LESSON.claims['id'])})\b", words) is None


def test_claims_table_names_verdicts_only_above_the_table():
    (table,) = [block for block in A4["claims-table"].blocks if block["kind"] == "table"]
    assert len(table["rows"]) == len(LESSON.claims)
    assert {tuple(row[2:]) for row in table["rows"]} == {("", "", "")}


def test_date_of_a_card_is_behind_its_title():
    fronts, backs = (block["rows"] for block in A4["cards"].blocks if block["kind"] == "cards")
    titles = dict(zip(LESSON.events["title"], LESSON.events["date_words"], strict=True))
    for front, back in zip(fronts, backs, strict=True):
        for (mark, title), (mark_behind, date) in zip(front, reversed(back), strict=True):
            assert (mark, titles[title]) == (mark_behind, date)


def test_cards_are_not_in_the_order_of_their_dates():
    order = [title for block in A4["cards"].blocks[:1] for row in block["rows"] for _, title in row]
    by_date = [title for title in LESSON.events["title"] if title in order]
    assert order != by_date and sorted(order) == sorted(by_date)


def test_figure_has_a_description_made_from_its_rows():
    described = [block["alt"] for block in A4["map"].blocks if block["kind"] == "figure"]
    assert all(name in described[0] for name in load_places())
    (timeline,) = [block["alt"] for block in A4["timeline-completed"].blocks]
    for line in read_handouts(LESSON).chronology:
        assert LESSON.event(line.event)["title"] in timeline


def load_places():
    from helpers.lesson.optional import read_table

    return list(read_table(LESSON, "places")["name"])


def test_every_written_task_has_a_sample_at_three_levels_in_the_key():
    written = [one for one in answers_of(LESSON) if one.exercise.kind == "write"]
    levels = [[line[:8] for line in one.sample[:3]] for one in written]
    assert levels == [["Level 1:", "Level 2:", "Level 3:"]] * len(written)
    key = words_of(A4["key-full"])
    for one in written:
        assert all(json.dumps(line, ensure_ascii=False)[1:-1] in key for line in one.sample)


# ---- nothing is executed


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        "#let a = 1",
        "$x",
        "*a",
        "_a",
        '#import "@preview/cetz:0.3.4": *',
        "`a",
        "[a",
        '#read("/etc/passwd")',
        "@nothing <label>",
        *HOSTILE[:5],
    ],
)
def test_text_is_never_read_as_markup(text):
    every = sheet(
        blocks.heading(text),
        blocks.paragraph([blocks.run(text, style) for style in ("", "strong", "emph", "code")]),
        blocks.label(text),
        blocks.bullets([text]),
        blocks.table([text], [[text]]),
        blocks.lines(1, text),
        {"kind": "facts", "rows": [[text, text]]},
        {"kind": "sentences", "items": [[0, text], [1, text]]},
        {"kind": "cards", "note": text, "rows": [[[text, text]]], "down": 1},
        blocks.together([blocks.paragraph(text)]),
    )
    assert print_sheets([dataclasses.replace(every, title=text)], text, text, "a4")


def hostile_handouts(text):
    """Return the content of a handouts.yaml for the small lesson, with a text in every place."""
    events, claims = list(SMALL.events["id"]), list(SMALL.claims["id"])
    question = {"question": text, "look_for": text, "starters": [text]}
    return {
        "sheets": [{"id": name, "title": text} for name in PLANS],
        "chronology": [{"event": name, "line": text} for name in events],
        "cards": events,
        "organisers": {
            "sourcing": {"task": text, "questions": [question], "last": text},
            "corroboration": {
                "task": text,
                "columns": [{"heading": text, "starter": text}],
                "rows": 1,
                "conclusions": [text],
            },
        },
        "exit_slips": [{"title": text, "prompt": text, "starter": text}],
        "key_outline": [
            {"page": 1, "title": text, "claims": [{"claim": one, "line": text} for one in claims]}
        ],
    }


def test_another_lesson_prints_its_handouts_with_hostile_texts(tmp_path):
    shutil.copytree(SMALL.folder, tmp_path, dirs_exist_ok=True)
    content = hostile_handouts('#panic() $ * _ ` [ @a #import "b": * <script>')
    (tmp_path / "handouts.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    sheets = all_sheets(load_lesson(tmp_path), "a4")
    assert {one.id for one in sheets} == {
        *("text", "chronology", "cards", "timeline-blank", "sourcing", "corroboration"),
        *("claims-table", "exit-slips", "timeline-completed", "key-short", "key-full"),
    }
    assert all(pdf(one, title=one.title) for one in sheets)


def test_typst_would_stop_if_a_text_were_read_as_markup():
    with pytest.raises(typst.TypstError, match="panicked"):
        typst.compile(b'#panic("x")', format="pdf")


def test_accents_and_cyrillic_letters_are_shown():
    assert pdf(sheet(blocks.paragraph("Хрущёв, Микоян, Mikoyán, Łódź, magyarság, ő")))


def test_letter_without_a_font_is_named():
    with pytest.raises(UserError, match="“A title” can’t be printed.*中.*Cyrillic"):
        pdf(sheet(blocks.paragraph("中文")))


# ---- nothing is empty


@pytest.mark.parametrize(
    ("parts", "empty"),
    [
        ([blocks.heading("A"), blocks.paragraph("text")], []),
        ([blocks.heading("A"), blocks.heading("B"), blocks.paragraph("text")], ["A"]),
        ([blocks.heading("A"), blocks.heading("B", 3), blocks.paragraph("text")], []),
        ([blocks.heading("A"), blocks.new_page(), blocks.heading("B", 3)], ["B"]),
        ([blocks.heading("A"), blocks.paragraph("")], ["A"]),
        ([blocks.heading("A"), blocks.table(["a"], [])], ["A"]),
        ([blocks.heading("A"), blocks.bullets([])], ["A"]),
        ([blocks.together([blocks.heading("A")]), blocks.lines(1)], []),
    ],
)
def test_heading_without_content_is_named(parts, empty):
    assert blocks.empty_headings(parts) == empty


def test_check_names_an_empty_heading_of_a_handout(monkeypatch):
    empty = dataclasses.replace(A4["people"], blocks=(blocks.heading("Somebody"),))
    monkeypatch.setattr(guide, "all_sheets", lambda *_: [empty, *list(A4.values())])
    assert guide.handout_problems(LESSON) == [
        "Handout “Who is who”: there is nothing under the heading “Somebody”. Fill it."
    ]


def test_check_names_a_listed_handout_that_has_no_data(tmp_path):
    shutil.copytree(LESSON.folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "words.yaml").unlink()
    lesson = dataclasses.replace(LESSON, folder=tmp_path)
    assert guide.handout_problems(lesson) == [
        "handouts.yaml: “Words that you will meet” is left out: no words.yaml. Add it."
    ]


@pytest.mark.parametrize(
    ("name", "before", "after", "message"),
    [
        ("handouts", "  - mikoyan-arrives\n", "  - mikoyan-arives\n", "is not in events."),
        ("handouts", "id: cards,", "id: card,", "“card” is not"),
        ("handouts", "claim: c14", "claim: c99", "is not in claims."),
        ("handouts", "{rfk-dobrynin.date}", "{rfk-dobrinin.date}", "rfk-dobrinin"),
        ("reading-levels", "level: easiest", "level: easier", "appears in more than one entry."),
    ],
)
def test_mistake_in_a_file_of_the_handouts_is_named(tmp_path, name, before, after, message):
    path = tmp_path / f"{name}.yaml"
    text = (LESSON.folder / path.name).read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    problems = optional_problems(dataclasses.replace(LESSON, folder=tmp_path))
    assert [one.file for one in problems] == [path.name]
    assert message in str(LessonError(problems))


# ---- the guide


def test_guide_prints_every_heading_and_no_comment():
    headings = [block["text"] for block in A4["guide"].blocks if block["kind"] == "heading"]
    printed = [one for one in guide.sections(GUIDE) if one != A4["guide"].title]
    assert [one for one in printed if one not in headings] == []
    assert "<!--" not in words_of(A4["guide"])


def test_cell_of_the_guide_that_cannot_be_printed_is_named(tmp_path):
    text = (PROJECT / "notebooks" / GUIDE).read_text(encoding="utf-8")
    path = tmp_path / GUIDE
    path.write_text(text.replace("show_rubric(lesson)", "show_secret(lesson)"), encoding="utf-8")
    with pytest.raises(UserError, match=r"can’t be printed: show_secret\(lesson\)"):
        guide_page(LESSON, path)


def test_guide_is_for_teachers():
    assert {one.id for one in A4.values() if one.audience == TEACHERS} == {
        "timeline-completed",
        "key-short",
        "key-full",
        "guide",
    }
