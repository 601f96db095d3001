"""The text under study with numbered sentences and marked claims."""

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from helpers.display.html import Page
from helpers.errors import UserError
from helpers.lesson.model import Lesson, known_claims


def show_text(
    lesson: Lesson, claims: Iterable[str] | None = None, sentence: int | None = None
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
    sentence : int, optional
        Show this sentence alone (the heading is sentence 0).

    Returns
    -------
    Page
        The text as a card; printed, as plain words.

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
    sentences = lesson.sentences
    if sentence is not None:
        sentences = sentences[sentences["number"] == sentence]
        if sentences.empty:
            raise UserError(
                f"The text has no sentence {sentence}. Its sentences are 0 to {len(lesson.sentences) - 1}."
            )
    html, words = [], []
    for _, group in sentences.groupby("paragraph", sort=False):
        pieces = [_sentence(row, lesson.text, marked) for row in group.itertuples()]
        html.append("<p>" + " ".join(piece[0] for piece in pieces) + "</p>")
        words.append(" ".join(piece[1] for piece in pieces))
    label = (
        "The text under study"
        if sentence is None
        else f"Sentence {sentence} of the text under study"
    )
    body = f'<div class="card text source-text" role="group" aria-label="{label}">{"".join(html)}</div>'
    return Page(body, "\n\n".join(words))


def _sentence(row: Any, text: str, claims: pd.DataFrame) -> tuple[str, str]:
    """Return one sentence as markup and as words, cut wherever a marked claim begins or ends."""
    start, end = row.start, row.end
    inside = claims[(claims["start"] < end) & (claims["end"] > start)]
    cuts = sorted({start, end, *inside["start"].clip(start, end), *inside["end"].clip(start, end)})
    html, words = f'<sup class="n">{row.number}</sup> ', f"({row.number}) "
    for left, right in pairwise(cuts):
        piece = text[left:right]
        covered = ((inside["start"] < right) & (inside["end"] > left)).any()
        begins, ends = (
            inside.loc[inside["start"] == left, "id"],
            inside.loc[inside["end"] == right, "id"],
        )
        html += "".join(f'<span class="heard">(claim {escape(claim)}:) </span>' for claim in begins)
        html += f"<mark>{escape(piece)}</mark>" if covered else escape(piece)
        html += "".join(f'<sup class="n">[{escape(claim)}]</sup>' for claim in ends)
        words += "_" * len(begins) + piece + "".join(f"_[{claim}]" for claim in ends)
    return html, words
