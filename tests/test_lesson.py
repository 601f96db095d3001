"""The real lesson: complete, exact, and safe from what is done to its tables."""

import calendar
import dataclasses
import hashlib
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from numpydoc.docscrape import FunctionDoc

import helpers
from helpers.files import PROJECT, work_folder
from helpers.lesson.cells import ids
from helpers.lesson.citations import cite, short_notes
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.package import TABLES
from helpers.lesson.sources import CITED, SOURCING, source_table
from helpers.load import load_lesson
from tests.broken import cell, copy_data


@pytest.fixture
def lesson():
    return load_lesson()


def test_the_text_is_the_one_that_was_given(lesson):
    text = (PROJECT / "data/text.txt").read_bytes()
    package = json.loads((PROJECT / "data/datapackage.json").read_text(encoding="utf-8"))
    described = next(one for one in package["resources"] if one["name"] == "text")
    assert hashlib.sha256(text).hexdigest().startswith("81a868e2759737f2")
    assert described["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
    assert described["bytes"] == len(text)
    assert lesson.text == (PROJECT / "data/text.txt").read_bytes().decode("utf-8")


def test_there_is_enough(lesson):
    assert len(lesson.events) >= 90
    assert len(lesson.sources) >= 60
    assert lesson.events["earliest"].min() <= pd.Timestamp(1959, 1, 31)
    assert lesson.events["latest"].max() >= pd.Timestamp(1963, 10, 1)
    assert set(lesson.instruments["id"]) >= {
        "accords-1960",
        "arms-1961",
        "defence-draft-1962",
        "settlement-1962",
    }


def test_nine_of_ten_events_have_two_sources_and_the_others_are_marked(lesson):
    maker = lesson.sources.set_index("id")["made_by"].str.partition(";")[0]
    makers = lesson.events["sources"].map(lambda cell: len({maker[one] for one in ids(cell)}))
    assert list(makers < 2) == list(lesson.events["single_sourced"])
    assert (makers >= 2).mean() >= 0.9
    assert lesson.with_date("bay-of-pigs", "1961").events["single_sourced"].dtype == bool


def test_two_papers_of_one_hand_are_one_source(tmp_path):
    folder = copy_data(tmp_path / "data")
    events = pd.read_csv(folder / "events.csv", dtype=str, keep_default_na=False)
    landing = events["id"] == "bay-of-pigs"
    for cell_of_sources, single in (
        ("frus61v05_d58", True),
        (
            "frus61v05_d58 [doc. 58]; frus61v10_d170 [doc. 170]",
            True,
        ),  # two notes of the same editors
        (
            "castro_16apr61; castro_19nov",
            True,
        ),  # one speaker, once by himself and once as monitored
        ("frus61v05_d58; frus61v10_d117", False),
    ):
        events.loc[landing, "sources"] = cell_of_sources
        events.to_csv(folder / "events.csv", index=False, lineterminator="\n")
        assert load_lesson(folder).event("bay-of-pigs")["single_sourced"] == single, cell_of_sources


def test_every_sentence_is_covered_by_a_claim(lesson):
    asserting = lesson.sentences[lesson.sentences["text"] != "Posted in Uncategorized"]
    assert len(asserting) == len(lesson.sentences) - 1 == 13
    assert set(asserting["number"]) <= set(lesson.claims["sentence"])


def test_every_quotation_is_exact_and_in_its_sentence(lesson):
    sentences = lesson.sentences.set_index("number")
    for claim in lesson.claims.itertuples():
        assert lesson.text[claim.start : claim.end] == claim.quote
        sentence = sentences.loc[claim.sentence]
        assert sentence["start"] <= claim.start and claim.end <= sentence["end"], claim.id
    assert lesson.claims["start"].is_monotonic_increasing


def test_what_is_central(lesson):
    dates = {
        name: lesson.date(name).text
        for name in ("trade-credit-agreement", "mikoyan-arrives", "accords-1960")
    }
    assert dates == {
        "trade-credit-agreement": "1960-02-13",
        "mikoyan-arrives": "1960-02-04",
        "accords-1960": "1960-02-13",
    }
    assert lesson.event("bay-of-pigs")["date_words"] == "17 to 19 April 1961"
    assert lesson.event("settlement-1962")["earliest"] == pd.Timestamp(1962, 10, 28)
    verdicts = {
        quote: verdict
        for quote, verdict in zip(lesson.claims["quote"], lesson.claims["verdict"], strict=True)
    }
    assert (
        next(verdict for quote, verdict in verdicts.items() if "February 4, 1960" in quote)
        == "contradicted"
    )
    assert verdicts["in April 1961"] == "supported", "what is right is shown as right"
    assert {
        "supported",
        "partly-supported",
        "contradicted",
        "anachronism",
        "omission",
        "unsupported",
        "opinion",
    } == {*verdicts.values()}


def test_reasons_are_filled(lesson):
    assert not lesson.claims["why"].str.contains("[{}]").any()
    assert (lesson.claims["why"].str.split().str.len() >= 5).all()


def test_events_are_sorted_and_say_their_dates(lesson):
    events = lesson.events
    assert events["earliest"].is_monotonic_increasing
    assert events["earliest"].dtype.kind == events["latest"].dtype.kind == "M"
    for event in events.itertuples():
        date = parse_date(event.date)
        assert (event.date_words, event.date_kind) == (date.in_words(), date.kind)
        assert event.earliest.date() == date.earliest
    assert "" in set(events["time"]), "an empty cell is the empty string"
    assert not events.drop(columns=["earliest", "latest"]).isna().any().any()


MONTHS = [name for name in calendar.month_name if name]
SPELLED = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})\b|\b(19\d\d)\b")


