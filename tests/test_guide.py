"""What teachers get: routes that add up, a key that is complete, a guide without empty headings."""

import dataclasses
import re

import nbformat
import pytest

from helpers import load_lesson, show_claims_key, show_key, show_routes
from helpers.classroom.key import answers_of
from helpers.errors import LessonError, UserError
from helpers.exercises.loading import load_exercises
from helpers.lesson.guide import Where, read_claims_guide, read_routes
from helpers.lesson.handouts import handout_titles
from tests.invented import FILES, invented
from tools import guide
from tools.copies import GUIDE, Copies
from tools.stored import answer_key, no_answer_key

LESSON = load_lesson()
ROUTES = read_routes(LESSON)
HANDOUTS = handout_titles(LESSON)


# ---- routes


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.id)
def test_route_adds_up_and_each_step_exists(route):
    assert guide.route_problems(route, HANDOUTS) == []


def test_routes_are_those_that_a_teacher_needs():
    minutes = {route.minutes for route in ROUTES}
    assert {15, 45, 60, 90} <= minutes
    assert any(len(route.lessons()) == 5 for route in ROUTES)
    assert any(not step.where.notebook for route in ROUTES[-1:] for step in route.steps)


def test_each_of_several_lessons_has_fifty_minutes():
    (unit,) = [route for route in ROUTES if len(route.lessons()) > 1]
    assert {sum(step.minutes for step in steps) for steps in unit.lessons().values()} == {50}


def test_route_without_computers_uses_no_notebook():
    (route,) = [route for route in ROUTES if route.id == "no-computers"]
    assert not [step for step in route.steps if step.where.notebook]


def test_each_route_has_a_discussion_before_the_second_vote():
    assert all(any(step.discuss for step in route.steps) for route in ROUTES)


def changed(route, **fields):
    first, *rest = route.steps
    return dataclasses.replace(route, steps=(dataclasses.replace(first, **fields), *rest))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"minutes": 3}, "route quarter: its steps take 16 minutes, not 15."),
        (
            {"where": Where("00-start-here.ipynb", "The Case (2 minutes)")},
            "step 1: 00-start-here.ipynb has no section “The Case (2 minutes)”. "
            "Did you mean “The case (2 minutes)”?",
        ),
        ({"where": Where("09-gone.ipynb", "The case")}, "09-gone.ipynb has no section"),
        (
            {"where": Where(handout="exit-slip")},
            "there is no handout “exit-slip”. Did you mean “exit-slips”?",
        ),
    ],
)
def test_wrong_step_is_named(fields, message):
    (problem,) = guide.route_problems(changed(ROUTES[0], **fields), HANDOUTS)
    assert message in problem


def test_show_routes_prints_every_step_and_links_its_section():
    page = show_routes(LESSON)
    for step in (step for route in ROUTES for step in route.steps):
        assert f"{step.teacher} | {step.students}" in page.text
    assert 'href="00-start-here.ipynb#One-look-(3-minutes)"' in page.html
    assert "Handout: Before you go" in page.text


def test_show_routes_keeps_minutes_of_two_digits_on_one_line_in_a_wide_table():
    html = show_routes(LESSON).html
    assert '<td><span class="date">10</span></td>' in html and "<td>10</td>" not in html
    assert html.count('<div class="wide"><div class="scroll"') == html.count("<table>")


def test_show_routes_shows_markup_as_text(tmp_path):
    text = FILES["routes.yaml"].replace("Tell the case.", "Tell <b>it</b>.")
    lesson = invented(tmp_path)
    (tmp_path / "routes.yaml").write_text(text, encoding="utf-8")
    assert "Tell &lt;b&gt;it&lt;/b&gt;." in show_routes(lesson).html


def test_lesson_without_routes_is_told_which_file_is_missing(tmp_path):
    with pytest.raises(UserError, match=r"This lesson has no routes\.yaml"):
        show_routes(invented(tmp_path, leave_out=["routes.yaml"]))


# ---- keys


def test_every_claim_has_evidence_in_a_line_and_a_reply():
    notes = read_claims_guide(LESSON)
    assert [note.claim for note in notes] == list(LESSON.claims["id"])
    assert len(show_claims_key(LESSON).text.splitlines()) == 2 + len(notes)


def test_claims_key_names_a_second_verdict_that_is_accepted():
    also = ["anachronism"] + [""] * (len(LESSON.claims) - 1)
    lesson = dataclasses.replace(LESSON, claims=LESSON.claims.assign(also=also))
    assert "(c01, sentence 0) | unsupported, or anachronism | " in show_claims_key(lesson).text


def test_claim_without_a_note_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(guide, "read_claims_guide", lambda lesson: read_claims_guide(lesson)[1:])
    assert guide.check(LESSON) == ["claims-guide.yaml: claim c01 is missing. Add it."]


