"""Write one chart as a slide of a presentation, editable where PowerPoint has its type of chart."""

from collections.abc import Callable

from dashboard.data.view import View
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export
from dashboard.text.sentence import words


def render(metadata: ExportMetadata) -> bytes:
    from dashboard.exports.slides import building, deck  # python-pptx is slow to load, and no page needs it

    presentation = building.show(metadata.view.theme)
    building.chart_slide(presentation, metadata, deck.notes(metadata))
    return building.save(presentation, metadata.title, metadata.fields)


def render_all(view: View, address: Callable[[str], str]) -> bytes:
    from dashboard.exports.slides.deck import deck

    return deck(view, address)


EXPORT = Export(
    "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    render,
    words("files.pptx-label"),
    words("files.pptx-note"),
    themed=True,
    together=render_all,
)
