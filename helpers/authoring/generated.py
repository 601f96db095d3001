"""Files that the import writes: nothing that a teacher changed by hand is lost."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

#: Remembers what the import has written last, and from which workbook.
MEMORY = ".imported.json"


class Generated:
    """The generated files of one lesson, and a checksum of each as it was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known = _read(folder / MEMORY)

    def is_changed(self, name: str) -> bool:
        """Whether somebody else has written or changed this file since the last import."""
        path = self.folder / name
        return path.is_file() and _hash(path.read_bytes()) != self.known.get(name)

    def write(self, files: Mapping[str, str], workbook: str) -> list[str]:
        """Write all files; return a sentence for each file of the teacher's that is kept.

        A file that is not needed any more is removed. `workbook` is the checksum of the workbook.
        """
        messages = []
        for name, text in files.items():
            path, data = self.folder / name, text.encode("utf-8")
            if path.is_file() and path.read_bytes() == data:
                continue
            if self.is_changed(name):
                messages.append(self._keep(path))
            _write(path, data)
        for name in set(self.known) - set(files) - {"workbook"}:
            path = self.folder / name
            if self.is_changed(name):
                messages.append(self._keep(path))
            path.unlink(missing_ok=True)
        self.known = {name: _hash(text.encode("utf-8")) for name, text in files.items()}
        self.known["workbook"] = workbook
        _write(self.folder / MEMORY, (json.dumps(self.known, indent=1) + "\n").encode("utf-8"))
        return messages

    def _keep(self, path: Path) -> str:
        """Give a changed file a dated name of its own."""
        kept = path.with_stem(f"{path.stem} until {date.today()}")
        number = 1
        while os.path.lexists(kept):
            number += 1
            kept = path.with_stem(f"{path.stem} until {date.today()} {number}")
        path.rename(kept)
        return (
            f"You had changed {path.name} by hand. Your version is kept as {kept.name}; the new "
            "one is made from the workbook."
        )


def workbook_hash(path: Path, more: str = "") -> str:
    """Return a checksum of the workbook, or of all CSV files in its folder, and of `more` text."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return _hash(b"\0".join([*(file.read_bytes() for file in files), more.encode("utf-8")]))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
