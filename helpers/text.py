"""The text under study as sentences with places; citations, and sentences of ours that are filled from the data."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from helpers.dates import days_between, parse_date
from helpers.errors import Told
from helpers.tables import nearest

if TYPE_CHECKING:
    from helpers.lesson import Lesson

#: A sentence ends with a full stop that a blank and a capital letter follow.
_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_REFERENCE = re.compile(r"\{([^{}]*)\}")


def sentences(text: str) -> pd.DataFrame:
    """Cut a text into numbered sentences; its paragraphs are lines, the first one is the heading.

    Each row has `number` (int, the heading is 0), `paragraph` (int), `text` (str), `start` and
    `end` (int, characters from the beginning of the text; ``text[start:end]`` is the sentence).
    """
    rows: list[tuple[int, int, str, int, int]] = []
    for paragraph, line in enumerate(re.finditer(r"\S[^\n]*", text)):
        cuts = [
            line.start(),
            *(line.start() + found.end() for found in _BREAK.finditer(line[0])),
            line.end(),
        ]
        for left, right in pairwise(cuts):
            words = text[left:right].rstrip()
            rows.append((len(rows), paragraph, words, left, left + len(words)))
    return pd.DataFrame(rows, columns=["number", "paragraph", "text", "start", "end"])


def locate(text: str, quotes: list[str]) -> list[int]:
    """Find where each exact quotation begins, at the first place that is not before the one before it; -1 if nowhere."""
    places, start = [], 0
    for quote in quotes:
        place = text.find(quote, start)
        places.append(place)
        start = max(place, start)
    return places


def known_claims(lesson: "Lesson", ids: Iterable[str] | None) -> list[str]:
    """Return the ids of claims, None meaning all; one may be given alone; a ValueError names those that the text does not have."""
    known = list(lesson.claims["id"])
    ids = ids["id"] if isinstance(ids, pd.DataFrame) and "id" in ids else ids
    wanted = known if ids is None else [ids] if isinstance(ids, str) else list(ids)
    if unknown := sorted(set(wanted) - set(known), key=str):
        raise Told(
            f"The text has no claim {', '.join(map(str, unknown))}. Its claims are {', '.join(known)}."
        )
    return wanted


def fill(template: str, lesson: "Lesson") -> str:
    """Fill a sentence from the data, so that a corrected date corrects the sentence.

    Its references are such as ``{bay-of-pigs.date}``, ``{bay-of-pigs.year}``, ``.month``,
    ``.place``, ``.title``, ``{days:first-event:second-event}`` or
    ``{months:first-event:second-event}``; the id of an instrument stands for the event that dates
    it, and has a ``.name``. A ValueError says which names nothing that exists, or that a brace
    stands alone.
    """
    if "{" in (rest := _REFERENCE.sub("", template)) or "}" in rest:
        raise ValueError("A brace stands alone: each { needs its }.")
    return _REFERENCE.sub(lambda match: _value(match[1], lesson), template)


def _value(reference: str, lesson: "Lesson") -> str:
    name, _, field = reference.rpartition(".")
    unit, *ids = reference.split(":")
    columns = {
        "date": "date_words",
        "month": "date_words",
        "year": "date_words",
        "place": "place",
        "title": "title",
    }
    try:
        if field == "name":
            return str(lesson.instruments.set_index("id").at[name, "name"])
        if field in columns:
            event = lesson.event(name)
            if field in (
                "month",
                "year",
            ):  # not said where the event may lie in another one as well
                when, long = parse_date(event["date"]), {"month": 7, "year": 4}[field]
                first, last = str(when.first_possible)[:long], str(when.last_possible)[:long]
                if first == last:  # a date has one end at least
                    return parse_date(first).in_words()
            return str(event[columns[field]])
        if unit in ("days", "months") and len(ids) == 2:
            return _span(unit, ids[0], ids[1], lesson)
    except KeyError as problem:
        what = "is no instrument" if field == "name" else "does not exist"
        known = [*(lesson.events["id"] if field != "name" else ()), *lesson.instruments["id"]]
        raise ValueError(
            f"{{{reference}}} refers to {problem.args[0]!r}, which {what}.{nearest(str(problem.args[0]), known)}"
        ) from None
    raise ValueError(
        f"{{{reference}}} is no reference. Write {{event-id.date}}, .month, .year, .place or .title, {{instrument-id.name}}, "
        "{days:event-id:event-id} or {months:event-id:event-id}."
    )


def _span(unit: str, first: str, second: str, lesson: "Lesson") -> str:
    """Return the days or the whole months between two events, in either order, in digits."""
    one, other = sorted(
        (lesson.date(first), lesson.date(second)), key=lambda date: str(date.earliest)
    )
    if unit == "days":
        least, most = days_between(one, other)
        return str(least) if least == most else f"{max(least, 0)} to {most}"
    left, right = one.earliest, other.earliest
    if left is None or right is None:
        raise ValueError(
            f"The months between {first} and {second} can't be counted: a beginning is open."
        )
    return str((right.year - left.year) * 12 + right.month - left.month - (right.day < left.day))


def cite(lesson: "Lesson", cited: str, form: str = "note") -> str:
    """Return the citation of a source, with the place in it where the citation does not name it already.

    It is cited by its id, with the place in brackets where it is known (``treaty_1960 [art. 1]``),
    as Chicago first note ("note") or in short form ("short").
    """
    source, _, locator = cited.partition(" [")
    note, locator = lesson.citations[source][form].removesuffix("."), locator.removesuffix("]")
    quoted = note.endswith(".”")  # the full stop stands before the quotation mark
    if locator and locator not in note:
        if not quoted:
            return f"{note}, {locator}."
        title = note[:-2] + "." * bool(
            re.search(r"\.\w$", note[:-2])
        )  # “3 p.m.” keeps its full stop
        return f"{title},” {locator}."
    return note if quoted else f"{note}."


def counted(number: int, noun: str) -> str:
    """Say how many: ``1 day``, ``2 days``."""
    return f"{number} {noun}{'s' * (number != 1)}"


def stop(words: str) -> str:
    """End a sentence with its full stop, unless one stands before the closing quotation mark."""
    return words if words.endswith(".”") else f"{words}."


def short_notes(sources: str, lesson: "Lesson") -> str:
    """Return the short citations of a cell of sources, in one line."""
    return "; ".join(
        cite(lesson, cited, "short").removesuffix(".") for cited in sources.split("; ")
    )
