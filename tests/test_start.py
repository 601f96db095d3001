"""`start.py`: what it does on a new machine, the second time, after a mishap, and what it says when something is wrong.

The tests at the top run it as a person does, with a lesson in miniature (see `small_lesson.py`), a
real environment and the real pip. Those below look at its parts.
"""

import ast
import contextlib
import errno
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

import start
from tests.small_lesson import MODULES, SmallLesson, notebook, ran, wheel
from tools.lock import PYTHONS

SOURCE = Path(start.__file__)


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A small lesson in a folder with a space and an accent that was started once; and the words of that start."""
    folder = tmp_path_factory.mktemp("start")
    lesson = SmallLesson.make(folder / "Übung Cuba é", folder / "wheels")
    lesson.first = lesson.start("--no-browser")
    return lesson


@pytest.fixture
def lesson(installed, tmp_path):
    """A copy of it, to do with as one likes."""
    return installed.copy(tmp_path / "Übung zwei é")


# ---- as a person does it
# -----------------------------------------------------------------------------------


def test_first_start_installs_and_opens_the_first_notebook(installed):
    status, words, wrong = installed.first
    assert (status, wrong) == (0, "")
    assert (
        "Making an environment" in words
        and "installing packages: 3 of 3" in words
        and "Installed in" in words
    )
    arguments, settings = installed.called(words)
    assert "--LabApp.default_url=/lab/tree/my-work/00-start-here.ipynb" in arguments
    assert f"--ServerApp.root_dir={installed.root}" in arguments
    assert arguments[-1] == "--no-browser"
    assert Path(settings).is_relative_to(
        installed.env
    )  # the person's own settings stay out of it, and as they are
    assert (installed.work / "00-start-here.ipynb").read_text(encoding="utf-8") == notebook("1 + 1")


def test_second_start_needs_no_network_and_installs_nothing(lesson):
    (lesson.env / "install.log").write_text("as it was", encoding="utf-8")
    status, words, wrong = lesson.start(network=False)
    assert (status, wrong) == (0, "")
    assert words.startswith("JupyterLab opens") and lesson.called(words)
    assert (lesson.env / "install.log").read_text(encoding="utf-8") == "as it was"


def test_the_notebooks_find_the_helpers_wherever_the_folder_is(lesson):
    (lesson.root / "helpers.py").write_text("", encoding="utf-8")
    assert lesson.start()[0] == 0  # writes the way to the folder anew: it was moved
    python = lesson.env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = "import helpers; print(ascii(helpers.__file__))"
    found = subprocess.run(
        [python, "-c", ask], cwd=lesson.work, capture_output=True, text=True, check=True
    )
    assert Path(ast.literal_eval(found.stdout)).resolve() == (lesson.root / "helpers.py").resolve()


def test_a_newer_lock_is_installed(lesson):
    lesson.lock(wheel(lesson.wheels, "jupyterlab", "2.0", MODULES["jupyterlab"]))
    status, words, wrong = lesson.start()
    assert (status, wrong) == (0, "")
    assert "Updating" in words and lesson.called(words)
    assert list(lesson.env.glob("*ib/**/jupyterlab-2.0.dist-info"))
    assert lesson.start(network=False)[1].startswith("JupyterLab opens")


def test_a_newer_lock_without_network_leaves_the_environment_whole_and_the_lesson_opens(lesson):
    old = (lesson.root / "locks/run.txt").read_text(encoding="utf-8")
    lesson.lock("jupyterlab==3.0 --hash=sha256:" + "0" * 64)
    sentence = "The packages can't be fetched: connect this computer to the internet and start again (only the first start of a version needs it)."
    status, words, wrong = lesson.start(network=False)
    assert (status, wrong) == (0, "") and lesson.called(words)
    assert words.splitlines()[:3] == [
        "Updating what the lesson needs in the folder .venv ...",
        sentence,
        "The lesson opens with the packages that were here before.",
    ]
    status, _, wrong = lesson.start("check", network=False)
    assert (status, wrong) == (1, sentence + "\n"), "what is to be checked is the newer version"
    lesson.lock(old)
    assert lesson.start(network=False)[1].startswith("JupyterLab opens")


def test_a_package_that_is_not_the_locked_one_is_refused(lesson):
    lesson.lock(re.sub(r"\w{64}", "0" * 64, wheel(lesson.wheels, "jupyterlab", "4.0", {})))
    status, _, wrong = lesson.start()
    assert status == 1
    assert wrong.startswith("A package is not the one that the lock names, so it was not installed")
    assert not list(lesson.env.glob("*ib/**/jupyterlab-4.0.dist-info"))


def test_a_package_that_there_is_not_for_this_computer_is_named(lesson):
    lesson.lock("matplotlib==9.9 --hash=sha256:" + "0" * 64)
    status, _, wrong = lesson.start()
    assert status == 1
    assert wrong.startswith(
        f"There is no ready-made package matplotlib for Python {start.PYTHON} on this computer"
    )


def test_an_installation_that_broke_off_repairs_itself(lesson):
    stamp = lesson.env / "installed.json"
    stamp.unlink()
    shutil.rmtree(next(lesson.env.glob("*ib/**/jupyterlab")))  # pip would think that it is there
    status, words, wrong = lesson.start()
    assert (status, wrong) == (0, "")
    assert "An earlier installation is not whole; making it anew" in words and lesson.called(words)
    assert stamp.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(lesson):
    for path in lesson.env.glob("[bS]*/python*"):
        path.unlink()
    status, words, _ = lesson.start()
    assert status == 0 and "making it anew" in words and lesson.called(words)


@pytest.fixture
def deaf_server():
    """An address that takes calls and never answers: pip waits there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


