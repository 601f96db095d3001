"""How long the interactive timeline takes from a choice to a new figure: 100 events, text and record, in lanes.

Run `python3 benchmarks/timeline_browser.py` from the project's folder (with the Python of `.venv`).
The target: at most 200 milliseconds for 95 of 100 redraws.
"""

import dataclasses
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.load import load_lesson
from helpers.timeline.browser import TimelineWidget

REDRAWS = 100
CHOICES = [
    {"lanes": "category"},
    {"lanes": ""},
    {"lanes": "side"},
    {"stories": "record"},
    {"stories": "both"},
    {"theme": "dark"},
    {"theme": ""},
]


def main() -> None:
    """Print the median and the 95th percentile of many redraws, and of steps from event to event."""
    lesson = load_lesson()
    names = {name for cell in lesson.claims["events"] for name in cell.split("; ")}
    needed = lesson.events["id"].isin(
        names
        | set(lesson.instruments["event"])
        | set(lesson.assertions["subject"])
        | set(lesson.assertions["object"])
    )
    kept = lesson.events[needed]
    kept = lesson.events[
        needed | lesson.events["id"].isin(lesson.events[~needed]["id"].head(100 - len(kept)))
    ]
    widget = TimelineWidget(dataclasses.replace(lesson, events=kept.reset_index(drop=True)))
    for words, asked in (("redraw", CHOICES), ("step to another event", [{"step": 1}])):
        times = []
        for number in range(REDRAWS):
            began = time.perf_counter()
            widget.ask(**asked[number % len(asked)])
            times.append((time.perf_counter() - began) * 1000)
        cuts = statistics.quantiles(times, n=20)
        print(
            f"{words}, {len(widget.shown)} events, {REDRAWS} times: median {statistics.median(times):.0f} ms, 95 of 100 within {cuts[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
