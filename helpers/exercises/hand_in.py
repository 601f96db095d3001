"""Everything that a student answered as one page to hand in: HTML, Word or Markdown."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.display.html import displayable
from helpers.display.style import CSS, HELPERS
from helpers.display.tables import table_html
from helpers.exercises import copies, history
from helpers.exercises.summary import RECORD_HEADING, RECORD_NOTE, Section, Table, Work
from helpers.exercises.word import write_word
from helpers.files import save_as

#: A line to write on: we ask for no name and keep none.
NAME: Final = "_" * 40

#: Everything that means something in Markdown, and what does so at the beginning of a line only.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#!|~$&^@]")
_FIRST = re.compile(r"\d+(?=[.)])|(?=[-+=])")

#: Pages are filled from templates; every value is escaped.
TEMPLATES = Environment(
    loader=FileSystemLoader(HELPERS / "exercises"), autoescape=True, undefined=StrictUndefined
)


def export_work(gather: Callable[[], Work], form: str) -> str:
    """Save all answers as one page, and return the sentences that say so.

    Parameters
    ----------
    gather : callable
        Returns all that the student did; it is called only if the journal can be read.
    form : {"html", "docx", "md"}
        The kind of file.
    """
    if reason := history.problem():
        return f"Not saved: my-work.{form}. {reason} Then try it again."
    work = gather()
    message = save_as(f"my-work.{form}", lambda path: WRITERS[form](work, path))
    contains = work.statement if message.startswith("Saved") else ""
    others = copies.describe(copies.find_copies())
    return " ".join(filter(None, [message, contains, *history.warnings(), others]))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def _write_html(work: Work, path: Path) -> None:
    def table(one: Table) -> str:
        frame = pd.DataFrame(one.rows, columns=list(one.headers), dtype=str)
        return displayable(table_html(frame, one.caption, one.headers))

    page = TEMPLATES.get_template("my-work.html")
    record = {"record_heading": RECORD_HEADING, "record_note": RECORD_NOTE}
    _write_text(path, page.render(work=work, name=NAME, css=CSS, table=table, **record))


def _write_markdown(work: Work, path: Path) -> None:
    parts = [f"# My work\n\nName: {NAME}\n\n{plain(work.statement)}\n"]
    for section in work.sections:
        parts.append(_section(section))
    parts.append(f"## {plain(work.log.caption)}\n")
    for time, question, answer, result in work.log.rows:
        parts.append(f"### {plain(question)}\n\n{plain(time)}; {plain(result)}\n\n{_fence(answer)}")
    if work.record:
        parts.append(f"## {RECORD_HEADING}\n\n{RECORD_NOTE}\n\n{_fence(work.record)}")
    _write_text(path, "\n".join(parts))


def _section(section: Section) -> str:
    parts = [f"## {plain(section.title)}\n"]
    for table in section.tables:
        rule = "|" + " --- |" * len(table.headers)
        rows = [_row(table.headers), rule, *map(_row, table.rows)]
        parts.append(f"{plain(table.caption)}\n\n" + "\n".join(rows) + "\n")
    for text in section.texts:
        remarks = "".join(f"- {plain(remark)}\n" for remark in text.remarks)
        parts.append(f"### {plain(text.heading)}\n\n{_fence(text.text)}\n{remarks}")
    if not (section.tables or section.texts):
        parts.append(f"{plain(section.empty)}\n")
    return "\n".join(parts)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"


def _fence(text: str) -> str:
    """Return a text between lines that are longer than any such line in it."""
    fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text) or ["~~"]))
    return f"{fence}\n{text}\n{fence}\n"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    first = _FIRST.match(escaped)
    return f"{escaped[: first.end()]}\\{escaped[first.end() :]}" if first else escaped


#: How each kind of file is written.
WRITERS: Final[dict[str, Callable[[Work, Path], None]]] = {
    "html": _write_html,
    "docx": write_word,
    "md": _write_markdown,
}