def installing(lesson, deaf_server):
    """Begin a start that does not get past pip, and return it when pip runs."""
    lesson.lock("jupyterlab==3.0 --hash=sha256:" + "0" * 64)
    program = lesson.begin(network=False, PIP_INDEX_URL=deaf_server)
    log = lesson.env / "install.log"
    until = time.monotonic() + 120
    while "Looking in indexes" not in log.read_text(encoding="utf-8") and time.monotonic() < until:
        time.sleep(0.1)
    return program


def test_another_start_waits_and_then_goes_on(lesson, deaf_server):
    old = (lesson.root / "locks/run.txt").read_text(encoding="utf-8")
    one = installing(lesson, deaf_server)
    lesson.lock(old)
    two = lesson.begin()
    assert two.stdout.readline() == "Another start is still installing; waiting for it ...\n"
    assert one.poll() is None and two.poll() is None
    one.kill()  # it will never end by itself
    one.communicate()
    os.utime(lesson.env / "install.log", (0, 0))  # as if some seconds had passed
    words, wrong = two.communicate(timeout=120)
    assert (two.returncode, wrong) == (0, "") and "making it anew" in words and lesson.called(words)


@pytest.mark.skipif(not Path("/proc").exists(), reason="NOT RUN: looks for the program in /proc")
def test_pip_ends_when_the_start_is_killed(lesson, deaf_server):
    program = installing(lesson, deaf_server)
    run_by = [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(lesson.env) in path.read_bytes().decode("utf-8", "replace")
    ]
    assert run_by
    program.kill()
    program.communicate()
    until = time.monotonic() + 10
    while (
        any(Path("/proc", str(one), "cmdline").exists() for one in run_by)
        and time.monotonic() < until
    ):
        time.sleep(0.1)
    assert not any(Path("/proc", str(one)).exists() for one in run_by)


@pytest.mark.skipif(os.name == "nt", reason="NOT RUN: Windows has no such signal")
def test_stopped_by_the_keyboard(lesson, deaf_server):
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # tests that run in the background ignore it, and what they start, too
    program = installing(lesson, deaf_server)
    signal.signal(signal.SIGINT, before)
    program.send_signal(signal.SIGINT)
    _, wrong = program.communicate(timeout=120)
    assert (program.returncode, wrong) == (130, "\nStopped. Start again to go on.\n")


def test_an_environment_of_someone_else_is_left_alone(lesson):
    for name in ("install.log", "installed.json"):
        (lesson.env / name).unlink()
    status, _, wrong = lesson.start()
    assert (status, wrong) == (
        1,
        "There is a folder .venv that start.py did not make: rename or delete it and start again.\n",
    )
    assert list(lesson.env.iterdir())


@pytest.mark.parametrize(
    "name", ["00", "0", "start-here", "00-start-here.ipynb", "my-work/00-start-here.ipynb"]
)
def test_a_notebook_may_be_named_in_many_ways(here, name):
    for original in ("00-start-here.ipynb", "10-the-start.ipynb"):
        (start.ORIGINALS / original).write_text(notebook("1"), encoding="utf-8")
    assert start.fresh(name) == "00-start-here.ipynb is a clean copy now."


