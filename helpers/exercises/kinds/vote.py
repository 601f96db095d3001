"""Vote twice, before and after talking with a neighbour; no option is right."""

from collections.abc import Sequence
from typing import Any

from helpers.exercises.kinds.base import TEXT, Result, list_of, record, text
from helpers.exercises.kinds.choose_one import same_options
from helpers.lesson.model import Lesson

#: How often the question is answered. `grade` gets the answers of earlier rounds, too.
ROUNDS = 2

SCHEMA = record(
    {
        "options": list_of(record({"text": TEXT})),
        "talk": text("Say what to do between the two votes."),
    }
)


def problems(row: dict[str, Any], lesson: Lesson) -> list[str]:
    """Check that the options differ."""
    return same_options(row)


def form(content: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """Show the options, none of which is right."""
    return {
        "input": "radio",
        "options": [option["text"] for option in content["options"]],
        "how": "No answer is right or wrong here. Vote, talk about it, then vote again.",
        "check": "Vote",
        "keeps_result": True,
    }


def grade(
    content: dict[str, Any], answer: Any, lesson: Lesson, earlier: Sequence[Any] = ()
) -> Result:
    """After the first vote say what to talk about; after the second show both, and the solution."""
    if not earlier:
        return Result(
            "saved",
            [
                f"Your first vote is saved. {content['talk']}",
                "Then vote again. You will see both votes side by side.",
            ],
        )
    texts = [content["options"][place]["text"] for place in (earlier[0], answer)]
    change = (
        "You voted the same way twice. Which argument came closest to changing your mind?"
        if texts[0] == texts[1]
        else "You changed your vote. Which argument convinced you?"
    )
    return Result(
        "saved",
        ["Both votes are saved."],
        side_by_side=list(zip(("Your first vote", "Your second vote"), texts, strict=True)),
        afterwards=[change, content["solution"]],
    )
