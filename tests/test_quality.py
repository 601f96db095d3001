"""The house itself: style, types, docstrings, spelling, reading ease, sizes, nothing dead and nothing twice.

Each check is a function that takes what it looks at; each is shown to fail on a small fault.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from configparser import ConfigParser

import nbformat
import numpydoc.validate
import pytest
from spellchecker import SpellChecker

import helpers
from helpers.files import PROJECT
from tools import reading
from tools.stored import markdown_of

#: Numpydoc's checks that we leave out for what is not public: one line says it all, and names and
#: types speak for themselves
#: ("lesson : Lesson", "Return the sentences").
LEFT_OUT_INSIDE = {"ES01", "SA01", "EX01", "PR01", "PR04", "PR07", "RT01", "RT03", "RT04", "YD01"}
#: Words that the list of misspellings takes for mistakes: a name, and terms of history.
RIGHT_WORDS = "thant,bloc,covert,ist,der,ede,nd,ans,oder,thes,garant,acn,fo,februar"
#: What is said of broken data quotes it; the rest of what helpers say is prose.
SAID = ("contradictions", "feedback")
DICTIONARY = SpellChecker(distance=1)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Code, addresses, ids, references and tags are no prose.
NO_PROSE = re.compile(
    r"(?s:```.*?```)|`[^`\n]*`|https?://\S+|\]\([^)\s]*\)|\{[^}\n]*\}|<[^>\n]*>|\b[a-z0-9]+(?:[-_./][a-z0-9]+)+\b"
)
PYTHON = sorted(
    path
    for folder in ("helpers", "tools", "tests", "benchmarks")
    for path in (PROJECT / folder).rglob("*.py")
)
CODE = [path for path in PYTHON if path.relative_to(PROJECT).parts[0] in ("helpers", "tools")]
TESTS = [path for path in PYTHON if path.relative_to(PROJECT).parts[0] == "tests"]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


def run(*command):
    """Run a module of Python in the project and return its exit status and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


# ---- style and types
# -------------------------------------------------------------------------------------


def test_ruff_finds_nothing():
    status, said = run("ruff", "check", "--no-cache", "--output-format=concise", ".")
    assert status == 0, said


def test_the_formatter_changes_nothing():
    status, said = run("ruff", "format", "--no-cache", "--diff", ".")
    assert status == 0, f"{said}\nTo write it so: .venv/bin/ruff format ."


def test_ruff_finds_a_fault(tmp_path):
    path = tmp_path / "fault.py"
    path.write_text('"""A module."""\n\nimport os\n\nprint(eval("1"))\n', encoding="utf-8")
    status, said = run(
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        f"--config={PROJECT / 'pyproject.toml'}",
        str(path),
    )
    assert status == 1
    assert {"F401", "S307"} <= set(said.replace(":", " ").split())


def test_types_are_strict_and_right():
    status, said = run("mypy")
    assert status == 0, said


def test_mypy_finds_a_fault(tmp_path):
    path = tmp_path / "fault.py"
    path.write_text(
        "def double(x: int) -> str:\n    return 2 * x\n\n\ndef untyped(x):\n    return x\n",
        encoding="utf-8",
    )
    status, said = run(
        "mypy",
        "--cache-dir",
        str(tmp_path),
        f"--config-file={PROJECT / 'pyproject.toml'}",
        str(path),
    )
    assert status == 1
    assert "return-value" in said
    assert "no-untyped-def" in said


# ---- docstrings
# ------------------------------------------------------------------------------------------


def modules():
    """Yield every module of helpers."""
    yield helpers
    for found in pkgutil.walk_packages(helpers.__path__, "helpers."):
        yield importlib.import_module(found.name)


def documented():
    """Yield the full names of all modules, and of all functions and classes that other modules may use."""
    for module in modules():
        yield module.__name__
        for name, thing in vars(module).items():
            if (
                (inspect.isfunction(thing) or inspect.isclass(thing))
                and thing.__module__ == module.__name__
                and name[0] != "_"
            ):
                yield f"{module.__name__}.{name}"


def complaints(name):
    """Return what numpydoc finds wrong with one docstring; those of the public names explain every part, with an example."""
    try:
        said = numpydoc.validate.validate(name)["errors"]
    except StopIteration:  # a module that begins with a comment and defines nothing
        return []
    left_out = set() if name.removeprefix("helpers.") in helpers.__all__ else LEFT_OUT_INSIDE
    return [f"{name}: {code} {words}" for code, words in said if code not in left_out]


@pytest.mark.filterwarnings("ignore:Widget")
def test_docstrings_are_complete():
    assert [words for name in documented() for words in complaints(name)] == []


