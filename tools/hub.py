"""Try the hub of hosting/hub on this computer: ``python3 start.py hub``.

It makes the folder ``hub-data`` (the class list, the notebooks to pull, the students' folders),
fetches the proxy once, and starts the hub again if it ends unexpectedly.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.copies import Copies, SetupError, without_outputs, write

PROJECT = Path(__file__).resolve().parent.parent
CONFIGURATION = PROJECT / "hosting/hub/jupyterhub_config.py"
#: The program that passes each student on to their own server; from npm.
PROXY = "configurable-http-proxy@5.3.0"
#: A class for the first trial; a teacher writes the real names, one a line.
EXAMPLE_CLASS = "teacher\nana\nben\n"


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
        git(work, "add", "--all")
        if git(work, "status", "--porcelain"):
            git(work, "commit", "--quiet", "--message=Publish the notebooks")
            git(work, "push", "--quiet", "origin", "HEAD:main")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    who = ["-c", "user.name=lesson", "-c", "user.email=lesson@localhost"]
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


def prepare(data: Path) -> dict[str, str]:
    """Make everything that the hub needs in a folder and return its environment variables."""
    for program in ("git", "prlimit"):
        if not shutil.which(program):
            raise SetupError(f"The hub needs Linux with the program {program}. Install it first.")
    data.mkdir(mode=0o711, exist_ok=True)
    (data / "students").mkdir(mode=0o711, exist_ok=True)
    (data / "private").mkdir(mode=0o700, exist_ok=True)
    if not (data / "class.txt").exists():
        write(data / "class.txt", EXAMPLE_CLASS.encode())
    publish(PROJECT / "notebooks", data / "notebooks.git")
    return {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "LESSON_HUB": str(data),
        "LESSON_HUB_PROXY": str(find_proxy(data / "proxy")),
        "LESSON_HUB_PASSWORD": os.environ.get("LESSON_HUB_PASSWORD") or secrets.token_hex(4),
        "LESSON_HUB_ADMIN_PASSWORD": secrets.token_hex(16),
    }


def main(arguments: list[str]) -> int:
    """Start the hub, again whenever it ends with an error, and return its exit status."""
    data = Path(os.environ.get("LESSON_HUB", PROJECT / "hub-data")).resolve()
    try:
        variables = prepare(data)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    names = (data / "class.txt").read_text(encoding="utf-8").split()
    print(
        "A hub for a trial, for this computer only: http://127.0.0.1:8000\n"
        f"Names: {', '.join(names)} (from {data / 'class.txt'})\n"
        f"Password: {variables['LESSON_HUB_PASSWORD']}\n"
        "To close it: Ctrl+C. hosting/hub/README.md says how to make a real one.",
        flush=True,
    )
    command = [sys.executable, "-m", "jupyterhub", f"--config={CONFIGURATION}", *arguments]
    while True:
        status = subprocess.run(
            command, env=variables, cwd=data / "private", check=False
        ).returncode
        if status in (0, 1, 130):
            return status
        print("The hub ended unexpectedly and starts again.", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
