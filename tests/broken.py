"""Kinds of broken lessons: how each comes about, and what must be said about it.

``python tests/broken.py`` prints the message of every kind.
"""

import csv
import io
import json
import os
import shutil
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from helpers.errors import LessonError
from helpers.files import PROJECT
from helpers.lesson.package import TABLES
from helpers.load import load_lesson

FILES = [f"{name}.csv" for name in TABLES] + [
    "sources.json",
    "citations.json",
    "datapackage.json",
    "vocabulary.yaml",
    "text.txt",
]
STANDS_FOR_A_LINK = b"a link stands here"
Damage = Callable[
    [Path], int
]  # damages a copy of the data and returns the line to be named, 0 for the whole file
Key = str | tuple[str, str]  # the id of a row, or a column and a part of its cell


class Broken(NamedTuple):
    """A kind of damage, and what the one problem that it makes must hold."""

    name: str
    damage: Damage
    file: str
    column: str
    value: str
    what: str
    cure: str
    alone: bool = True  # False: the damage shows in several problems


def copy_data(folder: Path) -> Path:
    """Copy the lesson's files, without their permissions."""
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(PROJECT / "data" / name, folder / name)
    return folder


def link(path: Path, target: str | Path) -> None:
    """Make a link, or a file that stands for it: Windows lets not everybody make links."""
    try:
        path.symlink_to(target)
    except OSError:
        path.write_bytes(STANDS_FOR_A_LINK)


@contextmanager
def permissions_count() -> Iterator[None]:
    """Refuse to read files without permissions, also to an administrator and on Windows.

    A file that stands for a link counts as one, where no link can be made.
    """
    read, real_link = Path.read_bytes, Path.is_symlink

    def read_bytes(path: Path) -> bytes:
        if not path.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(13, "Permission denied")
        return read(path)

    def is_symlink(path: Path) -> bool:
        size = path.stat().st_size if path.is_file() else 0
        return real_link(path) or (
            size == len(STANDS_FOR_A_LINK) and read(path) == STANDS_FOR_A_LINK
        )

    with (
        mock.patch.object(Path, "read_bytes", read_bytes),
        mock.patch.object(Path, "is_symlink", is_symlink),
    ):
        yield


@cache
def reported(case: Broken) -> tuple[int, LessonError | None, str]:
    """Return what a kind of damage makes: the line to be named, the error, and where it happened.

    Each is tried once, for the test of its message and for the snapshot of all messages.
    """
    with tempfile.TemporaryDirectory() as scratch, permissions_count():
        folder = copy_data(Path(scratch, "data"))
        line = case.damage(folder)
        try:
            load_lesson(folder)
        except LessonError as error:
            return line, error, scratch
    return line, None, scratch


# Ways to do damage


