"""Read one register as downloaded: its rows, and what the lines before its header say of it.

They say who and which years were asked for, and on which day. They never name the release.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from etl.checks import preamble
from etl.contracts.errors import DataError, Problem
from etl.contracts.source_files import FILES
from etl.contracts.vocabulary import EVERYONE
from etl.registers.kinds import decode, header_at
from etl.sources.csv_file import numbered_rows, read_bytes
from etl.sources.names import Countries

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GENERATED = re.compile(r"Data generated:\s*(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})")
_EARLIEST = 1900
ID, YEAR = "SIPRI AT Database ID", "Delivery year"
Key = tuple[str, str]


@dataclass(frozen=True)
class Download:
    """Hold a file as received, in UTF-8, and what is understood of it.

    `rows` is line → column → cell, of the rows that have as many cells as the header; the others are refused when the
    file is read as a source. `flows` are the pairs of codes, or `*`, that were asked for.
    """

    name: str
    text: str
    rows: dict[int, dict[str, str]]
    first_year: int
    last_year: int
    flows: tuple[tuple[str, str], ...]
    saved: date
    generated: date | None = None
    said: tuple[str, ...] = field(default=())

    @property
    def everyone(self) -> bool:
        """Whether all states were asked for."""
        return (EVERYONE, EVERYONE) in self.flows

    def newest(self) -> int:
        """Return the year of the last delivery."""
        return max(int(row[YEAR]) for row in self.rows.values() if row[YEAR].isdecimal())

    def places(self) -> Iterator[tuple[Key, int]]:
        """Yield (order, delivery year) and the line of each row."""
        for line, row in self.rows.items():
            yield (row[ID], row[YEAR]), line


def read_download(file: Path, countries: Countries) -> Download:
    """Return what a file holds. Raises DataError for another kind of file, and where it cannot be understood."""
    where = file.name
    text, coding = decode(read_bytes(file, where), where)
    lines = text.splitlines(keepends=True)
    at = header_at(lines, where)
    rows = _rows("".join(lines[at:]), where, at)
    before = [line.strip() for line in lines[:at]]
    first, last, years = _years(before, rows, where)
    flows, states = _flows(before, countries, where)
    said = tuple(filter(None, (coding, years, states)))
    saved = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    return Download(where, text, rows, first, last, flows, saved, _generated(before), said)


def _rows(text: str, where: str, before: int) -> dict[int, dict[str, str]]:
    table = numbered_rows(text, where, before)
    line, header = next(table)
    names = [name.strip(" ;") for name in header]
    if missing := [column for column in FILES["deliveries"].columns if column not in names]:
        fix = "Download the register again, with all its columns"
        raise DataError(Problem(f"{where}:{line}", f'the column "{name}" is missing', fix) for name in missing)
    width = max(n for n, name in enumerate(names, 1) if name)
    rows = {
        line: dict(zip(names, (cell.strip(" ;") for cell in cells[:width]), strict=False))
        for line, cells in table
        if len(cells) >= width and any(cell.strip(" ;") for cell in cells)
    }
    if not any(row[YEAR].isdecimal() for row in rows.values()):
        raise DataError.one(where, "has a header but no rows with a delivery year", "Download it again")
    return rows


def _years(before: list[str], rows: dict[int, dict[str, str]], where: str) -> tuple[int, int, str]:
    """Return the first and last year asked for, and what is to be said where the file does not say them."""
    for line, text in enumerate(before, 1):
        if found := preamble.YEARS.search(text):
            first, last = int(found[1]), int(found[2])
            if not _EARLIEST <= first <= last <= datetime.now(UTC).year:
                fix = "Download it again with a range of years that ends by now"
                raise DataError.one(f"{where}:{line}", f"asks for the years {first} to {last}", fix)
            return first, last, ""
    delivered = [int(row[YEAR]) for row in rows.values() if row[YEAR].isdecimal()]
    said = f"{where} does not say which years were asked for; those of its rows are taken."
    return min(delivered), max(delivered), said


def _flows(before: list[str], countries: Countries, where: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the flows asked for as pairs of codes or `*`, and what is to be said where the file does not say them."""
    for line, text in enumerate(before, 1):
        if found := preamble.STATES.search(text):
            sides, unknown = [], []
            for asked in (found["supplier"], found["recipient"]):
                codes, strange = (
                    ({EVERYONE}, []) if re.match(r"all\b", asked, re.I) else preamble.state_codes(asked, countries)
                )
                sides.append(sorted(codes))
                unknown += strange
            if unknown:
                fix = "Add it to countries.csv as a name or an alias"
                raise DataError(
                    Problem(f"{where}:{line}", f'"{name}" is not in countries.csv', fix) for name in unknown
                )
            return tuple((a, b) for a in sides[0] for b in sides[1] if a != b or a == EVERYONE), ""
    return ((EVERYONE, EVERYONE),), f"{where} does not say which states were asked for; all are taken."


def _generated(before: list[str]) -> date | None:
    """Return the day on which the file was generated; None where no day can be read."""
    if not (found := _GENERATED.search("\n".join(before))) or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:  # a day that does not exist
        return None
