"""Make a folder of sources out of registers as downloaded, so that they are built like any other.

A register says in the lines before its header who and which years were asked for, and on which day. It never names
its release.
"""

import csv
import hashlib
import io
import json
import re
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from etl.checks import preamble
from etl.contracts.errors import DataError, Problem, attempt
from etl.contracts.folders import DATASETS
from etl.contracts.vocabulary import EVERYONE
from etl.registers.kinds import decode, header_at
from etl.registers.ranking import pair_flows
from etl.sources.csv_file import numbered_rows, read_bytes
from etl.sources.names import Countries, load_countries

SOURCE = "register"
# Number of pairs that are built where none is named.
MOST_PAIRS = 10
# Number of pairs that are ranked.
MOST_RANKED = 100
_GENERATED = re.compile(r"Data generated:\s*(\d{1,2} \w{3} \d{4})")
_ID, _YEAR = "SIPRI AT Database ID", "Delivery year"


@dataclass
class _Register:
    """Hold what the files of a register say: its text with one header, its years, its parties, and its day."""

    header: list[str]
    rows: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    first_year: int = 0
    last_year: int = 0
    states: list[tuple[str, str]] = field(default_factory=list)
    generated: date | None = None
    said: list[str] = field(default_factory=list)

    def cells(self, *names: str) -> list[tuple[str, ...]]:
        """Return some columns of every row."""
        at = [self.header.index(name) for name in names]
        return [tuple(row[i] for i in at) for row in self.rows.values()]


def prepare(files: tuple[Path, ...], pairs: tuple[str, ...], release: str, folder: Path) -> list[str]:
    """Write sources, pairs and countries into a new `folder`; return what was understood, in sentences.

    `pairs` are ids such as `RUS-IRN`; without any, those most likely to have turned are taken. `release` is
    the year of the release; without it, it is that of the newest March before the file was generated. Raises DataError
    with every problem of the files.
    """
    countries, problems = load_countries(DATASETS)
    register = _read(files)
    year, how = _release(register, release, files)
    register.said.append(how)
    last = min(register.last_year, year - 1)
    register.said.append(f"It covers {register.first_year} to {last}: {len(register.rows):,} rows.")
    rows = _flows(register, countries, last)
    table = pair_flows(rows, range(register.first_year, last + 1), str(year), MOST_RANKED)
    if pairs:
        chosen = _chosen(pairs, countries)
    elif len(table):
        chosen = list(dict.fromkeys(zip(table.a, table.b, strict=True)))[:MOST_PAIRS]
    else:
        chosen = [*rows.groupby(["supplier", "recipient"]).tiv.sum().nlargest(MOST_PAIRS).index]
    if problems:
        raise DataError(problems)
    _write(folder, register, countries, year, last, chosen, ", ".join(file.name for file in files))
    table.to_csv(folder / "pairs.csv", index=False, lineterminator="\n")
    names = dict(zip(countries.table.iso3, countries.table.name, strict=True))
    register.said.append("Pairs: " + "; ".join(f"{names[a]} and {names[b]}" for a, b in chosen) + ".")
    return register.said


def _read(files: tuple[Path, ...]) -> _Register:
    """Return the rows of all files, each once. Raises DataError where two rows of one key differ, or one file repeats a row."""
    register: _Register | None = None
    problems: list[Problem] = []
    for file in files:
        found = attempt(problems, _read_file, file)
        if found is None:
            continue
        if register is None:
            register = found
            continue
        if found.header != register.header:
            what = "has other columns than the first file"
            problems.append(Problem(file.name, what, "Download both in the same way"))
            continue
        for key, row in found.rows.items():
            if register.rows.setdefault(key, row) != row:
                what = f"order {key[0]} in {key[1]} has other numbers here than in the first file"
                problems.append(Problem(file.name, what, "Are the two of one release? Import one at a time"))
        register.first_year = min(register.first_year, found.first_year)
        register.last_year = max(register.last_year, found.last_year)
        register.states += found.states
        register.generated = max(filter(None, (register.generated, found.generated)), default=None)
        register.said += found.said
    if problems or register is None:
        raise DataError(problems)
    return register


def _read_file(file: Path) -> _Register:
    where = file.name
    text, said = decode(read_bytes(file, where), where)
    lines = text.splitlines(keepends=True)
    at = header_at(lines, where)
    table = numbered_rows("".join(lines[at:]), where, at)
    header = [name.strip(" ;") for name in next(table)[1]]
    while header and not header[-1]:
        header.pop()
    register = _Register(header, said=[said] if said else [])
    problems: list[Problem] = []
    for line, cells in table:
        row = [cell.strip() for cell in cells[: len(header)]]
        if not any(cell.strip(" ;") for cell in cells):
            continue
        row[-1] = row[-1].rstrip("; ")
        if len(row) < len(header) or any(cell.strip(" ;") for cell in cells[len(header) :]):
            what = f"the row has {len(cells)} cells, but the header has {len(header)}"
            problems.append(
                Problem(f"{where}:{line}", what, "Is a comma or a line break inside a cell without quotes?")
            )
            continue
        key = row[header.index(_ID)], row[header.index(_YEAR)]
        if register.rows.setdefault(key, row) is not row:
            what = f"order {key[0]} in {key[1]} occurs twice"
            problems.append(Problem(f"{where}:{line}", what, "Remove one: it would count twice"))
    if not register.rows and not problems:
        problems.append(Problem(where, "has a header but no rows", "Download it again"))
    if problems:
        raise DataError(problems)
    _read_preamble(register, [line.strip() for line in lines[:at]], where)
    return register


