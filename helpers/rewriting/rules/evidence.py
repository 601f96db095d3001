"""The rules on certainty and sources."""

import re
from collections.abc import Iterator
from typing import Final

from helpers.rewriting.mentions import Facts, ReadSentence
from helpers.rewriting.rules.notices import Notice, asserting, capital, notice
from helpers.rewriting.sentences import CITATION, words_pattern

_CERTAIN: Final = re.compile(
    words_pattern(
        r"""\b(?:clearly | obviously | undoubtedly | unquestionably | certainly | definitely |
        inevitabl\w+ | of course | without (?:a |any )?doubt | no doubt | beyond doubt |
        it is (?:clear|obvious|certain|a fact) | (?:everyone|everybody) knows |
        (?:proves?|proved) that | crucial\w* | decisive\w* | turning point | milestone |
        key player | changed (?:the world|history) | significant (?:victory|moment|role) |
        the only (?:reason|cause) | solidif\w+ | cement\w+ | always wanted)\b"""
    )
)
_ATTRIBUTED: Final = re.compile(
    words_pattern(
        r"""\b(?:according to | historians? | scholars? | argues? | argued | calls? (?:it|this) |
        called (?:it|this) | saw | sees? | in (?:his|her|their) view |
        disputed | perhaps | probably | almost)\b"""
    )
)


def certainty(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find strong words in a sentence that has no source and gives nobody as its author.

    It knows a list of strong words, such as *clearly*, *crucial* or *turning point*. It can't see
    whether the judgement is right, and it doesn't know every strong word.
    """
    for one in asserting(sentences):
        words = one.sentence.plain
        strong = [found for found in _CERTAIN.finditer(words) if not _is_denied(one, found.start())]
        if not strong or one.sentence.cited or _ATTRIBUTED.search(words):
            continue
        quoted = ", ".join(f"“{one.words(*found.span())}”" for found in strong)
        message = (
            f"{quoted} {'sounds' if len(strong) == 1 else 'sound'} certain, but no source is named."
        )
        advice = "Give a source, say who judges so, or choose a more careful word."
        yield notice(
            "certainty", words[slice(*strong[0].span())], one, strong[0].span(), (message, advice)
        )


def _is_denied(one: ReadSentence, place: int) -> bool:
    """Whether a word shortly before a place, in its clause, denies it."""
    return one.sentence.denied_between(max(one.sentence.clause_at(place).start, place - 25), place)


_UNKNOWN: Final = re.compile(
    r"\b(?:we do not know|we don't know|nobody knows|is not known|is unknown)\b"
)


def no_citation(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find sentences with facts that have no citation in square brackets.

    A sentence has facts if it names a date, an event, an agreement, or a person with something that
    an agreement contains. It can't see whether the source really says what the sentence says.
    """
    with_facts = [one for one in asserting(sentences) if _has_facts(one)]
    without = [one for one in with_facts if not one.sentence.cited]
    if without:
        numbers = sentence_numbers([one.sentence.number for one in without])
        verb = "states" if len(without) == 1 else "state"
        message = f"{capital(numbers)} {verb} facts without a source in square brackets."
        where = (0, len(without[0].sentence.text))
        advice = "Choose a source under “Insert”. Begin with the sentences that matter most."
        yield notice("no-citation", "sources", without[0], where, (message, advice))
    cited = len(with_facts) - len(without)
    if cited and cited * 2 >= len(with_facts):
        message = f"{cited} of {len(with_facts)} sentences with facts name a source."
        yield Notice("no-citation", "some sources", True, message=message)


def _has_facts(one: ReadSentence) -> bool:
    if one.sentence.is_heading or _UNKNOWN.search(one.sentence.plain):
        return False
    clear = any(mention.kind == "event" or len(mention.ids) == 1 for mention in one.happenings)
    return bool(one.sentence.dates or clear or (one.people and one.terms))


def sentence_numbers(numbers: list[int]) -> str:
    """Say which sentences: “sentence 3”, “sentences 3, 5 and 7”."""
    if len(numbers) == 1:
        return f"sentence {numbers[0]}"
    return f"sentences {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def word_count(text: str) -> int:
    """Return how many words a text has besides its citations."""
    return len(CITATION.sub(" ", text).split())
