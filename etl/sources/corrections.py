"""Apply `corrections.csv`: corrections of single cells, each with the old value it expects and the reason.

A correction is `open` while the source has the error. Where a later file of the publisher has the corrected value, it is
`fixed upstream`: it stays as a record, and only the value of the cell is checked.
"""

import csv
import io
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from etl.contracts.declarations import Source
from etl.contracts.errors import DataError, Problem
from etl.contracts.source_files import one_of, text
from etl.sources.csv_file import decode, numbered_rows, read_table

OPEN, FIXED = "open", "fixed upstream"
_CORRECTIONS = pa.DataFrameSchema(
    {
        "file": text(False),
        "row": pa.Column("Int64", coerce=True),
        "column": text(False),
        "expected": text(),
        "value": text(),
        "reason": text(False),
        "status": one_of((OPEN, FIXED)),
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

    There is a problem for each cell that no longer contains the expected old value, or not the corrected one where the
    source is said to have it, so that somebody reviews the correction. Raises DataError where the file is no CSV.
    """
    if rows.empty:
        return data, []
    lines, problems = dict(numbered_rows(decode(data, where), where)), []
    for correction in rows.itertuples():
        header = next((cells for cells in lines.values() if correction.column in cells), [])
        cells, at = lines.get(correction.row, []), header.index(correction.column) if header else 0
        found = cells[at] if header and cells is not header and at < len(cells) else None
        old, new = ("" if pd.isna(v) else v for v in (correction.expected, correction.value))
        if found == (new if correction.status == FIXED else old):
            if correction.status == OPEN:
                cells[at] = new
            continue
        cell = f"{where}:{correction.row}:{correction.column}"
        problems.append(Problem(correction.place, *_mismatch(cell, found, old, new, correction.status)))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(lines.values())
    return text.getvalue().encode(), problems


def _mismatch(cell: str, found: str | None, old: str, new: str, status: str) -> tuple[str, str]:
    """Return what does not fit between a cell and its correction, and how to mend it."""
    if status == OPEN and found == new:
        return f'{cell} contains "{new}" already', f'The source has mended it: write "{FIXED}" as its status'
    if status == FIXED and found == old:
        return f'{cell} still contains "{old}"', f'The source has not mended it: write "{OPEN}" as its status'
    wanted = new if status == FIXED else old
    return f'{cell} does not contain "{wanted}"', "The source changed: check whether the correction is still needed"
