"""Write the page on the public names of `helpers`, `docs/api.md`, from their docstrings."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from numpydoc.docscrape import NumpyDocString

import helpers
from helpers.files import PROJECT
from helpers.lesson.dates import HistoricalDate
from helpers.lesson.model import Lesson

PAGE = PROJECT / "docs" / "api.md"
OPENING = """# The names that the notebooks use

Made from the docstrings by `python3 start.py build`; don't edit. The examples are run as tests.
Nothing else in `helpers` is meant to be used from outside, except
`helpers.timeline.timeline_pages`, which `export` names.
"""
LISTS = ("Parameters", "Attributes", "Returns", "Raises")


def text() -> str:
    """Return the page as Markdown."""
    things = {name: getattr(helpers, name) for name in helpers.__all__}
    things |= {"Lesson": Lesson, "HistoricalDate": HistoricalDate}
    places = [
        f"- [`{name}`](#{name.lower()}): {_plain(' '.join(_read(thing)['Summary']))}"
        for name, thing in things.items()
    ]
    return (
        "\n".join(
            [
                OPENING,
                *places,
                *(line for name, thing in things.items() for line in entry(name, thing)),
            ]
        )
        + "\n"
    )


def entry(name: str, thing: Any) -> Iterator[str]:
    """Yield the lines on one function or class."""
    doc = _read(thing)
    yield f"\n## {name}\n"
    if not inspect.isclass(thing):
        yield f"```python\n{name}({', '.join(_parameters(thing))})\n```\n"
    for part in ("Summary", "Extended Summary"):
        if doc[part]:
            yield _plain("\n".join(doc[part])) + "\n"
    for part in LISTS:
        if doc[part]:
            yield f"**{part}**\n"
            yield from map(_item, doc[part])
            yield ""
    if inspect.isclass(thing):
        yield "**Methods**\n"
        yield from _methods(thing)
        yield ""
    if doc["See Also"]:
        yield "**See also**\n\n" + "\n".join(_see_also(doc)) + "\n"
    if doc["Examples"]:
        yield "**Examples**\n\n```python\n" + "\n".join(doc["Examples"]) + "\n```\n"


def _item(one: Any) -> str:
    """Return the line on one parameter, attribute, result or error."""
    kind = f" ({_plain(one.type)})" if one.name and one.type else ""
    text = f": {_plain(' '.join(one.desc))}" if one.desc else ""
    return f"- `{one.name or one.type}`{kind}{text}"


def _methods(thing: type) -> Iterator[str]:
    """Yield the lines on the public methods and properties of a class."""
    for method, found in vars(thing).items():
        function = found.fget if isinstance(found, property) else found
        if method[0] != "_" and inspect.isfunction(function):
            yield f"- `{method}`: {_plain(' '.join(_read(function)['Summary']))}"


def _see_also(doc: Any) -> Iterator[str]:
    """Yield the lines on other names."""
    for others, words in doc["See Also"]:
        for other, _ in others:
            yield f"- [`{other}`](#{other.lower()}): {' '.join(words)}"


def _read(thing: Any) -> NumpyDocString:
    return NumpyDocString(inspect.getdoc(thing) or "")


def _parameters(function: Any) -> list[str]:
    """Return the parameters as they are written in a call, with their defaults."""
    found: list[str] = []
    starred = False
    for one in inspect.signature(function).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not starred:
            found, starred = [*found, "*"], True
        starred = starred or one.kind is one.VAR_POSITIONAL
        found.append(str(one.replace(annotation=one.empty)))
    return found


def _plain(words: str) -> str:
    """Turn the markup of docstrings into Markdown."""
    return re.sub(r"``([^`]*)``", r"`\1`", words)


def write() -> str:
    """Write the page and return the line that says how it went."""
    before, now = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "", text()
    PAGE.write_text(now, encoding="utf-8", newline="\n")
    return f"docs/api.md: {'as before' if before == now else 'changed'}"
