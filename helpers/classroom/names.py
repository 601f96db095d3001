"""Whose file it is: a learning platform, a folder or the file’s own name says it."""

import re
import unicodedata
from typing import Final

from helpers.classroom.folder import visible

#: How the names begin that our own files have, for every student.
_OURS: Final = ("my-work", "my_work", "my work", "mywork", "journal", "drafts")

#: The most characters of a name that are shown.
_LONGEST: Final = 80

_COPY: Final = re.compile(r"\(\d{1,4}\)")


def student_of(place: tuple[str, ...]) -> str:
    """Return the name of the student who handed in a file; "" if its place does not say it.

    Moodle begins the name of a folder or file with the student’s name, and Canvas that of a file.
    Otherwise it is the file’s own name, or that of its folder or ZIP file if all students’ files
    have this name.

    Examples
    --------
    >>> student_of(("6B.zip", "Ada Moss_1234_assignsubmission_file_", "my-work.html"))
    'Ada Moss'
    >>> student_of(("mossada_LATE_345_9876_my-work-1.html",))
    'mossada'
    >>> student_of(("Ada", "my-work", "journal.jsonl")), student_of(("my-work Ada.html",))
    ('Ada', 'Ada')
    """
    for part in place:
        before, mark, _ = part.partition("_assignsubmission_")
        if mark:
            return tidy(before.rpartition("_")[0] or before)
    stem = _stem(place[-1])
    if canvas := _from_canvas(stem):
        return tidy(canvas)
    if name := _without_ours(stem):
        return tidy(name)
    for part in reversed(place[:-1]):
        name = _without_ours(_stem(part) if part.casefold().endswith(".zip") else part)
        if name:
            return tidy(name)
    return ""


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _from_canvas(stem: str) -> str:
    parts = stem.split("_")
    numbers = [part for part in parts[1:4] if part != "LATE"][:2]
    is_canvas = len(parts) > 3 and len(numbers) == 2 and all(part.isdigit() for part in numbers)
    return parts[0] if is_canvas else ""


def _without_ours(stem: str) -> str:
    """Return what is left of a file's name without our own name, numbers of copies and signs."""
    name = _COPY.sub(" ", stem)
    for ours in _OURS:
        at = name.casefold().find(ours)
        if at >= 0:
            name = f"{name[:at]} {name[at + len(ours) :]}"
            if name.strip(" _.-").casefold().startswith(("until ", "conflicted copy", "copy")):
                return ""
            break
    name = name.strip(" _.-–,;:'\"“”")
    return "" if not any(letter.isalpha() for letter in name) else name


def tidy(name: str) -> str:
    """Return a name as it is shown: one line, with single spaces and no invisible characters."""
    letters = unicodedata.normalize("NFC", visible(name)).replace("_", " ")
    words = " ".join(letters.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def same_name(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return unicodedata.normalize("NFKC", tidy(name)).casefold()
