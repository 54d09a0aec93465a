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
from etl.analysis import metrics, series
from etl.analysis.documented import series as documented
from etl.analysis.documented.events import Event, find_events
from etl.analysis.grading import DEFAULT_CREDIBILITY
from etl.analysis.inputs import Inputs, tiv_inputs
from etl.analysis.reversal import PRIOR, Reversal, reversal
from etl.analysis.robustness import LATER_START, LEAST_YEARS, named_variants
from etl.analysis.series import ALL_LOCAL, Shares
from etl.analysis.votes import Ballot, Order, find_orders
from etl.contracts.vocabulary import DIRECTIONS

_AMOUNTS = ["low", "central", "high"]


@dataclass(frozen=True, eq=False)
class Flows:
    """Yearly flows of a pair in both directions under one selection, and the reversal they show."""

    # Direction → frame with the columns low, central, high, covered, basis, indexed by year.
    flow: Mapping[str, pd.DataFrame]
    # Direction → the locally produced part of `central` (missing where unknown).
    local: Mapping[str, pd.Series]
    reversal: Reversal
    # What the reversal is voted on: the years from the first to the last covered one, and the orders behind them.
    ballot: Ballot
    weight: float
    gross_min: float
    # The documented events behind the flows; none for a register.
    events: tuple[Event, ...] = ()

    @property
    def span(self) -> tuple[int, ...]:
        """The years the reversal is computed from."""
        return self.ballot.periods

    @property
    def answered(self) -> tuple[int, int]:
        """The first and the last year that is covered; those of the span where none is."""
        years = self.covered.index[self.covered]
        return (int(years[0]), int(years[-1])) if len(years) else (self.span[0], self.span[-1])

    def answer(self, ballot: Ballot, prior: tuple[float, ...] = PRIOR) -> Reversal:
        """Return the reversal of another ballot by the same method."""
        return reversal(ballot.votes(weight_exponent=self.weight, gross_min=self.gross_min), ballot.periods, prior)

    @cached_property
    def as_of(self) -> Mapping[int, Reversal]:
        """Year → the reversal from the years up to it, from the third on; orders have the spans known then."""
        return MappingProxyType({year: self.answer(self.ballot.up_to(year)) for year in self.span[LEAST_YEARS - 1 :]})

    @cached_property
    def as_of_spans_now(self) -> Mapping[int, Reversal]:
        """Year → the reversal from the years up to it, from the third on; orders have the spans known now."""
        years = self.span[LEAST_YEARS - 1 :]
        return MappingProxyType({year: self.answer(self.ballot.up_to(year, spans_known_now=True)) for year in years})

    @cached_property
    def named(self) -> Mapping[str, Reversal]:
        """Rule of votes → the reversal by it; empty for documented events, which have a rule of their own."""
        if self.events:
            return MappingProxyType({})
        return MappingProxyType(dict(named_variants(self.ballot, self.weight, self.gross_min)))

    @cached_property
    def neighbours(self) -> Mapping[str, Reversal]:
        """The answers next to this one, beside the named ones: without the last year, and from a later first year."""
        near: dict[str, Reversal] = {}
        if len(self.span) > LEAST_YEARS:
            near["end"] = self.answer(self.ballot.up_to(self.span[-2]))
        if self.span[0] < LATER_START and sum(year >= LATER_START for year in self.span) >= LEAST_YEARS:
            near["start"] = self.answer(self.ballot.since(LATER_START))
        return MappingProxyType(near)

    @cached_property
    def at_the_edge(self) -> bool:
        """Whether a reversal is called that a named variant or a neighbour does not share."""
        near = (*self.named.values(), *self.neighbours.values())
        return self.reversal.callable and not all(answer.callable for answer in near)

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


def _tiv_flow(package: Package, dyad: str, release: str, direction: str, share: float, years: range) -> pd.DataFrame:
    """Return the series of one direction with a share of local production; a year no file covers has no amounts."""
    built = _tiv_series(package, dyad, release)
    frame = built[direction, "included"].reindex(years)
    if share < 1:
        without = built[direction, "excluded"].reindex(years)
        amounts = (share * frame[_AMOUNTS] + (1 - share) * without[_AMOUNTS]).round(6)
        frame = frame.assign(**amounts, covered=without.covered, basis=without.basis)
    return frame.assign(covered=frame.covered.eq(True), basis=frame.basis.fillna(""))


