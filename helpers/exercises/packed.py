"""Data as one line of text: ``NAME.VERSION.CHECKSUM.DATA``.

The data is compressed with zlib, in the letters of base64url, and the checksum is the beginning of
the SHA-256 of these letters. Reading it refuses everything that `pack` can't have written.
"""

import base64
import binascii
import hashlib
import re
import zlib

from helpers.errors import UserError

_LINE = re.compile(r"[a-z-]{1,40}\.([0-9]{1,4})\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)")


def pack(name: str, version: int, data: bytes) -> str:
    """Return data as one line of text."""
    letters = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")
    return f"{name}.{version}.{_sum(letters)}.{letters}"


def unpack(text: str, name: str, version: int, most_bytes: int) -> bytes:
    """Return the data of a line; spaces and line breaks in it do not matter.

    Parameters
    ----------
    text : str
        The line.
    name : str
        What it begins with.
    version : int
        The version that can be read.
    most_bytes : int
        No line is unpacked to more bytes than this.

    Returns
    -------
    bytes
        The data.

    Raises
    ------
    UserError
        If this is not such a line, if a part of it is missing or changed, if it is from another
        version, or if it would unpack to too much.
    """
    line = "".join(text.split())
    match = _LINE.fullmatch(line) if line.startswith(f"{name}.") else None
    if match is None:
        raise UserError(
            f"This is not a line of results. It begins with “{name}.{version}.” and contains only "
            "letters, digits, hyphens and low lines. Copy the whole line again."
        )
    found, expected, letters = match.groups()
    if int(found) != version:
        raise UserError(
            f"This line is of version {int(found)}, and this program reads version {version}. "
            "Use the same version of the lesson as the student."
        )
    if _sum(letters) != expected:
        raise incomplete()
    return _inflate(letters, most_bytes)


def incomplete() -> UserError:
    """Return what to say about a line that can't be unpacked."""
    return UserError("A part of this line is missing or changed. Copy the whole line again.")


def _sum(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def _inflate(letters: str, most_bytes: int) -> bytes:
    try:
        packed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, most_bytes)
    except (binascii.Error, ValueError, zlib.error):
        raise incomplete() from None
    if unpacker.unconsumed_tail:
        raise UserError("This line contains more than one student can have done. It is not read.")
    if not unpacker.eof or unpacker.unused_data:
        raise incomplete()
    return data
