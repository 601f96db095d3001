"""Timelines as files: the same bytes every time, text that stays text, no date of the export."""

import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from helpers import plot_timeline
from helpers.files import PROJECT
from helpers.timeline.describe import short_description
from helpers.timeline.formats import save, svg
from helpers.timeline.pages import timeline_pages
from tests.hostile import HOSTILE
from tests.timeline_tables import CLAIMS, CONTRADICTIONS, crowd

CROWD = crowd()
SOME = CROWD.head(12)
KINDS = ("png", "svg", "pdf")


def saved(ax, path):
    save(ax, path)
    return path.read_bytes()


def bytes_of(kind, folder, events=SOME, **options):
    return saved(plot_timeline(events, **options), folder / f"timeline.{kind}")


def saved_hashes(folder):
    """Return hashes of two stories, in lanes without a given order, and of a page of them."""
    stories = plot_timeline(CROWD, CLAIMS, CONTRADICTIONS, lanes="actors")
    page = timeline_pages(CROWD, CLAIMS, CONTRADICTIONS, size="a4")[2]
    return [
        hashlib.sha256(saved(ax, folder / f"{number}.{kind}")).hexdigest()
        for number, ax in enumerate((stories, page))
        for kind in KINDS
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_save_writes_the_same_bytes_for_the_same_rows_only(kind, tmp_path):
    ax, path = plot_timeline(SOME), tmp_path / f"timeline.{kind}"
    assert saved(ax, path) == saved(ax, path) == bytes_of(kind, tmp_path)
    assert bytes_of(kind, tmp_path) != bytes_of(kind, tmp_path, SOME.head(11))


def test_save_writes_the_same_bytes_with_another_hash_seed_zone_and_language(tmp_path):
    code = (
        "import sys; from pathlib import Path; "
        "from tests.test_timeline_export import saved_hashes; "
        "print(saved_hashes(Path(sys.argv[1])))"
    )
    variables = {
        "PYTHONHASHSEED": "77",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "86400",
    }
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path)]
    other = subprocess.run(
        command,
        check=True,
        cwd=PROJECT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    assert other.strip() == str(saved_hashes(tmp_path))


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_have_the_title_but_no_date_and_no_program(kind, tmp_path):
    found = bytes_of(kind, tmp_path)
    assert b"matplotlib" not in found.lower().replace(
        b'id="matplotlib.', b""
    )  # matplotlib names its groups in the SVG
    assert not re.search(rb"CreationDate|Producer|dc:date|/home|/work|/root|20[2-9]\d-", found)
    assert b"Timeline of 12 events" in found


def test_svg_text_stays_text_and_keeps_its_width():
    ax = plot_timeline(SOME, pd.DataFrame({"id": ["c1"], "title": ["A claim"], "date": ["1960"]}))
    root = ElementTree.fromstring(svg(ax.figure, short_description(ax.timeline)))
    texts = root.findall(".//{*}text")
    whole = " ".join(" ".join(text.text or "" for text in texts).split())
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.find("{*}title").text == repr(ax)
    for title in SOME["title"]:
        assert all(word in whole for word in title.split()), title
    for text in texts:
        style = dict(part.split(": ") for part in text.get("style").split("; "))
        font = FontProperties(
            family="DejaVu Sans",
            style=style.get("font-style"),
            weight=int(style.get("font-weight", 400)),
            size=float(style["font-size"][:-2]),
        )
        assert float(text.get("textLength")) == pytest.approx(
            text_to_path.get_text_width_height_descent(text.text, font, False)[0], rel=0.05
        )
    assert (
        len({text.get("style").partition("font-size")[0] for text in texts}) == 3
    )  # plain, bold and italic were among them
    assert len(root.findall(".//{*}path")) < 100  # letters are not drawn as shapes


def test_svg_hostile_title_is_text():
    for text in HOSTILE:
        if not text.isprintable() or len(text) > 300:
            continue
        drawn = svg(plot_timeline(pd.DataFrame({"date": ["1960"], "title": [text]})).figure, text)
        tree = ElementTree.fromstring(drawn)  # it is well formed
        names = {node.tag.split("}")[1] for node in tree.iter()}
        assert not names & {"script", "a", "image", "foreignObject", "iframe", "animate", "set"}
        assert not any(name.startswith("on") for node in tree.iter() for name in node.attrib)


def test_save_anything_but_a_timeline_is_refused():
    with pytest.raises(ValueError, match="This is no timeline"):
        save(Figure().add_subplot(), PROJECT / "never.png")
    assert not (PROJECT / "never.png").exists()


def test_save_takes_a_timeline_on_axes_of_the_caller(tmp_path):
    figure = Figure(figsize=(10, 6))
    ax = plot_timeline(SOME, ax=figure.add_subplot())
    save(ax, tmp_path / "own.svg")
    assert "Timeline of 12 events" in (tmp_path / "own.svg").read_text(encoding="utf-8")


def test_save_pdf_has_all_pages_and_other_files_refuse_them(tmp_path):
    pages = timeline_pages(CROWD, size="a4")
    assert len(pages) > 3
    for name, timeline, count in (("all", pages, len(pages)), ("one", pages[0], 1)):
        found = saved(timeline, tmp_path / f"{name}.pdf")
        assert len(re.findall(rb"/Type /Page\b", found)) == count
    for kind in ("png", "svg"):
        with pytest.raises(ValueError, match="Only a PDF holds several"):
            save(pages, tmp_path / f"all.{kind}")
    with pytest.raises(ValueError, match="This is no timeline"):
        save([], tmp_path / "none.pdf")
