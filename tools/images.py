"""Compare two drawings, as nbval compares no pictures: their size, and each letter."""

import base64
import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib.image
import numpy as np

#: A letter is about so many points wide and high; in a square of that size so many points may
#: differ by more than a
#: fifth of full brightness: rounding on another computer shades edges, it never makes another
#: letter.
SQUARE, TOLERATED = 16, 12
STORED = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


def pictures_of(markup: str) -> list[bytes]:
    """Return the pictures that are stored in a page, in their order."""
    return [base64.b64decode(one) for one in STORED.findall(markup)]


def differences(stored: Sequence[Any], fresh: Sequence[Any]) -> list[str]:
    """Say how the pictures in the stored outputs of a cell differ from those in fresh ones."""
    old, new = (
        [
            picture
            for output in outputs
            for picture in pictures_of("".join(output.get("data", {}).get("text/html", "")))
        ]
        for outputs in (stored, fresh)
    )
    if len(old) != len(new):
        return [f"{len(old)} pictures are stored, {len(new)} are drawn"]
    return [found for pair in zip(old, new, strict=True) if (found := difference(*pair))]


def difference(stored: bytes, fresh: bytes) -> str:
    """Say how two pictures (PNG) differ; an empty string if they show the same."""
    old, new = (
        matplotlib.image.imread(io.BytesIO(one), format="png")[..., :3] for one in (stored, fresh)
    )
    if old.shape != new.shape:
        return (
            f"the stored picture has {old.shape[1]} × {old.shape[0]} points, "
            f"the drawing of today {new.shape[1]} × {new.shape[0]}"
        )
    differs = np.abs(old - new).max(axis=2) > 0.2
    high, wide = (-(-length // SQUARE) * SQUARE for length in differs.shape)
    padded = np.zeros((high, wide), dtype=int)
    padded[: differs.shape[0], : differs.shape[1]] = differs
    squares = padded.reshape(high // SQUARE, SQUARE, wide // SQUARE, SQUARE).sum(axis=(1, 3))
    if squares.max() <= TOLERATED:
        return ""
    rows, columns = np.nonzero(differs)
    place = f"between {columns.min()},{rows.min()} and {columns.max()},{rows.max()}"
    return (
        f"{differs.sum()} points of the stored picture differ from the drawing of today, "
        f"{place} (from the top left)"
    )
