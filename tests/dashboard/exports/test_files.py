"""Files of a view: each opens in a reader of its own and carries what it says; numbers, addresses, errors, the command line."""

import asyncio
import io
import re
import time
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from click.testing import CliRunner
from pptx import Presentation

from dashboard import style
from dashboard.__main__ import cli
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.registry import formats
from dashboard.exports.rendering import browser, hatching, measure, pictures
from dashboard.style import THEMES
from dashboard.text.sentence import to_text
from dashboard.web import etags
from dashboard.web.app import create_app
from etl.contracts.errors import DataError
from tests.dashboard.exports.readers import READERS, Expected

SIZES = list(style.FRAMES)
CASES = [
    (chart, ending, f"theme={[*THEMES][(i + j) % len(THEMES)]}&size={SIZES[(i + 2 * j) % len(SIZES)]}")
    for i, chart in enumerate(charts())
    for j, ending in enumerate(formats())
]
"""Every chart in every format; over them every format meets every size and theme."""
DRAWN = {"pptx", *(ending for ending, export in formats().items() if export.browser)}
"""Formats that a browser draws, or that may hold a drawing."""


@pytest.fixture(autouse=True)
def _drawn(drawn):
    return drawn


def csv_of(client, chart, query=""):
    return pd.read_csv(io.StringIO(client.get(f"/charts/{chart}.csv?{query}").get_data(as_text=True)), comment="#")


