"""How the timeline looks: the same bytes every time, the stored pictures, and its colours."""

import io
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.image import imread

from helpers import plot_timeline
from helpers.display.style import COLOURS
from helpers.timeline.model import SIZES
from tests.drawn import Drawn
from tests.timeline_tables import CLAIMS, CONTRADICTIONS, crowd

STORED = Path(__file__).parent / "figures"
KINDS = pd.DataFrame(
    {
        "id": list("abcdefgh"),
        "date": [
            "1960-02-13",
            "1961-04-17/1961-06-19",
            "1962-07",
            "1962-09-09~",
            "1962-05?",
            "1962-10-2X",
            "1963-04-26/..",
            "1959",
        ],
        "title": [
            "A day",
            "From and to",
            "A month",
            "About a day",
            "Perhaps a month",
            "A digit is unknown",
            "It goes on",
            "A year",
        ],
    }
)
#: The stored pictures are small and made from rows in this file, so that a corrected date in a
#: lesson changes none of them.
CLAIM = pd.DataFrame(
    {
        "id": ["c1"],
        "title": ["The landing led to the accords"],
        "date": ["1960-02-13"],
        "cause": ["1961-04-17/1961-06-19"],
        "events": ["b"],
    }
)
CROWD = pd.DataFrame(
    [(f"e{n}", f"1962-10-{n % 28 + 1:02d}", f"Event {n}") for n in range(60)],
    columns=["id", "date", "title"],
)
FIGURES = {
    "kinds-light": lambda: plot_timeline(KINDS, title="How exact the dates are"),
    "kinds-dark": lambda: plot_timeline(KINDS, theme="dark", title="How exact the dates are"),
    "kinds-print": lambda: plot_timeline(KINDS, theme="print", title="How exact the dates are"),
    "two-stories": lambda: plot_timeline(KINDS, CLAIM),
    "crowd": lambda: plot_timeline(CROWD, size="projector"),
}


def picture(ax, kind="png", dpi=60):
    """Return the bytes of a picture."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, format=kind, dpi=dpi)
    return buffer.getvalue()


# -- the same bytes


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_savefig_writes_the_same_bytes_every_time(kind):
    ax = plot_timeline(KINDS)
    assert picture(ax, kind) == picture(ax, kind) == picture(plot_timeline(KINDS), kind)


def two_stories(**options):
    return plot_timeline(crowd(), CLAIMS, CONTRADICTIONS, **options)


def test_figure_has_matplotlibs_own_font_alone():
    fonts = {text.get_fontname() for text, _ in Drawn(two_stories(lanes="side")).texts}
    assert fonts == {"DejaVu Sans"}


def test_svg_text_stays_text():
    root = ET.fromstring(picture(two_stories(), "svg"))
    text = " ".join(
        "".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")
    )
    for part in ("The landing", "17 to 19 Apr 1961", "the effect comes 14 months", "1963"):
        assert part in text
    assert len(text) > 2000


# -- stored pictures


def artists(ax):
    """Return everything drawn as lines: texts and shapes with positions in points and colours."""
    lines, scale = [], 72 / ax.figure.dpi

    def at(points):
        return " ".join(
            f"{x:.1f},{y:.1f}" for x, y in np.atleast_2d(ax.transData.transform(points)) * scale
        )

    for text, box in Drawn(ax).texts:
        x, y = box[0] * scale, box[1] * scale
        lines.append(
            f"text {to_hex(text.get_color())} {text.get_size():.1f} {text.get_weight()} "
            f"{text.get_style()} {x:.1f},{y:.1f} {text.get_text()!r}"
        )
    for artist in ax.collections:
        offsets = artist.get_offsets()
        shapes = [offsets] if offsets.any() else [path.vertices for path in artist.get_paths()]
        colours = sorted(
            {to_hex(colour) for colour in [*artist.get_facecolor(), *artist.get_edgecolor()]}
        )
        lines += [
            f"{artist.get_gid()} {' '.join(colours)} {artist.get_linestyle()} "
            f"{artist.get_hatch()} {at(shape)}"
            for shape in shapes
        ]
    return re.sub(r"np\.float64\(([^)]*)\)", r"\1", "\n".join(lines)) + "\n"


def difference(left, right):
    """Return the share of pixels that differ by more than a quarter of the range in any colour."""
    if left.shape != right.shape:
        return 1.0
    return float((np.abs(left[..., :3] - right[..., :3]).max(axis=-1) > 0.25).mean())


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_the_stored_one(name):
    """Artists must agree to a tenth of a point; one pixel in two hundred may differ.

    FreeType may round a letter differently. After an intended change run ``STORE=1 python3 start.py
    test tests/test_timeline_looks.py``, and look at the pictures.
    """
    ax = FIGURES[name]()
    png, text = STORED / f"{name}.png", STORED / f"{name}.txt"
    if os.environ.get("STORE"):
        STORED.mkdir(exist_ok=True)
        png.write_bytes(picture(ax))
        text.write_text(artists(ax), encoding="utf-8", newline="\n")
    assert artists(ax).splitlines() == text.read_text(encoding="utf-8").splitlines()
    assert difference(imread(io.BytesIO(picture(ax))), imread(png)) < 0.005


# -- colours


def linear(colour):
    """Return linear red, green and blue of an sRGB colour (WCAG 2.2, relative luminance)."""
    return np.array(
        [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in to_rgb(colour)
        ]
    )


def luminance(colour):
    """Return the relative luminance as WCAG 2.2 defines it."""
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def contrast(one, other):
    """Return the contrast ratio of WCAG 2.2 (1 to 21)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


