"""The data of a chart, under a commented header that says what it is and where it comes from."""

import re

from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export

_RISKY = ("=", "+", "-", "@", "\t", "\r")
# Where a spreadsheet, for which a line of the header is a row too, would begin a cell that it runs.
_CELL = re.compile(r"([,;\t]\s*)(?=[=+\-@])")


def safe(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers never do."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def header(about: ExportMetadata) -> list[str]:
    """The lines above the table, without their `# `."""
    return [
        about.title,
        about.chart.question,
        _CELL.sub(r"\1'", f"Selection: {about.words}"),
        f"Unit: {about.description.unit}",
        f"Release: {about.release}",
        f"Evidence: {about.evidence}",
        *(f"Source: {c}" for c in about.citations),
        f"Licence: {about.licences}",
        f"Data version {about.view.package.version}",
        "An empty cell is missing, not zero. What each column means: the same address ending in .csv-metadata.json",
        f"Address: {about.address}",
    ]


def render(about: ExportMetadata) -> bytes:
    table = about.description.table.map(safe)
    return ("".join(f"# {line}\n" for line in header(about)) + table.to_csv(index=False, lineterminator="\n")).encode()


EXPORT = Export(
    "csv",
    "text/csv; charset=utf-8",
    render,
    "Table (CSV)",
    "The table, with missing numbers as empty cells, under a header that says what it is and where it comes from.",
)
