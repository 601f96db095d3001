"""The causes that a text claims, and whether their dates make them possible."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from helpers.display.html import Page
from helpers.display.sheet import sheet
from helpers.errors import UserError
from helpers.lesson.model import Lesson
from helpers.lesson.spans import span_in_words

#: What the relations of two events are called here: the name of the earlier and of the later one.
ROLES = {"caused": ("Cause", "Effect"), "before": ("First", "Then")}

#: A sign for each answer, so that no meaning rests on a colour.
_SIGNS = {"yes": "✓", "no": "✕", "we can’t tell": "?"}

_CARD = Markup(
    '<div class="card text" role="group" aria-label="{quote}"><p><b>“{quote}”</b> '
    '<span class="quiet">(sentence {sentence})</span></p>{links}</div>'
)
_LINK = Markup(
    '<dl class="facts"><dt>{first}</dt><dd>{cause}</dd><dt>{then}</dt><dd>{effect}</dd>'
    '<dt>Possible?</dt><dd><span class="answer">{sign} {answer}</span>. {why}</dd></dl>'
)


@dataclass(frozen=True)
class _Link:
    """One claimed link between two events, and what the dates say about it."""

    relation: str
    cause: str
    effect: str
    answer: str
    why: str


def show_causes(lesson: Lesson) -> Page:
    """Show each cause that the text claims, and whether the dates allow it.

    A cause must come before its effect. The answers are computed from the dates of the record; an
    answer “yes” means that the order is possible, and not that there was a link.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.

    Returns
    -------
    Page
        A card for each claim; printed, one line for each claimed link.

    Raises
    ------
    ValueError
        If the text claims no cause.

    See Also
    --------
    find_contradictions : Compute what does not fit.

    Examples
    --------
    >>> from helpers import load_lesson, show_causes
    >>> show_causes(load_lesson())
    “The agreement was motivated by the failed Bay of Pigs invasion” ...
    """
    cards, lines = [], []
    for claim in lesson.claims.itertuples():
        links = _links(lesson, str(claim.id))
        if links:
            cards.append(_card(claim, links))
            lines += [_line(claim, link) for link in links]
    if not cards:
        raise UserError("The assertions of this lesson contain no cause, so there is none to show.")
    return sheet(
        Markup('<div class="cards">{}</div>').format(Markup("").join(cards)), "\n".join(lines)
    )


def _links(lesson: Lesson, claim: str) -> list[_Link]:
    asserted = lesson.assertions[
        lesson.assertions["claim"].eq(claim) & lesson.assertions["relation"].isin(ROLES)
    ]
    return [_link(lesson, row) for row in asserted.itertuples()]


def _link(lesson: Lesson, row: Any) -> _Link:
    cause, effect = lesson.date(row.subject), lesson.date(row.object)
    names = [name.lower() for name in ROLES[row.relation]]
    span = span_in_words(cause, effect)
    if effect.before(cause):
        answer, why = "no", f"The {names[1]} comes {span or 'some time'} before the {names[0]}."
    elif cause.before(effect):
        answer = "yes"
        why = f"The {names[1]} comes {span or 'some time'} after the {names[0]}."
    else:
        answer, why = "we can’t tell", "The dates leave both orders possible."
    return _Link(
        row.relation,
        _dated(lesson, row.subject, cause.in_words()),
        _dated(lesson, row.object, effect.in_words()),
        answer,
        why,
    )


def _dated(lesson: Lesson, name: str, date: str) -> str:
    """Return what happened and when; the id of an instrument stands for what dates it."""
    names = dict(zip(lesson.instruments["id"], lesson.instruments["name"], strict=True))
    title = str(names.get(name) or lesson.event(name)["title"])
    return f"{title[0].upper()}{title[1:]}, {date}"


def _card(claim: Any, links: list[_Link]) -> Markup:
    html = Markup("").join(
        _LINK.format(
            first=ROLES[link.relation][0],
            then=ROLES[link.relation][1],
            cause=link.cause,
            effect=link.effect,
            sign=_SIGNS[link.answer],
            answer=link.answer,
            why=link.why,
        )
        for link in links
    )
    return _CARD.format(quote=claim.quote, sentence=claim.sentence, links=html)


def _line(claim: Any, link: _Link) -> str:
    first, then = ROLES[link.relation]
    return (
        f"“{claim.quote}” (sentence {claim.sentence}). {first}: {link.cause}. "
        f"{then}: {link.effect}. Possible? {link.answer}. {link.why}"
    )
