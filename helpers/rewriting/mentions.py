"""What a sentence names: events, agreements, people and terms, found by their everyday words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from helpers.lesson.cells import split
from helpers.lesson.dates import HistoricalDate, parse_date
from helpers.lesson.model import Lesson
from helpers.rewriting.sentences import (
    Clause,
    Sentence,
    WrittenDate,
    plain,
    split_sentences,
    words_pattern,
)
from helpers.rewriting.writing import Writing, people_of, terms_of

#: A general word with a date this many days from that of an agreement is meant for that one.
_NEAR_DAYS = 200

KINDS = ("happening", "person", "term")


@dataclass(frozen=True)
class Mention:
    """Words of a sentence that name something: the ids of all that they may mean.

    `kind` is "event", "instrument", "person" or "term"; `words` are the student's.
    """

    kind: str
    ids: tuple[str, ...]
    start: int
    end: int
    words: str = ""

    @property
    def is_general(self) -> bool:
        """Whether it may mean one of several agreements."""
        return self.kind == "instrument" and len(self.ids) > 1


@dataclass(frozen=True)
class ReadSentence:
    """A sentence and what it names, in the order of its words."""

    sentence: Sentence
    happenings: tuple[Mention, ...]
    people: tuple[Mention, ...]
    terms: tuple[Mention, ...]

    def words(self, start: int, end: int) -> str:
        """Return the words between two places as the student wrote them."""
        return self.sentence.text[start:end].strip(" ,;:")


class Facts:
    """What the check needs from a lesson, computed once: words, dates, signers, meetings, terms."""

    def __init__(self, lesson: Lesson, writing: Writing) -> None:
        self.lesson, self.writing = lesson, writing
        self.dates = {
            str(event.id): parse_date(str(event.date)) for event in lesson.events.itertuples()
        }
        self.titles = dict(zip(lesson.events["id"], lesson.events["title"], strict=True))
        self.instruments = lesson.instruments.set_index("id")
        self._names = dict(self.instruments["name"])
        self._terms = {name: split(str(terms)) for name, terms in self.instruments["terms"].items()}
        self._dated_by = {
            str(event): str(name) for name, event in self.instruments["event"].items()
        }
        self.dates |= {name: self.dates[event] for event, name in self._dated_by.items()}
        self.years = _years(self.dates.values())
        phrases = {kind: self._phrases(kind) for kind in KINDS}
        self._find = {kind: _Finder(phrases[kind]) for kind in KINDS}
        #: What “the agreement” or another general word can mean.
        self.has_general_name = {
            name for ids in phrases["happening"].values() if len(ids) > 1 for name in ids
        }
        self.story_parts = [
            (part, _Finder(dict.fromkeys(part.phrases, (part.missing,))))
            for part in writing.whole_story
        ]

    def _phrases(self, kind: str) -> dict[str, tuple[str, ...]]:
        """Return the phrases of one kind, each with all ids that it may mean."""
        own = {
            "happening": {**self.titles, **self.instruments["name"]},
            "person": {name: name for name in people_of(self.lesson)},
            "term": {term: term for term in terms_of(self.lesson)},
        }[kind]
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name, words in own.items():
            for phrase in (words, *self.writing.names.get(name, ())):
                found[plain(phrase).removeprefix("the ")].append(self.canonical(name))
        if kind == "person":
            _add_last_names(found)
        return {phrase: tuple(dict.fromkeys(names)) for phrase, names in found.items()}

    def read(self, text: str, by_line: bool = False) -> list[ReadSentence]:
        """Read a text: its sentences, what they name, and which agreement is meant each time."""
        sentences = [self._read_one(one) for one in split_sentences(text, self.years, by_line)]
        return _resolve(sentences, self)

    def _read_one(self, sentence: Sentence) -> ReadSentence:
        found = {
            kind: tuple(
                Mention(self._kind_of(ids, kind), ids, start, end, sentence.text[start:end])
                for ids, start, end in self._find[kind].all(sentence.plain)
            )
            for kind in KINDS
        }
        return ReadSentence(sentence, found["happening"], found["person"], found["term"])

    def _kind_of(self, ids: tuple[str, ...], kind: str) -> str:
        if kind != "happening":
            return kind
        return "instrument" if all(name in self._names for name in ids) else "event"

    def name(self, name: str) -> str:
        """Return an agreement's name, or an event's title in quotation marks."""
        return str(self._names[name]) if name in self._names else f"“{self.titles[name]}”"

    def label(self, mention: Mention) -> str:
        """Return the name of what is mentioned, or the student's words if they mean several."""
        return self.name(mention.ids[0]) if len(mention.ids) == 1 else f"“{mention.words}”"

    def when(self, mention: Mention) -> str:
        """Return the date of what is mentioned, in words."""
        dates = [self.dates[name] for name in mention.ids]
        return dates[0].in_words() if len(dates) == 1 else f"not before {_first(dates).in_words()}"

    def canonical(self, name: str) -> str:
        """Return an agreement for the event that dates it; every other id as it is."""
        return self._dated_by.get(name, name)

    def signers(self, instrument: str) -> list[str]:
        """Return who signed, as far as the record knows."""
        return split(str(self.instruments.at[instrument, "signers"]))

    def terms(self, instrument: str) -> list[str]:
        """Return what an agreement contains."""
        return self._terms[instrument]

    def rivals(self, instrument: str) -> list[str]:
        """Return the other agreements of the same parties: those it may be mixed up with."""
        parties = self.instruments["parties"]
        same = parties.index[parties == parties[instrument]]
        return [str(name) for name in same if name != instrument]

    @cached_property
    def presences(self) -> list[tuple[str, HistoricalDate, frozenset[str]]]:
        """Return for each event in order who was there in person."""
        rows = self.lesson.events.itertuples()
        return [(str(e.id), self.dates[str(e.id)], frozenset(split(str(e.present)))) for e in rows]

    def first_meeting(self, people: Iterable[str]) -> tuple[str, HistoricalDate] | None:
        """Return the first event at which all of these people were present."""
        wanted = set(people)
        return next(((e, date) for e, date, there in self.presences if wanted <= there), None)

    def elsewhere(self, person: str, instrument: str) -> str:
        """Say where somebody was on the day of an agreement, if the record shows it."""
        day, here = self.dates[instrument], self.lesson.event(instrument)
        for event, date, there in self.presences:
            row = self.lesson.event(event)
            if (
                person in there
                and row["place"] != here["place"]
                and date.exact_ends
                and _covers(date, day)
            ):
                return f" On {day.in_words()} {person} was in {row['place']} ({row['title']})."
        return ""

    def fits(self, written: WrittenDate, mention: Mention) -> bool:
        """Whether a written date may be the date of what is mentioned."""
        return any(_may_be(written, date) for date in self._possible_dates(mention))

    def _possible_dates(self, mention: Mention) -> list[HistoricalDate]:
        """Return the dates of a mention; several events mean the time from first to last."""
        dates = [self.dates[name] for name in mention.ids]
        if mention.kind == "event" and len(dates) > 1:
            firsts = [date.first_possible for date in dates if date.first_possible]
            lasts = [date.last_possible for date in dates if date.last_possible]
            if firsts and lasts:
                dates.append(parse_date(f"{min(firsts)}/{max(lasts)}"))
        return dates

    def before(self, first: Mention, second: Mention) -> bool:
        """Whether the first certainly happened before the second, whatever each may mean."""
        return all(
            self.dates[one].before(self.dates[two]) is True
            for one in first.ids
            for two in second.ids
        )

    def nearest(self, written: WrittenDate, ids: Iterable[str]) -> str:
        """Return the id whose date is nearest to a written date."""
        return min(ids, key=lambda name: self._days_apart(written, name))

    def is_near(self, written: WrittenDate, name: str) -> bool:
        """Whether a written date with a year is so near that it can be meant for this id."""
        return written.year is not None and self._days_apart(written, name) <= _NEAR_DAYS

    def _days_apart(self, written: WrittenDate, name: str) -> int:
        known = self.dates[name].earliest or self.dates[name].latest
        date = written.in_year(known.year, self.dates[name].calendar) if known else None
        return abs(date.earliest - known) if known and date and date.earliest else 10**6


