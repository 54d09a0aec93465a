"""What can be read on a slide and a picture itself: question, licence, data version, the year of the reversal, the caveat."""

import io
import re
import zipfile

import pytest
from lxml import etree
from pptx import Presentation

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.text.sentence import to_text

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def about(package, chart, query=""):
    return ExportMetadata(
        charts()[chart], View(package, parse_strict(package, query)), f"https://arms.example.org/charts/{chart}"
    )


def parts(body, folder):
    """The XML of a presentation's parts in a folder."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [
            etree.fromstring(archive.read(n))
            for n in sorted(archive.namelist())
            if re.match(rf"ppt/{folder}/[^/]*\.xml$", n)
        ]


def on_slides(body):
    return [
        " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        for slide in Presentation(io.BytesIO(body)).slides
    ]


def set_in(client, chart, size):
    """The words that can be read on a picture."""
    root = etree.fromstring(client.get(f"/charts/{chart}.svg?size={size}").get_data())
    return " ".join("".join(e.itertext()) for e in root.iter("{*}text"))


@pytest.mark.browser
def test_every_chart_s_slide_in_the_talk_shows_its_question_licence_and_data_version(client, package):
    shown = on_slides(client.get("/deck.pptx").get_data())[1:-2]
    for chart, text in zip(charts(), shown, strict=True):
        said = about(package, chart)
        assert all(part in text for part in (said.chart.question, said.licences, package.version)), chart


@pytest.mark.parametrize(("query", "step"), [("", "5"), ("from=2014", "1")])
@pytest.mark.parametrize("chart", ["direction", "balance", "dependence"])
def test_years_of_a_slide_s_own_chart_are_labelled_by_fives_where_they_are_many(client, chart, query, step):
    (drawn,) = parts(client.get(f"/charts/{chart}.pptx?{query}").get_data(), "charts")
    (axis,) = drawn.iter(f"{C}dateAx")
    assert axis.find(f"{C}majorUnit").get("val") == step
    assert not list(drawn.iter(f"{C}catAx"))


def test_the_year_of_the_reversal_is_named_on_the_chart_where_one_is_called(client):
    def named(query):
        (drawn,) = parts(client.get(f"/charts/direction.pptx?{query}").get_data(), "charts")
        return {label.find(f"{C}idx").get("val"): "".join(label.itertext()) for label in drawn.iter(f"{C}dLbl")}

    assert named("") == {"33": "reversal, 2022", "35": "Shahed-136 drones"}  # 1989 is the first year
    assert named("local=0") == {"35": "Fath-360 missiles"}


def test_links_can_be_read_on_a_dark_ground(client):
    for theme in ("light", "dark"):
        masters = parts(client.get(f"/charts/direction.pptx?theme={theme}").get_data(), "theme")
        colours = [
            colour.get("val")
            for colour in masters[0].iter(f"{A}srgbClr")
            if colour.getparent().tag in (f"{A}hlink", f"{A}folHlink")
        ]
        assert colours == 2 * [style.THEMES[theme].quiet[1:].upper()]


def test_a_small_chance_left_out_is_never_left_out_of_a_large_one(package):
    said = about(package, "direction")
    assert "95%" in to_text(said.finding)
    for cut in map(to_text, said.findings):
        assert ("95%" in cut) == ("count none and it is 64%" in cut)


@pytest.mark.parametrize("size", list(style.FRAMES))
@pytest.mark.browser
def test_a_picture_that_gives_the_chance_gives_its_caveat_and_every_one_its_question(client, size):
    said = set_in(client, "direction", size)
    assert "95%" in said
    assert "count none and it is 64%" in said
    for chart in ("direction", "promised"):
        assert charts()[chart].question in set_in(client, chart, size), chart