def own_dates(event):
    """Return the days, months and years in a summary that lie within the date of its own row."""
    for found in SPELLED.finditer(event.summary):
        day, month, year = found.groups()
        years = [int(year)] if year else range(event.earliest.year, event.latest.year + 1)
        written = f"-{MONTHS.index(month) + 1:02}" if month else ""
        written += f"-{int(day):02}" if day else ""
        dates = [parse_date(f"{one}{written}") for one in years]
        if any(
            date.earliest <= event.latest.date() and date.latest >= event.earliest.date()
            for date in dates
        ):
            yield found[0]


def test_no_summary_repeats_the_date_of_its_row(lesson):
    # A date that is corrected must not leave an old one behind in the words beside it.
    assert {
        event.id: found for event in lesson.events.itertuples() if (found := list(own_dates(event)))
    } == {}


@pytest.mark.parametrize(
    "words", ["They land on 18 April.", "They land in April.", "They land in 1961."]
)
def test_a_repeated_date_is_found_and_another_is_not(lesson, words):
    landing = lesson.events[lesson.events["id"] == "bay-of-pigs"]
    assert list(own_dates(next(landing.assign(summary=words).itertuples())))
    assert not list(
        own_dates(
            next(landing.assign(summary="The plan is of 17 March 1960, and of May.").itertuples())
        )
    )


def test_sources_say_what_they_are(lesson):
    items = json.loads((lesson.folder / "sources.json").read_text(encoding="utf-8"))
    sources = source_table(items, lesson.citations)
    pd.testing.assert_frame_equal(sources, lesson.sources)
    assert list(sources.columns) == ["id", "title", "author", "url", *SOURCING, *CITED]
    assert (sources[["id", "title", *SOURCING]] != "").all().all()
    assert sources["id"].is_unique
    assert list(sources["url"]) == [item.get("URL", "") for item in items]
    named = sources.set_index("id")[["author", "url"]]
    assert list(named.loc["fa_az"]) == ["Graham Allison; Philip Zelikow", ""]
    assert list(named.loc[["ap_dec25", "au_library"], "author"]) == ["Associated Press", ""]


def test_a_source_is_cited_by_its_title_until_the_build_has_written_its_citation(tmp_path):
    folder = copy_data(tmp_path / "data")
    citations = json.loads((folder / "citations.json").read_text(encoding="utf-8"))
    citations.pop("gse_ru")
    (folder / "citations.json").write_text(json.dumps(citations), encoding="utf-8")
    new = load_lesson(folder)
    title = new.sources.set_index("id")["title"]["gse_ru"]
    assert cite(new, "gse_ru [para. 2]") == f"{title}, para. 2."
    assert "gse_ru" not in short_notes("gse_ru [para. 2]; treaty_1960", new)


