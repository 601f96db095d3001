"""The notebooks of a teacher's lesson: made from templates, and hers from then on."""

import nbformat
import pytest

from helpers.authoring.importing import import_workbook
from helpers.authoring.notebooks import (
    Material,
    empty_places,
    expand,
    generic_code,
    shown_exercises,
    templates,
    weave,
)
from helpers.authoring.starting import start_lesson
from helpers.exercises.loading import load_exercises
from helpers.files import PROJECT
from helpers.load import load_lesson

REVIEW = "05-exercises.ipynb"
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a new lesson, imported and with its notebooks."""
    path = tmp_path / "lenn"
    start_lesson(path, as_csv=True)
    import_workbook(path)
    complete(path)
    return path


def complete(folder):
    lesson = load_lesson(folder)
    return weave(folder / "notebooks", Material(lesson, load_exercises(lesson)))


def read(folder, name):
    return nbformat.read(folder / "notebooks" / name, as_version=4)


def write(folder, name, notebook):
    nbformat.write(notebook, folder / "notebooks" / name)


def sources(folder, name):
    return [cell.source for cell in read(folder, name).cells]


def add_exercise(folder, question):
    with (folder / "sheets" / "exercises.csv").open("a", encoding="utf-8") as file:
        file.write(f"write,{question},Because.,,,,,,,\n")
    import_workbook(folder)


def test_the_example_gets_the_whole_sequence_without_what_it_has_no_data_for(folder):
    names = [path.name for path in sorted((folder / "notebooks").iterdir())]
    assert names == [path.name for path in templates()]
    code = "\n".join(source for name in names for source in sources(folder, name))
    assert 'plot_timeline(lesson, ["c1"]' in code and "show_causes(lesson)" in code
    assert 'exercise("which-of-the-two-was-there-first")' in code
    assert "show_agreements(lesson)" not in code and "show_map(lesson)" not in code


def test_weaving_again_changes_nothing(folder):
    assert complete(folder) == []


def test_a_lesson_without_exercises_has_no_notebook_for_them(tmp_path):
    path = tmp_path / "lenn"
    start_lesson(path, as_csv=True)
    (path / "sheets" / "exercises.csv").unlink()
    import_workbook(path)
    complete(path)
    assert not (path / "notebooks" / REVIEW).exists()


def test_a_new_exercise_comes_after_the_others_and_her_own_cells_stay(folder):
    notebook = read(folder, REVIEW)
    notebook.cells.insert(3, nbformat.v4.new_markdown_cell("My own words."))
    notebook.cells[0].source = "# My title"
    write(folder, REVIEW, notebook)
    add_exercise(folder, "Why was it built?")
    assert complete(folder) == [REVIEW]
    after = sources(folder, REVIEW)
    assert after[0] == "# My title" and after[3] == "My own words."
    first, second = (
        next(place for place, source in enumerate(after) if name in source)
        for name in ('exercise("which-of-the-two-was-there-first")', 'exercise("why-was-it-built")')
    )
    assert second == first + 1


def test_a_cell_that_she_deleted_does_not_come_back(folder):
    notebook = read(folder, REVIEW)
    notebook.cells = [cell for cell in notebook.cells if "show_text(lesson)" not in cell.source]
    write(folder, REVIEW, notebook)
    complete(folder)
    assert not any("show_text(lesson)" in source for source in sources(folder, REVIEW))


def test_the_cell_of_an_exercise_goes_with_it_unless_she_changed_it(folder):
    add_exercise(folder, "Why was it built?")
    add_exercise(folder, "Who built it?")
    complete(folder)
    notebook = read(folder, REVIEW)
    changed = next(cell for cell in notebook.cells if "who-built-it" in cell.source)
    changed.source += "\n# my note"
    write(folder, REVIEW, notebook)
    path = folder / "sheets" / "exercises.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:2]), encoding="utf-8")
    import_workbook(folder)
    complete(folder)
    code = "\n".join(sources(folder, REVIEW))
    assert "why-was-it-built" not in code and "# my note" in code


def test_the_cells_of_a_cause_come_back_when_the_text_claims_one_again(folder):
    says = folder / "sheets" / "says.csv"
    stored = says.read_text(encoding="utf-8")
    claims = folder / "sheets" / "claims.csv"
    judged = claims.read_text(encoding="utf-8")
    says.unlink()
    claims.write_text(judged.replace("anachronism", "unsupported"), encoding="utf-8")
    import_workbook(folder)
    complete(folder)
    assert not any(
        "show_causes(lesson)" in one for one in sources(folder, "04-check-the-claims.ipynb")
    )
    says.write_text(stored, encoding="utf-8")
    claims.write_text(judged, encoding="utf-8")
    import_workbook(folder)
    complete(folder)
    assert any("show_causes(lesson)" in one for one in sources(folder, "04-check-the-claims.ipynb"))


def test_empty_places_are_listed_with_their_heading_until_they_are_written(folder):
    places = empty_places(folder / "notebooks")
    assert places[0] == (
        "01-read-the-text.ipynb, “Read the text”: still empty. Write the question of the whole "
        "lesson, as you would ask it in class."
    )
    notebook = read(folder, "01-read-the-text.ipynb")
    notebook.cells[0].source = "# Read the text"
    write(folder, "01-read-the-text.ipynb", notebook)
    assert len(empty_places(folder / "notebooks")) == len(places) - 2


def test_shown_exercises_names_them_by_notebook(folder):
    shown = shown_exercises(folder / "notebooks")
    assert shown[REVIEW] == {"which-of-the-two-was-there-first"}
    assert shown["04-check-the-claims.ipynb"] == {"verdicts"}


def test_every_cell_of_the_notebooks_has_a_valid_id_of_its_own(folder):
    for path in (folder / "notebooks").iterdir():
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_generic_cells_of_the_collection_are_those_of_the_templates(path):
    generic = generic_code()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            name = cell.metadata.get("template", "")
            assert cell.source == generic.get(name, cell.source), cell.id
            same = [one for one, source in generic.items() if source == cell.source]
            assert bool(name) == bool(same), f"name the template of {cell.id}: {same}"


def test_expand_leaves_no_mark_for_the_program_in_a_cell(folder):
    lesson = load_lesson(folder)
    material = Material(lesson, load_exercises(lesson))
    for path in templates():
        model = nbformat.read(path, as_version=4)
        for _, cell in expand(model, material, path.stem):
            assert not {"CLAIM", "EXERCISE", "TITLE", "VERDICTS"} & set(cell.source.split('"'))


def test_a_figure_of_a_cause_shows_the_years_around_it(folder):
    import_workbook(folder)
    weave(folder / "notebooks", Material(load_lesson(folder), {}))
    assert 'span="1844/1853"' in (folder / "notebooks" / "03-draw-the-timeline.ipynb").read_text(
        encoding="utf-8"
    ).replace('\\"', '"')
