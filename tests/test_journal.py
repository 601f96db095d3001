"""Nothing that a student wrote is lost: kills, several writers, full disks, broken files."""

import dataclasses
import errno
import json
import os
import random
import re
import runpy
import signal
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import my_work
from helpers.exercises import hand_in, history, journal
from helpers.exercises import locking as locking_module
from helpers.exercises.card import CardWidget
from helpers.exercises.journal import Journal
from helpers.exercises.lines import parse_line
from helpers.exercises.progress import _figure, by_skill, calibration, progress_page
from helpers.exercises.summary import gather, local_time, statement
from helpers.files import PROJECT
from helpers.load import load_lesson
from tests.small_answers import EXERCISES, LESSON, right_answer

HISTORY = history.History(LESSON.name)


def export_work(exercises, lesson, own, form):
    return hand_in.export_work(lambda: gather(exercises, lesson, own), form)


CHECK = EXERCISES["small-choose-one"]
POSIX = pytest.mark.skipif(
    os.name == "nt", reason="NOT RUN: files and signals of this kind exist only on Linux and macOS"
)


def lines(folder):
    return [
        json.loads(line)
        for line in Path(folder, "journal.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def test_an_attempt_is_one_line_with_all_that_the_page_names(work):
    card = CardWidget(EXERCISES["small-verdict"], LESSON)
    card._receive(None, {"action": "hint"}, None)
    card._receive(None, {"action": "check", "answer": 2, "confidence": 1, "seconds": 3.5}, None)
    hint, attempt = lines(work)
    assert hint["event"] == "hint"
    assert {
        name: attempt[name] for name in attempt if name not in ("time", "session", "version")
    } == {
        "exercise": "small-verdict",
        "kind": "verdict",
        "event": "attempt",
        "answer": 2,
        "result": "right",
        "hints": 1,
        "confidence": 1,
        "seconds": 3.5,
        "lesson": "small-lesson",
    }
    page = (PROJECT / "docs" / "journal.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in attempt)
    assert attempt["time"].endswith("+00:00")


def test_the_recipe_on_the_page_reads_all_but_what_broke_off(work, monkeypatch):
    card = CardWidget(CHECK, LESSON)
    card.check(1)
    with (work / "journal.jsonl").open("ab") as file:
        file.write('{"time": "é'.encode()[:-1] + b"\n\x00\x00\n")
    card.check(2)
    (recipe,) = re.findall(
        r"```python\n(.*?)```",
        (PROJECT / "docs" / "journal.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    names = {}
    exec(recipe.replace("my-work/", work.as_posix() + "/"), names)  # noqa: S102 (our own page)
    assert list(names["journal"]["answer"]) == [1, 2]


def test_the_line_is_on_the_disk_before_the_feedback_shows(work, monkeypatch):
    card = CardWidget(CHECK, LESSON)
    seen = []
    card.observe(
        lambda change: seen.append(("result" in change["new"], (work / "journal.jsonl").exists())),
        names="state",
    )
    card.check(1)
    assert seen == [(True, True)]

    forced = []
    monkeypatch.setattr(os, "fsync", lambda handle: forced.append(handle))
    card.check(2)
    assert forced, "the line was not forced to the disk"


def test_drafts_are_kept_and_come_back(work):
    exercise = EXERCISES["small-write"]
    CardWidget(exercise, LESSON)._receive(None, {"action": "draft", "text": "It sounds"}, None)
    again = CardWidget(exercise, LESSON)
    assert again.state["answer"] == "It sounds"
    assert not (work / "journal.jsonl").exists()


def test_a_draft_that_is_newer_than_the_last_check_comes_back_and_an_older_one_does_not():
    exercise = EXERCISES["small-write"]
    card = CardWidget(exercise, LESSON)
    card._receive(None, {"action": "draft", "text": "old"}, None)
    card.check("word " * 12)
    assert CardWidget(exercise, LESSON).state["answer"] == "word " * 12
    card._receive(None, {"action": "draft", "text": "word " * 12 + "and more"}, None)
    again = CardWidget(exercise, LESSON)
    assert again.state["answer"] == "word " * 12 + "and more"
    assert "draft" in again.state["note"]
    again._receive(None, {"action": "restart"}, None)
    assert CardWidget(exercise, LESSON).state["answer"] is None


def test_an_answer_that_is_too_short_or_unclear_is_kept_as_a_draft(work):
    for name, text in (
        ("small-write", "Too short"),
        ("small-date", "last winter"),
    ):
        CardWidget(EXERCISES[name], LESSON).check(text)
        assert CardWidget(EXERCISES[name], LESSON).state["answer"] == text
    assert not (work / "journal.jsonl").exists()


def test_a_written_answer_is_still_shown_when_its_exercise_has_changed():
    exercise = EXERCISES["small-write"]
    CardWidget(exercise, LESSON).check("word " * 12)
    state = CardWidget(dataclasses.replace(exercise, version="another1"), LESSON).state
    assert state["answer"] == "word " * 12
    assert "result" not in state
    assert "has been changed" in state["note"]


def test_after_a_restart_the_answer_and_its_reason_are_there():
    CardWidget(CHECK, LESSON).check(0)
    again = CardWidget(CHECK, LESSON)
    assert again.state["answer"] == 0
    assert again.state["reasons"] == [CHECK.content["options"][0]["reason"]]
    assert again.state["note"] == "You answered this before."


def test_a_changed_exercise_keeps_the_old_answer_and_asks_anew(work):
    CardWidget(CHECK, LESSON).check(1)
    changed = CHECK.__class__(**{**CHECK.__dict__, "version": "another1"})
    state = CardWidget(changed, LESSON).state
    assert state["answer"] is None
    assert "reasons" not in state
    assert "has been changed" in state["note"]
    assert len(lines(work)) == 1


def test_every_press_gets_an_answer_also_when_nothing_has_changed():
    """The browser waits for it, and says that the notebook is silent when it does not come."""
    card, seen = CardWidget(CHECK, LESSON), []
    card.observe(lambda change: seen.append(change["new"]["turn"]), names="state")
    card.check(0)
    card.check(0)
    assert len(seen) == 2


def test_start_anew_keeps_the_old_answers(work):
    card = CardWidget(CHECK, LESSON)
    card.check(0)
    card._receive(None, {"action": "restart"}, None)
    assert card.state["answer"] is None
    assert "result" not in card.state
    assert CardWidget(CHECK, LESSON).state.get("answer") is None
    card.check(1)
    assert [line["event"] for line in lines(work)] == ["attempt", "restart", "attempt"]


def test_hints_come_one_by_one_and_end():
    card = CardWidget(EXERCISES["small-task"], LESSON)
    shown = []
    for _ in range(5):
        card._receive(None, {"action": "hint"}, None)
        shown.append(list(card.state["hints"]))
    hints = EXERCISES["small-task"].hints
    assert shown == [hints[:1], hints[:2], hints[:3], hints[:3], hints[:3]]
    assert card.state["hints_left"] == 0


def test_solution_only_after_a_right_answer_or_three_different_tries():
    solution = CHECK.content["solution"]
    card = CardWidget(CHECK, LESSON)

    def asks():
        card._receive(None, {"action": "solution"}, None)
        return card.state["solution"]

    assert not asks()
    for answer in (0, 0, 0, 2):  # the same answer three times is one try
        card.check(answer)
        assert not asks()
    card.check(3)
    assert asks() == solution
    other = CardWidget(EXERCISES["small-choose-several"], LESSON)
    other.check(right_answer(EXERCISES["small-choose-several"]))
    other._receive(None, {"action": "solution"}, None)
    assert other.state["solution"]


@pytest.mark.parametrize("answer", [None, "1", -1, 99, True, 1.0, [1], {"a": 1}])
def test_an_answer_of_another_shape_is_no_attempt(answer, work):
    CardWidget(CHECK, LESSON).check(answer)
    assert not (work / "journal.jsonl").exists()


@pytest.mark.parametrize(
    "name",
    ["small-vote", "small-match", "small-choose-several", "small-mark"],
)
@pytest.mark.parametrize(
    "answer", [[], [99], [0, "1"], "0", [True], [[0]], [0, 0, 0, 0, 0, 0, 0, 0]]
)
def test_a_list_of_another_shape_breaks_nothing(name, answer):
    card = CardWidget(EXERCISES[name], LESSON)
    card.check(answer)  # no error, whatever the browser sends


def test_an_unclear_answer_is_no_attempt(work):
    card = CardWidget(EXERCISES["small-date"], LESSON)
    card.check("last winter")
    assert card.state["head"] == "Please look again."
    assert not (work / "journal.jsonl").exists()


# ---- kills and several writers
# -----------------------------------------------------------------------------

CHILD = """
import os, sys
from helpers.exercises.card import CardWidget
from tests.small_answers import EXERCISES, LESSON
card = CardWidget(EXERCISES["small-number"], LESSON)
number = int(sys.argv[1])
out = sys.stdout.fileno()
while True:
    card.check(str(number))
    os.write(out, f"{number}\\n".encode())  # the feedback has been shown
    number += 1
"""


@POSIX
@pytest.mark.filterwarnings(
    "ignore:This process:DeprecationWarning"
)  # a child that only answers needs no other thread
def test_two_hundred_kills_lose_no_acknowledged_answer(work):
    """A process that answers as fast as it can is killed at a random moment, two hundred times."""
    read, write = os.pipe()
    heard, seed = b"", random.Random(1962)
    work.mkdir()
    for kill in range(200):
        child = os.fork()
        if child == 0:
            try:
                os.close(read)
                journal.JOURNAL = Journal()
                card = CardWidget(EXERCISES["small-number"], LESSON)
                number = 100_000 + kill * 1000
                while True:
                    card.check(str(number))
                    os.write(write, f"{number}\n".encode())
                    number += 1
            finally:
                os._exit(1)
        if kill % 2:  # while it answers; otherwise at any moment, also before it has begun
            heard += os.read(read, 100_000)
        time.sleep(seed.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if seed.random() < 0.2:  # a power cut can leave half a line
            with (work / "journal.jsonl").open("ab") as file:
                file.write(b'{"time": "2026-')
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        acknowledged = (heard + pipe.read()).decode().split()
    found, bad = Journal().entries()
    kept = [line["answer"] for line in found]
    print(
        f"kills 200, acknowledged {len(acknowledged)}, found "
        f"{len(set(acknowledged) & set(kept))}, torn lines {bad}"
    )
    assert len(acknowledged) >= 100
    assert set(acknowledged) <= set(kept)
    assert bad > 0
    assert "can't be read" in CardWidget(CHECK, LESSON).state["note"]
    CardWidget(CHECK, LESSON).check(1)
    assert Journal().entries()[0][-1]["exercise"] == CHECK.id


def test_two_programs_at_once_lose_nothing(work):
    """Two kernels answer at the same time; every acknowledged line is whole."""
    environment = dict(os.environ, PYTHONPATH=str(PROJECT))
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, start],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
        )
        for start in ("100000", "200000")
    ]
    acknowledged = [
        child.stdout.readline().decode().strip() for child in children for _ in range(40)
    ]
    for child in children:
        child.kill()
        child.wait()
        child.stdout.close()
    kept = {line["answer"] for line in Journal().entries()[0]}
    assert set(acknowledged) <= kept


def test_two_writers_at_once_lose_nothing_where_a_line_is_written_in_two_steps(work, monkeypatch):
    """As on Windows: append mode first finds the end and then writes there.

    Only a lock keeps another writer from doing so in between.
    """
    real, free = os.write, threading.Lock()

    def locking(handle, how, count):
        assert (os.lseek(handle, 0, os.SEEK_CUR), count) == (2**31 - 2, 1)
        if how == "unlock":
            free.release()
        elif not free.acquire(blocking=False):
            raise PermissionError(errno.EACCES, "Permission denied")

    def write(handle, data):
        assert free.locked()
        end = os.lseek(handle, 0, os.SEEK_END)
        time.sleep(0.002)
        os.lseek(handle, end, os.SEEK_SET)
        return real(handle, data)

    windows = SimpleNamespace(LK_NBLCK="lock", LK_UNLCK="unlock", locking=locking)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    monkeypatch.setattr(sys, "platform", "win32")
    on_windows = runpy.run_path(locking_module.__file__)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(journal, "locked", on_windows["locked"])
    monkeypatch.setattr(journal, "_FLAGS", journal._FLAGS & ~os.O_APPEND)
    monkeypatch.setattr(os, "write", write)
    writers = [Journal(), Journal()]
    assert writers[0].append(exercise="a", event="attempt", answer=-1) == "" and not free.locked()
    with ThreadPoolExecutor(2) as pool:
        for place, own in enumerate(writers):
            pool.submit(
                lambda place=place, own=own: [
                    own.append(exercise="a", event="attempt", answer=100 * place + number)
                    for number in range(30)
                ]
            )
    found, bad = Journal().entries()
    assert (sorted(line["answer"] for line in found), bad) == (
        [-1, *range(30), *range(100, 130)],
        0,
    )


def test_two_tabs_show_the_last_answer_and_keep_both(work):
    one, other = CardWidget(CHECK, LESSON), CardWidget(CHECK, LESSON)
    one.check(0)
    other.check(1)
    assert CardWidget(CHECK, LESSON).state["answer"] == 1
    assert [line["answer"] for line in lines(work)] == [0, 1]


# ---- what can be wrong with the file
# ------------------------------------------------------------------------


def fault_folder(path):
    path.mkdir()
    return "a folder is in the place of the file journal.jsonl. Rename it."


def fault_link(path):
    other = path.parent / "elsewhere.txt"
    other.write_text("mine", encoding="utf-8")
    path.symlink_to(other)
    return "a link is in the place of the file journal.jsonl. Rename it."


def fault_work_is_a_file(path):
    path.parent.rmdir()
    path.parent.write_text("mine", encoding="utf-8")
    return "a file is in the place of the folder my-work. Rename that file."


@pytest.mark.parametrize(
    "fault",
    [fault_folder, pytest.param(fault_link, marks=POSIX), fault_work_is_a_file],
    ids=lambda fault: fault.__name__,
)
def test_what_can_not_be_written_waits_and_is_written_later(fault, work):
    work.mkdir()
    path = work / "journal.jsonl"
    words = fault(path)
    card = CardWidget(CHECK, LESSON)
    card.check(0)
    assert words in card.state["note"]
    assert "not saved yet" in card.state["note"]
    assert card.state["reasons"], "she goes on working"
    card.check(2)
    assert "Your last 2 answers" in card.state["note"]
    assert CardWidget(CHECK, LESSON).state["answer"] == 2
    # The fault is mended; nothing of hers was overwritten.
    if work.is_file():
        assert work.read_text(encoding="utf-8") == "mine"
        work.unlink()
    elif path.is_symlink():
        assert path.read_text(encoding="utf-8") == "mine"
        path.rename(work / "renamed")
    else:
        path.rmdir()
    card.check(3)
    assert not card.state["note"]
    assert [line["answer"] for line in lines(work)] == [0, 2, 3]


def test_a_full_disk_is_said_and_mended(work, monkeypatch):
    card = CardWidget(CHECK, LESSON)
    real = os.write
    monkeypatch.setattr(
        os,
        "write",
        lambda handle, data: real(handle, data[:20]) if b"exercise" in data else real(handle, data),
    )
    card.check(0)
    assert "can't be written (the disk is full). " in card.state["note"]
    monkeypatch.setattr(os, "write", real)
    card.check(1)
    found, bad = Journal().entries()
    assert ([line["answer"] for line in found], bad) == ([0, 1], 1)


@pytest.mark.parametrize("after", [0, 1, 2], ids=["nothing", "a line", "a line and a half"])
@pytest.mark.parametrize("fault", ["fsync", "write"])
def test_a_disk_that_does_not_say_what_it_wrote_makes_no_line_twice(
    work, monkeypatch, after, fault
):
    """A network disk may report an error after it took the bytes, or take only some of them."""
    own = Journal()
    for number in range(after):
        own.append(exercise="a", event="attempt", answer=number)
    real, refused = getattr(os, fault), iter([True] * 3)

    def unsure(handle, *data):
        done = real(handle, *(part[: len(part) * 2 // 3] for part in data))
        if next(refused, False):
            raise OSError(errno.EIO, "Input/output error")
        return done

    monkeypatch.setattr(os, fault, unsure)
    for number in range(after, after + 3):
        assert (
            "not saved yet: the file journal.jsonl can't be written (Input/output error)."
            in own.append(exercise="a", event="attempt", answer=number)
        )
        assert [line["answer"] for line in own.entries()[0]] == list(range(number + 1))
    monkeypatch.setattr(os, fault, real)
    assert own.append(exercise="a", event="attempt", answer=after + 3) == ""
    assert [line["answer"] for line in own.entries()[0]] == list(range(after + 4))
    assert sorted(line["answer"] for line in Journal().entries()[0]) == list(range(after + 4))
    another = Journal()
    another.append(
        exercise="a", event="attempt", answer=-1
    )  # what stands there already is looked for in this file only
    assert [line["answer"] for line in own.entries()[0]].count(-1) == 1


FULL = """
import resource, sys
from helpers.exercises import journal
own = journal.Journal()
for number in range(3):
    assert own.append(exercise="a", event="attempt", answer=number) == ""
room = own.path.stat().st_size + 60
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
print(own.append(exercise="a", event="attempt", answer=3))
print(own.append(exercise="a", event="attempt", answer=4))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(own.append(exercise="a", event="attempt", answer=5) == "")
"""


@POSIX
def test_a_file_that_the_system_does_not_let_grow(work):
    """The system itself ends the writing in the middle of a line."""
    environment = dict(os.environ, PYTHONPATH=str(PROJECT))
    said = subprocess.run(
        [sys.executable, "-c", FULL], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.splitlines()[0].startswith("Your last answer is not saved yet: ")
    assert said.splitlines()[1].startswith("Your last 2 answers are not saved yet: ")
    assert said.splitlines()[2] == "True"
    found, bad = Journal().entries()
    assert ([line["answer"] for line in found], bad) == ([0, 1, 2, 3, 4, 5], 1)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_can_not_be_written_is_said_and_nothing_is_lost(number, work, monkeypatch):
    real = os.open

    def refuse(path, flags, *more):
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(os, "open", refuse)
    card = CardWidget(EXERCISES["small-write"], LESSON)
    card._receive(None, {"action": "draft", "text": "It sounds"}, None)
    assert os.strerror(number) in card.state["note"], "a draft that can't be kept is said, too"
    card.check("word " * 12)
    assert "not saved yet" in card.state["note"]
    assert card.state["result"] == "saved"
    assert CardWidget(EXERCISES["small-write"], LESSON).state["answer"] == "word " * 12
    monkeypatch.setattr(os, "open", real)
    for action in ("hint", "hint", "hint", "restart"):  # this exercise has two hints
        card._receive(None, {"action": action}, None)
    assert [line["event"] for line in lines(work)] == ["attempt", "hint", "hint", "restart"]


@POSIX
def test_a_pipe_in_place_of_the_file_swallows_nothing(work):
    work.mkdir()
    os.mkfifo(work / "journal.jsonl")
    card = CardWidget(CHECK, LESSON)
    card.check(0)
    assert card.state["note"] == (
        "Your last answer is not saved yet: something that is not a file is in the place of the "
        "file journal.jsonl. Rename it. Go on working. Everything will be saved with your next "
        "answer, as soon as the file can be written."
    )
    (work / "journal.jsonl").unlink()
    card.check(1)
    assert [line["answer"] for line in lines(work)] == [0, 1]


def test_what_waits_is_written_when_the_kernel_is_shut_down(work):
    code = """
import os
from pathlib import Path
from helpers.exercises import journal
path = Path(os.environ["LESSON_WORK"], "journal.jsonl")
path.mkdir(parents=True)
print(journal.JOURNAL.append(exercise="a", event="attempt", answer=7))
path.rmdir()
"""
    environment = dict(os.environ, PYTHONPATH=str(PROJECT))
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert "not saved yet" in said
    assert [line["answer"] for line in lines(work)] == [7]


def test_a_line_that_is_just_being_written_is_read_when_it_is_whole(work):
    own = Journal()
    own.append(exercise="a", event="attempt", answer=1)
    whole = own.path.read_bytes()
    with own.path.open("ab") as file:
        file.write(whole[:30])
    assert (len(own.entries()[0]), own.entries()[1]) == (1, 1)
    with own.path.open("ab") as file:
        file.write(whole[30:])
    assert (len(own.entries()[0]), own.entries()[1]) == (2, 0)


def test_only_what_was_added_is_read_again(monkeypatch):
    own, taken = Journal(), []
    take = own._take
    monkeypatch.setattr(own, "_take", lambda line: (taken.append(line), take(line)))
    for number in range(5):
        own.append(exercise="a", event="attempt", answer=number)
        own.entries()
        own.entries()
    assert [json.loads(line)["answer"] for line in taken] == [0, 1, 2, 3, 4]


def test_a_line_that_is_too_long_to_be_ours_is_not_read_and_what_follows_is(work, monkeypatch):
    monkeypatch.setattr(journal, "MOST_LINE_BYTES", 300)
    own = Journal()
    own.append(exercise="a", event="attempt", answer="x" * 700)
    own.append(exercise="a", event="attempt", answer=1)
    found, bad = own.entries()
    assert ([line["answer"] for line in found], bad) == ([1], 3)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (0, ""),
        (1, "One line of your journal can't be read; the others are all there."),
        (2, "2 lines of your journal can't be read; the others are all there."),
    ],
)
def test_lines_that_cannot_be_read_are_told_on_the_page_of_what_was_done(work, bad, said):
    journal.JOURNAL.append(exercise=CHECK.id, event="hint")
    with (work / "journal.jsonl").open("a", encoding="utf-8") as file:
        file.write("no line of ours\n" * bad)
    assert " ".join(history.warnings()) == said
    shown = [
        line for line in progress_page(EXERCISES, HISTORY).text.splitlines() if "journal" in line
    ]
    assert shown == [said][: bool(said)]


def test_where_nothing_was_written_nothing_is_unreadable_and_nothing_waits():
    assert Journal().entries() == ([], 0)
    assert Journal().flush() == ""
    assert not CardWidget(CHECK, LESSON).state["note"]


def test_lines_and_drafts_of_another_exercise_are_not_mixed_in(work):
    other = EXERCISES["small-write"].id
    HISTORY.write(exercise=CHECK.id, event="attempt", answer=1)
    HISTORY.write(exercise=other, event="attempt", answer=2)
    HISTORY.write(exercise=other, event="hint")
    assert [line["answer"] for line in HISTORY.of(CHECK.id)] == [1]
    assert [line["event"] for line in HISTORY.of(other, "attempt")] == ["attempt"]
    HISTORY.keep_draft(other, "Mine")
    draft = json.loads((work / "drafts.jsonl").read_text(encoding="utf-8"))
    assert (draft["exercise"], draft["event"], draft["answer"], draft["after"]) == (
        other,
        "draft",
        "Mine",
        1,
    )
    assert (HISTORY.unchecked_draft(CHECK.id), HISTORY.unchecked_draft(other)) == (None, "Mine")


def test_the_journal_is_made_with_its_folders_and_is_no_program(work, monkeypatch):
    monkeypatch.setenv("LESSON_WORK", str(work / "of" / "mine"))
    assert Journal().append(exercise="a", event="attempt", answer=1) == ""
    assert not (work / "of" / "mine" / "journal.jsonl").stat().st_mode & 0o111


def test_a_million_letters_of_any_script_are_kept_and_come_back():
    exercise = EXERCISES["small-write"]
    text = "测 试 " * 250_000
    CardWidget(exercise, LESSON).check(text)
    found, bad = Journal().entries()
    assert ([line["answer"] for line in found], bad) == ([text], 0)
    assert CardWidget(exercise, LESSON).state["answer"] == text


def test_fifty_megabytes_of_garbage_are_left_alone(work):
    work.mkdir()
    path = work / "journal.jsonl"
    garbage = random.Random(5).randbytes(1_000_000) * 50
    path.write_bytes(garbage)
    card = CardWidget(CHECK, LESSON)
    assert "can't be read" in card.state["note"]
    card.check(1)
    assert card.state["result"] == "right"
    data = path.read_bytes()
    assert data[: len(garbage)] == garbage
    assert json.loads(data[len(garbage) :].splitlines()[-1])["answer"] == 1


def test_a_file_that_was_replaced_is_read_anew(work):
    own = Journal()
    for number in range(5):
        own.append(exercise="a", event="attempt", answer=number)
    assert len(own.entries()[0]) == 5
    line = own.path.read_text(encoding="utf-8").splitlines()[0]
    own.path.write_text(line + "\n", encoding="utf-8")
    assert len(own.entries()[0]) == 1
    own.append(exercise="a", event="attempt", answer=9)
    assert [one["answer"] for one in own.entries()[0]] == [0, 9]


@pytest.mark.parametrize(
    "line",
    [b"[1]", b"null", b'{"exercise": 5}', b'{"answer": 1}', b"[" * 100_000, b"\xff\xfe", b"{} {}"],
)
def test_a_line_of_another_kind_is_skipped_and_counted(line, work):
    own = Journal()
    own.append(exercise="a", event="attempt", answer=1)
    with own.path.open("ab") as file:
        file.write(line + b"\n")
        file.write(line + b"\n")
    own.append(exercise="a", event="attempt", answer=2)
    found, bad = own.entries()
    assert ([one["answer"] for one in found], bad) == ([1, 2], 2)


def test_a_clock_that_was_set_back_changes_nothing(work):
    for answer, day in ((0, "2026-01-02"), (1, "2020-01-01")):
        HISTORY.write(
            exercise=CHECK.id, event="attempt", answer=answer, version=CHECK.version, time=day
        )
    assert CardWidget(CHECK, LESSON).state["answer"] == 1


# ---- progress and export
# ------------------------------------------------------------------------------------


def test_progress_counts_by_skill_and_calibration_by_the_first_verdict():
    CardWidget(CHECK, LESSON).check(0)
    CardWidget(CHECK, LESSON).check(1)
    verdict = EXERCISES["small-verdict"]
    CardWidget(verdict, LESSON).check(0, 2)
    CardWidget(verdict, LESSON).check(right_answer(verdict), 0)
    skills = by_skill(EXERCISES, HISTORY.attempts()).set_index("skill")
    assert list(skills.loc["sourcing", ["done", "right"]]) == [1, 1]
    assert list(skills.loc["chronology", ["done", "right"]]) == [1, 1]
    sure = calibration(HISTORY.attempts()).set_index("confidence")
    assert list(sure.loc["I am sure"]) == [1, 0]
    assert list(sure.loc["I am guessing"]) == [0, 0]
    page = progress_page(EXERCISES, HISTORY)
    assert "You have answered 2 of" in page.text
    assert f"sourcing | {skills.loc['sourcing', 'all']} | 1 | 1" in page.text
    assert "you were sure of 1; 0 of these are right" in page.text
    assert "I am sure | 1 | 0" in page.text
    assert 'alt="' in page.html


def test_progress_says_what_comes_next():
    page = progress_page(EXERCISES, HISTORY)
    assert "New (sourcing): “Which source" in page.text
    for exercise in EXERCISES.values():
        if exercise.kind != "task":
            CardWidget(exercise, LESSON).check(right_answer(exercise), 1)
    CardWidget(CHECK, LESSON).check(0)
    words = progress_page(EXERCISES, HISTORY).text
    assert "Once more (sourcing): “Which source" in words
    assert "New (chronology): “Sort all events" in words
    for exercise in EXERCISES.values():
        CardWidget(exercise, LESSON).check(right_answer(exercise), 1)
    assert "You have answered all exercises" in progress_page(EXERCISES, HISTORY).text


def test_how_sure_and_how_right_is_drawn_as_its_table_says():
    claims = [one for one in EXERCISES.values() if one.kind == "verdict"]
    for place, one in enumerate(claims):
        CardWidget(one, LESSON).check(
            right_answer(one) if place else (right_answer(one) + 1) % 7, place % 3
        )
    sure = calibration(HISTORY.attempts())
    parts = _figure(by_skill(EXERCISES, HISTORY.attempts()), sure).axes
    assert [words.get_text() for words in parts[1].get_yticklabels()] == list(sure["confidence"])
    widths = [[bar.get_width() for bar in bars] for bars in parts[1].containers]
    assert widths == [list(sure["verdicts"]), list(sure["right"])]
    assert sum(sure["verdicts"]) == len(claims)
    assert sum(sure["right"]) == len(claims) - 1
    hatches = {bar.get_hatch() for bars in parts[0].containers for bar in bars}
    assert len(hatches) > 1, "not by colour alone"


def test_a_moment_is_told_in_the_time_of_this_computer(monkeypatch):
    tzset = getattr(time, "tzset", lambda: None)  # Windows has none: there the zone stays as it is
    monkeypatch.setenv("TZ", "Etc/GMT+5")
    tzset()
    said, here = (
        local_time("2001-09-09T01:46:40.000+00:00"),
        time.strftime("%Y-%m-%d %H:%M", time.localtime(1000000000)),
    )
    monkeypatch.undo()
    tzset()
    assert said == here
    assert here == "2001-09-08 20:46" or os.name == "nt"
    assert [local_time(bad) for bad in ("", "soon", "0001-01-01T00:00:00+14:00")] == [
        "",
        "soon",
        "0001-01-01T00:00:00+14:00",
    ]


def text_of(path):
    """Return the text of a page, or the markup of a Word document without its runs."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    return zipfile.ZipFile(path).read("word/document.xml").decode()


def test_everything_can_be_saved_as_one_page_and_an_older_one_stays(work):
    HISTORY.write(
        exercise="gone", event="attempt", answer="<b>old</b>", kind="write", result="saved"
    )
    CardWidget(CHECK, LESSON).check(0)
    verdict = CardWidget(EXERCISES["small-verdict"], LESSON)
    verdict._receive(None, {"action": "hint"}, None)
    verdict.check(0, 2)
    CardWidget(EXERCISES["small-write"], LESSON)._receive(
        None, {"action": "draft", "text": "My draft"}, None
    )
    for form in ("html", "docx", "md"):
        said = [export_work(EXERCISES, LESSON, HISTORY, form) for _ in range(2)]
        assert (
            said
            == [
                f"Saved: my-work.{form}, in your folder my-work. If a file of this name was "
                f"there, it is kept under a dated name. {statement(HISTORY.attempts())}"
            ]
            * 2
        )
        assert len(list(work.glob(f"my-work until *.{form}"))) == 1
        text = text_of(work / f"my-work.{form}")
        assert "Name: ______" in text
        assert CHECK.content["options"][0]["text"] in text
        assert "no longer here" in text
        assert "not right; I am sure; after 1 hint" in text
        assert LESSON.claim("c1")["quote"] in text
        assert "My draft" in text
        assert "draft, not checked" in text
        assert ("<b>old</b>" if form == "md" else "&lt;b&gt;old") in text


def test_what_is_handed_in_says_that_an_exercise_was_changed_since(work):
    for version in ("older", CHECK.version):
        HISTORY.write(exercise=CHECK.id, event="attempt", answer=1, result="right", version=version)
    export_work(EXERCISES, LESSON, HISTORY, "md")
    said = (work / "my-work.md").read_text(encoding="utf-8")
    log = said[said.index("All my answers, in order") :]
    assert log.count("; right; the exercise was changed since") == 1
    assert log.count("; right") == 2


def test_an_emptied_draft_is_not_handed_in(work):
    HISTORY.keep_draft("small-write", "Some words")
    HISTORY.keep_draft("small-write", "  ")
    export_work(EXERCISES, LESSON, HISTORY, "md")
    assert "draft" not in (work / "my-work.md").read_text(encoding="utf-8")


# ---- a journal that can't be read
# --------------------------------------------------------------------


def replace_with_folder(path):
    path.mkdir()


def replace_with_pipe(path):
    os.mkfifo(path)


def replace_with_link_loop(path):
    path.symlink_to(path)


def restore(path):
    path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


UNREADABLE = [
    replace_with_folder,
    pytest.param(replace_with_pipe, marks=POSIX),
    pytest.param(replace_with_link_loop, marks=POSIX),
]


@pytest.mark.parametrize("damage", UNREADABLE)
def test_unreadable_journal_is_reported_wherever_answers_are_shown_or_counted(damage, work):
    CardWidget(CHECK, LESSON).check(0)
    aside = work / "aside"
    (work / "journal.jsonl").rename(aside)
    damage(work / "journal.jsonl")
    journal.JOURNAL = Journal()  # a kernel that has not read the journal before
    reason = "is in the place of the file journal.jsonl. Rename it."
    card = CardWidget(CHECK, LESSON)
    assert reason in card.state["note"]
    progress = repr(progress_page(EXERCISES, HISTORY))
    assert reason in progress and "0 of" not in progress
    for form in ("html", "docx", "md"):
        said = export_work(EXERCISES, LESSON, HISTORY, form)
        assert said.startswith(f"Not saved: my-work.{form}. ") and reason in said
    assert not list(work.glob("my-work*"))
    assert reason in history.problem()
    card.check(2)
    assert card.state["result"] == "wrong"
    CardWidget(EXERCISES["small-write"], LESSON)._receive(
        None, {"action": "draft", "text": "Meanwhile"}, None
    )
    restore(work / "journal.jsonl")
    aside.rename(work / "journal.jsonl")
    card = CardWidget(CHECK, LESSON)
    assert (card.state["answer"], card.state["note"]) == (2, "You answered this before.")
    card.check(3)
    assert [line["answer"] for line in lines(work)] == [0, 2, 3]
    assert history.problem() == ""
    assert CardWidget(EXERCISES["small-write"], LESSON).state["answer"] == "Meanwhile"


def test_journal_without_permission_is_reported(work, monkeypatch):
    CardWidget(CHECK, LESSON).check(0)
    real = Path.open

    def refuse(path, *arguments, **options):
        if path.name == "journal.jsonl":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    journal.JOURNAL = Journal()
    assert "the file journal.jsonl can't be read (Permission denied)." in history.problem()
    assert "0 of" not in repr(progress_page(EXERCISES, HISTORY))


def test_unreadable_drafts_are_reported(work):
    (work / "drafts.jsonl").mkdir(parents=True)
    assert "Your earlier drafts can't be read: a folder is in the place" in history.problem()


# ---- the type of every value of a line
# --------------------------------------------------------------------


def test_line_after_a_round_trip_through_pandas_is_read_as_before(work):
    verdict = EXERCISES["small-verdict"]
    CardWidget(verdict, LESSON)._receive(None, {"action": "hint"}, None)
    CardWidget(verdict, LESSON).check(right_answer(verdict), 2, 3)
    before = HISTORY.lines()
    path = work / "journal.jsonl"
    frame = pd.read_json(path, lines=True, dtype=False).astype(
        {"hints": float, "confidence": float, "answer": float}
    )
    frame.to_json(path, orient="records", lines=True)
    assert '"confidence":2.0' in path.read_text(encoding="utf-8")
    after = HISTORY.lines()
    assert [line["confidence"] for line in after] == [None, 2]
    assert [line.get("answer") for line in after] == [line.get("answer") for line in before]
    export_work(EXERCISES, LESSON, HISTORY, "html")
    assert "I am sure; after 1 hint" in (work / "my-work.html").read_text(encoding="utf-8")
    assert calibration(HISTORY.attempts())["right"].tolist() == [0, 0, 1]
    assert CardWidget(verdict, LESSON).state["confidence"] == 2


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("confidence", True, None),
        ("confidence", "2", None),
        ("confidence", 2.5, None),
        ("confidence", float("nan"), None),
        ("confidence", 3, None),
        ("hints", 1.0, 1),
        ("hints", True, "absent"),
        ("hints", -1, "absent"),
        ("hints", "1", "absent"),
        ("seconds", "9", "absent"),
        ("seconds", 2.5, 2.5),
        ("result", 5, "absent"),
        ("result", ["right"], "absent"),
        ("time", 5, "absent"),
        ("version", None, "absent"),
        ("event", {"a": 1}, "absent"),
        ("answer", [0.0, 1.0], [0, 1]),
        ("answer", True, "True"),
        ("answer", {"a": 1}, "{'a': 1}"),
        ("answer", [[1]], "[[1]]"),
        ("answer", None, None),
        ("result", "kept", "saved"),
        ("event", "anew", "restart"),
    ],
)
def test_value_of_another_type_is_left_out_or_corrected(field, value, read):
    line = {"exercise": "a", "event": "attempt", field: value}
    assert parse_line(json.dumps(line).encode()).get(field, "absent") == read


@pytest.mark.parametrize("value", [True, "2", 2.0, [], {}, None, 10**300])
@pytest.mark.parametrize(
    "field", ["time", "version", "kind", "event", "answer", "result", "hints", "confidence"]
)
def test_no_value_of_a_line_breaks_a_card_the_progress_or_the_hand_in(field, value, work):
    exercise = EXERCISES["small-verdict"]
    line = {"exercise": exercise.id, "kind": "verdict", "event": "attempt", "result": "right"}
    journal.JOURNAL.append(**line | {field: value})
    CardWidget(exercise, LESSON)
    progress_page(EXERCISES, HISTORY)
    for form in ("html", "docx", "md"):
        assert export_work(EXERCISES, LESSON, HISTORY, form).startswith("Saved")


def test_lines_of_another_lesson_are_not_mixed_in(work):
    other = history.History("another-lesson")
    other.write(exercise=CHECK.id, event="attempt", answer=3, result="wrong")
    other.keep_draft("small-write", "Theirs")
    assert HISTORY.lines() == []
    assert CardWidget(CHECK, LESSON).state["answer"] is None
    assert "0 of" in repr(progress_page(EXERCISES, HISTORY))
    assert HISTORY.unchecked_draft("small-write") is None
    assert other.unchecked_draft("small-write") == "Theirs"
    journal.JOURNAL.append(exercise=CHECK.id, event="attempt", answer=1)  # from an older version
    assert HISTORY.lines() == []
    assert [line["answer"] for line in other.lines()] == [3]
    shipped = history.History(load_lesson(PROJECT / "data").name)
    assert [line["answer"] for line in shipped.lines()] == [1]


# ---- locks
# --------------------------------------------------------------------


def test_line_cut_just_before_its_line_break_is_not_written_twice(monkeypatch):
    own, real = Journal(), os.write
    own.append(exercise="a", event="attempt", answer=0)
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:-1]))
    assert "not saved yet" in own.append(exercise="a", event="attempt", answer=1)
    monkeypatch.setattr(os, "write", real)
    assert own.flush() == ""
    own.append(exercise="a", event="attempt", answer=2)
    assert [line["answer"] for line in Journal().entries()[0]] == [0, 1, 2]
    assert own.path.read_bytes().count(b"\n") == 3


@POSIX
def test_line_waits_while_another_kernel_holds_the_lock(monkeypatch):
    import fcntl

    monkeypatch.setattr(locking_module, "PATIENCE", 0.05)
    own = Journal()
    own.append(exercise="a", event="attempt", answer=0)
    with own.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        said = own.append(exercise="a", event="attempt", answer=1)
        assert "can't be written (another notebook is using it)" in said
        fcntl.flock(file, fcntl.LOCK_UN)
    assert own.append(exercise="a", event="attempt", answer=2) == ""
    assert [line["answer"] for line in Journal().entries()[0]] == [0, 1, 2]


def test_file_system_without_locks_loses_nothing_to_an_interrupted_line(monkeypatch):
    """Without a lock another kernel can be interrupted between our look and our write."""

    def refuse(handle):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking_module, "_try_once", refuse)
    own, real = Journal(), os.write
    own.append(exercise="a", event="attempt", answer=0)

    def interrupted_before(handle, data):
        real(handle, b'{"time": "2026-')
        return real(handle, data)

    monkeypatch.setattr(os, "write", interrupted_before)
    assert own.append(exercise="a", event="attempt", answer=1) == ""
    found, unreadable = Journal().entries()
    assert ([line["answer"] for line in found], unreadable) == ([0, 1], 1)


FAULTY = """
import os, random, sys
from helpers.exercises.journal import Journal
place, seed, real = int(sys.argv[1]), random.Random(int(sys.argv[1])), os.write
def faulty(handle, data):
    if handle == 1 or seed.random() > 0.2:
        return real(handle, data)
    real(handle, data[: seed.randrange(len(data))])  # a part, or all but the line break
    raise OSError(5, "Input/output error")
os.write = faulty
own = Journal()
for number in range(200):
    own.append(exercise="a", event="attempt", answer=1000 * place + number)
os.write = real
sys.exit(bool(own.flush()))
"""


def test_three_writers_with_faults_lose_nothing_and_write_nothing_twice():
    environment = dict(os.environ, PYTHONPATH=str(PROJECT))
    children = [
        subprocess.Popen([sys.executable, "-c", FAULTY, str(place)], env=environment)
        for place in range(3)
    ]
    assert [child.wait() for child in children] == [0, 0, 0]
    answers = sorted(line["answer"] for line in Journal().entries()[0])
    assert answers == [1000 * place + number for place in range(3) for number in range(200)]


# ---- copies that a cloud service made
# --------------------------------------------------------------------

COPIES = [
    "journal-PC7.jsonl",
    "journal (conflicted copy 2026-11-24).jsonl",
    "journal (Ana's conflicted copy 2026-11-24).jsonl",
    "journal 2.jsonl",
    "journal (1).jsonl",
    "journal - Copy.jsonl",
    "journal.sync-conflict-20261124-140509-ABCDEFG.jsonl",
]


def attempt(answer, minute):
    return {
        "time": f"2026-11-24T14:{minute:02}:00.000+00:00",
        "lesson": LESSON.name,
        "exercise": CHECK.id,
        "version": CHECK.version,
        "event": "attempt",
        "answer": answer,
        "result": "right" if answer == 1 else "wrong",
    }


def write_lines(path, entries):
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")


@pytest.mark.parametrize("name", COPIES)
def test_copy_of_the_journal_is_reported_and_merged_once(name, work):
    work.mkdir()
    shared, ours, theirs = attempt(0, 1), attempt(3, 3), attempt(2, 2)
    write_lines(work / "journal.jsonl", [shared, ours])
    write_lines(work / name, [shared, theirs, theirs])
    notice = f'1 line of {name} is missing in yours. my_work("merge") adds them.'
    assert notice in repr(progress_page(EXERCISES, HISTORY))
    assert notice in export_work(EXERCISES, LESSON, HISTORY, "html")
    said = repr(my_work("merge"))
    assert said == f"1 line of {name} is now in your journal too. The copies were not changed."
    assert [line["answer"] for line in HISTORY.lines()] == [0, 2, 3], "in the order of their time"
    assert CardWidget(CHECK, LESSON).state["answer"] == 3
    assert repr(my_work("merge")).startswith("There is nothing to merge")
    assert name not in repr(progress_page(EXERCISES, HISTORY))
    assert len(lines(work)) == 3
    assert len((work / name).read_text(encoding="utf-8").splitlines()) == 3


def test_other_files_in_the_folder_are_no_copies(work):
    work.mkdir()
    write_lines(work / "journal.jsonl", [attempt(0, 1)])
    for name in ("journalism.jsonl", "my journal.jsonl", "journal 2.json", "drafts 2.jsonl"):
        write_lines(work / name, [attempt(1, 1)])
    (work / "journal folder.jsonl").mkdir()
    if os.name != "nt":
        (work / "journal link.jsonl").symlink_to(work / "nowhere")
    (work / "journal notes.jsonl").write_bytes(b"\xff\x00 no journal")
    assert repr(my_work("merge")).startswith("There is nothing to merge")


def test_merge_after_a_merge_that_was_killed_adds_the_rest(work, monkeypatch):
    work.mkdir()
    write_lines(work / "journal 2.jsonl", [attempt(number % 4, number) for number in range(9)])
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[: len(data) // 2]))
    assert "not saved yet" in repr(my_work("merge"))
    monkeypatch.setattr(os, "write", real)
    journal.JOURNAL = Journal()  # the kernel was killed
    my_work("merge")
    assert [line["answer"] for line in HISTORY.lines()] == [number % 4 for number in range(9)]


def test_markdown_escapes_every_field_of_a_line(work):
    HISTORY.write(
        exercise="# [x](javascript:1)",
        event="attempt",
        answer="~~~\n# not a heading",
        time="- <b>now</b>",
        result="right",
    )
    export_work(EXERCISES, LESSON, HISTORY, "md")
    text = (work / "my-work.md").read_text(encoding="utf-8")
    assert "## \\# \\[x\\]\\(javascript:1\\)" in text
    assert "\\- \\<b\\>now\\</b\\>; right" in text
    assert "~~~~\n~~~\n# not a heading\n~~~~" in text
