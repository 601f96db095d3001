"""What a student has done: by skill, how sure and how right, what to do next, and all of it as one page."""

import re
from collections import Counter
from datetime import datetime
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.display.figures import figure_html
from helpers.display.html import Page, list_html, paragraph
from helpers.display.style import COLOURS, CSS
from helpers.display.tables import table_html, table_text
from helpers.exercises import journal
from helpers.exercises.form import answer_in_words, form_of, is_valid_answer
from helpers.exercises.kinds.verdict import SURE
from helpers.exercises.loading import SKILLS, Exercise
from helpers.files import save_as
from helpers.lesson.model import Lesson

RESULTS = {
    "right": "right",
    "partly": "partly right",
    "wrong": "not right",
    "kept": "kept",
    "draft": "draft, not checked",
}

#: A line to write on: we ask for no name and keep none.
NAME = "_" * 40

#: So many exercises are named as the next ones.
MOST_NEXT = 3


def attempts() -> list[dict[str, Any]]:
    """Return every attempt in the order of the journal."""
    return [line for line in journal.JOURNAL.entries()[0] if line.get("event") == "attempt"]


def last_attempts(exercises: dict[str, Exercise]) -> dict[str, dict[str, Any]]:
    """Return the last attempt at each exercise that still exists."""
    return {line["exercise"]: line for line in attempts() if line["exercise"] in exercises}


def by_skill(exercises: dict[str, Exercise]) -> pd.DataFrame:
    """Return one row a skill: `skill`, `all`, `done`, `right` (int)."""
    last = last_attempts(exercises)
    rows = []
    for skill in SKILLS:
        ids = [name for name, exercise in exercises.items() if exercise.skill == skill]
        results = [last[name].get("result") for name in ids if name in last]
        rows.append(
            (skill, len(ids), len(results), sum(result in ("right", "kept") for result in results))
        )
    return pd.DataFrame(rows, columns=["skill", "all", "done", "right"])


def calibration() -> pd.DataFrame:
    """Return one row a degree of confidence: `confidence`, `verdicts`, `right` (int), from the first verdict on each claim."""
    first: dict[str, dict[str, Any]] = {}
    for line in attempts():
        if line.get("kind") == "verdict" and line.get("confidence") in (0, 1, 2):
            first.setdefault(line["exercise"], line)
    count = Counter(line["confidence"] for line in first.values())
    right = Counter(line["confidence"] for line in first.values() if line.get("result") == "right")
    return pd.DataFrame(
        [(words, count[n], right[n]) for n, words in enumerate(SURE)],
        columns=["confidence", "verdicts", "right"],
    )


def what_next(exercises: dict[str, Exercise]) -> list[str]:
    """Return what to do next: exercises not begun, the skill practised least first, then those not right yet."""
    last, skills = last_attempts(exercises), by_skill(exercises)
    done = dict(zip(skills["skill"], skills["done"] / skills["all"].clip(lower=1), strict=True))
    fresh = sorted(
        (one for name, one in exercises.items() if name not in last),
        key=lambda one: (one.notebook, done[one.skill]),
    )
    again = [
        exercises[name] for name, line in last.items() if line.get("result") in ("wrong", "partly")
    ]
    named = [("New", one) for one in fresh[: MOST_NEXT if not again else MOST_NEXT - 1]]
    named += [("Once more", one) for one in again[: MOST_NEXT - len(named)]]
    return [
        f"{word} ({one.skill}): “{' '.join(one.question.split())}” in {one.notebook}."
        for word, one in named
    ]


def _bars(axes: Axes, names: pd.Series, bars: list[tuple[pd.Series, str]], unit: str) -> None:
    """Draw bars over one another, from the whole to the part: outlined, hatched, filled."""
    colours = COLOURS["light"]
    looks = [
        (colours["page"], colours["quiet"], ""),
        (colours["record-wash"], colours["record"], "//"),
        (colours["record"],) * 2 + ("",),
    ]
    for (values, label), (face, edge, hatch) in zip(bars, looks[-len(bars) :], strict=True):
        axes.barh(
            range(len(names)),
            values,
            color=face,
            edgecolor=edge,
            hatch=hatch,
            height=0.6,
            label=label,
        )
    axes.set_yticks(range(len(names)), list(names))
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(unit)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))


def _figure(skills: pd.DataFrame, sure: pd.DataFrame) -> Figure:
    shown = bool(sure["verdicts"].sum())
    figure = Figure(
        figsize=(7.2, 4.9 if shown else 3.0),
        facecolor=COLOURS["light"]["page"],
        layout="constrained",
    )
    parts = figure.subplots(1 + shown, height_ratios=[7, 3][: 1 + shown], squeeze=False)[:, 0]
    done = [
        (skills["all"], "all"),
        (skills["done"], "answered"),
        (skills["right"], "right or kept"),
    ]
    _bars(parts[0], skills["skill"], done, "exercises")
    if shown:
        _bars(
            parts[1],
            sure["confidence"],
            [(sure["verdicts"], "verdicts"), (sure["right"], "right")],
            "first verdicts on a claim",
        )
    return figure


