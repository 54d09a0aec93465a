"""Metrics: values on paper, bounds, symmetries, published shares."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.analysis import metrics, series
from etl.analysis.inputs import Inputs, tiv_inputs
from etl.analysis.metrics import METRICS
from etl.contracts.vocabulary import DIRECTIONS

NONE = pd.DataFrame()


def flow(*rows: tuple[float, float, float] | float | None) -> pd.DataFrame:
    """One row a year from 2000: a number, (low, central, high), or None where not covered."""
    cells = [(r, r, r) if isinstance(r, (int, float)) else r or (np.nan,) * 3 for r in rows]
    frame = pd.DataFrame(cells, columns=["low", "central", "high"], index=range(2000, 2000 + len(rows)), dtype=float)
    return frame.assign(
        covered=frame.central.notna(), basis=[f"id{n}" if c == c else "" for n, c in enumerate(frame.central)]
    )


def pair(x: pd.DataFrame, y: pd.DataFrame) -> Inputs:
    return Inputs({"a_to_b": x, "b_to_a": y}, imports={}, exports={}, suppliers={})


def traded(x, y, imports_b, imports_a, suppliers_b=None) -> Inputs:
    suppliers = {d: NONE for d in DIRECTIONS} | ({"a_to_b": suppliers_b} if suppliers_b is not None else {})
    return Inputs({"a_to_b": x, "b_to_a": y}, {"a_to_b": imports_b, "b_to_a": imports_a}, {}, suppliers)


def swapped(inputs: Inputs) -> Inputs:
    other = {"a_to_b": "b_to_a", "b_to_a": "a_to_b"}
    return Inputs(
        *(
            {other[d]: f for d, f in part.items()}
            for part in (inputs.flow, inputs.imports, inputs.exports, inputs.suppliers)
        )
    )


def central(metric: str, inputs: Inputs, direction: str = "a_to_b") -> list[float]:
    return metrics.compute(metric, inputs, direction).central.tolist()


# ---- on paper ----


def test_values_on_paper():
    inputs = pair(flow(30), flow(10))
    assert central("gross", inputs) == [40]
    assert central("net", inputs) == [20]
    assert central("balance", inputs) == [0.5]
    assert central("reciprocity", inputs) == [0.5]


def test_a_silent_year_has_no_balance_and_a_missing_year_no_gross():
    found = {
        m: metrics.compute(m, pair(flow(0, 5, None), flow(0, None, 5))) for m in ("gross", "balance", "reciprocity")
    }
    assert found["gross"].central[2000] == 0
    assert np.isnan(found["balance"].central[2000])
    assert np.isnan(found["reciprocity"].central[2000])
    for frame in found.values():
        assert frame.covered.tolist() == [True, False, False]
        assert frame.loc[2001:, ["low", "central", "high"]].isna().all(axis=None)


def test_exact_bounds_of_the_balance():
    found = metrics.compute("balance", pair(flow((2, 4, 6)), flow((1, 2, 3)))).iloc[0]
    assert found.low == pytest.approx((2 - 3) / 5)
    assert found.central == pytest.approx(2 / 6)
    assert found.high == pytest.approx((6 - 1) / 7)


def test_the_interval_is_everything_when_both_flows_may_be_nothing():
    found = metrics.compute("balance", pair(flow((0, 0.25, 0.5)), flow((0, 0.25, 0.5)))).iloc[0]
    assert (found.low, found.central, found.high) == (-1, 0, 1)


def test_a_side_that_is_nothing_leaves_no_doubt_about_the_direction():
    found = metrics.compute("balance", pair(flow((0, 0.25, 0.5)), flow(0))).iloc[0]
    assert (found.low, found.central, found.high) == (1, 1, 1)


def test_reciprocity_is_one_at_most_where_the_balance_may_be_even():
    found = metrics.compute("reciprocity", pair(flow((1, 2, 3)), flow((1, 1.5, 3)))).iloc[0]
    assert (found.low, found.high) == (0.5, 1)
    assert found.central == pytest.approx(2 * 1.5 / 3.5)


def test_a_window_divides_sums_and_never_averages_balances():
    """Four small years one way and one big year the other way: the sum decides, not the count of years."""
    inputs = pair(flow(1, 1, 1, 1, 0), flow(0, 0, 0, 0, 96))
    assert central("rolling_balance", inputs.windows(5)) == [(4 - 96) / 100]
    annual = metrics.compute("balance", inputs).central.mean()
    assert annual == 0.6


def test_a_partial_window_is_missing():
    found = metrics.compute("rolling_balance", pair(flow(1, 1, None, 1, 1, 1, 1, 1), flow(*[1] * 8)).windows(5))
    assert found.index.tolist() == ["2000/2004", "2001/2005", "2002/2006", "2003/2007"]
    assert found.covered.tolist() == [False, False, False, True]
    assert found.central.tolist()[3] == 0


def test_dependence_and_asymmetry():
    inputs = traded(flow(30), flow(5), imports_b=flow(40), imports_a=flow(50))
    assert central("import_dependence", inputs, "a_to_b") == [0.75]  # of b on a
    assert central("import_dependence", inputs, "b_to_a") == [0.1]
    assert central("asymmetry", inputs) == [pytest.approx(0.65)]


def test_dependence_without_imports_is_missing_and_so_is_the_asymmetry():
    inputs = traded(flow(0), flow(5), imports_b=flow(0), imports_a=flow(50))
    assert np.isnan(central("import_dependence", inputs, "a_to_b")).all()
    assert np.isnan(central("asymmetry", inputs)).all()


def test_dependence_takes_the_other_partners_at_the_opposite_bound():
    inputs = traded(flow((2, 4, 6)), flow(0), imports_b=flow((12, 24, 36)), imports_a=flow(1))
    found = metrics.compute("import_dependence", inputs, "a_to_b").iloc[0]
    assert found.low == pytest.approx(2 / (2 + 30))
    assert found.central == pytest.approx(4 / 24)
    assert found.high == pytest.approx(6 / (6 + 10))


def test_a_share_of_nothing_is_missing_and_a_bound_of_nothing_is_the_share():
    inputs = traded(flow(0, (0, 1, 2)), flow(0, 0), imports_b=flow((0, 0, 1), (0, 1, 2)), imports_a=flow(0, 0))
    found = metrics.compute("import_dependence", inputs, "a_to_b")
    assert found.loc[2000, ["low", "central", "high"]].isna().all()
    assert found.loc[2001, ["low", "central", "high"]].tolist() == [1, 1, 1]  # the only supplier, whatever the amount


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10])
def test_equal_suppliers(n):
    suppliers = pd.DataFrame([[7.0] * n], index=[2000], columns=list("abcdefghij")[:n])
    inputs = traded(flow(7), flow(0), imports_b=flow(7.0 * n), imports_a=flow(0), suppliers_b=suppliers)
    assert central("hhi", inputs) == [pytest.approx(1 / n)]
    assert central("effective_suppliers", inputs) == [pytest.approx(n)]


def test_concentration_without_imports_is_missing():
    suppliers = pd.DataFrame([[0.0, 0.0]], index=[2000], columns=["x", "y"])
    inputs = traded(flow(0), flow(0), imports_b=flow(0), imports_a=flow(0), suppliers_b=suppliers)
    assert np.isnan(central("hhi", inputs)).all()
    assert np.isnan(central("effective_suppliers", inputs)).all()


def test_basis_names_each_row_once():
    x, y = flow(1, 2), flow(3, 4)
    found = metrics.compute("balance", pair(x.assign(basis=["p q", "r"]), y.assign(basis=["q s", ""])))
    assert found.basis.tolist() == ["p q s", "r"]


# ---- properties ----

AMOUNT = st.one_of(st.just(0.0), st.floats(0.01, 1e4))
BOUNDS = st.tuples(AMOUNT, AMOUNT, AMOUNT).map(lambda t: tuple(sorted(t)))
FLOWS = st.lists(st.tuples(BOUNDS, BOUNDS), min_size=1, max_size=8)
OTHERS = st.lists(BOUNDS, min_size=8, max_size=8)


def network(flows, others_b, others_a) -> Inputs:
    """A pair inside its trade: imports and exports are the pair's flow and that of others."""
    x, y = (flow(*side) for side in zip(*flows, strict=True))
    totals = []
    for side, others in ((x, others_b), (y, others_a)):
        amounts = side[["low", "central", "high"]] + np.array(others[: len(side)])
        totals.append(side.assign(**amounts))
    return Inputs(
        {"a_to_b": x, "b_to_a": y},
        {"a_to_b": totals[0], "b_to_a": totals[1]},
        {"a_to_b": totals[0], "b_to_a": totals[1]},
        {
            d: pd.DataFrame({"pair": f.central, "others": t.central - f.central})
            for d, f, t in zip(DIRECTIONS, (x, y), totals, strict=True)
        },
    )


