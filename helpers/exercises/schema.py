"""The schemas of ``exercises.yaml`` and ``verdicts.yaml``, for the loader and for editors."""

from typing import Any, Final

from helpers.exercises.kinds import KINDS, verdict
from helpers.exercises.kinds.base import TEXT, list_of, record, text, whole_number

SKILLS: Final = (
    "sourcing",
    "close reading",
    "chronology",
    "cause",
    "corroboration",
    "perspective",
    "omission",
)

_IDS = list_of(TEXT)

#: What every exercise has; each kind adds its own fields.
COMMON: Final[dict[str, Any]] = record(
    {
        "id": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]*$",
            "description": "Use lower-case letters, digits and hyphens, with a letter first.",
        },
        "notebook": TEXT,
        "kind": {"enum": list(KINDS)},
        "skill": {"enum": list(SKILLS)},
        "level": {"type": "integer", "enum": [1, 2, 3]},
        "minutes": whole_number(1, 60),
        "question": TEXT,
        "solution": text("Shown after a right answer, or after three different attempts."),
        "claims": _IDS,
        "events": _IDS,
        "sources": _IDS,
        "hints": list_of(TEXT, maxItems=3, description="Give one to three, from gentle to plain."),
        "about_lesson": {
            "const": True,
            "description": "Write true if it asks about the lesson itself, and is not counted.",
        },
    },
    optional=["claims", "events", "sources", "hints", "about_lesson"],
)

#: Names of fields in older files, and their names now.
OLD_NAMES: Final = {
    "near": "common_mistakes",
    "decoys": "distractors",
    "otherwise": "default_feedback",
    "needs": "requirement",
}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of an exercise of one kind; of an unknown kind, that of `kind` alone."""
    if kind not in KINDS:
        kind_only = {"kind": COMMON["properties"]["kind"]}
        return {"type": "object", "properties": kind_only, "required": ["kind"]}
    own = KINDS[kind].SCHEMA
    return {
        **COMMON,
        "properties": {**COMMON["properties"], **own["properties"]},
        "required": [*COMMON["required"], *own["required"]],
    }


def exercises_schema() -> dict[str, Any]:
    """Return the schema of the whole file ``exercises.yaml``, for editors."""
    branches = [
        {
            "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
            "then": schema_of(name),
        }
        for name in KINDS
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The exercises",
        "description": "docs/write-an-exercise.md explains every kind with an example.",
        "type": "array",
        "items": {**schema_of(""), "allOf": branches},
    }


def verdicts_schema() -> dict[str, Any]:
    """Return the schema of the whole file ``verdicts.yaml``, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reasons for wrong verdicts",
        "description": "docs/write-an-exercise.md explains it under “verdict”.",
        "type": "array",
        "items": verdict.SCHEMA,
    }
