"""`start.py class`: a class hands in, also what is hostile, and the teacher's marks are safe."""

import csv
import io
import os
import re
import struct
import zipfile

import openpyxl
import pytest

import start
from helpers.classroom import folder as folders
from helpers.classroom import reading
from helpers.classroom.attempts import counted, points, result_of
from helpers.classroom.collect import Collector, Student, give_codes
from helpers.classroom.folder import read_folder
from helpers.classroom.marking import read_marks
from helpers.classroom.misconceptions import misconceptions
from helpers.classroom.names import student_of
from helpers.classroom.report import make_report
from helpers.errors import UserError
from helpers.exercises import export_line, history
from helpers.exercises.card import CardWidget
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import lesson_questions
from helpers.exercises.packed import pack
from helpers.exercises.progress import by_skill
from helpers.exercises.record import NAME, read_record, write_record
from helpers.exercises.summary import gather, standings
from helpers.files import PROJECT
from tests.answers import EXERCISES, LESSON, OTHERS, right_answer
from tests.hostile import HOSTILE
from tests.invented_class import BROKEN, Invented, jsonl, write_class, write_page
from tools import class_report

ALL = EXERCISES | {one.id: one for one in OTHERS} | lesson_questions(EXERCISES)
CHOICE, VERDICT = EXERCISES["start-check-first"], EXERCISES["verdict-signing-date"]
WRITE = EXERCISES["start-two-sentences"]


def line(exercise, answer, result="right", **more):
    return {
        "time": "2026-11-24T08:00:00.000+00:00",
        "session": "abcdefgh",
        "lesson": LESSON.name,
        "exercise": exercise.id,
        "version": exercise.version,
        "kind": exercise.kind,
        "event": "attempt",
        "answer": answer,
        "result": result,
        **more,
    }


def right_line(exercise, **more):
    return line(exercise, right_answer(exercise), **more)


RIGHT = [right_line(CHOICE, seconds=30.0)]


def hand_in(folder, name, lines=RIGHT, drafts=()):
    (folder / name).mkdir(parents=True)
    (folder / name / "journal.jsonl").write_bytes(jsonl(lines))
    if drafts:
        (folder / name / "drafts.jsonl").write_bytes(jsonl(drafts))


def collect(folder):
    return Collector(LESSON, ALL).read(folder)


def only_note(folder):
    (note,) = collect(folder).notes
    return note


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "6B"
    path.mkdir()
    return path


@pytest.fixture(scope="module")
def thirty(tmp_path_factory):
    """An invented class of thirty, six of whom hand in something broken, and its report."""
    path = tmp_path_factory.mktemp("class") / "6B"
    path.mkdir()
    write_class(path)
    message = make_report(path, LESSON)
    return path, message, (path / "class-report" / "report.html").read_text(encoding="utf-8")


# ---- the class of thirty


def test_every_file_of_the_thirty_has_a_line_and_all_good_ones_are_accepted(thirty):
    path, message, _ = thirty
    rows = openpyxl.load_workbook(path / "class-report" / "report.xlsx")["Files"]
    status = {row[0]: row[2] for row in rows.iter_rows(min_row=2, values_only=True)}
    files = [one for one in path.rglob("*") if one.is_file() and "class-report" not in one.parts]
    assert {one.name for one in files} - {"marks.xlsx", "Submissions 6B.zip"} <= {
        name.rpartition("/")[2] for name in status
    }
    assert sum(one == "left out" for one in status.values()) == 3, "cut, other lesson, photograph"
    assert sum(one == "partly" for one in status.values()) == 1
    assert message.startswith("27 students; ") and len(BROKEN) == 6


def test_the_page_of_the_thirty_names_who_handed_in_the_same_answers(thirty):
    assert re.search(r"<li>Ada Moss, Uma Iyer: \d+ answers</li>", thirty[2])


def test_the_page_of_the_thirty_shows_hostile_texts_as_texts(thirty):
    assert "&lt;script&gt;window.pwned" in thirty[2]
    assert "<script>window.pwned" not in thirty[2]


def test_the_report_loads_and_runs_nothing_but_its_own_script(thirty):
    assert "default-src 'none'" in thirty[2] and thirty[2].count("<script>") == 1
    assert not re.search(r"(src|href)=\"(https?:)?//", thirty[2])


