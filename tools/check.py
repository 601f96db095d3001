"""Check the lesson's data, exercises and prose, and name what rests on one source only."""

import re
import signal
import sys

from helpers.errors import LessonError
from helpers.exercises.loading import Exercise, ExerciseError, load_exercises, verdict_exercises
from helpers.files import PROJECT, lesson_folder
from helpers.lesson.background import optional_problems
from helpers.lesson.model import Lesson
from helpers.load import load_lesson
from tools import guide, last_build, prose, reading

#: The notebook in which exercises of others may stand once more.
REVIEW = "05-exercises"


def not_shown(exercises: dict[str, Exercise]) -> list[str]:
    """Return a sentence for every exercise that its notebook does not show.

    The review may show it once more.
    """
    code = {
        path.stem: path.read_text(encoding="utf-8")
        for path in (PROJECT / "notebooks").glob("*.ipynb")
    }
    found = []
    for name, one in exercises.items():
        places = [
            stem
            for stem in sorted(code)
            if re.search(rf"""exercise\((\\"|'){name}\1""", code[stem])
        ]
        if one.notebook not in places or set(places) - {one.notebook, REVIEW}:
            found.append(
                f"exercises.yaml, line {one.line}, exercise {name}: field notebook: "
                f"“{one.notebook}” must show it. Shown in: {', '.join(places) or 'none'}. "
                f'Add a cell with exercise("{name}") or correct the field.'
            )
    return found


def single_sourced(lesson: Lesson) -> str:
    """Return the line that names the events which rest on one source only."""
    single = lesson.events.loc[lesson.events["single_sourced"], "id"]
    names = ", ".join(single) or "none"
    return f"One source only ({len(single)} of {len(lesson.events)} events): {names}."


def main() -> int:
    """Print every problem in words and return the exit status."""
    damage = last_build.report(lesson_folder())
    try:
        lesson = load_lesson()
    except LessonError as error:
        print("\n".join([*damage, str(error)]))
        return 1
    try:
        exercises = load_exercises(lesson)
        verdict_exercises(exercises, lesson)
    except ExerciseError as error:
        print(error)
        return 1
    found = [*damage, *map(str, optional_problems(lesson)), *prose.check(lesson)]
    if lesson.folder == prose.SHIPPED:
        found += not_shown(exercises) + guide.check(lesson)
    agreed = (
        "The data, the exercises and the prose agree. After a change, python3 start.py build "
        "writes what follows from it."
    )
    print("\n".join(found) if found else agreed)
    print(
        f"{len(lesson.events)} events, {len(lesson.claims)} claims, {len(lesson.sources)} sources, "
        f"{len(exercises)} exercises."
    )
    print(single_sourced(lesson))
    print(reading.report())
    return 1 if found else 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # as in start.py
    sys.exit(main())
