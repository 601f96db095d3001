"""Write the schemas of exercises.yaml and verdicts.yaml into data/, where editors find them."""

import json

from helpers.exercises.schema import exercises_schema, verdicts_schema
from helpers.files import PROJECT

SCHEMAS = {
    "exercises.schema.json": exercises_schema,
    "verdicts.schema.json": verdicts_schema,
}


def write() -> str:
    """Write both files and say whether one of them changed."""
    changed = []
    for name, schema in SCHEMAS.items():
        path = PROJECT / "data" / name
        text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(name)
    return f"changed: {', '.join(changed)}" if changed else "as before"
