"""The folder .venv: everything that the lesson needs, installed from a lock and always complete.

An update is installed into a new folder while the working one waits beside it, as `.venv-before`;
the new one counts from the moment when its stamp is written. Whatever interrupts an update, the
next start finds one of the two complete. `start.py` uses this module before anything is installed,
so it needs nothing but Python.
"""

import errno
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.copies import SetupError, read_bytes, read_json, write, write_json

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
#: What can be installed; each level contains those before it: what students need, then what
#: prints and reports for teachers, what serves a class or a site, and what tests everything.
LEVELS = ("run", "teach", "host", "test")
#: Space that an installation needs, in MB (measured, and a quarter more).
SPACE = {"run": 800, "teach": 950, "host": 1200, "test": 1800}
#: When no package at all is found, not even those that fit every computer.
NO_INDEX = (
    "The package server does not answer as expected. Perhaps it is out of order, or this network "
    "wants you to log in: open any web page, log in if you are asked to, and start again. If you "
    "have changed settings of pip, `pip config list` shows them."
)
#: What pip says when it fails, and what we say. The first pattern that fits counts.
REASONS = (
    (
        r"No module named",
        "pip has put the packages into another folder. `pip config list` shows the setting that "
        "does this, such as target or prefix. Remove it and start again.",
    ),
    (
        r"No space left|Errno 28|Disk quota exceeded|WinError 112|not enough space",
        "There is no space left on the disk. Free {space} MB and start again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package is not the one that the lock names, so it was not installed. Start again, and "
        "if it happens again, report it as SECURITY.md explains.",
    ),
    (
        r"Permission denied|Errno 13|WinError (5|32)\b",
        "A file in the folder .venv can't be replaced. Close JupyterLab everywhere and start "
        "again.",
    ),
    (r"\b50[0234] (Server Error|error responses)|HTTP error 50[0234]", NO_INDEX),
    (
        r"connection (broken|reset|refused|aborted)|connection error|NewConnectionError|"
        r"timed out|Max retries|ProxyError|SSLError|name resolution|resolve host|getaddrinfo",
        "The packages can't be fetched. Connect this computer to the internet and start again "
        "(only the first start of a version needs it). If you are connected, this network may be "
        "closed to the package server: ask the person who runs it, or try another one.",
    ),
    (
        r"No matching distribution found for (?P<name>[^\s=]+)",
        "There is no ready-made package {name} for Python {python} on this computer ({machine}). "
        "Start again with a 64-bit Python 3.11, 3.12, 3.13, 3.14 or 3.15 from "
        "https://www.python.org/downloads/.",
    ),
)
#: Runs a module as `python -m` does. It ends, with all that it has started, when this program ends.
GUARDED = """
import os, runpy, signal, subprocess, sys, threading
def end():
    os.read(0, 1)
    if os.name == "nt":
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(os.getpid())])
    else:
        os.killpg(0, signal.SIGKILL)
threading.Thread(target=end, daemon=True).start()
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
PIP = (
    "install",
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    "--no-input",
    "--progress-bar=off",
    "--disable-pip-version-check",
    "--no-warn-script-location",
)
#: Variables from outside that would change what runs in the environment. (Python keeps what it
#: compiles, so that not each kernel and each worker of the tests compiles it again.)
FOREIGN = re.compile(
    "PYTHONPATH|PYTHONHOME|PYTHONDONTWRITEBYTECODE|JUPYTER_PATH|JUPYTER_CONFIG_PATH|PIP_.*"
)
#: The settings of pip that only say how to reach a package server.
PIP_SETTINGS = re.compile(
    "PIP_(.*INDEX.*|FIND_LINKS|TRUSTED_HOST|PROXY|.*CERT|.*CACHE.*|RETRIES|.*TIMEOUT|CONFIG_FILE)"
)
#: Commands of JupyterLab: run all cells, and go back to the first one.
RUN_ALL, TO_THE_TOP = "notebook:run-all-cells", "notebook:extend-marked-cells-top"
#: Settings of JupyterLab: no questions about news, whole notebooks (links to headings work), and
#: two buttons that run all cells, and all cells above the chosen one.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/notebook-extension:panel": {
        "toolbar": [
            {
                "name": "begin",
                "label": "Begin",
                "rank": 0,
                "command": "apputils:run-all-enabled",
                "args": {"commands": [RUN_ALL, TO_THE_TOP, "notebook:deselect-all"]},
            },
            {
                "name": "continue",
                "label": "Continue where I stopped",
                "rank": 1,
                "command": "notebook:run-all-above",
            },
        ]
    },
}
#: Options of JupyterLab, wherever it runs: no news, nothing to install, our style for the page.
LAB_OPTIONS = [
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
    "--LabApp.custom_css=True",
    "--log-level=WARN",
]
#: What JupyterLab shows at first: the notebook, with the list of files closed.
WORKSPACE = {
    "data": {
        "layout-restorer:data": {
            "main": None,
            "left": {"collapsed": True, "visible": True, "widgets": ["filebrowser"]},
            "relativeSizes": [0, 1, 0],
        }
    },
    "metadata": {"id": "default"},
}


def clean_environment(env: Path) -> dict[str, str]:
    """Return the variables for all that runs in an environment, without settings from outside."""
    own = {
        name: value
        for name, value in os.environ.items()
        if PIP_SETTINGS.fullmatch(name) or not FOREIGN.fullmatch(name)
    }
    for name in ("LESSON_FOLDER", "LESSON_WORK"):
        if own.get(name):
            own[name] = str(Path(own[name]).absolute())  # kernels run in other folders
    homes = {
        "JUPYTER_CONFIG_DIR": "jupyter",
        "JUPYTER_DATA_DIR": "data",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }
    # UTF-8 everywhere, as in Python 3.15: on Windows an older one can't print every letter.
    return {
        **own,
        **{name: str(env / "home" / folder) for name, folder in homes.items()},
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PIP_USER": "0",
        "PYTHONUTF8": "1",
    }


class Environment:
    """The environment of the lesson in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / ".venv"
        #: The working environment, while a newer one is being installed.
        self.before = root / ".venv-before"
        #: An environment that is being removed.
        self.trash = root / ".venv-trash"
        #: What venv and pip say.
        self.log = root / ".venv.log"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def packages(self) -> Path:
        """The folder that contains the packages."""
        pattern = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
        return next(self.path.glob(pattern))

    def lock_hash(self, lock: str) -> str:
        """Return the hash of the lock of a level."""
        return hashlib.sha256((self.root / "locks" / f"{lock}.txt").read_bytes()).hexdigest()

    def works(self) -> bool:
        """Whether the environment is complete: its Python runs, and every package is there."""
        return environment_works(self.path)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Let one start prepare the lesson at a time; another one waits for it."""
        no_links = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            lock = os.open(self.root / ".venv.lock", os.O_RDWR | os.O_CREAT | no_links)
        except OSError:
            lock = None  # what can't be written is named later, where it matters
        try:
            waited = 0
            while lock is not None and not _try_lock(lock):
                time.sleep(0.2)
                waited += 1
                if waited == 10:
                    print("Another start is still installing. Waiting for it ...", flush=True)
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def prepare(self, lock: str) -> None:
        """Make sure that the environment contains what the lock of a level lists."""
        self.recover()
        stamp = read_json(_stamp(self.path))
        if stamp.get(lock) != self.lock_hash(lock) or not self.works():
            self.install([level for level in LEVELS if level == lock or level in stamp][-1])
        # A relative path in ASCII remains true wherever the folder is, whatever its name.
        way = os.path.relpath(self.root, self.packages)
        write(self.packages / "lesson.pth", f"{way}\n".encode())
        self.set_up_jupyterlab()

    def set_up_jupyterlab(self) -> None:
        """Write the settings, the style and the first layout of JupyterLab."""
        write_json(self.path / "share/jupyter/lab/settings/overrides.json", SETTINGS)
        configuration = self.path / "home/jupyter"
        style = (self.root / "tools/jupyterlab.css").read_bytes()
        write(configuration / "custom/custom.css", style)
        layout = configuration / "lab/workspaces/default-37a8.jupyterlab-workspace"
        if not layout.exists():  # a student's own layout stays
            write_json(layout, WORKSPACE)

    def recover(self) -> None:
        """After an interrupted update, put the environment from before it back in its place."""
        if self.before.exists():
            if environment_works(self.before) and not self.works():
                self.remove(self.path)
                self.before.rename(self.path)
            self.remove(self.before)

    def remove(self, folder: Path) -> None:
        """Remove a folder; an interruption leaves an incomplete one in the trash only."""
        shutil.rmtree(self.trash, ignore_errors=True)
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            folder.rename(self.trash)
            shutil.rmtree(self.trash, ignore_errors=True)

    def install(self, lock: str) -> None:
        """Install a lock into a new environment; one that works is kept until that is complete."""
        self._check_python()
        update = self.works()
        if not update:
            self._remove_incomplete()
        self._check_space(lock)
        if update:
            print("Updating what the lesson needs in the folder .venv ...", flush=True)
            self.path.rename(self.before)
        else:
            print(
                "Making an environment in the folder .venv (only once; needs the internet) ...",
                flush=True,
            )
        began = time.time()
        try:
            self._build(lock)
        except BaseException:
            self.recover()
            raise
        self.remove(self.before)
        print(f"Installed in {time.time() - began:.0f} seconds.", flush=True)

    def _check_python(self) -> None:
        if not (find_spec("venv") and find_spec("ensurepip")):
            raise SetupError(
                "This Python can't make an environment (venv or ensurepip is missing). Install it "
                "(on Debian and Ubuntu: sudo apt install python3-venv; elsewhere: Python from "
                "https://www.python.org/downloads/) and start again."
            )

    def _check_space(self, lock: str) -> None:
        free = shutil.disk_usage(self.root).free // 10**6
        if free < SPACE[lock]:
            raise SetupError(
                f"There is not enough space on the disk ({free} MB free, {SPACE[lock]} MB "
                "needed). Free some and start again."
            )

    def _remove_incomplete(self) -> None:
        """Remove an environment that is not complete, if it is ours."""
        if not self.path.is_symlink() and not self.path.exists():
            return
        if any(self.path.glob("*")) and not _stamp(self.path).is_file():
            raise SetupError(
                "There is a folder .venv that start.py did not make. Rename or delete it and "
                "start again."
            )
        print("An earlier installation is incomplete. Installing again ...", flush=True)
        self.remove(self.path)

    def _build(self, lock: str) -> None:
        """Make an environment, install a lock into it, and mark it as complete."""
        self.log.unlink(missing_ok=True)
        self.path.mkdir(exist_ok=True)
        write_json(_stamp(self.path), {})
        base = Path(getattr(sys, "_base_executable", None) or sys.executable)
        self._run(lock, base, "venv", self.path)
        self._run_pip(lock)
        print("  preparing fonts ...", flush=True)
        self._run(lock, self.python, "matplotlib.font_manager")
        modules = [*self.packages.glob("*.py"), *self.packages.glob("*/__init__.py")]
        stamp: dict[str, Any] = {"python": PYTHON}
        stamp["modules"] = sorted(path.relative_to(self.path).as_posix() for path in modules)
        for level in LEVELS[: LEVELS.index(lock) + 1]:
            stamp[level] = self.lock_hash(level)
        write_json(_stamp(self.path), stamp)

    def _run_pip(self, lock: str) -> None:
        """Install the packages of a lock with pip, and show how far it is."""
        file = self.root / "locks" / f"{lock}.txt"
        packages = len(re.findall("==", file.read_text(encoding="utf-8")))
        shown = ""

        def show() -> None:
            nonlocal shown
            line = progress(
                self._log_text(), packages, len(list(self.packages.glob("*.dist-info")))
            )
            if line not in ("", shown):
                print(f"  {line}", flush=True)
            shown = line

        self._run(lock, self.python, "pip", *PIP, "-r", file, watch=show)

    def _run(
        self,
        lock: str,
        python: Path,
        module: str,
        *arguments: str | Path,
        watch: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a module and call `watch` now and then; raise SetupError if it fails."""
        options = ("-I", "-X", "utf8", "-c", GUARDED, module)
        with self.log.open("ab") as log:
            program = subprocess.Popen(
                [python, *options, *arguments],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=clean_environment(self.path),
                cwd=self.root,
                start_new_session=True,
            )
        try:
            while program.poll() is None:
                time.sleep(0.2)
                watch()
        finally:
            program.communicate()  # closes its input, which ends it
        if program.returncode != 0:
            raise SetupError(why_it_failed(self._log_text(), SPACE[lock]))

    def _log_text(self) -> str:
        """Return the text of the log, which another program may be writing."""
        return read_bytes(self.log).decode("utf-8", "replace")


