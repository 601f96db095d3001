"""What several checks look for in Markdown; each pattern reads a text once, however long it is."""

import re
from collections.abc import Iterable

#: A comment, which no reader sees. Comments don't nest.
COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*+-->", re.DOTALL)
#: A heading: its marks, and its words without the spaces around them.
HEADING = re.compile(r"^(#{1,6})[ \t]++(\S++(?:[ \t]++\S++)*+)", re.MULTILINE)
#: The minutes at the end of a heading.
MINUTES = re.compile(r"\((\d+) minutes?\)")
#: The minutes of a whole notebook, in its first cell.
TIME = re.compile(r"^\*\*Time\.\*\* (\d+) minutes?", re.MULTILINE)


def minutes_in(headings: Iterable[str]) -> int:
    """Return the sum of the minutes that headings say."""
    return sum(int(minutes) for heading in headings for minutes in MINUTES.findall(heading))
