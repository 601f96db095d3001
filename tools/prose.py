"""Dates, names and numbers in prose: printed from the data, or marked and compared with it.

A fact in Markdown stands between two comments that no reader sees::

    <!--trade-credit-agreement.date-->13 February 1960<!--/-->

The name in the first comment is a reference as in the data files (``event.date``,
``days:event:event``), or ``count:events`` for the number of rows of a table. Names of people are
spelled as in the data. A date that the prose says without claiming that it is a fact of the record
(an example, a quotation from the text under study) is marked ``<!--said-->February 4,
1960<!--/-->``.

The README's table of the notebooks stands between ``<!-- notebooks -->`` and ``<!-- /notebooks
-->`` and is made of their first cells.
"""

import difflib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat

from helpers.files import PROJECT
from helpers.lesson.cells import split
from helpers.lesson.dates import MONTHS
from helpers.lesson.model import Lesson
from helpers.lesson.templates import fill

#: The lesson that the notebooks and pages belong to.
SHIPPED = PROJECT / "data"
MARKED = re.compile(r"<!--([a-z][\w:.-]*)-->((?:(?!<!--).)*+)<!--/-->", re.DOTALL)
TABLE = re.compile(
    r"(?<=<!-- notebooks -->\n)(?:(?!<!-- /?notebooks -->).)*+(?=<!-- /notebooks -->)", re.DOTALL
)
MONTH = "|".join(MONTHS[1:])
#: Code is something to type, not something that is said.
CODE = re.compile(r"`[^`]*`")
#: A month with a day or a year.
MONTH_DATE = rf"\d{{1,2}} (?:{MONTH})(?: \d{{4}})?|(?:{MONTH}) (?:\d{{1,2}}(?:, \d{{4}})?|\d{{4}})"
#: In an exercise: a reference to the data, or an id.
REFERENCE = re.compile(r"\{[^{}]*+\}|\b[a-z]+(?:-[a-z0-9]+)+")
#: A number of something that the data counts.
NUMBER = re.compile(r"\b\d+ (?:events|claims|sources|disputes|instruments|days|months)\b")
#: Pages, beside the notebooks, whose prose states facts.
MARKDOWN = ("README.md", "docs/teach.md")
#: A word that may be a name; and how close to a known name it must be to be taken for a slip.
NAME, CLOSE = re.compile(r"\b[A-ZÁÉÍÓÚÑ][^\W\d_]{4,}\b"), 0.82


def fact(reference: str, lesson: Lesson) -> str:
    """Return the words that the data has for a reference.

    Raises
    ------
    ValueError
        If it refers to nothing.
    """
    kind, _, name = reference.partition(":")
    if kind == "count" and name in ("events", "claims", "sources", "disputes", "instruments"):
        return str(len(getattr(lesson, name)))
    return fill("{" + reference + "}", lesson)


def names(lesson: Lesson) -> set[str]:
    """Return every word of a person's name in the data."""
    cells = [*lesson.events["actors"], *lesson.instruments["signers"]]
    return {word for cell in cells for name in split(cell) for word in NAME.findall(name)}


def date_pattern(lesson: Lesson) -> re.Pattern[str]:
    """Return a pattern for what looks like a date: with a month, or a year of the record."""
    years = {*lesson.events["earliest"].dt.year.dropna(), *lesson.events["latest"].dt.year.dropna()}
    period = range(int(min(years)), int(max(years)) + 1)
    return re.compile(rf"\b(?:{MONTH_DATE}|{'|'.join(map(str, period))})\b")


def refresh(text: str, lesson: Lesson) -> str:
    """Return the text with every marked fact written anew from the data."""

    def write(match: re.Match[str]) -> str:
        if match[1] == "said":
            return match[0]
        return f"<!--{match[1]}-->{fact(match[1], lesson)}<!--/-->"

    return MARKED.sub(write, text)


