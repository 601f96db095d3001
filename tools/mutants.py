"""Change the core of `helpers` in many small ways, one at a time, and see whether a test notices.

The core is what finds contradictions: `helpers.compare.record`, `.relations`, `.contradictions`.
mutmut makes the changes (mutants) in the folder `mutants/` and runs the tests that reach each of
them; `[tool.mutmut]` in pyproject.toml says which modules and which tests. This takes some minutes.
It fails when the tests notice fewer than 95 % of the mutants. `python -m mutmut browse` shows
those that survived. Not for Windows, which cannot fork.
"""

import json
import subprocess
import sys
from pathlib import Path

from tools.lock import load_project, need

PROJECT = Path(__file__).resolve().parent.parent
STATISTICS = PROJECT / "mutants" / "mutmut-cicd-stats.json"
#: Of 100 mutants, so many must be noticed.
WANTED = 95


#: What can become of a mutant that was tried. (Without tests, nobody noticed it.)
TRIED = ("killed", "timeout", "survived", "no_tests", "suspicious", "segfault")


def mutmut(*arguments: str) -> None:
    """Run mutmut in the project."""
    subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=PROJECT, check=True)


def survivors() -> list[str]:
    """Return the names of the mutants that no test noticed."""
    command = [sys.executable, "-m", "mutmut", "results"]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    return [line.strip() for line in done.stdout.splitlines() if "not checked" not in line]


def noticed(statistics: dict[str, int]) -> float:
    """Return how many of 100 mutants the tests noticed, or stopped because they ran too long."""
    tried = sum(statistics[name] for name in TRIED)
    return 100 * (statistics["killed"] + statistics["timeout"]) / tried if tried else 0.0


def main(arguments: list[str]) -> int:
    """Make the mutants, report, and return the exit status; arguments go to `mutmut run`."""
    need("mutmut", load_project()["tool"]["lock"]["mutmut"])
    mutmut("run", *arguments)
    mutmut("export-cicd-stats")
    print("\n".join(survivors()))
    statistics = json.loads(STATISTICS.read_text(encoding="utf-8"))
    share = noticed(statistics)
    tried = sum(statistics[name] for name in TRIED)
    print(f"{share:.1f} % of {tried} mutants were noticed ({WANTED} % are wanted).")
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
