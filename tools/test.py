"""Run the checks of the code and then all tests; with arguments, only those of pytest."""

import sys

import pytest

from tools import lint


def main(arguments: list[str]) -> int:
    """Run everything and return the exit status."""
    failed = lint.main([]) if not arguments else 0
    return int(pytest.main(arguments)) or failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
