"""The feedback and the messages are those that were reviewed; a change is shown line by line."""

import difflib
import re
from importlib.metadata import version

import pytest

from tests import edtf_reference
from tests.snapshots import FOLDER, SAID


def told(stored, fresh):
    """Return the lines that differ, with the line above each."""
    return [
        line
        for line in difflib.unified_diff(
            stored.splitlines(), fresh.splitlines(), "reviewed", "now", lineterm="", n=1
        )
    ][:40]


@pytest.mark.parametrize("name", SAID)
def test_all_that_is_said_was_reviewed(name, request):
    if request.config.option.write_snapshots:
        (FOLDER / name).write_text(SAID[name](), encoding="utf-8", newline="\n")
    found = told((FOLDER / name).read_text(encoding="utf-8"), SAID[name]())
    if found:
        pytest.fail(
            "\n".join(
                [
                    f"tests/snapshots/{name} is older than what is said now. If it is meant: "
                    "python3 start.py build",
                    *found,
                ]
            ),
            pytrace=False,
        )


def test_the_answers_of_edtf_are_those_of_the_installed_version(request):
    if request.config.option.write_snapshots:
        edtf_reference.write()
    assert edtf_reference.stored()[0] == f"edtf {version('edtf')}", "python3 start.py build"


def test_a_new_row_changes_no_message_of_another():
    assert not re.search(
        r"(csv|json), line \d", (FOLDER / "messages.txt").read_text(encoding="utf-8")
    )


def test_a_change_of_one_word_is_told():
    assert told("-- a\n   Right, because.\n", "-- a\n   Right because.\n")[-2:] == [
        "-   Right, because.",
        "+   Right because.",
    ]
