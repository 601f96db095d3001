"""The project's folder, the student's own folder, and files that are written whole or not at all."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

PROJECT = Path(__file__).resolve().parent.parent


def lesson_folder(folder: Path | str | None = None) -> Path:
    """Return the folder of the current lesson.

    It is the argument, otherwise the one in the environment variable ``LESSON_FOLDER``, otherwise
    the collection's own ``data``.
    """
    return Path(folder or os.environ.get("LESSON_FOLDER") or PROJECT / "data").resolve()


def work_folder() -> Path:
    """Return the folder of the student's own work; ``LESSON_WORK`` names another one."""
    return Path(os.environ.get("LESSON_WORK") or PROJECT / "my-work")


#: What is said of an error of the computer; every other one is said in its own words.
_REASONS = {
    errno.ENOSPC: "The disk is full: make room on it.",
    errno.EDQUOT: "Your storage quota is used up: delete files that you no longer need.",
    errno.EACCES: "Your folder can't be written, or the file is open in another program: close it there.",
    errno.EROFS: "Your folder can't be written: it is on a disk that can only be read.",
}


def save_as(what: str, write: Callable[[Path], object]) -> str:
    """Save a file in the student's folder, whole or not at all, and return the sentence that says so."""
    folder = work_folder()
    half = folder / f".half-{uuid4().hex}" / what  # another notebook may be saving the same file
    try:
        half.parent.mkdir(parents=True)
        write(half)
        _put(half, folder / what)
        words = f"Saved: {what}, in your folder {folder.name}. If a file of this name was there, it is kept under a dated name."
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"{error.strerror or error}.")
        words = f"Not saved: {what}, in your folder {folder.name}. {reason} Then run this cell again. Nothing of yours was changed."
    finally:
        shutil.rmtree(half.parent, ignore_errors=True)
    return words


def _put(half: Path, path: Path) -> None:
    """Give the finished file its name; what stands there already gets a dated one."""
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
