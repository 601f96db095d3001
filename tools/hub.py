"""Try the hub of hosting/hub on this computer: ``python3 start.py hub``.

It makes the folder ``hub-data`` (the class list, the notebooks to pull, the students' folders),
fetches the proxy once, and starts the hub again if it ends unexpectedly.
"""

import compileall
import os
import pwd
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.copies import Copies, SetupError, without_outputs, write, write_json
from tools.environment import WORKSPACE

PROJECT = Path(__file__).resolve().parent.parent
CONFIGURATION = PROJECT / "hosting/hub/jupyterhub_config.py"
#: The program that passes each student on to their own server; from npm.
PROXY = "configurable-http-proxy@5.3.0"
#: A class for the first trial; a teacher writes the real names, one a line.
EXAMPLE_CLASS = "teacher\nana\nben\n"
#: A name that both the hub and the system accept.
NAME = "[a-z][a-z0-9-]{0,30}"
#: Notebooks are merged by hosting/hub/merge.py; the students' repository says so to git.
ATTRIBUTES = b"*.ipynb merge=notebook\n"

#: Settings of the kernels: each figure that a notebook showed would stay in memory for `Out`.
KERNEL_SETTINGS = b"c.InteractiveShell.cache_size = 0\nc.HistoryManager.enabled = False\n"


def class_list(data: Path) -> list[str]:
    """Return the names in `class.txt`, one a line.

    Raises
    ------
    SetupError
        If a name can't be the name of a user of this system, or belongs to another one.
    """
    file = data / "class.txt"
    names: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        name = line.strip()
        if not name:
            continue
        if problem := _problem_with(name, names, data / "students" / name):
            raise SetupError(f"{file}, line {number}: {problem}")
        names.append(name)
    return names


def _problem_with(name: str, others: list[str], folder: Path) -> str:
    """Say what is wrong with a name in the class list; "" if nothing is."""
    if not re.fullmatch(NAME, name):
        return (
            f"“{name}” can’t be a name here. Use 1 to 31 lower-case letters (a to z), digits and "
            "hyphens, and begin with a letter, for example anna-m. Write one name on each line."
        )
    if name in others:
        return f"“{name}” is in the list twice. Give one of the two students another name."
    try:
        home = pwd.getpwnam(name).pw_dir
    except KeyError:
        return ""
    if os.geteuid() == 0 and Path(home) != folder:
        return f"“{name}” is a user of this computer. Give the student another name."
    return ""


def find_proxy(folder: Path) -> Path:
    """Return the proxy's command; fetch it with npm into a folder if the computer has none."""
    own = folder / "node_modules/.bin/configurable-http-proxy"
    found = shutil.which("configurable-http-proxy") or (own if own.exists() else None)
    if found:
        return Path(found)
    npm = shutil.which("npm")
    if not npm:
        raise SetupError(
            "The hub needs Node.js, which has the command npm. Install it from https://nodejs.org/ "
            "(on Debian and Ubuntu: sudo apt install npm) and start again."
        )
    print("Fetching the proxy (only once; needs the internet) ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--silent", PROXY]
    if subprocess.run([*command, f"--prefix={folder}"], check=False).returncode != 0:
        raise SetupError("The proxy can't be fetched. Connect to the internet and start again.")
    return own


def publish(originals: Path, repository: Path) -> None:
    """Put the notebooks, without outputs, into the repository that students pull from.

    Parameters
    ----------
    originals
        The folder of the notebooks.
    repository
        A bare git repository; it is made if it is missing, and gets a commit for each change.
    """
    if not repository.exists():
        git(
            repository.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(repository)
        )
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        git(tree, "clone", "--quiet", str(repository), "work")
        work = tree / "work"
        for path in Copies(originals, work).files():
            write(work / path.name, without_outputs(path))
        write(work / ".gitattributes", ATTRIBUTES)
        git(work, "add", "--all")
        if git(work, "status", "--porcelain"):
            git(work, "commit", "--quiet", "--message=Publish the notebooks")
            git(work, "push", "--quiet", "origin", "HEAD:main")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    who = ["-c", "user.name=lesson", "-c", "user.email=lesson@localhost"]
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def check_machine(data: Path) -> None:
    """Raise a SetupError if this machine lacks something that a hub with its data there needs."""
    as_root = os.geteuid() == 0
    for program in ["git", "prlimit", "setpriv", *(["useradd"] if as_root else [])]:
        if not shutil.which(program):
            raise SetupError(f"The hub needs Linux with the program {program}. Install it first.")
    for place in (PROJECT, Path(sys.executable), Path(sys.base_prefix), data.parent):
        closed = closed_to_others(place) if as_root else None
        if closed:
            raise SetupError(
                f"Students can’t read {closed}, so their servers can’t start from {place}. Put the "
                "lesson into a folder that everyone can read, such as /srv/lesson, with a Python "
                "of the system (/usr/bin/python3), and start again there."
            )