def test_every_source_stands_behind_a_row(lesson):
    cells = pd.concat(
        [lesson.events["sources"], lesson.claims["sources"], lesson.disputes["sources"]]
    )
    assert set(lesson.sources["id"]) - {one for cell in cells for one in ids(cell)} == set()


def test_look_up_by_id(lesson):
    assert lesson.claim(lesson.claims["id"].iloc[3])["quote"] == lesson.claims["quote"].iloc[3]
    assert lesson.event("accords-1960")["id"] == "trade-credit-agreement"
    for find in (lesson.event, lesson.claim, lesson.date):
        with pytest.raises(KeyError, match="no-such"):
            find("no-such")


def test_another_date_changes_a_copy_only(lesson):
    other = lesson.with_date("bay-of-pigs", "1959-01~")
    assert (other.event("bay-of-pigs")["date_words"], other.event("bay-of-pigs")["date_kind"]) == (
        "about January 1959",
        "approximate",
    )
    assert other.events["earliest"].is_monotonic_increasing
    assert (
        lesson.date("bay-of-pigs").text
        == load_lesson().date("bay-of-pigs").text
        == "1961-04-17/1961-04-19"
    )
    with pytest.raises(KeyError):
        lesson.with_date("no-such", "1961")
    with pytest.raises(DateError):
        lesson.with_date("bay-of-pigs", "April 1961")


def test_an_open_beginning_comes_first_and_has_no_earliest_day(lesson):
    events = lesson.with_date("bay-of-pigs", "../1961-04").events
    assert events["id"].iloc[0] == "bay-of-pigs"
    assert events["earliest"].isna().sum() == 1 and list(events.index) == list(range(len(events)))
    assert events["latest"].iloc[0] == pd.Timestamp(1961, 4, 30)


def test_what_a_student_does_to_a_table_does_not_come_back():
    tables = (*TABLES, "sources", "sentences")
    lesson = load_lesson()
    for name in tables:
        table = getattr(lesson, name)
        table.iloc[:, 0] = table.iloc[0, 0]
        table["extra"] = 0
    lesson.citations.popitem()
    next(iter(lesson.citations.values()))["note"] = "changed"
    again = load_lesson()
    assert again.events["id"].is_unique and again.claims["id"].is_unique
    assert not any("extra" in getattr(again, name) for name in tables)
    assert len(again.citations) == len(lesson.citations) + 1
    assert "changed" not in {one["note"] for one in again.citations.values()}
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.text = ""


def test_the_folder_is_read_again_when_a_file_has_changed(tmp_path):
    folder = copy_data(tmp_path / "data")
    first = load_lesson(str(folder))  # a path as text will do
    assert first.folder == folder.resolve()
    line = cell("events.csv", "bay-of-pigs", "title", "Another title of another length")(folder)
    os.utime(folder / "events.csv", ns=(line, line))
    assert load_lesson(folder).event("bay-of-pigs")["title"] == "Another title of another length"
    assert first.event("bay-of-pigs")["title"] != "Another title of another length"


def test_the_work_folder(monkeypatch):
    monkeypatch.setenv("LESSON_WORK", "/somewhere/else")
    assert work_folder() == Path("/somewhere/else")
    monkeypatch.delenv("LESSON_WORK")
    assert work_folder() == PROJECT / "my-work"


def test_the_order_of_rows_in_a_file_does_not_matter(tmp_path):
    folder = copy_data(tmp_path / "data")
    header, *lines = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    (folder / "events.csv").write_text(
        "\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8"
    )
    assert list(load_lesson(folder).events["id"]) == list(load_lesson().events["id"])


# The public surface


def test_the_public_surface_is_small():
    assert len(helpers.__all__) <= 12
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
    code = "import sys, helpers; print(sorted({'pandas', 'matplotlib', 'ipywidgets', 'helpers.lesson'} & {*sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_shows_no_figure_does_not_wait_for_matplotlib():
    code = """import sys
from helpers import browse, check_setup, exercise, find_contradictions, load_lesson, show_table, show_text
lesson = load_lesson()
check_setup(), show_text(lesson), find_contradictions(lesson), exercise("start-check-first"), exercise("verdicts"), browse(lesson)
print("matplotlib" in sys.modules)"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True
    )
    assert done.stdout.strip() == "False"
