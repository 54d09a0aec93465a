"""What all answers consist of, without their words: `python structures.py MESSAGES PACKAGE` prints it as JSON.

Words are read when modules are imported, so a process takes its catalogue from the folder MESSAGES before anything else.
"""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from lxml import html
from pptx import Presentation

from dashboard.text import catalogue

VIEWS = ("", "measure=documented&credibility=2", "known_on=2022-07-15&q=drones")
PAGES = ("/", "/evidence", "/events", "/events/drones-2022", "/sources", "/methods", "/present")
TEXTS = ("csv", "csv-metadata.json", "json", "md", "html")
_FIT = {"style"}
"""Attributes that follow from the length of words: heights of charts whose rows break into lines."""


def page(body: bytes) -> list[object]:
    """Every element with its attributes, and whether it has text."""
    root = html.document_fromstring(body)
    for word in root.xpath("//a[@class='term']"):  # where a word of the glossary stands depends on the words
        word.drop_tag()
    for drawn in root.xpath("//*[local-name()='svg'] | //noscript[p[@class='note']]"):
        drawn.getparent().remove(drawn)
    return [
        [
            e.tag,
            sorted(
                (k, v if k in ("href", "id", "class", "data-mark") else bool(v))
                for k, v in e.attrib.items()
                if k not in _FIT
            ),
            bool(e.text_content().strip()),
        ]
        for e in root.iter()
        if isinstance(e.tag, str) and e.tag not in ("style", "script", "meta")
    ]


def table(body: bytes) -> list[object]:
    """Rows of cells: numbers as they are, of words whether there are any."""
    lines = body.decode().splitlines()
    head = sum(line.startswith("#") for line in lines)

    def cell(text: str) -> object:
        try:
            return float(text)
        except ValueError:
            return bool(text)

    return [head, *[list(map(cell, row)) for row in csv.reader(io.StringIO("\n".join(lines[head:])))]]


def figure(body: bytes) -> object:
    """Traces with their points, and the keys of what the file says of itself."""
    found = json.loads(body)
    traces = [[t["type"], t.get("x"), t.get("y"), t.get("customdata")] for t in found["data"]]
    meta = found["layout"]["meta"]
    return [[[t[0], len(t[1] or []), t[3]] for t in traces], sorted(meta), all(meta.values())]


def markdown(body: bytes) -> object:
    lines = body.decode().splitlines()
    kinds = [("#", "heading"), ("|", "row"), ("- ", "item"), ("*", "question")]
    return [next((kind for start, kind in kinds if line.startswith(start)), "text") for line in lines if line]


def slides(body: bytes) -> object:
    deck = Presentation(io.BytesIO(body))
    return [
        [
            sum(s.has_text_frame and bool(s.text_frame.text.strip()) for s in slide.shapes) > 1,
            [s.shape_type is not None and s.has_chart for s in slide.shapes if not s.has_text_frame],
            bool(slide.notes_slide.notes_text_frame.text.strip()),
        ]
        for slide in deck.slides
    ]


def described(body: bytes) -> object:
    found = json.loads(body)
    columns = [{**c, "titles": bool(c["titles"])} for c in found["tableSchema"]["columns"]]
    return [sorted(found), columns, all(found.values())]


READ = {"csv": table, "csv-metadata.json": described, "json": figure, "md": markdown, "html": page, "pptx": slides}


def all_structures(package: Path) -> dict[str, object]:
    from dashboard.charts.base import charts
    from dashboard.data.package import open_package
    from dashboard.exports.rendering import browser
    from dashboard.web.app import create_app

    client = create_app(open_package(package)).server.test_client()
    browser.find_browser = lambda: pytest.fail("no browser draws here")  # first pictures come and go
    found = {}
    for view in VIEWS:
        query = f"?{view}" if view else ""
        answers = {f"{address}{query}": page for address in PAGES}
        answers |= {f"/charts/{c}.{ending}{query}": READ[ending] for c in charts() for ending in TEXTS}
        answers |= {f"/charts/{c.id}.pptx{query}": slides for c in charts().values() if c.native and not view}
        for address, read in answers.items():
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.get_data()[:300])
            found[address] = read(answer.get_data())
    return found


if __name__ == "__main__":
    catalogue.MESSAGES = Path(sys.argv[1])
    print(json.dumps(all_structures(Path(sys.argv[2]))))
