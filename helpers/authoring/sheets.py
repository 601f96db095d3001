"""The sheets and columns of the workbook: what each contains, and the example in it.

This is their only description. The workbook's notes and menus are written from it, and the workbook
is read by it.
"""

from dataclasses import dataclass

from helpers.compare.relations import RELATIONS
from helpers.exercises.kinds.verdict import VERDICTS
from helpers.exercises.schema import SKILLS


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    name : str
        Its header.
    note : str
        What to write, in a sentence or two for the teacher.
    stored : str
        The column or field of the lesson's files that it becomes.
    required : bool
        Whether a cell may not be empty.
    extra : bool
        Whether the new workbook leaves it out: then its name is in the sheet *read me*.
    menu : tuple of str
        The values of a closed list.
    menu_from : str
        The sheet and column whose cells the menu offers, such as ``events.title``.
    is_date : bool
        Whether it contains dates.
    width : int
        In characters.
    """

    name: str
    note: str
    stored: str = ""
    required: bool = False
    extra: bool = False
    menu: tuple[str, ...] = ()
    menu_from: str = ""
    is_date: bool = False
    width: int = 24


@dataclass(frozen=True)
class Sheet:
    """A sheet: its columns, its example rows, and whether it may be missing or without rows.

    A new workbook leaves out an `extra` sheet: then its columns are in the sheet *read me*.
    """

    name: str
    columns: tuple[Column, ...]
    example: tuple[tuple[str, ...], ...] = ()
    optional: bool = False
    extra: bool = False

    def column(self, name: str) -> Column:
        """Return the column with this header (StopIteration if there is none)."""
        return next(column for column in self.columns if column.name == name)


#: The relations, those first that compare events; the others need an agreement.
_RELATIONS = tuple(sorted(RELATIONS, key=lambda name: RELATIONS[name].of_instrument))

#: Kinds of exercises that fit into a row of a sheet.
EXERCISE_KINDS = ("choose-one", "choose-several", "date", "number", "write")

#: How many pairs of a wrong answer and its feedback the sheet of exercises has.
PAIRS = 3

#: The claim in the example.
_BECAUSE = "Because the new bridge had been opened, the mill at Lenn was built."

_TEXT = Sheet(
    "text",
    (
        Column(
            "paragraph",
            "One cell for each paragraph. The first cell is the title of the text. Copy the text "
            "exactly as it is printed, with its mistakes. If a sentence is cut in the wrong place, "
            "mark all cuts of its paragraph with |.",
            required=True,
            width=100,
        ),
    ),
    (
        ("The bridge at Lenn (an invented example)",),
        (f"{_BECAUSE} It made Lenn rich.",),
    ),
)

_EVENTS = Sheet(
    "events",
    (
        Column(
            "date",
            "When it happened: 12 May 1851, spring 1851, about 1440, before 1440, AD 330, "
            "27 BC, the 5th century. Write only what your sources say: a month is better than a "
            "guessed day.",
            "date",
            required=True,
            is_date=True,
        ),
        Column(
            "title",
            "What happened, in a few words (at most 70 characters). Other sheets name the event by "
            "its title.",
            "title",
            required=True,
            width=32,
        ),
        Column(
            "summary",
            "What happened, in one or two sentences of your own (at most 40 words).",
            "summary",
            required=True,
            width=50,
        ),
        Column(
            "who",
            "Who took part: persons or bodies, separated by semicolons. Spell each name the same "
            "everywhere.",
            "actors",
        ),
        Column("place", "Where it happened. Several places: separate them by semicolons.", "place"),
        Column(
            "sources",
            "Where you read it: the title of a source, or its author and year, and in square "
            "brackets the page: Halloran 1901 [p. 88]. Separate sources by semicolons.",
            "sources",
            required=True,
            width=36,
        ),
        Column(
            "side",
            "Whose act it was: a country, a party, a town. Each side gets its own row in the "
            "timeline. You may leave this column empty in all rows.",
            "sides",
        ),
        Column(
            "present",
            "Those of the people in “who” who were there in person, according to a source.",
            "present",
            extra=True,
        ),
        Column("category", "What kind of event it is, in a word.", "category", extra=True),
        Column(
            "time",
            "The local time with its distance from Greenwich, such as 15:00+01:00.",
            "time",
            extra=True,
        ),
        Column(
            "terms",
            "What an agreement contained or brought, separated by semicolons.",
            "terms",
            extra=True,
        ),
        Column(
            "made public",
            "When it became publicly known.",
            "made_public",
            extra=True,
            is_date=True,
        ),
        Column(
            "known to",
            "The sides that knew of it before it was made public.",
            "known_to",
            extra=True,
        ),
        Column("disputed", "Who says what, if sources disagree.", "disputed", extra=True),
        Column("id", "A name that never changes, such as bridge-opened.", "id", extra=True),
    ),
    (
        (
            *("1846", "The mill is built", "The first flour is ground in the new mill."),
            *("Ada Lind", "Lenn", "Lind, Diary [p. 3]", "Lenn"),
        ),
        (
            *("12 May 1851", "The bridge is opened", "The mayor opens the bridge over the Lenn."),
            *("Karl Holm", "Lenn", "Halloran 1901 [p. 88]", "Lenn"),
        ),
    ),
)

_CLAIMS = Sheet(
    "claims",
    (
        Column(
            "quote",
            "The exact words of the text that make one claim. A claim is the smallest piece that "
            "can be true or false on its own.",
            "quote",
            required=True,
            width=50,
        ),
        Column(
            "verdict",
            "How the claim stands against the record. Choose from the menu.",
            "verdict",
            required=True,
            menu=tuple(VERDICTS),
        ),
        Column(
            "why",
            "The reason, in at most 80 words. Don’t repeat a date: write {The bridge is "
            "opened.date}, or .year or .place, and the program fills it in.",
            "why",
            required=True,
            width=50,
        ),
        Column(
            "events",
            "The titles of the events that the verdict rests on, separated by semicolons.",
            "events",
            menu_from="events.title",
            width=32,
        ),
        Column(
            "sources",
            "The sources that the verdict rests on, written as in the sheet events.",
            "sources",
            width=32,
        ),
        Column("claim", "What is claimed, in your own words.", "claim", extra=True),
        Column(
            "kind",
            "What kind of claim it is.",
            "kind",
            extra=True,
            menu=(
                *("fact-date", "fact-actor", "fact-event", "term", "cause", "effect"),
                *("judgement", "context"),
            ),
        ),
        Column(
            "certainty",
            "How sure you are of the verdict. Empty: medium.",
            "certainty",
            extra=True,
            menu=("high", "medium", "low"),
        ),
        Column(
            "also",
            "A second verdict that can be defended.",
            "also",
            extra=True,
            menu=tuple(VERDICTS),
        ),
        Column("also why", "Why it can be defended.", "also_why", extra=True),
        Column("id", "A name that never changes, such as c1.", "id", extra=True),
    ),
    (
        (
            _BECAUSE,
            "anachronism",
            "The mill was built in {The mill is built.date}. The bridge was opened on "
            "{The bridge is opened.date}, so it can’t have been the reason.",
            "The mill is built; The bridge is opened",
            "Lind, Diary [p. 3]; Halloran 1901 [p. 88]",
        ),
    ),
)

_SAYS = Sheet(
    "says",
    (
        Column(
            "claim",
            "The claim, by its first words or from the menu.",
            "claim",
            required=True,
            menu_from="claims.quote",
            width=50,
        ),
        Column(
            "relation",
            "dated: the subject happened on the date in “value”. caused: it brought about the "
            "object. before: it came before the object. met: two persons had met by then. brought: "
            "it brought the thing in “value”, which came with the object. The others need "
            "agreements.",
            "relation",
            required=True,
            menu=_RELATIONS,
        ),
        Column(
            "subject",
            "The title of an event: the cause, or the one that the text puts first.",
            "subject",
            required=True,
            menu_from="events.title",
            width=32,
        ),
        Column(
            "object",
            "The title of the other event, for caused, before and brought.",
            "object",
            menu_from="events.title",
            width=32,
        ),
        Column(
            "value",
            "The date or the two persons that the text names, for dated and met.",
            "value",
        ),
    ),
    (
        (
            _BECAUSE,
            "caused",
            "The bridge is opened",
            "The mill is built",
            "",
        ),
    ),
    optional=True,
)

_SOURCES = Sheet(
    "sources",
    (
        Column(
            "author",
            "Family name, given name. Several authors: separate them by semicolons. A body: write "
            "its name. Empty: the author is not known.",
            "author",
            width=28,
        ),
        Column("title", "The title as it is printed.", "title", required=True, width=40),
        Column("year", "When it was published or written.", "issued", is_date=True, width=12),
        Column(
            "where it was found",
            "Where a reader can find it: a web address, a library, an archive with its number.",
            "found",
            width=40,
        ),
        Column(
            "level",
            "primary: from the time itself. secondary: written later about it. reference: a "
            "handbook or an encyclopaedia. Empty: secondary.",
            "level",
            menu=("primary", "secondary", "reference"),
        ),
        Column(
            "read",
            "How much of it you read: whole, passage (a part), or listing (only a catalogue or a "
            "table of contents). Empty: passage.",
            "extent_read",
            menu=("whole", "passage", "listing"),
        ),
        Column("side", "The side from which it comes. Empty: other.", "side", extra=True),
        Column("kind", "A diary, a newspaper, a treaty … Empty: source.", "kind", extra=True),
        Column("made for", "For whom it was made. Empty: not known.", "made_for", extra=True),
        Column("id", "A name that never changes, such as halloran_1901.", "id", extra=True),
    ),
    (
        (
            "Lind, Ada",
            "Diary of a Miller (invented)",
            "1846",
            "invented for this example",
            "primary",
            "passage",
        ),
        (
            "Halloran, Maud",
            "Bridges of the North (invented)",
            "1901",
            "invented for this example",
            "secondary",
            "passage",
        ),
    ),
)

_EXERCISES = Sheet(
    "exercises",
    (
        Column(
            "kind",
            "choose-one, choose-several: give wrong answers as well. date: “right” is the title of "
            "an event. number: “right” is a whole number. write: students write sentences.",
            "kind",
            required=True,
            menu=EXERCISE_KINDS,
        ),
        Column("question", "What you ask.", "question", required=True, width=50),
        Column(
            "right",
            "The right answer. For choose-several, separate the right answers by semicolons. For "
            "write, an answer that you would accept.",
            "right",
            width=32,
        ),
        Column("why", "What to say to a student who answers right.", "why", width=32),
        *(
            Column(
                f"{name} {number}",
                "A wrong answer that students give."
                if name == "wrong"
                else "What to say to a student who gives this wrong answer: what is wrong, and "
                "where to look.",
                f"{name} {number}",
                width=28,
            )
            for number in range(1, PAIRS + 1)
            for name in ("wrong", "feedback")
        ),
        Column("hint", "A gentle hint.", "hint", extra=True),
        Column(
            "events",
            "The titles of the events that it is about, separated by semicolons. A right answer "
            "then shows their sources.",
            "events",
            extra=True,
            menu_from="events.title",
        ),
        Column("skill", "What it practises.", "skill", extra=True, menu=SKILLS),
        Column(
            "level",
            "1 easy, 2 medium, 3 hard. Empty: 1.",
            "level",
            extra=True,
            menu=("1", "2", "3"),
        ),
        Column("minutes", "How long it takes. Empty: 2.", "minutes", extra=True),
        Column("unit", "For number: of what, such as days.", "unit", extra=True),
        Column("notebook", "The name of the notebook that shows it.", "notebook", extra=True),
        Column("id", "A name that never changes, such as first-doubt.", "id", extra=True),
    ),
    (
        (
            *("choose-one", "Which of the two was there first?", "The mill"),
            *("The diary of the miller is older than the bridge.",),
            *("The bridge", "Look at both dates in the chronology. Which year is earlier?"),
        ),
    ),
    optional=True,
)

_AGREEMENTS = Sheet(
    "agreements",
    (
        Column("name", "What the agreement or decision is called.", "name", required=True),
        Column("event", "The title of the event that dates it.", "event", required=True),
        Column("parties", "Between whom, separated by semicolons.", "parties", required=True),
        Column("signers", "Who signed, as far as the record shows.", "signers"),
        Column("terms", "What it contained, separated by semicolons.", "terms", required=True),
        Column("public", "Whether it was public: yes, no or partly.", "public"),
        Column("not read", "What of it you have not read.", "not_read"),
        Column("note", "What else a reader should know of it.", "note"),
        Column("id", "A name that never changes, such as treaty-1851.", "id"),
    ),
    optional=True,
    extra=True,
)

_DISPUTES = Sheet(
    "disputes",
    (
        Column("question", "What is disputed, the same in each row.", "question", required=True),
        Column("position", "One answer to the question.", "position", required=True),
        Column("holders", "Who holds it.", "holders", required=True),
        Column("evidence", "What it rests on.", "evidence", required=True),
        Column("sources", "Where you read it, as in events.", "sources", required=True),
    ),
    optional=True,
    extra=True,
)

#: All sheets in the order of the workbook.
SHEETS = (_TEXT, _EVENTS, _CLAIMS, _SAYS, _SOURCES, _EXERCISES, _AGREEMENTS, _DISPUTES)

#: The sheet that explains the others; it is not read.
READ_ME = "read me"
