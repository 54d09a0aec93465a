"""Addresses: files of a view, tables, real errors, headers, two apps in one process."""

import io
import json
import re

import pandas as pd
import pytest

from dashboard.charts.base import charts
from dashboard.exports.formats.csv import safe
from dashboard.web.app import create_app


def test_the_page_reads_without_any_script(client):
    text = client.get("/?local=0").get_data(as_text=True)
    assert "Without local production, it cannot be told whether the lead has passed" in text
    assert '<th scope="row">2022</th>' in text
    assert "Iranian" in text


@pytest.mark.parametrize("chart_id", list(charts()))
def test_json_and_csv_of_a_chart_hold_the_same_table(client, chart_id):
    meta = client.get(f"/charts/{chart_id}.json?local=0").json["layout"]["meta"]
    text = client.get(f"/charts/{chart_id}.csv?local=0").get_data(as_text=True)
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head[0] == f"# {meta['title']}"
    assert any(line.startswith("# Source: ") and "Accessed" in line for line in head)
    assert head[-1].endswith(f"/charts/{chart_id}?local=0")
    table = pd.read_csv(io.StringIO(text), comment="#")
    assert len(table) == len(meta["table"]["rows"])
    assert list(table.columns) == meta["table"]["columns"]


@pytest.mark.parametrize(
    "address",
    [
        "/nope",
        "/charts/nope",
        "/charts/nope.json",
        "/charts/direction.exe",
        "/data/nope.csv",
        "/charts/direction/marks/1",
        "/nope.json",
    ],
)
def test_an_unknown_address_is_a_real_404_with_a_way_back(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert 'href="/"' in answer.get_data(as_text=True)


def test_a_bad_parameter_of_a_file_is_a_400_that_names_what_is_possible(client):
    answer = client.get("/charts/direction.csv?local=maybe&release=2019")
    assert answer.status_code == 400
    text = answer.get_data(as_text=True)
    assert "local=maybe" in text
    assert "Use 0 to 100" in text or "0 to 100" in text
    assert "release=2019" in text


def test_a_bad_parameter_of_the_page_shows_the_nearest_view_and_says_so(client):
    answer = client.get("/?local=maybe")
    assert answer.status_code == 200
    assert "local=maybe: is not possible here" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"output": 1}', b'{"inputs": [], "output": "x.y", "changedPropIds": []}']
)
def test_a_malformed_callback_is_the_caller_s_fault(client, body):
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_a_wrong_component_path_is_not_a_fault_of_ours(client):
    assert 400 <= client.get("/_dash-component-suites/dash/../../etc/passwd").status_code < 500
    assert 400 <= client.get("/_dash-component-suites/nope/nope.js").status_code < 500


@pytest.mark.parametrize(
    "address", ["/charts/direction.json", "/charts/evidence.csv", "/view.json", "/data/claims.csv"]
)
def test_an_unchanged_file_answers_304(client, address):
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert (
        client.get(address + "?from=2000" if "data" not in address else "/data/series.csv").headers["ETag"]
        != first.headers["ETag"]
    )


def test_every_answer_carries_the_content_policy(client):
    for address in ("/", "/charts/direction.json", "/nope", "/healthz"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy.split("style-src")[0]
        assert client.get(address).headers["X-Content-Type-Options"] == "nosniff"


def test_scripts_are_sent_compressed_and_kept_for_good(app, client):
    page = client.get("/").get_data(as_text=True)
    answer = client.get(
        re.search(r'data-plotly="(/assets/plotly-[0-9a-f]+\.js)"', page)[1],
        headers={"Accept-Encoding": "br"},
        buffered=True,
    )
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(answer.headers["Content-Length"]) < 400_000


def test_every_register_row_under_a_bar_is_listed_with_its_release(client):
    text = client.get("/charts/direction/marks/2022:b_to_a").get_data(as_text=True)
    for word in ("Mohajer-6", "Shahed-131", "Shahed-136", "≈ 600", "March 2026 release", "https://www.sipri.org"):
        assert word in text
    old = client.get("/charts/direction/marks/2016:a_to_b").get_data(as_text=True)
    assert "total of the year" in old
    assert "What the 2025 release lists for 2016" in old
    assert "S-300PMU2" in old
    older = client.get("/charts/direction/marks/1991:a_to_b").get_data(as_text=True)
    assert "MiG-29" in older  # before 1995 the orders stand beneath


def test_two_apps_live_in_one_process(package, client):
    other = create_app(package).server.test_client()
    assert other.get("/view.json").data == client.get("/view.json").data
    ready = json.loads(other.get("/_dash-dependencies").data)
    assert len(ready) == len(json.loads(client.get("/_dash-dependencies").data)) == 1


@pytest.mark.parametrize(
    ("cell", "kept"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "'-5"), (-5.0, -5.0), ("Iran", "Iran")]
)
def test_text_that_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not(cell, kept):
    assert safe(cell) == kept
