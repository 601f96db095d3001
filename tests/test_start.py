"""`start.py`: installing, updating, being interrupted, the student's copies, and what it says.

Most tests run it as a person does, with a lesson in miniature (see `small_lesson.py`), a real
environment and the real pip. The others look at its parts.
"""

import ast
import errno
import http.server
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import start
from tests.small_lesson import SmallLesson, notebook, ran, wheel
from tools import environment
from tools.copies import Copies, SetupError, content_hash, read_json, write
from tools.environment import Environment, progress, why_it_failed
from tools.lock import PYTHONS

SOURCE = Path(start.__file__)
POSIX = pytest.mark.skipif(os.name == "nt", reason="uses signals and pipes of POSIX")
OFFLINE = "The packages can't be fetched. Connect this computer to the internet and start again"
LATER = "The lesson opens with the packages that were here before."
NO_SUCH_PACKAGE = "jupyterlab==3.0 --hash=sha256:" + "0" * 64


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    """A small lesson, in a folder with a space and an accent, that was started once."""
    folder = tmp_path_factory.mktemp("start")
    lesson = SmallLesson.make(folder / "Übung Cuba é", folder / "wheels")
    lesson.first = lesson.start("--no-browser")
    return lesson


@pytest.fixture
def lesson(installed, tmp_path):
    """A copy of it, to do with as a test likes."""
    return installed.copy(tmp_path / "Übung zwei é")


def opens(lesson, **options):
    """Whether the lesson opens without installing anything and without the network."""
    status, output, errors = lesson.start(network=False, **options)
    return (status, errors) == (0, "") and bool(lesson.lab_call(output))


# ---- installing


def test_first_start_installs_and_opens_the_first_notebook(installed):
    status, output, errors = installed.first
    assert (status, errors) == (0, "")
    for line in ("Making an environment", "installing packages: 3 of 3", "Installed in"):
        assert line in output
    arguments, variables = installed.lab_call(output)
    assert "--LabApp.default_url=/lab/tree/my-work/00-start-here.ipynb" in arguments
    assert f"--ServerApp.root_dir={installed.root}" in arguments
    assert arguments[-1] == "--no-browser"
    settings = Path(variables["JUPYTER_CONFIG_DIR"])
    assert settings.is_relative_to(installed.env), "a person's own settings are left alone"
    copy = installed.work / "00-start-here.ipynb"
    assert copy.read_text(encoding="utf-8") == notebook("1 + 1")


def test_second_start_installs_nothing(lesson):
    _, output, _ = lesson.start(network=False)
    assert output.startswith("JupyterLab opens")


def test_helpers_are_found_in_a_folder_that_was_moved(lesson):
    (lesson.root / "helpers.py").write_text("", encoding="utf-8")
    assert lesson.start()[0] == 0
    ask = "import helpers; print(ascii(helpers.__file__))"
    python = Environment(lesson.root).python
    found = subprocess.run(
        [python, "-I", "-c", ask], cwd=lesson.work, capture_output=True, text=True, check=True
    )
    assert Path(ast.literal_eval(found.stdout)).resolve() == (lesson.root / "helpers.py").resolve()


def test_a_newer_lock_is_installed(lesson):
    lesson.lock(lesson.all_packages(jupyterlab="2.0"))
    status, output, errors = lesson.start()
    assert (status, errors) == (0, "")
    assert "Updating" in output and lesson.lab_call(output)
    assert list(lesson.env.glob("*ib/**/jupyterlab-2.0.dist-info"))
    assert sorted(path.name for path in lesson.root.glob(".venv*")) == [
        ".venv",
        ".venv.lock",
        ".venv.log",
    ]
    assert opens(lesson)


def test_a_newer_lock_without_network_opens_the_lesson_as_before(lesson):
    old = (lesson.root / "locks/run.txt").read_text(encoding="utf-8")
    lesson.lock(NO_SUCH_PACKAGE)
    status, output, errors = lesson.start(network=False)
    assert (status, errors) == (0, "") and lesson.lab_call(output)
    assert OFFLINE in output and LATER in output
    status, _, errors = lesson.start("check", network=False)
    assert status == 1 and errors.startswith(OFFLINE), "the newer version can't be checked"
    lesson.lock(old)
    assert opens(lesson)


