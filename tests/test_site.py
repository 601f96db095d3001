"""The site to read: complete, each link leads somewhere, and students find no answer in it."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

import helpers
from helpers.files import PROJECT
from helpers.load import load_lesson
from tools import site, site_pages, timelinejs
from tools.copies import GUIDE
from tools.stored import answer_key

pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
LESSON = load_lesson()
SMALL = load_lesson(Path(__file__).parent / "lesson")
#: What a browser fetches on its own: nothing of it may come from elsewhere.
FETCHED = re.compile(r'<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
ID = re.compile(r'\bid="([^"]+)"')


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sites for students and for teachers."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("students", "teachers"):
        assert site.build(LESSON, folder / name, teachers=name == "teachers") == 0
    return folder


def pages(folder):
    return {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}


def lost(folder):
    """Return the links within a site that lead to no page, or to no place on it."""
    ids = {
        path.resolve(): set(map(unescape, ID.findall(text))) for path, text in pages(folder).items()
    }
    found = []
    for path, text in pages(folder).items():
        for link in map(unescape, LINK.findall(text)):
            name, _, anchor = link.partition("#")
            target = (path.parent / unquote(name)).resolve() if name else path.resolve()
            if not re.match("[a-z]+:", link) and not (
                unquote(anchor) in ids[target] if anchor and target in ids else target.exists()
            ):
                found.append(f"{path.relative_to(folder)}: {link}")
    return found


# ---- what is in it


def test_students_find_no_answer(built):
    assert site.leaks(built / "students") == []
    assert not list((built / "students").rglob(f"{Path(GUIDE).stem}*"))


def test_an_answer_on_a_page_is_noticed(tmp_path):
    key = max(answer_key(), key=len)
    page = f"<p>{key.replace(' ', chr(10), 3).replace(' ', ' <b>', 4)}</p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert len(site.leaks(tmp_path)) == 1


def test_teachers_find_the_guide_and_the_key(built):
    assert (built / "teachers" / "notebooks" / GUIDE.replace("ipynb", "html")).is_file()
    assert site.leaks(built / "teachers") != []
    warned = [
        "every answer: don’t publish" in (built / name / "index.html").read_text(encoding="utf-8")
        for name in ("students", "teachers")
    ]
    assert warned == [False, True]


@pytest.mark.parametrize("name", ["students", "teachers"])
def test_every_link_leads_somewhere(name, built):
    assert lost(built / name) == []


def test_a_lost_link_is_noticed(tmp_path):
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html">b</a> <a href="#y">y</a>')
    assert lost(tmp_path) == ["a.html: b.html", "a.html: #y"]


@pytest.mark.parametrize("name", ["students", "teachers"])
def test_nothing_is_fetched_from_elsewhere(name, built):
    found = [one for text in pages(built / name).values() for one in FETCHED.findall(text)]
    assert found == []


@pytest.mark.parametrize("tag", ['<script async src="//a.org/a.js"', '<img src="http://a.org/a"'])
def test_what_would_be_fetched_is_noticed(tag):
    assert FETCHED.findall(f"<p>{tag}></p>") == [tag]


def test_every_event_and_source_has_an_address(built):
    for page, table in (("record", LESSON.events), ("sources", LESSON.sources)):
        text = (built / "students" / f"{page}.html").read_text(encoding="utf-8")
        assert set(table["id"]) <= set(ID.findall(text))


def test_every_public_name_is_explained(built):
    text = (built / "students" / "names.html").read_text(encoding="utf-8")
    assert {f"helpers.{name}" for name in helpers.__all__} <= set(ID.findall(text))


# ---- how it is made


def test_folded_code_and_repeated_styles_are_left_out():
    notebook = nbformat.read(PROJECT / "notebooks" / "05-exercises.ipynb", as_version=4)
    page = nbformat.writes(site_pages.to_read(notebook))
    assert "<style>" not in page and "**Begin.**" not in page
    assert "fetch the lesson" in nbformat.writes(notebook) and "fetch the lesson" not in page
    assert ".lesson" in site_pages.style([notebook])


def test_an_unknown_file_is_words_and_no_link():
    text = "[a](dates.md#x), [b](../helpers/load.py), [c](https://example.org), [d](#here)"
    folder, known = Path("docs"), {"docs/dates.md"}
    assert site_pages.only_known_links(text, folder, known) == text.replace(
        "[b](../helpers/load.py)", "b"
    )


def test_without_timelinejs_the_page_has_the_table_and_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(timelinejs, "ARCHIVE", tmp_path / "missing.tgz")
    assert not site.write_timeline(tmp_path, LESSON)
    page = site_pages.stories(LESSON, False)
    assert timelinejs.HOW_TO_GET_IT in page and "<table>" in page


def test_another_lesson_has_a_site_without_the_notebooks(tmp_path):
    assert site.build(SMALL, tmp_path / "site", teachers=False) == 0
    assert not (tmp_path / "site" / "notebooks").exists()
    assert SMALL.vocabulary.title in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_handouts_are_linked_for_those_who_may_have_them(tmp_path, monkeypatch):
    for audience in ("students", "teachers"):
        path = tmp_path / "handouts" / "a4" / audience / f"for-{audience}.pdf"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF")
    monkeypatch.setattr(site, "PROJECT", tmp_path)
    assert site.copy_handouts(tmp_path / "s", False) == ["handouts/a4/students/for-students.pdf"]
    assert len(site.copy_handouts(tmp_path / "t", True)) == 2
