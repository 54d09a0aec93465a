"""Write a figure as JSON, with its words, table and sources in `layout.meta`."""

from dashboard.exports.json_text import to_json
from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export
from dashboard.text.sentence import words


def render(metadata: ExportMetadata) -> bytes:
    figure = metadata.chart.figure(metadata.view)
    table = metadata.description.table.astype(object).where(metadata.description.table.notna(), None)
    figure["layout"]["meta"] = {
        "title": metadata.title,
        "question": metadata.chart.question,
        "sentence": metadata.sentence,
        "unit": metadata.description.unit,
        "selection": metadata.words,
        "data_version": metadata.view.package.version,
        "release": metadata.release,
        "sources": list(metadata.description.sources),
        "citations": metadata.citations,
        "licence": metadata.licences,
        "evidence": metadata.evidence,
        "address": metadata.address,
        "table": {"columns": list(map(str, table.columns)), "rows": table.values.tolist()},
    }
    return to_json(figure)


EXPORT = Export(
    "json",
    "application/json",
    render,
    words("files.json-label"),
    words("files.json-note"),
)
