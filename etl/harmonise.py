"""Names as sources write them → the project's codes; corrections that state what they expect."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from etl.errors import DataError, Problem
from etl.readers.csvfile import decode, numbered_rows, read_bytes, read_table
from etl.schema import text
from etl.sources import Source

CATEGORIES = {
    "Aircraft": "aircraft",
    "Air defence systems": "air_defence",
    "Air-defence systems": "air_defence",
    "Anti-submarine warfare weapons": "ships",
    "Armoured vehicles": "armour",
    "Artillery": "artillery",
    "Engines": "engines",
    "Missiles": "missiles",
    "Naval weapons": "ships",
    "Other": "mixed",
    "Satellites": "sensors",
    "Sensors": "sensors",
    "Ships": "ships",
}
"""SIPRI's armament categories → ours."""

_COUNTRIES = pa.DataFrameSchema(
    {"iso3": text(False), "name": text(False), "aliases": text(), "predecessor": text()}
)
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


@dataclass(frozen=True)
class Countries:
    """ISO3 codes by any of their names, and which state succeeded which."""

    table: pd.DataFrame
    code_of: dict[str, str]
    successor: dict[str, str]

    def codes(self, names: pd.Series, where: str, column: str) -> tuple[pd.Series, list[Problem]]:
        """ISO3 for each name or code of a column (empty stays empty), and a problem per unknown one."""
        found = names.map(lambda n: self.code_of.get(n.casefold()) if isinstance(n, str) else n)
        unknown = names[names.notna() & found.isna()]
        problems = [
            Problem(
                f"{where}:{line}:{column}",
                f'"{name}" is in no row of countries.csv',
                "Correct it, or add the name or an alias there",
            )
            for line, name in unknown.items()
        ]
        return found, problems


def load_countries(datasets: Path) -> Countries:
    """`countries.csv`. Raises DataError where one name stands for two codes."""
    table = read_table(read_bytes(datasets / "countries.csv", "countries.csv"), "countries.csv", _COUNTRIES)
    code_of: dict[str, str] = {}
    problems = []
    for row in table.itertuples():
        for name in (row.iso3, row.name, *([] if pd.isna(row.aliases) else row.aliases.split("; "))):
            if code_of.setdefault(name.casefold(), row.iso3) != row.iso3:
                what = f'"{name}" already stands for {code_of[name.casefold()]}'
                problems.append(Problem(f"countries.csv:{row.Index}", what, "Keep the name in one row"))
    if problems:
        raise DataError(problems)
    later = table.dropna(subset="predecessor")
    successor = dict(zip(later.predecessor, later.iso3, strict=True))
    return Countries(table.reset_index(drop=True), code_of, successor)


def categories(names: pd.Series, where: str, column: str) -> tuple[pd.Series, list[Problem]]:
    """Our category for each of SIPRI's, and a problem per unknown one."""
    found = names.map(CATEGORIES)
    return found, [
        Problem(f"{where}:{line}:{column}", f'"{name}" is no known armament category', "Add it to etl/harmonise.py")
        for line, name in names[found.isna()].items()
    ]


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
