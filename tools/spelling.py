"""Look every word that people read up in a dictionary; `tools/words.txt` adds our own.

The names in the sources and in the text under study need no dictionary. Code, addresses, ids,
references and tags are not looked up. `[tool.spelling]` in pyproject.toml lists the files.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
from spellchecker import SpellChecker

from helpers.files import lesson_folder

PROJECT = Path(__file__).resolve().parent.parent
WORDS = PROJECT / "tools" / "words.txt"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NOT_PROSE = re.compile(
    r"(?s:```.*?```)|`[^`\n]*`|https?://\S+|\]\([^)\s\]]*+\)|\{[^{}\n]*+\}|<[^<>\n]*+>"
    r"|\b[a-z0-9]+(?:[-_./][a-z0-9]+)+\b"
)


def files() -> list[Path]:
    """Return the files whose words are looked up."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {path for one in settings["tool"]["spelling"]["files"] for path in PROJECT.glob(one)}
    lesson = lesson_folder()
    return sorted(found | {*lesson.glob("*.csv"), *lesson.glob("*.yaml")})


def prose(path: Path) -> str:
    """Return the prose in a file; of a notebook, its Markdown."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def words_in(text: str) -> set[str]:
    """Return the words of a text as a dictionary has them: in lower case, without a genitive."""
    return {word.lower().replace("’", "'").removesuffix("'s") for word in WORD.findall(text)}


def unknown_words(text: str, known: set[str]) -> list[str]:
    """Return the words of a text that are neither in the dictionary nor known."""
    dictionary = SpellChecker(distance=1)
    return sorted(dictionary.unknown(words_in(NOT_PROSE.sub(" ", text))) - known)


def problems() -> Iterator[str]:
    """Yield a sentence for each unknown word."""
    known = set(WORDS.read_text(encoding="utf-8").split())
    for name in ("sources.json", "text.txt"):
        known |= words_in((lesson_folder() / name).read_text(encoding="utf-8"))
    for path in files():
        for word in unknown_words(prose(path), known):
            yield (
                f"{path.relative_to(PROJECT)}: “{word}” is not in the dictionary. Correct it, or "
                "add it to tools/words.txt."
            )


def main() -> int:
    """Print the problems and return the exit status."""
    found = list(problems())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
