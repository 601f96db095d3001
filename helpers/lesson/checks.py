"""Checks that need more than one cell: ids that must exist, quotations, spellings, templates."""

import difflib
from collections import Counter

from helpers.lesson.cells import ids, split
from helpers.lesson.model import Lesson
from helpers.lesson.package import CLAIM_TEMPLATES
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.text import sentences
from helpers.lesson.wording import did_you_mean, normalise


def check_tables(lesson: Lesson, tables: dict[str, TableReader]) -> None:
    """Add what is wrong in the tables as a whole although each cell may be right."""
    events, instruments, claims = tables["events"], tables["instruments"], tables["claims"]
    check_events(events, instruments)
    check_spelling(
        [(events, ("actors", "present", "place")), (instruments, ("parties", "signers"))]
    )
    check_repeated(lesson, claims)
    check_second_verdicts(claims)
    check_templates(lesson, claims)


def check_references(tables: dict[str, TableReader], sources: set[str]) -> None:
    """Add a problem for every id that does not exist where its field says that it must."""
    known = {name: {value.strip() for value in table.rows["id"]} for name, table in tables.items()}
    known["sources"] = sources
    unread = {name for name, table in tables.items() if table.unreadable}
    unread |= set() if sources else {"sources"}  # reported already; all ids would be missing
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
                        message = f"This id is not among the {where}.{did_you_mean(one, allowed)}"
                        table.add(
                            row,
                            field["name"],
                            message,
                            f"Write an id of {files}, or add it there.",
                            one,
                        )


def check_events(events: TableReader, instruments: TableReader) -> None:
    """Add a problem for ids used twice and for persons present who are not among the actors."""
    taken = set(events.rows["id"])
    for row, name in enumerate(instruments.rows["id"]):
        if name in taken:
            instruments.add(
                row, "id", "An event has this id already.", "Give the instrument another id."
            )
    for row, event in enumerate(events.rows.itertuples()):
        for absent in sorted(set(split(str(event.present))) - set(split(str(event.actors)))):
            message = "This person is not among the actors."
            events.add(
                row, "present", message, "Add the name to the actors, spelled the same.", absent
            )


def check_spelling(named: list[tuple[TableReader, tuple[str, ...]]]) -> None:
    """Add a problem for each name that differs from a more common one in spelling only.

    Accents, capital letters and spaces make no other person or place.
    """
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
        name: usual.setdefault(normalise(name).replace(" ", ""), (name, times))
        for name, times in counted
    }
    for table, row, column, name in cells:
        if name != common[name][0]:
            usual_name, times = common[name]
            message = f"Elsewhere ({times} times) this is spelled “{usual_name}”."
            table.add(row, column, message, "Spell it the same everywhere.", name)


def check_quotes(words: str, starts: list[int], claims: TableReader) -> None:
    """Add a problem for every quotation that is not in the text, or not in its order."""
    damaged = {problem.line for problem in claims.problems if problem.column == "quote"}
    for row, (start, quote) in enumerate(zip(starts, claims.rows["quote"], strict=True)):
        if start >= 0 or claims.lines[row] in damaged:
            continue
        straight, part = quote.replace("'", "’"), quote[:300]
        if quote in words:
            message, fix = (
                "The quotation appears earlier in the text than that of the claim before it.",
                "Put the claims in the order of the text.",
            )
        elif straight in words:
            message, fix = (
                "The quotation has straight quotation marks where the text has curly ones.",
                f"Write “{straight}”.",
            )
        else:
            message = "This quotation is not in the text."
            fix = f"Copy the exact words, perhaps from: “{_most_similar(part, words)}”"
        claims.add(row, "quote", message, fix)


def _most_similar(part: str, text: str) -> str:
    """Return the sentence of a text that is most like a part that is not in it."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(part)

    def similarity(sentence: str) -> float:
        matcher.set_seq1(sentence)
        return matcher.ratio()

    return str(max(sentences(text)["text"], key=similarity, default=""))


def check_repeated(lesson: Lesson, claims: TableReader) -> None:
    """Add a problem where a claim that the text repeats is judged differently."""
    judged: dict[tuple[str, str], tuple[int, str]] = {}
    for row, claim in enumerate(lesson.claims.itertuples()):
        key = (str(claim.claim), str(claim.about))
        first, verdict = judged.setdefault(key, (row, str(claim.verdict)))
        if verdict != claim.verdict:
            message = f"The same claim is judged “{verdict}” in line {claims.lines[first]}."
            claims.add(row, "verdict", message, "Give the same claim the same verdict.")


def check_second_verdicts(claims: TableReader) -> None:
    """Add a problem where a second verdict repeats the first, or where its reason is missing."""
    for row, claim in enumerate(claims.rows.itertuples()):
        if claim.also and str(claim.also) == str(claim.verdict):
            claims.add(row, "also", "This is the verdict already.", "Take it out, or correct one.")
        if claim.also and not claim.also_why:
            fix = "Say in also_why why this verdict can be defended, and why ours differs."
            claims.add(row, "also", "The second verdict has no reason.", fix)
        if claim.also_why and not claim.also:
            claims.add(
                row, "also_why", "There is no second verdict.", "Name it in the column also."
            )


def check_templates(lesson: Lesson, claims: TableReader) -> None:
    """Add a problem for every reason whose references in braces can't be filled."""
    for column in CLAIM_TEMPLATES:
        for row, text in enumerate(claims.rows[column]):
            try:
                fill(text, lesson)
            except ValueError as error:
                claims.add(row, column, str(error), "Correct what is in braces.")
