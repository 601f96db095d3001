"""Figures as HTML: an image with a text description for those who do not see it."""

import base64
from io import BytesIO

from markupsafe import Markup
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from helpers.display.style import COLOURS

#: Colours of a figure that is stored in a notebook; with 128 no pixel is off by more than a seventh
#: of the scale.
COLOURS_KEPT = 128

#: Pixels per inch of such a figure: type of 9 points is as large as the prose of a page, 16 pixels.
DPI = 128

#: On a narrow page the figure scrolls, so that its labels do not become too small (WCAG 1.4.10
#: allows it).
_FIGURE = Markup(
    '<figure><div class="scroll" role="group" tabindex="0" aria-label="{name}"><div class="frame">'
    '<img alt="{alt}"{turns} src="data:image/{kind};base64,{data}"></div></div>'
    "{caption}"
    "<details><summary>The same in words</summary>{description}</details></figure>"
)


def figure_html(
    figure: Figure, alt: str, text_description: str, caption: str = "", title: str = ""
) -> Markup:
    """Return a figure as an image with alternative text, and its full text description as markup.

    A figure with a title of its own needs no caption: the title names it for a screen reader.

    JupyterLab and nbconvert drop alternative text that is stored as metadata; an ``img`` with
    ``alt`` keeps it.
    """
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    # A drawing has few colours: a palette makes the notebook a third as large without a visible
    # difference.
    image = Image.open(buffer).convert("RGB").quantize(COLOURS_KEPT, dither=Image.Dither.NONE)
    reduced = BytesIO()
    image.save(reduced, format="png")
    light = to_hex(figure.get_facecolor()) == COLOURS["light"]["page"]
    return image_html(
        reduced.getvalue(), "png", alt, text_description, caption=caption, title=title, light=light
    )


def image_html(
    image: bytes,
    kind: str,
    alt: str,
    text_description: str,
    *,
    caption: str = "",
    title: str = "",
    light: bool = False,
) -> Markup:
    """Return an image (``"png"`` or ``"svg+xml"``) as `figure_html` does.

    A light one turns dark with its page.
    """
    return _FIGURE.format(
        name=caption or title or "Figure",
        alt=alt,
        turns=Markup(' class="turns"' if light else ""),
        kind=kind,
        data=base64.b64encode(image).decode("ascii"),
        caption=Markup("<figcaption>{}</figcaption>").format(caption) if caption else "",
        description=text_description,
    )