def _read_preamble(register: _Register, lines: list[str], where: str) -> None:
    """Take over what the lines before the header say; say so where they say nothing."""
    text = "\n".join(lines)
    years = preamble.YEARS.search(text)
    delivered = [int(year) for _, year in register.rows if year.isdecimal()]
    register.first_year, register.last_year = (
        (int(years[1]), int(years[2])) if years else (min(delivered, default=0), max(delivered, default=0))
    )
    if not years:
        register.said.append(f"{where} does not say which years were asked for; those of its rows are taken.")
    register.states = [
        (found["supplier"], found["recipient"]) for line in lines if (found := preamble.STATES.search(line))
    ]
    if found := _GENERATED.search(text):
        register.generated = datetime.strptime(found[1], "%d %b %Y").replace(tzinfo=UTC).date()


def _release(register: _Register, given: str, files: tuple[Path, ...]) -> tuple[int, str]:
    """Return the year of the release, and how it is known. Raises DataError where it cannot be."""
    if given:
        return int(given), f"The release is {given}, as given."
    day = register.generated
    if day is None:
        what = "does not say on which day it was generated, so its release is not known"
        raise DataError.one(files[0].name, what, "Name the release: --release 2025")
    year = day.year if day.month > 3 else day.year - 1
    said = f"The release is taken to be that of March {year}, the newest before {day.day} {day:%B %Y}."
    return year, f"{said} If it is another, name it with --release."


def _chosen(pairs: tuple[str, ...], countries: Countries) -> list[tuple[str, str]]:
    """Return the pairs as codes. Raises DataError for one that is not two codes of two states."""
    problems, found = [], []
    codes = set(countries.table.iso3)
    for pair in pairs:
        a, _, b = pair.upper().partition("-")
        if {a, b} <= codes and a != b:
            found.append((a, b))
        else:
            fix = "Write two ISO3 codes of countries.csv with a hyphen: RUS-IRN"
            problems.append(Problem("--pair", f'"{pair}" is no pair of two states', fix))
    if problems:
        raise DataError(problems)
    return list(dict.fromkeys(found))


def _flows(register: _Register, countries: Countries, last: int) -> pd.DataFrame:
    """Return supplier, recipient (codes of today's states), order, year and tiv of every row that is sound."""
    columns = {
        "supplier": "Supplier",
        "recipient": "Recipient",
        "order": _ID,
        "year": _YEAR,
        "tiv": "TIV delivery values",
    }
    rows = pd.DataFrame(register.cells(*columns.values()), columns=list(columns))
    for side in ("supplier", "recipient"):
        code = rows[side].str.casefold().map(countries.code_of)
        rows[side] = code.replace(countries.successor)
    rows = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce") for name in ("year", "tiv")}).dropna()
    return rows[rows.year <= last]


def read_pairs(file: Path, release: int, most: int) -> pd.DataFrame:
    """Return the yearly flows of the pairs of one register that most likely turned; see `ranking.pair_flows`.

    Raises DataError for a file that is no register by delivery year.
    """
    register, (countries, _) = _read((file,)), load_countries(DATASETS)
    last = min(register.last_year, release - 1)
    return pair_flows(_flows(register, countries, last), range(register.first_year, last + 1), str(release), most)


def _covered(register: _Register, countries: Countries) -> list[tuple[str, str]]:
    """Return who the register looked at, as pairs of codes or `*`."""
    covered: dict[tuple[str, str], None] = {}
    for asked in register.states or [("All", "All")]:
        sides = []
        for names in asked:
            everyone = re.match(r"all\b", names, re.IGNORECASE)
            sides.append([EVERYONE] if everyone else sorted(preamble.state_codes(names, countries)[0]))
        covered |= dict.fromkeys((a, b) for a in sides[0] for b in sides[1])
    return list(covered)


def _write(
    folder: Path,
    register: _Register,
    countries: Countries,
    year: int,
    last: int,
    pairs: list[tuple[str, str]],
    files: str,
) -> None:
    source = folder / "sources" / SOURCE
    source.mkdir(parents=True)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([register.header, *register.rows.values()])
    data = text.getvalue().encode()
    (source / "register.csv").write_bytes(data)
    day = register.generated or datetime.now(UTC).date()
    spans = [
        f'[[file.coverage]]\nsupplier = "{a}"\nrecipient = "{b}"\nfrom = {register.first_year}\nto = {last}\n'
        for a, b in _covered(register, countries)
    ]
    head = {
        "id": SOURCE,
        "kind": "register",
        "release": str(year),
        "short": f"SIPRI {year}",
        "publisher": "Stockholm International Peace Research Institute (SIPRI)",
        "title": f"SIPRI Arms Transfers Database, March {year} release, from your file {files}",
        "url": "https://www.sipri.org/databases/armstransfers",
        "licence": "© SIPRI. Free for non-commercial use with attribution, up to a tenth of the data set.",
        "citation": f"SIPRI Arms Transfers Database, March {year} release, Stockholm International Peace Research "
        f"Institute, from the file {files}.",
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    lines += [f"published = {year}-03-31", f"accessed = {day}", "", "[[file]]", 'name = "register.csv"']
    lines += ['format = "deliveries"', f'sha256 = "{hashlib.sha256(data).hexdigest()}"', ""]
    (source / "source.toml").write_text("\n".join([*lines, *spans]), encoding="utf-8")
    names = dict(zip(countries.table.iso3, countries.table.name, strict=True))
    blocks = [
        f'[[dyad]]\nid = "{a}-{b}"\na = "{a}"\nb = "{b}"\n'
        f"label = {json.dumps(f'{names[a]} and {names[b]}', ensure_ascii=False)}\nfrom = {register.first_year}\n"
        for a, b in pairs
    ]
    (folder / "dyads.toml").write_text("\n".join(blocks), encoding="utf-8")
    shutil.copy(DATASETS / "countries.csv", folder)
