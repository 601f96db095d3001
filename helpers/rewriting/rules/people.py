"""The rules on people: who could not have signed, and who could not have met."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from helpers.rewriting.mentions import SIGNING, Facts, Mention, ReadSentence
from helpers.rewriting.rules.notices import Notice, asserting, closest, is_negated, notice


def could_not_sign(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find a signer whom the record does not name, where it names the signers.

    It sees “A and B signed …”, “signed by A”, “signed … with A” and “agreement between A and B”.
    It doesn't see “he” or “the two leaders”, and it keeps silent about agreements whose signers
    nobody knows.
    """
    current: Mention | None = None
    for one in asserting(sentences):
        named = [mention for mention in one.happenings if mention.kind == "instrument"]
        for person, place in _named_as_signers(one, named):
            agreement = closest(place, named) if named else current
            if agreement is None or len(agreement.ids) > 1:
                continue
            yield from _judge_signer(person, place, agreement.ids[0], one, facts)
        current = named[-1] if named else current


def _named_as_signers(one: ReadSentence, named: list[Mention]) -> Iterator[tuple[Mention, int]]:
    """Yield each person whom a sentence names as a signer, and where it says so."""
    words = one.sentence.plain
    for verb in SIGNING.finditer(words):
        group = _group_before(one, verb.start())
        group += _group_after(one, verb.end(), r"\s*(?:\w+\s+){0,4}?by\s+(?:both\s+)?$")
        group += _group_after(one, verb.end(), r"[^.;]{0,70}\bwith\s+(?:\w+\s+){0,3}$")
        yield from ((person, verb.start()) for person in group)
    for mention in named:
        pieces = words[mention.start : mention.end]
        if " between " in pieces:
            inside = [p for p in one.people if mention.start <= p.start < mention.end]
            yield from ((person, mention.start) for person in inside)
        group = _group_after(one, mention.end, r"\s*(?:\w+\s+){0,3}?between\s+(?:\w+\s+){0,3}$")
        yield from ((person, mention.start) for person in group)


_JOINED: Final = re.compile(r"\A\s*(?:,|and|, and|together with|&)\s*(?:(?!wh)\w+\s+){0,3}$")


def _groups(one: ReadSentence) -> list[list[Mention]]:
    """Return the people of a sentence in groups: “A, B and C” is one."""
    groups: list[list[Mention]] = [[person] for person in one.people[:1]]
    for left, right in pairwise(one.people):
        if _JOINED.fullmatch(one.sentence.plain[left.end : right.start]):
            groups[-1].append(right)
        else:
            groups.append([right])
    return groups


def _group_before(one: ReadSentence, verb: int) -> list[Mention]:
    """Return the people who are the subject of a verb: just before it, or the only ones."""
    groups = [group for group in _groups(one) if group[-1].end <= verb]
    if not groups:
        return []
    gap = one.sentence.plain[groups[-1][-1].end : verb]
    passive = re.search(r"\b(?:was|were|been|be|being|is|are)\s+(?:\w+\s+)?$", gap)
    near = len(gap) <= 25 and not re.search(r"[,;:]", gap)
    return groups[-1] if not passive and (near or len(groups) == 1) else []


def _group_after(one: ReadSentence, place: int, between: str) -> list[Mention]:
    """Return the people who follow a place after words that fit a pattern."""
    for group in _groups(one):
        if group[0].start >= place:
            fits = re.match(between, one.sentence.plain[place : group[0].start])
            return group if fits else []
    return []


def _judge_signer(
    person: Mention, place: int, instrument: str, one: ReadSentence, facts: Facts
) -> Iterator[Notice]:
    signers, name = facts.signers(instrument), person.ids[0]
    if not signers or len(person.ids) > 1:
        return
    subject, where = f"signers of {instrument}", (person.start, person.end)
    both = " and ".join(signers)
    if name in signers:
        message = f"{name} did sign {facts.name(instrument)}."
        yield notice("could-not-sign", subject, one, where, message)
    elif is_negated(one, place) or is_negated(one, person.start):
        message = f"You say that {name} did not sign {facts.name(instrument)}."
        yield notice("could-not-sign", subject, one, where, message)
    else:
        message = (
            f"According to the record, {both} signed {facts.name(instrument)}, not {name}."
            f"{facts.elsewhere(name, instrument)}"
        )
        yield notice("could-not-sign", subject, one, where, (message, "Correct the name."))


_MET: Final = re.compile(
    r"\b(?:met|meet|meets|meeting|face to face|shook hands|negotiated|held talks|had talks)\b"
)


def could_not_meet(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find two people who meet on a date before the record first has them in one place.

    The sentence must name both of them and the date. A meeting that the record lacks, but that is
    later than the first one, is not contradicted.
    """
    for one in asserting(sentences):
        verb = _MET.search(one.sentence.plain)
        people = list(dict.fromkeys(p.ids[0] for p in one.people if len(p.ids) == 1))
        dates = [date for date in one.sentence.dates if not date.is_limit]
        if verb and dates and len(people) > 1 and not is_negated(one, verb.start()):
            yield from _judge_meeting((people[0], people[1]), one, facts)


def _judge_meeting(pair: tuple[str, str], one: ReadSentence, facts: Facts) -> Iterator[Notice]:
    first = facts.first_meeting(pair)
    date = next(date for date in one.sentence.dates if not date.is_limit)
    if first is None or first[1].earliest is None:
        return
    event, known = first
    written = date.in_year(first[1].earliest.year, first[1].calendar)
    subject, where = f"meeting of {' and '.join(sorted(pair))}", (date.start, date.end)
    if written and written.before(known) is True:
        message = (
            f"The record first has {pair[0]} and {pair[1]} in one place on {known.in_words()} "
            f"({facts.titles[event]})."
        )
        advice = "Check who met whom, and when."
        yield notice("could-not-meet", subject, one, where, (message, advice))
    elif written:
        message = f"The date at which {pair[0]} and {pair[1]} meet is possible."
        yield notice("could-not-meet", subject, one, where, message)
