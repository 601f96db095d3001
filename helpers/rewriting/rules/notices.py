"""What a rule notices, and the few questions that several rules ask of a sentence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from helpers.rewriting.mentions import Facts, Mention, ReadSentence


@dataclass(frozen=True)
class Notice:
    """Something that a rule noticed.

    Attributes
    ----------
    rule : str
    subject : str
        What it is about; the same mistake in two texts has the same subject.
    right : bool
        Whether the text gets it right.
    sentence : int, optional
        The number of the sentence, None for the whole text.
    start, end : int
        Where the words are in the text.
    message : str
        What is wrong, or what is right.
    advice : str
        What to do; empty if the text gets it right.
    """

    rule: str
    subject: str
    right: bool
    sentence: int | None = None
    start: int = 0
    end: int = 0
    message: str = ""
    advice: str = ""


Rule = Callable[[list[ReadSentence], Facts], Iterator[Notice]]


def notice(
    rule: str,
    subject: str,
    one: ReadSentence,
    where: tuple[int, int],
    problem: tuple[str, str] | str,
) -> Notice:
    """Return a notice about words of a sentence: a problem with its advice, or a message alone."""
    message, advice = (problem, "") if isinstance(problem, str) else problem
    start, end = (one.sentence.start + place for place in where)
    return Notice(rule, subject, not advice, one.sentence.number, start, end, message, advice)


def asserting(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Return the sentences that state something about the past, and not what a text says."""
    return [one for one in sentences if not (one.sentence.about_a_text or one.sentence.is_question)]


def is_negated(one: ReadSentence, place: int) -> bool:
    """Whether the clause at a place is denied."""
    return one.sentence.clause_at(place).negated


def capital(words: str) -> str:
    """Return a sentence with a capital letter at its beginning."""
    return words[:1].upper() + words[1:]


def closest(place: int, mentions: Iterable[Mention]) -> Mention:
    """Return the mention that is nearest to a place."""
    return min(
        mentions, key=lambda mention: min(abs(mention.start - place), abs(mention.end - place))
    )
