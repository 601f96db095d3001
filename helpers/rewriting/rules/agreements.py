"""The rule on agreements that are treated as one."""

import re
from collections.abc import Iterator
from typing import Final

from helpers.rewriting.mentions import Facts, Mention, ReadSentence
from helpers.rewriting.rules.notices import Notice, asserting, is_negated, notice
from helpers.rewriting.sentences import Clause, words_pattern

#: Words for what an agreement contains.
_CONTAINS: Final = re.compile(
    words_pattern(
        r"""\b(?:pledg\w* | promise\w* | promising | includes? | included |
        including | contain\w* | provides? | provided | providing | cover\w* | allow\w* |
        permit\w* | grant\w* | gave | give[sn]? | giving | offer\w* | agreed | establish\w* |
        in exchange | in return | about | on | for | stipulat\w* | guarantee\w* | let | part of |
        under | speaks? of | mention\w* | shows? | said | says | brought | gets? | got |
        receives? | received)\b"""
    )
)
#: How a sentence begins that first names the agreement.
_OPENING: Final = re.compile(r"\A\W*(?:in|with|by|under|through|as part of)\b[^,;]*,")


def agreements_mixed(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find what one agreement contains in a sentence about another one of the same parties.

    It goes by the lists of what each agreement contains. It looks at one clause at a time, and only
    where a word such as *promised*, *on* or *in exchange for* ties the two together. “The
    agreement” means the one whose date is given with it, or the one that was named last.
    """
    for one in asserting(sentences):
        named = [mention for mention in one.happenings if mention.kind == "instrument"]
        for term in one.terms:
            clause = one.sentence.clause_at(term.end - 1)
            owners = [mention for mention in named if _is_tied(mention, clause, one)]
            if owners:
                yield from _judge_term(term, owners[-1], named, one, facts)


def _is_tied(mention: Mention, clause: Clause, one: ReadSentence) -> bool:
    """Whether a clause names an agreement and says something about its content."""
    words, clauses = one.sentence.plain, one.sentence.clauses
    inside = clause.start < mention.end <= clause.end
    # “In the treaty of that year, one side promised …”
    opening = clause in clauses[1:2] and _OPENING.match(words) and mention.end <= clauses[0].end
    said = _CONTAINS.search(words, clause.start, clause.end) is not None
    return bool(inside or opening) and said


def _judge_term(
    term: Mention, owner: Mention, named: list[Mention], one: ReadSentence, facts: Facts
) -> Iterator[Notice]:
    name, instrument = term.ids[0], owner.ids[0]
    where = (min(term.start, owner.start), max(term.end, owner.end))
    if owner.is_general:
        return
    negated = is_negated(one, term.start)
    if any(name in facts.terms(identifier) for mention in named for identifier in mention.ids):
        if not negated:
            message = f"You name {name} with the agreement that it belongs to."
            yield notice("agreements-mixed", name, one, where, message)
        return
    others = [other for other in facts.rivals(instrument) if name in facts.terms(other)]
    if not others:
        return
    if negated:
        message = f"You say that {facts.name(instrument)} did not contain {name}."
        yield notice("agreements-mixed", name, one, where, message)
        return
    message = (
        f"You connect {name} with {facts.name(instrument)}. "
        f"In the record they belong to {' and '.join(map(facts.name, others))}."
    )
    advice = "Say which agreement you mean, and give each one its own date and content."
    yield notice("agreements-mixed", name, one, where, (message, advice))


def unclear_agreement(sentences: list[ReadSentence]) -> Iterator[Notice]:
    """Find the first “agreement” of which the text does not say which one it is.

    This is no mistake, so it is not among the rules.
    """
    for one in asserting(sentences):
        for mention in one.happenings:
            if mention.is_general and not is_negated(one, mention.start):
                where = (mention.start, mention.end)
                message = f"“{mention.words}” could mean one of several agreements."
                advice = "Name its date, or what it was about."
                yield notice("which-agreement", "", one, where, (message, advice))
                return
