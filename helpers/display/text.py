"""The text under study with numbered sentences and marked claims."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from helpers.display.html import Page
from helpers.errors import UserError
from helpers.lesson.model import Lesson, known_claims


def show_text(
    lesson: Lesson,
    claims: Iterable[str] | None = None,
    sentence: int | Iterable[int] | None = None,
) -> Page:
    """Show the text under study with numbered sentences and, if asked, its claims marked.

    The text is shown as it is, letter by letter. Its numbers and marks are ours.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.
    claims : str or iterable of str, optional
        Ids of the claims to mark (one may stand alone), or ``lesson.claims["id"]`` for all. Each
        marked passage is underlined and is followed by its id in brackets; a screen reader also
        says where it begins.
    sentence : int or iterable of int, optional
        Show this sentence alone, or these (the heading is sentence 0).

    Returns
    -------
    Page
        The text as a card; printed, as plain text.

    Raises
    ------
    ValueError
        If a claim or the sentence does not exist.

    See Also
    --------
    show_table : Show the claims as rows.

    Examples
    --------
    >>> from helpers import load_lesson, show_text
    >>> show_text(load_lesson(), sentence=0)
    (0) Agreement between Castro and Khrushchev
    """
    marked = lesson.claims[
        lesson.claims["id"].isin(known_claims(lesson, () if claims is None else claims))
    ]
    sentences, label = lesson.sentences, "The text under study"
    if sentence is not None:
        numbers = [sentence] if isinstance(sentence, int) else [*sentence]
        sentences, label = _chosen(lesson, numbers)
    paragraphs_html, paragraphs = [], []
    for _, group in sentences.groupby("paragraph", sort=False):
        parts = [_sentence(row, lesson.text, marked) for row in group.itertuples()]
        paragraphs_html.append(Markup("<p>{}</p>").format(Markup(" ").join(h for h, _ in parts)))
        paragraphs.append(" ".join(text for _, text in parts))
    html = _CARD.format(label=label, paragraphs=Markup("").join(paragraphs_html))
    return Page(html, "\n\n".join(paragraphs))


def _chosen(lesson: Lesson, numbers: list[int]) -> tuple[pd.DataFrame, str]:
    """Return the sentences with these numbers, and what a screen reader calls them."""
    rows = lesson.sentences
    for number in numbers:
        if number not in rows["number"].to_numpy():
            raise UserError(
                f"The text has no sentence {number}. Its sentences are 0 to {len(rows) - 1}."
            )
    label = f"Sentence{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}"
    return rows[rows["number"].isin(numbers)], f"{label} of the text under study"


_CARD = Markup(
    '<div class="card text source-text" role="group" aria-label="{label}">{paragraphs}</div>'
)


def _sentence(row: Any, text: str, claims: pd.DataFrame) -> tuple[Markup, str]:
    """Return one sentence as HTML and as text, cut wherever a marked claim begins or ends."""
    start, end = row.start, row.end
    inside = claims[(claims["start"] < end) & (claims["end"] > start)]
    cuts = sorted({start, end, *inside["start"].clip(start, end), *inside["end"].clip(start, end)})
    html = [Markup('<sup class="n">{}</sup> ').format(row.number)]
    plain = [f"({row.number}) "]
    for left, right in pairwise(cuts):
        piece = text[left:right]
        marked = ((inside["start"] < right) & (inside["end"] > left)).any()
        begins = inside.loc[inside["start"] == left, "id"]
        ends = inside.loc[inside["end"] == right, "id"]
        html += [
            Markup('<span class="visually-hidden">(claim {}:) </span>').format(one)
            for one in begins
        ]
        html.append(Markup("<mark>{}</mark>").format(piece) if marked else escape(piece))
        html += [Markup('<sup class="n">[{}]</sup>').format(claim) for claim in ends]
        plain += ["_" * len(begins), piece, *(f"_[{claim}]" for claim in ends)]
    return Markup("").join(html), "".join(plain)
