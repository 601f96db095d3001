"""Make the two editions: a ZIP for students without answers to read, and one for teachers.

Run ``python3 start.py editions``. The same files give the same bytes on every system: entries are
sorted, dated and permitted alike, and not compressed, because compression differs between versions.
"""

import io
import json
import os
import re
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import lru_cache
from html import unescape
from pathlib import Path

from helpers.authoring.generated import MEMORY
from helpers.classroom.handouts.printing import PAPERS
from helpers.files import PROJECT
from helpers.lesson.guide import read_claims_guide
from helpers.lesson.reading import read_yaml, texts_in
from helpers.lesson.sealing import seal
from helpers.load import load_lesson
from tools import slides
from tools.copies import GUIDE, without_outputs, write
from tools.guide import sections
from tools.handouts import write_handouts
from tools.stored import is_sentence, shown_and_kept

#: Folders and files of the project; nothing else that is in the folder gets into an edition.
FOLDERS = (
    *("benchmarks", "data", "docs", "helpers", "hosting", "lessons", "locks", "notebooks", "tests"),
    "tools",
)
FILES = (
    "*.md",
    "CITATION.cff",
    "LICENSE",
    "conftest.py",
    "pyproject.toml",
    "requirements.txt",
    "runtime.txt",
    "start.py",
)
#: Files whose names begin like those of hidden or compiled ones.
NOT_HIDDEN = ("__init__.py", MEMORY)
#: What students get (patterns of paths) ...
FOR_STUDENTS = (
    "CITATION.cff",
    "LICENSE*",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    "requirements.txt",
    "runtime.txt",
    "start.py",
    "data/*",
    "docs/dates.md",
    "docs/journal.md",
    "docs/pictures/*.png",
    "helpers/*",
    "locks/run.txt",
    "notebooks/0*.ipynb",
    "tools/__init__.py",
    "tools/copies.py",
    "tools/environment.py",
    "tools/jupyterlab.css",
)
#: ... but not these, which are for teachers and maintainers ...
ONLY_FOR_TEACHERS = (
    "data/*.schema.json",
    "data/claims-guide.yaml",
    "data/handouts.yaml",
    "data/last-build.json",
    "data/reading-levels.yaml",
    "data/routes.yaml",
    "helpers/authoring/*",
    "helpers/classroom/*",
)
#: ... and these only sealed, because grading needs them on the student's computer.
SEALED = ("claims.csv", "exercises.yaml", "stances.csv", "verdicts.yaml", "writing.yaml")
#: The parts of a page that only the complete collection can keep.
CUT = re.compile(
    r"<!-- complete collection -->\n(?:(?!<!-- /).*\n)*<!-- /complete collection -->\n\n?"
)
#: The time of every entry: the first that a ZIP can name.
WHEN = (1980, 1, 1, 0, 0, 0)


def project_files() -> dict[str, Path]:
    """Return the files of the project by their path in it; nothing hidden, nothing compiled."""
    paths = [path for pattern in FILES for path in PROJECT.glob(pattern)]
    paths += [path for folder in FOLDERS for path in (PROJECT / folder).rglob("*")]
    names = {path.relative_to(PROJECT).as_posix(): path for path in paths if path.is_file()}
    return {
        name: path
        for name, path in sorted(names.items())
        if not any(part[0] in "._" and part not in NOT_HIDDEN for part in name.split("/"))
    }


def for_teachers() -> dict[str, bytes]:
    """Return everything that teachers get: the complete collection."""
    return {name: path.read_bytes() for name, path in project_files().items()}


def ready_made() -> dict[str, bytes]:
    """Return the slides and the handouts, for teachers who install nothing."""
    found = {f"slides/{name}": data for name, data in slides.decks().items()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for paper in PAPERS:
            write_handouts(load_lesson(), folder, paper)
        for path in folder.rglob("*.pdf"):
            found[f"handouts/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


def for_students() -> dict[str, bytes]:
    """Return everything that students get, without what gives an answer away."""
    return {
        name: _for_student(name, path)
        for name, path in project_files().items()
        if _fits(name, FOR_STUDENTS) and not _fits(name, ONLY_FOR_TEACHERS)
    }


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _for_student(name: str, path: Path) -> bytes:
    if name.startswith("notebooks/"):
        return without_outputs(path)
    if name.startswith("data/") and path.name in SEALED:
        return seal(path.read_bytes())
    if name == "README.md":
        return CUT.sub("", path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


def archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP with these files in one folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", WHEN)
            entry.create_system = 3  # as on Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            file.writestr(entry, files[name])
    return data.getvalue()


# What must not be readable


@lru_cache(maxsize=1)
def key_strings() -> frozenset[str]:
    """Return every text that students must not be able to read.

    These are the sentences of the sealed files and of those that only teachers get, as they are
    written and as they are shown, except headings and what students see before they answer.
    """
    lesson = load_lesson()
    shown, kept = shown_and_kept()
    found = {text for note in read_claims_guide(lesson) for text in texts_in(vars(note))} | kept
    for path in lesson.folder.glob("*.yaml"):
        if path.name in SEALED or f"data/{path.name}" in ONLY_FOR_TEACHERS:
            found |= set(texts_in(read_yaml(path)[0]))
    for column in ("why", "also_why"):
        found |= set(lesson.claims[column])
    found |= set(_guide_lines())
    headings = [head for path in (PROJECT / "notebooks").glob("0*") for head in sections(path.name)]
    allowed = _plain("\n".join([lesson.text, *shown, *headings])).casefold()
    return frozenset(
        text for one in found if is_sentence(text := _plain(one)) and text.casefold() not in allowed
    )


def _guide_lines() -> Iterator[str]:
    """Yield what the guide says in its own words, line by line."""
    cells = json.loads((PROJECT / "notebooks" / GUIDE).read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            yield from "".join(cell["source"]).splitlines()


def leaks(data: bytes) -> list[str]:
    """Return a sentence for each file of a ZIP in which a key can be read, and for the first key.

    Parameters
    ----------
    data : bytes
        The ZIP.
    """
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            text = _plain(_readable(name, file.read(name)))
            if keys_here := sorted(key for key in key_strings() if key in text):
                found.append(f"{name} gives away {len(keys_here)} answers: “{keys_here[0][:60]}”")
    return found


def _readable(name: str, data: bytes) -> str:
    """Return the text of a file as a person or a program reads it."""
    text = data.decode("utf-8", "replace")
    if name.endswith((".ipynb", ".json")):
        text += "\n" + "\n".join(texts_in(json.loads(text)))
    return text


def _plain(text: str) -> str:
    """Return a text in one line, without escapes."""
    return " ".join(unescape(text).replace('""', '"').replace('\\"', '"').split())


def main() -> int:
    """Write both editions and return the exit status; write none that gives answers away."""
    os.environ.pop("LESSON_FOLDER", None)  # the editions contain the lesson in data/
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    students = f"{project['name']}-students"
    if found := leaks(archive(students, for_students())):
        print("\n".join([*found, "Nothing was written, because students could read these."]))
        return 1
    _write(students, for_students())
    _write(f"{project['name']}-teachers", for_teachers() | ready_made())
    return 0


def _write(name: str, files: Mapping[str, bytes]) -> None:
    data = archive(name, files)
    write(PROJECT / "build" / f"{name}.zip", data)
    print(f"Written: build/{name}.zip ({len(files)} files, {len(data) / 1_000_000:.1f} MB).")


if __name__ == "__main__":
    sys.exit(main())
