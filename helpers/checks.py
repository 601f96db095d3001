"""Checks that need more than one cell: ids that must exist, quotations, assertions, cycles, verdicts."""

import difflib
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from helpers.contradictions import compare_verdicts
from helpers.dates import DateError, parse_date
from helpers.lesson import Lesson
from helpers.tables import Problem, TableReader, folded, ids, nearest, split
from helpers.text import fill, sentences

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


def check_references(tables: dict[str, TableReader], sources: set[str]) -> None:
    """Add a problem for every id that does not exist where its field says that it must."""
    known = {name: {value.strip() for value in table.rows["id"]} for name, table in tables.items()}
    known["sources"] = sources
    unread = {
        name for name, found in known.items() if not found
    }  # said already; all its ids would be missing
    for name, table in tables.items():
        known[name] |= table.lost
    for table in tables.values():
        for field in table.fields:
            if "reference" not in field or unread & set(field["reference"]):
                continue
            allowed = set().union(*(known[name] for name in field["reference"]))
            where = " or ".join(field["reference"])
            files = " or ".join(
                "sources.json" if name == "sources" else f"{name}.csv"
                for name in field["reference"]
            )
            for row, cell in enumerate(table.rows[field["name"]]):
                for one in ids(cell) if field.get("list") else [cell] * bool(cell):
                    if one not in allowed:
                        what = f"This id is not among the {where}.{nearest(one, allowed)}"
                        table.add(
                            row,
                            field["name"],
                            what,
                            f"Write an id of {files}, or add it there.",
                            one,
                        )


def check_lesson(lesson: Lesson, tables: dict[str, TableReader]) -> list[Problem]:
    """Return what is wrong in the whole lesson although each cell may be right."""
    for table in tables.values():
        table.problems.clear()
    _check_events(tables["events"], tables["instruments"])
    _check_spelling(
        [
            (tables["events"], ("actors", "present", "place")),
            (tables["instruments"], ("parties", "signers")),
        ]
    )
    _check_repeated(lesson, tables["claims"])
    _check_shapes(tables)
    instruments = tables["instruments"].rows
    _check_cycles(
        tables["assertions"], dict(zip(instruments["id"], instruments["event"], strict=True))
    )
    _check_templates(lesson, tables["claims"])
    found = [problem for table in tables.values() for problem in table.problems]
    return found or _check_verdicts(lesson, tables["claims"])


def _check_events(events: TableReader, instruments: TableReader) -> None:
    for row, name in enumerate(instruments.rows["id"]):
        if name in set(events.rows["id"]):
            instruments.add(
                row, "id", "An event has this id already.", "Give the instrument another id."
            )
    for row, event in enumerate(events.rows.itertuples()):
        for absent in sorted(set(split(str(event.present))) - set(split(str(event.actors)))):
            what = "This person is not among the actors."
            events.add(
                row, "present", what, "Add the name to the actors, spelled the same.", absent
            )


def _check_spelling(named: list[tuple[TableReader, tuple[str, ...]]]) -> None:
    """A person or place has one spelling: names that differ only in accents, capitals or blanks are one."""
    cells = [
        (table, row, column, name)
        for table, columns in named
        for column in columns
        for row, cell in enumerate(table.rows[column])
        for name in split(cell)
    ]
    counted = Counter(name for *_, name in cells).most_common()
    usual: dict[str, tuple[str, int]] = {}
    common = {
        name: usual.setdefault(folded(name).replace(" ", ""), (name, times))
        for name, times in counted
    }
    for table, row, column, name in cells:
        if name != common[name][0]:
            what = "Elsewhere ({1} times) this is spelled “{0}”.".format(*common[name])
            table.add(row, column, what, "Spell it the same everywhere.", name)