@pytest.mark.parametrize("name", helpers.__all__)
def test_docstrings_of_the_public_names_are_complete(name):
    assert complaints(f"helpers.{name}") == []


def test_an_incomplete_docstring_is_named(monkeypatch):
    def load(folder):
        """Load the lesson

        Parameters
        ----------
        folders
        """

    load.__module__ = "helpers"
    monkeypatch.setattr(helpers, "load_lesson", load, raising=False)
    codes = {words.split()[1] for words in complaints("helpers.load_lesson")}
    assert {"SS03", "ES01", "SA01", "PR01", "PR02", "PR07", "EX01"} <= codes


# ---- words
# -----------------------------------------------------------------------------------------------


def misspelt(*paths):
    """Return the misspelt words of files, with place and the right word."""
    return run(
        "codespell_lib",
        f"--ignore-words-list={RIGHT_WORDS}",
        "--skip=*.png,./.*,./my-work,./locks",
        '--ignore-regex=data:image/png;base64,[^"]*',
        *map(str, paths),
    )[1].splitlines()


def test_nothing_is_misspelt():
    tops = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "CODE_OF_CONDUCT.md",
        "pyproject.toml",
        "start.py",
        "data/events.csv",
        "data/claims.csv",
        "data/disputes.csv",
        "data/assertions.csv",
        "data/instruments.csv",
        "data/exercises.yaml",
        "data/verdicts.yaml",
        "docs",
        "notebooks",
        "helpers",
        "tools",
        ".github",
    ]
    assert misspelt(*tops) == []


