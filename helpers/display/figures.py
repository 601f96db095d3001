"""Figures as HTML: an image with words for those who do not see it."""

import base64
from html import escape
from io import BytesIO

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from helpers.display.style import COLOURS

#: Colours of a figure that is stored in a notebook; with 128 no pixel is off by more than a seventh
#: of the scale.
COLOURS_KEPT = 128

#: Pixels an inch of such a figure.
DPI = 110


def figure_html(figure: Figure, alt: str, twin: str, caption: str = "") -> str:
    """Return a figure as an image with alternative text and its full description, the twin: markup that its maker escaped.

    JupyterLab and nbconvert drop alternative text that is stored as metadata; an ``img`` with
    ``alt`` keeps it.
    """
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    # A drawing has few colours: a palette makes the notebook a third as large, and nobody sees the
    # difference.
    drawn, buffer = (
        Image.open(buffer).convert("RGB").quantize(COLOURS_KEPT, dither=Image.Dither.NONE),
        BytesIO(),
    )
    drawn.save(buffer, format="png")
    light = to_hex(figure.get_facecolor()) == COLOURS["light"]["page"]
    return image_html(buffer.getvalue(), "png", alt, twin, caption, light)


def image_html(
    image: bytes, kind: str, alt: str, twin: str, caption: str = "", light: bool = False
) -> str:
    """Return an image (``"png"`` or ``"svg+xml"``) as `figure_html` does; a light one turns dark with its page."""
    data = base64.b64encode(image).decode("ascii")
    turns = ' class="turns"' * light
    name = escape(
        caption or "Figure"
    )  # narrow pages scroll the figure instead of making its words too small (WCAG 1.4.10 lets them)
    return (
        f'<figure><div class="scroll" role="group" tabindex="0" aria-label="{name}"><div class="frame">'
        f'<img alt="{escape(alt)}"{turns} src="data:image/{kind};base64,{data}"></div></div>'
        f"<figcaption>{escape(caption)}</figcaption>"
        f"<details><summary>The same in words</summary>{twin}</details></figure>"
    )
