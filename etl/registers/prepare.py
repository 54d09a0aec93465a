"""Make a folder of sources out of registers as downloaded, so that they are built like any other."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from etl.analysis.robustness import LEAST_YEARS
from etl.contracts.errors import DataError, Problem, attempt
from etl.contracts.folders import DATASETS
from etl.registers.downloads import ID, YEAR, Download, Key, read_download
from etl.registers.ranking import pair_flows
from etl.sources.csv_file import without_rows
from etl.sources.names import Countries, load_countries

SOURCE = "register"
# Number of pairs that are built where none is named, and that are ranked.
MOST_PAIRS, MOST_RANKED = 10, 100
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class _Register:
    """Hold the downloads of one release, its year, and all of their rows, each once."""

    downloads: list[Download]
    release: int
    rows: pd.DataFrame

    def last_year(self, download: Download) -> int:
        """Return the last year that a download covers: the year before the release, or earlier if it asked for less."""
        return min(download.last_year, self.release - 1)

    def years(self) -> range:
        return range(min(d.first_year for d in self.downloads), max(map(self.last_year, self.downloads)) + 1)

    def whole(self) -> bool:
        """Whether all states were asked for in every year, so that all pairs can be compared."""
        asked = [range(d.first_year, self.last_year(d) + 1) for d in self.downloads if d.everyone]
        return {year for years in asked for year in years} == {*self.years()}


def prepare(files: tuple[Path, ...], pairs: tuple[str, ...], release: str, folder: Path) -> list[str]:
    """Write sources, pairs and countries into a new `folder`; return what was understood, in sentences.

    `pairs` are ids such as `RUS-IRN`; without any, those most likely to have turned are taken. `release` is the year of
    the release; without it, it is that of the newest March before the first file was generated. Raises DataError with
    the problems of the files as a whole; those of rows are found when the folder is built.
    """
    countries, problems = load_countries(DATASETS)
    chosen = attempt(problems, _named, pairs, countries) or []
    downloads = [found for file in files if (found := attempt(problems, read_download, file, countries))]
    if problems:
        raise DataError(problems)
    downloads, joined = _each_once(downloads)
    year, how = _release(downloads, release)
    register = _Register(downloads, year, _rows(downloads, countries, year))
    if len(register.years()) < LEAST_YEARS:
        what = f"covers {len(register.years())} year{'s' * (len(register.years()) != 1)} before the release of {year}"
        raise DataError.one(downloads[0].name, what, f"Download at least {LEAST_YEARS}, better thirty")
    flows = pair_flows(register.rows, register.years(), str(year), MOST_RANKED)
    chosen = chosen or _likeliest(flows, register.rows)
    if not chosen:
        raise DataError.one(downloads[0].name, f"has no deliveries before {year}", "Download earlier years too")
    _write(folder, register, chosen, countries)
    if register.whole() and len(flows):
        flows.to_csv(folder / "pairs.csv", index=False, lineterminator="\n")
    names = dict(zip(countries.table.iso3, countries.table.name, strict=True))
    return [
        *(sentence for download in downloads for sentence in download.said),
        *joined,
        how,
        *(f"{d.name} covers {d.first_year} to {register.last_year(d)}." for d in downloads),
        "Pairs: " + "; ".join(f"{names[a]} and {names[b]}" for a, b in chosen) + ".",
    ]


def read_pairs(file: Path, release: int, most: int) -> pd.DataFrame:
    """Return the yearly flows of the pairs of a whole register that most likely turned; see `ranking.pair_flows`.

    Raises DataError for a file that is no register by delivery year.
    """
    countries, _ = load_countries(DATASETS)
    download = read_download(file, countries)
    register = _Register([download], release, _rows([download], countries, release))
    return pair_flows(register.rows, register.years(), str(release), most)


def _named(pairs: tuple[str, ...], countries: Countries) -> Pairs:
    """Return pairs as codes of today's states, each once. Raises DataError for one that is not two of them."""
    problems, found = [], dict[frozenset[str], tuple[str, str]]()
    codes = set(countries.table.iso3)
    for pair in pairs:
        given = pair.upper().split("-")
        a, b = (countries.successor.get(code, code) for code in given) if len(given) == 2 else ("", "")
        if {a, b} <= codes and a != b:
            found.setdefault(frozenset((a, b)), (a, b))
        else:
            fix = "Write two ISO3 codes of countries.csv with a hyphen: RUS-IRN"
            problems.append(Problem("--pair", f'"{pair}" is no pair of two states', fix))
    if problems:
        raise DataError(problems)
    return [*found.values()]