def test_the_report_is_read_again_without_reading_itself(thirty):
    path, message, _ = thirty
    assert make_report(path, LESSON).partition("\n")[0] == message.partition("\n")[0]


def test_every_student_has_a_page_without_our_verdicts(thirty):
    pages = sorted((thirty[0] / "class-report" / "students").glob("*.html"))
    assert len(pages) == 27
    assert all("Our verdict" not in page.read_text(encoding="utf-8") for page in pages)


# ---- what a page to hand in contains


def test_a_record_brings_back_every_line_and_the_last_drafts():
    draft = {"lesson": LESSON.name, "exercise": "rewrite", "event": "draft", "answer": "Two."}
    student = Invented(LESSON.name, RIGHT, [{**draft, "answer": "One."}, draft])
    found = read_record(write_record(student))
    assert [one["answer"] for one in found] == [RIGHT[0]["answer"], "Two."]


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_every_page_to_hand_in_is_read_again(folder, form):
    class Inventor:
        all, lesson = ALL, LESSON

    student = Invented(LESSON.name, [*RIGHT, line(WRITE, "Ünsure, " * 20, "saved")], [])
    write_page(folder / f"Ada Moss.{form}", Inventor, student, form)
    (ada,) = collect(folder).students
    assert ada.name == "Ada Moss"
    assert ada.text(WRITE.id) == "Ünsure, " * 20
    assert ada.standings[CHOICE.id].last["result"] == "right"


# ---- whose file it is


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Ada Moss.html", "Ada Moss"),
        ("ada_moss.html", "ada moss"),
        ("my-work Ada.html", "Ada"),
        ("Ada - my-work (1).html", "Ada"),
        ("Ada/my-work.html", "Ada"),
        ("Ada/my-work/journal.jsonl", "Ada"),
        ("Ada.zip/my-work/journal.jsonl", "Ada"),
        ("6B.zip/Ada Moss_12_assignsubmission_file_/my-work.html", "Ada Moss"),
        ("6B.zip/Ada Moss_12_assignsubmission_file_my-work.html", "Ada Moss"),
        ("mossada_345_9876_my-work-1.html", "mossada"),
        ("mossada_LATE_345_9876_journal.jsonl", "mossada"),
        ("Ada/my-work until 2026-11-24 10.00.00.html", "Ada"),
        ("my-work.html", ""),
    ],
)
def test_student_is_named_by_platform_folder_or_file(place, name):
    assert student_of(tuple(place.split("/"))) == name


def test_a_file_without_a_name_is_still_a_student(folder):
    (folder / "my-work.jsonl").write_bytes(jsonl(RIGHT))
    assert [one.name for one in collect(folder).students] == ["No name: my-work.jsonl"]


def test_two_files_of_one_student_are_put_together_and_no_answer_counts_twice(folder):
    other = right_line(VERDICT, time="2026-11-25T08:00:00.000+00:00", confidence=2)
    (folder / "Ada Moss.jsonl").write_bytes(jsonl(RIGHT))
    hand_in(folder, "ada moss", [*RIGHT, other])
    found = collect(folder)
    (ada,) = found.students
    assert {name: one.attempts for name, one in ada.standings.items()} == {
        CHOICE.id: 1,
        VERDICT.id: 1,
    }
    assert "Put together with the other file of" in found.notes[1].sentence


def test_two_students_with_one_file_are_named_and_both_stay(folder):
    lines = [right_line(one) for one in list(EXERCISES.values())[:4]]
    for name in ("Ada", "Ben"):
        hand_in(folder, name, lines)
    hand_in(folder, "Cleo", [{**one, "session": "other"} for one in lines])
    found = collect(folder)
    assert found.shared == [(["Ada", "Ben"], 4)] and len(found.students) == 3


def test_two_students_with_one_line_of_results_are_named(folder):
    lines = [right_line(one) for one in list(EXERCISES.values())[:4]]
    text = export_line.write_line(Invented(LESSON.name, lines, []))
    for name in ("Ada", "Ben"):
        (folder / f"{name}.txt").write_text(text, encoding="ascii")
    assert collect(folder).shared == [(["Ada", "Ben"], 4)]


