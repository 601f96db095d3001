"""Text, JSON and YAML are read strictly, in linear time, and every problem has its line."""

import time

import pytest

from helpers.errors import LessonError
from helpers.lesson.reading import LINE, MAX_DEPTH, MAX_PROBLEMS, line_of, read_json, read_yaml
from helpers.lesson.schema import schema_errors
from helpers.lesson.validation import schema_problems
from helpers.load import load_lesson

#: Longer than any of these takes on a slow machine, and far shorter than a quadratic one.
PATIENCE = 20


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return (read_json if name.endswith("json") else read_yaml)(path)


@pytest.mark.parametrize(
    ("name", "content", "line", "column", "message"),
    [
        ("a.json", '{\n"a": 1,\n"a": 2}', 3, "", "appears twice"),
        ("a.json", '[{"b": {\n"a": 1, "c": [{}],\n\n"a": 2}}]', 4, "", "appears twice"),
        ("a.yaml", "a: 1\nb: 2\na: 3\n", 3, "", "appears twice"),
        ("a.json", '{"a":\n"x\\ud800"}', 2, "a", "invisible or damaged"),
        ("a.json", '{"a":\n["x", "\\u202e"]}', 2, "a", "invisible or damaged"),
        ("a.json", '{"a":\n"\u200b"}', 2, "a", "invisible or damaged"),
        ("a.yaml", 'b: x\na: "\\u202e"\n', 2, "a", "invisible or damaged"),
        ("a.yaml", 'b: x\na: "\\ud800"\n', 2, "", "not valid YAML"),
        ("a.yaml", "a: x\n\n# \u202e a comment\n", 3, "", "invisible or damaged"),
        ("a.yaml", "a: RaÃºl\n", 1, "a", "wrong character set"),
        ("a.yaml", "a: Giro\u0301n\n", 1, "a", "accent"),
        ("a.yaml", "1: x\n", 1, "", "not a text"),
        ("a.yaml", "[a]: x\n", 1, "", "not valid YAML"),
        ("a.yaml", "a: &x 1\nb: *x\n", 2, "", "repeated by a reference"),
        ("a.yaml", "a: 1\nb: !!python/object:os.system {}\n", 2, "", "must not be used"),
        ("a.json", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), 1, "", "nested more than"),
        ("a.yaml", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), 1, "", "nested more than"),
        ("a.json", "[Infinity]", 0, "", "a number that can’t be used"),
        ("a.json", "[1e999]", 1, "", "too large"),
        ("a.json", "[" + "9" * 5000 + "]", 0, "", "a number that can’t be used"),
        ("a.yaml", "a: b: c\n", 1, "", "not valid YAML"),
        ("a.yaml", "a: 1\n---\na: 2\n", 2, "", "not valid YAML"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_what_can_not_be_used_is_named_with_its_line(
    tmp_path, name, content, line, column, message
):
    value, problems = read(tmp_path, name, content)
    assert value is None
    assert [(one.file, one.line, one.column) for one in problems] == [(name, line, column)]
    assert message in problems[0].message
    str(problems[0]).encode("utf-8")


def test_the_deepest_nesting_that_is_read(tmp_path):
    for name in ("a.json", "a.yaml"):
        value, problems = read(tmp_path, name, "[" * MAX_DEPTH + "]" * MAX_DEPTH)
        assert problems == [] and isinstance(value, list)


def test_brackets_and_quotation_marks_in_a_text_are_not_nesting(tmp_path):
    text = '["\\\\", "\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]'
    assert read(tmp_path, "a.json", text)[1] == []


def test_read_yaml_reads_words_as_people_mean_them(tmp_path):
    text = "a: yes\nb: 1961-05-05\nc: 12:30\nd: true\ne: 7\nf: 007\ng: 1.5\nh:\ni: <<\nj: 1_000\n"
    value, problems = read(tmp_path, "a.yaml", text)
    assert problems == []
    assert value == {
        **{"a": "yes", "b": "1961-05-05", "c": "12:30", "d": True, "e": 7, "f": "007"},
        **{"g": 1.5, "h": None, "i": "<<", "j": "1_000", LINE: 1},
    }
    assert [type(value[name]) for name in "deg"] == [bool, int, float]


def test_read_yaml_gives_each_mapping_its_line(tmp_path):
    value, _ = read(tmp_path, "a.yaml", "# first\n- a: 1\n- a: 2\n  b:\n    - c: 3\n")
    assert [one[LINE] for one in value] == [2, 3] and value[1]["b"][0][LINE] == 5


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ('{\n "a": [1,\n 2]}', ["a", 1], 3),
        ('{\n "a": [1,\n 2]}', ["a", 7], 2),
        ('{\n "a": {"b": \n{}}}', ["a", "b", "c"], 3),
        ("a:\n  - b: 1\n  - b: 2\n", ["a", 1, "b"], 3),
        ("\ta\\", ["a"], 0),
        ("", [], 0),
    ],
)
def test_line_of_names_the_value_or_what_contains_it(text, place, line):
    assert line_of(text, place) == line


