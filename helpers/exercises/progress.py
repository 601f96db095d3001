"""What a student has done: by skill, how sure and how right, and what to do next."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from helpers.display.figures import figure_html
from helpers.display.html import Page, list_html, paragraph
from helpers.display.style import COLOURS
from helpers.display.tables import table_html, table_text
from helpers.exercises import copies, history
from helpers.exercises.grounds import SURE
from helpers.exercises.loading import Exercise
from helpers.exercises.schema import SKILLS

_NEXT = Markup('{sentence} in <a href="{notebook}.ipynb">{notebook}</a>.')

#: So many exercises are named as the next ones.
MOST_NEXT = 3

CALIBRATION_HEADERS = ("How sure", "Verdicts", "Right")
_CALIBRATION_CAPTION = "How often you were right at the first try, by how sure you were"

Attempts = list[dict[str, Any]]


def last_attempts(exercises: dict[str, Exercise], attempts: Attempts) -> dict[str, dict[str, Any]]:
    """Return the last attempt at each exercise that still exists."""
    return {line["exercise"]: line for line in attempts if line["exercise"] in exercises}


def by_skill(exercises: dict[str, Exercise], attempts: Attempts) -> pd.DataFrame:
    """Return one row for each skill: `skill`, `all`, `done`, `right` (int)."""
    last = last_attempts(exercises, attempts)
    rows = []
    for skill in SKILLS:
        ids = [
            name for name, one in exercises.items() if one.skill == skill and not one.about_lesson
        ]
        results = [last[name].get("result") for name in ids if name in last]
        right = sum(result in ("right", "saved") for result in results)
        rows.append((skill, len(ids), len(results), right))
    return pd.DataFrame(rows, columns=["skill", "all", "done", "right"])


def calibration(attempts: Attempts) -> pd.DataFrame:
    """Return one row for each degree of confidence, from the first verdict on each claim.

    The columns are `confidence`, `verdicts`, `right` (int).
    """
    first: dict[str, dict[str, Any]] = {}
    for line in attempts:
        if line.get("kind") == "verdict" and line["confidence"] is not None:
            first.setdefault(line["exercise"], line)
    count = Counter(line["confidence"] for line in first.values())
    right = Counter(line["confidence"] for line in first.values() if line.get("result") == "right")
    rows = [(label, count[degree], right[degree]) for degree, label in enumerate(SURE)]
    return pd.DataFrame(rows, columns=["confidence", "verdicts", "right"])


def what_next(exercises: dict[str, Exercise], attempts: Attempts) -> list[tuple[str, str]]:
    """Return what to do next: a sentence about each exercise, and its notebook.

    First come new exercises, those of the least practised skill before others, then those that
    were not right yet.
    """
    last, skills = last_attempts(exercises, attempts), by_skill(exercises, attempts)
    done = dict(zip(skills["skill"], skills["done"] / skills["all"].clip(lower=1), strict=True))
    new = sorted(
        (one for name, one in exercises.items() if name not in last and not one.about_lesson),
        key=lambda one: (one.notebook, done[one.skill]),
    )
    again = [
        exercises[name] for name, line in last.items() if line.get("result") in ("wrong", "partly")
    ]
    named = [("New", one) for one in new[: MOST_NEXT if not again else MOST_NEXT - 1]]
    named += [("Once more", one) for one in again[: MOST_NEXT - len(named)]]
    return [
        (f"{label} ({one.skill}): “{' '.join(one.question.split())}”", one.notebook)
        for label, one in named
    ]


def _draw_bars(axes: Axes, names: pd.Series, bars: list[tuple[pd.Series, str]], unit: str) -> None:
    """Draw bars over one another, from the total to the part: outlined, hatched, filled."""
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
        (skills["right"], "right or saved"),
    ]
    _draw_bars(parts[0], skills["skill"], done, "exercises")
    if shown:
        verdicts = [(sure["verdicts"], "verdicts"), (sure["right"], "right")]
        _draw_bars(parts[1], sure["confidence"], verdicts, "first verdicts on a claim")
    return figure


def progress_page(exercises: dict[str, Exercise], journal: history.History) -> Page:
    """Return what is done by skill and how sure was how right, and what to do next."""
    if reason := history.problem():
        return paragraph(f"Your answers can't be counted now. {reason}")
    attempts = journal.attempts()
    skills, sure = by_skill(exercises, attempts), calibration(attempts)
    lines = _summary(int(skills["all"].sum()), skills, sure)
    tables: list[tuple[pd.DataFrame, str, Sequence[str]]] = [
        (skills, "Exercises by skill", ("Skill", "All", "Answered", "Right or saved"))
    ]
    if sure["verdicts"].sum():
        tables.append((sure, _CALIBRATION_CAPTION, CALIBRATION_HEADERS))
    following = what_next(exercises, attempts)
    done = "You have answered all exercises, and all are right or saved."
    alt = "Bars for seven skills" + (
        " and for three degrees of being sure" if len(tables) > 1 else ""
    )
    figure = figure_html(
        _figure(skills, sure),
        f"{alt}. {' '.join(lines)} The numbers are in the tables below.",
        Markup("").join(table_html(*table) for table in tables),
    )
    text = [
        *lines,
        *(table_text(*table) for table in tables),
        "What you can do next:",
        *([f"{sentence} in {notebook}." for sentence, notebook in following] or [done]),
    ]
    bold = Markup("").join(Markup("<p><b>{}</b></p>").format(line) for line in lines)
    links = [_NEXT.format(sentence=sentence, notebook=notebook) for sentence, notebook in following]
    html = bold + figure + Markup("<p>What you can do next:</p>") + list_html(links or [done])
    return Page(html, "\n".join(text))


def calibration_page(journal: history.History) -> Page:
    """Return how often the student was right, by how sure they were, before they judge a text."""
    if reason := history.problem():
        return paragraph(f"Your answers can't be counted now. {reason}")
    sure = calibration(journal.attempts())
    if not sure["verdicts"].sum():
        return paragraph(
            "You have not said yet how sure you are of a verdict. Give a few verdicts on claims of "
            "the text first, and this table will show how well you judge yourself."
        )
    shown = (sure, _CALIBRATION_CAPTION, CALIBRATION_HEADERS)
    lead = _how_sure(sure)
    html = Markup("<p><b>{}</b></p>").format(lead) + table_html(*shown)
    return Page(html, f"{lead}\n{table_text(*shown)}")


def _how_sure(sure: pd.DataFrame) -> str:
    """Say of how many verdicts the student was sure, and how many of these are right."""
    times, hits = int(sure["verdicts"].iloc[-1]), int(sure["right"].iloc[-1])
    return (
        f"Of your first verdicts on a claim you were sure of {times}; "
        f"{hits} of these {'is' if hits == 1 else 'are'} right."
    )


def _summary(count: int, skills: pd.DataFrame, sure: pd.DataFrame) -> list[str]:
    """Return the sentences above the figure."""
    done, right = int(skills["done"].sum()), int(skills["right"].sum())
    lines = [
        f"You have answered {done} of {count} exercises; "
        f"{right} of your last answers are right or saved."
    ]
    if sure["verdicts"].sum():
        lines.append(_how_sure(sure))
    others = copies.describe(copies.find_copies())
    return [*lines, *history.warnings(), *filter(None, [others])]