def closed_to_others(place: Path) -> Path | None:
    """Return the first folder on the way to a place that other users can't pass; None if none."""
    ways = [place.absolute(), place.resolve()]
    folders = {folder for way in ways for folder in [*way.parents, way] if folder.exists()}
    for folder in sorted(folders):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def make_account(name: str, folder: Path) -> pwd.struct_passwd:
    """Return the student's account on this machine; make it if it is missing."""
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        options = ["--no-create-home", f"--home-dir={folder}", "--shell=/usr/sbin/nologin"]
        subprocess.run(["useradd", *options, name], check=True)
        return pwd.getpwnam(name)
    if Path(account.pw_dir) != folder:
        raise SetupError(f"“{name}” is a user of this computer. Give the student another name.")
    return account


def prepare(data: Path) -> dict[str, str]:
    """Make everything that the hub needs in a folder and return its environment variables.

    Raises
    ------
    SetupError
        If this machine or the class list isn't ready; the message says what to do.
    """
    check_machine(data)
    os.umask(0o022)  # students read the notebooks and the helpers
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    (data / "students").mkdir(mode=0o711, exist_ok=True)
    (data / "private").mkdir(mode=0o700, exist_ok=True)
    if not (data / "class.txt").exists():
        write(data / "class.txt", EXAMPLE_CLASS.encode())
    for name in class_list(data) if os.geteuid() == 0 else []:
        make_account(name, data / "students" / name)
    write_json(data / "first/.layout/default-37a8.jupyterlab-workspace", WORKSPACE)
    write(data / "first/.ipython/profile_default/ipython_kernel_config.py", KERNEL_SETTINGS)
    # Without it, each server would look for settings of 2015 and want to write there.
    write(PROJECT / ".venv/home/jupyter/migrated", b"nothing to migrate\n")
    publish(PROJECT / "notebooks", data / "notebooks.git")
    compileall.compile_dir(PROJECT / "helpers", quiet=2)  # students can't write there
    return {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "LESSON_HUB": str(data),
        "LESSON_HUB_ADDRESS": os.environ.get("LESSON_HUB_ADDRESS", "http://127.0.0.1:8000"),
        "LESSON_HUB_PROXY": str(find_proxy(data / "proxy")),
        "LESSON_HUB_PASSWORD": os.environ.get("LESSON_HUB_PASSWORD") or secrets.token_hex(4),
        "LESSON_HUB_ADMIN_PASSWORD": secrets.token_hex(16),
    }


def run_hub(command: list[str], variables: dict[str, str], folder: Path) -> int:
    """Run the hub until it ends, and end it when this program is asked to end."""
    with subprocess.Popen(command, env=variables, cwd=folder) as hub:
        signal.signal(signal.SIGTERM, lambda *_: hub.terminate())
        while True:
            try:
                return hub.wait()
            except KeyboardInterrupt:
                pass  # the hub got it, too, and is closing


def main(arguments: list[str]) -> int:
    """Start the hub, again whenever it ends with an error, and return its exit status."""
    data = Path(os.environ.get("LESSON_HUB", PROJECT / "hub-data")).resolve()
    try:
        variables = prepare(data)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    own = any(one.startswith("--config") for one in arguments)
    if not own:
        introduce(data, variables)
        arguments = [f"--config={CONFIGURATION}", "--log-level=WARN", *arguments]
    command = [sys.executable, "-m", "jupyterhub", *arguments]
    while True:
        status = run_hub(command, variables, data / "private")
        if status in (0, 1, 130):
            return status
        print("The hub ended unexpectedly and starts again.", flush=True)


def introduce(data: Path, variables: dict[str, str]) -> None:
    """Print how to log in to the trial."""
    lines = [
        f"A hub for a trial, for this computer only: {variables['LESSON_HUB_ADDRESS']}",
        f"Students: {', '.join(class_list(data))} (from {data / 'class.txt'})",
        f"Their password: {variables['LESSON_HUB_PASSWORD']}",
        f"Password of teacher: {variables['LESSON_HUB_ADMIN_PASSWORD']}",
        "To close it: Ctrl+C. hosting/hub/README.md says how to make a real one.",
    ]
    if os.geteuid() != 0:
        lines.insert(3, "Without sudo, all servers belong to you: nobody's work is private.")
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
