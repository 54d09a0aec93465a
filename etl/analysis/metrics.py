"""Compute the metrics of two opposite flows; `METRICS` registers them.

Notation: x = flow a→b, y = flow b→a, in the unit of the measure; w(i→j) = flow from i to j; all ratios are
dimensionless. A metric is missing, never zero, where its denominator is zero or an input is not covered. Every metric
is a function of inputs and direction that returns the columns low, central, high, covered and basis by period.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.analysis import series
from etl.analysis.documented import draws
from etl.analysis.documented.series import MEASURES
from etl.analysis.inputs import Inputs, documented_inputs, tiv_inputs
from etl.analysis.series import COLUMNS, Pair, Tables
from etl.contracts.vocabulary import DIRECTIONS

# Years in a window, as in SIPRI's own comparisons: they smooth the jumps of single deliveries.
WINDOW = 5


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part / whole.where(whole > 0)).where(part.notna())


def _frame(low: pd.Series, central: pd.Series, high: pd.Series, *used: pd.DataFrame) -> pd.DataFrame:
    covered = pd.Series(np.logical_and.reduce([f.covered for f in used]), index=central.index)
    together = [" ".join(row).split() for row in zip(*(f.basis for f in used), strict=True)]
    basis = [" ".join(dict.fromkeys(ids)) if known else "" for ids, known in zip(together, covered, strict=True)]
    frame = pd.DataFrame({"low": low, "central": central, "high": high}).where(covered)
    return frame.assign(covered=covered, basis=basis)[COLUMNS]


def gross(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return x + y."""
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]
    return _frame(x.low + y.low, x.central + y.central, x.high + y.high, x, y)


def net(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return x − y."""
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]
    return _frame(x.low - y.high, x.central - y.central, x.high - y.low, x, y)


def balance(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return B(x, y) = (x − y)/(x + y), a normalised trade balance (Balassa 1986).

    B is monotone in both flows, so its bounds are exact: B(x_low, y_high) and B(x_high, y_low).
    """
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]

    central = _ratio(x.central - y.central, x.central + y.central)
    # where both flows of a bound are 0, one side never delivers, so the balance is ±1 at every value of the other
    low = _ratio(x.low - y.high, x.low + y.high).fillna(central).where(central.notna())
    high = _ratio(x.high - y.low, x.high + y.low).fillna(central).where(central.notna())
    return _frame(low, central, high, x, y)


