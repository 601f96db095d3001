"""Check notebooks as they are stored: what nbval does not look at.

Each check takes a notebook (and its path where links matter) and returns sentences about what is
wrong. `CHECKS` names them all; the test-suite runs each on every notebook and shows that each can
fail.
"""

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode

import helpers
from helpers.authoring.notebooks import generic_code
from helpers.lesson.model import Lesson
from helpers.lesson.reading import texts_in
from tools.copies import GUIDE
from tools.markdown import COMMENT, HEADING, MINUTES, TIME, minutes_in
from tools.prose import MARKED
from tools.slides import SLIDE_TYPES

#: An address of the web may contain what looks like a path.
ADDRESS = re.compile(r"https?://[^\s\"<>\\]+")
MACHINE_PATH = re.compile(
    r"(?:/(?:home|root|tmp|work|Users|var|private|opt|mnt|srv|usr|etc)/|\b[A-Z]:(?:/|\\\\))[\w.-]"
)
REMOTE = re.compile(
    r"""(?:src|srcset|href|data|url|image-set|!\[[^\[\]]*+\])\s*+[=(]\s*+["']?\s*+(?:https?:)?//""",
    re.IGNORECASE,
)
#: A link may lead to the network; what it shows may not come from there.
LINKED = re.compile(r"""(<a\b[^<>]*?\s)href=("[^"]*"|'[^']*')""", re.IGNORECASE)
LINK = re.compile(r"""(?<!!)\[([^\[\]]*+)\]\(([^)\s\[]++)(?: ++"[^"]*+")?\)""")
ANCHOR = re.compile(
    r"""<a\b(?>[^<>]*?\shref=["']([^"'<>]*)["'])[^<>]*+>((?:(?!</?a\b).)*+)</a>""",
    re.IGNORECASE | re.DOTALL,
)
#: The lines that open every notebook, each with something after it.
FRONT_MATTER = ("**Question.**", "**You will be able to**", "**Time.**", "**Before this.**")
#: The headings that close every notebook.
BACK_MATTER = ("What you learned", "Next")
#: Methods of the lesson: calls of a helper, too.
METHODS = {
    f"lesson.{name}"
    for name, one in vars(Lesson).items()
    if isinstance(one, FunctionType) and not name.startswith("_")
}
VAGUE = {"here", "link", "click here", "this", "more", "read more"}

#: What JupyterLab stores of a cell whose code is folded away.
FOLDED = {"jupyter": {"source_hidden": True}}
#: What JupyterLab stores of a cell on a slide; nothing, or one of these types.
SLIDES = [[], *([("slide_type", kind)] for kind in SLIDE_TYPES)]


