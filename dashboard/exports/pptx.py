"""One chart as a slide of a presentation, editable where PowerPoint has its type of chart."""

from __future__ import annotations

from dashboard.charts.base import Chart, View
from dashboard.exports import slides
from dashboard.exports.about import About
from dashboard.exports.base import Export
from dashboard.exports.deck import MIMETYPE, notes


def render(chart: Chart, view: View, address: str) -> bytes:
    about = About(chart, view, address)
    deck = slides.show(view.theme)
    slides.chart_slide(deck, about, notes(about))
    return slides.save(deck, about.title, about.fields)


EXPORT = Export("pptx", MIMETYPE, render, "Slide (PowerPoint)")
