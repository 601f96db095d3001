"""What the tests of exercises share: the right answer and the key strings of every exercise."""

from functools import cache

from matplotlib.figure import Figure

from helpers.exercises.kinds import KINDS, match
from helpers.exercises.kinds.mark import _places
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.load import load_lesson

LESSON = load_lesson()
EXERCISES = load_exercises(LESSON)
#: The verdicts of the menu that have no exercise of their own.
OTHERS = [one for one in verdict_exercises(EXERCISES, LESSON) if one.id not in EXERCISES]


def sentence(content, lesson):
    rows = lesson.sentences
    return rows.loc[rows["number"] == content["sentence"], "text"].iloc[0]


def in_order(content, lesson):
    names = sorted(content["items"], key=lambda name: lesson.event(name)["earliest"])
    return [content["items"].index(name) for name in names]


def chosen(content, lesson):
    return [place for place, one in enumerate(content["options"]) if one.get("right")]


def matched(content, lesson):
    choices = [choice["text"] for choice in content.get("choices", match.CHOICES)]
    return [choices.index(item["answer"]) for item in content["items"]]


def marked(content, lesson):
    text = sentence(content, lesson)
    return sorted(place for one in content["find"] for place in _places(text, one["words"]))


def holds(rule, event):
    """Say whether a filter of a task holds for one event."""
    value, wanted = getattr(event, rule["column"]), rule["value"]
    return {
        "equals": lambda: value == wanted,
        "not-equals": lambda: value != wanted,
        "contains": lambda: wanted in value,
        "year": lambda: str(value.year) == wanted,
    }[rule["op"]]()


def task_value(content, lesson):
    """Return the value that a task asks for, worked out event by event and not by its check."""
    check, events = content["check"], lesson.events
    if check["expect"] == "order":
        return events.sort_values(check["by"], ascending=not check.get("descending", False))
    join = any if "any_of" in check else all
    names = check.get("any_of", check.get("all_of", []))
    places = [
        event.Index
        for event in events.itertuples()
        if join(holds(check["filters"][name], event) for name in names)
    ]
    rows = events.loc[places]
    if check["expect"] == "bars":
        return bars(rows[check["years_of"]].dt.year.value_counts().sort_index())
    return rows if check["expect"] == "table" else len(rows)


#: For each kind, how its right answer is worked out from the file and the data.
RIGHT = {
    "choose-one": lambda content, lesson: chosen(content, lesson)[0],
    "choose-several": chosen,
    "date": lambda content, lesson: lesson.event(content["event"])["date_words"],
    "number": lambda content, lesson: content["answer"],
    "order": in_order,
    "match": matched,
    "mark": marked,
    "verdict": lambda content, lesson: list(VERDICTS).index(
        lesson.claim(content["claim"])["verdict"]
    ),
    "vote": lambda content, lesson: 0,
    "write": lambda content, lesson: "word " * content.get("words", 1),
    "task": task_value,
}


def right_answer(exercise, lesson=LESSON):
    """Return an answer that is right, worked out from the file and the data and not by grading."""
    return RIGHT[exercise.kind](exercise.content, lesson)


def unanswered():
    """Return a sentence for each kind of exercise without a right answer here."""
    return [
        f"tests/answers.py, RIGHT: add how the kind “{kind}” is answered."
        for kind in KINDS
        if kind not in RIGHT
    ]


def bars(counts):
    """Return a drawing with one bar for each number."""
    axes = Figure().subplots()
    axes.bar([str(year) for year in counts.index], counts)
    return axes


EVENTS = LESSON.events
YEARS = EVENTS["earliest"].dt.year.value_counts().sort_index()


def keys(exercise, lesson=LESSON):
    """Return every string that must not be readable too early: reasons, hints, solution, model."""
    found = []

    def collect(value, name=""):
        if isinstance(value, dict):
            for key, part in value.items():
                collect(part, key)
        elif isinstance(value, list):
            for part in value:
                collect(part, name)
        elif name in (
            "reason",
            "wrong",
            "right",
            "default_feedback",
            "solution",
            "hints",
            "checklist",
            "requirement",
            "samples",
            "talk",
        ) and isinstance(value, str):
            found.append(value)

    collect(exercise.content)
    if exercise.kind == "verdict":
        claim = lesson.claim(exercise.content["claim"])
        found += [claim["why"], *filter(None, [claim["also_why"]])]
    return found


@cache
def secrets():
    """Return every key string of all exercises and every verdict's reason.

    A date or number of the record is not a secret.
    """
    found = {
        key
        for one in [*EXERCISES.values(), *OTHERS]
        for key in keys(one)
        if not (one.kind in ("date", "number") and key == one.content["solution"])
    }
    return frozenset(found | set(LESSON.claims["why"]))


def grade(exercise, answer, lesson=LESSON):
    return KINDS[exercise.kind].grade(exercise.content, answer, lesson)


def lengths(exercise, lesson=LESSON):
    """Return how long the right options of an exercise are, and how long the wrong ones."""
    right, texts = (
        right_answer(exercise, lesson),
        [option["text"] for option in exercise.content["options"]],
    )
    places = right if isinstance(right, list) else [right]
    return [len(texts[place]) for place in places], [
        len(text) for place, text in enumerate(texts) if place not in places
    ]


def too_long(exercise, lesson=LESSON):
    """Return what to change if right options are more than a quarter longer than wrong ones."""
    right, wrong = (sum(letters) / len(letters) for letters in lengths(exercise, lesson))
    message = (
        f"{exercise.id}: right options have {right:.0f} letters, wrong ones {wrong:.0f}: "
        "shorten the right or lengthen the wrong, to a quarter more."
    )
    return message if right > 1.25 * wrong else ""
