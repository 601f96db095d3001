"""Turn the rows of the workbook into the rows of a lesson's tables, each with its place."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from helpers.authoring.names import Names, new_id
from helpers.authoring.problems import SheetProblem
from helpers.authoring.quotes import find_quote
from helpers.authoring.spreadsheet import Row, Table, Workbook
from helpers.lesson.calendars import JULIAN
from helpers.lesson.cells import SEPARATOR
from helpers.lesson.checks import most_similar
from helpers.lesson.dates import DateError
from helpers.lesson.templates import SPAN_UNITS
from helpers.lesson.written import parse_written

#: A reference to the data in braces, as in {The bridge is opened.date}.
_REFERENCE = re.compile(r"\{([^{}]*)\}")

#: The place in a source that is cited.
_BRACKET = re.compile(r"\[[^\[\]]*\]")

#: The kind of a claim whose column is empty, by the relation that it asserts.
_KIND_OF = {"dated": "fact-date", "met": "fact-actor", "caused": "cause", "brought": "effect"}

Record = dict[str, str]


@dataclass
class StoredTable:
    """The rows of a stored table, the row of the workbook of each, and which column is which."""

    table: Table
    records: list[Record] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row, record: Record) -> None:
        """Add a row."""
        self.rows.append(row)
        self.records.append(record)

    def column_of(self, stored: str) -> str:
        """Return the header of the workbook's column that a stored column is made from."""
        names = [one.name for one in self.table.sheet.columns if one.stored == stored]
        return names[0] if names else ""


