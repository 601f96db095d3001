"""Timelines as files: PNG, SVG and PDF that are the same bytes every time."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from markupsafe import escape
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from helpers.errors import UserError
from helpers.timeline.describe import short_description
from helpers.timeline.plan.fonts import FAMILY, HINTING, text_width
from helpers.timeline.saving import NO_METADATA, figure_of, fixed_style

#: Pixels per inch of a saved PNG.
DPI = 200

_TEXT = re.compile(
    rf"(<text style=\"[^\"]*?font-size: ([\d.]+)px; font-family: )'{FAMILY}'"
    r"([^\"]*\"[^>]*)>([^<]*)<"
)


def save(timeline: "Axes | list[Axes]", path: Path) -> None:
    """Save a timeline, or the pages of `timeline_pages`, as the suffix says: png, svg or pdf.

    A ValueError if this is not a timeline, or if there are several pages and the file is not a PDF.
    """
    pages = timeline if isinstance(timeline, list) else [timeline]
    kind = path.suffix[1:]
    if not pages or any(not hasattr(ax, "timeline") for ax in pages):
        raise UserError(
            "This is no timeline. Give export(...) what plot_timeline(...) returned: "
            "my_timeline = plot_timeline(...)."
        )
    if len(pages) > 1 and kind != "pdf":
        raise UserError(
            f"These are {len(pages)} pages. "
            "Only a PDF holds several: export(lesson, 'timeline.pdf', pages)."
        )
    figures = [figure_of(ax) for ax in pages]
    title = short_description(pages[0].timeline)  # type: ignore[attr-defined]
    if kind == "svg":
        path.write_text(svg(figures[0], title), encoding="utf-8", newline="\n")
        return
    metadata: dict[str, Any] = {**NO_METADATA[kind], "Title": title}
    with fixed_style():
        if kind == "pdf":
            with PdfPages(path, metadata=metadata) as file:
                for figure in figures:
                    file.savefig(figure)
        else:
            figures[0].savefig(path, format=kind, dpi=DPI, metadata=metadata)


def svg(figure: Figure, label: str) -> str:
    """Return a figure as SVG whose text stays text and keeps its width in another font.

    A screen reader reads the label instead of the drawing.
    """
    buffer = BytesIO()
    with fixed_style():
        figure.savefig(buffer, format="svg", metadata={**NO_METADATA["svg"], "Title": label})
    drawing = buffer.getvalue().decode("utf-8")
    named = drawing.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    return _TEXT.sub(_with_width, named)


def _with_width(found: re.Match[str]) -> str:
    """Add the width of a text, so that another font is squeezed or stretched to it."""
    head, size, rest, text = found.groups()
    bold, italic = "weight: 700" in head, "style: italic" in head
    width = text_width(unescape(text), float(size), bold, italic) / HINTING
    return (
        f"{head}'{FAMILY}', Verdana, sans-serif{rest} "
        f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs">{text}<'
    )