# ---- hostile files


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("Ada.pdf", b"%PDF-1.7", "Ask for my-work.html"),
        ("Ada.xlsx", b"PK", "Save it as CSV"),
        ("Ada.exe", b"MZ", "not a kind of file in which work is handed in"),
        ("Ada", b"x", "not a kind of file in which work is handed in"),
        ("Ada.html", b"", "This file is empty."),
        ("Ada.html", b"\0" * 5000, "This file is empty."),
        ("Ada.html", b"<h1>My work</h1>", "older version"),
        ("Ada.docx", b"PK\x03\x04 not a document", "damaged"),
        ("Ada.zip", b"PK\x03\x04 not an archive", "damaged or incomplete"),
        ("Ada.jsonl", b"[1, 2]\n{}\nx\n", "None of its lines is a line of a journal"),
        ("Ada.jsonl", b"[" * 100_000, "None of its lines is a line of a journal"),
        ("Ada.txt", b"Dear teacher, I forgot it.", "contains no line of results"),
        ("Ada.txt", b"lesson-work.9.0123456789abcdef.AAAA", "version 9"),
        ("Ada.txt", b"lesson-work.1.0123456789abcdef.AAAA", "missing or changed"),
        ("Ada.csv", b'"a","b\n', "contains no line of results"),
        ("Ada.html", b"lesson-journal.1.0123456789abcdef.AAAA", "missing or was changed"),
    ],
)
def test_a_file_that_can_not_be_used_gets_a_line_that_says_why(folder, name, data, sentence):
    (folder / name).write_bytes(data)
    note = only_note(folder)
    assert (note.file, note.status) == (name, "left out")
    assert sentence in note.sentence


def test_a_journal_of_ten_thousand_lines_is_read(folder):
    lines = [{**RIGHT[0], "time": f"2026-11-24T08:00:00.{n:06}+00:00"} for n in range(10_000)]
    hand_in(folder, "Ada", lines)
    found = collect(folder)
    assert found.students[0].standings[CHOICE.id].attempts == 10_000
    assert "10000 lines" in found.notes[0].sentence


def test_a_journal_with_too_many_lines_is_read_up_to_the_limit(folder, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    hand_in(folder, "Ada", [{**RIGHT[0], "session": str(number)} for number in range(3)])
    assert "Only the first 2 lines are read." in only_note(folder).sentence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_read(folder, encoding):
    (folder / "Ada.jsonl").write_bytes(jsonl(RIGHT).decode().encode(encoding))
    text = export_line.write_line(Invented(LESSON.name, RIGHT, []))
    (folder / "Ben.txt").write_bytes(text.encode(encoding))
    assert [one.name for one in collect(folder).students] == ["Ada", "Ben"]


ODD = [
    None,
    True,
    [],
    {},
    [[]],
    "x",
    "\ud800",
    -1,
    99,
    2.5,
    1e308,
    10**30,
    float("nan"),
    float("inf"),
]


@pytest.mark.parametrize("event", ["attempt", "checklist", "draft", "hint", "solution", "x"])
def test_a_line_with_odd_values_stops_nothing(folder, event):
    lines = [
        {**right_line(one), "seconds": 1, "hints": 0, "confidence": 1, "event": event, field: odd}
        for one in (CHOICE, VERDICT, WRITE, EXERCISES["timeline-predict"])
        for field in ("answer", "result", "seconds", "hints", "confidence", "version", "time")
        for odd in ODD
    ]
    hand_in(folder, "Ada", [*RIGHT, *lines])
    assert make_report(folder, LESSON).startswith("1 student; 1 of 1 files accepted")


def test_a_journal_that_was_cut_off_keeps_all_complete_lines(folder):
    data = jsonl([*RIGHT, right_line(VERDICT)])
    (folder / "Ada.jsonl").write_bytes(data[:-30])
    note = only_note(folder)
    assert note.status == "partly" and "One line is damaged and left out" in note.sentence


@pytest.mark.parametrize("cut", [1, 40, 80])
def test_a_page_that_was_cut_off_or_changed_is_refused(folder, cut):
    record = write_record(Invented(LESSON.name, RIGHT * 30, []))
    (folder / "Ada.html").write_text(f"<code>{record[:-cut]}", encoding="ascii")
    assert "Ask for it again." in only_note(folder).sentence


def test_a_record_that_unpacks_to_too_much_is_refused(folder):
    (folder / "Ada.html").write_text(pack(NAME, 1, b" " * 40_000_000), encoding="ascii")
    assert only_note(folder).status == "left out"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_an_answer_is_text_in_page_and_spreadsheet(folder, text):
    text = text[:3000]
    drafts = [{"lesson": LESSON.name, "exercise": "rewrite", "event": "draft", "answer": text}]
    hand_in(folder, "Ada", [*RIGHT, line(WRITE, text, "saved")], drafts)
    make_report(folder, LESSON)
    for path in (folder / "class-report").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert page.count("<script>") == (path.name == "report.html")
        assert not re.search(r"<(img|svg|iframe|object|embed|link|base|form|video|math)\b", page)
    for path in [folder / "marks.xlsx", folder / "class-report" / "report.xlsx"]:
        for sheet in openpyxl.load_workbook(path):
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["=1+1", "@SUM(1)", "+1", "<script>x</script>", "a\nb", "ü"])
def test_hostile_name_of_a_file_is_text(folder, name):
    (folder / f"{name.replace('/', '_')}.jsonl").write_bytes(jsonl(RIGHT))
    make_report(folder, LESSON)
    report = folder / "class-report"
    assert "<script>x" not in (report / "report.html").read_text(encoding="utf-8")
    for path in report.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            assert not any(cell.startswith(("=", "@", "+")) for cell in row)
    assert make_report(folder, LESSON).count("as you left it") == 1, "the name is found again"


