"""The data of a chart, under a commented header that says what it is and where it comes from."""

from __future__ import annotations

from dashboard.charts.base import Chart, View
from dashboard.exports.base import Export
from dashboard.phrases import plain
from dashboard.selection import in_words

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers never do."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def render(chart: Chart, view: View, address: str) -> bytes:
    said = chart.describe(view)
    sources = view.package.tables["sources"]
    used = sources[sources.source_id.isin(said.sources)]
    head = [
        plain(said.title),
        chart.question,
        f"Selection: {said.words or in_words(view.package, view.selection)}",
        f"Unit: {said.unit}",
        *(f"Source: {s.citation} Accessed {s.accessed}. {s.licence}" for s in used.itertuples(index=False)),
        f"Data version {view.package.version}",
        f"Address: {address}",
    ]
    table = said.table.map(safe)
    return ("".join(f"# {line}\n" for line in head) + table.to_csv(index=False, lineterminator="\n")).encode()


EXPORT = Export("csv", "text/csv; charset=utf-8", render)
