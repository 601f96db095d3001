"""Read a drawn timeline back from its artists, knowing nothing of how it was laid out."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.dates import date2num

from helpers.lesson.dates import parse_date
from helpers.timeline.canvas import fixed_style

TOUCH = 0.75  # pixels by which two things may touch: what smoothing the edges adds


@dataclass(frozen=True)
class Seen:
    """A mark: its story and kind, left and right end in days of matplotlib, middle of its height, box in pixels."""

    story: str
    kind: str
    left: float
    right: float
    y: float
    box: tuple[float, float, float, float]


class Drawn:
    """What stands in a figure, in pixels and in days."""

    def __init__(self, ax):
        self.ax, self.figure = ax, ax.get_figure(root=True)
        with fixed_style():
            self.figure.draw_without_rendering()  # all that is needed is where things stand
            renderer = FigureCanvasAgg(self.figure).get_renderer()
            self.texts = [(text, self._box(text, renderer)) for text in self._all_texts()]
        self.axis = ax.spines["bottom"].get_position()[1]

    def _all_texts(self):
        ax = self.ax
        found = [
            *ax.texts,
            *self.figure.texts,
            *ax.xaxis.get_ticklabels(),
            ax.title,
            ax._left_title,
            ax._right_title,
        ]
        return [text for text in found if text.get_visible() and text.get_text().strip()]

    def _box(self, text, renderer):
        box = text.get_window_extent(renderer)
        return box.x0, box.y0, box.x1, box.y1

    def pixels(self, points):
        """Return data points in pixels."""
        return self.ax.transData.transform(np.asarray(points, dtype=float))

    def marks(self, *stories):
        """Return every mark of these stories; strokes without words, caps and arrowheads are no marks of their own."""
        found = []
        for artist in self.ax.collections:
            story, _, kind = (artist.get_gid() or "").partition(" ")
            if (
                story not in stories
                or kind.startswith("stroke")
                or kind.endswith((" cap", " arrow"))
            ):
                continue
            if isinstance(artist, PathCollection):
                half = math.sqrt(artist.get_sizes()[0]) / 2 * self.figure.dpi / 72
                for x, y in artist.get_offsets():
                    px, py = self.pixels([(x, y)])[0]
                    found.append(
                        Seen(
                            story,
                            kind,
                            float(x),
                            float(x),
                            float(y),
                            (px - half, py - half, px + half, py + half),
                        )
                    )
            elif isinstance(artist, PolyCollection):
                found += [self._shape(story, kind, path.vertices) for path in artist.get_paths()]
        return found

    def _shape(self, story, kind, corners):
        box = (*self.pixels(corners).min(axis=0), *self.pixels(corners).max(axis=0))
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return Seen(story, kind, float(left), float(right), float(top + bottom) / 2, box)

    def strokes(self, story="record"):
        """Return the strokes of events without words: kind, left and right end."""
        return [
            Seen(
                story,
                artist.get_gid().split(" ", 2)[2],
                float(line[:, 0].min()),
                float(line[:, 0].max()),
                0.0,
                (0, 0, 0, 0),
            )
            for artist in self.ax.collections
            if (artist.get_gid() or "").startswith(f"{story} stroke")
            for line in artist.get_segments()
        ]

    def lines(self, *gids):
        """Return straight lines as gid and two points in pixels."""
        return [
            (artist.get_gid(), a, b)
            for artist in self.ax.collections
            if isinstance(artist, LineCollection) and (not gids or artist.get_gid() in gids)
            for line in artist.get_segments()
            for a, b in zip(self.pixels(line)[:-1], self.pixels(line)[1:], strict=True)
        ]

    def labels(self, name, below_axis=True):
        """Return the texts of an event (below the axis of two stories) or of a claim (above it), from the top."""
        two = "text" in {band.story for band in self.ax.timeline.bands}
        found = [text for text, _ in self.texts if text.get_label() == name]
        return [
            text for text in found if not two or (text.get_position()[1] > self.axis) == below_axis
        ]


def overlap(a, b):
    """Tell whether two boxes overlap by more than their smoothed edges."""
    return min(a[2], b[2]) - max(a[0], b[0]) > TOUCH and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH


def check_layout(ax):
    """Assert that no words overlap words, marks or lines, that all marks are in the frame and that nothing is cut off."""
    drawn = Drawn(ax)
    boxes = sorted(drawn.texts, key=lambda pair: pair[1][0])
    width, height = drawn.figure.bbox.size
    things = [
        (mark.box, f"a mark ({mark.kind})")
        for mark in drawn.marks("record", "text", "legend", "locator")
    ]
    things += [
        (
            (
                min(a[0], b[0]) - 0.6,
                min(a[1], b[1]) - 0.6,
                max(a[0], b[0]) + 0.6,
                max(a[1], b[1]) + 0.6,
            ),
            f"a line ({gid})",
        )
        for gid, a, b in drawn.lines()
    ]
    for number, (text, box) in enumerate(boxes):
        said = text.get_text()
        assert (
            box[0] >= -TOUCH
            and box[1] >= -TOUCH
            and box[2] <= width + TOUCH
            and box[3] <= height + TOUCH
        ), f"{said!r} is cut off"
        for other, its in boxes[number + 1 :]:
            if its[0] > box[2]:
                break
            assert not overlap(box, its), f"{said!r} overlaps {other.get_text()!r}"
        if (text.get_gid() or "").endswith(" sign"):
            continue  # ~ and ? stand in their own mark
        for thing, what in things:
            assert not overlap(box, thing), f"{said!r} overlaps {what}"
    frame = ax.get_window_extent()
    for mark in drawn.marks("record", "text"):
        left, low, right, high = mark.box
        clipped = mark.kind not in (
            "exact day",
            "exact time",
        )  # an edge that goes on beyond the frame
        assert left >= frame.x0 - 9 * clipped - TOUCH and right <= frame.x1 + 9 * clipped + TOUCH, (
            f"a mark is cut off: {mark}"
        )
        assert low >= frame.y0 - TOUCH and high <= frame.y1 + TOUCH, f"a mark is cut off: {mark}"
    return drawn


def check_rows(ax, rows, lanes=None):
    """Assert that every row is drawn once in each of its lanes: at its time, with its kind, its date and its title.

    Parameters
    ----------
    rows : DataFrame
        All that is drawn (nothing outside of a span), with `id`, `date` and `title`.
    lanes : str, optional
        The column that the lanes are made of.
    """
    drawn = Drawn(ax)
    two = "text" in {band.story for band in ax.timeline.bands}
    marks = [mark for mark in drawn.marks("record") if not two or mark.y > drawn.axis]
    strokes, points = (
        drawn.strokes(),
        (drawn.pixels([(1, 0)])[0, 0] - drawn.pixels([(0, 0)])[0, 0]) * 72 / drawn.figure.dpi,
    )
    least = 1.1 * max(text.get_size() for text in ax.texts) / points  # of a mark, in days
    for row in rows.to_dict("records"):
        parts = drawn.labels(row["id"])
        tags = [text for text in parts if text.get_weight() == "bold"]
        titles = [text for text in parts if text.get_weight() != "bold"]
        times = (
            len({part.strip() for part in row[lanes].split(";") if part.strip()}) or 1
            if lanes
            else 1
        )
        assert len(tags) <= times, f"{row['id']} is drawn twice"
        place = _agrees(row["date"], least)
        for tag in tags:
            x, y, size = *tag.get_position(), tag.get_size()
            assert tag.get_text() == short(parse_date(row["date"]).in_words()), (
                f"{row['id']} has the date {tag.get_text()!r}"
            )
            words = sorted(
                (
                    text
                    for text in titles
                    if -1 < text.get_position()[1] - y < 2.5 * LINE * size
                    and text.get_position()[0] >= x - 1e-6
                ),
                key=lambda text: text.get_position()[1],
            )
            said = "".join("".join(text.get_text() for text in words[:2]).split())
            whole = "".join(row["title"].split())
            assert said and (
                said == whole or whole.startswith(said.partition("…")[0]) or said.startswith(whole)
            ), f"{row['id']} is called {said!r}"
            near = [mark for mark in marks if -0.7 * size < mark.y - y < 8 * size and place(mark)]
            assert near, f"no mark for {row['id']} ({row['date']}) at its place"
            marks.remove(min(near, key=lambda mark: mark.y))
        for _ in range(times - len(tags)):
            fitting = [stroke for stroke in strokes if place(stroke)]
            assert fitting, f"{row['id']} ({row['date']}) has neither words nor a stroke"
            strokes.remove(fitting[0])
    assert not marks, f"{len(marks)} marks stand for no row, such as {marks[0]}"
    assert not strokes, f"{len(strokes)} strokes stand for no row, such as {strokes[0]}"
    return drawn


LINE = 1.2


def _agrees(text, least):
    """Return a test whether a mark shows a date as it is: its kind, and exactly the time over which it may lie.

    A mark that would be too small to be seen is wider, around the same middle. This is our
    convention written down a second time: a date with ``~``, ``?`` or ``%`` covers its padding too.
    """
    when = parse_date(text)
    doubt = any(sign in text for sign in "~?%")
    first = when.first_possible if doubt else when.earliest
    last = when.last_possible if doubt else when.latest
    left, right = (
        (float(date2num(first)) if first else None),
        (float(date2num(last)) + 1 if last else None),
    )

    def agrees(mark):
        if mark.kind != when.kind:
            return False
        if left is None or right is None:
            return abs(mark.left - left if left is not None else mark.right - right) < 1e-6
        if when.kind == "exact day":
            return abs(mark.left - left - 0.5) < 1e-6 and mark.left == mark.right
        exact = abs(mark.left - left) < 1e-6 and abs(mark.right - right) < 1e-6
        small = (
            right - left < least
            and abs(mark.left + mark.right - left - right) < 1e-6
            and mark.right - mark.left <= least + 1e-6
        )
        return exact or small

    return agrees


def short(words):
    """Return a date in words with its months cut to three letters."""
    names = [
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    for name in names:
        words = words.replace(name, name[:3])
    return words
