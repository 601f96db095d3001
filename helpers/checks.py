"""Checks that need more than one cell: ids that must exist, quotations, assertions, cycles, verdicts."""

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

from helpers.contradictions import compare_verdicts
from helpers.dates import DateError, parse_date
from helpers.tables import Problem, TableReader, ids, nearest, split
from helpers.text import fill

if TYPE_CHECKING:
    from helpers.lesson import Lesson

#: What each relation needs: what its object must be, and what its value must be.
SHAPES = {
    "dated": ("", "date"), "signed-by": ("", "person"), "met": ("", "persons"), "term": ("", "term"),
    "brought": ("event", "term"), "caused": ("event", ""), "before": ("event", ""), "whole-of": ("", "terms"),
}  # fmt: skip


def check_references(tables: dict[str, TableReader], sources: set[str]) -> None:
    """Add a problem for every id that does not exist where its field says that it must."""
    known = {name: set(table.rows["id"]) for name, table in tables.items()} | {"sources": sources}
    for table in tables.values():
        for field in table.fields:
            if "reference" not in field:
                continue
            allowed = set().union(*(known[name] for name in field["reference"]))
            where = " or ".join(field["reference"])
            for row, cell in enumerate(table.rows[field["name"]]):
                for one in ids(cell) if field.get("list") else [cell] * bool(cell):
                    if one not in allowed:
                        table.add(row, field["name"], f"This id is not among the {where}.{nearest(one, allowed)}", f"Write an id of the {where}, or add the row there.", one)


def check_lesson(lesson: "Lesson", tables: dict[str, TableReader]) -> list[Problem]:
    """Return what is wrong in the whole lesson although each cell may be right."""
    for table in tables.values():
        table.problems.clear()
    _check_events(tables["events"])
    _check_quotes(lesson, tables["claims"])
    _check_repeated(lesson, tables["claims"])
    _check_shapes(tables["assertions"], tables["events"])
    _check_cycles(tables["assertions"])
    _check_templates(lesson, tables["claims"])
    found = [problem for table in tables.values() for problem in table.problems]
    return found or _check_verdicts(lesson, tables["claims"])


def _check_events(events: TableReader) -> None:
    for row, event in enumerate(events.rows.itertuples()):
        for absent in sorted(set(split(str(event.present))) - set(split(str(event.actors)))):
            events.add(row, "present", "This person is not among the actors.", "Add the name to the actors, spelled the same.", absent)


def _check_quotes(lesson: "Lesson", claims: TableReader) -> None:
    words = lesson.text
    for row, (start, quote) in enumerate(zip(lesson.claims["start"], claims.rows["quote"], strict=True)):
        if start >= 0:
            continue
        if quote in words:
            claims.add(row, "quote", "The quotation stands earlier in the text than the claim before it.", "Put the claims in the order of the text.")
            continue
        straight = quote.replace("'", "’").replace('"', "”")
        if straight in words:
            claims.add(row, "quote", "The quotation has straight quotation marks where the text has curly ones.", f"Write “{straight}”.")
            continue
        near = max(lesson.sentences["text"], key=lambda sentence: difflib.SequenceMatcher(None, sentence, quote).ratio())
        claims.add(row, "quote", "This quotation is not in the text.", f"Copy the exact words, perhaps from: “{near}”")


def _check_repeated(lesson: "Lesson", claims: TableReader) -> None:
    judged: dict[tuple[str, str], tuple[int, str]] = {}
    for row, claim in enumerate(lesson.claims.itertuples()):
        key = (str(claim.claim), str(claim.about))
        first, verdict = judged.setdefault(key, (row, str(claim.verdict)))
        if verdict != claim.verdict:
            claims.add(row, "verdict", f"The same claim is judged “{verdict}” in line {claims.lines[first]}.", "Give the same claim the same verdict.")


def _check_shapes(assertions: TableReader, events: TableReader) -> None:
    terms = next(field["members"] for field in events.fields if field["name"] == "terms")
    for row, one in enumerate(assertions.rows.itertuples()):
        target, value = SHAPES[str(one.relation)]
        if bool(target) != bool(one.object):
            what = f"The relation {one.relation} needs an event here." if target else f"The relation {one.relation} takes nothing here."
            assertions.add(row, "object", what, "See docs/data.md for the relations.")
        wrong = ""
        if value == "date":
            try:
                parse_date(str(one.value))
            except DateError as error:
                wrong = str(error)
        elif value in ("term", "terms"):
            unknown = [term for term in split(str(one.value)) if term not in terms]
            wrong = f"Unknown terms: {', '.join(unknown)}.{nearest(unknown[0], terms)}" if unknown else ""
        if not wrong and value == "persons" and len(split(str(one.value))) != 2:
            wrong = "Two persons are needed, separated by “; ”."
        if not wrong and bool(value) != bool(one.value):
            wrong = f"The relation {one.relation} needs a {value} here." if value else f"The relation {one.relation} takes no value."
        if wrong:
            assertions.add(row, "value", wrong, "See docs/data.md for the relations.")


def _check_cycles(assertions: TableReader) -> None:
    """Causes must not run in a circle: what caused a thing can't be caused by it."""
    effects: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, one in enumerate(assertions.rows.itertuples()):
        if one.relation in ("caused", "before"):
            effects[str(one.subject)].append((str(one.object), row))
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        for effect, row in effects[name]:
            if effect in path:
                circle = " → ".join([*path[path.index(effect) :], effect])
                assertions.add(row, "object", f"The causes run in a circle: {circle}.", "Take one of them out.")
            elif effect not in done:
                visit(effect, [*path, effect])
        done.add(name)

    for name in list(effects):
        if name not in done:
            visit(name, [name])


def _check_templates(lesson: "Lesson", claims: TableReader) -> None:
    for row, why in enumerate(claims.rows["why"]):
        try:
            fill(why, lesson)
        except ValueError as error:
            claims.add(row, "why", str(error), "Use an id of the events.")


def _check_verdicts(lesson: "Lesson", claims: TableReader) -> list[Problem]:
    rows = {str(name): row for row, name in enumerate(claims.rows["id"])}
    for claim, what in compare_verdicts(lesson).items():
        claims.add(rows[claim], "verdict", what, "Correct the verdict, the assertion or the date: one of them is wrong.")
    return claims.problems
