"""Execute notebooks and store their outputs, the same on every machine."""

import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers.authoring.notebooks import EXERCISE_CELL, generic_code
from helpers.lesson.model import Lesson
from tools import prose

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
    if lesson.folder == prose.SHIPPED:
        follow_templates(notebook)
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


def follow_templates(notebook: nbformat.NotebookNode) -> None:
    """Give each cell that names a template its source, and name the template of one like it."""
    generic = generic_code()
    names = {source: name for name, source in reversed(generic.items())}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            name = cell.metadata.get("template") or names.get(cell.source)
            if name:
                cell.metadata["template"], cell.source = name, generic[name]


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Remove what differs between machines, and widget views, which only a running kernel fills."""
    own = {name: notebook.metadata[name] for name in ("lesson",) if name in notebook.metadata}
    notebook.metadata = nbformat.from_dict(METADATA | own)
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
    shown = EXERCISE_CELL.search(source)
    text = shown[1] if shown else source.lower()
    words = re.findall("[a-z0-9]+", text)[:6] or ["empty"]
    prefix = "" if words[0].isalpha() else "cell-"
    name = f"{prefix}{'-'.join(words)[:50].rstrip('-')}-cell"
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


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
