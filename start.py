"""Start the lesson:  python3 start.py   (on Windows:  py start.py)

  python3 start.py               open the lesson in JupyterLab (at first: install what it needs)
  python3 start.py guide         open the guide for teachers, which contains all answers
  python3 start.py handouts      write the handouts to print, in A4 and Letter (or --paper a4)
  python3 start.py fresh NAME    give a clean copy of a notebook, and keep yours under a dated name
  python3 start.py test [PATH]   check the code and run all tests, or those of one file or notebook
  python3 start.py check         check the data, the exercises and the prose
  python3 start.py build [NAME]  write all generated files again, or one notebook
  python3 start.py hub           try a hub on which a class can work in its browsers
  python3 start.py lock          write the lists of packages in locks/ again (for maintainers)
  python3 start.py faults        see that the tests notice seeded faults (for maintainers)
  python3 start.py mutants       see that they notice generated mutants; slow (for maintainers)

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
import os
import signal
import subprocess
from pathlib import Path

from tools.copies import GUIDE, Copies
from tools.environment import LAB_OPTIONS, Environment, SetupError, clean_environment

ROOT = Path(__file__).resolve().parent
ENV = Environment(ROOT)
COPIES = Copies(ROOT / "notebooks", ROOT / "my-work")
#: The notebook that opens first.
FIRST = "00-start-here.ipynb"
#: What a command runs, and the lock that it needs.
COMMANDS = {
    "handouts": ("tools.handouts", "teach"),
    "test": ("tools.test", "test"),
    "build": ("tools.build", "test"),
    "check": ("tools.check", "run"),
    "hub": ("tools.hub", "host"),
    "lock": ("tools.lock", "test"),
    "faults": ("tools.faults", "test"),
    "mutants": ("tools.mutants", "test"),
}


def lab_options(page):
    """Return the options of JupyterLab: a page to begin with, for this computer only, no news."""
    options = [
        "--ServerApp.root_dir={0}".format(ROOT),
        "--ServerApp.ip=localhost",
        "--LabApp.default_url=/lab/tree/my-work/{0}".format(page),
    ] + LAB_OPTIONS
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container everything is root
    return options


def open_lab(options, page=FIRST):
    """Open the lesson in JupyterLab at a page; return when it is closed."""
    with ENV.one_at_a_time():
        try:
            ENV.prepare("run")
        except (SetupError, OSError) as problem:
            if not ENV.works():
                raise
            print(explain(problem))
            print("The lesson opens with the packages that were here before.")
        for message in COPIES.refresh(page):
            print(message)
    print("JupyterLab opens in your browser. To close it: menu File, Shut Down (or Ctrl+C here).")
    return run("jupyterlab", lab_options(page) + options)


def run(module, options):
    """Run a module in the environment, in the lesson's folder, and return its exit status."""
    variables = clean_environment(ENV.path)
    command = [str(ENV.python), "-m", module] + options
    os.chdir(str(ROOT))
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)  # it takes the place of this program
    program = subprocess.Popen(command, env=variables)
    while True:
        try:
            return program.wait()
        except KeyboardInterrupt:
            pass  # the program got it, too: it asks, or stops


def execute(arguments):
    """Do what the arguments ask for and return the exit status."""
    command, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if not command or command.startswith("-"):
        return open_lab(arguments)
    if command == "guide":
        if not (COPIES.originals / GUIDE).is_file():
            raise SetupError("The guide is not in this folder. It is in the edition for teachers.")
        return open_lab(options, GUIDE)
    if command == "fresh":
        with ENV.one_at_a_time():
            print(COPIES.fresh(options[0] if options else ""))
        return 0
    if command not in COMMANDS:
        raise SetupError(
            'There is no command "{0}". python3 start.py --help lists them.'.format(command)
        )
    module, lock = COMMANDS[command]
    with ENV.one_at_a_time():
        ENV.prepare(lock)
    return run(module, options)


def explain(problem):
    """Return the message of a problem."""
    return explain_os_error(problem) if isinstance(problem, OSError) else str(problem)


def explain_os_error(problem):
    """Say what an error of the system means and what helps."""
    name = str(problem.filename or "A file")
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "There is no space left on the disk. Free some and start again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if name.startswith(str(ENV.path)) and ENV.path.exists() and os.access(str(ROOT), os.W_OK):
            return (
                "A file in the folder .venv can't be replaced. Close JupyterLab everywhere and "
                "start again."
            )
        return (
            "The folder {0} can't be written. Copy the whole folder to a place of your own (for "
            "example Documents) and start there.".format(ROOT)
        )
    of_the_lesson = (str(ROOT / "locks"), str(COPIES.originals))
    if problem.errno == errno.ENOENT and name.startswith(of_the_lesson):
        return "{0} is missing. Unpack the whole folder again and start there.".format(name)
    return "{0} is in the way ({1}). Rename or move it, then start again.".format(
        name, problem.strerror or problem
    )


def main(arguments):
    """Do what is asked; say in a sentence what is wrong and what helps."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack a letter
        stream.reconfigure(errors="replace")
    try:
        return execute(arguments)
    except (SetupError, OSError) as problem:
        print(explain(problem), file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # no traceback after `| head`
    sys.exit(main(sys.argv[1:]))
