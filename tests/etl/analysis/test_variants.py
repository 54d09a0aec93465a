"""The table of variants of the reversal."""

import numpy as np

from etl.analysis import robustness
from etl.analysis.series import Pair
from etl.analysis.votes import RULES
from etl.contracts.folders import DATASETS
from etl.sources.declared import load_dyads


def test_every_variant_stands_once(made):
    table = made["reversal"]
    variant = [
        "dyad",
        "measure",
        "release",
        "share",
        "share_side",
        "vote_rule",
        "prior",
        "left_out",
        "spans",
        "step",
        "credibility_max",
        "origins_min",
        "weight_exponent",
        "gross_min",
        "start",
        "end",
        "draws",
    ]
    assert not table.duplicated(variant).any()
    assert table.primary.sum() == 1


def test_what_is_varied_for_the_default_pair(made):
    table = made["reversal"]
    tiv = table[(table.measure == "tiv") & (table.release == "2026")]
    assert set(tiv.vote_rule) == set(RULES)
    assert set(tiv.share) == set(robustness.SHARES)
    assert set(tiv.share_side) == {"both", "a_to_b", "b_to_a"}
    assert set(tiv.prior) == {0.4, *robustness.PRIORS}
    assert set(tiv.gross_min) == set(robustness.GROSS_MIN)
    assert set(tiv.start) == {"1989", "1950", "1967", "1992", "2000"}
    assert {"year:2022", "order:b_to_a:65539:Shahed-136", "order:a_to_b:sipri_2025/order-54:Yak-130"} <= set(
        tiv.left_out
    )
    for spans in ("then", "now"):
        assert {str(year) for year in range(1991, 2025)} <= set(tiv[tiv.spans == spans].end)
    for measure, rule in (("documented", "counts"), ("documented_volume", "orders")):
        documented = table[table.measure == measure]
        assert set(documented.vote_rule) == {rule}
        assert set(documented.credibility_max) == {2, 3, 6}
        assert set(documented.draws) == {0, 10}  # as these tests build it
        assert (documented.mc_error.notna() == (documented.draws > 0)).all()
        assert set(documented.left_out) == {"", "running totals", "transit"}
    assert (table[table.measure == "tiv"].draws == 0).all()


def test_a_release_that_tells_no_local_production_has_no_answer_without_it(made):
    """Years of which the part that counts is unknown are no votes: the chance assumed beforehand would be no answer."""
    pair, totals = Pair("RUS", "IRN"), made["totals"]
    untold = {**made, "totals": totals.assign(tiv_local_production=np.nan)}
    register = robustness.Register(untold, pair, "2026")
    years = register.years(1989)
    assert register.ballot(years).periods == tuple(years)
    assert register.ballot(years, 50, "b_to_a").periods == tuple(years)  # of that way, its deliveries tell it
    assert register.ballot(range(1992, 2000), 50).periods == ()
    table = robustness.table(untold, load_dyads(DATASETS)[0], 0)
    rows = table[(table.release == "2026") & (table.left_out == "") & (table.spans == "then") & (table.start == "1989")]
    assert set(rows[rows.share < 100].share_side) == {"b_to_a"}


def test_the_four_stories_of_every_row_add_up(made):
    table = made["reversal"]
    assert np.allclose(
        table[["p_one_leader", "p_one_reversal", "p_there_and_back", "p_contested"]].sum(axis=1), 1, atol=1e-8
    )
    assert np.allclose(table.p_one_reversal + table.p_there_and_back, table.p_reversed, atol=1e-8)
    called = table[table.callable]
    assert (called.p_reversed >= 0.9).all()
    assert (called.p_new_leads_now >= 0.9).all()
