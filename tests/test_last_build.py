"""The check compares the tables with the last build: each cell may be right, the file is not."""

import csv

import pytest

from tests.broken import table, write
from tools import check, last_build


@pytest.fixture
def built(small_copy, monkeypatch):
    """Return a copy of the small lesson that was built."""
    monkeypatch.setenv("LESSON_FOLDER", str(small_copy))
    last_build.write(small_copy)
    return small_copy


def change(folder, column, new):
    """Give a column of events.csv other cells: `new` makes them of the old ones."""
    lines = table(folder / "events.csv")
    place = lines[0].index(column)
    for line, cell in zip(lines[1:], new([line[place] for line in lines[1:]]), strict=True):
        line[place] = cell
    write(folder / "events.csv", lines)


def test_compare_finds_nothing_after_a_build(built):
    assert last_build.compare(built) == ([], [])


def test_compare_finds_nothing_where_there_was_no_build(small_copy):
    assert last_build.compare(small_copy) == ([], [])


def test_compare_finds_nothing_when_whole_rows_are_sorted(built):
    lines = table(built / "events.csv")
    write(built / "events.csv", [lines[0], *sorted(lines[1:], key=lambda line: line[4])])
    assert last_build.compare(built) == ([], [])


@pytest.mark.parametrize("column", ["title", "summary", "date"])
def test_compare_asks_whether_a_column_was_sorted_on_its_own(built, column):
    change(built, column, lambda cells: sorted(cells, key=lambda cell: cell[::-1]))
    (sentence,), other = last_build.compare(built)
    assert sentence.startswith(f"events.csv, column {column}: changed in ")
    assert "was one column sorted on its own?" in sentence
    assert other == []


def test_compare_asks_whether_the_ids_were_sorted_on_their_own(built):
    change(built, "id", lambda cells: sorted(cells, key=lambda cell: cell[::-1]))
    (sentence,), _ = last_build.compare(built)
    assert "was the column id sorted on its own?" in sentence


def test_compare_asks_whether_a_value_was_filled_down(built):
    change(built, "place", lambda cells: [cells[0]] * 6 + cells[6:])
    (sentence,), _ = last_build.compare(built)
    assert "repeat the value above: was a value filled down?" in sentence


def test_compare_names_the_rows_of_an_ordinary_change(built):
    change(built, "title", lambda cells: ["Another title", *cells[1:]])
    with (built / "events.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))["id"]
    assert last_build.compare(built) == ([], [f"events.csv, column title: changed in {first}."])


def test_compare_names_new_and_missing_rows(built):
    lines = table(built / "events.csv")
    write(built / "events.csv", [*lines[:-1], ["another", *lines[-1][1:]]])
    _, changes = last_build.compare(built)
    assert changes == [
        "events.csv: 1 new (another).",
        f"events.csv: 1 missing ({lines[-1][0]}).",
    ]


def test_check_fails_and_says_so_when_a_column_was_sorted(built, capsys):
    change(built, "title", lambda cells: sorted(cells, key=lambda cell: cell[::-1]))
    assert check.main() == 1
    assert "column title: changed in" in capsys.readouterr().out