class Converter:
    """Converts one workbook; `problems` are those of its cells."""

    def __init__(self, workbook: Workbook) -> None:
        self.tables = workbook.tables
        self.problems: list[SheetProblem] = []
        self.notes: list[str] = []
        for table in self.tables.values():
            self.problems += _empty_cells(table)

    # Cells

    def one_line(self, row: Row, column: str) -> str:
        """Return a cell in one line."""
        return " ".join(row[column].split())

    def parts(self, row: Row, column: str, cell: str = "") -> list[str]:
        """Return the values of a cell with a list; `cell` is read in its place."""
        found = (" ".join(part.split()) for part in re.split(r"[;\n]", cell or row[column]))
        return list(dict.fromkeys(filter(None, found)))

    def date(self, table: Table, row: Row, column: str) -> str:
        """Return the date of a cell in EDTF; empty if the cell is, or can’t be read."""
        if not row[column]:
            return ""
        try:
            return _date_in_any_calendar(row[column])
        except DateError as error:
            self.problems.append(table.problem(row, column, error.message, error.fix))
            return ""

    def reference(self, table: Table, row: Row, column: str, names: Names) -> str:
        """Return the id of the row that a cell names; empty if there is none."""
        text = self.one_line(row, column)
        if not text:
            return ""
        name, fault = names.find(text)
        if fault:
            self.problems.append(table.problem(row, column, *fault, text))
        return name

    def references(self, table: Table, row: Row, column: str, names: Names) -> str:
        """Return the ids of the rows that a cell names, each with the place in it that is cited."""
        found = []
        if (whole := self.one_line(row, column)) and not names.find(whole)[1]:
            return names.find(whole)[0]
        for part in self.parts(row, column, _BRACKET.sub(_with_commas, row[column])):
            text, bracket, place = part.partition("[")
            name, fault = names.find(text.strip())
            if fault:
                self.problems.append(table.problem(row, column, *fault, text.strip()))
            else:
                found.append(f"{name} [{place.rstrip(' ]')}]" if bracket else name)
        return SEPARATOR.join(found)

    def template(self, table: Table, row: Row, column: str, events: Names) -> str:
        """Return a sentence in which the events in braces are named by their ids."""

        def with_ids(match: re.Match[str]) -> str:
            unit, *titles = match[1].split(":")
            if unit in SPAN_UNITS and len(titles) == 2:
                return "{" + ":".join([unit, *(known(title) for title in titles)]) + "}"
            title, _, part = match[1].rpartition(".")
            return f"{{{known(title)}.{part.strip()}}}"

        def known(title: str) -> str:
            name, fault = events.find(title.strip())
            if fault:
                self.problems.append(table.problem(row, column, *fault, title))
            return name or title

        return _REFERENCE.sub(with_ids, self.one_line(row, column))

    def own_id(self, row: Row, title: str, taken: set[str], what: str, joint: str = "-") -> str:
        """Return the id in a row, or a new one made from its title."""
        name = row["id"] or new_id(title, taken, what=what, joint=joint)
        taken.add(name)
        return name

    # Tables

    def text(self) -> str:
        """Return the text under study: its title, and its paragraphs between empty lines.

        It may contain bars that mark where sentences end.
        """
        table = self.tables["text"]
        lines = [line.strip() for row in table.rows for line in row["paragraph"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) == 1:
            message = "There is only one cell, and the first cell is the title of the text."
            fix = "Write a title into A2 and the text below it, one cell for each paragraph."
            self.problems.append(SheetProblem("text", "A2", lines[0], message, fix))
        return "\n\n".join(lines) + "\n"

    def events(self, sources: Names) -> StoredTable:
        """Return the events in the order of the sheet."""
        stored = StoredTable(self.tables["events"])
        taken = {row["id"] for row in stored.table.rows}
        for row in stored.table.rows:
            table = stored.table
            record = {
                "id": self.own_id(row, self.one_line(row, "title"), taken, "event"),
                "date": self.date(table, row, "date"),
                "title": self.one_line(row, "title"),
                "summary": self.one_line(row, "summary"),
                "sources": self.references(table, row, "sources", sources),
                "made_public": self.date(table, row, "made public"),
                "time": self.one_line(row, "time"),
                "disputed": self.one_line(row, "disputed"),
                "category": self.one_line(row, "category"),
            }
            for stored_name, column in (
                *(("actors", "who"), ("present", "present"), ("sides", "side"), ("place", "place")),
                *(("terms", "terms"), ("known_to", "known to")),
            ):
                record[stored_name] = SEPARATOR.join(self.parts(row, column))
            stored.add(row, record)
        return stored

    def claims(self, text: str, events: Names, sources: Names) -> StoredTable:
        """Return the claims in the order of the text, with the words that it prints."""
        table = self.tables["claims"]
        found = []
        after: dict[str, int] = {}
        for row in table.rows:
            quote = self.one_line(row, "quote")
            start, printed = find_quote(text, quote, after.get(quote, 0))
            after[quote] = start + 1
            if start < 0 and quote:
                message = "This quotation is not in the text."
                fix = f"Copy the exact words, perhaps from: “{most_similar(quote[:300], text)}”"
                self.problems.append(table.problem(row, "quote", message, fix))
            if "\n" in printed:
                message = "This quotation runs over two paragraphs."
                fix = "Make two claims of it, one in each paragraph."
                self.problems.append(table.problem(row, "quote", message, fix))
            found.append((start if start >= 0 else len(text), row, printed))
        stored, taken = StoredTable(table), {row["id"] for row in table.rows}
        for _, row, printed in sorted(found, key=lambda one: one[0]):
            stored.add(row, self._claim(row, printed, taken, events, sources))
        return stored

    def _claim(
        self, row: Row, quote: str, taken: set[str], events: Names, sources: Names
    ) -> Record:
        table = self.tables["claims"]
        numbered = (f"c{number}" for number in range(1, len(taken) + 3))
        name = row["id"] or next(one for one in numbered if one not in taken)
        taken.add(name)
        return {
            "id": name,
            "quote": quote,
            "claim": self.one_line(row, "claim") or quote,
            "kind": row["kind"],
            "verdict": row["verdict"].lower().replace(" ", "-"),
            "certainty": row["certainty"] or "medium",
            "why": self.template(table, row, "why", events),
            "also": row["also"].lower().replace(" ", "-"),
            "also_why": self.template(table, row, "also why", events),
            "events": self.references(table, row, "events", events),
            "sources": self.references(table, row, "sources", sources),
        }

    def agreements(self, events: Names) -> StoredTable:
        """Return the agreements and decisions of the record."""
        stored = StoredTable(self.tables["agreements"])
        taken = {row["id"] for row in stored.table.rows}
        for row in stored.table.rows:
            lists = {"parties": "parties", "signers": "signers", "terms": "terms"}
            lists["not_read"] = "not read"
            record = {
                "id": self.own_id(row, self.one_line(row, "name"), taken, "agreement"),
                "name": self.one_line(row, "name"),
                "event": self.reference(stored.table, row, "event", events),
                "public": row["public"].lower(),
                "note": self.one_line(row, "note"),
            }
            for name, column in lists.items():
                record[name] = SEPARATOR.join(self.parts(row, column))
            stored.add(row, record)
        return stored

    def disputes(self, sources: Names) -> StoredTable:
        """Return the positions in disputes; those on the same question share an id."""
        stored = StoredTable(self.tables["disputes"])
        known: dict[str, str] = {}
        for row in stored.table.rows:
            question = self.one_line(row, "question")
            if question not in known:
                known[question] = new_id(question, known.values(), what="dispute")
            record = {
                name: self.one_line(row, name) for name in ("position", "holders", "evidence")
            }
            record |= {"id": known[question], "question": question}
            record["sources"] = self.references(stored.table, row, "sources", sources)
            stored.add(row, record)
        return stored

    def says(self, claims: Names, events: Names) -> StoredTable:
        """Return what the claims assert; `events` are also the agreements."""
        stored = StoredTable(self.tables["says"])
        for number, row in enumerate(stored.table.rows, 1):
            relation = row["relation"].lower()
            if relation == "dated":
                value = self.date(stored.table, row, "value")
            else:
                value = SEPARATOR.join(self.parts(row, "value"))
            record = {
                "id": f"a{number}",
                "claim": self.reference(stored.table, row, "claim", claims),
                "relation": relation,
                "subject": self.reference(stored.table, row, "subject", events),
                "object": self.reference(stored.table, row, "object", events),
                "value": value,
            }
            stored.add(row, record)
        return stored


def _date_in_any_calendar(written: str) -> str:
    """Return a date in EDTF; 29 February 1500 exists in the Julian calendar only."""
    try:
        return parse_written(written).text
    except DateError:
        with suppress(DateError):
            return parse_written(written, JULIAN).text
        raise


def _with_commas(place: re.Match[str]) -> str:
    """Return the place that is cited without semicolons, which separate sources."""
    return place[0].replace(";", ",")


def guess_kinds(claims: StoredTable, says: StoredTable) -> None:
    """Fill in the kind of each claim that has none, by what it asserts and by its verdict."""
    relation_of = {record["claim"]: record["relation"] for record in reversed(says.records)}
    for record in claims.records:
        usual = "judgement" if record["verdict"] == "opinion" else "fact-event"
        guess = _KIND_OF.get(relation_of.get(record["id"], ""), usual)
        record["kind"] = record["kind"] or guess


def _empty_cells(table: Table) -> Iterator[SheetProblem]:
    for row in table.rows:
        for column in table.sheet.columns:
            if column.required and not row[column.name]:
                yield table.problem(row, column.name, "This cell is empty.", column.note)
