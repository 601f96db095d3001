"""What a class got wrong in the same way: the answers that most students share, worst first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from helpers.classroom.collect import Student
from helpers.classroom.grading import Grader, Line
from helpers.exercises.form import answer_in_words, is_valid_answer
from helpers.exercises.kinds import KINDS
from helpers.exercises.kinds.match import CHOICES
from helpers.exercises.kinds.order import pairs_of
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import Exercise
from helpers.lesson.guide import ClaimNote, read_claims_guide
from helpers.lesson.model import Lesson

#: So many are shown, and a mistake of fewer students is no misconception of the class.
MOST_SHOWN: Final = 5
FEWEST_STUDENTS: Final = 2


@dataclass(frozen=True)
class Misconception:
    """An answer that is not right, and how many students gave it.

    `first` students gave it in their first answer, of `answered` whose first answer is known;
    `last` still gave it in their last. `answer` is what they said, `reason` what they were told,
    and `claims` are those that the exercise is about. For a verdict, `evidence` and `reply` are
    those of the guide.
    """

    exercise: Exercise
    answer: str
    reason: str
    first: int
    last: int
    answered: int
    claims: tuple[str, ...] = ()
    evidence: str = ""
    reply: str = ""

    @property
    def share(self) -> float:
        """The share of the students who gave it in their first answer."""
        return self.first / self.answered

    def in_guide(self) -> list[tuple[str, str]]:
        """Return the sections of the guide that address it, and where in them."""
        found = []
        if self.exercise.kind != "verdict":
            found.append(("Key to the exercises", f"notebook {self.exercise.notebook[:2]}"))
        if self.claims:
            found.append(("Key to the claims", ", ".join(self.claims)))
        return found


#: What is wrong in one answer: a key, the answer in words, and the feedback on it.
_Wrong = tuple[Any, str, str]


def misconceptions(
    students: list[Student], exercises: dict[str, Exercise], lesson: Lesson
) -> list[Misconception]:
    """Return the mistakes that most students share, worst first; at most one of each exercise."""
    grader = Grader(lesson, exercises)
    notes = _notes(lesson)
    found = [
        worst
        for exercise in exercises.values()
        if (worst := _worst_of(exercise, students, grader, lesson, notes))
    ]
    found.sort(key=lambda one: (-one.share, -one.first, one.exercise.id))
    return found[:MOST_SHOWN]


def _notes(lesson: Lesson) -> dict[str, ClaimNote]:
    if not (lesson.folder / "claims-guide.yaml").is_file():
        return {}
    return {note.claim: note for note in read_claims_guide(lesson)}


def _worst_of(
    exercise: Exercise,
    students: list[Student],
    grader: Grader,
    lesson: Lesson,
    notes: dict[str, ClaimNote],
) -> Misconception | None:
    words: dict[Any, _Wrong] = {}
    known: dict[str, list[_Wrong]] = {}
    counts: dict[str, dict[Any, int]] = {"first": {}, "last": {}}
    answered = 0
    for student in students:
        standing = student.standings.get(exercise.id)
        if standing is None or not _is_readable(standing.first, exercise, grader):
            continue
        answered += 1
        for which, line in (("first", standing.first), ("last", standing.last)):
            if _is_readable(line, exercise, grader):
                answer = line["answer"]
                if (given := repr(answer)) not in known:
                    known[given] = list(wrong_parts(exercise, answer, grader, lesson))
                for wrong in known[given]:
                    words.setdefault(wrong[0], wrong)
                    counts[which][wrong[0]] = counts[which].get(wrong[0], 0) + 1
    if not counts["first"]:
        return None
    key = max(counts["first"], key=lambda one: counts["first"][one])
    first = counts["first"][key]
    if first < min(FEWEST_STUDENTS, len(students)):
        return None
    note = notes.get(exercise.content.get("claim", ""))
    return Misconception(
        exercise,
        words[key][1],
        words[key][2],
        first,
        counts["last"].get(key, 0),
        answered,
        _claims_of(exercise),
        note.evidence if note else "",
        note.reply if note else "",
    )


def _claims_of(exercise: Exercise) -> tuple[str, ...]:
    content = exercise.content
    return (content["claim"],) if "claim" in content else tuple(content.get("claims", ()))


def _is_readable(line: Line, exercise: Exercise, grader: Grader) -> bool:
    """Whether the choices of an attempt are known and still mean the same."""
    valid = is_valid_answer(grader.form(exercise.id), line.get("answer"))
    return valid and grader.is_current({**line, "exercise": exercise.id})


def wrong_parts(
    exercise: Exercise, answer: Any, grader: Grader, lesson: Lesson
) -> Iterator[_Wrong]:
    """Yield each thing that is wrong in an answer."""
    parts = _PARTS.get(exercise.kind)
    if parts:
        yield from parts(exercise.content, answer, grader.form(exercise.id), lesson)


def _options(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    for place in answer if isinstance(answer, list) else [answer]:
        option = content["options"][place]
        if not option.get("right"):
            yield place, f"“{option['text']}”", option["reason"]


def _matches(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    choices = content.get("choices", CHOICES)
    for place, (item, chosen) in enumerate(zip(content["items"], answer, strict=True)):
        choice = choices[chosen]
        if choice["text"] != item["answer"]:
            reason = f"{choice['requirement']} {item['wrong']}"
            yield (place, chosen), f"{item['text']} → {choice['text']}", reason


def _marks(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    reasons = KINDS["mark"].grade(content, answer, lesson).reasons
    for phrase in content.get("distractors", []):
        if any(reason.startswith(f"✗ “{phrase['words']}”:") for reason in reasons):
            yield phrase["words"], f"“{phrase['words']}” is marked", phrase["reason"]


def _orders(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    """Yield each pair of events that the sources have the other way round."""
    for pair in pairs_of([content["items"][place] for place in answer], lesson):
        if pair.confirmed is False:
            first, second = pair.first, pair.second
            label = f"“{first['title']}” before “{second['title']}”"
            dates = f"The dates are {first['date_words']} and {second['date_words']}."
            yield (first["id"], second["id"]), label, dates


def _typed(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    result = KINDS[content["kind"]].grade(content, answer, lesson)
    if result.result in ("wrong", "partly"):
        words = answer_in_words(form, " ".join(answer.split())[:200])
        yield words.casefold(), words, " ".join(result.reasons)


def _verdicts(content: Any, answer: Any, form: Any, lesson: Lesson) -> Iterator[_Wrong]:
    claim, chosen = lesson.claim(content["claim"]), list(VERDICTS)[answer]
    if chosen not in (claim["verdict"], claim["also"]):
        known = {one["verdict"]: one["reason"] for one in content.get("common_mistakes", [])}
        label = f"“{claim['quote']}” is {chosen.replace('-', ' ')}"
        ours = f"Our verdict: {claim['verdict'].replace('-', ' ')}."
        yield chosen, label, f"{ours} {known.get(chosen, VERDICTS[chosen].requirement)}"


_PARTS: Final[dict[str, Any]] = {
    "choose-one": _options,
    "choose-several": _options,
    "match": _matches,
    "mark": _marks,
    "order": _orders,
    "number": _typed,
    "date": _typed,
    "verdict": _verdicts,
}
