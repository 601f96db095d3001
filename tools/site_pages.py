"""The pages of the site that are made from the data, and what is changed in those that exist."""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from copy import deepcopy
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import nbformat
import pandas as pd
from docutils.nodes import make_id
from markupsafe import Markup

import helpers
from helpers.compare.placement import claims_in_time
from helpers.display.chronology import choices
from helpers.display.events import SINGLE_ORIGIN
from helpers.display.notes import linked
from helpers.display.style import CSS, DARK
from helpers.display.tables import table_html
from helpers.display.text import show_text
from helpers.lesson.calendars import Day
from helpers.lesson.cells import ids, split
from helpers.lesson.citations import cite
from helpers.lesson.dates import parse_date
from helpers.lesson.handouts import handout_titles
from helpers.lesson.model import Lesson
from tools import prose, timelinejs
from tools.handouts import ALL
from tools.markdown import COMMENT

#: Every output carries its style; on a page they would be many copies of a few.
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
TO_NOTEBOOK = re.compile(r'href="([\w-]+)\.ipynb(?:#([^"]*))?"')
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")
#: What a reader of the site meets first in a notebook, in place of how to run it.
READING = """```{note}
:class: reading
This page is for reading: its exercises show their questions, and its figures stay as they are.
To answer, you need the notebook itself. [The first page](../index.md) says where to find it.
```"""

#: The columns of events that a reader can choose a value of.
FILTERED = {"sides": "Side", "category": "Kind"}
FORM = Markup(
    '<form class="filter" role="search" aria-label="Search the record" hidden>'
    '<p><label for="words">Words</label><input id="words" name="words" type="search" '
    'autocomplete="off"></p>{menus}<p><button type="reset">Show all events</button></p>'
    '<p role="status"></p></form>'
)
RECORD = Markup(
    '<table class="record"><caption>The {count} events of the record</caption><thead><tr>'
    '<th scope="col">Date</th><th scope="col">Event, and its sources</th></tr></thead>'
    "<tbody>{rows}</tbody></table>"
)
EVENT = Markup(
    '<tr class="address" id="{id}" data-sides="{sides}" data-category="{category}">'
    '<th scope="row"><a href="#{id}">{date}</a></th><td><p><b>{title}</b></p><p>{summary}</p>'
    '<p class="small">{where}</p>{facts}<p class="small">Sources: {sources}</p></td></tr>\n'
)
SOURCE = Markup(
    '<li class="address" id="{id}"><p>{entry}</p><p class="small">{what} '
    '<a href="#{id}">Address of this entry</a></p><p class="small">Cited for: {events}</p></li>\n'
)
OPEN_TIMELINE = Markup(
    '<p><a href="timeline/index.html">Open both stories as an interactive timeline</a>. '
    "The table below says when they place what.</p>"
)
NO_TIMELINE = (
    "The interactive timeline is missing here, because TimelineJS was not there when this site was "
    f"built. {timelinejs.HOW_TO_GET_IT}, then build the site again."
)
NOTEBOOKS = """
```{toctree}
:hidden:
:caption: The lesson
:glob:

notebooks/*
```
"""
FOR_TEACHERS = """```{warning}
These pages are for teachers. They contain the guide and every answer: don’t publish them.
```"""
NO_HANDOUTS = (
    "There were no handouts when this site was built. Run python3 start.py handouts, then build "
    "the site again."
)
ABOUT_NAMES = (
    "For those who write code in the notebooks. Nothing else in ``helpers`` is meant to be used "
    "from outside, except ``helpers.timeline.timeline_pages``, which `export` names. The examples "
    "are run as tests."
)
#: Before all days: what is open at its beginning comes first.
UNKNOWN = Day(-1_000_000_000, 1, 1)
#: Classes that the functions return.
CLASSES = {
    "Lesson": "helpers.lesson.model.Lesson",
    "HistoricalDate": "helpers.lesson.dates.HistoricalDate",
}


# ---- notebooks and pages that exist


