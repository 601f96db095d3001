"""The student's copies of the notebooks, and files that are written completely or not at all.

`start.py` uses this module before anything is installed, so it needs nothing but Python.
"""

import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

#: The guide for teachers: only those who ask for it get a copy, because it contains the answers.
GUIDE = "90-teachers-guide.ipynb"
#: Nor does anyone get the files that Windows puts into folders.
NOT_COPIED = ("desktop.ini", "thumbs.db", GUIDE)


class SetupError(Exception):
    """Something is wrong that the reader can put right; the message says what and how."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; none of anything that is not a file, such as a pipe."""
    return path.read_bytes() if path.is_file() else b""


def read_json(path: Path) -> dict[str, Any]:
    """Return the dictionary in a JSON file; an empty one if it is missing or damaged."""
    try:
        found = json.loads(read_bytes(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, data: bytes) -> None:
    """Write a file completely or not at all, through no link, unless that changes nothing."""
    if not path.is_symlink() and path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:
    """Write a value to a JSON file."""
    write(path, (json.dumps(value, indent=1) + "\n").encode("utf-8"))


def free_name(path: Path) -> Path:
    """Return the path, or with a number the first one like it that does not exist."""
    found, number = path, 1
    while os.path.lexists(found):
        number += 1
        found = path.with_stem(f"{path.stem} {number}")
    return found


def content_hash(path: Path) -> str:
    """Return a hash of what a person wrote in a file; the outputs of a notebook don't count."""
    data = read_bytes(path)
    if notebook := _notebook_in(data):
        cells = [
            [cell["cell_type"], "".join(cell["source"]), cell.get("attachments")]
            for cell in notebook["cells"]
        ]
        data = json.dumps(cells, sort_keys=True).encode("utf-8")
    return hashlib.sha256(data).hexdigest()


def without_outputs(path: Path) -> bytes:
    """Return the bytes of a file; a notebook loses its outputs, so that questions come first."""
    data = read_bytes(path)
    if notebook := _notebook_in(data):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        data = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
    return data


def _notebook_in(data: bytes) -> dict[str, Any] | None:
    """Return the notebook in the bytes of a file, or None if they are not a notebook."""
    try:
        notebook: dict[str, Any] = json.loads(data.decode("utf-8"))
        for cell in notebook["cells"]:
            cell["cell_type"], "".join(cell["source"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return notebook


@dataclass(frozen=True)
class Copies:
    """The notebooks in the folder `originals`, and the student's copies in the folder `work`."""

    originals: Path
    work: Path

    @property
    def memory(self) -> Path:
        """The file that records which original each copy was made from."""
        return self.work / ".originals.json"

    def files(self) -> list[Path]:
        """Return the files that every student gets."""
        return sorted(
            path
            for path in self.originals.iterdir()
            if path.is_file() and path.name[0] != "." and path.name.lower() not in NOT_COPIED
        )

    def refresh(self, page: str = "") -> list[str]:
        """Give the student copies of all notebooks, and return messages about newer versions.

        `page` may name the guide, which not everyone gets. A copy that the student has changed is
        never overwritten: a newer original is put beside it.
        """
        memory, messages = read_json(self.memory), []
        guide = [self.originals / page] if page == GUIDE else []
        for original in [*self.files(), *guide]:
            copy, now = self.work / original.name, _versions(original)
            known = memory.get(original.name)
            known = known if isinstance(known, dict) else {}
            memory[original.name] = now
            if copy.exists() and known.get("version") == now["version"]:
                continue
            if not copy.exists():
                write(copy, without_outputs(original))
            elif content_hash(copy) not in (known.get("content"), now["content"]):
                newer = free_name(copy.with_stem(f"{copy.stem} (new version)"))
                write(newer, without_outputs(original))
                messages.append(
                    f"{copy.name} has a newer version. Yours is as you left it; "
                    f"the new one is {newer.name}."
                )
            elif without_outputs(copy) != without_outputs(original):
                write(copy, without_outputs(original))
        write_json(self.memory, memory)
        return messages

    def fresh(self, name: str) -> str:
        """Give a clean copy of one notebook, keep the old one under a dated name; return a message.

        Raises
        ------
        SetupError
            If the name is not that of exactly one notebook.
        """
        original = self._find(Path(name).name)
        copy = self.work / original.name
        message = f"{copy.name} is a clean copy now."
        if os.path.lexists(copy):
            kept = free_name(copy.with_stem(f"{copy.stem} (until {date.today()})"))
            copy.rename(kept)
            message += f" What you had is in {kept.name}."
        write(copy, without_outputs(original))
        write_json(self.memory, {**read_json(self.memory), copy.name: _versions(original)})
        return message

    def _find(self, name: str) -> Path:
        """Return the notebook with this name, number or part of a name."""
        name = name.zfill(2) if name.isdigit() else name
        exact = [path for path in self.files() if name in (path.name, path.stem)]
        found = exact or [path for path in self.files() if name and name in path.name]
        if len(found) != 1:
            known = ", ".join(path.stem for path in self.files())
            raise SetupError(f"Say which notebook: one of {known}.")
        return found[0]


def _versions(original: Path) -> dict[str, str]:
    """Return what is remembered of an original: hashes of the student's copy and of its content."""
    copy = hashlib.sha256(without_outputs(original)).hexdigest()
    return {"version": copy, "content": content_hash(original)}
