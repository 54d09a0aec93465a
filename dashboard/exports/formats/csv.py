"""Write the data of a chart as CSV, under a commented header that describes it and its sources."""

import re

from dashboard.exports.metadata import ExportMetadata, labelled
from dashboard.exports.registry import Export
from dashboard.text.sentence import say, to_text, words

_RISKY = ("=", "+", "-", "@", "\t", "\r")
# Spreadsheets read header lines as rows too, and would run a cell that starts here as a formula.
_CELL = re.compile(r"([,;\t]\s*)(?=[=+\-@])")


def safe(value: object) -> object:
    """Return text with an apostrophe where a spreadsheet would run it as a formula; numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def header(metadata: ExportMetadata) -> list[str]:
    """Return the lines above the table, without their leading `# `."""
    return [
        metadata.title,
        metadata.chart.question,
        _CELL.sub(r"\1'", labelled("selection", metadata.words)),
        labelled("unit", metadata.description.unit),
        labelled("release", metadata.release),
        labelled("evidence", metadata.evidence),
        *(labelled("source", c) for c in metadata.citations),
        labelled("licence", metadata.licences),
        metadata.data_version,
        to_text((say("files.empty-cells"), say("files.columns-described-at"))),
        labelled("address", metadata.shown_address),
    ]


def render(metadata: ExportMetadata) -> bytes:
    table = metadata.description.table.map(safe)
    return (
        "".join(f"# {line}\n" for line in header(metadata)) + table.to_csv(index=False, lineterminator="\n")
    ).encode()


EXPORT = Export(
    "csv",
    "text/csv; charset=utf-8",
    render,
    label=words("files.csv-label"),
    note=words("files.csv-note"),
    sidecar="csv-metadata.json",
)
