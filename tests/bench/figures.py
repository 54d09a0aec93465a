"""The figures and the sentence that every variant of the bench shows, from the dashboard's own code."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from dashboard import layout, pictures
from dashboard.app import create_app
from dashboard.charts.base import Figure, View
from dashboard.data import Package
from dashboard.jsontext import to_json
from dashboard.phrases import plain
from dashboard.selection import parse_strict
from tests.find_browser import find

CHARTS = ("direction", "balance", "dependence", "certainty")
VIEWS = {"All deliveries": "", "Without local production": "local=excluded"}
"""Label of the control's choice → the query of its view."""
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LEAST = 5000
"""Characters of the smallest SVG in the page that is a chart and no icon."""


@dataclass(frozen=True)
class Shown:
    """`figures`: choice → chart → plotly figure; `heading` and `sentence` are plain text; `svg` is the opening chart."""

    figures: dict[str, dict[str, Figure]]
    heading: str
    sentence: str
    svg: str


def shown(package: Package) -> Shown:
    """What the variants show of a package. Needs a browser only where the page itself holds no picture."""
    views = {choice: View(package, parse_strict(package, query)) for choice, query in VIEWS.items()}
    figures = {choice: {name: layout.charts(name)[0].draw(view) for name in CHARTS} for choice, view in views.items()}
    said = layout.describe(views["All deliveries"], CHARTS[0])[CHARTS[0]]
    return Shown(figures, plain(said.title), plain(said.sentence), _picture(package, figures["All deliveries"][CHARTS[0]]))


def _picture(package: Package, figure: Figure) -> str:
    """The picture that the dashboard's page opens with; where it has none, plotly's own of the same figure."""
    page = create_app(package).server.test_client().get("/").get_data(as_text=True)
    found = [svg for svg in _SVG.findall(page) if len(svg) > _LEAST]
    if found:
        return str(found[0])
    os.environ["CHROMIUM"] = find()
    return pictures.svg(to_json(figure), 1080, int(figure["layout"]["height"]))


def write(found: Shown, folder: Path) -> None:
    """Puts what the variants show into `figures.json` (choice → chart → figure), `words.json` and `opening.svg`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_bytes(to_json(found.figures))
    (folder / "words.json").write_bytes(to_json({"heading": found.heading, "sentence": found.sentence}))
    (folder / "opening.svg").write_text(found.svg, encoding="utf-8")
