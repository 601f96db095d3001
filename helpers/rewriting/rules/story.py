"""The rules on what is left out: a part of an agreement, or the conditions of a promise."""

import re
from collections.abc import Iterator
from typing import Final

from helpers.rewriting.mentions import Facts, ReadSentence
from helpers.rewriting.rules.notices import Notice, capital, notice
from helpers.rewriting.sentences import words_pattern


def part_missing(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find a part that is missing from an agreement whose outcome the text tells.

    The lesson lists the parts and the words for them. A text tells the outcome if it names the
    agreement, or two of its contents in one sentence. One of the words anywhere in the text is
    enough, so the check can't see whether the part is told well.
    """
    for part, finder in facts.story_parts:
        telling = next((one for one in sentences if _tells(one, part.instrument, facts)), None)
        if telling is None:
            continue
        subject = f"{part.instrument}: {part.missing}"
        found = next((one for one in sentences if finder.all(one.sentence.plain)), None)
        if found:
            message = f"Your text tells of {part.missing} in {facts.name(part.instrument)}."
            yield notice("part-missing", subject, found, (0, 0), message)
        else:
            whole = facts.name(part.instrument)
            message = f"You tell of {whole}, but something is missing: {part.missing}. {part.why}"
            where = (0, len(telling.sentence.text))
            yield notice("part-missing", subject, telling, where, (message, "Add it."))


def _tells(one: ReadSentence, instrument: str, facts: Facts) -> bool:
    names = {(instrument,), (str(facts.instruments.at[instrument, "event"]),)}
    named = any(mention.ids in names for mention in one.happenings)
    contents = {name for term in one.terms for name in term.ids} & set(facts.terms(instrument))
    return named or len(contents) > 1


_CONDITION: Final = re.compile(
    words_pattern(
        r"""\b(?:if | unless | condition\w* | provided | as long as | so long as | only when |
        once | only after | depend\w* | in case)\b"""
    )
)
_STRONG_CONDITION: Final = re.compile(
    words_pattern(
        r"""\b(?:condition\w* | provided that | as long as | depend\w* |
        never (?:became|made|turned) | no treaty)\b"""
    )
)


def condition_missing(sentences: list[ReadSentence], facts: Facts) -> Iterator[Notice]:
    """Find a promise that had conditions and is told without any.

    The lesson lists these promises. A word such as *if*, *condition* or *depended* in the sentence,
    or a plain one in the two sentences after it, is enough. The check can't see whether the
    condition is the right one.
    """
    seen: set[str] = set()
    for place, one in enumerate(sentences):
        if one.sentence.about_a_text:
            continue
        for term in one.terms:
            name = term.ids[0]
            why = facts.writing.conditional.get(name)
            if why is None or name in seen:
                continue
            near = " ".join(other.sentence.plain for other in sentences[place + 1 : place + 3])
            where = (term.start, term.end)
            if _CONDITION.search(one.sentence.plain) or _STRONG_CONDITION.search(near):
                seen.add(name)
                yield notice(
                    "condition-missing", name, one, where, f"You say that {name} had conditions."
                )
            else:
                message = f"{capital(name)} sounds unconditional here. {why}"
                yield notice(
                    "condition-missing", name, one, where, (message, "Say on what it depended.")
                )
