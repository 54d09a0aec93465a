"""Check the lines before the header of a SIPRI export, which say what was asked for, against the declared coverage."""

import re
from collections.abc import Iterator

from etl.contracts.declarations import SourceFile
from etl.contracts.errors import Problem
from etl.contracts.vocabulary import EVERYONE
from etl.sources.names import Countries

STATES = re.compile(r"^\W?Transfers of .*?\bfrom (?P<supplier>.+?) +to (?P<recipient>.+?)\s*\.(?=\s+Deals\b|\W*$)")
YEARS = re.compile(r"\byear range\D{0,5}(\d{4})\D{1,8}(\d{4})", re.IGNORECASE)
_FIX = "Correct the coverage, or export the register again with the states and years that it declares"


def check(lines: list[str], where: str, toml: str, file: SourceFile, countries: Countries) -> list[Problem]:
    """Return a problem where the lines before a header speak of other years or states than the coverage of the file.

    Lines that do not say what was asked for leave nothing to check.
    """
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if years := YEARS.search(line):
            problems += _years(int(years[1]), int(years[2]), f"{where}:{number}", toml, file)
        if states := STATES.search(line):
            for side in ("supplier", "recipient"):
                problems += _states(states[side], side, f"{where}:{number}", toml, file, countries)
    return problems


def _years(first: int, last: int, place: str, toml: str, file: SourceFile) -> Iterator[Problem]:
    for span in dict.fromkeys((s.first_year, s.last_year) for s in file.coverage):
        if span[0] < first or span[1] > last:
            what = f"{file.name} is declared to cover {span[0]} to {span[1]}, but {place} says {first} to {last}"
            yield Problem(f"{toml}:coverage", what, _FIX)


def _states(asked: str, side: str, place: str, toml: str, file: SourceFile, countries: Countries) -> Iterator[Problem]:
    if re.match(r"all\b", asked, re.IGNORECASE):
        return
    codes, unknown = state_codes(asked, countries)
    for name in unknown:
        what = f'"{name}", the {side} that the export is limited to, is not in countries.csv'
        yield Problem(place, what, "Add it there as a name or an alias")
    for declared in dict.fromkeys(getattr(span, side) for span in file.coverage):
        if not unknown and declared not in codes:
            who = f"every {side}" if declared == EVERYONE else f"the {side} {declared}"
            what = f'{file.name} is declared to cover {who}, but {place} says "{asked}"'
            yield Problem(f"{toml}:coverage", what, _FIX)


def state_codes(asked: str, countries: Countries) -> tuple[set[str], list[str]]:
    """Return the codes of the states in a list of names, a predecessor with its successor, and the unknown names."""
    codes: set[str] = set()
    unknown = []
    for part in re.split(r"\s*[,;]\s*", asked):
        whole = part.casefold() in countries.code_of
        for name in [part] if whole else re.split(r"\s+and\s+", part):
            code = countries.code_of.get(name.casefold())
            if code is None:
                unknown.append(name)
            else:
                codes |= {code, countries.successor.get(code, code)}
    return codes, unknown
