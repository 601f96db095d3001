"""What several checks look for in Markdown; each pattern reads a text once, however long it is."""

import re

#: A comment, which no reader sees. Comments don't nest.
COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*+-->", re.DOTALL)
#: A heading: its marks, and its words without the spaces around them.
HEADING = re.compile(r"^(#{1,6})[ \t]++(\S++(?:[ \t]++\S++)*+)", re.MULTILINE)
#: The minutes at the end of a heading.
MINUTES = re.compile(r"\((\d+) minutes?\)")