def test_a_package_that_is_not_the_locked_one_is_refused(lesson):
    lesson.lock(re.sub(r"\w{64}", "0" * 64, wheel(lesson.wheels, "jupyterlab", "4.0", {})))
    status, output, _ = lesson.start()
    assert status == 0 and LATER in output
    assert "A package is not the one that the lock names, so it was not installed" in output
    assert not list(lesson.env.glob("*ib/**/jupyterlab-4.0.dist-info"))


def test_a_package_without_a_wheel_for_this_computer_is_named(lesson):
    lesson.lock(
        wheel(lesson.wheels, "nbformat", "1.0") + "matplotlib==9.9 --hash=sha256:" + "0" * 64
    )
    _, output, _ = lesson.start()
    python = environment.PYTHON
    assert f"There is no ready-made package matplotlib for Python {python} on this" in output


@pytest.mark.parametrize("module", ["jupyterlab/__init__.py", "matplotlib/font_manager.py"])
def test_an_environment_without_a_package_is_installed_again(lesson, module):
    shutil.rmtree(next(lesson.env.glob(f"*ib/**/{module}")).parent)
    status, output, errors = lesson.start()
    assert (status, errors) == (0, "")
    assert "An earlier installation is incomplete. Installing again" in output
    assert list(lesson.env.glob(f"*ib/**/{module}"))


def test_an_environment_whose_python_is_gone_is_made_again(lesson):
    for path in lesson.env.glob("[bS]*/python*"):
        path.unlink()
    status, output, _ = lesson.start()
    assert status == 0 and "Installing again" in output and lesson.lab_call(output)


def test_an_environment_of_someone_else_is_left_alone(lesson):
    (lesson.env / "installed.json").unlink()
    status, _, errors = lesson.start()
    assert (status, errors) == (
        1,
        "There is a folder .venv that start.py did not make. Rename or delete it and start "
        "again.\n",
    )
    assert list(lesson.env.iterdir())


# ---- interruptions


