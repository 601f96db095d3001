"""Everything that a student did in one lesson as one line of text, for the report on a class.

Each page to hand in ends with it. It is ``lesson-journal.VERSION.CHECKSUM.DATA`` (see `packed`);
the data is the student's lines of the journal, as in ``docs/journal.md``, and the last drafts.
"""

import json
from typing import Any, Final

from helpers.exercises import history
from helpers.exercises.lines import parse_line
from helpers.exercises.packed import pack, unpack

NAME: Final = "lesson-journal"
VERSION: Final = 1

#: No line is unpacked to more bytes than this.
MOST_BYTES: Final = 30_000_000


def write_record(journal: history.History) -> str:
    """Return all lines of a lesson, and the last draft of each text, as one line of text."""
    lines = [*journal.lines(), *journal.last_drafts()]
    data = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    return pack(NAME, VERSION, data.encode())


def read_record(text: str) -> list[dict[str, Any]]:
    """Return the lines of a record, each checked as a line of the journal is.

    Parameters
    ----------
    text : str
        The record.

    Returns
    -------
    list of dict
        The lines; those of drafts have the event ``draft``.

    Raises
    ------
    UserError
        If this is not a complete record (see `unpack`).
    """
    data = unpack(text, NAME, VERSION, MOST_BYTES)
    return [line for part in data.split(b"\n") if (line := parse_line(part))]
