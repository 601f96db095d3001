"""Names of fields and columns that have changed: files with the old ones go on being read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # exercises in the browser (hosting/lite) use this module without pandas
    import pandas as pd

#: Fields of a source under ``custom``, and their names now.
SOURCE_FIELDS = {"seen": "extent_read"}

#: Columns of the tables, and their names now.
COLUMNS = {"not_seen": "not_read"}


def with_new_fields(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value with the new names of fields at any depth; a new name wins over an old one."""
    if isinstance(value, list):
        return [with_new_fields(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        names[key] if key in names and names[key] not in value else key: with_new_fields(
            part, names
        )
        for key, part in value.items()
    }


def with_new_columns(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table with the new names of its columns; a new name wins over an old one."""
    return table.rename(columns={old: new for old, new in COLUMNS.items() if new not in table})
