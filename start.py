"""Start the lesson:  python3 start.py   (on Windows:  py start.py)

  python3 start.py               open the lesson in JupyterLab (the first time: install what it needs)
  python3 start.py fresh NAME    give a clean copy of a notebook, and keep yours under a dated name
  python3 start.py test [PATH]   run all tests, or those of one file or notebook
  python3 start.py check         check the data, the exercises and the prose
  python3 start.py build [NAME]  make all that is derived from the data, or one notebook
  python3 start.py lock          write the locks of the packages again (for maintainers)
  python3 start.py faults        plant faults one at a time and see that each is caught (for maintainers)
  python3 start.py mutants       the same with thousands of generated ones; takes long (for maintainers)

Options that begin with - go to JupyterLab (or to pytest), for example  --no-browser.
"""

# Python 2.7 must be able to read this file, to say what is missing: no f-strings, no annotations,
# no stars in lists.
from __future__ import print_function

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The lesson needs Python 3.11 or newer and this is Python {0}.{1}: get Python 3.15 at "
        "https://www.python.org/downloads/ and start again with it.".format(*sys.version_info[:2])
    )

import errno
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import time
from datetime import date
from importlib.util import find_spec
from pathlib import Path

PYTHON = "{0}.{1}".format(*sys.version_info[:2])
ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
STAMP = ENV / "installed.json"  # what is installed completely; no stamp: an installation broke off
LOG = ENV / "install.log"  # pip's words; touched while an installation runs
ORIGINALS = ROOT / "notebooks"
WORK = ROOT / "my-work"
MEMORY = WORK / ".originals.json"  # which original each copy was made from
FIRST = "00-start-here.ipynb"
#: Room that an installation needs, in MB (measured, and a quarter more).
ROOM = {"run": 800, "test": 1600}
#: How the sentence begins after which a lesson that is installed can still be opened.
OFFLINE = "The packages can't be fetched"
#: What pip says when it fails, and what we say. The first that fits counts.
REASONS = (
    (
        r"No space left|Errno 28|WinError 112|not enough space",
        "There is no room left on the disk: free {room} MB and start again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A package is not the one that the lock names, so it was not installed: start again, and if it happens "
        "again, report it as SECURITY.md says.",
    ),
    (
        r"Long Path|WinError 206|File name too long",
        "The path of this folder is too long for Windows: move the folder to a short place such as C:\\lesson "
        "and start again.",
    ),
    (
        r"Permission denied|Errno 13|WinError (5|32)\b",
        "A file in the folder .venv can't be replaced: close JupyterLab everywhere and start again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The secure connection to the package server was refused: try another network, or ask the person who "
        "runs this one, and start again.",
    ),
    (
        r"connection (broken|reset|refused|aborted)|connection error|NewConnectionError|timed out|Max retries|"
        r"ProxyError|name resolution|resolve host|getaddrinfo|Could not fetch URL",
        OFFLINE
        + ": connect this computer to the internet and start again (only the first start of a version needs it).",
    ),
    (
        r"No matching distribution found for (?P<name>[^\s=]+)",
        "There is no ready-made package {name} for Python {python} on this computer ({machine}): start again "
        "with a 64-bit Python 3.11, 3.12, 3.13, 3.14 or 3.15 from https://www.python.org/downloads/.",
    ),
    (
        r"PATH separator",
        "The path of this folder contains a colon, which Python can't use here: rename that folder and start again.",
    ),
)
#: Runs pip, and ends it when this program ends, so that a broken-off installation does not go on
#: unseen.
PIP = """import os, runpy, threading
threading.Thread(target=lambda: os.read(0, 1) or os._exit(1), daemon=True).start()
runpy.run_module("pip", run_name="__main__", alter_sys=True)"""
#: Settings of JupyterLab for the lesson: no questions about news, and whole notebooks (links to
#: headings work).
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


class Stop(Exception):
    """Something is wrong that the person can put right; the message says what and how."""


# ---- the environment
# -------------------------------------------------------------------------------------


def env_python():
    """Return the path of the environment's Python."""
    return ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def env_packages():
    """Return the folder in which the environment keeps its packages."""
    return next(ENV.glob("Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"))