@pytest.fixture
def deaf_server():
    """An address that takes calls and never answers: pip waits there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


def begin_update(lesson, deaf_server):
    """Begin a start that does not get past pip, and return it when pip runs."""
    lesson.lock(NO_SUCH_PACKAGE)
    program = lesson.begin(network=False, PIP_INDEX_URL=deaf_server)
    until = time.monotonic() + 120
    log = lesson.root / ".venv.log"
    while "Looking in indexes" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < until
        time.sleep(0.1)
    return program


def run_in(folder):
    """Return the numbers of the programs that have a folder in their command line."""
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if str(folder) in path.read_bytes().decode("utf-8", "replace")
    ]


def wait_for_end(folder):
    """Wait until no program that runs in a folder is left."""
    until = time.monotonic() + 20
    while run_in(folder):
        assert time.monotonic() < until
        time.sleep(0.05)


@POSIX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_update_leaves_the_lesson_as_it_was(lesson, deaf_server, end):
    # Tests that run in the background ignore SIGINT, and so does what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    program = begin_update(lesson, deaf_server)
    signal.signal(signal.SIGINT, before)
    program.send_signal(end)
    _, errors = program.communicate(timeout=120)
    if end == signal.SIGINT:
        assert (program.returncode, errors) == (130, "\nStopped. Start again to go on.\n")
    assert opens(lesson)


@POSIX
def test_fifteen_killed_updates_leave_the_lesson_as_it_was(lesson):
    """Killed at any moment of a real update; whatever is left then works without the network."""
    chance, env = random.Random(23), Environment(lesson.root)
    locks = [lesson.all_packages(), lesson.all_packages(jupyterlab="2.0")]
    killed = 0
    for turn in range(15):
        lesson.lock(locks[turn % 2])
        program = lesson.begin()
        time.sleep(chance.uniform(0.05, 3))
        killed += program.poll() is None
        program.kill()
        program.communicate()
        with env.one_at_a_time():  # as the next start does
            env.recover()
        assert env.works()
    assert killed > 5
    lesson.lock(NO_SUCH_PACKAGE)
    assert opens(lesson)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for programs in /proc")
@pytest.mark.parametrize("when", ["venv", "pip"])
def test_a_killed_installation_leaves_no_program_running(lesson, deaf_server, when):
    if when == "pip":
        program = begin_update(lesson, deaf_server)
    else:
        lesson.lock(NO_SUCH_PACKAGE)
        program = lesson.begin(network=False)
        until = time.monotonic() + 60
        while len(run_in(lesson.env)) < 2:  # venv, and the pip that venv starts
            assert time.monotonic() < until
            time.sleep(0.01)
    assert run_in(lesson.env)
    program.kill()
    program.communicate()
    wait_for_end(lesson.env)


def test_an_update_that_fails_halfway_keeps_the_working_environment(lesson, monkeypatch):
    lesson.lock(NO_SUCH_PACKAGE)
    env = Environment(lesson.root)
    monkeypatch.setattr(env, "_run_pip", lambda lock: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        env.prepare("run")
    assert env.works() and not env.before.exists()


@pytest.mark.parametrize(
    ("there", "wanted", "installed"),
    [("run", "teach", "teach"), ("test", "teach", "test"), ("teach", "host", "host")],
)
def test_prepare_never_goes_back_to_a_lower_level(
    small_root, monkeypatch, there, wanted, installed
):
    (small_root / f"locks/{wanted}.txt").write_text("a==1\n", encoding="utf-8")
    start.ENV.path.mkdir()
    (start.ENV.path / "installed.json").write_text(f'{{"{there}": "old"}}', encoding="utf-8")
    calls = []
    monkeypatch.setattr(start.ENV, "install", calls.append)
    monkeypatch.setattr(Environment, "packages", start.ENV.path)
    monkeypatch.setattr(start.ENV, "set_up_jupyterlab", lambda: None)
    start.ENV.prepare(wanted)
    assert calls == [installed]


def test_recover_never_takes_an_incomplete_environment(lesson):
    env = Environment(lesson.root)
    shutil.copytree(env.path, env.before, symlinks=True)
    (env.before / "installed.json").write_text("{}", encoding="utf-8")
    env.recover()
    assert env.works() and not env.before.exists()


def test_thirty_simultaneous_starts_all_open_the_lesson(installed, tmp_path):
    lesson = SmallLesson.make(tmp_path / "thirty", tmp_path / "wheels")
    with ThreadPoolExecutor(30) as pool:
        done = list(pool.map(lambda _: lesson.start(), range(30)))
    assert [(status, errors) for status, _, errors in done] == [(0, "")] * 30
    assert all(lesson.lab_call(output) for _, output, _ in done)
    assert sum("Making an environment" in output for _, output, _ in done) == 1
    assert sorted(path.name for path in lesson.work.iterdir()) == [
        ".originals.json",
        "00-start-here.ipynb",
        "01-read-the-text.ipynb",
    ]


@POSIX
def test_another_start_waits_until_the_first_is_done_or_dead(lesson, deaf_server):
    old = (lesson.root / "locks/run.txt").read_text(encoding="utf-8")
    one = begin_update(lesson, deaf_server)
    lesson.lock(old)
    two = lesson.begin(network=False)
    assert two.stdout.readline() == "Another start is still installing. Waiting for it ...\n"
    assert one.poll() is None and two.poll() is None
    one.kill()
    one.communicate()
    output, errors = two.communicate(timeout=120)
    assert (two.returncode, errors) == (0, "") and lesson.lab_call(output)


# ---- commands


def test_commands_run_in_the_environment_and_give_their_exit_status(lesson):
    code = "import sys; print(sys.prefix, '\\u25cb \\u0425'); sys.exit(7)"
    (lesson.root / "tools/check.py").write_text(code, encoding="utf-8")
    few_letters = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    status, output, errors = lesson.start("check", **few_letters)
    assert (status, errors) == (7, "")
    folder, letters = output.strip().split(" ", 1) if " ○" not in output else output.split(" ○")
    assert Path(folder).resolve() == lesson.env.resolve() and letters.strip() == "Х"


def test_the_folder_of_the_lesson_is_passed_on(lesson):
    _, output, _ = lesson.start(LESSON_FOLDER="another", PYTHONPATH="x", PIP_TARGET="x")
    _, variables = lesson.lab_call(output)
    assert variables["LESSON_FOLDER"] == str(lesson.root / "another")
    assert "PYTHONPATH" not in variables and "PIP_TARGET" not in variables


def listed(text):
    """Return the commands that a text of help lists."""
    return set(re.findall(r"^  python3 start.py ([\w-]*)", text, re.MULTILINE))


def test_help_lists_every_command_of_this_edition_and_an_unknown_one_is_named(lesson):
    assert listed(start.usage()) == {"", "NAME", *start.PAGES, *start.COMMANDS}
    status, output, _ = lesson.start("--help")
    assert (status, listed(output)) == (0, {"", "fresh", "check", "test"})
    only_for_teachers = 'The command "build" is only in the edition for teachers.\n'
    assert lesson.start("build")[::2] == (1, only_for_teachers)
    assert lesson.start("tets")[::2] == (
        1,
        'There is no command "tets". python3 start.py --help lists them.\n',
    )


@POSIX
@pytest.mark.parametrize("command", [["start.py", "--help"], ["-m", "tools.check"]], ids=" ".join)
def test_a_reader_who_stops_early_sees_no_traceback(command):
    read, write_end = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=SOURCE.parent,
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)
    assert done.stderr == b"" and done.returncode == -signal.SIGPIPE


# ---- an old Python

#: What Python 2.7 can't read. (`ast` knows only versions from 3.4 on.)
NEWER = (
    ast.JoinedStr,
    ast.AnnAssign,
    ast.NamedExpr,
    ast.Nonlocal,
    ast.Match,
    ast.MatMult,
    ast.AsyncFunctionDef,
    ast.TryStar,
)


def too_new(source):
    """Return the lines of a program that Python 2.7 could not read."""
    tree = ast.parse(source, feature_version=(3, 4))
    found = [number for number, line in enumerate(source.splitlines(), 1) if not line.isascii()]
    for node in ast.walk(tree):
        signs = (
            isinstance(node, NEWER),
            isinstance(node, ast.Starred),  # may stand in a call, but only at its end
            isinstance(node, ast.Raise) and node.cause,
            isinstance(node, ast.arguments) and (node.kwonlyargs or node.posonlyargs),
            isinstance(node, ast.arg) and node.annotation,
            isinstance(node, ast.FunctionDef) and node.returns,
            isinstance(node, ast.ClassDef) and node.keywords,
            isinstance(node, ast.Dict) and None in node.keys,
        )
        found += [getattr(node, "lineno", 0)] if any(signs) else []
    return found


def test_an_old_python_can_read_the_script():
    source = SOURCE.read_text(encoding="utf-8")
    assert too_new(source.replace("*sys.version_info[:2])", "1, 2)")) == []


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13)])
def test_an_old_python_is_named_and_a_new_one_recommended(version):
    ask = (
        "import sys, runpy; sys.version_info = {0!r}; sys.argv = ['start.py']; "
        "runpy.run_path({1!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask.format((*version, "final", 0), str(SOURCE))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"The lesson needs Python 3.11 or newer and this is Python {version[0]}.{version[1]}: get "
        "Python 3.15 at https://www.python.org/downloads/ and start again with it.\n"
    )


def test_the_pythons_that_are_named_are_those_of_the_lock():
    *others, newest = PYTHONS
    text = f"{', '.join(others)} or {newest}"
    assert f"a 64-bit Python {text} from" in "".join(
        sentence for _, sentence in environment.REASONS
    )
    assert f"get Python {newest} at" in SOURCE.read_text(encoding="utf-8")
    assert f"You need Python {text}" in (SOURCE.parent / "README.md").read_text(encoding="utf-8")


# ---- what is wrong, in words


@pytest.fixture
def web_server():
    """Return a function that answers every request with a status and a page, at an address."""
    servers = []

    def serve(status, page=b""):
        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *arguments):
                pass

        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/simple"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


LOGIN = b"<html><form><input name='password'></form></html>"


@pytest.mark.parametrize(("status", "page"), [(503, b""), (200, LOGIN)])
def test_a_wrong_answer_of_the_server_is_not_called_a_missing_package(
    lesson, web_server, status, page
):
    lesson.lock(NO_SUCH_PACKAGE)
    _, output, _ = lesson.start(network=False, PIP_INDEX_URL=web_server(status, page))
    assert "The package server does not answer as expected." in output


def test_a_setting_that_puts_packages_elsewhere_is_named(lesson, tmp_path):
    lesson.lock(lesson.all_packages(matplotlib="2.0"))
    config = tmp_path / "pip.conf"
    config.write_text(f"[install]\ntarget = {tmp_path / 'elsewhere'}\n", encoding="utf-8")
    _, output, _ = lesson.start(PIP_CONFIG_FILE=str(config))
    assert "pip has put the packages into another folder" in output and LATER in output


FULL = "There is no space left on the disk. Free 800 MB"
IN_USE = "A file in the folder .venv can't be replaced"
#: What pip 23 to 25 say, shortened, and how our sentence begins.
PIP_SAYS = {
    "OSError: [Errno 28] No space left on device": FULL,
    "OSError: [Errno 122] Disk quota exceeded": FULL,
    "OSError: [WinError 112] There is not enough space on the disk": FULL,
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE": "A package is not",
    "OSError: [Errno 13] Permission denied: 'C:\\\\a.pyd'": IN_USE,
    "OSError: [WinError 5] Zugriff verweigert: 'a.pyd'": IN_USE,
    "OSError: [WinError 32] The process cannot access the file": IN_USE,
    "connection broken by 'NewConnectionError(': Temporary failure in name resolution')'\n"
    "ERROR: No matching distribution found for anyio==4.9.0": OFFLINE,
    "Max retries exceeded (Caused by SSLError(SSLCertVerificationError(1, 'bad')))": OFFLINE,
    "  Downloading a-1-py3-none-any.whl\nERROR: No matching distribution found for numpy==2.3.5": (
        "There is no ready-made package numpy for Python"
    ),
    "ERROR: No matching distribution found for numpy==2.3.5": "The package server does not answer",
    "Collecting a==1\nERROR: something new\n\nand its end\n": (
        "The installation failed. Start again, and if it fails again, report it with the file "
        ".venv.log. Its last line is: and its end"
    ),
    "": "The installation failed. Start again",
}


@pytest.mark.parametrize(("log", "sentence"), PIP_SAYS.items(), ids=range(len(PIP_SAYS)))
def test_why_it_failed_says_what_helps(log, sentence):
    assert why_it_failed("Collecting anyio==4.9.0\n" + log if log else "", 800).startswith(sentence)


def test_why_it_failed_reads_a_long_log_quickly():
    began = time.monotonic()
    for line in ("Collecting a\n", " " * 100 + "\n", "a" * 50, " "):
        why_it_failed(line * (100_000 // len(line)), 800)
    assert time.monotonic() - began < 2


@pytest.fixture
def small_root(tmp_path, monkeypatch):
    """Let this process's `start` work in a folder with an empty lesson."""
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "ENV", Environment(tmp_path))
    monkeypatch.setattr(start, "COPIES", Copies(tmp_path / "notebooks", tmp_path / "my-work"))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks/run.txt").write_text("a==1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_or_ensurepip_is_named(small_root, monkeypatch, module):
    """Debian and Ubuntu leave both out of the Python that they install at first."""
    monkeypatch.setattr(environment, "find_spec", lambda name: None if name == module else True)
    with pytest.raises(SetupError, match=r"can't make an environment.*apt install python3-venv"):
        start.ENV.prepare("run")
    assert not start.ENV.path.exists()


