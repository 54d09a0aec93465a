"""One path: the built series, what the page draws, and its files have the same numbers; metrics come from them too."""

import io
import itertools

import pandas as pd
import pytest

from dashboard.charts.base import charts
from dashboard.data.flows import metrics_csv
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from etl.contracts.vocabulary import DIRECTIONS

CASES = list(itertools.product(("2024", "2025", "2026"), (100, 60, 0), ("both", "a_to_b", "b_to_a")))
YEARS = "from=1995&to=2025"


@pytest.fixture(scope="module")
def series(package):
    table = pd.read_csv(io.BytesIO(package.files["series.csv"]), dtype={"release": str, "period": str})
    return table[table.dyad == "RUS-IRN"]


@pytest.fixture(scope="module")
def metrics(package):
    table = pd.read_csv(io.BytesIO(metrics_csv(package)), dtype={"release": str, "period": str})
    return table[table.dyad == "RUS-IRN"]


def amounts(table: pd.DataFrame) -> dict[str, float]:
    return table[table.covered].set_index("period").central.to_dict()


@pytest.mark.parametrize(("release", "local", "side"), CASES)
def test_figure_file_and_built_table_agree(package, client, series, release, local, side):
    query = f"release={release}&local={local}&local_side={side}&{YEARS}"
    view = View(package, parse_strict(package, query))
    file = pd.read_csv(io.BytesIO(client.get(f"/charts/direction.csv?{query}").get_data()), comment="#", dtype={0: str})
    drawn = [t for t in charts()["direction"].figure(view)["data"] if t.get("customdata") and len(t["customdata"]) > 5]
    for way, sign in zip(DIRECTIONS, (1, -1), strict=True):
        share = local / 100 if side in ("both", way) else 1.0
        rows = series[(series.direction == way) & (series.release == release)]
        whole, none = (amounts(rows[rows.local_production == n]) for n in ("included", "excluded"))
        counted = whole if share == 1 else {year: share * whole[year] + (1 - share) * none[year] for year in none}
        built = {year: round(value, 6) for year, value in counted.items() if "1995" <= year <= "2025"}
        page = view.flows.flow[way]
        assert {str(y): v for y, v in page.central[page.covered].items()} == pytest.approx(built)
        column = next(c for c in file.columns if c.startswith(view.arrow(way)) and "local" not in c)
        assert file.set_index(file.columns[0])[column].dropna().to_dict() == pytest.approx(built)
        for axis, first in (("x", "1995"), ("x3", "2019")):
            bars: dict[str, float] = {}
            for trace in (t for t in drawn if t.get("xaxis", "x") == axis):
                for mark, value in zip(trace["customdata"], trace["y"], strict=True):
                    if str(mark).endswith(f":{way}") and value:
                        bars[mark[:4]] = bars.get(mark[:4], 0.0) + sign * value
            if bars or axis == "x":  # the last years are enlarged where that makes them plainer
                assert bars == pytest.approx({year: value for year, value in built.items() if value and year >= first})


def test_documented_events_agree(package, series):
    view = View(package, parse_strict(package, f"measure=documented&{YEARS}"))
    for way in DIRECTIONS:
        built = amounts(series[(series.direction == way) & (series.measure == "documented")])
        page = view.flows.flow[way]
        assert {str(y): v for y, v in page.central[page.covered].items()} == {
            y: built[str(y)] for y in map(str, page.index[page.covered])
        }


def test_the_balance_in_its_file_is_that_of_the_metrics(package, client, metrics):
    file = pd.read_csv(io.BytesIO(client.get(f"/charts/balance.csv?{YEARS}").get_data()), comment="#", dtype={0: str})
    rows = metrics[
        (metrics.metric == "balance") & (metrics.release == "2026") & (metrics.local_production == "included")
    ]
    made = rows[rows.central.notna()].set_index("period").central
    shown = file.set_index(file.columns[0])[file.columns[1]].dropna()
    assert len(shown) > 15
    assert shown.to_dict() == pytest.approx({year: made[year] for year in shown.index}, abs=5e-4)


def test_dependence_in_its_file_is_that_of_the_metrics(client, metrics):
    file = pd.read_csv(
        io.BytesIO(client.get(f"/charts/dependence.csv?{YEARS}").get_data()), comment="#", dtype={0: str}
    )
    rows = metrics[
        (metrics.metric == "import_dependence") & (metrics.release == "2026") & (metrics.local_production == "included")
    ]
    for way, column in zip(DIRECTIONS, file.columns[1:3], strict=True):
        made = (
            rows[(rows.direction == way) & rows.period.str.contains("/") & rows.central.notna()]
            .set_index("period")
            .central
        )
        shown = file.set_index(file.columns[0])[column].dropna()
        assert len(shown) > 10
        found = {p: made[p.replace("–", "/")] for p in shown.index}
        assert shown.to_dict() == pytest.approx(found, abs=5e-3), way