def test_a_misspelt_word_is_named(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(
        "The two goverment had not yet met, the agreemnet came later.\n", encoding="utf-8"
    )
    said = " ".join(misspelt(path))
    assert "government" in said
    assert "agreement" in said


def prose():
    """Yield the name and the text of all that people read: pages, notebooks, tables, exercises and what the helpers say."""
    tables, more = (
        PROJECT.glob("data/*.csv"),
        [
            *PROJECT.glob("data/*.yaml"),
            *(PROJECT / "tests" / "snapshots" / f"{one}.txt" for one in SAID),
        ],
    )
    for path in [
        *PROJECT.glob("*.md"),
        *PROJECT.glob("docs/*.md"),
        *PROJECT.glob(".github/**/*.md"),
        *tables,
        *more,
    ]:
        yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        yield path.name, markdown_of(nbformat.read(path, as_version=4))


def words_of(text):
    """Return all words of a text as a dictionary has them: in small letters, without what says whose."""
    return {word.lower().replace("’", "'").removesuffix("'s") for word in WORD.findall(text)}


@functools.cache
def allowed():
    """Return the words that need no dictionary: our own, and those of the sources and of the text under study."""
    return words_of(
        "\n".join(
            (PROJECT / path).read_text(encoding="utf-8")
            for path in ("tests/words.txt", "data/sources.json", "data/text.txt")
        )
    )


def in_no_dictionary(text):
    """Return the words that stand neither in the dictionary nor among those that are allowed."""
    return sorted(DICTIONARY.unknown(words_of(NO_PROSE.sub(" ", text))) - allowed())


@pytest.mark.parametrize(("name", "text"), [pytest.param(*one, id=one[0]) for one in prose()])
def test_every_word_is_in_a_dictionary(name, text):
    assert in_no_dictionary(text) == [], (
        f"{name}: correct it, or if it is right add it to tests/words.txt, in its place"
    )


def test_words_of_our_own_are_needed_and_in_order():
    own = (PROJECT / "tests" / "words.txt").read_text(encoding="utf-8").split()
    assert own == sorted(set(own))
    used = words_of("\n".join(text for _, text in prose()))
    assert [word for word in own if word not in used or word in DICTIONARY] == []


def test_a_word_of_no_dictionary_is_named():
    assert in_no_dictionary(
        "The treety wasn’t Mikoyan’s; `alowed` in code, the-id-of-a-sorce, [a link](to/somwhere.md)"
    ) == ["treety"]


@pytest.mark.parametrize(
    ("name", "text"), [pytest.param(*one, id=one[0]) for one in reading.texts()]
)
def test_what_students_read_is_plain(name, text):
    assert reading.ease(text) >= reading.PLAIN, name


def test_what_is_not_plain_is_measured_so():
    heavy = (
        "Notwithstanding the considerable historiographical disagreement concerning the intentionality of institutional "
        "actors, contemporaneous documentation substantiates the interpretation of multilateral miscommunication."
    )
    assert reading.ease(heavy) < 0
    assert reading.ease("The ship came in May. It went home in June. Nobody saw it.") > 90


# ---- sizes, what is dead, what stands twice
# ----------------------------------------------------------------


def defined(source):
    """Return the names that a module defines at its top, and the methods of its classes; what is decorated is used."""
    names = set()
    for node in ast.parse(source).body:
        functions = [node, *(node.body if isinstance(node, ast.ClassDef) else [])]
        names |= {
            one.name
            for one in functions
            if isinstance(one, ast.FunctionDef | ast.ClassDef) and not one.decorator_list
        }
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {
                one.id
                for target in targets
                for one in ast.walk(target)
                if isinstance(one, ast.Name)
            }
    return {name for name in names if not re.fullmatch(r"__\w+__", name)}


def dead(sources, users):
    """Return names that a module of `sources` defines and that stand nowhere else, in it or in `users`."""
    words = Counter(re.findall(r"\w+", "\n".join([*sources.values(), *users])))
    return sorted(
        f"{where}: {name}"
        for where, source in sources.items()
        for name in defined(source)
        if words[name] < 2
    )


#: Methods that other programs call by their names.
CALLED = {
    "_repr_html_",
    "_repr_mimebundle_",
    "_render_traceback_",
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "handle_comment",
    "METADATA",
}


def test_no_code_is_dead():
    sources = {str(path.relative_to(PROJECT)): path.read_text(encoding="utf-8") for path in CODE}
    users = [
        path.read_text(encoding="utf-8")
        for path in [PROJECT / "start.py", PROJECT / "conftest.py", *NOTEBOOKS, *TESTS]
    ]
    users += [path.read_text(encoding="utf-8") for path in (PROJECT / "helpers").rglob("*.js")]
    assert [one for one in dead(sources, users) if one.rpartition(" ")[2] not in CALLED] == []


def test_dead_code_is_named():
    sources = {
        "a.py": "def used():\n    return LIMIT\n\ndef unused():\n    pass\n\nLIMIT = 3\nOLD = 4\n"
    }
    assert dead(sources, ["used()"]) == ["a.py: OLD", "a.py: unused"]


class NoDocstrings(ast.NodeTransformer):
    """Takes docstrings and imports out of a module."""

    def visit_Expr(self, node):
        return (
            ast.Pass()
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            else node
        )

    def visit_Import(self, node):
        return None

    visit_ImportFrom = visit_Import


def twice(texts, length):
    """Return runs of `length` lines of code that stand in two places, however they are broken and commented."""
    seen = defaultdict(set)
    for where, text in texts.items():
        kept = [
            line.strip()
            for line in ast.unparse(NoDocstrings().visit(ast.parse(text))).splitlines()
            if len(line) > 3
        ]
        for number in range(len(kept) - length + 1):
            seen["\n".join(kept[number : number + length])].add((where, number))
    return [text for text, places in seen.items() if len(places) > 1]


def test_no_code_stands_twice():
    assert twice({str(path): path.read_text(encoding="utf-8") for path in CODE}, 6) == []


def test_code_that_stands_twice_is_named():
    part = "".join(f"    line_{number} = compute({number})\n" for number in range(6))
    assert len(twice({"a.py": f"def a():\n{part}", "b.py": f"def b():\n{part}"}, 6)) == 1


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


def repeated(parts):
    """Return paragraphs of more than twelve words that stand in two places."""
    places = defaultdict(list)
    for where, part in parts.items():
        if len(part.split()) > 12:
            places[" ".join(part.split())].append(where)
    return {text: found for text, found in places.items() if len(found) > 1}


def test_no_paragraph_stands_twice():
    assert repeated(paragraphs()) == {}


def test_a_paragraph_that_stands_twice_is_named():
    part = "This is a paragraph that says at some length what another page has already said before."
    assert repeated({("a.md", 0): part, ("b.md", 3): part.replace("page ", "page\n")})


def test_nbval_looks_at_every_notebook_strictly_and_no_date_is_hidden_from_it():
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "pytest"
    ]
    assert {"--nbval", "--doctest-modules"} <= set(options["addopts"])
    assert {"tests", "notebooks", "helpers"} <= set(options["testpaths"])
    (limit,) = [
        int(option.partition("=")[2])
        for option in options["addopts"]
        if option.startswith("--nbval-cell-timeout=")
    ]
    assert limit <= 60, "seconds a cell"
    hidden = ConfigParser(interpolation=None)
    hidden.read(PROJECT / "tests/nbval.cfg", encoding="utf-8")
    for name in hidden.sections():
        for said in (
            "13 February 1960",
            "1960-02-13",
            "February 1960",
            "1960",
            "14 months",
            "429 days",
            "c14",
            "contradicted",
        ):
            assert not re.search(hidden[name]["regex"], said), f"{name} hides “{said}”"
