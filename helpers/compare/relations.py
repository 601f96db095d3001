"""The relations of ``assertions.csv``: all that the program knows about each one, in one place.

A relation is a function that compares one assertion with the record. Its decorator states what the
assertion must look like, and what a contradiction is called, which verdict it leads to and how a
figure labels it. To add a relation, add a function here, a test, and a row in ``docs/data.md``.

A contradiction is as certain as the dates allow (see `helpers.compare.record`). It is "possibly"
there at most if a term is missing in an instrument that was not read whole, or if the text only
implies what we compare and we are not sure of the verdict.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from helpers.compare.record import Finding, Record, certainty_of_order, time_between
from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date

#: The verdicts that follow from a contradiction, the most severe first.
SEVERITY = ("contradicted", "anachronism", "omission")

Check = Callable[[Record, Any], Iterator[Finding]]


@dataclass(frozen=True)
class ContradictionKind:
    """A kind of contradiction.

    Attributes
    ----------
    name : str
        What tables call it.
    verdict : str
        The verdict that it leads to, one of `SEVERITY`.
    label : str
        What a figure writes at the link; the first ``{}`` is the time between the two dates, the
        second “early” or “late”.
    reversed_ends : tuple of str
        Where the text has two events in the wrong order: what the one that it puts first and the
        one that it puts second are called. Empty for all other kinds.
    """

    name: str
    verdict: str
    label: str
    reversed_ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A relation that the text can assert.

    Attributes
    ----------
    name : str
        As in ``assertions.csv``.
    label : str
        The row heading in tables of what the text states.
    check : callable
        Yields a `Finding` for each contradiction of one assertion with the record.
    contradiction : ContradictionKind
        What its contradictions are.
    value : str
        What the column ``value`` contains: “date”, “person”, “persons”, “parties”, “term”,
        “terms”, or nothing.
    takes_object : bool
        Whether the column ``object`` contains an event.
    of_instrument : bool
        Whether the subject must be an instrument, as only instruments have signers and terms.
    puts_first : bool
        Whether it puts its subject before its object in time.
    """

    name: str
    label: str
    check: Check
    contradiction: ContradictionKind
    value: str = ""
    takes_object: bool = False
    of_instrument: bool = False
    puts_first: bool = False


#: Every relation by its name, in the order of this file.
RELATIONS: dict[str, Relation] = {}


def _relation(
    name: str, label: str, contradiction: ContradictionKind, **shape: Any
) -> Callable[[Check], Check]:
    """Register the decorated check as a relation; `shape` are the other fields of `Relation`."""

    def register(check: Check) -> Check:
        RELATIONS[name] = Relation(name, label, check, contradiction, **shape)
        return check

    return register


@_relation(
    "dated",
    "its date",
    ContradictionKind("date outside the record", "contradicted", label="{} too {}"),
    value="date",
)
def _dated(record: Record, assertion: Any) -> Iterator[Finding]:
    stated, known = parse_date(assertion.value), record.date(assertion.subject)
    for earlier, later, direction in ((stated, known, "early"), (known, stated, "late")):
        certainty = certainty_of_order(earlier, later)
        if certainty not in ("certainly", "possibly"):
            continue
        days, span = time_between(earlier, later)
        same_day = record.on_day(stated)
        titles = ", ".join(record.title(name) for name in same_day)
        also = f" On the day that the text names the record has: {titles}." if titles else ""
        explanation = (
            f"The text says {stated.in_words()}. The record has {known.in_words()} for "
            f"{record.title(assertion.subject)}. The text’s date is "
            f"{'' if days is None else f'{span} '}too {direction}.{also}"
        )
        events = (record.event_of(assertion.subject), *same_day)
        yield Finding(certainty, explanation, events, days, stated.text, known.text)


