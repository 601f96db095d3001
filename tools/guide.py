"""Check what teachers get: every step of a route exists, and no guide or handout is empty."""

from itertools import pairwise

import nbformat

from helpers.classroom.handouts import blocks
from helpers.classroom.handouts.sheets import all_sheets, left_out
from helpers.files import PROJECT
from helpers.lesson.guide import Route, Where, read_claims_guide, read_routes
from helpers.lesson.handouts import handout_titles
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean
from tools.copies import GUIDE
from tools.markdown import COMMENT, HEADING

NOTEBOOKS = PROJECT / "notebooks"


def check(lesson: Lesson) -> list[str]:
    """Return the problems of the guide, of the routes that it prints, and of the handouts."""
    found = empty_headings(nbformat.read(NOTEBOOKS / GUIDE, as_version=4))
    for route in read_routes(lesson):
        found += route_problems(route, handout_titles(lesson))
    missing = set(lesson.claims["id"]) - {note.claim for note in read_claims_guide(lesson)}
    found += [f"claims-guide.yaml: claim {one} is missing. Add it." for one in sorted(missing)]
    return found + handout_problems(lesson)


def handout_problems(lesson: Lesson) -> list[str]:
    """Return the handouts with nothing on them, and their headings with nothing below."""
    sheets = all_sheets(lesson, "a4")
    found = [f"handouts.yaml: {message} Add it." for message in left_out(lesson, sheets)]
    return found + [
        f"Handout “{sheet.title}”: there is nothing under the heading “{heading}”. Fill it."
        for sheet in sheets
        for heading in blocks.empty_headings(sheet.blocks)
    ]


def empty_headings(notebook: nbformat.NotebookNode) -> list[str]:
    """Return a sentence for each heading with neither text, a cell nor a heading below it."""
    text = "\n\n".join(
        COMMENT.sub("", cell.source) if cell.cell_type == "markdown" else "[a cell of code]"
        for cell in notebook.cells
        if cell.source.strip()
    )
    headings = list(HEADING.finditer(text))
    after = [(one, text[one.end() : other.start()]) for one, other in pairwise(headings)]
    after += [(one, text[one.end() :]) for one in headings[-1:]]
    levels = [len(heading[1]) for heading in headings[1:]] + [0]
    return [
        f"{GUIDE}: there is nothing under the heading “{heading[2]}”. Write it or delete it."
        for (heading, below), following in zip(after, levels, strict=True)
        if not below.strip() and following <= len(heading[1])
    ]


def route_problems(route: Route, handouts: dict[str, str]) -> list[str]:
    """Return what does not add up in a route, and the places in it that do not exist."""
    where = f"routes.yaml, route {route.id}"
    found = []
    total = sum(step.minutes for step in route.steps)
    if total != route.minutes:
        found.append(f"{where}: its steps take {total} minutes, not {route.minutes}. Correct one.")
    for number, step in enumerate(route.steps, 1):
        found += [f"{where}, step {number}: {one}" for one in _place_problems(step.where, handouts)]
    return found


def sections(name: str) -> list[str]:
    """Return the headings of a notebook, as readers see them; none if there is no such notebook."""
    path = NOTEBOOKS / name
    if not path.is_file():
        return []
    cells = nbformat.read(path, as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return [COMMENT.sub("", words) for _, words in HEADING.findall(text)]


def _place_problems(where: Where, handouts: dict[str, str]) -> list[str]:
    if where.handout and where.handout not in handouts:
        hint = did_you_mean(where.handout, handouts)
        return [f"there is no handout “{where.handout}”.{hint} Name one of handouts.yaml."]
    if where.notebook and where.section not in (known := sections(where.notebook)):
        hint = did_you_mean(where.section, known)
        return [f"{where.notebook} has no section “{where.section}”.{hint} Copy a heading exactly."]
    return []