def progress_page(exercises: dict[str, Exercise]) -> Page:
    """Return what is done by skill and how sure was how right, as a figure and in words, and what to do next."""
    skills, sure = by_skill(exercises), calibration()
    done, right = int(skills["done"].sum()), int(skills["right"].sum())
    lines = [
        f"You have answered {done} of {len(exercises)} exercises; {right} of your last answers are right or kept."
    ]
    tables = [(skills, "Exercises by skill", ["Skill", "All", "Answered", "Right or kept"])]
    if sure["verdicts"].sum():
        times, hits = int(sure["verdicts"].iloc[-1]), int(sure["right"].iloc[-1])
        lines.append(
            f"Of your first verdicts on a claim you were sure of {times}; {hits} of these {'is' if hits == 1 else 'are'} right."
        )
        tables.append(
            (
                sure,
                "How often you were right at the first try, by how sure you were",
                ["How sure", "Verdicts", "Right"],
            )
        )
    lines += filter(None, [journal.unread()])
    following = what_next(exercises) or [
        "You have answered all exercises, and all are right or kept."
    ]
    alt = "Bars for seven skills" + (
        " and for three degrees of being sure" if len(tables) > 1 else ""
    )
    figure = figure_html(
        _figure(skills, sure),
        f"{alt}. {' '.join(lines)} The numbers stand in the tables below.",
        Markup("").join(table_html(*table) for table in tables),
    )
    words = [
        *lines,
        *(table_text(*table) for table in tables),
        "What you can do next:",
        *following,
    ]
    html = (
        Markup("").join(Markup("<p><b>{}</b></p>").format(line) for line in lines)
        + figure
        + Markup("<p>What you can do next:</p>")
    )
    return Page(html + list_html(following), "\n".join(words))


def export_work(exercises: dict[str, Exercise], lesson: Lesson, form: str) -> Page:
    """Save everything that was answered as one page ("html" or "md"), and return the sentence that says so."""
    drafts = [
        {"exercise": name, "answer": draft, "result": "draft"}
        for name, one in exercises.items()
        if one.kind in ("write", "date", "number")
        and (draft := (journal.unchecked_draft(name) or "").strip())
    ]
    rows = [_row(line, exercises.get(line["exercise"]), lesson) for line in [*attempts(), *drafts]]
    text = _html(rows) if form == "html" else _markdown(rows)
    message = save_as(
        f"my-work.{form}",
        lambda half: half.write_text(
            text, encoding="utf-8", errors="backslashreplace", newline="\n"
        ),
    )
    return paragraph(message)


def _row(
    line: dict[str, Any], exercise: Exercise | None, lesson: Lesson
) -> tuple[str, str, str, str]:
    """Return when, what was asked, what was answered, and how it went."""
    answer = line.get("answer")
    asked = (
        exercise.question
        if exercise
        else f"{line['exercise']} (an exercise that is no longer here)"
    )
    if exercise and exercise.kind == "verdict":
        asked += f" “{lesson.claim(exercise.content['claim'])['quote']}”"
    form = form_of(exercise, lesson) if exercise else {"input": "none"}
    words = answer_in_words(form, answer) if is_valid_answer(form, answer) else str(answer)
    went = [RESULTS.get(str(line.get("result")), "")]
    if line.get("confidence") in (0, 1, 2):
        went.append(SURE[line["confidence"]])
    if isinstance(hints := line.get("hints"), int) and hints > 0:
        went.append("after 1 hint" if hints == 1 else f"after {hints} hints")
    if exercise and line.get("version", exercise.version) != exercise.version:
        went.append("the exercise was changed since")
    return _here(str(line.get("time", ""))), asked, words, "; ".join(went)


def _here(moment: str) -> str:
    """Return a moment of the journal in the time of this computer; as it stands there if it can't be read."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return moment


def _html(rows: list[tuple[str, str, str, str]]) -> str:
    frame = pd.DataFrame(rows, columns=["a", "b", "c", "d"])
    table = table_html(
        frame, "All my answers, in order", ["Time", "Question", "My answer", "Result"]
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>My work</title><style>{CSS}'
        "div.lesson .scroll td{white-space:pre-wrap;overflow-wrap:anywhere;min-width:6rem}</style></head>"
        f'<body><main class="lesson"><h1>My work</h1><p>Name: {NAME}</p><div class="lesson">{table}</div></main></body></html>\n'
    )


def _markdown(rows: list[tuple[str, str, str, str]]) -> str:
    parts = [f"# My work\n\nName: {NAME}\n"]
    for time, question, answer, result in rows:
        fence = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", answer) or ["~~"]))
        asked = re.sub(r"([\\`*_{}\[\]()#!|~<>])", r"\\\1", " ".join(question.split()))
        parts.append(f"## {asked}\n\n{time}; {result}\n\n{fence}\n{answer}\n{fence}\n")
    return "\n".join(parts)
