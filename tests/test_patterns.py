"""No pattern backtracks: 100,000 characters made to hurt are read in a moment.

``python -m tests.test_patterns`` prints the slowest input of each pattern.
"""

import ast
import importlib
import re
import re._constants as ops
import re._parser as parser
import time
from functools import cache
from typing import NamedTuple

import pytest

from helpers.files import PROJECT

#: The length of the longest input, and how many seconds of a slow processor it may take: a pattern
#: that looks at each character a few times needs a hundredth of this, a quadratic one much more.
LENGTH, BOUND = 100_000, 2.0

#: Shorter inputs are tried first, so that a pattern that is not linear does not stop the tests.
STEPS = (
    (25, 0.03),
    (32, 0.03),
    (40, 0.03),
    (400, 0.1),
    (3_000, 0.3),
    (20_000, 0.8),
    (LENGTH, BOUND),
)

METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


class Pattern(NamedTuple):
    """A pattern, where it is, and how it is used."""

    where: str
    text: str
    flags: int
    method: str


# Which patterns there are


def modules():
    paths = [*PROJECT.glob("helpers/**/*.py"), *PROJECT.glob("tools/**/*.py")]
    for path in sorted(paths):
        name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(path.read_text(encoding="utf-8"))


def value_of(node, module):
    """Return the value of an expression; what depends on a call is a letter."""
    try:
        return eval(compile(ast.Expression(node), "", "eval"), vars(module))  # noqa: S307
    except Exception:
        if isinstance(node, ast.JoinedStr):
            parts = [one.value if isinstance(one, ast.Constant) else "x" for one in node.values]
            return "".join(parts)
        if isinstance(node, ast.BinOp):
            return value_of(node.left, module) + value_of(node.right, module)
        return None


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def methods_by_name():
    """Return for each name on which a method of a pattern is called, or passed on, the methods."""
    used = {}
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                name = getattr(node.value, "id", None) or getattr(node.value, "attr", None)
                used.setdefault(name, set()).add(node.attr)
    return used


def named_target(tree, call):
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and node.value is call:
            return getattr(node.targets[0], "id", None)
    return None


@cache
def patterns():
    """Return every pattern of helpers and tools with each method that is used on it."""
    found, used = [], methods_by_name()
    for name, tree in modules():
        try:
            module = importlib.import_module(name)
        except ImportError:  # what only maintainers have installed
            continue
        for call in calls(tree):
            function = call.func
            is_re = (
                isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "re"
            )
            if not is_re or function.attr not in METHODS | {"compile"} or not call.args:
                continue
            text = value_of(call.args[0], module)
            if not isinstance(text, str):
                continue
            extra = [*call.args[1:], *(one.value for one in call.keywords if one.arg == "flags")]
            flags = next(
                (f for f in (value_of(a, module) for a in extra) if isinstance(f, re.RegexFlag)), 0
            )
            methods = {function.attr}
            if function.attr == "compile":
                methods = used.get(named_target(tree, call)) or {"search", "fullmatch"}
            for method in sorted(methods):
                kind = method if method in ("match", "fullmatch") else "search"
                found.append(Pattern(f"{name}:{call.lineno}", text, int(flags), kind))
    return list(dict.fromkeys(found))


# Inputs that hurt


def example(nodes, repeat=1):
    """Return a short text that a parsed pattern matches, nearly: enough to lead into it."""
    return "".join(_example(op, av) for op, av in nodes) * repeat


def _example(op, av):
    if op is ops.LITERAL:
        return chr(av)
    if op is ops.NOT_LITERAL:
        return "a" if av != ord("a") else "b"
    if op is ops.ANY:
        return "a"
    if op is ops.IN:
        return members(av)[0]
    if op is ops.BRANCH:
        return example(av[1][0])
    if op is ops.SUBPATTERN:
        return example(av[3])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return example(av[2]) * max(1, min(av[0], 4))
    if op is ops.ATOMIC_GROUP:
        return example(av)
    return ""