@pytest.mark.parametrize(
    ("chart", "ending", "query"), [pytest.param(*c, marks=[pytest.mark.browser] * (c[1] in DRAWN)) for c in CASES]
)
def test_a_file_opens_and_says_what_it_is(client, package, chart, ending, query):
    answer = client.get(f"/charts/{chart}.{ending}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type == formats()[ending].mimetype
    assert re.fullmatch(rf'inline; filename="rus-irn-{chart}(-\w+)*\.{ending}"', answer.headers["Content-Disposition"])
    READERS[ending](answer.get_data(), Expected(package, chart, query))


def test_the_cases_hold_every_format_with_every_size_and_theme():
    assert set(READERS) == set(formats())
    for ending in formats():
        queries = [q for _, e, q in CASES if e == ending]
        for value in (*(f"theme={t}" for t in THEMES), *(f"size={s}" for s in SIZES)):
            assert any(value in q.split("&") for q in queries), (ending, value)


# ---- numbers on slides ----


def chart_of(body):
    slide = Presentation(io.BytesIO(body)).slides[0]
    return next(s.chart for s in slide.shapes if s.has_chart)


def workbook(chart):
    """Numbers in the workbook inside, by row and column."""
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return {
        c.get("r"): float(c.find(f"{ns}v").text)
        for c in sheet.iter(f"{ns}c")
        if c.get("t") != "s" and c.find(f"{ns}v") is not None
    }


def numbers(series):
    return [float("nan") if v is None else v for v in series.values]


@pytest.mark.parametrize("query", ["", "local=0", "release=2025"])
def test_a_slide_of_direction_has_the_numbers_of_the_csv_and_no_zero_for_a_missing_year(client, query):
    table, chart = (
        csv_of(client, "direction", query),
        chart_of(client.get(f"/charts/direction.pptx?{query}").get_data()),
    )
    plot = chart.plots[0]
    assert list(plot.categories) == table.Year.astype(str).tolist()
    for arrow, sign in (("Russia → Iran", 1), ("Iran → Russia", -1)):
        parts = pd.DataFrame({s.name: numbers(s) for s in plot.series if s.name.startswith(arrow)})
        pd.testing.assert_series_equal(
            sign * parts.sum(axis=1, min_count=1), table[f"{arrow} (million TIV)"], check_names=False, check_dtype=False
        )
        if query == "":
            local = table[f"{arrow}, locally produced part"]
            pd.testing.assert_series_equal(sign * parts[f"{arrow}, locally produced"], local, check_names=False)
    book = workbook(chart)
    for n, series in enumerate(plot.series):
        column = chr(ord("B") + n)
        assert [book.get(f"{column}{row}") for row in range(2, 2 + len(table))] == list(series.values)


def test_a_slide_of_direction_in_1993_and_2022_has_the_register_s_amounts(client):
    plot = chart_of(client.get("/charts/direction.pptx").get_data()).plots[0]
    at = list(plot.categories).index
    by = {s.name: s.values for s in plot.series}
    assert by["Russia → Iran"][at("1993")] == 220.0
    assert by["Russia → Iran, locally produced"][at("1993")] == 334.5
    assert by["Iran → Russia"][at("2022")] == -9.0
    assert by["Iran → Russia, locally produced"][at("2022")] == -24.0


def test_slides_of_balance_and_dependence_have_the_numbers_of_the_csv(client):
    table, plot = csv_of(client, "balance"), chart_of(client.get("/charts/balance.pptx").get_data()).plots[0]
    by = {s.name: pd.Series(numbers(s)) for s in plot.series}
    single = by["Single years: Russia → Iran led"].fillna(by["Single years: Iran → Russia led"])
    pd.testing.assert_series_equal(single, table.Balance, check_names=False)
    pd.testing.assert_series_equal(by["5-year sums"], table["Balance, 5-year sums"], check_names=False)
    table, plot = csv_of(client, "dependence"), chart_of(client.get("/charts/dependence.pptx").get_data()).plots[0]
    for series in plot.series:
        pd.testing.assert_series_equal(pd.Series(numbers(series)), table[series.name], check_names=False)


@pytest.mark.browser
def test_the_deck_is_a_title_a_slide_a_chart_methods_and_sources(client, package):
    answer = client.get("/deck.pptx?local=0&theme=dark")
    assert answer.headers["Content-Disposition"] == 'inline; filename="rus-irn-deck-local-0-dark.pptx"'
    deck = Presentation(io.BytesIO(answer.get_data()))
    titles = [s.shapes.title.text_frame.text for s in deck.slides]
    view = View(package, parse_strict(package, "local=0"))
    assert titles[1:-2] == [to_text(c.describe(view).title) for c in charts().values()]
    assert titles[0] == titles[1]
    assert titles[-2:] == ["How the answer is made", "Where it comes from"]
    for slide in deck.slides:
        assert slide.notes_slide.notes_text_frame.text
        assert all(s.left >= 0 and s.top + s.height <= deck.slide_height for s in slide.shapes)
    cited = deck.slides[len(titles) - 1].notes_slide.notes_text_frame.text
    sources = package.tables["sources"]
    used = {i for c in charts().values() for i in c.describe(view).sources}
    assert all(c in cited for c in sources[sources.source_id.isin(used)].citation)


def test_notes_name_a_denial_with_its_claimant(client):
    deck = Presentation(io.BytesIO(client.get("/charts/direction.pptx").get_data()))
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    assert "graded" in notes.split("What is contested:")[1].split("Sources:")[0]


# ---- the same view, the same file ----


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "pptx", "html", "md"])
@pytest.mark.browser
def test_the_same_view_gives_the_same_bytes_though_drawn_anew(client, tmp_path, monkeypatch, ending):
    first = client.get(f"/charts/certainty.{ending}").get_data()
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    assert client.get(f"/charts/certainty.{ending}").get_data() == first


