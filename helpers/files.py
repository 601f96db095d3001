"""The folders of project, lesson and student, and files that are written fully or not at all."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

PROJECT = Path(__file__).resolve().parent.parent

#: Where the lessons of others are, each in a folder with its name.
LESSONS = PROJECT / "lessons"

#: Where students work. The copies for another lesson are in a folder with its name.
WORK = PROJECT / "my-work"


def lesson_folder(folder: Path | str | None = None) -> Path:
    """Return the folder of the current lesson.

    It is the argument, otherwise the one in the environment variable ``LESSON_FOLDER``, otherwise
    the lesson to which the running notebook belongs, otherwise the collection's own ``data``.
    """
    named = folder or os.environ.get("LESSON_FOLDER")
    if not named and (here := lesson_here()):
        named = LESSONS / here
    return Path(named or PROJECT / "data").resolve()


def work_folder() -> Path:
    """Return the folder of the student's own work; ``LESSON_WORK`` names another one."""
    named = os.environ.get("LESSON_WORK")
    return Path(named) if named else WORK / lesson_here()


def lesson_here() -> str:
    """Return the name of the lesson whose notebook is running, or "" for the collection's own.

    A notebook runs in its own folder: in that of the lesson, or in the student's for this lesson.
    """
    here = Path.cwd().resolve()
    for home in (LESSONS, WORK):
        if here != home and here.is_relative_to(home):
            name = here.relative_to(home).parts[0]
            return name if (LESSONS / name).is_dir() else ""
    return ""


_NO_WRITING = (
    "You can’t write in this folder, or the file is open in another program: close it there."
)

#: What to say about an error of the operating system; any other is shown in its own words.
_REASONS = {
    errno.ENOSPC: "The disk is full: make space on it.",
    errno.EDQUOT: "Your storage quota is used up: delete files that you no longer need.",
    errno.EACCES: _NO_WRITING,
    errno.EPERM: _NO_WRITING,
    errno.EROFS: "You can’t write in this folder, because its disk is read-only.",
}


def save_as(what: str, write: Callable[[Path], object]) -> str:
    """Save a file in the student's folder, completely or not at all, and return a message."""
    folder = work_folder()
    half = folder / f".half-{uuid4().hex}" / what  # another notebook may be saving the same file
    try:
        half.parent.mkdir(parents=True)
        write(half)
        _put(half, folder / what)
        message = (
            f"Saved: {what}, in your folder {folder.name}. "
            "If a file of this name was there, it is kept under a dated name."
        )
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}.")
        message = (
            f"Not saved: {what}, in your folder {folder.name}. {reason} "
            "Then run this cell again. Nothing of yours was changed."
        )
    finally:
        shutil.rmtree(half.parent, ignore_errors=True)
    return message


def _put(half: Path, path: Path) -> None:
    """Give the finished file its name; a file that has this name already gets a dated one."""
    kept = None
    if path.exists() or path.is_symlink():
        kept = path.with_stem(
            f"{path.stem} until {datetime.now().astimezone():%Y-%m-%d %H.%M.%S.%f}"
        )
        path.rename(kept)
    try:
        half.replace(path)
    except OSError:
        if kept:
            kept.rename(path)
        raise
