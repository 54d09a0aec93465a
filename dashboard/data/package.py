"""Open a built package and look things up in it. The dashboard reads data in no other way."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.read_records import records
from dashboard.data.records import (
    Claim,
    Coverage,
    Delivery,
    Dyad,
    Evidence,
    Launches,
    Order,
    Source,
    Total,
)
from etl.analysis import as_of, series
from etl.contracts.errors import DataError
from etl.contracts.vocabulary import VERSION

# Earlier days of the record that are cached; each takes a few megabytes with the results computed from it.
DAYS_KEPT = 12


@dataclass(frozen=True, eq=False)
class Package:
    """One immutable built folder. It equals only itself, so that it can be the key of a cache."""

    path: Path
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    names: Mapping[str, str] = field(repr=False)
    # The whole record, where this package is an earlier day of it; else None.
    whole: Package | None = field(default=None, repr=False)
    # The files of the folder by name, as they were read: a later build in the same folder is another package.
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        """Data version, twelve hex digits over all tables: printed on every file and part of every ETag."""
        return str(self.manifest["data_version"])

    @cached_property
    def dyads(self) -> tuple[str, ...]:
        return tuple(self.tables["dyads"].dyad)

    @memoized(64)
    def releases(self, dyad: str) -> tuple[str, ...]:
        """Return the register releases that cover a pair in both directions, newest first."""
        releases = sorted({r for r in self.tables["coverage"].release if r}, reverse=True)
        pair = series.Pair.of(dyad)
        return tuple(r for r in releases if series.tiv_years(self.tables, pair, r, 0))

    @memoized(64)
    def covered(self, dyad: str, release: str) -> range:
        """Return the years that a release covers in both directions of a pair; an empty range if there are none."""
        return series.tiv_years(self.tables, series.Pair.of(dyad), release, 0)

    @memoized(64)
    def years(self, dyad: str) -> range:
        """Return the years from the first to the last that any source covers for a pair."""
        cover = self.tables["coverage"]
        pair = [*series.Pair.of(dyad).parties("a_to_b"), "*"]
        covering = cover[cover.supplier.isin(pair) & cover.recipient.isin(pair)]
        return range(int(covering.first_year.min()), int(covering.last_year.max()) + 1)

    @memoized(64)
    def yearly_flows(self, release: str) -> pd.DataFrame:
        """Return all directed yearly amounts of a release, in million TIV (see `series.yearly_flows`)."""
        return series.yearly_flows(self.tables, release)

    @memoized(64)
    def sources(self) -> Mapping[str, Source]:
        """Return source id → source."""
        return MappingProxyType({s.source_id: s for s in records(Source, self.tables["sources"])})

    def source(self, source_id: str) -> Source:
        """Return a source. Raises KeyError for an unknown id."""
        return self.sources()[source_id]

    @memoized(64)
    def release_name(self, release: str) -> str:
        """Return the name of a release, such as `SIPRI 2026`; the release itself where no source has it."""
        sources = self.tables["sources"]
        sources = sources[sources.release == release]
        return str(sources.short.fillna(sources.source_id).iloc[0]) if len(sources) else release

    def registers(self, releases: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the registers of some releases, such as `SIPRI`, each once."""
        return tuple(dict.fromkeys(self.release_name(r).removesuffix(r).strip() or r for r in releases))

    @cached_property
    def register_titles(self) -> tuple[str, ...]:
        """Titles of the registers, whatever their releases, each once."""
        return tuple(dict.fromkeys(s.title.split(", ")[0] for s in self.sources().values() if s.kind == "register"))

    @memoized(64)
    def dyad(self, dyad: str) -> Dyad:
        """Return a pair. Raises KeyError for an unknown one."""
        return {d.dyad: d for d in records(Dyad, self.tables["dyads"])}[dyad]

    @memoized(1)
    def coverage(self) -> tuple[Coverage, ...]:
        """Return what each file covers."""
        return records(Coverage, self.tables["coverage"])

    @memoized(1)
    def claims(self) -> tuple[Claim, ...]:
        """Return all claims, as the table orders them."""
        return records(Claim, self.tables["claims"])

    def name(self, code: str) -> str:
        """Return a state's name; the code itself where it is unknown."""
        return self.names.get(code, code)

    def as_known_on(self, day: str) -> Package:
        """Return the record as it was at the end of a day (`YYYY-MM-DD`); the whole record for an empty day."""
        whole = self.whole or self
        return _earlier_day(whole, day) if day else whole

    @memoized(64)
    def days(self, dyad: str) -> tuple[str, ...]:
        """Return the days on which the whole record grew, oldest first.

        They begin two years after the first year that a source of claims covers for the pair; none without such a
        source.
        """
        whole, pair = self.whole or self, [*series.Pair.of(dyad).parties("a_to_b"), "*"]
        cover = whole.tables["coverage"].query("format == 'claims'")
        first_year = cover[cover.supplier.isin(pair) & cover.recipient.isin(pair)].first_year.min()
        return () if pd.isna(first_year) else tuple(d for d in as_of.days(whole.tables) if int(d[:4]) >= first_year + 2)

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """Row id → row, for every row that a mark may rest on."""
        rows: list[Delivery | Order | Total | Launches] = [
            *records(Delivery, self.tables["deliveries"]),
            *records(Order, self.tables["orders"]),
            *records(Total, self.tables["totals"]),
            *records(Launches, self.tables["launches"]),
        ]
        claims = {claim.claim_id: claim for claim in self.claims()}
        return MappingProxyType({**claims, **{row.row_id: row for row in rows}})


