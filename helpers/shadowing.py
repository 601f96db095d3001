"""Find a student's file that Python reads instead of the module of the same name."""

import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path


def explain_import_error(error: Exception) -> str:
    """Return what stopped an import: a file in the way, or what Python says."""
    path = file_in_the_way(error)
    if path is None:
        return (
            f"A part of the lesson can't be loaded ({type(error).__name__}: {error}). "
            "Close JupyterLab and start again with start.py."
        )
    name = _module_name(path)
    return (
        f"The file {path.name} in the folder {path.parent} is in the way: Python reads it instead "
        f"of the module {name}. Rename or move it. Then restart the kernel and run this cell again."
    )


def file_in_the_way(error: Exception) -> Path | None:
    """Return a file beside the notebook that was read instead of another module of that name."""
    here = Path.cwd().resolve()
    elsewhere = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    for file in dict.fromkeys([*_files_of(error), *_loaded_files()]):
        path = Path(file).resolve()
        if path.name == "__init__.py":
            path = path.parent
        name = _module_name(path)
        if path.parent == here and (
            name in sys.stdlib_module_names or PathFinder.find_spec(name, elsewhere)
        ):
            return path
    return None


def _module_name(path: Path) -> str:
    return path.name.partition(".")[0]


def _files_of(error: BaseException | None) -> Iterator[str]:
    """Yield the files that an error and its causes name, the innermost first."""
    while error is not None:
        if isinstance(error, SyntaxError) and error.filename:
            yield error.filename
        files, step = [], error.__traceback__
        while step is not None:
            files.append(step.tb_frame.f_code.co_filename)
            step = step.tb_next
        yield from reversed(files)
        error = error.__cause__ or error.__context__


def _loaded_files() -> Iterator[str]:
    """Yield the files of the modules that are loaded."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str):
            yield file