@_relation(
    "signed-by",
    "who signed",
    ContradictionKind(
        "could not have been there", "contradicted", label="could not have been there"
    ),
    value="person",
    of_instrument=True,
)
def _signed_by(record: Record, assertion: Any) -> Iterator[Finding]:
    person, date = assertion.value, record.date(assertion.subject)
    signers = record.values(assertion.subject, "signers")
    if person in signers or not signers:
        return
    stated = _stated_dates(record, assertion.subject)
    stays = list(record.stays_elsewhere(person, assertion.subject))
    elsewhere = [
        (moment, stay)
        for moment in [date, *map(parse_date, stated)]
        for stay in stays
        if record.covers(stay.id, moment)
    ]
    explanation = (
        f"{' and '.join(signers)} signed {record.title(assertion.subject)}, not {person}."
    ) + "".join(
        f" On {moment.in_words()} {person} was in {stay.place} ({stay.title})."
        for moment, stay in elsewhere
    )
    events = (
        record.event_of(assertion.subject),
        *dict.fromkeys(stay.id for _, stay in elsewhere),
    )
    certainty = "certainly" if elsewhere else "possibly"
    yield Finding(certainty, explanation, events, None, next(iter(stated), ""), date.text)


def _stated_dates(record: Record, subject: str) -> list[str]:
    """Return the dates in EDTF that the text gives for something."""
    rows = record.lesson.assertions
    dated = rows["relation"].eq("dated") & rows["subject"].eq(subject)
    return [str(value) for value in rows.loc[dated, "value"]]


@_relation(
    "met",
    "who met",
    ContradictionKind("had not met", "contradicted", label="they first met {} later"),
    value="persons",
)
def _met(record: Record, assertion: Any) -> Iterator[Finding]:
    one, other = split(assertion.value)
    date, event = record.date(assertion.subject), record.event_of(assertion.subject)
    first, before_all = record.first_with("present", one, other)
    if first is None:
        explanation = f"The record shows no meeting of {one} and {other} at all."
        yield Finding("possibly", explanation, (event,), None, date.text)
        return
    met, certainty = record.dates[first.id], before_all(date)
    if certainty in ("certainly", "possibly"):
        days, span = time_between(date, met)
        explanation = (
            f"The record first shows {one} and {other} in the same place: {met.in_words()} "
            f"({first.title}), {span} after {record.title(assertion.subject)}."
        )
        yield Finding(certainty, explanation, (event, first.id), days, date.text, met.text)


@_relation(
    "between",
    "between whom",
    ContradictionKind("not a party", "contradicted", label="not a party"),
    value="parties",
    of_instrument=True,
)
def _between(record: Record, assertion: Any) -> Iterator[Finding]:
    parties = record.values(assertion.subject, "parties")
    strangers = [name for name in split(assertion.value) if name not in parties]
    if strangers:
        explanation = (
            f"The parties of {record.title(assertion.subject)} were {' and '.join(parties)}, "
            f"not {' and '.join(strangers)}."
        )
        event, date = record.event_of(assertion.subject), record.date(assertion.subject)
        yield Finding("certainly", explanation, (event,), None, "", date.text)


@_relation(
    "term",
    "what it contains",
    ContradictionKind("term appears later", "contradicted", label="in the record only {} later"),
    value="term",
    of_instrument=True,
)
def _term(record: Record, assertion: Any) -> Iterator[Finding]:
    term, name = assertion.value, record.title(assertion.subject)
    if term in record.values(assertion.subject, "terms"):
        return
    date = record.date(assertion.subject)
    first, before_all = record.first_with("terms", term)
    if first is None:
        explanation = (
            f"Nothing we have read shows {term} in {name}, nor anywhere else in the record."
        )
        event = record.event_of(assertion.subject)
        yield Finding("possibly", explanation, (event,), None, date.text)
        return
    yield from _came_later(
        record,
        assertion,
        first.id,
        before_all(date),
        "Nothing we have read shows {value} in {subject}. The first sign of it in the "
        "record: {then} ({title}), {span} later.",
        sure=not record.instruments.loc[assertion.subject, "not_read"],
    )


