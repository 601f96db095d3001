"""A task in pandas or matplotlib: the value that the student's own cell makes is checked, not how it is written."""

from collections.abc import Callable
from numbers import Integral
from typing import Any

import pandas as pd

from helpers.exercises.kinds.base import Result
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Say where to type; the value comes with the call."""
    return {
        "input": "none",
        "how": "Change the cell above this question and run it again: Shift + Enter.",
    }


def grade(content: dict[str, Any], answer: Any, lesson: Lesson) -> Result:
    """Run the named check on the value."""
    try:
        right, reason = CHECKERS[content["check"]](answer, lesson.events)
    except Exception:  # whatever stands in it, her work goes on
        right, reason = (
            False,
            "Something in your value is of a kind that can't be compared. Begin again with the table events.",
        )
    return Result("right" if right else "wrong", [reason])


def in_words(value: Any) -> str:
    """Return the beginning of a value's text; a value of the student's own kind may fail to have one."""
    try:
        if isinstance(value, pd.DataFrame):  # a page that is handed in has no room for tables
            rows = ", ".join(map(str, value["id" if "id" in value else value.columns[0]]))
            return f"a table of {with_count(len(value), 'row')}: {rows}"[:300]
        bars = _bars(value)
        return f"bars: {bars}" if bars else repr(value)[:2000]
    except Exception:  # whatever it is, her work goes on
        return f"a value of the kind {type(value).__name__}"


def _number(
    value: Any, right: tuple[Any, str], mistakes: list[tuple[Any, str]], otherwise: str
) -> tuple[bool, str]:
    """Compare a number, or the number of rows of a table, with the right one and with known mistakes."""
    if isinstance(value, pd.DataFrame):
        value = len(value)
    if not isinstance(value, Integral) or isinstance(value, bool):
        return False, "Your value is not a number. Count rows with len(…)."
    return _compared(int(value), right, mistakes, otherwise)


def _table(
    value: Any, right: tuple[Any, str], mistakes: list[tuple[Any, str]], otherwise: str
) -> tuple[bool, str]:
    """Compare the events of a table, in any order, with the right ones and with known mistakes."""
    if not isinstance(value, pd.DataFrame) or "id" not in value:
        return False, "Your value is not a table of events. Begin with events[…]."
    known = [(set(rows["id"]), words) for rows, words in (right, *mistakes)]
    return _compared(set(value["id"]), known[0], known[1:], otherwise)


def _compared(
    value: Any, right: tuple[Any, str], mistakes: list[tuple[Any, str]], otherwise: str
) -> tuple[bool, str]:
    if value == right[0]:
        return True, right[1]
    return False, next((words for known, words in mistakes if value == known), otherwise)


def sorted_by_date(value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """All events, the latest first."""
    if not isinstance(value, pd.DataFrame) or not {"id", "earliest"} <= set(value):
        return False, "Your value is not a table of events. Begin with events.sort_values(…)."
    if len(value) != len(events):
        return False, (
            f"Your table has {len(value)} rows, the record has {len(events)}. "
            "Rows have been lost: uncertain dates count too."
        )
    expected = list(events["earliest"].sort_values(ascending=False))
    for column, words in (
        ("date_words", "You sorted the dates as words. Which column holds real dates?"),
        (
            "latest",
            "You sorted by the last possible day. Here the first possible day counts: earliest.",
        ),
    ):
        if list(value["id"]) == list(events.sort_values(column, ascending=False)["id"]):
            return False, words
    return _compared(
        list(value["earliest"]),
        (expected, "The newest event stands first, and no row is lost."),
        [
            (
                expected[::-1],
                "The order is right, but the earliest event stands first. Look up the word ascending in a hint.",
            )
        ],
        "The rows are all there, but not in the order of their dates. Sort by the column earliest.",
    )


def first_meeting(value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """Both Castro and Khrushchev were present."""
    castro, khrushchev = (
        events["present"].str.contains(name) for name in ("Fidel Castro", "Nikita Khrushchev")
    )
    both = events[castro & khrushchev]
    actors = events["actors"].str.contains("Castro") & events["actors"].str.contains("Khrushchev")
    return _table(
        value,
        (both, f"The first is: {both.iloc[0]['title']}, {both.iloc[0]['date_words']}."),
        [
            (
                events[actors],
                "You asked who took part. A letter has two actors who are far apart. Use the column present.",
            ),
            (
                events[castro | khrushchev],
                "These are the events with one or the other. Both must be there: use & in place of |.",
            ),
            (
                events[castro],
                "These are all events with Fidel Castro. Join the second filter with &.",
            ),
            (
                events[khrushchev],
                "These are all events with Nikita Khrushchev. Join the other filter with &.",
            ),
        ],
        "These are other events. Ask for “Fidel Castro” and for “Nikita Khrushchev” in the column present.",
    )


def uncertain_rows(value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """How many events have no exact day."""
    exact = int((events["date_kind"] == "exact day").sum())
    return _number(
        value,
        (len(events) - exact, f"{len(events) - exact} of {len(events)} events have no exact day."),
        [
            (exact, "These are the events with an exact day. Use != (is not) in place of ==."),
            (
                len(events),
                "These are all events. Keep only those whose date_kind is not “exact day”.",
            ),
        ],
        "This is another number. Compare the column date_kind with the words “exact day”.",
    )


def havana_in_1962(value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """In how many events of 1962 Havana takes part."""
    havana, year = events["sides"].str.contains("Havana"), events["earliest"].dt.year == 1962
    count = int((havana & year).sum())
    return _number(
        value,
        (
            count,
            f"In {count} of {year.sum()} events of 1962. The text lets Havana act in none of them.",
        ),
        [
            (havana.sum(), "You counted all years. Add a filter for the year."),
            (year.sum(), "You counted all events of 1962. Add a filter for Havana."),
            (
                ((events["sides"] == "Havana") & year).sum(),
                "These are the events of Havana alone. Use str.contains: an event can have several sides.",
            ),
            (
                (havana | year).sum(),
                "You joined the filters with |, which means “or”. Both must be true: use &.",
            ),
        ],
        "This is another number. You need two filters, each in round brackets, joined by &.",
    )


def _bars(value: Any) -> list[int] | None:
    """Return how long the bars of a drawing are, from left to right or upward, without those of no length; None for anything else."""
    axes = getattr(
        next(iter(getattr(value, "patches", None) or []), None), "axes", None
    )  # also of what plt.bar returns
    bars = [
        bar for group in getattr(axes, "containers", []) for bar in getattr(group, "patches", [])
    ]
    lying = len({bar.get_height() for bar in bars}) == 1
    bars.sort(key=lambda bar: bar.get_y() if lying else bar.get_x())
    return [
        round(one) for bar in bars if (one := bar.get_width() if lying else bar.get_height()) > 0
    ] or None


def bars_by_year(value: Any, events: pd.DataFrame) -> tuple[bool, str]:
    """One bar for each year, as long as the number of its events."""
    bars = _bars(value)
    if bars is None:
        lines = (
            "These are lines, which say that there is something between two years. "
            if getattr(value, "lines", None)
            else ""
        )
        return False, f"{lines or 'Your value is not a drawing. '}End with .plot.bar()."
    counts = events["earliest"].dt.year.value_counts()
    exact = events[events["date_kind"] == "exact day"]["earliest"].dt.year.value_counts()
    expected = list(counts.sort_index())
    return _compared(
        bars,
        (
            expected,
            f"{len(expected)} years, and {max(expected)} of {len(events)} events in one of them.",
        ),
        [
            (
                expected[::-1],
                "All bars are there, but time runs backwards. Use .sort_index() as it is.",
            ),
            (
                list(counts),
                "All bars are there, but the longest stands first. Years have an order of their own: add .sort_index().",
            ),
            (
                list(exact.sort_index()),
                "Events without an exact day have been dropped. They belong to a year, too.",
            ),
        ],
        "These bars count something else. Take the year of the column earliest, then value_counts().",
    )


Checker = Callable[[Any, pd.DataFrame], tuple[bool, str]]

CHECKERS: dict[str, Checker] = {
    "sorted-by-date": sorted_by_date,
    "first-meeting": first_meeting,
    "uncertain-rows": uncertain_rows,
    "havana-in-1962": havana_in_1962,
    "bars-by-year": bars_by_year,
}

FIELDS = {"check": tuple(CHECKERS)}
