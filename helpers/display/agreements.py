"""The agreement of a text beside the agreements of the record, field by field."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from helpers.display.html import Page
from helpers.display.sheet import sheet
from helpers.display.tables import table_html, table_text
from helpers.errors import UserError
from helpers.lesson.cells import split
from helpers.lesson.dates import parse_date
from helpers.lesson.model import Lesson

#: What a text can say of an agreement, in the order of the rows, and what the rows are called.
FIELDS = {
    "dated": "when it was made",
    "between": "between whom",
    "signed-by": "who signed it",
    "term": "what it contained",
}

#: The answers, and what each of them means.
LEGEND = {
    "yes": "the record shows it",
    "no": "the record shows something else",
    "perhaps": "the date is not exact enough to tell",
    "not known": "the record does not say",
    "not read there": "nothing that we have read mentions it, and we have not read everything",
}


def show_agreements(lesson: Lesson) -> Page:
    """Compare what the text says of its agreement with each agreement or decision of the record.

    The answers are computed from the rows. Where not everything has been read, the answer is never
    “no” but “not read there”.

    Parameters
    ----------
    lesson : Lesson
        As from `load_lesson`.

    Returns
    -------
    Page
        Two tables: the comparison, and the agreements and decisions themselves.

    Raises
    ------
    ValueError
        If the lesson has no instruments, or the text says nothing about one.

    See Also
    --------
    show_settlement : Show the parts of a settlement.

    Examples
    --------
    >>> from helpers import load_lesson, show_agreements
    >>> show_agreements(load_lesson())
    What the text says of its agreement, and each agreement or decision of the record
    ...
    """
    asserted = _asserted(lesson)
    compared, instruments = _compared(lesson, asserted), _instruments(lesson)
    given = {answer for column in compared.columns[2:] for answer in compared[column]}
    legend = "; ".join(f"“{one}”: {meaning}" for one, meaning in LEGEND.items() if one in given)
    legend += "."
    captions = (
        "What the text says of its agreement, and each agreement or decision of the record",
        "The agreements and decisions of the record",
    )
    html = Markup('{}<p class="quiet">{}</p>{}').format(
        table_html(compared, captions[0]), legend, table_html(instruments, captions[1])
    )
    text = [table_text(compared, captions[0]), legend, table_text(instruments, captions[1])]
    return sheet(html, "\n\n".join(text))


def _asserted(lesson: Lesson) -> pd.DataFrame:
    """Return what the text says of the agreement that it says most of, in the order of `FIELDS`."""
    said: pd.DataFrame = lesson.assertions[
        lesson.assertions["relation"].isin(FIELDS)
        & lesson.assertions["subject"].isin(lesson.instruments["id"])
    ]
    if said.empty:
        raise UserError("This lesson has no agreements or decisions to compare the text with.")
    said = said[said["subject"] == said["subject"].value_counts().index[0]]
    return said.sort_values(
        "relation", key=lambda column: column.map([*FIELDS].index), kind="stable"
    )


def _compared(lesson: Lesson, asserted: pd.DataFrame) -> pd.DataFrame:
    table = {
        "The text says": [FIELDS[relation] for relation in asserted["relation"]],
        "Detail": [_detail(row.relation, row.value) for row in asserted.itertuples()],
    }
    for instrument in lesson.instruments.itertuples():
        answers = [
            _answer(lesson, str(row.relation), str(row.value), instrument)
            for row in asserted.itertuples()
        ]
        table[_name(str(instrument.name))] = answers
    return pd.DataFrame(table)


def _detail(relation: object, value: object) -> str:
    if relation == "dated":
        return parse_date(str(value)).in_words()
    return " and ".join(split(str(value)))


def _answer(lesson: Lesson, relation: str, value: str, instrument: Any) -> str:
    """Say whether an instrument has what the text asserts."""
    if relation == "dated":
        shared = parse_date(value).overlaps(lesson.date(instrument.id))
        return {True: "yes", False: "no", None: "perhaps"}[shared]
    if relation == "between":
        return "yes" if sorted(split(value)) == sorted(split(instrument.parties)) else "no"
    known = split(instrument.signers if relation == "signed-by" else instrument.terms)
    if value in known:
        return "yes"
    if relation == "term" and instrument.not_read:
        return "not read there"
    return "no" if known else "not known"


def _instruments(lesson: Lesson) -> pd.DataFrame:
    rows = lesson.instruments
    return pd.DataFrame(
        {
            "Agreement or decision": rows["name"].map(_name),
            "When": [lesson.date(name).in_words() for name in rows["id"]],
            "Between": rows["parties"].map(_listed),
            "Signed by": rows["signers"].map(_listed).replace("", "not known"),
            "Contents": rows["terms"].map(_listed),
            "Public?": rows["public"],
            "What we have not read": rows["not_read"].map(_listed).replace("", "nothing"),
        }
    )


def _listed(cell: str) -> str:
    return ", ".join(split(cell))


def _name(name: str) -> str:
    short = name.removeprefix("the ")
    return short[0].upper() + short[1:]
