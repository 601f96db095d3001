"""What no standard tool looks for: repeated paragraphs, dates hidden from nbval, the tools."""

import re
import tomllib
from collections import defaultdict
from configparser import ConfigParser

import nbformat
import pytest

from helpers.files import PROJECT
from tools import lint, reading, spelling

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def test_lint_reports_what_a_command_finds(monkeypatch, capsys):
    listed = {"-c 'print(1)'": "good", "-c 'print(\"bad line\"); exit(1)'": "bad"}
    monkeypatch.setattr(lint, "commands", lambda words: listed)
    assert lint.main([]) == 1
    output = capsys.readouterr().out
    assert "passed  good" in output and "FAILED  bad" in output and "\nbad line\n" in output


def test_spelling_names_a_word_of_no_dictionary():
    text = (
        "The treety wasn’t Mikoyan’s; `alowed` in code, the-id-of-a-sorce, [a link](to/somwhere.md)"
    )
    assert spelling.unknown_words(text, {"mikoyan"}) == ["treety"]


def test_reading_ease_is_low_for_a_heavy_sentence_and_high_for_plain_ones():
    heavy = (
        "Notwithstanding the considerable historiographical disagreement concerning the "
        "intentionality of institutional actors, contemporaneous documentation substantiates "
        "the interpretation of multilateral miscommunication."
    )
    assert reading.ease(heavy) < 0
    assert reading.ease("The ship came in May. It went home in June. Nobody saw it.") > 90


def paragraphs():
    """Return the paragraphs of all pages and notebooks by their place."""
    pages = {
        path.name: path.read_text(encoding="utf-8")
        for path in [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")]
    }
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        pages[path.name] = "\n\n".join(
            cell.source for cell in cells if cell.cell_type == "markdown"
        )
    return {
        (name, number): part
        for name, text in pages.items()
        for number, part in enumerate(re.split(r"\n\s*\n", text))
    }


def test_no_paragraph_appears_twice():
    places = defaultdict(list)
    for where, part in paragraphs().items():
        if len(part.split()) > 12 and not part.startswith("**Begin.**"):
            places[" ".join(part.split())].append(where)
    assert {text: found for text, found in places.items() if len(found) > 1} == {}


def test_nbval_compares_every_notebook_strictly():
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    options = options["tool"]["pytest"]
    assert {"--nbval", "--doctest-modules", "--nbval-cell-timeout=60"} <= set(options["addopts"])
    assert {"tests", "notebooks", "helpers"} <= set(options["testpaths"])


@pytest.mark.parametrize(
    "text", ["13 February 1960", "1960-02-13", "14 months", "c14", "supported"]
)
def test_nothing_that_nbval_leaves_out_hides_a_fact(text):
    hidden = ConfigParser(interpolation=None)
    hidden.read(PROJECT / "tests/nbval.cfg", encoding="utf-8")
    for name in hidden.sections():
        assert not re.search(hidden[name]["regex"], text)
