"""What one student of a hub can do to another: nothing, if every line below says "refused".

Run `python3 start.py hub` once (it installs what this needs), then `sudo .venv/bin/python
benchmarks/hub_security.py`. It starts a hub of its own with two students, who become users of this
system for a minute. The first one tries to read and change what is not theirs: over the web, with
the token of their own server, and with Python in a notebook. For comparison the same is tried where
it is allowed. The last lines report what happens when a notebook needs too much memory.

The exit status is 1 if anything is open that should not be. It is not among the tests, because only
root can make users.
"""

import asyncio
import os
import sys

import aiohttp
from hub import hub_answers
from hub_students import ADDRESS, PASSWORD, PROJECT, Hub, Student, running_hub

NOTEBOOK = "00-start-here.ipynb"
PROBE = """
try:
    {}
    print("open")
except BaseException as problem:
    print("refused", type(problem).__name__, str(problem)[:60])
"""
#: Requests that a student sends to the hub or to the other student's server: method, path, body.
REQUESTS = {
    "the other's files": ("GET", "/user/{other}/api/contents/my-work", None),
    "the other's page": ("GET", "/user/{other}/lab", None),
    "a kernel on the other's server": ("POST", "/user/{other}/api/kernels", {}),
    "the list of users": ("GET", "/hub/api/users", None),
    "the other's account": ("GET", "/hub/api/users/{other}", None),
    "starting the other's server": ("POST", "/hub/api/users/{other}/server", {}),
    "stopping the other's server": ("DELETE", "/hub/api/users/{other}/server", None),
    "a token of the other": ("POST", "/hub/api/users/{other}/tokens", {}),
    "becoming an admin": ("PATCH", "/hub/api/users/{own}", {"admin": True}),
    "a new user": ("POST", "/hub/api/users/intruder", {}),
    "the routes of the proxy": ("GET", "/hub/api/proxy", None),
    "closing the hub": ("POST", "/hub/api/shutdown", {}),
    "the page of admins": ("GET", "/hub/admin", None),
}
#: What a student tries in a notebook.
CODE = {
    "list the other's folder": "import os; os.listdir('{students}/{other}')",
    "read the other's journal": "open('{students}/{other}/my-work/journal.jsonl').read()",
    "write into the other's folder": "open('{students}/{other}/my-work/x', 'w')",
    "list all students' folders": "import os; os.listdir('{students}')",
    "read the hub's database": "open('{data}/private/jupyterhub.sqlite', 'rb').read(9)",
    "read the hub's secret": "open('{data}/private/cookie_secret').read()",
    "read the hub's variables": "open('/proc/{hub}/environ', 'rb').read()",
    "read the other server's variables": "open('/proc/{server}/environ', 'rb').read()",
    "end the other's server": "import os; os.kill({server}, 9)",
    "change the class list": "open('{data}/class.txt', 'a')",
    "change the notebooks of all": "open('{data}/notebooks.git/HEAD', 'a')",
    "change the helpers": "open('{project}/helpers/__init__.py', 'a')",
    "add a file to the lesson": "open('{project}/data/x', 'w')",
    "change a package": "import pandas; open(pandas.__file__, 'a')",
    "change the proxy's routes": (
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8001/api/routes')"
    ),
    "read the other's results on the way": (
        "import zmq; s = zmq.Context().socket(zmq.SUB); s.subscribe(b'');"
        " s.connect('tcp://127.0.0.1:{iopub}');"
        " assert s.poll(4000), 'nothing to read for 4 s'"
    ),
    "become root": "import os; os.setuid(0)",
    "raise the limit of memory": (
        "import resource as r; r.setrlimit(r.RLIMIT_DATA, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    ),
}
#: The same where it is allowed: these must be open, or the probes above would prove nothing.
ALLOWED = {
    "list one's own folder": "import os; os.listdir('{students}/{own}')",
    "read one's own notebook": "open('{students}/{own}/my-work/00-start-here.ipynb').read()",
    "write into one's own folder": "open('{students}/{own}/my-work/x', 'w')",
    "read the lesson, with its answers": "open('{project}/data/exercises.yaml').read()",
}


class Results:
    """What was tried, and whether it was as it should be."""

    def __init__(self) -> None:
        self.wrong = 0

    def add(self, what: str, answer: str, refused: bool = True) -> None:
        """Print a result, and count it if it is wrong."""
        right = answer.startswith("refused") == refused
        self.wrong += not right
        print(f"{'as it should be' if right else 'WRONG':16}{what}: {answer.strip()}")


async def try_requests(student: Student, other: str, results: Results) -> None:
    """Try the web pages and the API, with the cookies of a browser and the token of a server."""
    token = (await student.printed("import os; print(os.environ['JUPYTERHUB_API_TOKEN'])")).strip()
    async with aiohttp.ClientSession() as without_cookies:
        for what, (method, path, body) in REQUESTS.items():
            address = ADDRESS + path.format(other=other, own=student.name)
            at = address.split("/api")[0] if "/user/" in path else f"{ADDRESS}/hub"
            ways = {
                "browser": (student.http, {"X-XSRFToken": student.token(at)}),
                "token": (without_cookies, {"Authorization": f"token {token}"}),
            }
            for way, (http, head) in ways.items():
                async with http.request(method, address, headers=head, json=body) as answer:
                    await answer.read()
                    refused = answer.status >= 400 or answer.url.path == "/hub/login"
                result = f"{'refused' if refused else 'open'} {answer.status}"
                results.add(f"{what} ({way})", result)


async def try_code(student: Student, other: Student, hub: Hub, results: Results) -> None:
    """Try Python in a notebook."""
    runtime = hub.data / "students" / other.name / ".local/share/jupyter/runtime"
    connection = next(runtime.glob(f"kernel-{other.kernel}.json")).read_text(encoding="utf-8")
    facts = {
        "own": student.name,
        "other": other.name,
        "data": hub.data,
        "students": hub.data / "students",
        "project": PROJECT,
        "hub": hub.processes("-m jupyterhub --config")[0].pid,
        "server": hub.of_student(other.name, "singleuser")[0].pid,
        "iopub": connection.split('"iopub_port": ')[1].split(",")[0],
    }
    talking = asyncio.create_task(
        other.run("import time\nfor n in range(40): print('private', flush=True); time.sleep(0.5)")
    )
    for codes, refused in ((CODE, True), (ALLOWED, False)):
        for what, code in codes.items():
            results.add(what, await student.printed(PROBE.format(code.format(**facts))), refused)
    await talking


async def try_memory(student: Student, other: Student, results: Results) -> None:
    """Use too much memory, and see that only this one cell fails."""
    code = PROBE.format("x = bytearray(3_000_000_000)")
    results.add("3 GB of memory", await student.printed(code))
    for who, whose in ((student, "the same kernel"), (other, "the other's kernel")):
        answer = "open" if "42" in await who.printed("print(6 * 7)") else "refused"
        results.add(f"{whose} afterwards", answer, refused=False)


async def try_all(hub: Hub) -> int:
    """Try everything and return how much was wrong."""
    await hub_answers()
    results = Results()
    async with Student(hub.names[0], NOTEBOOK) as student, Student(hub.names[1], NOTEBOOK) as other:
        for one in (student, other):
            await one.log_in()
            await one.reach_server()
            await one.pull()
            await one.connect()
            await one.run_cells()
        async with Student("teacher", NOTEBOOK) as thief:
            status = await thief.log_in(PASSWORD)
            results.add("log in as teacher", f"{'refused' if status >= 400 else 'open'} {status}")
        await try_requests(student, other.name, results)
        await try_code(student, other, hub, results)
        await try_memory(student, other, results)
    print(f"{results.wrong} wrong")
    return results.wrong


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("Only root can give each student an account. Start again with sudo.")
    with running_hub(2) as hub:
        sys.exit(1 if asyncio.run(try_all(hub)) else 0)
