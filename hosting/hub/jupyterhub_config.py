"""A hub for one class on one machine: `python3 start.py hub` tries it, README.md says more.

Started as root, each student becomes a user of the system, with a folder that nobody else can
read. Started by anyone else, all servers belong to that person, which is only good for a trial.
"""

import os
import pwd
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.environment import LAB_OPTIONS

c = get_config()  # type: ignore[name-defined]  # noqa: F821 (JupyterHub defines it)

LESSON = Path(__file__).resolve().parents[2]
#: Everything that the class makes: the database, secrets, the notebooks to pull, students' folders.
DATA = Path(os.environ.get("LESSON_HUB", LESSON / "hub-data")).resolve()
STUDENTS = DATA / "students"
#: The database and the secrets, which only the hub itself can read.
PRIVATE = DATA / "private"
#: Who may log in, one name a line; the servers of these students start before the lesson.
NAMES = (DATA / "class.txt").read_text(encoding="utf-8").split()
#: Each student gets the notebooks, and later changes to them, from here when the server opens.
PULL = f"repo=file://{DATA}/notebooks.git&branch=main&targetPath=my-work"
HOME = LESSON / ".venv/home"

c.JupyterHub.bind_url = os.environ.get("LESSON_HUB_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{PRIVATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(PRIVATE / "cookie_secret")
c.JupyterHub.cleanup_servers = False  # students work on while the hub starts again
c.JupyterHub.template_paths = [str(LESSON / "hosting/hub/templates")]
c.ConfigurableHTTPProxy.command = [os.environ.get("LESSON_HUB_PROXY", "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(PRIVATE / "proxy.pid")
c.ConfigurableHTTPProxy.check_running_interval = 2  # a proxy that was killed is back at once

c.JupyterHub.authenticator_class = "shared-password"  # a trial; README.md names others
c.SharedPasswordAuthenticator.user_password = os.environ.get("LESSON_HUB_PASSWORD", "")
c.SharedPasswordAuthenticator.admin_password = os.environ.get("LESSON_HUB_ADMIN_PASSWORD", "")
c.Authenticator.allowed_users = set(NAMES)
c.Authenticator.admin_users = {"teacher"}
c.Authenticator.username_pattern = "[a-z][a-z0-9-]{0,30}"  # what the system accepts, too
c.JupyterHub.admin_access = False  # a teacher collects journals, but opens no student's server

c.JupyterHub.spawner_class = "localprocess" if os.geteuid() == 0 else "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{STUDENTS}/{{username}}"
# Each process of a student may use this much memory of its own, and not a byte more.
c.Spawner.cmd = ["prlimit", "--data=1500000000", sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = [*LAB_OPTIONS, "--ServerApp.terminals_enabled=False"]
c.Spawner.notebook_dir = "~"
c.Spawner.default_url = f"/git-pull?{PULL}&urlpath=lab/tree/my-work/00-start-here.ipynb"
c.Spawner.http_timeout = c.Spawner.start_timeout = 300
c.Spawner.environment = {
    "LESSON_WORK": lambda spawner: str(STUDENTS / spawner.user.name / "my-work"),
    "JUPYTER_CONFIG_DIR": str(HOME / "jupyter"),  # shared and read-only: the style of the page
    "MPLCONFIGDIR": str(HOME / "matplotlib"),
    "JUPYTERLAB_SETTINGS_DIR": lambda spawner: str(STUDENTS / spawner.user.name / ".settings"),
    "JUPYTERLAB_WORKSPACES_DIR": lambda spawner: str(STUDENTS / spawner.user.name / ".layout"),
    "GIT_CONFIG_GLOBAL": str(LESSON / "hosting/hub/gitconfig"),
}


def prepare(spawner: Any) -> None:
    """Make the student's account and folder."""
    name, folder = spawner.user.name, STUDENTS / spawner.user.name
    if os.geteuid() == 0:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            options = [
                "--create-home",
                "--skel=/dev/null",
                "--home-dir",
                folder,
                "--shell",
                "/usr/sbin/nologin",
            ]
            subprocess.run(["useradd", *options, name], check=True)
        else:
            if Path(account.pw_dir) != folder:
                raise RuntimeError(f"{name} is a user of this machine: choose another name.")
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)


c.Spawner.pre_spawn_hook = prepare

# One service stops what nobody uses, the other starts the servers of the class before the lesson.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=5400"],
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
        "scopes": ["admin:users", "servers"],
        "services": ["early-start"],
    },
]
