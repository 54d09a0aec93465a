"""Outlets that repeat an origin count once; neither the order of rows nor certainty changes what is drawn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.analysis import reversal
from etl.analysis.documented.draws import presence_votes
from etl.analysis.documented.events import find_events
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
        "precision": "month",
        "designation": None,
        "quantity_low": None,
        "quantity_central": None,
        "quantity_high": None,
        "quantity_unit": None,
    }
    frame = pd.DataFrame([base | row for row in rows])
    return frame.assign(claim_id=[f"c{i}" for i in range(len(frame))])


def tables(*rows):
    countries = pd.DataFrame({"iso3": ["RUS", "SUN"], "predecessor": ["SUN", None]})
    events = pd.DataFrame({"event_id": ["e"], "label": ["An event"]})
    values = pd.DataFrame({"designation": [], "tiv_unit": []})
    return {"claims": claims(*rows), "countries": countries, "events": events, "unit_values": values}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["us-government", "ukraine", "wreckage"]), min_size=1, max_size=3, unique=True),
    st.integers(1, 10),
    st.integers(2, 6),
)
def test_outlets_that_repeat_an_origin_change_nothing(origins, repeats, credibility):
    told = [{"origin": o, "credibility": credibility} for o in origins]
    for least in (1, 2):
        once, often = (find_events(tables(*t), PAIR, 6, least) for t in (told, told * repeats))
        assert [(e.p_true, e.first_day, e.last_day) for e in once] == [
            (e.p_true, e.first_day, e.last_day) for e in often
        ]


def test_the_order_of_rows_changes_no_draw(package_tables):
    found = find_events(package_tables, PAIR, 6)
    shuffled = package_tables | {"claims": package_tables["claims"].sample(frac=1, random_state=1)}
    again = find_events(shuffled, PAIR, 6)
    assert found == again
    edges = list(range(-10_000, 21_000, 365))
    one, other = (presence_votes(f, edges, 50) for f in (found, again[::-1]))
    assert np.allclose(one.for_a, other.for_a)
    assert np.allclose(one.for_b, other.for_b)


def test_certain_events_give_the_plain_posterior_and_no_drawing_error():
    x, y = np.array([[1, 1, 1, 0, 0, 0.0]]), np.array([[0, 0, 0, 1, 1, 1.0]])
    mean, error = reversal.averaged(flow_votes(np.repeat(x, 20, axis=0), np.repeat(y, 20, axis=0)), list(range(6)))
    plain = reversal.reversal(flow_votes(x[0], y[0]), list(range(6)))
    assert mean.p_reversed == pytest.approx(plain.p_reversed)
    assert error == pytest.approx(0, abs=1e-12)
    assert mean.first_period == plain.first_period == 3


def test_the_table_reports_draws_and_their_error(reversal_table):
    drawn = reversal_table[(reversal_table.measure == "documented") & (reversal_table.draws > 0)]
    assert drawn.mc_error.between(0, 0.05).all()
    assert set(drawn.step) == {"year", "month"}
    monthly = drawn[(drawn.step == "month") & (drawn.credibility_max == 2)].iloc[0]
    assert monthly.first_period == "2023-09"
    assert reversal_table[reversal_table.measure == "tiv"].mc_error.isna().all()


@pytest.fixture(scope="module")
def package_tables(package):
    return dict(package.tables)


@pytest.fixture(scope="module")
def reversal_table(package):
    return package.tables["reversal"]
