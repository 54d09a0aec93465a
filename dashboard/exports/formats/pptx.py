"""Write one chart as a slide of a presentation, editable where PowerPoint has its type of chart."""

from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import PPTX, Export


def render(metadata: ExportMetadata) -> bytes:
    from dashboard.exports.slides import building, deck  # python-pptx is slow to load, and no page needs it

    presentation = building.show(metadata.view.theme)
    building.chart_slide(presentation, metadata, deck.notes(metadata))
    return building.save(presentation, metadata.title, metadata.fields)


NOTE = (
    "One slide, 16:9: question, finding, chart, sources, and notes to speak from. Where PowerPoint has "
    "its type of chart, the chart can be edited, with its numbers inside; else it is a picture."
)

EXPORT = Export("pptx", PPTX, render, "Slide (PowerPoint)", NOTE, themed=True)
