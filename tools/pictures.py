"""Draw the pictures of the README from the data: the text with its claims, and the timeline."""

from itertools import zip_longest

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from helpers import plot_timeline
from helpers.display.style import COLOURS
from helpers.files import PROJECT
from helpers.lesson.model import Lesson
from helpers.timeline.saving import figure_of

FOLDER = PROJECT / "docs" / "pictures"
WIDTH, LINE, MARGIN = 1100.0, 34.0, 40.0  # pixels
BODY, LABEL = (
    FontProperties(family="DejaVu Serif", size=13),
    FontProperties(family="DejaVu Sans", size=7.5),
)


def write(lesson: Lesson) -> str:
    """Write all pictures and return the line that says how it went."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures = {"text.png": draw_text(lesson), "timeline.png": draw_record(lesson)}
    changed = []
    for name, figure in figures.items():
        path = FOLDER / name
        before = path.read_bytes() if path.exists() else b""
        figure.savefig(path, dpi=100, metadata={"Software": None})
        changed += [name] * (path.read_bytes() != before)
    return f"pictures: {'changed: ' + ', '.join(changed) if changed else 'as before'}"


def draw_record(lesson: Lesson) -> Figure:
    """Draw the record by side, without the claims of the text: a picture gives no verdict away."""
    ax = plot_timeline(lesson.events, lanes="side", title="The record, by side")
    return figure_of(ax)


def draw_text(lesson: Lesson, paragraphs: int = 3) -> Figure:
    """Draw the first paragraphs of the text; every claim is underlined and followed by its id.

    Parameters
    ----------
    lesson : Lesson
    paragraphs : int
        How many paragraphs to draw, the heading not counted.
    """
    colours, claims = COLOURS["light"], lesson.claims
    end = lesson.sentences.loc[lesson.sentences["paragraph"] <= paragraphs, "end"].max()
    canvas = FigureCanvasAgg(Figure(dpi=100))
    renderer = canvas.get_renderer()
    pieces: list[tuple[float, float, str, bool, FontProperties]] = []
    x, y = MARGIN, MARGIN
    for start, word in _words(lesson.text[:end])[:-1]:  # the last is the end of a paragraph
        width = _width(renderer, word.strip(), BODY)
        if word == "\n" or x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + LINE * (1.4 if word == "\n" else 1)
        if word == "\n":
            continue
        stop = start + len(word)
        inside = bool(((claims["start"] < stop) & (claims["end"] > start)).any())
        pieces.append((x, y, word, inside, BODY))
        x += width
        for claim in claims.loc[(claims["end"] > start) & (claims["end"] <= stop), "id"]:
            pieces.append((x + 2, y - 6, claim, False, LABEL))
            x += _width(renderer, claim, LABEL) + 5
        x += _width(renderer, "n", BODY) * 0.5
    height = y + LINE + MARGIN
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=100, facecolor=colours["page"])
    for (left, top, word, inside, font), after in zip_longest(pieces, pieces[1:]):
        if inside:
            box = (left / WIDTH, 1 - (top + 24) / height)
            goes_on = (
                after and after[3] and after[1] == top
            )  # to the next word of the same claim, if it stands in the same line
            size = (
                (after[0] - left if goes_on else _width(renderer, word, BODY)) / WIDTH,
                26 / height,
            )
            figure.patches.append(
                Rectangle(box, *size, facecolor=colours["text-wash"], transform=figure.transFigure)
            )
            line = Rectangle(
                box, size[0], 2 / height, facecolor=colours["text"], transform=figure.transFigure
            )
            figure.patches.append(line)
        colour = colours["ink"] if font is BODY else colours["quiet"]
        baseline = 1 - (top + 18) / height
        figure.text(left / WIDTH, baseline, word, fontproperties=font, color=colour, va="baseline")
    return figure


def _words(text: str) -> list[tuple[int, str]]:
    """Return each word with its place in the text; a paragraph's end is a word of its own."""
    found, start = [], 0
    for line in text.split("\n"):
        place = start
        for word in line.split(" "):
            if word:
                found.append((place, word))
            place += len(word) + 1
        start += len(line) + 1
        if line:
            found.append((start - 1, "\n"))
    return found


def _width(renderer: RendererAgg, word: str, font: FontProperties) -> float:
    return float(renderer.get_text_width_height_descent(word, font, ismath=False)[0])
