"""The pages that people read first: their links, commands and tables are right."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import start
from helpers.files import LESSONS, PROJECT
from helpers.load import load_lesson
from tools import prose

PAGES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
)
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchors(text):
    """Return the anchors that GitHub makes of a page's headings."""
    heads = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def lost(text, folder):
    """Return the targets of a page's links that lead nowhere; `tools/links.py` looks at the web."""
    found = []
    for _, target in LINK.findall(FENCE.sub("", text)):
        name, _, anchor = target.partition("#")
        path = folder / name
        if re.match(r"https?:|mailto:", target):
            continue
        if not path.exists() or (
            anchor
            and (not name or path.suffix == ".md")
            and anchor not in anchors(path.read_text(encoding="utf-8") if name else text)
        ):
            found.append(target)
    return found


def commands(text):
    """Return what a page tells to type after `start.py`."""
    return set(re.findall(r"(?:python3|py) start\.py(?: (--help|[a-z]+))?", text))


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    path = PROJECT / name
    assert lost(path.read_text(encoding="utf-8"), path.parent) == []


def test_a_lost_link_is_noticed(tmp_path):
    (tmp_path / "there.md").write_text("# A part: one\n", encoding="utf-8")
    good = "## Here\n[a](there.md#a-part-one) [c](https://example.org#x) [e](#here) [f](there.md)"
    assert lost(good, tmp_path) == []
    assert lost(good + "![b](gone.png) [d](Gone.md) [g](there.md#x) [h](#there)", tmp_path) == [
        "gone.png",
        "Gone.md",
        "there.md#x",
        "#there",
    ]


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name):
    known = set(re.findall(r"^  python3 start\.py (\w*)", start.__doc__, re.MULTILINE)) | {"--help"}
    text = (PROJECT / name).read_text(encoding="utf-8")
    lessons = {path.name for path in LESSONS.glob("*")} | set(
        re.findall("new-lesson ([a-z]+)", text)
    )
    assert commands(text) <= known | lessons


def test_the_readme_names_the_two_commands():
    blocks = FENCE.findall((PROJECT / "README.md").read_text(encoding="utf-8"))
    assert [block.strip("`\n") for block in blocks] == ["python3 start.py", "python3 start.py test"]


@pytest.mark.parametrize("name", ["README.md"])
def test_a_message_that_the_readme_quotes_is_in_the_code(name):
    rows = re.findall(r"^\| “(.+?)” \|", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE)
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [
            Path(start.__file__),
            *PROJECT.glob("tools/*.py"),
            *PROJECT.glob("helpers/**/*.py"),
        ]
    )
    assert len(rows) >= 5
    for row in rows:
        parts = [part for part in re.split(r" *… *", row) if part]
        assert all(part in code for part in parts), row


def test_pictures_have_words():
    pictures = re.findall(r"!\[(.*?)\]", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert len(pictures) == 2 and all(len(words) > 60 for words in pictures)


def test_the_table_of_notebooks_is_made_of_them(tmp_path):
    assert prose.table() in (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| (\d+) \|$", prose.table(), re.MULTILINE)
    assert len(rows) == len(list(PROJECT.glob("notebooks/0*.ipynb"))) + 1
    assert sum(map(int, rows[:-1])) == int(rows[-1])
    page = tmp_path / "README.md"
    page.write_text(
        "before\n<!-- notebooks -->\nold\n<!-- /notebooks -->\nafter\n", encoding="utf-8"
    )
    prose.refresh_file(page, load_lesson())
    assert (
        page.read_text(encoding="utf-8")
        == f"before\n<!-- notebooks -->\n{prose.table()}<!-- /notebooks -->\nafter\n"
    )


def test_an_old_table_of_notebooks_is_noticed(monkeypatch):
    table = prose.table()
    monkeypatch.setattr(prose, "table", lambda: table.replace("| 15 |", "| 16 |"))
    assert prose.check(load_lesson()) == [
        "README.md: the table of the notebooks is not what their first cells say. Run the build."
    ]


def test_the_citation_says_what_the_package_says():
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{citation["version"]}"\n' in project
    assert f'\nlicense = "{" AND ".join(citation["license"])}"' in project
    assert citation["title"].startswith(
        (PROJECT / "README.md").read_text(encoding="utf-8").partition("\n")[0].strip("# ")
    )


def test_binder_installs_the_folder_as_it_stands():
    """With a build system it would install a copy, which lacks the data."""
    lines = (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-e ."]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "build-system" not in project
    python = re.fullmatch(
        r"python-(3\.\d+)\n", (PROJECT / "runtime.txt").read_text(encoding="utf-8")
    )
    assert project["project"]["requires-python"] == f">={python[1]}"


#: What each workflow runs, and what would be missed.
WANTED = {
    "site.yml": ["start.py site --students"],  # and never the part with the answers
    "test.yml": ["start.py build", "git diff --exit-code", "start.py faults --tested"],
    "weekly.yml": [
        "tools.links",
        "-r locks/run.txt",
        "-r locks/test.txt",
        "start.py lock --check",
        "start.py mutants",
        "tools.newest",
    ],
}


@pytest.mark.parametrize(
    "path", sorted(PROJECT.glob(".github/workflows/*.yml")), ids=lambda path: path.name
)
def test_workflows_have_few_rights_and_one_command(path):
    workflow = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (texts only: `on` stays a text)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        for step in job[
            "steps"
        ]:  # a step that waits for a machine or a Python that is not in the matrix never runs
            for axis, value in re.findall(r"matrix\.(\w+) == '([^']*)'", step.get("if", "")):
                assert value in job["strategy"]["matrix"][axis], step["name"]
        assert int(job["timeout-minutes"]) <= 360
        for step in job["steps"]:
            assert "uses" not in step or re.fullmatch(
                r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]
            ), "a tag can be moved, a commit can't"
    commands = " ".join(
        step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]
    )
    for wanted in WANTED[path.name]:
        assert wanted in commands
    if path.name == "test.yml":
        assert "python start.py test" in [
            step.get("run") for step in workflow["jobs"]["test"]["steps"]
        ]
        assert workflow["jobs"]["test"]["strategy"]["matrix"]["os"] == [
            "ubuntu-latest",
            "macos-latest",
            "windows-latest",
        ]


def test_ci_calls_the_test_command():
    script = PROJECT / ".ci/run"
    assert re.search(
        r'^"\$python" start\.py test', script.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert re.search(
        r'"\$python" start\.py faults --tested$', script.read_text(encoding="utf-8"), re.MULTILINE
    )
    if sys.platform != "win32":
        subprocess.run(["sh", "-n", script], check=True)
