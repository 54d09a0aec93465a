"""Recognise what spreadsheets and other languages make of a CSV file: other separators, decimal commas, thousands."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

import pandera.pandas as pa

_SEPARATORS = {";": "semicolons (;)", "\t": "tabs", "|": "bars (|)"}
_SEPARATOR_FIX = (
    "Save it again with commas between cells, double quotes around a cell that has a comma in it, and a point in "
    "decimals (1.5)"
)
_THOUSANDS = re.compile(r"(-?[1-9]\d{0,2}(?:([.,'’ \u00a0\u202f])\d{3})(?:\2\d{3})*)([.,]\d+)?")
_COMMA = re.compile(r"-?\d+,\d+")
_SIGNS = {".": "a point", ",": "a comma", "'": "an apostrophe", "’": "an apostrophe"}  # else a space


def separator(lines: Iterable[str], columns: Iterable[str]) -> tuple[int, str, str] | None:
    """Return the line of a header whose cells something else than commas separates, what it is, and how to mend it."""
    known = set(columns)
    for number, line in enumerate(lines, 1):
        with_commas = len(known & _cells(line, ","))
        for sign, name in _SEPARATORS.items():
            if len(known & _cells(line, sign)) > max(1, with_commas):
                return number, f"its cells are separated by {name}, not by commas", _SEPARATOR_FIX
    return None


def _cells(line: str, sign: str) -> set[str]:
    return {cell.strip(' "\r\n') for cell in line.split(sign)}


def number(cell: str, whole: bool) -> tuple[str, str, str] | None:
    """Return what is wrong with a number in another language's form, how to mend it, and the number that is meant.

    1.788 is a number and 1.250 may be 1250: only where the last of three decimals is a zero, which nobody writes, or
    where whole numbers are expected (`whole`), is a single point taken to part thousands.
    """
    found = _THOUSANDS.fullmatch(cell)
    if not found:
        meant = cell.replace(",", ".")
        return (f'"{cell}" has a decimal comma', f"Write {meant}", meant) if _COMMA.fullmatch(cell) else None
    grouped, sign, decimals = found.groups()
    meant = grouped.replace(sign, "")
    if decimals:
        if decimals[0] == sign:
            return None  # 1.250.5 is no number in any language
        meant += decimals.replace(",", ".")
    elif cell.count(sign) == 1 and sign in ".," and not whole:
        if sign == "." and not cell.endswith("0"):
            return None
        decimal = f"{float(cell.replace(',', '.')):g}"
        return f'"{cell}" can mean {meant} or {decimal}', f"Write {meant}, or {decimal} if that is meant", meant
    return f'"{cell}" has {_SIGNS.get(sign, "a space")} for thousands', f"Write {meant}", meant


def is_whole(column: pa.Column) -> bool:
    """Return whether a column of a contract takes whole numbers: years, grades and counts of things."""
    return str(column.dtype) == "Int64" or bool((column.metadata or {}).get("whole"))


def numbers(contract: pa.DataFrameSchema) -> dict[str, bool]:
    """Return the columns of a contract that hold numbers, and whether these are whole."""
    columns = contract.columns.items()
    return {name: is_whole(column) for name, column in columns if str(column.dtype) in ("float64", "Int64")}


def decimal_commas(row: Sequence[str], names: Sequence[str], contract: pa.DataFrameSchema) -> list[str]:
    """Return the cells that a decimal comma may have split in a row with too many cells, one text for each reading."""
    forms = {n: r"\d*" if str(contract.columns[n].dtype) == "Int64" else r"\d*([.,]\d+)?" for n in numbers(contract)}
    may_split = [i for i, n in enumerate(names) if n not in contract.columns or r"[.,]" in forms.get(n, "")]
    readings = []
    for columns in combinations(may_split, min(len(row) - len(names), 4)):
        cells = [cell.strip() for cell in row]
        for at in columns:
            cells[at : at + 2] = [",".join(cells[at : at + 2])]
        whole = len(cells) == len(names) and all(re.fullmatch(r"\d+,\d+", cells[at]) for at in columns)
        fits = (re.fullmatch(forms[n], c) for n, c in zip(names, cells, strict=False) if n in forms)
        if whole and all(fits):
            readings.append(" and ".join(f'"{cells[at]}"' for at in columns))
    return readings
