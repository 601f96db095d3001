"""Read a file as text or as JSON, or say why it can't be read."""

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

from helpers.errors import Problem

MOST_BYTES = 20_000_000

SAVE_AS_UTF8 = "Save it as “CSV UTF-8 (comma delimited)”; in LibreOffice choose the character set UTF-8 and the comma."


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """Return a file's text, or the reason why it can't be read as text."""

    def fail(line: int, message: str, fix: str) -> tuple[str, list[Problem]]:
        return "", [Problem(path.name, line, "", "", message, fix)]

    back = f"Put {path.name} back into the folder {path.parent.name}."
    utf8 = (
        SAVE_AS_UTF8
        if path.suffix == ".csv"
        else "Save it with the encoding UTF-8 in a text editor."
    )
    try:
        if path.is_symlink():
            return fail(0, "A link to another place stands here instead of the file.", back)
        if not path.is_file():
            return fail(
                0,
                "Here is a folder, not a file." if path.is_dir() else "The file is missing.",
                back,
            )
        if path.stat().st_size > MOST_BYTES:
            return fail(
                0,
                f"The file has more than {MOST_BYTES // 1_000_000} MB.",
                f"It can't be the lesson's. {back}",
            )
        data = path.read_bytes().removeprefix(BOM_UTF8)  # which Excel writes before its “CSV UTF-8”
    except OSError as error:
        return fail(
            0,
            f"The file can't be read: {error.strerror}.",
            "Look who may read it, and who has it open.",
        )
    if not data.strip():
        return fail(0, "The file is empty.", back)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(b"\x00") > len(data) / 3:
        return fail(1, "The file is in UTF-16.", utf8)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return fail(0, "This is a spreadsheet file, not a text file.", utf8)
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        return fail(
            line, "A NUL byte stands in the file: it is damaged.", "Put the file back from a copy."
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line, byte = data[: error.start].count(b"\n") + 1, data[error.start]
        letter = bytes([byte]).decode("cp1252", "replace")
        return fail(
            line, f"A letter is not in UTF-8 (byte 0x{byte:02x}, perhaps “{letter}”).", utf8
        )


def read_json(path: Path) -> tuple[Any, list[Problem]]:
    """Return what a JSON file contains, or the reason why it can't be read."""
    text, problems = read_text(path)
    if problems:
        return {}, problems
    try:
        return json.loads(text), []
    except (ValueError, RecursionError) as error:
        line, message = (
            getattr(error, "lineno", 0),
            getattr(error, "msg", "a number is too long, or brackets too deep"),
        )
        fix = "Look just before this place for a missing comma, quotation mark or bracket."
        return {}, [Problem(path.name, line, "", "", f"This is not JSON: {message}.", fix)]
