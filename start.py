"""Start the lesson:  python3 start.py   (on Windows:  py start.py)

  python3 start.py               open the lesson in JupyterLab (at first: install what it needs)
  python3 start.py guide         open the guide for teachers, which contains all answers
  python3 start.py class FOLDER  make one report of everything that a class handed in
  python3 start.py handouts      write the handouts to print, in A4 and Letter (or --paper a4)
  python3 start.py site          write the pages to read into the folder build (or only --students)
  python3 start.py slides        write slides for each lesson into the folder build/slides
  python3 start.py editions      write a ZIP for students, without answers, and one for teachers
  python3 start.py fresh NAME    give a clean copy of a notebook, and keep yours under a dated name
  python3 start.py test [PATH]   check the code and run all tests, or those of one file or notebook
  python3 start.py check         check the data, the exercises and the prose
  python3 start.py build [NAME]  write all generated files again, or one notebook
  python3 start.py hub           try a hub on which a class can work in its browsers
  python3 start.py new-lesson NAME  begin a lesson on your own text, with a workbook to fill in
  python3 start.py import NAME   read the workbook of your lesson and write the lesson's files
  python3 start.py NAME          open your lesson (check, build, test, guide, fresh NAME work, too)
  python3 start.py edit NAME     open the notebooks of your lesson themselves, to write in them
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
from importlib.util import find_spec
from pathlib import Path

from tools.copies import GUIDE, Copies
from tools.environment import LAB_OPTIONS, Environment, SetupError, clean_environment

ROOT = Path(__file__).resolve().parent
ENV = Environment(ROOT)
COPIES = Copies(ROOT / "notebooks", ROOT / "my-work")
#: The notebook that opens first.
FIRST = "00-start-here.ipynb"
NO_NOTEBOOKS = "The lesson has no notebooks yet: python3 start.py build {0}"
#: What a command runs, and the lock that it needs.
COMMANDS = {
    "handouts": ("tools.handouts", "teach"),
    "site": ("tools.site", "host"),
    "slides": ("tools.slides", "teach"),
    "editions": ("tools.editions", "teach"),
    "test": ("tools.test", "test"),
    "build": ("tools.build", "test"),
    "check": ("tools.check", "run"),
    "hub": ("tools.hub", "host"),
    "class": ("tools.class_report", "teach"),
    "lock": ("tools.lock", "test"),
    "faults": ("tools.faults", "test"),
    "mutants": ("tools.mutants", "test"),
    "new-lesson": ("tools.lessons", "run"),
    "import": ("tools.lessons", "run"),
}
#: What the commands need that also work on a lesson of one's own.
LESSON_COMMANDS = {"test": "test", "build": "run", "check": "run"}


def lab_options(page):
    """Return the options of JupyterLab: a page to begin with, for this computer only, no news."""
    options = [
        "--ServerApp.root_dir={0}".format(ROOT),
        "--ServerApp.ip=localhost",
        "--LabApp.default_url=/lab/tree/{0}".format(page),
    ] + LAB_OPTIONS
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container everything is root
    return options


def is_lesson(name):
    """Whether there is a lesson of this name besides the one of the collection."""
    return bool(name) and name[0] not in "-." and (ROOT / "lessons" / name).is_dir()


def copies_of(options):
    """Return the copies that a command works on, the lesson's name, and the other options."""
    if options and is_lesson(options[0]):
        name = options[0]
        return Copies(ROOT / "lessons" / name / "notebooks", COPIES.work / name), name, options[1:]
    return COPIES, "", options


def open_lesson(options):
    """Open a lesson, or the collection's own, at its first page."""
    copies, name, options = copies_of(options)
    if not name:
        return open_lab(options)
    pages = [path.name for path in copies.files() if path.suffix == ".ipynb"]
    if not pages:
        raise SetupError(NO_NOTEBOOKS.format(name))
    return open_lab(options, pages[0], copies, name + "/")


def open_lab(options, page=FIRST, copies=None, folder=""):
    """Open a page in JupyterLab, from a folder in `my-work`; return when it is closed."""
    with ENV.one_at_a_time():
        try:
            ENV.prepare("run")
        except (SetupError, OSError) as problem:
            if not ENV.works():
                raise
            print(explain(problem))
            print("The lesson opens with the packages that were here before.")
        for message in (copies or COPIES).refresh(page):
            print(message)
    return run_lab("my-work/" + folder + page, options)


def edit(options):
    """Open the notebooks of a lesson of one's own themselves, not the copies of a student."""
    if not options or not is_lesson(options[0]):
        raise SetupError("Say which lesson to edit: python3 start.py edit NAME")
    notebooks = copies_of(options)[0].originals
    pages = sorted(path.name for path in notebooks.glob("*.ipynb"))
    if not pages:
        raise SetupError(NO_NOTEBOOKS.format(options[0]))
    with ENV.one_at_a_time():
        ENV.prepare("run")
    return run_lab("lessons/{0}/notebooks/{1}".format(options[0], pages[0]), options[1:])


def run_lab(page, options):
    """Run JupyterLab with a page to begin with; return when it is closed."""
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


def is_missing(command):
    """Whether the edition in this folder lacks what a command needs."""
    if command in ("NAME", "edit"):  # in the help, a lesson of one's own
        return is_missing("new-lesson")
    if command == "guide":
        return not (COPIES.originals / GUIDE).is_file()
    return command in COMMANDS and find_spec(COMMANDS[command][0]) is None


def usage():
    """Return what can be done with the edition in this folder."""
    lines = __doc__.strip().splitlines()
    return "\n".join(line for line in lines if not is_missing("".join(line.split()[2:3])))


def execute(arguments):
    """Do what the arguments ask for and return the exit status."""
    command, options = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(usage())
        return 0
    if not command or command.startswith("-"):
        return open_lab(arguments)
    if command == "open" or (command not in COMMANDS and is_lesson(command)):
        return open_lesson(options if command == "open" else arguments)
    if command in PAGES:
        return PAGES[command](options)
    if is_missing(command):
        raise SetupError('The command "{0}" is only in the edition for teachers.'.format(command))
    if command not in COMMANDS:
        raise SetupError(
            'There is no command "{0}". python3 start.py --help lists them.'.format(command)
        )
    module, lock = COMMANDS[command]
    if command in LESSON_COMMANDS and options and is_lesson(options[0]):
        module, lock = "tools.lessons", LESSON_COMMANDS[command]
    with ENV.one_at_a_time():
        ENV.prepare(lock)
    if command == "class":  # it runs in the lesson's folder, and the class may be elsewhere
        options = [str(Path(one).resolve()) if Path(one).exists() else one for one in options]
    return run(module, [command] + options if module == "tools.lessons" else options)


def guide(options):
    """Open the guide for teachers of a lesson."""
    copies, name, options = copies_of(options)
    if not (copies.originals / GUIDE).is_file():
        raise SetupError('The command "guide" is only in the edition for teachers.')
    return open_lab(options, GUIDE, copies, name + "/" if name else "")


def fresh(options):
    """Give a clean copy of a notebook of a lesson."""
    copies, _, options = copies_of(options)
    with ENV.one_at_a_time():
        print(copies.fresh(options[0] if options else ""))
    return 0


#: Commands that concern notebooks and run nothing else.
PAGES = {"guide": guide, "fresh": fresh, "edit": edit}


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