def test_fresh_gives_a_clean_copy_and_keeps_the_old(lesson):
    copy = lesson.work / "01-read-the-text.ipynb"
    copy.write_text(notebook("mine"), encoding="utf-8")
    status, words, _ = lesson.start("fresh", "01")
    kept = f"01-read-the-text (until {date.today().isoformat()}).ipynb"
    assert (status, words) == (
        0,
        f"01-read-the-text.ipynb is a clean copy now. What you had is in {kept}.\n",
    )
    assert copy.read_text(encoding="utf-8") == notebook("2 + 2")
    assert (lesson.work / kept).read_text(encoding="utf-8") == notebook("mine")


def test_commands_run_in_the_environment_and_give_their_exit_status(lesson):
    (lesson.root / "tools").mkdir()
    (lesson.root / "tools/check.py").write_text(
        "import sys; print(sys.prefix); sys.exit(7)", encoding="utf-8"
    )
    status, words, _ = lesson.start("check")
    assert status == 7
    assert Path(words.strip()).resolve() == lesson.env.resolve()


def test_commands_write_every_letter_also_where_the_system_has_few(lesson):
    (lesson.root / "tools").mkdir()
    (lesson.root / "tools/check.py").write_text("print('\\u25cb \\u0425')", encoding="utf-8")
    status, words, wrong = lesson.start(
        "check", PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0"
    )
    assert (status, words, wrong) == (0, "○ Х\n", "")


def test_help_lists_every_command_and_an_unknown_one_is_named(lesson):
    status, words, _ = lesson.start("--help")
    assert status == 0
    there = re.findall(
        r'"(\w+)": \("(?:pytest|tools\.\w+)", "(?:run|test)"\)', SOURCE.read_text(encoding="utf-8")
    )
    assert {"test", "check", "build", "lock"} <= set(there)
    assert sorted(re.findall(r"^  python3 start.py (\w*)", words, re.MULTILINE)) == sorted(
        ["", "fresh", *there]
    )
    assert lesson.start("tets")[::2] == (
        1,
        'There is no command "tets": python3 start.py --help lists them.\n',
    )


# ---- an old Python
# -----------------------------------------------------------------------------------------

#: What Python 2.7 can't read, found by the form of the code. `ast` alone knows old versions from
#: 3.4 on only.
NEWER = (
    ast.JoinedStr,
    ast.AnnAssign,
    ast.NamedExpr,
    ast.Nonlocal,
    ast.YieldFrom,
    ast.Await,
    ast.AsyncFunctionDef,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.Match,
    ast.MatMult,
    ast.TryStar,
)


def too_new(source):
    """Return the lines of a program that Python 2.7 could not read."""
    tree = ast.parse(source, feature_version=(3, 4))
    found = [number for number, line in enumerate(source.splitlines(), 1) if not line.isascii()]
    calls = {id(one) for node in ast.walk(tree) if isinstance(node, ast.Call) for one in node.args}
    for node in ast.walk(tree):
        signs = (
            isinstance(node, NEWER),
            isinstance(node, ast.Starred) and id(node) not in calls,
            isinstance(node, ast.Raise) and node.cause,
            isinstance(node, ast.arguments) and (node.kwonlyargs or node.posonlyargs),
            isinstance(node, ast.arg) and node.annotation,
            isinstance(node, ast.FunctionDef) and node.returns,
            isinstance(node, ast.ClassDef) and node.keywords,
            isinstance(node, ast.Dict) and None in node.keys,
            isinstance(node, ast.Call)
            and (
                sum(isinstance(one, ast.Starred) for one in node.args) > 1
                or sum(one.arg is None for one in node.keywords) > 1
                or any(isinstance(one, ast.Starred) for one in node.args[:-1])
            ),
        )
        found += [getattr(node, "lineno", 0)] if any(signs) else []
    return found


