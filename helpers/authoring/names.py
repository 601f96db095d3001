"""Ids from titles, and what a teacher means when she names a row of another sheet."""

import re
import unicodedata
from collections.abc import Iterable
from zlib import crc32

from helpers.lesson.wording import did_you_mean, normalise

#: Longer ids are cut after a whole word.
LONGEST_ID = 40

#: So many letters of a title are enough to name its row, if no other row begins with them.
FEWEST_LETTERS = 4


def new_id(title: str, taken: Iterable[str], *, what: str = "event", joint: str = "-") -> str:
    """Return an id made of a title: its words in lower case, with a number if the id is taken.

    A title without Latin letters gets a checksum, so that the id stays the same when other rows
    come and go.

    Examples
    --------
    >>> new_id("The bridge is opened", [])
    'the-bridge-is-opened'
    >>> new_id("Η γέφυρα", [], what="event")
    'event-77f10527'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    name = joint.join(words)
    if len(name) > LONGEST_ID:
        name = name[: LONGEST_ID + 1].rpartition(joint)[0] or name[:LONGEST_ID]
    if len(re.sub("[^a-z]", "", name)) < 2:
        name = f"{what}{joint}{crc32(title.encode()):08x}"
    elif not name[0].isalpha():
        name = f"{what}{joint}{name}"
    used = set(taken)
    numbered = (f"{name}{joint}{number}" for number in range(2, len(used) + 3))
    return next(one for one in (name, *numbered) if one not in used)


class Names:
    """The rows of one sheet, to be named by id or by a label such as a title.

    Parameters
    ----------
    labels : dict
        Id to label.
    what : str
        What a row is called, in the message: “event”.
    sheet : str
        The sheet that contains them.
    """

    def __init__(self, labels: dict[str, str], what: str, sheet: str) -> None:
        self.labels, self.what, self.sheet = labels, what, sheet
        self._plain = {name: _plain(label) for name, label in labels.items()}

    def find(self, text: str) -> tuple[str, tuple[str, str] | None]:
        """Return the id of the row that a text names; or what is wrong, as message and fix."""
        if text in self.labels:
            return text, None
        key = _plain(text)
        exact = [name for name, label in self._plain.items() if label == key]
        if exact:
            return exact[0], None
        found = self._beginning(key) or self._containing(key)
        if len(found) == 1:
            return found[0], None
        if found:
            titles = ", ".join(f"“{self.labels[name]}”" for name in found[:3])
            return "", (
                f"More than one {self.what} fits this: {titles}.",
                "Write more of its words.",
            )
        hint = did_you_mean(text, [*self.labels.values(), *self.labels])
        message = f"There is no such {self.what}.{hint}"
        return "", (message, f"Write it as in the sheet {self.sheet}, or add it there.")

    def _beginning(self, key: str) -> list[str]:
        if len(key) < FEWEST_LETTERS:
            return []
        return [name for name, label in self._plain.items() if label.startswith(key)]

    def _containing(self, key: str) -> list[str]:
        words = set(key.split())
        return [
            name for name, label in self._plain.items() if words and words <= set(label.split())
        ]


def _plain(text: str) -> str:
    return " ".join(normalise(re.sub(r"[-–—/]", " ", text)).split())