def surroundings():
    """Return the variables for everything that runs in the environment: nothing outside the project is used."""
    # Without the last, what Python compiles is kept: not each kernel and each worker of the tests
    # compiles it again.
    foreign = (
        "PYTHONPATH",
        "PYTHONHOME",
        "JUPYTER_PATH",
        "JUPYTER_CONFIG_PATH",
        "PYTHONDONTWRITEBYTECODE",
    )
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    # UTF-8 everywhere, as Python 3.15 does by itself: on Windows an older one can't print all
    # letters of the lesson into a file.
    own.update({"JUPYTER_PREFER_ENV_PATH": "1", "PIP_USER": "0", "PYTHONUTF8": "1"})
    homes = {
        "JUPYTER_CONFIG_DIR": "jupyter",
        "JUPYTER_DATA_DIR": "data",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }
    own.update({name: str(ENV / "home" / folder) for name, folder in homes.items()})
    return own


def mark(lock):
    """Return the hash of a lock (`run` or `test`)."""
    return hashlib.sha256((ROOT / "locks" / (lock + ".txt")).read_bytes()).hexdigest()


def read_json(path):
    """Return what a JSON file holds, or an empty dictionary when there is no such file or it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path, text):
    """Write a text file if that changes it."""
    if not path.exists() or path.read_bytes() != text.encode("utf-8"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def works(stamp):
    """Tell whether the environment's Python still runs and is the one that the packages were installed for."""
    if not stamp or not env_python().exists():
        return False
    ask = [str(env_python()), "-IS", "-c", "import sys; print('{0}.{1}'.format(*sys.version_info))"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    return answer.stdout.strip() == stamp.get("python")


def prepare(lock):
    """Make sure that the environment holds exactly what a lock says."""
    wait_for_another()
    stamp = read_json(STAMP)
    if stamp.get(lock) != mark(lock) or not works(stamp):
        install(lock, stamp if works(stamp) else {})
    # A relative path in ASCII: it stays true when the folder moves and whatever the folder's name.
    write(env_packages() / "lesson.pth", os.path.relpath(ROOT, env_packages()) + "\n")
    write(ENV / "share/jupyter/lab/settings/overrides.json", json.dumps(SETTINGS, indent=1) + "\n")


def wait_for_another():
    """Wait while another start of the same lesson is installing."""
    said = False
    while LOG.exists() and not STAMP.exists() and 0 <= time.time() - LOG.stat().st_mtime < 5:
        if not said:
            print("Another start is still installing; waiting for it ...", flush=True)
        said = True
        time.sleep(0.5)


def install(lock, stamp):
    """Install a lock into the environment; make the environment anew unless its stamp says that it is whole."""
    if not stamp:
        if ENV.exists() and any(ENV.iterdir()) and not LOG.exists():
            raise Stop(
                "There is a folder .venv that start.py did not make: rename or delete it and start again."
            )
        clear()
        free = shutil.disk_usage(ROOT).free // 10**6
        if free < ROOM[lock]:
            raise Stop(
                "There is not enough room on the disk ({0} MB free, {1} MB needed): free some and start again.".format(
                    free, ROOM[lock]
                )
            )
    began = time.time()
    try:
        if stamp:
            print("Updating what the lesson needs in the folder .venv ...", flush=True)
            LOG.write_bytes(b"")
            STAMP.unlink()
        else:
            make_environment()
        run_pip(lock)
        print("  preparing fonts ...")
        for _ in busy([env_python(), "-c", "import matplotlib.font_manager"], lock):
            pass
    except Stop:
        if stamp and progress(words(LOG), 0, 0)[0] == "fetching":
            write(
                STAMP, json.dumps(stamp) + "\n"
            )  # nothing was touched: what was whole stays whole
        raise
    else:  # the stamp first: who waits must not find an installation that neither runs nor is whole
        marks = {
            each: mark(each) for each in (["run", "test"] if lock == "test" else ["run"])
        }  # test holds all of run
        write(STAMP, json.dumps(dict({"python": PYTHON}, **dict(stamp, **marks))) + "\n")
    finally:
        if LOG.exists():
            os.utime(LOG, (0, 0))  # no longer running
    print("Installed in {0:.0f} seconds.".format(time.time() - began))


def clear():
    """Remove what an earlier start left half done."""
    if ENV.exists():
        print("An earlier installation is not whole; making it anew ...")
        try:
            shutil.rmtree(ENV)
        finally:
            if ENV.exists():
                LOG.touch()  # what is left of it is still known as ours


def make_environment():
    """Make a new, empty environment."""
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise Stop(
            "This Python can't make an environment (venv or ensurepip is missing): install it (Debian and "
            "Ubuntu: sudo apt install python3-venv; elsewhere: Python from https://www.python.org/downloads/) "
            "and start again."
        )
    print(
        "Making an environment in the folder .venv (only this once; needs the internet) ...",
        flush=True,
    )
    ENV.mkdir()
    python = getattr(sys, "_base_executable", None) or sys.executable
    for _ in busy([python, "-m", "venv", ENV], "run"):
        pass


def run_pip(lock):
    """Install the packages of a lock with pip, and show how far it is."""
    file = ROOT / "locks" / (lock + ".txt")
    packages = len(re.findall("==", file.read_text(encoding="utf-8")))
    command = [
        env_python(),
        "-c",
        PIP,
        "install",
        "--require-hashes",
        "--no-deps",
        "--only-binary=:all:",
        "--no-input",
        "--progress-bar=off",
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "-r",
        file,
    ]
    began, shown = time.time(), None
    for _ in busy(command, lock):
        new = [path for path in env_packages().glob("*.dist-info") if path.stat().st_mtime >= began]
        shown = show(shown, *progress(words(LOG), packages, len(new)))
    if shown and sys.stdout.isatty():
        print()


def busy(command, lock):
    """Run a program of the installation and yield while it runs; raise Stop if it fails.

    What it says goes into the log, and the log is touched all the time: so another start knows that
    it must wait.
    """
    with LOG.open("ab") as log:
        program = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=surroundings(),
        )
        try:
            while program.poll() is None:
                time.sleep(0.2)
                os.utime(LOG)
                yield
        finally:
            program.kill()
            program.wait()
            program.stdin.close()
    if program.returncode != 0:
        raise Stop(reason(lock))


