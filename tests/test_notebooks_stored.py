"""Every check of stored notebooks passes on ours, and fails on the fault that it is for."""

from pathlib import Path

import nbformat
import pytest

from helpers.files import PROJECT
from tools.copies import GUIDE
from tools.stored import CHECKS, answer_key

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
OF_LESSONS = sorted((PROJECT / "lessons").glob("*/notebooks/*.ipynb"))
LESSONS = [
    "00-start-here",
    "01-read-the-text",
    "02-build-the-chronology",
    "03-draw-the-timeline",
    "04-check-the-claims",
    "05-exercises",
    "06-write-it-anew",
    "07-pandas-workshop",
]


def test_the_eight_lessons_and_the_guide_are_there():
    assert [path.name for path in NOTEBOOKS] == [*(f"{name}.ipynb" for name in LESSONS), GUIDE]


#: What the notebooks of other lessons need not have: a teacher may write them as she likes, and the
#: build marks what comes from a template.
OURS_ONLY = {"matter_complete", "short_cells", "no_marker_begins_a_line", "nothing_hidden"}
CHECKED = [(name, path) for path in NOTEBOOKS for name in CHECKS]
CHECKED += [(name, path) for path in OF_LESSONS for name in CHECKS if name not in OURS_ONLY]


@pytest.mark.parametrize(
    ("check", "path"),
    [(CHECKS[name], path) for name, path in CHECKED],
    ids=[f"{name}-{path.parts[-3]}-{path.stem}" for name, path in CHECKED],
)
def test_stored_notebook(check, path):
    problems = check(nbformat.read(path, as_version=4), path)
    assert not problems, f"{path.name}: " + "; ".join(problems)


OPENING = """# Title

**Question.** Why?

**You will be able to** read.

**Time.** 5 minutes.

**Before this.** Nothing."""


def small(
    source="1 + 1", outputs=None, markdown="## Part (5 minutes)\n\n## What you learned\n\n## Next"
):
    """Return a small notebook that passes every check unless it is given a fault."""
    html = {
        "text/html": "<table><caption>C</caption><thead><tr><th>a</th></tr></thead></table>",
        "text/plain": "a",
    }
    notebook = nbformat.v4.new_notebook()
    cell = nbformat.v4.new_code_cell(source, id="a-code", execution_count=1)
    cell.outputs = (
        outputs
        if outputs is not None
        else [nbformat.v4.new_output("execute_result", html, execution_count=1)]
    )
    notebook.cells = [
        nbformat.v4.new_markdown_cell(OPENING, id="a-opening"),
        nbformat.v4.new_markdown_cell(markdown, id="a-part"),
        cell,
    ]
    return notebook


def display(**data):
    return [
        nbformat.v4.new_output(
            "display_data", {key.replace("_", "/", 1): value for key, value in data.items()}
        )
    ]


def not_executed(notebook):
    notebook.cells[2].execution_count = 3


def same_id(notebook):
    notebook.cells[2].id = "a-part"


def random_id(notebook):
    notebook.cells[2].id = "3f9a1c77"


def with_state(notebook):
    notebook.metadata["widgets"] = {}


def with_source(source, outputs=None):
    def plant(notebook):
        notebook.cells[2].source = source
        if outputs is not None:
            notebook.cells[2].outputs = outputs

    return plant


def with_markdown(text):
    def plant(notebook):
        notebook.cells[1].source = text

    return plant