def test_an_old_python_can_read_the_script():
    assert too_new(SOURCE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        "f'{a}'",
        "a: int = 1",
        "(a := 1)",
        "def f(*, a): pass",
        "def f(a: int): pass",
        "def f() -> int: pass",
        "[*a]",
        "print(*a, *b)",
        "raise A from b",
        "{**a}",
        "dict(**a, **b)",
        "'é'",
        "a @ b",
        "f(*a, b)",
        "*a, b = c",
        "def f():\n def g():\n  nonlocal a",
        "class A(metaclass=B): pass",
        "1_000",
    ],
)
def test_code_that_an_old_python_could_not_read_is_noticed(code):
    with contextlib.suppress(SyntaxError):  # what Python itself notices
        assert too_new(code)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_what_is_missing(version):
    ask = "import sys, runpy; sys.version_info = {0!r}; sys.argv = ['start.py']; runpy.run_path({1!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", ask.format((*version, "final", 0), str(SOURCE))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"The lesson needs Python 3.11 or newer and this is Python {version[0]}.{version[1]}: get Python 3.15 at "
        "https://www.python.org/downloads/ and start again with it.\n"
    )


# ---- what is wrong, said in words
# --------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Let this process's `start` work in an empty folder."""
    places = {
        "ROOT": ".",
        "ENV": ".venv",
        "STAMP": ".venv/installed.json",
        "LOG": ".venv/install.log",
        "ORIGINALS": "notebooks",
        "WORK": "my-work",
        "MEMORY": "my-work/.originals.json",
    }
    for name, place in places.items():
        monkeypatch.setattr(start, name, tmp_path / place)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks/run.txt").write_text("a==1\n", encoding="utf-8")
    return tmp_path


#: What pip 23 to 25 say, shortened, and how our sentence begins.
SAID = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": "There is no room left on the disk: free 800 MB",
    "ERROR: Could not install packages due to an OSError: [WinError 112] There is not enough space on the disk": "There is no room left",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated": "A package is not the one",
    "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.": "The path of this folder is too long",
    "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'C:\\\\a.pyd'": "A file in the folder .venv can't be replaced",
    "ERROR: Could not install packages due to an OSError: [WinError 5] Zugriff verweigert: 'a.pyd'": "A file in the folder .venv can't be replaced",
    "ERROR: Could not install packages due to an OSError: [WinError 32] The process cannot access the file": "A file in the folder .venv can't be replaced",
    "Could not fetch URL https://x/: There was a problem confirming the ssl certificate: HTTPSConnectionPool(host='x', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed": "The secure connection",
    "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'NewConnectionError(': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')'\nERROR: No matching distribution found for anyio==4.9.0": "The packages can't be fetched",
    "pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='x', port=443): Read timed out.": "The packages can't be fetched",
    "ERROR: Could not find a version that satisfies the requirement numpy==2.3.5 (from versions: none)\nERROR: No matching distribution found for numpy==2.3.5": "There is no ready-made package numpy for Python",
    "Error: Refusing to create a venv in /a:b/.venv because it contains the PATH separator :.": "The path of this folder contains a colon",
    "Collecting resolvelib==1.0\nERROR: something new\nERROR: and its end": 'The installation failed (it said "and its end"): start again, and if it fails again, report it with the file .venv',
    "": "The installation failed: start again",
}


@pytest.mark.parametrize(("said", "sentence"), SAID.items(), ids=range(len(SAID)))
def test_why_an_installation_failed(here, said, sentence):
    start.ENV.mkdir()
    start.LOG.write_text("Collecting anyio==4.9.0\n" + said, encoding="utf-8")
    assert start.reason("run").startswith(sentence)
    assert "start again" in start.reason("run")


def test_every_reason_has_its_text():
    sentences = [sentence for _, sentence in start.REASONS]
    assert all(
        any(sentence[:20] == one[:20].replace("numpy", "{name}") for one in SAID.values())
        for sentence in sentences
    )


