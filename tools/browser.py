"""Find the browser for the browser tests."""

import os
import shutil
from pathlib import Path


def find_browser() -> str | None:
    """Return the path of Chromium, Chrome or Edge for the browser tests, or None.

    The variable BROWSER_PATH comes first.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    programs = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
        "msedge",
    ]
    found = [shutil.which(program) for program in programs]
    folders = [
        os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    ]
    windows = [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"]
    found += [str(Path(folder, program)) for folder in folders if folder for program in windows]
    apps = ["Google Chrome", "Chromium", "Microsoft Edge"]
    found += [f"/Applications/{app}.app/Contents/MacOS/{app}" for app in apps]
    return next((path for path in found if path and Path(path).is_file()), None)
