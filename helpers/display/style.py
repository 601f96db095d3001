"""The visual style that tables, text, figures and exercises share: colours, type, stylesheet.

Colours are chosen so that text in them has at least 4.5 : 1 contrast with the page (WCAG 2.2,
1.4.3) in the light and in the dark theme, and so that blue (the record) and orange (the text)
differ for colour-blind readers. No meaning rests on a colour alone.
"""

import re
from pathlib import Path
from string import Template
from typing import Final

#: Scripts and stylesheets are named by their place in this folder.
HELPERS: Final = Path(__file__).resolve().parent.parent

#: Colours of the two stories and of everything else, for each theme (sRGB hex).
COLOURS: Final[dict[str, dict[str, str]]] = {
    "light": {
        "page": "#ffffff",
        "ink": "#1b1f24",
        "quiet": "#57606a",
        "line": "#d0d7de",
        "wash": "#f6f8fa",
        "text": "#a13d00",
        "record": "#0b5394",
        "text-wash": "#fdf0e7",
        "record-wash": "#e9f1fa",
    },
    "dark": {
        "page": "#14181d",
        "ink": "#e8ebee",
        "quiet": "#a9b3bd",
        "line": "#3d4650",
        "wash": "#1e242b",
        "text": "#ffab73",
        "record": "#86c1ff",
        "text-wash": "#3a2415",
        "record-wash": "#15293d",
    },
    "print": {
        "page": "#ffffff",
        "ink": "#000000",
        "quiet": "#404040",
        "line": "#808080",
        "wash": "#f2f2f2",
        "text": "#000000",
        "record": "#000000",
        "text-wash": "#ffffff",
        "record-wash": "#ffffff",
    },
}

#: Fonts that every system or matplotlib itself carries.
FONT: Final = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif'

SERIF: Final = 'Georgia, "Noto Serif", "DejaVu Serif", serif'

#: Where a page is dark: in JupyterLab, and in VS Code, which marks its pages by a class.
DARK: Final = ":is([data-jp-theme-light=false],.vscode-dark)"

#: What makes a dark figure of a light one: light and dark change places, not quite to black and
#: white; hues stay.
TURN: Final = "invert(.92) hue-rotate(180deg)"


def _variables(theme: str) -> str:
    return "".join(f"--lesson-{name}:{colour};" for name, colour in COLOURS[theme].items())


def stylesheet(name: str) -> str:
    """Return a stylesheet of this folder without comments and needless spaces.

    Names that begin with ``$`` are replaced by the values of this module.
    """
    text = (HELPERS / name).read_text(encoding="utf-8")
    first, *rest = text.split("/*")
    rules = " ".join("".join([first, *(part.partition("*/")[2] for part in rest)]).split())
    # Text in quotation marks stays as it is.
    short = re.sub(r"('[^']*')| ?([{},;>]|:(?= )) ?", r"\1\2", rules).replace(";}", "}")
    return Template(short).substitute(
        light_colours=_variables("light"),
        dark_colours=_variables("dark"),
        print_colours=_variables("print"),
        LINE=COLOURS["light"]["line"],
        DARK=DARK,
        TURN=TURN,
        FONT=FONT,
        SERIF=SERIF,
    )


#: The stylesheet of every HTML output; each output carries it, so that a cell can stand alone.
CSS: Final = stylesheet("display/lesson.css")
