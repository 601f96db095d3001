"""A hub with students who are programs: what hub.py and hub_security.py share.

Each student does over HTTP and a websocket what a browser does: logs in, waits for the server,
pulls the notebooks, opens one, starts a kernel, runs the cells and presses Check on the cards.
"""

import asyncio
import os
import pwd
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psutil

PROJECT = Path(__file__).resolve().parent.parent
ADDRESS = "http://127.0.0.1:8960"
PASSWORD = secrets.token_hex(8)
#: What goes wrong while something is out of order; a browser tries again, and so do we.
BROKEN = (aiohttp.ClientError, ConnectionError, TimeoutError, asyncio.TimeoutError)
#: How long a student waits for anything before trying again, in seconds.
PATIENCE = 30


@dataclass
class Hub:
    """A running hub whose data is in a folder of its own."""

    data: Path
    names: list[str]

    def processes(self, words: str = "") -> list[psutil.Process]:
        """Return the hub's processes, students' too, whose command contains some words."""
        found = []
        for process in psutil.process_iter():
            try:
                variables = process.environ()
                places = (variables.get("LESSON_HUB", ""), variables.get("LESSON_WORK", ""))
                ours = any(place.startswith(str(self.data)) for place in places)
                if ours and words in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.Error:  # it has ended
                pass
        return found

    def of_student(self, name: str, words: str) -> list[psutil.Process]:
        """Return the processes of a student whose command contains some words."""
        work = str(self.data / "students" / name / "my-work")
        return [one for one in self.processes(words) if one.environ().get("LESSON_WORK") == work]


@contextmanager
def running_hub(students: int, *more: str) -> Iterator[Hub]:
    """Start a hub for so many students, and remove everything afterwards, their accounts too."""
    names = [f"lesson-trial-{number:02}" for number in range(1, students + 1)]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder).resolve()
        data.chmod(0o711)
        (data / "class.txt").write_text("\n".join([*names, *more]), encoding="utf-8")
        settings = {
            "LESSON_HUB": str(data),
            "LESSON_HUB_ADDRESS": ADDRESS,
            "LESSON_HUB_PASSWORD": PASSWORD,
            "PYTHONPATH": str(PROJECT),
        }
        hub = Hub(data, names)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # cleans up, too
        with (data / "hub.log").open("wb") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", "tools.hub"],
                env={**os.environ, **settings},
                cwd=PROJECT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield hub
        finally:
            program.terminate()
            program.wait()
            left = hub.processes()
            for process in left:
                process.kill()
            psutil.wait_procs(left, 10)
            remove_accounts(data / "students")


def remove_accounts(students: Path) -> None:
    """Remove the accounts that the hub has made for a class."""
    for account in pwd.getpwall():
        if Path(account.pw_dir).parent == students:
            subprocess.run(
                ["userdel", "--force", account.pw_name], check=False, capture_output=True
            )


