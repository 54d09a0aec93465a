"""Outlets that repeat an origin count once; neither the order of rows nor certainty changes what is drawn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.analysis import reversal, uncertainty
from etl.analysis.series import Pair
from etl.analysis.votes import flow_votes

PAIR = Pair("RUS", "IRN")


def claims(*rows):
    base = {
        "stance": "asserts",
        "category": "drones",
        "status": "reported",
        "supplier": "IRN",
        "recipient": "RUS",
        "reliability": "B",
        "credibility": 2,
        "start": "2022-08-01",
        "end": "2022-08-31",
        "reported_on": "2022-08-29",
        "origin": "us-government",
        "event_id": "e",
    }
    frame = pd.DataFrame([base | row for row in rows])
    return frame.assign(claim_id=[f"c{i}" for i in range(len(frame))])


def tables(*rows):
    countries = pd.DataFrame({"iso3": ["RUS", "SUN"], "predecessor": ["SUN", None]})
    return {"claims": claims(*rows), "countries": countries}


def test_an_open_span_ends_on_the_day_it_was_spoken_of():
    (event,) = uncertainty.events(
        tables({"start": "1992-01-01", "end": None, "reported_on": "2022-10-18"}), PAIR, "b_to_a", 6
    ).itertuples()
    assert (event.last_day - event.first_day) == (pd.Timestamp("2022-10-18") - pd.Timestamp("1992-01-01")).days


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["us-government", "ukraine", "wreckage"]), min_size=1, max_size=3, unique=True),
    st.integers(1, 10),
    st.integers(2, 6),
)
def test_outlets_that_repeat_an_origin_change_nothing(origins, repeats, credibility):
    told = [{"origin": o, "credibility": credibility} for o in origins]
    for least in (1, 2):
        once = uncertainty.events(tables(*told), PAIR, "b_to_a", 6, least)
        often = uncertainty.events(tables(*(told * repeats)), PAIR, "b_to_a", 6, least)
        assert once[["p_true", "first_day", "last_day"]].equals(often[["p_true", "first_day", "last_day"]])


def test_the_order_of_rows_changes_no_draw(package_tables):
    for direction in ("a_to_b", "b_to_a"):
        found = uncertainty.events(package_tables, PAIR, direction, 6)
        shuffled = package_tables | {"claims": package_tables["claims"].sample(frac=1, random_state=1)}
        again = uncertainty.events(shuffled, PAIR, direction, 6)
        pd.testing.assert_frame_equal(found.drop(columns="basis"), again.drop(columns="basis"))
        edges = list(range(-10_000, 21_000, 365))
        one, other = (uncertainty.draw_counts(f, direction, edges, 50) for f in (found, again.iloc[::-1]))
        assert (one == other).all()


def test_certain_events_give_the_plain_posterior_and_no_drawing_error():
    x, y = np.array([[1, 1, 1, 0, 0, 0.0]]), np.array([[0, 0, 0, 1, 1, 1.0]])
    mean, error = reversal.averaged(flow_votes(np.repeat(x, 20, axis=0), np.repeat(y, 20, axis=0)), list(range(6)))
    plain = reversal.reversal(flow_votes(x[0], y[0]), list(range(6)))
    assert mean.p_reversed == pytest.approx(plain.p_reversed)
    assert error == pytest.approx(0, abs=1e-12)
    assert mean.first_period == plain.first_period == 3


def test_the_table_reports_draws_and_their_error(reversal_table):
    drawn = reversal_table[reversal_table.measure == "documented"]
    assert (drawn.draws > 0).all()
    assert drawn.mc_error.between(0, 0.05).all()
    assert set(drawn.step) == {"year", "month"}
    monthly = drawn[(drawn.step == "month") & (drawn.credibility_max == 2)].iloc[0]
    assert monthly.first_period == "2022-08"
    assert reversal_table[reversal_table.measure == "tiv"].mc_error.isna().all()


@pytest.fixture(scope="module")
def package_tables(package):
    return dict(package.tables)


@pytest.fixture(scope="module")
def reversal_table(package):
    return package.tables["reversal"]
