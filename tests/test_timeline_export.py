"""Timelines as files: the same bytes every time, text that stays text, no word of when or where; and TimelineJS's JSON."""

import dataclasses
import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from html import unescape

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from helpers import plot_timeline
from helpers.exporting import export
from helpers.files import PROJECT
from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date
from helpers.load import load_lesson
from helpers.timeline.describe import short
from helpers.timeline.formats import _dates, save, svg, timelinejs
from helpers.timeline.layout import printable
from helpers.timeline.pages import timeline_pages
from tests.hostile import HOSTILE, MARK
from tests.test_hostile import tags

LESSON = load_lesson()
KINDS = ("png", "svg", "pdf")
SOME = LESSON.events.head(12)


def saved(ax, path):
    save(ax, path)
    return path.read_bytes()


def bytes_of(kind, folder, events=SOME, **options):
    return saved(plot_timeline(events, **options), folder / f"timeline.{kind}")


def whole(folder):
    """Return the bytes of the whole story, in lanes whose order no row gives, and of a page of it."""
    drawn = plot_timeline(LESSON, lanes="actors"), timeline_pages(LESSON, size="a4")[4]
    return [
        saved(ax, folder / f"{number}.{kind}") for number, ax in enumerate(drawn) for kind in KINDS
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_same_bytes_every_time_and_others_for_other_rows(kind, tmp_path):
    ax, path = plot_timeline(SOME), tmp_path / f"timeline.{kind}"
    assert saved(ax, path) == saved(ax, path) == bytes_of(kind, tmp_path)
    assert bytes_of(kind, tmp_path) != bytes_of(kind, tmp_path, SOME.head(11))


def test_same_bytes_in_another_process_with_another_hash_seed_zone_and_language(tmp_path):
    code = "import hashlib, sys; from pathlib import Path; from tests.test_timeline_export import whole; "
    code += "print([hashlib.sha256(one).hexdigest() for one in whole(Path(sys.argv[1]))])"
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
    assert other.strip() == str([hashlib.sha256(one).hexdigest() for one in whole(tmp_path)])


@pytest.mark.parametrize("kind", KINDS)
def test_says_what_it_is_but_not_when_or_with_what_it_was_made(kind, tmp_path):
    found = bytes_of(kind, tmp_path)
    assert b"matplotlib" not in found.lower().replace(
        b'id="matplotlib.', b""
    )  # matplotlib names its groups in the SVG
    assert not re.search(rb"CreationDate|Producer|dc:date|/home|/work|/root|20[2-9]\d-", found)
    assert b"Timeline of 12 events" in found


def test_text_in_svg_stays_text_and_keeps_its_width():
    ax = plot_timeline(SOME, pd.DataFrame({"id": ["c1"], "title": ["A claim"], "date": ["1960"]}))
    root = ElementTree.fromstring(svg(ax.figure, short(ax.timeline)))
    texts = root.findall(".//{*}text")
    words = " ".join(" ".join(text.text or "" for text in texts).split())
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.find("{*}title").text == repr(ax)
    for title in SOME["title"]:
        assert all(word in words for word in title.split()), title
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


def test_a_hostile_title_is_text_in_svg():
    for text in HOSTILE:
        if not text.isprintable() or len(text) > 300:
            continue
        drawn = svg(plot_timeline(pd.DataFrame({"date": ["1960"], "title": [text]})).figure, text)
        tree = ElementTree.fromstring(drawn)  # it is well formed
        names = {node.tag.split("}")[1] for node in tree.iter()}
        assert not names & {"script", "a", "image", "foreignObject", "iframe", "animate", "set"}
        assert not any(name.startswith("on") for node in tree.iter() for name in node.attrib)


def test_another_axes_or_figure_is_refused_in_words():
    with pytest.raises(ValueError, match="This is no timeline"):
        save(Figure().add_subplot(), PROJECT / "never.png")
    assert not (PROJECT / "never.png").exists()


@pytest.mark.parametrize("kind", [*KINDS, "json"])
def test_saved_from_a_notebook_and_the_older_file_is_kept(kind, work):
    mine = plot_timeline(SOME)
    for expected in (1, 2):
        words = repr(export(LESSON, f"timeline.{kind}", mine))
        assert f"timeline.{kind}" in words
        assert len(list(work.glob(f"timeline*.{kind}"))) == expected
    assert not list(work.glob(".*"))


def test_a_timeline_in_axes_of_ones_own_is_saved_too(tmp_path):
    figure = Figure(figsize=(10, 6))
    ax = plot_timeline(SOME, ax=figure.add_subplot())
    save(ax, tmp_path / "own.svg")
    assert "Timeline of 12 events" in (tmp_path / "own.svg").read_text(encoding="utf-8")


def test_a_pdf_holds_all_pages_and_no_other_file_does(work, tmp_path):
    pages = timeline_pages(LESSON, size="a4")
    assert len(pages) > 3
    for name, wanted in (("whole", len(pages)), ("one", 1)):
        save(pages if name == "whole" else pages[0], tmp_path / f"{name}.pdf")
        assert len(re.findall(rb"/Type /Page\b", (tmp_path / f"{name}.pdf").read_bytes())) == wanted
    export(LESSON, "timeline.pdf")
    assert (work / "timeline.pdf").read_bytes() == (
        tmp_path / "whole.pdf"
    ).read_bytes()  # drawn anew, the same bytes
    for kind in ("png", "svg"):
        with pytest.raises(ValueError, match="Only a PDF holds several"):
            save(pages, tmp_path / f"whole.{kind}")
    with pytest.raises(ValueError, match="This is no timeline"):
        save([], tmp_path / "none.pdf")


# ---- TimelineJS
# ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1960-02-13", (1960, 2, 13), None),
        ("1962-07", (1962, 7), (1962, 7, 31)),
        ("1962", (1962,), (1962, 12, 31)),
        ("196X", (1960,), (1969, 12, 31)),
        ("1962-XX", (1962,), (1962, 12, 31)),
        ("1962-07-XX", (1962, 7), (1962, 7, 31)),
        ("1962-10-1X", (1962, 10, 10), (1962, 10, 19)),
        ("1962-09-09~", (1962, 9, 9), None),
        ("1962-07/1962-10", (1962, 7), (1962, 10, 31)),
        ("1961-08-04/1961-09-30", (1961, 8, 4), (1961, 9, 30)),
        ("1960-07~/1960-12", (1960, 7), (1960, 12, 31)),
        ("1963/..", (1963,), None),
        ("../1958-12-31", (1958, 12, 31), None),
    ],
)
def test_dates_are_as_exact_as_they_are_known(text, start, end):
    found = _dates(parse_date(text))
    assert (
        tuple(value for name, value in found["start_date"].items() if name != "display_date")
        == start
    )
    assert tuple(found["end_date"].values() if "end_date" in found else ()) == (end or ())
    assert list(found["start_date"])[:-1] == ["year", "month", "day"][: len(start)]


