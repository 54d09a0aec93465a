"""Grades: register rows, independent origins, words."""

import pandas as pd
import pytest

from dashboard.text.wording.claim_words import grade_in_words
from etl.analysis import grading


def claims(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["event_id", "stance", "origin"])


def test_the_same_origin_repeated_by_ten_outlets_stays_one():
    table = claims(*[("shipment", "asserts", "us-government")] * 10)
    assert grading.count_origins(table).tolist() == [1] * 10


def test_a_second_origin_counts_and_a_denial_does_not():
    table = claims(
        ("shipment", "asserts", "us-government"),
        ("shipment", "asserts", "wreckage"),
        ("shipment", "denies", "iran-government"),
        ("shipment", "qualifies", "eu"),
        ("shipment", "context", "expert"),
        ("other", "asserts", "leak"),
        ("only-denied", "denies", "iran-government"),
    )
    assert grading.count_origins(table).tolist() == [2, 2, 2, 2, 2, 1, 0]


def test_count_of_origins_of_no_claims():
    assert grading.count_origins(claims()).empty


def test_register_rows_are_a1_or_a2_where_the_register_marks_an_estimate():
    rows = pd.DataFrame(
        {
            "estimate": pd.array([True, False, None], "boolean"),
            "year_estimate": pd.array([False, False, False], "boolean"),
        }
    )
    graded = grading.grade_register(rows, ["estimate", "year_estimate"])
    assert graded.reliability.tolist() == ["A"] * 3
    assert graded.credibility.tolist() == [2, 1, 1]
    assert grading.grade_register(rows, []).credibility.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("release", "register_id", "year", "credibility"),
    [
        ("2025", "59015", 2016, 1),  # S-300PMU2: four, counted, in 2016
        ("2025", "35495", 2006, 2),  # Su-25: six, counted, but the year is an estimate
        ("2026", "65539", 2022, 2),  # Shahed-136: the number is an estimate
    ],
)
def test_grades_of_known_register_rows(made, release, register_id, year, credibility):
    rows = made["deliveries"]
    (row,) = rows[
        (rows.release == release) & (rows.register_id == register_id) & (rows.delivery_year == year)
    ].itertuples()
    assert (row.reliability, row.credibility) == ("A", credibility)


def test_an_estimated_number_has_no_bounds(made):
    rows = made["deliveries"]
    drones = rows[(rows.designation == "Shahed-136") & (rows.release == "2026")]
    assert drones.delivered.tolist() == [600, 2000, 2000, 2000]
    assert drones[["delivered_low", "delivered_high"]].isna().all(axis=None)  # never a made-up range
    s300 = rows[(rows.designation == "S-300PMU2") & (rows.release == "2025")]
    assert s300[["delivered_low", "delivered", "delivered_high"]].to_numpy().tolist() == [[4, 4, 4]]


def test_origins_of_a_known_event(made):
    """The Tor-M1 of 2006: two Russian officials share an origin, the State Department is a second one."""
    rows = made["claims"].set_index("claim_id")
    named = ["r-chemezov-tor-delivered", "r-ivanov-tor-delivered", "r-us-state-tor-delivered"]
    assert rows.loc[named, "origin"].tolist() == ["russia-government", "russia-government", "us-government"]
    assert rows.loc[named, "event_origins"].tolist() == [2, 2, 2]


def test_grades_in_words():
    assert grade_in_words("B", 2) == "B2: claimant usually reliable, information probably true"
    assert grade_in_words("F", 6) == "F6: claimant cannot be judged, information cannot be judged"
    assert (list(grading.RELIABILITY), list(grading.CREDIBILITY)) == (list("ABCDEF"), [1, 2, 3, 4, 5, 6])
    assert grading.DEFAULT_CREDIBILITY == 3
