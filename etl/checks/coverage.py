"""Check what `source.toml` and `dyads.toml` declare: codes, releases, and the years that files cover."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache

import pandas as pd

from etl.analysis import series
from etl.analysis.documented.events import may_count
from etl.contracts.declarations import Dyad, Source, SourceFile
from etl.contracts.errors import Problem
from etl.contracts.vocabulary import EVERYONE
from etl.sources.declared import coverage_table
from etl.sources.names import Countries

# The column of each row's year, by the formats that series are made from.
_YEARS = {"deliveries": "delivery_year", "totals": "year", "claims": "start"}


def check_sources(sources: list[Source], countries: Countries) -> list[Problem]:
    """Return the problems of sources: unknown codes, reversed years, a register without a release."""
    codes, problems = set(countries.table.iso3), []
    for source in sources:
        where = f"sources/{source.id}/source.toml"
        if not re.fullmatch(r"[A-Za-z0-9_.-]+", source.id):  # it begins row ids, which are separated by spaces
            problems.append(Problem(f"{where}:id", f'"{source.id}" is not a plain name', "Use a-z, 0-9, _ and -"))
        if source.kind == "register" and not source.release:
            fix = "Name the release: a series never mixes two"
            problems.append(Problem(f"{where}:release", "is empty for a register", fix))
        for file in source.file:
            problems += _spans(file, f"{where}:coverage", codes)
    return problems


def _spans(file: SourceFile, where: str, codes: Set[str]) -> Iterator[Problem]:
    for span in file.coverage:
        for code in sorted({span.supplier, span.recipient} - codes - {EVERYONE}):
            what = f'"{code}" in the coverage of {file.name} is not a code in countries.csv'
            yield Problem(where, what, f'Use an ISO3 code of that file or "{EVERYONE}"')
        if span.first_year > span.last_year:
            what = f"the coverage of {file.name} runs from {span.first_year} to {span.last_year}"
            yield Problem(where, what, "Swap or correct the two years")


def check_pairs(dyads: list[Dyad], sources: list[Source], countries: Countries) -> list[Problem]:
    """Return the problems of dyads: unknown codes, and pairs that no source covers."""
    codes, problems = set(countries.table.iso3), []
    spans = [span for source in sources for file in source.file for span in file.coverage]
    for dyad in dyads:
        for code in sorted({dyad.a, dyad.b} - codes):
            what = f'"{code}" is not a code in countries.csv'
            problems.append(Problem(f"dyads.toml:{dyad.id}", what, "Use an ISO3 code of that file"))
        pair = {dyad.a, dyad.b, EVERYONE}
        if spans and not any({span.supplier, span.recipient} <= pair for span in spans):
            fix = "Add a source that covers it, or remove the dyad"
            problems.append(Problem(f"dyads.toml:{dyad.id}", "no source covers the dyad", fix))
    return problems


def check_rows(tables: Mapping[str, pd.DataFrame], sources: list[Source], joined: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each flow of a file with rows in years that nothing covers, which no series would count.

    A file without any coverage is named once. The frames have the columns `_where` and `_line`; `joined` is predecessor
    → successor.
    """
    silent = {f"sources/{s.id}/{f.name}": s.id for s in sources for f in s.file if not f.coverage}
    table = coverage_table(sources)
    problems = []
    for name, column in _YEARS.items():
        rows = _outside(tables[name], name, column, table, joined)
        for where, group in rows[rows["_where"].isin(silent)].groupby("_where", sort=False):
            what = f"{str(where).rpartition('/')[2]} covers nothing, so no series counts its rows ({len(group)})"
            fix = "Add a [[file.coverage]] for each flow, with the years that the file looked at"
            problems.append(Problem(f"sources/{silent[where]}/source.toml:coverage", what, fix))
        declared = rows[~rows["_where"].isin(silent)]
        for (where, supplier, recipient), group in declared.groupby(["_where", "supplier", "recipient"], sort=False):
            lines = f"line{'s' * (len(group) > 1)} {in_spans(group['_line'])}"
            flow = f"{supplier} to {recipient} in {in_spans(group['_year'])}"
            what = f"{flow} is not covered ({lines}), so no series counts it"
            fix = "Add the years to [[file.coverage]] if the source looked at the whole of them, or take the rows out"
            problems.append(Problem(f"{where}:{group['_line'].iloc[0]}:{column}", what, fix))
    if table.empty and not problems:
        problems.append(Problem("sources", "no file declares which years it covers", "Add a [[file.coverage]]"))
    return problems


def _outside(
    rows: pd.DataFrame, name: str, column: str, table: pd.DataFrame, joined: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows of a format in years for which their flow is not covered, with the year as `_year`."""
    rows = may_count(rows, 6).dropna(subset="start") if name == "claims" else rows
    if rows.empty:
        return pd.DataFrame(columns=["_where", "_line", "_year", "supplier", "recipient"])
    formats = {"claims"} if name == "claims" else {"deliveries", "totals"}

    @cache
    def covered(supplier: str, recipient: str, release: str | None) -> set[int]:
        return series.covered_years({"coverage": table}, supplier, recipient, release, formats)

    rows = rows.dropna(subset=["supplier", "recipient"]).replace({"supplier": dict(joined), "recipient": dict(joined)})
    years = rows[column].astype(str).str[:4].astype(int)
    releases = [None] * len(rows) if name == "claims" else rows.release
    keys = zip(years, rows.supplier, rows.recipient, releases, strict=True)
    return rows.assign(_year=years)[[year not in covered(*flow) for year, *flow in keys]]


def in_spans(numbers: Iterable[int]) -> str:
    """Return whole numbers in words, in spans: `1950–1953, 1960`."""
    spans: list[list[int]] = []
    for n in sorted(set(numbers)):
        if spans and n == spans[-1][-1] + 1:
            spans[-1][1:] = [n]
        else:
            spans.append([n])
    return ", ".join("–".join(map(str, span)) for span in spans)
