"""Check what `source.toml` and `dyads.toml` declare: codes, releases, and the years that files cover."""

import re
from collections.abc import Iterator, Set

from etl.contracts.declarations import Dyad, Source, SourceFile
from etl.contracts.errors import Problem
from etl.contracts.vocabulary import EVERYONE
from etl.sources.names import Countries


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
    if not spans:
        problems.append(Problem("sources", "no file declares which years it covers", "Add a [[file.coverage]]"))
    return problems
