"""Write a chart as Markdown: its finding, its table and its sources."""

from typing import Any

import pandas as pd

from dashboard.exports.metadata import ExportMetadata
from dashboard.exports.registry import Export
from dashboard.text import numbers
from dashboard.text.sentence import to_text


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return numbers.exact(value)
    return escaped(str(value))


def escaped(text: str) -> str:
    """Return text in one line, with the characters escaped that Markdown would interpret."""
    return "".join(f"\\{c}" if c in "|\\`*_<[" else c for c in text.replace("\n", " "))


def table(frame: pd.DataFrame) -> str:
    """Return a table in the syntax that GitHub and pandoc read. Missing cells are empty, never zero."""
    right = ["---:" if pd.api.types.is_numeric_dtype(frame[c]) else "---" for c in frame]
    rows = [
        [_cell(str(c)) for c in frame.columns],
        right,
        *([_cell(v) for v in row] for row in frame.itertuples(index=False, name=None)),
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def render(metadata: ExportMetadata) -> bytes:
    details = [
        f"- Selection: {escaped(metadata.words)}",
        f"- Unit: {metadata.description.unit}. {metadata.unit_note}".rstrip(),
        f"- Release: {metadata.release}",
        f"- {metadata.evidence}",
        *(f"- Source: {c}" for c in metadata.citations),
        f"- Licence: {metadata.licences}",
        f"- Data version {metadata.view.package.version}",
        f"- Address: <{metadata.address}>" if metadata.linked else f"- Address: {metadata.address}",
    ]
    contested = (
        ["## What is contested", "", *(f"- {_cell(c)}" for c in metadata.contested), ""] if metadata.contested else []
    )
    lists = [
        line
        for title, items in metadata.description.lists
        if items
        for line in (f"## {title}", "", *(f"- {_cell(text)}" for text, _ in items), "")
    ]
    legend = [text, ""] if (text := to_text(metadata.description.legend).strip()) else []
    lines = [
        f"# {metadata.title}",
        "",
        f"*{metadata.chart.question}*",
        "",
        metadata.sentence,
        "",
        table(metadata.description.table),
        *legend,
        *lists,
        *contested,
        "## Where this comes from",
        "",
        *details,
        "",
    ]
    return "\n".join(lines).encode()


EXPORT = Export(
    "md",
    "text/markdown; charset=utf-8",
    render,
    "Text and table (Markdown)",
    "The finding, the table, what is contested and the sources, as text.",
)