def to_read(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook as a page: without folded code, and with the style in one place."""
    page = deepcopy(notebook)
    page.cells = [cell for cell in page.cells if not _folded(cell) or cell.outputs]
    for cell in page.cells:
        if cell.cell_type == "markdown":
            paragraphs = COMMENT.sub("", cell.source).split("\n\n")
            cell.source = "\n\n".join(
                READING if one.startswith("**Begin.**") else one for one in paragraphs
            )
            continue
        if _folded(cell):
            cell.metadata["tags"] = ["remove-input"]
        for output in cell.outputs:
            if html := output.get("data", {}).get("text/html"):
                output.data["text/html"] = STYLE.sub("", TO_NOTEBOOK.sub(_to_page, html))
    return page


def _to_page(link: re.Match[str]) -> str:
    """Return a link of an output to a notebook as one to its page, where Sphinx makes the ids."""
    anchor = f"#{make_id(unquote(unescape(link[2])))}" if link[2] else ""
    return f'href="{link[1]}.html{anchor}"'


def _folded(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def style(notebooks: Iterable[nbformat.NotebookNode]) -> str:
    """Return the styles of all outputs, in which the theme of the site says what is dark."""
    outputs = [
        output.get("data", {}).get("text/html", "")
        for notebook in notebooks
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    found = dict.fromkeys([CSS, *(css for html in outputs for css in STYLE.findall(html))])
    return "\n".join(found).replace(DARK, "html[data-theme=dark]") + "\n"


def only_known_links(text: str, folder: Path, known: Set[str]) -> str:
    """Return a page in which links to files that are not on the site are plain words."""

    def keep_or_not(link: re.Match[str]) -> str:
        target = _join(folder, link[2])
        return link[0] if target in known or target.startswith("handouts/") else link[1]

    return LINK.sub(keep_or_not, text)


def _join(folder: Path, name: str) -> str:
    """Return the path on the site to which a relative link of a page in a folder leads."""
    parts: list[str] = []
    for part in PurePosixPath(folder.as_posix(), name).parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


# ---- pages made of the data


def generated(lesson: Lesson) -> dict[str, str]:
    """Return the pages that only the data make."""
    return {
        "text.md": _page("The text", show_text(lesson).html),
        "record.md": _page("The record", _record(lesson)),
        "sources.md": _page("The sources", _sources(lesson)),
        "names.rst": _names(),
    }


def index(lesson: Lesson, template: str, notebooks: Path, teachers: bool) -> str:
    """Return the first page, with a table of the notebooks if the lesson has any."""
    table = prose.table(notebooks) + NOTEBOOKS if notebooks.is_dir() else ""
    filled = template.replace("{title}", lesson.vocabulary.title).replace("{notebooks}", table)
    return filled.replace("{warning}", FOR_TEACHERS if teachers else "")


def handouts(paths: Iterable[str], lesson: Lesson) -> str:
    """Return the page that lists the PDF files of the handouts by audience and paper."""
    titles = handout_titles(lesson) | {f"all-{name}": title for name, title in ALL.items()}
    lists = defaultdict[str, list[Markup]](list)
    for path in paths:
        _, paper, audience, name = path.split("/")
        identifier = name.removesuffix(".pdf")
        title = titles.get(identifier, identifier.replace("-", " ").capitalize())
        item = Markup('<li><a href="{}">{}</a> (PDF)</li>').format(path, title)
        lists[f"For {audience}, on {paper.capitalize()}"].append(item)
    html = Markup("").join(
        Markup("<h2>{}</h2><ul>{}</ul>").format(heading, Markup("").join(items))
        for heading, items in lists.items()
    )
    return _page("Handouts", html or Markup("<p>{}</p>").format(NO_HANDOUTS))


def stories(lesson: Lesson, with_timeline: bool) -> str:
    """Return the page that has both stories as a table, and leads to the timeline."""
    events: Iterable[Any] = lesson.events.itertuples()
    claims: Iterable[Any] = claims_in_time(lesson).itertuples()
    rows = [(event.date, "the record", event.title) for event in events]
    rows += [(claim.date, "the text", f"“{claim.title}”") for claim in claims if claim.date]
    dated = [(parse_date(date), story, what) for date, story, what in rows]
    dated.sort(key=lambda row: row[0].earliest or UNKNOWN)
    table = pd.DataFrame(
        [(when.in_words(), story, what) for when, story, what in dated],
        columns=["Date", "Story", "What happens in it"],
    )
    lead = OPEN_TIMELINE if with_timeline else Markup("<p>{}</p>").format(NO_TIMELINE)
    return _page("Two stories", lead + table_html(table, "The text and the record, by date"))


def _record(lesson: Lesson) -> Markup:
    """Return the events as a table with a form that filters it; each row has its address."""
    menus = Markup("").join(
        Markup(
            '<p><label for="{0}">{1}</label><select id="{0}" name="{2}">{3}</select></p>'
        ).format(f"choose-{column}", label, column, _options(choices(lesson, column)))
        for column, label in FILTERED.items()
    )
    rows = Markup("").join(_event(lesson, event) for event in lesson.events.itertuples())
    return FORM.format(menus=menus) + RECORD.format(count=len(lesson.events), rows=rows)


def _options(entries: Iterable[tuple[str, str]]) -> Markup:
    return Markup("").join(
        Markup('<option value="{}">{}</option>').format(value, label) for label, value in entries
    )


def _event(lesson: Lesson, event: Any) -> Markup:
    facts = {
        "Became public": event.made_public and parse_date(event.made_public).in_words(),
        "Who knew at the time": event.known_to,
        "Disputed": event.disputed,
        "Single origin": SINGLE_ORIGIN * event.single_sourced,
    }
    cited = Markup("; ").join(_cited(lesson, one) for one in split(event.sources))
    return EVENT.format(
        id=event.id,
        sides=event.sides,
        category=event.category,
        date=event.date_words,
        title=event.title,
        summary=event.summary,
        where=f"{event.place}. {event.actors}.",
        facts=_paragraphs(facts),
        sources=cited,
    )


def _cited(lesson: Lesson, cited: str) -> Markup:
    """Return the short citation as a link to the source."""
    name = cited.partition(" [")[0]
    words = cite(lesson, cited, "short").removesuffix(".")
    return Markup('<a href="sources.html#{}">{}</a>').format(name, words)


def _paragraphs(facts: dict[str, str]) -> Markup:
    return Markup("").join(
        Markup("<p class='small'><b>{}:</b> {}</p>").format(name, text)
        for name, text in facts.items()
        if text
    )


def _sources(lesson: Lesson) -> Markup:
    """Return the sources in the order of their bibliography; each entry has its address."""
    cited_for = defaultdict[str, list[Markup]](list)
    events: Iterable[Any] = lesson.events.itertuples()
    for event in events:
        link = Markup('<a href="record.html#{}">{}</a>').format(event.id, event.title)
        for source in ids(event.sources):
            cited_for[source].append(link)
    rows: Iterable[Any] = lesson.sources.sort_values("bibliography").itertuples()
    items = (
        SOURCE.format(
            id=source.id,
            entry=linked(source.bibliography),
            what=f"{source.kind}, {source.level}. Made by {source.made_by}. "
            f"We have read: {source.extent_read}.",
            events=Markup("; ").join(cited_for[source.id]) or "no event of the record",
        )
        for source in rows
    )
    return Markup('<ol class="sources">{}</ol>').format(Markup("").join(items))


def _names() -> str:
    """Return the page on the public names of `helpers`, which Sphinx makes of their docstrings."""
    functions = "\n".join(f".. autofunction:: {name}" for name in helpers.__all__)
    classes = "\n".join(f".. autoclass:: {path}\n   :members:" for path in CLASSES.values())
    title = "The names that the notebooks use"
    return (
        f"{title}\n{'=' * len(title)}\n\n{ABOUT_NAMES}\n\n.. currentmodule:: helpers\n\n"
        f"{functions}\n\n{classes}\n"
    )


def _page(title: str, html: Markup | str) -> str:
    """Return a page with one block of HTML, in the style of the outputs."""
    fence = "`" * 6
    return (
        f'# {title}\n\n{fence}{{raw}} html\n<div class="lesson mathjax_ignore">{html}</div>\n'
        f"{fence}\n"
    )
