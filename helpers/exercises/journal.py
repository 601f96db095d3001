"""The student's journal as a file: JSON Lines, only ever appended to (see `docs/journal.md`)."""

import atexit
import errno
import heapq
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from helpers.exercises.lines import parse_line
from helpers.exercises.locking import locked
from helpers.files import work_folder

#: A longer line is not one of ours, and is not read.
MOST_LINE_BYTES = 32_000_000

#: Tells the lines of one start of a kernel from those of another.
SESSION = uuid4().hex[:8]

_FLAGS = (
    os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
)


class Journal:
    """A file of lines in the student's work folder, one line for each thing that the student did.

    A line is written with one call, under a lock, and forced to the disk before `append` returns.
    A line that can't be written, or that may not have reached the disk, waits in memory. It is
    written with the next line, unless the file contains it already. Nothing is ever overwritten.
    """

    def __init__(self, name: str = "journal.jsonl") -> None:
        self.name = name
        self._waiting: list[bytes] = []
        self._tried: int | None = None  # where in the file a line that still waits may begin
        self._forget()

    def _forget(self) -> None:
        """Forget what has been read.

        That is: the lines, how many are unreadable, where the last complete one ends, that line,
        whether another one follows without an end, and the state of the file at that time.
        """
        self._lines: list[dict[str, Any]] = []
        self._unreadable, self._end, self._tail, self._torn = 0, 0, b"", False
        self._stamp: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """Where the journal is."""
        return work_folder() / self.name

    def append(self, **entry: Any) -> str:
        """Write one line, with the time (UTC) and the session.

        Return "" if it is on the disk, otherwise a sentence for the student.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        return self.append_all([{"time": now, "session": SESSION, **entry}])

    def append_all(self, entries: list[dict[str, Any]]) -> str:
        """Write several complete lines at once; return the same as `append`."""
        # Pure ASCII: any text that a student can type, even half a character, can be written and
        # read again.
        self._waiting += [json.dumps(entry).encode() + b"\n" for entry in entries]
        return self.flush()

    def flush(self) -> str:
        """Write the lines that wait; return a sentence if they still can't be written."""
        if not self._waiting:
            return ""
        try:
            self._write()
        except OSError as error:
            last = (
                "Your last answer is"
                if len(self._waiting) == 1
                else f"Your last {len(self._waiting)} answers are"
            )
            return (
                f"{last} not saved yet: {self._reason(error, 'written')} Go on working. "
                "Everything will be saved with your next answer, as soon as the file can be "
                "written."
            )
        self._waiting, self._tried = [], None
        return ""

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._obstacle():
            raise OSError(errno.EEXIST, self._obstacle())
        handle = os.open(self.path, _FLAGS, 0o644)
        try:
            with locked(handle) as alone:
                self._add_waiting_lines(handle, alone)
            os.fsync(handle)
        finally:
            os.close(handle)

    def _add_waiting_lines(self, handle: int, alone: bool) -> None:
        size = os.fstat(handle).st_size
        if self._tried is None:
            self._tried = size
        else:  # an earlier attempt wrote a part, or everything without the disk confirming it
            os.lseek(handle, self._tried, os.SEEK_SET)
            written = set(os.read(handle, size).split(b"\n"))
            self._waiting = [line for line in self._waiting if line[:-1] not in written]
        data = b"".join(self._waiting)
        # A line that was interrupted stays a line of its own. Without a lock another kernel may be
        # interrupted at any moment, so every line then begins with a line break.
        if _is_torn(handle, size) or (data and not alone):
            data = b"\n" + data
        if data and os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, "the disk is full")

    def _obstacle(self) -> str:
        """Return what is in the place of the file, if it is anything but a file; otherwise ""."""
        folder = self.path.parent
        if folder.exists() and not folder.is_dir():
            return f"a file is in the place of the folder {folder.name}. Rename that file."
        try:
            mode = self.path.lstat().st_mode
        except FileNotFoundError:
            return ""
        if stat.S_ISREG(mode):
            return ""
        what = (
            "a folder"
            if stat.S_ISDIR(mode)
            else "a link"
            if stat.S_ISLNK(mode)
            else "something that is not a file"
        )
        return f"{what} is in the place of the file {self.name}. Rename it."

    def _reason(self, error: OSError, attempted: str) -> str:
        try:
            obstacle = self._obstacle()
        except OSError:
            obstacle = ""
        return obstacle or f"the file {self.name} can't be {attempted} ({error.strerror or error})."

    def problem(self) -> str:
        """Return why the file can't be read; "" if it can, or if there is none yet."""
        try:
            self._read_on()
        except OSError as error:
            return self._reason(error, "read")
        return ""

    def entries(self) -> tuple[list[dict[str, Any]], int]:
        """Return all lines that can be read, in the order of the file, and how many can't.

        Lines that came from another copy of the journal are put in by their time. The lines that
        still wait in memory come last. If the file can't be read (see `problem`), the lines are
        those that this kernel knows.
        """
        self.problem()
        waiting = [entry for line in self._waiting if (entry := parse_line(line))]
        own = [line for line in self._lines if "merged" not in line]
        own += [line for line in waiting if line not in self._lines]
        merged = [line for line in self._lines if "merged" in line]
        lines = heapq.merge(own, merged, key=lambda line: line.get("time", ""))
        return list(lines) if merged else own, self._unreadable + self._torn

    def _read_on(self) -> None:
        """Read what was added since the last time; all of it if the file is another one."""
        if obstacle := self._obstacle():
            raise OSError(errno.EEXIST, obstacle)
        try:
            facts = self.path.stat()
        except FileNotFoundError:
            self._forget()
            return
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
        # A last line without an end was interrupted, or another program is just writing it: it is
        # read again next time.
        self._torn, self._stamp = bool(line.strip()), stamp

    def _take(self, line: bytes) -> None:
        if not line.strip():
            return
        if entry := parse_line(line):
            self._lines.append(entry)
        else:
            self._unreadable += 1


def _is_torn(handle: int, size: int) -> bool:
    """Whether the file ends with a line that was interrupted before its line break."""
    if not size:
        return False
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) != b"\n"


JOURNAL = Journal()

DRAFTS = Journal("drafts.jsonl")

# When a kernel is shut down properly, lines that still wait get a last chance.
atexit.register(JOURNAL.flush)

atexit.register(DRAFTS.flush)