def test_the_pythons_that_are_named_are_those_of_the_lock():
    *others, newest = PYTHONS
    words = f"{', '.join(others)} or {newest}"
    assert f"a 64-bit Python {words} from" in "".join(sentence for _, sentence in start.REASONS)
    assert f"get Python {newest} at" in SOURCE.read_text(encoding="utf-8")
    assert f"You need Python {words}" in (SOURCE.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_or_ensurepip(here, monkeypatch, module):
    """Debian and Ubuntu leave both out of the Python that they install at first."""
    monkeypatch.setattr(start, "find_spec", lambda name: None if name == module else True)
    with pytest.raises(
        start.Stop, match=r"can't make an environment.*sudo apt install python3-venv.*start again"
    ):
        start.prepare("run")
    assert not start.ENV.exists()


def test_a_folder_that_is_not_whole_is_told_before_anything_is_made(here, capsys):
    (here / "locks/run.txt").unlink()
    assert start.main([]) == 1
    assert capsys.readouterr() == (
        "",
        f"{here / 'locks/run.txt'} is missing: unpack the whole folder anew and start again there.\n",
    )
    assert not start.ENV.exists()


def test_too_little_room_is_said_before_anything_is_made(here, monkeypatch):
    monkeypatch.setattr(
        start.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 300 * 10**6)
    )
    with pytest.raises(
        start.Stop,
        match=r"not enough room on the disk \(300 MB free, 800 MB needed\): free some and start",
    ):
        start.prepare("run")
    assert not start.ENV.exists()


def test_what_is_left_of_an_installation_does_not_take_the_room_of_the_next(here, monkeypatch):
    start.ENV.mkdir()
    start.LOG.touch()
    monkeypatch.setattr(
        start.shutil,
        "disk_usage",
        lambda path: shutil._ntuple_diskusage(
            10**9, 10**9, (300 if start.ENV.exists() else 900) * 10**6
        ),
    )
    monkeypatch.setattr(start, "make_environment", lambda: start.ENV.mkdir())
    monkeypatch.setattr(start, "run_pip", lambda lock: None)
    monkeypatch.setattr(start, "busy", lambda command, lock: [])
    start.install("run", {})
    assert start.STAMP.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "can't be written: copy the whole folder to a place of your own"),
        (errno.EPERM, "can't be written: copy the whole folder to a place of your own"),
        (errno.EROFS, "can't be written: copy the whole folder to a place of your own"),
        (errno.ENOSPC, "There is no room left on the disk: free some and start again."),
        (errno.ENOTDIR, "my-work stands in the way"),
    ],
)
def test_an_error_of_the_system_is_a_sentence(here, monkeypatch, capsys, number, sentence):
    def fail(arguments):
        raise OSError(number, os.strerror(number), "my-work")

    monkeypatch.setattr(start, "do", fail)
    assert start.main([]) == 1
    words = capsys.readouterr()
    assert words.out == "" and sentence in words.err and words.err.count("\n") == 1


def test_a_file_in_use_in_the_environment_is_told_from_a_folder_that_cannot_be_written(here):
    start.ENV.mkdir()
    problem = PermissionError(errno.EACCES, "in use", str(start.ENV / "Scripts/python.exe"))
    assert (
        start.cure(problem)
        == "A file in the folder .venv can't be replaced: close JupyterLab everywhere and start again."
    )


def test_a_file_in_the_place_of_the_work_folder_is_named(here, capsys):
    start.WORK.write_text("in the way", encoding="utf-8")
    (start.ORIGINALS / "00.ipynb").write_text(notebook("1"), encoding="utf-8")
    assert start.main(["fresh", "00"]) == 1
    assert re.search(
        r"my-work.* stands in the way .*: rename or move it and start again",
        capsys.readouterr().err,
    )
    assert start.WORK.read_text(encoding="utf-8") == "in the way"


def test_a_terminal_that_lacks_a_letter_is_no_reason_to_stop():
    ask = "import start, sys; start.do = lambda arguments: print('\\u2192 Übung'); sys.exit(start.main([]))"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=SOURCE.parent,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stdout.strip()) == (0, b"? ?bung")


# ---- the environment
# ---------------------------------------------------------------------------------------


def test_nothing_outside_the_project_is_used(monkeypatch):
    for name in (
        "PYTHONPATH",
        "PYTHONHOME",
        "JUPYTER_PATH",
        "JUPYTER_CONFIG_PATH",
        "PYTHONDONTWRITEBYTECODE",
    ):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "elsewhere")
    monkeypatch.setenv("LESSON_WORK", "kept")
    found = start.surroundings()
    assert "elsewhere" not in found.values() and found["LESSON_WORK"] == "kept"
    assert Path(found["JUPYTER_CONFIG_DIR"]).is_relative_to(start.ENV)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("", ("fetching", 0, 5)),
        (
            "Looking in indexes\nCollecting a==1\nRequirement already satisfied: b\n",
            ("fetching", 2, 5),
        ),
        (
            "Ignoring c: markers 'sys_platform == \"win32\"' don't match\nCollecting a==1\n",
            ("fetching", 1, 4),
        ),
        ("Collecting a==1\nInstalling collected packages: a, b, c\n", ("installing", 2, 3)),
        ("Installing collected packages: a\n", ("installing", 1, 1)),
    ],
)
def test_progress_is_read_from_the_words_of_pip(log, expected):
    assert start.progress(log, packages=5, new=2) == expected


