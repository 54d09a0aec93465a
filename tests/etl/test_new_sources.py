"""A source folder in a known format and a pair in dyads.toml: both appear in every table, with no code changed."""

import shutil

import pandas as pd
import pytest

from etl import build as stages
from etl.analysis import metrics
from tests import cached
from tests.additions import HEADER
from tests.etl.conftest import DRAWS, Workshop

# ten years one way, ten years the other: the textbook reversal of 2060, half of what came back locally produced
ROWS = [f"{n},France,Brazil,Frigate,frigate,Ships,2049,No,1,No,{2050 + n},No,New,30,30,30,No" for n in range(10)]
ROWS += [
    f"{n},Brazil,France,Trainer,trainer aircraft,Aircraft,2059,No,4,No,{2050 + n},No,New,5,5,20,{'Yes' if n % 2 else 'No'}"
    for n in range(10, 20)
]
SOURCE = """
id = "atlantic"
kind = "register"
release = "2099"
publisher = "Made up"
title = "A register of two other states"
published = 2099-03-01
accessed = 2099-03-02
licence = "none"
citation = "Made up for a test."

[[file]]
name = "deliveries.csv"
format = "deliveries"
sha256 = "<deliveries>"

[[file.coverage]]
supplier = "FRA"
recipient = "BRA"
from = 2048
to = 2070

[[file.coverage]]
supplier = "BRA"
recipient = "FRA"
from = 2048
to = 2070
"""
DYAD = b'\n[[dyad]]\nid = "BRA-FRA"\na = "BRA"\nb = "FRA"\nlabel = "Brazil and France"\nfrom = 2050\n'


@pytest.fixture(scope="module")
def wider(tmp_path_factory):
    """The built tables with one more register and one more pair, read back from their files."""
    root = tmp_path_factory.mktemp("wider")
    shutil.copytree(stages.DATASETS, root / "datasets", ignore=shutil.ignore_patterns("built", ".built*"))
    workshop = Workshop(root / "datasets")
    workshop.add_source("atlantic", SOURCE, deliveries="\n".join([HEADER, *ROWS]) + "\n")
    workshop.write("dyads.toml", workshop.read("dyads.toml") + DYAD)
    cached.build(workshop.root, root / "out", draws=DRAWS)
    return lambda name: pd.read_csv(
        root / "out" / f"{name}.csv",
        dtype={"period": str, "release": str, "start": str, "end": str, "first_period": str},
        keep_default_na=False,
        na_values=[""],
    )


def test_the_series_of_the_new_pair(wider):
    rows = wider("series")
    rows = rows[(rows.dyad == "BRA-FRA") & (rows.release == "2099") & (rows.local_production == "included")]
    to_brazil, to_france = (rows[rows.direction == d].set_index("period") for d in ("b_to_a", "a_to_b"))
    assert to_brazil.central["2050":"2059"].tolist() == [30] * 10
    assert to_brazil.central["2060":"2069"].tolist() == [0] * 10
    assert to_france.central["2060":"2069"].tolist() == [20] * 10
    assert to_france.central[["2048", "2070"]].tolist() == [0, 0]  # covered and silent
    assert not to_france.covered[["2047", "2026"]].any()
    assert to_france.basis["2061"] == "atlantic/11/2061"
    without = wider("series").query(
        "dyad == 'BRA-FRA' and release == '2099' and local_production == 'excluded' and direction == 'a_to_b'"
    )
    assert without.set_index("period").central["2060":"2063"].tolist() == [20, 0, 20, 0]


def test_the_metrics_of_the_new_pair(wider):
    tables = {
        name: wider(name)
        for name in ("coverage", "deliveries", "totals", "claims", "countries", "events", "unit_values")
    }
    tables["coverage"] = tables["coverage"].fillna({"release": ""})
    rows = metrics.table(tables, ["BRA-FRA"], 3)
    rows = rows[(rows.release == "2099") & (rows.local_production == "included")]
    balance = rows[rows.metric == "balance"].set_index("period").central
    assert balance["2050":"2059"].tolist() == [-1] * 10
    assert balance["2060":"2069"].tolist() == [1] * 10
    assert pd.isna(balance["2070"])  # no deliveries, no balance
    window = rows[rows.metric == "rolling_balance"].set_index("period").central
    assert window["2057/2061"] == pytest.approx((2 * 20 - 3 * 30) / (2 * 20 + 3 * 30))
    shares = rows[rows.metric == "import_dependence"]
    assert not shares.covered.any()  # nobody looked at the other partners


def test_the_reversal_of_the_new_pair(wider):
    (primary,) = wider("reversal").query("dyad == 'BRA-FRA' and primary").to_dict("records")
    assert (primary["release"], primary["start"], primary["end"]) == ("2099", "2050", "2070")
    assert primary["first_period"] == "2060"
    assert primary["callable"]
    assert primary["p_reversed"] == pytest.approx(0.9998, abs=5e-5)  # ten votes each way
    assert primary["p_b_leads_now"] < 0.1  # a leads now: Brazil supplies


def test_the_old_pair_keeps_its_newest_release(wider, read):
    """The new release says nothing on Russia and Iran, so it is not theirs."""
    (primary,) = wider("reversal").query("dyad == 'RUS-IRN' and primary").to_dict("records")
    assert (primary["release"], primary["first_period"]) == ("2026", "2022")
    assert round(primary["p_reversed"], 3) == 0.954
    before = read("reversal")
    assert len(wider("reversal").query("dyad == 'RUS-IRN'")) == len(before)


def test_the_new_source_is_listed(wider):
    assert "atlantic" in set(wider("sources").source_id)
    assert wider("coverage").query("source_id == 'atlantic'").last_year.tolist() == [2070, 2070]
    rows = wider("deliveries").query("source_id == 'atlantic'")
    assert len(rows) == 20
    assert set(rows.supplier) == {"FRA", "BRA"}
    assert set(rows.category) == {"ships", "aircraft"}
    assert "BRA-FRA" in set(wider("dyads").dyad)