#: Severity 1.0 of Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of
#: Color Vision
#: Deficiency, IEEE TVCG 15 (2009); applied to linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def lab(rgb):
    """Return CIE L*a*b* (D65) of linear RGB."""
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    ratio = matrix @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, blindness):
    """Return how far apart two colours look (CIE76) to somebody with this colour vision."""
    seen = [lab(BLINDNESS[blindness] @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_contrast_and_distance_agree_with_published_values():
    assert contrast("#999999", "#ffffff") < 3 < 4.5 < contrast("#767676", "#ffffff")
    assert contrast("#000000", "#ffffff") == pytest.approx(21) and contrast(
        "#777777", "#ffffff"
    ) == pytest.approx(4.48, abs=0.01)
    assert np.allclose(lab(linear("#ff0000")), [53.24, 80.09, 67.20], atol=0.05)
    for matrix in BLINDNESS.values():  # grey stays grey
        assert np.allclose(matrix.sum(axis=1), 1, atol=2e-3)
    assert (
        apart("#ff0000", "#00a000", "none") > 100 > 60 > apart("#a05000", "#6e6a00", "deuteranopia")
    )


@pytest.mark.parametrize("theme", COLOURS)
def test_text_and_marks_have_contrast_with_their_background(theme):
    """4.5 : 1 for text (WCAG 2.2, 1.4.3), 3 : 1 for marks and links (1.4.11)."""
    ax = two_stories(theme=theme)
    drawn, colours = Drawn(ax), COLOURS[theme]
    for text, _ in drawn.texts:
        above = (
            text.axes is ax
            and text.get_position()[1] < drawn.axis
            and text not in ax.xaxis.get_ticklabels()
        )
        ground = colours["text-wash" if above else "page"]
        assert contrast(to_hex(text.get_color()), ground) >= 4.5, text.get_text()
    for artist in ax.collections:
        if artist.get_gid() in ("wash", "grid"):
            continue  # decoration
        for colour in artist.get_edgecolor():
            for ground in ("page", "text-wash"):
                assert contrast(to_hex(colour), colours[ground]) >= 3, artist.get_gid()


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_stories_look_different_to_everybody(theme, blindness):
    """20 is ten times the least visible difference (about 2.3, Mahy and others, 1994)."""
    assert apart(COLOURS[theme]["text"], COLOURS[theme]["record"], blindness) > 20


def test_print_theme_has_no_colours():
    assert {colour for colour in COLOURS["print"].values() if len(set(to_rgb(colour))) > 1} == set()
    colours = {to_hex(text.get_color()) for text, _ in Drawn(two_stories(size="a4")).texts}
    assert all(len(set(to_rgb(colour))) == 1 for colour in colours)


def test_page_sizes_are_those_of_paper_and_projector():
    inches = {
        size: tuple(plot_timeline(KINDS[:5], size=size).figure.get_size_inches()) for size in SIZES
    }
    assert inches["a4"] == pytest.approx((297 / 25.4, 210 / 25.4), abs=0.01) and inches[
        "letter"
    ] == pytest.approx((11, 8.5))
    assert inches["poster"] == pytest.approx((420 / 25.4, 297 / 25.4), abs=0.01) and inches[
        "projector"
    ] == pytest.approx((13.333, 7.5))
    assert inches["notebook"][0] == 9.1 and inches["notebook"][1] < 5  # no taller than it needs
