"""Prepare the series of a dyad, and what metrics are computed from: its flows and all trade of its two states."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import pandas as pd

from etl.analysis import series
from etl.analysis.documented import series as documented
from etl.analysis.documented.events import find_events
from etl.analysis.series import Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS

_AMOUNTS = ["low", "central", "high"]


@dataclass(frozen=True)
class Inputs:
    """Represent the flows of one dyad and the trade of its two states on the same periods, each by direction.

    `flow`, `imports` (of the direction's recipient) and `exports` (of its supplier) have the columns low, central,
    high, covered, basis. `suppliers` has the central amounts of the recipient's imports, periods × supplier codes.
    """

    flow: dict[str, pd.DataFrame]
    imports: dict[str, pd.DataFrame]
    exports: dict[str, pd.DataFrame]
    suppliers: dict[str, pd.DataFrame]
    # Low and high of `suppliers`; a direction without rounded amounts has no entry.
    bounds: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)

    def windows(self, width: int) -> Inputs:
        """Return the inputs summed over windows of `width` years, so that ratios are taken of sums."""
        flow = {d: series.windows(f, width) for d, f in self.flow.items()}

        def summed(d: str, amounts: pd.DataFrame) -> pd.DataFrame:
            return amounts.rolling(width).sum().iloc[width - 1 :].set_axis(flow[d].index)

        return replace(
            self,
            flow=flow,
            imports={d: series.windows(f, width) for d, f in self.imports.items()},
            exports={d: series.windows(f, width) for d, f in self.exports.items()},
            suppliers={d: summed(d, s) for d, s in self.suppliers.items()},
            bounds={d: (summed(d, low), summed(d, high)) for d, (low, high) in self.bounds.items()},
        )


def tiv_inputs(
    tables: Tables,
    pair: Pair,
    release: str,
    years: range,
    shares: series.Shares = series.ALL_LOCAL,
    flows: pd.DataFrame | None = None,
) -> Inputs:
    """Return the annual inputs of a dyad in one SIPRI release, in million TIV.

    `shares` are the shares of local production that count. What does not count of the dyad's own flow is missing from
    all trade of its states too; the local production of others counts, because a release does not tell it.
    """
    flows = series.yearly_flows(tables, release) if flows is None else flows
    flow = series.both_ways(tables, pair, release, years, shares, flows)
    whole = series.both_ways(tables, pair, release, years, flows=flows)
    imports: dict[str, pd.DataFrame] = {}
    exports: dict[str, pd.DataFrame] = {}
    suppliers: dict[str, pd.DataFrame] = {}
    bounds: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = {}
    for direction in DIRECTIONS:
        supplier, recipient = pair.parties(direction)
        left_out = (whole[direction][_AMOUNTS] - flow[direction][_AMOUNTS]).round(6)
        imports[direction] = _without(series.trade(tables, recipient, "imports", release, years, flows), left_out)
        exports[direction] = _without(series.trade(tables, supplier, "exports", release, years, flows), left_out)
        parts = flows[(flows.recipient == recipient) & (flows.supplier != series.ALL)]
        low, central, high = (
            _by_supplier(parts, column, years, imports[direction].covered) for column in ("low", "central", "high")
        )
        for amounts, column in ((low, "low"), (central, "central"), (high, "high")):
            if supplier in amounts:
                amounts[supplier] = amounts[supplier] - left_out[column].fillna(0)
        suppliers[direction] = central
        if (high > low).to_numpy().any():
            bounds[direction] = low, high
    return Inputs(flow, imports, exports, suppliers, bounds)


def _without(trade: pd.DataFrame, left_out: pd.DataFrame) -> pd.DataFrame:
    """Return trade less what does not count of it; not covered where that is not known."""
    trade[_AMOUNTS] = (trade[_AMOUNTS] - left_out).round(6)
    covered = trade.covered & trade.central.notna()
    return trade.assign(covered=covered, basis=trade.basis.where(covered, ""))


def _by_supplier(parts: pd.DataFrame, column: str, years: range, covered: pd.Series) -> pd.DataFrame:
    """Return a column of `yearly_flows` as years × suppliers: 0 where covered without a record, missing elsewhere."""
    wide = parts.pivot_table(index="year", columns="supplier", values=column, aggfunc="sum")
    return wide.reindex(years).fillna(0).where(covered, np.nan)


def documented_inputs(tables: Tables, pair: Pair, measure: str, credibility_max: int, years: range) -> Inputs:
    """Return the annual flows by documented events, for the metrics that do not need trade with other states."""
    return Inputs(documented.yearly(find_events(tables, pair, credibility_max), measure, years), {}, {}, {})


def series_table(tables: Tables, dyads: list[str], credibility_max: int) -> pd.DataFrame:
    """Return every dyad × direction × measure × variant (columns as in package_tables.TABLES['series'])."""
    years, frames = series.all_years(tables), []
    releases = sorted({r for r in tables["coverage"].release if r})
    flows = {r: series.yearly_flows(tables, r) for r in releases}
    for dyad in dyads:
        pair = Pair.of(dyad)
        for release, (local, share) in product(releases, (("included", 1.0), ("excluded", 0.0))):
            said = {"measure": "tiv", "release": release, "local_production": local}
            for direction in DIRECTIONS:
                frame = series.tiv(tables, pair, direction, release, years, share, flows[release])
                frames.append(frame.assign(dyad=dyad, direction=direction, **said))
        for measure in documented.MEASURES:
            said = {"measure": measure, "release": "", "local_production": None}
            one = documented_inputs(tables, pair, measure, credibility_max, years).flow
            frames += [one[d].assign(dyad=dyad, direction=d, **said) for d in DIRECTIONS]
    frame = pd.concat(frames).reset_index().astype({"period": str})
    return frame[["dyad", "direction", "measure", "release", "local_production", "period", *series.COLUMNS]]
