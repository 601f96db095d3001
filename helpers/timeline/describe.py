"""The same in words: title, short alternative text and the full twin, made from the rows that are drawn."""

import math

import pandas as pd
from markupsafe import Markup

from helpers.display.html import Page, list_html
from helpers.display.tables import table_html, table_text
from helpers.lesson.wording import with_count
from helpers.timeline.model import KINDS, Group, Timeline
from helpers.timeline.read import Mark, day_of, short_date


def title(line: Timeline) -> str:
    """Return a title that says what is drawn."""
    stories = (
        "The text’s story and the record’s"
        if any(band.story == "text" for band in line.bands)
        else "Timeline"
    )
    events = line.events
    if not events:
        return stories
    return f"{stories}, {period(line)}"


def period(line: Timeline) -> str:
    """Say from when to when the events run within the span, in months, or in days if they are few."""
    low, high = (line.low, line.high) if line.outside else (-math.inf, math.inf)
    ends = (
        end
        for mark in line.events
        for end in (mark.left, max(mark.left, mark.right - 1e-6))
        if math.isfinite(end)
    )
    if not (days := sorted(day_of(min(max(end, low), high - 1e-6)) for end in ends)):
        return "without a date"
    said = [
        f"{'' if (days[-1] - days[0]).days > 61 else f'{day.day} '}{day:%B} {day.year}"
        for day in (days[0], days[-1])
    ]
    return " to ".join(dict.fromkeys(said))


def finding(line: Timeline) -> str:
    """Return in one sentence what the text is wrong about most plainly: an effect before its cause, if there is one."""
    found = (
        (claim, link)
        for claim in line.claims
        for link in claim.links
        if link.arrow and link.how_sure != "no clash"
    )
    return next((f"Claim {claim.id}: {link.words}." for claim, link in found), "")


def short(line: Timeline) -> str:
    """Return the alternative text: one to three sentences."""
    events, claims = line.events, line.claims
    if not events and not claims:
        return "Timeline without events: nothing fits the selection."
    said = f"Timeline of {with_count(len(events), 'event')}"
    said += f", {period(line)}" if events else ""
    said += (
        f", in {sum(band.story == 'record' for band in line.bands)} lanes by {line.lanes}"
        if line.lanes
        else ""
    )
    if claims:
        links = [
            (claim, link) for claim in claims for link in claim.links if link.how_sure != "no clash"
        ]
        said += f"; above them {with_count(len(claims), 'claim')} of the text"
        said += f" with {with_count(len(links), 'contradiction')}" if links else ""
        worst = next(
            ((claim, link) for claim, link in links if link.arrow), links[0] if links else None
        )
        said += f". Claim {worst[0].id}, “{worst[0].title}”: {worst[1].words}" if worst else ""
    return said + (f". {more}." if (more := strokes(line)) else ".")


def strokes(line: Timeline) -> str:
    """Say how many marks are drawn without their words; nothing if none is."""
    count = sum(len(group.marks) for band in line.bands for group in band.groups)
    return (
        f"{with_count(count, 'mark')} {'is a stroke' if count == 1 else 'are strokes'} without words"
        if count
        else ""
    )


def text_description(line: Timeline, folded: bool = False) -> Page:
    """Return everything that the figure shows, as lists and a table; the record may be folded, as it is long."""
    html, words = [Markup("<p>{}</p>").format(short(line))], [short(line)]

    def listed(heading: str, lines: list[str], tag: str) -> None:
        if lines:
            html.append(Markup("<p><b>{}</b></p>{}").format(heading, list_html(lines, tag)))
            words.append(
                "\n".join([heading, *(f"{number}. {one}" for number, one in enumerate(lines, 1))])
            )

    listed("The text’s story", [_claim(mark) for mark in line.claims], "ol")
    listed(
        "Claims with no place in time",
        [f"{mark.id}: “{mark.title}”" for mark in line.unplaced],
        "ul",
    )
    before = len(html)
    if line.events:
        worded = {
            item.mark.id for band in line.bands if band.story == "record" for item in band.items
        }
        rows = pd.DataFrame(
            [_event(mark, mark.id in worded) for mark in line.events],
            columns=["When", "How exact", "What", "Lane", "Drawn"],
        )
        rows = rows.drop(columns=[] if line.lanes else ["Lane"])
        caption = f"The record: {with_count(len(rows), 'event')} in the order of time"
        html.append(table_html(rows, caption))
        words.append(table_text(rows, caption))
    groups = [group for band in line.bands for group in band.groups]
    listed(
        "Drawn as strokes, as there is no room for their words",
        [_group(group) for group in groups],
        "ul",
    )
    if folded and line.events:
        html[before:] = [
            Markup("<details><summary>The record: {}</summary>{}</details>").format(
                with_count(len(line.events), "event"), Markup("").join(html[before:])
            )
        ]
    listed("Notes", line.notes, "ul")
    return Page(Markup("").join(html), "\n\n".join(words))


def _group(group: Group) -> str:
    said = (
        f"{mark.id} “{mark.title}”"
        if mark.story == "text"
        else f"{mark.title} ({short_date(mark.when)})"
        for mark in group.marks
    )
    return f"“{group.label}”: {'; '.join(said)}."


def _claim(mark: Mark) -> str:
    said = f"{mark.id}: “{mark.title}”."
    said += (
        f" Stands at {mark.when}{', ' + mark.about if mark.about else ''}."
        if mark.date
        else " The text gives no date for it."
    )
    for link in mark.links:
        source = (
            "the record" if link.explanation else "the cause"
        )  # where nothing was compared it may be the text's own date
        said += f" {link.words[0].upper()}{link.words[1:]} ({source}: {link.date.in_words()}; {link.how_sure})."
        said += f" {link.explanation}" if link.explanation else ""
    return said


def _event(mark: Mark, worded: bool) -> tuple[str, str, str, str, str]:
    return (
        mark.when,
        KINDS[mark.kind],
        mark.title,
        "; ".join(mark.lanes),
        "with its words" if worded else "as a stroke",
    )