def test_answers_to_another_lesson_and_other_exercises_are_left_out(folder):
    hand_in(folder, "Ada", [{**RIGHT[0], "lesson": "another-text"}])
    hand_in(folder, "Ben", [*RIGHT, {**RIGHT[0], "exercise": "from-the-future"}])
    ada, ben = collect(folder).notes
    assert ada.status == "left out" and "“another-text”" in ada.sentence
    assert ben.status == "partly" and "(1 line not used)" in ben.sentence


def test_a_line_without_a_lesson_belongs_to_the_shipped_one(folder):
    hand_in(folder, "Ada", [{key: RIGHT[0][key] for key in ("exercise", "event", "answer")}])
    assert [one.name for one in collect(folder).students] == ["Ada"]


def test_an_exercise_that_has_changed_since_counts_and_its_choice_is_left_out(folder):
    old = {**line(CHOICE, 1, "wrong"), "version": "older"}
    for name in ("Ada", "Ben"):
        hand_in(folder, name, [old])
    found = collect(folder)
    assert "1 answer to exercises that have changed since" in found.notes[0].sentence
    assert found.students[0].standings[CHOICE.id].last["result"] == "wrong"
    assert misconceptions(found.students, ALL, LESSON) == []


def test_a_result_that_was_changed_by_hand_does_not_count(folder):
    wrong = next(place for place in range(4) if place != right_answer(CHOICE))
    hand_in(folder, "Ada", [line(CHOICE, wrong, "right")])
    found = collect(folder)
    assert found.students[0].standings[CHOICE.id].last["result"] == "wrong"
    assert "the check counts" in found.notes[0].sentence


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_not_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    hand_in(secret, "Eve")
    (folder / "Eve").symlink_to(secret / "Eve")
    (folder / "Mallory.jsonl").symlink_to(secret / "Eve" / "journal.jsonl")
    (folder / "gone.html").symlink_to(tmp_path / "nowhere")
    found = collect(folder)
    assert found.students == [] and len(found.notes) == 3
    assert all("links are not followed" in note.sentence for note in found.notes)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["class-report", "marks.xlsx"])
def test_nothing_is_written_through_a_link(folder, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    hand_in(folder, "Ada")
    (folder / name).symlink_to(outside)
    with pytest.raises(UserError):
        make_report(folder, LESSON)
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on Windows")
def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "Ada.html")
    assert only_note(folder).sentence == "This is not a file that can be read."


def test_files_of_the_system_are_no_hand_ins_and_no_fault(folder):
    for name in (".DS_Store", "Thumbs.db", "~$Ada.docx"):
        (folder / name).write_bytes(b"x")
    assert {note.status for note in collect(folder).notes} == {"no hand-in"}


# ---- ZIP files


def zipped(folder, entries, name="Ada.zip"):
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries:
            archive.writestr(entry, data)


