"""Install the newest versions of all direct dependencies and run the tests.

Only for the weekly workflow: it changes the Python that runs it.
"""

import os
import subprocess
import sys

from tools import lock


def main() -> int:
    """Install, test, and return the exit status of the tests."""
    names = [line.partition("==")[0] for line in lock.direct(lock.load_project(), "test")]
    subprocess.run([sys.executable, "-m", "pip", "install", "--upgrade", *names], check=True)
    here = {
        **os.environ,
        "PYTHONPATH": str(lock.PROJECT),
    }  # kernels start in notebooks/ and must find helpers
    return subprocess.call([sys.executable, "-m", "pytest", "-q"], cwd=lock.PROJECT, env=here)


if __name__ == "__main__":
    sys.exit(main())
