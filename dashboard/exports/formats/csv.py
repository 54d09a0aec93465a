"""Write the data of a chart as CSV, under a commented header that describes it and its sources."""

import re

from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export

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
        _CELL.sub(r"\1'", f"Selection: {metadata.words}"),
        f"Unit: {metadata.description.unit}",
        f"Release: {metadata.release}",
        f"Evidence: {metadata.evidence}",
        *(f"Source: {c}" for c in metadata.citations),
        f"Licence: {metadata.licences}",
        f"Data version {metadata.view.package.version}",
        "An empty cell is missing, not zero. What each column means: the same address ending in .csv-metadata.json",
        f"Address: {metadata.address}",
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
    "Table (CSV)",
    "The table, with missing numbers as empty cells, under a header that says what it is and where it comes from.",
)
