"""Check whether the links of the sources still work; for the weekly workflow."""

import json
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from helpers.files import lesson_folder

#: Some archives refuse programs, though a reader gets the page: named, but no failure.
REFUSED = (401, 403, 405, 429, 999)


def ask(source: tuple[str, str]) -> tuple[str, str, str]:
    """Return id, address and what was found: empty if the page answers."""
    name, address = source
    request = urllib.request.Request(
        address, headers={"User-Agent": "link check of a teaching collection"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30):
            return name, address, ""
    except urllib.error.HTTPError as error:
        return (
            name,
            address,
            f"{'refused to programs' if error.code in REFUSED else 'gone'} ({error.code})",
        )
    except (OSError, ValueError) as error:
        return name, address, f"gone ({error})"


def main() -> int:
    """Print every address that does not answer; the exit status says whether one is gone."""
    sources = json.loads((lesson_folder() / "sources.json").read_text(encoding="utf-8"))
    addresses = [(source["id"], source["URL"]) for source in sources if source.get("URL")]
    with ThreadPoolExecutor(4) as workers:
        found = [one for one in workers.map(ask, addresses) if one[2]]
    for name, address, what in found:
        print(f"{name}: {what}: {address}")
    print(f"{len(addresses) - len(found)} of {len(addresses)} addresses answer.")
    return 1 if any(what.startswith("gone") for _, _, what in found) else 0


if __name__ == "__main__":
    sys.exit(main())
