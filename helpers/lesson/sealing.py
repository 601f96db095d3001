"""Files that do not give their content away when somebody opens them.

The edition for students has its answers in such files: a line in words, then the content in base64.
This hides nothing from a person who wants to find it (SECURITY.md says what that takes).
"""

import base64

#: The first line of a sealed file: for whoever opens it.
SEAL = b"This file is part of the lesson. It contains answers, so it can't be read as it is."


def seal(data: bytes) -> bytes:
    """Return the content of a file in a form that can't be read by looking at it.

    Examples
    --------
    >>> unseal(seal(b"It was Mikoyan."))
    b'It was Mikoyan.'
    """
    return SEAL + b"\n" + base64.encodebytes(data)


def unseal(data: bytes) -> bytes:
    """Return the content of a file, sealed or not.

    Raises
    ------
    ValueError
        If the file is sealed and damaged.
    """
    if not data.startswith(SEAL):
        return data
    return base64.b64decode(b"".join(data.removeprefix(SEAL).split()), validate=True)
