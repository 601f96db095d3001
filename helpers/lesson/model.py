"""What a lesson is: its text, its tables, and what follows from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.errors import UserError
from helpers.lesson.cells import ids
from helpers.lesson.dates import Day, HistoricalDate, parse_date
from helpers.lesson.relative import narrow_dates, with_stated_date
from helpers.lesson.vocabulary import Vocabulary

#: The day from which numpy counts.
_UNIX_EPOCH = Day(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Lesson:
    """All tables of the lesson.

    Attributes
    ----------
    text : str
        The text under study.
    sentences : DataFrame
        `number`, `paragraph`, `text`, `start`, `end`.
    events : DataFrame
        The columns of ``events.csv`` as str, sorted by date, and `earliest`, `latest` (datetime64,
        NaT where open), `date_words`, `date_kind` (str), `single_sourced` (bool: all its sources
        have the same maker). If the file has the columns `after` or `before`, `date` is what these
        allow, and `date_stated` is the date as written.
    instruments, assertions, disputes : DataFrame
        The columns of their files as str; for each position in a dispute also its short citations,
        `cited`.
    claims : DataFrame
        The columns of ``claims.csv`` (reasons filled from the data) and `sentence`, `start`, `end`
        (int).
    sources : DataFrame
        `id`, `title`, `author`, `url`, `archived` and `checked` (a stored copy, and when the
        address was last opened; empty if not known), the sourcing columns, and the rendered
        `note`, `short`, `bibliography`.
    citations : dict
        Source id to its rendered `note`, `short` and `bibliography`.
    folder : Path
        Where the files were read.
    name : str
        The id of the lesson, from ``datapackage.json``.
    vocabulary : Vocabulary
        What belongs to this text and not to the program: sides, categories, terms and so on.
    derived : dict
        What is computed or read for this lesson, kept by those who do it. A changed lesson
        (`with_date`, `dataclasses.replace`) begins without any.
    """

    text: str
    sentences: pd.DataFrame
    events: pd.DataFrame
    instruments: pd.DataFrame
    claims: pd.DataFrame
    assertions: pd.DataFrame
    disputes: pd.DataFrame
    sources: pd.DataFrame
    citations: dict[str, dict[str, str]]
    folder: Path
    name: str
    vocabulary: Vocabulary
    derived: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def event(self, name: str) -> "pd.Series[Any]":
        """Return the row of an event; for the id of an instrument, of the event that dates it.

        Raises
        ------
        KeyError
            If there is no such id.
        """
        dated_by = dict(zip(self.instruments["id"], self.instruments["event"], strict=True))
        return _row(self.events, dated_by.get(name, name))

    def claim(self, name: str) -> "pd.Series[Any]":
        """Return the row of a claim (KeyError if there is none)."""
        return _row(self.claims, name)

    def source(self, name: str) -> "pd.Series[Any]":
        """Return the row of a source (KeyError if there is none)."""
        return _row(self.sources, name)

    def sentence(self, number: int) -> str:
        """Return a sentence of the text (KeyError if there is none)."""
        texts = dict(zip(self.sentences["number"], self.sentences["text"], strict=True))
        return str(texts[number])

    def instrument_name(self, name: str) -> str:
        """Return the name of an instrument; "" if no instrument has this id."""
        names = dict(zip(self.instruments["id"], self.instruments["name"], strict=True))
        return str(names.get(name, ""))

    def date(self, name: str) -> HistoricalDate:
        """Return the date of an event or an instrument (KeyError if there is none)."""
        return parse_date(self.event(name)["date"])

    def with_date(self, event: str, date: str) -> "Lesson":
        """Return a copy in which one event has another date: *what if we are wrong?*

        The reasons of the claims stay as they are.

        Parameters
        ----------
        event : str
            The id of an event.
        date : str
            In EDTF.

        Raises
        ------
        KeyError, DateError
            If there is no such event, or the date can't be read.
        """
        parse_date(date)
        _row(self.events, event)
        return replace(self, events=derive_events(with_stated_date(self.events, event, date)))


def _row(table: pd.DataFrame, name: str) -> "pd.Series[Any]":
    names = table["id"].tolist()  # searching a list is faster than comparing a column
    if name not in names:
        raise KeyError(name)
    row: pd.Series[Any] = table.iloc[names.index(name)]
    return row


def derive_events(events: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the dates: bounds, words and kind of each; sort the rows by them.

    Events that are known only as after or before others first get the dates that this allows.
    """
    events = narrow_dates(events)
    dates = list(map(parse_date, events["date"]))
    derived = events.assign(
        earliest=_moments(date.earliest for date in dates),
        latest=_moments(date.latest for date in dates),
        date_words=[date.in_words() for date in dates],
        date_kind=[date.kind for date in dates],
    )
    keys = list(zip((date.sort_key for date in dates), events["time"], events["id"], strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return derived.iloc[order].reset_index(drop=True)


def _moments(days: Iterable[Day | None]) -> "np.typing.NDArray[np.datetime64]":
    """Return the beginning of each day in seconds, which reach any year; NaT if there is none."""
    numbers = ["NaT" if day is None else day.toordinal() - _UNIX_EPOCH for day in days]
    return np.array(numbers, dtype="datetime64[D]").astype("datetime64[s]")


def mark_single_sourced(events: pd.DataFrame, sources: list[dict[str, Any]]) -> pd.DataFrame:
    """Mark the events whose sources all have the same author or issuing body."""
    maker = {source["id"]: source["custom"]["made_by"].partition(";")[0] for source in sources}
    return events.assign(
        single_sourced=[len({maker[one] for one in ids(cell)}) < 2 for cell in events["sources"]]
    )


def known_claims(lesson: "Lesson", ids: Iterable[str] | None) -> list[str]:
    """Return the ids of claims; None means all, and a single id may be given alone.

    A `UserError` names the ids that the text does not have.
    """
    known = list(lesson.claims["id"])
    ids = ids["id"] if isinstance(ids, pd.DataFrame) and "id" in ids else ids
    wanted = known if ids is None else [ids] if isinstance(ids, str) else list(ids)
    if unknown := sorted(set(wanted) - set(known), key=str):
        raise UserError(
            f"The text has no claim {', '.join(map(str, unknown))}. "
            f"Its claims are {', '.join(known)}."
        )
    return wanted
