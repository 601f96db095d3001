"""What the tests of exercises share: the right answer, a wrong one, and the key strings of every exercise."""

from functools import cache

from matplotlib.figure import Figure

from helpers.exercises.kinds import match, task
from helpers.exercises.kinds.mark import _places
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.loading import load_exercises, verdict_exercises
from helpers.load import load_lesson

LESSON = load_lesson()
EXERCISES = load_exercises(LESSON)
#: The verdicts of the menu that have no exercise of their own.
OTHERS = [one for one in verdict_exercises(EXERCISES, LESSON) if one.id not in EXERCISES]


def sentence(content):
    rows = LESSON.sentences
    return rows.loc[rows["number"] == content["sentence"], "text"].iloc[0]


def right_answer(exercise):
    """Return an answer that is right, worked out from the file and the data and not by grading."""
    content = exercise.content
    match exercise.kind:
        case "choose-one":
            return [bool(one.get("right")) for one in content["options"]].index(True)
        case "choose-several":
            return [place for place, one in enumerate(content["options"]) if one.get("right")]
        case "date":
            return LESSON.event(content["event"])["date_words"]
        case "number":
            return content["answer"]
        case "order":
            by_date = sorted(content["items"], key=lambda name: LESSON.event(name)["earliest"])
            return [content["items"].index(name) for name in by_date]
        case "match":
            choices = [choice["text"] for choice in content.get("choices", CHOICES)]
            return [choices.index(item["answer"]) for item in content["items"]]
        case "mark":
            return sorted(
                place
                for one in content["find"]
                for place in _places(sentence(content), one["words"])
            )
        case "verdict":
            return list(VERDICTS).index(LESSON.claim(content["claim"])["verdict"])
        case "write":
            return "word " * content["words"]
        case "task":
            return TASKS[content["check"]]
        case other:
            raise ValueError(
                f"right_answer in tests/answers.py has no case for the kind {other}: add one."
            )


def bars(counts):
    """Return a drawing with one bar for each number."""
    axes = Figure().subplots()
    axes.bar([str(year) for year in counts.index], counts)
    return axes


CHOICES = match.CHOICES
EVENTS = LESSON.events
BOTH = EVENTS[
    EVENTS["present"].str.contains("Fidel Castro")
    & EVENTS["present"].str.contains("Nikita Khrushchev")
]
YEARS = EVENTS["earliest"].dt.year.value_counts().sort_index()
HAVANA = EVENTS[EVENTS["sides"].str.contains("Havana") & (EVENTS["earliest"].dt.year == 1962)]
TASKS = {
    "sorted-by-date": EVENTS.sort_values("earliest", ascending=False),
    "first-meeting": BOTH,
    "uncertain-rows": len(EVENTS[EVENTS["date_kind"] != "exact day"]),
    "havana-in-1962": len(HAVANA),
    "bars-by-year": bars(YEARS),
}
assert set(TASKS) == set(task.CHECKERS), (
    f"TASKS in tests/answers.py must hold just the checks of task.py: {set(TASKS) ^ set(task.CHECKERS)}"
)


def keys(exercise):
    """Return every string that must not be readable before it is due: reasons, hints, solution, model answer."""
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
            "otherwise",
            "solution",
            "hints",
            "checklist",
            "needs",
        ) and isinstance(value, str):
            found.append(value)

    collect(exercise.content)
    if exercise.kind == "verdict":
        found.append(LESSON.claim(exercise.content["claim"])["why"])
    return found


@cache
def secrets():
    """Return every key string of all exercises and every verdict's reason; a date or number of the record is no secret."""
    found = {
        key
        for one in [*EXERCISES.values(), *OTHERS]
        for key in keys(one)
        if not (one.kind in ("date", "number") and key == one.content["solution"])
    }
    return frozenset(found | set(LESSON.claims["why"]))