def _each_once(downloads: list[Download]) -> tuple[list[Download], list[str]]:
    """Return the downloads without the rows that an earlier one has, and what is to be said of them.

    Raises DataError where two of them have other numbers for the same order and year.
    """
    first: dict[Key, tuple[Download, int]] = {}
    problems, kept, said = [], [], []
    for download in downloads:
        again = set()
        for key, line in download.places():
            earlier, at = first.get(key, (download, line))
            if earlier is download:  # one that a file repeats is refused when it is read
                first.setdefault(key, (download, line))
            elif earlier.rows[at] == download.rows[line]:
                again.add(line)
            else:
                what = f"order {key[0]} in {key[1]} has other numbers here than in {earlier.name}:{at}"
                problems.append(Problem(f"{download.name}:{line}", what, "Are both of one release? Take one at a time"))
        if len(again) == len(download.rows):
            said.append(f"{download.name} is left out: earlier files have all of its rows.")
            continue
        if again:
            said.append(f"{download.name}: {len(again):,} rows that earlier files have are counted once.")
        text = without_rows(download.text.encode(), download.name, again).decode() if again else download.text
        rows = {line: row for line, row in download.rows.items() if line not in again}
        kept.append(Download(**vars(download) | {"text": text, "rows": rows}))
    if problems:
        raise DataError(problems)
    return kept, said


def _release(downloads: list[Download], given: str) -> tuple[int, str]:
    """Return the year of the release, and how it is known. Raises DataError where it cannot be."""
    newest, first, day = max(d.newest() for d in downloads), downloads[0], downloads[0].generated
    now = datetime.now(UTC).year
    if given and not (given.isascii() and given.isdecimal() and 1900 < int(given) <= now):
        raise DataError.one("--release", f'"{given}" is no year up to {now}', "Write the year of the release: 2025")
    if not given and day is None:
        what = "does not say on which day it was generated, so its release is not known"
        raise DataError.one(first.name, what, "Name the release: --release 2025")
    if given:
        year, said = int(given), f"The release is {given}, as given."
    else:
        assert day is not None
        # a download of March may be of the new release or of the last; its newest delivery tells them apart
        year = day.year if day.month > 3 or (day.month == 3 and newest == day.year - 1) else day.year - 1
        since = f"{first.name} was generated on {day}" + (f" and has deliveries of {newest}" if day.month == 3 else "")
        said = f"The release is taken to be that of March {year}: {since}. If it is another, name it with --release."
    if newest >= year:
        what = f"has deliveries of {newest}, so it is no release of March {year}"
        names = [d.name for d in downloads if d.newest() >= year]
        raise DataError(Problem(name, what, "Name the release with --release") for name in names)
    return year, said


def _rows(downloads: list[Download], countries: Countries, release: int) -> pd.DataFrame:
    """Return supplier, recipient (codes of today's states), order, year and tiv of every row that is sound."""
    columns = {
        "Supplier": "supplier",
        "Recipient": "recipient",
        ID: "order",
        YEAR: "year",
        "TIV delivery values": "tiv",
    }
    rows = pd.DataFrame([row for d in downloads for row in d.rows.values()])[list(columns)].rename(columns=columns)
    for side in ("supplier", "recipient"):
        rows[side] = rows[side].str.casefold().map(countries.code_of).replace(countries.successor)
    rows = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce") for name in ("year", "tiv")}).dropna()
    return rows[rows.year < release]


def _likeliest(flows: pd.DataFrame, rows: pd.DataFrame) -> Pairs:
    """Return the pairs that most likely turned; where no flow has one back, those with the largest flows."""
    if len(flows):
        return list(dict.fromkeys(zip(flows.a, flows.b, strict=True)))[:MOST_PAIRS]
    sent = rows[rows.supplier != rows.recipient].groupby(["supplier", "recipient"]).tiv.sum()
    return [*sent.nlargest(MOST_PAIRS).index]


def _write(folder: Path, register: _Register, pairs: Pairs, countries: Countries) -> None:
    source = folder / "sources" / SOURCE
    source.mkdir(parents=True)
    year, downloads = register.release, register.downloads
    files = ", ".join(download.name for download in downloads)
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
    blocks = [
        *(f"{key} = {_quoted(value)}" for key, value in head.items()),
        f"published = {year}-03-31",
        f"accessed = {max(download.generated or download.saved for download in downloads)}",
    ]
    taken = {"source.toml", "corrections.csv"}  # which are read as something else
    for download in downloads:
        name = download.name if download.name not in taken else f"{len(taken) + 1}-{download.name}"
        taken.add(name)
        data = download.text.encode()
        (source / name).write_bytes(data)
        blocks += ["[[file]]", f"name = {_quoted(name)}", 'format = "deliveries"']
        blocks.append(f'sha256 = "{hashlib.sha256(data).hexdigest()}"')
        for a, b in download.flows:
            blocks += ["[[file.coverage]]", f'supplier = "{a}"', f'recipient = "{b}"']
            blocks += [f"from = {download.first_year}", f"to = {register.last_year(download)}"]
    (source / "source.toml").write_text("\n".join(blocks), encoding="utf-8")
    names = dict(zip(countries.table.iso3, countries.table.name, strict=True))
    dyads = [
        f'[[dyad]]\nid = "{a}-{b}"\na = "{a}"\nb = "{b}"\nlabel = {_quoted(f"{names[a]} and {names[b]}")}\n'
        f"from = {register.years()[0]}\n"
        for a, b in pairs
    ]
    (folder / "dyads.toml").write_text("\n".join(dyads), encoding="utf-8")
    shutil.copy(DATASETS / "countries.csv", folder)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
