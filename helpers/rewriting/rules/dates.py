"""The rule on dates."""

from collections.abc import Iterator

from helpers.rewriting.mentions import Facts, Mention, ReadSentence, dated
from helpers.rewriting.rules.notices import Notice, asserting, closest, is_negated, notice
from helpers.rewriting.sentences import WrittenDate


def false_date(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find a date that the record contradicts, next to the event or agreement it is given for.

    It sees days, months, years and decades in words or digits. A date counts as right if it fits
    anything that the same sentence names, so two dates that are swapped within one sentence are not
    seen. Dates after *before*, *after*, *until* or *by* are limits and are not compared.
    """
    for one in asserting(sentences):
        for date, owners in dated(one):
            yield from _judge_date(date, owners, one, facts)


def _has_own_day(mention: Mention, date: WrittenDate, one: ReadSentence, facts: Facts) -> bool:
    """Whether another date of the sentence is the exact day of what is mentioned."""
    others = [other for other in one.sentence.dates if other is not date and other.day]
    return any(facts.fits(other, mention) for other in others)


def _judge_date(
    date: WrittenDate, owners: list[Mention], one: ReadSentence, facts: Facts
) -> Iterator[Notice]:
    fitting = [mention for mention in [*one.happenings, *owners] if facts.fits(date, mention)]
    denied, where = is_negated(one, date.start), (date.start, date.end)
    if fitting and not denied:
        name = facts.canonical(fitting[0].ids[0])
        message = f"The date of {facts.name(name)} fits the record."
        yield notice("false-date", name, one, where, message)
        return
    owners = [
        owner for owner in owners if not (owner.is_general or _has_own_day(owner, date, one, facts))
    ]
    if owners and not fitting:
        nearest = facts.nearest(date, closest(date.start, owners).ids)
        name, known = facts.canonical(nearest), facts.dates[nearest].in_words()
        if denied:
            message = f"You say that {date.text} was not the date of {facts.name(name)}."
            yield notice("false-date", name, one, where, message)
            return
        message = f"The record has {known} for {facts.name(name)}, not {date.text}."
        advice = "Look it up in the chronology. Correct the date, or say which event it is for."
        yield notice("false-date", name, one, where, (message, advice))
