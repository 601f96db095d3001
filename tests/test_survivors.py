"""The list of the mutants that may live on is true to the code, and the tool notices when it is not."""

import ast
import os
import tomllib

import pytest

from helpers.lesson import PROJECT
from tools import faults, mutants

ROWS = tomllib.loads((PROJECT / "tests" / "survivors.toml").read_text(encoding="utf-8"))["survivor"]


def code_of(where):
    """Return the source of a function that is named with its module and class, its blanks made even."""
    parts, names = where.split("."), []
    while parts and not (PROJECT / "/".join(parts)).with_suffix(".py").is_file():
        names.insert(0, parts.pop())
    if not parts:
        return None
    source = (PROJECT / "/".join(parts)).with_suffix(".py").read_text(encoding="utf-8")
    node = ast.parse(source)
    for name in names:
        node = next((one for one in node.body if getattr(one, "name", "") == name), None)
        if node is None:
            return None
    return " ".join(ast.get_source_segment(source, node).split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["where"].removeprefix("helpers."))
def test_each_survivor_names_a_function_its_line_and_a_reason(row):
    assert set(row) == {"where", "was", "now", "why"}
    code = code_of(row["where"])
    assert code, f"tests/survivors.toml: there is no {row['where']}. Correct the name or take the survivor out."
    assert row["was"] and " ".join(row["was"].split()) in code, f"tests/survivors.toml: {row['where']} has no line {row['was']!r} any more."
    assert row["now"] and row["was"] not in row["now"]
    assert row["why"].endswith(".") and len(row["why"].split()) >= 5, "the reason is a sentence"


def test_no_survivor_is_listed_twice():
    keys = [(row["where"], row["was"], now) for row in ROWS for now in row["now"]]
    assert len(keys) == len(set(keys))


def test_a_function_that_is_gone_is_noticed():
    assert code_of("helpers.dates.parse_date") and code_of("helpers.dates.HistoricalDate.before")
    assert not code_of("helpers.dates.no_such") and not code_of("helpers.nowhere.f") and not code_of("helpers.dates.HistoricalDate.no")


def test_where_nothing_can_fork_it_is_said(monkeypatch, capsys):
    monkeypatch.delattr(os, "fork", raising=False)
    assert mutants.main([]) == 2
    assert "Linux or macOS" in capsys.readouterr().out


def test_a_change_matters_where_its_statement_runs():
    lines = mutants.statement_lines("def f(a):\n    if (a\n            > 1):\n        return g(\n            a)\n    return 2\n")
    assert [list(lines[number]) for number in range(1, 7)] == [[1], [2, 3], [2, 3], [4, 5], [4, 5], [6]]


def test_the_tool_tells_what_is_not_listed_and_what_is_no_longer_true():
    one, other = (mutants.Mutant(f"helpers.dates.x_f__mutmut_{number}", "helpers.dates.f", f"a = {number}", f"a = {number + 1}") for number in (1, 2))

    def row(was, now):
        return {"where": "helpers.dates.f", "was": was, "now": now, "why": ""}

    assert mutants.judge([row("a = 1", "a = 2")], [one, other], [one]) == ([], [])
    assert mutants.judge([], [one, other], [one]) == ([one], [])
    (stale,) = mutants.judge([row("a = 1", "a = 2")], [one, other], [])[1]
    assert "a test notices it now" in stale
    (stale,) = mutants.judge([row("a = 7", "a = 8")], [one, other], [])[1]
    assert "no such mutant" in stale
    assert mutants.judge([{**row("a = 7", "a = 8"), "where": "helpers.journal.f"}], [one, other], []) == ([], [])


@pytest.mark.parametrize(("words", "status", "said"), [
    (["nosuchfault"], 2, "No fault has “nosuchfault” in its name."),
    (["journal", "--tsted"], 2, "No fault has “--tsted” in its name."),
    (["--help"], 0, "Plant faults in copies of the project"),
])  # fmt: skip
def test_faults_that_there_are_not_are_no_success(words, status, said, capsys, monkeypatch):
    monkeypatch.setattr(faults, "unharmed", lambda chosen: pytest.fail("something was run"))
    assert faults.main(words) == status
    assert said in capsys.readouterr().out
