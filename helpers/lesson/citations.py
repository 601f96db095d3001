"""Citations of sources, with the place in the source that was read."""

import re

from helpers.lesson.model import Lesson


def cite(lesson: "Lesson", cited: str, form: str = "note") -> str:
    """Return the citation of a source, with the page or section that is cited.

    `cited` is its id, with the page or section in brackets if it is known (``treaty_1960 [art.
    1]``); `form` is a Chicago first note ("note") or its short form ("short"). What the citation
    contains already is not repeated.
    """
    source, _, locator = cited.partition(" [")
    note, locator = lesson.citations[source][form].removesuffix("."), locator.removesuffix("]")
    quoted = note.endswith(".”")  # the full stop comes before the quotation mark
    if locator and locator not in note:
        if not quoted:
            return f"{note}, {locator}."
        title = note[:-2] + "." * bool(
            re.search(r"\.\w$", note[:-2])
        )  # “3 p.m.” keeps its full stop
        return f"{title},” {locator}."
    return note if quoted else f"{note}."


def short_notes(sources: str, lesson: "Lesson") -> str:
    """Return the short citations of a cell of sources, in one line."""
    return "; ".join(
        cite(lesson, cited, "short").removesuffix(".") for cited in sources.split("; ")
    )
