"""Read a drawn timeline back from its artists, knowing nothing of how it was laid out."""

import math
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.dates import date2num

from helpers.lesson.dates import parse_date
from helpers.timeline.saving import fixed_style

TOUCH = 0.75  # pixels by which two things may touch: what smoothing the edges adds


@dataclass(frozen=True)
class DrawnMark:
    """A mark: story and kind, both ends in days of matplotlib, middle, and box in pixels."""

    story: str
    kind: str
    left: float
    right: float
    y: float
    box: tuple[float, float, float, float]


class Drawn:
    """Everything in a figure, in pixels and in days."""

    def __init__(self, ax):
        self.ax, self.figure = ax, ax.get_figure(root=True)
        with fixed_style():
            self.figure.draw_without_rendering()  # positions are all that is needed
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
        """Return every mark of these stories, without unlabelled ticks, caps and arrowheads."""
        found = []
        for artist in self.ax.collections:
            story, _, kind = (artist.get_gid() or "").partition(" ")
            if story not in stories or kind.startswith("tick") or kind.endswith((" cap", " arrow")):
                continue
            if isinstance(artist, PathCollection):
                half = math.sqrt(artist.get_sizes()[0]) / 2 * self.figure.dpi / 72
                for x, y in artist.get_offsets():
                    px, py = self.pixels([(x, y)])[0]
                    found.append(
                        DrawnMark(
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
        return DrawnMark(story, kind, float(left), float(right), float(top + bottom) / 2, box)

    def ticks(self, story="record"):
        """Return the unlabelled ticks of a story: kind, left and right end."""
        return [
            DrawnMark(
                story,
                artist.get_gid().split(" ", 2)[2],
                float(line[:, 0].min()),
                float(line[:, 0].max()),
                0.0,
                (0, 0, 0, 0),
            )
            for artist in self.ax.collections
            if (artist.get_gid() or "").startswith(f"{story} tick")
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
        """Return the texts of an event (below the axis, if there is a text) or of a claim."""
        two = self.ax.timeline.content.has_text
        found = [text for text, _ in self.texts if text.get_label() == name]
        return [
            text for text in found if not two or (text.get_position()[1] > self.axis) == below_axis
        ]


def overlap(a, b):
    """Tell whether two boxes overlap by more than their smoothed edges."""
    return min(a[2], b[2]) - max(a[0], b[0]) > TOUCH and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH


def check_layout(ax):
    """Assert that no text overlaps anything, all marks are in the frame, and nothing is cut off."""
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
        label = text.get_text()
        inside = box[0] >= -TOUCH and box[1] >= -TOUCH
        inside = inside and box[2] <= width + TOUCH and box[3] <= height + TOUCH
        assert inside, f"{label!r} is cut off"
        for other, other_box in boxes[number + 1 :]:
            if other_box[0] > box[2]:
                break
            assert not overlap(box, other_box), f"{label!r} overlaps {other.get_text()!r}"
        if (text.get_gid() or "").endswith(" sign"):
            continue  # ~ and ? are inside their own mark
        for thing, name in things:
            assert not overlap(box, thing), f"{label!r} overlaps {name}"
    _check_frame(ax, drawn)
    return drawn


def _check_frame(ax, drawn):
    frame = ax.get_window_extent()
    for mark in drawn.marks("record", "text"):
        left, low, right, high = mark.box
        # Other marks have an edge that goes on beyond the frame.
        room = TOUCH + 9 * (mark.kind not in ("exact day", "exact time"))
        assert left >= frame.x0 - room and right <= frame.x1 + room, f"a mark is cut off: {mark}"
        assert low >= frame.y0 - TOUCH and high <= frame.y1 + TOUCH, f"a mark is cut off: {mark}"


def check_rows(ax, rows, lanes=None):
    """Assert that every row is drawn once in each of its lanes: at its time, with date and title.

    Parameters
    ----------
    rows : DataFrame
        Everything that is drawn (nothing outside of a span), with `id`, `date` and `title`.
    lanes : str, optional
        The column that the lanes are made of.
    """
    drawn = Drawn(ax)
    two = ax.timeline.content.has_text
    marks = [mark for mark in drawn.marks("record") if not two or mark.y > drawn.axis]
    ticks = drawn.ticks()
    points = (drawn.pixels([(1, 0)])[0, 0] - drawn.pixels([(0, 0)])[0, 0]) * 72 / drawn.figure.dpi
    least = 1.1 * max(text.get_size() for text in ax.texts) / points  # of a mark, in days
    for row in rows.to_dict("records"):
        parts = drawn.labels(row["id"])
        tags = [text for text in parts if text.get_weight() == "bold"]
        titles = [text for text in parts if text.get_weight() != "bold"]
        times = _times(row, lanes)
        assert len(tags) <= times, f"{row['id']} is drawn twice"
        agrees = _agrees(row["date"], least)
        for tag in tags:
            _check_label(tag, titles, row)
            y, size = tag.get_position()[1], tag.get_size()
            near = [m for m in marks if -0.7 * size < m.y - y < 8 * size and agrees(m)]
            assert near, f"no mark for {row['id']} ({row['date']}) at its position"
            marks.remove(min(near, key=lambda mark: mark.y))
        for _ in range(times - len(tags)):
            fitting = [tick for tick in ticks if agrees(tick)]
            assert fitting, f"{row['id']} ({row['date']}) has neither a label nor a tick"
            ticks.remove(fitting[0])
    assert not marks, f"{len(marks)} marks belong to no row, such as {marks[0]}"
    assert not ticks, f"{len(ticks)} ticks belong to no row, such as {ticks[0]}"
    return drawn


def _times(row, lanes):
    """Return how often a row is drawn: once in each of its lanes."""
    return (
        len({part.strip() for part in row[lanes].split(";") if part.strip()}) or 1 if lanes else 1
    )


def _check_label(tag, titles, row):
    """Assert that a tag has the row's date, and the text after it the row's title."""
    x, y, size = *tag.get_position(), tag.get_size()
    wanted = short(parse_date(row["date"]).in_words())
    assert tag.get_text() == wanted, f"{row['id']} has the date {tag.get_text()!r}"
    beside = sorted(
        (
            text
            for text in titles
            if -1 < text.get_position()[1] - y < 2.5 * LINE * size
            and text.get_position()[0] >= x - 1e-6
        ),
        key=lambda text: text.get_position()[1],
    )
    title = "".join("".join(text.get_text() for text in beside[:2]).split())
    whole = "".join(row["title"].split())
    same = title == whole or whole.startswith(title.partition("…")[0]) or title.startswith(whole)
    assert title and same, f"{row['id']} is called {title!r}"


LINE = 1.2


def _agrees(text, least):
    """Return a function that checks the kind of a mark, and that it covers just the time of a date.

    A mark that would be too small to be seen is wider, around the same middle. This repeats our
    convention independently: a date with ``~``, ``?`` or ``%`` covers its padding too.
    """
    when = parse_date(text)
    doubt = any(sign in text for sign in "~?%")
    first = when.first_possible if doubt else when.earliest
    last = when.last_possible if doubt else when.latest
    left, right = (
        (float(date2num(np.datetime64(str(first)))) if first else None),
        (float(date2num(np.datetime64(str(last)))) + 1 if last else None),
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


def short(text):
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
        text = text.replace(name, name[:3])
    return text
