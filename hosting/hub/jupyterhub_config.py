"""A hub for one class on one machine: `python3 start.py hub` tries it, README.md says more.

Started as root, each student becomes a user of the system, with a folder that nobody else can
read. Started by anyone else, all servers belong to that person, which is only good for a trial.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from tools.environment import LAB_OPTIONS
from tools.hub import NAME, class_list, make_account

c = get_config()  # type: ignore[name-defined]  # noqa: F821 (JupyterHub defines it)

LESSON = Path(__file__).resolve().parents[2]
#: Everything that the class makes: the database, secrets, the notebooks to pull, students' folders.
DATA = Path(os.environ.get("LESSON_HUB", LESSON / "hub-data")).resolve()
STUDENTS = DATA / "students"
#: The database and the secrets, which only the hub itself can read.
PRIVATE = DATA / "private"
#: Who may log in, one name a line; the servers of these students start before the lesson.
NAMES = class_list(DATA)
#: Each student gets the notebooks, and later changes to them, from here when the server opens.
PULL = f"repo=file://{DATA}/notebooks.git&branch=main&targetPath=my-work"
HOME = LESSON / ".venv/home"

c.JupyterHub.bind_url = os.environ["LESSON_HUB_ADDRESS"]
c.JupyterHub.db_url = f"sqlite:///{PRIVATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(PRIVATE / "cookie_secret")
c.JupyterHub.cleanup_servers = False  # students work on while the hub starts again
c.JupyterHub.template_paths = [str(LESSON / "hosting/hub/templates")]
c.ConfigurableHTTPProxy.command = [os.environ["LESSON_HUB_PROXY"]]
c.ConfigurableHTTPProxy.log_level = "error"
c.ConfigurableHTTPProxy.pid_file = str(PRIVATE / "proxy.pid")
c.ConfigurableHTTPProxy.check_running_interval = 2  # a proxy that was killed is back at once

c.JupyterHub.authenticator_class = "shared-password"  # a trial; README.md names others
c.SharedPasswordAuthenticator.user_password = os.environ.get("LESSON_HUB_PASSWORD", "")
c.SharedPasswordAuthenticator.admin_password = os.environ.get("LESSON_HUB_ADMIN_PASSWORD", "")
c.Authenticator.allowed_users = set(NAMES)
c.Authenticator.admin_users = {"teacher"}
c.Authenticator.username_pattern = NAME
c.JupyterHub.admin_access = False  # a teacher collects journals, but opens no student's server

# Each process of a student may use this much memory of its own, and not a byte more.
LIMITS = ["--data=1500000000"]
if os.geteuid() == 0:
    c.JupyterHub.spawner_class = "localprocess"
    LIMITS += ["--nproc=400"]  # processes and threads of one student; all notebooks need about 150
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = f"{STUDENTS}/{{username}}"
#: What a student's server can do without: each would use time to start, and memory.
UNUSED = ("jupyter_lsp", "jupyter_server_terminals", "notebook_shim")
c.Spawner.cmd = ["prlimit", *LIMITS, sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = [
    *LAB_OPTIONS,
    "--ServerApp.terminals_enabled=False",
    f"--ServerApp.jpserver_extensions={dict.fromkeys(UNUSED, False)}",
    # Other students' programs run on the same machine, so nobody else can read along.
    "--KernelManager.transport_encryption=required",
    # A kernel stops half an hour after its notebook was closed. One that is open stays.
    "--MappingKernelManager.cull_idle_timeout=1800",
]
c.Spawner.poll_interval = 5  # a server that was killed can be started again soon, in seconds
c.Spawner.notebook_dir = "~"
c.Spawner.default_url = f"/git-pull?{PULL}&urlpath=lab/tree/my-work/00-start-here.ipynb"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.Spawner.environment = {
    "LESSON_WORK": lambda spawner: str(STUDENTS / spawner.user.name / "my-work"),
    "JUPYTER_CONFIG_DIR": str(HOME / "jupyter"),  # shared and read-only: the style of the page
    "MPLCONFIGDIR": str(HOME / "matplotlib"),
    "JUPYTERLAB_SETTINGS_DIR": lambda spawner: str(STUDENTS / spawner.user.name / ".settings"),
    "JUPYTERLAB_WORKSPACES_DIR": lambda spawner: str(STUDENTS / spawner.user.name / ".layout"),
    "GIT_CONFIG_GLOBAL": str(LESSON / "hosting/hub/gitconfig"),
    "LESSON_MERGE": f"'{sys.executable}' '{LESSON}/hosting/hub/merge.py'",
    "PYTHONPATH": str(LESSON),  # where kernels find the helpers
    "OPENBLAS_NUM_THREADS": "1",  # no notebook computes enough for more
    "MALLOC_TRIM_THRESHOLD_": "65536",  # what a figure needed goes back to the machine
}


def prepare(spawner: Any) -> None:
    """Make the student's account and folder."""
    name, folder = spawner.user.name, STUDENTS / spawner.user.name
    account = make_account(name, folder) if os.geteuid() == 0 else None
    if not folder.exists():
        new = STUDENTS / f".{name}.new"  # whatever interrupts this, a folder is complete
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(DATA / "first", new)
        new.chmod(0o700)
        if account:
            for path in [*new.rglob("*"), new]:
                os.chown(path, account.pw_uid, account.pw_gid)
        new.rename(folder)


c.Spawner.pre_spawn_hook = prepare

#: Ends a service with the hub, even if that is killed.
WITH_HUB = ("setpriv", "--pdeathsig=TERM")
# One service stops what nobody uses, the other starts the servers of the class before the lesson.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [*WITH_HUB, sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=5400"],
    },
    {
        "name": "early-start",
        "command": [sys.executable, str(LESSON / "hosting/hub/early_start.py"), *NAMES],
    },
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    },
    {
        "name": "early-start",
        "scopes": ["read:users", "servers"],
        "services": ["early-start"],
    },
]