REST = "\n\n## What you learned\n\n## Next"
FAULTS = [
    ("executed_in_order", not_executed),
    ("outputs_present", with_source("1 + 1", [])),
    (
        "no_errors",
        with_source("1", [nbformat.v4.new_output("stream", name="stderr", text="Warning")]),
    ),
    (
        "no_errors",
        with_source("1", [nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])]),
    ),
    ("no_machine_path", with_source("1", display(text_plain="/home/ana/lesson"))),
    ("no_machine_path", with_source("1", display(text_plain="D:/lesson/data"))),
    ("no_machine_path", with_source("1", display(text_plain="C:\\lesson"))),
    ("no_machine_path", with_source("1", display(text_plain="/opt/lesson"))),
    (
        "nothing_remote",
        with_source("1", display(text_html="<link href='https://fonts.example/a.css'>")),
    ),
    (
        "nothing_remote",
        with_source(
            "1", display(text_html="<style>a{background:url(//example.org/a.png)}</style>")
        ),
    ),
    (
        "nothing_remote",
        with_source(
            "1",
            display(
                text_html="<a style='background:url(//example.org/a.png)' href='https://example.org'>a</a>"
            ),
        ),
    ),
    (
        "nothing_remote",
        with_source(
            "1",
            display(
                text_html="<img srcset='https://example.org/a.png 2x' alt='twenty letters or more'>"
            ),
        ),
    ),
    (
        "nothing_remote",
        with_source("1", display(text_markdown="![words](https://example.org/a.png)")),
    ),
    (
        "nothing_remote",
        with_markdown("## P (5 minutes)\n![words](https://example.org/a.png)" + REST),
    ),
    ("no_widget_state", with_state),
    (
        "no_widget_state",
        with_source(
            "1",
            [
                nbformat.v4.new_output(
                    "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
                )
            ],
        ),
    ),
    ("no_answer_key", with_source("1", display(text_plain=f"Psst: {min(answer_key())}"))),
    ("no_answer_key", lambda notebook: notebook.metadata.update(key=[min(answer_key())])),
    (
        "no_answer_key",
        lambda notebook: notebook.cells[0].metadata.update(right={"why": max(answer_key())}),
    ),
    ("nothing_hidden", lambda notebook: notebook.metadata.update(right=[2])),
    ("nothing_hidden", lambda notebook: notebook.cells[2].metadata.update(answer="contradicted")),
    (
        "nothing_hidden",
        lambda notebook: notebook.cells[1].update(attachments={"a.txt": {"text/plain": "2"}}),
    ),
    (
        "nothing_hidden",
        lambda notebook: notebook.cells[1].metadata.update(slideshow={"slide_type": "the answer"}),
    ),
    ("nothing_hidden", with_markdown("## P (5 minutes)\n<!-- the answer is 2 -->" + REST)),
    ("compared_by_nbval", with_source("# NBVAL_IGNORE_OUTPUT\n1 + 1")),
    ("compared_by_nbval", lambda notebook: notebook.cells[2].metadata.update(tags=["nbval-skip"])),
    ("no_trailing_semicolon", with_source("1 + 1;")),
    ("no_trailing_semicolon", with_source("1 + 1;  # shows nothing")),
    ("stable_ids", same_id),
    ("stable_ids", random_id),
    ("headings_in_order", with_markdown("### Too deep (5 minutes)" + REST)),
    ("headings_in_order", with_markdown("# Second title (5 minutes)" + REST)),
    (
        "readable_markup",
        with_source("1", display(text_html='<img src="data:image/png;base64,AA">')),
    ),
    ("readable_markup", with_source("1", display(text_html="<table><tr><td>1</td></tr></table>"))),
    (
        "readable_markup",
        with_source(
            "1", display(text_html="<table><caption>C</caption><tr><th></th></tr></table>")
        ),
    ),
    ("readable_markup", with_source("1", display(image_png="AAAA"))),
    ("readable_markup", with_markdown("## P (5 minutes)\n![](a.png)" + REST)),
    (
        "links_lead_somewhere",
        with_markdown("## P (5 minutes)\n[the missing page](missing.ipynb)" + REST),
    ),
    ("links_lead_somewhere", with_markdown("## P (5 minutes)\n[here](https://example.org)" + REST)),
    ("links_lead_somewhere", with_markdown("## P (5 minutes)\n[a part of it](#Nowhere)" + REST)),
    (
        "links_lead_somewhere",
        with_markdown(
            "## P (5 minutes)\n[the chronology](../notebooks/02-build-the-chronology.ipynb#Nowhere)"
            + REST
        ),
    ),
    (
        "links_lead_somewhere",
        with_markdown('## P (5 minutes)\n[the missing page](missing.ipynb "A title")' + REST),
    ),
    (
        "links_lead_somewhere",
        with_markdown('## P (5 minutes)\n<a href="missing.ipynb">the missing page</a>' + REST),
    ),
    ("matter_complete", with_markdown("## Part (4 minutes)" + REST)),
    ("matter_complete", with_markdown("## Part (5 minutes)\n\n## Another" + REST)),
    ("matter_complete", with_markdown("## Part (5 minutes)")),
    (
        "no_marker_begins_a_line",
        with_markdown("## P (5 minutes)\nIt was on\n<!--said-->4 May<!--/-->." + REST),
    ),
    ("short_cells", with_source("\n".join(["1 + 1"] * 16))),
    ("short_cells", with_source("show_text(load_lesson())")),
    ("short_cells", with_source('find_contradictions(lesson.with_date("bay-of-pigs", "1959"))')),
    ("short_cells", with_source("show_text(helpers.load_lesson())")),
]


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_passes_a_good_notebook(name):
    assert CHECKS[name](small(), Path("x.ipynb").absolute()) == []


@pytest.mark.parametrize(
    ("name", "plant"), FAULTS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(FAULTS)]
)
def test_each_check_notices_its_fault(name, plant):
    notebook = small()
    plant(notebook)
    assert CHECKS[name](notebook, Path(__file__))


def test_every_check_has_a_fault():
    assert {name for name, _ in FAULTS} == set(CHECKS)