def table(path: Path) -> list[list[str]]:
    """Return all lines of a table as lists of cells."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path: Path, lines: list[list[str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(lines)


def find(lines: list[list[str]], key: Key) -> int:
    """Return the index of the line with this id, or with these words in a column."""
    column, words = ("id", key) if isinstance(key, str) else key
    place = lines[0].index(column)
    return next(
        n
        for n, line in enumerate(lines[1:], 1)
        if line[place] == words or (column != "id" and words in line[place])
    )


def cell(file: str, key: Key, column: str, value: str | Callable[[str], str]) -> Damage:
    """Change one cell."""

    def damage(folder: Path) -> int:
        lines = table(folder / file)
        row, place = find(lines, key), lines[0].index(column)
        lines[row][place] = value if isinstance(value, str) else value(lines[row][place])
        write(folder / file, lines)
        return row + 1

    return damage


def also(value: str) -> Callable[[str], str]:
    """Add a value to a list cell."""
    return lambda cell: f"{cell}; {value}" if cell else value


def rows(file: str, change: Callable[[list[list[str]]], int]) -> Damage:
    """Change the lines of a table; the function returns the index of the line to be named."""

    def damage(folder: Path) -> int:
        lines = table(folder / file)
        line = change(lines) + 1
        write(folder / file, lines)
        return line

    return damage


def data(file: str, change: Callable[[bytes], bytes], line: int = 0) -> Damage:
    """Change the bytes of a file."""

    def damage(folder: Path) -> int:
        content = (folder / file).read_bytes()
        changed = change(content)
        assert changed != content, "nothing was damaged"
        (folder / file).write_bytes(changed)
        return line

    return damage


def header(change: Callable[[list[str]], list[str]]) -> Damage:
    """Change the first line of events.csv and no other."""

    def damage(folder: Path) -> int:
        first, rest = (folder / "events.csv").read_text(encoding="utf-8").split("\n", 1)
        (folder / "events.csv").write_text(
            ",".join(change(first.split(","))) + "\n" + rest, encoding="utf-8", newline=""
        )
        return 1

    return damage


def source(change: Callable[[dict], object], at: str = "") -> Damage:
    """Change one source; the line to be named is the first one with `at`, or where it begins."""

    def damage(folder: Path) -> int:
        path = folder / SOURCES
        items = json.loads(path.read_text(encoding="utf-8"))
        change(next(item for item in items if item["id"] == SOURCE))
        path.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
        lines = path.read_text(encoding="utf-8").split("\n")
        start = lines.index(f'  "id": "{SOURCE}",')
        return next(n for n in range(start, len(lines)) if at in lines[n]) + 1 if at else start

    return damage


def in_one_line(content: bytes) -> bytes:
    """Leave out all spaces and a title, so that the line says little."""
    items = [one | ({"title": ""} if one["id"] == SOURCE else {}) for one in json.loads(content)]
    return json.dumps(items, separators=(",", ":")).encode()


def new_source(name: str) -> Damage:
    """Add a copy of the last source under another id."""

    def damage(folder: Path) -> int:
        path = folder / SOURCES
        items = json.loads(path.read_text(encoding="utf-8"))
        items.append({**items[-1], "id": name})
        path.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
        lines = path.read_text(encoding="utf-8").split("\n")
        return max(n for n, line in enumerate(lines, 1) if f'"id": "{name}"' in line)

    return damage


def text_changed(file: str, old: str, new: str) -> Damage:
    """Replace the first occurrence of a text; its line is to be named."""

    def damage(folder: Path) -> int:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, "nothing was damaged"
        changed = text.replace(old, new, 1)
        (folder / file).write_text(changed, encoding="utf-8", newline="")
        return text[: text.index(old)].count("\n") + 1

    return damage


def at(line: int, damage: Damage) -> Damage:
    """Do damage that is to be named on another line than the one that it changes."""

    def damage_elsewhere(folder: Path) -> int:
        damage(folder)
        return line

    return damage_elsewhere


def with_separator(mark: str) -> Damage:
    def damage(folder: Path) -> int:
        write(folder / "events.csv", table(folder / "events.csv"), mark)
        return 1

    return damage


def cp1252(folder: Path) -> int:
    path = folder / "events.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_bytes("\n".join(lines).encode("cp1252", "replace"))
    return next(n for n, line in enumerate(lines, 1) if any(letter > "\x7f" for letter in line))


def unclosed_quote(folder: Path) -> int:
    path = folder / "disputes.csv"
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    path.write_text("\n".join([*lines, '"why-missiles']), encoding="utf-8")
    return len(lines) + 1


def huge(folder: Path) -> int:
    with (folder / "events.csv").open("wb") as file:
        file.truncate(100_000_000)  # takes no space on the disk
    return 0


def folder_instead(folder: Path) -> int:
    (folder / "events.csv").unlink()
    (folder / "events.csv").mkdir()
    return 0


def link_elsewhere(folder: Path) -> int:
    (folder / "events.csv").rename(folder.parent / "elsewhere.csv")
    link(folder / "events.csv", folder.parent / "elsewhere.csv")
    return 0


def link_to_nothing(folder: Path) -> int:
    (folder / "events.csv").unlink()
    link(folder / "events.csv", "nothing.csv")
    return 0


def without(name: str) -> Damage:
    def damage(folder: Path) -> int:
        (folder / name).unlink()
        return 0

    return damage


def unreadable(folder: Path) -> int:
    os.chmod(folder / "events.csv", 0)  # noqa: PTH101
    return 0


def filled(column: str, value: str) -> Damage:
    """Write the same into all cells of a column of events.csv."""

    def change(lines: list[list[str]]) -> int:
        place = lines[0].index(column)
        for line in lines[1:]:
            line[place] = value
        return 1

    return rows("events.csv", change)


def filled_down(column: str) -> Damage:
    """Copy a cell of the central event over the two rows below."""

    def change(lines: list[list[str]]) -> int:
        row, place = find(lines, AGREEMENT), lines[0].index(column)
        for line in lines[row + 1 : row + 3]:
            line[place] = lines[row][place]
        return row + 1

    return rows("events.csv", change)


def emptied_below(lines: list[list[str]]) -> int:
    """Add a thousand empty rows, as a spreadsheet does when it has formatted them."""
    lines += [[""] * len(lines[0]) for _ in range(1000)]
    return len(lines) - 1000


def one_cell_more(lines: list[list[str]]) -> int:
    """Add a column without a name."""
    for line in lines[1:]:
        line.append("note")
    return 1


def duplicated(lines: list[list[str]]) -> int:
    row = find(lines, AGREEMENT)
    lines.insert(row + 1, lines[row])
    return row + 1


def shifted(lines: list[list[str]]) -> int:
    row = find(lines, AGREEMENT)
    lines[row].insert(1, "")
    return row


def shifted_within(lines: list[list[str]]) -> int:
    row = find(lines, AGREEMENT)
    lines[row] = [lines[row][0], "", *lines[row][1:-1]]
    return row


def emptied(lines: list[list[str]]) -> int:
    row = find(lines, AGREEMENT)
    lines.insert(row, [""] * len(lines[0]))
    return row


def moved_to_the_end(lines: list[list[str]]) -> int:
    lines.append(lines.pop(find(lines, DATED)))
    return len(lines) - 1


def circle(lines: list[list[str]]) -> int:
    """Say that what an event caused came before it, of the event that dates the instrument."""
    row = dict(zip(lines[0], lines[find(lines, CAUSED)], strict=True))
    back = row | {
        "id": "back",
        "relation": "before",
        "subject": AGREEMENT,
        "object": row["subject"],
    }
    lines.append([back[name] for name in lines[0]])
    return len(lines) - 1


def circle_from_above(lines: list[list[str]]) -> int:
    """The same, but the line that closes the circle stands first: the later one is named."""
    circle(lines)
    lines.insert(1, lines.pop())
    return find(lines, CAUSED)


def asserted(relation: str, subject: str, target: str = "", value: str = "") -> Damage:
    """Add an assertion."""

    def change(lines: list[list[str]]) -> int:
        lines.append(["added", lines[1][1], relation, subject, target, value])
        return len(lines) - 1

    return rows("assertions.csv", change)


def judged_twice(lines: list[list[str]]) -> int:
    """Let a later claim repeat an earlier one, with another verdict."""
    first, second = (
        find(lines, DATED),
        find(lines, ("quote", "motivated by the failed Bay of Pigs")),
    )
    for name in ("claim", "about"):
        lines[second][lines[0].index(name)] = lines[first][lines[0].index(name)]
    return second


def record_moved(folder: Path) -> int:
    """Let the record agree with the text's date, so that its claim is right after all."""
    cell("events.csv", AGREEMENT, "date", "1960-02-04")(folder)
    return find(table(folder / "claims.csv"), DATED) + 1


