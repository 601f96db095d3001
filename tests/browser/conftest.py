"""JupyterLab and a browser without a window, for the tests of this folder; nothing outside this computer is reached."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers.lesson import PROJECT

#: Settings of JupyterLab that keep a test calm: no news, no updates, the whole notebook at once.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
RUN_ALL = """async () => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = app.shell.currentWidget;
    await panel.context.sessionContext.ready;
    await app.commands.execute('notebook:run-all-cells');
}"""


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as one that needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Lab:
    """A running JupyterLab: `root` is its folder, `work` the student's folder, `address` where it listens."""

    def __init__(self, folder):
        self.root, self.work, runtime = folder / "root", folder / "my-work", folder / "runtime"
        shutil.copytree(PROJECT / "notebooks", self.root / "notebooks")
        for name, values in SETTINGS.items():
            path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")
        environment = dict(
            os.environ, LESSON_WORK=str(self.work), PYTHONPATH=os.pathsep.join([os.environ["PYTHONPATH"], str(PROJECT)]), JUPYTER_RUNTIME_DIR=str(runtime),
            JUPYTERLAB_SETTINGS_DIR=str(folder / "settings"), JUPYTER_CONFIG_DIR=str(folder / "config"),
            JUPYTER_DATA_DIR=str(folder / "data"), JUPYTERLAB_WORKSPACES_DIR=str(folder / "workspaces"),
        )  # fmt: skip
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0", "--expose-app-in-browser",
                   "--IdentityProvider.token=", f"--ServerApp.root_dir={self.root}", "--LabApp.extension_manager=readonly",
                   "--LabApp.news_url=None", "--log-level=ERROR"]  # fmt: skip
        with (folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 90
        while not (found := list(runtime.glob("jpserver-*.json"))):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("JupyterLab did not start:\n" + (folder / "log.txt").read_text(encoding="utf-8"))
            time.sleep(0.1)
        self.address = json.loads(found[0].read_text(encoding="utf-8"))["url"].rstrip("/")

    def write_notebook(self, name, sources):
        """Write a notebook with the given code cells into the folder."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
        nbformat.write(notebook, self.root / name)

    def journal(self):
        """Return the lines of the student's journal."""
        path = self.work / "journal.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser_path):
    """Start JupyterLab for the tests of one file."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.process.terminate()
    lab.process.wait(30)


@pytest.fixture(scope="module")
def chromium(browser_path):
    """Start the browser for the tests of one file."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=flags)
        yield browser
        browser.close()


class Page:
    """A tab with a notebook in it; requests to other computers are refused and listed in `outside`.

    `heard` is everything that kernels sent to it.
    """

    def __init__(self, chromium, lab, name, run=True, **options):
        self.lab, self.outside, self.dialogs, self.heard = lab, [], [], []
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        context.route("**/*", self._route)
        self.tab = context.new_page()
        self.tab.on("websocket", lambda socket: socket.on("framereceived", lambda frame: self.heard.append(frame)))
        self.tab.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.tab.goto(f"{lab.address}/doc/tree/{name}?reset")
        self.tab.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        if run:
            self.run_all()

    def _route(self, route):
        if "//localhost:" in route.request.url or "//127.0.0.1:" in route.request.url or route.request.url.startswith("data:"):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def run_all(self):
        """Run all cells and wait for the last."""
        self.tab.evaluate(RUN_ALL)
        self.tab.wait_for_timeout(300)

    def command(self, name, **arguments):
        """Call a command of JupyterLab."""
        self.tab.evaluate("async ([name, arguments]) => { await window.jupyterapp.commands.execute(name, arguments); }", [name, arguments])

    def faults(self):
        """Return all errors and warnings in the outputs of the notebook."""
        return self.tab.evaluate("""() => {
            const cells = window.jupyterapp.shell.currentWidget.context.model.toJSON().cells;
            return cells.flatMap(cell => (cell.outputs || []).filter(
                one => one.output_type === 'error' || one.name === 'stderr').map(one => JSON.stringify(one).slice(0, 500)));
        }""")

    def close(self):
        """Close the tab and its context."""
        self.tab.context.close()


@pytest.fixture(scope="module")
def open_notebook(lab, chromium):
    """Return a function that opens a notebook in a tab of its own."""
    opened = []

    def open_it(name, run=True, **options):
        opened.append(Page(chromium, lab, name, run, **options))
        return opened[-1]

    yield open_it
    for page in opened:
        page.close()