@memoized(DAYS_KEPT)
def _earlier_day(whole: Package, day: str) -> Package:
    return Package(
        whole.path, MappingProxyType(as_of.as_known(whole.tables, day)), whole.manifest, whole.names, whole, whole.files
    )


def open_package(path: Path) -> Package:
    """Return the package in a folder. Raises DataError where it is missing, damaged, or of another schema version."""
    files = _files(path)
    try:
        manifest = json.loads(files["manifest.json"])
        version = manifest["schema_version"]
        if version == VERSION:
            tables = {
                r["name"]: _read(io.BytesIO(files[r["path"]]), r)
                for r in json.loads(files["datapackage.json"])["resources"]
            }
            names = dict(zip(tables["countries"].iso3, tables["countries"].name, strict=True))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"is damaged: not all of its files are whole ({type(error).__name__}: {str(error)[:80]})"
        raise DataError.one(path, what, _REBUILD) from None
    if version != VERSION:
        raise DataError.one(path, f"was built with schema {version}, this program reads {VERSION}", _REBUILD)
    return Package(
        path,
        MappingProxyType(tables),
        MappingProxyType(manifest),
        MappingProxyType(names),
        files=MappingProxyType(files),
    )


def _files(path: Path) -> dict[str, bytes]:
    """Return a folder's files by name, all of one build: a build may replace the folder meanwhile, then try again."""
    for _ in range(5):
        try:
            files = {p.name: p.read_bytes() for p in sorted(path.iterdir()) if p.suffix in (".csv", ".json")}
            if files["manifest.json"] == (path / "manifest.json").read_bytes():
                return files
        except (FileNotFoundError, NotADirectoryError, KeyError):
            time.sleep(0.02)
    raise DataError.one(path, "holds no built package", _REBUILD)


_REBUILD = "Run: python -m etl build"
_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def _read(file: io.BytesIO, resource: Mapping[str, Any]) -> pd.DataFrame:
    """Read a table with the column types that the package's own description gives."""
    dtypes = {f["name"]: _DTYPES[f["type"]] for f in resource["schema"]["fields"]}
    frame = pd.read_csv(file, dtype=dtypes, keep_default_na=False, na_values=[""])
    complete = [c for c, t in dtypes.items() if t == "boolean" and not frame[c].isna().any()]
    frame = frame.astype(dict.fromkeys(complete, "bool"))
    for column in ("release", "basis"):
        if column in frame and resource["name"] != "sources":  # a source may lack a release
            frame[column] = frame[column].fillna("")
    return frame


@memoized(64)
def successors(package: Package) -> Mapping[str, str]:
    """Return predecessor → successor code (SUN → RUS)."""
    return MappingProxyType(series.successors(package.tables["countries"]))


def origin_name(package: Package, slug: str) -> str:
    """Return an origin's name; for a slug without one, the slug with spaces for hyphens."""
    origins = package.tables["origins"]
    labels = origins.label[origins.origin == slug]
    return str(labels.iloc[0]) if len(labels) else slug.replace("-", " ")
