"""A pair that a file covers one way only is shown as not covered, never as zero."""

import shutil

import pytest

from dashboard.charts.base import charts
from dashboard.data.package import open_package
from dashboard.data.selection import parse
from dashboard.data.view import View
from dashboard.text.sentence import to_text
from etl.contracts.folders import DATASETS
from tests import cached

PAIR = '\n[[dyad]]\nid = "RUS-IND"\na = "RUS"\nb = "IND"\nlabel = "Russia and India"\nfrom = 2000\n'


@pytest.fixture(scope="module")
def halved(tmp_path_factory):
    """The two releases with totals, and a pair whose one side alone they looked at: imports of Russia."""
    folder = tmp_path_factory.mktemp("halved")
    datasets = folder / "datasets"
    shutil.copytree(DATASETS, datasets, ignore=shutil.ignore_patterns("built*", ".built*", "sipri_2024"))
    with (datasets / "dyads.toml").open("a", encoding="utf-8") as dyads:
        dyads.write(PAIR)
    return open_package(cached.build(datasets, folder / "built", draws=2))


@pytest.mark.parametrize(("release", "years"), [("2025", 30), ("2026", 76)])
def test_only_the_side_that_was_looked_at_is_zero(halved, release, years):
    rows = halved.tables["series"].query("dyad == 'RUS-IND' and measure == 'tiv' and local_production == 'included'")
    rows = rows[rows.release == release]
    exports, imports = (rows[rows.direction == way] for way in ("a_to_b", "b_to_a"))
    assert exports.central.notna().sum() == 0 == exports.covered.astype(bool).sum()
    assert imports.covered.astype(bool).sum() == years
    assert imports.central.sum() == 0


def test_the_totals_of_all_partners_stay_covered(halved):
    cover = halved.tables["coverage"].query("format == 'totals' and supplier == 'RUS'")
    assert cover.recipient.tolist() == ["WLD", "WLD"]


def test_no_chart_has_a_number_for_the_pair(halved):
    view = View(halved, parse(halved, "dyad=RUS-IND")[0])
    assert not view.flows.covered.any()
    assert halved.releases("RUS-IND") == ()
    described = {id: chart.describe(view) for id, chart in charts().items()}
    assert to_text(described["direction"].title).startswith("No source in this selection looked at deliveries")
    led = described["direction"].table.iloc[:, -1]
    assert set(led) == {"not covered"}
    assert described["dependence"].marks == ()
    assert described["balance"].marks == ()
