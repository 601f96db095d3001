"""Errors that speak to the reader: what is wrong, where, and how to fix it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Halves of letters, which can be neither saved nor sent to a browser.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class UserError(ValueError):
    """A request that can't be carried out.

    Jupyter shows only this message, without a traceback through library code.
    """

    def __init__(self, message: str) -> None:
        super().__init__(LONE_SURROGATE.sub("\ufffd", message))

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


#: Control characters, invisible ones, the mark of a letter that was lost, and lone surrogates,
#: which no file can store.
ODD_CHARACTERS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    r"\ufeff\ufffd\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a file, and what to do about it.

    `line` is as an editor counts, 0 if the whole file is meant. `column` is the column of a table
    or the field of another file; it and `value` are empty if no single value is meant. `entry` says
    in which entry of a file without rows the problem is, such as ``source treaty_1960``. A
    `message` in lower case continues after the value or the field: “field title” “is missing.”
    """

    file: str
    line: int
    column: str
    value: str
    message: str
    fix: str
    entry: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        entry = f", {self.entry}" if self.entry else ""
        unit = "column" if self.file.endswith(".csv") else "field"
        column = f", {unit} {self.column}" if self.column else ""
        value = self.value if len(self.value) <= 60 else self.value[:57] + "…"
        quoted = f": “{value}”" if value else ":" * (not self.message[:1].islower())
        return visible(f"{self.file}{line}{entry}{column}{quoted} {self.message} {self.fix}")


def visible(value: str) -> str:
    """Return a text in which characters that can't be seen are named."""
    return (
        ODD_CHARACTERS.sub(lambda match: f"<U+{ord(match[0]):04X}>", value)
        .replace("\n", "⏎")
        .replace("\t", "⇥")
    )


#: So many problems are printed; `LessonError.problems` has all of them.
SHOWN = 100


class LessonError(UserError):
    """The lesson's data can't be used: its `problems`, in the order of files and lines."""

    WHAT = "The lesson's data has"

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems = problems
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"{self.WHAT} {count}:", *(f"  {problem}" for problem in problems[:SHOWN])]
        if len(problems) > SHOWN:
            lines.append(f"  … and {len(problems) - SHOWN} more. Correct these first.")
        super().__init__("\n".join(lines))