def words(path):
    """Return the text of a file that another program may be writing."""
    return path.read_bytes().decode("utf-8", "replace")


def progress(log, packages, new):
    """Tell from pip's words what it is doing, how many packages are done, and out of how many.

    Parameters
    ----------
    log : str
        What pip has said so far.
    packages : int
        Number of packages in the lock, those for other systems included.
    new : int
        Number of packages in the environment that are newer than pip's start.
    """
    to_install = re.search("^Installing collected packages: (.*)$", log, re.MULTILINE)
    if to_install:
        total = len(to_install.group(1).split(","))
        return "installing", min(new, total), total
    total = packages - len(re.findall("^Ignoring ", log, re.MULTILINE))
    return (
        "fetching",
        len(re.findall("^(?:Collecting|Requirement already satisfied)", log, re.MULTILINE)),
        total,
    )


def show(before, doing, done, total):
    """Show how far an installation is: one line that changes on a terminal, else a line now and then.

    Returns
    -------
    tuple
        What is shown now, to be given back as `before` the next time.
    """
    terminal = sys.stdout.isatty()
    step = (doing, done if terminal else done * 4 // max(total, 1))
    if step == before or not done:
        return before
    line = "  {0} packages: {1} of {2}".format(doing, done, total)
    print("\r" + line.ljust(50) if terminal else line, end="" if terminal else "\n", flush=True)
    return step


def reason(lock):
    """Say why an installation failed, from pip's words."""
    log = words(LOG)
    for pattern, sentence in REASONS:
        found = re.search(pattern, log, re.IGNORECASE)
        if found:
            facts = {"room": ROOM[lock], "python": PYTHON, "machine": platform.platform(terse=True)}
            facts.update(found.groupdict())
            return sentence.format(**facts)
    errors = re.findall("^ERROR: (.*)$", log, re.MULTILINE)
    said = ' (it said "{0}")'.format(errors[-1]) if errors else ""
    return "The installation failed{0}: start again, and if it fails again, report it with the file {1}.".format(
        said, LOG.relative_to(ROOT)
    )


def run(command):
    """Run a program in the environment, in the project's folder, and return its exit status."""
    return subprocess.call([str(part) for part in command], cwd=str(ROOT), env=surroundings())


# ---- the student's copies
# --------------------------------------------------------------------------------


def content(path):
    """Return a mark of what a person wrote in a file: of a notebook its cells, whatever their outputs."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(data)["cells"]
            parts = [
                [cell["cell_type"], "".join(cell["source"]), cell.get("attachments")]
                for cell in cells
            ]
            data = json.dumps(parts, sort_keys=True).encode()
        except (ValueError, KeyError, TypeError):
            pass  # not a notebook any more: every byte counts
    return hashlib.sha256(data).hexdigest()


def unrun(path):
    """Return the bytes of a file; of a notebook without its outputs, so that a question is read before its answer."""
    data = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            notebook = json.loads(data)
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell.update(outputs=[], execution_count=None)
            data = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
        except (ValueError, KeyError, TypeError):
            pass  # not a notebook any more
    return data


def known_as(original):
    """Return what is remembered of an original: a mark of what a student gets, and one of what a person wrote in it."""
    return {"version": hashlib.sha256(unrun(original)).hexdigest(), "content": content(original)}


def refresh():
    """Give the student copies of all notebooks, and tell what happened.

    A copy that the student changed is never overwritten: a newer original is put beside it.

    Returns
    -------
    list of str
        The sentences to tell.
    """
    memory = read_json(MEMORY)
    before, told = json.dumps(memory), []
    for original in originals():
        copy = WORK / original.name
        known = memory.get(original.name)
        known = known if isinstance(known, dict) else {}
        now = known_as(original)
        if copy.exists() and known.get("version") == now["version"]:
            continue
        if not copy.exists() or content(copy) in (known.get("content"), now["content"]):
            if not copy.exists() or unrun(copy) != unrun(original):
                put(original, copy)
        else:
            beside = unused(copy.with_stem("{0} (new version)".format(copy.stem)))
            put(original, beside)
            told.append(
                "{0} has a newer version. Yours is as you left it; the new one is {1}.".format(
                    copy.name, beside.name
                )
            )
        memory[original.name] = now
    if json.dumps(memory) != before:
        write(MEMORY, json.dumps(memory, indent=1) + "\n")
    return told


def fresh(name):
    """Give a clean copy of one notebook, keep the student's under a dated name, and return the sentence to tell."""
    wanted = Path(name or "").name
    wanted = wanted.zfill(2) if wanted.isdigit() else wanted
    named = [path for path in originals() if wanted and wanted in path.name]
    if len(named) != 1:
        known = ", ".join(path.stem for path in originals())
        raise Stop("Say which notebook: one of {0}.".format(known))
    copy = WORK / named[0].name
    kept = unused(copy.with_stem("{0} (until {1})".format(copy.stem, date.today().isoformat())))
    if copy.exists():
        copy.rename(kept)
    put(named[0], copy)
    memory = read_json(MEMORY)
    memory[copy.name] = known_as(named[0])
    write(MEMORY, json.dumps(memory, indent=1) + "\n")
    said = " What you had is in {0}.".format(kept.name) if kept.exists() else ""
    return "{0} is a clean copy now.{1}".format(copy.name, said)


def originals():
    """Return the files that every student gets."""
    return sorted(
        path for path in ORIGINALS.iterdir() if path.is_file() and not path.name.startswith(".")
    )


def put(original, copy):
    """Copy a file as a student gets it; a copy that breaks off half way leaves no trace."""
    WORK.mkdir(exist_ok=True)
    half = copy.with_name("." + copy.name + ".part")
    half.write_bytes(unrun(original))
    half.replace(copy)


def unused(path):
    """Return the path, or with a number the first like it that does not exist."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_stem("{0} {1}".format(path.stem, number))
    return found


# ---- the commands
# ----------------------------------------------------------------------------------------


def find_browser():
    """Return the path of Chromium, Chrome or Edge for the browser tests, or None.

    The variable BROWSER_PATH comes first.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    programs = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
        "msedge",
    ]
    found = [shutil.which(program) for program in programs]
    folders = [
        os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    ]
    windows = [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"]
    found += [str(Path(folder, program)) for folder in folders if folder for program in windows]
    apps = ["Google Chrome", "Chromium", "Microsoft Edge"]
    found += ["/Applications/{0}.app/Contents/MacOS/{0}".format(app) for app in apps]
    return next((path for path in found if path and Path(path).is_file()), None)


def lab_command(options):
    """Return the command that opens JupyterLab on the first notebook: for this computer only, no news, no updates."""
    fixed = [
        "--ServerApp.root_dir={0}".format(ROOT),
        "--ServerApp.ip=localhost",
        "--LabApp.default_url=/lab/tree/my-work/{0}".format(FIRST),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",
        "--LabApp.extension_manager=readonly",
        "--log-level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        fixed.append("--allow-root")  # in a container everything is root
    return [str(env_python()), "-m", "jupyterlab"] + fixed + options


def open_lab(options):
    """Open the lesson in JupyterLab; return when it is closed."""
    try:
        prepare("run")
    except Stop as problem:
        if not str(problem).startswith(OFFLINE) or not works(read_json(STAMP)):
            raise
        print(
            "{0}\nThe lesson opens with the packages that were here before.".format(problem),
            flush=True,
        )
    for line in refresh():
        print(line)
    print(
        "JupyterLab opens in your browser. To close it: menu File, Shut Down (or Ctrl+C here).",
        flush=True,
    )
    command = lab_command(options)
    if os.name != "nt":
        os.execve(command[0], command, surroundings())  # no second Python waits for it
    lab = subprocess.Popen(command, env=surroundings())
    while True:
        try:
            return lab.wait()
        except KeyboardInterrupt:
            pass  # JupyterLab got it too: it asks, and closes what runs


def do(arguments):
    """Do what the arguments ask for and return the exit status."""
    command, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if not command or command.startswith("-"):
        return open_lab(arguments)
    if command == "fresh":
        print(fresh(options[0] if options else ""))
        return 0
    # What a command runs, and the lock it needs.
    modules = {
        "test": ("pytest", "test"),
        "build": ("tools.build", "test"),
        "check": ("tools.check", "run"),
        "lock": ("tools.lock", "test"),
        "faults": ("tools.faults", "test"),
        "mutants": ("tools.mutants", "test"),
    }
    if command not in modules:
        raise Stop('There is no command "{0}": python3 start.py --help lists them.'.format(command))
    module, lock = modules[command]
    prepare(lock)
    return run([env_python(), "-m", module] + options)


def cure(problem):
    """Say in a sentence what an error of the system means and what helps."""
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "There is no room left on the disk: free some and start again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if (
            str(problem.filename).startswith(str(ENV))
            and ENV.exists()
            and os.access(str(ROOT), os.W_OK)
        ):
            return "A file in the folder .venv can't be replaced: close JupyterLab everywhere and start again."
        return (
            "The folder {0} can't be written: copy the whole folder to a place of your own (for example "
            "Documents) and start there.".format(ROOT)
        )
    if problem.errno == errno.ENOENT and problem.filename:
        return "{0} is missing: unpack the whole folder anew and start again there.".format(
            problem.filename
        )
    return "{0} stands in the way ({1}): rename or move it and start again.".format(
        problem.filename or "A file", problem.strerror or problem
    )


def main(arguments):
    """Do what is asked; whatever is wrong is said in one sentence with its cure."""
    sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to stop
    sys.stderr.reconfigure(errors="replace")
    try:
        return do(arguments)
    except Stop as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(cure(problem), file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(
            signal.SIGPIPE, signal.SIG_DFL
        )  # whoever has read enough (| head) is told nothing more
    sys.exit(main(sys.argv[1:]))
