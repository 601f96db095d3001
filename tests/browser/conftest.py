"""JupyterLab and a browser without a window, which reach nothing outside this computer."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers.files import PROJECT

#: How long anything may take before a test fails; machines of a CI are slow.
PATIENCE = 120_000
#: Settings of JupyterLab that keep a test calm: no news, no updates, no saving by itself, the whole
#: notebook at once.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
WIDE = {"width": 1280, "height": 900}
THEME = Path("settings", "@jupyterlab", "apputils-extension", "themes.jupyterlab-settings")
READY = """async () => {
    await window.jupyterapp.restored;
    await window.jupyterapp.shell.currentWidget.context.sessionContext.ready;
}"""
OPEN = """async (path) => {
    const app = window.jupyterapp;
    const before = app.shell.currentWidget;
    await before.context.sessionContext.shutdown();
    const panel = await app.commands.execute('docmanager:open', { path });
    before.dispose(); // closing would ask whether to save
    await panel.context.ready;
    await panel.revealed;
}"""
#: All that the kernel shows is on the page: no cell runs, and each output that is a widget is
#: drawn.
SHOWN = """() => window.jupyterapp.shell.currentWidget.content.widgets.every((cell) => {
    const { model, outputArea } = cell;
    if (!outputArea) return true;
    if (model.executionState === 'running') return false;
    const kind = 'application/vnd.jupyter.widget-view+json';
    const length = outputArea.model.length;
    const outputs = Array.from({ length }, (_, place) => outputArea.model.get(place));
    const drawn = outputArea.node.querySelectorAll('.jp-OutputArea-output.lm-Panel .lesson');
    const wanted = outputs.filter((one) => kind in one.data).length;
    return [...drawn].filter((node) => node.children.length).length === wanted;
})"""
#: Nothing moves: every image is there, no colour is on its way to another, and two looks in a row
#: find the same places.
CALM = """() => {
    const nodes = document.querySelectorAll('.jp-Notebook, .lesson, .lesson *');
    const places = [...nodes].map((node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        return [left, top, width, height].join(' ');
    }).join();
    const same = places === window.lookedBefore;
    window.lookedBefore = places;
    const drawn = [...document.images].every((image) => image.complete);
    return same && drawn && !document.getAnimations().length;
}"""
#: The kernel has answered all that was asked of it before: it answers one thing after the other.
#: What is typed is sent after
#: a while, and of two clocks that are set one after the other the shorter one rings first.
ANSWERED = """async () => {
    await new Promise((done) => setTimeout(done, 1000));
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    await kernel.requestExecute({ code: '', silent: true }).done;
}"""
#: What an arrow does in a closed menu on Windows and Linux. On a Mac it opens a list of the system,
#: which is no part of the page.
ON_A_MAC = """(key) => {
    const menu = document.activeElement, last = menu.length - 1;
    const now = menu.selectedIndex;
    const place = { ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: last }[key];
    if (menu.localName !== 'select' || place === undefined) return false;
    menu.selectedIndex = Math.min(Math.max(place, 0), last);
    for (const kind of ['input', 'change']) menu.dispatchEvent(new Event(kind, { bubbles: true }));
    return true;
}"""
#: The same attack with a mark of its own: when this one has run, one that was let in before has
#: run, too.
CONTROL = """async () => {
    await new Promise((done) => {
        window.control = done;
        const holder = document.createElement('div');
        document.body.append(holder);
        holder.innerHTML = '<img src=x onerror=window.control()>';
    });
}"""


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as one that needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def press(tab, key, times=1):
    """Press a key; on a Mac, choose in a menu what the key chooses elsewhere."""
    for _ in range(times):
        if not (sys.platform == "darwin" and tab.evaluate(ON_A_MAC, key)):
            tab.keyboard.press(key)


def wait_until(holds):
    """Wait until a function returns something true."""
    until = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < until, "waited for two minutes in vain"
        time.sleep(0.02)


class Lab:
    """A running JupyterLab: its folder `root`, the student's folder `work`, its `address`."""

    def __init__(self, folder):
        self.folder, self.students = folder, 0
        self.root, self.work, runtime = folder / "root", folder / "my-work", folder / "runtime"
        shutil.copytree(PROJECT / "notebooks", self.root / "notebooks")
        for name, values in SETTINGS.items():
            path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")
        environment = dict(
            os.environ,
            LESSON_WORK=str(self.work),
            PYTHONPATH=os.pathsep.join([os.environ["PYTHONPATH"], str(PROJECT)]),
            JUPYTER_RUNTIME_DIR=str(runtime),
            JUPYTERLAB_SETTINGS_DIR=str(folder / "settings"),
            JUPYTER_CONFIG_DIR=str(folder / "config"),
            JUPYTER_DATA_DIR=str(folder / "data"),
            JUPYTERLAB_WORKSPACES_DIR=str(folder / "workspaces"),
        )
        command = [
            sys.executable,
            "-m",
            "jupyterlab",
            "--no-browser",
            "--allow-root",
            "--ServerApp.port=0",
            "--expose-app-in-browser",
            "--IdentityProvider.token=",
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.extension_manager=readonly",
            "--LabApp.news_url=None",
            "--log-level=ERROR",
        ]
        with (folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE / 1000 * 3
        while not (
            found := [
                text
                for path in runtime.glob("jpserver-*.json")
                if (text := path.read_text(encoding="utf-8"))
            ]
        ):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(
                    "JupyterLab did not start:\n" + (folder / "log.txt").read_text(encoding="utf-8")
                )
            time.sleep(0.1)
        self.address = json.loads(found[0])["url"].rstrip("/")

    def new_student(self):
        """Begin without answers and in the light theme; the work of the last student is moved."""
        self.students += 1
        if self.work.exists():
            self.work.rename(self.work.with_name(f"my-work-{self.students}"))
        (self.folder / THEME).unlink(missing_ok=True)

    def write_notebook(self, name, sources):
        """Write a notebook with the given code cells into the folder."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in sources]
        )
        notebook.metadata["kernelspec"] = {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        }
        nbformat.write(notebook, self.root / name)

    def journal(self, name="journal.jsonl"):
        """Return the complete lines of the student's journal, or of the drafts."""
        path = self.work / name
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        return [json.loads(line) for line in lines if line.endswith(b"\n")]


@pytest.fixture(scope="package")
def running_lab(tmp_path_factory, browser_path):
    """Start JupyterLab once for the tests of this folder."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.process.terminate()
    lab.process.wait(PATIENCE / 1000)


@pytest.fixture(scope="module")
def lab(running_lab):
    """Return the running JupyterLab, as a student finds it who has answered nothing."""
    running_lab.new_student()
    return running_lab


@pytest.fixture(scope="package")
def chromium(browser_path):
    """Start the browser once for the tests of this folder; it knows no other computer."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=flags, timeout=PATIENCE * 3
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def first(chromium, running_lab):
    """Return the tab in which JupyterLab stays open, because loading it takes long."""
    context = new_window(chromium)
    yield Page(context, running_lab)
    context.close()


def new_window(chromium):
    """Return a window of its own, because a tab behind another one is slow."""
    window = chromium.new_context(viewport=WIDE)
    window.set_default_timeout(PATIENCE)
    return window


class Page:
    """A tab with a notebook in it.

    `outside` lists requests to other computers, which the browser does not reach; `heard` is
    everything that kernels sent.
    """

    def __init__(self, context, lab):
        self.lab, self.outside, self.dialogs, self.heard = lab, [], [], []
        self.tab = context.new_page()
        self.tab.on("request", lambda request: self._asked(request.url))
        self.tab.on("websocket", self._connected)
        self.tab.on(
            "dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss())
        )

    def open(self, name):
        """Open a notebook, in place of the one that is open; the kernel of that one is stopped."""
        for told in (self.outside, self.dialogs, self.heard):
            told.clear()
        if self.tab.url == "about:blank":
            self.tab.goto(f"{self.lab.address}/doc/tree/{name}?reset")
            self.tab.wait_for_selector(".jp-Notebook .jp-Cell")
        else:
            self.tab.evaluate(OPEN, name)
        self.tab.evaluate(READY)

    def anew(self):
        """Make the tab wide and light again, whatever the file before left."""
        self.tab.set_viewport_size(WIDE)
        if self.tab.url != "about:blank":
            self.theme(dark=False)

    def _asked(self, address):
        if not re.match(r"(https?|wss?)://(localhost|127\.0\.0\.1):|(data|blob|about):", address):
            self.outside.append(address)

    def _connected(self, socket):
        self._asked(socket.url)
        socket.on("framereceived", lambda frame: self.heard.append(frame))

    def run_all(self):
        """Run all cells and wait until everything is shown."""
        self.tab.evaluate(READY)
        self.command("notebook:run-all-cells")
        self.tab.wait_for_function(
            SHOWN, polling=100
        )  # to look 60 times a second would hold up what is waited for

    def command(self, name, **arguments):
        """Call a command of JupyterLab and wait until it is done."""
        self.tab.evaluate(
            "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }",
            [name, arguments],
        )

    def restart(self):
        """Restart the kernel."""
        self.tab.evaluate(
            """async () => {
                const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
                await session.kernel.restart();
            }"""
        )

    def calm(self):
        """Wait until nothing moves on the page any more."""
        self.tab.wait_for_function(CALM, polling=100)

    def answered(self):
        """Wait until the kernel has answered everything that was asked of it so far."""
        self.tab.evaluate(ANSWERED)

    def theme(self, dark):
        """Change to the dark or the light theme and wait until everything has its colours."""
        self.command(
            "apputils:change-theme", theme="JupyterLab Dark" if dark else "JupyterLab Light"
        )
        self.tab.wait_for_function(
            "dark => document.body.dataset.jpThemeLight === String(!dark)", arg=dark
        )
        self.calm()

    def resize(self, width, height):
        """Change the size of the window and wait until the notebook has taken it."""
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.wait_for_function(
            """width => {
            const { left, right } = document.querySelector('.jp-Notebook').getBoundingClientRect();
            return window.innerWidth === width && right <= width && right - left > 0.8 * width;
        }""",
            arg=width,
            polling=100,
        )
        self.calm()

    def faults(self):
        """Return all errors and warnings in the outputs of the notebook."""
        return self.tab.evaluate("""() => {
            const cells = window.jupyterapp.shell.currentWidget.context.model.toJSON().cells;
            return cells.flatMap(cell => cell.outputs || [])
                .filter(one => one.output_type === 'error' || one.name === 'stderr')
                .map(one => JSON.stringify(one).slice(0, 500));
        }""")


@pytest.fixture(scope="module")
def open_notebook(lab, first, chromium):
    """Return a function that opens a notebook, in place of the one before or in a new window.

    At the end of the file the new windows are closed, and their kernels stopped.
    """
    windows = []
    first.anew()

    def open_it(name, run=True, new=False):
        page = first
        if new:
            windows.append(new_window(chromium))
            page = Page(windows[-1], lab)
        page.open(name)
        if run:
            page.run_all()
        return page

    yield open_it
    for window in windows:
        window.pages[0].evaluate(
            """async () => {
                const { context } = window.jupyterapp.shell.currentWidget;
                await context.sessionContext.shutdown();
            }"""
        )
        window.close()
