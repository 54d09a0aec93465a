"""What is left to chance: whether events are true, and how much came; dates are not drawn."""

import numpy as np
import pytest

from etl.analysis.documented.draws import presence_votes, volume_votes
from etl.analysis.documented.events import Event, year_edges
from etl.analysis.documented.numbers import Numbers, Range
from etl.analysis.documented.numbers import TypeNumber as Type
from etl.analysis.documented.series import ballot, yearly

EDGES = year_edges(range(2020, 2024))


def event(name="e", p_true=1.0, first="2022-01-01", last="2022-12-31", direction="b_to_a", number=None, value=None):
    numbers = Numbers((Type("t", Range(*number), value),)) if number else Numbers()
    return Event(name, direction, first, last, p_true, ("c",), numbers)


def test_without_draws_every_event_is_true_and_shares_its_vote_over_its_days():
    votes = presence_votes([event(p_true=0.05, first="2021-12-15", last="2022-01-14")], EDGES)
    assert votes.for_b.tolist() == [[0, pytest.approx(17 / 31), pytest.approx(14 / 31), 0]]
    assert not votes.for_a.any()


def test_the_series_that_ends_within_an_event_votes_by_the_days_it_has_as_the_draws_do():
    events = [event(first="2023-12-15", last="2024-01-14", number=(1, 1, 1), value=1.0)]
    years = range(2020, 2024)
    for measure, drawn in (("documented", presence_votes), ("documented_volume", volume_votes)):
        cast = ballot(events, measure, yearly(events, measure, years), years).votes()
        assert cast.for_b.tolist() == pytest.approx([0, 0, 0, 17 / 31])
        assert cast.for_b == pytest.approx(drawn(events, EDGES).for_b[0])


def test_an_event_is_true_as_often_as_it_is_probable_and_keeps_its_days():
    votes = presence_votes([event(p_true=0.75, first="2021-12-15", last="2022-01-14")], EDGES, 20_000)
    assert votes.for_b.mean(axis=0)[1] == pytest.approx(0.75 * 17 / 31, abs=4 * np.sqrt(0.25 / 20_000))
    assert set(votes.for_b[:, 1].round(9)) == {0.0, round(17 / 31, 9)}


def test_a_year_has_one_vote_at_most_split_by_the_shares_of_its_events():
    votes = presence_votes([event("a"), event("b"), event("c", direction="a_to_b")], EDGES)
    assert (votes.for_a[0, 2], votes.for_b[0, 2]) == pytest.approx((1 / 3, 2 / 3))


def test_volume_votes_are_limited_by_what_each_side_s_events_give():
    """10 against 30 million TIV in a year: shares of ¼ and ¾, but the event of b has a tenth of its days in it."""
    days = event("b", first="2022-12-22", last="2023-03-31", number=(300, 300, 300), value=1.0)
    votes = volume_votes([event("a", direction="a_to_b", number=(10, 10, 10), value=1.0), days], EDGES)
    assert (votes.for_a[0, 2], votes.for_b[0, 2]) == pytest.approx((0.25, 0.1))


def test_an_event_without_a_value_casts_no_vote_by_volume():
    assert not volume_votes([event(number=(5, 5, 5))], EDGES).weight.any()


def test_draws_are_seeded_and_do_not_hang_on_the_other_events():
    a, b = event("a", 0.5), event("b", 0.5, direction="a_to_b")
    alone = presence_votes([a], EDGES, 500).for_b
    assert (alone == presence_votes([a], EDGES, 500).for_b).all()
    both = [presence_votes(order, EDGES, 500) for order in ([a, b], [b, a])]
    assert (both[0].for_b == both[1].for_b).all()
    assert ((both[0].for_b > 0) == (alone > 0)).all()
