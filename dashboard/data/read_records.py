"""Read the rows of a table as records."""

from dataclasses import fields
from typing import TypeVar

import pandas as pd

Record = TypeVar("Record")


def records(kind: type[Record], table: pd.DataFrame) -> tuple[Record, ...]:
    """Return the rows of a table as records, in its order. Raises KeyError where a column is missing."""
    # A field of type tuple holds ids, which its column separates by blanks.
    columns = [_values(table, f.name, str(f.type) == "tuple[str, ...]") for f in fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(*row) for row in zip(*columns, strict=True))


def _values(table: pd.DataFrame, name: str, are_ids: bool) -> list[object]:
    column = table[name]
    values = column.astype(object).where(column.notna(), None).tolist()
    if are_ids:
        return [tuple(value.split()) if value else () for value in values]
    return values