@pytest.mark.slow
@settings(max_examples=20)
@given(FLOWS, OTHERS, OTHERS)
def test_every_metric_keeps_its_range_and_the_order_of_its_bounds(flows, others_b, others_a):
    inputs = network(flows, others_b, others_a)
    for metric in METRICS.values():
        for direction in DIRECTIONS:
            found = metric.function(inputs, direction)
            values = found[["low", "central", "high"]]
            assert (values.isna().sum(axis=1).isin([0, 3])).all(), metric.id  # all three or none
            values = values.dropna()
            assert (values.low <= values.central + 1e-9).all(), metric.id
            assert (values.central <= values.high + 1e-9).all(), metric.id
            assert values.ge(metric.low - 1e-9).all(axis=None), metric.id
            assert values.le(metric.high + 1e-9).all(axis=None), metric.id


@settings(max_examples=20)
@given(FLOWS, OTHERS, OTHERS)
def test_swapping_a_and_b_turns_the_sign(flows, others_b, others_a):
    inputs = network(flows, others_b, others_a)
    other = swapped(inputs)
    for metric in ("net", "balance", "asymmetry"):
        one, two = metrics.compute(metric, inputs), metrics.compute(metric, other)
        for mine, theirs in (("low", "high"), ("central", "central"), ("high", "low")):
            assert np.allclose(one[mine], -two[theirs], equal_nan=True)
    for metric in ("gross", "reciprocity"):
        one, two = (metrics.compute(metric, i)[["low", "central", "high"]] for i in (inputs, other))
        assert np.allclose(one, two, equal_nan=True)


