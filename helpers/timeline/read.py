"""Rows of tables read into marks: what is drawn, where in time, and how sure that is."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from helpers.compare.relations import CONTRADICTIONS
from helpers.errors import UserError
from helpers.lesson.cells import split
from helpers.lesson.dates import (
    DAYS_OF_A_MONTH,
    MONTHS,
    DateError,
    HistoricalDate,
    parse_date,
    parse_time,
)
from helpers.lesson.wording import with_count

#: The column that each choice of lanes is made of, and the lanes that come first, in this order.
LANES = {"side": "sides", "category": "category", "place": "place", "actors": "actors"}

OTHERS = {
    "side": "other sides",
    "category": "other categories",
    "place": "other places",
    "actors": "other actors",
}

FIRST_LANES = ("Havana", "Moscow", "Washington", "others")

MOST_LANES = 6

#: On an axis of hours a time given as "about" is drawn one hour wide to both sides (our
#: convention).
ABOUT_AN_HOUR = 1 / 24

CAUSE = CONTRADICTIONS["effect before cause"].reversed_ends


@dataclass(frozen=True, slots=True)
class Link:
    """A line from where the text puts something to where the record has it; `named` are all events that it speaks of."""

    date: HistoricalDate
    words: str
    explanation: str
    how_sure: str
    event: str
    named: tuple[str, ...]
    ends: tuple[str, ...] = ()

    @property
    def arrow(self) -> bool:
        """Whether it runs from what the text has first to what it has after it."""
        return bool(self.ends)


@dataclass(frozen=True, slots=True)
class Mark:
    """One event of the record or one claim of the text.

    `date` is None for a claim that the text puts nowhere in time. `kind` is how exact the position
    is (see `KINDS` in `helpers.timeline.model`). `left` and `right` are in days since 0001-01-01
    (the end of a day counts to it); infinite where open, NaN without a date. `when` is the date in
    words, with the time where it is drawn by hours. `about` is how a claim got its place, in words.
    """

    story: str
    id: str
    title: str
    date: HistoricalDate | None
    kind: str
    left: float
    right: float
    when: str
    lanes: tuple[str, ...] = ()
    links: tuple[Link, ...] = field(default=())
    about: str = ""

    @property
    def reversed(self) -> bool:
        """Whether the text has an effect before its cause here, or things in the wrong order."""
        return any(link.arrow and link.how_sure != "no clash" for link in self.links)

    @property
    def clashes(self) -> bool:
        """Whether anything here contradicts the record."""
        return any(link.how_sure != "no clash" for link in self.links)


def day_number(day: date) -> float:
    """Return the days from 0001-01-01 to the beginning of a day."""
    return float(day.toordinal() - 1)


def day_of(number: float) -> date:
    """Return the day in which a moment lies."""
    return date.fromordinal(min(max(int(number) + 1, 1), date.max.toordinal()))


def cell(value: Any) -> str:
    """Return a cell as text, empty if it is missing."""
    return "" if pd.api.types.is_scalar(value) and pd.isna(value) else str(value).strip()


def bounds(when: HistoricalDate) -> tuple[float, float]:
    """Return the first and last moment that a date is drawn over: padded where it is approximate or in doubt."""
    padded = when.approximate or when.uncertain
    first, last = (
        (when.first_possible, when.last_possible) if padded else (when.earliest, when.latest)
    )
    return (day_number(first) if first else -math.inf), (day_number(last) + 1 if last else math.inf)


def read_date(value: Any, where: str) -> HistoricalDate:
    """Read a cell as a date: EDTF, a timestamp or a year; a `DateError` names the row if it is empty or no date."""
    if not (text := cell(value)):
        raise DateError(f"{where} has no date. Write one in its cell, or leave the row out.")
    if isinstance(value, datetime | date):
        text = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    elif (
        isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
    ):
        text = f"{int(value):04d}"
    if re.match(r"[-−]\s*[0-9]", text) or re.search(r"\bB\.? ?C", text):
        raise DateError(
            f"{where}: {text!r} is before the year 1. Only years from 0001 to 9999 can be drawn."
        )
    try:
        return parse_date(text)
    except DateError as error:
        raise DateError(f"{where}: {error}") from None


def read_events(
    events: pd.DataFrame, lanes: str | None, span: HistoricalDate | None
) -> tuple[list[Mark], list[Mark]]:
    """Return the marks of all rows that may lie in the span, in the order of time, and the marks of those outside.

    A ValueError if a needed column is missing or a cell can't be read.
    """
    needed = ["date", "title", *([LANES[lanes]] if lanes else [])]
    missing = [name for name in needed if name not in events.columns]
    if missing:
        raise UserError(
            f"The table of events has no column {' and no column '.join(map(repr, missing))}. "
            f"Its columns are: {', '.join(map(str, events.columns)) or 'none'}."
        )
    titles = [" ".join(cell(title).split()) for title in events["title"]]
    dates = [
        read_date(value, f"Row {number} (“{title[:40]}”)")
        for number, (value, title) in enumerate(zip(events["date"], titles, strict=True), 1)
    ]
    names = row_names(events)
    groups = _lanes(events[LANES[lanes]], lanes) if lanes else [()] * len(events)
    marks: list[Mark] = []
    outside: list[Mark] = []
    for name, title, when, lane in zip(names, titles, dates, groups, strict=True):
        left, right = bounds(when)
        mark = Mark(
            "record",
            name,
            title or "(no title)",
            when,
            when.kind,
            left,
            right,
            when.in_words(),
            lane,
        )
        (outside if span is not None and when.overlaps(span) is False else marks).append(mark)
    return sorted(marks, key=lambda mark: (mark.left, mark.right, mark.id)), outside


def row_names(events: pd.DataFrame) -> list[str]:
    """Return a name for each row, none twice: its id, or its number where there is none."""
    names: dict[str, None] = {}
    ids = events["id"] if "id" in events else [None] * len(events)
    for number, value in enumerate(ids, 1):
        name = cell(value) or f"row {number}"
        names[f"{name} (row {number})" if name in names else name] = None
    return list(names)


def _lanes(cells: "pd.Series[Any]", lanes: str) -> list[tuple[str, ...]]:
    """Return each row's lanes; beyond the most frequent ones they are drawn together."""
    lists = [tuple(dict.fromkeys(split(cell(value)))) or ("not given",) for value in cells]
    counts = Counter(value for values in lists for value in values)
    ranked = sorted(counts, key=lambda value: (value == "not given", -counts[value], value))
    if len(ranked) <= MOST_LANES:
        return lists
    kept, rest = set(ranked[: MOST_LANES - 1]), OTHERS[lanes]
    return [
        tuple(dict.fromkeys(value if value in kept else rest for value in values))
        for values in lists
    ]


