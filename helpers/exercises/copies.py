"""Copies of the journal that a cloud service made, and how to merge them.

When a folder is synchronised between two computers, a service such as OneDrive or Dropbox may keep
two versions of a file: ``journal-PC7.jsonl``, ``journal (conflicted copy 2026-11-24).jsonl``,
``journal 2.jsonl``. Merging adds their lines to the journal. The copies themselves stay.
"""

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from helpers.exercises import journal
from helpers.exercises.lines import parse_line
from helpers.files import work_folder
from helpers.lesson.wording import with_count

_COPY = re.compile(r"journal[ ._(-].*\.jsonl", re.IGNORECASE)

#: A longer file is not a copy of a student's journal.
MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class Copy:
    """A file that looks like a copy of the journal, and the lines that only it contains."""

    name: str
    lines: list[dict[str, Any]]


def find_copies() -> list[Copy]:
    """Return the copies that contain lines which the journal lacks, by name."""
    known = {_key(line) for line in journal.JOURNAL.entries()[0]}
    found = []
    for name in _names():
        lines: list[dict[str, Any]] = []
        for line in _read(name):
            entry = parse_line(line)
            if entry and (key := _key(entry)) not in known:
                known.add(key)
                lines.append(json.loads(line))
        if lines:
            found.append(Copy(name, lines))
    return found


def describe(copies: list[Copy]) -> str:
    """Return a sentence that names the copies and says how to merge them; "" if there are none."""
    if not copies:
        return ""
    count = sum(len(copy.lines) for copy in copies)
    names = ", ".join(copy.name for copy in copies)
    return (
        f"In your folder there is more than one journal: {with_count(count, 'line')} of {names} "
        f'{"is" if count == 1 else "are"} missing in yours. my_work("merge") adds them.'
    )


def merge_copies() -> str:
    """Add the lines of all copies to the journal, each once; return the sentence that says so."""
    if reason := journal.JOURNAL.problem():
        return f"Nothing was merged: {reason}"
    copies = find_copies()
    if not copies:
        return "There is nothing to merge: your journal contains every answer in your folder."
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    lines = [line | {"merged": now} for copy in copies for line in copy.lines]
    trouble = journal.JOURNAL.append_all(lines)
    if trouble:
        return trouble
    names = ", ".join(copy.name for copy in copies)
    return (
        f"{with_count(len(lines), 'line')} of {names} {'is' if len(lines) == 1 else 'are'} now in "
        "your journal too. The copies were not changed."
    )


def _names() -> list[str]:
    """Return the names of the files that may be copies."""
    try:
        with os.scandir(work_folder()) as entries:
            return sorted(
                entry.name
                for entry in entries
                if _COPY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            )
    except OSError:
        return []


def _read(name: str) -> list[bytes]:
    """Return the lines of a copy; none if it can't be read."""
    path = work_folder() / name
    try:
        return path.read_bytes().split(b"\n") if path.stat().st_size <= MOST_BYTES else []
    except OSError:
        return []


def _key(line: dict[str, Any]) -> str:
    """Return what makes two lines the same: everything but when one of them was merged."""
    return json.dumps({name: line[name] for name in line if name != "merged"}, sort_keys=True)