def unknown(text: str, lesson: Lesson, where: str) -> list[str]:
    """Return a sentence for every mark on a page (named `where`) that refers to nothing."""
    found = []
    for reference in {reference for reference, _ in MARKED.findall(text)} - {"said"}:
        try:
            fact(reference, lesson)
        except ValueError as error:
            found.append(f"{where}: {error}")
    return sorted(found)


def problems(text: str, lesson: Lesson, where: str) -> list[str]:
    """Return the facts that the data contradicts, and the dates that do not come from the data.

    Parameters
    ----------
    text : str
        Markdown.
    lesson : Lesson
    where : str
        Name of the page or cell, for the message.
    """
    found = unknown(text, lesson, where)
    for reference, words in MARKED.findall(text):
        with suppress(ValueError):
            if reference != "said" and words != (expected := fact(reference, lesson)):
                found.append(
                    f"{where}: the prose says “{words}”, the data says “{expected}” "
                    f"({reference}). Run the build."
                )
    plain, known = CODE.sub("", MARKED.sub("", text)), names(lesson)
    for match in [*date_pattern(lesson).finditer(plain), *NUMBER.finditer(plain)]:
        found.append(
            f"{where}: “{match[0]}” is typed, not taken from the data. Print it, mark it, or in an "
            "exercise refer to it ({event-id.date})."
        )
    for word in dict.fromkeys(NAME.findall(plain)):
        close = difflib.get_close_matches(word, known, n=1, cutoff=CLOSE)
        if close and word not in known and word.removesuffix("s") not in known:
            found.append(f"{where}: “{word}” is spelled “{close[0]}” in the data.")
    return found


def pages() -> Iterator[tuple[str, str]]:
    """Yield name and Markdown of all prose that states facts: the notebooks and some pages."""
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "markdown":
                yield f"{path.name} cell {number}", cell.source
    for name in MARKDOWN:
        yield name, (PROJECT / name).read_text(encoding="utf-8")


def pages_of(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield the same if they belong to this lesson."""
    if lesson.folder == SHIPPED:
        yield from pages()


def exercises(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield each line of the exercises and verdicts.

    References, ids and quotations from the text under study are left out.
    """
    paths = [lesson.folder / name for name in ("exercises.yaml", "verdicts.yaml")]
    for path in filter(Path.exists, paths):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for quote in (*re.findall("“([^“”]++)”", line), line.rpartition(": ")[2]):
                line = line.replace(quote, "") if quote in lesson.text else line
            yield f"{path.name}, line {number}", REFERENCE.sub("", line)


def table(folder: Path = PROJECT / "notebooks", link: str = "notebooks/") -> str:
    """Return a table of the notebooks in a folder: title, question and minutes of each.

    `link` is the way to the folder from the page that shows the table.
    """
    rows = ["| Notebook | Its question | Minutes |", "|---|---|---|"]
    for path in sorted(folder.glob("0*.ipynb")):
        first = nbformat.read(path, as_version=4).cells[0].source
        title, question, time = (
            found[1] if (found := re.search(line, first, re.MULTILINE)) else ""
            for line in (r"^# (.+)$", r"^\*\*Question\.\*\* (.+)$", r"^\*\*Time\.\*\* (\d+)")
        )
        rows.append(f"| [{title}]({link}{path.name}) | {question} | {time} |")
    return "\n".join(rows) + "\n"


def check(lesson: Lesson) -> list[str]:
    """Return the problems of all pages."""
    shipped = lesson.folder == SHIPPED
    texts = [*pages_of(lesson), *exercises(lesson)]
    found = [problem for where, text in texts for problem in problems(text, lesson, where)]
    if shipped and any(
        old != table() for old in TABLE.findall((PROJECT / "README.md").read_text(encoding="utf-8"))
    ):
        found.append(
            "README.md: the table of the notebooks is not what their first cells say. "
            "Run the build."
        )
    return found


def refresh_file(path: Path, lesson: Lesson) -> None:
    """Write the marked facts and the table of the notebooks in a Markdown file again."""
    text = TABLE.sub(lambda match: table(), path.read_text(encoding="utf-8"))
    path.write_text(refresh(text, lesson), encoding="utf-8", newline="\n")
