"""The check of a task in pandas: compare a value with what the file declares.

A check names rows of the events by filters, or an order, or bars, and the known mistakes in the
same way. The value itself is compared, not how it was made. Nothing from the file is evaluated: a
filter is a column, one of `OPERATIONS` and a text.
"""

import re
from collections.abc import Callable
from numbers import Integral
from typing import Any, Final

import pandas as pd

Spec = dict[str, Any]

#: What a filter can ask of a column.
OPERATIONS: Final[dict[str, Callable[["pd.Series[Any]", str], "pd.Series[Any]"]]] = {
    "equals": lambda column, value: column == value,
    "not-equals": lambda column, value: column != value,
    "contains": lambda column, value: column.str.contains(value, regex=False),
    "year": lambda column, value: column.dt.year == int(value),
}

#: What may be said of the bars of a mistake: from the last year to the first, or by their length.
ARRANGEMENTS = ("backwards", "longest-first")


def select(spec: Spec, filters: dict[str, Spec], events: pd.DataFrame) -> pd.DataFrame:
    """Return the events for which all, or any, of the named filters hold."""
    join_any = "any_of" in spec
    chosen: pd.Series[Any] = pd.Series(not join_any, index=events.index)
    for name in spec["any_of"] if join_any else spec.get("all_of", []):
        rule = filters[name]
        holds = OPERATIONS[rule["op"]](events[str(rule["column"])], rule["value"])
        chosen = chosen | holds if join_any else chosen & holds
    return events.loc[chosen]


def compare(check: Spec, value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """Say whether a value is what the check expects, and return the feedback for it."""
    expected = EXPECTED[check["expect"]]
    if obstacle := expected.obstacle(check, value, events):
        return False, obstacle
    filters = check.get("filters", {})
    if expected.matches(check, value, filters, events):
        return True, fill_in(check, filters, events)
    for mistake in check.get("common_mistakes", []):
        # A mistake is like the right answer in everything that it does not name.
        if expected.matches(_with_mistake(check, mistake), value, filters, events):
            return False, str(mistake["reason"])
    return False, str(check["default_feedback"])


def _with_mistake(check: Spec, mistake: Spec) -> Spec:
    selection = ("all_of", "any_of")
    selects = any(name in mistake for name in selection)
    kept = {name: part for name, part in check.items() if not (selects and name in selection)}
    return kept | mistake


class _Table:
    """The events of a table, in any order."""

    @staticmethod
    def obstacle(check: Spec, value: Any, events: pd.DataFrame) -> str:
        if not isinstance(value, pd.DataFrame) or "id" not in value:
            return "Your value is not a table of events. Begin with events[…]."
        return ""

    @staticmethod
    def matches(spec: Spec, value: Any, filters: dict[str, Spec], events: pd.DataFrame) -> bool:
        return set(value["id"]) == set(select(spec, filters, events)["id"])


class _Number:
    """How many events; a table counts as the number of its rows."""

    @staticmethod
    def obstacle(check: Spec, value: Any, events: pd.DataFrame) -> str:
        whole = isinstance(value, Integral) and not isinstance(value, bool)
        if not (whole or isinstance(value, pd.DataFrame)):
            return "Your value is not a number. Count rows with len(…)."
        return ""

    @staticmethod
    def matches(spec: Spec, value: Any, filters: dict[str, Spec], events: pd.DataFrame) -> bool:
        number = len(value) if isinstance(value, pd.DataFrame) else int(value)
        return number == len(select(spec, filters, events))


class _Order:
    """All events in the order of one column."""

    @staticmethod
    def obstacle(check: Spec, value: Any, events: pd.DataFrame) -> str:
        if not isinstance(value, pd.DataFrame) or not {"id", check["by"]} <= set(value):
            return "Your value is not a table of events. Begin with events.sort_values(…)."
        if len(value) != len(events):
            return (
                f"Your table has {len(value)} rows, the record has {len(events)}. "
                "Rows have been lost: uncertain dates count too."
            )
        return ""

    @staticmethod
    def matches(spec: Spec, value: Any, filters: dict[str, Spec], events: pd.DataFrame) -> bool:
        column = pd.Series(events[spec["by"]].to_numpy(), index=events["id"])
        expected = column.sort_values(ascending=not spec.get("descending", False))
        given = column.reindex(value["id"])
        return list(given.astype(str)) == list(expected.astype(str))


class _Bars:
    """One bar for each year, as long as the number of its events."""

    @staticmethod
    def obstacle(check: Spec, value: Any, events: pd.DataFrame) -> str:
        if bars_of(value) is not None:
            return ""
        lines = (
            "These are lines, which say that there is something between two years."
            if getattr(value, "lines", None)
            else "Your value is not a drawing."
        )
        return f"{lines} End with .plot.bar()."

    @staticmethod
    def matches(spec: Spec, value: Any, filters: dict[str, Spec], events: pd.DataFrame) -> bool:
        counts = count_years(spec, filters, events)
        if spec.get("arrangement") == "longest-first":
            expected = list(counts)
        else:
            expected = list(counts.sort_index())
        backwards = spec.get("arrangement") == "backwards"
        return bars_of(value) == (expected[::-1] if backwards else expected)


EXPECTED: Final[dict[str, Any]] = {
    "table": _Table,
    "number": _Number,
    "order": _Order,
    "bars": _Bars,
}


def count_years(spec: Spec, filters: dict[str, Spec], events: pd.DataFrame) -> "pd.Series[Any]":
    """Return how many of the selected events are in each year, the largest number first."""
    dates = select(spec, filters, events)[str(spec["years_of"])]
    years: pd.Series[Any] = dates.dt.year.value_counts()
    return years


def fill_in(check: Spec, filters: dict[str, Spec], events: pd.DataFrame) -> str:
    """Return the feedback for a right answer with its placeholders filled in."""
    rows = select(check, filters, events)
    numbers = {"count": len(rows), "all": len(events)}
    for name in filters:
        numbers[f"count:{name}"] = len(select({"all_of": [name]}, filters, events))
    if "years_of" in check:
        years = count_years(check, filters, events)
        numbers |= {"years": len(years), "most": years.max()}
    values = {name: str(number) for name, number in numbers.items()}
    if len(rows):
        values["first"] = f"{rows.iloc[0]['title']}, {rows.iloc[0]['date_words']}"
    right = str(check["right"])
    return re.sub(r"\{([a-z0-9:-]+)\}", lambda match: values.get(match[1], match[0]), right)


def bars_of(value: Any) -> list[int] | None:
    """Return how long the bars of a drawing are, from left to right or upward.

    Bars without length are left out. Anything that is not a drawing gives None.
    """
    first = next(iter(getattr(value, "patches", None) or []), None)
    axes = getattr(first, "axes", None)  # also of what plt.bar returns
    bars = [
        bar for group in getattr(axes, "containers", []) for bar in getattr(group, "patches", [])
    ]
    horizontal = len({bar.get_height() for bar in bars}) == 1
    bars.sort(key=lambda bar: bar.get_y() if horizontal else bar.get_x())
    lengths = [bar.get_width() if horizontal else bar.get_height() for bar in bars]
    return [round(length) for length in lengths if length > 0] or None