def json_changed(file: str, change: Callable[[dict], object]) -> Damage:
    def damage(folder: Path) -> int:
        content = json.loads((folder / file).read_text(encoding="utf-8"))
        change(content)
        (folder / file).write_text(
            json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        return 0

    return damage


AGREEMENT = "trade-credit-agreement"
SOURCE = "treaty_1960"
DATED = ("quote", "February 4, 1960")
CAUSED = ("relation", "caused")
QUOTED = ("quote", "’")
EVENTS, INSTRUMENTS, CLAIMS, ASSERTED, DISPUTES = (f"{name}.csv" for name in TABLES)
SOURCES, PACKAGE, VOCABULARY = "sources.json", "datapackage.json", "vocabulary.yaml"
UTF8 = "CSV UTF-8 (comma delimited)"
BACK = "Put events.csv back"
PLAIN = "format the column as text."
FORMULA = "begins like a formula"
NO_SUCH = "not among the"


def event(column: str, value: str | Callable[[str], str]) -> Damage:
    """Change a cell of the central event."""
    return cell(EVENTS, AGREEMENT, column, value)


LETTERS = [
    Broken(
        "BOM and nothing",
        data(EVENTS, lambda b: b"\xef\xbb\xbf"),
        EVENTS,
        "",
        "",
        "The file is empty",
        "Put events.csv back",
    ),
    Broken("cp1252", cp1252, EVENTS, "", "", "not in UTF-8", UTF8),
    Broken(
        "UTF-16",
        data(EVENTS, lambda b: b.decode().encode("utf-16"), 1),
        EVENTS,
        "",
        "",
        "in UTF-16",
        UTF8,
    ),
    Broken(
        "UTF-16 without BOM",
        data(EVENTS, lambda b: b.decode().encode("utf-16-le"), 1),
        EVENTS,
        "",
        "",
        "in UTF-16",
        UTF8,
    ),
    Broken(
        "sources in cp1252",
        data(SOURCES, lambda b: b'["\xfa"]', 1),
        SOURCES,
        "",
        "",
        "not in UTF-8",
        "in a text editor",
    ),
    Broken(
        "spreadsheet file",
        data(EVENTS, lambda b: b"PK\x03\x04" + b),
        EVENTS,
        "",
        "",
        "a spreadsheet file",
        UTF8,
    ),
    Broken(
        "letters misread",
        event("actors", also("RaÃºl Castro")),
        EVENTS,
        "actors",
        "Ãº",
        "wrong character set",
        "a copy",
    ),
    Broken(
        "accents apart",
        event("place", unicodedata.normalize("NFD", "Playa Girón")),
        EVENTS,
        "place",
        "Playa",
        "accent",
        "Type the text again",
    ),
    Broken(
        "invisible character",
        event("title", "Trade\u200bpact"),
        EVENTS,
        "title",
        "Trade",
        "invisible",
        "Type the text again",
    ),
    Broken(
        "text turned round",
        event("title", "Trade \u202epact"),
        EVENTS,
        "title",
        "Trade",
        "invisible",
        "Type the text again",
    ),
    Broken(
        "NUL byte",
        data(EVENTS, lambda b: b[:2] + b"\x00" + b[2:], 1),
        EVENTS,
        "",
        "",
        "NUL byte",
        "a copy",
    ),
]
MISREAD = [
    *(
        Broken(
            f"letters misread: {text}",
            event(column, also(text) if column == "actors" else text),
            EVENTS,
            column,
            text,
            "wrong character set",
            "open it as UTF-8",
        )
        for column, text in (
            ("title", "JOSÃ‰ MARTÃ"),  # UTF-8 read as cp1252, in capitals
            ("place", "Å½iÅ¾ka"),
            ("title", "The letter of Ð¥Ñ€ÑƒÑ‰Ñ‘Ð² and its answer"),
            ("title", "Castroâ€™s speech"),
            ("title", "RaĂşl in Moscow"),  # UTF-8 read as cp1250
            ("title", "RaГєl in Moscow"),  # as cp1251
            ("title", "Ra├║l in Moscow"),  # as cp437
            ("title", "Ra√∫l in Moscow"),  # as Mac Roman
            ("title", "Raц╨l in Moscow"),  # as KOI8-R
            ("title", "Ra·l in Moscow"),  # cp1252 read as cp437
            ("title", "Ra£l in Moscow"),  # cp437 read as cp1252
            ("title", "San JosÈ"),  # cp1252 read as Mac Roman
            ("title", "San Jos‚"),  # cp437 read as cp1252
            ("title", "The letter of Õðóù¸â"),  # cp1251 read as cp1252
            ("title", "The letter of хРУЫЕБ"),  # cp1251 read as KOI8-R
        )
    ),
    Broken(
        "a name that is misread, and right elsewhere",
        event("summary", "Raœl is in Moscow."),  # Mac Roman read as cp1252
        EVENTS,
        "summary",
        "Raœl",
        "wrong character set: this was “Raúl”",
        "open it as UTF-8",
    ),
    Broken(
        "a source misread",
        source(lambda s: s.update(title="JosÃ© in Peru"), '"title"'),
        SOURCES,
        "title",
        "JosÃ©",
        "“Ã©”, which was “é” before",
        "open it as UTF-8",
    ),
]
LOST = [
    *(
        Broken(
            f"a letter lost: {text}",
            event(column, text),
            EVENTS,
            column,
            text,
            "a letter that was lost",
            "Type the text again",
        )
        for column, text in (
            ("place", "San Jos?"),
            ("title", "San Jos?"),
            ("title", "Ra?l goes to Moscow"),
            ("summary", "In San Jos? the ministers meet."),
            ("title", "?ilina and Prague"),
            ("title", "The letter of ??????"),
        )
    ),
    Broken(
        "a letter lost in a source",
        source(lambda s: s.update(title="Ra?l in Moscow"), '"title"'),
        SOURCES,
        "title",
        "Ra?l",
        "a letter that was lost",
        "Type the text again",
    ),
    *(
        Broken(
            f"a word for an empty cell: {text}",
            event("disputed", text),
            EVENTS,
            "disputed",
            text,
            "stands for an empty cell",
            "Delete it",
        )
        for text in ("nan", "NULL", "None", "N/A", "#N/A", "-", "–", "<NA>")
    ),
    Broken(
        "a word for an empty value in a list",
        event("present", also("nan")),
        EVENTS,
        "present",
        "nan",
        "stands for an empty cell",
        "Delete it",
        alone=False,
    ),
    Broken(
        "a word for an empty cell in every row",
        filled("disputed", "nan"),
        EVENTS,
        "disputed",
        "nan",
        "The same is wrong in",
        "Delete it",
    ),
]
ALIKE = [
    Broken(
        "a word in two alphabets",
        event("title", "The visit of С\u0430stro"),
        EVENTS,
        "title",
        "stro",
        "Cyrillic (“С”, U+0421) and Latin (“s”, U+0073)",
        "in one alphabet",
    ),
    Broken(
        "a name in two alphabets",
        event("actors", also("Fidel Сосо")),
        EVENTS,
        "actors",
        "Fidel",
        "letters of two alphabets: Latin (“F”, U+0046) and Cyrillic",
        "in one alphabet",
    ),
    Broken(
        "a name with a space that does not break",
        event("actors", also("Raúl\u00a0Castro")),
        EVENTS,
        "actors",
        "Raúl",
        "“\u00a0”, U+00A0, is written here instead of “ ”, U+0020",
        "Spell it the same",
    ),
    Broken(
        "a value that looks like a known one",
        event("sides", "Ηavana"),
        EVENTS,
        "sides",
        "avana",
        "Greek (“Η”, U+0397)",
        "in one alphabet",
    ),
    Broken(
        "an id with another hyphen",
        cell(CLAIMS, DATED, "events", "bay‑of‑pigs"),
        CLAIMS,
        "events",
        "bay‑of‑pigs",
        "“‑”, U+2011, is written here instead of “-”, U+002D",
        "of events.csv",
    ),
    Broken(
        "a quotation with a space that does not break",
        cell(CLAIMS, DATED, "quote", lambda quote: quote.replace("February 4", "February\u00a04")),
        CLAIMS,
        "quote",
        "4, 1960",
        "“\u00a0”, U+00A0, is written here instead of “ ”, U+0020",
        "Write “",
    ),
    Broken(
        "a name nearly the same as another",
        event("actors", also("Anastas Mikoyen")),
        EVENTS,
        "actors",
        "Anastas Mikoyen",
        "occurs once and is nearly the same as “Anastas Mikoyan”",
        "distinct_names",
    ),
    Broken(
        "a name without two of its letters",
        event("actors", also("Nikita Kruschev")),
        EVENTS,
        "actors",
        "Nikita Kruschev",
        "nearly the same as “Nikita Khrushchev”",
        "distinct_names",
    ),
]
FILES_AND_FOLDERS = [
    Broken("100 MB", huge, EVENTS, "", "", "more than 5 MB", BACK),
    Broken("zero bytes", data(EVENTS, lambda b: b""), EVENTS, "", "", "The file is empty", BACK),
    Broken(
        "blanks only", data(EVENTS, lambda b: b" \n\n"), EVENTS, "", "", "The file is empty", BACK
    ),
    Broken("missing file", without(EVENTS), EVENTS, "", "", "The file is missing", BACK),
    Broken("folder instead of file", folder_instead, EVENTS, "", "", "a folder, not a file", BACK),
    Broken("link to elsewhere", link_elsewhere, EVENTS, "", "", "a link to another file", BACK),
    Broken("link to nothing", link_to_nothing, EVENTS, "", "", "a link to another file", BACK),
    Broken(
        "unreadable",
        unreadable,
        EVENTS,
        "",
        "",
        "can’t be read: Permission denied",
        "who may read it",
    ),
    Broken(
        "text missing",
        without("text.txt"),
        "text.txt",
        "",
        "",
        "The file is missing",
        "Put text.txt back",
    ),
    Broken(
        "text changed",
        data("text.txt", lambda b: b.replace(b"1960", b"1961")),
        "text.txt",
        "",
        "",
        "been changed",
        "original back",
    ),
]
SHAPE = [
    Broken(
        "semicolons",
        with_separator(";"),
        EVENTS,
        "",
        "id;date",
        "separated by semicolons",
        "list separator",
    ),
    Broken("tabs", with_separator("\t"), EVENTS, "", "id\tdate", "separated by tabs", UTF8),
    Broken(
        "changed header",
        header(lambda h: [h[0], "data", *h[2:]]),
        EVENTS,
        "",
        "data",
        "Did you mean “date”?",
        "header must be: id,date",
    ),
    Broken(
        "column missing",
        header(lambda h: h[:-1]),
        EVENTS,
        "",
        "",
        "Missing column: disputed",
        "header must be: id,date",
    ),
    Broken(
        "extra column",
        header(lambda h: [*h, "notes"]),
        EVENTS,
        "",
        "notes",
        "Unexpected column: notes",
        "header must be: id,date",
    ),
    Broken(
        "empty columns",
        header(lambda h: [*h, ""]),
        EVENTS,
        "",
        "(no name)",
        "Unexpected column: (no name)",
        "header must be: id,date",
    ),
    Broken(
        "column twice",
        header(lambda h: [*h, "date"]),
        EVENTS,
        "",
        "date",
        "Unexpected column: date",
        "header must be: id,date",
    ),
    Broken(
        "columns swapped",
        header(lambda h: [h[1], h[0], *h[2:]]),
        EVENTS,
        "",
        "",
        "in a different order",
        "header must be: id,date",
    ),
    Broken(
        "no header",
        data(EVENTS, lambda b: b.split(b"\n", 1)[1], 1),
        EVENTS,
        "",
        "",
        "Missing column: id",
        "header must be: id,date",
    ),
    Broken(
        "no rows",
        data(DISPUTES, lambda b: b.split(b"\n")[0], 1),
        DISPUTES,
        "",
        "",
        "no rows",
        "Put the rows back",
    ),
    Broken(
        "shifted row",
        rows(EVENTS, shifted),
        EVENTS,
        "",
        AGREEMENT,
        "has 17 cells, the header has 16",
        "move the cells back",
    ),
    Broken(
        "shifted cells",
        rows(EVENTS, shifted_within),
        EVENTS,
        "date",
        "",
        "The cell is empty",
        "It must contain",
        alone=False,
    ),
    Broken("empty line", rows(EVENTS, emptied), EVENTS, "", "", "The line is empty", "Delete it"),
    Broken(
        "a thousand empty rows",
        rows(EVENTS, emptied_below),
        EVENTS,
        "",
        "",
        "This line and 999 others are empty",
        "delete whole rows",
    ),
    Broken(
        "a column without a name",
        rows(EVENTS, one_cell_more),
        EVENTS,
        "",
        "",
        "have 17 cells, the header has 16",
        "Was a column added",
    ),
    Broken(
        "a note on the separator",
        data(EVENTS, lambda b: b"sep=,\r\n" + b, 1),
        EVENTS,
        "",
        "sep=,",
        "note on its separator",
        "Delete the first line",
    ),
    Broken(
        "a page to sign in on",
        data(EVENTS, lambda b: b"\n<!DOCTYPE html><html><title>Sign in</title>" + b),
        EVENTS,
        "",
        "",
        "This is a web page",
        "download the file again",
    ),
    Broken(
        "a document of a word processor",
        data(EVENTS, lambda b: b"{\\rtf1\\ansi " + b),
        EVENTS,
        "",
        "",
        "a document of a word processor",
        UTF8,
    ),
    Broken(
        "a title filled down",
        filled_down("title"),
        EVENTS,
        "title",
        "",
        "has the same title",
        "filled down",
        alone=False,
    ),
    Broken(
        "a summary filled down",
        filled_down("summary"),
        EVENTS,
        "summary",
        "",
        "has the same summary",
        "filled down",
        alone=False,
    ),
    Broken("unclosed quote", unclosed_quote, DISPUTES, "", "", "opened and not closed", "Close it"),
    Broken(
        "duplicated id",
        rows(EVENTS, duplicated),
        EVENTS,
        "id",
        AGREEMENT,
        "is already in line",
        "its own id",
    ),
    Broken(
        "id in capitals",
        cell(DISPUTES, ("id", "why-missiles"), "id", "Why Missiles"),
        DISPUTES,
        "id",
        "Why",
        "not written as an id",
        "lower-case",
    ),
]
DATES = [
    Broken(
        "date 13/02/1960",
        event("date", "13/02/1960"),
        EVENTS,
        "date",
        "13/02/1960",
        "A spreadsheet has rewritten",
        PLAIN,
    ),
    Broken(
        "date 13-Feb-60",
        event("date", "13-Feb-60"),
        EVENTS,
        "date",
        "13-Feb-60",
        "A spreadsheet has rewritten",
        PLAIN,
    ),
    Broken(
        "date Feb-60",
        event("date", "Feb-60"),
        EVENTS,
        "date",
        "Feb-60",
        "A spreadsheet has rewritten",
        PLAIN,
    ),
    Broken(
        "date 21959",
        event("date", "21959"),
        EVENTS,
        "date",
        "21959",
        "A spreadsheet has rewritten",
        PLAIN,
    ),
    Broken(
        "date with midnight",
        event("date", "1960-02-13 00:00:00"),
        EVENTS,
        "date",
        "1960",
        "A spreadsheet has rewritten",
        PLAIN,
    ),
    Broken(
        "date in words",
        event("date", "13 February 1960"),
        EVENTS,
        "date",
        "13 February",
        "not a date",
        "Write 1815-06-18",
    ),
    Broken(
        "31 June",
        event("date", "1962-06-31"),
        EVENTS,
        "date",
        "1962-06-31",
        "June 1962 has 30 days",
        "Check the day",
    ),
    Broken(
        "29 February 1963",
        event("made_public", "1963-02-29"),
        EVENTS,
        "made_public",
        "1963-02-29",
        "has 28 days",
        "Check the day",
    ),
    Broken(
        "month 13",
        event("date", "1962-13"),
        EVENTS,
        "date",
        "1962-13",
        "There is no month 13",
        "01 to 12",
    ),
    Broken(
        "end before beginning",
        event("date", "1962/1961"),
        EVENTS,
        "date",
        "1962/1961",
        "ends before it begins",
        "earlier date first",
    ),
    Broken(
        "no such hour",
        event("time", "25:00-04:00"),
        EVENTS,
        "time",
        "25:00",
        "not a time",
        "Write 19:00-04:00",
    ),
]
CELLS = [
    Broken(
        "empty cell",
        event("title", ""),
        EVENTS,
        "title",
        "",
        "The cell is empty",
        "It must contain",
    ),
    Broken(
        "pasted line break",
        event("summary", "One\ntwo"),
        EVENTS,
        "summary",
        "One\ntwo",
        "a line break",
        "in one line",
    ),
    Broken(
        "blank at the end",
        event("title", "A title "),
        EVENTS,
        "title",
        "A title ",
        "spaces before or after",
        "Delete them",
    ),
    Broken(
        "blank before a date",
        event("date", " 1960-02-13"),
        EVENTS,
        "date",
        " 1960-02-13",
        "spaces before or after",
        "Delete them",
    ),
    Broken(
        "=HYPERLINK",
        event("title", '=HYPERLINK("http://x.example","y")'),
        EVENTS,
        "title",
        "=HYP",
        FORMULA,
        "Begin with a letter",
    ),
    Broken(
        "+ formula", event("title", "+1+1"), EVENTS, "title", "+1+1", FORMULA, "Begin with a letter"
    ),
    Broken(
        "- formula", event("title", "-1+1"), EVENTS, "title", "-1+1", FORMULA, "Begin with a letter"
    ),
    Broken(
        "@ formula",
        event("title", "@SUM(A1)"),
        EVENTS,
        "title",
        "@SUM",
        FORMULA,
        "Begin with a letter",
    ),
    Broken(
        "spreadsheet's error",
        event("title", "#NAME?"),
        EVENTS,
        "title",
        "#NAME?",
        "a spreadsheet’s error",
        "Type the text again",
    ),
    Broken(
        "title too long",
        event("title", "long " * 14 + "x"),
        EVENTS,
        "title",
        "long",
        "71 characters",
        "At most 70",
    ),
    Broken(
        "summary too long",
        event("summary", "word " * 40 + "x"),
        EVENTS,
        "summary",
        "word",
        "41 words",
        "At most 40",
    ),
    Broken(
        "unknown category",
        event("category", "diplomatic"),
        EVENTS,
        "category",
        "diplomatic",
        "not known",
        "Use one of: diplomacy",
    ),
    Broken(
        "unknown kind of date",
        event("date_of", "day"),
        EVENTS,
        "date_of",
        "day",
        "not known",
        "Use one of: act",
    ),
    Broken(
        "unknown side",
        event("sides", also("Havanna")),
        EVENTS,
        "sides",
        "Havanna",
        "Did you mean “Havana”?",
        "Use one of: Havana",
    ),
    Broken(
        "unknown term",
        event("terms", also("suger")),
        EVENTS,
        "terms",
        "suger",
        "Did you mean “sugar”?",
        "Use one of: trade",
    ),
    Broken(
        "unknown verdict",
        cell(CLAIMS, DATED, "verdict", "wrong"),
        CLAIMS,
        "verdict",
        "wrong",
        "not known",
        "Use one of: supported",
    ),
    Broken(
        "unknown relation",
        asserted("causes", "bay-of-pigs", AGREEMENT),
        ASSERTED,
        "relation",
        "causes",
        "“caused”?",
        "Use one of: dated",
    ),
    Broken(
        "list with commas",
        event("sides", "Havana;Moscow"),
        EVENTS,
        "sides",
        "Havana;Moscow",
        "list is not written correctly",
        "“; ”",
        alone=False,
    ),
    Broken(
        "place where none belongs",
        event("sides", "Havana [p. 7]"),
        EVENTS,
        "sides",
        "Havana [p. 7]",
        "not known",
        "Use one of",
    ),
    Broken(
        "twice in a list",
        event("sides", "Havana; Havana"),
        EVENTS,
        "sides",
        "Havana",
        "appears twice",
        "Delete one",
    ),
    Broken(
        "place in a source",
        event("sources", f"{SOURCE} [p. 1"),
        EVENTS,
        "sources",
        SOURCE,
        "not written correctly",
        "[doc. 456]",
        alone=False,
    ),
    Broken(
        "a name without its accent",
        event("actors", also("Raul Castro")),
        EVENTS,
        "actors",
        "Raul Castro",
        "spelled “Raúl Castro”",
        "Spell it the same",
    ),
    Broken(
        "a name without its blank",
        event("actors", also("RaúlCastro")),
        EVENTS,
        "actors",
        "RaúlCastro",
        "spelled “Raúl Castro”",
        "Spell it the same",
    ),
    Broken(
        "a place with small letters",
        event("place", "HAVANA"),
        EVENTS,
        "place",
        "HAVANA",
        "spelled “Havana”",
        "Spell it the same",
    ),
    Broken(
        "present, but no actor",
        event("present", also("Nobody")),
        EVENTS,
        "present",
        "Nobody",
        "not among the actors",
        "Add the name",
    ),
]
ORPHANS = [
    Broken(
        "unknown source of an event",
        event("sources", also("no-such")),
        EVENTS,
        "sources",
        "no-such",
        NO_SUCH,
        "of sources.json",
    ),
    Broken(
        "unknown event of an instrument",
        cell(INSTRUMENTS, "accords-1960", "event", "bay-of-pig"),
        INSTRUMENTS,
        "event",
        "bay-of-pig",
        "“bay-of-pigs”?",
        "of events.csv",
    ),
    Broken(
        "unknown instrument of a claim",
        cell(CLAIMS, DATED, "about", "accords"),
        CLAIMS,
        "about",
        "accords",
        NO_SUCH,
        "of instruments.csv",
    ),
    Broken(
        "unknown event of a claim",
        cell(CLAIMS, DATED, "events", also("no-such")),
        CLAIMS,
        "events",
        "no-such",
        NO_SUCH,
        "of events.csv",
    ),
    Broken(
        "unknown source of a claim",
        cell(CLAIMS, DATED, "sources", also("no-such")),
        CLAIMS,
        "sources",
        "no-such",
        NO_SUCH,
        "of sources.json",
    ),
    Broken(
        "two claims of one assertion",
        cell(ASSERTED, CAUSED, "claim", "c07; c24"),
        ASSERTED,
        "claim",
        "c07; c24",
        NO_SUCH,
        "of claims.csv",
    ),
    Broken(
        "unknown subject",
        cell(ASSERTED, CAUSED, "subject", "no-such"),
        ASSERTED,
        "subject",
        "no-such",
        NO_SUCH,
        "of events.csv or instruments.csv",
    ),
    Broken(
        "unknown object",
        cell(ASSERTED, CAUSED, "object", "no-such"),
        ASSERTED,
        "object",
        "no-such",
        NO_SUCH,
        "of events.csv or instruments.csv",
    ),
    Broken(
        "unknown source of a dispute",
        cell(DISPUTES, ("id", "why-missiles"), "sources", also("no-such")),
        DISPUTES,
        "sources",
        "no-such",
        NO_SUCH,
        "of sources.json",
    ),
    Broken(
        "instrument named like an event",
        rows(INSTRUMENTS, lambda r: r.append(["bay-of-pigs", *r[1][1:]]) or len(r) - 1),
        INSTRUMENTS,
        "id",
        "bay-of-pigs",
        "An event has this id",
        "another id",
        alone=False,
    ),
]
OF_CLAIMS = [
    Broken(
        "quotation not in the text",
        cell(CLAIMS, DATED, "quote", "on February 13, 1960"),
        CLAIMS,
        "quote",
        "on February 13",
        "not in the text",
        "signed on February 4, 1960",
    ),
    Broken(
        "curly quotes lost",
        cell(CLAIMS, QUOTED, "quote", lambda q: q.replace("’", "'")),
        CLAIMS,
        "quote",
        "'",
        "straight quotation marks",
        "’",
    ),
    Broken(
        "apostrophe lost",
        cell(CLAIMS, QUOTED, "quote", lambda q: q.replace("’", "")),
        CLAIMS,
        "quote",
        "",
        "not in the text",
        "Copy the exact words",
    ),
    Broken(
        "claim out of order",
        rows(CLAIMS, moved_to_the_end),
        CLAIMS,
        "quote",
        DATED[1],
        "appears earlier",
        "order of the text",
    ),
    Broken(
        "one claim, two verdicts",
        rows(CLAIMS, judged_twice),
        CLAIMS,
        "verdict",
        "anachronism",
        "is judged “contradicted”",
        "the same verdict",
    ),
    Broken(
        "unknown placeholder",
        cell(CLAIMS, DATED, "why", "It was {bay-of-pigs.weekday}."),
        CLAIMS,
        "why",
        "{bay-of-pigs.weekday}",
        "is not a reference",
        "Correct what is in braces",
    ),
    Broken(
        "placeholder of no event",
        cell(CLAIMS, DATED, "why", "It was {no-such.date}."),
        CLAIMS,
        "why",
        "{no-such.date}",
        "'no-such'",
        "Correct what is in braces",
    ),
    Broken(
        "brace alone",
        cell(CLAIMS, DATED, "why", "It was {bay-of-pigs.date."),
        CLAIMS,
        "why",
        "{bay",
        "A brace has no partner",
        "Correct what is in braces",
    ),
    Broken(
        "verdict against the rows",
        cell(CLAIMS, DATED, "verdict", "supported"),
        CLAIMS,
        "verdict",
        "supported",
        "rows give “contradicted”",
        "one is wrong",
    ),
    Broken(
        "verdict without a clash",
        cell(CLAIMS, ("quote", "in April 1961"), "verdict", "contradicted"),
        CLAIMS,
        "verdict",
        "contradicted",
        "none of the claim’s assertions",
        "one is wrong",
    ),
    Broken(
        "record moved",
        record_moved,
        CLAIMS,
        "verdict",
        "contradicted",
        "none of the claim’s assertions",
        "one is wrong",
    ),
]
OF_ASSERTIONS = [
    Broken(
        "circle of causes",
        rows(ASSERTED, circle),
        ASSERTED,
        "object",
        "",
        "run in a circle",
        "Remove one of them",
    ),
    Broken(
        "circle closed from above",
        rows(ASSERTED, circle_from_above),
        ASSERTED,
        "object",
        "",
        "run in a circle",
        "Remove one of them",
    ),
    Broken(
        "brought by no event",
        asserted("brought", "accords-1960", "", "credit"),
        ASSERTED,
        "object",
        "",
        "needs an event",
        "docs/data.md",
    ),
    Broken(
        "object not wanted",
        asserted("dated", "bay-of-pigs", AGREEMENT, "1961"),
        ASSERTED,
        "object",
        AGREEMENT,
        "takes nothing",
        "docs/data.md",
    ),
    Broken(
        "value lacking",
        asserted("dated", "bay-of-pigs"),
        ASSERTED,
        "value",
        "",
        "needs a value here: date",
        "docs/data.md",
    ),
    Broken(
        "value not wanted",
        asserted("caused", "bay-of-pigs", "settlement-1962", "1961"),
        ASSERTED,
        "value",
        "1961",
        "takes no value",
        "docs/data.md",
    ),
    Broken(
        "asserted date",
        asserted("dated", "bay-of-pigs", "", "1961-02-30"),
        ASSERTED,
        "value",
        "1961-02-30",
        "has 28 days",
        "Check the day",
    ),
    Broken(
        "asserted term",
        asserted("term", "accords-1960", "", "suger"),
        ASSERTED,
        "value",
        "suger",
        "Did you mean “sugar”?",
        "events.csv",
    ),
    Broken(
        "two terms in one row",
        asserted("term", "accords-1960", "", "credit; sugar"),
        ASSERTED,
        "value",
        "credit; sugar",
        "One term is needed",
        "its own row",
    ),
    Broken(
        "one person met",
        asserted("met", "accords-1960", "", "Fidel Castro"),
        ASSERTED,
        "value",
        "Fidel Castro",
        "Two persons",
        "“; ”",
    ),
    Broken(
        "name spelled otherwise",
        asserted("signed-by", "accords-1960", "", "Nikita Kruschev"),
        ASSERTED,
        "value",
        "Kruschev",
        "“Nikita Khrushchev”?",
        "events.csv",
    ),
    Broken(
        "unknown party",
        asserted("between", "accords-1960", "", "Cuba; USRR"),
        ASSERTED,
        "value",
        "USRR",
        "does not mention this party",
        "events.csv",
    ),
    Broken(
        "term that it did not bring",
        asserted("brought", "accords-1960", "socialist-declaration", "nuclear missiles"),
        ASSERTED,
        "value",
        "nuclear missiles",
        "does not have this term",
        "add the term to that event",
    ),
    Broken(
        "signature on an event",
        asserted("signed-by", "bay-of-pigs", "", "Fidel Castro"),
        ASSERTED,
        "subject",
        "bay-of-pigs",
        "needs an instrument",
        "Use one of: accords-1960",
    ),
]
IN_JSON_AND_YAML = [
    Broken(
        "sources cut off",
        data(SOURCES, lambda b: b'[\n {"id": "a"\n', 3),
        SOURCES,
        "",
        "",
        "not valid JSON",
        "bracket",
    ),
    Broken(
        "sources too deep",
        data(SOURCES, lambda b: b"[" * 100_000, 1),
        SOURCES,
        "",
        "",
        "nested more than 30 levels",
        "brackets",
    ),
    Broken(
        "source without id",
        data(SOURCES, lambda b: b'[{"title": "a"}]', 1),
        SOURCES,
        "id",
        "",
        "is missing",
        "lower-case",
        alone=False,
    ),
    Broken(
        "no list of sources",
        data(SOURCES, lambda b: b'{"a": 1}', 1),
        SOURCES,
        "",
        "a",
        "is not a list",
        "",
    ),
    Broken(
        "source without title",
        source(lambda s: s.pop("title")),
        SOURCES,
        "title",
        "",
        "is missing",
        "Add it",
    ),
    Broken(
        "title is a number",
        source(lambda s: s.update(title=1960), '"title"'),
        SOURCES,
        "title",
        "1960",
        "is not a text",
        "quotation marks",
    ),
    Broken(
        "type in a list",
        source(lambda s: s.update(type=["book"]), '"type"'),
        SOURCES,
        "type",
        "book",
        "is not known",
        "Use one of: article",
    ),
    Broken(
        "unknown field",
        source(lambda s: s.update(titles="A"), '"titles"'),
        SOURCES,
        "titles",
        "",
        "Did you mean “title”?",
        "Delete it",
    ),
    Broken(
        "source without its maker",
        source(lambda s: s["custom"].pop("made_by"), '"custom"'),
        SOURCES,
        "custom.made_by",
        "",
        "is missing",
        "author or issuing body",
    ),
    Broken(
        "source without sourcing",
        source(lambda s: s.update(custom="none"), '"custom"'),
        SOURCES,
        "custom",
        "none",
        "has no fields",
        "kind, level",
    ),
    Broken(
        "kind of a source of one's own",
        source(lambda s: s["custom"].update(kind="talk"), '"kind"'),
        SOURCES,
        "custom.kind",
        "talk",
        "is not known",
        "Use one of: diplomatic record",
    ),
    Broken(
        "side misspelt",
        source(lambda s: s["custom"].update(side="Havanna"), '"side"'),
        SOURCES,
        "custom.side",
        "Havanna",
        "Did you mean “Havana”",
        "Use one of: Havana",
    ),
    Broken(
        "day of a source in words",
        source(lambda s: s["custom"].update(made_on="13 Feb 1960"), '"made_on"'),
        SOURCES,
        "custom.made_on",
        "13 Feb 1960",
        "is not a date",
        "Write 1815-06-18",
    ),
    Broken(
        "author as text",
        source(lambda s: s.update(author="Castro"), '"author"'),
        SOURCES,
        "author",
        "Castro",
        "is not a list",
        "family",
    ),
    Broken(
        "name is a number",
        source(lambda s: s.update(author=[{"family": 1}]), '"family"'),
        SOURCES,
        "author[1].family",
        "1",
        "is not a text",
        "quotation marks",
    ),
    Broken(
        "year of a source as text",
        source(lambda s: s.update(issued="1960"), '"issued"'),
        SOURCES,
        "issued",
        "1960",
        "has no fields",
        "date-parts",
    ),
    Broken(
        "year of a source in quotation marks",
        source(lambda s: s.update(issued={"date-parts": [["1960"]]}), '"1960"'),
        SOURCES,
        "issued.date-parts[1][1]",
        "1960",
        "not a whole number",
        "digits",
    ),
    Broken(
        "year of a source after a spreadsheet",
        source(lambda s: s.update(issued={"date-parts": [[1960.0]]}), "1960.0"),
        SOURCES,
        "issued.date-parts[1][1]",
        "1960.0",
        "not a whole number",
        "digits",
    ),
    Broken(
        "no year in a date of a source",
        source(lambda s: s.update(accessed={"date-parts": []}), 'date-parts": []'),
        SOURCES,
        "accessed.date-parts",
        "",
        "too few entries",
        "date-parts",
    ),
    Broken(
        "hour in a date of a source",
        source(lambda s: s.update(issued={"date-parts": [[1960, 9, 26, 12]]}), "    ["),
        SOURCES,
        "issued.date-parts[1]",
        "",
        "too many entries",
        "date-parts",
    ),
    Broken(
        "month 13 in a date of a source",
        source(lambda s: s.update(issued={"date-parts": [[1960, 13, 45]]}), '"issued"'),
        SOURCES,
        "issued",
        "[[1960, 13, 45]]",
        "There is no month 13",
        "01 to 12",
    ),
    Broken(
        "day 45 in a date of a source",
        source(lambda s: s.update(accessed={"date-parts": [[2026, 2, 45]]}), '"accessed"'),
        SOURCES,
        "accessed",
        "[[2026, 2, 45]]",
        "February 2026 has 28 days",
        "Check the day",
    ),
    Broken(
        "year 60 of a source",
        source(lambda s: s.update(issued={"date-parts": [[60]]}), '"issued"'),
        SOURCES,
        "issued",
        "[[60]]",
        "60 is not a year in four digits",
        "Write year",
    ),
    Broken(
        "publishers in a list",
        source(lambda s: s.update(publisher=["A", "B"]), '"publisher"'),
        SOURCES,
        "publisher",
        "A",
        "is not a text",
        "quotation marks",
    ),
    Broken(
        "id with a space",
        new_source("castro 1960"),
        SOURCES,
        "id",
        "castro 1960",
        "is not written as an id",
        "joined by _",
    ),
    Broken(
        "id with a full stop",
        new_source("castro:1960."),
        SOURCES,
        "id",
        "castro:1960.",
        "is not written as an id",
        "joined by _",
    ),
    Broken(
        "address that runs",
        source(lambda s: s.update(URL="javascript:alert(1)"), '"URL"'),
        SOURCES,
        "URL",
        "javascript",
        "is not a web address",
        "https://",
    ),
    Broken(
        "sources in one line",
        data(SOURCES, in_one_line, 1),
        SOURCES,
        "title",
        "",
        "is empty",
        "Write a text",
    ),
    Broken(
        "source twice", new_source(SOURCE), SOURCES, "id", SOURCE, "appears twice", "its own id"
    ),
    Broken(
        "text turned round in a title",
        source(lambda s: s.update(title="A \u202etitle"), '"title"'),
        SOURCES,
        "title",
        "A ",
        "invisible",
        "Type the text again",
    ),
    Broken(
        "half a character in a title",
        data(SOURCES, lambda b: b'[\n{"title": "\\ud800"}]', 2),
        SOURCES,
        "title",
        "",
        "invisible",
        "Type the text again",
    ),
    Broken(
        "accents apart in a title",
        source(lambda s: s.update(title=unicodedata.normalize("NFD", "Girón")), '"title"'),
        SOURCES,
        "title",
        "Giro",
        "accent",
        "Type the text again",
    ),
    Broken(
        "field twice in a source",
        data(SOURCES, lambda b: b'[\n{"id": "a",\n"id": "b"}]', 3),
        SOURCES,
        "",
        "id",
        "appears twice",
        "Delete one",
    ),
    Broken(
        "a number that is none",
        data(SOURCES, lambda b: b"[NaN]"),
        SOURCES,
        "",
        "",
        "a number that can’t be used",
        "",
    ),
    Broken(
        "citations cut off",
        data("citations.json", lambda b: b"{\n", 2),
        "citations.json",
        "",
        "",
        "not valid JSON",
        "bracket",
    ),
    Broken(
        "citation without note",
        json_changed("citations.json", lambda c: c[SOURCE].pop("note")),
        "citations.json",
        "",
        "",
        "does not have the texts note",
        "start.py build",
    ),
    Broken(
        "no description of a table",
        at(13, text_changed(PACKAGE, '"name": "events"', '"name": "other"')),
        PACKAGE,
        "resources",
        "",
        "table events is not described",
        "Add it",
        alone=False,
    ),
    Broken(
        "description missing",
        without(PACKAGE),
        PACKAGE,
        "",
        "",
        "The file is missing",
        "Put datapackage.json back",
    ),
    Broken(
        "pattern of one's own",
        text_changed(PACKAGE, "[a-z][a-z0-9-]*", "(a+)+b"),
        PACKAGE,
        "resources[1].schema.fields[1].constraints.pattern",
        "(a+)+b",
        "not",
        "",
    ),
    Broken(
        "column described twice",
        at(50, text_changed(PACKAGE, '"name": "time"', '"name": "date"')),
        PACKAGE,
        "fields",
        "",
        "date is described twice",
        "Delete one",
        alone=False,
    ),
    Broken(
        "field of a column misspelt",
        text_changed(PACKAGE, '"required": true', '"requird": true'),
        PACKAGE,
        "resources[1].schema.fields[1].constraints.requird",
        "",
        "“required”?",
        "correct its name",
    ),
    Broken(
        "a value that is not a text, as it was typed",
        text_changed(
            VOCABULARY, "title: Agreement between Castro and Khrushchev", "title: 1582.10"
        ),
        VOCABULARY,
        "title",
        "1582.10",
        "is not a text",
        "quotation marks",
    ),
    Broken(
        "vocabulary missing",
        without(VOCABULARY),
        VOCABULARY,
        "",
        "",
        "The file is missing",
        "Put vocabulary.yaml back",
    ),
    Broken(
        "vocabulary without sides",
        at(4, text_changed(VOCABULARY, "\nsides:", "\nside:")),
        VOCABULARY,
        "sides",
        "",
        "is missing",
        "order of their lanes",
        alone=False,
    ),
    Broken(
        "category twice",
        at(34, text_changed(VOCABULARY, "- trade\n  - military", "- diplomacy\n  - military")),
        VOCABULARY,
        "categories",
        "",
        "a value twice",
        "Delete one",
    ),
    Broken(
        "day that does not exist",
        text_changed(VOCABULARY, "1962-10-15", "1962-10-32"),
        VOCABULARY,
        "known_on",
        "1962-10-32",
        "has 31 days",
        "Check the day",
    ),
    Broken(
        "field of the vocabulary twice",
        text_changed(VOCABULARY, "calendar: ", "title: "),
        VOCABULARY,
        "",
        "title",
        "appears twice",
        "Delete one",
    ),
    Broken(
        "repeated part",
        text_changed(VOCABULARY, "Gregorian", "*again"),
        VOCABULARY,
        "",
        "",
        "is repeated by a reference",
        "",
    ),
    Broken(
        "a tag",
        text_changed(VOCABULARY, "Gregorian", "!!python/name:os.system"),
        VOCABULARY,
        "",
        "",
        "The tag",
        "Delete it",
    ),
    Broken(
        "a comment turned round",
        text_changed(VOCABULARY, "# What kind of event", "# \u202eWhat kind of event"),
        VOCABULARY,
        "",
        "",
        "invisible",
        "again",
    ),
    Broken(
        "YAML too deep",
        data("vocabulary.yaml", lambda b: b"[" * 100_000, 1),
        VOCABULARY,
        "",
        "",
        "nested more than 30 levels",
        "",
    ),
]
BROKEN = [
    *LETTERS,
    *MISREAD,
    *LOST,
    *ALIKE,
    *FILES_AND_FOLDERS,
    *SHAPE,
    *DATES,
    *CELLS,
    *ORPHANS,
    *OF_CLAIMS,
    *OF_ASSERTIONS,
    *IN_JSON_AND_YAML,
]


if __name__ == "__main__":
    for number, case in enumerate(BROKEN, 1):
        _, error, _ = reported(case)
        print(f"{number:2}. {case.name}", *(error.problems[:2] if error else ()), sep="\n    ")