def reciprocity(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return 1 − |B| (Grubel and Lloyd 1975).

    Its bounds follow from those of the balance B; the upper bound is 1 where B may be 0.
    """
    b = balance(inputs, direction)
    at_bounds = 1 - b[["low", "high"]].abs()
    high = at_bounds.max(axis=1).mask((b.low < 0) & (b.high > 0), 1.0)
    return b.assign(low=at_bounds.min(axis=1), central=1 - b.central.abs(), high=high)


def _share(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return part/whole; at a bound, the rest of the whole is at its opposite bound.

    Where both are 0 at a bound, the bound is the central share.
    """
    rest_low, rest_high = whole.low - part.low, whole.high - part.high
    central = _ratio(part.central, whole.central)
    low = _ratio(part.low, part.low + rest_high).fillna(central).where(central.notna())
    high = _ratio(part.high, part.high + rest_low).fillna(central).where(central.notna())
    return _frame(low, central, high, part, whole)


def import_dependence(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return w(i→j) / Σₖ w(k→j), the supplier's share of the recipient's imports (Hirschman 1945)."""
    return _share(inputs.flow[direction], inputs.imports[direction])


def export_share(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return w(i→j) / Σₖ w(i→k), the recipient's share of the supplier's exports (Hirschman 1945)."""
    return _share(inputs.flow[direction], inputs.exports[direction])


def asymmetry(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return b's import dependence on a minus a's on b (Hirschman 1945; Emerson 1962)."""
    of_b, of_a = import_dependence(inputs, "a_to_b"), import_dependence(inputs, "b_to_a")
    return _frame(of_b.low - of_a.high, of_b.central - of_a.central, of_b.high - of_a.low, of_b, of_a)


def _concentration(amounts: np.ndarray) -> np.ndarray:
    """Return Σ s² of the shares s along the last axis; missing where nothing was imported."""
    total = amounts.sum(axis=-1, keepdims=True)
    shares = np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0)
    return np.asarray((shares**2).sum(axis=-1))


def hhi(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return Σ s² over the recipient's suppliers (Hirschman 1945; Herfindahl 1950).

    It is not monotone in the flows, so its bounds are the 5th and 95th percentiles of draws within the flows' bounds.
    """
    amounts = inputs.suppliers[direction]
    value = pd.Series(_concentration(amounts.to_numpy(float)), index=amounts.index)
    low = high = value
    if direction in inputs.bounds:
        least, most = (bound.to_numpy(float) for bound in inputs.bounds[direction])
        drawn = _concentration(draws.pert(least, amounts.to_numpy(float), most, draws.DRAWS))
        p5, p95 = (pd.Series(q, index=amounts.index) for q in np.quantile(drawn, [0.05, 0.95], axis=0))
        low, high = np.minimum(p5, value), np.maximum(p95, value)
    return _frame(low, value, high, inputs.imports[direction])


def effective_suppliers(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return 1 / Σ s² over the recipient's suppliers (Laakso and Taagepera 1979)."""
    index = hhi(inputs, direction)
    return _frame(1 / index.high, 1 / index.central, 1 / index.low, inputs.imports[direction])


@dataclass(frozen=True)
class Metric:
    """One metric: `low` and `high` are the ends of its range, `function` computes it.

    `directed` metrics differ by direction, `needs_trade` are computed from all trade of the two states, `window_only`
    from sums over windows. What it is called and means stands in the catalogue, under its id; the formula and its
    source, in the function.
    """

    id: str
    low: float
    high: float
    function: Callable[[Inputs, str], pd.DataFrame]
    directed: bool = False
    needs_trade: bool = False
    window_only: bool = False


_INF = float("inf")
METRICS: dict[str, Metric] = {
    m.id: m
    for m in (
        Metric("gross", 0, _INF, gross),
        Metric("net", -_INF, _INF, net),
        Metric("balance", -1, 1, balance),
        Metric("rolling_balance", -1, 1, balance, window_only=True),
        Metric("reciprocity", 0, 1, reciprocity),
        Metric("import_dependence", 0, 1, import_dependence, directed=True, needs_trade=True),
        Metric("export_share", 0, 1, export_share, directed=True, needs_trade=True),
        Metric("asymmetry", -1, 1, asymmetry, needs_trade=True),
        Metric("hhi", 0, 1, hhi, directed=True, needs_trade=True),
        Metric("effective_suppliers", 1, _INF, effective_suppliers, directed=True, needs_trade=True),
    )
}


def compute(metric_id: str, inputs: Inputs, direction: str = "a_to_b") -> pd.DataFrame:
    """Return a metric over the periods of `inputs`. Raises KeyError for an unknown id."""
    return METRICS[metric_id].function(inputs, direction)


def _compute_all(inputs: Inputs, metrics: list[Metric]) -> list[pd.DataFrame]:
    frames = []
    for metric in metrics:
        for direction in DIRECTIONS if metric.directed else (None,):
            frame = metric.function(inputs, direction or "a_to_b")
            frames.append(frame.assign(metric=metric.id, direction=direction).reset_index(names="period"))
    return frames


def table(tables: Tables, dyads: list[str], credibility_max: int) -> pd.DataFrame:
    """Return every metric × dyad × variant by year or window.

    The columns are dyad, metric, direction, measure, release, local_production, period and COLUMNS.
    """
    years = series.all_years(tables)
    releases = sorted({r for r in tables["coverage"].release if r})
    flows = {r: series.yearly_flows(tables, r) for r in releases}
    frames = []
    for dyad in dyads:
        pair = Pair.of(dyad)
        variants = [("tiv", r, local) for r in releases for local in ("included", "excluded")]
        for measure, release, local in [*variants, *((m, "", None) for m in MEASURES)]:
            if measure == "tiv":
                share = 1.0 if local == "included" else 0.0
                inputs = tiv_inputs(tables, pair, release, years, (share, share), flows[release])
            else:
                inputs = documented_inputs(tables, pair, measure, credibility_max, years)
            with_trade = measure == "tiv"
            usable = [m for m in METRICS.values() if with_trade or not m.needs_trade]
            computed = _compute_all(inputs, [m for m in usable if not m.window_only])
            computed += _compute_all(inputs.windows(WINDOW), [m for m in usable if m.window_only or m.needs_trade])
            variant = {"dyad": dyad, "measure": measure, "release": release, "local_production": local}
            frames += [frame.assign(**variant) for frame in computed]
    frame = pd.concat(frames, ignore_index=True).astype({"period": str})
    values = frame[["low", "central", "high"]].round(9)
    order = ["dyad", "metric", "direction", "measure", "release", "local_production", "period", *COLUMNS]
    return frame.assign(**values)[order]
