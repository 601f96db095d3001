"""The plan of a timeline: the height shared between its bands, and everything at its position."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.timeline.model import Band, Content
from helpers.timeline.plan.bands import GROUP_ROWS, UNLIMITED, BandPlan, plan_band
from helpers.timeline.plan.foot import Foot, plan_foot
from helpers.timeline.plan.labels import ROW
from helpers.timeline.plan.packing import share_rows
from helpers.timeline.plan.scale import Scale
from helpers.timeline.plan.ticks import Ticks, choose_ticks

#: Fewest rows of a band that can't label everything.
FEWEST_ROWS = 3

#: The narrowest timeline, in font sizes.
FEWEST_SIZES = 24


class TooSmall(ValueError):
    """There is not enough room for this timeline."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a timeline draws, and where; lengths are in points, y runs down from its top.

    Attributes
    ----------
    content : Content
    scale : Scale
    ticks : Ticks
    bands : tuple of BandPlan
    foot : Foot
    row : float
        Distance of two rows.
    top : float
        Where the bands begin, under the line that shows the span within all events.
    axis_y : float
    end : float
        Where the foot begins.
    height : float
    everything_labelled : bool
        Whether every mark has a label.
    """

    content: Content
    scale: Scale
    ticks: Ticks
    bands: tuple[BandPlan, ...]
    foot: Foot
    row: float
    top: float
    axis_y: float
    end: float
    height: float
    everything_labelled: bool

    def y(self, band: BandPlan, row: int) -> float:
        """Return the middle of a row."""
        return band.top + (row + 0.5) * self.row

    def group_y(self, band: BandPlan) -> float:
        """Return the lower end of the unlabelled ticks of a band."""
        return self.y(band, band.rows - GROUP_ROWS) + 0.1 * self.scale.size


@dataclass(frozen=True, slots=True)
class _Frame:
    """The heights of everything above, between and under the rows of the bands."""

    content: Content
    scale: Scale
    ticks: Ticks

    @property
    def top(self) -> float:
        """The height of the line that shows where the span is within all events."""
        return 2.6 * self.scale.size if self.content.outside else 0.0

    @property
    def axis(self) -> float:
        """The height of the axis with its labels."""
        return (1.0 + 1.35 + (1.35 if self.ticks.context else 0)) * self.scale.size

    @property
    def chapters(self) -> float:
        """The height of the brackets that show the parts of other pages."""
        return 2.2 * self.scale.size if self.content.chapters else 0.0

    def heading(self, band: Band) -> float:
        """Return the height of a band's heading."""
        return (2.0 if band.name else 0.6) * self.scale.size

    def fixed(self, foot: Foot) -> float:
        """Return the height of everything but the rows."""
        headings = sum(self.heading(band) + 0.5 * self.scale.size for band in self.content.bands)
        return self.top + (foot.height(self.scale.size) + self.chapters) + self.axis + headings

    def stack(
        self, bands: Sequence[BandPlan], row: float
    ) -> tuple[tuple[BandPlan, ...], float, float]:
        """Put the bands one under the other; return them with the axis and the end of the last.

        The axis is under the band of the text, or under the first lane of the record.
        """
        y, axis_y = self.top, 0.0
        placed = []
        for number, band in enumerate(bands):
            top = y + self.heading(band.band)
            placed.append(replace(band, top=top))
            y = top + band.rows * row + 0.5 * self.scale.size
            if number == 0:
                axis_y = y
                y += self.axis
        return tuple(placed), axis_y, y


def plan_timeline(content: Content, scale: Scale, height: float, *, grow: bool = False) -> Plan:
    """Share the height between the bands and put every mark into its rows.

    With `grow`, the plan is as high as it needs to be, and no higher than `height`. `TooSmall` if
    not even the fewest rows fit.
    """
    if scale.width < FEWEST_SIZES * scale.size:
        raise TooSmall(
            f"A timeline needs a width of at least {FEWEST_SIZES * scale.size:.0f} points; "
            f"here are {scale.width:.0f}."
        )
    frame = _Frame(content, scale, choose_ticks(scale.low, scale.high, scale.width, scale.size))
    unlimited = [plan_band(band, content, scale, UNLIMITED) for band in content.bands]
    bands = _fit(unlimited, frame, height)
    foot = plan_foot(content, bands, scale)
    row = ROW * scale.size
    if bands is unlimited and not grow:  # spare height goes between the rows
        _, _, bottom = frame.stack(bands, row)
        spare = height - foot.height(scale.size) - bottom - frame.chapters
        row = min(row + max(spare, 0.0) / sum(band.rows for band in bands), 1.3 * row)
    placed, axis_y, bottom = frame.stack(bands, row)
    end = bottom + frame.chapters
    return Plan(
        content=content,
        scale=scale,
        ticks=frame.ticks,
        bands=placed,
        foot=foot,
        row=row,
        top=frame.top,
        axis_y=axis_y,
        end=end,
        height=end + foot.height(scale.size) if grow else height,
        everything_labelled=bands is unlimited,
    )


def _fit(bands: list[BandPlan], frame: _Frame, height: float) -> list[BandPlan]:
    """Return the bands in fewer rows if the height has no room for all; else the same list."""
    content, scale = frame.content, frame.scale
    fixed, row = frame.fixed(plan_foot(content, bands, scale)), ROW * scale.size
    rows = int((height - fixed) / row)
    if sum(band.rows for band in bands) <= rows:
        return bands
    shares = _share(bands, content, rows)
    if sum(shares) > rows:
        raise TooSmall(
            f"A timeline of {len(bands)} lanes needs a height of at least "
            f"{fixed + sum(shares) * row:.0f} points; here are {height:.0f}."
        )
    return [
        plan_band(band.band, content, scale, share) if share < band.rows else band
        for band, share in zip(bands, shares, strict=True)
    ]


def _share(bands: Sequence[BandPlan], content: Content, rows: int) -> list[int]:
    """Share rows between bands that can't label everything.

    The shares add up to more than `rows` if there are too few for all bands.
    """
    needs = [band.rows for band in bands]
    least = _fewest_rows(bands, rows)
    if sum(least) > rows:
        return least
    if content.has_text:  # all claims, as far as the record keeps a third, or lanes keep a half
        record = max(sum(least[1:]), rows // (2 if content.lanes else 3))
        least[0] = max(least[0], min(needs[0], rows - record))
    return share_rows(needs, least, rows)


def _fewest_rows(bands: Sequence[BandPlan], rows: int) -> list[int]:
    """Return the fewest rows of each band, if possible enough to label a contradiction of order."""
    reversed_rows = max(
        (item.label.rows + len(item.mark.links) for item in bands[0].items if item.mark.reversed),
        default=0,
    )
    with_label = reversed_rows + GROUP_ROWS if reversed_rows else 0
    for fewest, first in (
        (FEWEST_ROWS, with_label),
        (GROUP_ROWS, with_label),
        (GROUP_ROWS, GROUP_ROWS),
    ):
        least = [min(band.rows, fewest) for band in bands]
        least[0] = min(bands[0].rows, max(least[0], first))
        if sum(least) <= rows:
            break
    return least