def test_an_incomplete_download_of_the_lesson_is_named(small_root, capsys):
    (small_root / "locks/run.txt").unlink()
    assert start.main([]) == 1
    assert capsys.readouterr() == (
        "",
        f"{small_root / 'locks/run.txt'} is missing. Unpack the whole folder again and start "
        "there.\n",
    )


def test_too_little_space_is_said_before_anything_is_made(small_root, monkeypatch):
    usage = shutil._ntuple_diskusage(10**9, 10**9, 300 * 10**6)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SetupError, match=r"not enough space .*\(300 MB free, 800 MB needed\)"):
        start.ENV.prepare("run")
    assert not start.ENV.path.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "can't be written. Copy the whole folder to a place of your own"),
        (errno.EROFS, "can't be written. Copy the whole folder to a place of your own"),
        (errno.ENOSPC, "There is no space left on the disk. Free some and start again."),
        (errno.ENOTDIR, "my-work is in the way"),
        (errno.ENOENT, "my-work is in the way"),
    ],
)
def test_an_error_of_the_system_is_explained(small_root, monkeypatch, capsys, number, sentence):
    def fail(arguments):
        raise OSError(number, os.strerror(number), "my-work")

    monkeypatch.setattr(start, "execute", fail)
    assert start.main([]) == 1
    shown = capsys.readouterr()
    assert shown.out == "" and sentence in shown.err and shown.err.count("\n") == 1


