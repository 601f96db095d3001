"""The journal of a student's answers: JSON Lines, only ever appended to. `docs/journal.md` describes a line."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from helpers.lesson import work_folder

#: A longer line is not one of ours, and is not read.
MOST_LINE_BYTES = 4_000_000
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Journal:
    """A file of lines, one for each thing that a student did.

    Parameters
    ----------
    name : str
        File name in the student's work folder.

    Notes
    -----
    A line is written with one call in append mode and forced to the disk before `append` returns. What can't be
    written waits in memory and is written with the next line. Nothing is ever overwritten.
    """

    def __init__(self, name: str = "journal.jsonl") -> None:
        self.name = name
        self._waiting: list[bytes] = []
        self._read: tuple[tuple[str, int, int], list[dict[str, Any]], int] | None = None

    @property
    def path(self) -> Path:
        """Where the journal is."""
        return work_folder() / self.name

    def append(self, **entry: Any) -> str:
        """Write one line.

        Parameters
        ----------
        **entry
            What is kept; the time (UTC) is added.

        Returns
        -------
        str
            Empty if the line is on the disk, otherwise a sentence for the student.
        """
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **entry}
        # Pure ASCII: any text a student can type, even half a character, can be written and read again.
        self._waiting.append(json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n")
        return self.flush()

    def flush(self) -> str:
        """Write what waits; return a sentence if it still can't be written."""
        if not self._waiting:
            return ""
        try:
            self._write(b"".join(self._waiting))
        except OSError as problem:
            count = "Your last answer is" if len(self._waiting) == 1 else f"Your last {len(self._waiting)} answers are"
            return (f"{count} not saved yet: {self._why(problem)} Go on working. "
                    "They are saved with your next answer, as soon as it is possible.")  # fmt: skip
        self._waiting.clear()
        return ""

    def _write(self, data: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.is_symlink():
            raise OSError("it is a link")
        handle = os.open(self.path, _FLAGS, 0o644)
        try:
            size = os.fstat(handle).st_size
            if size:
                os.lseek(handle, -1, os.SEEK_END)
                if os.read(handle, 1) != b"\n":  # a line that broke off stays a line of its own
                    data = b"\n" + data
            if os.write(handle, data) != len(data):
                raise OSError("the disk is full")
            os.fsync(handle)
        finally:
            os.close(handle)

    def _why(self, problem: OSError) -> str:
        if self.path.is_dir():
            return f"a folder stands where the file {self.name} should be. Rename that folder."
        if self.path.is_symlink():
            return f"the file {self.name} is a link to another place. Rename it."
        return f"the file {self.name} can't be written ({problem.strerror or problem})."

    def entries(self) -> tuple[list[dict[str, Any]], int]:
        """Return all lines that can be read, in the order of the file, and how many can't.

        The lines that still wait in memory stand at the end.
        """
        waiting = [json.loads(line) for line in self._waiting]
        try:
            facts = self.path.stat()
            stamp = (str(self.path), facts.st_size, facts.st_mtime_ns)
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, *self._parse())
        except OSError:
            return waiting, 0
        return [*self._read[1], *waiting], self._read[2]

    def _parse(self) -> tuple[list[dict[str, Any]], int]:
        good, bad = [], 0
        with self.path.open("rb") as lines:
            while line := lines.readline(MOST_LINE_BYTES):
                if not line.strip():
                    continue
                try:
                    entry = json.loads(line) if line[:1] == b"{" else None
                except (ValueError, RecursionError):
                    entry = None
                if isinstance(entry, dict) and isinstance(entry.get("exercise"), str):
                    good.append(entry)
                else:
                    bad += 1
        return good, bad


JOURNAL = Journal()
DRAFTS = Journal("drafts.jsonl")
