"""Exported files can be read by others, run nowhere, replace nothing, and fail with a message."""

import csv
import dataclasses
import errno
import hashlib
import io
import json
import re
import shutil
import time
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pypandoc
import pytest

from helpers.errors import LessonError
from helpers.exporting import WRITERS, chronology, export, harmless, markdown
from helpers.files import PROJECT
from helpers.lesson.cells import split
from helpers.load import load_lesson
from tests.hostile import HOSTILE

#: Pictures and the TimelineJS file are tested with the timeline.
NAMES = [name for name in WRITERS if not name.startswith("timeline")]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
]


@pytest.fixture(scope="module")
def lesson():
    return load_lesson()


def with_title(lesson, title):
    """Return the lesson with another title in its first event."""
    events = lesson.events.copy()
    events.loc[0, ["title", "summary", "disputed"]] = title
    return dataclasses.replace(lesson, events=events)


def read_csv(path):
    csv.field_size_limit(2_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", NAMES)
def test_export_saves_each_file_and_says_so(lesson, work, name):
    said = export(lesson, name)
    assert repr(said).startswith(f"Saved: {name}, in your folder my-work.")
    assert [path.name for path in work.iterdir()] == [name]
    assert (work / name).stat().st_size > 1000


def test_export_names_the_possible_files_if_one_is_unknown(lesson, work):
    with pytest.raises(
        ValueError, match=r"nothing called 'chronology.doc' to save. Choose one of: chronology.csv"
    ):
        export(lesson, "chronology.doc")
    assert not work.exists()


def test_csv_contains_every_event_in_order_with_accents(lesson, work):
    export(lesson, "chronology.csv")
    rows = read_csv(work / "chronology.csv")
    assert [row["id"] for row in rows] == list(lesson.events["id"])
    assert [row["date"] for row in rows] == list(lesson.events["date"])
    assert (work / "chronology.csv").read_bytes().startswith(b"\xef\xbb\xbf"), (
        "so that Excel reads the accents"
    )
    assert any("Girón" in row["place"] for row in rows)
    assert (
        "Foreign Relations of the United States" not in rows[0]["id"]
        and rows[0]["sources"] != lesson.events["sources"].iloc[0]
    )


def test_excel_contains_three_sheets_of_text(lesson, work):
    export(lesson, "chronology.xlsx")
    book = openpyxl.load_workbook(work / "chronology.xlsx")
    assert book.sheetnames == ["chronology", "claims", "sources"]
    rows = list(book["chronology"].values)
    assert [row[0] for row in rows] == ["id", *lesson.events["id"]]
    assert [row[1] for row in rows[1:]] == list(lesson.events["date"]), (
        "Excel has not rewritten a date"
    )
    assert book["sources"].max_row == len(lesson.sources) + 1
    assert book["chronology"].freeze_panes == "A2"


def test_markdown_has_a_note_for_every_source_of_every_event(lesson):
    blocks = json.loads(pypandoc.convert_text(markdown(lesson), "json", format="gfm+footnotes"))[
        "blocks"
    ]
    assert [block["c"][0] for block in blocks if block["t"] == "Header"][:2] == [1, 2]
    notes = json.dumps(blocks).count('"t": "Note"')
    assert notes == sum(len(split(cell)) for cell in lesson.events["sources"])
    plain = " ".join(
        pypandoc.convert_text(
            markdown(lesson), "plain", format="gfm+footnotes", extra_args=["--wrap=none"]
        ).split()
    )
    for event in lesson.events.itertuples():
        assert f"{event.place}. {event.title}. {event.summary}[" in plain


def test_markdown_puts_an_unknown_beginning_under_the_year_of_its_last_day(lesson):
    text = markdown(lesson.with_date("bay-of-pigs", "../1961-04"))
    before, after = text.split("**until April 1961**")
    assert re.findall("^## (.*)$", before, re.MULTILINE)[-1] == "1961"
    assert re.findall("^## (.*)$", after, re.MULTILINE)[0] == "1962"
    assert "NaT" not in text


# Nothing that is saved is run by the program that opens it


def few(lesson):
    """Return the lesson with two events, two claims and two sources."""
    return dataclasses.replace(
        lesson,
        events=lesson.events.head(2),
        claims=lesson.claims.head(2),
        sources=lesson.sources.head(2),
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_export_saves_formulas_as_text(lesson, work, text):
    hostile = with_title(few(lesson), text)
    export(hostile, "chronology.csv")
    export(hostile, "chronology.xlsx")
    assert read_csv(work / "chronology.csv")[0]["title"].startswith("'")
    cells = [
        cell
        for row in openpyxl.load_workbook(work / "chronology.xlsx")["chronology"].iter_rows()
        for cell in row
    ]
    assert "f" not in {cell.data_type for cell in cells}, "f is a formula"
    assert sum(str(cell.value).startswith("'") for cell in cells) == 3


def test_harmless_leaves_ordinary_cells_unchanged():
    table = pd.DataFrame(
        {
            "a": ["1960-02-13", "a = b", "'quoted'", "USSR; Cuba", "a – b; “c”", "two\nlines"],
            "b": [1, -2, 3.5, True, None, 0],
        }
    )
    assert harmless(table).equals(table)


def cells_with_semicolon(line):
    """Return the cells of a line as Excel reads them where its list separator is a semicolon."""
    return next(csv.reader([line], delimiter=";"))


@pytest.mark.parametrize(
    "title",
    [
        "Title;=1+1",
        "Title; =1+1",
        'Title;"=1+1"',
        "Title;;;@SUM(A1)",
        "one; two;\t-1",
        "two\n=1+1",
        "two; ＝1",
    ],
)
def test_harmless_leaves_no_formula_after_a_separator_of_another_region(lesson, work, title):
    export(with_title(few(lesson), title), "chronology.csv")
    lines = (work / "chronology.csv").read_text(encoding="utf-8-sig").splitlines()
    cells = [cell for line in lines for cell in cells_with_semicolon(line)]
    assert not [cell for cell in cells if re.match(r"""[\s"]*[=+\-@＝＋－＠]""", cell)]
    assert title.split(";")[0].split("\n")[0] in read_csv(work / "chronology.csv")[0]["title"]


@pytest.mark.parametrize("run", [";", " ", "\n", '"', "; ", "=", ";="])
def test_harmless_takes_linear_time(run):
    started = time.perf_counter()
    harmless(pd.DataFrame({"a": [run * (100_000 // len(run)) + "x"]}))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_export_saves_hostile_text_as_text(lesson, work, text):
    hostile = with_title(few(lesson), text)
    for name in ("chronology.csv", "chronology.xlsx", "chronology.md"):
        assert repr(export(hostile, name)).startswith("Saved: ")
    title = read_csv(work / "chronology.csv")[0]["title"]
    assert len(title) >= len(text), "a CSV file has room for everything"
    assert not title.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert all(
        cell.data_type != "f"
        for cell in openpyxl.load_workbook(work / "chronology.xlsx")["chronology"][2]
    )
    if len(text) > 100_000:
        return  # pandoc takes long, and the text is only long
    lines = (work / "chronology.md").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("**"))
    blocks = json.loads(
        pypandoc.convert_text(
            line.partition("[^1]")[0], "json", format="gfm+footnotes+tex_math_dollars+raw_html"
        )
    )["blocks"]
    kinds = set(kinds_of(blocks))
    assert kinds <= {"Para", "Str", "Space", "Strong", "SoftBreak", "Emoji", "Span"}, kinds


def test_harmless_marks_where_a_long_text_was_cut():
    table = pd.DataFrame({"a": ["x" * 10, "x" * 11, "=" + "x" * 9]})
    assert list(harmless(table, 10)["a"]) == ["x" * 10, "x" * 9 + "…", "'=" + "x" * 7 + "…"]


def kinds_of(node):
    """Yield the kind of every part of a pandoc document."""
    if isinstance(node, dict):
        yield from [node["t"]] if "t" in node else []
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from kinds_of(part)


def test_kinds_of_finds_markup():
    read = json.loads(
        pypandoc.convert_text(
            "a <b>b</b> [c](d) $e$", "json", format="gfm+tex_math_dollars+raw_html"
        )
    )
    assert {"RawInline", "Link", "Math"} <= set(kinds_of(read["blocks"]))


# Nothing is lost


def test_export_keeps_an_older_file_under_a_dated_name(lesson, work):
    for words in ("first", "second"):
        export(lesson, "chronology.csv")
        time.sleep(0.05)  # the clock of Windows goes in steps; what is kept is called after it
        (work / "chronology.csv").write_text(words, encoding="utf-8")
    export(lesson, "chronology.csv")
    older = sorted(work.glob("chronology until *.csv"))
    assert [path.read_text(encoding="utf-8") for path in older] == ["first", "second"]
    assert len(read_csv(work / "chronology.csv")) == len(lesson.events)


def test_export_keeps_a_folder_of_that_name(lesson, work):
    (work / "chronology.csv").mkdir(parents=True)
    (work / "chronology.csv" / "mine.txt").write_text("mine", encoding="utf-8")
    assert repr(export(lesson, "chronology.csv")).startswith("Saved: ")
    (kept,) = work.glob("chronology until *.csv")
    assert (kept / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_two_exports_of_one_file_do_not_mix(lesson, work, monkeypatch):
    """While one notebook writes, another saves the same file."""
    write = WRITERS["chronology.md"]

    def slowly(lesson, path, timeline):
        path.write_text("half", encoding="utf-8")
        monkeypatch.setitem(WRITERS, "chronology.md", write)
        assert repr(export(lesson, "chronology.md")).startswith("Saved: ")
        with path.open("a", encoding="utf-8") as file:
            file.write(" and whole")

    monkeypatch.setitem(WRITERS, "chronology.md", slowly)
    assert repr(export(lesson, "chronology.md")).startswith("Saved: ")
    assert (work / "chronology.md").read_text(encoding="utf-8") == "half and whole"
    (other,) = (path for path in work.iterdir() if path.name != "chronology.md")
    assert other.read_text(encoding="utf-8") == markdown(lesson)


def test_export_does_not_write_through_a_link(lesson, work, tmp_path):
    work.mkdir()
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("not yours", encoding="utf-8")
    try:
        (work / "chronology.csv").symlink_to(elsewhere)
    except OSError:
        pytest.skip("NOT RUN: Windows does not let this user make links")
    assert repr(export(lesson, "chronology.csv")).startswith("Saved: ")
    assert elsewhere.read_text(encoding="utf-8") == "not yours"
    assert not (work / "chronology.csv").is_symlink()


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_export_names_a_file_that_the_lesson_does_not_have(small_lesson, work):
    with pytest.raises(ValueError, match=r"This lesson has no file sources\.bib"):
        export(small_lesson, "sources.bib")
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    "name", [name for name in WRITERS if name not in ("sources.bib", "sources.ris")]
)
def test_export_saves_a_lesson_from_another_folder(small_lesson, work, name):
    assert repr(export(small_lesson, name)).startswith(f"Saved: {name}")
    assert (work / name).stat().st_size > 500


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EDQUOT, "Your storage quota is used up"),
        (errno.EACCES, "You can’t write in this folder"),
    ],
)
def test_export_says_why_a_file_could_not_be_saved(lesson, work, monkeypatch, code, reason):
    def fail(*_):
        raise OSError(code, "as the system puts it")

    monkeypatch.setitem(WRITERS, "sources.bib", fail)
    assert f"Not saved: sources.bib, in your folder my-work. {reason}" in repr(
        export(lesson, "sources.bib")
    )


@pytest.mark.parametrize("name", [*NAMES, "timeline.json", "timeline.svg"])
def test_export_saves_lone_surrogates_as_the_sign_for_a_lost_letter(lesson, work, name):
    assert repr(export(with_title(few(lesson), "lost \ud800"), name)).startswith("Saved: ")
    if name in ("chronology.csv", "chronology.md", "timeline.json"):
        assert "lost \ufffd" in (work / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_export_to_a_full_disk_says_so_and_changes_nothing(lesson, work, monkeypatch, name):
    work.mkdir()
    (work / name).write_text("mine", encoding="utf-8")
    monkeypatch.setitem(
        WRITERS,
        name,
        lambda lesson, path, timeline: (path.write_text("half", encoding="utf-8"), full()),
    )
    said = repr(export(lesson, name))
    assert said.startswith(
        f"Not saved: {name}, in your folder my-work. "
        "The disk is full: make space on it. Then run this cell again."
    )
    assert [path.name for path in work.iterdir()] == [name]
    assert (work / name).read_text(encoding="utf-8") == "mine"


def test_each_writer_reports_a_full_disk(lesson, work, monkeypatch):
    """The real writers, on a disk that takes no byte."""
    for name in NAMES:
        with monkeypatch.context() as patch:
            patch.setattr("io.open", full)
            patch.setattr("builtins.open", full)
            assert "The disk is full" in repr(export(lesson, name)), name
        assert not list(work.iterdir())


def test_export_restores_the_old_name_if_the_last_step_fails(lesson, work, monkeypatch):
    work.mkdir()
    (work / "chronology.md").write_text("mine", encoding="utf-8")

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    assert "open in another program" in repr(export(lesson, "chronology.md"))
    assert (work / "chronology.md").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in work.iterdir()] == ["chronology.md"]


def test_export_reports_a_file_in_place_of_the_folder(lesson, work):
    work.write_text("a file", encoding="utf-8")
    assert repr(export(lesson, "chronology.csv")).startswith("Not saved: chronology.csv")
    assert work.read_text(encoding="utf-8") == "a file"


def test_export_reports_a_folder_without_permission(lesson, work, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    assert "its disk is read-only" in repr(export(lesson, "chronology.csv"))


# The claims as Web Annotations


def resolved(text, selector):
    """Return the places of the words that a selector means, as a reader of the standard does."""
    if selector["type"] == "TextPositionSelector":
        return [(selector["start"], selector["end"])]
    exact, before = selector["exact"], selector["prefix"]
    whole = re.escape(before + exact + selector["suffix"])
    return [
        (found.start() + len(before), found.start() + len(before) + len(exact))
        for found in re.finditer(f"(?={whole})", text)
    ]


def test_claims_are_web_annotations_whose_selectors_find_the_exact_words(lesson, work):
    export(lesson, "claims.jsonld")
    collection = json.loads((work / "claims.jsonld").read_text(encoding="utf-8"))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(lesson.claims)
    assert len({item["id"] for item in items}) == len(items)
    text = (lesson.folder / "text.txt").read_text(encoding="utf-8")
    for item, (_, claim) in zip(items, lesson.claims.iterrows(), strict=True):
        assert item["type"] == "Annotation" and item["id"].startswith("urn:uuid:")
        assert [body["value"] for body in item["body"]][:2] == [claim["claim"], claim["verdict"]]
        selectors = item["target"]["selector"]
        assert {one["type"] for one in selectors} == {"TextQuoteSelector", "TextPositionSelector"}
        for selector in selectors:
            ((start, end),) = resolved(text, selector)
            assert text[start:end] == claim["quote"]


def changed_text(folder, old, new):
    """Change the text under study, and its checksum, as someone does who means it."""
    text, package = folder / "text.txt", folder / "datapackage.json"
    before = text.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert after != before
    text.write_bytes(after)
    described = json.loads(package.read_text(encoding="utf-8"))
    (resource,) = (one for one in described["resources"] if one["name"] == "text")
    resource |= {"hash": f"sha256:{hashlib.sha256(after).hexdigest()}", "bytes": len(after)}
    package.write_text(json.dumps(described), encoding="utf-8")
    return load_lesson(folder)


@pytest.fixture
def copied(tmp_path):
    return Path(shutil.copytree(PROJECT / "data", tmp_path / "lesson"))


def test_changed_sentence_orphans_the_claims_in_it(lesson, copied):
    """The quotation is as it was, but the sentence around it is not."""
    claim = lesson.claim("c02")
    after = claim["end"]
    words = lesson.text[after : after + 20]
    with pytest.raises(LessonError) as caught:
        changed_text(copied, claim["quote"] + words, claim["quote"] + " (perhaps)" + words)
    message = str(caught.value)
    assert "The sentence has changed since this claim was judged: “In the midst of" in message
    same = lesson.claims[lesson.claims["sentence"] == claim["sentence"]]
    assert message.count("The sentence has changed") == len(same)
    assert "in the sentences of the text in datapackage.json" in message


def test_new_sentence_leaves_the_claims_of_the_others(lesson, copied):
    last = lesson.sentences["text"].iloc[-1]
    assert len(changed_text(copied, last, f"{last} This is new.").claims) == len(lesson.claims)


# The whole as a Data Package


def test_package_is_valid_for_frictionless(lesson, work, tmp_path):
    export(lesson, "lesson.zip")
    with zipfile.ZipFile(work / "lesson.zip") as package:
        named = json.loads(package.read("datapackage.json"))["resources"]
        assert package.namelist() == ["datapackage.json", *(resource["path"] for resource in named)]
        package.extractall(tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package/datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert {task.name for task in report.tasks} >= {
        "events",
        "instruments",
        "claims",
        "assertions",
        "disputes",
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("events.csv", "\nbay-of-pigs,", "\nmikoyan-arrives,", "primary-key"),
        ("claims.csv", ",supported,", ",true,", "constraint-error"),
        ("instruments.csv", ",trade-credit-agreement,", ",no-such,", "foreign-key"),
        ("disputes.csv", "id,question", "name,question", "incorrect-label"),
    ],
)
def test_frictionless_finds_what_is_broken(lesson, work, tmp_path, file, old, new, error):
    export(lesson, "lesson.zip")
    with zipfile.ZipFile(work / "lesson.zip") as package:
        package.extractall(tmp_path / "package")
    path = tmp_path / "package" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    report = frictionless.validate(str(tmp_path / "package/datapackage.json"))
    assert error in {kind for (kind,) in report.flatten(["type"])}


def test_package_has_the_same_bytes_each_time(lesson, work):
    export(lesson, "lesson.zip")
    first = (work / "lesson.zip").read_bytes()
    export(lesson, "lesson.zip")
    assert (work / "lesson.zip").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert all(
            package.read(name) == (lesson.folder / name).read_bytes() for name in package.namelist()
        )


def test_chronology_cites_short_notes(lesson):
    table = chronology(lesson)
    names = set(lesson.sources["id"])
    assert not any(names & set(cell.replace(";", " ").split()) for cell in table["sources"])
    assert list(table["id"]) == list(lesson.events["id"])