@_relation(
    "brought",
    "what it brought",
    ContradictionKind("brought later", "anachronism", label="came only {} later"),
    value="term",
    takes_object=True,
)
def _brought(record: Record, assertion: Any) -> Iterator[Finding]:
    date, then = record.date(assertion.subject), record.date(assertion.object)
    return _came_later(
        record,
        assertion,
        assertion.object,
        certainty_of_order(date, then),
        "Read as {value}, what the text ascribes to {subject} came with {object}, {then}, "
        "{span} later.",
        sure=record.lesson.claim(assertion.claim)["certainty"] == "high",
    )


def _came_later(
    record: Record, assertion: Any, later: str, certainty: str | None, template: str, *, sure: bool
) -> Iterator[Finding]:
    """Yield a finding if what the text gives to the subject may have come only with a later event.

    It is possible at most if we are not `sure` that the subject lacked it.
    """
    if certainty not in ("certainly", "possibly"):
        return
    date, then = record.date(assertion.subject), record.date(later)
    days, span = time_between(date, then)
    explanation = template.format(
        value=assertion.value,
        subject=record.title(assertion.subject),
        object=record.title(later),
        title=record.lesson.event(later)["title"],
        then=then.in_words(),
        span=span,
    )
    events = (record.event_of(assertion.subject), record.event_of(later))
    yield Finding(
        certainty if sure else "possibly", explanation, events, days, date.text, then.text
    )


@_relation(
    "caused",
    "what it caused",
    ContradictionKind(
        "effect before cause",
        "anachronism",
        label="the effect comes {} before its cause",
        reversed_ends=("cause", "effect"),
    ),
    takes_object=True,
    puts_first=True,
)
def _caused(record: Record, assertion: Any) -> Iterator[Finding]:
    return _reversed(
        record,
        assertion,
        "The effect comes before its cause. Effect: {second}, {then}. "
        "Cause: {first}, {when}, {span} later.",
    )


@_relation(
    "before",
    "what came after it",
    ContradictionKind(
        "order reversed",
        "contradicted",
        label="the order is the other way round, by {}",
        reversed_ends=("“first”", "“then”"),
    ),
    takes_object=True,
    puts_first=True,
)
def _before(record: Record, assertion: Any) -> Iterator[Finding]:
    return _reversed(
        record,
        assertion,
        "The order is the other way round. First: {second}, {then}. "
        "Then: {first}, {when}, {span} later.",
    )


def _reversed(record: Record, assertion: Any, template: str) -> Iterator[Finding]:
    """Yield a finding if what the text puts second may have come first."""
    first, second = assertion.subject, assertion.object
    when, then = record.date(first), record.date(second)
    certainty = certainty_of_order(then, when)
    if certainty is None:
        return
    days, span = time_between(then, when)
    if certainty == "cannot be told":
        days, template = None, "The dates of {first} ({when}) and {second} ({then}) overlap."
    explanation = template.format(
        first=record.title(first),
        when=when.in_words(),
        second=record.title(second),
        then=then.in_words(),
        span=span,
    )
    events = (record.event_of(first), record.event_of(second))
    yield Finding(certainty, explanation, events, days, when.text, then.text)


@_relation(
    "whole-of",
    "all its parts",
    ContradictionKind("part missing", "omission", label="a part of it is missing"),
    value="terms",
    of_instrument=True,
)
def _whole_of(record: Record, assertion: Any) -> Iterator[Finding]:
    stated, known = split(assertion.value), record.values(assertion.subject, "terms")
    missing = [term for term in known if term not in stated]
    if missing:
        given = len(set(stated) & set(known))
        explanation = (
            f"The text gives {given} of the {len(known)} parts of "
            f"{record.title(assertion.subject)}. Missing: {', '.join(missing)}."
        )
        event, date = record.event_of(assertion.subject), record.date(assertion.subject)
        yield Finding("certainly", explanation, (event,), None, "", date.text)


#: Every kind of contradiction by its name.
CONTRADICTIONS: dict[str, ContradictionKind] = {
    relation.contradiction.name: relation.contradiction for relation in RELATIONS.values()
}
