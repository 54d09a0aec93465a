"""Compute the metrics of two opposite flows; `METRICS` registers them with formula, source, meaning and limits.

Notation: x = flow a→b, y = flow b→a, in the unit of the measure; w(i→j) = flow from i to j; all ratios are
dimensionless. A metric is missing, never zero, where its denominator is zero or an input is not covered. Every metric
is a function of inputs and direction that returns the columns low, central, high, covered and basis by period.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.analysis import uncertainty
from etl.analysis.inputs import Inputs
from etl.analysis.series import COLUMNS

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
        drawn = _concentration(uncertainty.pert(least, amounts.to_numpy(float), most, uncertainty.DRAWS))
        p5, p95 = (pd.Series(q, index=amounts.index) for q in np.quantile(drawn, [0.05, 0.95], axis=0))
        low, high = np.minimum(p5, value), np.maximum(p95, value)
    return _frame(low, value, high, inputs.imports[direction])


def effective_suppliers(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Return 1 / Σ s² over the recipient's suppliers (Laakso and Taagepera 1979)."""
    index = hhi(inputs, direction)
    return _frame(1 / index.high, 1 / index.central, 1 / index.low, inputs.imports[direction])


@dataclass(frozen=True)
class Metric:
    """Describe one metric, computed by `function(inputs, direction)`.

    `low` and `high` are its range; `meaning` and `limits` are shown to readers. A `directed` metric has a value for
    each direction, any other ignores the direction. `needs_trade` metrics use the trade with all partners, hence all
    deliveries of a register. `window_only` metrics are computed for five-year windows only.
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    formula: str
    source: str
    function: Callable[[Inputs, str], pd.DataFrame]
    meaning: str = ""
    limits: str = ""
    directed: bool = False
    needs_trade: bool = False
    window_only: bool = False


_INF = float("inf")
METRICS: dict[str, Metric] = {
    m.id: m
    for m in (
        Metric(
            id="gross",
            label="Gross flow",
            unit="of the measure",
            low=0,
            high=_INF,
            formula="x + y",
            source="definition",
            function=gross,
            meaning="All that passed between the two, either way.",
            limits="Says nothing of the direction. Missing where one of the two flows is not covered.",
        ),
        Metric(
            id="net",
            label="Net flow",
            unit="of the measure",
            low=-_INF,
            high=_INF,
            formula="x − y",
            source="definition",
            function=net,
            meaning="How much more went from a to b than came back.",
            limits="Falls when sales to b collapse, even if nothing flows the other way: "
            "it dates a collapse, not a reversal.",
        ),
        Metric(
            id="balance",
            label="Balance",
            unit="ratio",
            low=-1,
            high=1,
            formula="(x − y) / (x + y)",
            source="normalised trade balance (Balassa 1986)",
            function=balance,
            meaning="+1: everything went from a to b. −1: everything came back. 0: as much each way.",
            limits="A year with one small delivery weighs as much as a year with a hundred large ones. "
            "No deliveries, no balance: never 0.",
        ),
        Metric(
            id="rolling_balance",
            label="Balance, five-year sums",
            unit="ratio",
            low=-1,
            high=1,
            formula="(Σx − Σy) / (Σx + Σy) over five years",
            source="SIPRI's five-year comparison",
            function=balance,
            meaning="The balance of sums over five years, against the jumps of single deliveries.",
            limits="Keeps the old sign for up to four years after a large delivery. "
            "The sums are divided, annual balances are never averaged.",
            window_only=True,
        ),
        Metric(
            id="reciprocity",
            label="Reciprocity",
            unit="ratio",
            low=0,
            high=1,
            formula="1 − |balance| = 2·min(x, y) / (x + y)",
            source="Grubel and Lloyd 1975; Squartini et al. 2013",
            function=reciprocity,
            meaning="0: all one way. 1: as much each way.",
            limits="Does not say which way.",
        ),
        Metric(
            id="import_dependence",
            label="Import dependence",
            unit="share",
            low=0,
            high=1,
            formula="w(i→j) / Σₖ w(k→j)",
            source="Hirschman 1945",
            function=import_dependence,
            meaning="The part of a state's arms imports that came from the other.",
            limits="A share of imports only: home production is not in it, "
            "and a high share of very little is very little.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            id="export_share",
            label="Export share",
            unit="share",
            low=0,
            high=1,
            formula="w(i→j) / Σₖ w(i→k)",
            source="Hirschman 1945",
            function=export_share,
            meaning="The part of a state's arms exports that went to the other.",
            limits="As for import dependence.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            id="asymmetry",
            label="Asymmetry of dependence",
            unit="difference of shares",
            low=-1,
            high=1,
            formula="dependence of b on a − dependence of a on b",
            source="Hirschman 1945; Emerson 1962",
            function=asymmetry,
            meaning="Above 0: b needs a more. Below 0: a needs b more.",
            limits="A difference of two shares of different wholes; never their ratio.",
            needs_trade=True,
        ),
        Metric(
            id="hhi",
            label="Supplier concentration",
            unit="index",
            low=0,
            high=1,
            formula="Σ s²",
            source="Hirschman 1945; Herfindahl 1950",
            function=hhi,
            meaning="1: a single supplier. 1/n: n equal ones.",
            limits="Blind to who the suppliers are. Its bounds are drawn, not exact.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            id="effective_suppliers",
            label="Effective number of suppliers",
            unit="suppliers",
            low=1,
            high=_INF,
            formula="1 / Σ s²",
            source="Laakso and Taagepera 1979",
            function=effective_suppliers,
            meaning="How many equal suppliers would be as concentrated.",
            limits="As for concentration.",
            directed=True,
            needs_trade=True,
        ),
    )
}


def compute(metric_id: str, inputs: Inputs, direction: str = "a_to_b") -> pd.DataFrame:
    """Return a metric over the periods of `inputs`. Raises KeyError for an unknown id."""
    return METRICS[metric_id].function(inputs, direction)
