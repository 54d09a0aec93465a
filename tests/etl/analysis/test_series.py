"""Directed series: the published yearly sums, the three absences, releases, basis, counted events."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl import build
from etl.analysis import metrics, series
from etl.analysis.series import Pair

GOLDEN = pd.read_csv(Path(__file__).parent / "golden" / "yearly_tiv.csv").set_index("year")
RUS_IRN = Pair("RUS", "IRN")
YEARS = range(1950, 2026)


# ---- the published yearly sums ----


@pytest.mark.parametrize(
    ("column", "direction", "release", "part", "first", "last"),
    [
        ("rus_irn_2026", "a_to_b", "2026", "all", 1950, 2025),
        ("irn_rus_2026", "b_to_a", "2026", "all", 1950, 2025),
        ("rus_irn_2026_local", "a_to_b", "2026", "local", 1950, 2025),
        ("irn_rus_2026_local", "b_to_a", "2026", "local", 1950, 2025),
        ("rus_irn_2025", "a_to_b", "2025", "all", 1995, 2024),
        ("irn_rus_2025", "b_to_a", "2025", "all", 1995, 2024),
        ("rus_irn_2024", "a_to_b", "2024", "all", 2000, 2023),
        ("irn_rus_2024", "b_to_a", "2024", "all", 2000, 2023),
    ],
)
def test_yearly_tiv_equals_the_published_sums(made, column, direction, release, part, first, last):
    published = GOLDEN[column].dropna()
    assert (published.index.min(), published.index.max()) == (first, last)
    found = series.tiv(made, RUS_IRN, direction, release, YEARS)
    if part == "local":  # what is left out where none of it counts
        found[["low", "central", "high"]] -= series.tiv(made, RUS_IRN, direction, release, YEARS, 0)[
            ["low", "central", "high"]
        ]
        found = found.round(6)
    assert found.covered[found.covered].index.tolist() == published.index.tolist()
    assert found.central[found.covered].tolist() == published.tolist()
    assert found.low.equals(found.central)
    assert found.high.equals(found.central)


@pytest.mark.parametrize("direction", ["a_to_b", "b_to_a"])
def test_a_share_lies_on_the_line_between_none_and_all(made, direction):
    none, quarter, whole = (series.tiv(made, RUS_IRN, direction, "2026", YEARS, k).central for k in (0, 0.25, 1))
    assert np.allclose(quarter, 0.25 * whole + 0.75 * none, atol=1e-6)


def test_the_built_series_holds_the_published_sums(read):
    table = read("series")
    table = table[(table.dyad == "RUS-IRN") & (table.measure == "tiv")]
    for direction, who in (("a_to_b", "rus_irn"), ("b_to_a", "irn_rus")):
        for release in ("2024", "2025", "2026"):
            rows = table[(table.direction == direction) & (table.release == release) & (table.covered == "True")]
            included = rows[rows.local_production == "included"].set_index("period").central.astype(float)
            published = GOLDEN[f"{who}_{release}"].dropna()
            assert dict(zip(included.index.astype(int), included, strict=True)) == published.to_dict()
        excluded = rows[rows.local_production == "excluded"].set_index("period").central.astype(float)
        expected = (GOLDEN[f"{who}_2026"] - GOLDEN[f"{who}_2026_local"]).round(6)
        assert dict(zip(excluded.index.astype(int), excluded, strict=True)) == expected.to_dict()


def test_sums_over_the_union_and_over_russia(made):
    flow = series.tiv(made, RUS_IRN, "a_to_b", "2026", YEARS).central
    assert flow.loc[1950:1991].sum() == pytest.approx(3410.01, abs=1e-6)
    assert flow.loc[1992:2025].sum() == pytest.approx(3953.45, abs=1e-6)


def test_iran_to_russia(made):
    flow = series.tiv(made, RUS_IRN, "b_to_a", "2026", YEARS).central
    assert flow.loc[2022:2025].tolist() == [33, 80, 104, 80]
    assert flow.loc[1950:2021].sum() == 0


def test_the_same_three_years_in_three_releases(made):
    """The unit value of one drone fell from 0.2 to 0.1 to 0.04: 123 + 120, 69 + 200 + 224, 33 + 80 + 104."""
    sums = {
        r: series.tiv(made, RUS_IRN, "b_to_a", r, range(2022, 2025)).central.sum() for r in ("2024", "2025", "2026")
    }
    assert sums == {"2024": 243, "2025": 493, "2026": 217}


# ---- where every number comes from ----


def test_releases_are_never_mixed_and_every_basis_exists(made):
    rows = pd.concat([made["deliveries"], made["totals"]])
    release_of = dict(zip(rows.row_id, rows.release, strict=True))
    claims = set(made["claims"].claim_id)
    table = made["series"]
    tiv = table[table.measure == "tiv"]
    assert (tiv.basis != "").sum() > 200
    for release, basis in zip(tiv.release, tiv.basis, strict=True):
        assert {release_of[i] for i in basis.split()} <= {release}
    documented = table[table.measure == "documented"]
    assert {i for b in documented.basis for i in b.split()} <= claims
    for derived in (metrics.table(made, ["RUS-IRN"], 3), made["reversal"]):
        derived = derived[derived.measure == "tiv"]
        for release, basis in zip(derived.release, derived.basis, strict=True):
            assert {release_of[i] for i in basis.split()} <= {release}


def test_row_ids_are_unique_over_all_tables(made):
    ids = pd.concat([made[t].row_id for t in ("deliveries", "totals", "orders", "launches")])
    ids = pd.concat([ids, made["claims"].claim_id])
    assert not ids.duplicated().any()
    assert not ids.str.contains(r"\s").any()  # a basis is told apart by spaces


def test_every_number_is_the_sum_of_its_basis(made):
    deliveries = made["deliveries"].set_index("row_id")
    totals = made["totals"].set_index("row_id")
    whole = pd.concat([deliveries.tiv, totals.tiv])
    local = pd.concat([deliveries.tiv.where(deliveries.local_production, 0), totals.tiv_local_production])
    table = made["series"]
    table = table[(table.measure == "tiv") & table.covered]
    for row in table.itertuples():
        ids = row.basis.split()
        expected = whole[ids].sum() - (local[ids].sum() if row.local_production == "excluded" else 0)
        assert row.central == pytest.approx(expected, abs=1e-6)


def test_delivered_times_unit_value_is_tiv(made):
    """SIPRI prints unit values to two decimals or so: 60 missiles at a printed 0.05 (0.048) are 2.88."""
    rows = made["deliveries"]
    product = rows.delivered * rows.tiv_unit
    rounded = (rows.designation == "3M9") & (rows.release == "2025")
    assert len(rows) == 265
    assert rounded.sum() == 2
    assert np.allclose(product[~rounded], rows.tiv[~rounded], atol=1e-6)
    assert (rows.tiv[rounded] == 2.88).all()
    assert ((product - rows.tiv)[rounded].abs() <= rows.delivered[rounded] * 0.005).all()


def test_arithmetic_of_a_tiv(made):
    """2,000 drones × 0.04 = 80, 4 S-300 systems × 55 = 220."""
    rows = made["deliveries"]
    drones = rows[(rows.release == "2026") & (rows.designation == "Shahed-136") & (rows.delivery_year == 2023)]
    assert drones[["delivered", "tiv_unit", "tiv"]].to_numpy().tolist() == [[2000, 0.04, 80]]
    s300 = rows[(rows.release == "2025") & (rows.designation == "S-300PMU2")]
    assert s300[["delivered", "tiv_unit", "tiv"]].to_numpy().tolist() == [[4, 55, 220]]


# ---- three absences ----

ROUNDED = """
id = "rounded"
kind = "register"
release = "2098"
publisher = "Made up"
title = "A table that prints whole numbers"
published = 2098-03-01
accessed = 2098-03-02
licence = "none"
citation = "Made up for a test."

