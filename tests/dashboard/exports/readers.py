"""Opens each kind of file with a reader of its own, and asserts what every file says of itself."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.text.sentence import to_text

DC = "{http://purl.org/dc/elements/1.1/}"
SVG = "{http://www.w3.org/2000/svg}"
POINT = 12700


class Expected:
    """What a file of a chart must say: read from the chart itself, and from the package's table of sources."""

    def __init__(self, package, chart_id: str, query: str):
        self.view = View(package, parse_strict(package, query))
        self.said = charts()[chart_id].describe(self.view)
        self.question, self.title, self.version = charts()[chart_id].question, to_text(self.said.title), package.version
        sources = package.tables["sources"]
        self.citations = list(sources[sources.source_id.isin(self.said.sources)].citation)
        kept = "&".join(p for p in query.split("&") if p and not p.startswith(("size=", "theme=")))
        self.address = f"http://localhost/charts/{chart_id}" + (f"?{kept}" if kept else "")
        self.frame = style.FRAMES.get(self.view.selection.size)
        about = ExportMetadata(charts()[chart_id], self.view, self.address)
        self.words, self.evidence, self.release, self.licences = (
            about.words,
            about.evidence,
            about.release,
            about.licences,
        )

    def in_text(self, text: str) -> None:
        """Title, question, selection, release, evidence filter, sources with access dates, licence, data version and address."""
        for part in (
            self.title,
            self.question,
            self.words,
            self.release,
            self.evidence,
            self.version,
            self.licences,
            self.address,
            *self.citations,
        ):
            assert part in text, part
        assert len(re.findall(r"Accessed \d{1,2} [A-Z][a-z]+ 20\d\d", text)) >= len(self.citations) > 0


def png(body: bytes, want: Expected) -> None:
    picture = Image.open(io.BytesIO(body))
    picture.load()
    assert picture.size == (round(want.frame.width * want.frame.scale), round(want.frame.height * want.frame.scale))
    assert round(picture.size[0] / picture.info["dpi"][0], 2) == round(want.frame.width / 96, 2)
    assert picture.text["Title"] == want.title
    want.in_text("\n".join(picture.text.values()))
    clear = picture.convert("RGBA").getpixel((3, 3))[3] == 0
    assert clear == (want.view.selection.theme == "transparent")
    assert len(picture.convert("RGB").getcolors(1 << 24)) > 20


def svg(body: bytes, want: Expected) -> None:
    root = ElementTree.fromstring(body)
    assert root.get("viewBox") == f"0 0 {want.frame.width} {want.frame.height}"
    assert root.find(f"{SVG}title").text == want.title
    assert [e.text for e in root.iter(f"{DC}title")] == [want.title]
    assert [e.text for e in root.iter(f"{DC}identifier")] == [want.address]
    want.in_text(" ".join(root.itertext()))
    text = body.decode()
    assert text.count("@font-face") == 3
    assert "<pattern" not in text
    assert not re.findall(r'(?:href|src)="(?!#)', text)


def pdf(body: bytes, want: Expected) -> None:
    reader = PdfReader(io.BytesIO(body))
    assert len(reader.pages) == 1
    page = reader.pages[0]
    assert [float(v) / 0.75 for v in page.mediabox[2:]] == pytest.approx([want.frame.width, want.frame.height], abs=1)
    assert reader.metadata.title == want.title
    want.in_text("\n".join(str(v) for v in reader.metadata.values()))
    assert want.title.split(" ")[0] in page.extract_text()
    assert want.version in page.extract_text()
    fonts = [f.get_object() for f in page["/Resources"]["/Font"].values()]
    inside = [
        f["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for f in fonts
        if f["/Subtype"] == "/Type0"
    ]
    assert any("Inter" in d["/FontName"] for d in inside)
    assert all("/FontFile2" in d or "/FontFile3" in d for d in inside)
    assert len(body) < 150_000


def pptx(body: bytes, want: Expected) -> None:
    deck = Presentation(io.BytesIO(body))
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    assert deck.core_properties.title == want.title[:255]
    assert want.address in deck.core_properties.comments
    (slide,) = deck.slides
    assert slide.shapes.title.text_frame.text == want.title
    want.in_text(slide.notes_slide.notes_text_frame.text)
    for head in ("Finding:", "Method:", "What is contested:", "Sources:"):
        assert head in slide.notes_slide.notes_text_frame.text
    for shape in slide.shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
        if shape.has_text_frame:
            assert {r.font.name for p in shape.text_frame.paragraphs for r in p.runs} <= {"Georgia", "Arial"}
            assert (
                min((r.font.size for p in shape.text_frame.paragraphs for r in p.runs), default=12 * POINT)
                >= 12 * POINT
            )
    drawn = next(s for s in slide.shapes if s.has_chart or s.shape_type == 13)
    assert want.question in drawn._element.xpath(".//p:cNvPr")[0].get("descr")
    assert drawn.height > 300 * 9525


class _Page(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def html(body: bytes, want: Expected) -> None:
    text = body.decode()
    page = _Page(re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    loaded = [
        a
        for tag, a in page.tags
        if tag in ("script", "link", "img", "iframe") and not a.get("src", a.get("href", "data:")).startswith("data:")
    ]
    assert loaded == []
    rows = sum(tag == "tr" for tag, _ in page.tags)
    assert rows == len(want.said.table) + 1
    (policy,) = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    from html import unescape

    want.in_text(unescape(text))


def md(body: bytes, want: Expected) -> None:
    text = body.decode()
    assert text.startswith(f"# {want.title}\n")
    want.in_text(text)
    other = want.said.variants
    rows = len(want.said.table) + 2 + (len(other.table) + 2 if other else 0)
    assert sum(line.startswith("| ") for line in text.splitlines()) == rows


def csv(body: bytes, want: Expected) -> None:
    text = body.decode()
    want.in_text(text)
    table = pd.read_csv(io.StringIO(text), comment="#")
    assert list(table.columns) == list(map(str, want.said.table.columns))
    for name in table:
        mine = want.said.table[name]
        if pd.api.types.is_numeric_dtype(mine) and len(mine):
            assert table[name].isna().tolist() == mine.isna().tolist()
            assert table[name].dropna().tolist() == pytest.approx(mine.dropna().tolist(), rel=1e-12)


def csv_metadata(body: bytes, want: Expected) -> None:
    described = json.loads(body)
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert described["dc:title"] == want.title
    want.in_text(" ".join(map(str, [*described.values(), *described["dc:source"]])))
    assert [c["titles"] for c in described["tableSchema"]["columns"]] == list(map(str, want.said.table.columns))
    for column in described["tableSchema"]["columns"]:
        numeric = pd.api.types.is_numeric_dtype(want.said.table[column["titles"]])
        assert (column["datatype"] in ("number", "integer")) == numeric


def figure(body: bytes, want: Expected) -> None:
    meta = json.loads(body)["layout"]["meta"]
    want.in_text(" ".join(map(str, [*meta.values(), *meta["citations"]])))


READERS = {
    "png": png,
    "svg": svg,
    "pdf": pdf,
    "pptx": pptx,
    "html": html,
    "md": md,
    "csv": csv,
    "csv-metadata.json": csv_metadata,
    "json": figure,
}
