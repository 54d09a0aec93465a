"""Compute the flows of a pair under a selection, and the reversal they show.

Flows are computed once over all years of the pair and cut to the selected years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from etl.analysis import metrics_table, reversal, series
from etl.analysis.grading import DEFAULT_CREDIBILITY
from etl.analysis.inputs import Inputs, documented_inputs, tiv_inputs
from etl.analysis.reversal import Reversal
from etl.contracts.vocabulary import DIRECTIONS


@dataclass(frozen=True, eq=False)
class Flows:
    """Yearly flows of a pair in both directions under one selection, and the reversal they show."""

    # Direction → frame with the columns low, central, high, covered, basis, indexed by year.
    flow: Mapping[str, pd.DataFrame]
    # Direction → the locally produced part of `central` (missing where unknown).
    local: Mapping[str, pd.Series]
    reversal: Reversal
    # The years the reversal is computed from: the first to the last covered one.
    span: tuple[int, ...]
    weight: float
    gross_min: float

    @cached_property
    def as_of(self) -> Mapping[int, Reversal]:
        """Year → the reversal computed from the years up to it, from the third year on."""
        x, y = (self.flow[d].central.loc[self.span[0] : self.span[-1]].to_numpy() for d in DIRECTIONS)
        answers = {
            year: reversal.reversal(x[:n], y[:n], self.span[:n], self.weight, self.gross_min)
            for n, year in enumerate(self.span, 1)
            if n >= 3
        }
        return MappingProxyType(answers)

    @cached_property
    def covered(self) -> pd.Series:
        """Whether each year is covered in both directions: a boolean per year."""
        return pd.concat([self.flow[d].covered for d in DIRECTIONS], axis=1).all(axis=1)

    @cached_property
    def by_year(self) -> Mapping[int, tuple[float, float, bool]]:
        """Year → (central flow a→b, central flow b→a, covered both ways), for fast look-up."""
        a_to_b, b_to_a = (self.flow[d].central for d in DIRECTIONS)
        years = zip(a_to_b.index, a_to_b, b_to_a, self.covered, strict=True)
        return MappingProxyType({int(year): (float(x), float(y), bool(covered)) for year, x, y, covered in years})


@memoized(64)
def _tiv_series(package: Package, dyad: str, release: str) -> Mapping[tuple[str, str], pd.DataFrame]:
    """Return (direction, local production) → rows of the table `series`, indexed by year; low, central, high, basis."""
    rows = package.tables["series"]
    rows = rows[(rows.dyad == dyad) & (rows.measure == "tiv") & (rows.release == release)]
    by_variant = rows.astype({"period": int}).groupby(["direction", "local_production"])
    return MappingProxyType({key: frame.set_index("period")[series.COLUMNS] for key, frame in by_variant})


def _tiv_flow(package: Package, dyad: str, release: str, direction: str, local: str, years: range) -> pd.DataFrame:
    """Return the series of one direction on some years; a year that no file covers is one without amounts."""
    frame = _tiv_series(package, dyad, release)[direction, local].reindex(years)
    return frame.assign(covered=frame.covered.eq(True), basis=frame.basis.fillna(""))


@memoized(256)
def _documented(package: Package, dyad: str, credibility: int, origins: int) -> Mapping[str, pd.DataFrame]:
    """Return direction → documented events in all years of a pair; they may be cut, as no year depends on another."""
    return documented_inputs(package.tables, series.Pair.of(dyad), credibility, package.years(dyad), origins).flow


@memoized(256)
def flows(
    package: Package,
    dyad: str,
    measure: str,
    release: str,
    years: range,
    local: str,
    credibility: int,
    weight: float = 0.0,
    gross_min: float = 0.0,
    origins: int = 1,
) -> Flows:
    """Return the flows of a pair per year, in million TIV or events, and their reversal.

    `measure` is `tiv` or `documented`; `release` and `local` apply to the first, `credibility` and `origins` to the
    second. `weight` and `gross_min` are the exponent and threshold of the votes (see `etl.analysis.reversal`).
    """
    if measure == "tiv":
        flow = {d: _tiv_flow(package, dyad, release, d, series.local_of(local, d), years) for d in DIRECTIONS}
        local_part = {
            d: (flow[d].central - _tiv_flow(package, dyad, release, d, "excluded", years).central).round(6)
            if series.local_of(local, d) == "included"
            else flow[d].central * 0
            for d in DIRECTIONS
        }
    else:
        flow = {
            d: frame.loc[years[0] : years[-1]] for d, frame in _documented(package, dyad, credibility, origins).items()
        }
        local_part = {d: flow[d].central * 0 for d in DIRECTIONS}
    covered = flow["a_to_b"].covered & flow["b_to_a"].covered
    covered_years = covered.index[covered]  # uncovered years at the ends are not years without deliveries
    span = list(range(covered_years[0], covered_years[-1] + 1)) if len(covered_years) else list(years)
    x, y = (flow[d].central.loc[span[0] : span[-1]].to_numpy() for d in DIRECTIONS)
    answer = reversal.reversal(x, y, span, weight, gross_min)
    return Flows(MappingProxyType(flow), MappingProxyType(local_part), answer, tuple(span), weight, gross_min)


@memoized(1)
def metrics_csv(package: Package) -> bytes:
    """Return every metric of every pair and variant as CSV, by the functions that the charts use too."""
    table = metrics_table.table(package.tables, list(package.dyads), DEFAULT_CREDIBILITY)
    return table.to_csv(index=False, lineterminator="\n").encode()


def inputs(package: Package, dyad: str, release: str, years: range) -> Inputs:
    """Return the inputs of metrics that compare with all partners: all deliveries of a release, million TIV a year."""
    return tiv_inputs(package.tables, series.Pair.of(dyad), release, years, flows=package.yearly_flows(release))
