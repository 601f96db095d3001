"""The parts of a sheet, as data for typst: plain strings, lists and numbers, and never markup.

A part is a dict whose `kind` names the function in ``style/handouts.typ`` that draws it. A text is
a str, or a list of runs as `run` makes them.
"""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from matplotlib.figure import Figure

from helpers.timeline.saving import NO_METADATA, fixed_style

Block = dict[str, Any]
Run = dict[str, str]
Text = str | list[Run]


def run(text: str, style: str = "") -> Run:
    """Return a piece of a text; its style is strong, emph, code or none."""
    return {"text": text, "style": style}


def titled(title: str, text: str) -> Text:
    """Return a text that begins with a title in bold."""
    return [run(f"{title} ", "strong"), run(text)]


def heading(text: str, level: int = 2) -> Block:
    """Return a heading; the title of a sheet is at level 1."""
    return {"kind": "heading", "text": text, "level": level}


def paragraph(text: Text, size: str = "normal") -> Block:
    """Return a paragraph in normal or in small type."""
    return {"kind": "paragraph", "text": text, "size": size}


def label(text: str, style: str = "emph") -> Block:
    """Return a few words above what they introduce, on the same page."""
    return {"kind": "label", "text": [run(text, style)]}


def bullets(items: Iterable[Text], mark: str = "dot") -> Block:
    """Return a list; its mark is a dot, a number, or a box to tick."""
    return {"kind": "list", "items": list(items), "mark": mark}


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[Text]],
    widths: Sequence[float] = (),
    *,
    room: float = 0,
    small: bool = False,
) -> Block:
    """Return a table.

    Its columns share the page in the proportion of `widths`; `room` is the least height of a row in
    millimetres, for tables to fill in.
    """
    return {
        "kind": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "widths": list(widths) or [1] * len(head),
        "room": room,
        "small": small,
    }


def lines(count: int, start: str = "") -> Block:
    """Return lines to write on; the first can begin with a few words."""
    return {"kind": "lines", "count": count, "start": start}


def together(blocks: Iterable[Block]) -> Block:
    """Return blocks that are never divided between two pages."""
    return {"kind": "together", "blocks": list(blocks)}


def new_page() -> Block:
    """Return the end of a page."""
    return {"kind": "page"}


def figure(drawing: Figure, alt: str) -> Block:
    """Return a figure that fills the rest of the page, with its alternative text.

    Its letters are drawn as outlines, so that it looks the same with any fonts.
    """
    buffer = StringIO()
    with fixed_style():
        import matplotlib as mpl

        mpl.rcParams["svg.fonttype"] = "path"
        Figure.savefig(drawing, buffer, format="svg", metadata=NO_METADATA["svg"])
    return {"kind": "figure", "svg": buffer.getvalue(), "alt": alt}


def empty_headings(blocks: Sequence[Block]) -> list[str]:
    """Return the headings that have no content before the next one of the same level or above."""
    flat = list(_flat(blocks))
    found = []
    for place, block in enumerate(flat):
        if block["kind"] == "heading":
            following = flat[place + 1] if place + 1 < len(flat) else heading("", 0)
            if following["kind"] == "heading" and following["level"] <= block["level"]:
                found.append(block["text"])
    return found


def _flat(blocks: Iterable[Block]) -> Iterable[Block]:
    """Yield every heading and every block that shows something, those inside others too."""
    for block in blocks:
        if "blocks" in block:
            yield from _flat(block["blocks"])
        elif block["kind"] == "slips":
            yield from _flat(block["copies"][0])
        elif block["kind"] == "heading" or _shows_something(block):
            yield block


def _shows_something(block: Block) -> bool:
    fields = [block[name] for name in ("text", "rows", "items") if name in block]
    return block["kind"] != "page" and all(fields)
