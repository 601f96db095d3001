"""Make everything that is derived: citations, marked prose, the notebooks' outputs, pictures, pages made from code.

Run ``python3 start.py build``; with names (``python3 start.py build 03``) only those notebooks are
executed. Nothing here decides what is true: the data does, and the build writes what follows from
it.
"""

import os
import re
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
from tools import api, citations, pictures, prose, schema
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
    """Take out what differs from machine to machine, and the widget views that only a running kernel can fill."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in (
        notebook.cells
    ):  # a cell that JupyterLab has just made is called after its exercise, or its first words
        if not re.fullmatch(WORDS, cell.id):
            shown = re.search(r"""exercise\(["']([a-z0-9-]+)["']""", cell.source)
            words = re.findall("[a-z0-9]+", shown[1] if shown else cell.source.lower())[:6] or [
                "empty"
            ]
            begin = "" if words[0].isalpha() else "cell-"
            name, taken = (
                f"{begin}{'-'.join(words)[:50].rstrip('-')}-cell",
                [one.id for one in notebook.cells],
            )
            cell.id = next(
                one
                for one in (name, *(f"{name}-{number}" for number in range(2, 999)))
                if one not in taken
            )
    for number, cell in enumerate(
        (cell for cell in notebook.cells if cell.cell_type == "code"), start=1
    ):
        cell.metadata.pop("execution", None)
        cell.execution_count = number
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "execute_result":
                output.execution_count = number


def main(names: list[str]) -> int:
    """Build, say what changed, and return the exit status."""
    try:
        lesson = load_lesson()
        verdict_exercises(load_exercises(lesson), lesson)
        if wrong := [
            *(one for where, text in prose.pages() for one in prose.unknown(text, lesson, where)),
        ]:
            print("\n".join(wrong))
            return 1
        if not names:
            print(citations.write())
            print("schema of the exercises:", schema.write())
            lesson = load_lesson()
    except LessonError as error:
        print(error)
        return 1
    paths = sorted((PROJECT / "notebooks").glob("*.ipynb"))
    chosen = [
        path for path in paths if not names or any(path.name.startswith(name) for name in names)
    ]
    if not chosen:
        print(
            f"No notebook begins with {', '.join(names)}. There are: {', '.join(path.stem for path in paths)}."
        )
        return 1
    with tempfile.TemporaryDirectory() as folder:
        # The outputs must not depend on what the person who builds has answered.
        os.environ["LESSON_WORK"] = str(Path(folder) / "my-work")
        with ThreadPoolExecutor(2) as pool:
            results = [(path, pool.submit(execute, path, lesson)) for path in chosen]
        failed = 0
        for path, result in results:
            try:
                print(result.result())
            except CellExecutionError as error:
                failed += 1
                print(f"{path.name}: a cell failed.\n{error}")
    if not names:
        for name in prose.MARKDOWN:
            prose.refresh_file(PROJECT / name, lesson)
        print(pictures.write(lesson))
        print(api.write())
        from tests import (
            edtf_reference,
            snapshots,
        )  # what is said is told by the tests' own answers and broken files

        print(snapshots.write())
        print(edtf_reference.write())
        print(single_sourced(lesson))
    else:
        print(
            "Nothing else was built. If you changed data/ or helpers/, run python3 start.py build."
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
