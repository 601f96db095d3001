"""The files of a class folder, read as hostile input.

Nothing outside the folder is read: no link is followed, and a ZIP file is only read in memory, so
the names in it lead nowhere. Each file has a limit, and so has everything in a ZIP file together.
"""

import io
import lzma
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from helpers.errors import ODD_CHARACTERS

#: The folder for the report, and the teacher's own file: neither is a hand-in.
REPORT: Final = "class-report"
MARKS: Final = "marks.xlsx"

#: A file with more bytes is not read; nor is more from one ZIP file, or from all files together.
MOST_BYTES: Final = 50_000_000
MOST_UNPACKED: Final = 400_000_000

#: So many files are read from one folder, and from one ZIP file, and no folder is deeper.
MOST_FILES: Final = 10_000
MOST_DEPTH: Final = 10

#: ZIP files inside ZIP files are read down to this depth: a class, and a student's folder in it.
MOST_NESTED: Final = 2

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class File:
    """One file: where it is, as folders and a name, and its bytes or why it was not read.

    The name of a ZIP file is a part of the places of its files. `harmless` is true for a file that
    no student hands in, such as one of the operating system.
    """

    place: tuple[str, ...]
    data: bytes = b""
    problem: str = ""
    harmless: bool = False

    @property
    def name(self) -> str:
        """The place as a teacher reads it."""
        return "/".join(map(visible, self.place))


def visible(text: str) -> str:
    """Return a name in which every invisible or undisplayable character can be seen."""
    return ODD_CHARACTERS.sub("\ufffd", text)[:300]


def read_folder(folder: Path) -> Iterator[File]:
    """Yield every file of a class folder in the order of their names, with those of ZIP files."""
    for count, file in enumerate(_walk(folder, ()), 1):
        if count > MOST_FILES:
            problem = f"There are more than {MOST_FILES} files. From here on none is read."
            yield File(file.place, problem=f"{problem} Make a folder for each class.")
            return
        yield file


def _walk(folder: Path, place: tuple[str, ...]) -> Iterator[File]:
    if len(place) > MOST_DEPTH:
        yield File(place, problem="There are too many folders inside one another here.")
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield File(place, problem=f"This folder can’t be opened ({error.strerror or error}).")
        return
    for entry in entries:
        here = (*place, entry.name)
        if not place and is_ours(entry.name):
            continue
        if is_link(entry):
            yield File(here, problem=_LINK)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), here)
        elif _is_of_the_system(here):
            yield File(here, problem=_SYSTEM, harmless=True)
        else:
            yield from _open(Path(entry.path), here)


_LINK: Final = "This is a link, and links are not followed. Copy the file itself into the folder."
_SYSTEM: Final = "A file of the operating system or of another program. It is not a hand-in."


def is_ours(name: str) -> bool:
    """Whether a name at the top of the folder is that of the report, or of the teacher's marks."""
    return name == REPORT or (name.startswith("marks") and name.endswith(".xlsx"))


def is_link(entry: "os.DirEntry[str]") -> bool:
    """Whether an entry is a link of any kind, also a junction of Windows."""
    junction = getattr(os.path, "isjunction", lambda path: False)
    return entry.is_symlink() or bool(junction(entry.path))


def _is_of_the_system(place: tuple[str, ...]) -> bool:
    name = place[-1]
    known = name.casefold() in ("thumbs.db", "desktop.ini", "icon\r")
    return known or name.startswith((".", "~$")) or "__MACOSX" in place


def _open(path: Path, place: tuple[str, ...]) -> Iterator[File]:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                yield File(place, problem="This is not a file that can be read.")
            elif place[-1].casefold().endswith(".zip"):
                yield from _unzip(file, place, _Budget(MOST_UNPACKED), 1)
            else:
                yield _within_limit(place, file.read(MOST_BYTES + 1))
    except OSError as error:
        yield File(place, problem=f"This file can’t be opened ({error.strerror or error}).")


def _within_limit(place: tuple[str, ...], data: bytes) -> File:
    if len(data) > MOST_BYTES:
        limit = f"{MOST_BYTES // 1_000_000} MB"
        return File(place, problem=f"This file has more than {limit}, so no student has made it.")
    return File(place, data)


class _Budget:
    """How many bytes may still be unpacked from one ZIP file."""

    def __init__(self, left: int) -> None:
        self.left = left


def _unzip(
    file: io.BufferedIOBase, place: tuple[str, ...], budget: _Budget, depth: int
) -> Iterator[File]:
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _UNREADABLE:
        yield File(place, problem="This ZIP file is damaged or incomplete. Ask for it again.")
        return
    if not entries:
        yield File(place, problem="This ZIP file is empty.")
    for entry in entries[:MOST_FILES]:
        if budget.left <= 0:
            limit = f"{MOST_UNPACKED // 1_000_000} MB"
            problem = f"This ZIP file unpacks to more than {limit}. The rest of it is not read."
            yield File(place, problem=problem)
            return
        yield from _unpack(archive, entry, place, budget, depth)
    if len(entries) > MOST_FILES:
        problem = f"There are more than {MOST_FILES} files in it. The rest is not read."
        yield File(place, problem=problem)


def _unpack(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    place: tuple[str, ...],
    budget: _Budget,
    depth: int,
) -> Iterator[File]:
    parts = tuple(entry.filename.replace("\\", "/").split("/"))
    here = (*place, *(part for part in parts if part))
    if problem := _entry_problem(entry, parts, depth):
        yield File(here, problem=problem)
        return
    if _is_of_the_system(here):
        yield File(here, problem=_SYSTEM, harmless=True)
        return
    try:
        with archive.open(entry) as packed:
            data = packed.read(min(MOST_BYTES, budget.left) + 1)
    except _UNREADABLE:
        yield File(here, problem="This file in the ZIP file is damaged. Ask for it again.")
        return
    budget.left -= len(data)
    if here[-1].casefold().endswith(".zip"):
        yield from _unzip(io.BytesIO(data), here, budget, depth + 1)
    else:
        yield _within_limit(here, data)


def _entry_problem(entry: zipfile.ZipInfo, parts: tuple[str, ...], depth: int) -> str:
    """Return why a file in a ZIP file is not read; "" if it is."""
    if ".." in parts or not parts[0] or parts[0].endswith(":") or len(parts) > MOST_DEPTH:
        return "Its name leads out of the ZIP file, as no name of a hand-in does."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _LINK
    if entry.flag_bits & 1:
        return "This file has a password. Ask for it without one."
    if depth >= MOST_NESTED and entry.filename.casefold().endswith(".zip"):
        return "A ZIP file inside a ZIP file inside a ZIP file is not opened."
    return ""
