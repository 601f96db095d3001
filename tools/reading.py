"""Measure how easy the students' text is to read.

The measure is the reading ease of Rudolf Flesch ("A New Readability Yardstick", Journal of Applied
Psychology 32, 1948, 221-233): 206.835 - 1.015 (words a sentence) - 84.6 (syllables a word). He
calls 60 to 70 "standard" and 70 to 80 "fairly easy". As he says, what a colon or a semicolon ends
counts as a sentence; so does an item of a list. Syllables are counted by groups of vowels, which is
right for about nine English words of ten.
"""

import re
from collections.abc import Iterator

import nbformat

from helpers.files import PROJECT, lesson_folder
from tools.markdown import COMMENT

#: The least that a student's text should reach; Flesch calls 70 to 80 "fairly easy".
PLAIN = 70
UNREAD = re.compile(r"(?s:```.*?```)|`[^`\n]*`|^[ \t]*+\|.*$|^#+ .*$", re.MULTILINE)
LINK = re.compile(r"\[([^\[\]]*+)\]\([^)\[]*+\)")
END = re.compile(r"(?<![.!?:;])[.!?:;]++[”’\"')*]*+(?:\s|$)|\n\s*\n|\n\s*[-*] |\n\s*\d+\. ")


def syllables(word: str) -> int:
    """Count the syllables of an English word, roughly.

    Examples
    --------
    >>> [syllables(word) for word in ("date", "agreement", "evidence", "little", "signed")]
    [1, 3, 3, 2, 1]
    """
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouysxzc]es)$", word) or re.search(
        r"[^aeiou]ement", word
    )
    return max(1, groups - bool(silent and groups > 1))


def ease(text: str) -> float:
    """Return the reading ease of a text in Markdown; headings, tables and code are left out."""
    plain = LINK.sub(r"\1", UNREAD.sub("\n\n", COMMENT.sub("\n\n", text)))
    sentences = [
        words for part in END.split(plain) if (words := re.findall(r"[A-Za-zÀ-ÿ’']+", part))
    ]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 100.0
    return (
        206.835
        - 1.015 * len(words) / len(sentences)
        - 84.6 * sum(map(syllables, words)) / len(words)
    )


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the prose of each notebook, and of the exercises."""
    import yaml

    for path in sorted((PROJECT / "notebooks").glob("0*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        yield path.stem, "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    exercises = yaml.safe_load((lesson_folder() / "exercises.yaml").read_text(encoding="utf-8"))
    yield "exercises", "\n\n".join(_strings(exercises))


def _strings(node: object) -> Iterator[str]:
    """Yield every sentence of a tree: ids and single words are none."""
    if isinstance(node, str) and len(node.split()) > 3:
        yield node
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _strings(one)


def report() -> str:
    """Return one line that names the reading ease of each text."""
    return (
        f"Reading ease (Flesch; {PLAIN} or more is plain): "
        + ", ".join(f"{name} {ease(text):.0f}" for name, text in texts())
        + "."
    )
