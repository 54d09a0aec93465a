"""Input uncertainty of documented events: probabilities, days, shared fates, and the table of variants."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from etl.analysis import robustness, uncertainty
from etl.analysis.series import Pair
from etl.analysis.votes import RULES

RUS_IRN = Pair("RUS", "IRN")


def days(*texts: str) -> list[int]:
    return [(date.fromisoformat(t) - date(1970, 1, 1)).days for t in texts]


def event(p_true: float, first: str, last: str, name: str = "e") -> pd.DataFrame:
    first_day, last_day = days(first, last)
    return pd.DataFrame(
        {"p_true": [p_true], "first_day": [first_day], "last_day": [last_day], "basis": ["c"]}, index=pd.Index([name])
    )


def with_claims(made, *changes: dict) -> dict[str, pd.DataFrame]:
    """`made` with no claims but copies of a counted one, each with some cells changed."""
    claims = made["claims"]
    (model,) = claims[claims.claim_id == "d1-first-shipment"].to_dict("records")
    rows = [model | {"claim_id": f"made-up-{n}", "event_id": "made-up"} | change for n, change in enumerate(changes)]
    return {**made, "claims": pd.DataFrame(rows).astype(claims.dtypes)}


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        ("A1", 0.95),
        ("D1", 0.95),
        ("B2", 0.75),
        ("E2", 0.75),
        ("C3", 0.5),
        ("B4", 0.25),
        ("A5", 0.05),
        ("A6", 0.95),
        ("B6", 0.75),
        ("C6", 0.5),
        ("D6", 0.25),
        ("E6", 0.05),
        ("F6", 0.5),
    ],
)
def test_probability_of_a_grade(grade, expected):
    """Credibility alone, clipped to 0.05-0.95; reliability only where credibility cannot be judged. Never a product."""
    assert uncertainty.probability(grade[0], int(grade[1])) == expected


def test_claims_of_one_event_share_the_best_probability_and_never_add_up(made):
    tables = with_claims(
        made, {"credibility": 3, "origin": "a"}, {"credibility": 3, "origin": "b"}, {"credibility": 2, "origin": "c"}
    )
    (found,) = uncertainty.events(tables, RUS_IRN, "b_to_a", 6).itertuples()
    assert found.p_true == 0.75  # noisy-or would give 1 − 0.5 · 0.5 · 0.25 = 0.9375
    assert found.basis.split() == ["made-up-0", "made-up-1", "made-up-2"]


def test_a_denial_takes_nothing_away(made):
    one = {"credibility": 2}
    denial = {
        "stance": "denies",
        "status": "denied",
        "answers": "made-up-0",
        "origin": "iran-government",
        "credibility": 5,
    }
    alone, denied = (
        uncertainty.events(with_claims(made, *rows), RUS_IRN, "b_to_a", 6) for rows in ([one], [one, denial])
    )
    pd.testing.assert_frame_equal(alone, denied)


def test_least_number_of_origins(made):
    tables = with_claims(
        made,
        {"origin": "a"},
        {"origin": "a"},
        {"origin": "b", "event_id": "other"},
        {"origin": "c", "event_id": "other"},
    )
    assert uncertainty.events(tables, RUS_IRN, "b_to_a", 6, 1).index.tolist() == ["made-up", "other"]
    assert uncertainty.events(tables, RUS_IRN, "b_to_a", 6, 2).index.tolist() == ["other"]


@pytest.mark.parametrize("credibility_max", [1, 2, 3, 6])
def test_the_credibility_limit(made, credibility_max):
    tables = with_claims(made, *({"credibility": c, "event_id": f"e{c}"} for c in range(1, 7)))
    expected = [f"e{c}" for c in range(1, credibility_max + 1)]
    assert uncertainty.events(tables, RUS_IRN, "b_to_a", credibility_max).index.tolist() == expected


def test_days_are_drawn_evenly_from_the_stated_span():
    """15 December to 14 January: 17 of the 31 days lie in the old year. 20,000 draws are within four standard errors."""
    edges = days("2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01")
    counts = uncertainty.draw_counts(event(1.0, "2021-12-15", "2022-01-14"), "b_to_a", edges, 20_000)
    assert counts.shape == (20_000, 3)
    assert (counts.sum(axis=1) == 1).all()  # it happened, once
    assert counts[:, 0].mean() == pytest.approx(17 / 31, abs=4 * np.sqrt(0.25 / 20_000))
    assert counts[:, 2].sum() == 0


def test_an_event_happens_as_often_as_it_is_probable():
    edges = days("2022-01-01", "2023-01-01")
    counts = uncertainty.draw_counts(event(0.75, "2022-03-01", "2022-03-31"), "b_to_a", edges, 20_000)
    assert counts.mean() == pytest.approx(0.75, abs=4 * np.sqrt(0.25 / 20_000))


def test_days_outside_the_periods_are_dropped():
    edges = days("2022-01-01", "2023-01-01")
    counts = uncertainty.draw_counts(event(1.0, "2024-01-01", "2024-12-31"), "b_to_a", edges, 100)
    assert counts.sum() == 0


def test_draws_are_seeded_and_do_not_hang_on_the_other_rows():
    edges = days("2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01")
    a, b = event(0.5, "2020-01-01", "2022-12-31", "a"), event(0.5, "2020-01-01", "2022-12-31", "b")
    one = uncertainty.draw_counts(a, "b_to_a", edges, 500)
    other = uncertainty.draw_counts(b, "b_to_a", edges, 500)
    assert (one == uncertainty.draw_counts(a, "b_to_a", edges, 500)).all()
    assert (one != other).any()
    for order in ([a, b], [b, a]):
        assert (uncertainty.draw_counts(pd.concat(order), "b_to_a", edges, 500) == one + other).all()


def test_without_draws_every_event_is_on_its_first_day():
    edges = days("2021-01-01", "2022-01-01", "2023-01-01")
    events = pd.concat(
        [
            event(0.05, "2021-12-31", "2022-12-31", "a"),
            event(0.95, "2022-01-01", "2022-01-01", "b"),
            event(1, "2019-01-01", "2019-01-01", "c"),
        ]
    )
    assert uncertainty.expected_counts(events, edges).tolist() == [[1, 1]]


# ---- the table of variants ----


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
    documented = table[table.measure == "documented"]
    assert set(documented.credibility_max) == {2, 3, 6}
    assert (documented.draws == 10).all()  # as these tests build it
    assert documented.mc_error.notna().all()
    assert (table[table.measure == "tiv"].draws == 0).all()


def test_the_four_stories_of_every_row_add_up(made):
    table = made["reversal"]
    assert np.allclose(
        table[["p_one_leader", "p_one_reversal", "p_there_and_back", "p_contested"]].sum(axis=1), 1, atol=1e-8
    )
    assert np.allclose(table.p_one_reversal + table.p_there_and_back, table.p_reversed, atol=1e-8)
    called = table[table.callable]
    assert (called.p_reversed >= 0.9).all()
    assert (called.p_new_leads_now >= 0.9).all()