SAMPLES = "a1 \n.,-~_A;\"'{[<é“\\/:0\t"


def members(items):
    """Return characters of a class, some of each kind."""
    negated = items[0][0] is ops.NEGATE
    found = []
    for op, av in items[negated:]:
        if op is ops.LITERAL:
            found.append(chr(av))
        elif op is ops.RANGE:
            found.append(chr(av[0]))
        elif op is ops.CATEGORY:
            kind = {ops.CATEGORY_DIGIT: "1", ops.CATEGORY_SPACE: " ", ops.CATEGORY_WORD: "a"}
            found.append(kind.get(av, "."))
    if not negated:
        return found or ["a"]
    return [one for one in SAMPLES if one not in found] or ["\u4e00"]


def parts(nodes, before=""):
    """Yield what precedes each part of a pattern, and texts that repeat that part."""
    for op, av in nodes:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            yield before, example(av[2])
            if len(av[2]) == 1 and av[2][0][0] is ops.IN:
                yield from ((before, one) for one in members(av[2][0][1])[:6])
            yield from parts(av[2], before)
        elif op is ops.SUBPATTERN:
            yield from parts(av[3], before)
        elif op is ops.ATOMIC_GROUP:
            yield from parts(av, before)
        elif op is ops.BRANCH:
            for branch in av[1]:
                yield from parts(branch, before)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from parts(av[1], before)
        before += _example(op, av)
    yield "", before


def hostile(pattern):
    """Yield texts to be repeated, each with what comes before it and after it."""
    nodes = parser.parse(pattern.text, pattern.flags)
    leads = list(dict.fromkeys(parts(nodes)))
    repeated = {one for _, one in leads if one} | set('a1 \n."\\{[<(')
    for before, one in leads:
        if one:
            yield from ((before, one, after) for after in ("\0", "", "x"))
    for one in sorted(repeated):
        yield "", one, "\0"
    short = sorted(one for one in repeated if len(one) <= 3)[:12]
    yield from (("", one + other, "\0") for one in short for other in short if one < other)


def seconds(run, text):
    """Return the processor time that a text takes; what seems slow is tried again."""
    taken = []
    for _ in range(3):
        begin = time.process_time()
        run(text)
        taken.append(time.process_time() - begin)
        if taken[-1] < 0.02 or sum(taken) > 2:
            break
    return min(taken)


def slowest(pattern):
    """Return the longest time that any input took, and the input, as far as the bounds allow."""
    compiled = re.compile(pattern.text, pattern.flags)
    run = getattr(compiled, pattern.method)
    if pattern.method == "search":
        run = lambda text: sum(1 for _ in compiled.finditer(text))  # noqa: E731
    inputs = list(dict.fromkeys(hostile(pattern)))
    for length, bound in STEPS:
        times = []
        for before, one, after in inputs:
            count = length // len(one)
            taken = seconds(run, before + one * count + after)
            times.append((taken, f"{before!r} + {one!r} * {count} + {after!r}"))
            if taken > bound:
                return taken, f"not linear: {times[-1][1]}"
        if length >= 3_000:  # the longest ones are made only of what was slowest so far
            ranked = sorted(zip(times, inputs, strict=True), reverse=True)
            inputs = [one for _, one in ranked[:6]]
    return max(times)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda one: f"{one.where}-{one.method}")
def test_pattern_reads_hostile_input_in_linear_time(pattern):
    taken, text = slowest(pattern)
    assert not text.startswith("not linear"), f"{taken:.2f} s with {text}: {pattern.text}"


def test_patterns_are_found():
    assert len(patterns()) > 30
    assert {one.where.split(":")[0] for one in patterns()} >= {
        "helpers.lesson.dates",
        "helpers.errors",
    }


if __name__ == "__main__":
    for one in sorted(patterns()):
        taken, text = slowest(one)
        print(f"{taken:8.3f} s  {one.where:40} {one.method:9} {one.text[:60]!r:64} {text[:70]}")