def test_key_has_every_exercise_with_its_answer():
    answers = answers_of(LESSON)
    assert {one.exercise.id for one in answers} == set(load_exercises(LESSON))
    assert [one.exercise.id for one in answers if not one.parts()] == []
    notebooks = [one.exercise.notebook for one in answers]
    assert notebooks == sorted(notebooks)


def test_key_of_a_verdict_names_a_second_verdict_that_is_accepted():
    shown = [
        one.exercise.content["claim"]
        for one in answers_of(LESSON)
        if one.exercise.kind == "verdict"
    ]
    also = LESSON.claims.set_index("id").loc[shown, "also_why"]
    assert any(also)
    text = show_key(LESSON).text
    assert [why for why in also if why not in text] == []


def test_key_of_a_choice_has_each_option_with_its_reason():
    text = show_key(LESSON).text
    chosen = [one for one in load_exercises(LESSON).values() if one.kind.startswith("choose")]
    for option in (option for one in chosen for option in one.content["options"]):
        assert option["text"].rstrip(".") in text
        assert option["reason"] in text


def test_key_of_a_written_task_has_a_sample_and_what_it_should_contain():
    written = [one for one in answers_of(LESSON) if one.exercise.kind == "write"]
    assert written
    assert all(one.sample and one.checklist and not one.right for one in written)


def test_key_fills_references_and_leaves_no_placeholder():
    assert re.findall(r"\{[a-z][a-z:-]*\}", show_key(LESSON).text) == []


def test_key_of_a_lesson_without_exercises_says_so(tmp_path):
    with pytest.raises(UserError, match="has no exercises"):
        show_key(invented(tmp_path))


# ---- the guide


def test_guide_and_its_data_have_no_problem():
    assert guide.check(LESSON) == []


def notebook(*texts):
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("texts", "empty"),
    [
        (["# A\n\nText"], []),
        (["# A\n\n## B\n\nText"], []),
        (["# A\n\nText\n\n## B\n\n## C\n\nText"], ["B"]),
        (["# A\n\nText", "## B", "Text"], []),
        (["# A\n\nText", "## B\n\n<!-- to do -->"], ["B"]),
        (["# A\n\nText", "## B\n\n### C"], ["C"]),
        (["# A\n\nText", "### B", "## C\n\nText"], ["B"]),
    ],
)
def test_heading_with_nothing_below_is_named(texts, empty):
    found = [re.search("heading “(.+?)”", one)[1] for one in guide.empty_headings(notebook(*texts))]
    assert found == empty


def test_heading_above_a_cell_of_code_is_not_empty():
    page = notebook("# A\n\nText\n\n## B")
    page.cells.append(nbformat.v4.new_code_cell("show_key(lesson)"))
    assert guide.empty_headings(page) == []


def test_only_the_guide_may_hold_answers(tmp_path):
    page = notebook("# A")
    output = nbformat.v4.new_output("stream", text=min(answer_key()))
    page.cells.append(nbformat.v4.new_code_cell("show_key(lesson)", outputs=[output]))
    assert no_answer_key(page, tmp_path / GUIDE) == []
    assert no_answer_key(page, tmp_path / "09-teachers-guide.ipynb") != []


def test_guide_is_copied_only_for_those_who_ask(tmp_path):
    copies = Copies(tmp_path / "notebooks", tmp_path / "my-work")
    copies.originals.mkdir()
    for name in ("00-start-here.ipynb", GUIDE):
        nbformat.write(notebook("# A"), copies.originals / name)
    copies.refresh()
    assert not (copies.work / GUIDE).exists()
    copies.refresh(GUIDE)
    assert (copies.work / GUIDE).is_file()
    assert (copies.work / "00-start-here.ipynb").is_file()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("section: A start", "part: A start", "field steps[1].where.part is not known."),
        (", section: A start", "", "steps[1].where"),
        ("where: talk", "where: outside", "“outside” is not a place in the lesson."),
        ("minutes: 4", "minutes: four", "is not a whole number"),
    ],
)
def test_mistake_in_a_route_is_named(tmp_path, before, after, message):
    lesson = invented(tmp_path)
    assert before in FILES["routes.yaml"]
    text = FILES["routes.yaml"].replace(before, after)
    (tmp_path / "routes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LessonError, match=r"routes\.yaml") as caught:
        read_routes(lesson)
    assert message in str(caught.value)


def test_objectives_name_each_lesson_with_its_title_and_minutes():
    cells = nbformat.read(guide.NOTEBOOKS / GUIDE, as_version=4).cells
    (table,) = [cell.source for cell in cells if cell.id == "guide-objectives"]
    listed = re.findall(r"^\| \[(.+?)\]\((.+?)\) \| (\d+) \|", table, re.MULTILINE)
    lessons = []
    for path in sorted(guide.NOTEBOOKS.glob("0*.ipynb")):
        first = nbformat.read(path, as_version=4).cells[0].source
        title, minutes = re.search(r"^# (.+)", first)[1], re.search(r"Time\.\*\* (\d+)", first)[1]
        lessons.append((title.partition(":")[0], path.name, minutes))
    assert listed == lessons