def lane_order(marks: Iterable[Mark]) -> list[str]:
    """Return the lanes that occur, the fullest first, but sides in their fixed order."""
    counts = Counter(lane for mark in marks for lane in mark.lanes)

    def rank(lane: str) -> tuple[bool, int, int, str]:
        fixed = (
            FIRST_LANES.index(lane)
            if lane in FIRST_LANES and set(counts) <= {*FIRST_LANES, "not given"}
            else -1
        )
        return lane == "not given" or lane.startswith("other "), fixed, -counts[lane], lane

    return sorted(counts, key=rank)


def times_of(events: pd.DataFrame) -> dict[str, str]:
    """Return the time of day of each row that has one, by its name."""
    times = events.get("time", [None] * len(events))
    return {
        name: time.strip()
        for name, time in zip(row_names(events), times, strict=True)
        if isinstance(time, str) and time.strip()
    }


def by_hours(marks: list[Mark], events: pd.DataFrame) -> tuple[list[Mark], str]:
    """Move marks to the hour of the day where the record has one.

    With them comes the zone of the axis in words (empty if no row has a time).
    """
    times = times_of(events)
    for mark in marks:
        try:
            if mark.id in times:
                parse_time((mark.date and mark.date.earliest) or date(1962, 10, 22), times[mark.id])
        except DateError as error:
            raise DateError(f"{mark.id} (“{mark.title[:40]}”), column time: {error}") from None
    zones = [times[mark.id][5:11] for mark in marks if mark.id in times]
    if not zones:
        return marks, ""
    zone = max(sorted(set(zones)), key=zones.count)
    moved = [_at_hour(mark, times.get(mark.id, ""), zone) for mark in marks]
    return sorted(moved, key=lambda mark: (mark.left, mark.right, mark.id)), "UTC" + zone.replace(
        "-", "−"
    )


def _at_hour(mark: Mark, time: str, zone: str) -> Mark:
    if mark.date is None or mark.date.kind != "exact day" or mark.date.earliest is None:
        return mark
    if not time:
        return Mark(
            "record",
            mark.id,
            mark.title,
            mark.date,
            "hour unknown",
            mark.left,
            mark.right,
            mark.when,
            mark.lanes,
        )
    shift = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[4:]))
    moment = parse_time(mark.date.earliest, time) - datetime(1, 1, 1, tzinfo=UTC) + shift
    x, about = moment / timedelta(days=1), time.endswith("~")
    other = "" if time[5:11] == zone else f" (UTC{time[5:11].replace('-', '−')})"
    words = f"{mark.when}, {'about ' if about else ''}{time[:5]}{other}"
    width = ABOUT_AN_HOUR if about else 0.0
    kind = "approximate" if about else "exact time"
    return Mark(
        "record", mark.id, mark.title, mark.date, kind, x - width, x + width, words, mark.lanes
    )