@pytest.mark.parametrize(
    "name",
    ["../Ada.jsonl", "/etc/Ada.jsonl", "C:\\Ada.jsonl", "a/../../Ada.jsonl", "..\\Ada.jsonl"],
)
def test_a_name_that_leads_out_of_a_zip_is_refused(folder, name):
    zipped(folder, [(name, jsonl(RIGHT))])
    before = sorted(folder.parent.rglob("*"))
    assert "leads out of the ZIP file" in only_note(folder).sentence
    assert sorted(folder.parent.rglob("*")) == before, "nothing is written"


def test_a_link_in_a_zip_is_refused(folder):
    entry = zipfile.ZipInfo("Ada.jsonl")
    entry.external_attr = 0o120777 << 16
    zipped(folder, [(entry, "/etc/passwd")])
    assert "links are not followed" in only_note(folder).sentence


def test_a_zip_bomb_is_stopped_at_its_limit(folder, monkeypatch):
    monkeypatch.setattr(folders, "MOST_UNPACKED", 3_000_000)
    monkeypatch.setattr(folders, "MOST_BYTES", 1_000_000)
    zipped(folder, [(f"{number}.html", b"0" * 5_000_000) for number in range(50)])
    notes = collect(folder).notes
    assert len(notes) < 6 and "unpacks to more than 3 MB" in notes[-1].sentence


def test_a_word_document_that_is_a_bomb_is_refused(folder, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    zipped(folder, [("word/document.xml", b" " * 5_000_000)], "Ada.docx")
    assert "far more than a student can have written" in only_note(folder).sentence


def test_a_zip_in_a_zip_is_opened_once(folder):
    def inside(entries):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in entries:
                archive.writestr(name, data)
        return buffer.getvalue()

    own = inside([("my-work/journal.jsonl", jsonl(RIGHT))])
    zipped(folder, [("Ada.zip", own), ("deep.zip", inside([("deeper.zip", own)]))], "6B.zip")
    found = collect(folder)
    assert [one.name for one in found.students] == ["Ada"]
    assert "is not opened" in found.notes[1].sentence


def test_an_encrypted_file_in_a_zip_is_named(folder):
    zipped(folder, [("Ada.jsonl", jsonl(RIGHT))])
    data = bytearray((folder / "Ada.zip").read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", 1)
    (folder / "Ada.zip").write_bytes(bytes(data))
    assert "has a password" in only_note(folder).sentence


def test_more_files_than_the_limit_are_named(folder, monkeypatch):
    monkeypatch.setattr(folders, "MOST_FILES", 2)
    for name in "abc":
        (folder / f"{name}.txt").write_bytes(b"x")
    assert "There are more than 2 files" in list(read_folder(folder))[-1].problem


def test_a_file_over_the_limit_is_not_read(folder, monkeypatch):
    monkeypatch.setattr(folders, "MOST_BYTES", 10)
    (folder / "Ada.html").write_bytes(b"x" * 11)
    (file,) = read_folder(folder)
    assert file.data == b"" and "no student has made it" in file.problem


# ---- forms


@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_each_row_of_a_form_is_a_student(folder, comma):
    text = export_line.write_line(Invented(LESSON.name, RIGHT, []))
    rows = [
        ["Time", "First name", "Last name", "E-mail", "Line"],
        ["8:00", "Ada", "Moss", "a@x", text],
        ["8:01", "", "", "b@x", text[:-3]],
        ["8:02", "", "", "c@x", f"  {text[:50]}\n{text[50:]} "],
        ["8:03", "Dan", "Dee", "d@x", "I forgot it"],
    ]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=comma).writerows(rows)
    (folder / "form.csv").write_text(buffer.getvalue(), encoding="utf-8", newline="")
    found = collect(folder)
    assert [one.name for one in found.students] == ["Ada Moss", "c@x"]
    assert [(note.student, note.status) for note in found.notes] == [
        ("Ada Moss", "accepted"),
        ("b@x", "left out"),
        ("c@x", "accepted"),
    ]
    assert all(one.only_results for one in found.students)


def test_lines_of_a_text_file_have_the_names_before_them(folder):
    text = export_line.write_line(Invented(LESSON.name, RIGHT, []))
    (folder / "answers.txt").write_text(f"Ada: {text}\nBen – {text}\n", encoding="utf-8")
    assert [one.name for one in collect(folder).students] == ["Ada", "Ben"]


# ---- marks


def standing(*results):
    lines = [{**RIGHT[0], "exercise": VERDICT.id, "result": one} for one in results]
    return standings(lines)[0]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (("wrong", "partly", "right"), ("wrong", "right", "right")),
        (("partly", "right", "wrong"), ("partly", "wrong", "right")),
        (("right",), ("right", "right", "right")),
    ],
)
def test_result_of_takes_the_first_last_or_best_attempt(results, expected):
    found = standing(*results)
    assert tuple(result_of(found, choice) for choice in ("first", "last", "best")) == expected


