"""Everything that leans on how Dash works inside, against the pinned version."""

import json
import re
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest

from dashboard.charts.base import charts
from dashboard.web import dash_shell
from dashboard.web.app import create_app

ROOT = Path(__file__).resolve().parents[3]
PAGES = ("/", "/evidence", "/charts/balance", "/events", "/sources", "/methods", "/events/shahed-shipments")


@pytest.fixture(scope="module")
def shell(package):
    return create_app(package)


def text(shell, address, **headers):
    answer = shell.server.test_client().get(address, headers=headers, buffered=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_dash_is_the_version_that_the_shell_was_written_for():
    pinned = re.search(r"^dash==(.+)$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert pinned
    assert version("dash") == pinned[1]


def test_dash_serves_every_page_that_is_read(shell, package):
    event = package.tables["claims"].event_id.iloc[0]
    for address in (*PAGES[:-1], f"/events/{event}"):
        with shell.server.test_request_context(address):
            assert shell.server.url_map.bind("").match(address)[0] in ("/", "/<path:path>")
        assert "<main>" in text(shell, address)


def test_dash_validates_its_index_and_finds_its_parts(shell):
    """Its renderer looks for the entry point, its configuration, and a script of that id."""
    page = text(shell, "/")
    assert page.count('id="react-entry-point"') == 1
    assert page.count('id="_dash-config"') == 1
    assert page.count('id="_dash-renderer"') == 1
    config = json.loads(unescape(re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', page)[1]))
    assert config["requests_pathname_prefix"] == "/"
    assert "end_id" not in config


def test_a_page_is_the_same_for_every_reader(package):
    """Dash draws a token for each page load; only background callbacks need it."""
    first, second = (text(create_app(package), "/events") for _ in range(2))
    assert first == second


def test_the_scripts_are_those_of_the_renderer_without_the_components_nobody_uses(package):
    shell = dash_shell.create_shell(package)
    loaded = dash_shell.scripts(text(shell, "/"))
    names = [re.sub(r"\.v[\w.]*?m\d+|\.min|\.js.*", "", url.rsplit("/", 1)[1]) for url in loaded]
    assert [n.split("@")[0] for n in names] == [
        "react",
        "react-dom",
        "prop-types",
        "dash_renderer",
        "dash_html_components",
    ]
    assert not [url for url in loaded if "dcc" in url or "dash_table" in url or "polyfill" in url]


def test_the_bundle_starts_the_renderer(shell):
    script = text(shell, shell.page_scripts.dash)
    assert script.rstrip().endswith(dash_shell.START.decode().strip())
    assert "DashRenderer" in script


def test_the_layout_is_that_of_the_page_that_asks(shell):
    """The renderer asks for its layout with the page as its referrer."""

    def graphs(referrer):
        layout = json.loads(text(shell, "/_dash-layout", **({"Referer": referrer} if referrer else {})))
        children = layout["props"]["children"]
        return [c["props"]["id"].removesuffix("-graph") for c in children if c["type"] == "Graph"]

    assert graphs(None) == graphs("http://127.0.0.1:8050/?local=0") == list(charts())
    assert graphs("http://127.0.0.1:8050/charts/balance?to=2020") == ["balance"]
    assert graphs("http://127.0.0.1:8050/evidence") == ["evidence"]


def test_the_live_chart_is_a_component_of_ours():
    graph = dash_shell.Graph("direction-graph").to_plotly_json()
    assert (graph["namespace"], graph["type"], graph["props"]) == ("dashboard", "Graph", {"id": "direction-graph"})


def test_the_one_callback_runs_in_the_browser(shell):
    dependencies = json.loads(text(shell, "/_dash-dependencies"))
    (callback,) = dependencies
    assert callback["clientside_function"] == {"namespace": "panel", "function_name": "clicked"}
    assert [i["id"] for i in callback["inputs"]] == [f"{chart}-graph" for chart in charts()]


def test_a_path_without_a_page_is_a_real_404(shell):
    client = shell.server.test_client()
    for address in ("/nothing", "/charts/nothing", "/events/nothing", "/methods/more"):
        assert client.get(address).status_code == 404
