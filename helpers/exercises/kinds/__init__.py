"""The kinds of exercise, one module each.

A module in this folder is a kind; its name, with hyphens, is the name of the kind. It has

- ``SCHEMA``, the JSON Schema of the fields that it adds to the common ones (see `base.record`);
- ``form(content, lesson)``, what the student sees, without any answer;
- ``grade(content, answer, lesson)``, a `base.Result`;
- ``problems(row, lesson)``, if the schema can't check everything in the file;
- ``PLACEHOLDERS``, if its texts contain words in braces that grading fills in;
- ``ROUNDS``, if it is answered so many times: ``grade`` then gets the earlier answers as well.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

KINDS: Final[dict[str, ModuleType]] = {
    name.replace("_", "-"): import_module(f"{__name__}.{name}")
    for name in sorted(found.name for found in iter_modules(__path__) if found.name != "base")
}
