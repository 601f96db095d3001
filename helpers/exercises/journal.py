"""The journal of a student's answers: JSON Lines, only ever appended to. `docs/journal.md` describes a line."""

import atexit
import contextlib
import json
import os
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from helpers.files import work_folder

#: A longer line is not one of ours, and is not read.
MOST_LINE_BYTES = 32_000_000

_FLAGS = (
    os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)


class Journal:
    """A file of lines in the student's work folder, one line for each thing that the student did.

    A line is written with one call in append mode and forced to the disk before `append` returns.
    What can't be written, or is not known to be on the disk, waits in memory; with the next line it
    is written if it does not stand in the file already. Nothing is ever overwritten.
    """

    def __init__(self, name: str = "journal.jsonl") -> None:
        self.name = name
        self._waiting: list[bytes] = []
        self._tried: int | None = (
            None  # from where in the file on a line may stand that still waits
        )
        self._stamp: tuple[int, ...] = ()  # which file has been read, and how it was then
        self._forget()

    def _forget(self) -> None:
        """Forget what has been read: the lines, how many could not be, up to where, and the last whole one."""
        self._lines: list[dict[str, Any]] = []
        self._bad, self._end, self._tail = 0, 0, b""

    @property
    def path(self) -> Path:
        """Where the journal is."""
        return work_folder() / self.name

    def append(self, **entry: Any) -> str:
        """Write one line, with the time (UTC); return "" if it is on the disk, otherwise a sentence for the student."""
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **entry}
        # Pure ASCII: any text a student can type, even half a character, can be written and read
        # again.
        self._waiting.append(json.dumps(line).encode() + b"\n")
        return self.flush()

    def flush(self) -> str:
        """Write what waits; return a sentence if it still can't be written."""
        if not self._waiting:
            return ""
        try:
            self._write()
        except OSError as problem:
            count = (
                "Your last answer is"
                if len(self._waiting) == 1
                else f"Your last {len(self._waiting)} answers are"
            )
            return (
                f"{count} not saved yet: {self._why(problem)} Go on working. "
                "They are saved with your next answer, as soon as it is possible."
            )
        self._waiting, self._tried = [], None
        return ""

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.is_symlink():
            raise OSError("it is a link to another place; rename it")
        handle = os.open(self.path, _FLAGS, 0o644)
        try:
            facts = os.fstat(handle)
            if not stat.S_ISREG(facts.st_mode):
                raise OSError("it is no file")
            if self._tried is None:
                self._tried = facts.st_size
            else:  # an earlier try wrote a part, or all and the disk did not say so
                os.lseek(handle, self._tried, os.SEEK_SET)
                there = set(os.read(handle, facts.st_size).splitlines(keepends=True))
                self._waiting = [line for line in self._waiting if line not in there]
            data = b"".join(self._waiting)
            if facts.st_size:
                os.lseek(handle, -1, os.SEEK_END)
                if os.read(handle, 1) != b"\n":  # a line that broke off stays a line of its own
                    data = b"\n" + data
            if self._waiting:
                _lock(handle, "LK_LOCK")
                written = os.write(handle, data)
                _lock(handle, "LK_UNLCK")
                if written != len(data):
                    raise OSError("the disk is full")
            os.fsync(handle)
        finally:
            os.close(handle)

    def _why(self, problem: OSError) -> str:
        if self.path.is_dir():
            return f"a folder stands where the file {self.name} should be. Rename that folder."
        return f"the file {self.name} can't be written ({problem.strerror or problem})."

    def entries(self) -> tuple[list[dict[str, Any]], int]:
        """Return all lines that can be read, in the order of the file, and how many can't.

        The lines that still wait in memory stand at the end.
        """
        waiting = [json.loads(line) for line in self._waiting]
        try:
            self._read_on()
        except OSError:
            return waiting, 0
        return [
            *self._lines,
            *(line for line in waiting if line not in self._lines),
        ], self._bad + self._torn

    def _read_on(self) -> None:
        """Read what was added since the last time; all of it if the file is another one."""
        facts = self.path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise OSError
        stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
        if stamp == self._stamp:
            return
        with self.path.open("rb") as file:
            file.seek(self._end - len(self._tail))
            if self._stamp[:1] != stamp[:1] or file.read(len(self._tail)) != self._tail:
                self._forget()
                file.seek(0)
            while (line := file.readline(MOST_LINE_BYTES)) and (
                line.endswith(b"\n") or len(line) == MOST_LINE_BYTES
            ):
                self._take(line)
                self._end, self._tail = self._end + len(line), line
        # A last line without an end broke off, or another program is just writing it: it is read
        # again next time.
        self._torn, self._stamp = bool(line.strip()), stamp

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        with contextlib.suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, dict) and isinstance(entry.get("exercise"), str):
                self._lines.append(entry)
                return
        self._bad += 1


def _lock(handle: int, how: str) -> None:
    """Keep other writers out, or let them in: Windows looks for the end and writes there in two steps (CPython #86772)."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 2**31 - 2, os.SEEK_SET)  # behind all lines: what is locked can't be read
        msvcrt.locking(handle, getattr(msvcrt, how), 1)


JOURNAL = Journal()

DRAFTS = Journal("drafts.jsonl")

# What still waits when a kernel is shut down properly gets a last chance.
atexit.register(JOURNAL.flush)

atexit.register(DRAFTS.flush)


def unread() -> str:
    """Return a sentence if lines of the journal can't be read."""
    bad = JOURNAL.entries()[1]
    return (
        f"{'One line' if bad == 1 else f'{bad} lines'} of your journal can't be read; the others are all there."
        if bad
        else ""
    )


def lines_of(exercise: str, *events: str) -> list[dict[str, Any]]:
    """Return the lines of one exercise, of some events or of all."""
    return [
        line
        for line in JOURNAL.entries()[0]
        if line["exercise"] == exercise and (not events or line.get("event") in events)
    ]


def keep_draft(exercise: str, text: str) -> str:
    """Keep what was written and not yet checked; return a sentence if it can't be kept."""
    return DRAFTS.append(
        exercise=exercise,
        event="draft",
        answer=text,
        after=len(lines_of(exercise, "attempt", "anew")),
    )


def unchecked_draft(exercise: str) -> str | None:
    """Return the last draft, if nothing was checked or started anew after it."""
    last = next(
        (line for line in reversed(DRAFTS.entries()[0]) if line["exercise"] == exercise), None
    )
    if last is None or not isinstance(last.get("answer"), str):
        return None
    return (
        last["answer"] if last.get("after") == len(lines_of(exercise, "attempt", "anew")) else None
    )
