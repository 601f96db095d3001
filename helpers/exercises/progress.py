"""What a student has done: by skill, how sure and how right, what to do next, and all of it as one page."""

from collections import Counter
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.exercises.journal import JOURNAL
from helpers.exercises.kinds import KINDS
from helpers.exercises.loading import SKILLS, Exercise
from helpers.lesson import Lesson, work_folder
from helpers.page import Page, figure_html, table_html, table_words
from helpers.style import COLOURS, CSS

RESULTS = {"right": "right", "partly": "partly right", "wrong": "not right", "kept": "kept"}


def last_attempts(exercises: dict[str, Exercise]) -> dict[str, dict[str, Any]]:
    """Return the last attempt at each exercise that still exists."""
    lines = [line for line in JOURNAL.entries()[0] if line.get("event") == "attempt" and line["exercise"] in exercises]
    return {line["exercise"]: line for line in lines}


def by_skill(exercises: dict[str, Exercise]) -> pd.DataFrame:
    """Return one row a skill: `skill`, `done`, `right`, `all` (int)."""
    last = last_attempts(exercises)
    rows = []
    for skill in SKILLS:
        ids = [name for name, exercise in exercises.items() if exercise.skill == skill]
        results = [last[name].get("result") for name in ids if name in last]
        rows.append((skill, len(results), sum(result in ("right", "kept") for result in results), len(ids)))
    return pd.DataFrame(rows, columns=["skill", "done", "right", "all"])


def calibration(exercises: dict[str, Exercise]) -> pd.DataFrame:
    """Return one row a degree of confidence: `confidence`, `verdicts`, `right` (int), from the first verdict on each claim."""
    words = ["I am guessing", "I think so", "I am sure"]
    seen: dict[str, dict[str, Any]] = {}
    for line in JOURNAL.entries()[0]:
        if line.get("event") == "attempt" and line.get("kind") == "verdict" and line.get("confidence") in (0, 1, 2):
            seen.setdefault(line["exercise"], line)
    count = Counter(line["confidence"] for line in seen.values())
    right = Counter(line["confidence"] for line in seen.values() if line.get("result") == "right")
    return pd.DataFrame([(words[n], count[n], right[n]) for n in range(3)], columns=["confidence", "verdicts", "right"])


def _figure(skills: pd.DataFrame) -> Figure:
    colours = COLOURS["light"]
    figure = Figure(figsize=(7.2, 3.0), facecolor=colours["page"], layout="constrained")
    axes = figure.subplots()
    places = range(len(skills))
    axes.barh(places, skills["all"], color=colours["page"], edgecolor=colours["quiet"], height=0.6, label="all")
    axes.barh(
        places,
        skills["done"],
        color=colours["record-wash"],
        edgecolor=colours["record"],
        height=0.6,
        hatch="//",
        label="answered",
    )
    axes.barh(places, skills["right"], color=colours["record"], height=0.6, label="right or kept")
    axes.set_yticks(list(places), list(skills["skill"]))
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("exercises")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def progress_page(exercises: dict[str, Exercise]) -> Page:
    """Return what is done by skill as figure and table, the calibration, and what to do next."""
    skills, sure, bad = by_skill(exercises), calibration(exercises), JOURNAL.entries()[1]
    done, right = int(skills["done"].sum()), int(skills["right"].sum())
    line = f"You have answered {done} of {len(exercises)} exercises; {right} of your last answers are right or kept."
    html, words = [f"<p><b>{line}</b></p>"], [line]
    headers = ["Skill", "Answered", "Right or kept", "All"]
    twin = table_html(skills, "Exercises by skill", headers)
    html.append(
        figure_html(_figure(skills), f"Bars for seven skills. {line} The numbers stand in the table below.", twin)
    )
    words.append(table_words(skills, "Exercises by skill", headers))
    if sure["verdicts"].sum():
        caption = "How often you were right at the first try, by how sure you were"
        html.append(table_html(sure, caption, ["How sure", "Verdicts", "Right"]))
        words.append(table_words(sure, caption, ["How sure", "Verdicts", "Right"]))
    open_ones = [exercise for name, exercise in exercises.items() if name not in last_attempts(exercises)]
    following = (
        f"Next: “{open_ones[0].question.splitlines()[0]}” in {open_ones[0].notebook}."
        if open_ones
        else "You have answered all exercises."
    )
    if bad:
        following += f" {bad} line(s) of your journal can't be read; the others are all there."
    return Page("".join([*html, f"<p>{escape(following)}</p>"]), "\n".join([*words, following]))


def export_work(exercises: dict[str, Exercise], lesson: Lesson, form: str) -> Path:
    """Write everything that was answered as one page.

    Parameters
    ----------
    form : {"html", "md"}

    Returns
    -------
    Path
        A new file in the work folder; an older one is never overwritten.
    """
    rows: list[tuple[str, str, str, str]] = []
    for line in JOURNAL.entries()[0]:
        if line.get("event") != "attempt":
            continue
        exercise = exercises.get(line["exercise"])
        asked = exercise.question if exercise else f"{line['exercise']} (an exercise that is no longer here)"
        try:
            said = (
                KINDS[exercise.kind].said(exercise.content, line["answer"], lesson) if exercise else str(line["answer"])
            )
        except (ValueError, TypeError, IndexError, KeyError):
            said = str(line.get("answer"))
        rows.append(
            (str(line.get("time", ""))[:16].replace("T", " "), asked, said, RESULTS.get(str(line.get("result")), ""))
        )
    stamp = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    folder = work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path, number = folder / f"my-work-{stamp}.{form}", 1
    while path.exists():
        number += 1
        path = folder / f"my-work-{stamp}-{number}.{form}"
    text = _html(rows) if form == "html" else _markdown(rows)
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    return path


def _html(rows: list[tuple[str, str, str, str]]) -> str:
    table = table_html(
        pd.DataFrame(rows, columns=["a", "b", "c", "d"]),
        "All my answers, in order",
        ["Time (UTC)", "Question", "My answer", "Result"],
    )
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>My work</title><style>{CSS}</style></head>'
            f'<body><main class="lesson"><h1>My work</h1><div class="lesson">{table}</div></main></body></html>\n')  # fmt: skip


def _markdown(rows: list[tuple[str, str, str, str]]) -> str:
    parts = ["# My work\n"]
    for time, question, answer, result in rows:
        fence = "~" * 3
        while fence in answer:
            fence += "~"
        parts.append(
            f"## {escape(' '.join(question.split()), quote=False)}\n\n{time} UTC, {result}\n\n{fence}\n{answer}\n{fence}\n"
        )
    return "\n".join(parts)
