"""Write data/exercises.schema.json, which helps editors, from the shapes that the loader checks."""

import json
from typing import Any

from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import COMMON
from helpers.files import PROJECT

PATH = PROJECT / "data" / "exercises.schema.json"
#: What an editor says about a field.
HELP = {
    "solution": "Shown after a right answer or after three honest tries.",
    "right": "At an option: true for a right one, else leave it out. Elsewhere: why the answer is right.",
    "near": "Known mistakes, each with its own reason.",
    "needs": "What would have to be so for this choice.",
    "wrong": "Where to look, for any other choice.",
    "otherwise": "What is said to any other wrong answer.",
    "hints": "At most three, from gentle to plain.",
}


def schema_of(shape: Any) -> dict[str, Any]:
    """Return the JSON Schema of a shape (see `helpers.exercises.kinds.base`)."""
    if isinstance(shape, dict):
        properties = {
            name.rstrip("?"): described(name.rstrip("?"), part) for name, part in shape.items()
        }
        required = [name for name in shape if not name.endswith("?")]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    if isinstance(shape, list):
        return {"type": "array", "minItems": 1, "items": schema_of(shape[0])}
    if isinstance(shape, tuple):
        return {"enum": list(shape)}
    if isinstance(shape, range):
        return {"type": "integer", "minimum": shape[0], "maximum": shape[-1]}
    return {"type": "boolean"} if shape is bool else {"type": "string", "minLength": 1}


def described(name: str, shape: Any) -> dict[str, Any]:
    """Return the schema of a field with the words that help."""
    return schema_of(shape) | ({"description": HELP[name]} if name in HELP else {})


def schema() -> dict[str, Any]:
    """Return the schema of the whole file: the common fields, and those of the kind that an exercise names."""
    branches = [
        {
            "if": {"properties": {"kind": {"const": name}}},
            "then": schema_of(COMMON | {"kind": (name,)} | kind.FIELDS),
        }
        for name, kind in KINDS.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The exercises",
        "description": "docs/write-an-exercise.md explains every kind with an example.",
        "type": "array",
        "items": {
            "required": ["kind"],
            "properties": {"kind": {"enum": list(KINDS)}},
            "allOf": branches,
        },
    }


def write() -> str:
    """Write the file and say whether it changed."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    before = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
    PATH.write_text(text, encoding="utf-8", newline="\n")
    return "as before" if text == before else "changed"
