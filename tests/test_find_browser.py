"""`tools.browser.find_browser` finds Chromium, Chrome or Edge where each system keeps it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.files import PROJECT
from tools.browser import find_browser

ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def test_a_browser_is_found_by_its_name_on_the_path(monkeypatch, tmp_path):
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    program = tmp_path / ("chrome.exe" if os.name == "nt" else "google-chrome")
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(find_browser()) == program  # Windows may write chrome.EXE


def test_a_browser_is_found_where_windows_keeps_it(monkeypatch, tmp_path):
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    program = Path(str(tmp_path), r"Google\Chrome\Application\chrome.exe")
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch()
    real = Path.is_file
    monkeypatch.setattr(
        Path, "is_file", lambda path: real(path) or path == Path(ON_A_MAC)
    )  # as if it ran on a Mac
    assert find_browser() == str(program)


def test_a_browser_is_found_where_a_mac_keeps_it(monkeypatch, tmp_path):
    for name in ("BROWSER_PATH", "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "is_file", lambda path: path == Path(ON_A_MAC))
    assert find_browser() == ON_A_MAC


def test_a_browser_can_be_named(monkeypatch, tmp_path):
    program = tmp_path / "my browser"
    monkeypatch.setenv("BROWSER_PATH", str(program))
    assert find_browser() is None
    program.touch()
    assert find_browser() == str(program)


@pytest.mark.parametrize(
    ("ci", "status", "line"),
    [
        ("", 0, " skipped: NOT RUN: no browser. Install Chromium, Chrome or Edge"),
        ("true", 1, "NOT RUN: no browser. Install Chromium, Chrome or Edge"),
    ],
)
def test_without_a_browser_its_tests_are_counted_and_on_ci_they_fail(ci, status, line):
    path = "tests/browser/test_search_in_browser.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", path],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "CI": ci, "BROWSER_PATH": "nowhere", "PYTHONUTF8": "1"},
    )
    assert done.returncode == status
    assert line in done.stdout
    assert " passed" not in done.stdout
    if not ci:
        assert done.stdout.count("NOT RUN") == 1, "one line, however many tests"