def _first(dates: list[HistoricalDate]) -> HistoricalDate:
    return min(dates, key=lambda date: date.sort_key)


def _years(dates: Iterable[HistoricalDate]) -> range:
    """Return the years that four digits can mean: those of the record and a century around."""
    years = [day.year for date in dates for day in (date.earliest, date.latest) if day]
    return range(max(min(years) - 100, 1), max(years) + 101) if years else range(1000, 2101)


def _add_last_names(found: dict[str, list[str]]) -> None:
    """Let a last name mean a person, where only one person has it and no phrase says otherwise."""
    last: defaultdict[str, set[str]] = defaultdict(set)
    for phrase, names in list(found.items()):
        if " " in phrase and plain(names[0]) == phrase:
            last[phrase.rpartition(" ")[2]].update(names)
    for name, people in last.items():
        if len(people) == 1 and name not in found:
            found[name] = list(people)


def _may_be(written: WrittenDate, known: HistoricalDate) -> bool:
    years = {day.year for day in (known.earliest, known.latest) if day} or {written.year or 1}
    dates = [written.in_year(year, known.calendar) for year in years]
    return any(date is not None and known.overlaps(date) is not False for date in dates)


def _covers(period: HistoricalDate, day: HistoricalDate) -> bool:
    if not (period.earliest and period.latest and day.kind == "exact day" and day.earliest):
        return False
    return period.earliest <= day.earliest <= period.latest