@pytest.mark.parametrize("value", [2.0, True, "2", None])
def test_schema_problems_asks_for_the_type_and_not_for_an_equal_value(tmp_path, value):
    schema = {"properties": {"level": {"type": "integer"}}}
    (problem,) = schema_problems(tmp_path / "a.yaml", {"level": value}, schema)
    assert (problem.column, problem.message) == ("level", "is not a whole number.")
    assert schema_errors({"level": 2}, schema) == []


JUNK = {
    "a.json lines": ("a.json", "[\n" + '{"x": 1},\n' * 40_000 + "{}]"),
    "a.json brackets": ("a.json", "[" * 2_000_000),
    "a.json quotation marks": ("a.json", '\\"' * 2_000_000),
    "a.json one string": ("a.json", '["' + "\\\\" * 2_000_000),
    "a.json odd characters": ("a.json", '[\n"' + '\u202e",\n"' * 100_000 + '"]'),
    "a.yaml lines": ("a.yaml", "- x: 1\n" * 40_000),
    "a.yaml brackets": ("a.yaml", "[" * 1_000_000),
    "a.yaml colons": ("a.yaml", "a: " * 100_000),
    "a.yaml odd characters": ("a.yaml", '- "\\u202e"\n' * 50_000),
}


@pytest.mark.parametrize("kind", JUNK)
def test_junk_is_read_in_linear_time(tmp_path, kind):
    start = time.monotonic()
    value, problems = read(tmp_path, *JUNK[kind])
    assert len(problems) <= MAX_PROBLEMS
    if value is not None:
        schema = {"items": {"properties": {}, "additionalProperties": False}}
        found = schema_problems(tmp_path / JUNK[kind][0], value, schema)
        assert len(found) == MAX_PROBLEMS
    assert time.monotonic() - start < PATIENCE


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("events.csv", "junk"),
        ("events.csv", "x,1862-01-01,,act,T,S,A,,Orsinia,P,engineering,no_such_source,,"),
        ("events.csv", "x,soon,,act,T,S,A,,Orsynia,P,engineerin,no_such_source,,"),
        ("claims.csv", "x,no such quotation,C,fact-date,opinion,high,{no.date},no-such,no_such"),
        ("assertions.csv", "x,c9,dated,no-such,,1865"),
        ("text.txt", "Junk."),
        ("vocabulary.yaml", "junk: 1"),
        ("sources.json", '{"id": "x"},'),
    ],
    ids=lambda value: value[:25],
)
def test_100_000_lines_of_junk_are_refused_in_time(small_copy, name, line):
    path = small_copy / name
    path.write_text(
        path.read_text(encoding="utf-8").rstrip("]\n") + "\n" + f"{line}\n" * 40_000,
        encoding="utf-8",
    )
    start = time.monotonic()
    with pytest.raises(LessonError) as error:
        load_lesson(small_copy)
    assert time.monotonic() - start < PATIENCE
    assert len(error.value.problems) <= 5 * MAX_PROBLEMS
    assert len(str(error.value)) < 100_000


def test_a_list_in_one_cell_is_checked_in_linear_time(small_copy):
    path = small_copy / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Ada Lind,Ada Lind", "Ada Lind; " * 300_000, 1), encoding="utf-8")
    start = time.monotonic()
    with pytest.raises(LessonError):
        load_lesson(small_copy)
    assert time.monotonic() - start < PATIENCE
