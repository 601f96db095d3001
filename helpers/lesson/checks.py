"""Checks that need more than one cell: ids that must exist, quotations, spellings, templates."""

import difflib
import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from helpers.lesson.cells import ids, split
from helpers.lesson.letters import foreign_words, how_they_differ, misread_as_known, skeleton
from helpers.lesson.model import Lesson
from helpers.lesson.package import CLAIM_TEMPLATES
from helpers.lesson.reading import texts_in
from helpers.lesson.tables import TableReader
from helpers.lesson.templates import fill
from helpers.lesson.text import sentences
from helpers.lesson.wording import did_you_mean, normalise

#: Longer names are sentences, in which a difference of two letters says nothing.
LONGEST_NAME = 40

#: So many different names are compared with each other.
MOST_NAMES = 2000


def check_tables(lesson: Lesson, tables: dict[str, TableReader]) -> None:
    """Add what is wrong in the tables as a whole although each cell may be right."""
    events, instruments, claims = tables["events"], tables["instruments"], tables["claims"]
    check_events(events, instruments)
    check_titles(events)
    named = names_in(
        [(events, ("actors", "present", "place")), (instruments, ("parties", "signers"))]
    )
    check_spelling(named)
    check_similar(named, lesson.vocabulary.distinct_names)
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


def check_titles(events: TableReader) -> None:
    """Add a problem for each title or summary that another event has as well."""
    for column, unit in (("title", "title"), ("summary", "summary")):
        seen: dict[str, int] = {}
        for row, text in enumerate(events.rows[column]):
            first = seen.setdefault(normalise(text), row)
            if first != row:
                message = f"The event in line {events.lines[first]} has the same {unit}."
                fix = f"Give each event its own {unit}. Was a value filled down over other rows?"
                events.add(row, column, message, fix)


#: A Roman number, as in Louis XIV, in lower case; also nothing at all.
_ROMAN = re.compile("m{0,3}(c[md]|d?c{0,3})(x[cl]|l?x{0,3})(i[xv]|v?i{0,3})")

#: A name in a cell: its table, row, column and the name.
Named = tuple[TableReader, int, str, str]


def names_in(columns: list[tuple[TableReader, tuple[str, ...]]]) -> list[Named]:
    """Return each name in these columns of tables."""
    return [
        (table, row, column, name)
        for table, names in columns
        for column in names
        for row, cell in enumerate(table.rows[column])
        for name in split(cell)
    ]


def check_spelling(named: list[Named]) -> None:
    """Add a problem for each name that differs from a more common one in spelling only.

    Accents, capital letters and spaces make no other person or place.
    """
    counted = Counter(name for *_, name in named).most_common()
    usual: dict[str, tuple[str, int]] = {}
    common = {
        name: usual.setdefault(normalise(name).replace(" ", ""), (name, times))
        for name, times in counted
    }
    for table, row, column, name in named:
        if name != common[name][0]:
            usual_name, times = common[name]
            message = f"Elsewhere ({times} times) this is spelled “{usual_name}”."
            message += how_they_differ(name, usual_name)
            table.add(row, column, message, "Spell it the same everywhere.", name)


def check_similar(named: list[Named], distinct: Collection[str]) -> None:
    """Add a problem for each name that occurs once and is nearly the same as another.

    Two letters may differ in a long name and one in a short one; `distinct` names are right. A
    table with more than `MOST_NAMES` names was not typed by hand, so it is not compared.
    """
    columns: dict[str, list[Named]] = {}
    for one in named:
        columns.setdefault(normalise(one[3]), []).append(one)
    if len(columns) > MOST_NAMES:
        return
    similar = _similar_names(frozenset(columns))
    for name, (one, *others) in columns.items():
        table, row, column, spelled = one
        if name in similar and not others and spelled not in distinct:
            usual = columns[similar[name]][0][3]
            message = f"This name occurs once and is nearly the same as “{usual}”."
            fix = (
                "Spell it the same. If both are right, add this one to distinct_names in "
                "vocabulary.yaml."
            )
            table.add(row, column, message, fix, spelled)


@lru_cache(maxsize=8)
def _similar_names(names: frozenset[str]) -> dict[str, str]:
    """Return for each name that is nearly the same as others the first of these."""
    by_key: dict[str, list[str]] = {}
    keys = {name: _deletions(name) for name in names}
    for name in names:
        for key in keys[name]:
            by_key.setdefault(key, []).append(name)
    similar: dict[str, str] = {}
    for name in names:
        near = {other for key in keys[name] for other in by_key[key] if other != name}
        if found := [other for other in near if _only_misspelled(name, other)]:
            similar[name] = min(found)
    return similar


def _deletions(name: str) -> set[str]:
    """Return a name, and what is left without any one or, if it is long, any two of its letters.

    Names that differ in one or two letters share one of these.
    """
    if len(name) > LONGEST_NAME:
        return {name}
    one = {name[:place] + name[place + 1 :] for place in range(len(name))}
    if len(name) < 5:
        return {name}
    if len(name) < 10:
        return {name, *one}
    return {name, *one}.union(
        less[:place] + less[place + 1 :] for less in one for place in range(len(less))
    )


def _only_misspelled(name: str, other: str) -> bool:
    """Whether two names differ in letters inside their words, and not by a word or a number.

    With its first letter a word changes its meaning (North, South) unless nothing else differs.
    Sylvester I and Sylvester II are two persons.
    """
    left, right = name.split(), other.split()
    pairs = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
    return len(left) == len(right) and all(
        one.isalpha()
        and two.isalpha()
        and (one[0] == two[0] or one[1:] == two[1:])
        and not (_ROMAN.fullmatch(one) and _ROMAN.fullmatch(two))
        for one, two in pairs
    )


def check_misread(tables: Collection[TableReader], sources: list[dict[str, Any]]) -> None:
    """Add a problem for each word that another file has too, but read in another character set."""
    files: dict[str, set[str]] = {}
    cells: dict[str, tuple[TableReader, int, str]] = {}
    for table in tables:
        for column in table.rows:
            for row, cell in enumerate(table.rows[column]):
                for word in foreign_words(cell):
                    files.setdefault(word, set()).add(table.name)
                    cells.setdefault(word, (table, row, str(column)))
    for text in texts_in(sources):
        for word in foreign_words(text):
            files.setdefault(word, set()).add("sources.json")
    reported = {(one.file, one.line, one.column) for table in tables for one in table.problems}
    for word, (table, row, column) in cells.items():
        if (table.name, table.lines[row], column) in reported:
            continue
        known = misread_as_known(word, files)
        if known and len(files[known]) > len(files[word]):
            message = f"Letters were read in the wrong character set: this was “{known}”."
            fix = "Replace the file with a copy, and open it as UTF-8."
            table.add(row, column, message, fix, word)


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
        elif (place := skeleton(words).find(skeleton(quote))) >= 0 and straight not in words:
            meant = words[place : place + len(quote)]
            message = f"This quotation is not in the text.{how_they_differ(quote, meant)}"
            fix = f"Write “{meant}”."
        elif straight in words:
            message, fix = (
                "The quotation has straight quotation marks where the text has curly ones.",
                f"Write “{straight}”.",
            )
        else:
            message = "This quotation is not in the text."
            fix = f"Copy the exact words, perhaps from: “{most_similar(part, words)}”"
        claims.add(row, "quote", message, fix)


def most_similar(part: str, text: str) -> str:
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
