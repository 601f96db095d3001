"""What does not fit a JSON Schema, said in a teacher's words: where, what, and how to fix it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.wording import did_you_mean

#: So many errors are collected; with that many, the rest doesn't help anybody.
MAX_ERRORS = 200

#: From the top of the value to one place in it: names of fields and positions in lists.
Path = tuple[str | int, ...]

#: A text that is not empty.
TEXT: dict[str, Any] = {"type": "string", "pattern": r"\S"}


@dataclass(frozen=True)
class SchemaError:
    """One thing that does not fit a schema.

    `path` is where; `value` is what is there, or None if something is missing; `message` and `fix`
    are sentences.
    """

    path: Path
    value: Any
    message: str
    fix: str

    def describe(self, lines: Mapping[Path, int] | None = None) -> str:
        """Return one line: where, the value, what is wrong, how to fix it.

        `lines` gives the line of the file for the entries of lists.
        """
        where = place(self.path, lines or {})
        value = "" if self.value is None else f"“{str(self.value)[:60]}”"
        subject = ": ".join(filter(None, (where, value)))
        return f"{subject} {self.message} {self.fix}".strip()


def place(path: Path, lines: Mapping[Path, int]) -> str:
    """Return a path in words, such as “field options, entry 2 (line 11), field reason”."""
    parts = []
    for depth, part in enumerate(path, 1):
        if isinstance(part, int):
            line = lines.get(path[:depth])
            parts.append(f"entry {part + 1}" + (f" (line {line})" if line else ""))
        else:
            parts.append(f"field {part}")
    return ", ".join(parts)


def schema_errors(value: Any, schema: Mapping[str, Any]) -> list[SchemaError]:
    """Return what in a value does not fit its schema, at most one error for each place.

    There are at most `MAX_ERRORS`. Besides the standard's keywords, ``"format": "edtf"`` asks for a
    date. A whole number is an ``int``: neither ``true`` nor ``2.0`` is one.

    Examples
    --------
    >>> schema = {"properties": {"level": {"enum": [1, 2, 3]}}, "additionalProperties": False}
    >>> [error.describe() for error in schema_errors({"levels": 1}, schema)]
    ['field levels is not known. Did you mean “level”? Delete it or correct its name.']
    """
    found: dict[Path, SchemaError] = {}
    for error in _validator(schema).iter_errors(value):
        for one in _translate(error):
            found.setdefault(one.path, one)
            if len(found) == MAX_ERRORS:
                return list(found.values())
    return list(found.values())


def _validator(schema: Mapping[str, Any]) -> Any:
    import jsonschema  # type: ignore[import-untyped, unused-ignore]  # late: it loads slowly

    def is_integer(_: Any, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    checker = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    kind = jsonschema.validators.extend(jsonschema.Draft202012Validator, type_checker=checker)
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("edtf", raises=DateError)(_is_edtf)
    return kind(schema, format_checker=formats)


def _is_edtf(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_date(value))


def _translate(error: Any) -> Iterator[SchemaError]:
    """Translate an error of jsonschema, which may name several fields at once."""
    path, value, schema = tuple(error.absolute_path), error.instance, error.schema
    properties = schema.get("properties", {})
    if error.validator == "required":
        for name in error.validator_value:
            if name not in value:
                help_text = properties.get(name, {}).get("description", "")
                fix = f"Add it. {help_text}".rstrip()
                yield SchemaError((*path, name), None, "is missing.", fix)
    elif error.validator == "additionalProperties":
        for name in value:
            if name not in properties:
                hint = did_you_mean(str(name), properties)
                fix = "Delete it or correct its name."
                yield SchemaError((*path, str(name)), None, f"is not known.{hint}", fix)
    else:
        message, fix = _explain(error.validator, error.validator_value, value, schema)
        if isinstance(error.cause, DateError):
            message, fix = error.cause.message, error.cause.fix
        shown = None if error.validator in _ABOUT_THE_LIST or value in ("", [], {}) else value
        yield SchemaError(path, shown, message, fix)


_ABOUT_THE_LIST = ("minItems", "maxItems", "uniqueItems")


def _explain(rule: str, wanted: Any, value: Any, schema: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is wrong with a value, and how to fix it."""
    help_text = schema.get("description", "")
    if "enum" in schema:
        known = [str(one) for one in schema["enum"]]
        hint = did_you_mean(str(value), known)
        return f"is not known.{hint}", f"Use one of: {', '.join(known)}."
    if rule == "pattern" and not str(value).strip():
        return "is empty.", "Write a text here."
    if "patternErrorMessage" in schema and rule == "pattern":
        return schema["patternErrorMessage"], help_text
    if rule in ("type", "minimum", "maximum"):
        return _explain_type(schema)
    if rule == "minItems":
        return "has too few entries.", help_text or f"Give at least {wanted}."
    if rule == "maxItems":
        return "has too many entries.", help_text or f"Give at most {wanted}."
    if rule == "uniqueItems":
        return "contains a value twice.", "Delete one of the two."
    return "is not possible here.", help_text


def _explain_type(schema: Mapping[str, Any]) -> tuple[str, str]:
    match schema.get("type"):
        case "object":
            fields = schema.get("required") or schema.get("properties", {})
            needs = f"It needs: {', '.join(fields)}." if fields else ""
            return "has no fields.", f"{needs} {schema.get('description', '')}".strip()
        case "array":
            usual = "Begin each entry with “- ” on a line of its own."
            return "is not a list.", schema.get("description", usual)
        case "integer":
            least, most = schema.get("minimum"), schema.get("maximum")
            span = f" from {least} to {most}" if least is not None and most is not None else ""
            return f"is not a whole number{span}.", "Write it in digits."
        case "boolean":
            return "is neither true nor false.", "Write true or false."
        case _:
            return "is not a text.", "Put it between quotation marks."
