"""The kinds of exercise, one module each; a module that is put here is a kind, by its name with hyphens.

Each module has ``FIELDS`` (the shape of what it reads from the file beside the common fields, see
`base`), ``form(content, lesson)`` (what the student sees; never an answer), ``grade(content,
answer, lesson)`` and, if there is more to check in the file than its shape, ``problems(row,
lesson)``.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

KINDS: Final[dict[str, ModuleType]] = {
    name.replace("_", "-"): import_module(f"{__name__}.{name}")
    for name in sorted(found.name for found in iter_modules(__path__) if found.name != "base")
}
