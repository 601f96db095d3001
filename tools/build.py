"""Write all generated files: citations, facts in prose, outputs of notebooks, pictures, pages.

Run ``python3 start.py build``; with names (``python3 start.py build 03``) only those notebooks are
executed. Nothing here decides what is true: the data does, and the build writes what follows.
"""

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers.errors import LessonError
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from tools import api, citations, last_build, pictures, prose, schema
from tools.check import single_sourced

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
#: What the id of a cell looks like.
WORDS = r"[a-z]+(-[a-z0-9]+)+"
#: The same on every machine, so that a build changes nothing that the data did not change.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
}


def execute(path: Path, lesson: Lesson) -> str:
    """Execute one notebook in place and return the line that says how it went.

    Raises
    ------
    CellExecutionError
        If a cell raises an error.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.refresh(cell.source, lesson)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],  # a kernel's warnings are not about the lesson
    ).execute()
    normalise(notebook)
    before = path.read_text(encoding="utf-8")
    nbformat.validate(notebook)
    after = nbformat.writes(notebook) + "\n"
    path.write_text(after, encoding="utf-8", newline="\n")
    return f"{path.name}: {'as before' if before == after else 'changed'}"


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Remove what differs between machines, and widget views, which only a running kernel fills."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if not re.fullmatch(WORDS, cell.id):
            cell.id = new_id(cell.source, {one.id for one in notebook.cells})
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "execute_result":
                output.execution_count = number


def new_id(source: str, taken: set[str]) -> str:
    """Return an id for a new cell: its exercise, or its first words."""
    shown = re.search(r"""exercise\(["']([a-z0-9-]+)["']""", source)
    text = shown[1] if shown else source.lower()
    words = re.findall("[a-z0-9]+", text)[:6] or ["empty"]
    prefix = "" if words[0].isalpha() else "cell-"
    name = f"{prefix}{'-'.join(words)[:50].rstrip('-')}-cell"
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def problems(lesson: Lesson) -> list[str]:
    """Return what must be corrected before anything is built."""
    verdict_exercises(load_exercises(lesson), lesson)
    pages = prose.pages_of(lesson)
    return [one for where, text in pages for one in prose.unknown(text, lesson, where)]


def build_notebooks(paths: list[Path], lesson: Lesson) -> int:
    """Execute notebooks, say what changed, and return the number of those that failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # The outputs must not depend on what the person who builds has answered.
        os.environ["LESSON_WORK"] = str(Path(folder) / "my-work")
        with ThreadPoolExecutor(2) as pool:
            results = [(path, pool.submit(execute, path, lesson)) for path in paths]
        for path, result in results:
            try:
                print(result.result(), flush=True)
            except CellExecutionError as error:
                failed += 1
                print(f"{path.name}: a cell failed.\n{error}")
    return failed


def build_pages(lesson: Lesson) -> None:
    """Write the facts in the prose, the pictures and the page of the public names."""
    for name in prose.MARKDOWN:
        prose.refresh_file(PROJECT / name, lesson)
    print(pictures.write(lesson))
    print(api.write())


def update_snapshots() -> int:
    """Let pytest store messages and feedback again; return its exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "--no-header", "--write-snapshots"]
    tests = ["tests/test_snapshots.py", "tests/test_broken_files.py", "-k", "reviewed or edtf"]
    status = subprocess.call([*command, *tests], cwd=PROJECT)
    print(
        "snapshots: read them with git diff tests/snapshots" if not status else "snapshots: failed"
    )
    return status


def main(names: list[str]) -> int:
    """Build, say what changed, and return the exit status."""
    try:
        lesson = load_lesson()
        if wrong := problems(lesson):
            print("\n".join(wrong))
            return 1
        if not names:
            print(citations.write(lesson.folder))
            print(f"schemas: {schema.write()}")
            lesson = load_lesson()
            print("".join(f"{sentence}\n" for sentence in last_build.report(lesson.folder)), end="")
            print(f"{last_build.FILE}: {last_build.write(lesson.folder)}")
        if lesson.folder != prose.SHIPPED:
            print("The notebooks and pages belong to the lesson in data/; they are not built.")
            return 0
    except LessonError as error:
        print(error)
        return 1
    paths = sorted((PROJECT / "notebooks").glob("*.ipynb"))
    chosen = [path for path in paths if not names or path.name.startswith(tuple(names))]
    if not chosen:
        known = ", ".join(path.stem for path in paths)
        print(f"No notebook begins with {', '.join(names)}. There are: {known}.")
        return 1
    failed = build_notebooks(chosen, lesson)
    if names:
        print("Only this was built. After a change of data/ or helpers/: python3 start.py build")
        return 1 if failed else 0
    build_pages(lesson)
    failed += update_snapshots()
    print(single_sourced(lesson))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
