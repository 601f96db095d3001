"""The verdicts on all claims: the text with its claims, a menu of them, and one card."""

from typing import Any

from markupsafe import Markup

from helpers.display.html import Live, list_html
from helpers.exercises.card import CardWidget
from helpers.exercises.loading import Exercise
from helpers.lesson.model import Lesson

#: A piece of the text, and the place of the claim that it opens (None: it is no claim).
Piece = tuple[str, int | None]


def claims_in_text(lesson: Lesson) -> list[list[Piece]]:
    """Return the paragraphs of the text, cut into pieces so that every claim can be opened once.

    Claims may overlap: the words that two of them share open the later one.
    """
    starts = [int(start) for start in lesson.claims["start"]]
    ends = [int(end) for end in lesson.claims["end"]]
    order = sorted(range(len(starts)), key=lambda place: (starts[place], ends[place]))
    paragraphs = []
    for _, group in lesson.sentences.groupby("paragraph", sort=False):
        position, last = int(group["start"].iloc[0]), int(group["end"].iloc[-1])
        inside = [place for place in order if position <= starts[place] < last]
        pieces: list[Piece] = []
        for number, place in enumerate(inside):
            begin = max(starts[place], position)
            later = [starts[other] for other in inside[number + 1 :] if starts[other] > begin]
            end = max(begin, min([ends[place], last, *later[:1]]))
            pieces += [(lesson.text[position:begin], None), (lesson.text[begin:end], place)]
            position = end
        pieces.append((lesson.text[position:last], None))
        paragraphs.append([piece for piece in pieces if piece[0] or piece[1] is not None])
    return paragraphs


class VerdictsWidget(CardWidget):
    """The verdicts on all claims: the text and a menu of claims above one card.

    There is one exercise of kind "verdict" for each claim.
    """

    def __init__(self, exercises: list[Exercise], lesson: Lesson) -> None:
        self._all = exercises
        claims = [exercise.content["claim"] for exercise in exercises]
        self._names = [f"{claim}: {lesson.claim(claim)['quote']}" for claim in claims]
        self._text = claims_in_text(lesson)
        super().__init__(exercises[0], lesson)

    def _open(self, exercise: Exercise, **_: Any) -> None:
        place = self._all.index(exercise)
        super()._open(exercise, menu=self._names, text=self._text, place=place)

    def _state(self, note: str) -> dict[str, Any]:
        done = {line["exercise"] for line in self._journal.attempts()}
        return {**super()._state(note), "done": [exercise.id in done for exercise in self._all]}

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        place = content.get("place")
        if content.get("action") == "go" and isinstance(place, int) and 0 <= place < len(self._all):
            self._open(self._all[place])
        super()._receive(_, content, __)


def live_verdicts(exercises: list[Exercise], lesson: Lesson) -> Live:
    """Return the verdicts on all claims as one page."""
    widget = VerdictsWidget(exercises, lesson)
    head = "Give a verdict on each claim, and say how sure you are."
    quotes = [f"{name} ____________" for name in widget.form["menu"]]
    return Live(
        Markup('<div class="card"><p><b>{}</b></p>{}</div>').format(head, list_html(quotes)),
        "\n".join([head, *quotes]),
        widget,
    )
