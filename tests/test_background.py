"""The optional files of a lesson: filled from the data, and every mistake named with its place."""

import json

import pytest

from helpers.errors import LessonError, UserError
from helpers.lesson import background
from helpers.lesson.background import (
    optional_problems,
    read_background,
    read_documents,
    read_people,
    read_words,
)
from helpers.lesson.optional import read_table
from helpers.lesson.places import read_map
from helpers.load import load_lesson
from tests.broken import copy_data
from tests.invented import FILES, invented

READERS = background.READERS | {"coastline.geojson": read_map}


@pytest.mark.parametrize("name", READERS)
def test_missing_file_is_named(tmp_path, name):
    lesson = invented(tmp_path, leave_out=[name])
    with pytest.raises(UserError, match=rf"This lesson has no {name}"):
        READERS[name](lesson)


def test_templates_are_filled_from_the_data(tmp_path):
    lesson = invented(tmp_path)
    assert read_people(lesson)[0].about == "He signed on 13 February 1801."
    assert read_words(lesson)[0].meaning == "What the pact of 1801 was about."
    assert read_background(lesson)[0].text[0] == "It began before 13 February 1801."
    assert read_table(lesson, "parts")["outcome"][0] == "Sent on 5 January 1803."
    moved = lesson.with_date("talks", "1801-03-01")
    assert read_people(moved)[0].about == "He signed on 1 March 1801."


def test_document_names_the_sources_that_helped_to_read_it(tmp_path):
    letter, leaflet = read_documents(invented(tmp_path))
    assert (letter.helped_by, leaflet.helped_by) == (("book",), ())
    assert letter.claims == {"c1": "contradicts"}


def test_changed_file_is_read_again(tmp_path):
    lesson = invented(tmp_path)
    assert len(read_words(lesson)) == 2
    (tmp_path / "words.yaml").write_text("- {word: one, meaning: One.}\n", encoding="utf-8")
    assert [word.word for word in read_words(lesson)] == ["one"]


@pytest.mark.parametrize(
    ("name", "before", "after", "message"),
    [
        (
            "people.yaml",
            "role: Minister",
            "rolle: Minister",
            "line 2, entry carl, field rolle is not known.",
        ),
        ("people.yaml", "role: Spy, ", "", "line 3, entry dora, field role is missing."),
        (
            "people.yaml",
            "events: [talks]",
            "events: [talk]",
            "field events[1]: “talk” is not in events. Did you mean “talks”?",
        ),
        (
            "people.yaml",
            "letter [p. 2]",
            "leter [p. 2]",
            "“leter [p. 2]” is not in sources. Did you mean “letter”?",
        ),
        ("people.yaml", '"1760-05-05"', '"5.5.1760"', "field born: “5.5.1760” This is not a date"),
        (
            "people.yaml",
            "{talks.date}",
            "{talk.date}",
            "refers to 'talk', which does not exist. Did you mean “talks”?",
        ),
        ("people.yaml", "id: dora", "id: carl", "“carl” appears in more than one entry."),
        ("words.yaml", "word: salt", "word: 7", "entry number 1, field word: “7” is not a text."),
        ("routes.yaml", "minutes: 6", "minutes: six", "entry short, field minutes: “six” is not a"),
        ("claims-guide.yaml", "claim: c2", "claim: c9", "“c9” is not in claims."),
        ("claims-guide.yaml", "claim: c2", "claim: c1", "“c1” appears in more than one entry."),
        ("background.yaml", "It ended.", "'It ended {'", "field text[2]: “It ended {”"),
        ("documents.yaml", "c1: contradicts", "c9: contradicts", "“c9” is not in claims."),
        (
            "documents.yaml",
            "c1: contradicts",
            "c1: denies",
            "field claims.c1: “denies” is not known.",
        ),
        (
            "stances.csv",
            "c2,leaflet",
            "c8,leaflet",
            "stances.csv, line 4, column claim: “c8” is not in claims.",
        ),
        (
            "parts.csv",
            "secret,if",
            "hidden,if",
            "parts.csv, line 3, column status: “hidden” This value is not known.",
        ),
        ("parts.csv", "{secret.date}", "{secret.hour}", "parts.csv, line 2, column outcome"),
        (
            "places.csv",
            "0.5,2.5",
            "0.5,east",
            "places.csv, line 3, column longitude: “east” is not a number.",
        ),
        ("map.yaml", "centre: a", "centre: z", "field far.centre: “z” is not in places."),
        (
            "coastline.geojson",
            '"near"',
            '"close"',
            "coastline.geojson: This does not contain the two coastlines.",
        ),
    ],
)
def test_mistake_is_named_with_file_place_and_fix(tmp_path, name, before, after, message):
    lesson = invented(tmp_path)
    assert before in FILES[name]
    (tmp_path / name).write_text(FILES[name].lstrip("\n").replace(before, after), encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        READERS[name](lesson)
    found = str(caught.value)
    assert name in found
    assert message in found


def test_negative_number_is_no_formula(tmp_path):
    lesson = invented(tmp_path)
    text = FILES["places.csv"].replace("0.5,2.5", "0.5,-2.5")
    (tmp_path / "places.csv").write_text(text, encoding="utf-8")
    assert read_table(lesson, "places")["longitude"][1] == -2.5


def test_formula_in_a_number_is_refused(tmp_path):
    lesson = invented(tmp_path)
    text = FILES["places.csv"].replace("0.5,2.5", "0.5,-2+cmd")
    (tmp_path / "places.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LessonError, match="longitude"):
        read_table(lesson, "places")


def test_empty_number_is_missing(tmp_path):
    assert read_table(invented(tmp_path), "ranges")["nautical_miles"].isna().tolist() == [
        False,
        True,
    ]


def test_problems_of_all_files_are_collected_once(tmp_path):
    lesson = invented(tmp_path, leave_out=["words.yaml"])
    assert optional_problems(lesson) == []
    for name, before, after in (
        ("people.yaml", "id: dora", "id: carl"),
        ("places.csv", "0.5,2.5", "0.5,east"),
    ):
        (tmp_path / name).write_text(FILES[name].lstrip("\n").replace(before, after), "utf-8")
    found = [problem.file for problem in optional_problems(lesson)]
    assert found == ["people.yaml", "places.csv"], "the map reads the places, too"


def test_shipped_files_are_right(tmp_path):
    """With the sources that are still to be added to sources.json."""
    folder = copy_data(tmp_path / "data")
    sources, added = folder / "sources.json", folder / "new-sources.json"
    if added.is_file():
        items = {
            one["id"]: one
            for path in (added, sources)
            for one in json.loads(path.read_text("utf-8"))
        }
        sources.write_text(json.dumps(list(items.values())), "utf-8")
    assert list(map(str, optional_problems(load_lesson(folder)))) == []
