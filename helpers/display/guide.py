"""For teachers: the routes through a lesson, and what to say to each claim."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from helpers.display.html import Page, list_html
from helpers.display.sheet import sheet
from helpers.display.tables import TABLE
from helpers.lesson.guide import (
    ClaimNote,
    Route,
    Step,
    Where,
    read_claims_guide,
    read_routes,
)
from helpers.lesson.handouts import handout_titles
from helpers.lesson.model import Lesson
from helpers.lesson.wording import with_count

_ROUTE = Markup(
    "<details><summary>{head}</summary><p>{for_whom}</p><h4>Prepare</h4>{prepare}{tables}</details>"
)
_LINK = Markup('<a href="{address}">{label}</a>')
_ON_ONE_LINE = Markup('<span class="date">{}</span>')  # this class keeps a cell from wrapping
_WIDE = Markup('<div class="wide">{}</div>')
_MINUTES = re.compile(r" \(\d+ minutes?\)$")
_STEPS = ("Min.", "Where", "You", "The students", "Discuss")
_CLAIMS = ("Claim", "Verdict", "The evidence", "What students say", "What to reply")


def show_routes(lesson: Lesson) -> Page:
    """Show the routes through the lesson, minute by minute.

    Each step says where it takes place, what you do, what the students do, and what they discuss
    before they vote or judge again.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``routes.yaml``.

    Returns
    -------
    Page
        The routes, each of which opens; printed, one line for each step.

    Raises
    ------
    ValueError
        If the lesson has no routes, or anything is wrong with them.

    See Also
    --------
    show_key : Show the answers to the exercises.

    Examples
    --------
    >>> from helpers import load_lesson, show_routes
    >>> show_routes(load_lesson())
    15 minutes: The case in one sitting
    ...
    """
    routes, titles = read_routes(lesson), handout_titles(lesson)
    html = Markup("\n").join(_route_html(route, titles) for route in routes)
    text = "\n\n".join(_route_text(route, titles) for route in routes)
    return sheet(Markup('<div class="found">{}</div>').format(html), text)


def show_claims_key(lesson: Lesson) -> Page:
    """Show our verdict on each claim, the evidence in a line, and what students usually say.

    A second verdict that can be defended is named after ours.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``claims-guide.yaml``.

    Returns
    -------
    Page
        A table; printed, one line for each claim.

    Raises
    ------
    ValueError
        If the lesson has no such file, or anything is wrong with it.

    See Also
    --------
    show_key : Show the answers to the exercises.

    Examples
    --------
    >>> from helpers import load_lesson, show_claims_key
    >>> show_claims_key(load_lesson())
    The key to the claims
    Claim | Verdict | ...
    """
    caption = "The key to the claims"
    rows = [_claim_row(lesson, note) for note in read_claims_guide(lesson)]
    lines = [caption, " | ".join(_CLAIMS), *(" | ".join(row) for row in rows)]
    return sheet(_table(caption, _CLAIMS, rows), "\n".join(lines))


def _route_html(route: Route, titles: dict[str, str]) -> Markup:
    tables = [
        _table(caption_of(route, number), _STEPS, [_step_row(step, titles) for step in steps])
        for number, steps in route.lessons().items()
    ]
    return _ROUTE.format(
        head=head_of_route(route),
        for_whom=route.for_whom,
        prepare=list_html(route.prepare),
        tables=Markup("").join(tables),
    )


def _route_text(route: Route, titles: dict[str, str]) -> str:
    lines = [
        head_of_route(route),
        route.for_whom,
        "Prepare:",
        *(f"- {one}" for one in route.prepare),
    ]
    for number, steps in route.lessons().items():
        lines += [caption_of(route, number), " | ".join(_STEPS)]
        for step in steps:
            where = place_of(step.where, titles)
            cells = (str(step.minutes), where, step.teacher, step.students, step.discuss or "–")
            lines.append(" | ".join(cells))
    return "\n".join(lines)


def head_of_route(route: Route) -> str:
    """Return the minutes and the title of a route."""
    return f"{with_count(route.minutes, 'minute')}: {route.title}"


def caption_of(route: Route, number: int) -> str:
    """Return what a table of steps shows: a route, or one of its lessons."""
    steps = route.lessons()
    minutes = with_count(sum(step.minutes for step in steps[number]), "minute")
    return f"Lesson {number} ({minutes})" if len(steps) > 1 else f"Steps ({minutes})"


def _step_row(step: Step, titles: dict[str, str]) -> list[str]:
    where = place_of(step.where, titles)
    if step.where.notebook:
        anchor = step.where.section.replace(" ", "-")
        where = _LINK.format(address=f"{step.where.notebook}#{anchor}", label=where)
    minutes = _ON_ONE_LINE.format(step.minutes)
    return [minutes, where, step.teacher, step.students, step.discuss or "–"]


def place_of(where: Where, titles: dict[str, str]) -> str:
    """Return where a step takes place, in words."""
    if where.notebook:
        section = _MINUTES.sub("", where.section)  # a step may take others than its section
        return f"Notebook {where.notebook[:2]}: {section}"
    if where.handout:
        return f"Handout: {titles.get(where.handout, where.handout)}"
    return "Talk"


def _claim_row(lesson: Lesson, note: ClaimNote) -> list[str]:
    claim = lesson.claim(note.claim)
    verdicts = [claim["verdict"], claim["also"]]
    verdict = ", or ".join(one.replace("-", " ") for one in verdicts if one)
    quoted = f"“{claim['quote']}” ({note.claim}, sentence {claim['sentence']})"
    return [quoted, verdict, note.evidence, note.students_say, note.reply]


def _table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """Return a wide table whose cells may contain markup of ours; everything else is escaped."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in headers)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in row)
        )
        for row in rows
    )
    return _WIDE.format(TABLE.format(caption=caption, head=head, body=body))
