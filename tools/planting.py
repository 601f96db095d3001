"""The ways to seed a fault in a copy of the project; each complains if it can't be seeded."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

Plant = Callable[[Path], None]


class Outgrown(Exception):
    """The project has changed, and the fault can't be seeded: change `tools/faults.py`."""


def swap(name: str, old: str, new: str, count: int = 1) -> Plant:
    """Replace a piece of a file (a regular expression, with its groups in ``new``)."""

    def plant(copy: Path) -> None:
        path = copy / name
        text, times = re.subn(
            old, new, path.read_text(encoding="utf-8"), count=count, flags=re.MULTILINE
        )
        if not times:
            raise Outgrown(f"{name} has no {old!r}")
        path.write_text(text, encoding="utf-8", newline="\n")

    return plant


def append(name: str, text: str) -> Plant:
    """Add lines to a file."""

    def plant(copy: Path) -> None:
        path = copy / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="\n")

    return plant


def row(
    table: str,
    which: Callable[[dict[str, str]], bool],
    change: Callable[[dict[str, str]], dict[str, str] | None],
) -> Plant:
    """Change the first row of a table that fits; None drops it."""

    def plant(copy: Path) -> None:
        path = copy / "data" / f"{table}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        place = next((number for number, one in enumerate(rows) if which(one)), None)
        if place is None:
            raise Outgrown(f"{table}.csv has no such row")
        changed = change(dict(rows[place]))
        rows[place : place + 1] = [changed] if changed is not None else []
        out = io.StringIO()
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8", newline="\n")

    return plant


def cell(table: str, name: str, column: str, value: str) -> Plant:
    """Write another value into a cell of the row with an id; ``{}`` stands for what was there."""
    return row(
        table,
        lambda one: one["id"] == name,
        lambda one: {**one, column: value.replace("{}", one[column])},
    )


def tree(name: str, change: Callable[[Any], None]) -> Plant:
    """Change what a JSON file holds."""

    def plant(copy: Path) -> None:
        path = copy / name
        data = json.loads(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(
            json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
        )

    return plant


def notebook(start: str, change: Callable[[Any], None]) -> Plant:
    """Change a stored notebook."""

    def plant(copy: Path) -> None:
        path = next((copy / "notebooks").glob(f"{start}*.ipynb"))
        book = nbformat.read(path, as_version=4)
        before = nbformat.writes(book)
        change(book)
        if nbformat.writes(book) == before:
            raise Outgrown(f"nothing to change in {path.name}")
        path.write_text(nbformat.writes(book) + "\n", encoding="utf-8", newline="\n")

    return plant


def code(book: Any, words: str = "") -> Any:
    """Return the first code cell with an output whose source or output holds the words."""
    for one in book.cells:
        if (
            one.cell_type == "code"
            and one.outputs
            and (words in one.source or words in json.dumps(one.outputs, ensure_ascii=False))
        ):
            return one
    raise Outgrown(f"no cell with {words!r}")


def html(start: str, old: str, new: str) -> Plant:
    """Replace something (a regular expression) in the first stored page that holds it."""

    def change(book: Any) -> None:
        for one in book.cells:
            for output in one.get("outputs", []):
                page = output.get("data", {}).get("text/html", "")
                if re.search(old, page):
                    output.data["text/html"] = re.sub(old, new, page, count=1)
                    return

    return notebook(start, change)


def prose(start: str, old: str, new: str) -> Plant:
    """Replace something (a regular expression) in the first Markdown cell that holds it."""

    def change(book: Any) -> None:
        for one in book.cells:
            if one.cell_type == "markdown" and re.search(old, one.source, re.MULTILINE):
                one.source = re.sub(old, new, one.source, count=1, flags=re.MULTILINE)
                return

    return notebook(start, change)
