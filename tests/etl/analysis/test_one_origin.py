"""Ten outlets that repeat one origin are one origin: whatever is claimed, repetition raises no count, grade or probability."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.data.package import open_package, origin_name
from etl import build as stages
from etl.analysis import grading, robustness
from etl.analysis.documented import series as documented
from etl.analysis.documented.events import find_events
from etl.analysis.series import Pair
from etl.contracts import package_tables, vocabulary
from etl.contracts.declarations import Dyad

PAIR, YEARS = Pair("RUS", "IRN"), range(2018, 2025)
DYAD = Dyad(id="RUS-IRN", a="RUS", b="IRN", label="Russia and Iran", **{"from": 2018}, break_year=2022)
COVERAGE = [
    ("reports", "claims.csv", "claims", "", *parties, YEARS[0], YEARS[-1])
    for parties in (("RUS", "IRN"), ("IRN", "RUS"))
]
DAYS = ["2019-03-01", "2021-05-01", "2022-08-19", "2022-11-05", "2023-02-12", None]


def row(event, origin, parties, stance, status, reliability, credibility, start, span):
    end = None if start is None or span is None else str((pd.Timestamp(start) + pd.Timedelta(days=span)).date())
    return {
        "event_id": event,
        "origin": origin,
        "supplier": parties[0],
        "recipient": parties[1],
        "stance": stance,
        "status": status,
        "category": "drones",
        "reliability": reliability,
        "credibility": credibility,
        "start": start,
        "end": end,
        "reported_on": "2023-06-09",
        "document_id": "first",
        "claimant": "The first outlet",
        "precision": "undated" if start is None else "period",
        "designation": None,
        "quantity_low": None,
        "quantity_central": None,
        "quantity_high": None,
        "quantity_unit": None,
    }


ROWS = st.builds(
    row,
    st.sampled_from(["shipment", "barge", "flight"]),
    st.sampled_from(["us-government", "ukraine", "wreckage"]),
    st.sampled_from([("RUS", "IRN"), ("SUN", "IRN"), ("IRN", "RUS")]),
    st.sampled_from(["asserts", "asserts", "denies"]),
    st.sampled_from(["reported", "confirmed", "ordered"]),
    st.sampled_from("ABCDF"),
    st.integers(1, 6),
    st.sampled_from(DAYS),
    st.sampled_from([0, 30, 400, None]),
)
AGAIN = given(st.lists(ROWS, min_size=1, max_size=8), st.integers(0, 7), st.integers(1, 10))
"""A set of claims, which of them is repeated, and how often."""


def tables(rows):
    claims = pd.DataFrame(rows).assign(claim_id=[f"c{i:03}" for i in range(len(rows))], source_id="reports")
    text = {"start": "str", "end": "str"}
    made = {name: package_tables.empty(name) for name in ("deliveries", "totals")}
    countries = pd.DataFrame({"iso3": ["RUS", "IRN"], "predecessor": ["SUN", None]})
    return made | {
        "claims": claims.astype(text).astype({"credibility": "Int64"}),
        "countries": countries,
        "events": pd.DataFrame({"event_id": ["shipment", "barge", "flight"], "label": ["A", "B", "C"]}),
        "unit_values": pd.DataFrame({"designation": [], "tiv_unit": []}),
        "coverage": pd.DataFrame(COVERAGE, columns=list(package_tables.TABLES["coverage"].columns)),
    }


def repeated(rows, which, copies):
    """The rows, and copies of one of them as other outlets printed it."""
    told = rows[which % len(rows)]
    return rows + [told | {"document_id": f"copy-{i}", "claimant": f"Outlet {i}"} for i in range(copies)]


@pytest.mark.slow
@settings(max_examples=30)
@AGAIN
def test_repetition_raises_no_count_of_origins_and_no_event(rows, which, copies):
    once, often = tables(rows), tables(repeated(rows, which, copies))
    assert (
        grading.count_origins(often["claims"]).tolist()[: len(rows)] == grading.count_origins(once["claims"]).tolist()
    )
    for credibility in (2, 6):
        first, second = (
            documented.yearly(find_events(t, PAIR, credibility), "documented", YEARS) for t in (once, often)
        )
        for direction in vocabulary.DIRECTIONS:
            pd.testing.assert_frame_equal(
                first[direction].drop(columns="basis"), second[direction].drop(columns="basis")
            )


@pytest.mark.slow
@settings(max_examples=30)
@AGAIN
def test_repetition_makes_nothing_truer(rows, which, copies):
    once, often = tables(rows), tables(repeated(rows, which, copies))
    for least in (1, 2):
        first, second = (find_events(t, PAIR, 6, least) for t in (once, often))
        assert [(e.id, e.p_true, e.first_day, e.last_day) for e in first] == [
            (e.id, e.p_true, e.first_day, e.last_day) for e in second
        ]


@pytest.mark.slow
@settings(max_examples=8)
@AGAIN
def test_repetition_moves_no_probability_of_a_reversal(rows, which, copies):
    first, second = (robustness.table(tables(r), [DYAD], draws=4) for r in (rows, repeated(rows, which, copies)))
    pd.testing.assert_frame_equal(first.drop(columns="basis"), second.drop(columns="basis"))


@pytest.mark.slow
@settings(max_examples=30)
@AGAIN
def test_repetition_earns_no_top_grade(rows, which, copies):
    register = (
        package_tables.empty("deliveries")
        .reindex([0])
        .assign(supplier="USA", recipient="FRA", category="drones", delivery_year=2020)
    )
    refused = [
        set(grading.unsupported(tables(r)["claims"], register, {"SUN": "RUS"}).claim_id)
        for r in (rows, repeated(rows, which, copies))
    ]
    assert refused[0] == refused[1] & {f"c{i:03}" for i in range(len(rows))}


def test_ten_outlets_of_one_origin_count_once_and_a_second_origin_does_count():
    """On paper: one event, so one in 2022; a second origin makes two origins and leaves the count at one."""
    told = row("shipment", "us-government", ("IRN", "RUS"), "asserts", "reported", "B", 1, "2022-08-19", 0)
    ten = tables([told] * 10)
    assert grading.count_origins(ten["claims"]).tolist() == [1] * 10
    assert documented.yearly(find_events(ten, PAIR, 3), "documented", YEARS)["b_to_a"].central.loc[2022] == 1
    assert [e.p_true for e in find_events(ten, PAIR, 6)] == [0.95]
    register = (
        package_tables.empty("deliveries")
        .reindex([0])
        .assign(supplier="USA", recipient="FRA", category="drones", delivery_year=2020)
    )
    assert len(grading.unsupported(ten["claims"], register, {})) == 10
    two = tables([told] * 10 + [told | {"origin": "wreckage"}])
    assert grading.count_origins(two["claims"]).tolist() == [2] * 11
    assert documented.yearly(find_events(two, PAIR, 3), "documented", YEARS)["b_to_a"].central.loc[2022] == 1
    assert grading.unsupported(two["claims"], register, {}).empty


def test_a_register_row_bears_out_a_top_grade_only_of_its_own_flow_category_and_years():
    told = row("shipment", "us-government", ("SUN", "IRN"), "asserts", "reported", "B", 1, "2019-03-01", None)
    claims = tables([told])["claims"]
    base = {"supplier": "RUS", "recipient": "IRN", "category": "drones", "delivery_year": 2020}
    for change, alone in (
        ({}, 0),
        ({"category": "ships"}, 1),
        ({"delivery_year": 2018}, 1),
        ({"supplier": "IRN", "recipient": "RUS"}, 1),
    ):
        rows = package_tables.empty("deliveries").reindex([0]).assign(**base | change)
        assert len(grading.unsupported(claims, rows, {"SUN": "RUS"})) == alone


def test_an_open_end_runs_no_further_than_the_day_it_was_said():
    told = row("shipment", "us-government", ("RUS", "IRN"), "asserts", "reported", "B", 1, "1993-03-01", None)
    base = {"supplier": "RUS", "recipient": "IRN", "category": "drones"}
    for said, year, alone in (
        ("1995-06-09", 1993, 0),
        ("1995-06-09", 1995, 0),
        ("1995-06-09", 2024, 1),
        (None, 1993, 0),
        (None, 2024, 1),
    ):
        rows = package_tables.empty("deliveries").reindex([0]).assign(**base, delivery_year=year)
        claims = tables([told | {"reported_on": said}])["claims"].astype({"reported_on": "str"})
        assert len(grading.unsupported(claims, rows, {})) == alone


def test_a_claim_without_a_supplier_earns_no_top_grade_alone():
    told = row("shipment", "us-government", ("RUS", "IRN"), "asserts", "reported", "B", 1, "2020-03-01", 0) | {
        "supplier": None
    }
    rows = (
        package_tables.empty("deliveries")
        .reindex([0])
        .assign(supplier="RUS", recipient="IRN", category="drones", delivery_year=2020)
    )
    assert len(grading.unsupported(tables([told])["claims"], rows, {})) == 1
    two = tables([told, told | {"origin": "wreckage"}])["claims"]
    assert grading.unsupported(two, rows, {}).empty


@pytest.mark.slow
def test_a_new_origin_builds_without_a_name_and_is_called_by_its_slug(workshop, tmp_path):
    name = "sources/reports/claims.csv"
    workshop.set(name, workshop.line(name, "r-kirby-400-drones"), origin="harbour-watchers")
    stages.build(workshop.root, tmp_path / "built", draws=0)
    package = open_package(tmp_path / "built")
    assert origin_name(package, "harbour-watchers") == "harbour watchers"
    assert origin_name(package, "wreckage-car") == "Wreckage examined by Conflict Armament Research"
