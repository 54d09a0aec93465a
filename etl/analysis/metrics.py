"""What is computed from two opposite flows: one registry, `METRICS`, and the table built from it.

Notation: x = flow a→b, y = flow b→a, in the unit of the measure; all ratios are dimensionless.
A metric is missing, never zero, where its denominator is zero or an input is not covered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.analysis import uncertainty
from etl.analysis.inputs import Inputs
from etl.analysis.series import COLUMNS

# Years in a window: the one SIPRI itself uses against the jumps of single deliveries.
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
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]
    return _frame(x.low + y.low, x.central + y.central, x.high + y.high, x, y)


def net(inputs: Inputs, direction: str) -> pd.DataFrame:
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]
    return _frame(x.low - y.high, x.central - y.central, x.high - y.low, x, y)


def balance(inputs: Inputs, direction: str) -> pd.DataFrame:
    """(x − y)/(x + y). Monotone in both flows, so its bounds are exact: B(x_low, y_high), B(x_high, y_low)."""
    x, y = inputs.flow["a_to_b"], inputs.flow["b_to_a"]

    def index(p: pd.Series, q: pd.Series) -> pd.Series:
        return _ratio(p - q, p + q)

    central = index(x.central, y.central)
    # a bound without any flow: the other side is 0 throughout, and so is every value of the balance ±1
    low = index(x.low, y.high).fillna(central).where(central.notna())
    high = index(x.high, y.low).fillna(central).where(central.notna())
    return _frame(low, central, high, x, y)


def reciprocity(inputs: Inputs, direction: str) -> pd.DataFrame:
    """1 − |B|. Its bounds follow from those of B; where B's interval holds 0 the upper bound is 1."""
    b = balance(inputs, direction)
    ends = 1 - b[["low", "high"]].abs()
    high = ends.max(axis=1).mask((b.low < 0) & (b.high > 0), 1.0)
    return b.assign(low=ends.min(axis=1), central=1 - b.central.abs(), high=high)


def _share(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """part/whole with the other partners' flows at the opposite bound. A bound without any flow is the share itself."""
    rest_low, rest_high = whole.low - part.low, whole.high - part.high
    central = _ratio(part.central, whole.central)
    low = _ratio(part.low, part.low + rest_high).fillna(central).where(central.notna())
    high = _ratio(part.high, part.high + rest_low).fillna(central).where(central.notna())
    return _frame(low, central, high, part, whole)


def import_dependence(inputs: Inputs, direction: str) -> pd.DataFrame:
    return _share(inputs.flow[direction], inputs.imports[direction])


def export_share(inputs: Inputs, direction: str) -> pd.DataFrame:
    return _share(inputs.flow[direction], inputs.exports[direction])


def asymmetry(inputs: Inputs, direction: str) -> pd.DataFrame:
    of_b, of_a = import_dependence(inputs, "a_to_b"), import_dependence(inputs, "b_to_a")
    return _frame(of_b.low - of_a.high, of_b.central - of_a.central, of_b.high - of_a.low, of_b, of_a)


def _concentration(amounts: np.ndarray) -> np.ndarray:
    """Σ s² along the last axis; missing where nothing was imported."""
    total = amounts.sum(axis=-1, keepdims=True)
    shares = np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0)
    return np.asarray((shares**2).sum(axis=-1))


def hhi(inputs: Inputs, direction: str) -> pd.DataFrame:
    """Σ s² over a recipient's suppliers. It is not monotone in the flows, so its bounds are the middle 90 % of draws."""
    amounts = inputs.suppliers[direction]
    value = pd.Series(_concentration(amounts.to_numpy(float)), index=amounts.index)
    low = high = value
    if direction in inputs.bounds:
        least, most = inputs.bounds[direction]
        drawn = _concentration(
            uncertainty.pert(least.to_numpy(float), amounts.to_numpy(float), most.to_numpy(float), uncertainty.DRAWS)
        )
        ends = [pd.Series(q, index=amounts.index) for q in np.quantile(drawn, [0.05, 0.95], axis=0)]
        low, high = np.minimum(ends[0], value), np.maximum(ends[1], value)
    return _frame(low, value, high, inputs.imports[direction])


