"""What the library edtf reads in thousands of texts, stored because asking it takes a minute.

The build asks it anew when another version of it is installed, or when other texts are wanted.
"""

import contextlib
import csv
import io
import random
from importlib.metadata import version

from edtf import parse_edtf

from helpers.files import PROJECT
from helpers.lesson.dates import Day

FILE = PROJECT / "tests" / "snapshots" / "edtf.csv"
FAILS = "fails"
YEARS = [
    *map(str, range(1955, 1966)),
    *["0000", "0001", "1900", "2000", "9999", "196X", "000X"] * 2,
    *["-0001", "-0004", "-0044", "0330", "1440", "04XX", "-04XX", "-00XX", "-004X", "Y17000"],
]
MONTHS = [
    "",
    "",
    *(f"-{number:02d}" for number in range(15)),
    "-02",
    "-02",
    "-XX",
    *(f"-{number}" for number in range(21, 25)),
]
DAYS = [
    "",
    "",
    *(f"-{number:02d}" for number in range(33)),
    "-29",
    "-30",
    "-31",
    "-XX",
    "-0X",
    "-2X",
    "-3X",
    "-4X",
]
MARKS = ["", "", "", "~", "?", "%"]
FORMS = [
    "{0}",
    "{0}",
    "{0}",
    "{0}/{1}",
    "{0}/{1}",
    "{0}/..",
    "../{0}",
    "{0}/",
    "/{0}",
    "[{0},{1}]",
    "[{0}..{1}]",
    "[..{0}]",
    "[{0}..]",
    "../..",
    "/",
    "{0} ",
]


def texts(count=4000):
    """Return what somebody might write: well-formed or nearly so; the same at every call."""
    chance, found = random.Random(1960), {}
    while len(found) < count:
        parts = []
        for _ in range(2):
            month = chance.choice(MONTHS)
            parts.append(
                chance.choice(YEARS)
                + month
                + chance.choice(DAYS) * bool(month)
                + chance.choice(MARKS)
            )
        found[chance.choice(FORMS).format(*parts)] = None
    return list(found)


def ask(text):
    """Return the strict bounds that edtf reads in a text: a date, nothing, or that it fails."""

    def plain(bound):
        known = hasattr(bound, "tm_year")
        return str(Day(bound.tm_year, bound.tm_mon, bound.tm_mday)) if known else ""

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints
            read = parse_edtf(text)
            return plain(read.lower_strict()), plain(read.upper_strict())
    except Exception:  # it fails with whatever comes
        return FAILS, FAILS


def stored():
    """Return the version of edtf that was asked, and for each text what it said."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0][0], {text: (lower, upper) for text, lower, upper in rows[2:]}


def write():
    """Ask edtf where the file is not up to date, and return the line that says how it went."""
    now = f"edtf {version('edtf')}"
    if FILE.exists() and (stored()[0], list(stored()[1])) == (now, texts()):
        return "what edtf reads: as before"
    with FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows(
            [[now], ["text", "earliest", "latest"], *([text, *ask(text)] for text in texts())]
        )
    return "what edtf reads: changed"