class _Finder:
    """Finds phrases in plain text, the longest where several begin at one place."""

    def __init__(self, phrases: Mapping[str, tuple[str, ...]]) -> None:
        longest_first = sorted(map(plain, phrases), key=len, reverse=True)
        ids = {plain(phrase): names for phrase, names in phrases.items()}
        self._parts = [(re.compile(_pattern(phrase)), ids[phrase]) for phrase in longest_first]
        pattern = "|".join(part.pattern for part, _ in self._parts)
        # A name with 's is not the person: a premier's deputy is somebody else.
        self._pattern = re.compile(rf"\b(?:{pattern})\b(?!'s)") if pattern else None
        self._known: dict[str, tuple[str, ...]] = {}

    def all(self, words: str) -> list[tuple[tuple[str, ...], int, int]]:
        """Return the ids, the start and the end of each phrase found."""
        matches = self._pattern.finditer(words) if self._pattern else ()
        return [(self._ids(match[0]), match.start(), match.end()) for match in matches]

    def _ids(self, found: str) -> tuple[str, ...]:
        """Return the ids of words that fit a phrase."""
        if found not in self._known:
            self._known[found] = next(ids for part, ids in self._parts if part.fullmatch(found))
        return self._known[found]


def _pattern(phrase: str) -> str:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return words.replace(r"\*", r"\w*")


#: Verbs after which a date belongs to what the clause before names: “…, which was signed on …”.
SIGNING = re.compile(r"\b(?:sign|signs|signed|signing|concluded|initialled|initialed|dated)\b")
_REFERS_BACK = re.compile(r"\s*(?:which|that|it|this)\b")


def dated(one: ReadSentence) -> list[tuple[WrittenDate, list[Mention]]]:
    """Return each date of a sentence with the events and agreements that it may belong to."""
    return [(date, _owners(date, one)) for date in one.sentence.dates if not date.is_limit]


def _owners(date: WrittenDate, one: ReadSentence) -> list[Mention]:
    """Return what a date's clause names; if that is nothing, what a clause next to it names."""
    clauses = one.sentence.clauses
    place = clauses.index(one.sentence.clause_at(date.start))
    clause = clauses[place]
    if own := _in_clause(one, clause):
        return own
    rest = one.sentence.plain[clause.start : date.start] + one.sentence.plain[date.end : clause.end]
    if len(rest.split()) <= 2:  # the date alone, between commas
        return [m for near in clauses[max(place - 1, 0) : place + 2] for m in _in_clause(one, near)]
    if place and (SIGNING.search(rest) or _REFERS_BACK.match(one.sentence.plain, clause.start)):
        return _in_clause(one, clauses[place - 1])
    return []


def _in_clause(one: ReadSentence, clause: Clause) -> list[Mention]:
    return [mention for mention in one.happenings if clause.start < mention.end <= clause.end]


#: “It” or “they” at the beginning of a sentence, as the subject of a statement.
_PRONOUN = re.compile(
    words_pattern(
        r"""\W*(?P<word>it | they | these | both)\s+(?:was|were) (?!in\b|on\b|only\b|a\b)|
        \W*(?P<word2>it | they | these | both)\s+(?:did | also | had | can | could |
        gave | promised |
        pledged | contained | included | said | brought | led | came | allowed | provided)\b"""
    )
)


def _resolve(sentences: list[ReadSentence], facts: Facts) -> list[ReadSentence]:
    """Decide which agreement each “the agreement” means: by its date, or the one named last.

    “It” or “they” at the beginning means the agreement of the sentence before, if that names
    nothing else.
    """
    current: tuple[str, ...] = ()
    resolved: list[ReadSentence] = []
    for one in sentences:
        one = _with_pronoun(one, resolved[-1] if resolved else None)
        happenings = []
        for mention in one.happenings:
            if mention.kind == "instrument":
                if len(mention.ids) > 1:
                    mention = replace(mention, ids=_meant(mention, one, current, facts))
                if len(mention.ids) == 1 and mention.ids[0] in facts.has_general_name:
                    current = mention.ids
            happenings.append(mention)
        resolved.append(replace(one, happenings=tuple(happenings)))
    return resolved


def _with_pronoun(one: ReadSentence, before: ReadSentence | None) -> ReadSentence:
    """Add what “it” or “they” at the beginning of a sentence means."""
    found = _PRONOUN.match(one.sentence.plain)
    named = {mention.ids for mention in before.happenings} if before else set()
    if not found or before is None or len(named) != 1 or before.happenings[-1].kind != "instrument":
        return one
    word = "word" if found["word"] else "word2"
    (ids,) = named
    pronoun = Mention("instrument", ids, found.start(word), found.end(word), found[word])
    return replace(one, happenings=(pronoun, *one.happenings))


def _meant(
    mention: Mention, one: ReadSentence, current: tuple[str, ...], facts: Facts
) -> tuple[str, ...]:
    """Return the ids that a general word such as “agreement” means here."""
    written = _date_of(mention, one, facts)
    if written:
        fitting = [
            name for name in mention.ids if facts.fits(written, replace(mention, ids=(name,)))
        ]
        nearest = facts.nearest(written, mention.ids)
        if fitting or facts.is_near(written, nearest):
            return tuple(fitting) or (nearest,)
    return current if set(current) <= set(mention.ids) and current else mention.ids


def _date_of(mention: Mention, one: ReadSentence, facts: Facts) -> WrittenDate | None:
    """Return the date that belongs to a mention and does not fit an event of the sentence."""
    events = [other for other in one.happenings if other.kind == "event"]
    for date, owners in dated(one):
        if mention in owners and not any(facts.fits(date, event) for event in events):
            return date
    return None