@dataclass
class Student:
    """One student, and everything that was measured."""

    name: str
    notebook: str
    http: aiohttp.ClientSession = field(init=False)
    #: Seconds from logging in to the notebook, and to the end of its last cell.
    opened: float = 0
    ready: float = 0
    #: Milliseconds from each press of Check to the feedback.
    feedback: list[float] = field(default_factory=list)
    #: The numbers of the answers whose feedback came; each is in the journal as `seconds`.
    acknowledged: list[float] = field(default_factory=list)
    #: For each interruption: when the last answer before it was sent, and seconds to the next one.
    interruptions: list[tuple[float, float]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    kernel: str = ""
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _socket: Any = None
    _reader: Any = None

    @property
    def lost(self) -> bool:
        """Whether the connection to the kernel has ended."""
        return self._reader is None or self._reader.done()

    async def __aenter__(self) -> "Student":
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=PATIENCE * 4, sock_read=PATIENCE * 2),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()
        await self.http.close()

    @property
    def home(self) -> str:
        """The address of the student's own server."""
        return f"{ADDRESS}/user/{self.name}"

    def token(self, address: str) -> str:
        """Return the token against forged requests that belongs to an address."""
        import yarl

        found = self.http.cookie_jar.filter_cookies(yarl.URL(f"{address}/")).get("_xsrf")
        return found.value if found else ""

    # ---- before the notebook

    async def log_in(self, password: str = PASSWORD) -> int:
        """Log in and return the status of the page that follows."""
        async with self.http.get(f"{ADDRESS}/hub/login") as page:
            await page.read()
        form = {
            "username": self.name,
            "password": password,
            "_xsrf": self.token(f"{ADDRESS}/hub"),
        }
        async with self.http.post(f"{ADDRESS}/hub/login", data=form, allow_redirects=False) as page:
            return page.status

    async def reach_server(self) -> None:
        """Open the first page again and again until the student's own server answers."""
        until = time.monotonic() + PATIENCE * 4
        while time.monotonic() < until:
            async with self.http.get(f"{self.home}/lab") as page:
                await page.read()
                here = str(page.url)
            if page.status == 200 and here.startswith(f"{self.home}/lab"):
                return
            if "/hub/login" in here:
                await self.log_in()
            elif page.status in (424, 503):  # it does not run: the page has a button that starts it
                await self.http.get(f"{ADDRESS}/hub/spawn/{self.name}")
            await asyncio.sleep(0.5)
        raise TimeoutError("the server did not start")

    async def pull(self) -> None:
        """Pull the notebooks, as the page git-pull does."""
        async with self.http.get(f"{self.home}/", allow_redirects=True) as page:
            words = (await page.text()).replace("&amp;", "&")
            query = dict(page.url.query)
        if "repo" not in query:
            raise ConnectionError(f"no page that pulls: {page.url} {words[:80]}")
        asked = {
            "repo": query["repo"],
            "branch": query["branch"],
            "targetpath": query["targetPath"],
            "_xsrf": self.token(self.home),
        }
        async with self.http.get(f"{self.home}/git-pull/api?{urlencode(asked)}") as answer:
            said = await answer.text()
        if '"finished"' not in said:
            raise ConnectionError(f"pulling failed: {said[-300:]}")

    async def load_page(self) -> None:
        """Load JupyterLab with the scripts that its page names, as a new browser does."""
        async with self.http.get(f"{self.home}/lab/tree/my-work/{self.notebook}") as page:
            words = await page.text()
        for path in re.findall(r'(?:src|href)="(/user/[^"]+\.(?:js|css))', words):
            async with self.http.get(f"{ADDRESS}{path}") as script:
                await script.read()

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask the student's server and return its answer."""
        head = {"X-XSRFToken": self.token(self.home)}
        async with self.http.request(method, f"{self.home}/{path}", headers=head, **more) as answer:
            if answer.status >= 400:
                raise ConnectionError(f"{path}: {answer.status} {(await answer.text())[:200]}")
            return await answer.json()

    # ---- the kernel

    async def connect(self) -> bool:
        """Open the kernel of the notebook; return whether it is a new one."""
        await self.disconnect()
        path = f"my-work/{self.notebook}"
        wanted = {"path": path, "name": self.notebook, "type": "notebook", "kernel": {"name": ""}}
        session = await self.ask("POST", "api/sessions", json=wanted)
        new = session["kernel"]["id"] != self.kernel
        self.kernel = session["kernel"]["id"]
        head = {"X-XSRFToken": self.token(self.home)}
        address = f"{self.home}/api/kernels/{self.kernel}/channels?session_id={uuid.uuid4().hex}"
        self._socket = await self.http.ws_connect(
            address, headers=head, max_msg_size=0, heartbeat=10
        )
        self._reader = asyncio.create_task(self._read(self._socket))
        return new

    async def disconnect(self) -> None:
        """Close the connection to the kernel."""
        if self._reader:
            self._reader.cancel()
            await self._socket.close()
            self._reader = None

    async def _read(self, socket: Any) -> None:
        async for message in socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                self._receive(message.json())
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(ConnectionError("the connection to the kernel ended"))

    def _receive(self, message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        parent = message["parent_header"].get("msg_id", "")
        state = content.get("data", {}).get("state", {}) if kind.startswith("comm_") else {}
        if "input" in state.get("form", {}):
            self.cards[content["comm_id"]] = state["form"]
        if kind == "comm_msg" and "state" in state:
            self._done(content["comm_id"], state["state"])
        elif kind == "execute_reply":
            self._done(parent, content)
        elif kind == "stream":
            self._done(f"{parent} printed", content["text"])

    def _done(self, name: str, value: Any) -> None:
        future = self._waiting.get(name)
        if future and not future.done():
            future.set_result(value)

    async def _send(self, kind: str, content: dict[str, Any], wait_for: str = "") -> Any:
        """Send a message to the kernel and return what comes for a name (else for the message)."""
        head = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": self.name,
            "session": "trial",
            "version": "5.3",
            "date": "",
        }
        name = wait_for.format(head["msg_id"]) or head["msg_id"]
        self._waiting[name] = future = asyncio.get_running_loop().create_future()
        message = {"header": head, "parent_header": {}, "metadata": {}, "content": content}
        try:
            await self._socket.send_json({**message, "channel": "shell", "buffers": []})
            return await asyncio.wait_for(future, PATIENCE * 2)
        finally:
            del self._waiting[name]

    async def run(self, code: str) -> dict[str, Any]:
        """Run code in the kernel and return the reply."""
        more = {"silent": False, "store_history": True, "allow_stdin": False}
        reply: dict[str, Any] = await self._send("execute_request", {"code": code, **more})
        return reply

    async def printed(self, code: str) -> str:
        """Run code in the kernel and return what it prints first."""
        more = {"silent": False, "store_history": False, "allow_stdin": False}
        return str(await self._send("execute_request", {"code": code, **more}, "{} printed"))

    async def run_cells(self) -> None:
        """Run all cells of the notebook."""
        self.cards.clear()
        found = await self.ask("GET", f"api/contents/my-work/{self.notebook}")
        for cell in found["content"]["cells"]:
            if cell["cell_type"] == "code":
                reply = await self.run("".join(cell["source"]))
                if reply["status"] != "ok":
                    raise RuntimeError(f"{self.name}: {reply.get('ename')} {reply.get('evalue')}")

    async def answer(self, card: str, number: float, step: int) -> None:
        """Answer a card, and note how long the feedback took."""
        content = {"action": "check", "answer": some_answer(self.cards[card], step)}
        data = {"method": "custom", "content": {**content, "seconds": number}}
        began = time.perf_counter()
        state = await self._send("comm_msg", {"comm_id": card, "data": data}, card)
        self.feedback.append((time.perf_counter() - began) * 1000)
        if state.get("note", "").startswith("Your last"):
            self.problems.append(state["note"])
        elif state.get("result") != "unclear":
            self.acknowledged.append(number)


def some_answer(form: dict[str, Any], step: int) -> Any:
    """Return an answer that fits a form."""
    options = form.get("options", [])
    place = step % max(1, len(options))
    ways: dict[str, Callable[[], Any]] = {
        "radio": lambda: place,
        "order": lambda: [*range(place, len(options)), *range(place)],
        "match": lambda: [step % len(form["choices"])] * len(options),
        "text": lambda: f"{1 + step % 28} October 1962" if "unit" not in form else str(1 + step),
        "area": lambda: f"Answer {step}: " + "the record names other days than the text does. " * 4,
    }
    return ways.get(form["input"], lambda: [place])()
