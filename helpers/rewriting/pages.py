"""The pages around the editor: its static form, our own version, and the rubric."""

from typing import Final

import pandas as pd
from markupsafe import Markup

from helpers.display.html import Page, list_html, paragraph
from helpers.display.notes import linked
from helpers.display.tables import show_table
from helpers.lesson.citations import cite
from helpers.lesson.model import Lesson
from helpers.lesson.wording import normalise, with_count
from helpers.rewriting.drafts import Draft
from helpers.rewriting.editor import TASK
from helpers.rewriting.sentences import CITATION, split_sentences
from helpers.rewriting.writing import Criterion, Writing

#: So many sentences of the student's own come before ours.
SENTENCES_BEFORE_MODEL: Final = 5


_CARD: Final = Markup('<div class="card">{}</div>')
_PARAGRAPH: Final = Markup("<p>{}</p>")
_MODEL: Final = Markup(
    '<p>{lead}</p><div class="card"><p><b>{title}</b></p><p class="source-text">{text}</p>'
    "<details><summary>Notes</summary><ol>{notes}</ol></details></div>"
)


def static_form(writing: Writing) -> Page:
    """Return the task and the starters, for a page without a kernel."""
    run = "Run this cell to open the editor."
    lines = [TASK, run]
    html = Markup("<p><b>{}</b></p>").format(TASK) + _PARAGRAPH.format(run)
    if writing.starters:
        head = "Sentences can begin like this:"
        html += _PARAGRAPH.format(head) + list_html(writing.starters)
        lines += [head, *(f"- {starter}" for starter in writing.starters)]
    return Page(_CARD.format(html), "\n".join(lines))


def own_sentences(drafts: list[Draft], lesson: Lesson) -> int:
    """Return the most sentences of the student's own in any draft."""
    # A sentence counts once, and one that is copied from the original does not.
    original = {_bare(sentence) for sentence in lesson.sentences["text"]}
    years = range(1, 3000)
    counts = [
        len({_bare(one.text) for one in split_sentences(text, years)} - original - {""})
        for text in dict.fromkeys(draft.text for draft in drafts)
    ]
    return max(counts, default=0)


def _bare(sentence: str) -> str:
    """Return the words of a sentence, or nothing if it has fewer than four."""
    words = normalise(CITATION.sub(" ", sentence)).split()
    return " ".join(words) if len(words) > 3 else ""


def model_page(lesson: Lesson, writing: Writing, drafts: list[Draft]) -> Page:
    """Return our own version, or the sentence that says what comes first."""
    if not writing.model:
        return paragraph("This lesson has no version of ours.")
    count = own_sentences(drafts, lesson)
    needed = min(SENTENCES_BEFORE_MODEL, len(lesson.sentences))
    if count < needed:
        so_far = f" (you have {count})" if count else ""
        return paragraph(
            f"First write {with_count(needed, 'sentence')} of your own in the editor{so_far}. "
            "Then our version appears here, and you can compare the two."
        )
    return _model(lesson, writing)


def _model(lesson: Lesson, writing: Writing) -> Page:
    """Return our own version with its notes below."""
    lead = "This is one good version, not the only one. What does each of the two tell better?"
    notes: list[str] = []
    pieces, text = [], []
    for sentence in writing.model:
        first = len(notes) + 1
        notes += [cite(lesson, source) for source in sentence.sources]
        numbers = "".join(f"[{number}]" for number in range(first, len(notes) + 1))
        pieces.append(Markup('{}<sup class="n">{}</sup>').format(sentence.text, numbers))
        text.append(f"{sentence.text}{numbers}")
    html = _MODEL.format(
        lead=lead,
        title=writing.model_title,
        text=Markup(" ").join(pieces),
        notes=Markup("").join(Markup("<li>{}</li>").format(linked(note)) for note in notes),
    )
    numbered = [f"{number}. {note}" for number, note in enumerate(notes, 1)]
    return Page(html, "\n".join([lead, writing.model_title, " ".join(text), "Notes", *numbered]))


def rubric_page(writing: Writing) -> Page:
    """Return the rubric: a table for each criterion, with a sample at each level."""
    if not writing.rubric:
        return paragraph("This lesson has no rubric.")
    tables = [_criterion(criterion) for criterion in writing.rubric]
    lead = "Read the samples first. Then find the level of your own text for each question."
    html = _PARAGRAPH.format(lead) + Markup("").join(table.html for table in tables)
    return Page(html, "\n\n".join([lead, *(repr(table) for table in tables)]))


def _criterion(criterion: Criterion) -> Page:
    rows = pd.DataFrame(
        [(str(one.level), one.description, one.sample) for one in criterion.levels],
        columns=["Level", "What it means", "Sample"],
    )
    return show_table(rows, f"{criterion.name.capitalize()}: {criterion.question}")