def code_cells(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield index and cell of every code cell that holds code."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and cell.source.strip():
            yield index, cell


def html_of(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield index and markup of every stored HTML output."""
    for index, cell in code_cells(notebook):
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                yield index, output.data["text/html"]


def markdown_of(notebook: NotebookNode) -> str:
    """Return all prose of the notebook, code blocks left out."""
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def executed_in_order(notebook: NotebookNode, path: Path) -> list[str]:
    """Execution counts run 1, 2, 3 … without a gap."""
    counts = [cell.execution_count for _, cell in code_cells(notebook)]
    if counts == list(range(1, len(counts) + 1)):
        return []
    return [f"the cells were not run once, in order: their numbers are {counts}"]


def speaks(source: str) -> bool:
    """Whether a cell should have an output: it ends with an expression."""
    body = ast.parse(source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def outputs_present(notebook: NotebookNode, path: Path) -> list[str]:
    """Every cell that should speak has its output."""
    return [
        f"cell {index} has no stored output"
        for index, cell in code_cells(notebook)
        if speaks(cell.source) and not cell.outputs
    ]


def no_errors(notebook: NotebookNode, path: Path) -> list[str]:
    """No stored error and no warning."""
    return [
        f"cell {index} shows an error or a warning"
        for index, cell in code_cells(notebook)
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def no_machine_path(notebook: NotebookNode, path: Path) -> list[str]:
    """No path of the machine that ran the notebook."""
    return [
        f"cell {index} shows a path of the machine that ran it"
        for index, cell in code_cells(notebook)
        if MACHINE_PATH.search(ADDRESS.sub("", json.dumps(cell.outputs)))
    ]


def nothing_remote(notebook: NotebookNode, path: Path) -> list[str]:
    """No image, font, style or script from the network."""
    written = [
        (index, cell.source)
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "markdown"
    ]
    written += [
        (index, "".join(output.get("data", {}).get("text/markdown", "")))
        for index, cell in code_cells(notebook)
        for output in cell.outputs
    ]
    return [
        f"cell {index} loads something from the network"
        for index, markup in [*html_of(notebook), *written]
        if REMOTE.search(LINKED.sub(r"\1", markup)) or "@import" in markup or "<script" in markup
    ]


def no_widget_state(notebook: NotebookNode, path: Path) -> list[str]:
    """No widget is stored: a view needs a kernel, and a state can contain answers."""
    found = ["the notebook stores the state of widgets"] if "widgets" in notebook.metadata else []
    return found + [
        f"cell {index} stores a widget view"
        for index, cell in code_cells(notebook)
        if "jupyter.widget" in json.dumps(cell.outputs)
    ]


@lru_cache(maxsize=1)
def shown_and_kept() -> tuple[frozenset[str], frozenset[str]]:
    """Return the texts of the exercises that students see before they answer, and all the others.

    The reasons for our verdicts are among the others; words of the text under study are not.
    """
    from helpers.exercises.form import form_of
    from helpers.exercises.loading import load_exercises, verdict_exercises

    lesson = helpers.load_lesson()
    loaded = load_exercises(lesson)
    exercises = [*loaded.values(), *verdict_exercises(loaded, lesson)]
    shown = {text for one in exercises for text in texts_in(form_of(one, lesson))}
    every = {text for one in exercises for text in texts_in(one.content)} | {*lesson.claims["why"]}
    return frozenset(shown), frozenset(
        text for text in every - shown if is_sentence(text) and text not in lesson.text
    )


def answer_key() -> frozenset[str]:
    """Return every sentence that only an answer may show: feedback, hints, solutions, verdicts."""
    return shown_and_kept()[1]


def is_sentence(text: str) -> bool:
    """Whether a text is long enough to be found by searching for it."""
    return len(text.split()) > 4


def no_answer_key(notebook: NotebookNode, path: Path) -> list[str]:
    """No feedback, hint or solution of an exercise is stored in an output or in metadata.

    The guide for teachers is the one page that may hold them.
    """
    if path.name == GUIDE:
        return []
    hidden = [("the notebook’s metadata", notebook.metadata)]
    hidden += [
        (f"cell {index}", [cell.metadata, cell.get("outputs", [])])
        for index, cell in enumerate(notebook.cells)
    ]
    stored = [(where, unescape("\n".join(texts_in(node)))) for where, node in hidden]
    return [
        f"{where} holds an answer: “{text[:60]}”"
        for where, words in stored
        for text in answer_key()
        if text in words
    ]


def nothing_hidden(notebook: NotebookNode, path: Path) -> list[str]:
    """Nothing is stored in metadata, attachments or comments, where no reader looks.

    A cell may be folded; then its first line is a comment that serves as its label. It may also say
    what it is on a slide, and name the template whose source it has.
    """
    found = [
        f"the notebook’s metadata holds “{name}”"
        for name in notebook.metadata
        if name not in ("kernelspec", "language_info")
    ]
    for index, cell in enumerate(notebook.cells):
        metadata = {**cell.metadata}
        if list(metadata.pop("slideshow", {}).items()) not in SLIDES:
            found.append(f"cell {index} has an unknown type of slide")
        if cell.source and generic_code().get(metadata.get("template", "")) == cell.source:
            del metadata["template"]
        folded = cell.cell_type == "code" and metadata == FOLDED
        if (metadata and not folded) or cell.get("attachments"):
            found.append(f"cell {index} has metadata or attachments")
        if folded and not cell.source.startswith("# "):
            found.append(f"cell {index} is folded and does not begin with a comment in words")
        if cell.cell_type == "markdown" and "<!--" in MARKED.sub("", cell.source):
            found.append(f"cell {index} has a comment that nobody sees")
    return found


def compared_by_nbval(notebook: NotebookNode, path: Path) -> list[str]:
    """No cell tells nbval to look away, by a comment or a tag."""
    return [
        f"cell {index} tells nbval to look away"
        for index, cell in code_cells(notebook)
        if re.search(r"NBVAL|VALIDATE_IGNORE", cell.source) or cell.metadata.get("tags")
    ]


def no_trailing_semicolon(notebook: NotebookNode, path: Path) -> list[str]:
    """No cell ends with a semicolon, on which nbval fails falsely."""
    found = []
    for index, cell in code_cells(notebook):
        said = [
            token.string
            for token in tokenize.generate_tokens(io.StringIO(cell.source).readline)
            if token.string.strip() and token.type != tokenize.COMMENT
        ]
        if said[-1:] == [";"]:
            found.append(f"cell {index} ends with a semicolon")
    return found


def stable_ids(notebook: NotebookNode, path: Path) -> list[str]:
    """Cell ids are given by hand (words, not random letters) and each stands once."""
    ids = [cell.get("id", "") for cell in notebook.cells]
    found = [
        f"the id {one!r} stands twice" for one in sorted({one for one in ids if ids.count(one) > 1})
    ]
    return found + [
        f"the id {one!r} is not made of words"
        for one in ids
        if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", one)
    ]


def headings_in_order(notebook: NotebookNode, path: Path) -> list[str]:
    """One heading of the first level, at the top, and no level left out."""
    levels = [len(marks) for marks, _ in HEADING.findall(markdown_of(notebook))]
    found = (
        []
        if levels[:1] == [1] and levels.count(1) == 1
        else ["there must be one main heading, at the top"]
    )
    jumps = [
        f"a heading of level {after} follows one of level {before}"
        for before, after in pairwise(levels)
        if after > before + 1
    ]
    return found + jumps


class _Markup(HTMLParser):
    """Collects what a screen reader would miss."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._table = self._header = False
        self._caption = self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "img" and len(values.get("alt") or "") < 20:
            self.found.append("an image has no alternative text")
        if tag == "table":
            self._table, self._caption = True, ""
        if tag == "caption":
            self._caption = " "
        if tag == "th":
            self._header, self._words = True, ""

    def handle_data(self, data: str) -> None:
        if self._caption == " ":
            self._caption = data.strip()
        if self._header:
            self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "th":
            self._header = False
            if not self._words.strip():
                self.found.append("a table has an empty header")
        if tag == "table" and not self._caption.strip():
            self.found.append("a table has no caption")


def readable_markup(notebook: NotebookNode, path: Path) -> list[str]:
    """Images have alternative texts; tables have captions and no empty headers."""
    found = []
    for index, markup in html_of(notebook):
        parser = _Markup()
        parser.feed(markup)
        found += [f"cell {index}: {problem}" for problem in parser.found]
    if re.search(r"!\[\s*\]\(", markdown_of(notebook)):
        found.append("an image in the prose has no alternative text")
    for index, cell in code_cells(notebook):
        if any(
            "image/png" in output.get("data", {}) and "text/html" not in output.data
            for output in cell.outputs
        ):
            found.append(f"cell {index}: a figure is stored without alternative text")
    return found


def anchors(notebook: NotebookNode) -> set[str]:
    """Return the anchors that JupyterLab makes of a notebook's headings."""
    return {
        COMMENT.sub("", words).strip().replace(" ", "-")
        for _, words in HEADING.findall(markdown_of(notebook))
    }


def links_lead_somewhere(notebook: NotebookNode, path: Path) -> list[str]:
    """The targets of links exist, in the same letter case; link texts say where they lead."""
    found = []
    text = markdown_of(notebook)
    for words, target in [
        *LINK.findall(text),
        *((words, target) for target, words in ANCHOR.findall(text)),
    ]:
        if words.strip().lower() in VAGUE or not words.strip():
            found.append(f"the link text “{words}” does not say where it leads")
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = unquote(target).partition("#")
        if (
            name
            and name not in {entry.name for entry in path.parent.iterdir()}
            and not (path.parent / name).exists()
        ):
            found.append(f"the link to {target} leads nowhere")
        elif anchor and (not name or name.endswith(".ipynb")):
            other = nbformat.read(path.parent / name, as_version=4) if name else notebook
            if anchor not in anchors(other):
                found.append(f"the link to the heading {target} leads nowhere")
    return found


def matter_complete(notebook: NotebookNode, path: Path) -> list[str]:
    """The opening and the closing of a lesson are complete.

    The minutes of the sections add up to the minutes of the whole. The guide for teachers is not a
    lesson.
    """
    if path.name == GUIDE:
        return []
    text = markdown_of(notebook)
    first = notebook.cells[0].source
    found = [f"the opening lacks “{line}”" for line in FRONT_MATTER if line not in first]
    headings = HEADING.findall(text)
    heads = [words for _, words in headings]
    found += [
        f"the closing heading “{word}” is missing"
        for word in BACK_MATTER
        if not any(word in head for head in heads)
    ]
    found += [
        f"the section “{head}” does not say its minutes"
        for marks, head in headings
        if len(marks) == 2 and not MINUTES.search(head) and not head.startswith(BACK_MATTER)
    ]
    whole, parts = TIME.search(first), minutes_in(heads)
    if whole and int(whole[1]) != parts:
        found.append(f"the sections take {parts} minutes, the opening says {whole[1]}")
    return found


def no_marker_begins_a_line(notebook: NotebookNode, path: Path) -> list[str]:
    """No comment begins a line of prose: there it would end the paragraph."""
    return [
        f"cell {index}: a line begins with a comment ({found[0].strip()}…): it ends the paragraph"
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "markdown"
        and (found := re.search(r"^ *<!--.{1,20}", cell.source, re.M))
    ]


def short_cells(notebook: NotebookNode, path: Path) -> list[str]:
    """A cell has at most fifteen lines and calls at most one helper of ours."""
    found = []
    for index, cell in code_cells(notebook):
        if len(cell.source.splitlines()) > 15:
            found.append(f"cell {index} has more than fifteen lines")
        names = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Call)
        ]
        calls = [
            name
            for name in names
            if name.removeprefix("helpers.") in helpers.__all__ or name in METHODS
        ]
        if len(set(calls)) > 1:
            found.append(
                f"cell {index} calls {len(set(calls))} helpers: {', '.join(sorted(set(calls)))}"
            )
    return found


Check = Callable[[NotebookNode, Path], list[str]]
CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        executed_in_order,
        outputs_present,
        no_errors,
        no_machine_path,
        nothing_remote,
        no_widget_state,
        no_answer_key,
        nothing_hidden,
        compared_by_nbval,
        no_trailing_semicolon,
        stable_ids,
        headings_in_order,
        readable_markup,
        links_lead_somewhere,
        matter_complete,
        no_marker_begins_a_line,
        short_cells,
    )
}
