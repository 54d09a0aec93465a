"""Bounds of concentration, which is not monotone in the flows: drawn, and exact where the flows are exact."""

import numpy as np
import pandas as pd
import pytest

from etl.analysis import metrics
from etl.analysis.documented import draws
from etl.analysis.inputs import Inputs, tiv_inputs
from etl.analysis.series import Pair

YEARS = pd.Index([2000, 2001], name="period")


def flow(*values):
    return pd.DataFrame({"low": values, "central": values, "high": values, "covered": True, "basis": ""}, index=YEARS)


def inputs(central, low=None, high=None):
    amounts = pd.DataFrame(central, index=YEARS, columns=["x", "y"])
    bounds = (
        {} if low is None else {"a_to_b": tuple(pd.DataFrame(v, index=YEARS, columns=["x", "y"]) for v in (low, high))}
    )
    whole = flow(*amounts.sum(axis=1))
    return Inputs({}, {"a_to_b": whole}, {}, {"a_to_b": amounts}, bounds)


def test_exact_flows_give_an_exact_index():
    found = metrics.compute("hhi", inputs([[3.0, 1.0], [0.0, 0.0]]))
    assert found.loc[2000, ["low", "central", "high"]].tolist() == [0.625] * 3  # (3² + 1²) / 4²
    assert found.loc[2001, ["low", "central", "high"]].isna().all()


def test_rounded_flows_give_bounds_that_hold_the_index_and_mirror_in_the_number_of_suppliers():
    found = inputs([[3.0, 1.0], [5.0, 5.0]], [[2.5, 0.5], [4.5, 4.5]], [[3.5, 1.5], [5.5, 5.5]])
    index, number = metrics.compute("hhi", found), metrics.compute("effective_suppliers", found)
    assert index.low[2000] < 0.625 < index.high[2000]
    # the extremes on paper: 2.5 against 1.5, and 3.5 against 0.5
    assert index.low[2000] > (2.5**2 + 1.5**2) / 16
    assert index.high[2000] < (3.5**2 + 0.5**2) / 16
    assert index.central[2001] == index.low[2001] == 0.5  # equal suppliers: no draw is lower
    assert number.low[2000] == pytest.approx(1 / index.high[2000])
    assert number.high[2000] == pytest.approx(1 / index.low[2000])


def test_pert_has_its_mean_and_keeps_its_bounds():
    low, central, high = np.array([0.0, 2.0]), np.array([1.0, 2.0]), np.array([5.0, 2.0])
    drawn = draws.pert(low, central, high, 20_000)
    assert drawn[:, 0].min() >= 0
    assert drawn[:, 0].max() <= 5
    assert drawn[:, 0].mean() == pytest.approx((0 + 4 * 1 + 5) / 6, abs=0.02)
    assert (drawn[:, 1] == 2).all()


def test_a_rounded_register_carries_its_bounds_to_the_index(package):
    tables = dict(package.tables)
    totals = tables["totals"]
    rounded = totals.assign(tiv_low=(totals.tiv - 0.5).clip(lower=0), tiv_high=totals.tiv + 0.5)
    exact = tiv_inputs(tables, Pair("RUS", "IRN"), "2026", range(2007, 2017))
    loose = tiv_inputs(tables | {"totals": rounded}, Pair("RUS", "IRN"), "2026", range(2007, 2017))
    assert exact.bounds == {}
    sure, wide = (metrics.compute("hhi", i.windows(5), "a_to_b") for i in (exact, loose))
    assert (wide.central == sure.central).all()
    assert (wide.high > wide.low).all()
