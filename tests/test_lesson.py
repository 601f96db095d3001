"""A lesson is loaded from its folder, completely, and is safe from what is done to its tables."""

import dataclasses
import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml
from numpydoc.docscrape import FunctionDoc

import helpers
from helpers.errors import LessonError
from helpers.files import PROJECT, lesson_folder, work_folder
from helpers.lesson.citations import cite, short_notes
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.package import OPTIONAL_COLUMNS, TABLES
from helpers.load import load_lesson


@pytest.fixture
def lesson(small_lesson):
    return small_lesson


def change_package(folder, change):
    """Change the description of the tables in a copy of a lesson."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    change({one["name"]: one for one in package["resources"]}, package)
    path.write_text(json.dumps(package), encoding="utf-8")


# The folder


def test_lesson_folder_is_the_argument_then_the_variable_then_data(monkeypatch, tmp_path):
    monkeypatch.delenv("LESSON_FOLDER", raising=False)
    assert lesson_folder() == PROJECT / "data"
    monkeypatch.setenv("LESSON_FOLDER", str(tmp_path))
    assert lesson_folder() == tmp_path.resolve()
    assert lesson_folder("elsewhere") == Path("elsewhere").resolve()


def test_load_lesson_reads_the_folder_that_the_variable_names(monkeypatch, small):
    monkeypatch.setenv("LESSON_FOLDER", str(small))
    lesson = load_lesson()
    assert (lesson.name, lesson.folder, len(lesson.claims)) == ("small-lesson", small, 6)


def test_vocabulary_is_what_its_file_says(lesson, small):
    written = yaml.safe_load((small / "vocabulary.yaml").read_text(encoding="utf-8"))
    vocabulary = lesson.vocabulary
    assert vocabulary.sides == tuple(written["sides"]) == ("Orsinia", "Varn")
    assert vocabulary.spans == (("28 April to 14 May 1866", "1866-04-28/1866-05-14"),)
    assert vocabulary.date_examples["day"] == "1866-05-14"
    assert vocabulary.known_on == "1865-12-31"


def test_tables_and_columns_that_a_lesson_leaves_out_are_empty(lesson):
    assert lesson.instruments.empty and lesson.disputes.empty
    assert set(lesson.events["terms"]) == set(lesson.claims["about"]) == {""}
    for name in TABLES:
        assert set(OPTIONAL_COLUMNS[name]) <= set(getattr(lesson, name).columns)


def test_an_id_of_a_table_that_is_left_out_is_named(small_copy):
    change_package(
        small_copy,
        lambda resources, _: resources["claims"]["schema"]["fields"].append(
            {"name": "about", "description": "the instrument", "reference": ["instruments"]}
        ),
    )
    path = small_copy / "claims.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},about", f"{first},treaty", *(f"{line}," for line in rest)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LessonError) as error:
        load_lesson(small_copy)
    assert "claims.csv, line 2, column about: “treaty” This id is not among" in str(error.value)


@pytest.mark.parametrize("name", ["events", "claims"])
def test_a_table_that_every_lesson_needs_is_missed(small_copy, name):
    change_package(small_copy, lambda resources, _: resources[name].update(name="other"))
    with pytest.raises(LessonError, match=f"The table {name} is not described"):
        load_lesson(small_copy)


def test_a_column_that_every_lesson_needs_is_missed(small_copy):
    def without_title(resources, _):
        fields = resources["events"]["schema"]["fields"]
        fields[:] = [field for field in fields if field["name"] != "title"]

    change_package(small_copy, without_title)
    with pytest.raises(LessonError, match="These columns are not described: title"):
        load_lesson(small_copy)


def test_values_outside_the_vocabulary_are_named_with_the_nearest_one(small_copy):
    path = small_copy / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sides: [Orsinia,", "sides: [Orsynia,", 1), encoding="utf-8")
    with pytest.raises(LessonError) as error:
        load_lesson(small_copy)
    assert "column sides: “Orsinia” This value is not known. Did you mean “Orsynia”?" in str(
        error.value
    )


@pytest.mark.parametrize("left_by", ["editor", "sync", "dangling", "vanishing"])
def test_files_that_the_lesson_does_not_name_are_ignored(small_copy, left_by, monkeypatch):
    lock = small_copy / ".#events.csv"
    if left_by == "dangling":
        lock.symlink_to("somebody@host.1234:5678")
    else:
        lock.write_bytes(b"\xff\x00not a lesson")
    if left_by == "vanishing":
        listed = list(small_copy.iterdir())
        lock.unlink()
        monkeypatch.setattr(Path, "glob", lambda *_: iter(listed))
        monkeypatch.setattr(Path, "iterdir", lambda *_: iter(listed))
    if left_by == "sync":
        (small_copy / "events-conflict.csv").mkdir()
    assert len(load_lesson(small_copy).events) == 10


# Its tables


def test_two_sources_of_one_maker_count_as_one(small_copy):
    path = small_copy / "events.csv"
    events = pd.read_csv(path, dtype=str, keep_default_na=False)
    storm = events["id"] == "great-storm"
    sources = json.loads((small_copy / "sources.json").read_text(encoding="utf-8"))
    sources[1]["custom"]["made_by"] = "Varn Gazette; as told by an engineer"
    (small_copy / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    for cited, single in (
        ("varn_gazette [21 November]", True),
        ("varn_gazette [21 November]; halloran_1901 [p. 3]", True),
        ("varn_gazette; lind_diary", False),
    ):
        events.loc[storm, "sources"] = cited
        events.to_csv(path, index=False, lineterminator="\n")
        assert load_lesson(small_copy).event("great-storm")["single_sourced"] == single, cited


def test_events_are_sorted_and_say_their_dates(lesson):
    events = lesson.events
    assert events["earliest"].is_monotonic_increasing
    assert events["earliest"].dtype.kind == events["latest"].dtype.kind == "M"
    for event in events.itertuples():
        date = parse_date(event.date)
        assert (event.date_words, event.date_kind) == (date.in_words(), date.kind)
        assert str(event.earliest.date()) == str(date.earliest)
    assert "" in set(events["time"]), "an empty cell is the empty string"
    assert not events.drop(columns=["earliest", "latest"]).isna().any().any()


def test_a_source_is_cited_by_its_title_until_the_build_has_written_its_citation(small_copy):
    path = small_copy / "citations.json"
    citations = json.loads(path.read_text(encoding="utf-8"))
    citations.pop("lind_diary")
    path.write_text(json.dumps(citations), encoding="utf-8")
    new = load_lesson(small_copy)
    assert cite(new, "lind_diary [p. 2]") == "Diary of an Engineer (invented), p. 2."
    assert "lind_diary" not in short_notes("lind_diary [p. 2]; halloran_1901", new)


def test_a_lesson_needs_no_citations(small_copy):
    change_package(
        small_copy,
        lambda resources, package: package["resources"].remove(resources["citations"]),
    )
    (small_copy / "citations.json").unlink()
    assert load_lesson(small_copy).citations["lind_diary"]["note"].startswith("Diary")


def test_look_up_by_id(lesson):
    assert lesson.claim(lesson.claims["id"].iloc[3])["quote"] == lesson.claims["quote"].iloc[3]
    act = pd.DataFrame([{"id": "articles", "event": "company-founded"}])
    with_act = dataclasses.replace(lesson, instruments=act)
    assert with_act.event("articles")["id"] == "company-founded"
    for find in (lesson.event, lesson.claim, lesson.date):
        with pytest.raises(KeyError, match="no-such"):
            find("no-such")


def test_another_date_changes_a_copy_only(lesson):
    other = lesson.with_date("great-storm", "1859-01~")
    assert (other.event("great-storm")["date_words"], other.event("great-storm")["date_kind"]) == (
        "about January 1859",
        "approximate",
    )
    assert other.events["earliest"].is_monotonic_increasing
    assert (
        lesson.date("great-storm").text
        == load_lesson(lesson.folder).date("great-storm").text
        == "1864-11-19"
    )
    with pytest.raises(KeyError):
        lesson.with_date("no-such", "1861")
    with pytest.raises(DateError):
        lesson.with_date("great-storm", "April 1861")


def test_an_open_beginning_comes_first_and_has_no_earliest_day(lesson):
    events = lesson.with_date("great-storm", "../1861-04").events
    assert events["id"].iloc[0] == "great-storm"
    assert events["earliest"].isna().sum() == 1 and list(events.index) == list(range(len(events)))
    assert events["latest"].iloc[0] == pd.Timestamp(1861, 4, 30)


def test_what_a_student_does_to_a_table_does_not_come_back(small):
    tables = ("events", "claims", "assertions", "sources", "sentences")
    lesson = load_lesson(small)
    for name in tables:
        table = getattr(lesson, name)
        table.iloc[:, 0] = table.iloc[0, 0]
        table["extra"] = 0
    lesson.citations.popitem()
    next(iter(lesson.citations.values()))["note"] = "changed"
    again = load_lesson(small)
    assert again.events["id"].is_unique and again.claims["id"].is_unique
    assert not any("extra" in getattr(again, name) for name in tables)
    assert len(again.citations) == len(lesson.citations) + 1
    assert "changed" not in {one["note"] for one in again.citations.values()}
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.text = ""


def test_the_folder_is_read_again_when_a_file_has_changed(small_copy):
    folder = small_copy
    first = load_lesson(str(folder))  # a path as text will do
    assert first.folder == folder.resolve()
    path = folder / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("A storm floods the harbour", "Another title of another length"),
        encoding="utf-8",
    )
    os.utime(path, ns=(1, 1))
    assert load_lesson(folder).event("great-storm")["title"] == "Another title of another length"
    assert first.event("great-storm")["title"] != "Another title of another length"


def test_the_work_folder(monkeypatch):
    monkeypatch.setenv("LESSON_WORK", "/somewhere/else")
    assert work_folder() == Path("/somewhere/else")
    monkeypatch.delenv("LESSON_WORK")
    assert work_folder() == PROJECT / "my-work"


def test_the_order_of_rows_in_a_file_does_not_matter(small_copy, lesson):
    folder = small_copy
    header, *lines = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    (folder / "events.csv").write_text(
        "\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8"
    )
    assert list(load_lesson(folder).events["id"]) == list(lesson.events["id"])


# The public surface


def test_the_public_surface_is_small():
    assert len(helpers.__all__) <= 26
    assert dir(helpers) == sorted(helpers.__all__)
    with pytest.raises(AttributeError, match="It offers: load_lesson"):
        helpers.no_such_name  # noqa: B018


@pytest.mark.parametrize("name", helpers.__all__)
def test_public_names_are_documented(name):
    """A first sentence, and a type for every parameter and for what comes back."""
    function = getattr(helpers, name)
    doc = FunctionDoc(function)
    parameters = inspect.signature(function).parameters
    described = {
        one
        for entry in doc["Parameters"]
        for one in entry.name.replace("*", "").split(", ")
        if entry.type
    }
    assert " ".join(doc["Summary"]).endswith(".")
    assert set(parameters) == described
    assert doc["Returns"] or doc["Summary"][0].startswith("Return ") or not parameters


def test_importing_the_package_loads_nothing_else():
    code = """import sys, helpers
