"""The made-up worlds of orders: they are what they say, and votes by orders are as often right in them as they say."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.charts.certainty.calibration import FILE, Result, results
from etl.analysis.reversal import posterior_of_votes
from etl.analysis.votes import Ballot, Order
from tests.bench.calibration import EDGES, RULES, WORLDS, in_worlds, write
from tests.bench.worlds import KINDS, LATE, NOBODY, ONE_LEADER, PERIODS, Kind, draw, mirrored

PLAIN = Kind("plain", (4, 4), bounded=True)


def drawn(kind, n=600, seed=7):
    return draw(kind, n, np.random.default_rng(seed))


def per_year(worlds, of, leading):
    """Orders a year and side in the worlds `of`, of the side that leads or of the other one."""
    counts = np.zeros((len(worlds.story), 2, PERIODS))
    np.add.at(counts, (worlds.world, worlds.side, worlds.year), 1)
    leads = worlds.leads[:, None, :] == np.array([0, 1])[:, None]
    return counts[of][leads[of] == leading].mean()


@pytest.mark.parametrize(("span", "rate"), [(1, 0.6818), (2, 0.5159), (4, 0.2625)])
def test_orders_come_at_the_rate_they_should(span, rate):
    # the mean of min(0.7, U(0.5, 1.6)/span): for span 1 it is 0.7, less 0.1 on average in 0.2 of 1.1
    worlds = drawn(Kind("plain", (span, span)), 4000)
    one = worlds.story == ONE_LEADER
    assert per_year(worlds, one, True) == pytest.approx(rate, rel=0.03)
    assert per_year(worlds, one, False) == pytest.approx(0.15 / 4 / span, rel=0.15)  # none in half of the worlds
    assert per_year(worlds, worlds.story == NOBODY, False) == pytest.approx(rate, rel=0.05)


def test_orders_have_the_spans_and_sizes_they_should():
    worlds = drawn(Kind("uneven", (8, 1), size_sd=2.5), 2000)
    first, second = worlds.years[worlds.side == 0], worlds.years[worlds.side == 1]
    assert (first.min(), first.max(), second.min(), second.max()) == (1, 15, 1, 1)
    assert first.mean() == pytest.approx(8, rel=0.05)
    assert np.log(worlds.size).mean() == pytest.approx(4, abs=0.1)
    assert np.log(worlds.size).std() == pytest.approx(2.5, rel=0.03)


def test_stories_come_from_the_prior_and_late_and_short_ones_are_that():
    shares = np.bincount(drawn(PLAIN, 6000).story) / 6000
    assert shares == pytest.approx([0.4, 0.8 / 3, 0.4 / 3, 0.2], abs=0.02)
    turns = np.diff(drawn(replace(PLAIN, turns="late"), 300).leads) != 0
    assert turns.sum(axis=1).tolist() == [1] * 300
    assert turns.argmax(axis=1).min() + 1 == PERIODS - LATE
    leads = drawn(replace(PLAIN, turns="short"), 300).leads
    away = (leads != leads[:, :1]).sum(axis=1)
    assert (away.min(), away.max()) == (1, LATE)


def test_three_at_once_are_alike_and_swings_keep_the_mean_rate():
    three = drawn(replace(PLAIN, at_once=3), 2000)
    assert len(three.world) % 3 == 0
    for column in (three.world, three.side, three.year, three.years, three.size):
        assert np.ptp(column.reshape(-1, 3), axis=1).max() == 0
    one = three.story == ONE_LEADER
    assert per_year(three, one, True) == pytest.approx(0.2625, rel=0.06)
    swings = drawn(replace(PLAIN, memory=0.85), 4000)
    assert per_year(swings, swings.story == ONE_LEADER, True) == pytest.approx(0.2625, rel=0.06)
    assert posterior_of_votes(drawn(PLAIN).votes()).reversed == pytest.approx(
        posterior_of_votes(mirrored(drawn(PLAIN)).votes()).reversed, abs=1e-9
    )


@pytest.mark.parametrize("rule", RULES)
def test_votes_of_worlds_are_those_that_a_ballot_counts(rule):
    worlds = drawn(PLAIN, 30)
    votes, (flow, _) = worlds.votes(rule), worlds.sums()
    for k in range(30):
        orders = [[], []]
        for n in np.flatnonzero(worlds.world == k):
            last = min(worlds.year[n] + worlds.years[n], PERIODS)
            orders[worlds.side[n]].append(Order(str(n), "made up", tuple(range(worlds.year[n], last))))
        ballot = Ballot(tuple(range(PERIODS)), flow[k, 0], flow[k, 1], (tuple(orders[0]), tuple(orders[1])))
        cast = ballot.votes(rule)
        assert votes.for_a[k] == pytest.approx(cast.for_a, abs=1e-9)
        assert votes.for_b[k] == pytest.approx(cast.for_b, abs=1e-9)


def test_votes_by_orders_keep_the_bounds_where_votes_of_years_do_not():
    orders, years = in_worlds(900, [KINDS[2]])
    assert (orders.kind.span, orders.rule, years.rule) == ("4", *RULES)
    assert orders.missed(errors=3) == []
    assert years.missed() == []  # has none to keep
    assert replace(years, rule=RULES[0]).missed(errors=3) != []
    assert orders.false_one_leader.share <= 0.01 < years.false_one_leader.share


def test_the_table_of_the_page_is_that_of_the_simulation(tmp_path, monkeypatch):
    """The same worlds in smaller number, within four standard errors of each bin."""
    rows = {(r.world, r.span, r.rule, r.low): r for r in results()}
    assert len(rows) == len(KINDS) * len(RULES) * (len(EDGES) - 1)
    for kind in KINDS:
        for rule in RULES:
            assert sum(rows[kind.name, kind.span, rule, low].worlds for low in EDGES[:-1]) == WORLDS
    found = [*in_worlds(900, [KINDS[2]])]
    for made in (b for f in found for b in f.bins):
        kept = rows[made.world, made.span, made.rule, made.low]
        p = kept.worlds / WORLDS
        assert made.worlds / 900 == pytest.approx(p, abs=4 * (p * (1 - p) / 900) ** 0.5)
        error = (kept.observed * (1 - kept.observed) / made.worlds) ** 0.5
        assert made.observed == pytest.approx(kept.observed, abs=4 * error + 1 / made.worlds)
        assert made.predicted == pytest.approx(kept.predicted, abs=0.05)
    monkeypatch.setattr("tests.bench.calibration.FILE", tmp_path / FILE.name)
    write(found)
    lines = (tmp_path / FILE.name).read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(Result.COLUMNS) == FILE.read_text(encoding="utf-8").splitlines()[0]
    assert len(lines) == 1 + 2 * (len(EDGES) - 1)
    assert lines[-1].startswith("plain,4,years,0.98,1,")