def test_points_count_half_for_partly_right_and_nothing_for_what_is_missing():
    student = Student("Ada", standings={VERDICT.id: standing("partly")})
    assert points(student, [VERDICT, CHOICE], "first") == 0.5


def test_an_exercise_counts_if_half_of_the_class_answered_it():
    done = {VERDICT.id: standing("right")}
    students = [Student("Ada", standings=done), Student("Ben", standings=done), Student("Cleo")]
    assert counted(EXERCISES.values(), students) == [VERDICT]
    assert counted(EXERCISES.values(), [*students, Student("Dan"), Student("Eli")]) == []


def test_written_answers_and_votes_have_no_points():
    lines = [line(WRITE, "Yes.", "saved"), line(EXERCISES["write-vote-crisis"], 0, "saved")]
    student = Student("Ada", standings={one.exercise: one for one in standings(lines)})
    assert counted(EXERCISES.values(), [student]) == []


def enter(folder, sheet, column, value, row=2):
    path = folder / "marks.xlsx"
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, heads.index(column) + 1).value = value
    book.save(path)


def test_marks_come_into_the_report_and_are_never_overwritten(folder):
    hand_in(folder, "Ada", [line(WRITE, "No. It was the 13th.", "saved")])
    make_report(folder, LESSON)
    enter(folder, "Texts", "Accuracy", 3)
    enter(folder, "Texts", "Comment", "Good date, <b>well</b> named")
    enter(folder, "Students", "Mark", 12)
    hand_in(folder, "Zoe", [line(WRITE, "Yes.", "saved")])
    assert "new or changed rows" in make_report(folder, LESSON)
    ada = (folder / "class-report" / "students" / "S01.html").read_text(encoding="utf-8")
    assert "Good date, &lt;b&gt;well&lt;/b&gt; named" in ada and "<b>Mark:</b> 12" in ada
    level = read_marks(folder).texts["ada", WRITE.id]
    assert (level["Accuracy"], level["Text"]) == ("3", "No. It was the 13th.")
    assert len(list(folder.glob("marks until *.xlsx"))) == 1, "the file before is kept"


def test_a_text_that_was_changed_is_new_in_the_file_and_its_mark_stays(folder):
    hand_in(folder, "Ada", [line(WRITE, "First.", "saved")])
    make_report(folder, LESSON)
    enter(folder, "Texts", "Level", 2)
    (folder / "Ada" / "journal.jsonl").write_bytes(jsonl([line(WRITE, "Second.", "saved")]))
    make_report(folder, LESSON)
    row = read_marks(folder).texts["ada", WRITE.id]
    assert (row["Text"], row["Level"]) == ("Second.", "2")


