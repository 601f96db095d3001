"""Sheets for students to fill in, to cut out and to measure themselves by."""

import pandas as pd

from helpers.classroom.handouts.blocks import (
    Block,
    Text,
    bullets,
    heading,
    lines,
    new_page,
    paragraph,
    run,
    table,
    titled,
    together,
)
from helpers.exercises.grounds import SURE
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.lesson.handouts import Handouts, Slip, read_handouts
from helpers.lesson.model import Lesson
from helpers.rewriting.writing import read_writing

#: Cards in a row, and rows on a page.
CARDS_ACROSS, CARDS_DOWN = 3, 4
#: Copies of an exit slip on its page.
SLIPS = 3


def cards(lesson: Lesson) -> list[Block]:
    """Return pages of titles, each followed by the page of dates for its back.

    The cards are in the order of their titles, which says nothing about their dates. Printed on
    both sides and turned on the long edge, each date is behind its title.
    """
    events = [lesson.event(name) for name in read_handouts(lesson).cards]
    events.sort(key=lambda event: str(event["title"]))
    faces = [(str(event["title"]), str(event["date_words"])) for event in events]
    per_page = CARDS_ACROSS * CARDS_DOWN
    blocks: list[Block] = []
    for first in range(0, len(faces), per_page):
        part = [(f"Card {first + n}", *face) for n, face in enumerate(faces[first:][:per_page], 1)]
        part += [("", "", "")] * (-len(part) % CARDS_ACROSS)
        rows = [part[n : n + CARDS_ACROSS] for n in range(0, len(part), CARDS_ACROSS)]
        fronts = [[(mark, title) for mark, title, _ in row] for row in rows]
        backs = [[(mark, date) for mark, _, date in reversed(row)] for row in rows]
        blocks += [new_page()] if blocks else []
        blocks.append(_cards("Print on both sides, turned on the long edge, and cut.", fronts))
        blocks.append(new_page())
        blocks.append(_cards("The dates, on the back of the titles.", backs))
    return blocks


def _cards(note: str, rows: list[list[tuple[str, str]]]) -> Block:
    return {"kind": "cards", "note": note, "rows": rows, "down": CARDS_DOWN}


def empty_timeline(lesson: Lesson) -> list[Block]:
    """Return an empty axis with the years of the one-page chronology."""
    names = [entry.event for entry in read_handouts(lesson).chronology]
    rows = lesson.events[lesson.events["id"].isin(names)]
    first, last = rows["earliest"].min(), rows["latest"].max()
    if pd.isna(first) or pd.isna(last):
        return []
    start, end = pd.Timestamp(first.year, 1, 1), pd.Timestamp(last.year + 1, 1, 1)
    months = pd.date_range(start, end, freq="MS")
    ticks = [
        [(day - start) / (end - start), str(day.year) if day.month == 1 and day < end else ""]
        for day in months
    ]
    return [
        paragraph(
            "Write what the text says above the line, and what the record shows below it. Draw an "
            "arrow for each “because” and “led to”."
        ),
        {
            "kind": "axis",
            "ticks": ticks,
            "alt": f"An empty line of time from {start.year} to {last.year}, with a short mark for "
            "each month and a long one for each year.",
            "above": "What the text says",
            "below": "What the record shows",
        },
    ]


def sourcing(lesson: Lesson) -> list[Block]:
    """Return the questions for a source, with room for answers."""
    sheet = read_handouts(lesson).sourcing
    if sheet is None:
        return []
    blocks = [paragraph(sheet.task), lines(1, "My source:")]
    for number, one in enumerate(sheet.questions, 1):
        starters = " · ".join(one.starters)
        part = [heading(f"{number}. {one.question}"), paragraph(one.look_for)]
        part += [paragraph([run(f"You can begin: {starters}", "emph")], "small"), lines(3)]
        blocks.append(together(part))
    return [*blocks, lines(2, sheet.last)]


def corroboration(lesson: Lesson) -> list[Block]:
    """Return a table for several sources on one claim, with room for answers."""
    sheet = read_handouts(lesson).corroboration
    if sheet is None:
        return []
    head = [title for title, _ in sheet.columns]
    rows: list[list[Text]] = [[[run(starter, "emph")] for _, starter in sheet.columns]]
    rows += [[""] * len(head)] * sheet.rows
    return [
        paragraph(sheet.task),
        lines(1, "The claim:"),
        table(head, rows, room=19),
        heading("What follows"),
        paragraph("Finish the sentences that fit."),
        *(lines(1, conclusion) for conclusion in sheet.conclusions),
    ]


def claims_table(lesson: Lesson) -> list[Block]:
    """Return all claims with room for a verdict; the seven verdicts are explained, not given."""
    verdicts = [titled(f"{name}:", words) for name, words in _verdicts()]
    sure = ", ".join(f"{number} ({words})" for number, words in enumerate(SURE, 1))
    rows = [
        (str(claim.sentence), f"“{claim.quote}”", "", "", "")
        for claim in lesson.claims.itertuples()
    ]
    head = ["No.", "The text says", "My verdict", "How sure?", "How I know"]
    return [
        paragraph(
            "Judge one claim at a time; the number is that of its sentence. Use one of these "
            f"verdicts, and say how sure you are: {sure}."
        ),
        bullets(verdicts),
        table(head, rows, [0.45, 3.6, 1.5, 0.8, 3.2], room=10, small=True),
    ]


def _verdicts() -> list[tuple[str, str]]:
    """Return each verdict and what it means."""
    parts = [verdict.label.partition(": ") for verdict in VERDICTS.values()]
    return [(name, f"{words}.") for name, _, words in parts]


def exit_slips(lesson: Lesson) -> list[Block]:
    """Return a page for each prompt, with copies to cut."""
    handouts: Handouts = read_handouts(lesson)
    blocks: list[Block] = []
    for slip in handouts.slips:
        blocks += [new_page()] if blocks else []
        blocks.append({"kind": "slips", "copies": [_slip(slip)] * SLIPS})
    return blocks


def _slip(slip: Slip) -> list[Block]:
    starter = [run(f"You can begin: {slip.starter}", "emph")]
    return [
        heading(slip.title, 1),
        {"kind": "name"},
        paragraph(slip.prompt),
        paragraph(starter, "small"),
        lines(4),
    ]


def rubric(lesson: Lesson) -> list[Block]:
    """Return the rubric: for each criterion a table of its levels, each with a sample."""
    blocks: list[Block] = []
    for one in read_writing(lesson).rubric:
        rows = [(str(level.level), level.description, level.sample) for level in one.levels]
        head = ["Level", "What it means", "A sample"]
        title = heading(f"{one.name.capitalize()}: {one.question}")
        blocks.append(together([title, table(head, rows, [0.5, 3, 3])]))
    return blocks
