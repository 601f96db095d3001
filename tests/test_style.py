"""Text can be read in every colour of the style, and the style loads nothing from elsewhere."""

import re

import pytest

from helpers.display.style import COLOURS, CSS, TURN
from helpers.files import PROJECT

#: What is written in which colour, on which ground.
PAIRS = [(ink, ground) for ink in ("ink", "quiet", "text", "record") for ground in ("page", "wash")]
PAIRS += [
    ("ink", "text-wash"),
    ("ink", "record-wash"),
    ("text", "text-wash"),
    ("record", "record-wash"),
]
ADDRESS = re.compile(
    r"https?://(?!www\.w3\.org/)|@import|url\(\s*['\"]?(?!data:)|\bimport\s*\(|\bfetch\s*\(|\bfrom\s+['\"]"
)


def contrast(first, second):
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((light(first), light(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_colours_have_enough_contrast(theme, ink, ground):
    assert contrast(COLOURS[theme][ink], COLOURS[theme][ground]) >= 4.5


def turned(colour):
    """Return a colour as the filter of dark pages shows it (Filter Effects, 9.2)."""
    part = float(re.fullmatch(r"invert\((\.\d+)\) hue-rotate\(180deg\)", TURN)[1])
    rgb = [int(colour[place : place + 2], 16) / 255 * (1 - 2 * part) + part for place in (1, 3, 5)]
    grey = 2 * sum(share * one for share, one in zip((0.213, 0.715, 0.072), rgb, strict=True))
    return "#" + "".join(f"{round(255 * min(max(grey - one, 0), 1)):02x}" for one in rgb)


@pytest.mark.parametrize("theme", ["light", "print"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_colours_of_a_turned_figure_have_enough_contrast(theme, ink, ground):
    assert (
        contrast(turned(COLOURS[theme][ink]), turned(COLOURS[theme][ground])) >= 4.5
    )  # lines need 3


def test_turned_figure_is_dark_and_keeps_its_two_hues():
    shown = {name: turned(colour) for name, colour in COLOURS["light"].items()}
    assert contrast(shown["page"], COLOURS["dark"]["page"]) < 1.1, "no bright block"
    blue = {name: int(colour[5:], 16) - int(colour[1:3], 16) for name, colour in shown.items()}
    assert blue["text"] < -80 and blue["record"] > 80, "orange and blue, as on a light page"
    assert turned("#ffffff") == "#141414" and turned("#0b5394") == "#7ab7ed", "what Chromium shows"


def test_contrast_agrees_with_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")


FIXED_SIZE = re.compile(r"font(?:-size)?:[^;}]*?(?<![\w.])[\d.]+(?:px|pt|rem)")


def test_type_sizes_follow_the_notebook():
    card = (PROJECT / "helpers" / "exercises" / "card.css").read_text(encoding="utf-8")
    assert FIXED_SIZE.findall(CSS + card) == [
        "font:var(--lesson-type,var(--jp-content-font-size1,1rem"
    ]


def test_stylesheet_keeps_quoted_text_unchanged():
    source = re.sub(
        r"/\*.*?\*/",
        "",
        (PROJECT / "helpers" / "display" / "lesson.css").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    words = re.findall(r"'[^']*'", source)
    assert words and all(one in CSS for one in words)


def remote(text):
    """Return what a style or a script would load from elsewhere."""
    return ADDRESS.findall(text)


@pytest.mark.parametrize(
    "path",
    sorted([*PROJECT.glob("helpers/**/*.js"), *PROJECT.glob("helpers/**/*.css")]),
    ids=lambda path: path.name,
)
def test_styles_and_scripts_load_nothing(path):
    assert remote(path.read_text(encoding="utf-8")) == []


def test_the_stylesheet_loads_nothing():
    assert remote(CSS) == []


@pytest.mark.parametrize(
    "text",
    [
        "@import 'a.css'",
        "src:url(https://fonts.example/a.woff2)",
        "url('//example.org/a.png')",
        "import x from 'https://cdn.example/x.js'",
        "await import('./x.js')",
        "fetch('/api')",
    ],
)
def test_remote_finds_everything_that_loads(text):
    assert remote(text)
