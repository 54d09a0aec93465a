"""Read a CSV file into a frame that is checked against its column contract.

The index of the frame is the line number in the file, so that every error can name its line.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from etl.contracts.errors import DataError, Problem

MAX_BYTES = 64 * 2**20
MAX_LINE = 2**20


def read_bytes(path: Path, where: str) -> bytes:
    """Return the bytes of a file. Raises DataError where it is missing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataError.one(where, "the file is missing", "Add it; datasets/README.md shows its form") from None


def decode(data: bytes, where: str) -> str:
    """Return the text of a UTF-8 file. Raises DataError where it is empty, too large, binary or encoded otherwise."""
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data) // 2**20} MB, more than the limit of {MAX_BYTES // 2**20} MB"
        raise DataError.one(where, what, "Split it, or export fewer rows")
    if not data.strip():
        raise DataError.one(where, "the file is empty", "Restore it from its source")
    if b"\0" in data:
        raise DataError.one(where, "is a binary file, not CSV", "Export it as CSV in UTF-8")
    longest = max(data.split(b"\n"), key=len)
    if len(longest) > MAX_LINE:
        line = data[: data.index(longest)].count(b"\n") + 1
        raise DataError.one(f"{where}:{line}", f"the line has {len(longest)} bytes", "No row is that long; is it CSV?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError.one(
            f"{where}:{line}", f"byte {data[error.start]:#04x} is not UTF-8", "Save the file as UTF-8 (is it Latin-1?)"
        ) from None


def numbered_rows(text: str, where: str, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of CSV text with the line on which it begins, where `skip` lines of the file precede the text.

    Raises DataError for a quote that does not match.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = skip + 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + skip + 1
    except csv.Error as error:
        raise DataError.one(f"{where}:{line}", f"is not valid CSV ({error})", "Correct the quotes") from None


def read_table(data: bytes, where: str, contract: pa.DataFrameSchema, header: str | None = None) -> pd.DataFrame:
    """Return the typed rows of a CSV file, indexed by line number, without columns that the contract does not name.

    `header` is the name of the first column where other lines may precede the header, as in register exports.
    Raises DataError naming every offending row.
    """
    lines = decode(data, where).splitlines(keepends=True)
    skip = next((i for i, line in enumerate(lines[:60]) if header and line.startswith(header)), 0)
    table = numbered_rows("".join(lines[skip:]), where, skip)
    line, first = next(table)
    names = [n.strip().rstrip(";") for n in first]
    width = max((i for i, n in enumerate(names, 1) if n), default=0)
    if len(set(names[:width]) - {""}) < width:
        what = "the header names a column twice, or a column has no name"
        raise DataError.one(f"{where}:{line}", what, "Give each column a name of its own")
    rows, numbers, problems = [], [], []
    for line, row in table:
        if not row or set(row) == {""}:
            continue
        if len(row) < width or [c for c in row[width:] if c.strip(" ;")]:
            what = f"the row has {len(row)} cells, but the header has {width}"
            problems.append(Problem(f"{where}:{line}", what, "Is a comma inside a cell without quotes?"))
            continue
        rows.append([c.strip().rstrip(";") or None for c in row[:width]])
        numbers.append(line)
    if problems:
        raise DataError(problems)
    if not rows:
        raise DataError.one(where, "has a header but no rows", "Restore it from its source")
    frame = pd.DataFrame(rows, columns=names[:width], index=pd.Index(numbers), dtype=object)
    return check_table(frame, where, contract)


def check_table(frame: pd.DataFrame, where: str, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return `frame` with the columns and types of the contract. Raises DataError naming every offending row."""
    missing = [c for c in contract.columns if c not in frame.columns]
    if missing:
        raise DataError(
            Problem(f"{where}:1", f'the column "{c}" is missing', f"The columns are {', '.join(contract.columns)}")
            for c in missing
        )
    try:
        return contract.validate(frame[list(contract.columns)], lazy=True)
    except SchemaErrors as error:
        raise DataError(_problems(error.failure_cases, frame, where)) from None


def _problems(cases: pd.DataFrame, frame: pd.DataFrame, where: str) -> list[Problem]:
    problems = set()
    has_untyped = cases.check.str.startswith("coerce_dtype").any()
    for case in cases.itertuples():
        line, column, check = case.index, case.column, str(case.check)
        if check.startswith("dtype(") or pd.isna(line):
            continue  # pandera reports a value that it could not convert a second time
        place = f"{where}:{line}"
        if case.schema_context == "DataFrameSchema":
            if not has_untyped:  # checks across columns compare untyped values wrongly
                what, fix = check.split("|")
                problems.add(Problem(place, what, fix))
            continue
        value = frame.at[line, column]
        place = f"{place}:{column}"
        if check == "not_nullable":
            problems.add(Problem(place, "the cell is empty", "This column needs a value in every row"))
        elif check.startswith("coerce_dtype"):
            kind = "whole number" if "int" in check.lower() else "number"
            problems.add(Problem(place, f'"{value}" is not a {kind}', f"Write a plain {kind}, or leave it empty"))
        else:
            what, fix = check.split("|")
            problems.add(Problem(place, f'"{value}" {what}', fix))
    return sorted(problems, key=lambda p: (int(p.where.split(":")[1]), p.where))
