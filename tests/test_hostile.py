"""Whatever a student, an exercise or a data file contains is shown as text and never run."""

import dataclasses
import json
from html.parser import HTMLParser

import pandas as pd
import pytest

from helpers.display.events import event_html
from helpers.display.tables import show_table, table_html
from helpers.display.text import show_text
from helpers.exercises import hand_in
from helpers.exercises.card import CardWidget
from helpers.exercises.form import static
from helpers.exercises.history import History
from helpers.exercises.journal import Journal
from helpers.exercises.kinds import KINDS
from helpers.exercises.summary import gather
from helpers.lesson.search import search_events
from tests.hostile import HOSTILE
from tests.small_answers import EXERCISES, LESSON

HISTORY = History(LESSON.name)
EACH = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))


class Tags(HTMLParser):
    """The tags and attributes of a piece of markup."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, sorted(name for name, _ in attributes)))

    def handle_comment(self, data):
        self.found.append(("comment", data))


def tags(html):
    return Tags(html).found


def test_there_are_enough_and_the_check_sees_markup():
    assert len(HOSTILE) >= 50
    assert tags(f"<td>{HOSTILE[0]}</td>") != tags("<td>a</td>")


@EACH
def test_tables_show_hostile_text_as_text(text):
    def table(value):
        return table_html(pd.DataFrame({value: [value]}), value, [value])

    harmless = "a" * len(text)  # a column of long texts has a class of its own
    assert tags(table(text)) == tags(table(harmless))
    assert tags(show_table(pd.DataFrame({"a": [text]}), text, {"a": text})._repr_html_()) == tags(
        show_table(pd.DataFrame({"a": [harmless]}), "c", {"a": "d"})._repr_html_()
    )


@EACH
def test_events_and_text_show_hostile_text_as_text(text):
    def event(value):
        row = LESSON.events.assign(
            title=value,
            summary=value,
            place=value,
            sides=value,
            actors=value,
            disputed=value,
            date_words=value,
        )
        return event_html(LESSON, next(row.itertuples()))

    assert tags(event(text)) == tags(event("a"))

    def page(value, claims):
        whole = {"start": 0, "end": len(value)}
        sentence, claim = (
            LESSON.sentences.head(1).assign(text=value, **whole),
            LESSON.claims.head(1).assign(quote=value, **whole),
        )
        return tags(
            show_text(
                dataclasses.replace(LESSON, text=value, sentences=sentence, claims=claim), claims
            )._repr_html_()
        )

    for claims in ([], LESSON.claims["id"].head(1)):
        assert page(text, claims) == page("a", claims)
    assert search_events(LESSON.events, words=text, actors=text) is not None


@EACH
def test_questions_show_hostile_text_as_text(text):
    for kind in ("radio", "mark", "match", "text"):

        def card(value, kind=kind):
            form = {
                "input": kind,
                "label_line": value,
                "question": value,
                "options": [] if kind == "text" else [value, value],
                "label": value,
                "quote": value,
                "how": value,
                "choices": [value],
                "confidence": [value],
            }
            return tags(static(form)[0])

        assert card(text) == card("a")


@EACH
def test_answers_are_kept_exactly_graded_without_error_and_exported_as_text(text, work):
    for name in ("small-write", "small-date", "small-number"):
        exercise = EXERCISES[name]
        KINDS[exercise.kind].grade(exercise.content, text, LESSON)
        card = CardWidget(exercise, LESSON)
        card._receive(None, {"action": "draft", "text": text}, None)
        card.check(text)
    long = text + " word" * 12
    CardWidget(EXERCISES["small-write"], LESSON).check(long)
    found, bad = Journal().entries()
    assert ([line["answer"] for line in found][-1], bad) == (long, 0)
    assert not any("49" in json.dumps(line["answer"]) for line in found) or "49" in text

    hand_in.export_work(lambda: gather(EXERCISES, LESSON, HISTORY), "html")
    saved = (work / "my-work.html").read_text(encoding="utf-8")
    assert {tag for tag, _ in tags(saved) if tag != "comment"} <= {
        "html",
        "code",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "p",
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        *("h2", "h3", "ul", "li", "blockquote", "details", "summary"),
    }
    hand_in.export_work(lambda: gather(EXERCISES, LESSON, HISTORY), "md")


@EACH
def test_the_value_of_a_task_is_looked_at_and_not_run(text):
    card = CardWidget(EXERCISES["small-task"], LESSON)
    card.check(text)
    assert card.state["result"] == "wrong"


class Nasty:
    """A value whose every method fails."""

    def __repr__(self):
        raise RuntimeError("no")

    __eq__ = __len__ = __int__ = __repr__


@pytest.mark.parametrize("name", [one.id for one in EXERCISES.values() if one.kind == "task"])
def test_a_value_that_fails_itself_is_only_a_wrong_answer(name):
    card = CardWidget(EXERCISES[name], LESSON)
    card.check(Nasty())
    assert card.state["result"] == "wrong"
