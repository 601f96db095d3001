"""The plan of a band: which marks are labelled, in which rows, and how the others are grouped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from helpers.lesson.wording import with_count
from helpers.timeline.model import Band, Content, Mark
from helpers.timeline.plan.fonts import text_width
from helpers.timeline.plan.labels import date_tag, drawn_edges, label_of
from helpers.timeline.plan.packing import Candidate, Item, pack, spread, used_rows
from helpers.timeline.plan.scale import Scale

#: Of more events than this, an even selection is labelled and the rest is grouped.
MOST_TRIED = 800

#: Rows under the labels that hold the unlabelled ticks and the number of each group.
GROUP_ROWS = 2

#: More rows than any band needs.
UNLIMITED = 2000


@dataclass(frozen=True, slots=True)
class Group:
    """Marks without room for a label: a tick for each, and one bracket with their number."""

    marks: tuple[Mark, ...]
    left: float
    right: float
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class BandPlan:
    """A band with its labelled items and its groups; `top` is the upper edge of its first row."""

    band: Band
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    rows: int
    top: float = 0.0


def unlabelled_count(bands: Iterable[BandPlan]) -> str:
    """Say how many marks are drawn without a label; nothing if none is."""
    count = sum(len(group.marks) for band in bands for group in band.groups)
    ticks = "is an unlabelled tick" if count == 1 else "are unlabelled ticks"
    return f"{with_count(count, 'mark')} {ticks}" if count else ""


def plan_band(band: Band, content: Content, scale: Scale, rows: int) -> BandPlan:
    """Put the marks of a band into at most so many rows, and group those without room."""
    marks, tried = _by_importance(band, content)
    if len(tried) == len(marks):
        items, rest = _pack(marks, content, scale, rows)
        if not rest:
            return BandPlan(band, tuple(items), (), max(used_rows(items), 1))
    label_rows = max(rows - GROUP_ROWS, 0)
    items, _ = _pack(tried, content, scale, label_rows)
    labelled = {item.mark.id for item in items}
    in_order, rest = _pack(
        [mark for mark in marks if mark.id in labelled], content, scale, label_rows
    )
    if not rest:
        items = in_order
    others = [mark for mark in band.marks if mark.id not in labelled]
    groups = _groups(others, content, scale)
    return BandPlan(band, tuple(items), tuple(groups), used_rows(items) + GROUP_ROWS)


def _by_importance(band: Band, content: Content) -> tuple[list[Mark], list[Mark]]:
    """Return the marks in the order in which they are drawn, and in that in which labels are tried.

    Of the text, contradictions of order come first and other contradictions second. Of the record,
    events come first that a link leads to, then those that it is about; the other ones are tried
    evenly over the whole time.
    """
    if band.story == "text":
        marks = sorted(band.marks, key=lambda mark: (not mark.reversed, not mark.contradicts))
        return marks, marks
    rank = _rank(content)
    marks = sorted(band.marks, key=lambda mark: rank.get(mark.id, 2))
    linked = sum(mark.id in rank for mark in marks)
    return marks, [*marks[:linked], *spread(marks[linked:])][:MOST_TRIED]


def _rank(content: Content) -> dict[str, int]:
    """Return 0 for events that a link leads to, 1 for others that it is about."""
    links = [link for claim in content.claims for link in claim.links]
    return {name: 1 for link in links for name in link.events} | {link.event: 0 for link in links}


def _pack(
    marks: Sequence[Mark], content: Content, scale: Scale, rows: int
) -> tuple[list[Item], list[Candidate]]:
    candidates = [
        Candidate(mark, drawn_edges(mark, scale), label_of(mark, content, scale)) for mark in marks
    ]
    return pack(candidates, scale.width, rows, gap=0.5 * scale.size, apart=1.4 * scale.size)


def _groups(marks: Sequence[Mark], content: Content, scale: Scale) -> list[Group]:
    """Group marks by where they are, so that each group's label fits under its part of the axis."""
    if not marks:
        return []
    widest = text_width(_more(len(marks)), scale.size) + scale.size
    count = max(int(scale.width / widest), 1)
    parts: dict[int, list[Mark]] = {}
    for mark in marks:
        part = int(_middle(mark, scale) / scale.width * count)
        parts.setdefault(min(part, count - 1), []).append(mark)
    groups: list[Group] = []
    for part, found in sorted(parts.items(), reverse=True):
        end = groups[-1].label_x - scale.size if groups else scale.width
        groups.append(_group(found, part * scale.width / count, end, content, scale))
    return groups[::-1]


def _group(
    marks: Sequence[Mark], start: float, end: float, content: Content, scale: Scale
) -> Group:
    """Return a group whose label is between two points; a small one names its marks if they fit."""
    middles = [_middle(mark, scale) for mark in marks]
    left, right = min(middles), max(middles)
    label = _more(len(marks))
    names = (date_tag(mark, content) if mark.story == "record" else mark.id for mark in marks)
    with_names = f"{label}: {', '.join(names)}"
    if len(marks) < 4 and text_width(with_names, scale.size) <= end - start:
        label = with_names
    width = text_width(label, scale.size)
    x = min(max((left + right - width) / 2, start), end - width)
    return Group(tuple(marks), left, right, label, x)


def _middle(mark: Mark, scale: Scale) -> float:
    left, right = drawn_edges(mark, scale)
    return (left + right) / 2


def _more(count: int) -> str:
    return f"and {count} more"
