"""Checks of what the text asserts: the form of assertions, circles of causes, the verdicts."""

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from helpers.compare.contradictions import compare_verdicts
from helpers.compare.relations import RELATIONS, Relation
from helpers.lesson.cells import split
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.tables import TableReader
from helpers.lesson.wording import did_you_mean

#: For each kind of value that is a list of names: what one of them is called, and how many are
#: needed (None: any number).
NAMES = {
    "person": ("person", 1),
    "persons": ("person", 2),
    "parties": ("party", None),
    "term": ("term", 1),
    "terms": ("term", None),
}

LOOK = "See docs/data.md for the relations."

#: A problem of one cell: column, message, fix, and the value (None: the whole cell).
CellProblem = tuple[str, str, str, str | None]


def check_assertions(tables: dict[str, TableReader], terms: Collection[str]) -> None:
    """Add a problem for every assertion that does not have the form its relation needs."""
    assertions = tables["assertions"]
    known = _Known(tables, terms)
    for row, assertion in enumerate(assertions.rows.itertuples()):
        for column, message, fix, value in _form_problems(assertion, known):
            assertions.add(row, column, message, fix, value)
    instruments = tables["instruments"].rows
    _check_cycles(assertions, dict(zip(instruments["id"], instruments["event"], strict=True)))


def check_verdicts(lesson: Lesson, claims: TableReader) -> None:
    """Add a problem for every claim whose verdict disagrees with the computed one."""
    rows = {str(name): row for row, name in enumerate(claims.rows["id"])}
    for claim, message in compare_verdicts(lesson).items():
        fix = "Correct the verdict, the assertion or the date: one is wrong."
        claims.add(rows[claim], "verdict", message, fix)


class _Known:
    """The names that the record knows: instruments, persons, parties and terms."""

    def __init__(self, tables: dict[str, TableReader], terms: Collection[str]) -> None:
        events, instruments = tables["events"].rows, tables["instruments"].rows
        cells = [*events["actors"], *events["present"], *instruments["signers"]]
        persons = {name for cell in cells for name in split(cell)}
        parties = persons | {name for cell in instruments["parties"] for name in split(cell)}
        self.instruments = list(instruments["id"])
        self.names = {"person": persons, "party": parties, "term": set(terms)}
        self.terms_of = dict(zip(events["id"], map(split, events["terms"]), strict=True))


def _form_problems(assertion: Any, known: _Known) -> Iterator[CellProblem]:
    """Yield what is wrong with the form of one assertion."""
    relation = RELATIONS.get(assertion.relation)
    if relation is None:
        message = f"This value is not known.{did_you_mean(assertion.relation, RELATIONS)}"
        yield "relation", message, f"Use one of: {', '.join(RELATIONS)}.", None
        return
    if relation.of_instrument and assertion.subject not in known.instruments:
        message = f"The relation {relation.name} needs an instrument, and this is an event."
        instruments = ", ".join(known.instruments)
        fix = f"Use one of: {instruments}." if instruments else "Add it to instruments.csv first."
        yield "subject", message, fix, None
    if relation.takes_object != bool(assertion.object):
        needed = "needs an event" if relation.takes_object else "takes nothing"
        yield "object", f"The relation {relation.name} {needed} here.", LOOK, None
    if bool(relation.value) != bool(assertion.value):
        needed = f"needs a value here: {relation.value}" if relation.value else "takes no value"
        yield "value", f"The relation {relation.name} {needed}.", LOOK, None
    elif relation.value == "date":
        yield from _date_problems(assertion.value)
    elif relation.value:
        yield from _name_problems(assertion, relation, known)


def _date_problems(value: str) -> Iterator[CellProblem]:
    try:
        parse_date(value)
    except DateError as error:
        yield "value", error.message, error.fix, None


def _name_problems(assertion: Any, relation: Relation, known: _Known) -> Iterator[CellProblem]:
    """Yield what is wrong with a value that is a list of names."""
    noun, needed = NAMES[relation.value]
    names, allowed = split(assertion.value), known.names[noun]
    for unknown in sorted(set(names) - allowed):
        message = f"The record does not mention this {noun}.{did_you_mean(unknown, allowed)}"
        yield "value", message, "Spell it as in events.csv.", unknown
    if needed == 2 and len(set(names)) != 2:
        yield "value", "Two persons are needed.", "Separate them by “; ”.", None
    elif needed == 1 and len(names) != 1:
        yield "value", f"One {noun} is needed.", "Give each its own row.", None
    elif relation.takes_object and not set(names) <= set(
        known.terms_of.get(assertion.object, names)
    ):
        message = "The event in the column object does not have this term."
        fix = "Name the event that really brought it, or add the term to that event in events.csv."
        yield "value", message, fix, None


def _check_cycles(assertions: TableReader, dated_by: dict[str, str]) -> None:
    """Add a problem for each circle of causes: an effect can't be a cause of its own cause."""
    rows: dict[tuple[str, str], int] = {}
    for row, assertion in enumerate(assertions.rows.itertuples()):
        relation = RELATIONS.get(str(assertion.relation))
        if relation and relation.puts_first:
            first, second = (
                dated_by.get(name, name) for name in (str(assertion.subject), str(assertion.object))
            )
            rows[first, second] = row
    while True:
        graph = TopologicalSorter[str]()
        for first, second in rows:
            graph.add(second, first)
        try:
            return graph.prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            last = max(pairwise(circle), key=lambda link: rows[link])
            message = f"The causes run in a circle: {' → '.join(circle)}."
            assertions.add(rows.pop(last), "object", message, "Remove one of them.")