@pytest.mark.slow
@settings(max_examples=20)
@given(FLOWS, OTHERS, OTHERS, st.floats(0.01, 100))
def test_a_change_of_unit_changes_no_ratio(flows, others_b, others_a, unit):
    inputs = network(flows, others_b, others_a)

    def rescaled(frames):
        return {d: f.assign(**(f[["low", "central", "high"]] * unit)) for d, f in frames.items()}

    other = Inputs(
        rescaled(inputs.flow),
        rescaled(inputs.imports),
        rescaled(inputs.exports),
        {d: f * unit for d, f in inputs.suppliers.items()},
    )
    for metric in METRICS.values():
        for direction in DIRECTIONS:
            one, two = (metric.function(i, direction)[["low", "central", "high"]] for i in (inputs, other))
            factor = unit if metric.id in ("gross", "net") else 1
            assert np.allclose(one * factor, two, equal_nan=True, rtol=1e-9, atol=1e-9), metric.id


@settings(max_examples=20)
@given(FLOWS)
def test_reciprocity_is_twice_the_smaller_flow_over_both(flows):
    """Pair by pair; and the network's weighted reciprocity is the gross-weighted mean of the pairs' (each row a pair)."""
    x, y = (flow(*side) for side in zip(*flows, strict=True))
    found = metrics.compute("reciprocity", pair(x, y)).central
    both, least = x.central + y.central, np.minimum(x.central, y.central)
    active = both > 0
    assert np.allclose(found[active], 2 * least[active] / both[active])
    assert found[~active].isna().all()
    if active.any():
        of_network = 2 * least.sum() / both.sum()  # Σ min(w_ij, w_ji) over ordered pairs / Σ w
        assert (found * both)[active].sum() / both.sum() == pytest.approx(of_network, abs=1e-9)


# ---- published shares ----


@pytest.mark.parametrize("release", ["2025", "2026"])
def test_iran_imports_2007_to_2016(made, release):
    flows = series.yearly_flows(made, release)
    rows = flows[(flows.recipient == "IRN") & flows.year.between(2007, 2016)].groupby("supplier").central.sum()
    assert rows.sum() == 1142
    assert rows["RUS"] == 850.25
    assert rows["CHN"] == 276.75
    inputs = tiv_inputs(made, series.Pair("RUS", "IRN"), release, range(2007, 2017)).windows(10)
    (share,) = central("import_dependence", inputs, "a_to_b")
    assert round(100 * share, 1) == 74.5


def share_of(made, metric, direction, release, period):
    table = metrics.table(made, ["RUS-IRN"], 3)
    row = table[
        (table.dyad == "RUS-IRN")
        & (table.metric == metric)
        & (table.direction == direction)
        & (table.release == release)
        & (table.period == period)
        & (table.local_production == "included")
    ]
    (value,) = row.central
    return value


def test_iran_exports_2020_to_2024(made):
    assert round(100 * share_of(made, "export_share", "b_to_a", "2025", "2020/2024")) == 80
    assert round(100 * share_of(made, "export_share", "b_to_a", "2026", "2020/2024"), 1) == 63.6
    inputs = tiv_inputs(made, series.Pair("IRN", "VEN"), "2025", range(2020, 2025))
    flows = series.yearly_flows(made, "2025")
    to_venezuela = flows[
        (flows.supplier == "IRN") & (flows.recipient == "VEN") & flows.year.between(2020, 2024)
    ].central.sum()
    assert round(100 * to_venezuela / inputs.exports["a_to_b"].central.sum()) == 11


def test_russia_imports_2021_to_2025(made):
    assert round(100 * share_of(made, "import_dependence", "b_to_a", "2026", "2021/2025"), 1) == 50.9
    inputs = tiv_inputs(made, series.Pair("PRK", "RUS"), "2026", range(2021, 2026)).windows(5)
    supplier_share = inputs.suppliers["a_to_b"].iloc[0] / inputs.suppliers["a_to_b"].iloc[0].sum()
    assert round(100 * supplier_share["PRK"], 1) == 45.2
    assert round(100 * supplier_share["IRN"], 1) == 50.9


def test_documented_has_only_metrics_that_need_no_third_state(made):
    table = metrics.table(made, ["RUS-IRN"], 3)
    found = set(table[table.measure == "documented"].metric)
    assert found == {m.id for m in METRICS.values() if not m.needs_trade}
    excluded = table[(table.measure == "tiv") & (table.local_production == "excluded")]
    assert set(excluded.metric) == set(METRICS)  # shares of trade follow the share of local production


def test_every_metric_says_what_it_is():
    for name, metric in METRICS.items():
        assert metric.id == name
        assert metric.function.__doc__
        assert metric.low < metric.high
