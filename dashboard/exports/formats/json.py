"""The figure itself, with its words, table and sources in `layout.meta`."""

from dashboard.exports.formats.html import without_click
from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export


def render(about: ExportMetadata) -> bytes:
    figure = without_click(about.chart.draw(about.view))
    table = about.description.table.astype(object).where(about.description.table.notna(), None)
    figure["layout"]["meta"] = {
        "title": about.title,
        "question": about.chart.question,
        "sentence": about.sentence,
        "unit": about.description.unit,
        "selection": about.words,
        "data_version": about.view.package.version,
        "release": about.release,
        "sources": list(about.description.sources),
        "citations": about.citations,
        "licence": about.licences,
        "evidence": about.evidence,
        "address": about.address,
        "table": {"columns": list(map(str, table.columns)), "rows": table.values.tolist()},
    }
    return to_json(figure)


EXPORT = Export(
    "json",
    "application/json",
    render,
    "Figure (plotly JSON)",
    "The figure for plotly, with its title, table and sources in layout.meta.",
)
