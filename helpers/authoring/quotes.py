"""Find a quotation in the text under study, although quotation marks or spaces differ."""

import re

from helpers.lesson.letters import skeleton

#: Marks that teachers put around a quotation.
_AROUND = "\"'“”„‘’‚«»‹› "


def find_quote(text: str, quote: str, start: int = 0) -> tuple[int, str]:
    """Return where a quotation begins and how the text prints it; -1 and the quotation if nowhere.

    Quotation marks, apostrophes, dashes and spaces may differ, and the quotation may stand in
    quotation marks of its own. The first place from `start` on is preferred.

    Examples
    --------
    >>> find_quote("He said: “Yes – of course.”", '"Yes - of course."')
    (9, '“Yes – of course.”')
    """
    plain = skeleton(text)
    for words in (quote, quote.strip(_AROUND)):
        if not words.strip():
            continue
        pattern = re.compile(r"\s+".join(re.escape(word) for word in skeleton(words).split()))
        if found := pattern.search(plain, start) or pattern.search(plain):
            return found.start(), text[found.start() : found.end()]
    return -1, quote
