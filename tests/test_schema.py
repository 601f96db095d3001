"""What does not fit a schema is named with its place, its value and the fix."""

import pytest

from helpers.lesson.schema import TEXT, schema_errors

REASON = TEXT | {"description": "Every choice needs its own reason."}
OPTION = {
    "type": "object",
    "properties": {"text": TEXT, "reason": REASON, "right": {"type": "boolean"}},
    "required": ["text", "reason"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {
        "level": {"type": "integer", "enum": [1, 2, 3]},
        "minutes": {"type": "integer", "minimum": 1, "maximum": 60},
        "options": {"type": "array", "minItems": 1, "items": OPTION},
        "hints": {"type": "array", "maxItems": 1, "items": TEXT},
    },
    "required": ["level"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "field level is missing. Add it."),
        ([1], "“[1]” has no fields. It needs: level."),
        ({"level": 4}, "field level: “4” is not known. Use one of: 1, 2, 3."),
        ({"level": True}, "field level: “True” is not known. Use one of: 1, 2, 3."),
        ({"level": 1.0}, "field level: “1.0” is not known. Use one of: 1, 2, 3."),
        (
            {"level": 1, "minuts": 2},
            "field minuts is not known. Did you mean “minutes”? Delete it or correct its name.",
        ),
        ({"level": 1, 5: "x"}, "field 5 is not known. Delete it or correct its name."),
        (
            {"level": 1, "minutes": 2.0},
            "field minutes: “2.0” is not a whole number from 1 to 60. Write it in digits.",
        ),
        (
            {"level": 1, "minutes": 0},
            "field minutes: “0” is not a whole number from 1 to 60. Write it in digits.",
        ),
        ({"level": 1, "options": []}, "field options has too few entries. Give at least 1."),
        ({"level": 1, "hints": ["a", "b"]}, "field hints has too many entries. Give at most 1."),
        (
            {"level": 1, "options": "many"},
            "field options: “many” is not a list. Begin each entry with “- ” on a line of its own.",
        ),
        (
            {"level": 1, "options": ["a"]},
            "field options, entry 1 (line 7): “a” has no fields. It needs: text, reason.",
        ),
        (
            {"level": 1, "options": [{"text": "a"}]},
            "field options, entry 1 (line 7), field reason is missing. Add it. "
            "Every choice needs its own reason.",
        ),
        (
            {"level": 1, "options": [{"text": 5, "reason": "r"}]},
            "field options, entry 1 (line 7), field text: “5” is not a text. "
            "Put it between quotation marks.",
        ),
        (
            {"level": 1, "options": [{"text": " ", "reason": "r"}]},
            "field options, entry 1 (line 7), field text: “ ” is empty. Write a text here.",
        ),
        (
            {"level": 1, "options": [{"text": "", "reason": "r"}]},
            "field options, entry 1 (line 7), field text is empty. Write a text here.",
        ),
        (
            {"level": 1, "options": [{"text": "a", "reason": "r", "right": "y" * 90}]},
            f"field options, entry 1 (line 7), field right: “{'y' * 60}” is neither true nor "
            "false. Write true or false.",
        ),
    ],
)
def test_error_names_place_value_and_fix(value, message):
    found = [error.describe({("options", 0): 7}) for error in schema_errors(value, SCHEMA)]
    assert found == [message]


def test_value_that_fits_has_no_errors():
    value = {"level": 1, "options": [{"text": "a", "reason": "r", "right": True}]}
    assert schema_errors(value, SCHEMA) == []


def test_all_errors_are_found_at_once():
    places = {error.path for error in schema_errors({"minuts": 1, "minutes": 99}, SCHEMA)}
    assert places == {("minuts",), ("minutes",), ("level",)}
