"""Measure the timeline, and compare it with other ways to keep labels apart.

Run it from the project's folder, with the environment that `start.py` has made; `--small` takes a
few seconds and shows only that it works:

    .venv/bin/python benchmarks/timeline.py

adjustText and textalloc are compared too if they can be imported. They do not belong to the
project; to try them, make a temporary environment:

    python3 -m venv /tmp/compare
    /tmp/compare/bin/pip install -r requirements.txt adjustText textalloc
    /tmp/compare/bin/python benchmarks/timeline.py

The targets: 100 events with their labels placed within 2 times a bare drawing of the same texts;
1,000 and 10,000 events in n log n time and linear memory.
"""

import argparse
import hashlib
import importlib
import io
import math
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from helpers import load_lesson, plot_timeline


@dataclass(frozen=True)
class Sizes:
    """How much is measured: repeats, and numbers of events, the last of which are fitted."""

    repeats: int = 15
    events: tuple[int, ...] = (100, 300, 1000, 3000, 10000)
    fitted: int = 3


SMALL = Sizes(repeats=1, events=(30, 60), fitted=2)


def png(figure: Figure) -> bytes:
    """Return the picture that a notebook shows."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100, metadata={"Software": None})
    return buffer.getvalue()


def seconds(*ways: Callable[[], Any], repeats: int) -> list[list[float]]:
    """Time several ways in turns, so that what slows the machine slows all of them."""
    times: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(repeats):
        for found, way in zip(times, ways, strict=True):
            began = time.perf_counter()
            way()
            found.append(time.perf_counter() - began)
    return times


def many(number: int) -> pd.DataFrame:
    """Return events of five years, a third of them in seven weeks, the same every time."""
    chance = random.Random(number)
    first, dense = date(1959, 1, 1), date(1962, 9, 20)
    days = [
        dense + timedelta(days=chance.randrange(49))
        if n % 3 == 0
        else first + timedelta(days=chance.randrange(1800))
        for n in range(number)
    ]
    return pd.DataFrame(
        {
            "id": [f"e{n}" for n in range(number)],
            "date": [str(day) for day in days],
            "title": [f"Event {n} of this chronology" for n in range(number)],
        }
    )


def bare(texts: list[tuple[float, float, str, Any]], size: tuple[float, float]) -> bytes:
    """Draw the same texts in the same fonts at the same positions with matplotlib alone."""
    figure = Figure(figsize=size)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    for x, y, label, font in texts:
        ax.text(x, y, label, fontproperties=font, parse_math=False)
    return png(figure)


def against_bare(events: pd.DataFrame, sizes: Sizes) -> None:
    """Compare events drawn as a timeline with a bare drawing of the same texts."""
    ax = plot_timeline(events)
    texts = [
        (
            *ax.transAxes.inverted().transform(ax.transData.transform(text.get_position())),
            text.get_text(),
            text.get_fontproperties(),
        )
        for text in ax.texts
    ]
    size = tuple(ax.figure.get_size_inches())
    ours, plain = (
        statistics.median(times) * 1000
        for times in seconds(
            lambda: png(plot_timeline(events).figure),
            lambda: bare(texts, size),
            repeats=sizes.repeats,
        )
    )
    print(
        f"{len(events)} events as a picture: {ours:.0f} ms; the same {len(texts)} texts bare: "
        f"{plain:.0f} ms; {ours / plain:.2f} times (target: at most 2)"
    )


def growth(sizes: Sizes) -> None:
    """Measure time and memory of more and more events, and fit the exponent."""
    print("\nEvents   seconds   seconds/(n log n) ·10⁶   memory, MB   bytes per event")
    times, weights = [], []
    for number in sizes.events:
        events = many(number)
        plot_timeline(events)
        spent = min(seconds(lambda events=events: png(plot_timeline(events).figure), repeats=3)[0])
        tracemalloc.start()
        png(plot_timeline(events).figure)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        times.append(spent)
        weights.append(peak)
        print(
            f"{number:6d} {spent:9.3f} {spent / (number * math.log(number)) * 1e6:16.1f} "
            f"{peak / 1e6:18.1f} {peak / number:16.0f}"
        )
    fitted = sizes.events[-sizes.fitted :]
    slope, weight = (
        np.polyfit(np.log(fitted), np.log(values[-sizes.fitted :]), 1)[0]
        for values in (times, weights)
    )
    print(
        f"Fitted from {fitted[0]} events on: time n^{slope:.2f} (n log n would be about n^1.12), "
        f"memory n^{weight:.2f} (target: at most 1)"
    )


def overlaps(figure: Figure) -> int:
    """Count the pairs of texts whose boxes overlap."""
    canvas = FigureCanvasAgg(figure)
    figure.draw(canvas.get_renderer())
    boxes = [
        text.get_window_extent(canvas.get_renderer())
        for ax in figure.axes
        for text in ax.texts
        if text.get_text()
    ]
    boxes.sort(key=lambda box: box.x0)
    found = 0
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if other.x0 > box.x1:
                break
            found += min(box.y1, other.y1) - max(box.y0, other.y0) > 1 and box.x1 - other.x0 > 1
    return found


def plain(
    events: pd.DataFrame,
    place: Callable[[Any, list[Any], list[float], list[float]], Any] | None = None,
) -> Figure:
    """Draw events as dots with labels at six heights; then let another library move the labels."""
    figure = Figure(figsize=(10, 12))
    ax = figure.add_subplot()
    xs = [float(date2num(date.fromisoformat(day))) for day in events["date"]]
    ys = [float(number % 6) for number in range(len(xs))]
    ax.scatter(xs, ys, s=20)
    ax.set_ylim(-1, 7)
    ax.xaxis_date()
    FigureCanvasAgg(figure)
    if place is not None and place.__name__ == "with_textalloc":
        place(ax, list(events["title"]), xs, ys)
    else:
        texts = [
            ax.text(x, y, label, fontsize=9)
            for x, y, label in zip(xs, ys, events["title"], strict=True)
        ]
        if place is not None:
            place(ax, texts, xs, ys)
    return figure


def with_adjusttext(ax: Any, texts: list[Any], xs: list[float], ys: list[float]) -> None:
    """Move labels with adjustText."""
    importlib.import_module("adjustText").adjust_text(texts, x=xs, y=ys, ax=ax)


def with_textalloc(ax: Any, labels: list[Any], xs: list[float], ys: list[float]) -> None:
    """Place labels with textalloc, with the settings that let it place all of them."""
    importlib.import_module("textalloc").allocate(
        ax,
        xs,
        ys,
        labels,
        x_scatter=xs,
        y_scatter=ys,
        textsize=9,
        linecolor="grey",
        max_distance=0.9,
        nbr_candidates=2000,
        draw_all=False,
    )


def side_by_side(events: pd.DataFrame) -> None:
    """Compare time, overlapping pairs, texts that are shown and the bytes of two drawings."""
    ways: dict[str, Callable[[], Figure]] = {
        "this timeline": lambda: plot_timeline(events, size="notebook").figure,
        "plain matplotlib": lambda: plain(events),
    }
    for name, module, place in (
        ("adjustText", "adjustText", with_adjusttext),
        ("textalloc", "textalloc", with_textalloc),
    ):
        try:
            version = importlib.import_module(module)
            ways[f"{name} {getattr(version, '__version__', '')}".strip()] = lambda place=place: (
                plain(events, place)
            )
        except ImportError:
            print(f"\n{name} cannot be imported; the top of this file says how to compare with it.")
    print(
        f"\n{len(events)} events           seconds   overlapping pairs   texts   same bytes twice"
    )
    for name, way in ways.items():
        began = time.perf_counter()
        first = way()
        picture = png(first)
        spent = time.perf_counter() - began
        same = hashlib.sha256(picture).digest() == hashlib.sha256(png(way())).digest()
        print(
            f"{name:20s} {spent:11.2f} {overlaps(first):14d} "
            f"{sum(len(ax.texts) for ax in first.axes):15d}   {'yes' if same else 'no'}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything, or with ``--small`` a little of everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few seconds, only to see it work")
    sizes = SMALL if parser.parse_args(arguments).small else Sizes()
    events = load_lesson().events.head(sizes.events[0])
    against_bare(events, sizes)
    growth(sizes)
    exact = load_lesson().events
    exact = exact[exact["date"].str.fullmatch(r"\d{4}-\d\d-\d\d")].head(60)
    side_by_side(exact.head(sizes.events[0]))


if __name__ == "__main__":
    main()