def effective_suppliers(inputs: Inputs, direction: str) -> pd.DataFrame:
    index = hhi(inputs, direction)
    return _frame(1 / index.high, 1 / index.central, 1 / index.low, inputs.imports[direction])


@dataclass(frozen=True)
class Metric:
    """One metric: `function(inputs, direction)` gives low, central, high, covered, basis by period.

    `meaning` and `limits` are for readers; `low` and `high` are its range. `directed`: one value per direction
    (else the direction is ignored). `needs_trade`: rests on all partners of a state, hence on all deliveries of
    a register. `window_only`: made for windows.
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
            "gross",
            "Gross flow",
            "of the measure",
            0,
            _INF,
            "x + y",
            "definition",
            gross,
            "All that passed between the two, either way.",
            "Says nothing of the direction. Missing where one of the two flows is not covered.",
        ),
        Metric(
            "net",
            "Net flow",
            "of the measure",
            -_INF,
            _INF,
            "x − y",
            "definition",
            net,
            "How much more went from a to b than came back.",
            "Falls when sales to b collapse, even if nothing flows the other way: it dates a collapse, not a reversal.",
        ),
        Metric(
            "balance",
            "Balance",
            "ratio",
            -1,
            1,
            "(x − y) / (x + y)",
            "normalised trade balance (Balassa 1986)",
            balance,
            "+1: everything went from a to b. −1: everything came back. 0: as much each way.",
            "A year with one small delivery weighs as much as a year with a hundred large ones. No deliveries, no balance: never 0.",
        ),
        Metric(
            "rolling_balance",
            "Balance, five-year sums",
            "ratio",
            -1,
            1,
            "(Σx − Σy) / (Σx + Σy) over five years",
            "SIPRI's five-year comparison",
            balance,
            "The balance of sums over five years, against the jumps of single deliveries.",
            "Keeps the old sign for up to four years after a large delivery. The sums are divided, annual balances are never averaged.",
            window_only=True,
        ),
        Metric(
            "reciprocity",
            "Reciprocity",
            "ratio",
            0,
            1,
            "1 − |balance| = 2·min(x, y) / (x + y)",
            "Grubel and Lloyd 1975; Squartini et al. 2013",
            reciprocity,
            "0: all one way. 1: as much each way.",
            "Does not say which way.",
        ),
        Metric(
            "import_dependence",
            "Import dependence",
            "share",
            0,
            1,
            "w(i→j) / Σₖ w(k→j)",
            "Hirschman 1945",
            import_dependence,
            "The part of a state's arms imports that came from the other.",
            "A share of imports only: home production is not in it, and a high share of very little is very little.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            "export_share",
            "Export share",
            "share",
            0,
            1,
            "w(i→j) / Σₖ w(i→k)",
            "Hirschman 1945",
            export_share,
            "The part of a state's arms exports that went to the other.",
            "As for import dependence.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            "asymmetry",
            "Asymmetry of dependence",
            "difference of shares",
            -1,
            1,
            "dependence of b on a − dependence of a on b",
            "Hirschman 1945; Emerson 1962",
            asymmetry,
            "Above 0: b needs a more. Below 0: a needs b more.",
            "A difference of two shares of different wholes; never their ratio.",
            needs_trade=True,
        ),
        Metric(
            "hhi",
            "Supplier concentration",
            "index",
            0,
            1,
            "Σ s²",
            "Hirschman 1945; Herfindahl 1950",
            hhi,
            "1: a single supplier. 1/n: n equal ones.",
            "Blind to who the suppliers are. Its bounds are drawn, not exact.",
            directed=True,
            needs_trade=True,
        ),
        Metric(
            "effective_suppliers",
            "Effective number of suppliers",
            "suppliers",
            1,
            _INF,
            "1 / Σ s²",
            "Laakso and Taagepera 1979",
            effective_suppliers,
            "How many equal suppliers would be as concentrated.",
            "As for concentration.",
            directed=True,
            needs_trade=True,
        ),
    )
}


def compute(metric_id: str, inputs: Inputs, direction: str = "a_to_b") -> pd.DataFrame:
    """One metric over the periods of `inputs`. KeyError for an unknown id."""
    return METRICS[metric_id].function(inputs, direction)
