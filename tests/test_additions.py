"""Each addition touches one place and its messages, and appears everywhere it should."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.flows import metrics_csv
from dashboard.data.package import open_package
from dashboard.web.app import create_app
from etl import build as stages
from etl.contracts.errors import DataError
from tests import cached
from tests.additions import with_a_pair

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wider(tmp_path_factory):
    """A package with one more source folder and one more pair."""
    folder = tmp_path_factory.mktemp("wider")
    return open_package(cached.build(with_a_pair(folder), folder / "built"))


def test_a_source_folder_and_a_pair_appear_in_the_build(wider):
    series = wider.tables["series"]
    mine = series[(series.dyad == "FRA-BRA") & (series.release == "2030") & (series.local_production == "included")]
    up = mine[mine.direction == "a_to_b"].set_index("period").central
    assert up.loc["2000":"2009"].tolist() == [20.0] * 10
    assert up.loc["2010":"2019"].tolist() == [0.0] * 10
    table = wider.tables["reversal"]
    primary = table[(table.dyad == "FRA-BRA") & (table.primary.astype(str) == "True")]
    assert primary.first_period.astype(float).tolist() == [2010]
    assert float(primary.p_reversed.iloc[0]) == pytest.approx(0.9998, abs=5e-5)  # ten votes each way, the textbook case
    assert set(pd.read_csv(io.BytesIO(metrics_csv(wider))).query("dyad == 'FRA-BRA'").metric) >= {
        "balance",
        "rolling_balance",
        "reciprocity",
    }


def test_a_source_folder_and_a_pair_appear_on_the_page(wider):
    client = create_app(wider).server.test_client()
    page = client.get("/?dyad=FRA-BRA").get_data(as_text=True)
    assert "Since 2010 arms have flowed from " in page
    assert "Brazil to France" in page
    assert "A made-up register, 2030. Accessed 2 January 2030. CC0" in page
    assert "Atelier 2030" in page
    under = client.get("/charts/direction/marks/2012:b_to_a?dyad=FRA-BRA").get_data(as_text=True)
    assert "Tucano" in under
    assert "https://example.org/register" in under
    for chart in ("direction", "balance", "dependence", "evidence"):
        assert client.get(f"/charts/{chart}.csv?dyad=FRA-BRA").status_code == 200
    russia = client.get("/").get_data(as_text=True)
    assert "Since 2022 arms have flowed mainly from " in russia  # the first pair keeps its own newest release
    assert "France and Brazil" in russia


def test_a_claim_on_another_pair_stays_off_this_one(wider):
    client = create_app(wider).server.test_client()
    rows = client.get("/charts/evidence.json?dyad=FRA-BRA").json["layout"]["meta"]["table"]["rows"]
    assert rows == []


def run_in_copy(folder, additions, code):
    """Runs code in a copy of the project that has one more file per addition."""
    for name in ("etl", "dashboard", "datasets"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("built*", ".built*", ".static", ".pictures", "__pycache__"),
        )
    for name, text, mode in additions:
        if mode == "before":  # what the text ends with stands there once
            last, whole = text.splitlines()[-1], (folder / name).read_text(encoding="utf-8")
            assert whole.count(last) == 1
            (folder / name).write_text(whole.replace(last, text), encoding="utf-8")
            continue
        with (folder / name).open(mode, encoding="utf-8") as file:
            file.write(text)
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


METRIC = """
METRICS["share_of_a"] = Metric(
    "share_of_a", 0, 1, lambda inputs, direction: _share(inputs.flow["a_to_b"], gross(inputs, direction))
)
"""
METRIC_WORDS = """
share-of-a-label = "Share of a"
share-of-a-unit = "share"
share-of-a-formula = "x / (x + y)"
share-of-a-meaning = "The part that went from a to b."
share-of-a-limits = "Missing in a year without deliveries."
share-of-a-source = "definition"
"""
CHART = """
from dashboard.charts.base import Chart, Description
from dashboard.text.sentence import say, words
import pandas as pd

def draw(view):
    shade = {"plain": "#888888", "deep": "#111111"}[view.selection.shade]
    bar = {"type": "bar", "x": [1], "y": [2], "marker": {"color": shade}}
    return {"data": [bar], "layout": {"height": 300, "annotations": []}}

def describe(view):
    title, sentence = (say("novel.title"),), (say("novel.sentence"),)
    return Description(title, sentence, pd.DataFrame({"n": [2]}), (), view.register(), words("novel.unit"))

CHART = Chart("novel", 9, words("novel.name"), words("novel.question"), draw, describe, controls=("shade",))
"""
MESSAGES = """
name = "Novel"
shade = "{value, select, label {Shade of the novel} plain {Plainly} other {Deeply}}"
question = "What is new?"
title = "A new picture."
sentence = "It says so."
unit = "things"
"""
EXPORT = """
from dashboard.exports.registry import Export
from dashboard.text.sentence import to_text