def test_a_file_in_use_is_not_called_a_folder_that_cannot_be_written(small_root):
    start.ENV.path.mkdir()
    problem = PermissionError(errno.EACCES, "in use", str(start.ENV.path / "python.exe"))
    assert start.explain_os_error(problem).startswith(IN_USE)


def test_a_file_in_the_place_of_the_work_folder_is_named(small_root, capsys):
    start.COPIES.work.write_text("in the way", encoding="utf-8")
    write_notebook(start.COPIES.originals, "00.ipynb", "1")
    assert start.main(["fresh", "00"]) == 1
    assert "my-work" in (message := capsys.readouterr().err) and "in the way" in message
    assert start.COPIES.work.read_text(encoding="utf-8") == "in the way"


def test_guide_of_the_edition_for_students_is_said_to_be_elsewhere(small_root, capsys):
    assert start.main(["guide"]) == 1
    assert "is only in the edition for teachers." in capsys.readouterr().err


def test_guide_opens_on_a_copy(small_root, monkeypatch):
    opened = []
    monkeypatch.setattr(Environment, "prepare", lambda self, lock: None)
    monkeypatch.setattr(start, "run", lambda module, options: opened.append(options) or 0)
    write_notebook(start.COPIES.originals, start.GUIDE, "1")
    assert start.main(["guide"]) == 0
    assert (start.COPIES.work / start.GUIDE).is_file()
    assert f"--LabApp.default_url=/lab/tree/my-work/{start.GUIDE}" in opened[0]