def _stamp(env: Path) -> Path:
    """Return the file that says what an environment contains: nothing while it is incomplete."""
    return env / "installed.json"


def environment_works(env: Path) -> bool:
    """Whether an environment is complete: its Python runs, and every package is there."""
    stamp = read_json(_stamp(env))
    modules = stamp.get("modules")
    if not isinstance(modules, list) or not all((env / str(name)).is_file() for name in modules):
        return False
    python = env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ask = [str(python), "-IS", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(stamp.get("python"))


def _try_lock(handle: int) -> bool:
    """Lock a file until it is closed; True if that succeeded, or can't (on some network disks)."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def progress(log: str, packages: int, new: int) -> str:
    """Say what pip is doing and how many packages are done, in steps of ten; "" at first.

    Parameters
    ----------
    log : str
        What pip has said so far.
    packages : int
        Number of packages in the lock, including those for other systems.
    new : int
        Number of packages in the environment.
    """
    installing = re.search("^Installing collected packages: (.*)$", log, re.MULTILINE)
    if installing:
        total = len(installing[1].split(","))
        done = min(new, total)
    else:
        total = packages - len(re.findall("^Ignoring ", log, re.MULTILINE))
        done = len(re.findall("^Collecting ", log, re.MULTILINE))
    doing = "installing" if installing else "fetching"
    shown = done if done == total else done // 10 * 10
    return f"{doing} packages: {shown} of {total}" if shown else ""


def why_it_failed(log: str, space: int) -> str:
    """Say why an installation failed, from the log; `space` is what it needs, in MB."""
    for pattern, sentence in REASONS:
        if found := re.search(pattern, log, re.IGNORECASE):
            machine = platform.platform(terse=True)
            facts = {"space": space, "python": PYTHON, "machine": machine, **found.groupdict()}
            if "name" in facts and not re.search(
                "^ +(Downloading|Using cached)|^Processing", log, re.M
            ):
                return NO_INDEX
            return sentence.format(**facts)
    message = "The installation failed. Start again, and if it fails again, report it with the "
    last = [line for line in log.splitlines() if line.strip()][-1:]
    return f"{message}file .venv.log." + "".join(f" Its last line is: {line}" for line in last)
