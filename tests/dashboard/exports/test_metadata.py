"""What files say of themselves is true of each: the filter of evidence, the releases, the day, how a slide is read; and stays text."""

import io
import json
import os
import re
from datetime import date

import pytest
from click.testing import CliRunner
from lxml import etree
from pptx import Presentation

from dashboard.__main__ import cli
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports import requests
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import formats
from etl.contracts.errors import DataError


def about(package, chart, query=""):
    return ExportMetadata(charts()[chart], View(package, parse_strict(package, query)), "https://arms.example.org")


def notes(client, address):
    return Presentation(io.BytesIO(client.get(address).get_data())).slides[0].notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    ("chart", "query", "said"),
    [
        ("direction", "", "No claim is counted or left out by its grade"),
        ("direction", "credibility=6", "No claim is counted or left out by its grade"),
        ("direction", "measure=documented&credibility=2", "Claims of grades 1 to 2 count"),
        (
            "direction",
            "measure=documented&origins=2",
            "Claims of grades 1 to 3 count where 2 independent origins or more stand behind the event",
        ),
        ("dependence", "measure=documented", "No claim is counted or left out by its grade"),
        ("evidence", "credibility=4", "Claims of grades 1 to 4 are solid, others hollow"),
    ],
)
def test_the_filter_of_evidence_is_named_where_it_acts_and_denied_where_not(package, chart, query, said):
    assert about(package, chart, query).evidence == said


@pytest.mark.parametrize("chart", ["direction", "balance", "dependence", "promised", "launches"])
@pytest.mark.parametrize("query", ["", "release=2025"])
def test_where_the_filter_is_said_not_to_act_no_grade_changes_the_table(client, chart, query):
    def rows(grade):
        text = client.get(f"/charts/{chart}.csv?{query}&credibility={grade}").get_data(as_text=True)
        assert "Evidence: No claim is counted or left out" in text
        return [line for line in text.splitlines() if not line.startswith("# ")]

    assert rows(1) == rows(6)


def test_releases_are_those_of_the_sources(package):
    assert about(package, "direction", "release=2025").release == "SIPRI 2025"
    assert about(package, "revisions").release == "SIPRI 2024, SIPRI 2025 and SIPRI 2026"
    assert (
        about(package, "launches").release == about(package, "direction", "measure=documented").release == "no register"
    )
    assert about(package, "dependence", "measure=documented").release == "SIPRI 2026"


@pytest.mark.parametrize("chart", list(charts()))
def test_an_earlier_day_of_the_record_is_named(package, chart):
    said = about(package, chart, "known_on=2023-01-01")
    assert said.words.count("as known on 1 January 2023") == 1
    assert "  " not in said.title + said.words


def test_a_slide_says_of_its_own_chart_how_it_is_read(client):
    for address in ("/charts/direction.pptx", "/charts/balance.pptx", "/charts/dependence.pptx"):
        slide = Presentation(io.BytesIO(client.get(address).get_data())).slides[0]
        said = (
            " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
            + slide.notes_slide.notes_text_frame.text
        )
        assert not re.search("Band:|tiles|Triangles|Below:|Dotted", said)
    # the register of 2026 ends with 2025: 2026 is no year of zeros
    assert "No number, which is not zero: 2026." in notes(client, "/charts/direction.pptx?to=2026")
    assert "Pale" not in notes(client, "/charts/direction.pptx")


def test_a_denial_of_a_claim_under_a_mark_is_contested_though_it_has_no_mark(package):
    said = about(package, "direction")
    under = {i for m in said.description.marks for i in (*m.basis, *m.claims)}
    claims = said.view.claims
    outside = claims[
        claims.answers.isin(under) & claims.stance.isin(["denies", "qualifies"]) & ~claims.claim_id.isin(under)
    ]
    assert len(outside) > 0
    assert all(any(text.startswith(c.statement) for text in said.contested) for c in outside.itertuples())


def test_the_table_s_description_names_its_file_wherever_the_address_leads(package):
    view = View(package, parse_strict(package, "local=0"))
    for address, query in (
        ("https://arms.example.org/charts/balance?local=0", "?local=0"),
        ("../chart-balance.html", ""),
    ):
        assert (
            json.loads(formats()["csv-metadata.json"].render(ExportMetadata(charts()["balance"], view, address)))["url"]
            == f"balance.csv{query}"
        )


# ---- text stays text ----


