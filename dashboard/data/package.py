"""Opens a built package and answers from it. The only way of the dashboard to the data."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.data.memo import memoized
from etl.analysis import as_of, series
from etl.contracts.errors import DataError
from etl.contracts.vocabulary import VERSION

# Earlier days of the record that are held at a time; each is a few megabytes with what was computed from it.
DAYS_KEPT = 12


@dataclass(frozen=True, eq=False)
class Package:
    """One immutable built folder. Equal only to itself, so that it can key a cache."""

    path: Path
    tables: Mapping[str, pd.DataFrame]
    manifest: Mapping[str, Any]
    names: Mapping[str, str] = field(repr=False)
    # The package that this one is an earlier day of; None for a built one.
    whole: Package | None = field(default=None, repr=False)
    # The files of the folder by name, as they were read: what is built there since is another package.
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        """Twelve hex digits over all tables: the data version on every file and in every ETag."""
        return str(self.manifest["data_version"])

    @cached_property
    def dyads(self) -> tuple[str, ...]:
        return tuple(self.tables["dyads"].dyad)

    @memoized
    def releases(self, dyad: str) -> tuple[str, ...]:
        """The register releases that cover a pair in both directions, newest first."""
        every = sorted({r for r in self.tables["coverage"].release if r}, reverse=True)
        pair = series.Pair.of(dyad)
        return tuple(r for r in every if series.tiv_years(self.tables, pair, r, 0))

    @memoized
    def covered(self, dyad: str, release: str) -> range:
        """The years that a release covers in both directions of a pair."""
        return series.tiv_years(self.tables, series.Pair.of(dyad), release, 0)

    @memoized
    def years(self, dyad: str) -> range:
        """From the first to the last year that anything covers for a pair."""
        cover = self.tables["coverage"]
        pair = [*series.Pair.of(dyad).parties("a_to_b"), "*"]
        mine = cover[cover.supplier.isin(pair) & cover.recipient.isin(pair)]
        return range(int(mine.first_year.min()), int(mine.last_year.max()) + 1)

    @memoized
    def yearly_flows(self, release: str) -> pd.DataFrame:
        """All directed yearly amounts of a release (see `series.yearly_flows`)."""
        return series.yearly_flows(self.tables, release)

    @memoized
    def source(self, source_id: str) -> Any:
        """The row of `sources` as a named tuple."""
        rows = self.tables["sources"]
        return next(rows[rows.source_id == source_id].itertuples(index=False))

    @memoized
    def release_name(self, release: str) -> str:
        """How a release is called: `SIPRI 2026`."""
        rows = self.tables["sources"]
        mine = rows[rows.release == release]
        return str(mine.short.fillna(mine.source_id).iloc[0]) if len(mine) else release

    @memoized
    def dyad(self, dyad: str) -> Any:
        """The row of `dyads` as a named tuple: dyad, a, b, label, first_year, break_year."""
        rows = self.tables["dyads"]
        return next(rows[rows.dyad == dyad].itertuples(index=False))

    def name(self, code: str) -> str:
        """A state's name; the code itself where it is unknown."""
        return self.names.get(code, code)

    def as_known_on(self, day: str) -> Package:
        """The record as it stood at the end of a day (`YYYY-MM-DD`; all of it for an empty one)."""
        whole = self.whole or self
        return _known(whole, day) if day else whole

    @memoized
    def days(self, dyad: str) -> tuple[str, ...]:
        """The days on which the whole record grew, oldest first, from the third year on that claims on a pair cover."""
        whole, pair = self.whole or self, [*series.Pair.of(dyad).parties("a_to_b"), "*"]
        cover = whole.tables["coverage"].query("format == 'claims'")
        first = cover[cover.supplier.isin(pair) & cover.recipient.isin(pair)].first_year.min()
        return () if pd.isna(first) else tuple(d for d in as_of.days(whole.tables) if int(d[:4]) >= first + 2)

    @cached_property
    def evidence(self) -> Mapping[str, tuple[str, Any]]:
        """Row id → (table, row) for everything a mark may rest on."""
        found: dict[str, tuple[str, Any]] = {}
        for table, key in (
            ("claims", "claim_id"),
            ("deliveries", "row_id"),
            ("orders", "row_id"),
            ("totals", "row_id"),
            ("launches", "row_id"),
        ):
            for row in self.tables[table].itertuples(index=False):
                found[getattr(row, key)] = (table, row)
        return MappingProxyType(found)


@lru_cache(maxsize=DAYS_KEPT)
def _known(whole: Package, day: str) -> Package:
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
    """A folder's files, all of one build: it is read again where a build took its place meanwhile."""
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
    """A table in the types that the package's own description gives its columns."""
    dtypes = {f["name"]: _DTYPES[f["type"]] for f in resource["schema"]["fields"]}
    frame = pd.read_csv(file, dtype=dtypes, keep_default_na=False, na_values=[""])
    full = [c for c, t in dtypes.items() if t == "boolean" and not frame[c].isna().any()]
    frame = frame.astype(dict.fromkeys(full, "bool"))
    for column in ("release", "basis"):
        if column in frame and resource["name"] != "sources":  # of one of those it is missing
            frame[column] = frame[column].fillna("")
    return frame


@memoized
def successors(package: Package) -> Mapping[str, str]:
    """Predecessor → successor code (SUN → RUS)."""
    return MappingProxyType(series.successors(package.tables["countries"]))


def origin_name(package: Package, slug: str) -> str:
    """How a reader would call an origin; a slug that no name is given for, with its hyphens as spaces."""
    names = package.tables["origins"]
    mine = names.label[names.origin == slug]
    return str(mine.iloc[0]) if len(mine) else slug.replace("-", " ")
