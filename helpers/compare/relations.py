"""Contradictions between what the text asserts and what the record shows, computed from the rows.

Each relation of ``assertions.csv`` has one function that looks for one kind of clash. Dates are
compared with their uncertainty: a clash is "certainly" there if it holds for every day that the
dates allow (and for the padding of approximate and uncertain ones, see `helpers.dates`), "possibly"
if it holds without that padding, and "cannot be told" if the dates as written overlap. It is
"possibly" there at most if a term is missing in an instrument that was not seen whole, or if what
the text ascribes to it is our reading and we are not sure of the verdict.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from helpers.lesson.cells import split
from helpers.lesson.dates import DAYS_OF_A_MONTH, HistoricalDate, days_between, parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

#: How sure it is that one date lies before another, the surest first; None: it does not.
DEGREES = ("certainly", "possibly", "cannot be told")


@dataclass(frozen=True)
class Contradiction:
    """One clash, before it becomes a row."""

    clash: str
    certainty: str
    explanation: str
    events: tuple[str, ...]
    days: int | None = None
    text_date: str = ""
    record_date: str = ""


class Record:
    """The look-ups that the checks share."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        events: Iterable[Any] = lesson.events.itertuples()
        self.dates = {event.id: parse_date(event.date) for event in events}
        self.instruments = lesson.instruments.set_index("id")

    def event_of(self, name: str) -> str:
        """Return the event id itself, or the event that dates an instrument."""
        return str(self.instruments["event"].get(name, name))

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument."""
        return self.dates[self.event_of(name)]

    def title(self, name: str) -> str:
        """Return the name of an instrument, or the title of an event in quotation marks."""
        if name in self.instruments.index:
            return str(self.instruments.loc[name, "name"])
        return f"“{self.lesson.event(name)['title']}”"

    def first_with(
        self, column: str, *values: str
    ) -> tuple[Any, Callable[[HistoricalDate], str | None]]:
        """Return the first event whose list cell holds all the values (None if there is none).

        With it comes a function that says how sure it is that a day lies before all such events: no
        surer than it is of any of them, as an inexact date that is sorted later may have been
        earlier.
        """
        found = [
            e
            for e in self.lesson.events.itertuples()
            if set(values) <= set(split(getattr(e, column)))
        ]
        found.sort(key=lambda event: self.dates[event.id].earliest or date.min)

        def before_all(day: HistoricalDate) -> str | None:
            degrees = [certainty_of_order(day, self.dates[event.id]) for event in found]
            return max(degrees, key=[*DEGREES, None].index)

        return (found[0] if found else None), before_all


def certainty_of_order(earlier: HistoricalDate, later: HistoricalDate) -> str | None:
    """Say how sure it is that one date lies before the other; None if it does not, for the dates as written."""
    if earlier.before(later):
        return "certainly"
    return {True: "possibly", None: "cannot be told", False: None}[
        strict(earlier).before(strict(later))
    ]


def strict(date: HistoricalDate) -> HistoricalDate:
    """Return the date without the padding of approximate and uncertain dates."""
    return replace(date, first_possible=date.earliest, last_possible=date.latest)


def _apart(earlier: HistoricalDate, later: HistoricalDate) -> tuple[int | None, str]:
    """Return the least days between two dates, and the span in words."""
    if earlier.open_end or later.open_start or earlier.open_start or later.open_end:
        return None, "an unknown time"
    days = days_between(earlier, later)[0]
    months = round(days / DAYS_OF_A_MONTH)
    return days, with_count(days, "day") + (f" (about {months} months)" if months > 2 else "")


#: What each relation of two events is called where it clashes, and how that is said.
_ORDER = {
    "caused": (
        "effect before cause",
        "The effect lies before its cause. Effect: {effect}, {then}. Cause: {cause}, {first}, {span} later.",
    ),
    "before": (
        "order reversed",
        "The order is the other way round. First: {effect}, {then}. Then: {cause}, {first}, {span} later.",
    ),
}


def _clash_of_order(record: Record, one: Any) -> Iterator[Contradiction]:
    (kind, words), cause, effect = _ORDER[one.relation], one.subject, one.object
    first, then = record.date(cause), record.date(effect)
    sure = certainty_of_order(then, first)
    if sure is None:
        return
    days, span = _apart(then, first)
    events = (record.event_of(cause), record.event_of(effect))
    if sure == "cannot be told":
        words = "The dates of {cause} ({first}) and {effect} ({then}) overlap."
    text = words.format(
        cause=record.title(cause),
        first=first.in_words(),
        effect=record.title(effect),
        then=then.in_words(),
        span=span,
    )
    yield Contradiction(
        kind, sure, text, events, days if sure != "cannot be told" else None, first.text, then.text
    )


def _dated(record: Record, one: Any) -> Iterator[Contradiction]:
    said, known = parse_date(one.value), record.date(one.subject)
    kind, event = "date outside the record", record.event_of(one.subject)
    for earlier, later, word in ((said, known, "early"), (known, said, "late")):
        sure = certainty_of_order(earlier, later)
        if sure in ("certainly", "possibly"):
            days, span = _apart(earlier, later)
            same_day = _events_on(record, said)
            also = (
                f" On the day that the text names the record has: {same_day[1]}."
                if same_day[1]
                else ""
            )
            text = (
                f"The text says {said.in_words()}. The record has {known.in_words()} for {record.title(one.subject)}. "
                f"The text’s date is {span} too {word}.{also}"
            )
            yield Contradiction(
                kind, str(sure), text, (event, *same_day[0]), days, said.text, known.text
            )


def _events_on(record: Record, day: HistoricalDate) -> tuple[tuple[str, ...], str]:
    """Return ids and titles of the events of one exact day."""
    if day.kind != "exact day":
        return (), ""
    found = [
        name
        for name, date in record.dates.items()
        if date.kind == "exact day" and date.earliest == day.earliest
    ]
    return tuple(found), ", ".join(record.title(name) for name in found)


def _signed_by(record: Record, one: Any) -> Iterator[Contradiction]:
    signers = split(record.instruments.loc[one.subject, "signers"])
    if one.value in signers or not signers:
        return
    here = record.lesson.event(one.subject)
    date = record.date(one.subject)
    elsewhere: list[tuple[HistoricalDate, Any]] = []
    said = record.lesson.assertions
    asserted = [
        str(day)
        for day in said.loc[said["relation"].eq("dated") & said["subject"].eq(one.subject), "value"]
    ]
    events: Iterable[Any] = record.lesson.events.itertuples()
    stays = [
        e
        for e in events
        if one.value in split(e.present) and _places(e.place).isdisjoint(_places(here["place"]))
    ]
    for moment in [date, *(parse_date(value) for value in asserted)]:
        elsewhere += [(moment, stay) for stay in stays if _covers(record.dates[stay.id], moment)]
    signed = " and ".join(signers)
    where = "".join(
        f" On {day.in_words()} {one.value} was in {stay.place} ({stay.title})."
        for day, stay in elsewhere
    )
    sure = "certainly" if elsewhere else "possibly"
    text = f"{signed} signed {record.title(one.subject)}, not {one.value}.{where}"
    proof = (record.event_of(one.subject), *dict.fromkeys(stay.id for _, stay in elsewhere))
    yield Contradiction(
        "could not have been there", sure, text, proof, None, next(iter(asserted), ""), date.text
    )


def _between(record: Record, one: Any) -> Iterator[Contradiction]:
    parties = split(record.instruments.loc[one.subject, "parties"])
    strangers = [name for name in split(one.value) if name not in parties]
    if strangers:
        text = f"The parties of {record.title(one.subject)} were {' and '.join(parties)}, not {' and '.join(strangers)}."
        yield Contradiction(
            "not a party",
            "certainly",
            text,
            (record.event_of(one.subject),),
            None,
            "",
            record.date(one.subject).text,
        )


def _places(cell: str) -> set[str]:
    """Return the towns of a cell: “Harlem, New York” lies in New York."""
    return {place.rpartition(", ")[2] for place in split(cell)}


def _covers(period: HistoricalDate, moment: HistoricalDate) -> bool:
    """Whether a stay certainly covers a day: exact ends, without doubt on either side."""
    if not period.exact_ends or moment.kind != "exact day":
        return False
    assert period.earliest and period.latest and moment.earliest  # exact ends are known ends
    return period.earliest <= moment.earliest <= period.latest


def _met(record: Record, one: Any) -> Iterator[Contradiction]:
    first_person, second_person = split(one.value)
    date = record.date(one.subject)
    first, before_all = record.first_with("present", first_person, second_person)
    if first is None:
        text = f"The record shows no meeting of {first_person} and {second_person} at all."
        yield Contradiction(
            "had not met", "possibly", text, (record.event_of(one.subject),), None, date.text
        )
        return
    met, sure = record.dates[first.id], before_all(date)
    if sure in ("certainly", "possibly"):
        days, span = _apart(date, met)
        text = (
            f"The record first shows {first_person} and {second_person} in the same place: {met.in_words()} ({first.title}), "
            f"{span} after {record.title(one.subject)}."
        )
        yield Contradiction(
            "had not met",
            str(sure),
            text,
            (record.event_of(one.subject), first.id),
            days,
            date.text,
            met.text,
        )


def _term(record: Record, one: Any) -> Iterator[Contradiction]:
    if one.value in split(record.instruments.loc[one.subject, "terms"]):
        return
    date = record.date(one.subject)
    first, before_all = record.first_with("terms", one.value)
    if first is None:
        text = f"Nothing seen shows {one.value} in {record.title(one.subject)}, nor anywhere else in the record."
        yield Contradiction(
            "term appears later", "possibly", text, (record.event_of(one.subject),), None, date.text
        )
        return
    then, sure = record.dates[first.id], before_all(date)
    if sure in ("certainly", "possibly"):
        days, span = _apart(date, then)
        text = (
            f"Nothing seen shows {one.value} in {record.title(one.subject)}. The first sign of it in the record: "
            f"{then.in_words()} ({first.title}), {span} later."
        )
        events = (record.event_of(one.subject), first.id)
        seen_whole = not record.instruments.loc[one.subject, "not_seen"]
        yield Contradiction(
            "term appears later",
            str(sure) if seen_whole else "possibly",
            text,
            events,
            days,
            date.text,
            then.text,
        )


def _brought(record: Record, one: Any) -> Iterator[Contradiction]:
    date, then = record.date(one.subject), record.date(one.object)
    sure = certainty_of_order(date, then)
    if sure in ("certainly", "possibly"):
        days, span = _apart(date, then)
        text = (
            f"Read as {one.value}, what the text ascribes to {record.title(one.subject)} came with "
            f"{record.title(one.object)}, {then.in_words()}, {span} later."
        )
        events = (record.event_of(one.subject), record.event_of(one.object))
        sure_reading = record.lesson.claim(one.claim)["certainty"] == "high"
        yield Contradiction(
            "brought later",
            str(sure) if sure_reading else "possibly",
            text,
            events,
            days,
            date.text,
            then.text,
        )


def _whole_of(record: Record, one: Any) -> Iterator[Contradiction]:
    named, known = split(one.value), split(record.instruments.loc[one.subject, "terms"])
    missing = [term for term in known if term not in named]
    if missing:
        given = len(set(named) & set(known))
        text = f"The text gives {given} of the {len(known)} parts of {record.title(one.subject)}. Missing: {', '.join(missing)}."
        events, date = (record.event_of(one.subject),), record.date(one.subject)
        yield Contradiction("part missing", "certainly", text, events, None, "", date.text)


CHECKS: dict[str, Callable[[Record, Any], Iterator[Contradiction]]] = {
    "caused": _clash_of_order,
    "before": _clash_of_order,
    "dated": _dated,
    "signed-by": _signed_by,
    "met": _met,
    "between": _between,
    "term": _term,
    "brought": _brought,
    "whole-of": _whole_of,
}

#: The verdict that each kind of clash leads to, the gravest first.
VERDICTS = {
    "could not have been there": "contradicted",
    "had not met": "contradicted",
    "not a party": "contradicted",
    "date outside the record": "contradicted",
    "order reversed": "contradicted",
    "term appears later": "contradicted",
    "effect before cause": "anachronism",
    "brought later": "anachronism",
    "part missing": "omission",
}

#: Verdicts that a claim can only have if a clash is computed.
COMPUTED = frozenset(VERDICTS.values())
