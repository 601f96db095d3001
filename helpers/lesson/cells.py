"""Cells with a list: values separated by ``; ``, and ids with an optional place in brackets."""

SEPARATOR = "; "


def split(cell: str) -> list[str]:
    """Return the values of a list cell."""
    return [value.strip() for value in cell.split(";") if value.strip()]


def ids(cell: str) -> list[str]:
    """Return the ids of a list cell, without the locators in brackets."""
    return [value.partition(" [")[0] for value in split(cell)]
