"""The kinds of exercise, one module each. A new kind is a module with the same five names, listed here.

Each module has ``FIELDS`` (what it reads from the file beside the common fields), ``problems(row, lesson)`` (what is
wrong in the file), ``form(content, lesson)`` (what the student sees; never an answer), ``grade(content, answer,
lesson)`` and ``said(content, answer, lesson)`` (the answer in words).
"""

from types import ModuleType
from typing import Final

from helpers.exercises.kinds import choose_one, choose_several, date, mark, match, number, order, task, verdict, write

KINDS: Final[dict[str, ModuleType]] = {
    "choose-one": choose_one, "choose-several": choose_several, "date": date, "number": number, "order": order,
    "match": match, "mark": mark, "verdict": verdict, "write": write, "task": task,
}  # fmt: skip
