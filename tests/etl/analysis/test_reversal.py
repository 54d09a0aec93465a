"""The estimator: closed forms, textbook series, symmetries. Its results on real data are in `test_votes.py`."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaln
from statsmodels.datasets import nile

from etl.analysis import reversal
from etl.analysis.reversal import PRIOR, STORIES, highest_density, posterior, prior_of, vote_segments
from etl.analysis.votes import Votes, flow_votes, weigh

COAL = [
    4,
    5,
    4,
    1,
    0,
    4,
    3,
    4,
    0,
    6,
    3,
    3,
    4,
    0,
    2,
    6,
    3,
    3,
    5,
    4,
    5,
    3,
    1,
    4,
    4,
    1,
    5,
    5,
    3,
    4,
    2,
    5,
    2,
    2,
    3,
    4,
    2,
    1,
    3,
    2,
    2,
    1,
    1,
    1,
    1,
    3,
    0,
    0,
    1,
    0,
    1,
    1,
    0,
    0,
    3,
    1,
    0,
    3,
    2,
    2,
    0,
    1,
    1,
    1,
    0,
    1,
    0,
    1,
    0,
    0,
    0,
    2,
    1,
    0,
    0,
    0,
    1,
    1,
    0,
    2,
    3,
    3,
    1,
    1,
    2,
    1,
    1,
    1,
    1,
    2,
    3,
    3,
    0,
    0,
    0,
    1,
    4,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    1,
    0,
    1,
]
"""British coal-mining disasters with ten or more dead, 1851 to 1962 (Jarrett 1979, Biometrika 66:191-193)."""


def by_letters(letters: str):
    """One vote a period: A for the one side, B for the other, - for a period without deliveries."""
    x, y = (np.array([float(letter == side) for letter in letters]) for side in "AB")
    return by_flows(x, y)


def by_flows(x, y, weight_exponent=0.0):
    """The reversal of a series without known orders: every year with deliveries is one witness."""
    votes = flow_votes(x, y)
    votes = weigh(votes, np.nan_to_num(x + y), weight_exponent) if weight_exponent else votes
    return reversal.reversal(votes, list(range(len(x))))


# ---- closed forms ----


def test_no_data_gives_the_prior_back():
    r = by_letters("-" * 37)
    assert r.p_reversed == pytest.approx(0.40, abs=1e-12)
    assert [r.p_stories[s] for s in STORIES] == pytest.approx(list(PRIOR), abs=1e-12)
    assert r.p_b_leads_now == pytest.approx(0.40, abs=1e-12)  # half of all but the contested story
    assert (r.first_period, r.callable) == (None, False)


def test_the_prior_is_the_published_one():
    assert [round(p, 3) for p in PRIOR] == [0.400, 0.267, 0.133, 0.200]
    assert sum(PRIOR) == pytest.approx(1, abs=1e-12)


def test_another_prior_keeps_what_is_contested():
    assert prior_of(0.4) == pytest.approx(PRIOR, abs=1e-12)
    assert prior_of(0.1) == pytest.approx([0.7, 0.2 / 3, 0.1 / 3, 0.2], abs=1e-12)


def test_one_way_votes():
    assert round(by_letters("A" * 30).p_reversed, 3) == 0.016


def test_clean_reversal():
    r = by_letters("A" * 10 + "B" * 10)
    assert round(r.p_reversed, 4) == 0.9998
    assert (r.first_period, r.window_after, r.window_until, r.new_leader) == (10, 9, 10, "b")


def test_there_and_back():
    r = by_letters("A" * 8 + "B" * 8 + "A" * 8)
    assert round(r.p_stories["there_and_back"], 3) == 0.997
    assert r.p_reversed > 0.99
    assert r.p_b_leads_now < 0.01  # a leads again, so P(reversed) alone would mislead


@pytest.mark.parametrize("stray", [14, 15, 16])
def test_one_stray_vote(stray):
    assert round(by_letters("A" * stray + "B" + "A" * (29 - stray)).p_reversed, 3) == 0.043


def test_alternating_votes_are_contested():
    r = by_letters("AB" * 15)
    assert round(r.p_stories["contested"], 2) == 0.62
    assert not r.callable


def test_bayes_factor_of_two_opposite_votes():
    segments, contested = vote_segments(Votes(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    # prior on no change and one change alike: the ratio of the posteriors is the Bayes factor
    stories = posterior(segments, contested, (0.5, 0.5, 0.0, 0.0)).stories[0]
    assert stories[1] / stories[0] == pytest.approx(2 + 8 / math.pi**2, rel=1e-12)
    assert 2 + 8 / math.pi**2 == pytest.approx(2.810569, abs=5e-7)


def test_contested_evidence_of_two_opposite_votes():
    _, contested = vote_segments(Votes(np.array([1.0, 0.0]), np.array([0.0, 1.0])))
    assert math.exp(contested[0]) == pytest.approx(10 * 10 / (20 * 21), rel=1e-12)


def test_one_vote_under_each_leader():
    """∫ over the leading half of the arcsine law: 1/2 + 1/π for the side that got the vote, 1/2 − 1/π for the other."""
    segments, _ = vote_segments(Votes(np.array([1.0]), np.array([0.0])))
    assert np.exp(segments[:, 0, 0, 1]) == pytest.approx([0.5 + 1 / math.pi, 0.5 - 1 / math.pi], rel=1e-12)


def _leading(s: float, f: float, low: float, high: float) -> float:
    """Evidence of a segment by numerical integration, twice the density since the prior is cut to a half."""
    value, _ = quad(lambda p: p ** (s - 0.5) * (1 - p) ** (f - 0.5), low, high, limit=200)
    return 2 * value / math.pi  # Be(½, ½) = π


@pytest.mark.parametrize("share", [[0.9, 0.8, 0.1, 0.2, 0.3], [0.6, 0.1, 0.7, 0.9, 0.55], [0.5, 0.5, 0.5, 0.5, 0.4]])
def test_the_sum_over_placements_by_brute_force(share):
    """Every leader and every placement written out and integrated numerically, against the matrix sum."""
    n, leading = len(share), {"a": (0.5, 1.0), "b": (0.0, 0.5)}

    def story(cuts: tuple[int, ...], first: str) -> float:
        edges, leaders, product = [0, *cuts, n], {"a": "aba", "b": "bab"}[first], 1.0
        for i, j, leader in zip(edges, edges[1:], leaders, strict=False):
            s = sum(share[i:j])
            product *= _leading(s, j - i - s, *leading[leader])
        return product

    evidence = []
    for changes in range(3):
        places = list(combinations(range(1, n), changes))
        evidence.append(sum(story(c, first) for c in places for first in "ab") / (2 * len(places)))
    s = sum(share)
    evidence.append(
        math.exp(sum(math.lgamma(v) for v in (10 + s, 10 + n - s, 20)) - 2 * math.lgamma(10) - math.lgamma(20 + n))
    )
    weighted = np.array(evidence) * PRIOR
    expected = weighted / weighted.sum()
    found = posterior(*vote_segments(Votes(np.array(share), 1 - np.array(share))))
    assert found.stories[0] == pytest.approx(expected, rel=1e-6)
    dates = np.array([sum(story((c,), first) for first in "ab") for c in range(1, n)])
    assert found.date[0, 1:] == pytest.approx(dates / dates.sum(), rel=1e-6)
    ends_in_b = PRIOR[0] * story((), "b") / 2
    ends_in_b += PRIOR[1] * sum(story((c,), "a") for c in range(1, n)) / (2 * (n - 1))
    pairs = list(combinations(range(1, n), 2))
    ends_in_b += PRIOR[2] * sum(story(c, "b") for c in pairs) / (2 * len(pairs))
    assert found.b_leads_now[0] == pytest.approx(ends_in_b / weighted.sum(), rel=1e-6)


# ---- the date and its window ----


def test_empty_periods_abstain_and_do_not_date_the_reversal():
    r = by_letters("AAAAA---BBBBB")
    assert (r.first_period, r.window_after, r.window_until) == (8, 4, 8)
    # the posterior is flat over the gap: its members are as probable as the first new vote
    assert {round(r.date[t], 12) for t in (5, 6, 7, 8)} == {round(r.date[8], 12)}


def test_missing_flows_abstain_like_empty_ones():
    x = np.array([1, 1, 1, 1, np.nan, 0, 0, 0, 0])
    y = np.array([0, 0, 0, 0, np.nan, 1, 1, 1, 1])
    r = by_flows(x, y)
    s = by_letters("AAAA-BBBB")
    assert (r.p_reversed, r.first_period, r.window_after) == (s.p_reversed, s.first_period, s.window_after)


def test_one_new_vote_is_never_callable():
    """One huge delivery, votes weighted by volume: sure enough of the reversal, yet only one period points the new way."""
    x, y = np.array([1.0] * 12 + [0.0]), np.array([0.0] * 12 + [100.0])
    r = by_flows(x, y, weight_exponent=1)
    assert r.p_reversed >= 0.9
    assert r.p_new_leads_now >= 0.9
    assert r.periods_new_way == 1
    assert not r.callable


def test_there_and_back_is_not_called_for_the_middle():
    """P(reversed) is near one, yet the side that led in the middle leads no more."""
    r = by_letters("A" * 12 + "B" * 12 + "A" * 6)
    assert r.p_reversed > 0.99
    assert not (r.callable and r.new_leader == "b")


@pytest.mark.parametrize("years", range(3, 38))
def test_votes_all_one_way_leave_the_rival_as_the_only_new_leader(years):
    """A change at either end explains them alike. Rounding errors must not decide, and swapping must mirror."""
    for votes_, rival in (("A" * years, "b"), ("B" * years, "a")):
        r = by_letters(votes_)
        assert r.new_leader == rival
        assert r.p_new_leads_now < 0.5
        assert not r.callable


def test_highest_density_takes_the_latest_of_equals():
    assert list(highest_density(np.array([0.0, 0.25, 0.25, 0.25, 0.25]), 0.5)) == [3, 4]
    assert list(highest_density(np.array([0.0, 0.7, 0.2, 0.06, 0.04]), 0.9)) == [1, 2]


# ---- textbook series through the same dating code ----


def _shaped(log_evidence, periods: int) -> np.ndarray:
    segments = np.zeros((2, 1, periods + 1, periods + 1))
    for i in range(periods):
        for j in range(i + 1, periods + 1):
            segments[:, 0, i, j] = log_evidence(i, j)
    return segments


EXACTLY_ONE_CHANGE = (0.0, 1.0, 0.0, 0.0)


def test_nile_changes_after_1898():
    data = nile.load_pandas().data
    flow, years = data.volume.to_numpy(float), data.year.astype(int).tolist()
    assert (len(flow), years[0], years[-1]) == (100, 1871, 1970)
    mean, variance, k = flow.mean(), flow.var(), 0.01  # normal segments, weak normal-inverse-gamma prior, a = 1

    def log_evidence(i: int, j: int) -> float:
        x, n = flow[i:j], j - i
        rate = variance + ((x - x.mean()) ** 2).sum() / 2 + k * n * (x.mean() - mean) ** 2 / (2 * (k + n))
        return float(
            gammaln(1 + n / 2)
            + math.log(variance)
            - (1 + n / 2) * math.log(rate)
            + (math.log(k) - math.log(k + n)) / 2
            - n / 2 * math.log(2 * math.pi)
        )

    date = posterior(_shaped(log_evidence, 100), np.zeros(1), EXACTLY_ONE_CHANGE).date[0]
    first_new = int(np.argmax(date))
    assert years[first_new - 1] == 1898
    assert date[first_new] > 0.5


def test_coal_mining_disasters_change_after_1891():
    assert (len(COAL), sum(COAL)) == (112, 191)

    def log_evidence(i: int, j: int) -> float:
        """Poisson counts with a Gamma(1, 1) rate: Γ(1 + s) / (1 + n)^(1 + s); the factorials are common to all."""
        s = sum(COAL[i:j])
        return math.lgamma(1 + s) - (1 + s) * math.log(1 + j - i)

    date = posterior(_shaped(log_evidence, 112), np.zeros(1), EXACTLY_ONE_CHANGE).date[0]
    last_old = 1851 + np.arange(112) - 1  # the year after which the rate changed
    assert last_old[int(np.argmax(date))] == 1891
    years = last_old[highest_density(date, 0.95)]
    assert (years.min(), years.max()) == (1886, 1896)


# ---- symmetries ----

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.001, 5000))
SERIES = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=3, max_size=25)


@settings(max_examples=40)
@given(SERIES, st.sampled_from([0.0, 0.5, 1.0]))
def test_swapping_the_two_sides_mirrors_everything(flows, weight):
    x, y = np.array(flows).T
    one = by_flows(x, y, weight)
    other = by_flows(y, x, weight)
    assert one.p_reversed == pytest.approx(other.p_reversed, abs=1e-9)
    assert list(one.p_stories.values()) == pytest.approx(list(other.p_stories.values()), abs=1e-9)
    assert list(one.date.values()) == pytest.approx(list(other.date.values()), abs=1e-9)
    led = 1 - one.p_stories["contested"]
    assert one.p_b_leads_now == pytest.approx(led - other.p_b_leads_now, abs=1e-9)


@pytest.mark.parametrize("letters", ["A" * 10 + "B" * 10, "AAAA---BBB", "B" * 6 + "-" + "A" * 4, "AAAAAAAAB"])
def test_swapping_the_two_sides_mirrors_the_verdict(letters):
    one, other = by_letters(letters), by_letters(letters.translate(str.maketrans("AB", "BA")))
    assert {one.new_leader, other.new_leader} == {"a", "b"}
    for name in ("first_period", "window_after", "window_until", "credible_set", "periods_new_way", "callable"):
        assert getattr(one, name) == getattr(other, name)
    assert one.p_new_leads_now == pytest.approx(other.p_new_leads_now, abs=1e-12)


@settings(max_examples=40)
@given(SERIES, st.floats(0.001, 1000), st.sampled_from([0.0, 0.5, 1.0]))
def test_a_change_of_unit_changes_nothing(flows, unit, weight):
    x, y = np.array(flows).T
    one = by_flows(x, y, weight)
    other = by_flows(x * unit, y * unit, weight)
    assert one.p_reversed == pytest.approx(other.p_reversed, abs=1e-9)
    assert one.p_b_leads_now == pytest.approx(other.p_b_leads_now, abs=1e-9)
    assert list(one.date.values()) == pytest.approx(list(other.date.values()), abs=1e-9)


@settings(max_examples=40)
@given(SERIES)
def test_probabilities_are_probabilities(flows):
    x, y = np.array(flows).T
    r = by_flows(x, y)
    assert sum(r.p_stories.values()) == pytest.approx(1, abs=1e-9)
    assert sum(r.date.values()) == pytest.approx(1, abs=1e-9)
    assert 0 <= r.p_b_leads_now <= 1
    assert sum(r.date[t] for t in r.credible_set) >= 0.9 - 1e-9


# ---- calibration, under the model's own stories ----


def test_predicted_probabilities_come_true():
    """3,000 series of 20 votes drawn from the prior: what is given 30 % happens in 30 % of the cases."""
    rng, n, periods = np.random.default_rng(20221018), 3000, 20
    story = rng.choice(4, n, p=PRIOR)
    p_a, dates = np.empty((n, periods)), np.zeros(n, int)
    for k in range(n):
        rates = rng.beta(0.5, 0.5, 3)
        leading = np.where(
            np.array([True, False, True]) ^ bool(rng.integers(2)),
            np.maximum(rates, 1 - rates),
            np.minimum(rates, 1 - rates),
        )
        cuts = np.sort(rng.choice(np.arange(1, periods), 2, replace=False))
        if story[k] == 3:
            p_a[k] = rng.beta(10, 10)
        elif story[k] == 0:
            p_a[k] = leading[0]
        elif story[k] == 1:
            dates[k] = cuts[rng.integers(2)]  # either of two draws without replacement is uniform
            p_a[k] = np.where(np.arange(periods) < dates[k], leading[0], leading[1])
        else:
            p_a[k] = leading[np.searchsorted(cuts, np.arange(periods), side="right")]
    share = (rng.random((n, periods)) < p_a).astype(float)
    found = posterior(*vote_segments(Votes(share, 1 - share)))
    truth = (story == 1) | (story == 2)
    for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9), (0.9, 1.01)):
        here = (found.reversed >= low) & (found.reversed < high)
        error = 3 * math.sqrt(0.25 / here.sum())
        assert here.sum() > 100
        assert truth[here].mean() == pytest.approx(found.reversed[here].mean(), abs=error)
    one = np.flatnonzero(story == 1)
    covered = np.mean([dates[k] in highest_density(found.date[k]) for k in one])
    assert 0.88 <= covered <= 0.94
