"""Votes by orders: the published results on the real data, and what must hold for any series and orders."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.analysis.reversal import prior_of, reversal
from etl.analysis.robustness import Register, left_out
from etl.analysis.series import Pair
from etl.analysis.votes import RULES, Ballot, Order, find_orders

RUS_IRN = Pair("RUS", "IRN")
YEARS = range(1989, 2026)


@pytest.fixture(scope="module")
def registers(made):
    return {release: Register(made, RUS_IRN, release) for release in ("2024", "2025", "2026")}


@pytest.fixture(scope="module")
def ballot(registers):
    return registers["2026"].ballot(YEARS)


def answer(ballot, prior=0.4, **options):
    return reversal(ballot.votes(**options), ballot.periods, prior_of(prior))


def check(found, reversed_, leads, called):
    assert found.p_reversed == pytest.approx(reversed_, abs=0.001)
    assert found.p_new_leads_now == pytest.approx(leads, abs=0.001)
    assert found.callable is called


# ---- the published results on the real series (methods, two independent computations) ----


def test_all_deliveries(ballot):
    found = answer(ballot)
    check(found, 0.954, 0.9025, True)
    assert (found.new_leader, found.first_period, found.window_after, found.window_until) == ("b", 2022, 2020, 2022)
    assert found.periods_new_way == 4  # 2022 to 2025: 33 to 0, 80 to 21, 104 to 42, 80 to 0


@pytest.mark.parametrize(
    ("last", "then", "now"),
    [
        (2021, (0.097, 0.070), None),
        (2022, (0.762, 0.738), (0.762, 0.738)),
        (2023, (0.881, 0.845), (0.803, 0.758)),
        (2024, (0.937, 0.893), (0.926, 0.880)),
    ],
)
def test_as_of_curve(ballot, last, then, now):
    check(answer(ballot.up_to(last)), *then, False)
    if now:
        check(answer(ballot.up_to(last, spans_known_now=True)), *now, False)


@pytest.mark.parametrize(
    ("side", "share", "reversed_", "leads"),
    [
        ("b_to_a", 75, 0.927, 0.866),
        ("b_to_a", 50, 0.875, 0.801),
        ("b_to_a", 25, 0.765, 0.673),
        ("b_to_a", 10, 0.697, 0.601),
        ("b_to_a", 0, 0.640, 0.541),
        ("both", 75, 0.926, 0.864),
        ("both", 50, 0.873, 0.796),
        ("both", 25, 0.765, 0.666),
        ("both", 10, 0.704, 0.596),
        ("both", 0, 0.648, 0.535),
        ("a_to_b", 0, 0.945, 0.890),
    ],
)
def test_share_of_local_production(registers, side, share, reversed_, leads):
    check(answer(registers["2026"].ballot(YEARS, share, side)), reversed_, leads, False)


@pytest.mark.parametrize(
    ("release", "years", "share", "side", "expected"),
    [
        ("2025", range(1995, 2025), 100, "both", (0.955, 0.920, True)),
        ("2025", range(1995, 2025), 0, "both", (0.620, 0.505, False)),
        ("2025", range(1995, 2025), 0, "b_to_a", (0.618, 0.519, False)),
        ("2024", range(2000, 2024), 100, "both", (0.843, 0.799, False)),
        ("2024", range(2000, 2024), 0, "both", (0.471, 0.332, False)),
    ],
)
def test_earlier_releases(registers, release, years, share, side, expected):
    check(answer(registers[release].ballot(years, share, side)), *expected)


@pytest.mark.parametrize(("exponent", "reversed_", "leads"), [(0.5, 0.869, 0.805), (1.0, 0.664, 0.595)])
def test_votes_weighed_by_volume(ballot, exponent, reversed_, leads):
    check(answer(ballot, weight_exponent=exponent), reversed_, leads, False)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (1950, (0.958, 0.930, True)),
        (1967, (0.960, 0.927, True)),
        (1992, (0.946, 0.890, False)),
        (2000, (0.903, 0.834, False)),
    ],
)
def test_other_first_years(registers, ballot, first, expected):
    check(answer(registers["2026"].ballot(range(first, 2026))), *expected)
    if first > 1989:
        check(answer(ballot.since(first)), *expected)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("years", (0.998, 0.981, True)),
        ("joint", (0.978, 0.933, True)),
        ("counts", (0.931, 0.871, False)),
        ("decisions_b_to_a", (0.817, 0.763, False)),
        ("decisions", (0.718, 0.664, False)),
    ],
)
def test_named_rules(ballot, rule, expected):
    check(answer(ballot, rule=rule), *expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order:b_to_a:65539:Shahed-136", (0.640, 0.541, False)),
        ("order:b_to_a:67926:Fath-360", (0.879, 0.809, False)),
        ("order:a_to_b:sipri_2025/order-54:Yak-130", (0.990, 0.960, True)),
        ("year:2022", (0.740, 0.689, False)),
        ("year:2023", (0.946, 0.896, False)),
        ("year:2024", (0.880, 0.819, False)),
        ("year:2025", (0.926, 0.859, False)),
    ],
)
def test_one_order_or_year_left_out(ballot, name, expected):
    check(answer(dict(left_out(ballot))[name]), *expected)


@pytest.mark.parametrize(
    ("prior", "expected"),
    [
        (0.1, (0.749, 0.709, False)),
        (0.2, (0.874, 0.827, False)),
        (0.3, (0.926, 0.876, False)),
        (0.5, (0.972, 0.919, True)),
        (0.6, (0.984, 0.931, True)),
    ],
)
def test_other_priors(ballot, prior, expected):
    check(answer(ballot, prior), *expected)


def test_a_made_up_delivery_of_the_old_side_raises_nothing(ballot):
    """More from one side never counts for the other: 0.1 TIV from Russia in 2025, as an order of its own."""
    extra = Order("made-up", "made-up", (2025,), placed=2025, amounts=(0.1,))
    assert ballot.orders is not None
    x = ballot.x + np.where(np.array(ballot.periods) == 2025, 0.1, 0.0)
    changed = replace(ballot, x=x, orders=((*ballot.orders[0], extra), ballot.orders[1]))
    before, after = answer(ballot), answer(changed)
    assert after.p_reversed <= before.p_reversed
    assert after.p_b_leads_now <= before.p_b_leads_now


def test_a_side_without_a_known_order_may_vote_one_half(registers):
    whole = registers["2026"].ballot(range(1950, 2026))
    assert whole.years_without_order(0) == (1972,)
    assert whole.capacity(0)[whole.periods.index(1972)] == 0.5


def test_the_package_says_the_same(read):
    """The built table, not only the functions: primary, both as-of curves, and one row of each kind."""
    table = read("reversal")
    (primary,) = table[(table.dyad == "RUS-IRN") & (table.primary == "True")].to_dict("records")
    expected = {
        "release": "2026",
        "vote_rule": "orders",
        "share": "100",
        "prior": "0.4",
        "left_out": "",
        "spans": "then",
    }
    expected |= {"start": "1989", "end": "2025", "first_period": "2022", "callable": "True"}
    assert {name: primary[name] for name in expected} == expected
    assert float(primary["p_reversed"]) == pytest.approx(0.954, abs=0.001)
    newest = table[(table.measure == "tiv") & (table.release == "2026")]
    plain = {name: primary[name] for name in ("vote_rule", "share", "prior", "left_out", "spans", "start", "end")}
    plain |= {"weight_exponent": "0.0", "gross_min": "0.0"}
    for changed, p in (
        ({"end": "2023"}, 0.881),
        ({"end": "2023", "spans": "now"}, 0.803),
        ({"share": "50", "share_side": "b_to_a"}, 0.875),
        ({"vote_rule": "decisions"}, 0.718),
        ({"prior": "0.2"}, 0.874),
        ({"left_out": "year:2024"}, 0.880),
        ({"start": "1967"}, 0.960),
        ({"weight_exponent": "1.0"}, 0.664),
    ):
        wanted = plain | {"share_side": "both"} | changed
        (row,) = newest[np.logical_and.reduce([newest[k] == v for k, v in wanted.items()])].to_dict("records")
        assert float(row["p_reversed"]) == pytest.approx(p, abs=0.001)


# ---- what must hold for any series and orders ----

YEAR = st.integers(0, 11)
ORDERS = st.lists(st.tuples(st.sets(YEAR, min_size=1, max_size=5), st.booleans()), max_size=6)
AMOUNTS = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 500)), min_size=12, max_size=12)


def _orders(drawn):
    return tuple(Order(str(n), str(n), tuple(sorted(years)), local) for n, (years, local) in enumerate(drawn))


@settings(max_examples=150)
@given(AMOUNTS, AMOUNTS, ORDERS, ORDERS, YEAR, st.floats(0.01, 500), st.sets(YEAR, max_size=3))
def test_more_from_one_side_never_lowers_its_vote_nor_raises_the_others(x, y, of_a, of_b, year, more, other_years):
    """Whether an order that is there delivers more in a year, or a new one delivers in it."""
    ballot = Ballot(tuple(range(12)), np.array(x), np.array(y), (_orders(of_a), _orders(of_b)))
    added = np.array(x)
    added[year] += more
    new = Order("new", "new", (year,))
    before = ballot.votes()
    for changed in (
        replace(ballot, x=added),
        replace(ballot, x=added, orders=((*ballot.orders[0], new), ballot.orders[1])),
    ):
        after = changed.votes()
        assert after.for_a[year] >= before.for_a[year] - 1e-12
        assert after.for_b[year] <= before.for_b[year] + 1e-12


@settings(max_examples=100)
@given(AMOUNTS, AMOUNTS, ORDERS, ORDERS)
def test_a_side_never_votes_more_than_its_orders_give(x, y, of_a, of_b):
    ballot = Ballot(tuple(range(12)), np.array(x), np.array(y), (_orders(of_a), _orders(of_b)))
    votes = ballot.votes()
    assert (votes.for_a <= ballot.capacity(0) + 1e-12).all()
    assert (votes.for_b <= ballot.capacity(1) + 1e-12).all()
    unknown = len(ballot.years_without_order(0))
    assert votes.for_a.sum() <= len(of_a) + unknown / 2 + 1e-9  # an order has one vote in all


@settings(max_examples=60)
@given(AMOUNTS, AMOUNTS, ORDERS, ORDERS, st.sampled_from(RULES), st.sampled_from([0.0, 0.5, 1.0]))
def test_swapping_the_sides_mirrors_the_votes(x, y, of_a, of_b, rule, exponent):
    ballot = Ballot(tuple(range(12)), np.array(x), np.array(y), (_orders(of_a), _orders(of_b)))
    swapped = replace(ballot, x=ballot.y, y=ballot.x, orders=ballot.orders[::-1])
    mirrored = {"decisions_a_to_b": "decisions_b_to_a", "decisions_b_to_a": "decisions_a_to_b"}.get(rule, rule)
    one, other = ballot.votes(rule, exponent), swapped.votes(mirrored, exponent)
    assert one.for_a == pytest.approx(other.for_b, abs=1e-12)
    assert one.for_b == pytest.approx(other.for_a, abs=1e-12)


def test_votes_below_the_least_gross_abstain():
    ballot = Ballot((0, 1, 2), np.array([1.0, 5.0, 0.0]), np.array([0.0, 5.0, 20.0]))
    votes = ballot.votes(gross_min=5)
    assert votes.for_a.tolist() == [0, 0.5, 0]
    assert votes.for_b.tolist() == [0, 0.5, 1]


def test_weighing_by_volume_keeps_the_sum_of_the_votes():
    ballot = Ballot((0, 1, 2), np.array([1.0, 0.0, 30.0]), np.array([0.0, 8.0, 10.0]))
    assert ballot.votes(weight_exponent=0.5).weight.sum() == pytest.approx(3)
    votes = ballot.votes(weight_exponent=1)
    assert votes.weight == pytest.approx(np.array([1, 8, 40]) * 3 / 49)


def test_rows_of_one_order_are_one_order(made):
    """However many files of a release hold them: the rows of 2026 dealt out to two sources give the same orders."""
    rows = made["deliveries"]
    dealt = rows.assign(source_id=rows.source_id.mask(rows.index % 2 == 0, "another"))
    tables = made | {
        "deliveries": pd.concat([dealt[dealt.source_id == "another"], dealt[dealt.source_id != "another"]])
    }
    for direction in ("a_to_b", "b_to_a"):
        assert find_orders(tables, RUS_IRN, "2025", direction) == find_orders(made, RUS_IRN, "2025", direction)
    drone = next(o for o in find_orders(made, RUS_IRN, "2026", "b_to_a") if o.designation == "Shahed-136")
    assert drone.years == (2022, 2023, 2024, 2025)
    assert drone.local_production


def test_orders_of_a_direction_with_totals_only_come_from_the_newest_list(made):
    found = {(o.designation, o.placed): o for o in find_orders(made, RUS_IRN, "2026", "a_to_b")}
    assert found["Yak-130", 2022].years == (2023, 2024)
    assert found["BMP-2", 1991].local_production
    assert not any(o.amounts for o in found.values())  # amounts of another release are never mixed in
