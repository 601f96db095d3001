"""A task in pandas or matplotlib: the value of the student's own cell is checked."""

import re
from typing import Any

import pandas as pd

from helpers.exercises.checking import ARRANGEMENTS, EXPECTED, OPERATIONS, bars_of, compare
from helpers.exercises.kinds.base import (
    DEFAULT_FEEDBACK,
    RIGHT,
    TEXT,
    Result,
    common_mistakes,
    missing_ids,
    record,
    text,
)
from helpers.lesson.model import Lesson
from helpers.lesson.templates import fill
from helpers.lesson.wording import with_count

#: Words in braces that are filled in when an answer is graded.
PLACEHOLDERS = re.compile(r"\{(?:count|count:[a-z0-9-]+|all|first|years|most)\}")

_NAMES = {"type": "array", "items": TEXT, "description": "Names of filters."}

_SELECTION = {"all_of": _NAMES, "any_of": _NAMES}

_ORDER = {
    "by": text("Name the column that gives the order."),
    "descending": {"type": "boolean"},
}

#: For each expectation: the fields that say what is right, those that a mistake may change, and
#: those that may be left out.
_FIELDS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "table": (_SELECTION, _SELECTION, list(_SELECTION)),
    "number": (_SELECTION, _SELECTION, list(_SELECTION)),
    "order": (_ORDER, _ORDER, ["descending"]),
    "bars": (
        {"years_of": text("Name a column of dates."), **_SELECTION},
        {"arrangement": {"enum": list(ARRANGEMENTS)}, **_SELECTION},
        list(_SELECTION),
    ),
}

_FILTERS = {
    "type": "object",
    "description": "Filters by name, each with column, op and value.",
    "additionalProperties": record(
        {"column": TEXT, "op": {"enum": list(OPERATIONS)}, "value": TEXT}
    ),
}


def _schema_of(expectation: str) -> dict[str, Any]:
    right, wrong, optional = _FIELDS[expectation]
    mistakes = common_mistakes(wrong)
    mistakes["items"]["required"] = ["reason"]
    fields = {
        "expect": {"const": expectation},
        "filters": _FILTERS,
        **right,
        "right": RIGHT,
        "common_mistakes": mistakes,
        "default_feedback": DEFAULT_FEEDBACK,
    }
    return record(fields, optional=["filters", "common_mistakes", *optional])


_CHECK = {
    "type": "object",
    "description": "See “task” in docs/write-an-exercise.md.",
    "properties": {"expect": {"enum": list(EXPECTED)}},
    "required": ["expect"],
    "allOf": [
        {
            "if": {"properties": {"expect": {"const": name}}, "required": ["expect"]},
            "then": _schema_of(name),
        }
        for name in EXPECTED
    ],
}

SCHEMA = record({"check": _CHECK})


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that all columns and filters exist, and that dates are where they are needed."""
    check, events = row["check"], lesson.events
    filters = check.get("filters", {})
    found: list[str] = []
    for rule in filters.values():
        found += _filter_problems(rule, lesson)
    mistakes = check.get("common_mistakes", [])
    for spec in (check, *mistakes):
        names = [*spec.get("all_of", []), *spec.get("any_of", [])]
        found += missing_ids(names, filters, "check", "filters")
        if {"all_of", "any_of"} <= set(spec):
            found.append("field check: all_of and any_of are both given. Keep one of them.")
        columns = [spec[name] for name in ("by", "years_of") if name in spec]
        found += missing_ids(columns, events.columns, "check", "columns")
    if not found and "years_of" in check and not _has_dates(events[check["years_of"]]):
        found.append(f"field check: the column {check['years_of']} has no dates. Use earliest.")
    return found


def _filter_problems(rule: dict[str, str], lesson: Lesson) -> list[str]:
    found = missing_ids([rule["column"]], lesson.events.columns, "check, filters", "columns")
    if found:
        return found
    column = lesson.events[rule["column"]]
    year = rule["op"] == "year"
    if not (_has_dates(column) if year else pd.api.types.is_string_dtype(column)):
        return [
            f"field check, filters: the column {rule['column']} has no "
            f"{'dates' if year else 'texts'}, so “{rule['op']}” is not possible. "
            "Choose another column."
        ]
    if year and not re.fullmatch("[0-9]{1,4}", value := fill(rule["value"], lesson)):
        return [f"field check, filters: “{value}” is not a year. Write it in digits."]
    return []


def _has_dates(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_datetime64_any_dtype(column)


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Say where to type; the value comes with the call."""
    return {
        "input": "none",
        "how": "Change the cell above this question and run it again: Shift + Enter.",
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Compare the value with the check of the file."""
    try:
        right, reason = compare(content["check"], answer, lesson.events)
    except Exception:  # whatever the value is, the student can go on
        right, reason = (
            False,
            "Something in your value is of a kind that can't be compared. "
            "Begin again with the table events.",
        )
    return Result("right" if right else "wrong", [reason])


def in_words(value: Any) -> str:
    """Return the beginning of a value's text; a value of the student's own kind may have none."""
    try:
        if isinstance(value, pd.DataFrame):  # a page to hand in has no space for tables
            rows = ", ".join(map(str, value["id" if "id" in value else value.columns[0]]))
            return f"a table of {with_count(len(value), 'row')}: {rows}"[:300]
        bars = bars_of(value)
        return f"bars: {bars}" if bars else repr(value)[:2000]
    except Exception:  # whatever the value is, the student can go on
        return f"a value of the kind {type(value).__name__}"