print(sorted({"pandas", "matplotlib", "ipywidgets", "helpers.lesson"} & {*sys.modules}))"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_shows_no_figure_does_not_wait_for_matplotlib():
    code = """import sys
from helpers import browse, exercise, find_contradictions, load_lesson, show_table, show_text
lesson = load_lesson()
show_text(lesson), find_contradictions(lesson), browse(lesson)
exercise("start-check-first"), exercise("verdicts")
print("matplotlib" in sys.modules)"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.strip() == "False"


def with_custom(folder, **fields):
    """Write fields under ``custom`` of the first source."""
    path = folder / "sources.json"
    sources = json.loads(path.read_text(encoding="utf-8"))
    sources[0]["custom"] |= fields
    path.write_text(json.dumps(sources), encoding="utf-8")
    return sources[0]["id"]


def test_load_lesson_reads_the_stored_copy_of_a_source(small_copy):
    address = "https://example.org/copy"
    name = with_custom(small_copy, archived=address, checked="2024-05-31")
    lesson = load_lesson(small_copy)
    assert list(lesson.source(name)[["archived", "checked"]]) == [address, "2024-05-31"]
    assert set(lesson.sources["archived"]) == {"", address}


@pytest.mark.parametrize(
    ("field", "value", "fix"),
    [
        ("archived", "example.org/copy", "It must begin with https://"),
        ("archived", "javascript:alert(1)", "It must begin with https://"),
        ("checked", "31 May 2024", "Write the day on which the address was last opened"),
        ("checked", "2024-02-31", "Check the day."),
        ("checked", "", "Write a text here."),
    ],
)
def test_load_lesson_names_a_wrong_stored_copy(small_copy, field, value, fix):
    with_custom(small_copy, **{field: value})
    with pytest.raises(LessonError) as caught:
        load_lesson(small_copy)
    (problem,) = caught.value.problems
    assert problem.file == "sources.json" and field in problem.column and fix in problem.fix


# Names that have changed


def test_a_source_with_an_old_name_of_a_field_is_read(small_copy):
    path = small_copy / "sources.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"extent_read"', '"seen"'), encoding="utf-8")
    assert list(load_lesson(small_copy).sources["extent_read"]) == ["whole", *["passage"] * 3]


def test_a_table_with_an_old_name_of_a_column_is_read(small_copy):
    row = {
        **{"id": "articles", "name": "the articles", "event": "company-founded"},
        **{"parties": "Brandt; Lind", "signers": "", "terms": "cable", "not_seen": "the annex"},
    }
    fields = [{"name": name, "type": "string", "description": name} for name in row]
    schema = {"name": "instruments", "path": "instruments.csv", "schema": {"fields": fields}}
    change_package(small_copy, lambda _, package: package["resources"].append(schema))
    pd.DataFrame([row]).to_csv(small_copy / "instruments.csv", index=False)
    assert list(load_lesson(small_copy).instruments["not_read"]) == ["the annex"]