def read_claims(
    claims: pd.DataFrame | None, contradictions: pd.DataFrame | None, record: dict[str, str]
) -> list[Mark]:
    """Return the claims as marks, in their own order, with their links to the record (event id to date in EDTF).

    They are as from `claims_in_time`; of its columns only `id` and `title` (or `quote` or `claim`)
    are needed.
    """
    clashes: dict[str, list[Any]] = {}
    if contradictions is not None:
        clash: Any
        for clash in contradictions.itertuples():
            clashes.setdefault(str(clash.claim), []).append(clash)
    if claims is None:
        claims = pd.DataFrame(
            {"id": list(clashes), "title": [rows[0].explanation for rows in clashes.values()]}
        )
    column = next((name for name in ("title", "quote", "claim") if name in claims), None)
    if column is None or "id" not in claims:
        raise UserError(
            "The table of claims needs the columns 'id' and 'title' (or 'quote' or 'claim')."
        )
    marks = []
    for row in claims.to_dict("records"):
        name, text, cause_date = str(row["id"]), cell(row.get("date")), cell(row.get("cause"))
        found = clashes.get(name, [])
        if not text:  # the date that the clash was computed with
            text = next(
                (
                    str(clash.text_date)
                    for clash in found
                    if clash.text_date and not _reversed_ends(clash.contradiction)
                ),
                "",
            )
        when = read_date(text, f"Claim {name}") if text else None
        links = [_link(clash, record) for clash in found if clash.record_date or clash.text_date]
        if cause_date and not any(link.arrow for link in links):
            links.append(
                _cause(
                    read_date(cause_date, f"Claim {name}"),
                    when,
                    tuple(split(cell(row.get("events")))),
                    contradictions is not None,
                )
            )
        left, right = bounds(when) if when else (math.nan, math.nan)
        marks.append(
            Mark(
                "text",
                name,
                str(row[column]),
                when,
                when.kind if when else "",
                left,
                right,
                when.in_words() if when else "",
                (),
                tuple(links),
                cell(row.get("about")),
            )
        )
    return marks


def _cause(
    cause: HistoricalDate, effect: HistoricalDate | None, named: tuple[str, ...], compared: bool
) -> Link:
    """Return the link from a claimed cause to its effect, where no contradiction was given: is it possible in time?

    Where the claims were `compared` with the record, and do not clash with it, the text's dates
    alone make no clash.
    """
    event = named[0] if named else ""
    if compared and effect and effect.before(cause):
        return Link(
            cause,
            "by the text’s own dates the effect comes first",
            "",
            "no clash",
            event,
            named,
            CAUSE,
        )
    if effect and effect.before(cause) and effect.latest and cause.earliest:
        early = in_months((cause.earliest - effect.latest).days)
        return Link(
            cause,
            CONTRADICTIONS["effect before cause"].label.format(early),
            "",
            "certainly",
            event,
            named,
            CAUSE,
        )
    possible = effect is None or cause.before(effect)
    words = (
        "cause, then effect: possible in time" if possible else "which came first cannot be told"
    )
    return Link(cause, words, "", "no clash", event, named, CAUSE)


def _reversed_ends(contradiction: str) -> tuple[str, ...]:
    """Return what the two ends are called where the text's order is reversed; else nothing."""
    kind = CONTRADICTIONS.get(contradiction)
    return kind.reversed_ends if kind else ()


def _link(clash: Any, record: dict[str, str]) -> Link:
    ends = _reversed_ends(clash.contradiction)
    end = str(
        (clash.text_date if ends else clash.record_date) or clash.record_date or clash.text_date
    )
    days = None if pd.isna(clash.days) else int(clash.days)
    early = "early" if str(clash.text_date) < str(clash.record_date) else "late"
    kind = CONTRADICTIONS.get(clash.contradiction)
    words = kind.label if kind else str(clash.contradiction)
    words = (
        words.format(in_months(days), early)
        if days is not None
        else (clash.contradiction if "{" in words else words)
    )
    if clash.certainty != "certainly":
        words = f"{clash.certainty}: {words}"
    named = tuple(split(clash.events))
    event = next((name for name in named if record.get(name) == end), "")
    return Link(
        read_date(end, f"Claim {clash.claim}"),
        words,
        str(clash.explanation),
        str(clash.certainty),
        event,
        named,
        ends,
    )


def in_months(days: int) -> str:
    """Say a number of days as people do: days up to two months, then months, from four years on years."""
    days = abs(days)
    if days < 60:
        return with_count(days, "day")
    months = round(days / DAYS_OF_A_MONTH)
    return f"{months} months" if months < 48 else f"{round(days / 365.2425)} years"


def short_date(words: str) -> str:
    """Return a date in words with the months cut to three letters."""
    for name in MONTHS[1:]:
        words = words.replace(name, name[:3])
    return words


def extent(marks: Sequence[Mark]) -> tuple[float, float]:
    """Return the first and last known moment of all marks and links (NaN if there is none)."""
    ends = [end for mark in marks for end in (mark.left, mark.right) if math.isfinite(end)]
    ends += [
        end
        for mark in marks
        for link in mark.links
        for end in bounds(link.date)
        if math.isfinite(end)
    ]
    return (min(ends), max(ends)) if ends else (math.nan, math.nan)