def test_progress_is_one_line_that_changes_on_a_terminal(monkeypatch):
    screen = io.StringIO()
    screen.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", screen)
    shown = None
    for done in (0, 1, 1, 2):
        shown = start.show(shown, "fetching", done, 8)
    assert re.findall(r"\r  (.*?) *(?=\r|$)", screen.getvalue()) == [
        "fetching packages: 1 of 8",
        "fetching packages: 2 of 8",
    ]


def test_progress_is_a_line_now_and_then_in_a_file(capsys):
    shown = None
    for done in range(101):
        shown = start.show(shown, "fetching", done, 100)
    start.show(shown, "installing", 1, 90)
    assert capsys.readouterr().out.splitlines() == [
        *(f"  fetching packages: {done} of 100" for done in (1, 25, 50, 75, 100)),
        "  installing packages: 1 of 90",
    ]


@pytest.mark.parametrize(
    ("age", "stamp", "waits"),
    [(0, False, True), (60, False, False), (0, True, False), (-60, False, False)],
)
def test_waits_only_while_another_start_is_alive(here, monkeypatch, capsys, age, stamp, waits):
    start.ENV.mkdir()
    start.LOG.touch()
    os.utime(start.LOG, (time.time() - age,) * 2)
    if stamp:
        start.STAMP.touch()
    monkeypatch.setattr(
        start.time, "sleep", lambda seconds: os.utime(start.LOG, (0, 0))
    )  # the other one dies
    start.wait_for_another()
    assert ("Another start is still installing" in capsys.readouterr().out) == waits


def test_whoever_waits_finds_the_installation_whole(here, monkeypatch):
    seen = []
    monkeypatch.setattr(
        start, "make_environment", lambda: (start.ENV.mkdir(), start.LOG.write_bytes(b""))
    )
    monkeypatch.setattr(start, "run_pip", lambda lock: None)
    monkeypatch.setattr(start, "busy", lambda command, lock: [])
    monkeypatch.setattr(
        start.os, "utime", lambda path, times: seen.append((path, times, start.STAMP.exists()))
    )
    start.install("run", {})
    assert seen == [(start.LOG, (0, 0), True)]


def test_a_damaged_stamp_counts_as_none(here):
    start.ENV.mkdir()
    for text in ("", "{", "[1]", "\x00"):
        start.STAMP.write_text(text, encoding="utf-8")
        assert start.read_json(start.STAMP) == {}


def test_the_settings_of_jupyterlab_ask_nothing_of_the_network():
    command = start.lab_command(["--port=1"])
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command, (
        "nothing asks for a newer version"
    )
    assert "--LabApp.news_url=None" in command and "--LabApp.extension_manager=readonly" in command
    assert "--ServerApp.ip=localhost" in command and command[-1] == "--port=1"
    assert start.SETTINGS["@jupyterlab/apputils-extension:notification"] == {
        "fetchNews": "false",
        "checkForUpdates": False,
    }


# ---- the student's copies
# ----------------------------------------------------------------------------------


