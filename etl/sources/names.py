"""Translate the names that sources use into the project's codes."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from etl.analysis.series import successors
from etl.contracts.errors import Problem
from etl.contracts.source_files import text
from etl.sources.csv_file import read_bytes, read_table

# SIPRI's armament categories → ours.
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

_COUNTRIES = pa.DataFrameSchema({"iso3": text(False), "name": text(False), "aliases": text(), "predecessor": text()})


@dataclass(frozen=True)
class Countries:
    """Map the names of a state to its ISO3 code, and a predecessor state to its successor."""

    table: pd.DataFrame
    code_of: dict[str, str]
    successor: dict[str, str]

    def codes(self, names: pd.Series, where: str, column: str) -> tuple[pd.Series, list[Problem]]:
        """Return the ISO3 code for each name or code (missing stays missing), and a problem per unknown one."""
        found = names.map(lambda n: self.code_of.get(n.casefold()) if isinstance(n, str) else n)
        unknown = names[names.notna() & found.isna()]
        problems = [
            Problem(
                f"{where}:{line}:{column}",
                f'"{name}" is not in countries.csv',
                "Correct it, or add it there as a name or an alias",
            )
            for line, name in unknown.items()
        ]
        return found, problems


def load_countries(datasets: Path) -> tuple[Countries, list[Problem]]:
    """Read `countries.csv`; there is a problem where two codes share a name. Raises DataError where it is no table."""
    table = read_table(read_bytes(datasets / "countries.csv", "countries.csv"), "countries.csv", _COUNTRIES)
    code_of: dict[str, str] = {}
    problems = []
    for row in table.itertuples():
        for name in (row.iso3, row.name, *([] if pd.isna(row.aliases) else row.aliases.split("; "))):
            if code_of.setdefault(name.casefold(), row.iso3) != row.iso3:
                what = f'"{name}" already means {code_of[name.casefold()]}'
                problems.append(Problem(f"countries.csv:{row.Index}", what, "Leave the name in one row only"))
    return Countries(table.reset_index(drop=True), code_of, successors(table)), problems


def categories(names: pd.Series, where: str, column: str) -> tuple[pd.Series, list[Problem]]:
    """Return the project's category for each of SIPRI's, and a problem per unknown one."""
    found = names.map(CATEGORIES)
    return found, [
        Problem(f"{where}:{line}:{column}", f'"{name}" is not a known category', "Add it to etl/sources/names.py")
        for line, name in names[found.isna()].items()
    ]
