"""What went each way under a selection, and the reversal it shows: computed once for a pair, cut to the years asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from dashboard.data.memo import memoized
from dashboard.data.package import Package
from etl.analysis import reversal, series
from etl.analysis.inputs import Inputs, documented_inputs, tiv_inputs
from etl.analysis.reversal import Reversal
from etl.contracts.vocabulary import DIRECTIONS


@dataclass(frozen=True, eq=False)
class Flows:
    """Both directions of a pair under one selection, by year, and the reversal they show."""

    # Direction → low, central, high, covered, basis, indexed by year.
    flow: Mapping[str, pd.DataFrame]
    # Direction → the locally produced part of `central` (missing where unknown).
    local: Mapping[str, pd.Series]
    reversal: Reversal
    # The years the reversal is computed from: those between the first and the last covered one.
    span: tuple[int, ...]
    weight: float
    gross_min: float

    @cached_property
    def as_of(self) -> Mapping[int, Reversal]:
        """Year → the answer with only the data up to it, from the third year on."""
        x, y = (self.flow[d].central.loc[self.span[0] : self.span[-1]].to_numpy() for d in DIRECTIONS)
        found = {
            year: reversal.reversal(x[:n], y[:n], self.span[:n], self.weight, self.gross_min)
            for n, year in enumerate(self.span, 1)
            if n >= 3
        }
        return MappingProxyType(found)

    @cached_property
    def covered(self) -> pd.Series:
        """True in the years that are covered in both directions."""
        return pd.concat([self.flow[d].covered for d in DIRECTIONS], axis=1).all(axis=1)

    @cached_property
    def by_year(self) -> Mapping[int, tuple[float, float, bool]]:
        """Year → (central flow a→b, that of b→a, whether both are covered), to be looked up often."""
        a_to_b, b_to_a = (self.flow[d].central for d in DIRECTIONS)
        years = zip(a_to_b.index, a_to_b, b_to_a, self.covered, strict=True)
        return MappingProxyType({int(year): (float(x), float(y), bool(covered)) for year, x, y, covered in years})


@memoized
def _over(package: Package, dyad: str, release: str, direction: str, local: str, years: range) -> pd.DataFrame:
    return series.tiv(
        package.tables, series.Pair.of(dyad), direction, release, years, local, package.yearly_flows(release)
    )


def _tiv(package: Package, dyad: str, release: str, direction: str, local: str, years: range) -> pd.DataFrame:
    """`series.tiv`, cut from that over all years of the pair: no year depends on another."""
    every = package.years(dyad)
    if years[0] not in every or years[-1] not in every:
        return _over(package, dyad, release, direction, local, years)
    return _over(package, dyad, release, direction, local, every).loc[years[0] : years[-1]]


@memoized
def _documented(package: Package, dyad: str, credibility: int, origins: int) -> Mapping[str, pd.DataFrame]:
    """Direction → documented events over all years of a pair, to be cut: no year depends on another."""
    return documented_inputs(package.tables, series.Pair.of(dyad), credibility, package.years(dyad), origins).flow


@memoized
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
    """The flows a selection asks for, computed from the package's claims and register rows."""
    if measure == "tiv":
        flow = {d: _tiv(package, dyad, release, d, series.local_of(local, d), years) for d in DIRECTIONS}
        part = {
            d: _tiv(package, dyad, release, d, "only", years).central
            if series.local_of(local, d) == "included"
            else flow[d].central * 0
            for d in DIRECTIONS
        }
    else:
        flow = {
            d: frame.loc[years[0] : years[-1]] for d, frame in _documented(package, dyad, credibility, origins).items()
        }
        part = {d: flow[d].central * 0 for d in DIRECTIONS}
    both = flow["a_to_b"].covered & flow["b_to_a"].covered
    seen = both.index[both]  # years before and after what a source covers are no periods without deliveries
    span = list(range(seen[0], seen[-1] + 1)) if len(seen) else list(years)
    x, y = (flow[d].central.loc[span[0] : span[-1]].to_numpy() for d in DIRECTIONS)
    answer = reversal.reversal(x, y, span, weight, gross_min)
    return Flows(MappingProxyType(flow), MappingProxyType(part), answer, tuple(span), weight, gross_min)


def inputs(package: Package, dyad: str, release: str, years: range) -> Inputs:
    """Inputs of the metrics that rest on all partners (all deliveries of a release)."""
    return tiv_inputs(package.tables, series.Pair.of(dyad), release, years, flows=package.yearly_flows(release))
