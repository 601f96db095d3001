"""The content of a timeline in a line: its title, its period, and the main contradiction."""

import math

from helpers.lesson.date_words import month_in_words
from helpers.timeline.days import day_of
from helpers.timeline.model import Content, Link, Mark

#: Up to so many days the period is given by day, otherwise by month.
DAYS_OF_TWO_MONTHS = 61

#: A moment less than a second: the end of a day still belongs to that day.
INSTANT = 1e-6


def title_of(content: Content) -> str:
    """Return a title that says what is drawn."""
    subject = "The text’s story and the record’s" if content.has_text else "Timeline"
    return f"{subject}, {period(content)}" if content.events else subject


def period(content: Content) -> str:
    """Return the first and last month of the events in the span; of a short time, the days."""
    low, high = (content.low, content.high) if content.outside else (-math.inf, math.inf)
    ends = (
        end
        for mark in content.events
        for end in (mark.left, max(mark.left, mark.right - INSTANT))
        if math.isfinite(end)
    )
    days = sorted(day_of(min(max(end, low), high - INSTANT)) for end in ends)
    if not days:
        return "without a date"
    by_month = days[-1] - days[0] > DAYS_OF_TWO_MONTHS
    labels = [f"{day.day} " * (not by_month) + month_in_words(day) for day in (days[0], days[-1])]
    return " to ".join(dict.fromkeys(labels))


def contradictions_of(content: Content) -> list[tuple[Mark, Link]]:
    """Return every link that contradicts the record, with its claim."""
    return [(claim, link) for claim in content.claims for link in claim.links if link.contradicts]


def main_finding(content: Content) -> str:
    """Return the first contradiction of order in a sentence; nothing if there is none."""
    return next(
        (
            f"Claim {claim.id}, “{claim.title}”: {link.label}."
            for claim, link in contradictions_of(content)
            if link.has_arrow
        ),
        "",
    )
