"""The live check of a rewriting: what is still wrong and what is fixed. It is never a grade."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from helpers.lesson.model import Lesson
from helpers.rewriting.mentions import Facts, ReadSentence
from helpers.rewriting.rules import RULES
from helpers.rewriting.rules.agreements import unclear_agreement
from helpers.rewriting.rules.evidence import sentence_numbers, word_count
from helpers.rewriting.rules.notices import Notice
from helpers.rewriting.writing import Writing, read_writing

#: Longer texts are checked up to here.
MOST_CHARACTERS: Final = 15_000

#: What a student reads before a finding of each kind.
KINDS: Final = {"problem": "Look again", "fixed": "Fixed", "note": "Note"}

#: Compared with the original, a text is short or long outside these shares of its words.
_SHORT, _LONG = 0.6, 1.6


@dataclass(frozen=True)
class Finding:
    """One thing that the check found.

    Attributes
    ----------
    rule : str
        The id of the rule, as in ``docs/rewrite-check.md``.
    kind : {"problem", "fixed", "note"}
    sentence : int or None
        The number of the sentence, None for the whole text.
    words : str
        The words of the text that it is about; empty for the whole text.
    message : str
        What is wrong or right.
    advice : str
        What to do next; empty if there is nothing to do.
    start, end : int
        Where these words are in the text.
    """

    rule: str
    kind: str
    sentence: int | None
    words: str
    message: str
    advice: str = ""
    start: int = 0
    end: int = 0


class Checker:
    """The check for one lesson: everything that does not depend on the student's text is ready."""

    def __init__(self, lesson: Lesson, writing: Writing | None = None) -> None:
        self._facts = Facts(lesson, read_writing(lesson) if writing is None else writing)
        self._original = lesson.text
        notices = self._notices(self._facts.read(lesson.text))
        self._mistakes = {
            (notice.rule, notice.subject): notice for notice in notices if not notice.right
        }

    def check(self, text: str, by_line: bool = False) -> list[Finding]:
        """Return all findings about a text: problems first, then what is fixed, then notes.

        Written sentence by sentence, each line is one of the original's: the findings then name
        lines, counted from 0.
        """
        sentences = self._facts.read(text[:MOST_CHARACTERS], by_line)
        notices = self._notices(sentences)
        wrong = [notice for notice in notices if not notice.right]
        right = [notice for notice in notices if notice.right]
        return [
            *(_finding("problem", notice, text) for notice in _once(wrong)),
            *(_finding("fixed", notice, text) for notice in self._fixed(right, wrong, text)),
            *self._notes(sentences, text),
        ]

    def _notices(self, sentences: list[ReadSentence]) -> list[Notice]:
        return [notice for rule in RULES for notice in rule(sentences, self._facts)]

    def _fixed(self, right: list[Notice], wrong: list[Notice], text: str) -> Iterator[Notice]:
        """Yield each mistake of the original that the text avoids by telling it right."""
        still = {(notice.rule, notice.subject) for notice in wrong}
        told = {(notice.rule, notice.subject): notice for notice in right}
        for key in self._mistakes:
            if key in told and key not in still:
                yield told[key]
        if sources := told.get(("no-citation", "some sources")):
            yield sources
        careful = not any(notice.rule == "certainty" for notice in wrong)
        if careful and self._strong_words() and word_count(text) * 2 >= word_count(self._original):
            words = ", ".join(f"“{word}”" for word in self._strong_words()[:3])
            yield Notice(
                "certainty", "", True, message=f"Words such as {words} are gone or have a source."
            )

    def _strong_words(self) -> list[str]:
        return [subject for rule, subject in self._mistakes if rule == "certainty"]

    def _notes(self, sentences: list[ReadSentence], text: str) -> Iterator[Finding]:
        """Yield what may help and is no mistake: the length, and agreements that are not clear."""
        ours, theirs = word_count(text), word_count(self._original)
        if sentences and not _SHORT * theirs <= ours <= _LONG * theirs:
            longer = "longer" if ours > theirs else "shorter"
            message = f"Your text has {ours} words, the original has {theirs}: it is much {longer}."
            yield Finding("length", "note", None, "", message)
        for notice in unclear_agreement(sentences):
            yield _finding("note", notice, text)


def _once(notices: Iterable[Notice]) -> list[Notice]:
    """Return each problem once, with the other sentences that have it."""
    groups: defaultdict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        groups[notice.rule, notice.subject].append(notice)
    return [_with_others(group) for group in groups.values()]


def _with_others(group: list[Notice]) -> Notice:
    first = group[0]
    numbers = {notice.sentence for notice in group if notice.sentence is not None}
    others = sorted(numbers - {first.sentence})
    if not others:
        return first
    return replace(first, message=f"{first.message} (The same in {sentence_numbers(others)}.)")


def _finding(kind: str, notice: Notice, text: str) -> Finding:
    words = " ".join(text[notice.start : notice.end].split())
    return Finding(
        rule=notice.rule,
        kind=kind,
        sentence=notice.sentence,
        words=words,
        message=notice.message,
        advice=notice.advice,
        start=notice.start,
        end=notice.end,
    )


_CHECKERS: list[tuple[Lesson, Checker]] = []


def checker_for(lesson: Lesson) -> Checker:
    """Return the check for a lesson; it is built once as long as the same lesson is used."""
    for known, checker in _CHECKERS:
        if known is lesson:
            return checker
    checker = Checker(lesson)
    _CHECKERS[:] = [(lesson, checker)]
    return checker


def check_text(text: str, lesson: Lesson) -> list[Finding]:
    """Check a rewriting against the record of a lesson.

    It names what is still wrong and which mistakes of the original are fixed. It is not a grade:
    ``docs/rewrite-check.md`` says what it can't judge.

    Parameters
    ----------
    text : str
        The student's text.
    lesson : Lesson
        As from `load_lesson`.

    Returns
    -------
    list of Finding
        Problems first, then what is fixed, then notes.
    """
    return checker_for(lesson).check(text)


def notes_on(text: str, by_line: bool, lesson: Lesson) -> list[str]:
    """Return all findings about a text in words, to be printed below it.

    Written sentence by sentence, a line has the number of its sentence in the original.
    """
    numbers = list(lesson.sentences["number"])
    notes = []
    for finding in checker_for(lesson).check(text, by_line):
        number = numbers[finding.sentence] if by_line and finding.sentence is not None else None
        place = _place(finding.sentence if number is None else int(number))
        head = f"{KINDS[finding.kind]}{place}: {finding.message}"
        notes.append(f"{head} {finding.advice}".strip())
    return notes


def _place(sentence: int | None) -> str:
    """Return where a finding is; the heading has the number 0."""
    if sentence is None:
        return ""
    return f", sentence {sentence}" if sentence else ", heading"
