"""Make slides of the lessons: one HTML file for each, which needs nothing else.

Run ``python3 start.py slides``. A notebook says itself what becomes a slide, in the metadata of its
cells, in the way of nbconvert: ``slideshow: {slide_type: slide}``, with ``slide``, ``subslide``,
``fragment`` (appears on the same slide, later), ``-`` (at once), ``notes`` and ``skip``. A cell
without it is left out. Code is shown only where it is not folded away.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import mistune
import nbformat
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbformat import NotebookNode

from helpers.display.style import CSS, FONT
from helpers.files import PROJECT
from tools.copies import write
from tools.markdown import COMMENT, HEADING, MINUTES

FOLDER = PROJECT / "build" / "slides"
#: What becomes of a cell, in the words of nbconvert.
SLIDE_TYPES = ("slide", "subslide", "fragment", "-", "notes", "skip")
#: How many words of a cell a slide shows, in whole sentences; the others are in its notes.
WORDS = 60
#: How many rows of a table a slide shows.
ROWS = 6
#: A slide with more words than these has smaller letters.
LONG, LONGER = 50, 85
_STYLE = re.compile(r"<style>[^<]*+</style>")
_TAG = re.compile(r"<[^<>]*+>")
_CODE = Markup("<pre><code>{}</code></pre>")
_LINK = re.compile(r"\[([^\[\]]*+)\]\([^()]*+\)")
#: Paragraphs for a student at the computer.
_AT_THE_COMPUTER = (
    "*Try it.*",
    "*Find out.*",
    "*Hint:*",
    "*More",
    "**Begin.**",
    "**Before this.**",
    "If you can’t see the figure",
)
_template = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


@dataclass
class Slide:
    """One slide: its title, its parts, of which some appear later, and its notes."""

    title: str
    first: bool = False
    parts: list[Markup] = field(default_factory=list)
    later: list[Markup] = field(default_factory=list)
    notes: list[Markup] = field(default_factory=list)

    def add(self, content: list[Markup], kind: str) -> None:
        """Add content that is there at once, or that appears later."""
        (self.later if kind == "fragment" else self.parts).extend(content)

    @property
    def look(self) -> str:
        """The classes of the slide: the opening, a figure, or one with many words."""
        html = "".join([*self.parts, *self.later])
        if self.first:
            return "slide title"
        if "<img" in html:
            return "slide figure"
        words = len(_TAG.sub(" ", html).split())
        if words > LONGER or html.count("<tr") > ROWS + 2:
            return "slide longer"
        return "slide long" if words > LONG else "slide"


def slides_of(notebook: NotebookNode) -> list[Slide]:
    """Return the slides of a notebook."""
    slides: list[Slide] = []
    heading = ""
    for cell in notebook.cells:
        kind = slide_type(cell)
        found = HEADING.search(COMMENT.sub("", cell.source))
        if cell.cell_type == "markdown" and found:
            heading = MINUTES.sub("", found[2]).strip()
        if kind == "skip":
            continue
        if kind in ("slide", "subslide"):
            slides.append(Slide(_label(cell) or heading, first=not slides))
        if cell.cell_type == "markdown":
            _add_words(slides[-1], cell.source, kind)
            continue
        results = _outputs(cell)
        if _label(cell) or "<img" in "".join(results):
            slides[-1].add(results, kind)
        else:  # first the code, so that everybody can predict, and then what it does
            slides[-1].add([_CODE.format(cell.source)], kind)
            slides += [Slide(heading, parts=results)] if results else []
    return slides


def slide_type(cell: NotebookNode) -> str:
    """Return what becomes of a cell."""
    return str(cell.metadata.get("slideshow", {}).get("slide_type", "skip"))


def _label(cell: NotebookNode) -> str:
    """Return the comment that begins a folded cell and is its label."""
    folded = cell.metadata.get("jupyter", {}).get("source_hidden")
    return cell.source.splitlines()[0].removeprefix("# ") if folded else ""


def _add_words(slide: Slide, source: str, kind: str) -> None:
    shown, rest = cut(source, opening=slide.first)
    if kind == "notes":
        shown, rest = [], [*shown, *rest]
    slide.notes += [_html(rest)] if rest else []
    slide.add([_html(shown)] if shown else [], kind)


def cut(source: str, opening: bool = False) -> tuple[list[str], list[str]]:
    """Return the paragraphs of a cell that a slide shows, and the others, without heading.

    Parameters
    ----------
    source : str
        The Markdown of the cell.
    opening : bool, optional
        Whether the slide is the first of the deck: it shows only the question and the time.
    """
    text = HEADING.sub("", COMMENT.sub("", source))
    shown: list[str] = []
    rest: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        words = _LINK.sub(r"\1", paragraph).strip()
        if not words or words.startswith(_AT_THE_COMPUTER):
            continue
        if opening:
            shown += [words] if words.startswith(("**Question.**", "**Time.**")) else []
        elif rest or len(" ".join([*shown, words]).split()) > WORDS:
            first, more = _divided(words) if not shown else ("", words)
            shown, rest = shown + [first] * bool(first), rest + [more] * bool(more)
        else:
            shown.append(words)
    return _complete(shown, rest) if rest else (shown, rest)


def _complete(shown: list[str], rest: list[str]) -> tuple[list[str], list[str]]:
    """Return the same without an announcement of something that is not shown any more."""
    if not shown or shown[-1][-1] in ".?!*":
        return shown, rest
    before, full_stop, announcement = shown[-1].rpartition(". ")
    return [*shown[:-1], *filter(None, [before + full_stop.strip()])], [announcement, *rest]


def _divided(paragraph: str) -> tuple[str, str]:
    """Return the sentences of a paragraph for the slide, and the others; a list stays whole."""
    if re.match(r"-|\d\.", paragraph):
        return paragraph, ""
    sentences = re.split(r"(?<=[.?!]) +", " ".join(paragraph.split()))
    count = 1
    while count < len(sentences) and len(" ".join(sentences[: count + 1]).split()) <= WORDS:
        count += 1
    return " ".join(sentences[:count]), " ".join(sentences[count:])


def _html(paragraphs: Iterable[str]) -> Markup:
    """Return Markdown as HTML."""
    return Markup(mistune.html("\n\n".join(paragraphs)))


def _outputs(cell: NotebookNode) -> list[Markup]:
    """Return what a cell shows: HTML in which everything is escaped, or text."""
    found = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/html" in data:
            found.append(Markup(_short(_question(_STYLE.sub("", data["text/html"])))))
        elif text := data.get("text/plain") or output.get("text", ""):
            found.append(_CODE.format(text))
    return found


def _question(html: str) -> str:
    """Return an exercise without its kind and minutes, and without lines to write on."""
    if 'class="card"' not in html:
        return html
    before, _, rest = html.partition('<p class="quiet">')
    question = rest.partition("</p>")[2]
    question, choices, after = question.rpartition("</ul>")
    if "____" in after and not choices:  # nothing to choose, but to write
        after = after[: after.rfind("<p>", 0, after.find("____"))]
    return f"{before}{question}{choices or after}</div></div>"


def _short(html: str) -> str:
    """Return a table with its first rows only, and a line that counts the others."""
    head, found, body = html.partition("</tr></thead>")
    rows = body.split("</tr>")[:-1]
    most = ROWS if head.count("<th ") > 2 else 2 * ROWS
    if not found or len(rows) <= most + 1:
        return html
    more = f"</tbody></table><p>… and {len(rows) - most} more rows</p></div></div>"
    return head + found + "".join(f"{row}</tr>" for row in rows[:most]) + more


def deck(path: Path) -> str:
    """Return the slides of a notebook as one HTML page."""
    notebook = nbformat.read(path, as_version=4)
    slides = slides_of(notebook)
    style = CSS + (Path(__file__).parent / "slides.css").read_text(encoding="utf-8")
    style = style.replace("$FONT", FONT).replace("$FIT", "var(--fit)")
    script = (Path(__file__).parent / "slides.js").read_text(encoding="utf-8")
    page = _template.get_template("slides.html")
    return page.render(slides=slides, style=Markup(style), script=Markup(script))


def decks() -> dict[str, bytes]:
    """Return the slides of all lessons by the name of their file."""
    paths = sorted((PROJECT / "notebooks").glob("0*.ipynb"))
    return {f"{path.stem}.html": deck(path).encode() for path in paths}


def main() -> int:
    """Write the slides of all lessons and return the exit status."""
    for name, data in decks().items():
        write(FOLDER / name, data)
    print("Written: the slides of each lesson, in the folder build/slides. Open them in a browser.")
    print("The arrow keys turn the pages, Home goes to the first, and F11 fills the screen.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
