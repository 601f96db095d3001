"""Check the lesson's data, exercises and prose, and name what rests on one source only."""

import sys

from helpers.lesson import LessonError, load_lesson
from tools import prose


def main() -> int:
    """Print every problem in words and return the exit status."""
    try:
        lesson = load_lesson()
    except LessonError as error:
        print(error)
        return 1
    from helpers.exercises.loading import ExerciseError, load_exercises

    try:
        exercises = load_exercises(lesson)
    except ExerciseError as error:
        print(error)
        return 1
    found = prose.check(lesson)
    print("\n".join(found) if found else "The data, the exercises and the prose agree.")
    print(f"{len(lesson.events)} events, {len(lesson.claims)} claims, {len(lesson.sources)} sources, {len(exercises)} exercises.")
    single = lesson.events.loc[lesson.events["single_sourced"], "id"]
    print(f"One source only ({len(single)} of {len(lesson.events)} events): {', '.join(single) or 'none'}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
