"""Make one report of everything that a class handed in: ``python3 start.py class FOLDER``."""

import argparse
import sys
from pathlib import Path

from helpers.classroom.attempts import CHOICES
from helpers.classroom.report import make_report
from helpers.errors import UserError
from helpers.load import load_lesson


def main(arguments: list[str]) -> int:
    """Make the report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 start.py class", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="everything handed in")
    parser.add_argument(
        "--attempt",
        choices=list(CHOICES),
        default="last",
        help="which attempt counts in the spreadsheets (in the page you can choose)",
    )
    parser.add_argument("--codes", action="store_true", help="codes in place of names")
    chosen = parser.parse_args(arguments)
    try:
        print(make_report(chosen.folder, load_lesson(), chosen.attempt, chosen.codes))
    except (UserError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
