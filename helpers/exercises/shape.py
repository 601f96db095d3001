"""The shape of what is in the file: what each field of an exercise may hold."""

from typing import Any

from helpers.lesson.wording import did_you_mean

#: Where the loader keeps the line on which an entry begins.
LINE = "__line__"


def shape_errors(value: Any, shape: Any, where: str) -> list[str]:
    """Return what does not fit its shape (see the top of this module): where, what and the cure."""
    said = f"{where}: “{str(value)[:60]}”"
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{said} has no parts. It needs: {', '.join(shape)}."]
        return _entry(value, shape, where)
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            return [f"{where}: this must be a list that is not empty."]
        return [
            one
            for number, part in enumerate(value, 1)
            for one in shape_errors(part, shape[0], f"{where}, entry {number}{_line(part)}")
        ]
    if isinstance(shape, tuple):
        if value in shape and not isinstance(value, bool):
            return []
        known = [str(one) for one in shape]
        return [
            f"{said} is not known.{did_you_mean(str(value), known)} Use one of: {', '.join(known)}."
        ]
    if isinstance(shape, range):
        fits = isinstance(value, int) and not isinstance(value, bool) and value in shape
        return [] if fits else [f"{said} is not a whole number from {shape[0]} to {shape[-1]}."]
    if shape is bool:
        return [] if isinstance(value, bool) else [f"{said} is neither true nor false."]
    if not isinstance(value, str):
        return [f"{said} is not a text. Put it between quotation marks."]
    return [] if value.strip() else [f"{where}: this must be a text that is not empty."]


def _line(value: Any) -> str:
    return f" (line {value[LINE]})" if isinstance(value, dict) and LINE in value else ""


def _entry(value: dict[Any, Any], shape: dict[str, Any], where: str) -> list[str]:
    names = {name.rstrip("?"): part for name, part in shape.items()}
    inside = f"{where}, field " if where.startswith("field ") else "field "
    found = [
        f"{inside}{name} is missing. Add it."
        + (" Every choice needs its own reason." if name in ("reason", "wrong") else "")
        for name in shape
        if not name.endswith("?") and name not in value
    ]
    found += [
        f"{inside}{name} is not known.{did_you_mean(str(name), names)} Delete it or correct its name."
        for name in value
        if name not in names and name != LINE
    ]
    return found + [
        one
        for name, part in names.items()
        if name in value
        for one in shape_errors(value[name], part, inside + name)
    ]


def missing_ids(names: list[str], known: Any, field_: str, what: str) -> list[str]:
    """Return a problem for every id that does not exist."""
    ids = set(known)
    return [
        f"field {field_}: “{name}” is not among the {what}.{did_you_mean(name, ids)} Write an id of the {what}."
        for name in names
        if name not in ids
    ]