def test_every_event_has_a_slide_with_its_date_in_words_and_its_sources():
    found = timelinejs(LESSON)
    slides = {slide["unique_id"]: slide for slide in found["events"]}
    assert list(slides) == list(LESSON.events["id"])
    for event in LESSON.events.itertuples():
        slide = slides[event.id]
        assert slide["display_date"].startswith(event.date_words)
        assert unescape(slide["text"]["headline"]) == event.title
        assert unescape(slide["text"]["text"]).startswith(f"<p>{event.summary}</p>")
        assert len(slide["media"]["credit"].split("<br>")) == len(split(event.sources))
        assert ("about" in slide["display_date"]) == ("~" in event.date + event.time)
    assert "14 months" in slides["bay-of-pigs"]["text"]["text"]
    assert "c14" in found["title"]["text"]["text"]
    assert slides["quarantine-speech"]["display_date"] == "22 October 1962, 19:00 local time"
    assert (
        slides["kennedy-told"]["display_date"] == "16 October 1962, about 08:45 local time"
        or "~" not in LESSON.event("kennedy-told")["time"]
    )


def test_verdicts_are_not_given_away():
    found = str(timelinejs(LESSON))
    for claim in LESSON.claims.itertuples():
        assert claim.why not in unescape(found)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_the_tables_hold_is_escaped(text):
    def slide(value):
        events = LESSON.events.head(1).assign(
            title=value, summary=value, place=value, actors=value, disputed=value, sides=value
        )
        citations = {name: dict.fromkeys(forms, value) for name, forms in LESSON.citations.items()}
        lesson = dataclasses.replace(
            LESSON,
            events=events,
            citations=citations,
            assertions=LESSON.assertions.head(0),
            claims=LESSON.claims.head(0),
        )
        found = timelinejs(lesson)["events"][0]
        return [tags(found["text"][name]) for name in ("headline", "text")] + [
            tags(found["media"]["credit"]),
            tags(unescape(found["group"])),
        ]

    single = text.replace(";", ",")  # a semicolon would make two sides of it
    assert slide(single) == slide("a")
    assert MARK in HOSTILE[0] and printable(text) is not None
