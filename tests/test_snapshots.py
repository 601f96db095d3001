"""The feedback and the messages are those that were reviewed; a change is shown line by line."""

import re
from importlib.metadata import version

from tests import edtf_reference
from tests.snapshots import FOLDER, check, contradictions, feedback, told


def test_feedback_was_reviewed(request):
    check("feedback.txt", feedback(), request.config)


def test_computed_contradictions_were_reviewed(request):
    check("contradictions.txt", contradictions(), request.config)


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
