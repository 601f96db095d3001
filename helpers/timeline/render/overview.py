"""How a page relates to the others: the span within all events, and the parts of other pages."""

from helpers.lesson.date_words import year_in_words
from helpers.timeline.days import day_of
from helpers.timeline.model import extent
from helpers.timeline.plan.fonts import SMALL, text_width
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.render.canvas import Canvas


def draw_locator(canvas: Canvas, plan: Plan) -> None:
    """Show at the top where this span is within all events."""
    content, size, colour = plan.content, canvas.size, canvas.colours["quiet"]
    first, last = extent([*content.events, *content.outside])
    first_year, last_year = (year_in_words(day_of(moment).year) for moment in (first, last - 1e-6))
    left = text_width(first_year, size * SMALL) + 0.7 * size
    right = text_width(last_year, size * SMALL) + 0.7 * size
    end, y = plan.scale.width - right, 0.9 * size
    stretch = (plan.scale.width - left - right) / max(last - first, 1e-9)
    canvas.text(0, y + 0.31 * size, first_year, colour, scale=SMALL)
    canvas.text(end + 0.7 * size, y + 0.31 * size, last_year, colour, scale=SMALL)
    canvas.line("locator", [(left, y), (end, y)], colour, 0.8)
    for mark in content.outside:
        if mark.kind == "exact day":
            x = left + (mark.left + 0.5 - first) * stretch
            tick = [(x, y - 0.25 * size), (x, y + 0.25 * size)]
            canvas.line("locator event", tick, colour, 0.6)
    x0, x1 = (
        left + (min(max(moment, first), last) - first) * stretch
        for moment in (content.low, content.high)
    )
    middle, half = (x0 + x1) / 2, 0.35 * size
    x0, x1 = min(x0, middle - 2), max(x1, middle + 2)
    corners = [(x0, y - half), (x1, y - half), (x1, y + half), (x0, y + half)]
    canvas.area("locator window", corners, canvas.colours["ink"])


def draw_chapters(canvas: Canvas, plan: Plan) -> None:
    """Mark the parts that other pages show larger, with the numbers of these pages."""
    size, colour = canvas.size, canvas.colours["ink"]
    y = plan.end - 1.9 * size
    free = 0.0
    for left, right in _brackets(plan):
        bracket = [(left, y - 0.3 * size), (left, y), (right, y), (right, y - 0.3 * size)]
        canvas.line("chapter", bracket, colour, 1.0)
    for left, right, label in _numbers(plan):
        width = text_width(label, size, bold=True)
        x = min(max((left + right - width) / 2, free), plan.scale.width - width)
        if x >= free:
            canvas.text(x, y + 1.1 * size, label, colour, bold=True)
            free = x + width + 0.3 * size


def _brackets(plan: Plan) -> list[tuple[float, float]]:
    """Return the left and right end of each chapter's bracket."""
    scale = plan.scale
    return [
        (max(scale.x(chapter.low), 0.0) + 1, min(scale.x(chapter.high), scale.width) - 1)
        for chapter in plan.content.chapters
    ]


def _numbers(plan: Plan) -> list[tuple[float, float, str]]:
    """Return the page numbers with their stretches; too narrow neighbours share one: 15–29."""
    size = plan.scale.size
    runs: list[tuple[float, float, str]] = []
    for chapter, (left, right) in zip(plan.content.chapters, _brackets(plan), strict=True):
        if runs:
            first, last, label = runs[-1]
            too_narrow = (
                text_width(chapter.page, size, bold=True) > right - left
                and text_width(label, size, bold=True) > last - first
            )
            if (left, right) == (first, last) or too_narrow:
                runs[-1] = first, right, f"{label.partition('–')[0]}–{chapter.page}"
                continue
        runs.append((left, right, chapter.page))
    return runs
