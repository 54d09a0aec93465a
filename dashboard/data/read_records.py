"""Read the rows of a table as records."""

from dataclasses import fields
from typing import TypeVar

import pandas as pd

Record = TypeVar("Record")

# Columns that hold ids, separated by blanks.
_IDS = ("answers", "claims")


def records(kind: type[Record], table: pd.DataFrame) -> tuple[Record, ...]:
    """Return the rows of a table as records, in its order. Raises KeyError where a column is missing."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    columns = [_values(table, name) for name in names]
    return tuple(kind(*row) for row in zip(*columns, strict=True))


def _values(table: pd.DataFrame, name: str) -> list[object]:
    column = table[name]
    values = column.astype(object).where(column.notna(), None).tolist()
    if name in _IDS:
        return [tuple(value.split()) if value else () for value in values]
    return values
