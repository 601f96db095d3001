"""Compare the tables with those of the last build, to find columns that have lost their rows.

Each cell may be right although a spreadsheet has sorted one column on its own, or copied a value
over the rows below. So the build stores a checksum of every cell in the lesson's folder, and the
check says what has changed since.
"""

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from helpers.lesson.package import TABLES

FILE = "last-build.json"

#: In so many rows a column must have changed before we ask why.
MANY = 10

#: So few values may be exchanged or copied on purpose.
FEW = 3

#: Column to checksum, for one row without its empty cells; by the id of the row.
Rows = dict[str, dict[str, str]]


def read_rows(path: Path) -> Rows:
    """Return the checksums of a table in the order of its rows; none if it can't be read.

    Where rows share an id, as in a dispute, the later ones have a number as well.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = list(csv.DictReader(file, restkey="", restval=""))
    except (OSError, UnicodeError, csv.Error):
        return {}
    times: Counter[str] = Counter()
    rows: Rows = {}
    for record in records:
        name = record.get("id", "")
        times[name] += 1
        key = name if times[name] == 1 else f"{name} {times[name]}"
        rows[key] = {
            column: f"{crc32(str(value).encode()):08x}"
            for column, value in record.items()
            if value and column != "id"
        }
    return rows


def write(folder: Path) -> str:
    """Store the checksums of a lesson's tables and say whether they have changed."""
    tables = {name: read_rows(folder / f"{name}.csv") for name in TABLES}
    lines = [
        f'  "{name}": {{\n'
        + ",\n".join(f"   {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
        + "\n  }"
        for name, rows in tables.items()
        if rows
    ]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    path = folder / FILE
    same = path.exists() and path.read_text(encoding="utf-8") == text
    path.write_text(text, encoding="utf-8", newline="\n")
    return "as before" if same else "changed"


def compare(folder: Path) -> tuple[list[str], list[str]]:
    """Return what is damage since the last build, most likely, and what else has changed."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [], []
    damage: list[str] = []
    changes: list[str] = []
    for name in TABLES:
        old, new = stored.get(name, {}), read_rows(folder / f"{name}.csv")
        found, other = _compare_tables(f"{name}.csv", old, new)
        damage += found
        changes += other
    return damage, changes


def _compare_tables(file: str, old: Rows, new: Rows) -> tuple[list[str], list[str]]:
    columns = list({column: None for rows in (old, new) for row in rows.values() for column in row})
    moved, damage, changes = [], [], []
    for column in columns:
        rows = [k for k in new if k in old and old[k].get(column) != new[k].get(column)]
        copied = _copied(new, set(rows), column)
        count = f"{file}, column {column}: changed in {len(rows)} rows"
        if len(rows) >= FEW and _same_values(old, new, rows, column):
            moved.append(
                f"{count}, which have the same values in another order: was one column sorted on "
                "its own? Undo that, or put the file back."
            )
        elif copied >= FEW:
            damage.append(
                f"{count}, and {copied} of them repeat the value above: was a value filled down? "
                "Undo that, or put the file back."
            )
        elif len(rows) >= MANY:
            changes.append(f"{count}: was one column sorted on its own?")
        elif rows:
            changes.append(f"{file}, column {column}: changed in {', '.join(rows)}.")
    if len(columns) > 1 and len(moved) > len(columns) / 2:
        moved = [
            f"{file}: nearly all columns have the values of other rows: was the column id sorted "
            "on its own? Undo that, or put the file back."
        ]
    for keys, what in ((new.keys() - old.keys(), "new"), (old.keys() - new.keys(), "missing")):
        if old and keys:
            changes.append(f"{file}: {len(keys)} {what} ({', '.join(sorted(keys)[:MANY])}).")
    return moved + damage, changes


def _same_values(old: Rows, new: Rows, rows: list[str], column: str) -> bool:
    before = Counter(old[key].get(column) for key in rows)
    return before == Counter(new[key].get(column) for key in rows)


def _copied(rows: Rows, changed: set[str], column: str) -> int:
    """Return how many changed cells repeat the cell above."""
    return sum(
        lower in changed and rows[upper].get(column) == rows[lower].get(column) is not None
        for upper, lower in pairwise(rows)
    )


def report(folder: Path) -> list[str]:
    """Print what else has changed since the last build, and return what is damage, most likely."""
    damage, changes = compare(folder)
    for sentence in changes:
        print(f"Since the last build: {sentence}")
    return damage
