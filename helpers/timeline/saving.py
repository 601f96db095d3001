"""Figures that are saved with the same bytes every time, whatever the user's settings are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: Metadata that tell when and with what a file was made; without them the bytes stay the same.
NO_METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


@contextmanager
def fixed_style(plain: bool = False) -> Iterator[None]:
    """Set everything that changes the bytes of a figure; restore the user’s settings at the end.

    With `plain`, all other settings are matplotlib's defaults.
    """
    with mpl.rc_context():
        if plain:
            mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": "timeline",
                "pdf.fonttype": 42,
                "savefig.bbox": None,
                "savefig.facecolor": "auto",
                "savefig.transparent": False,
                "path.simplify": True,
                "text.hinting": "none",
                "text.antialiased": True,
                "hatch.linewidth": 0.8,
                "text.usetex": False,
                "path.sketch": None,
                "path.effects": [],
            }
        )
        yield


def figure_of(ax: Axes) -> Figure:
    """Return the figure that contains Axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


class TimelineFigure(Figure):
    """A figure that is saved with the same bytes every time; text stays text in SVG and PDF."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does, always with the same settings."""
        kind = str(
            kwargs.get("format")
            or (Path(fname).suffix[1:] if isinstance(fname, str | Path) else "png")
        ).lower()
        if kind == "png":  # no larger than with the default, and written in half the time
            kwargs.setdefault("pil_kwargs", {"compress_level": 3})
        kwargs["metadata"] = {**NO_METADATA.get(kind, {}), **(kwargs.get("metadata") or {})}
        with fixed_style():
            super().savefig(fname, **kwargs)
