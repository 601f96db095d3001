"""Build the site to read, offline, from the stored notebooks and the data.

Run ``python3 start.py site``. The site for students is in the folder build/site; nothing in it
gives an answer away. The one for teachers is in build/site-teachers, and has the guide and the keys
as well (``--students`` leaves it out).
"""

import argparse
import json
import re
import shutil
import sys
import time
from html import unescape
from pathlib import Path

import nbformat
from sphinx.cmd.build import build_main

from helpers.errors import LessonError
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from helpers.timeline.timelinejs import two_stories
from tools import site_pages, timelinejs
from tools.copies import GUIDE
from tools.stored import answer_key

SETTINGS = PROJECT / "hosting" / "site"
BUILD = PROJECT / "build"
#: What these pages explain, students may know; the others say what is wrong with the text.
FOR_STUDENTS = ("dates.md", "journal.md")
#: Files of a site that people or their browsers read.
READ = (".html", ".js", ".css")
MARKS = re.compile(r"<[^<>]*>")


def write_sources(folder: Path, lesson: Lesson, teachers: bool) -> None:
    """Write the settings and pages of which Sphinx makes the site."""
    shutil.copytree(SETTINGS, folder, ignore=shutil.ignore_patterns("timeline.html"))
    where = PROJECT if lesson.folder == PROJECT / "data" else lesson.folder
    notebooks = {
        path.name: nbformat.read(path, as_version=4)
        for path in sorted((where / "notebooks").glob("*.ipynb"))
        if teachers or path.name != GUIDE
    }
    style = site_pages.style([*notebooks.values()])
    (folder / "static" / "lesson.css").write_text(style, encoding="utf-8")
    docs = {
        f"docs/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted((PROJECT / "docs").glob("*.md"))
        if teachers or path.name in FOR_STUDENTS
    }
    pages = site_pages.generated(lesson) | docs
    template = (SETTINGS / "index.md").read_text(encoding="utf-8")
    pages["index.md"] = site_pages.index(lesson, template, where / "notebooks", teachers)
    pages["handouts.md"] = site_pages.handouts(copy_handouts(folder, teachers), lesson)
    pages["stories.md"] = site_pages.stories(lesson, write_timeline(folder, lesson))
    known = {*pages, *(f"notebooks/{name}" for name in notebooks)}
    for name, notebook in notebooks.items():
        (folder / "notebooks").mkdir(exist_ok=True)
        nbformat.write(site_pages.to_read(notebook), folder / "notebooks" / name)
    for name, text in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        text = site_pages.only_known_links(text, Path(name).parent, known)
        (folder / name).write_text(text, encoding="utf-8")


def write_timeline(folder: Path, lesson: Lesson) -> bool:
    """Write the page of TimelineJS and what it needs; return whether it was there to copy."""
    place = folder / "extra" / "timeline"
    try:
        timelinejs.unpack(place)
    except FileNotFoundError:
        return False
    shutil.copyfile(SETTINGS / "timeline.html", place / "index.html")
    data = json.dumps(two_stories(lesson), ensure_ascii=False)
    (place / "data.js").write_text(f"window.stories = {data};\n", encoding="utf-8")
    return True


def copy_handouts(folder: Path, teachers: bool) -> list[str]:
    """Copy the handouts that were made, and return their paths in the site."""
    wanted = ("students", "teachers") if teachers else ("students",)
    found = []
    for path in sorted((PROJECT / "handouts").glob("*/*/*.pdf")):
        if path.parent.name in wanted:
            name = "handouts/" + path.relative_to(PROJECT / "handouts").as_posix()
            (folder / "extra" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / "extra" / name)
            found.append(name)
    return found


def build(lesson: Lesson, folder: Path, teachers: bool) -> int:
    """Build a site into a folder, in place of the one that is there; return the exit status."""
    sources = folder.with_name(f"{folder.name}-source")
    for old in (folder, sources):
        shutil.rmtree(old, ignore_errors=True)
    write_sources(sources, lesson, teachers)
    (sources / "extra").mkdir(exist_ok=True)
    options = ["-q", "-W", "--keep-going", "-b", "html", "-D", "html_extra_path=extra"]
    status = build_main([*options, "-d", str(sources / ".doctrees"), str(sources), str(folder)])
    shutil.rmtree(sources)
    for path in folder.rglob("*.map"):  # for those who work on the theme
        path.unlink()
    return status


def leaks(folder: Path) -> list[str]:
    """Return a sentence for each file of a site in which answers can be read, and the first one.

    What the stored notebooks show is no answer: `tools.stored` checks them by the same list.
    """
    keys = sorted(" ".join(key.split()) for key in answer_key())
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in READ and path.is_file():
            text = path.read_text(encoding="utf-8")
            readable = " ".join(unescape(f"{text}\n{MARKS.sub('', text)}").split())
            if here := [key for key in keys if key in readable]:
                name = path.relative_to(folder).as_posix()
                found.append(f"{name} gives away {len(here)} answers: “{here[0][:60]}”")
    return found


def main(arguments: list[str]) -> int:
    """Build the sites, say where they are and how large, and return the exit status."""
    parser = argparse.ArgumentParser(prog="start.py site", description=__doc__)
    parser.add_argument("--students", action="store_true", help="only the site for students")
    only_students = parser.parse_args(arguments).students
    try:
        lesson = load_lesson()
    except LessonError as error:
        print(error)
        return 1
    if not timelinejs.ARCHIVE.exists():
        print(f"TimelineJS is missing, so there is no timeline. {timelinejs.HOW_TO_GET_IT}")
    failed = 0
    for name, teachers in [("site", False), *([] if only_students else [("site-teachers", True)])]:
        start, folder = time.monotonic(), BUILD / name
        failed |= build(lesson, folder, teachers)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        print(f"{folder}: {size:.0f} MB in {time.monotonic() - start:.0f} s", flush=True)
    if given_away := leaks(BUILD / "site"):
        print("\n".join(given_away))
        shutil.rmtree(BUILD / "site")
        print("Students could read answers, so the folder build/site was deleted.")
        return 1
    if not only_students:
        print("Never publish build/site-teachers: it contains every answer.")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
