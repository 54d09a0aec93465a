"""A register of other states shows every page and chart, and nothing of the pair that the project began with."""

import re

import pytest

from dashboard.charts.base import charts
from dashboard.data.package import open_package
from dashboard.web.app import create_app
from etl.build import build_register
from tests.etl.registers.test_prepare import WHOLE


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    (folder / "download.csv").write_text(WHOLE)
    build_register((folder / "download.csv",), ("BRA-PER", "TUR-CHL"), "", folder / "built")
    return create_app(open_package(folder / "built")).server.test_client()


def text(answer):
    """What a reader sees of a page."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_finding_is_of_this_register(client):
    assert "Since 2018 arms have flowed from Peru to Brazil" in text(client.get("/"))
    assert "Arms flowed from Türkiye to Chile in 2012" in text(client.get("/?dyad=TUR-CHL"))


@pytest.mark.parametrize(
    "path",
    ["/", "/?dyad=TUR-CHL", "/evidence", "/events", "/sources", "/pairs", "/glossary", "/present"]
    + [f"/charts/{name}" for name in charts() if name != "evidence"],
)
def test_no_page_speaks_of_another_pair(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert re.findall(r"\b(?:Russia|Iran|Ukrain|Shahed|Yak-130)\w*", text(answer)) == []


@pytest.mark.parametrize("ending", ["svg", "csv", "json", "md", "pptx", "html"])
@pytest.mark.parametrize("chart", [*charts()])
def test_every_chart_is_a_file(client, chart, ending):
    assert client.get(f"/charts/{chart}.{ending}").status_code == 200