def test_lab_options_ask_nothing_of_the_network():
    options = start.lab_options(start.FIRST)
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in options
    assert "--LabApp.news_url=None" in options and "--ServerApp.ip=localhost" in options
    assert "--LabApp.extension_manager=readonly" in options
    news = environment.SETTINGS["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("", ""),
        ("Looking in indexes\n" + "Collecting a==1\n" * 19, "fetching packages: 10 of 25"),
        (
            "Ignoring c: markers don't match\n" + "Collecting a\n" * 24,
            "fetching packages: 24 of 24",
        ),
        ("Collecting a\nInstalling collected packages: a, b, c\n", ""),
        ("Installing collected packages: a, b\n", "installing packages: 2 of 2"),
    ],
)
def test_progress_is_read_from_the_log_of_pip(log, expected):
    assert progress(log, packages=25, new=2) == expected


# ---- the student's copies


@pytest.fixture
def copies(tmp_path):
    """Return the copies of a lesson that has no notebook yet."""
    (tmp_path / "notebooks").mkdir()
    return Copies(tmp_path / "notebooks", tmp_path / "my-work")


def write_notebook(folder, name, *sources):
    """Write a notebook, and return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(notebook(*sources), encoding="utf-8")
    return path


def test_refresh_gives_every_student_a_copy_once(copies):
    for name, source in (("00.ipynb", "1"), ("01.ipynb", "2")):
        write_notebook(copies.originals, name, source)
    for name in (".hidden", "desktop.ini", "Thumbs.db"):
        (copies.originals / name).touch()
    (copies.originals / ".ipynb_checkpoints").mkdir()
    assert copies.refresh() == []
    copy = copies.work / "00.ipynb"
    run = ran(copy.read_text(encoding="utf-8"))
    copy.write_text(run, encoding="utf-8")
    for original in (notebook("1"), ran(notebook("1")), run.replace("an answer", "another")):
        (copies.originals / "00.ipynb").write_text(original, encoding="utf-8")
        assert copies.refresh() == []
        assert copy.read_text(encoding="utf-8") == run, "outputs of a student stay"
    copies.memory.unlink()
    copies.refresh()
    assert copy.read_text(encoding="utf-8") == run
    names = sorted(path.name for path in copies.work.iterdir())
    assert names == [".originals.json", "00.ipynb", "01.ipynb"]


def test_a_copy_contains_no_output_before_it_is_run(copies):
    text = notebook("1", "é")
    (copies.originals / "00.ipynb").write_text(ran(text), encoding="utf-8")
    (copies.originals / "notes.txt").write_bytes(b"\xff as it is")
    (copies.originals / "99.ipynb").write_bytes(b"not a notebook")
    copies.refresh()
    assert json.loads((copies.work / "00.ipynb").read_bytes()) == json.loads(text)
    assert (copies.work / "notes.txt").read_bytes() == b"\xff as it is"
    assert (copies.work / "99.ipynb").read_bytes() == b"not a notebook"


def test_a_newer_original_replaces_a_copy_that_was_only_run(copies):
    write_notebook(copies.originals, "00.ipynb", "1")
    copies.refresh()
    (copies.work / "00.ipynb").write_text(ran(notebook("1")), encoding="utf-8")
    write_notebook(copies.originals, "00.ipynb", "1", "new")
    assert copies.refresh() == []
    assert "new" in (copies.work / "00.ipynb").read_text(encoding="utf-8")


def test_a_newer_original_never_overwrites_what_a_student_wrote(copies):
    write_notebook(copies.originals, "00.ipynb", "1")
    copies.refresh()
    mine = write_notebook(copies.work, "00.ipynb", "1", "mine").read_bytes()
    assert copies.refresh() == []
    for version, name in (("b", "00 (new version).ipynb"), ("c", "00 (new version) 2.ipynb")):
        write_notebook(copies.originals, "00.ipynb", version)
        assert copies.refresh() == [
            f"00.ipynb has a newer version. Yours is as you left it; the new one is {name}."
        ]
        assert (copies.work / name).read_text(encoding="utf-8") == notebook(version)
        assert copies.refresh() == []
    assert (copies.work / "00.ipynb").read_bytes() == mine


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize("damaged", [b"", b"{", b"\xff\x00", b"[]", b'{"cells": 3}', DEEP])
def test_a_copy_that_is_no_longer_a_notebook_is_not_overwritten(copies, damaged):
    write_notebook(copies.originals, "00.ipynb", "1")
    copies.refresh()
    (copies.work / "00.ipynb").write_bytes(damaged)
    write_notebook(copies.originals, "00.ipynb", "2")
    assert len(copies.refresh()) == 1
    assert (copies.work / "00.ipynb").read_bytes() == damaged


@pytest.mark.parametrize("damaged", [b"damaged", b"\xff\x00", b"[]", b'{"00.ipynb": 3}', DEEP])
def test_a_damaged_memory_overwrites_nothing(copies, damaged):
    write_notebook(copies.originals, "00.ipynb", "1")
    mine = write_notebook(copies.work, "00.ipynb", "mine").read_bytes()
    copies.memory.write_bytes(damaged)
    copies.refresh()
    assert (copies.work / "00.ipynb").read_bytes() == mine
    assert set(read_json(copies.memory)) == {"00.ipynb"}


@POSIX
@pytest.mark.parametrize("name", ["00.ipynb", ".originals.json"])
def test_refresh_waits_for_no_pipe_and_writes_through_no_link(copies, tmp_path, name):
    write_notebook(copies.originals, "00.ipynb", "1")
    copies.work.mkdir()
    os.mkfifo(copies.work / name)
    copies.refresh()
    (copies.work / name).unlink()
    precious = tmp_path / "precious"
    for content in ("precious", notebook("1")):
        precious.write_text(content, encoding="utf-8")
        (copies.work / name).unlink(missing_ok=True)
        (copies.work / name).symlink_to(precious)
        write_notebook(copies.originals, "00.ipynb", content)
        copies.refresh()
        assert precious.read_text(encoding="utf-8") == content


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new_one(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_bytes(b"mine")

    def fail(self, target):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="full"):
        write(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a.ipynb"]
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("change", ["source", "attachments", "cell_type", "order"])
def test_content_hash_notices_what_a_person_wrote(tmp_path, change):
    path = write_notebook(tmp_path, "a.ipynb", "1", "2")
    before = content_hash(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    values = {"source": "1 + 1", "attachments": {"a.png": {}}, "cell_type": "raw"}
    if change == "order":
        data["cells"].reverse()
    else:
        data["cells"][0][change] = values[change]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert content_hash(path) != before


def test_content_hash_ignores_how_a_source_is_cut_into_lines(tmp_path):
    path = write_notebook(tmp_path, "a.ipynb", "a\nb")
    before = content_hash(path)
    text = path.read_text(encoding="utf-8").replace('["a\\nb"]', '["a\\n", "b"]')
    path.write_text(text, encoding="utf-8")
    assert content_hash(path) == before


@pytest.mark.parametrize(
    "name", ["00", "0", "start-here", "00-start-here.ipynb", "my-work/00-start-here.ipynb"]
)
def test_fresh_takes_a_number_a_name_or_a_path(copies, name):
    for original in ("00-start-here.ipynb", "10-the-start.ipynb"):
        write_notebook(copies.originals, original, "1")
    assert copies.fresh(name) == "00-start-here.ipynb is a clean copy now."
    assert copies.refresh() == []


def test_fresh_prefers_the_notebook_with_exactly_that_name(copies):
    for original in ("00-start-here.ipynb", "00-start-here (1).ipynb"):
        write_notebook(copies.originals, original, "1")
    assert copies.fresh("00-start-here") == "00-start-here.ipynb is a clean copy now."


def test_fresh_keeps_every_old_copy_under_a_dated_name(copies):
    write_notebook(copies.originals, "01-read.ipynb", "1")
    day = date.today().isoformat()
    for number, name in ((1, ""), (2, " 2"), (3, " 3")):
        write_notebook(copies.work, "01-read.ipynb", f"version {number}")
        kept = f"01-read (until {day}){name}.ipynb"
        message = f"01-read.ipynb is a clean copy now. What you had is in {kept}."
        assert copies.fresh("01") == message
        assert (copies.work / kept).read_text(encoding="utf-8") == notebook(f"version {number}")


@pytest.mark.parametrize("name", ["", "9", "../start.py", "a"])
def test_fresh_wants_exactly_one_notebook(copies, name):
    write_notebook(copies.originals, "00-start.ipynb", "1")
    write_notebook(copies.originals, "01-read.ipynb", "1")
    with pytest.raises(SetupError, match=r"Say which notebook: one of 00-start, 01-read\."):
        copies.fresh(name)


# ---- a lesson of one's own


@pytest.fixture
def own_lesson(lesson):
    """The small lesson with another one, called lenn, in its folder `lessons`."""
    for name in ("01-read-the-text.ipynb", "90-teachers-guide.ipynb"):
        write(lesson.root / "lessons/lenn/notebooks" / name, notebook(name).encode())
    return lesson


@pytest.mark.parametrize("words", [["lenn"], ["open", "lenn"]])
def test_a_lesson_of_ones_own_opens_at_its_first_notebook(own_lesson, words):
    status, output, errors = own_lesson.start(*words, "--no-browser")
    assert (status, errors) == (0, "")
    arguments, _ = own_lesson.lab_call(output)
    assert "--LabApp.default_url=/lab/tree/my-work/lenn/01-read-the-text.ipynb" in arguments
    assert arguments[-1] == "--no-browser"
    copies = sorted(path.name for path in (own_lesson.work / "lenn").glob("*.ipynb"))
    assert copies == ["01-read-the-text.ipynb"], "students get no guide"


def test_edit_opens_the_notebooks_of_a_lesson_of_ones_own_themselves(own_lesson):
    status, output, errors = own_lesson.start("edit", "lenn", "--no-browser")
    assert (status, errors) == (0, "")
    arguments, _ = own_lesson.lab_call(output)
    page = "/lab/tree/lessons/lenn/notebooks/01-read-the-text.ipynb"
    assert f"--LabApp.default_url={page}" in arguments and arguments[-1] == "--no-browser"
    assert not (own_lesson.work / "lenn").exists(), "no copies are made"
    for words in ([], ["nothing"]):
        message = "Say which lesson to edit: python3 start.py edit NAME\n"
        assert own_lesson.start("edit", *words)[::2] == (1, message)


def test_the_guide_and_a_fresh_copy_can_be_had_of_a_lesson_of_ones_own(own_lesson):
    _, output, _ = own_lesson.start("guide", "lenn")
    assert (
        "--LabApp.default_url=/lab/tree/my-work/lenn/90-teachers-guide.ipynb"
        in (own_lesson.lab_call(output)[0])
    )
    assert own_lesson.start("fresh", "lenn", "01")[::2] == (0, "")
    assert len(list((own_lesson.work / "lenn").glob("01*until*"))) == 1


@pytest.mark.parametrize(
    ("words", "module", "options"),
    [
        (["import", "lenn"], "tools.lessons", ["import", "lenn"]),
        (["new-lesson", "varn"], "tools.lessons", ["new-lesson", "varn"]),
        (["check", "lenn"], "tools.lessons", ["check", "lenn"]),
        (["check"], "tools.check", []),
        (["build", "02"], "tools.build", ["02"]),
    ],
)
def test_a_command_with_the_name_of_a_lesson_works_on_that_lesson(
    small_root, monkeypatch, words, module, options
):
    (small_root / "lessons/lenn").mkdir(parents=True)
    monkeypatch.setattr(start.ENV, "prepare", lambda level: None)
    called = []
    monkeypatch.setattr(start, "run", lambda *arguments: called.append(arguments) or 0)
    assert start.execute(words) == 0
    assert called == [(module, options)]
