"""Measure the interactive timeline: from a choice to a new figure, and to another event.

Run `python3 benchmarks/timeline_browser.py` from the project's folder (with the Python of `.venv`);
`--small` takes a few seconds and shows only that it works. The target: at most 200 milliseconds for
95 of 100 redraws of 100 events, text and record, in lanes.
"""

import argparse
import dataclasses
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from helpers.timeline.browser import TimelineWidget

EVENTS, REDRAWS = 100, 100
CHOICES = [
    {"lanes": "category"},
    {"lanes": ""},
    {"lanes": "side"},
    {"stories": "record"},
    {"stories": "both"},
    {"theme": "dark"},
    {"theme": ""},
]


def lesson_of(count: int) -> Lesson:
    """Return the lesson with so many events, those that its text speaks of among them."""
    lesson = load_lesson()
    events, claimed = lesson.events, set[str]()
    for cell in lesson.claims["events"]:
        claimed |= set(cell.split("; "))
    for column in (
        lesson.instruments["event"],
        lesson.assertions["subject"],
        lesson.assertions["object"],
    ):
        claimed |= set(column)
    needed = events["id"].isin(claimed)
    others = events["id"][~needed].head(max(count - needed.sum(), 0))
    kept = events[needed | events["id"].isin(others)]
    # A folder without people: some of them would refer to events that are left out.
    folder = Path(__file__).parent
    return dataclasses.replace(lesson, events=kept.reset_index(drop=True), folder=folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the median and the 95th percentile of redraws, and of steps from event to event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few seconds, only to see it work")
    count = 8 if parser.parse_args(arguments).small else REDRAWS
    widget = TimelineWidget(lesson_of(EVENTS))
    for name, messages in (("redraw", CHOICES), ("step to another event", [{"step": 1}])):
        times = []
        for number in range(count):
            began = time.perf_counter()
            widget.handle(**messages[number % len(messages)])
            times.append((time.perf_counter() - began) * 1000)
        cuts = statistics.quantiles(times, n=20)
        print(
            f"{name}, {len(widget.shown)} events, {count} times: "
            f"median {statistics.median(times):.0f} ms, 95 of 100 within {cuts[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
