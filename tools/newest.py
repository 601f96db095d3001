"""Install the newest versions of all direct dependencies and run the tests, to learn early what will break.

Only for the weekly workflow: it changes the Python that runs it.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Install, test, and return the exit status of the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split("[=<>~!]", one)[0] for one in pinned]
    subprocess.run([sys.executable, "-m", "pip", "install", "--upgrade", *names], check=True)
    return subprocess.call([sys.executable, "-m", "pytest", "-q"], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
