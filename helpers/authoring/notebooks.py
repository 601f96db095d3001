"""Make the notebooks of a lesson from templates, without touching what the teacher has written.

A template is a notebook. Under ``lesson`` in the metadata of a cell, ``needs`` names what the
lesson must have for it, and ``each`` repeats it for every exercise or causal claim. Places for the
teacher are marked ``[Write: what belongs here.]``. A cell that came from a template carries its
name and a checksum: while the checksum fits, nobody has changed the cell.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from helpers.compare.contradictions import find_contradictions
from helpers.errors import UserError
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import Exercise
from helpers.lesson.calendars import year_text
from helpers.lesson.model import Lesson

TEMPLATES = Path(__file__).parent / "templates"

#: A place that the teacher has not filled in yet; the first group says what belongs there.
PLACE = re.compile(r"\[Write: ([^\[\]]*)\]")

#: A row of a table, which only repeats what is written elsewhere.
_TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)

#: A cell that shows an exercise; the group is its id.
EXERCISE_CELL = re.compile(r"""exercise\(["']([a-z0-9-]+)["']""")

#: So many characters of a question are the title of its cell.
_TITLE = 60

#: A figure of a cause has this part of its time as room on each side.
_ROOM = 3

#: The longest id that a cell can have.
_LONGEST_ID = 64

Cell = Any


@dataclass(frozen=True)
class Material:
    """What a lesson has for its notebooks."""

    lesson: Lesson
    exercises: dict[str, Exercise]

    def has(self, what: str, notebook: str) -> bool:
        """Whether the lesson has what a cell of a template needs."""
        if what == "exercises":
            return any(one.notebook == notebook for one in self.exercises.values())
        if what in _CONDITIONS:
            return _CONDITIONS[what](self)
        return any(
            (self.lesson.folder / f"{what}.{ending}").is_file() for ending in ("yaml", "csv")
        )


def _has_contradictions(material: Material) -> bool:
    return not find_contradictions(material.lesson).empty


_CONDITIONS: dict[str, Callable[[Material], bool]] = {
    "any exercises": lambda material: bool(material.exercises),
    "causes": lambda material: bool(causal_claims(material.lesson)),
    "agreements": lambda material: not material.lesson.instruments.empty,
    "disputes": lambda material: not material.lesson.disputes.empty,
    "contradictions": _has_contradictions,
}


def causal_claims(lesson: Lesson) -> list[str]:
    """Return the ids of the claims that make one event the cause of another."""
    rows = lesson.assertions
    return list(dict.fromkeys(rows.loc[rows["relation"] == "caused", "claim"]))


def read_notebook(path: Path) -> Any:
    """Return a notebook; a `UserError` if the file is damaged."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError):
        raise UserError(
            f"{path.name} can’t be read as a notebook. Give it another name, and build again: then "
            "a new one is made. Your file is not changed."
        ) from None
    return notebook


def templates() -> list[Path]:
    """Return the templates in the order of the notebooks."""
    return sorted(TEMPLATES.glob("*.ipynb"))


@cache
def generic_code() -> dict[str, str]:
    """Return the source of each template cell that is the same in every lesson, by its id.

    The notebooks of the collection use them, too: a cell names its template in its metadata, and
    the build copies the source.
    """
    return {
        cell.id: cell.source
        for path in templates()
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and "each" not in cell.metadata.get("lesson", {})
    }


def weave(folder: Path, material: Material) -> list[str]:
    """Write the notebooks of a lesson, or add to them what is new; return what changed.

    Parameters
    ----------
    folder : Path
        The folder of the notebooks.
    material : Material
        What the lesson has.
    """
    folder.mkdir(exist_ok=True)
    changed = []
    for template in templates():
        path = folder / template.name
        model = nbformat.read(template, as_version=4)
        needs = model.metadata.get("lesson", {}).get("needs", "")
        if not path.exists() and needs and not material.has(needs, path.stem):
            continue
        old = read_notebook(path) if path.exists() else None
        new = woven(old, model, material, path.stem)
        text = nbformat.writes(new) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path.name)
            path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def woven(old: Any, model: Any, material: Material, name: str) -> Any:
    """Return a notebook with the cells that its template has for this lesson.

    Cells of the teacher stay where they are, and cells that she has deleted stay away. A cell that
    she has not changed follows its template, and goes when the lesson has nothing for it.
    """
    wanted = dict(expand(model, material, name))
    notebook = old or nbformat.v4.new_notebook(metadata=model.metadata)
    deleted = set(notebook.metadata.get("lesson", {}).get("given", []))
    deleted -= {_key(cell) for cell in notebook.cells}
    cells = []
    for cell in notebook.cells:
        key = _key(cell)
        if _is_untouched(cell):
            if key not in wanted:
                continue
            _follow(cell, wanted[key])
        cells.append(cell)
    _insert(cells, wanted, deleted)
    notebook.cells = cells
    notebook.metadata["lesson"] = {"given": sorted(deleted | {_key(cell) for cell in cells} - {""})}
    return notebook


def _follow(cell: Cell, template: Cell) -> None:
    """Write a cell again if its template has changed."""
    if cell.source != template.source:
        cell.source = template.source
        cell.metadata["template"] = template.metadata["template"]


def _insert(cells: list[Cell], wanted: dict[str, Cell], deleted: set[str]) -> None:
    """Put each new cell behind the one that comes before it in the template."""
    place = 0
    for key, cell in wanted.items():
        keys = [_key(one) for one in cells]
        if key in keys:
            place = keys.index(key) + 1
        elif key not in deleted:
            cells.insert(place, cell)
            place += 1


def expand(model: Any, material: Material, name: str) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of a template that a lesson needs, each with a key that does not change."""
    for cell in model.cells:
        rule = cell.metadata.pop("lesson", {})
        if "each" in rule:
            for key, words in _repeated(rule["each"], material, name):
                yield f"{cell.id} {key}", _filled(cell, f"{cell.id} {key}", words)
        elif not rule.get("needs") or material.has(rule["needs"], name):
            yield cell.id, _filled(cell, cell.id, {"VERDICTS": _verdicts()})


def _repeated(each: str, material: Material, name: str) -> list[tuple[str, dict[str, str]]]:
    if each == "causal claims":
        lesson = material.lesson
        return [
            (claim, {"CLAIM": claim, "SPAN": _years_around(lesson, claim)})
            for claim in causal_claims(lesson)
        ]
    return [
        (one.id, {"EXERCISE": one.id, "TITLE": _title(one.question)})
        for one in material.exercises.values()
        if one.notebook == name
    ]


def _years_around(lesson: Lesson, claim: str) -> str:
    """Return the years of a claim’s causes and effects in EDTF, with some room on both sides.

    Of a lesson on twelve centuries a figure would otherwise show two events at one place.
    """
    rows = lesson.assertions[lesson.assertions["claim"].eq(claim)]
    rows = rows[rows["relation"].eq("caused")]
    dates = [lesson.date(name) for name in (*rows["subject"], *rows["object"])]
    years = [end.year for date in dates for end in (date.earliest, date.latest) if end]
    room = 1 + (max(years) - min(years)) // _ROOM if years else 0
    return f"{year_text(min(years) - room)}/{year_text(max(years) + room)}" if years else ""


def _title(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= _TITLE else words[:_TITLE].rpartition(" ")[0] + " …"


def _verdicts() -> str:
    labels = (one.label.partition(": ") for one in VERDICTS.values())
    return "\n".join(f"- **{name}**: {meaning}" for name, _, meaning in labels)


def _filled(cell: Cell, key: str, words: dict[str, str]) -> Cell:
    new = nbformat.from_dict(cell)
    for word, text in words.items():
        new.source = new.source.replace(word, text)
    new.id = re.sub("[^a-zA-Z0-9-]+", "-", key)[:_LONGEST_ID].rstrip("-")
    new.metadata["template"] = {"cell": key, "hash": _hash(new.source)}
    return new


def _key(cell: Cell) -> str:
    return str(cell.metadata.get("template", {}).get("cell", ""))


def _is_untouched(cell: Cell) -> bool:
    mark = cell.metadata.get("template", {})
    return bool(mark) and mark.get("hash") == _hash(cell.source)


def _hash(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:12]


# What is still to be done


def empty_places(folder: Path) -> list[str]:
    """Return a sentence for each place in the notebooks that the teacher has not filled in yet."""
    return [
        f"{path.name}, “{heading}”: still empty. Write {what}"
        for path in sorted(folder.glob("*.ipynb"))
        for heading, source in _headed(path)
        for what in PLACE.findall(_TABLE_ROW.sub("", source))
    ]


def _headed(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each Markdown cell of a notebook with the heading that it is under."""
    heading = ""
    for cell in read_notebook(path).cells:
        if cell.cell_type == "markdown":
            found = re.search(r"^#+ +(.+?)(?: \(\d+ minutes?\))?$", cell.source, re.MULTILINE)
            heading = found[1] if found else heading
            yield heading, cell.source


def shown_exercises(folder: Path) -> dict[str, set[str]]:
    """Return the ids of the exercises that each notebook shows."""
    return {
        path.name: {
            name
            for cell in read_notebook(path).cells
            if cell.cell_type == "code"
            for name in EXERCISE_CELL.findall(cell.source)
        }
        for path in sorted(folder.glob("*.ipynb"))
    }
