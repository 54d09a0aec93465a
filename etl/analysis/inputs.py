"""What metrics are computed from: the flows of a pair both ways, and its trade with all others, on the same periods."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from etl.analysis import series
from etl.analysis.series import Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS


@dataclass(frozen=True)
class Inputs:
    """The flows of one pair on the same periods, each a frame of low, central, high, covered, basis.

    `flow` by direction; `imports`, `exports` and `suppliers` by direction too: those of the direction's
    recipient, supplier and recipient. `suppliers` is periods × supplier codes (central amounts).
    """

    flow: dict[str, pd.DataFrame]
    imports: dict[str, pd.DataFrame]
    exports: dict[str, pd.DataFrame]
    suppliers: dict[str, pd.DataFrame]
    # Low and high of `suppliers`, where a register rounds; else there is no entry.
    bounds: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)

    def windows(self, width: int) -> Inputs:
        """The same flows summed over `width` years, before anything is divided."""
        roll = {d: series.windows(f, width) for d, f in self.flow.items()}

        def summed(d: str, amounts: pd.DataFrame) -> pd.DataFrame:
            return amounts.rolling(width).sum().iloc[width - 1 :].set_axis(roll[d].index)

        return replace(
            self,
            flow=roll,
            imports={d: series.windows(f, width) for d, f in self.imports.items()},
            exports={d: series.windows(f, width) for d, f in self.exports.items()},
            suppliers={d: summed(d, s) for d, s in self.suppliers.items()},
            bounds={d: (summed(d, low), summed(d, high)) for d, (low, high) in self.bounds.items()},
        )


def tiv_inputs(
    tables: Tables, pair: Pair, release: str, years: range, local: str = "included", flows: pd.DataFrame | None = None
) -> Inputs:
    """Annual inputs of a pair in one SIPRI release (million TIV); `local` as in a selection."""
    flows = series.yearly_flows(tables, release) if flows is None else flows
    flow = series.both_ways(tables, pair, release, years, local, flows)
    imports: dict[str, pd.DataFrame] = {}
    exports: dict[str, pd.DataFrame] = {}
    suppliers: dict[str, pd.DataFrame] = {}
    bounds: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = {}
    for direction in DIRECTIONS:
        supplier, recipient = pair.parties(direction)
        imports[direction] = series.trade(tables, recipient, "imports", release, years, flows)
        exports[direction] = series.trade(tables, supplier, "exports", release, years, flows)
        parts = flows[(flows.recipient == recipient) & (flows.supplier != series.ALL)]
        least, amounts, most = (
            _by_supplier(parts, column, years, imports[direction].covered) for column in ("low", "central", "high")
        )
        suppliers[direction] = amounts
        if (most > least).to_numpy().any():
            bounds[direction] = least, most
    return Inputs(flow, imports, exports, suppliers, bounds)


def _by_supplier(parts: pd.DataFrame, column: str, years: range, covered: pd.Series) -> pd.DataFrame:
    """Years × suppliers of one column of `yearly_flows`; zero where covered and silent, missing where not covered."""
    wide = parts.pivot_table(index="year", columns="supplier", values=column, aggfunc="sum")
    return wide.reindex(years).fillna(0).where(covered, np.nan)


def documented_inputs(tables: Tables, pair: Pair, credibility_max: int, years: range, origins_min: int = 1) -> Inputs:
    """Annual counts of documented events, for the metrics that need no other partner."""
    flow = {d: series.documented(tables, pair, d, credibility_max, years, origins_min) for d in DIRECTIONS}
    return Inputs(flow, imports={}, exports={}, suppliers={})