def check_quotes(words: str, starts: list[int], claims: TableReader) -> None:
    """Add a problem for every quotation that is not in the text, or not in the order of the text."""
    damaged = {problem.line for problem in claims.problems if problem.column == "quote"}
    for row, (start, quote) in enumerate(zip(starts, claims.rows["quote"], strict=True)):
        if start >= 0 or claims.lines[row] in damaged:
            continue
        straight, part = quote.replace("'", "’"), quote[:300]
        if quote in words:
            what, cure = (
                "The quotation stands earlier in the text than the claim before it.",
                "Put the claims in the order of the text.",
            )
        elif straight in words:
            what, cure = (
                "The quotation has straight quotation marks where the text has curly ones.",
                f"Write “{straight}”.",
            )
        else:
            near = max(
                sentences(words)["text"],
                key=lambda words: difflib.SequenceMatcher(None, words, part).ratio(),
            )
            what, cure = (
                "This quotation is not in the text.",
                f"Copy the exact words, perhaps from: “{near}”",
            )
        claims.add(row, "quote", what, cure)


def _check_repeated(lesson: Lesson, claims: TableReader) -> None:
    judged: dict[tuple[str, str], tuple[int, str]] = {}
    for row, claim in enumerate(lesson.claims.itertuples()):
        key = (str(claim.claim), str(claim.about))
        first, verdict = judged.setdefault(key, (row, str(claim.verdict)))
        if verdict != claim.verdict:
            what = f"The same claim is judged “{verdict}” in line {claims.lines[first]}."
            claims.add(row, "verdict", what, "Give the same claim the same verdict.")


def _check_shapes(tables: dict[str, TableReader]) -> None:
    assertions, events, instruments = (
        tables["assertions"],
        tables["events"].rows,
        tables["instruments"].rows,
    )
    terms = next(
        field.get("members", []) for field in tables["events"].fields if field["name"] == "terms"
    )
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
            what = f"The relation {relation} speaks of an instrument, and this is an event."
            assertions.add(row, "subject", what, f"Use one of: {', '.join(instruments['id'])}.")
        if bool(target) != bool(one.object):
            what = (
                f"The relation {relation} {'needs an event' if target else 'takes nothing'} here."
            )
            assertions.add(row, "object", what, LOOK)
        if bool(value) != bool(one.value):
            what = f"The relation {relation} {f'needs a value here: {value}' if value else 'takes no value'}."
            assertions.add(row, "value", what, LOOK)
        elif value == "date":
            try:
                parse_date(str(one.value))
            except DateError as error:
                assertions.add(row, "value", error.what, error.cure)
        elif value:
            known, named = known_as[value], split(str(one.value))
            for unknown in sorted(set(named) - known):
                what = f"The record does not know this {SINGULAR.get(value, value)}.{nearest(unknown, known)}"
                assertions.add(row, "value", what, "Spell it as in events.csv.", unknown)
            if value == "persons" and len(set(named)) != 2:
                assertions.add(row, "value", "Two persons are needed.", "Separate them by “; ”.")
            elif value not in SINGULAR and len(named) != 1:
                assertions.add(row, "value", f"One {value} is needed.", "Give each its own row.")
            elif relation == "brought" and not set(named) <= set(
                brings.get(str(one.object), named)
            ):
                what = "The event that is to have brought it does not have this term."
                assertions.add(
                    row,
                    "value",
                    what,
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
            what = f"The causes run in a circle: {' → '.join(circle)}."
            assertions.add(rows.pop(last), "object", what, "Take one of them out.")


def _check_templates(lesson: Lesson, claims: TableReader) -> None:
    for row, why in enumerate(claims.rows["why"]):
        try:
            fill(why, lesson)
        except ValueError as error:
            claims.add(row, "why", str(error), "Correct what stands in braces.")


def _check_verdicts(lesson: Lesson, claims: TableReader) -> list[Problem]:
    rows = {str(name): row for row, name in enumerate(claims.rows["id"])}
    for claim, what in compare_verdicts(lesson).items():
        claims.add(
            rows[claim],
            "verdict",
            what,
            "Correct the verdict, the assertion or the date: one is wrong.",
        )
    return claims.problems
