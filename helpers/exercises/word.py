"""The page to hand in as a document for Word and LibreOffice."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from helpers.exercises.summary import RECORD_HEADING, RECORD_NOTE, Section, Table, Work, Written

#: Characters that a document can't contain.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Millimetres: the page (A4) and its margins.
_PAGE: Final = (210, 297)
_MARGIN: Final = 20

#: Millimetres: a letter of a table, and the space at both sides of a cell.
_LETTER: Final = 2.1
_CELL: Final = 4.5

#: A column counts as no wider than so many letters.
_WIDEST: Final = 36

#: A line to write a name on.
_NAME: Final = "Name: " + "_" * 40


def write_word(work: Work, path: Path) -> None:
    """Write all that is handed in as a Word document."""
    # python-docx takes a quarter of a second to load, and only those who hand in need it.
    from docx import Document

    document: Any = Document()
    _set_up(document)
    document.add_heading("My work", 0)
    document.add_paragraph(_NAME)
    document.add_paragraph(_clean(work.statement))
    for section in work.sections:
        _add_section(document, section)
    document.add_page_break()
    document.add_heading(_clean(work.log.caption), 1)
    _add_table(document, work.log)
    if work.record:
        _add_record(document, work.record)
    document.save(str(path))


def _add_record(document: Any, record: str) -> None:
    """Add the line that a program reads, in small letters, as it may be a page long."""
    from docx.shared import Pt

    document.add_heading(RECORD_HEADING, 1)
    document.add_paragraph(RECORD_NOTE)
    document.add_paragraph().add_run(record).font.size = Pt(5)


def _set_up(document: Any) -> None:
    """Give the document the size of a page, its language and a title, and no author."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    margins = {f"{side}_margin": Mm(_MARGIN) for side in ("left", "right", "top", "bottom")}
    _set(document.sections[0], page_width=Mm(_PAGE[0]), page_height=Mm(_PAGE[1]), **margins)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    about = {"title": "My work", "author": "", "comments": "", "language": "en-GB"}
    _set(document.core_properties, **about)


def _set(target: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(target, name, value)


def _add_section(document: Any, section: Section) -> None:
    document.add_heading(_clean(section.title), 1)
    for table in section.tables:
        document.add_paragraph(_clean(table.caption), style="Caption")
        _add_table(document, table)
    for text in section.texts:
        _add_text(document, text)
    if not (section.tables or section.texts):
        document.add_paragraph(_clean(section.empty))


def _add_text(document: Any, text: Written) -> None:
    document.add_heading(_clean(text.heading), 2)
    document.add_paragraph(_clean(text.text))
    for remark in text.remarks:
        document.add_paragraph(_clean(remark), style="List Bullet")


def _add_table(document: Any, table: Table) -> None:
    """Add a table whose first row is repeated on every page, and whose rows are not split."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    grid = document.add_table(rows=1, cols=len(table.headers), style="Table Grid")
    _set(grid, autofit=False)
    head = grid.rows[0]
    for column, cell, width in zip(grid.columns, head.cells, _widths(table), strict=True):
        column.width = cell.width = Mm(width)  # rows that are added take the width of the column
    _fill(head.cells, table.headers, bold=True)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        added = grid.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(added.cells, row)
    document.add_paragraph()


def _widths(table: Table) -> list[float]:
    """Return the widths of the columns in millimetres: more for those with longer texts.

    As long as there is room, each column is wide enough for its longest word.
    """
    columns = list(zip(table.headers, *table.rows, strict=True))
    words = [max(len(word) for text in one for word in ["", *text.split()]) for one in columns]
    least = [min(word, _WIDEST) * _LETTER + _CELL for word in words]
    shares = [min(max(map(len, one)), _WIDEST) for one in columns]
    room = _PAGE[0] - 2 * _MARGIN
    left = room - sum(least)
    if left < 0:
        return [width * room / sum(least) for width in least]
    total = sum(shares) or 1
    return [width + left * share / total for width, share in zip(least, shares, strict=True)]


def _fill(cells: Iterable[Any], texts: Iterable[str], bold: bool = False) -> None:
    from docx.shared import Pt

    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(_clean(text))
        run.bold, run.font.size = bold, Pt(9)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
