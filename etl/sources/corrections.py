"""Apply `corrections.csv`: corrections of single cells, each with the old value it expects and the reason."""

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
    """Return the rows of a source's `corrections.csv` (none where there is no such file) and the problems in it.

    `place` is the file and line of each row, for error messages.
    """
    where = f"sources/{source.id}/corrections.csv"
    path = datasets / where
    if not path.exists():
        return pd.DataFrame(columns=[*_CORRECTIONS.columns, "place"]), []
    try:
        table = read_table(path.read_bytes(), where, _CORRECTIONS)
    except DataError as error:
        return pd.DataFrame(columns=[*_CORRECTIONS.columns, "place"]), list(error.problems)
    misnamed = table[~table.file.isin([f.name for f in source.file])]
    problems = [
        Problem(f"{where}:{line}:file", f'"{name}" is not a file of this source', "Name a file of source.toml")
        for line, name in misnamed.file.items()
    ]
    return table.assign(place=[f"{where}:{line}" for line in table.index]), problems


def correct(data: bytes, where: str, rows: pd.DataFrame) -> tuple[bytes, list[Problem]]:
    """Return the file with the corrections `rows` applied, cell by cell; their `row` is a line number of the file.

    There is a problem for each cell that no longer contains the expected old value, so that somebody reviews the
    correction. Raises DataError where the file is no CSV.
    """
    if rows.empty:
        return data, []
    lines, problems = dict(numbered_rows(decode(data, where), where)), []
    for correction in rows.itertuples():
        header = next((cells for cells in lines.values() if correction.column in cells), [])
        cells, at = lines.get(correction.row, []), header.index(correction.column) if header else 0
        expected = "" if pd.isna(correction.expected) else correction.expected
        if not header or cells is header or at >= len(cells) or cells[at] != expected:
            what = f'{where}:{correction.row}:{correction.column} does not contain "{expected}"'
            fix = "The source changed: check whether the correction is still needed"
            problems.append(Problem(correction.place, what, fix))
        else:
            cells[at] = "" if pd.isna(correction.value) else correction.value
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines.values())
    return text.getvalue().encode(), problems
