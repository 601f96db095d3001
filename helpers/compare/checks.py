"""Checks of what the text asserts: the shape of each assertion, circles of causes, and the verdicts."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from helpers.compare.contradictions import compare_verdicts
from helpers.errors import Problem
from helpers.lesson.cells import split
from helpers.lesson.checks import check_events, check_repeated, check_spelling, check_templates
from helpers.lesson.dates import DateError, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.tables import TableReader
from helpers.lesson.wording import did_you_mean

#: What each relation needs: what its object must be, and what its value must be.
SHAPES = {
    "dated": ("", "date"),
    "signed-by": ("", "person"),
    "met": ("", "persons"),
    "between": ("", "parties"),
    "term": ("", "term"),
    "brought": ("event", "term"),
    "caused": ("event", ""),
    "before": ("event", ""),
    "whole-of": ("", "terms"),
}

#: One of each.
SINGULAR = {"persons": "person", "parties": "party", "terms": "term"}

#: Relations that speak of signers, parties or terms, which only instruments have.
OF_INSTRUMENTS = ("signed-by", "between", "term", "whole-of")

LOOK = "See docs/data.md for the relations."


def check_lesson(lesson: Lesson, tables: dict[str, TableReader]) -> list[Problem]:
    """Return what is wrong in the whole lesson although each cell may be right."""
    for table in tables.values():
        table.problems.clear()
    check_events(tables["events"], tables["instruments"])
    check_spelling(
        [
            (tables["events"], ("actors", "present", "place")),
            (tables["instruments"], ("parties", "signers")),
        ]
    )
    check_repeated(lesson, tables["claims"])
    _check_shapes(lesson, tables)
    instruments = tables["instruments"].rows
    _check_cycles(
        tables["assertions"], dict(zip(instruments["id"], instruments["event"], strict=True))
    )
    check_templates(lesson, tables["claims"])
    found = [problem for table in tables.values() for problem in table.problems]
    return found or _check_verdicts(lesson, tables["claims"])


def _check_shapes(lesson: Lesson, tables: dict[str, TableReader]) -> None:
    assertions, events, instruments = (
        tables["assertions"],
        tables["events"].rows,
        tables["instruments"].rows,
    )
    terms = lesson.vocabulary.terms
    cells = [*events["actors"], *events["present"], *instruments["signers"]]
    persons = {name for cell in cells for name in split(cell)}
    parties = persons | {name for cell in instruments["parties"] for name in split(cell)}
    known_as = {
        "person": persons,
        "persons": persons,
        "parties": parties,
        "term": set(terms),
        "terms": set(terms),
    }
    brings = dict(zip(events["id"], map(split, events["terms"]), strict=True))
    for row, one in enumerate(assertions.rows.itertuples()):
        relation = str(one.relation)
        target, value = SHAPES[relation]
        if relation in OF_INSTRUMENTS and one.subject not in set(instruments["id"]):
            message = f"The relation {relation} speaks of an instrument, and this is an event."
            assertions.add(row, "subject", message, f"Use one of: {', '.join(instruments['id'])}.")
        if bool(target) != bool(one.object):
            message = (
                f"The relation {relation} {'needs an event' if target else 'takes nothing'} here."
            )
            assertions.add(row, "object", message, LOOK)
        if bool(value) != bool(one.value):
            message = f"The relation {relation} {f'needs a value here: {value}' if value else 'takes no value'}."
            assertions.add(row, "value", message, LOOK)
        elif value == "date":
            try:
                parse_date(str(one.value))
            except DateError as error:
                assertions.add(row, "value", error.message, error.fix)
        elif value:
            known, named = known_as[value], split(str(one.value))
            for unknown in sorted(set(named) - known):
                message = f"The record does not know this {SINGULAR.get(value, value)}.{did_you_mean(unknown, known)}"
                assertions.add(row, "value", message, "Spell it as in events.csv.", unknown)
            if value == "persons" and len(set(named)) != 2:
                assertions.add(row, "value", "Two persons are needed.", "Separate them by “; ”.")
            elif value not in SINGULAR and len(named) != 1:
                assertions.add(row, "value", f"One {value} is needed.", "Give each its own row.")
            elif relation == "brought" and not set(named) <= set(
                brings.get(str(one.object), named)
            ):
                message = "The event that is to have brought it does not have this term."
                assertions.add(
                    row,
                    "value",
                    message,
                    "Name the event that brought it, or add the term to it in events.csv.",
                )


def _check_cycles(assertions: TableReader, dated_by: dict[str, str]) -> None:
    """Causes must not run in a circle: what caused a thing can't be caused by it."""
    rows: dict[tuple[str, str], int] = {}
    for row, one in enumerate(assertions.rows.itertuples()):
        if one.relation in ("caused", "before"):
            cause, effect = (
                dated_by.get(name, name) for name in (str(one.subject), str(one.object))
            )
            rows[cause, effect] = row
    while True:
        graph = TopologicalSorter[str]()
        for cause, effect in rows:
            graph.add(effect, cause)
        try:
            return graph.prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            last = max(pairwise(circle), key=lambda link: rows[link])
            message = f"The causes run in a circle: {' → '.join(circle)}."
            assertions.add(rows.pop(last), "object", message, "Take one of them out.")


def _check_verdicts(lesson: Lesson, claims: TableReader) -> list[Problem]:
    rows = {str(name): row for row, name in enumerate(claims.rows["id"])}
    for claim, message in compare_verdicts(lesson).items():
        claims.add(
            rows[claim],
            "verdict",
            message,
            "Correct the verdict, the assertion or the date: one is wrong.",
        )
    return claims.problems
