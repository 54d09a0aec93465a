"""Apply `corrections.csv`: cells that are mended, each with the old value it expects and the reason."""

import csv
import io
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from etl.contracts.declarations import Source
from etl.contracts.errors import DataError, Problem
from etl.contracts.source_files import text
from etl.sources.csv_file import decode, numbered_rows, read_table

_CORRECTIONS = pa.DataFrameSchema(
    {
        "file": text(False),
        "row": pa.Column("Int64", coerce=True),
        "column": text(False),
        "expected": text(),
        "value": text(),
        "reason": text(False),
    }
)


def load_corrections(datasets: Path, source: Source) -> tuple[pd.DataFrame, list[Problem]]:
    """A source's `corrections.csv` (empty where it has none), with the place of each row, and its problems."""
    where = f"sources/{source.id}/corrections.csv"
    path = datasets / where
    if not path.exists():
        return pd.DataFrame(columns=[*_CORRECTIONS.columns, "place"]), []
    try:
        mends = read_table(path.read_bytes(), where, _CORRECTIONS)
    except DataError as error:
        return pd.DataFrame(columns=[*_CORRECTIONS.columns, "place"]), list(error.problems)
    stray = mends[~mends.file.isin([f.name for f in source.file])]
    problems = [
        Problem(f"{where}:{line}:file", f'"{name}" is no file of this source', "Name a file of source.toml")
        for line, name in stray.file.items()
    ]
    return mends.assign(place=[f"{where}:{n}" for n in mends.index]), problems


def correct(data: bytes, where: str, mends: pd.DataFrame) -> bytes:
    """The file with the rows of `corrections.csv` that name it applied, cell by cell; `row` is its line.

    Raises DataError where a cell no longer holds the expected old value: the mend must be looked at again.
    """
    if mends.empty:
        return data
    rows, problems = dict(numbered_rows(decode(data, where), where)), []
    for mend in mends.itertuples():
        header = next((row for row in rows.values() if mend.column in row), [])
        row, at = rows.get(mend.row, []), header.index(mend.column) if header else 0
        expected = "" if pd.isna(mend.expected) else mend.expected
        if not header or row is header or at >= len(row) or row[at] != expected:
            what = f'{where}:{mend.row}:{mend.column} does not hold "{expected}"'
            fix = "The source changed: check whether the correction is still needed"
            problems.append(Problem(mend.place, what, fix))
        else:
            row[at] = "" if pd.isna(mend.value) else mend.value
    if problems:
        raise DataError(problems)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows.values())
    return text.getvalue().encode()