EXPORT = Export(
    "txt", "text/plain", lambda metadata: to_text(metadata.description.title).encode(), "Plain text", sidecar="json",
    together=lambda view, address: f"all at {address('/')}".encode(),
)
"""
PARAMETER = """    shade: str = parameter(one_of("plain", "deep"))
    theme: str ="""
CODE = """
import json
from lxml import html
from pathlib import Path
from etl import build
build.build(out=Path("built"), draws=0)
from dashboard.data.package import open_package
from dashboard.web.app import create_app
from dashboard.exports.rendering import browser
from dashboard.web.static_copy import write as site
from etl.contracts.errors import Problem

def in_copy(package):
    held = site.scripts.selections
    site.scripts.selections = lambda view: dict(list(held(view).items())[:1])  # the default view alone
    def none():
        raise browser.PictureError([Problem("pictures", "need a browser", "Install one")])
    browser.find_browser = none
    site.write(package, Path("copy"))
    named = ("chart-novel.html", "files/novel.csv", "files/direction.txt", "marks/novel.js")
    texts = [(Path("copy") / name).read_text() for name in ("index.html", "present.html", "views/default-wide.js")]
    return all((Path("copy") / name).is_file() for name in named) and all("novel" in text for text in texts)

package = open_package(Path("built"))
client = create_app(package).server.test_client()
page = client.get("/").get_data(as_text=True)
print(json.dumps({
    "metric": "share_of_a" in client.get("/data/metrics.csv").get_data(as_text=True) and "Share of a</h3>" in client.get("/methods").get_data(as_text=True),
    "page": "What is new?" in page and 'id="novel-graph"' in page,
    "json": client.get("/charts/novel.json").json["layout"]["meta"]["title"],
    "csv": client.get("/charts/novel.csv").status_code,
    "txt": client.get("/charts/direction.txt").get_data(as_text=True),
    "own": client.get("/charts/novel").status_code,
    "control": [a.get("href") for a in html.document_fromstring(page).xpath("//*[@id='novel-tools']//a")],
    "drawn": [client.get(f"/charts/novel.json{q}").json["data"][0]["marker"]["color"] for q in ("", "?shade=deep")],
    "refused": (lambda a: f"{a.status_code} {a.get_data(as_text=True).splitlines()[1]}")(client.get("/charts/novel.json?shade=pale")),
    "canonical": client.get("/view.json?shade=deep").json["query"],
    "described by": client.get("/charts/direction.txt").headers["Link"],
    "together": client.get("/deck.txt").get_data(as_text=True),
    "dialog": 'value="txt"' in page,
    "slide": 'id="novel"' in client.get("/present").get_data(as_text=True),
    "copy": in_copy(package),
    "dependencies": "novel-graph" in client.get("/_dash-dependencies").get_data(as_text=True),
}))
"""


def test_a_metric_a_chart_its_control_a_format_and_a_parameter_are_one_place_each(tmp_path):
    additions = [
        ("etl/analysis/metrics.py", METRIC, "a"),
        ("dashboard/text/messages/en/metrics.toml", METRIC_WORDS, "a"),
        ("dashboard/charts/novel.py", CHART, "w"),
        ("dashboard/text/messages/en/novel.toml", MESSAGES, "w"),
        ("dashboard/exports/formats/txt.py", EXPORT, "w"),
        ("dashboard/data/selection.py", PARAMETER, "before"),
    ]
    found = run_in_copy(tmp_path, additions, CODE)
    assert found["metric"]
    assert found["page"]
    assert found["json"] == "A new picture."
    assert found["csv"] == found["own"] == 200
    assert found["txt"].startswith("Since 2022 arms have flowed")
    assert found["dependencies"]
    assert found["slide"]
    assert found["copy"]
    assert found["control"] == ["?", "?shade=deep"]
    assert found["drawn"] == ["#888888", "#111111"]
    assert found["refused"].startswith("400 shade=pale: is not possible here. Use plain, deep.")
    assert found["canonical"] == "shade=deep"
    assert found["described by"] == '<direction.json>; rel="describedby"; type="application/json"'
    assert found["together"] == "all at http://localhost/"
    assert found["dialog"]


def test_a_pair_that_nothing_covers_is_refused_by_name(tmp_path):
    datasets = with_a_pair(tmp_path)
    with (datasets / "dyads.toml").open("a", encoding="utf-8") as dyads:
        dyads.write('\n[[dyad]]\nid = "SWE-CHE"\na = "SWE"\nb = "CHE"\nlabel = "Sweden and Switzerland"\nfrom = 2000\n')
    with pytest.raises(DataError) as caught:
        stages.build(datasets, tmp_path / "built", draws=0)
    assert [p.where for p in caught.value.problems] == ["dyads.toml:SWE-CHE"]
