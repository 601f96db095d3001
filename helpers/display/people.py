"""The people of the record: a card for each, and a line for each wherever their names occur."""

from collections.abc import Iterable

from markupsafe import Markup

from helpers.display.html import Page
from helpers.display.notes import notes_html
from helpers.display.sheet import sheet
from helpers.errors import UserError
from helpers.lesson.background import Person, read_people
from helpers.lesson.date_words import year_in_words
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson
from helpers.lesson.wording import did_you_mean, with_count

_CARD = Markup(
    '<div class="card" role="group" aria-label="{name}"><h3>{name}</h3>'
    '<p class="quiet">{life}<br>{role} ({side})</p><p>{about}</p>{events}{notes}</div>'
)
_FOLDED_CARD = Markup("<details><summary>{line}</summary>{card}</details>")
_EVENTS = Markup("<details><summary>In the record: {count}</summary><ul>{items}</ul></details>")
_WHO = Markup("<details><summary>Who is who</summary><ul>{items}</ul></details>")


def show_people(lesson: Lesson, *names: str) -> Page:
    """Show who the people of the record were, with a card for each.

    A card says when they lived, on which side they were and what they did, and names its sources.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`; its folder needs ``people.yaml``.
    *names : str
        Ids or names of people; without any, a list of all, each of which opens to its card.

    Returns
    -------
    Page
        The cards; printed, a paragraph for each person.

    Raises
    ------
    ValueError
        If the lesson has no people, or nobody of that name.

    See Also
    --------
    show_words : Explain the words of the text and of the record.

    Examples
    --------
    >>> from helpers import load_lesson, show_people
    >>> show_people(load_lesson(), "fidel-castro")
    Fidel Castro (Born 13 August 1926, died 25 November 2016). ...
    """
    people = read_people(lesson)
    chosen = [_find(people, name) for name in names] or people
    text = "\n\n".join(_text(lesson, person) for person in chosen)
    if names:
        cards = Markup("").join(_card(lesson, person) for person in chosen)
        return sheet(Markup('<div class="cards">{}</div>').format(cards), text)
    rows = Markup("\n").join(
        _FOLDED_CARD.format(line=_line(person), card=_card(lesson, person)) for person in chosen
    )
    return sheet(Markup('<div class="found">{}</div>').format(rows), text)


def who_is_who(people: Iterable[Person], names: Iterable[str]) -> Markup:
    """Return a collapsed list that says who these people were, or nothing if none has a card.

    A name may be any spelling that a card gives.
    """
    wanted = set(names)
    found = [person for person in people if wanted & {person.name, *person.also}]
    if not found:
        return Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(_line(person)) for person in found)
    return _WHO.format(items=items)


def _find(people: Iterable[Person], name: str) -> Person:
    by_name = {
        known: person for person in people for known in (*person.also, person.name, person.id)
    }
    if name not in by_name:
        raise UserError(
            f"There is no card for {name!r}.{did_you_mean(str(name), by_name)} "
            f"There are cards for {', '.join(person.id for person in people)}."
        )
    return by_name[name]


def _card(lesson: Lesson, person: Person) -> Markup:
    rows = [lesson.event(event) for event in person.events]
    items = Markup("").join(
        Markup("<li>{}: {}</li>").format(row["date_words"], row["title"]) for row in rows
    )
    events = _EVENTS.format(count=with_count(len(rows), "event"), items=items) if rows else ""
    return _CARD.format(
        name=person.name,
        life=life_of(person),
        role=person.role,
        side=person.side,
        about=person.about,
        events=events,
        notes=notes_html(lesson, person.sources),
    )


def _line(person: Person) -> str:
    return f"{person.name} ({_years(person)}): {person.role}"


def _text(lesson: Lesson, person: Person) -> str:
    events = [lesson.event(event) for event in person.events]
    lines = [f"- {event['date_words']}: {event['title']}" for event in events]
    head = f"{person.name} ({life_of(person)}). {person.role} ({person.side}). {person.about}"
    return "\n".join([head, *lines])


def life_of(person: Person) -> str:
    """Say when somebody was born and died, as far as it is known."""
    dates = (("born", person.born), ("died", person.died))
    life = ", ".join(f"{word} {parse_date(date).in_words()}" for word, date in dates if date)
    return f"{life[:1].upper()}{life[1:]}"


def _year(date: str) -> str:
    return year_in_words(parse_date(date).sort_key[0].year)


def _years(person: Person) -> str:
    """Say the same in years: 1926–2016, with a question mark where the date is in doubt."""
    born, died = (
        _year(date) + "?" * any(sign in date for sign in "?~%X") if date else ""
        for date in (person.born, person.died)
    )
    return f"{born}–{died}" if born and died else f"born {born}" if born else f"died {died}"
