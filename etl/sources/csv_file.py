"""Read a CSV file into a frame that is checked against its column contract.

The index of the frame is the line number in the file, so that every error can name its line.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from etl.contracts.errors import DataError, Problem
from etl.sources import spelling

MAX_BYTES = 64 * 2**20
MAX_LINE = 2**20


def read_bytes(path: Path, where: str) -> bytes:
    """Return the bytes of a file. Raises DataError where it is missing."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
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


def without_rows(data: bytes, where: str, lines: set[int]) -> bytes:
    """Return the file with the rows that begin on `lines` left empty, so that all others keep their line numbers."""
    rows = list(numbered_rows(decode(data, where), where))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for (line, row), (following, _) in pairwise([*rows, (rows[-1][0] + 1, [])]):
        if line in lines:
            text.write("\n" * (following - line))
        else:
            writer.writerow(row)
    return text.getvalue().encode()


def read_table(data: bytes, where: str, contract: pa.DataFrameSchema, header: str | None = None) -> pd.DataFrame:
    """Return the typed rows of a CSV file, indexed by line number, without columns that the contract does not name.

    `header` is the name of the first column where other lines may precede the header, as in register exports.
    Raises DataError naming every offending row.
    """
    lines = decode(data, where).splitlines(keepends=True)
    if other := spelling.separator(lines[:60], contract.columns):
        raise DataError.one(f"{where}:{other[0]}", *other[1:])
    skip = len(before_header(lines, header))
    table = numbered_rows("".join(lines[skip:]), where, skip)
    line, first = next(table)
    names = [n.strip().rstrip(";") for n in first]
    width = max((i for i, n in enumerate(names, 1) if n), default=0)
    if len(set(names[:width]) - {""}) < width:
        what = "the header names a column twice, or a column has no name"
        raise DataError.one(f"{where}:{line}", what, "Give each column a name of its own")
    if missing := [c for c in contract.columns if c not in names]:
        fix = f"The columns are {', '.join(contract.columns)}"
        raise DataError(Problem(f"{where}:{line}", f'the column "{c}" is missing', fix) for c in missing)
    rows, numbers, problems = [], [], []
    for line, row in table:
        if not row or set(row) == {""}:
            continue
        if problem := _misfit(row, names, width, f"{where}:{line}", contract):
            problems.append(problem)
            continue
        rows.append([c.strip().rstrip(";") or None for c in row[:width]])
        numbers.append(line)
    if not rows:
        raise DataError(problems or [Problem(where, "has a header but no rows", "Restore it from its source")])
    frame = pd.DataFrame(rows, columns=names[:width], index=pd.Index(numbers), dtype=object)
    try:
        checked = check_table(frame, where, contract)
    except DataError as error:
        problems += error.problems
    if problems:
        raise DataError(_by_line(problems, where))
    return checked


def before_header(lines: list[str], header: str | None) -> list[str]:
    """Return the lines before the one that begins with `header`, none where there is no such line."""
    at = (i for i, line in enumerate(lines[:60]) if header and line.lstrip('"').startswith(header))
    return lines[: next(at, 0)]


def _misfit(row: list[str], names: list[str], width: int, place: str, contract: pa.DataFrameSchema) -> Problem | None:
    """Return a problem for a row that has more or fewer cells than the header has names."""
    too_many = [c for c in row[width:] if c.strip(" ;")]
    split = spelling.decimal_commas(row, names[:width], contract) if len(row) > len(names) or too_many else []
    if len(row) >= width and not too_many and not split:
        return None
    fix = "Is a comma inside a cell without quotes?"
    if split:
        fix = f"Is {' or '.join(split)} a number with a comma? Write a point for decimals (1.5), nothing for thousands"
    return Problem(place, f"the row has {len(row)} cells, but the header has {width}", fix)


def _by_line(problems: Iterable[Problem], where: str) -> list[Problem]:
    """Return the problems of one file in the order of its lines."""
    return sorted(problems, key=lambda p: (p.line(where), p.where))


def check_table(frame: pd.DataFrame, where: str, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the columns of the contract with their types. Raises DataError naming every offending row."""
    frame = frame[list(contract.columns)].copy()
    problems = _in_another_form(frame, where, contract)
    try:
        checked = contract.validate(frame, lazy=True)
    except SchemaErrors as error:
        unclear = {problem.where.rpartition(":")[0] for problem in problems}  # their rows cannot be judged as a whole
        problems += [p for p in _problems(error.failure_cases, frame, where) if p.where not in unclear]
    if problems:
        raise DataError(_by_line(problems, where))
    return checked


def _in_another_form(frame: pd.DataFrame, where: str, contract: pa.DataFrameSchema) -> list[Problem]:
    """Return a problem for each number with a decimal comma or parted thousands, and put the number meant in place."""
    problems = []
    for column, whole in spelling.numbers(contract).items():
        for line, cell in frame[column].dropna().items():
            if misread := spelling.number(cell, whole):
                what, fix, frame.at[line, column] = misread
                problems.append(Problem(f"{where}:{line}:{column}", what, fix))
    return problems


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
    return list(problems)
