"""The rules of the live check. Each looks at one thing, and its docstring says what it can't see.

A rule yields what it noticed: something that is wrong, or something that the text gets right. The
second kind is how the check knows that a mistake of the original has been fixed. All history comes
from the lesson; only words of the English language are in here. `docs/rewrite-check.md` explains
the rules to students and teachers.
"""

from typing import Final

from helpers.rewriting.rules.agreements import agreements_mixed
from helpers.rewriting.rules.dates import false_date
from helpers.rewriting.rules.evidence import certainty, no_citation
from helpers.rewriting.rules.notices import Rule
from helpers.rewriting.rules.order import effect_before_cause
from helpers.rewriting.rules.people import could_not_meet, could_not_sign
from helpers.rewriting.rules.story import condition_missing, part_missing

#: All rules, in the order in which their findings are shown.
RULES: Final[tuple[Rule, ...]] = (
    false_date,
    could_not_sign,
    could_not_meet,
    effect_before_cause,
    agreements_mixed,
    part_missing,
    condition_missing,
    certainty,
    no_citation,
)
