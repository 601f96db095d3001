"""A teacher's workbook becomes a lesson, or she reads in which sheet and cell to look."""

import csv
import datetime
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from helpers.authoring.described import columns
from helpers.authoring.importing import import_workbook, is_current
from helpers.authoring.names import Names, new_id
from helpers.authoring.problems import WorkbookError
from helpers.authoring.restore import restore
from helpers.authoring.sheets import SHEETS
from helpers.authoring.starting import check_name, new_sheets, start_lesson
from helpers.compare.contradictions import find_contradictions
from helpers.errors import UserError
from helpers.exercises.loading import load_exercises
from helpers.exercises.verdicts import claims_in_text
from helpers.lesson.package import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from helpers.load import load_lesson

BECAUSE = "Because the new bridge had been opened, the mill at Lenn was built."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of a new lesson, with the example and few formatted rows."""
    monkeypatch.setattr("helpers.authoring.starting.ROWS", 10)
    path = tmp_path / "lenn"
    start_lesson(path)
    return path


@pytest.fixture
def csv_folder(tmp_path):
    """Return the folder of a new lesson with CSV files."""
    path = tmp_path / "lenn"
    start_lesson(path, as_csv=True)
    return path


def edit(folder, cells):
    """Write values into cells of the workbook, named as in ``events!A2``."""
    book = load_workbook(folder / "lesson.xlsx")
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    book.save(folder / "lesson.xlsx")


def set_text(folder, *paragraphs):
    """Replace the text, the claims and what they say: one claim, without an assertion."""
    edit(
        folder,
        {f"text!A{row}": text for row, text in enumerate(paragraphs, 2)}
        | {
            f"{sheet}!{letter}2": None
            for sheet, letters in (("says", "ABCDE"),)
            for letter in letters
        }
        | {"claims!B2": "unsupported", "claims!C2": "No source says so."},
    )


def said(folder):
    """Return the messages of an import that fails."""
    with pytest.raises(WorkbookError) as error:
        import_workbook(folder)
    return [str(problem) for problem in error.value.problems]


def test_the_example_becomes_a_lesson_whose_contradiction_is_found(folder):
    assert import_workbook(folder).notes == []
    lesson = load_lesson(folder)
    assert list(lesson.events["id"]) == ["the-mill-is-built", "the-bridge-is-opened"]
    assert list(find_contradictions(lesson)["contradiction"]) == ["effect before cause"]
    assert lesson.claims["why"][0].startswith("The mill was built in 1846.")
    assert lesson.citations["halloran_1901"]["short"] == (
        "Halloran, Bridges of the North (invented) (1901)."
    )
    assert list(load_exercises(lesson)) == ["which-of-the-two-was-there-first"]


def test_csv_files_give_the_same_lesson_as_the_workbook(folder, tmp_path):
    other = tmp_path / "other" / "lenn"
    start_lesson(other, as_csv=True)
    import_workbook(folder)
    import_workbook(other)
    for path in sorted(folder.glob("*.csv")):
        assert path.read_bytes() == (other / path.name).read_bytes()


def test_the_package_describes_every_column_that_a_table_can_have():
    described = {
        name: {one["name"] for one in table["fields"]} for name, table in columns().items()
    }
    assert described == {
        name: {*REQUIRED_COLUMNS[name], *OPTIONAL_COLUMNS[name]} for name in REQUIRED_COLUMNS
    }


def test_notes_and_menus_are_as_short_as_excel_wants_them():
    for sheet in SHEETS:
        for column in sheet.columns:
            assert len(column.note) <= 255 and len(column.name) <= 32, column.name
            assert len(",".join(column.menu)) <= 253, column.name


# The workbook as a whole


def test_a_workbook_without_our_sheets_is_told_which_are_missing(folder):
    Workbook().save(folder / "lesson.xlsx")
    assert said(folder)[:2] == [
        "Sheet text: This sheet is missing. Add it, with the columns paragraph. "
        "The workbook also has: sheet.",
        "Sheet events: This sheet is missing. Add it, with the columns date, title, summary, "
        "sources. The workbook also has: sheet.",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a workbook", b"<html>", b"\xd0\xcf\x11\xe0"]
)
def test_a_file_that_is_no_workbook_is_refused_in_words(folder, data):
    (folder / "lesson.xlsx").write_bytes(data)
    assert said(folder)[0].startswith("The workbook: lesson.xlsx can’t be read as a workbook")


def test_a_workbook_of_libreoffice_is_to_be_saved_as_xlsx(folder):
    (folder / "lesson.xlsx").rename(folder / "lesson.ods")
    assert said(folder) == [
        "The workbook: There is no lesson.xlsx in the folder lenn. Open lesson.ods and save it as "
        "lesson.xlsx (Excel 2007–365, .xlsx)."
    ]


def test_a_workbook_and_csv_files_together_are_refused(folder):
    (folder / "sheets").mkdir()
    assert "Keep the one that you work in" in said(folder)[0]


def test_a_missing_sheet_is_named_with_the_one_that_may_be_meant(folder):
    book = load_workbook(folder / "lesson.xlsx")
    book["events"].title = "event"
    book.save(folder / "lesson.xlsx")
    assert said(folder) == [
        "Sheet events: This sheet is missing. Add it, with the columns date, title, summary, "
        "sources. Did you mean “event”? The workbook also has: event."
    ]


def test_sheets_that_may_be_missing_leave_the_lesson_without_them(folder):
    book = load_workbook(folder / "lesson.xlsx")
    del book["says"], book["exercises"]
    book["claims"]["B2"] = "unsupported"
    book.save(folder / "lesson.xlsx")
    import_workbook(folder)
    assert load_lesson(folder).assertions.empty
    assert not (folder / "exercises.yaml").exists()


def test_a_missing_column_is_named(folder):
    edit(folder, {"events!B1": "Titel"})
    assert said(folder) == [
        "Sheet events, cell row 1: The column title is missing. Write “title” into the first row, "
        "above its cells."
    ]


def test_columns_may_be_in_any_order_and_others_are_named(folder):
    book = load_workbook(folder / "lesson.xlsx")
    book["events"].insert_cols(1)
    book["events"]["A1"], book["events"]["A2"] = "my notes", "ask Ada"
    book.save(folder / "lesson.xlsx")
    assert import_workbook(folder).notes == [
        "Sheet events, column A: “my notes” is not the name of a column, so it is not read."
    ]


def test_merged_cells_are_named_with_their_range(folder):
    book = load_workbook(folder / "lesson.xlsx")
    book["events"].merge_cells("E2:E3")
    book.save(folder / "lesson.xlsx")
    assert said(folder) == [
        "Sheet events, cell E2:E3: These cells are merged. Unmerge them and fill each cell."
    ]


def test_a_formula_without_a_result_is_named(folder):
    edit(folder, {"events!A2": "=1800+46"})
    assert said(folder) == [
        "Sheet events, cell A2: “=1800+46” This is a formula without a stored result. "
        "Type the value itself into the cell."
    ]


def test_the_stored_result_of_a_formula_is_read(folder, tmp_path):
    edit(folder, {"events!A2": "=1800+46"})
    old, new = folder / "lesson.xlsx", tmp_path / "new.xlsx"
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(new, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(b"46</f><v></v>", b"46</f><v>1846</v>"))
    new.replace(old)
    import_workbook(folder)
    assert load_lesson(folder).event("the-mill-is-built")["date"] == "1846"


def test_an_empty_cell_that_is_needed_is_named_with_what_belongs_there(folder):
    edit(folder, {"events!C3": None})
    (message,) = said(folder)
    assert message == (
        "Sheet events, cell C3: This cell is empty. What happened, in one or two sentences of your "
        "own (at most 40 words)."
    )


def test_stray_cells_far_below_are_named(folder):
    edit(folder, {"events!A90000": "x"})
    assert said(folder) == [
        "Sheet events: The sheet has more than 5000 rows. Delete the empty rows below the last one."
    ]


# What a spreadsheet does to dates and numbers


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (datetime.datetime(1951, 5, 24), "dd/mm/yyyy", "1951-05-24"),
        (datetime.datetime(1951, 5, 5), "dd/mm/yyyy", "1951-05-05"),
        (datetime.datetime(1962, 7, 1), "mmm-yy", "1962-07"),
        (datetime.datetime(1962, 7, 1), '[$-407]mmm" "yyyy', "1962-07"),
        (datetime.datetime(1962, 1, 1), "yyyy", "1962"),
        (datetime.date(1851, 12, 31), "yyyy-mm-dd", "1851-12-31"),
        (1846, "General", "1846"),
        (1846.0, "0.00", "1846"),
        ("1846\u00a0", "@", "1846"),
    ],
)
def test_restore_returns_what_was_typed_as_a_date(value, shown, text):
    assert restore(value, shown, is_date=True) == (text, "", None)


def test_restore_asks_where_day_and_month_could_be_exchanged():
    restored = restore(datetime.datetime(1951, 5, 4), "m/d/yyyy", is_date=True)
    assert restored.text == "1951-05-04" and "4 May 1951" in restored.note


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (21989, "perhaps of 14 March 1960"),
        (1846.5, "not a year"),
        (-12, "not a year"),
        (datetime.datetime(1500, 1, 10), "count such days differently"),
        (datetime.datetime(1900, 2, 1), "count such days differently"),
        (datetime.datetime(1951, 5, 4, 13, 30), "stored a time"),
        (datetime.time(13, 30), "made a time"),
        ("#REF!", "error of the spreadsheet"),
        ("#NAME?", "error of the spreadsheet"),
        ("#¡VALOR!", "error of the spreadsheet"),
        ("#####", "error of the spreadsheet"),
    ],
)
def test_restore_reports_what_it_cannot_know(value, words):
    fault = restore(value, "General", is_date=True).fault
    assert fault and words in fault[0]


@pytest.mark.parametrize("value", ["#1 in the list", "C# is a language", "£5 = 100 shillings"])
def test_restore_leaves_ordinary_text_alone(value):
    assert restore(value) == (value, "", None)


def test_a_date_that_the_spreadsheet_changed_is_read_and_mentioned(folder):
    book = load_workbook(folder / "lesson.xlsx")
    book["events"]["A3"] = datetime.datetime(1851, 12, 5)
    book["events"]["A3"].number_format = "d/m/yyyy"
    book.save(folder / "lesson.xlsx")
    assert [note[:67] for note in import_workbook(folder).notes] == [
        "Sheet events, cell A3: The spreadsheet has made a date of this: 5 D"
    ]
    assert load_lesson(folder).event("the-bridge-is-opened")["date"] == "1851-12-05"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("27 BC", "-0026"),
        ("AD 330", "0330"),
        (330, "0330"),
        ("c. 1440", "1440~"),
        ("spring 1440", "1440-21"),
        ("the 5th century", "04XX"),
        ("before 1440", "[..1439]"),
        ("25 October 1917 (Julian)", "1917-10-25 (Julian)"),
    ],
)
def test_dates_of_any_period_are_read_and_the_lesson_loads(folder, typed, stored):
    edit(folder, {"events!A2": typed, "says!C2": "The mill is built", "sources!C2": typed})
    edit(folder, {"says!B2": "dated", "says!D2": None, "says!E2": "1990"})
    edit(folder, {"claims!B2": "contradicted", "claims!C2": "The record has another date."})
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert lesson.event("the-mill-is-built")["date"] == stored
    assert lesson.sources["short"].str.contains("Diary of a Miller").any()


def test_bars_mark_where_sentences_end(folder):
    set_text(folder, "The mill", "In 44 B.C. Caesar saw it. | It fell.")
    edit(folder, {"claims!A2": "In 44 B.C. Caesar saw it. It fell."})
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert list(lesson.sentences["text"])[1:] == ["In 44 B.C. Caesar saw it.", "It fell."]


def rewrite(folder, sheet, **how):
    """Save a CSV file again as Excel does in another language."""
    path = folder / "sheets" / f"{sheet}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    encoding, change = how.pop("encoding", "utf-8-sig"), how.pop("change", {})
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **how).writerows([change.get(cell, cell) for cell in row] for row in rows)


def test_semicolons_and_a_local_date_are_read(csv_folder):
    for sheet in new_sheets():
        change = {"12 May 1851": "13.5.1851"}
        rewrite(csv_folder, sheet.name, delimiter=";", lineterminator="\r\n", change=change)
    import_workbook(csv_folder)
    assert load_lesson(csv_folder).event("the-bridge-is-opened")["date"] == "1851-05-13"


def test_a_local_date_that_could_be_another_day_is_asked_about(csv_folder):
    rewrite(csv_folder, "events", delimiter=";", change={"12 May 1851": "12.05.1851"})
    (message,) = said(csv_folder)
    assert message.startswith("Sheet events, cell A3: “12.05.1851” Which number is the month?")


def test_a_number_with_a_decimal_comma_is_refused_with_its_cell(csv_folder):
    path = csv_folder / "sheets" / "exercises.csv"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["number", "How many years?", "2,5", "", "5", "No."])
    (message,) = said(csv_folder)
    assert message.startswith("Sheet exercises, cell A3: “number”") and "“2,5”" in message


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_csv_in_another_encoding_is_refused_in_words(csv_folder, encoding):
    rewrite(csv_folder, "claims", encoding=encoding)
    assert "CSV UTF-8" in said(csv_folder)[0]


# Texts and claims


def test_a_quotation_with_other_quotation_marks_is_found_and_stored_as_printed(folder):
    set_text(folder, "The mill", "He said: “It’s the mill – not the bridge.” It was so.")
    edit(folder, {"claims!A2": '"It\'s the mill - not the bridge."'})
    import_workbook(folder)
    assert list(load_lesson(folder).claims["quote"]) == ["“It’s the mill – not the bridge.”"]


def test_a_quotation_that_is_not_in_the_text_is_named_with_the_nearest_sentence(folder):
    edit(folder, {"claims!A2": "Because a bridge had been opened, the mill was built."})
    messages = said(folder)
    assert any(
        one.startswith("Sheet claims, cell A2: “Because a bridge") and BECAUSE in one
        for one in messages
    )


def test_a_claim_may_span_two_sentences(folder):
    edit(folder, {"claims!A2": f"{BECAUSE} It made Lenn rich."})
    edit(folder, {"says!A2": BECAUSE})
    import_workbook(folder)
    assert load_lesson(folder).claims["sentence"][0] == 1


def test_a_claim_over_two_paragraphs_is_to_be_split(folder):
    set_text(folder, "The mill", "It stood.", "It fell.")
    edit(folder, {"claims!A2": "It stood. It fell."})
    assert said(folder) == [
        "Sheet claims, cell A2: “It stood. It fell.” This quotation runs over two paragraphs. "
        "Make two claims of it, one in each paragraph."
    ]


def test_overlapping_claims_and_claims_in_any_order_are_read(folder):
    book = load_workbook(folder / "lesson.xlsx")
    for row, quote in (
        (3, "the mill at Lenn was built"),
        (4, "new bridge had been opened, the mill"),
    ):
        for letter, value in zip("ABC", (quote, "supported", "Both sources say so."), strict=True):
            book["claims"][f"{letter}{row}"] = value
    book.save(folder / "lesson.xlsx")
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert list(lesson.claims["start"]) == sorted(lesson.claims["start"])
    shown = "".join(words for paragraph in claims_in_text(lesson) for words, _ in paragraph)
    assert lesson.claims["quote"][1] in shown


def test_a_text_of_one_cell_has_no_title(folder):
    edit(folder, {"text!A2": "It stood.", "text!A3": None})
    assert said(folder)[0] == (
        "Sheet text, cell A2: “It stood.” There is only one cell, and the first cell is the title "
        "of the text. Write a title into A2 and the text below it, one cell for each paragraph."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "It stood.",
        "Puesto que se abrió el puente, ¿se construyó el molino? Sí.",
        "Так как мост был открыт, мельницу построили. Город разбогател.",
        "Επειδή άνοιξε η γέφυρα, χτίστηκε ο μύλος. Η πόλη πλούτισε.",
        "لأن الجسر الجديد قد افتتح، بنيت الطاحونة. وأصبحت المدينة غنية.",
        " ".join(["The mill stood by the river, and nobody knew why it had been built."] * 360),
    ],
    ids=["one sentence", "Spanish", "Russian", "Greek", "Arabic", "5,000 words"],
)
def test_texts_of_any_length_and_language_are_read(folder, sentence):
    set_text(folder, sentence[:20].strip(), sentence)
    claim = sentence[:60].rsplit(" ", 1)[0] if len(sentence) > 60 else sentence
    edit(folder, {"claims!A2": claim, "events!B2": claim[:60]})
    edit(folder, {"claims!D2": claim[:60], "exercises!A2": None, "exercises!B2": None})
    edit(folder, {f"exercises!{letter}2": None for letter in "CDEF"})
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert lesson.text.split() == f"{sentence[:20].strip()} {sentence}".split()
    assert lesson.claims["events"][0] == new_id(claim[:60], [])


# References between sheets


def test_an_event_that_does_not_exist_is_named_with_a_guess(folder):
    edit(folder, {"says!C2": "The bridge is opend"})
    assert said(folder) == [
        "Sheet says, cell C2: “The bridge is opend” There is no such event. Did you mean “The "
        "bridge is opened”? Write it as in the sheet events, or add it there."
    ]


def test_names_finds_a_row_by_title_beginning_or_words():
    names = Names({"a": "The bridge is opened", "b": "The bridge falls"}, "event", "events")
    assert names.find("the BRIDGE is opened")[0] == "a"
    assert names.find("The bridge f")[0] == "b"
    assert names.find("opened bridge")[0] == "a"
    assert names.find("The bridge")[1] == (
        "More than one event fits this: “The bridge is opened”, “The bridge falls”.",
        "Write more of its words.",
    )


def test_a_reference_in_braces_to_no_event_is_named(folder):
    edit(folder, {"claims!C2": "It was on {The brigde is opened.date}."})
    (message,) = said(folder)
    assert message.startswith(
        "Sheet claims, cell C2: “The brigde is opened” There is no such event."
    )


def test_a_verdict_that_the_record_does_not_bear_out_is_named_with_its_cell(folder):
    edit(folder, {"claims!B2": "supported"})
    (message,) = said(folder)
    assert message.startswith("Sheet claims, cell B2: “supported” The rows give “anachronism”")


def test_a_verdict_without_a_row_in_says_rests_on_its_reason(folder):
    edit(folder, {f"says!{letter}2": None for letter in "ABCD"} | {"claims!B2": "omission"})
    import_workbook(folder)
    assert load_lesson(folder).claims["verdict"][0] == "omission"


def test_a_verdict_that_nothing_in_says_bears_out_asks_for_a_row(folder):
    edit(folder, {"claims!B2": "contradicted", "says!C2": "The mill is built"})
    edit(folder, {"says!D2": "The bridge is opened"})
    (message,) = said(folder)
    assert message == (
        "Sheet claims, cell B2: “contradicted” The verdict given is “contradicted”, but no row of "
        "this claim in the sheet says is certain to contradict the record. Correct the verdict, a "
        "date, or the row of this claim in the sheet says: one is wrong."
    )


def test_a_source_that_is_cited_but_not_listed_is_named(folder):
    edit(folder, {"events!F3": "Smith 1999 [p. 2]"})
    assert any(
        one.startswith("Sheet events, cell F3: “Smith 1999” There is no such source.")
        for one in said(folder)
    )


def test_a_wrong_answer_without_feedback_is_named(folder):
    edit(folder, {"exercises!F2": None})
    assert said(folder)[0].startswith("Sheet exercises, cell F2: This cell is empty, but “wrong 1”")


def test_messages_name_sheets_and_not_stored_files(folder):
    edit(folder, {"says!B2": "met", "says!D2": None, "says!E2": "Ada Lind; Karl Hol"})
    messages = said(folder)
    assert any(one.startswith("Sheet says, cell E2: “Karl Hol”") for one in messages)
    assert not any(".csv" in one or ".json" in one or "docs/data" in one for one in messages)


def test_sheets_for_agreements_and_disputes_may_be_added(folder):
    book = load_workbook(folder / "lesson.xlsx")
    sheet = book.create_sheet("agreements")
    sheet.append(["name", "event", "parties", "signers", "terms"])
    sheet.append(["The treaty", "The bridge is opened", "Ada Lind; Karl Holm", "Karl Holm", "toll"])
    sheet = book.create_sheet("disputes")
    sheet.append(["question", "position", "holders", "evidence", "sources"])
    for position in ("Karl", "Ada"):
        sheet.append(["Who paid?", position, "Halloran", "A bill.", "Halloran 1901 [p. 2]"])
    for letter, value in zip(
        "ABCDE", [BECAUSE, "signed-by", "The treaty", None, "Ada Lind"], strict=True
    ):
        book["says"][f"{letter}3"] = value
    book["claims"]["F1"], book["claims"]["F2"] = "certainty", "high"
    book.save(folder / "lesson.xlsx")
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert list(lesson.instruments["terms"]) == ["toll"]
    assert list(lesson.disputes["id"]) == ["who-paid", "who-paid"]
    assert "could not have been there" in set(find_contradictions(lesson)["contradiction"])


# Exercises in YAML, and what Zotero exports


def test_exercises_in_yaml_follow_those_of_the_sheet(folder):
    (folder / "more-exercises.yaml").write_text(
        "- id: first-vote\n  notebook: 05-exercises\n  kind: vote\n  skill: perspective\n"
        "  level: 1\n  minutes: 2\n  question: Which was first?\n  options:\n    - text: The mill\n"
        "    - text: The bridge\n  talk: Tell your neighbour.\n  solution: The mill.\n",
        encoding="utf-8",
    )
    import_workbook(folder)
    assert list(load_exercises(load_lesson(folder)))[1] == "first-vote"


def test_every_kind_of_the_sheet_becomes_an_exercise(folder):
    rows = [
        ["choose-several", "Which are buildings?", "The mill; The bridge", "", "Ada", "A person."],
        [
            "date",
            "When was it opened?",
            "The bridge is opened",
            "",
            "The mill is built",
            "Earlier.",
        ],
        ["number", "How many years?", "5", "", "4", "Count again."],
        ["write", "Why?", "Because.", "", "", ""],
    ]
    edit(
        folder,
        {
            f"exercises!{letter}{row}": value
            for row, values in enumerate(rows, 3)
            for letter, value in zip("ABCDEF", values, strict=True)
        },
    )
    import_workbook(folder)
    kinds = [one.kind for one in load_exercises(load_lesson(folder)).values()]
    assert kinds == ["choose-one", "choose-several", "date", "number", "write"]


def test_a_zotero_export_completes_the_source_with_the_same_title(folder):
    item = {
        "id": "http://zotero.org/users/1/items/AB",
        "type": "book",
        "title": "Bridges of the North (Invented)",
        "publisher": "Lenn Press",
        "ISBN": "123",
        "author": [{"family": "Halloran", "given": "Maud"}],
        "issued": {"date-parts": [["1901", "3"]]},
        "accessed": {"raw": "yesterday"},
        "custom-field": 1,
    }
    (folder / "My Library.json").write_text(json.dumps([item]), encoding="utf-8")
    edit(folder, {"sources!A3": None, "sources!C3": None})
    import_workbook(folder)
    note = load_lesson(folder).citations["halloran_1901"]["note"]
    assert note == (
        "Maud Halloran, Bridges of the North (invented) (1901), Lenn Press, invented for this "
        "example."
    )


# Nothing is lost


def test_nothing_is_written_when_anything_is_wrong(folder):
    edit(folder, {"events!A2": "sometime"})
    before = sorted(folder.iterdir())
    said(folder)
    assert sorted(folder.iterdir()) == before


def test_a_generated_file_that_was_changed_by_hand_is_kept(folder):
    import_workbook(folder)
    path = folder / "events.csv"
    path.write_text(path.read_text(encoding="utf-8") + "mine\n", encoding="utf-8")
    (note,) = import_workbook(folder).notes
    kept = f"events until {datetime.date.today()}.csv"
    assert kept in note and (folder / kept).read_text(encoding="utf-8").endswith("mine\n")
    assert load_lesson(folder).events.shape[0] == 2


def test_a_changed_vocabulary_stays_and_gets_new_values(folder):
    import_workbook(folder)
    path = folder / "vocabulary.yaml"
    changed = path.read_text(encoding="utf-8").replace("(an invented example)", "in one page")
    path.write_text(changed.replace("sides:\n- Lenn", "sides:\n- Varn\n- Lenn"), encoding="utf-8")
    edit(folder, {"events!G3": "Orsin"})
    import_workbook(folder)
    vocabulary = load_lesson(folder).vocabulary
    assert vocabulary.title == "The bridge at Lenn in one page"
    assert vocabulary.sides == ("Varn", "Lenn", "Orsin")


def test_a_lesson_is_current_until_its_workbook_changes(folder):
    assert not is_current(folder)
    import_workbook(folder)
    assert is_current(folder)
    edit(folder, {"events!A2": "1847"})
    assert not is_current(folder)


def test_a_new_lesson_never_takes_the_place_of_another_folder(folder):
    before = sorted(folder.iterdir())
    with pytest.raises(UserError, match="exists already, and nothing in it was changed"):
        start_lesson(folder)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("name", ["", "Lenn", "../lenn", "a b", "con", "1lenn", "import", "é"])
def test_a_name_that_cannot_be_a_folder_or_is_a_command_is_refused(name):
    with pytest.raises(UserError):
        check_name(name, ["import"])


def test_a_semicolon_in_the_place_that_is_cited_does_not_end_the_citation(folder):
    edit(folder, {"events!F3": "Halloran 1901 [p. 88; p. 91]; Lind, Diary [p. 3]"})
    import_workbook(folder)
    cell = load_lesson(folder).event("the-bridge-is-opened")["sources"]
    assert cell == "halloran_1901 [p. 88, p. 91]; lind_1846 [p. 3]"


def test_years_between_two_titles_are_counted_in_a_reason(folder):
    edit(folder, {"claims!C2": "{years:The mill is built:The bridge is opened} years too early."})
    import_workbook(folder)
    assert load_lesson(folder).claims["why"][0] == "5 years too early."


def test_rulers_of_the_same_name_are_different_persons(folder):
    edit(folder, {"events!D2": "Sylvester I", "events!D3": "Sylvester II"})
    import_workbook(folder)
    edit(folder, {"events!D2": "Sylvester Ink", "events!D3": "Sylvester Inc"})
    assert "nearly the same" in said(folder)[0]


@pytest.mark.parametrize(
    ("first", "second", "calendar"),
    [
        ("1400", "29 February 1500", "Julian"),
        ("1400", "1 March 1600", "Gregorian"),
        ("before 1400", "1500", "Julian"),
        ("1400", "after 1500", "Gregorian"),
    ],
)
def test_a_lesson_that_ends_before_1582_is_in_the_calendar_of_its_sources(
    folder, first, second, calendar
):
    edit(folder, {"events!A2": first, "events!A3": second})
    import_workbook(folder)
    assert load_lesson(folder).vocabulary.calendar == calendar


@pytest.mark.parametrize("last", ["12 May 1851", "12 May 1846", "13 May 1846"])
def test_the_example_of_a_date_is_not_the_date_of_an_event(folder, last):
    edit(folder, {"events!A2": "12 May 1846", "events!A3": last, "claims!B2": "unsupported"})
    edit(folder, {f"says!{letter}2": None for letter in "ABCDE"})
    import_workbook(folder)
    lesson = load_lesson(folder)
    assert lesson.vocabulary.date_examples["day"] not in set(lesson.events["date"])


def test_a_lesson_is_not_current_when_exercises_in_yaml_or_a_file_is_missing(folder):
    import_workbook(folder)
    (folder / "more-exercises.yaml").write_text("# none yet\n", encoding="utf-8")
    assert not is_current(folder)
    import_workbook(folder)
    assert is_current(folder)
    (folder / "vocabulary.yaml").unlink()
    assert not is_current(folder)


def test_an_exercise_of_the_sheet_cites_its_events_and_explains_its_solution(folder):
    edit(folder, {"exercises!K1": "events", "exercises!K2": "The mill is built"})
    import_workbook(folder)
    content = next(iter(load_exercises(load_lesson(folder)).values())).content
    assert content["events"] == ["the-mill-is-built"]
    assert content["solution"] == ("The mill. The diary of the miller is older than the bridge.")