def test_words_of_a_search_are_no_formula_in_a_header_and_no_markup_in_a_text(client):
    csv = client.get("/charts/evidence.csv", query_string={"q": "drone,=1+1, @x;-2"}).get_data(as_text=True)
    (line,) = [line for line in csv.splitlines() if line.startswith("# Selection")]
    cells = [c.strip() for c in re.split("[,;]", line)]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@"))]
    assert "'=1+1" in cells
    md = client.get("/charts/evidence.md", query_string={"q": "<img src=x> [a](javascript:b)"}).get_data(as_text=True)
    assert "\\<img src=x> \\[a](javascript:b)" in md


@pytest.mark.parametrize("ending", ["svg", "pptx"])
@pytest.mark.browser
def test_letters_that_no_xml_may_hold_break_no_file(client, ending):
    answer = client.get(f"/charts/evidence.{ending}", query_string={"q": "drone\x01\x00\ufffe"})
    assert answer.status_code == 200
    if ending == "svg":
        etree.fromstring(answer.get_data())
    assert (
        "dron" in answer.get_data().decode("latin-1")
        if ending == "svg"
        else Presentation(io.BytesIO(answer.get_data()))
    )


def test_a_citation_names_its_data_version_though_the_title_speaks_of_releases(client, package):
    cited = client.get("/charts/revisions/cite?known_on=2023-01-01").json["apa"]
    assert "releases" in cited
    assert package.version in cited


def test_a_citation_says_when_the_view_was_read_and_whose_data_it_shows(client, monkeypatch):
    class Day(date):
        @classmethod
        def today(cls):
            return cls(2026, 12, 3)

    client.get("/charts/direction/cite")  # another day's answer is not kept for this one
    monkeypatch.setattr(requests, "date", Day)
    cited = client.get("/charts/direction/cite").json
    sipri = "Data: Stockholm International Peace Research Institute (SIPRI), SIPRI Arms Transfers Database, March 2026 release."
    assert f"{sipri} Retrieved December 3, 2026, from http://localhost/charts/direction" in cited["apa"]
    assert sipri in cited["bibtex"]
    assert "urldate = {2026-12-03}" in cited["bibtex"]
    assert "Reports beyond the two documents" in client.get("/charts/evidence/cite").json["apa"]


def test_two_views_have_two_keys_and_the_same_one_the_same(client):
    def key(query):
        return client.get(f"/charts/direction/cite?{query}").json["bibtex"].partition("{")[2].partition(",")[0]

    assert key("") == key("theme=dark") == "dependency-reversal-direction"
    keys = [key("local=0"), key("release=2025"), key("local=0&release=2025")]
    assert len({*keys, key("")}) == 4
    assert key("release=2025&local=0") == keys[2]


# ---- answers ----


@pytest.mark.browser
def test_an_answer_without_a_body_leaves_the_policy_of_the_kept_file_alone(client):
    for name in ("balance.html", "balance.svg"):
        tag = client.get(f"/charts/{name}").headers["ETag"]
        again = client.get(f"/charts/{name}", headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert "Content-Security-Policy" not in again.headers


@pytest.mark.browser
def test_texts_are_compressed_and_what_is_compressed_already_is_not(client):
    for name, encoding in (
        ("balance.png", None),
        ("balance.pptx", None),
        ("balance.csv", "gzip"),
        ("balance.svg", "gzip"),
    ):
        assert (
            client.get(f"/charts/{name}", headers={"Accept-Encoding": "gzip"}).headers.get("Content-Encoding")
            == encoding
        )


# ---- where a file cannot be written ----


def test_the_command_line_replaces_files_alone(built, tmp_path):
    def export(out):
        return CliRunner().invoke(cli, ["export", "direction", "--format", "md", "-o", str(out), "--data", str(built)])

    (tmp_path / "file").touch()
    for out in (tmp_path / "file" / "x", tmp_path / ("x" * 300)):
        assert isinstance(export(out).exception, DataError)
    os.mkfifo(tmp_path / "pipe")
    assert "is no file" in str(export(tmp_path / "pipe").exception)
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "link").symlink_to("file")
    assert export(tmp_path / "link").exit_code == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text().startswith("# Since 2022")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "link", "pipe"]


def test_a_finding_is_cut_by_roles_and_a_caveat_never_parts_from_what_it_limits(package):
    texts = [s.id for s in about(package, "direction").finding]
    cuts = [[s.id for s in text] for text in about(package, "direction").findings]
    names = ("how-much", "chance", "depends-on-local", "seen", "at-the-edge", "by-events", "by-events-from")
    assert texts == [f"findings.{name}" for name in names]
    assert cuts == [texts, texts[:5], texts[:4], texts[:3], texts[:1], []]
