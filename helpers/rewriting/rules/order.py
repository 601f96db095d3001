"""The rule on causes and order."""

import re
from collections.abc import Iterator
from itertools import permutations
from typing import Final

from helpers.rewriting.mentions import Facts, Mention, ReadSentence
from helpers.rewriting.rules.dates import false_date
from helpers.rewriting.rules.notices import Notice, asserting, notice
from helpers.rewriting.sentences import words_pattern

_MADE: Final = (
    r"(?:motivated|caused|prompted|provoked|triggered|inspired|brought about|influenced|preceded)"
)
#: The second of the two comes first in time: “A because of B”.
_BACKWARD: Final = words_pattern(
    rf"""because of | due to | owing to | thanks to | in (?:response|reaction|answer) to |
    as an? (?:result|consequence|response|reaction|answer) (?:of|to) | (?:result|consequence) of |
    (?:response|reaction|answer) to | responded to | reacted to | {_MADE} (?:\w+ )?by | driven by |
    (?<!the )following(?! (?:day|week|month|year|spring|summer|autumn|winter)) | followed(?! by) |
    (?<!and soon )(?<!and shortly )after(?! which| that| all|,) | because | out of anger about |
    revenge for"""
)
#: The first of the two comes first in time: “A led to B”.
_FORWARD: Final = words_pattern(
    r"""leads? to | led to | leading to | results? in | resulted in | resulting in | gave rise to |
    paved the way (?:for|to) | brought about(?! by) | caused(?! by) | motivated(?! by) |
    prompted(?! by) | provoked(?! by) | triggered(?! by) | inspired(?! by) | followed by |
    after which | so that | (?:which|that) is why | reason for | cause of | trigger (?:for|of) |
    (?:pushed|drove|moved|forced) (?:\w+ ){1,4}?to | before"""
)
_LINK: Final = re.compile(rf"\b(?:(?P<backward>{_BACKWARD})|(?P<forward>{_FORWARD}))\b")
#: The sentence before is the cause: “In response, …”.
_THEREFORE: Final = re.compile(
    words_pattern(
        r"""^\W*(?:in (?:response|reaction)(?! to) | as a (?:result|consequence)(?! of) |
        therefore | consequently | because of (?:this|that|it) | for this reason |
        (?:that|this) is why |
        (?:this|that|it) (?:led to|caused|motivated|prompted|provoked))\b |
        \b(?:responded|reacted) (?:by|with)\b"""
    )
)
#: How far from the linking words the event may be named.
_REACH: Final = 70


def effect_before_cause(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find linking words that put two events into an order that their dates rule out.

    It sees both directions (“A because of B”, “B led to A”), a cause at the beginning (“After B,
    A”) and a cause in the sentence before (“In response, A”). It takes the event nearest to the
    linking words on each side. A possible order is not yet a true cause: whether B was the reason
    is for you to show.
    """
    before: ReadSentence | None = None
    for one in asserting(sentences):
        for first, second, where in _linked(one, before):
            if not set(first.ids) & set(second.ids) and facts.before(second, first):
                yield _impossible_order(first, second, where, one, facts)
        before = one
    yield from _order_by_dates(sentences, facts)


def _impossible_order(
    first: Mention, second: Mention, where: tuple[int, int], one: ReadSentence, facts: Facts
) -> Notice:
    """Return a notice about an order that the dates rule out; denied, it is right."""
    subject = _order_subject(first.ids[0], second.ids[0], facts)
    earlier, later = facts.label(first), facts.label(second)
    if one.sentence.denied_between(*where):
        message = f"You say that {later} did not come from {earlier}."
        return notice("effect-before-cause", subject, one, where, message)
    message = (
        f"Your sentence puts {earlier} ({facts.when(first)}) "
        f"before {later} ({facts.when(second)}). "
        "The record has them the other way round."
    )
    advice = "A reason can’t come later. Put them in order, or look for another reason."
    return notice("effect-before-cause", subject, one, where, (message, advice))


def _order_subject(first: str, second: str, facts: Facts) -> str:
    return f"{facts.canonical(first)} > {facts.canonical(second)}"


def _linked(
    one: ReadSentence, before: ReadSentence | None
) -> Iterator[tuple[Mention, Mention, tuple[int, int]]]:
    """Yield what a sentence puts first, what it puts second, and where it says so."""
    for link in _LINK.finditer(one.sentence.plain):
        sides = _sides(one, link)
        if sides:
            left, right = sides
            start, end = min(left.start, link.start()), max(right.end, left.end)
            yield (*((right, left) if link["backward"] else (left, right)), (start, end))
    found = _THEREFORE.search(one.sentence.plain)
    if found and before and before.happenings:
        after = [mention for mention in one.happenings if mention.start >= found.start()]
        if after and not [m for m in one.happenings if m.end <= found.start()]:
            yield before.happenings[-1], after[0], (found.start(), after[0].end)


def _sides(one: ReadSentence, link: re.Match[str]) -> tuple[Mention, Mention] | None:
    """Return what is named before and after linking words; both may follow: “After B, A”."""
    begin = one.sentence.plain.rfind(";", 0, link.start()) + 1
    left = [
        mention
        for mention in one.happenings
        if begin <= mention.start < mention.end <= link.start()
    ]
    right = [
        mention
        for mention in one.happenings
        if mention.start >= link.end() and mention.start - link.end() <= _REACH
    ]
    if not right:
        return None
    if left:
        return left[-1], right[0]
    later = [
        mention
        for mention in one.happenings
        if mention.start > right[0].end and not set(mention.ids) & set(right[0].ids)
    ]
    gap = one.sentence.plain[right[0].end : later[0].start] if later else ""
    return (later[0], right[0]) if "," in gap or " by " in gap or " with " in gap else None


def _order_by_dates(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Notice two events that the text tells with their right dates: their order is then clear."""
    told = {
        notice.subject: notice.sentence for notice in false_date(sentences, facts) if notice.right
    }
    for first, second in permutations(told, 2):
        message = f"You date {facts.name(first)} and {facts.name(second)}, so their order is clear."
        subject = _order_subject(first, second, facts)
        yield Notice("effect-before-cause", subject, True, told[second], message=message)
