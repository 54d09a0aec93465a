"""The figures and the sentence that every variant of the bench shows, from the dashboard's own code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dashboard.charts.base import Figure
from dashboard.data.package import Package
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.pages.home import first_picture, page
from dashboard.text.sentence import to_text
from tests.find_browser import find

CHARTS = ("direction", "balance", "dependence", "certainty")
VIEWS = {"All deliveries": "", "Without local production": "local=0"}
"""Label of the control's choice → the query of its view."""
OWN_CONTROLS = {
    "All deliveries": ".share-stops a:last-of-type",
    "Without local production": ".share-stops a:first-of-type",
}
"""Choice → what the dashboard has in place of such a label: the ends of the slider of local production."""


@dataclass(frozen=True)
class Shown:
    """`figures`: choice → chart → plotly figure; `heading` and `sentence` are plain text; `svg` is the picture that the
    dashboard's page opens with at the screen's width."""

    figures: dict[str, dict[str, Figure]]
    heading: str
    sentence: str
    svg: str


def shown(package: Package) -> Shown:
    """What the variants show of a package. Needs a browser where the picture was not drawn before."""
    views = {choice: View(package, parse_strict(package, query)) for choice, query in VIEWS.items()}
    figures = {
        choice: {name: page.shown_charts(name)[0].figure(view) for name in CHARTS} for choice, view in views.items()
    }
    said = page.describe(views["All deliveries"], CHARTS[0])[CHARTS[0]]
    os.environ["CHROMIUM"] = find()
    picture = first_picture.draw_now(views["All deliveries"], page.shown_charts(CHARTS[0])[0])["wide"]
    return Shown(figures, to_text(said.title), to_text(said.sentence), picture)


def write(found: Shown, folder: Path) -> None:
    """Puts what the variants show into `figures.json` (choice → chart → figure), `words.json` and `opening.svg`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "figures.json").write_bytes(to_json(found.figures))
    (folder / "words.json").write_bytes(to_json({"heading": found.heading, "sentence": found.sentence}))
    (folder / "opening.svg").write_text(found.svg, encoding="utf-8")