def put(folder, name, *sources):
    """Write a notebook, and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(notebook(*sources), encoding="utf-8")
    return path


def test_every_student_gets_a_copy_once(here):
    put(start.ORIGINALS, "00.ipynb", "1")
    put(start.ORIGINALS, "01.ipynb", "2")
    (start.ORIGINALS / ".hidden").touch()
    (start.ORIGINALS / ".ipynb_checkpoints").mkdir()
    assert start.refresh() == []
    copy = start.WORK / "00.ipynb"
    run = ran(copy.read_text(encoding="utf-8"))
    copy.write_text(run, encoding="utf-8")
    for original in (
        notebook("1"),
        ran(notebook("1")),
        ran(notebook("1")).replace("an answer", "another"),
    ):
        (start.ORIGINALS / "00.ipynb").write_text(original, encoding="utf-8")
        assert start.refresh() == []
        assert (
            copy.read_text(encoding="utf-8") == run
        )  # what a student has run stays, whatever the original shows
    start.MEMORY.unlink()
    start.refresh()
    assert copy.read_text(encoding="utf-8") == run
    assert sorted(path.name for path in start.WORK.iterdir()) == [
        ".originals.json",
        "00.ipynb",
        "01.ipynb",
    ]


def test_a_copy_holds_no_answer_before_it_is_run(here):
    start.ORIGINALS.mkdir(exist_ok=True)
    (start.ORIGINALS / "00.ipynb").write_text(ran(notebook("1", "é")), encoding="utf-8")
    (start.ORIGINALS / "notes.txt").write_bytes(b"\xff as it is")
    (start.ORIGINALS / "99.ipynb").write_bytes(b"no notebook")
    start.refresh()
    assert (start.WORK / "00.ipynb").read_text(encoding="utf-8") == json.dumps(
        json.loads(notebook("1", "é")), indent=1, ensure_ascii=False
    ) + "\n"
    assert (start.WORK / "notes.txt").read_bytes() == b"\xff as it is"
    assert (start.WORK / "99.ipynb").read_bytes() == b"no notebook"


def test_a_newer_original_replaces_a_copy_that_was_only_run(here):
    put(start.ORIGINALS, "00.ipynb", "1")
    start.refresh()
    run = json.loads(notebook("1"))
    run["cells"][0]["outputs"], run["metadata"] = (
        [{"output_type": "stream", "name": "stdout", "text": "1"}],
        {"a": 1},
    )
    (start.WORK / "00.ipynb").write_text(json.dumps(run), encoding="utf-8")
    put(start.ORIGINALS, "00.ipynb", "1", "new")
    assert start.refresh() == []
    assert "new" in (start.WORK / "00.ipynb").read_text(encoding="utf-8")


def test_a_newer_original_never_overwrites_what_a_student_wrote(here):
    put(start.ORIGINALS, "00.ipynb", "1")
    start.refresh()
    mine = put(start.WORK, "00.ipynb", "1", "mine").read_bytes()
    assert start.refresh() == []
    for number, version in enumerate(("second", "third")):
        put(start.ORIGINALS, "00.ipynb", version)
        beside = start.WORK / ("00 (new version).ipynb", "00 (new version) 2.ipynb")[number]
        told = (
            f"00.ipynb has a newer version. Yours is as you left it; the new one is {beside.name}."
        )
        assert start.refresh() == [told]
        assert beside.read_text(encoding="utf-8") == notebook(version)
        assert start.refresh() == []
    assert (start.WORK / "00.ipynb").read_bytes() == mine


@pytest.mark.parametrize("damaged", [b"", b"{", b"\xff\x00", b"[]", b'{"cells": 3}'])
def test_a_copy_that_is_no_notebook_any_more_is_not_overwritten(here, damaged):
    put(start.ORIGINALS, "00.ipynb", "1")
    start.refresh()
    (start.WORK / "00.ipynb").write_bytes(damaged)
    put(start.ORIGINALS, "00.ipynb", "2")
    assert len(start.refresh()) == 1
    assert (start.WORK / "00.ipynb").read_bytes() == damaged


def test_without_its_memory_nothing_is_overwritten_either(here):
    put(start.ORIGINALS, "00.ipynb", "1")
    start.refresh()
    mine = put(start.WORK, "00.ipynb", "mine").read_bytes()
    for damaged in (b"damaged", b"\xff\x00", b"[]", b'{"00.ipynb": 3}'):
        start.MEMORY.write_bytes(damaged)
        start.refresh()
        assert (start.WORK / "00.ipynb").read_bytes() == mine
        assert set(json.loads(start.MEMORY.read_bytes())) == {"00.ipynb"}


def test_a_copy_that_breaks_off_leaves_the_old_one(here, monkeypatch):
    original = put(start.ORIGINALS, "00.ipynb", "1")
    copy = put(start.WORK, "00.ipynb", "mine")

    def half(path, data):
        path.write_text("hal", encoding="utf-8")
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="full"):
        start.put(original, copy)
    assert copy.read_text(encoding="utf-8") == notebook("mine")


@pytest.mark.parametrize("change", ["source", "attachments", "cell_type", "order"])
def test_what_a_person_wrote_is_noticed(tmp_path, change):
    path = put(tmp_path, "a.ipynb", "1", "2")
    before = start.content(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    if change == "order":
        data["cells"].reverse()
    else:
        data["cells"][0][change] = {
            "source": "1 + 1",
            "attachments": {"a.png": {}},
            "cell_type": "raw",
        }[change]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert start.content(path) != before


def test_how_a_source_is_cut_into_lines_makes_no_difference(tmp_path):
    path = put(tmp_path, "a.ipynb", "a\nb")
    before = start.content(path)
    path.write_text(
        path.read_text(encoding="utf-8").replace('["a\\nb"]', '["a\\n", "b"]'), encoding="utf-8"
    )
    assert start.content(path) == before


def test_fresh_keeps_every_old_copy(here):
    put(start.ORIGINALS, "01-read.ipynb", "1")
    for name in ("one", "two", "three"):
        put(start.WORK, "01-read.ipynb", name)
        start.fresh("01")
    day = date.today().isoformat()
    kept = {
        f"01-read (until {day}).ipynb": "one",
        f"01-read (until {day}) 2.ipynb": "two",
        f"01-read (until {day}) 3.ipynb": "three",
    }
    assert {name: (start.WORK / name).read_text(encoding="utf-8") for name in kept} == {
        name: notebook(source) for name, source in kept.items()
    }


def test_fresh_without_an_old_copy(here):
    put(start.ORIGINALS, "01-read.ipynb", "1")
    assert start.fresh("01-read.ipynb") == "01-read.ipynb is a clean copy now."
    assert start.refresh() == []


@pytest.mark.parametrize("name", ["", "9", "../start.py", "a", None])
def test_fresh_wants_exactly_one_notebook(here, name):
    put(start.ORIGINALS, "00-start.ipynb", "1")
    put(start.ORIGINALS, "01-read.ipynb", "1")
    with pytest.raises(start.Stop, match=r"Say which notebook: one of 00-start, 01-read\."):
        start.fresh(name)


# ---- the browser
# -------------------------------------------------------------------------------------------

ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def test_a_browser_is_found_by_its_name_on_the_path(monkeypatch, tmp_path):
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    program = tmp_path / ("chrome.exe" if os.name == "nt" else "google-chrome")
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(start.find_browser()) == program  # Windows may write chrome.EXE


def test_a_browser_is_found_where_windows_keeps_it(monkeypatch, tmp_path):
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    program = Path(str(tmp_path), r"Google\Chrome\Application\chrome.exe")
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch()
    real = Path.is_file
    monkeypatch.setattr(
        Path, "is_file", lambda path: real(path) or path == Path(ON_A_MAC)
    )  # as if it ran on a Mac
    assert start.find_browser() == str(program)


def test_a_browser_is_found_where_a_mac_keeps_it(monkeypatch, tmp_path):
    for name in ("BROWSER_PATH", "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "is_file", lambda path: path == Path(ON_A_MAC))
    assert start.find_browser() == ON_A_MAC


def test_a_browser_can_be_named(monkeypatch, tmp_path):
    program = tmp_path / "my browser"
    monkeypatch.setenv("BROWSER_PATH", str(program))
    assert start.find_browser() is None
    program.touch()
    assert start.find_browser() == str(program)


@pytest.mark.skipif(os.name == "nt", reason="NOT RUN: Windows has no such signal")
@pytest.mark.parametrize("command", [["start.py", "--help"], ["-m", "tools.check"]], ids=" ".join)
def test_whoever_reads_no_further_sees_no_traceback(command):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=SOURCE.parent,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert done.stderr == b"" and done.returncode == -signal.SIGPIPE


@pytest.mark.parametrize(
    ("ci", "status", "words"),
    [
        ("", 0, "tests were NOT RUN: no browser was found. Install Chromium"),
        ("true", 1, "NOT RUN: no browser: no browser was found"),
    ],
)
def test_without_a_browser_its_tests_are_named_and_on_ci_they_fail(ci, status, words):
    path = "tests/browser/test_search_in_browser.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", path],
        cwd=SOURCE.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "CI": ci, "BROWSER_PATH": "nowhere", "PYTHONUTF8": "1"},
    )
    assert done.returncode == status
    assert words in done.stdout and path in done.stdout
    assert " passed" not in done.stdout
