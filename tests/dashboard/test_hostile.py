"""Markup in the words of a dataset comes out as text, in pages, figures and files."""

import io
import json
import re

import pytest
from lxml import etree, html
from pptx import Presentation

from dashboard.charts.base import charts
from dashboard.data.package import open_package
from dashboard.web.app import create_app
from tests import cached, hostile

pytestmark = pytest.mark.slow
PAGES = ("/", "/evidence", "/events", "/sources", "/methods", "/present")
ELEMENTS = "//img[@src='x'] | //*[@onerror] | //a[starts-with(@href, 'javascript:')] | //script[contains(., 'alert(')]"
"""What the markup would have made; our own pages have none of these."""
IN_PLOTLY = re.compile(r"<(?!/?b>|br>|/span>|span style=\"color:#[0-9a-f]{6}\">)|&(?!amp;|lt;|gt;)")
"""Markup in a text of a figure that is not ours."""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    package = open_package(cached.build(hostile.make(folder), folder / "built", draws=0))
    return create_app(package).server.test_client()


def check(body: str) -> None:
    """The words are there as text, and none of the elements they name."""
    root = html.document_fromstring(body)
    scripts = [s for s in root.xpath(ELEMENTS) if s.tag != "script" or s.get("type") != "application/json"]
    assert [etree.tostring(s)[:80] for s in scripts] == []
    assert "<b>bold</b>" not in body


@pytest.mark.parametrize("page", PAGES)
def test_pages(client, page):
    body = client.get(page).get_data(as_text=True)
    check(body)
    if page != "/methods":
        assert "<b>bold</b>" in html.document_fromstring(body).text_content()


def test_events_and_marks(client):
    events = re.findall(r'href="(/events/[a-z0-9-]+)', client.get("/events").get_data(as_text=True))
    assert len(events) > 50
    for address in [*events[:12], "/charts/direction/marks/2022:b_to_a", "/charts/evidence/marks/r-us-first-shipment"]:
        body = client.get(address).get_data(as_text=True)
        check(body)
        assert "<b>bold</b>" in html.document_fromstring(body).text_content(), address


def test_regions(client):
    for name, region in json.loads(client.get("/view.json").get_data())["regions"].items():
        if region:
            check(f"<div>{region}</div>"), name


def texts(part: object, key: str = "") -> list[str]:
    if isinstance(part, dict):
        return [t for name, inner in part.items() for t in texts(inner, name)]
    if isinstance(part, list):
        return [t for inner in part for t in texts(inner, key)]
    return [part] if isinstance(part, str) and key in ("text", "hovertext", "ticktext", "name") else []


@pytest.mark.parametrize("chart", charts())
def test_figures_and_files(client, chart):
    """Plotly reads markup in its texts: there is none but ours. The HTML file has the words as text."""
    drawn = json.loads(client.get(f"/charts/{chart}.json").get_data())
    found = [text for text in texts({k: drawn[k] for k in ("data", "layout")}) if IN_PLOTLY.search(text)]
    assert found == []
    live = texts(json.loads(client.get("/view.json").get_data())["figures"][chart])
    assert [text for text in live if IN_PLOTLY.search(text)] == []
    body = client.get(f"/charts/{chart}.html").get_data(as_text=True)
    check(body)
    assert "<b>bold</b>" in html.document_fromstring(body).text_content()


@pytest.mark.parametrize("chart", charts())
def test_markdown(client, chart):
    """No element, link, table cell or emphasis: each character that would make one is escaped."""
    text = client.get(f"/charts/{chart}.md").get_data(as_text=True)
    assert "onerror" in text
    assert re.findall(r"(?<!\\)<(?:img|b|/b|script|/script|a )", text) == []
    assert re.findall(r"(?<!\\)\[a(?<!\\)\]\(javascript", text) == []
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


@pytest.mark.browser
def test_pictures(client):
    for chart in charts():
        root = etree.fromstring(client.get(f"/charts/{chart}.svg").get_data())
        assert {etree.QName(e).localname for e in root.iter("{*}*")}.isdisjoint({"img", "script", "a", "b"}), chart
        assert "onerror=alert(1)" in "".join(root.itertext()), chart


@pytest.mark.browser
def test_slides(client):
    deck = Presentation(io.BytesIO(client.get("/deck.pptx").get_data()))
    words = "\n".join(shape.text_frame.text for s in deck.slides for shape in s.shapes if shape.has_text_frame)
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert "<img src=x onerror=alert(1)><b>bold</b>" in words + notes
    assert "&lt;" not in words + notes
