"""The teacher's guide as blocks: its prose, and what its cells of code show."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import mistune

from helpers.classroom.handouts.blocks import (
    Block,
    Run,
    Text,
    bullets,
    heading,
    label,
    paragraph,
    run,
    table,
)
from helpers.classroom.handouts.keys import claims_key, exercises_key
from helpers.classroom.handouts.to_fill_in import rubric
from helpers.classroom.handouts.to_read import vocabulary
from helpers.display.guide import caption_of, head_of_route, place_of
from helpers.errors import UserError
from helpers.lesson.guide import Route, read_routes
from helpers.lesson.handouts import handout_titles
from helpers.lesson.model import Lesson

_PARSE = mistune.create_markdown(renderer="ast", plugins=["table"])
_STYLES = {"strong": "strong", "emphasis": "emph"}


def guide_page(lesson: Lesson, notebook: Path) -> tuple[str, list[Block]]:
    """Return the title of the guide and its blocks.

    A cell of code becomes what its last function shows, made from the same data as in the notebook.

    Raises
    ------
    UserError
        If a cell shows something that has no printed form.
    """
    title, blocks = "", []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            blocks += _shown(source, lesson)
            continue
        for block in _blocks(_PARSE(_without_comments(source))):
            if block["kind"] == "heading" and block["level"] == 1:
                title = title or block["text"]
            else:
                blocks.append(block)
    return title, blocks


def routes(lesson: Lesson) -> list[Block]:
    """Return the routes, minute by minute."""
    titles = handout_titles(lesson)
    return [block for route in read_routes(lesson) for block in _route(route, titles)]


def _route(route: Route, titles: dict[str, str]) -> Iterable[Block]:
    yield heading(head_of_route(route), 3)
    yield paragraph(route.for_whom)
    yield label("Prepare")
    yield bullets(route.prepare)
    head = ["Min.", "Where", "You", "The students"]
    for number, steps in route.lessons().items():
        yield label(caption_of(route, number))
        rows: list[list[Text]] = []
        for step in steps:
            students = [run(step.students)]
            if step.discuss:
                students += [run(" Discuss: ", "strong"), run(step.discuss)]
            where = place_of(step.where, titles)
            rows.append([str(step.minutes), where, step.teacher, students])
        yield table(head, rows, [0.55, 1.7, 3.3, 3.3], small=True)


def _without_comments(text: str) -> str:
    """Return Markdown without its comments, which mark what is printed from the data."""
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


#: What a cell of the guide can show, by the name of the function that it calls.
_SHOWN: dict[str, Callable[[Lesson], list[Block]]] = {
    "show_routes": routes,
    "show_words": vocabulary,
    "show_rubric": lambda lesson: [_lower(block) for block in rubric(lesson)],
    "show_claims_key": claims_key,
    "show_key": exercises_key,
}


def _lower(block: Block) -> Block:
    """Return a block whose headings are one level lower."""
    inside = [
        {**one, "level": one["level"] + 1} if one["kind"] == "heading" else one
        for one in block["blocks"]
    ]
    return {**block, "blocks": inside}


def _shown(source: str, lesson: Lesson) -> list[Block]:
    last = source.strip().splitlines()[-1]
    name = last.partition("(")[0]
    if name in _SHOWN:
        return _SHOWN[name](lesson)
    if "=" in last:
        return []  # it fetches the lesson
    raise UserError(f"The guide has a cell that can’t be printed: {last}")


def _blocks(nodes: Any) -> Iterable[Block]:
    """Yield the blocks of parsed Markdown."""
    for node in nodes:
        kind = node["type"]
        if kind == "heading":
            yield heading(_plain(node), node["attrs"]["level"])
        elif kind in ("paragraph", "block_text"):
            yield _paragraph(_runs(node["children"]))
        elif kind == "list":
            mark = "number" if node["attrs"]["ordered"] else "dot"
            yield bullets(map(_item, node["children"]), mark)
        elif kind == "table":
            yield _table(node)
        elif kind not in ("blank_line", "thematic_break"):
            raise UserError(f"The guide contains a {kind}, which can’t be printed.")


def _paragraph(runs: list[Run]) -> Block:
    """Return a paragraph; one in bold stays with what follows, as a heading does."""
    if {one["style"] for one in runs} == {"strong"}:
        return label(_joined(runs), "strong")
    return paragraph(runs)


def _item(node: Any) -> Text:
    return [one for part in node["children"] for one in _runs(part["children"])]


def _table(node: Any) -> Block:
    head, body = node["children"]
    rows = [[_runs(cell["children"]) for cell in row["children"]] for row in body["children"]]
    titles = [_plain(cell) for cell in head["children"]]
    widths = [max(5, *(len(_joined(row[place])) for row in rows)) for place in range(len(titles))]
    return table(titles, rows, [min(width, 60) ** 0.6 for width in widths], small=True)


def _runs(nodes: Any, style: str = "") -> list[Run]:
    """Return the runs of a paragraph; links and pictures keep their words only."""
    runs: list[Run] = []
    for node in nodes:
        if node["type"] == "codespan":
            runs.append(run(node["raw"], "code"))
        elif "children" in node:
            runs += _runs(node["children"], _STYLES.get(node["type"], style))
        elif node["type"] in ("softbreak", "linebreak"):
            runs.append(run(" " if node["type"] == "softbreak" else "\n"))
        else:
            runs.append(run(node.get("raw", ""), style))
    return runs


def _plain(node: Any) -> str:
    return _joined(_runs(node["children"]))


def _joined(runs: Iterable[Run]) -> str:
    return "".join(one["text"] for one in runs)
