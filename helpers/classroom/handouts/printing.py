"""Print sheets as tagged PDF files with typst, the same bytes every time.

Everything on a sheet goes to typst as data in JSON, and is shown as it is: nothing in it is read as
markup, so nothing can be executed. Typst sees no files but its style, and uses only the fonts that
it brings along.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from helpers.classroom.handouts.sheets import Sheet
from helpers.errors import UserError

#: Paper sizes, and what typst calls them.
PAPERS = {"a4": "a4", "letter": "us-letter"}

_STYLE = Path(__file__).parent / "style" / "handouts.typ"


def print_sheets(sheets: Sequence[Sheet], title: str, lesson: str, paper: str) -> bytes:
    """Return a PDF/UA-1 file with these sheets.

    Parameters
    ----------
    sheets : sequence of Sheet
        If there are several, each begins on a page of its own sheet of paper when the file is
        printed on both sides.
    title : str
        The title of the file.
    lesson : str
        The name of the lesson, which is at the foot of every page.
    paper : {"a4", "letter"}
        The size of the paper.

    Raises
    ------
    UserError
        If a text contains letters for which there is no font.
    """
    return _compile(sheets, title, lesson, paper, "pdf")[0]


def page_images(sheets: Sequence[Sheet], title: str, lesson: str, paper: str) -> list[bytes]:
    """Return each page as an SVG image; parameters and errors are those of `print_sheets`."""
    return _compile(sheets, title, lesson, paper, "svg")


def _compile(
    sheets: Sequence[Sheet], title: str, lesson: str, paper: str, kind: str
) -> list[bytes]:
    content = {
        "title": title,
        "lesson": lesson,
        "paper": PAPERS[paper],
        "sheets": [_as_data(sheet) for sheet in sheets],
    }
    options: dict[str, Any] = {"format": kind}
    if kind == "pdf":
        options["pdf_standards"] = "ua-1"
    try:
        result: bytes | list[bytes] = typst.compile(
            _STYLE,
            root=_STYLE.parent,
            font_paths=[],
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            **options,
        )
    except typst.TypstError as error:
        raise UserError(
            f"“{title}” can’t be printed: {str(error).removeprefix('PDF/UA-1 error: ')}. "
            "The handouts can show Latin, Greek and Cyrillic letters. Write other letters in these."
        ) from error
    return result if isinstance(result, list) else [result]


def _as_data(sheet: Sheet) -> dict[str, Any]:
    layout = sheet.layout
    return {
        "id": sheet.id,
        "title": sheet.title,
        "blocks": sheet.blocks,
        "landscape": layout.landscape,
        "named": layout.named,
        "own_titles": layout.own_titles,
        "points": layout.points,
    }
