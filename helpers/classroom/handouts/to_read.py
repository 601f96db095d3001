"""Sheets for students to read: the text, words, people, the map, events, documents."""

from helpers.classroom.handouts.blocks import (
    Block,
    bullets,
    figure,
    heading,
    new_page,
    paragraph,
    run,
    table,
    titled,
    together,
)
from helpers.display.documents import facts_of, parts_of
from helpers.display.maps import draw_map, measured_distances, summary_of
from helpers.display.people import life_of
from helpers.lesson.background import Document, Person, read_documents, read_people, read_words
from helpers.lesson.citations import cite
from helpers.lesson.handouts import read_handouts, read_reading_levels
from helpers.lesson.model import Lesson
from helpers.lesson.places import read_map


def original_text(lesson: Lesson) -> list[Block]:
    """Return the text under study with numbered sentences."""
    rows = zip(lesson.sentences["number"], lesson.sentences["text"], strict=True)
    return [_sentences([(int(number), str(text)) for number, text in rows])]


def easier_text(lesson: Lesson, level: str) -> list[Block]:
    """Return an easier version of the text with the same numbers; nothing if there is none."""
    return [
        _sentences(list(version.sentences))
        for version in read_reading_levels(lesson)
        if version.level == level
    ]


def _sentences(sentences: list[tuple[int, str]]) -> Block:
    return {"kind": "sentences", "items": sentences}


def vocabulary(lesson: Lesson) -> list[Block]:
    """Return the words of the text and of the record with their meanings."""
    words = sorted(read_words(lesson), key=lambda word: word.word.casefold())
    rows = [([run(one.word, "strong")], one.meaning) for one in words]
    return [table(["Word", "Meaning"], rows, [1, 4.6], small=True)]


def people(lesson: Lesson) -> list[Block]:
    """Return who the people of the record were."""
    return [_person(person) for person in read_people(lesson)]


def _person(person: Person) -> Block:
    life = f"{life_of(person)}. " if person.born or person.died else ""
    return together(
        [
            heading(person.name),
            paragraph(f"{life}{person.role} ({person.side}).", "small"),
            paragraph(person.about),
        ]
    )


def places(lesson: Lesson) -> list[Block]:
    """Return the map, with the distances in words."""
    plan = read_map(lesson)
    distances = measured_distances(plan)
    named = ", ".join(f"{row.name} ({row.kind})" for row in plan.places.itertuples())
    ranges = ", ".join(f"{row.name}: {row.km:,.0f} km" for row in plan.ranges.itertuples())
    alt = " ".join([summary_of(plan), f"Places: {named}. Ranges: {ranges}.", *distances])
    return [figure(draw_map(plan, "print"), alt), bullets(distances)]


def chronology(lesson: Lesson) -> list[Block]:
    """Return the events of the one-page chronology, without a judgement."""
    rows = []
    for entry in read_handouts(lesson).chronology:
        event = lesson.event(entry.event)
        rows.append((str(event["date_words"]), titled(f"{event['title']}.", entry.line)))
    return [table(["Date", "What happened"], rows, [1, 3.6])] if rows else []


def documents(lesson: Lesson) -> list[Block]:
    """Return a page for each document, without what it does to the claims."""
    blocks: list[Block] = []
    for document in read_documents(lesson):
        blocks += (
            [new_page(), *_document(lesson, document)] if blocks else _document(lesson, document)
        )
    return blocks


def _document(lesson: Lesson, document: Document) -> list[Block]:
    blocks = [heading(document.title, 1), {"kind": "facts", "rows": facts_of(document)}]
    for name, text in parts_of(document):
        if isinstance(text, str):
            blocks += [heading(name), paragraph(text)]
        else:
            blocks.append(heading(name))
            for question in text:
                blocks += [paragraph(question), {"kind": "lines", "count": 3, "start": ""}]
    original = titled("The original:", cite(lesson, document.source))
    return [*blocks, paragraph(original, "small")]
