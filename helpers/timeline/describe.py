"""The text description of a timeline, made from the same plan as the picture."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from helpers.display.html import Page, list_html, paragraph
from helpers.display.tables import table_html, table_text
from helpers.lesson.dates import shorten_months
from helpers.lesson.wording import with_count
from helpers.timeline.model import KINDS, Link, Mark
from helpers.timeline.plan.bands import Group, unlabelled_count
from helpers.timeline.plan.timeline import Plan
from helpers.timeline.read.summary import contradictions_of, period

COLUMNS = ["When", "How exact", "What", "Lane", "Drawn"]


def short_description(plan: Plan) -> str:
    """Return the alternative text of the picture: one to three sentences."""
    content = plan.content
    if not content.events and not content.claims:
        return "Timeline without events: nothing fits the selection."
    text = f"Timeline of {with_count(len(content.events), 'event')}"
    if content.events:
        text += f", {period(content)}"
    if content.lanes:
        lanes = sum(band.story == "record" for band in content.bands)
        text += f", in {lanes} lanes by {content.lanes}"
    text += f"{_claims_in_short(plan)}."
    if count := unlabelled_count(plan.bands):
        text += f" {count}."
    return text


def _claims_in_short(plan: Plan) -> str:
    """Say how many claims there are, and what the main contradiction is."""
    claims = plan.content.claims
    if not claims:
        return ""
    text = f"; above them {with_count(len(claims), 'claim')} of the text"
    found = contradictions_of(plan.content)
    if not found:
        return text
    claim, link = next(((claim, link) for claim, link in found if link.has_arrow), found[0])
    return (
        f"{text} with {with_count(len(found), 'contradiction')}. "
        f"Claim {claim.id}, “{claim.title}”: {link.label}"
    )


def text_description(plan: Plan, *, collapsed: bool = False) -> Page:
    """Return everything that the picture shows, as lists and a table.

    They are long, so they may be collapsed on a page.
    """
    content = plan.content
    claims = _listed("The text’s story", [_claim(mark) for mark in content.claims], "ol")
    undated = _listed(
        "Claims without a date",
        [f"{mark.id}: “{mark.title}”" for mark in content.undated],
    )
    groups = _listed(
        "Drawn as unlabelled ticks, because there is no room for their labels",
        [_group(group) for band in plan.bands for group in band.groups],
    )
    record = _joined([_record_table(plan), groups])
    if collapsed:
        claims = _collapsed("The text’s story", len(content.claims), "claim", claims)
        undated = _collapsed("Without a date", len(content.undated), "claim", undated)
        record = _collapsed("The record", len(content.events), "event", record)
    notes = _listed("Notes", plan.foot.notes)
    return _joined([paragraph(short_description(plan)), claims, undated, record, notes])


def _collapsed(name: str, count: int, noun: str, page: Page) -> Page:
    """Return a page that opens from a line with its name and count; nothing if it is empty."""
    summary = f"{name}: {with_count(count, noun)}"
    html = Markup("<details><summary>{}</summary>{}</details>").format(summary, page.html)
    return Page(html, page.text) if count else page


def _joined(pages: Sequence[Page]) -> Page:
    """Return pages one after the other, without the empty ones."""
    html = Markup("").join(page.html for page in pages)
    return Page(html, "\n\n".join(page.text for page in pages if page.text))


def _listed(heading: str, lines: Sequence[str], tag: str = "ul") -> Page:
    """Return a list with its heading; nothing if it is empty."""
    if not lines:
        return Page("", "")
    html = Markup("<p><b>{}</b></p>").format(heading) + list_html(lines, tag)
    numbered = (f"{number}. {line}" for number, line in enumerate(lines, 1))
    return Page(html, "\n".join([heading, *numbered]))


def _record_table(plan: Plan) -> Page:
    """Return all events in a table; nothing if there are none."""
    events = plan.content.events
    if not events:
        return Page("", "")
    labelled = {
        item.mark.id for band in plan.bands if band.band.story == "record" for item in band.items
    }
    rows = pd.DataFrame(
        [
            (
                mark.when,
                KINDS[mark.kind],
                mark.title,
                "; ".join(mark.lanes),
                "with its label" if mark.id in labelled else "as an unlabelled tick",
            )
            for mark in events
        ],
        columns=COLUMNS,
    )
    if not plan.content.lanes:
        rows = rows.drop(columns="Lane")
    caption = f"The record: {with_count(len(rows), 'event')} in the order of time"
    return Page(table_html(rows, caption), table_text(rows, caption))


def _group(group: Group) -> str:
    marks = (
        f"{mark.id} “{mark.title}”"
        if mark.story == "text"
        else f"{mark.title} ({shorten_months(mark.when)})"
        for mark in group.marks
    )
    return f"“{group.label}”: {'; '.join(marks)}."


def _claim(mark: Mark) -> str:
    if mark.date:
        date = f"Drawn at {mark.when}{', ' + mark.dated_by if mark.dated_by else ''}."
    else:
        date = "The text gives no date for it."
    return " ".join([f"{mark.id}: “{mark.title}”.", date, *map(_link, mark.links)])


def _link(link: Link) -> str:
    # Where nothing was compared with the record, the date may be the text's own.
    source = "the record" if link.explanation else "the cause"
    certainty = f"; {link.certainty}" if link.contradicts else ""
    text = f"{link.label[0].upper()}{link.label[1:]} ({source}: {link.date.in_words()}{certainty})."
    return f"{text} {link.explanation}" if link.explanation else text
