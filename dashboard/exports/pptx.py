"""One chart as a slide of a presentation, editable where PowerPoint has its type of chart."""

from __future__ import annotations

from dashboard.charts.base import Chart, View
from dashboard.exports.about import About
from dashboard.exports.base import PPTX, Export


def render(chart: Chart, view: View, address: str) -> bytes:
    from dashboard.exports.talk import deck, slides  # python-pptx is slow to load, and no page needs it

    about = About(chart, view, address)
    show = slides.show(view.theme)
    slides.chart_slide(show, about, deck.notes(about))
    return slides.save(show, about.title, about.fields)


NOTE = "One slide, 16:9: question, finding, chart, sources, and notes to speak from. Where PowerPoint has its type of chart, the chart can be edited, with its numbers inside; else it is a picture."

EXPORT = Export("pptx", PPTX, render, "Slide (PowerPoint)", NOTE, themed=True)