@pytest.mark.browser
def test_an_unchanged_picture_answers_304_before_it_is_drawn(client, monkeypatch):
    first = client.get("/charts/balance.png")
    monkeypatch.setattr(pictures, "_cached", None)  # drawing would fail
    again = client.get("/charts/balance.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""


def test_an_etag_follows_view_data_code_and_place(client, package, monkeypatch):
    def tag(address, **more):
        return client.get(address, **more).headers["ETag"]

    tags = {
        tag("/charts/balance.md"),
        tag("/charts/balance.md?from=2000"),
        tag("/charts/balance.md?theme=dark"),
        tag("/charts/direction.md"),
        tag("/charts/balance.md", base_url="http://elsewhere.example"),
    }
    other = create_app(replace(package, manifest={**package.manifest, "data_version": "other"})).server.test_client()
    tags.add(other.get("/charts/balance.md").headers["ETag"])
    monkeypatch.setattr(etags, "code_version", lambda: "another")
    tags.add(create_app(package).server.test_client().get("/charts/balance.md").headers["ETag"])
    assert len(tags) == 7


# ---- what cannot be had ----


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_size_of_the_page_alone_is_a_400_that_names_those_of_files(client, ending):
    answer = client.get(f"/charts/balance.{ending}?size=tablet")
    assert answer.status_code == 400
    assert "wide, classic, square, print, phone" in answer.get_data(as_text=True)


def test_an_impossible_value_is_answered_with_the_possible_ones_and_no_others(client):
    def said(query):
        answer = client.get(f"/charts/direction.png?{query}")
        assert answer.status_code == 400
        return answer.get_data(as_text=True)

    assert "weight=2: is not possible here. Use 0, 0.5, 1." in said("weight=2")
    assert "gross_min=3: is not possible here. Use 0, 1, 10." in said("gross_min=3")
    assert "contested=no: is not possible here. Use yes." in said("contested=no")
    assert "Use wide, classic, square, print, phone for files; wide, tablet, phone for the page." in said("size=huge")
    assert "release=2025: is not possible here. Leave it out: no release was published by that day" in said(
        "known_on=2022-09-01&release=2025"
    )
    assert "Use ." not in said("measure=tiv&known_on=2022-09-01&release=")


def test_what_is_no_file_says_what_there_is(client):
    text = client.get("/charts/direction.gif").get_data(as_text=True)
    assert "“.gif”" in text
    assert all(ending in text for ending in formats())
    text = client.get("/charts/n%3Cb%3Eothing.png").get_data(as_text=True)
    assert "n&lt;b&gt;othing" in text
    assert all(chart in text for chart in charts())


def test_files_of_two_views_are_not_named_the_same(client):
    def name(address):
        return client.get(address).headers["Content-Disposition"].partition("=")[2].strip('"')

    assert name("/charts/direction.md?theme=dark&local=0") == "rus-irn-direction-local-0-dark.md"
    assert (
        name("/charts/direction.md?weight=0.5&known_on=2023-01-01")
        == "rus-irn-direction-weight-0-5-known-on-2023-01-01.md"
    )
    assert name("/charts/direction.csv-metadata.json") == "rus-irn-direction.csv-metadata.json"
    searched = [name(f"/charts/evidence.md?q={q}") for q in ("%D0%B0", "%D0%B1", "a" * 95 + "b", "a" * 95 + "c")]
    assert len(set(searched)) == 4
    assert all(re.fullmatch(r"[a-z0-9-]{1,100}\.md", n) for n in searched)


@pytest.mark.parametrize(
    "name", ["direction.exe", "nope.png", "direction.csv-metadata", "direction.metadata.csv", "direction."]
)
def test_an_unknown_chart_or_ending_is_a_404(client, name):
    assert client.get(f"/charts/{name}").status_code == 404


@pytest.mark.slow
def test_without_a_browser_a_picture_is_a_503_that_says_what_to_install_and_the_rest_works(
    client, tmp_path, monkeypatch
):
    browser.close()
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    answer = client.get("/charts/direction.png?from=1991")
    assert answer.status_code == 503
    assert "Install Chromium" in answer.get_data(as_text=True)
    for ending in ("csv", "md", "html", "json", "pptx"):
        assert client.get(f"/charts/direction.{ending}?from=1991").status_code == 200


@pytest.mark.browser
def test_a_browser_that_hangs_is_given_up_and_replaced(client, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "KEPT", tmp_path)

    async def hang(*_):
        await asyncio.sleep(60)

    with monkeypatch.context() as slow:
        slow.setattr(browser, "SECONDS", 1.0)
        slow.setattr(browser._SharedBrowser, "svg", hang)
        slow.setattr(browser._SharedBrowser, "start", lambda self: None)
        browser.close()
        began = time.monotonic()
        answer = client.get("/charts/balance.svg?from=1992")
        assert answer.status_code == 503
        assert "did not answer" in answer.get_data(as_text=True)
        assert time.monotonic() - began < 12
    assert client.get("/charts/balance.svg?from=1992").status_code == 200


@pytest.mark.browser
def test_a_browser_that_died_is_replaced_within_the_same_request(client, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    assert client.get("/charts/balance.svg?from=1993").status_code == 200
    browser._running[0]._browser.subprocess.kill()
    browser._running[0]._browser.subprocess.wait()
    assert client.get("/charts/balance.svg?from=1994").status_code == 200


# ---- headers ----


@pytest.mark.browser
def test_html_and_svg_have_a_policy_of_their_own_that_lets_others_embed_them(client):
    page = client.get("/charts/balance.html").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in page
    assert page.count("'sha256-") == 3
    assert "unsafe-inline" not in page.split("style-src")[0]
    picture = client.get("/charts/balance.svg").headers["Content-Security-Policy"]
    assert "font-src data:" in picture
    assert "script-src" not in picture


def test_a_csv_points_to_what_its_columns_mean(client):
    link = client.get("/charts/balance.csv?local=0").headers["Link"]
    assert link == '<balance.csv-metadata.json?local=0>; rel="describedby"; type="application/csvm+json"'
    assert client.get("/charts/balance.csv-metadata.json?local=0").json["url"] == "balance.csv?local=0"


# ---- command line ----


def run(*arguments):
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


def test_the_command_line_writes_what_the_address_answers(client, built, tmp_path):
    out = tmp_path / "d.md"
    done = run(
        "direction",
        "--format",
        "md",
        "--set",
        "local=0",
        "-o",
        out,
        "--data",
        built,
        "--site",
        "http://localhost",
    )
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == client.get("/charts/direction.md?local=0").get_data()


def test_the_command_line_writes_to_standard_output(client, built):
    done = run("direction", "--format", "md", "-o", "-", "--data", built, "--site", "http://localhost/")
    assert done.exit_code == 0
    assert done.stdout_bytes == client.get("/charts/direction.md").get_data()


@pytest.mark.slow
def test_the_command_line_names_every_mistake_and_writes_nothing(built, tmp_path):
    out = tmp_path / "x"
    done = run("nope", "--format", "gif", "--set", "local=maybe", "--set", "a", "-o", out, "--data", built)
    assert isinstance(done.exception, DataError)
    said = str(done.exception)
    for part in (
        "nope: is no chart. Use direction, balance",
        "--format gif: is no format. Use csv",
        "local=maybe",
        "0 to 100",
        "Write KEY=VALUE",
    ):
        assert part in said
    done = run("direction", "--format", "md", "-o", tmp_path / "no" / "x", "--data", built)
    assert f"cannot be written: the folder {tmp_path / 'no'} is missing" in str(done.exception)
    done = run(
        "direction", "--format", "csv", "-o", tmp_path / "x.CSV-metadata.json", "--data", built, "--site", "nonsense"
    )
    assert "ends like a file of the format csv-metadata.json, not csv" in str(done.exception)
    assert "--site nonsense: is no address of a site" in str(done.exception)
    for site in (
        "ftp://a.example",
        "https://",
        "https://a.example/?x",
        "https://a .example",
        "//a.example",
        "http://[1",
    ):
        assert "is no address of a site" in str(
            run("direction", "--format", "md", "-o", out, "--data", built, "--site", site).exception
        )
    assert list(tmp_path.iterdir()) == []


# ---- the parts ----


def test_stripes_cover_the_share_of_a_box_that_their_width_has_of_their_distance():
    for rising in (True, False):
        path = hatching._stripes(0, 0, 100, 100, 10, 4, rising)
        shapes = [[tuple(map(float, p.split(","))) for p in s.rstrip("Z").split("L")] for s in path.split("M")[1:]]
        areas = [abs(sum(a * d - c * b for (a, b), (c, d) in zip(s, s[1:] + s[:1], strict=True))) / 2 for s in shapes]
        assert sum(areas) == pytest.approx(4000, rel=0.01)
        assert all(0 <= v <= 100 for s in shapes for p in s for v in p)


def test_lines_are_no_wider_than_asked_and_lose_no_letter():
    text = (
        ("The chance is ", ""),
        ("99.8%", "strong"),
        (", first seen in 2022. See https://example.org/" + "x" * 200, ""),
    )
    set_in = measure.break_lines(text, "sans", 16, 300)
    for line in set_in:
        assert sum(measure.width(t, "bold" if kind else "sans", 16) for t, kind in line) <= 301
    assert "".join(t for line in set_in for t, _ in line).replace(" ", "") == to_text(text).replace(" ", "")
    assert not any(line[0][0].startswith(",") for line in set_in)