@memoized(64)
def _orders(package: Package, dyad: str, release: str) -> tuple[tuple[Order, ...], tuple[Order, ...]]:
    pair = series.Pair.of(dyad)
    a_to_b, b_to_a = (find_orders(package.tables, pair, release, direction) for direction in DIRECTIONS)
    return a_to_b, b_to_a


@memoized(256)
def documented_events(package: Package, dyad: str, credibility: int, origins: int) -> tuple[Event, ...]:
    """Return the documented events of a pair that count, in either direction."""
    return find_events(package.tables, series.Pair.of(dyad), credibility, origins)


@memoized(256)
def flows(
    package: Package,
    dyad: str,
    measure: str,
    release: str,
    years: range,
    shares: Shares,
    credibility: int,
    weight: float = 0.0,
    gross_min: float = 0.0,
    origins: int = 1,
) -> Flows:
    """Return the flows of a pair per year, in million TIV or events, and their reversal.

    `measure` is `tiv`, `documented` or `documented_volume`; `release` and `shares` apply to the first, `credibility` and
    `origins` to the others. `weight` and `gross_min` are the exponent and threshold of the votes (see `etl.analysis.reversal`).
    """
    if measure != "tiv":
        events = documented_events(package, dyad, credibility, origins)
        return _documented_flows(events, measure, years, _looked_at(package, dyad, years), weight, gross_min)
    counted = dict(zip(DIRECTIONS, shares, strict=True))
    flow = {d: _tiv_flow(package, dyad, release, d, share, years) for d, share in counted.items()}
    local_part = {
        d: (flow[d].central - _tiv_flow(package, dyad, release, d, 0.0, years).central).round(6)
        if share
        else flow[d].central * 0
        for d, share in counted.items()
    }
    span = _covered_span(flow, years)
    x, y = (flow[d].central.loc[span[0] : span[-1]].to_numpy(float) for d in DIRECTIONS)
    ballot = Ballot(tuple(span), x, y, _orders(package, dyad, release), shares)
    answer = reversal(ballot.votes(weight_exponent=weight, gross_min=gross_min), ballot.periods)
    return Flows(MappingProxyType(flow), MappingProxyType(local_part), answer, ballot, weight, gross_min)


def _covered_span(flow: Mapping[str, pd.DataFrame], years: range) -> list[int]:
    """Return the years from the first to the last covered one: uncovered ones at the ends are not years without."""
    covered = flow["a_to_b"].covered & flow["b_to_a"].covered
    covered_years = covered.index[covered]
    return list(range(covered_years[0], covered_years[-1] + 1)) if len(covered_years) else list(years)


def _looked_at(package: Package, dyad: str, years: range) -> list[int]:
    """Return the years that files of claims looked at in both directions, in one row; all where none did."""
    pair = series.Pair.of(dyad)
    ways = (series.covered_years(package.tables, *pair.parties(d), None, {"claims"}) for d in DIRECTIONS)
    seen = sorted(set.intersection(*ways) & {*years})
    return list(range(seen[0], seen[-1] + 1)) if seen else list(years)


def _documented_flows(
    events: tuple[Event, ...], measure: str, years: range, span: list[int], weight: float, gross_min: float
) -> Flows:
    """Return flows and reversal; the reversal is of the years `span`, of which those without an event abstain."""
    flow = documented.yearly(events, measure, years)
    ballot = documented.ballot(events, measure, flow, span)
    answer = reversal(ballot.votes(weight_exponent=weight, gross_min=gross_min), ballot.periods)
    none = MappingProxyType({d: flow[d].central * 0 for d in DIRECTIONS})
    found = tuple(documented.counted(events, measure))
    return Flows(MappingProxyType(flow), none, answer, ballot, weight, gross_min, found)


@memoized(1)
def metrics_csv(package: Package) -> bytes:
    """Return every metric of every pair and variant as CSV, by the functions that the charts use too."""
    table = metrics.table(package.tables, list(package.dyads), DEFAULT_CREDIBILITY)
    return table.to_csv(index=False, lineterminator="\n").encode()


def inputs(package: Package, dyad: str, release: str, years: range, shares: Shares = ALL_LOCAL) -> Inputs:
    """Return the inputs of metrics that compare with all partners, in million TIV a year, from one release."""
    return tiv_inputs(package.tables, series.Pair.of(dyad), release, years, shares, package.yearly_flows(release))