def test_marks_of_a_student_who_is_no_longer_there_stay_in_the_file(folder):
    hand_in(folder, "Ada")
    hand_in(folder, "Ben")
    make_report(folder, LESSON)
    enter(folder, "Students", "Mark", 7, row=3)
    (folder / "Ben" / "journal.jsonl").unlink()
    make_report(folder, LESSON)
    assert read_marks(folder).students["ben"]["Mark"] == "7"
    assert len(list((folder / "class-report" / "students").iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook"])
def test_a_damaged_file_of_marks_stops_everything_and_stays_as_it_is(folder, data):
    hand_in(folder, "Ada")
    (folder / "marks.xlsx").write_bytes(data)
    with pytest.raises(UserError, match="can’t be read"):
        make_report(folder, LESSON)
    assert (folder / "marks.xlsx").read_bytes() == data
    assert not (folder / "class-report").exists()


def test_a_column_of_the_marks_that_was_renamed_is_named(folder):
    hand_in(folder, "Ada")
    make_report(folder, LESSON)
    enter(folder, "Texts", "Task", "Aufgabe", row=1)
    with pytest.raises(UserError, match="sheet Texts: the column Task is missing"):
        make_report(folder, LESSON)


def test_codes_stay_with_their_students_and_a_dangerous_one_is_replaced(folder):
    for name in ("Ben", "Cleo"):
        hand_in(folder, name)
    make_report(folder, LESSON)
    hand_in(folder, "Ada")
    enter(folder, "Students", "Code", "../../x", row=3)
    make_report(folder, LESSON)
    codes = {name: row["Code"] for name, row in read_marks(folder).students.items()}
    assert codes["ben"] == "S01"
    names = sorted(path.name for path in (folder / "class-report" / "students").iterdir())
    assert names[0] == "S01.html" and len(names) == 3


def test_give_codes_never_gives_one_code_twice():
    students = [Student("Ada"), Student("Ben"), Student("Cleo")]
    give_codes(students, {"ben": "S01", "cleo": "s01"})
    assert [one.code for one in students] == ["S02", "S01", "S03"]


def test_with_codes_no_name_is_in_the_report(folder):
    for name in ("Adelaide", "Bartholomew"):
        hand_in(folder, name, [right_line(one) for one in list(EXERCISES.values())[:4]])
    (folder / "Caractacus.pdf").write_bytes(b"%PDF")
    make_report(folder, LESSON)
    make_report(folder, LESSON, codes=True)
    for path in (folder / "class-report").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            texts = [data]
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    texts = [book.read(name) for name in book.namelist()]
            assert not any(re.search(b"Adelaide|Bartholomew|Caractacus", one) for one in texts)
    assert not list((folder / "class-report").glob("*.csv")), "a gradebook needs names"


def test_deleting_the_folder_removes_everything(folder, work):
    hand_in(folder, "Ada")
    before = sorted(folder.parent.iterdir())
    make_report(folder, LESSON)
    assert sorted(folder.parent.iterdir()) == before and not work.exists()


# ---- misconceptions, verdicts, sentences


def verdict_line(verdict, **more):
    return line(VERDICT, list(VERDICTS).index(verdict), "wrong", kind="verdict", **more)


def test_misconceptions_name_the_worst_shared_answer_with_what_the_guide_says(folder):
    for name in ("Ada", "Ben", "Cleo"):
        hand_in(folder, name, [verdict_line("supported", confidence=2)])
    hand_in(folder, "Dan", [verdict_line("opinion"), right_line(VERDICT)])
    (worst,) = misconceptions(collect(folder).students, ALL, LESSON)
    assert worst.answer.endswith("is supported") and (worst.first, worst.answered) == (3, 4)
    assert worst.reply and worst.in_guide() == [("Key to the claims", "c07")]


def test_misconceptions_are_five_at_most_the_worst_first(thirty):
    found = re.findall(r"<b>(\d+) of (\d+)</b> at first", thirty[2])
    shares = [int(one) / int(of) for one, of in found]
    assert len(shares) == 5 and shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_a_right_answer_is_no_misconception(name, folder):
    one = EXERCISES[name]
    if one.kind == "task":
        return
    for student in ("Ada", "Ben"):
        hand_in(folder, student, [right_line(one)])
    assert misconceptions(collect(folder).students, ALL, LESSON) == []


def test_the_figure_and_its_description_have_the_same_numbers(thirty):
    page = thirty[2]
    figure, _, words = page.partition("<summary>The same in words</summary>")
    chips = re.findall(r"</span></span> (\d+ of \d+ gave our verdict[^<]*?)\s*</span></li>", figure)
    words = words.partition("</dl>")[0]
    assert len(chips) > 20
    assert all(chip.strip() in words for chip in chips)


# ---- what was unclear


def test_what_was_unclear_is_listed_by_lesson_and_neither_counted_nor_marked(folder):
    about = ALL["unclear-01-read-the-text"]
    hand_in(folder, "Ada", [*RIGHT, line(about, "The word “bloc”", "saved")])
    make_report(folder, LESSON)
    page = (folder / "class-report" / "report.html").read_text(encoding="utf-8")
    said = page.partition('id="unclear"')[2].partition("<h2")[0]
    assert "01: Read the text" in said and "“The word “bloc””" in said and "(Ada)" in said
    assert read_marks(folder).texts == {}
    row = openpyxl.load_workbook(folder / "class-report" / "report.xlsx")["Students"]
    assert [cell.value for cell in row[2]][:2] == ["Ada", 1]


def test_what_was_unclear_to_several_is_listed_once_with_their_number_and_names(folder):
    about = ALL["unclear-01-read-the-text"]
    for student, text in (("Ada", "Guevara"), ("Ben", "nothing"), ("Cleo", "Nothing ")):
        hand_in(folder, student, [*RIGHT, line(about, text, "saved")])
    make_report(folder, LESSON)
    page = (folder / "class-report" / "report.html").read_text(encoding="utf-8")
    said = page.partition('id="unclear"')[2].partition("<h2")[0]
    assert "(2: Ben, Cleo)" in said and said.casefold().count("nothing") == 1
    assert said.index("(2: Ben, Cleo)") < said.index("(Ada)")


def test_what_was_unclear_is_saved_without_samples_and_changes_no_progress():
    before = by_skill(EXERCISES, [])["all"].sum()
    card = CardWidget(ALL["unclear-00-start-here"], LESSON)
    card.check("What a bloc is")
    assert "nobody marks it" in card.state["reasons"][0] and card.state["afterwards"] == []
    history_of_lesson = history.History(LESSON.name)
    assert by_skill(ALL, history_of_lesson.attempts())["all"].sum() - before == len(OTHERS)
    assert by_skill(ALL, history_of_lesson.attempts())["done"].sum() == 0
    texts = [one for one in gather(ALL, LESSON, history_of_lesson).sections if one.texts]
    assert texts[0].texts[0].text == "What a bloc is"


def test_every_notebook_asks_once_what_was_unclear():
    names = [name for name, one in ALL.items() if one.about_lesson]
    assert sorted(ALL[name].notebook for name in names) == sorted(
        {one.notebook for one in EXERCISES.values()}
    )
    for name in names:
        path = PROJECT / "notebooks" / f"{ALL[name].notebook}.ipynb"
        assert path.read_text(encoding="utf-8").count(f'exercise(\\"{name}\\")') == 1, name


# ---- files for learning platforms


def rows_of(folder, name):
    text = (folder / "class-report" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_canvas_gets_its_columns_in_order_and_the_points_possible(folder):
    hand_in(folder, "Ada Moss")
    make_report(folder, LESSON)
    enter(folder, "Students", "Login ID", "amoss")
    make_report(folder, LESSON)
    total, ada = rows_of(folder, "canvas.csv")
    item = list(total)[5]
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", item]
    assert list(total) == heads and total["Student"] == "Points Possible" and total[item] == "1.0"
    assert (ada["Student"], ada["SIS Login ID"], ada[item]) == ("Moss, Ada", "amoss", "1.0")


def test_moodle_gets_an_address_to_map_points_and_feedback(folder):
    hand_in(folder, "Ada Moss")
    make_report(folder, LESSON)
    for column, value in (("Email address", "ada@school.example"), ("Comment", "Well done")):
        enter(folder, "Students", column, value)
    make_report(folder, LESSON)
    (ada,) = rows_of(folder, "moodle.csv")
    assert {"First name", "Last name", "ID number", "Email address"} <= set(ada)
    assert {"ada@school.example", "Well done", "1.0"} <= set(ada.values())


# ---- the command


def test_command_says_where_the_report_is(folder, capsys):
    hand_in(folder, "Ada")
    assert class_report.main([str(folder), "--attempt", "best"]) == 0
    assert "report.html" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_command_without_work_says_so_and_writes_nothing(tmp_path, capsys, name):
    (tmp_path / "empty").mkdir()
    assert class_report.main([str(tmp_path / name)]) == 1
    assert re.search("There is no folder|No file in this folder", capsys.readouterr().err)
    assert list((tmp_path / "empty").iterdir()) == []


def test_start_gives_the_command_the_full_path(tmp_path, monkeypatch):
    seen = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "6B").mkdir()
    monkeypatch.setattr(start.Environment, "prepare", lambda self, lock: None)
    monkeypatch.setattr(start, "run", lambda module, options: seen.append((module, options)) or 0)
    assert start.main(["class", "6B", "--codes"]) == 0
    assert seen == [("tools.class_report", [str(tmp_path / "6B"), "--codes"])]