[[file]]
name = "totals.csv"
format = "totals"
rounded = true
sha256 = "<totals>"

[[file.coverage]]
supplier = "IRN"
recipient = "RUS"
from = 2001
to = 2004
"""
ROUNDED_TOTALS = "supplier,recipient,year,tiv,tiv_local_production\nIran,Russia,2001,7,\nIran,Russia,2003,0,\n"


@pytest.mark.slow
def test_zero_below_rounding_and_not_covered_stay_apart_up_to_the_file(workshop, tmp_path):
    workshop.add_source("rounded", ROUNDED, totals=ROUNDED_TOTALS)
    build.build(workshop.root, tmp_path / "out", draws=0)
    table = pd.read_csv(tmp_path / "out" / "series.csv", dtype=str, keep_default_na=False)
    table = table[(table.release == "2098") & (table.direction == "b_to_a")]
    rows = table[table.local_production == "included"].set_index("period")
    cells = {
        year: tuple(rows.loc[year, ["low", "central", "high", "covered"]])
        for year in ("2000", "2001", "2002", "2003", "2004", "2005")
    }
    assert cells == {
        "2000": ("", "", "", "False"),  # no source looked
        "2001": ("6.5", "7.0", "7.5", "True"),  # a printed 7
        "2002": ("0.0", "0.0", "0.0", "True"),  # looked, nothing recorded
        "2003": ("0.0", "0.25", "0.5", "True"),  # a printed 0: something, less than a half
        "2004": ("0.0", "0.0", "0.0", "True"),
        "2005": ("", "", "", "False"),
    }
    assert rows.loc["2003", "basis"] == "rounded/IRN-RUS/2003"
    assert rows.loc["2002", "basis"] == ""
    # this table does not tell what was produced locally: leaving it out is not covered, a silent year is still zero
    without = table[table.local_production == "excluded"].set_index("period")
    assert without.loc["2001", "covered"] == "False"
    assert without.loc["2003", "covered"] == "False"
    assert without.loc["2002", "central"] == "0.0"


def test_uncovered_rows_hold_no_numbers_anywhere(made):
    for table in (made["series"], metrics.table(made, ["RUS-IRN"], 3)):
        missing = table[~table.covered]
        assert len(missing) > 0
        assert missing[["low", "central", "high"]].isna().all(axis=None)
        assert (missing.basis == "").all()


def test_a_state_and_its_predecessor_in_one_year_are_joined(made):
    """The Soviet Union and Russia both sold in one year: one flow, both rows under it."""
    totals = made["totals"]
    one = totals[totals.row_id == "sipri_2026/SUN-IRN/1991"]
    both = {**made, "totals": pd.concat([totals, one.assign(supplier="RUS", row_id="sipri_2026/RUS-IRN/1991")])}
    flow = series.tiv(both, RUS_IRN, "a_to_b", "2026", YEARS)
    assert flow.central[1991] == 2 * 760.15
    assert flow.basis[1991].split() == ["sipri_2026/SUN-IRN/1991", "sipri_2026/RUS-IRN/1991"]


# ---- windows ----


def _flow(values: list[float | None]) -> pd.DataFrame:
    central = pd.Series(values, index=range(2000, 2000 + len(values)), dtype=float)
    covered = central.notna()
    basis = [f"r{y}" if c else "" for y, c in zip(central.index, covered, strict=True)]
    return pd.DataFrame({"low": central, "central": central, "high": central, "covered": covered, "basis": basis})


def test_windows_sum_and_a_partial_window_is_missing():
    found = series.windows(_flow([1, 2, 3, 4, 5, None, 7]), 5)
    assert found.index.tolist() == ["2000/2004", "2001/2005", "2002/2006"]
    assert found.central.iloc[0] == 15
    assert found.basis.iloc[0] == "r2000 r2001 r2002 r2003 r2004"
    assert found.covered.tolist() == [True, False, False]
    assert found.central.iloc[1:].isna().all()


def test_one_window_of_ten_years(made):
    imports = series.trade(made, "IRN", "imports", "2026", YEARS)
    assert series.windows(imports.loc[2007:2016], 10).central.tolist() == [1142]
