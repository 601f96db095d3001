"""Every public function works with every lesson: the example, and those in the folder lessons."""

from pathlib import Path

import pytest

import helpers
from helpers.authoring.importing import import_workbook
from helpers.authoring.spreadsheet import CSV_FOLDER
from helpers.authoring.starting import start_lesson
from helpers.errors import UserError
from helpers.files import LESSONS

HERE = sorted(path.parent for path in LESSONS.glob("*/datapackage.json"))

#: What a lesson may lack; then a sentence says which file it would need.
MISSING = ("This lesson has no", "There is no ", "The assertions of this lesson contain no ")


#: Sheets that a workbook may do without.
NOT_NEEDED = ("says", "exercises")


@pytest.fixture(
    scope="module",
    params=["example", "as little as possible", *HERE],
    ids=lambda one: getattr(one, "name", one),
)
def folder(request, tmp_path_factory):
    """Return the folder of a lesson."""
    if isinstance(request.param, Path):
        return request.param
    path = tmp_path_factory.mktemp("lessons") / "lenn"
    start_lesson(path, as_csv=True)
    if request.param == "as little as possible":
        for name in NOT_NEEDED:
            (path / CSV_FOLDER / f"{name}.csv").unlink()
    import_workbook(path)
    return path


@pytest.fixture
def lesson(folder, monkeypatch):
    """Return the lesson, which is the current one."""
    monkeypatch.setenv("LESSON_FOLDER", str(folder))
    return helpers.load_lesson()


#: A call of each public function, as a notebook makes it.
CALLS = {
    "load_lesson": lambda lesson: helpers.load_lesson(),
    "find_contradictions": helpers.find_contradictions,
    "parse_date": lambda lesson: helpers.parse_date(lesson.events["date"].iloc[0]),
    "show_text": lambda lesson: helpers.show_text(lesson, claims=lesson.claims["id"]),
    "show_table": lambda lesson: helpers.show_table(lesson.sentences, "The sentences"),
    "show_people": helpers.show_people,
    "show_words": helpers.show_words,
    "show_background": lambda lesson: helpers.show_background(lesson, "background"),
    "show_document": lambda lesson: helpers.show_document(lesson, "document"),
    "show_map": helpers.show_map,
    "show_matrix": helpers.show_matrix,
    "show_causes": helpers.show_causes,
    "show_agreements": helpers.show_agreements,
    "show_settlement": helpers.show_settlement,
    "browse": lambda lesson: helpers.browse(lesson, "chronology"),
    "plot_timeline": helpers.plot_timeline,
    "describe_timeline": lambda lesson: helpers.describe_timeline(helpers.plot_timeline(lesson)),
    "exercise": lambda lesson: helpers.exercise("verdicts"),
    "my_work": lambda lesson: helpers.my_work(),
    "rewrite": helpers.rewrite,
    "show_rubric": helpers.show_rubric,
    "show_routes": helpers.show_routes,
    "show_claims_key": helpers.show_claims_key,
    "show_key": helpers.show_key,
    "export": lambda lesson: helpers.export(lesson, "lesson.zip"),
    "check_setup": lambda lesson: helpers.check_setup(),
}


def test_every_public_function_is_tried():
    assert set(CALLS) == set(helpers.__all__)


@pytest.mark.parametrize("name", CALLS)
def test_a_public_function_works_or_says_what_the_lesson_lacks(name, lesson):
    try:
        shown = CALLS[name](lesson)
    except UserError as error:
        assert str(error).startswith(MISSING)
    else:
        assert str(shown).strip()


@pytest.mark.parametrize("what", ["chronology", "claims", "known", "disputes", "documents"])
def test_everything_that_can_be_browsed_opens_or_is_said_to_be_missing(what, lesson):
    try:
        assert repr(helpers.browse(lesson, what))
    except UserError as error:
        assert str(error).startswith(MISSING)


@pytest.mark.parametrize("lanes", ["side", "category"])
def test_a_timeline_has_lanes_whatever_the_workbook_says_about_them(lanes, lesson):
    assert repr(helpers.plot_timeline(lesson.events, lanes=lanes))


@pytest.mark.parametrize(
    "name", ["chronology.csv", "chronology.xlsx", "chronology.md", "claims.jsonld", "sources.json"]
)
def test_everything_can_be_exported(name, lesson, work):
    helpers.export(lesson, name)
    assert Path(work, name).stat().st_size


def test_every_exercise_opens(lesson):
    from helpers.exercises import current_exercises

    for name in current_exercises()[1]:
        assert repr(helpers.exercise(name))
